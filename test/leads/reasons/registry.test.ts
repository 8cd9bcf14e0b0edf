import { afterEach, beforeEach, expect, test } from "vitest";
import type { Staff } from "../../support/create-staff.ts";
import { inbound, type Kit, kit, phone } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** The Registro delle opposizioni: numbers go out, come back, and who is enrolled gave no consent to offers any more. */
let k: Kit;
let boss: Staff;
let workspace: string;
beforeEach(async () => {
  k = await kit();
  boss = await k.product.db.createStaff({ role: "manager" });
  [{ workspace }] = (await k.sql`select id as workspace from workspaces`) as unknown as [
    { workspace: string },
  ];
});
afterEach(() => k.product.close());

const day = 86_400_000;
const consented = (n: number) =>
  tellLead(k, leadOf(phone(n), { consents: [{ key: "m", words: "Sì al marketing.", isTicked: true }] }));
const call = async (name: string, more: object = {}) => {
  const { data, error } = await boss.client.rpc(name, { workspace, ...more });
  expect(error).toBeNull();
  return data;
};
const marketing = () => k.sql`select i.value as number, r.withdrawn_how from reasons_to_write r
  join contact_identities i using (contact_id) where purpose = 'marketing' and i.kind = 'phone' order by r.id`;

test("an enrolled number's older consent to offers falls, its service and a newer consent stand", async () => {
  await consented(1);
  await consented(2);
  await tellLead(k, leadOf("+41791234567"));
  await k.wa(inbound(3, "STOP"));
  expect(await call("export_registry")).toEqual([phone(1), phone(2)]);
  expect(
    await call("import_registry", {
      answers: { [phone(1)]: true, "+393330000000": true },
      others_free: true,
    }),
  ).toEqual({ numbers: 1, unknown: 1, enrolled: 1, withdrawn: 1, free: 1 });
  expect(await marketing()).toEqual([
    { number: phone(1), withdrawn_how: "registry" },
    { number: phone(2), withdrawn_how: null },
  ]);
  expect(
    await k.sql`select count(*)::int from reasons_to_write where purpose = 'service' and withdrawn_at is not null`,
  ).toEqual([{ count: 0 }]);
  await k.shift(day);
  await consented(1);
  expect((await marketing()).map(({ withdrawn_how }) => withdrawn_how)).toEqual(["registry", null, null]);
  expect(await call("export_registry")).toEqual([]);
  await k.shift(30 * day);
  expect(await call("export_registry")).toEqual([phone(1), phone(2)]);
});

test("a consent from before an enrolment that comes late counts no more", async () => {
  await tellLead(k, leadOf(phone(1)));
  await call("export_registry");
  await call("import_registry", { answers: { [phone(1)]: true } });
  const [{ now }] = (await k.sql`select app.now() as now`) as unknown as [{ now: Date }];
  await tellLead(
    k,
    leadOf(phone(1), {
      providerTimestamp: new Date(now.getTime() - day).toISOString(),
      consents: [{ key: "m", words: "Sì al marketing.", isTicked: true }],
    }),
  );
  expect(await marketing()).toEqual([{ number: phone(1), withdrawn_how: "registry" }]);
});

test("an erased person leaves no words, no note and no number here; an export has them before", async () => {
  const admin = await k.product.db.createStaff({ role: "admin" });
  await consented(1);
  await call("export_registry");
  const [{ contact }] =
    (await k.sql`select contact_id::int as contact from reasons_to_write limit 1`) as unknown as [
      { contact: number },
    ];
  await boss.client.rpc("give_reason", { contact, purpose: "service", note: "Me l'ha detto Anna" });
  await admin.client.rpc("begin_export", { contact });
  const part = async (name: string) =>
    (await admin.client.rpc("export_page", { contact, part: name, after: 0, page_size: 10 })).data;
  expect(await part("reasons")).toHaveLength(3);
  expect(await part("registry")).toMatchObject([{ number: phone(1) }]);
  const gone = await admin.client.rpc("erase_contact", { contact, reason: "richiesta", typed: phone(1) });
  expect(gone.error).toBeNull();
  expect(await k.sql`select distinct words, note, place from reasons_to_write`).toEqual([
    { words: null, note: null, place: null },
  ]);
  expect(await k.sql`select from registry_numbers`).toHaveLength(0);
});

test("thirty days without asking, while consents to offers stand, is an alert until it is asked", async () => {
  const alert = () =>
    k.sql`select facts, closed_at is not null as over from alerts where kind = 'registry_due'`;
  await consented(1);
  await k.rpc("watch", { deliver: false });
  expect(await alert()).toEqual([]);
  await k.shift(31 * day);
  await k.rpc("watch", { deliver: false });
  expect(await alert()).toEqual([{ facts: { consents: 1 }, over: false }]);
  await call("export_registry");
  await call("import_registry", { answers: { [phone(1)]: false } });
  await k.rpc("watch", { deliver: false });
  expect(await alert()).toEqual([{ facts: { consents: 1 }, over: true }]);
  expect(await call("registry_state")).toMatchObject({
    due: 0,
    checked: 1,
    enrolled: 0,
    marketing: 1,
    stale: 0,
  });
});
