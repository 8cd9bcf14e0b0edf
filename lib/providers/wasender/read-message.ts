import type { DomainValue } from "../../events/domain-value.ts";
import { consentKeys } from "../../messages/consent-keys.ts";
import type { JsonRecord } from "./as-record.ts";
import { asText } from "./as-text.ts";
import type { Envelope } from "./envelope.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { notAReply } from "./not-a-reply.ts";
import { readChat } from "./read-chat.ts";
import { readContent } from "./read-content.ts";
import { readKey } from "./read-key.ts";
import { readTimestamp } from "./read-timestamp.ts";
import { unwrapContent } from "./unwrap-content.ts";

const attachments = ["image", "video", "document"];

/**
 * One item of messages.received, messages-personal.received, messages.upsert or message.sent. The docs'
 * samples of messages.received have no `messageTimestamp`; there the envelope's clock stands in.
 */
export function readMessage(item: JsonRecord, envelope: Envelope): DomainValue {
  const key = readKey(item);
  const foreign = ignoredChat(key.remoteJid);
  if (foreign !== null) return { type: "ignored", reason: foreign };

  const { content: raw, edited } = unwrapContent(item.message);
  const mark = notAReply(raw, edited);
  if (mark !== null) return mark;
  const content = readContent(item.messageBody, raw);
  if (content === null) return { type: "ignored", reason: "stub" };

  if (key.id === null) return { type: "ignored", reason: "no_message_id" };
  const fromMe = key.fromMe || envelope.event === "message.sent";
  const chat = readChat(key.fields, fromMe);
  if (chat.phone === null && chat.lid === null && !chat.username)
    return { type: "ignored", reason: "no_chat" };

  const providerTimestamp = readTimestamp(item.messageTimestamp ?? envelope.timestamp);
  const { kind, text, media, mediaSource, quotedWhatsappId } = content;
  if (fromMe) {
    const ids = { whatsappId: key.id, providerMessageId: key.msgId };
    return { type: "echo", ...ids, chat, kind, text, media, providerTimestamp };
  }
  return {
    type: "inbound_message",
    whatsappId: key.id,
    chat,
    kind,
    text,
    media,
    ...(media && { mediaSource }),
    quotedWhatsappId,
    pushName: asText(item.pushName),
    providerTimestamp,
    consentKeys: kind === "text" ? consentKeys(text) : [],
    evidence: attachments.includes(kind) ? "attachment" : "reply",
  };
}
