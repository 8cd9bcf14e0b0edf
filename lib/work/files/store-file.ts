import { createHash } from "node:crypto";
import type { SupabaseClient } from "@supabase/supabase-js";
import { bucket } from "../../db/storage-request.ts";
import type { FileFacts, FileResult } from "./file-result.ts";

export const maxFileBytes = 25 * 1024 * 1024;

/** Puts a file where only the service reads, under its own digest: storing it twice is storing it once. Never throws. */
export async function storeFile(
  db: SupabaseClient,
  { workspace, message }: Pick<FileFacts, "workspace" | "message">,
  bytes: Uint8Array,
  mimeType: string,
): Promise<FileResult> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const path = `${workspace}/${message}/${sha256}`;
  const why = await putFile(db, path, bytes, mimeType);
  return why === null ? { kind: "stored", path, mimeType, sizeBytes: bytes.length, sha256 } : away(why);
}

/** Null when Storage took it, else why not. Never throws. */
export async function putFile(
  db: SupabaseClient,
  path: string,
  bytes: Uint8Array,
  mimeType: string,
): Promise<string | null> {
  const upload = async () => {
    const options = { contentType: mimeType, upsert: true, cacheControl: "0" };
    return (await db.storage.from(bucket).upload(path, bytes, options)).error;
  };
  try {
    let error = await upload();
    if (error && /bucket not found/i.test(error.message)) {
      // A project whose Storage was made after our migrations.
      await db.storage.createBucket(bucket, { public: false, fileSizeLimit: maxFileBytes });
      error = await upload();
    }
    return error?.message ?? null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function away(why: string): FileResult {
  const message = `The file came, but Supabase Storage did not take it: ${why}`;
  return { kind: "failed", code: "storage_away", message: message.slice(0, 300) };
}
