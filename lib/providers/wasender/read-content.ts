import type { Media, MediaSource, MessageKind } from "../../events/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "./as-record.ts";
import { asText } from "./as-text.ts";
import { readMediaSource } from "./read-media-source.ts";
import { readNumber } from "./read-number.ts";

export interface MessageContent {
  kind: MessageKind;
  text: string | null;
  media: Media | null;
  mediaSource: MediaSource | null;
  quotedWhatsappId: string | null;
}

/** Looked for in this order: a printer that keeps protobuf defaults adds an empty `conversation` to a photo. */
const kinds = new Map<string, MessageKind>(
  Object.entries({
    imageMessage: "image",
    videoMessage: "video",
    ptvMessage: "video",
    audioMessage: "audio",
    documentMessage: "document",
    stickerMessage: "sticker",
    locationMessage: "location",
    liveLocationMessage: "location",
    contactMessage: "contact",
    contactsArrayMessage: "contact",
    pollCreationMessage: "poll",
    pollCreationMessageV2: "poll",
    pollCreationMessageV3: "poll",
    pollCreationMessageV4: "poll",
    pollCreationMessageV5: "poll",
    extendedTextMessage: "text",
  }),
);
const withFile = new Set<MessageKind>(["image", "video", "audio", "document", "sticker"]);

/** Travels beside content or before it, and is none. */
const notContent = new Set([
  "messageContextInfo",
  "senderKeyDistributionMessage",
  "fastRatchetKeySenderKeyDistributionMessage",
]);

/**
 * What a person wrote, or null for a stub: WhatsApp announces a message that it cannot show yet under the
 * id that the real content takes later. `messageBody` is the vendor's unified text, empty for media
 * without caption; the order behind it is the docs' (webhook-message-received).
 */
export function readContent(messageBody: unknown, content: JsonRecord): MessageContent | null {
  const text =
    asText(messageBody) ??
    asText(content.conversation) ??
    asText(asRecord(content.extendedTextMessage).text) ??
    asText(asRecord(content.imageMessage).caption) ??
    asText(asRecord(content.videoMessage).caption) ??
    asText(asRecord(content.documentMessage).caption);
  const name =
    [...kinds.keys()].find((key) => isRecord(content[key])) ??
    (asText(content.conversation) === null ? unknownContent(content) : undefined);
  if (name === undefined && text === null) return null;

  const body = name === undefined ? {} : asRecord(content[name]);
  const kind = name === undefined ? "text" : (kinds.get(name) ?? "other");
  return {
    kind,
    text,
    media: withFile.has(kind) ? readMedia(body) : null,
    mediaSource: name !== undefined && withFile.has(kind) ? readMediaSource(name, body) : null,
    quotedWhatsappId: asText(asRecord(body.contextInfo).stanzaId),
  };
}

/** A kind of message that we have no word for is still one by a person. */
function unknownContent(content: JsonRecord): string | undefined {
  return Object.keys(content).find((key) => isRecord(content[key]) && !notContent.has(key));
}

function readMedia(file: JsonRecord): Media {
  return {
    mimeType: asText(file.mimetype),
    fileName: asText(file.fileName) ?? asText(file.title),
    sizeBytes: readNumber(file.fileLength),
    durationSeconds: readNumber(file.seconds),
  };
}
