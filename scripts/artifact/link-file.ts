import { copyFile, link } from "node:fs/promises";

/** A hard link, or a copy where the temp folder is on another disk. */
export async function linkFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
}
