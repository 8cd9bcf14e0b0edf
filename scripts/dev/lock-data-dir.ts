import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DevFailure } from "./dev-failure.ts";

/**
 * One dev per data folder: two PGlites over the same files destroy them, and PGlite itself does not look.
 * The lock of a process that was killed is taken over. Answers the release.
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, "dev.lock");
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST" || attempt === 3) throw error;
    }
    const owner = Number(readFileSync(path, "utf8"));
    if (isDev(owner)) {
      throw new DevFailure(
        `Another dev (process ${owner}) uses ${dataDir}: stop it, or set DATA_DIR to another folder.`,
      );
    }
    rmSync(path, { force: true });
  }
}

/** Whether the process runs and, where /proc tells, is a dev: numbers of dead processes are given out again. */
function isDev(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== "EPERM") return false;
  }
  try {
    return /dev\.(ts|mjs)/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}
