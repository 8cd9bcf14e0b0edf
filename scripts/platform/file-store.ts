import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where the bytes of Supabase Lite's Storage lie; the rest of it is in the database. */
export interface FileStore {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  get(key: string): Promise<{ bytes: Uint8Array; contentType: string } | null>;
  remove(key: string): Promise<void>;
}

export function memoryFileStore(): FileStore {
  const files = new Map<string, { bytes: Uint8Array; contentType: string }>();
  return {
    put: async (key, bytes, contentType) => void files.set(key, { bytes, contentType }),
    get: async (key) => files.get(key) ?? null,
    remove: async (key) => void files.delete(key),
  };
}

/** In a folder, so that files outlive `npm run dev`. Storage's names are our own: workspace, message, digest. */
export function folderFileStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, ...key.split("/").map(encodeURIComponent));
  return {
    async put(key, bytes, contentType) {
      const path = pathOf(key);
      const fresh = `${path}.${randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.type`, contentType);
      await writeFile(fresh, bytes);
      await rename(fresh, path);
    },
    async get(key) {
      try {
        const [bytes, contentType] = await Promise.all([
          readFile(pathOf(key)),
          readFile(`${pathOf(key)}.type`, "utf8"),
        ]);
        return { bytes, contentType };
      } catch {
        return null;
      }
    },
    async remove(key) {
      await Promise.all([rm(pathOf(key), { force: true }), rm(`${pathOf(key)}.type`, { force: true })]);
    },
  };
}
