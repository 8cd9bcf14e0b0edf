import { afterEach, beforeEach, expect, test } from "vitest";
import { type Programs, programs } from "../../programs/stage.ts";
import { inbound, phone } from "../../support/kit.ts";

/** A program posts a lead: one person, an ask by the rules, and an answer that says what follows. */
let p: Programs;
let key: string;
beforeEach(async () => {
  p = await programs();
  key = (await p.key("agent")).key;
});
afterEach(() => p.k.product.close());

const post = (body: object, headers = {}) => p.post("/leads", key, body, headers);
const leads = () => p.k.sql`select * from leads order by id`;
const anna = {
  phone: "333 1000001",
  email: " Anna@Example.com",
  name: "Anna Bianchi",
  company: "Stalle Bianchi",
  source: "Fiera",
  form: "Stand 12",
  campaign: "Fieragricola 2026",
  externalId: "crm-17",
  fields: { provincia: "VR", Capi: 120, colture: ["mais", "soia"], vuoto: null },
  consents: [{ key: "marketing", words: "Accetto di ricevere offerte.", version: "2", ticked: true }],
  submittedAt: "2026-11-21T10:00:00+01:00",
};

test("a lead is one person with a message, and the answer says so", async () => {
  const { status, body } = await post(anna);
  expect([status, body]).toEqual([
    201,
    {
      lead: expect.any(Number),
      contact: expect.any(Number),
      status: "created",
      state: "queued",
      reasonCode: null,
      decision: { send: true, code: "default_rule", reason: expect.any(String) },
    },
  ]);
  expect(await leads()).toMatchObject([
    {
      source: "api",
      external_id: "crm-17",
      phone: phone(1),
      email: "anna@example.com",
      company: "Stalle Bianchi",
      form: "Stand 12",
      campaign: "Fieragricola 2026",
      platform: "Fiera",
      submitted_at: new Date("2026-11-21T09:00:00Z"),
      facts: { region: "VR", customFields: { Capi: "120", colture: "mais, soia" } },
      consents: [{ key: "marketing", words: "Accetto di ricevere offerte.", version: "2", isTicked: true }],
    },
  ]);
  expect(await p.k.msgs()).toMatchObject([{ recipient: phone(1), status: "queued" }]);
  expect(
    await p.k.sql`select action, subject_id, user_id from audit_log where subject_kind = 'lead'`,
  ).toMatchObject([{ action: "lead_submitted", subject_id: String(body.lead) }]);
});

test.each([
  [{}, "phone"],
  [{ phone: "12", email: "a@b.it" }, "phone"],
  [{ phone: "" }, "phone"],
  [{ email: "anna@" }, "email"],
  [{ phone: "3330000001", name: 7 }, "name"],
  [{ phone: "3330000001", fields: [] }, "fields"],
  [{ phone: "3330000001", fields: { a: { b: 1 } } }, "fields.a"],
  [{ phone: "3330000001", consents: [{ key: "x", ticked: "yes" }] }, "consents.0.ticked"],
  [{ phone: "3330000001", submittedAt: "ieri" }, "submittedAt"],
  [{ phone: "3330000001", externalId: "" }, "externalId"],
  [{ phone: "3330000001", key: "" }, "key"],
])("%j is refused at its field", async (body, field) => {
  const refused = await post(body);
  expect([refused.status, refused.body.error]).toMatchObject([400, { code: "bad_request", field }]);
  expect(refused.body.error.message).toMatch(/^The field /);
  expect(await leads()).toEqual([]);
});

test("the same key is the same lead with the same answer; another body under it is a conflict", async () => {
  const headers = { "idempotency-key": "order-4711" };
  const body = { phone: "3330000001", name: "Anna" };
  const all = await Promise.all(Array.from({ length: 20 }, () => post(body, headers)));
  expect(new Set(all.map(({ body: told }) => JSON.stringify(told))).size).toBe(1);
  expect(all.map(({ status }) => status).toSorted()).toEqual([...Array(19).fill(200), 201]);
  expect(await leads()).toHaveLength(1);
  expect(await post({ ...body, key: "order-4711" })).toEqual({ ...all[0], status: 200 });
  const other = await post({ ...body, name: "Bruno" }, headers);
  expect([other.status, other.body.error.code]).toEqual([409, "conflict"]);
});

test("the same externalId is the same lead for ever, whoever posts it", async () => {
  const first = await post(anna);
  const again = await post({ ...anna, name: "Altro" });
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(await leads()).toHaveLength(1);
});

test("fifty at once of one person are one person and one message", async () => {
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, n) => post({ phone: "3330000001", externalId: `${n}` })),
  );
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(all.map(({ body }) => body.contact)).size).toBe(1);
  expect(await p.k.msgs()).toHaveLength(1);
});

test("whose word was no, or who was erased, gets nothing", async () => {
  await p.k.wa(inbound(1, "STOP"));
  expect((await post({ phone: phone(1) })).body).toMatchObject({
    status: "duplicate",
    decision: { send: false, code: "opted_out" },
  });
  const [person] = await p.k.sql`select contact_id as id from contact_identities where value = ${phone(1)}`;
  await p.admin.client.rpc("erase_contact", {
    contact: Number(person!.id),
    reason: "lo chiede",
    typed: phone(1),
  });
  const refused = await post({ phone: phone(1), key: "k" });
  expect([refused.status, refused.body.error.code]).toEqual([422, "erased"]);
});

test("a test is nobody; a fixed line is somebody whom nothing is written to", async () => {
  expect((await post({ isTest: true, name: "Prova" })).body).toMatchObject({ state: "test", contact: null });
  expect((await post({ phone: "045 8001234" })).body).toMatchObject({
    status: "created",
    decision: { send: false, code: "fixed_line" },
  });
});

test("a list by state and source, page after page, and one lead with all that it has", async () => {
  for (const n of [1, 2, 3]) await post({ ...anna, phone: phone(n), email: null, externalId: `${n}` });
  await post({ isTest: true });
  const list = async (query: string) => (await p.ask(`/leads${query}`, key)).body;
  const states = async (query: string) => (await list(query)).leads.map((l: { state: string }) => l.state);
  expect(await states("")).toEqual(["test", "queued", "queued", "queued"]);
  expect(await states("?state=test")).toEqual(["test"]);
  expect(await states("?view=open&source=api")).toEqual(["queued", "queued", "queued"]);
  expect(await states("?source=meta_ads")).toEqual([]);
  const first = await list("?limit=2");
  expect((await list(`?limit=3&before=${first.next}`)).leads).toHaveLength(2);
  expect((await p.ask("/leads?state=gone", key)).body.error.field).toBe("state");
  const one = await p.ask(`/leads/${first.leads[1].id}`, key);
  expect(one).toMatchObject({
    status: 200,
    body: { externalId: "3", consents: [{ isTicked: true }], form: "Stand 12" },
  });
  expect((await p.ask("/leads/999999", key)).status).toBe(404);
});

test("strangers and browsers of other sites post nothing; a neighbour's key sees nothing", async () => {
  expect((await p.post("/leads", null, anna)).status).toBe(401);
  expect((await p.post("/leads", `aftercall_${"x".repeat(43)}`, anna)).status).toBe(401);
  await p.k.sql`insert into workspaces (key, name) values ('other', 'Other')`;
  const neighbour = await p.k.product.db.createStaff({ workspace: "other", role: "admin" });
  const { body } = await post(anna);
  const { data } = await neighbour.client.rpc("lead_told", { workspace: p.workspace, lead: body.lead });
  expect(data).toBeNull();
});
