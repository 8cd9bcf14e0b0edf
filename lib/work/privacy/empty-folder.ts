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
    if (data.length === 0) return null;
    const removed = await files.remove(data.map(({ name }) => `${folder}/${name}`));
    return removed.error?.message ?? null;
  } catch (error) {
    return error instanceof Error ? error.message : "Storage did not answer.";
  }
}
