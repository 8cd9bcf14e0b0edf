import { redacted } from "../../base/redact.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { readBytes } from "./read-bytes.ts";
import { readNumber } from "./read-number.ts";

/** The five kinds that decrypt-media knows (Wasender docs, decrypt-media-file); a round video is a video. */
const kinds: Record<string, string> = {
  imageMessage: "imageMessage",
  videoMessage: "videoMessage",
  ptvMessage: "videoMessage",
  audioMessage: "audioMessage",
  documentMessage: "documentMessage",
  stickerMessage: "stickerMessage",
};
const sentAlong = ["mimetype", "fileSha256", "fileEncSha256", "fileLength", "fileName", "directPath"];

/** What decrypt-media takes. */
export interface WasenderMedia {
  /** Wasender's own name for the kind: `documentMessage`. */
  kind: string;
  /** Of the encrypted file at WhatsApp. */
  url: string;
  /** Base64. Not called `mediaKey`: under that name it is redacted wherever it is stored. */
  key: string;
  /** The rest of what Wasender sent of the file, as sent. */
  file: Record<string, string>;
  expiresAt?: string;
  [field: string]: unknown;
}

/** WhatsApp's links carry their end as `oe`, unix seconds in hexadecimal (seen in every mmg.whatsapp.net link). */
function linkEnd(url: string): { expiresAt?: string } {
  const hex = /[?&]oe=([0-9A-Fa-f]{8})(?:&|$)/.exec(url)?.[1];
  return hex ? { expiresAt: new Date(Number.parseInt(hex, 16) * 1000).toISOString() } : {};
}

/** What decrypt-media needs of an unwrapped message, or null where its address or its key is missing (or redacted). */
export function readMediaSource(name: string, file: JsonRecord): WasenderMedia | null {
  const kind = Object.hasOwn(kinds, name) ? kinds[name]! : null;
  const url = asText(file.url);
  const key = readBytes(file.mediaKey);
  if (kind === null || url === null || key === null || key === redacted) return null;
  const rest = sentAlong.flatMap((field) => {
    const value = file[field];
    const text = field === "fileLength" ? asText(String(readNumber(value) ?? "")) : readBytes(value);
    return text === null ? [] : [[field, text.slice(0, 2_000)] as const];
  });
  return { kind, url, key, file: Object.fromEntries(rest), ...linkEnd(url) };
}
