import type { InboundMessage, MessageKind } from "../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { listOf } from "./list-of.ts";
import { readError } from "./read-error.ts";
import { readTime } from "./read-time.ts";

type Content = Pick<
  InboundMessage,
  "kind" | "text" | "media" | "mediaSource" | "evidence" | "contentName" | "look" | "isStub"
>;

const files: Record<string, [kind: MessageKind, evidence: "reply" | "attachment"]> = {
  image: ["image", "attachment"],
  video: ["video", "attachment"],
  document: ["document", "attachment"],
  audio: ["audio", "reply"],
  sticker: ["sticker", "reply"],
};
/** An id of a webhook opens its file for seven days (docs, media). */
const mediaLivesMs = 7 * 24 * 60 * 60 * 1000;
/** "This message is currently unavailable": its content may still come. */
const unavailable = 131060;

/** What a person sent. A type that is not named here is kept under its own name, and proves nothing. */
export function readContent(type: string, message: JsonRecord): Content {
  const own = asRecord(message[type]);
  if (Object.hasOwn(files, type)) return fileContent(type, own, message.timestamp);
  const text = textOf(type, own);
  if (type === "text" && isAdvertised(message)) {
    return { kind: "text", text, media: null, evidence: null, contentName: "advertisement" };
  }
  if (["text", "button", "interactive"].includes(type) && text !== null) {
    return { kind: "text", text, media: null, evidence: "reply" };
  }
  if (type === "location") return { kind: "location", text, media: null, evidence: "reply" };
  if (type === "contacts") {
    return { kind: "contact", text: cardsOf(message), media: null, evidence: "reply" };
  }
  const told = listOf(message.errors).map(readError);
  const name = (asText(asRecord(message.unsupported).type) ?? type).slice(0, 60).toWellFormed();
  const nothing = { kind: "other", text, media: null, evidence: null, contentName: name } as const;
  return told.some(({ code }) => code === unavailable)
    ? { ...nothing, look: "undecryptable", isStub: true }
    : { ...nothing, look: "unknown_kind" };
}

function fileContent(type: string, file: JsonRecord, timestamp: unknown): Content {
  const [kind, evidence] = files[type]!;
  const id = asText(file.id);
  const sentAt = Date.parse(readTime(timestamp) ?? "");
  const end = Number.isNaN(sentAt) ? {} : { expiresAt: new Date(sentAt + mediaLivesMs).toISOString() };
  return {
    kind,
    text: asText(file.caption),
    media: {
      mimeType: asText(file.mime_type),
      fileName: asText(file.filename),
      sizeBytes: null,
      durationSeconds: null,
    },
    mediaSource: id === null ? null : { id, ...end },
    evidence,
  };
}

/** The words of a tapped button are the person's answer. */
function textOf(type: string, own: JsonRecord): string | null {
  if (type === "text") return asText(own.body);
  if (type === "button") return asText(own.text) ?? asText(own.payload);
  if (type === "interactive") {
    const part = asRecord(own[asText(own.type) ?? ""]);
    return asText(part.title) ?? asText(part.body) ?? asText(part.name);
  }
  if (type === "location") return [asText(own.name), asText(own.address)].filter(Boolean).join(", ") || null;
  return asText(own.body) ?? asText(own.text);
}

function cardsOf(message: JsonRecord): string | null {
  const names = listOf(message.contacts).map((card) => asText(asRecord(card.name).formatted_name));
  return names.filter((name) => name !== null).join(", ") || null;
}

/** A tap on an advertisement made this text: its words are the advertiser's. */
function isAdvertised({ referral }: JsonRecord): boolean {
  return asRecord(referral).source_type === "ad" || asText(asRecord(referral).ctwa_clid) !== null;
}
