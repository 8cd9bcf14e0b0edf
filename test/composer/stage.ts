import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, endedCall, type Kit, phone } from "../support/kit.ts";

/** Called, asked, and the ask is with WhatsApp; the person's id. */
export async function asked(k: Kit, n: number): Promise<number> {
  await k.ct(endedCall(n));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  // What comes at once is taken for a machine's.
  await k.shift(60_000);
  return contactOf(k, n);
}

export async function contactOf(k: Kit, n: number): Promise<number> {
  const [found] = await k.sql`select contact_id from contact_identities where value = ${phone(n)}`;
  return Number(found?.contact_id);
}

/** A member at the monitor, without scripts. */
export async function visitor(k: Kit, staff: Staff): Promise<Visitor> {
  const one = new Visitor(k.product.doors.monitor);
  await one.signIn(staff);
  one.cookies.set("aftercall-lang", "en");
  return one;
}

/** The newest message of a person. */
export async function newest(k: Kit, contact: number) {
  const [row] = await k.sql`
    select * from whatsapp_messages where contact_id = ${contact} order by id desc limit 1`;
  return row!;
}

/** What scripts ask for, and get without the frame. */
export const inPlace = { origin: "http://aftercall.test", "hx-request": "true" };
