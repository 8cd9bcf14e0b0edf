import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DevFailure } from "./dev-failure.ts";

const root = join(import.meta.dirname, "..", "..");
/** Goes with the packages that it was made by. */
const cache = join(root, "node_modules", ".cache", "aftercall");
const maker = join(import.meta.dirname, "make-migrated-database.ts");

/**
 * Fills an empty folder with a migrated database that holds nobody's rows: a copy of the one that the first start made. It is made in
 * a process of its own, since a WebAssembly memory never shrinks: setting up a cluster leaves 500 MB behind. Throws when it cannot be made.
 */
export async function beginDatabase(folder: string): Promise<void> {
  const kept = join(cache, digest());
  if (!existsSync(kept)) await makeKept(kept);
  cpSync(existsSync(kept) ? kept : await make(), folder, { recursive: true });
}

/** Best effort: where nothing can be kept, each start makes its own. */
async function makeKept(kept: string): Promise<void> {
  try {
    await rm(cache, { recursive: true, force: true });
    await mkdir(cache, { recursive: true });
    await rename(await make(await mkdtemp(join(cache, "new-"))), kept);
  } catch (error) {
    if (error instanceof DevFailure) throw error;
  }
}

async function make(folder?: string): Promise<string> {
  const made = folder ?? (await mkdtemp(join(tmpdir(), "aftercall-database-")));
  const child = spawn(process.execPath, [...process.execArgv, maker, made], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
  const [code] = await once(child, "close");
  if (code !== 0) throw new DevFailure(`The database could not be made: ${said.trim()}`);
  return made;
}

/** Of all that makes it: migrations, how they are applied, and PGlite. */
function digest(): string {
  const hash = createHash("sha256");
  for (const name of ["@electric-sql/pglite", "@supabase/lite"])
    hash.update(readFileSync(join(root, "node_modules", name, "package.json")));
  for (const path of globSync(["supabase/migrations/*.sql", "scripts/platform/*.ts"], { cwd: root }).sort())
    hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest("hex").slice(0, 24);
}
