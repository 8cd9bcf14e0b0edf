import { afterEach, beforeEach, expect, test } from "vitest";
import type { DomainValue, LeadSubmitted } from "../../lib/model/domain-value.ts";
import { type Kit, kit } from "../support/kit.ts";

/** A submission becomes one person with a reason to write, and a message, in the transaction that records it. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

export const lead = (over: Partial<LeadSubmitted> = {}): LeadSubmitted => ({
  type: "lead",
  source: "meta_ads",
  externalId: "4444000000000001",
  formId: "7000000000000001",
  formName: "Agrisolare 2026",
  campaignName: "Stalle Veneto",
  answers: [
    { name: "full_name", values: ["Anna Bianchi"], as: "full_name" },
    {
      name: "telefono_cellulare",
      values: ["333 1234567"],
      as: "phone",
      phone: { e164: "+393331234567", raw: "333 1234567", problem: null },
    },
    { name: "email", values: ["Anna@Example.com"], as: "email", email: "anna@example.com" },
    { name: "quanti_capi_hai?", label: "Quanti capi hai?", values: ["120"] },
  ],
  providerTimestamp: null,
  ...over,
});
const tell = (value: DomainValue) =>
  k.rpc("record_delivery", {
    delivery: {
      workspace: "default",
      source: "meta_leads",
      requestId: crypto.randomUUID(),
      eventType: "leadgen",
      body: {},
      headers: {},
      account: null,
      proved: null,
      rejected: null,
      mappingVersion: null,
    },
    effects: [value],
  });

test("a form becomes one person, one ask and one message; said again it is nothing new", async () => {
  expect(await tell(lead())).toMatchObject({ outcome: "processed" });
  expect(await k.sql`select status, state, phone, email, name, conflicts from leads`).toEqual([
    {
      status: "created",
      state: "queued",
      phone: "+393331234567",
      email: "anna@example.com",
      name: "Anna Bianchi",
      conflicts: [],
    },
  ]);
  expect(await k.sql`select origin_kind, reason_to_write, code from asks`).toEqual([
    { origin_kind: "lead", reason_to_write: "form", code: "default_rule" },
  ]);
  expect((await k.msgs())[0]).toMatchObject({ recipient: "+393331234567", status: "queued" });
  expect(await tell(lead())).toMatchObject({ outcome: "duplicate" });
  expect(await tell(lead({ externalId: "2" }))).toMatchObject({ outcome: "processed" });
  expect(await k.sql`select status from leads order by id`).toEqual([
    { status: "created" },
    { status: "duplicate" },
  ]);
  expect(await k.sql`select count(*)::int from contacts`).toEqual([{ count: 1 }]);
});

test("a test lead is kept, and is nobody", async () => {
  await tell(lead({ isTest: true }));
  expect(await k.sql`select status, state, contact_id from leads`).toEqual([
    { status: "created", state: "test", contact_id: null },
  ]);
  expect(await k.sql`select from contacts`).toHaveLength(0);
});

test("who names nobody stays in sight as an error", async () => {
  await tell(lead({ answers: [{ name: "full_name", values: ["Anna"], as: "full_name" }] }));
  expect(await k.sql`select status, state, reason_code from leads`).toEqual([
    { status: "error", state: "error", reason_code: "no_address" },
  ]);
});
