// npm run dev: Supabase, the doors, the clock and the simulator on this machine. See dev/run-dev.ts.

import { DevFailure } from "./dev/dev-failure.ts";
import { runDev } from "./dev/run-dev.ts";
import { stopSignals } from "./dev/stop-signals.ts";
import { SqlFileError } from "./platform/apply-migrations.ts";

const unknown = process.argv.slice(2).filter((argument) => argument !== "--fresh");
const stop = stopSignals();
// What will not end in time is ended; Ctrl-C must never hang.
stop.addEventListener("abort", () => setTimeout(() => process.exit(0), 1_900).unref());

try {
  if (unknown.length > 0) throw new DevFailure(`Unknown option ${unknown[0]}: the only one is --fresh.`);
  await runDev({ fresh: process.argv.includes("--fresh") }, stop);
  process.exit(0);
} catch (error) {
  const known = error instanceof DevFailure || error instanceof SqlFileError;
  console.error(known ? error.message : error);
  process.exit(1);
}
