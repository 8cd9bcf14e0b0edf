import type { DomainValue } from "../../../model/domain-value.ts";
import type { JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { isSomebody, readPerson } from "./read-person.ts";
import { readTime } from "./read-time.ts";

/** `user_preferences[]`: WhatsApp's own switch for offers (docs, user preferences). Its timestamp is a number. */
export function readPreference(preference: JsonRecord, contacts: readonly JsonRecord[]): DomainValue {
  const { chat } = readPerson(
    { waId: preference.wa_id, userId: preference.user_id, parentId: preference.parent_user_id },
    contacts,
  );
  const word = asText(preference.value)?.toLowerCase();
  if (
    (word !== "stop" && word !== "resume") ||
    !/marketing/i.test(asText(preference.category) ?? "marketing")
  ) {
    return { type: "ignored", reason: "unknown_event", detail: "user_preferences" };
  }
  if (!isSomebody(chat)) return { type: "ignored", reason: "no_chat", look: "unknown_kind" };
  return { type: "preference", chat, marketing: word, providerTimestamp: readTime(preference.timestamp) };
}
