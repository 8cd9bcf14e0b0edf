import type { DomainValue } from "../../model/domain-value.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { isSomebody, readPerson } from "./read-person.ts";
import { readTime } from "./read-time.ts";

/** `calls[]` (docs, calling): somebody rings on WhatsApp, and nobody answers here. How it ended says no more. */
export function readCall(call: JsonRecord, contacts: readonly JsonRecord[]): DomainValue {
  const id = asText(call.id);
  const rings = call.event === "connect" && call.direction === "USER_INITIATED";
  if (id === null || !rings) return { type: "ignored", reason: "whatsapp_call" };
  const { chat, name } = readPerson(call.from, call.from_user_id, contacts);
  if (!isSomebody(chat)) return { type: "ignored", reason: "no_chat", look: "whatsapp_call" };
  return {
    type: "inbound_message",
    whatsappId: id,
    chat,
    kind: "call",
    text: null,
    media: null,
    quotedWhatsappId: null,
    pushName: name,
    providerTimestamp: readTime(call.timestamp),
    consentKeys: [],
    evidence: null,
    contentName: "call",
    look: "whatsapp_call",
  };
}
