// Starts dev.ts once what it needs is there. Plain JavaScript: without node_modules, `npm run dev` gets the
// system's Node, which may be a Node 20 that cannot read TypeScript and would only say "Unknown file extension".

// The flags in package.json are for PGlite: optimising its WebAssembly costs 5 s of processor time and 150 MB at each start, and never pays
// here (11.4 to 5 s of processor time, 460 to 335 MB in both processes).

import { existsSync } from "node:fs";
import { join } from "node:path";

const modules = join(import.meta.dirname, "..", "node_modules");
const missing = ["node", "@supabase/lite", "@hono/node-server", "postgres", "hono"].find(
  (name) => !existsSync(join(modules, name, "package.json")),
);
if (missing) {
  console.error(`Run "npm ci" first: node_modules is missing or incomplete (no ${missing}).`);
  process.exit(1);
}
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(`Use \`npm run dev\`: it brings Node 24, this is Node ${process.versions.node}.`);
  process.exit(1);
}
await import("./dev.ts");
