import type { Look } from "../../model/codes.ts";
import type { Media, MediaSource, MessageKind } from "../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { carriedContent } from "./carried-content.ts";
import { callNames, contentKinds, notices } from "./content-kinds.ts";
import { isAdvertised } from "./is-advertised.ts";
import { readCards } from "./read-cards.ts";
import { readMediaSource } from "./read-media-source.ts";
import { readNumber } from "./read-number.ts";
import { tappedWords } from "./tapped-words.ts";

export interface MessageContent {
  kind: MessageKind;
  evidence: "reply" | "attachment" | null;
  text: string | null;
  media: Media | null;
  mediaSource: MediaSource | null;
  quotedWhatsappId: string | null;
  /** Of the message it swipes on, as sent. */
  contextInfo: JsonRecord;
  contentName?: string;
  look?: Look;
}

const withFile = new Set<MessageKind>(["image", "video", "audio", "document", "sticker"]);

/**
 * What a person wrote, or null where there is no content at all. `messageBody` is the vendor's unified text, empty for
 * media without caption; the order behind it is the docs' (webhook-message-received). What has no kind in our list is kept
 * under its own name, and proves nothing.
 */
export function readContent(messageBody: unknown, content: JsonRecord): MessageContent | null {
  const carried = carriedContent(content);
  const text = asText(messageBody) ?? textOf(content) ?? carried?.text ?? readCards(content);
  const name = [...contentKinds.keys()].find((key) => isRecord(content[key]));
  if (name !== undefined) return listed(name, asRecord(content[name]), text);
  if (carried !== null && carried.name !== null) return listed(carried.name, carried.body, text);
  const unknown = asText(content.conversation) === null ? unknownName(content) : undefined;
  if (unknown !== undefined) return unlisted(unknown, content, text);
  return text === null ? null : { ...nothing, kind: "text", evidence: "reply", text };
}

/** Whether anything but notices is in it. */
export function isNotice(content: JsonRecord): boolean {
  const names = Object.keys(content).filter((key) => isRecord(content[key]) && key !== "messageContextInfo");
  return names.length > 0 && names.every((name) => notices.has(name));
}

const nothing = { media: null, mediaSource: null, quotedWhatsappId: null, contextInfo: {} };

function listed(name: string, body: JsonRecord, text: string | null): MessageContent {
  const { kind, evidence } = contentKinds.get(name)!;
  const contextInfo = asRecord(body.contextInfo);
  const quotedWhatsappId = asText(contextInfo.stanzaId);
  // A GIF is a looping video without sound, chosen from a list like a sticker (WAProto, VideoMessage.gifPlayback).
  if (name === "videoMessage" && body.gifPlayback === true) {
    return { ...nothing, kind: "sticker", evidence: "reply", text, quotedWhatsappId, contextInfo };
  }
  if (kind === "text" && isAdvertised(contextInfo)) {
    return { ...nothing, kind, evidence: null, text, contextInfo, contentName: "advertisement" };
  }
  if (kind === "text" && text === null) {
    return {
      ...nothing,
      kind: "other",
      evidence: null,
      text,
      contextInfo,
      contentName: name,
      look: "unknown_kind",
    };
  }
  return {
    kind,
    evidence,
    text,
    media: withFile.has(kind) ? readMedia(body) : null,
    mediaSource: withFile.has(kind) ? readMediaSource(name, body) : null,
    quotedWhatsappId,
    contextInfo,
  };
}

function unlisted(name: string, content: JsonRecord, text: string | null): MessageContent {
  const contextInfo = asRecord(asRecord(content[name]).contextInfo);
  const contentName = name.slice(0, 60).toWellFormed();
  const common = { ...nothing, evidence: null, text, contextInfo, contentName };
  if (callNames.has(name)) return { ...common, kind: "call", look: "whatsapp_call" };
  if (name === "albumMessage") return { ...common, kind: "other" };
  return { ...common, kind: "other", look: name === "placeholderMessage" ? "undecryptable" : "unknown_kind" };
}

function textOf(content: JsonRecord): string | null {
  const captions = ["imageMessage", "videoMessage", "documentMessage"];
  return (
    asText(content.conversation) ??
    asText(asRecord(content.extendedTextMessage).text) ??
    captions.map((name) => asText(asRecord(content[name]).caption)).find((caption) => caption !== null) ??
    tappedWords(content)
  );
}

function unknownName(content: JsonRecord): string | undefined {
  return Object.keys(content).find((key) => isRecord(content[key]) && !notices.has(key));
}

function readMedia(file: JsonRecord): Media {
  return {
    mimeType: asText(file.mimetype),
    fileName: asText(file.fileName) ?? asText(file.title),
    sizeBytes: readNumber(file.fileLength),
    durationSeconds: readNumber(file.seconds),
    ...(file.pageCount !== undefined && { pages: readNumber(file.pageCount) }),
  };
}
