import type { Content, SentMediaKind } from "../../model/content.ts";
import type { JsonRecord } from "../shared/as-record.ts";

/** Wasender has no field for the kind: the group that is there decides (docs, messages/send-*). */
const addresses: Partial<Record<SentMediaKind, string>> = {
  image: "imageUrl",
  video: "videoUrl",
  audio: "audioUrl",
  document: "documentUrl",
};

/** The body of a send but for its recipient; null for what Wasender has no form for. `text` doubles as caption. */
export function sendFields(content: Content): JsonRecord | null {
  if (content.kind === "text") return { text: content.text };
  if (content.kind !== "media") return null;
  const { kind, url, fileName } = content.media;
  const text = content.caption || undefined;
  const address = kind && addresses[kind];
  if (!address || !url || (kind === "audio" && text)) return null;
  return {
    [address]: url,
    ...(kind === "document" && { fileName: fileName || "file" }),
    ...(text && { text }),
  };
}
