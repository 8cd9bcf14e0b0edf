import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Breakage, breakages } from "../test/promises/breakages.ts";

/**
 * Breaks each promise on a copy of the project and runs the tests that hold it: every one of them must turn red.
 *
 * `npm run prove` runs all; `npm run prove -- I6` those of one promise.
 */
const root = new URL("..", import.meta.url).pathname;
const copied = [
  "api",
  "lib",
  "supabase",
  "scripts",
  "test",
  "public",
  "vitest.config.ts",
  "package.json",
  "tsconfig.json",
  "vercel.json",
];
const wanted = process.argv.slice(2);
/** Two cores: one run waits for its Postgres while the other works. */
const atOnce = 2;
const copies: string[] = [];
const missed: string[] = [];
const left = breakages.filter(({ promise }) => wanted.length === 0 || wanted.includes(promise));

try {
  await Promise.all(Array.from({ length: atOnce }, proveInACopy));
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
}
if (missed.length > 0) {
  console.error(`${missed.length} broken promises went unnoticed: their tests cannot fail.`);
  process.exit(1);
}

async function proveInACopy(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "aftercall-prove-"));
  copies.push(copy);
  for (const name of copied) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
  }
  for (const folder of ["node_modules", "test/node_modules"])
    symlinkSync(join(root, folder), join(copy, folder));
  for (let breakage = left.shift(); breakage; breakage = left.shift()) {
    const noticed = await isNoticed(copy, breakage);
    console.log(`${noticed ? "red " : "MISS"}  ${breakage.promise.padEnd(8)}${breakage.what}`);
    if (!noticed) missed.push(breakage.what);
  }
}

/** Where a text stands, whatever blanks and line breaks are between its words; null unless exactly once. */
function placeOf(find: string, whole: string): { from: number; to: number } | null {
  const words = find
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  const [first, second] = whole.matchAll(new RegExp(words.join("\\s+"), "g"));
  return first && !second ? { from: first.index, to: first.index + first[0].length } : null;
}

async function isNoticed(copy: string, { file, find, replace, tests }: Breakage): Promise<boolean> {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  const place = placeOf(find, whole);
  if (!place) {
    throw new Error(
      `${file} does not hold this text exactly once; bring test/promises/breakages.ts up to date:\n${find}`,
    );
  }
  writeFileSync(path, whole.slice(0, place.from) + replace + whole.slice(place.to));
  // The first red test tells, if one before it was green; else all are run.
  const noticed = (await turnsRed(copy, tests, ["--bail=1"])) || (await turnsRed(copy, tests));
  writeFileSync(path, whole);
  return noticed;
}

async function turnsRed(copy: string, tests: string, options: string[] = []): Promise<boolean> {
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const run = spawn("vitest", ["run", ...options, "--reporter=json", `--outputFile=${report}`, tests], {
    cwd: copy,
    stdio: "ignore",
  });
  await once(run, "close");
  if (!existsSync(report)) return false;
  const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, "utf8")) as Record<
    string,
    number
  >;
  // All red would mean that the copy does not even start: that proves nothing.
  return Boolean(numFailedTests && numPassedTests);
}
