// npm run dev: Supabase, the doors, the clock and the simulator on this machine. See dev/run-dev.ts.

import { DevFailure } from "./dev/dev-failure.ts";
import { runDev } from "./dev/run-dev.ts";
import { stopSignals } from "./dev/stop-signals.ts";
import { SqlFileError } from "./platform/apply-migrations.ts";

const usage = [
  "npm run dev                       starts everything on this machine, with the data of the last time",
  "npm run dev -- --fresh            deletes that data first",
  "npm run dev -- --day              fills an empty database with a believable working day of 60 people",
  "npm run dev -- --fresh --day      both",
].join("\n");

const given = process.argv.slice(2);
const known = ["--fresh", "--day", "--help"];
const unknown = given.find((argument) => !known.includes(argument));
const stop = stopSignals();
// What will not end in time is ended; Ctrl-C must never hang.
stop.addEventListener("abort", () => setTimeout(() => process.exit(0), 1_900).unref());

try {
  if (unknown !== undefined) throw new DevFailure(`Unknown option ${unknown}.\n\n${usage}`);
  if (given.includes("--help")) console.log(usage);
  else await runDev({ fresh: given.includes("--fresh"), day: given.includes("--day") }, stop);
  process.exit(0);
} catch (error) {
  const isKnown = error instanceof DevFailure || error instanceof SqlFileError;
  console.error(isKnown ? error.message : error);
  process.exit(1);
}
