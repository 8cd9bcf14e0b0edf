import type { Content, OutgoingMedia } from "../../../model/content.ts";
import { fields, type Part } from "./fields.ts";
import { sentMedia } from "./sent-media.ts";

const longestCaption = 1024;

/** A file by the id that Meta gave it, or by an address from which Meta fetches it (docs, media messages). */
export function mediaPart({ media, caption }: Extract<Content, { kind: "media" }>): Part {
  const { kind, fileName } = media;
  const limit = kind && sentMedia[kind];
  const source = sourceOf(media);
  if (!limit || !source) return { problem: "There is no file to send in it." };
  if (caption && !limit.caption) return { problem: "No words may stand under this kind of file." };
  if (caption && caption.length > longestCaption) {
    return { problem: "Under a file WhatsApp takes 1,024 characters." };
  }
  const named = kind === "document" && fileName ? { filename: fileName } : {};
  return fields(kind, { ...source, ...(caption && { caption }), ...named });
}

function sourceOf({ id, url }: OutgoingMedia): { id: string } | { link: string } | null {
  if (id) return { id };
  return url ? { link: url } : null;
}
