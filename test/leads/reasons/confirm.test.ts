import { afterEach, beforeEach, expect, test } from "vitest";
import type { Staff } from "../../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** A consent is proven by the person, in a thread that they began or answered. */
let k: Kit;
let ada: Staff;
beforeEach(async () => {
  k = await kit();
  ada = await k.product.db.createStaff({ role: "agent" });
});
afterEach(() => k.product.close());

const words = "Acconsento a ricevere offerte di energia su WhatsApp.";
const consented = () =>
  tellLead(k, leadOf(phone(1), { consents: [{ key: "m", words, version: "2026-11", isTicked: true }] }));
const consent = async () => (await k.sql`select * from reasons_to_write where kind = 'consent'`)[0]!;
const press = async () => {
  const { data, error } = await ada.client.rpc("ask_to_confirm", { reason: (await consent()).id });
  expect(error).toBeNull();
  return data as { sent: boolean; code?: string; message?: number };
};
/** Its question leaves, and WhatsApp's id comes back by its echo. */
async function askedAndSent(): Promise<string> {
  const { message } = await press();
  await k.shift(60_000);
  for (;;) {
    const claim = await k.claim();
    await k.settle(claim.message.id, claim.message.attempt, {
      kind: "accepted",
      whatsappId: `W${claim.message.id}`,
    });
    await k.shift(60_000);
    if (claim.message.id === message) return `W${message}`;
  }
}

test("never as a first message: they must have written lately", async () => {
  await consented();
  expect(await press()).toEqual({ sent: false, code: "not_open" });
  await k.wa(inbound(1, "Buongiorno"));
  expect(await press()).toMatchObject({ sent: true });
  const [asked] =
    await k.sql`select body, purpose from whatsapp_messages where id = ${(await consent()).asked_message_id}`;
  expect(asked).toMatchObject({ purpose: "manual", body: expect.stringContaining(`«${words}»`) });
  expect(await press()).toEqual({ sent: false, code: "settled" });
});

test("Sì as the next word proves it, once the question has left", async () => {
  await consented();
  await k.wa(inbound(1, "Buongiorno"));
  await press();
  await k.wa(inbound(1, "Sì"));
  expect((await consent()).confirmed_at).toBeNull();
});

test.each([
  ["Sì, grazie!", "quoted", { confirmed: true, how: null }],
  ["Sì", "next", { confirmed: true, how: null }],
  ["no grazie", "next", { confirmed: false, how: "no" }],
  ["Sì ma quanto costa?", "next", { confirmed: false, how: null }],
  ["Sì", "later", { confirmed: false, how: null }],
  ["Ok", "another", { confirmed: false, how: null }],
])("%s, %s", async (text, where, expected) => {
  await consented();
  await k.wa(inbound(1, "Buongiorno"));
  const id = await askedAndSent();
  if (where !== "next") await k.wa(inbound(1, "Che cosa è?"));
  const quoted = where === "quoted" ? id : where === "another" ? "OTHER" : null;
  await k.wa(
    inbound(
      1,
      text,
      quoted ? { message: { extendedTextMessage: { text, contextInfo: { stanzaId: quoted } } } } : {},
    ),
  );
  const { confirmed_at, withdrawn_how, confirmed_message_id } = await consent();
  expect({ confirmed: confirmed_at !== null, how: withdrawn_how }).toEqual(expected);
  if (expected.confirmed) {
    const [proof] = await k.sql`select body from whatsapp_messages where id = ${confirmed_message_id}`;
    expect(proof).toEqual({ body: text });
  }
});

test("what is confirmed follows the person through a merge, and back by a split", async () => {
  const manager = await k.product.db.createStaff({ role: "manager" });
  await consented();
  await k.ct(endedCall(2));
  const [loser, winner] = (
    await k.sql`select contact_id::int as id from contact_identities
    where value in ${k.sql([phone(1), phone(2)])} order by value`
  ).map(({ id }) => id);
  const owner = async () => Number((await consent()).contact_id);
  const merged = await manager.client.rpc("merge_contacts", { loser, winner, reason: "la stessa" });
  expect(merged.error).toBeNull();
  expect(await owner()).toBe(winner);
  const [{ id }] = (await k.sql`select id::int from contact_merges`) as unknown as [{ id: number }];
  expect((await manager.client.rpc("split_contact", { merge: id, reason: "erano due" })).error).toBeNull();
  expect(await owner()).toBe(loser);
});
