import { consentKeys } from "../../model/consent-keys.ts";
import type { DomainValue } from "../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { readContent } from "./read-content.ts";
import { isSomebody, phoneOf, readPerson } from "./read-person.ts";
import { readTime } from "./read-time.ts";

/** By nobody's hand, or only a mark on another message. */
const notMessages: Record<string, "reaction" | "protocol"> = {
  reaction: "reaction",
  request_welcome: "protocol",
  ephemeral: "protocol",
};
/** Both tell a new address of the same person (docs, system messages). */
const numberChanges = ["user_changed_number", "customer_changed_number", "user_changed_user_id"];

/** One item of `messages[]` (docs, webhooks, messages). */
export function readMessage(message: JsonRecord, contacts: readonly JsonRecord[]): DomainValue {
  const type = asText(message.type) ?? "unknown";
  if (message.group_id !== undefined) return { type: "ignored", reason: "group" };
  if (Object.hasOwn(notMessages, type)) return { type: "ignored", reason: notMessages[type]!, detail: type };
  const system = asRecord(message.system);
  const isChange = type === "system" && numberChanges.includes(String(system.type));
  if (type === "system" && !isChange) {
    return { type: "ignored", reason: "protocol", detail: String(system.type).slice(0, 100).toWellFormed() };
  }
  const whatsappId = asText(message.id);
  if (whatsappId === null) return { type: "ignored", reason: "no_message_id", look: "unknown_kind" };
  const { chat, name } = readPerson(message.from, message.from_user_id, contacts);
  if (!isSomebody(chat)) return { type: "ignored", reason: "no_chat", look: "unknown_kind" };
  const common = { chat, pushName: name, providerTimestamp: readTime(message.timestamp) };
  const change = readEdit(type, message, common);
  if (change !== null) return change;

  const content = readContent(type, message);
  const { kind, text } = content;
  return {
    type: "inbound_message",
    whatsappId,
    ...common,
    ...content,
    quotedWhatsappId: asText(asRecord(message.context).id),
    // Names on a card are nobody's words.
    consentKeys: kind === "contact" ? [] : consentKeys(text),
    ...(isChange && { look: "number_changed" as const, newPhone: phoneOf(asText(system.wa_id)) }),
  };
}

/** Null where it is no change of an earlier message. Only numbers that a phone shares with us bring them (docs, edit, revoke). */
function readEdit(
  type: string,
  message: JsonRecord,
  common: Pick<Extract<DomainValue, { type: "message_edit" }>, "chat" | "pushName" | "providerTimestamp">,
): DomainValue | null {
  const own = asRecord(message[type]);
  const target = asText(own.original_message_id);
  if (type === "revoke" && target !== null) {
    const { chat, providerTimestamp } = common;
    return { type: "message_deleted", whatsappId: target, direction: "in", chat, providerTimestamp };
  }
  if (type !== "edit" || target === null) return null;
  const edited = asRecord(own.message);
  const { text } = readContent(asText(edited.type) ?? "text", edited);
  return { type: "message_edit", whatsappId: target, ...common, text, consentKeys: consentKeys(text) };
}
