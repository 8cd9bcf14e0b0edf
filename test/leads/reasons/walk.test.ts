import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, inbound, type Kit, kit, phone } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** Why we may write: noted by what people do, asked of by what leaves, taken back by their word. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const of = (n: number) => k.sql`select r.kind, r.purpose, r.by_us, r.words, r.place, r.withdrawn_how
  from reasons_to_write r join contact_identities i using (contact_id)
  where i.value = ${phone(n)} order by r.id`;
const ask = async (n: number) =>
  (
    await k.sql`select a.code, a.should_send, a.reason_to_write, r.kind, r.words from asks a
      left join reasons_to_write r on r.id = a.reason_id where a.recipient = ${phone(n)} order by a.id desc limit 1`
  )[0];
const strict = {
  outboundCalls: "agreed_only",
  agreedTags: ["WhatsApp OK"],
  agreedField: { field: "Consenso", value: "sì" },
  lists: "agreed_only",
};

test("a call, the agent's tag, a form with its consents and a first message are reasons", async () => {
  await k.ct(endedCall(1));
  await k.ct(endedCall(2, { direction: "incoming", call_tags: "Whatsapp Ok" }));
  await tellLead(
    k,
    leadOf(phone(3), {
      consents: [
        { key: "c1", words: "Acconsento al marketing di Greengen.", version: "3", isTicked: true },
        { key: "c2", words: "Acconsento alla profilazione.", isTicked: true },
        { key: "c3", words: "Ricevo offerte da terzi.", isTicked: false },
      ],
    }),
  );
  await k.wa(inbound(4, "Salve, quanto costa?"));
  const none = { words: null, place: null, withdrawn_how: null, by_us: false, purpose: "service" };
  expect(await of(1)).toEqual([{ ...none, kind: "called", by_us: true }]);
  expect(await of(2)).toEqual([
    { ...none, kind: "called" },
    { ...none, kind: "agreed", words: "Whatsapp Ok" },
  ]);
  expect(await of(3)).toEqual([
    { ...none, kind: "form", place: "Agrisolare 2026" },
    {
      ...none,
      kind: "consent",
      purpose: "marketing",
      words: "Acconsento al marketing di Greengen.",
      place: "Agrisolare 2026",
    },
  ]);
  expect(await of(4)).toEqual([{ ...none, kind: "wrote_first" }]);
  expect(await ask(1)).toMatchObject({ should_send: true, reason_to_write: "called", kind: "called" });
  expect(await ask(2)).toMatchObject({ should_send: true, reason_to_write: "agreed", words: "Whatsapp Ok" });
  expect(await ask(3)).toMatchObject({ should_send: true, reason_to_write: "form", kind: "form" });
});

test("where our calls need a yes, one without it asks nobody; a tag or a field that comes later does", async () => {
  await k.save("reasons", strict);
  await k.ct(endedCall(1));
  await k.ct(endedCall(2, { direction: "incoming" }));
  await k.ct(endedCall(3, { Consenso: "Si" }));
  expect(await ask(1)).toMatchObject({ code: "no_reason", should_send: false });
  expect(await ask(2)).toMatchObject({ code: "default_rule", reason_to_write: "called" });
  expect(await ask(3)).toMatchObject({ code: "default_rule", words: "Consenso: Si" });
  await k.ct(endedCall(1, { call_tags: "whatsapp ok" }));
  expect(await ask(1)).toMatchObject({ code: "default_rule", should_send: true, reason_to_write: "agreed" });
});

test("a rule may want a consent, and a member's word lifts what was missing", async () => {
  const { value } = (await k.sql`select app.default_setting('rules') as value`)[0] as {
    value: { rules: object[] };
  };
  const [, , rule] = value.rules as [object, object, { then: object }];
  Object.assign(rule.then, { requires: ["consent", "staff"] });
  await k.save("rules", { rules: [rule] });
  await k.ct(endedCall(1, { direction: "incoming" }));
  expect(await ask(1)).toMatchObject({ code: "no_reason" });
  const { client } = await k.product.db.createStaff({ role: "agent" });
  const [{ contact }] = (await k.sql`select contact_id::int as contact from cloudtalk_calls`) as unknown as [
    { contact: number },
  ];
  const given = await client.rpc("give_reason", {
    contact,
    purpose: "service",
    note: "Me l'ha chiesto in fiera",
  });
  expect(given.error).toBeNull();
  expect(await ask(1)).toMatchObject({ code: "default_rule", reason_to_write: "staff" });
  expect((await k.followUp(1)).status).toBe("queued");
  // What it left for is gone before it leaves.
  await client.rpc("withdraw_reason", { reason: given.data, note: "Era un altro" });
  expect(await k.followUp(1)).toMatchObject({ status: "cancelled", reason_code: "no_reason" });
});

test("STOP takes back what was agreed for offers, and START does not bring it back", async () => {
  await tellLead(
    k,
    leadOf(phone(1), { consents: [{ key: "m", words: "Acconsento al marketing.", isTicked: true }] }),
  );
  await k.wa(inbound(1, "STOP"));
  await k.wa(inbound(1, "START"));
  expect((await of(1)).map(({ purpose, withdrawn_how }) => [purpose, withdrawn_how])).toEqual([
    ["service", null],
    ["marketing", "stop"],
  ]);
});
