import { afterEach, beforeEach, expect, test } from "vitest";
import { type Kit, kit } from "../../support/kit.ts";
import { googleLead } from "./bodies.ts";

/** Google posts a form: stored, one person, one message; its answers are what Google understands. */
const key = "google-leads-key-of-the-tests";
let k: Kit;
beforeEach(async () => {
  k = await kit({ GOOGLE_LEADS_KEY: key });
});
afterEach(() => k.product.close());

const raw = async (body: string, app = k.product.doors.webhook) => {
  const response = await app.request("http://aftercall.test/api/webhooks/google", {
    method: "POST",
    body,
    headers: { "content-type": "application/json; charset=UTF-8" },
  });
  // biome-ignore lint/suspicious/noExplicitAny: whatever it answers
  return { status: response.status, body: (await response.json()) as any };
};
const post = (body: Record<string, unknown>) => raw(JSON.stringify({ google_key: key, ...body }));
const events = () => k.sql`select outcome, reason from webhook_requests order by id`;

test("a submission is stored with all that it tells, becomes one person and a message, and is answered {}", async () => {
  expect(await post(googleLead(1))).toEqual({ status: 200, body: {} });
  expect(
    await k.sql`select source, status, state, phone, email, name, form_id, campaign_id, adset_id, ad_id, click_ids,
      submitted_at, facts -> 'customFields' as fields from leads`,
  ).toEqual([
    {
      source: "google_ads",
      status: "created",
      state: "queued",
      phone: "+393331000001",
      email: "anna1@example.com",
      name: "Anna Bianchi",
      form_id: "40000000017",
      campaign_id: "50000000017",
      adset_id: "60000000017",
      ad_id: "70000000017",
      click_ids: { gclid: "Cj0KCQ" },
      submitted_at: new Date("2026-11-21T09:00:00Z"),
      fields: { "Quanti capi hai?": "120" },
    },
  ]);
  expect((await k.msgs())[0]).toMatchObject({ recipient: "+393331000001", status: "queued" });
  expect(await post(googleLead(1))).toEqual({ status: 200, body: {} });
  expect(await events()).toMatchObject([{ outcome: "processed" }, { outcome: "duplicate" }]);
});

test("ids of 64 bits keep every digit, as numbers and as strings", async () => {
  const big = JSON.stringify({
    google_key: key,
    ...googleLead(1, { form_id: 1, creative_id: "9223372036854775807" }),
  });
  await raw(big.replace('"form_id":1', '"form_id":9007199254740993, "asset_group_id": 9223372036854775806'));
  expect(await k.sql`select form_id, ad_id, adset_id from leads`).toEqual([
    { form_id: "9007199254740993", ad_id: "9223372036854775807", adset_id: "60000000017" },
  ]);
});

test("a wrong key is refused and kept nowhere; its answer carries Google's message beside ours", async () => {
  for (const google_key of ["", "another", null, 17]) {
    const { status, body } = await post(googleLead(1, { google_key }));
    expect(status).toBe(401);
    expect(body.message).toContain("Google Ads");
    expect(body.error).toMatchObject({ code: "unauthorized", message: body.message });
  }
  expect(await events()).toEqual([]);
  expect(await k.sql`select from leads`).toEqual([]);
});

test("the key is in nothing that is kept", async () => {
  await post(googleLead(1, { note: `chiave ${key}` }));
  await raw(`{"google_key": "${key}", "lead_id": "x", oops`);
  const rows = await k.sql`select to_jsonb(r)::text as row from webhook_requests r union all
    select to_jsonb(l)::text from leads l`;
  expect(rows).toHaveLength(3);
  for (const { row } of rows) expect(row).not.toContain(key);
});

test("what can never be read is refused for good, kept as rejected, and told", async () => {
  const { status, body } = await raw(`{"google_key": "${key}", "lead_id": "x", oops`);
  expect([status, body.error.code, typeof body.message]).toEqual([400, "bad_json", "string"]);
  expect((await post({ api_version: "1.0" })).status).toBe(422);
  expect(await events()).toEqual([
    { outcome: "rejected", reason: "bad_json" },
    { outcome: "rejected", reason: "no_facts" },
  ]);
  expect(await k.sql`select kind from attention order by id`).toEqual([
    { kind: "lead_unreadable" },
    { kind: "lead_unreadable" },
  ]);
});

test("a test is marked, and nobody is written to", async () => {
  expect((await post(googleLead(1, { is_test: true, campaign_id: 0 }))).status).toBe(200);
  expect(await k.sql`select is_test, state, campaign_id, contact_id from leads`).toEqual([
    { is_test: true, state: "test", campaign_id: null, contact_id: null },
  ]);
  expect(await k.msgs()).toEqual([]);
});

test("empty names and ids of questions: an address is known by itself, and nothing else is guessed", async () => {
  const column = (string_value: unknown) => ({ column_id: "", column_name: "", string_value });
  const user_column_data = [
    column("Anna"),
    column("333 100 0001"),
    column("anna@example.com"),
    column(null),
    7,
  ];
  await post(googleLead(1, { user_column_data, lead_id: "" }));
  const [lead] =
    await k.sql`select phone, email, name, external_id, facts -> 'customFields' as fields from leads`;
  expect(lead).toEqual({
    phone: "+393331000001",
    email: "anna@example.com",
    name: null,
    external_id: expect.stringMatching(/^content:[0-9a-f]{64}$/),
    fields: { column_1: "Anna" },
  });
});

test("the same question several times is one answer", async () => {
  const answer = (string_value: string) => ({ column_id: "colture", column_name: "Colture", string_value });
  await post(googleLead(1, { user_column_data: [answer("mais"), answer("soia"), answer("333 1000001")] }));
  expect(await k.sql`select answers from leads`).toMatchObject([
    { answers: [{ name: "colture", label: "Colture", values: ["mais", "soia", "333 1000001"] }] },
  ]);
});

test("fifty at once are one person and one message", async () => {
  const bodies = Array.from({ length: 50 }, (_, n) =>
    googleLead(n, { user_column_data: googleLead(1).user_column_data }),
  );
  const answers = await Promise.all(bodies.map(post));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(await k.sql`select count(*)::int from contacts`).toEqual([{ count: 1 }]);
  expect(await k.sql`select status, count(*)::int from leads group by 1 order by 1`).toEqual([
    { status: "created", count: 1 },
    { status: "duplicate", count: 49 },
  ]);
  expect(await k.msgs()).toHaveLength(1);
});
