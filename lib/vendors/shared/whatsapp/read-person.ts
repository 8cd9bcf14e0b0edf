import type { Chat } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";

const bsuidShape = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;
const parentShape = /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/;

export interface Person {
  chat: Chat;
  name: string | null;
}

/** Addresses as an event names somebody by them. */
export interface Named {
  waId?: unknown;
  userId?: unknown;
  parentId?: unknown;
}

/**
 * Who is meant: the addresses of a message, a call or a preference, and the contact beside it that has one of them. The phone is
 * left out where the person has a username and nothing passed between us for 30 days (docs, business-scoped user ids).
 */
export function readPerson({ waId, userId, parentId }: Named, contacts: readonly JsonRecord[]): Person {
  const [own, bsuid] = [asText(waId)?.trim() ?? null, asText(userId)?.trim() ?? null];
  const contact = contacts.find(
    (one) => (own !== null && one.wa_id === own) || (bsuid !== null && one.user_id === bsuid),
  );
  const profile = asRecord((contact ?? (contacts.length === 1 && own === null ? contacts[0] : {}))?.profile);
  const username = asText(profile.username)?.trim().replace(/^@/, "").toLowerCase();
  const ids = idsOf([bsuid, contact?.user_id], [parentId, contact?.parent_user_id]);
  return {
    chat: {
      phone: phoneOf(own) ?? phoneOf(asText(contact?.wa_id)),
      lid: null,
      ...ids,
      ...(username && { username }),
    },
    name: asText(profile.name),
  };
}

export function isSomebody({ phone, bsuid }: Chat): boolean {
  return phone !== null || bsuid !== undefined;
}

/** The first of each that has its shape. A parent's id may stand where a person's own is expected. */
export function idsOf(
  own: readonly unknown[],
  parents: readonly unknown[],
): Pick<Chat, "bsuid" | "parentBsuid"> {
  const first = (values: readonly unknown[], shape: RegExp) =>
    values.map((value) => asText(value)?.trim()).find((text) => text && shape.test(text));
  const [bsuid, parentBsuid] = [first(own, bsuidShape), first([...parents, ...own], parentShape)];
  return { ...(bsuid && { bsuid }), ...(parentBsuid && { parentBsuid }) };
}

/** `wa_id`: the whole number in digits, without a plus. */
export function phoneOf(waId: string | null): string | null {
  const digits = waId?.trim().replace(/^\+/, "") ?? "";
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}
