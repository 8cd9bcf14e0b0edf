import { type SentMediaKind, sentMediaKinds } from "../../model/content.ts";
import type { MediaLimits } from "../../vendors/vendor.ts";

/**
 * As what a file leaves: the first kind that takes its type and size, documents last. A photo that is too large for a photo is
 * a document. `large`: only its size is in the way of all.
 */
export function kindToSend(
  { mimeType, sizeBytes }: { mimeType: string; sizeBytes: number },
  limits: MediaLimits,
): SentMediaKind | "large" | "unknown" {
  const taking = sentMediaKinds.filter((kind) => {
    const limit = limits[kind];
    return limit && (limit.types?.includes(mimeType) ?? true);
  });
  return (
    taking.find((kind) => sizeBytes <= limits[kind]!.maxBytes) ?? (taking.length > 0 ? "large" : "unknown")
  );
}
