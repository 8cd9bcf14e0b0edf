import { parseJson } from "../../../base/parse-json.ts";
import type { InboundMessage, MessageKind } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { listOf } from "../list-of.ts";
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
/** An id of a webhook opens its file for seven days, an address for five minutes, less what the event took to come (docs, media). */
const mediaLivesMs = 7 * 24 * 60 * 60 * 1000;
const addressLivesMs = 3 * 60 * 1000;
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
  const after = (ms: number) => new Date(sentAt + ms).toISOString();
  const url = asText(file.url);
  const sha256 = asText(file.sha256);
  return {
    kind,
    text: asText(file.caption),
    media: {
      mimeType: asText(file.mime_type),
      fileName: asText(file.filename),
      sizeBytes: null,
      durationSeconds: null,
    },
    mediaSource:
      id === null && url === null
        ? null
        : {
            ...(id && { id }),
            ...(url && { url }),
            ...(sha256 && { sha256 }),
            ...(!Number.isNaN(sentAt) && {
              ...(url && { urlUntil: after(addressLivesMs) }),
              expiresAt: after(mediaLivesMs),
            }),
          },
    evidence,
  };
}

/** The words of a tapped button are the person's answer. */
function textOf(type: string, own: JsonRecord): string | null {
  if (type === "text") return asText(own.body);
  if (type === "button") return asText(own.text) ?? asText(own.payload);
  if (type === "interactive") {
    const part = asRecord(own[asText(own.type) ?? ""]);
    return formText(part) ?? asText(part.title) ?? asText(part.body) ?? asText(part.name);
  }
  if (type === "location") return placeText(own);
  return asText(own.body) ?? asText(own.text);
}

/** What somebody filled in (docs, flows: `response_json`), a line each. */
function formText({ response_json }: JsonRecord): string | null {
  let answers: unknown;
  try {
    answers = parseJson(asText(response_json) ?? "");
  } catch {
    return null;
  }
  const lines = Object.entries(asRecord(answers))
    .filter(([name]) => name !== "flow_token")
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return lines.join("\n").slice(0, 4096).toWellFormed() || null;
}

function placeText({ name, address, latitude, longitude }: JsonRecord): string | null {
  const words = [asText(name), asText(address)].filter(Boolean).join(", ");
  const isPoint = typeof latitude === "number" && typeof longitude === "number";
  return words || (isPoint ? `${latitude}, ${longitude}` : null);
}

function cardsOf(message: JsonRecord): string | null {
  const names = listOf(message.contacts).map((card) => asText(asRecord(card.name).formatted_name));
  return names.filter((name) => name !== null).join(", ") || null;
}

/** A tap on an advertisement made this text: its words are the advertiser's. */
function isAdvertised({ referral }: JsonRecord): boolean {
  return asRecord(referral).source_type === "ad" || asText(asRecord(referral).ctwa_clid) !== null;
}
