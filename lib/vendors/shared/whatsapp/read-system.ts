import type { Chat, DomainValue } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { idsOf, isSomebody, phoneOf, readPerson } from "./read-person.ts";
import { readTime } from "./read-time.ts";

const numberChanges = ["user_changed_number", "customer_changed_number"];

/**
 * `type: "system"`: somebody has another number, or another id where no number may be told (docs, system messages; changelog, 11 Aug
 * 2026). It comes without contacts. Whether the two numbers are one person is for staff to say; that two ids are is WhatsApp's word.
 */
export function readSystem(message: JsonRecord, contacts: readonly JsonRecord[]): DomainValue[] {
  const system = asRecord(message.system);
  const kind = asText(system.type) ?? "system";
  const isNumber = numberChanges.includes(kind);
  if (!isNumber && kind !== "user_changed_user_id") {
    return [{ type: "ignored", reason: "protocol", detail: kind.slice(0, 100).toWellFormed() }];
  }
  const whatsappId = asText(message.id);
  if (whatsappId === null) return [{ type: "ignored", reason: "no_message_id", look: "number_changed" }];
  const now = idsOf([system.user_id], [system.parent_user_id]);
  const { chat: told, name } = readPerson({ waId: message.from ?? system.customer }, contacts);
  const known = [
    system.previous_user_id,
    ...(message.from_user_id === now.bsuid ? [] : [message.from_user_id]),
  ];
  const before = idsOf(known, [system.previous_parent_user_id, message.from_parent_user_id]);
  const chat: Chat = { ...told, ...before };
  const providerTimestamp = readTime(message.timestamp);
  const values: DomainValue[] = [];
  if (isNumber && isSomebody(chat)) {
    values.push({
      type: "inbound_message",
      whatsappId,
      chat,
      kind: "other",
      text: asText(system.body),
      media: null,
      quotedWhatsappId: null,
      pushName: name,
      providerTimestamp,
      consentKeys: [],
      evidence: null,
      contentName: "system",
      look: "number_changed",
      newPhone: phoneOf(asText(system.wa_id)) ?? phoneOf(asText(system.new_wa_id)),
    });
  }
  if (now.bsuid && isSomebody(chat)) {
    values.push({ type: "renamed", chat, bsuid: now.bsuid, ...now, providerTimestamp });
  }
  if (values.length > 0) return values;
  return [{ type: "ignored", reason: "no_chat", look: "number_changed", detail: kind }];
}
