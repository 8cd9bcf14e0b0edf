import { consentKeys } from "../../../model/consent-keys.ts";
import type { DomainValue, InboundMessage } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { ownNumber } from "./own-number.ts";
import { readContent } from "./read-content.ts";
import { isSomebody, type Person, readPerson } from "./read-person.ts";
import { readReaction } from "./read-reaction.ts";
import { readReferral } from "./read-referral.ts";
import { readSystem } from "./read-system.ts";
import { readTime } from "./read-time.ts";

/** By nobody's hand. */
const notMessages = ["request_welcome", "ephemeral"];

/** One item of `messages[]` (docs, webhooks, messages). */
export function readMessage(message: JsonRecord, contacts: readonly JsonRecord[]): DomainValue[] {
  const type = asText(message.type) ?? "unknown";
  if (message.group_id !== undefined) return [{ type: "ignored", reason: "group" }];
  if (notMessages.includes(type)) return [{ type: "ignored", reason: "protocol", detail: type }];
  if (type === "reaction") return [readReaction(message)];
  const system = type === "system" ? readSystem(message, contacts) : null;
  if (system !== null) return system;
  const whatsappId = asText(message.id);
  if (whatsappId === null) return [{ type: "ignored", reason: "no_message_id", look: "unknown_kind" }];
  const person = readPerson(
    { waId: message.from, userId: message.from_user_id, parentId: message.from_parent_user_id },
    contacts,
  );
  const phone = person.chat.phone ?? ownNumber(message);
  const named = { ...person, chat: { ...person.chat, phone } };
  if (!isSomebody(named.chat)) return [{ type: "ignored", reason: "no_chat", look: "unknown_kind" }];
  return [readChanged(type, message, named) ?? inbound(whatsappId, type, message, named)];
}

function inbound(
  whatsappId: string,
  type: string,
  message: JsonRecord,
  { chat, name }: Person,
): InboundMessage {
  const content = readContent(type, message);
  const referral = readReferral(message);
  return {
    type: "inbound_message",
    whatsappId,
    chat,
    pushName: name,
    providerTimestamp: readTime(message.timestamp),
    ...content,
    quotedWhatsappId: asText(asRecord(message.context).id),
    // Names on a card, and what a form of ours put together, are nobody's words.
    consentKeys: content.kind === "contact" || isForm(message) ? [] : consentKeys(content.text),
    ...(referral && { referral }),
  };
}

function isForm({ interactive }: JsonRecord): boolean {
  return asRecord(interactive).type === "nfm_reply";
}

/** Null where it is no change of an earlier message. Only numbers that a phone shares with us bring them (docs, edit, revoke). */
function readChanged(type: string, message: JsonRecord, { chat, name }: Person): DomainValue | null {
  const own = asRecord(message[type]);
  const target = asText(own.original_message_id);
  const providerTimestamp = readTime(message.timestamp);
  if (type === "revoke" && target !== null) {
    return { type: "message_deleted", whatsappId: target, direction: "in", chat, providerTimestamp };
  }
  if (type !== "edit" || target === null) return null;
  const edited = asRecord(own.message);
  const { text } = readContent(asText(edited.type) ?? "text", edited);
  return {
    type: "message_edit",
    whatsappId: target,
    chat,
    pushName: name,
    providerTimestamp,
    text,
    consentKeys: consentKeys(text),
  };
}
