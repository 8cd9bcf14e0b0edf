import { type FileType, fileTypes } from "./file-types.ts";

/** Said by senders that do not know. */
const saysNothing = /^(application\/(octet-stream|binary|x-unknown|zip)|\*\/\*|)$/;

/**
 * Whether a file is of the kind that its message claims. Within a kind it may differ: phones call PNGs JPEG, and a voice
 * note is Ogg, MP3 or MP4; nobody mistakes a photo for a PDF.
 */
export function fitsClaim(type: FileType, claimed: string | null): boolean {
  const word = (claimed ?? "").split(";")[0]!.trim().toLowerCase();
  if (saysNothing.test(word) || word === fileTypes[type]) return true;
  const family = word.split("/")[0]!;
  if (family === "image") return ["jpeg", "png", "webp", "heic", "gif"].includes(type);
  if (family === "audio") return ["ogg", "mp3", "mp4"].includes(type);
  // WhatsApp sends a GIF as a film.
  if (family === "video") return ["mp4", "gif"].includes(type);
  if (word === "application/ogg") return type === "ogg";
  return word === "application/x-pdf" && type === "pdf";
}
