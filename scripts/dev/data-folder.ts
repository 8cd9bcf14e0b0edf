import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The paths that dev makes inside DATA_DIR, and the only ones it ever deletes there. */
export function dataFolder(dataDir: string) {
  const pglite = join(dataDir, "pglite");
  const files = join(dataDir, "files");
  const devJson = join(dataDir, "dev.json");
  const complete = join(pglite, "aftercall.complete");
  const filled = join(pglite, "aftercall.day");
  return {
    pglite,
    /** What customers sent, as Storage keeps it. */
    files,
    devJson,
    /** Clears what a start must not find: a stale dev.json, and the data if asked to. Secrets stay. */
    async prepare({ fresh }: { fresh: boolean }): Promise<void> {
      await rm(devJson, { force: true });
      // A database without the mark was interrupted while it was made: PGlite cannot open it any more.
      if (fresh || !existsSync(complete)) {
        await Promise.all([pglite, files].map((path) => rm(path, { recursive: true, force: true })));
      }
      await mkdir(pglite, { recursive: true });
    },
    /** Nothing was ever in it, or it was cleared. */
    isEmpty: async () => (await readdir(pglite)).length === 0,
    removeDevJson: () => rm(devJson, { force: true }),
    markComplete: () => writeFile(complete, ""),
    /** Holds the pretend day of `--day`. */
    isFilled: () => existsSync(filled),
    /** Until it is complete again, the next start makes it anew. */
    async beginFilling(): Promise<void> {
      await rm(complete, { force: true });
      await writeFile(filled, "");
    },
  };
}

export type DataFolder = ReturnType<typeof dataFolder>;
