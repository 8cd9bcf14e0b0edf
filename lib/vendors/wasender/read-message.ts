import type { Look } from "../../model/codes.ts";
import { consentKeys } from "../../model/consent-keys.ts";
import type { DomainValue } from "../../model/domain-value.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { answersElsewhere } from "./answers-elsewhere.ts";
import type { Envelope } from "./envelope.ts";
import { fromListMember } from "./from-list-member.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { notAReply } from "./not-a-reply.ts";
import { readChange } from "./read-change.ts";
import { isSomebody, readChat } from "./read-chat.ts";
import { type MessageContent, readContent } from "./read-content.ts";
import { readKey } from "./read-key.ts";
import { readNewPhone } from "./read-new-phone.ts";
import { readReaction } from "./read-reaction.ts";
import { readStub } from "./read-stub.ts";
import { readTimestamp } from "./read-timestamp.ts";
import { unwrapContent } from "./unwrap-content.ts";

/**
 * One item of messages.received, messages-personal.received, messages.upsert or message.sent. The docs'
 * samples of messages.received have no `messageTimestamp`. The envelope's clock tells when the event was made, after a
 * reconnect days after the message was written, so it stands in for our own only.
 */
export function readMessage(item: JsonRecord, envelope: Envelope): DomainValue {
  const sent = readKey(item);
  const key = fromListMember(sent) ?? sent;
  const foreign = ignoredChat(key.remoteJid);
  if (foreign !== null) return { type: "ignored", reason: foreign };

  const { content: raw, edited } = unwrapContent(item.message);
  const change = readChange({ item, key, content: raw, edited, envelope });
  const fromMe = key.fromMe || envelope.event === "message.sent";
  const mark = change ?? readReaction(raw, fromMe, envelope) ?? notAReply(raw, edited);
  if (mark !== null) return mark;
  const read = readContent(item.messageBody, raw);
  const stub = read === null && !fromMe ? readStub(item, key.fields) : null;
  const content = read ?? (stub === null ? null : stubContent(stub));
  if (content === null) return { type: "ignored", reason: "stub" };

  if (key.id === null) return { type: "ignored", reason: "no_message_id" };
  const chat = readChat(key.fields, fromMe);
  if (!isSomebody(chat)) {
    return { type: "ignored", reason: "no_chat", ...(!fromMe && { look: "unknown_kind" as const }) };
  }

  const providerTimestamp = readTimestamp(item.messageTimestamp ?? (fromMe ? envelope.timestamp : null));
  const { kind, text, media, mediaSource, quotedWhatsappId, contentName, look } = content;
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
    // Names on a card are nobody's words.
    consentKeys: kind === "contact" ? [] : consentKeys(text),
    evidence: key !== sent || answersElsewhere(content.contextInfo, key.fields) ? null : content.evidence,
    ...(key !== sent ? { contentName: "broadcast_list" } : contentName && { contentName }),
    ...(stub === "number_changed" && { newPhone: readNewPhone(item.messageStubParameters) }),
    ...(look && { look }),
    ...(((stub !== null && stub !== "number_changed") || look === "undecryptable") && {
      isStub: true as const,
    }),
  };
}

/** Of a message that shows nothing of itself on a linked device. */
function stubContent(look: Look): MessageContent {
  const kind = look === "whatsapp_call" ? "call" : "other";
  const none = { text: null, media: null, mediaSource: null, quotedWhatsappId: null, contextInfo: {} };
  return { kind, evidence: null, ...none, look };
}
