import type { Look } from "../../model/codes.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { readNumber } from "./read-number.ts";

/** WhatsApp tells in a chat that the person has another number. */
const numberChanges: unknown[] = [42, "42", "INDIVIDUAL_CHANGE_NUMBER"];

/** WAProto, WebMessageInfo.StubType: as numbers, or as names from a printer of protobuf. */
const stubs = new Map<string | number, Look>([
  [2, "undecryptable"],
  ["CIPHERTEXT", "undecryptable"],
  [3, "unknown_kind"],
  ["FUTUREPROOF", "unknown_kind"],
  ...[
    40,
    41,
    45,
    46,
    "CALL_MISSED_VOICE",
    "CALL_MISSED_VIDEO",
    "CALL_MISSED_GROUP_VOICE",
    "CALL_MISSED_GROUP_VIDEO",
  ].map((type) => [type, "whatsapp_call"] as [string | number, Look]),
]);

/**
 * Why a message without content has to be looked at on the phone, or null for a notice of WhatsApp's own. A view-once
 * photo has neither content nor stub on a linked device, and `key.isViewOnce` (Baileys, decode-wa-message).
 */
export function readStub(item: JsonRecord, key: JsonRecord): Look | null {
  if (key.isViewOnce === true) return "view_once";
  const type = item.messageStubType;
  if (type === undefined || type === null || type === 0 || type === "UNKNOWN") return "undecryptable";
  if (numberChanges.includes(type)) return "number_changed";
  const number = readNumber(type);
  return stubs.get(number ?? String(type).toUpperCase()) ?? null;
}
