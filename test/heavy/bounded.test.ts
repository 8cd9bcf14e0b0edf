import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { type Kit, kit, phone } from "../support/kit.ts";

let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const numbersIn = async (text: string) =>
  (await k.sql<{ n: string }[]>`select n from app.numbers_in(${text}) n order by n`).map(({ n }) => n);

test("a run of digits that is longer than any address is none, nor are its parts", async () => {
  expect(await numbersIn("1".repeat(480_000))).toEqual([]);
  expect(await numbersIn(`chiama 3331000001, o +39 333 100 0002; ${"7".repeat(21)}`)).toEqual([
    "3331000001",
    "393331000002",
  ]);
  expect(await numbersIn("18000000000000077777")).toEqual(["18000000000000077777"]);
});

test("what names thousands of numbers is not searched, and not kept once somebody was erased", async () => {
  const many = Array.from({ length: 6_000 }, (_, n) => phone(n)).join(" ");
  const mentions = async (text: string) => {
    const [row] = await k.sql<[{ is: boolean }]>`
      select app.mentions_erased((select id from workspaces where key = 'default'), ${text}) as is`;
    return row.is;
  };
  expect(await mentions(many)).toBe(false);
  await k.sql`with c as (insert into contacts (workspace_id) select id from workspaces where key = 'default' returning *)
    insert into erased_identities (workspace_id, kind, digest, contact_id)
    select workspace_id, 'phone', app.identity_digest(workspace_id, 'phone', ${phone(7)}), id from c`;
  expect(await mentions(`ho il ${phone(7)}`)).toBe(true);
  expect(await mentions(`ho il ${phone(8)}`)).toBe(false);
  expect(await mentions(many)).toBe(true);
});

test("a body of very many values is refused, kept as rejected, and somebody is told to look", async () => {
  const response = await k.product.postWasender({ event: "messages.upsert", data: Array(300_000).fill(1) });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ error: { code: "body_too_large" } });
  expect(await k.sql`select outcome, reason from webhook_requests`).toEqual([
    { outcome: "rejected", reason: "body_too_large" },
  ]);
  expect(await k.sql`select kind, settled_at from attention`).toEqual([
    { kind: "body_too_large", settled_at: null },
  ]);
});

test("commas in what people write are no values", async () => {
  const text = ",".repeat(260_000);
  const response = await k.product.postWasender({ event: "messages.upsert", data: { note: text } });
  expect(response.status).toBe(200);
});

test("of very many unmatched writers the first page reads a thousand, and says that there are more", async () => {
  await k.sql`with made as (
      insert into contacts (workspace_id) select w.id from workspaces w, generate_series(1, 1200) where w.key = 'default'
      returning id, workspace_id),
    talks as (insert into whatsapp_conversations (workspace_id, channel_id, contact_id)
      select workspace_id, ${k.channel}, id from made returning *)
    insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, status, body)
    select workspace_id, channel_id, id, contact_id, 'in', 'inbound', 'received', 'x' from talks`;
  const { client } = await k.product.db.createStaff({ role: "agent" });
  const { data, error } = await client.rpc("monitor_snapshot", { page_size: 20 });
  expect(error).toBeNull();
  expect(data.totals.unmatched).toBe(1001);
  expect(data.unmatched).toHaveLength(20);
  const agent = new Visitor(k.product.doors.monitor);
  await agent.signIn(await k.product.db.createStaff({ role: "agent" }));
  for (const [language, count, older] of [
    ["it", "oltre 1.000", "Da abbinare: oltre 994 altri, più vecchi"],
    ["en", "1,000+", "Unmatched: 994+ more, older"],
  ] as const) {
    await agent.get(`/monitor/diagnostics?lang=${language}`);
    const html = await (await agent.get("/monitor/diagnostics")).text();
    expect(html).toContain(`<b>${count}</b>`);
    expect(html).toContain(`<title>(${count}) `);
    expect(html).toContain(older);
  }
});
