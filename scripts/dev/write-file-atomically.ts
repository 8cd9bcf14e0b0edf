import { rename, writeFile } from "node:fs/promises";

/** A reader sees the old file or the whole new one. Mode 600: what dev writes holds secrets. */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const fresh = `${path}.${process.pid}.tmp`;
  await writeFile(fresh, content, { mode: 0o600 });
  await rename(fresh, path);
}
