// Installs the packages of a folder beside the main install, and only when its lockfile has changed.
// Plain JavaScript for any Node from 20 on: it runs before Node 24 of node_modules may be in use.
// Why folders of their own: the main install is 374 MB; a browser, a Postgres server (154 MB) and the
// checkers (127 MB) would burden everyone's first `npm ci`.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * @param {string} folder absolute path of a folder with package.json and package-lock.json
 * @param {string} purpose what the packages are for, in the words of the progress line
 */
export function installExtra(folder, purpose) {
  const stampFile = join(folder, "node_modules", ".installed-lock");
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === lock) return;

  const name = relative(process.cwd(), folder) || ".";
  console.log(`Installing ${purpose} into ${name}/node_modules (once) …`);
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (result.status !== 0) {
    const reason = result.error?.message ?? lastLines(result.stderr) ?? `npm ended with ${result.status}`;
    console.error(`Could not install ${purpose}: run \`npm ci\` in ${name}/ to see why (${reason}).`);
    process.exit(1);
  }
  writeFileSync(stampFile, lock);
}

/** npm puts its reason in the first "npm error" lines and a log path in the last. */
function lastLines(stderr) {
  const lines = (stderr ?? "").split("\n").filter((line) => line.startsWith("npm error"));
  const reason = lines.slice(0, 3).map((line) => line.slice("npm error".length).trim());
  return reason.length > 0 ? reason.join("; ") : undefined;
}
