import type { Chat } from "../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";

const bsuidShape = /^[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}$/;

export interface Person {
  chat: Chat;
  name: string | null;
}

/**
 * Who wrote: `from` and `from_user_id` of the message, and the contact beside it that has one of them. The phone is left out where
 * the person has a username and nothing passed between us for 30 days (docs, business-scoped user ids).
 */
export function readPerson(from: unknown, userId: unknown, contacts: readonly JsonRecord[]): Person {
  const [waId, bsuid] = [asText(from)?.trim() ?? null, asText(userId)?.trim() ?? null];
  const contact = contacts.find(
    (one) => (waId !== null && one.wa_id === waId) || (bsuid !== null && one.user_id === bsuid),
  );
  const profile = asRecord((contact ?? (contacts.length === 1 && waId === null ? contacts[0] : {}))?.profile);
  const known = [bsuid, asText(contact?.user_id)].find((id) => id && bsuidShape.test(id));
  const username = asText(profile.username)?.trim().replace(/^@/, "").toLowerCase();
  return {
    chat: {
      phone: phoneOf(waId) ?? phoneOf(asText(contact?.wa_id)),
      lid: null,
      ...(known && { bsuid: known }),
      ...(username && { username }),
    },
    name: asText(profile.name),
  };
}

export function isSomebody({ phone, bsuid }: Chat): boolean {
  return phone !== null || bsuid !== undefined;
}

/** `wa_id`: the whole number in digits, without a plus. */
export function phoneOf(waId: string | null): string | null {
  const digits = waId?.trim().replace(/^\+/, "") ?? "";
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}
