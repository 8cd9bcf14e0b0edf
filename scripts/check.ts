// npm run check: types, Biome, and the rules about the database's time and about rooms. Runs all of them, fails if one does.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { roomArrows } from "./check/room-arrows.ts";
import { transactionTimes } from "./check/transaction-times.ts";
import { installExtra } from "./install-extra.mjs";

const root = join(import.meta.dirname, "..");
const bin = join(root, "tools", "node_modules", ".bin");

// The tests' types come from test/node_modules.
installExtra(join(root, "test"), "the test parts (Postgres, Chromium)");

const run = (command: string, args: string[]) =>
  spawnSync(join(bin, command), args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" })
    .status === 0;

// Biome colours each character by itself: unreadable in a log.
const colors = process.stdout.isTTY ? "--colors=force" : "--colors=off";

const checks: [string, () => boolean | Promise<boolean>][] = [
  ["types", () => run("tsc", ["--project", "."])],
  ["format and lint", () => run("biome", ["ci", colors, "."])],
  ["time in SQL", reportTransactionTimes],
  ["rooms", reportRoomArrows],
];

let failed = 0;
for (const [name, check] of checks) {
  const passed = await check();
  console.log(`${passed ? "ok    " : "FAILED"} ${name}`);
  if (!passed) failed++;
}
process.exit(failed === 0 ? 0 : 1);

async function reportTransactionTimes(): Promise<boolean> {
  const found = await transactionTimes(join(root, "supabase"));
  for (const { file, line, word } of found) {
    console.error(`supabase/${file}, line ${line}: use app.now() instead of ${word}.`);
  }
  if (found.length > 0) {
    console.error(
      "It is the transaction's start, not the time: a claim that waited for its lock would send too soon.",
    );
  }
  return found.length === 0;
}

async function reportRoomArrows(): Promise<boolean> {
  const arrows = await roomArrows(join(root, "lib"));
  for (const { file, line, why } of arrows) console.error(`lib/${file}, line ${line}: ${why}`);
  return arrows.length === 0;
}
