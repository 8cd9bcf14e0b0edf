import type { ByteRange } from "../../base/byte-range.ts";
import { type StorageAccess, storageRequest } from "../../db/storage-request.ts";

/** A film on a slow phone is read as slowly as it is seen; the function ends after 120 s (vercel.json). */
const timeoutMs = 110_000;

/**
 * A file of the private bucket, whole or a part of it, as it comes. A Storage that knows no ranges (Supabase Lite 0.10.0) sends
 * all of it, of which only the part is passed on. Null when Storage does not give it.
 */
export async function readStored(
  access: StorageAccess,
  path: string,
  range: ByteRange | null,
): Promise<ReadableStream<Uint8Array> | null> {
  const response = await storageRequest(access, "read", path, {
    timeoutMs,
    headers: range ? { range: `bytes=${range.first}-${range.last}` } : {},
  }).catch(() => null);
  if (!response?.body || !response.ok) return null;
  return range && response.status !== 206 ? response.body.pipeThrough(only(range)) : response.body;
}

function only({ first, last }: ByteRange): TransformStream<Uint8Array, Uint8Array> {
  let at = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const part = chunk.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
      at += chunk.length;
      if (part.length > 0) controller.enqueue(part);
      if (at > last) controller.terminate();
    },
  });
}
