// npm run bench [-- part …] [--write]; npm run bench -- before COMMIT: what Aftercall costs beside what it is measured against, in the same run.
// Prints ratios; asserts on none. With --write it renews docs/performance.md and docs/performance-plans/.

import { before } from "./before.ts";
import { claims } from "./claims.ts";
import { cloud } from "./cloud.ts";
import { growth } from "./growth.ts";
import { imports } from "./imports.ts";
import { inboxPart } from "./inbox.ts";
import { leads } from "./leads.ts";
import { spacing } from "./spacing.ts";
import { type BenchServer, startBenchServer } from "./support/bench-server.ts";
import { type Part, table } from "./table.ts";
import { webhookDoor } from "./webhook-door.ts";
import { writePage } from "./write-page.ts";

const parts: Record<string, (server: BenchServer) => Promise<Part>> = {
  webhook: webhookDoor,
  imports,
  claims,
  growth,
  inbox: inboxPart,
  leads,
  spacing,
  cloud,
};

const words = process.argv.slice(2);
if (words[0] === "before" && words[1]) {
  const [, commit] = words.splice(0, 2, "before");
  parts.before = (server) => before(server, commit!);
}
const isWriting = words.includes("--write");
const chosen = words.filter((word) => word !== "--write");
const unknown = chosen.find((word) => !Object.hasOwn(parts, word));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}
const names = chosen.length > 0 ? chosen : Object.keys(parts);

const stopped = new Promise<never>((_, reject) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => reject(new Error("The benchmark was stopped.")));
  }
  // What a driver throws from its socket; without this the server would go on without us.
  process.on("uncaughtException", reject);
});
stopped.catch(() => {});

const done = new Map<string, Part>();
const server = await startBenchServer();
let failed = false;
try {
  for (const name of names) {
    const began = performance.now();
    const part = await Promise.race([parts[name]!(server), stopped]);
    done.set(name, part);
    console.log(`${table(part)}(${name}: ${((performance.now() - began) / 1000).toFixed(0)} s)\n`);
  }
  if (isWriting) await writePage(done);
} catch (error) {
  failed = true;
  console.error(error);
} finally {
  await server.stop();
}
// A part that was stopped in the middle may have left a connection open.
process.exit(failed ? 1 : 0);
