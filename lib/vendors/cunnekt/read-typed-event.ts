import { consentKeys } from "../../model/consent-keys.ts";
import type { DomainValue, MessageStatus, ParsedDelivery } from "../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { phoneOf } from "../shared/whatsapp/read-person.ts";
import { readTime } from "../shared/whatsapp/read-time.ts";

const statuses: Record<string, MessageStatus["status"]> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "failed",
  undelivered: "failed",
};

/** `{type: "message.received" | "message.status", data}`, or the status in the type's place. Null for a body without a type. */
export function readTypedEvent(body: JsonRecord): ParsedDelivery | null {
  const type = asText(body.type) ?? asText(body.event);
  if (type === null) return null;
  const data = asRecord(body.data);
  const word = /^message\.(\w+)$/.exec(type)?.[1]?.toLowerCase() ?? "";
  if (word === "received") return { eventType: "messages", values: [readMessage(data)] };
  if (word === "status" || Object.hasOwn(statuses, word)) {
    const said = word === "status" ? (asText(data.status)?.trim().toLowerCase() ?? "") : word;
    return { eventType: "statuses", values: [readStatus(said, data)] };
  }
  const detail = type.slice(0, 100).toWellFormed();
  return { eventType: type, values: [{ type: "ignored", reason: "unknown_event", detail }] };
}

/** `{from, message, messageId, timestamp}`. Words alone: whatever else it was is on the phone. */
function readMessage(data: JsonRecord): DomainValue {
  const whatsappId = idOf(data);
  if (whatsappId === null) return { type: "ignored", reason: "no_message_id", look: "unknown_kind" };
  const phone = phoneOf(textOf(data.from) ?? textOf(data.phone));
  if (phone === null) return { type: "ignored", reason: "no_chat", look: "unknown_kind" };
  const text = asText(data.message) ?? asText(data.text) ?? asText(asRecord(data.message).text);
  return {
    type: "inbound_message",
    whatsappId,
    chat: { phone, lid: null },
    kind: text === null ? "other" : "text",
    text,
    media: null,
    quotedWhatsappId: null,
    pushName: asText(data.name),
    providerTimestamp: timeOf(data.timestamp),
    consentKeys: consentKeys(text),
    evidence: text === null ? null : "reply",
    ...(text === null && { contentName: "message", look: "unknown_kind" as const }),
  };
}

/** `{messageId, status, phone, timestamp}`: by the id that the answer to the send had, WhatsApp's or not. */
function readStatus(word: string, data: JsonRecord): DomainValue {
  if (!Object.hasOwn(statuses, word)) {
    return { type: "ignored", reason: "unknown_status", detail: word.slice(0, 100).toWellFormed() };
  }
  const whatsappId = idOf(data);
  if (whatsappId === null) return { type: "ignored", reason: "no_message_id" };
  const status = statuses[word]!;
  return {
    type: "message_status",
    whatsappId,
    providerMessageId: null,
    status,
    errorText: status === "failed" ? (asText(data.error) ?? asText(data.reason)) : null,
    providerTimestamp: timeOf(data.timestamp),
  };
}

function idOf(data: JsonRecord): string | null {
  return textOf(data.messageId) ?? textOf(data.message_id) ?? textOf(data.id);
}

function textOf(value: unknown): string | null {
  return typeof value === "number" && Number.isSafeInteger(value)
    ? String(value)
    : (asText(value)?.trim() ?? null);
}

/** ISO 8601, or Unix seconds as Meta has them. */
function timeOf(value: unknown): string | null {
  const told = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(told) ? readTime(value) : readTime(Math.floor(told / 1000));
}
