import type { SupabaseClient } from "@supabase/supabase-js";
import { bucket } from "../../db/storage-request.ts";

/**
 * Deletes every file of one folder of the private bucket, through the Storage API: deleting its rows in SQL would leave
 * the files. Null when it is empty, else Storage's own words. Never throws.
 */
export async function emptyFolder(db: SupabaseClient, folder: string): Promise<string | null> {
  const files = db.storage.from(bucket);
  try {
    const { data, error } = await files.list(folder, { limit: 100 });
    if (error) return error.message;
    const paths = data.map(({ name }) => pathIn(folder, name)).filter((path) => path !== null);
    if (paths.length === 0) return null;
    const removed = await files.remove(paths);
    return removed.error?.message ?? null;
  } catch (error) {
    return error instanceof Error ? error.message : "Storage did not answer.";
  }
}

/** Storage lists by the name inside the folder; Supabase Lite 0.10.0 by the whole path, those of `12` and of `123` when asked for `12`. */
function pathIn(folder: string, name: string): string | null {
  if (name.startsWith(`${folder}/`)) return name;
  return name.includes("/") ? null : `${folder}/${name}`;
}
