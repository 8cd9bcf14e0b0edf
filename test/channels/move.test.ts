import { randomBytes } from "node:crypto";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signMeta } from "../../lib/vendors/shared/graph/verify-meta.ts";
import { Visitor } from "../monitor/visitor.ts";
import { changed, contact, delivered, numberId, textMessage, wabaId } from "../providers/meta/bodies.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall, inbound, pdf, phone } from "../support/calls.ts";
import { echo } from "../support/kit.ts";
import { channelOf, createProduct, type Product, secrets } from "../support/product.ts";

/** A company leaves its gateway for Meta: everything that it has stays, and nobody hears anything twice. */
let product: Product;
let visitor: Visitor;
let graph: { to: string; type: string; template?: { name: string } }[];
const appSecret = "meta-app-secret-of-the-tests";
const hour = 3_600_000;
const origin = { origin: "http://aftercall.test", "accept-language": "it" };
const settings = "/monitor/settings/channels";

beforeEach(async () => {
  product = await createProduct({
    CHANNEL_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    WHATSAPP_MIN_INTERVAL_SECONDS: "0",
  });
  graph = [];
  product.wasender.use(
    http.post(`https://graph.facebook.com/v26.0/${numberId}/messages`, async ({ request }) => {
      graph.push((await request.json()) as (typeof graph)[number]);
      return HttpResponse.json({ messages: [{ id: `wamid.OUT-${graph.length}` }] });
    }),
    http.get(`https://graph.facebook.com/v26.0/${wabaId}/message_templates`, async () => {
      const [row] = await sql`select body from whatsapp_templates where key = 'follow_up'`;
      let n = 0;
      const text = String(row!.body).replace(/\{[^{}]+\}/g, () => `{{${++n}}}`);
      const one = {
        id: "7788",
        name: "follow_up_v1",
        language: "it",
        status: "APPROVED",
        category: "UTILITY",
      };
      return HttpResponse.json({ data: [{ ...one, components: [{ type: "BODY", text }] }] });
    }),
  );
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "admin" }));
});
afterEach(() => product.close());

const sql: Product["db"]["sql"] = ((...args: Parameters<Product["db"]["sql"]>) =>
  product.db.sql(...args)) as Product["db"]["sql"];
const call = async (n: number, over: Record<string, unknown> = {}) => {
  await product.postCloudtalk(endedCall(n, over));
  await product.afterResponses();
};
const wasender = async (body: object) => {
  const answer = (await (
    await product.postWasender({ ...body, sessionId: secrets.whatsappToken })
  ).json()) as Record<string, unknown>;
  await product.afterResponses();
  return answer;
};
const meta = async (value: object) => {
  const body = JSON.stringify(value);
  const response = await product.doors.webhook.request("http://aftercall.test/api/whatsapp/webhooks/meta", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": signMeta(body, appSecret) },
  });
  await product.afterResponses();
  return response.status;
};
const send = async () => {
  await product.tick();
  await product.afterResponses();
};
const press = async (path: string, form: Record<string, string> = {}) => {
  const response = await visitor.post(`${settings}/${path}`, form, origin);
  await product.afterResponses();
  return response;
};
const of = async (n: number) =>
  (
    await sql`select m.status, m.purpose, m.reason_code, m.attempt, c.vendor from whatsapp_messages m
      join channels c on c.id = m.channel_id where m.recipient = ${phone(n)} and m.direction = 'out' order by m.id`
  ).map((row) => ({ ...row }));
const people = () => sql`select c.id, c.opted_out_at, v.state, v.bill,
    (select string_agg(k.kind, ',' order by k.id) from contact_consents k where k.contact_id = c.id) as consents
  from contacts c left join conversations v on v.contact_id = c.id order by c.id`;
const idOf = async (n: number) =>
  (await sql`select contact_id as id from contact_identities where value = ${phone(n)}`)[0]!.id;
const totals = async () => {
  const { client } = await product.db.createStaff({ role: "agent" });
  const { data } = await client.rpc("monitor_snapshot", { page_size: 5, filters: {}, known: null });
  return data.totals;
};

/** What the company has at the gateway: 1 answered, 2 stopped us, 3 was asked, 5 may have been, 6 is to be reminded, 7 sent the bill. */
async function history(): Promise<void> {
  const value = { enabled: true, steps: [{ afterDays: 2, template: "follow_up" }] };
  await sql`insert into workspace_settings (workspace_id, kind, version, value)
    select id, 'reminders', 1, ${product.db.sql.json(value)} from workspaces`;
  for (const n of [1, 2, 3, 6, 7]) await call(n);
  await product.db.shiftClock(60_000);
  await wasender(inbound(1, "Certo, mi dica"));
  await wasender(inbound(2, "STOP"));
  await wasender(inbound(7, "eccola", { message: pdf }));
  product.wasender.answerNext(() => HttpResponse.json({ error: "bad gateway" }, { status: 502 }));
  await call(5);
}

/** The new number, as an admin adds it. */
async function addMeta(): Promise<string> {
  const added = await press("add?vendor=meta", {
    name: "Nuovo",
    "credential-accessToken": "meta-access-token-of-the-tests",
    "credential-phoneNumberId": numberId,
    "credential-businessAccountId": wabaId,
    "credential-appSecret": appSecret,
    "credential-verifyToken": "meta-verify-token-of-the-tests",
  });
  return added.headers.get("location")!.split("/").at(-1)!;
}

async function approve(): Promise<void> {
  await approveTemplate(product);
  await sql`update whatsapp_template_states set state = 'pending'`;
  const news = { event: "APPROVED", message_template_id: 7788, message_template_name: "follow_up_v1" };
  await meta(changed("message_template_status_update", { ...news, message_template_language: "it" }));
}

test("from the gateway to Meta: threads, consents and counts stay, and each message leaves once", async () => {
  const old = await channelOf(product);
  await history();
  await product.db.shiftClock(5 * hour);
  await press(`${old}/pause`);
  await call(4);
  const before = await people();
  const sums = await totals();
  const told = product.wasender.sends.length;
  expect(await of(4)).toMatchObject([{ status: "queued", vendor: "wasender" }]);
  expect(await of(5)).toMatchObject([{ status: "uncertain", vendor: "wasender" }]);

  const now = await addMeta();
  await approve();
  expect((await press(`${old}/retire`, { queue: now })).status).toBe(409);
  for (let twice = 0; twice < 2; twice += 1) expect((await press(`${now}/first`)).status).toBe(303);
  expect((await press(`${old}/retire`, { queue: now })).status).toBe(303);
  expect((await press(`${old}/retire`, { queue: now })).status).toBe(409);
  const rest = (rows: Awaited<ReturnType<typeof people>>) => rows.filter(({ id }) => id !== fourth);
  const [fourth, after] = [await idOf(4), await people()];
  expect(rest(after)).toEqual(rest(before));
  // It is asked now, as all of them were.
  expect(after.find(({ id }) => id === fourth)).toMatchObject({ state: "waiting", bill: "owed" });
  expect(await totals()).toEqual(sums);
  await send();
  await send();
  expect(graph).toMatchObject([{ to: phone(4), type: "template", template: { name: "follow_up_v1" } }]);
  expect(await of(4)).toMatchObject([{ status: "accepted", vendor: "meta", attempt: 1 }]);
  // Nobody decided what became of it.
  expect(await of(5)).toMatchObject([{ status: "uncertain", vendor: "wasender" }]);

  // Who stopped us, who was asked and who sent the bill are asked by no new number.
  for (const n of [2, 3, 7]) await call(n, { call_id: `again-${n}` });
  await send();
  expect(graph).toHaveLength(1);
  const codes = await sql`select code, should_send from asks order by id desc limit 3`;
  expect(codes.map((row) => row.should_send)).toEqual([false, false, false]);

  // What the gateway still tells is heard: an echo settles the doubt, a status rises, an answer counts.
  const [doubt] = await sql`select body from whatsapp_messages where recipient = ${phone(5)}`;
  await wasender(echo(5, "LATE-ECHO", doubt!.body));
  expect(await of(5)).toMatchObject([{ status: "sent", vendor: "wasender" }]);
  const late = inbound(3, "scusi il ritardo", { id: "LATE-ANSWER" });
  expect(await wasender(late)).toMatchObject({ outcome: "processed" });
  expect(await wasender(late)).toMatchObject({ outcome: "duplicate" });

  // The reminder of who never answered leaves once, from the new number.
  await product.db.shiftClock(2 * 24 * hour - 4 * hour);
  await send();
  await send();
  expect(graph.slice(1).map(({ to, type }) => [to, type])).toEqual([[phone(6), "template"]]);

  // Whoever writes to the new number is who they were, in the same conversation; the answer goes there.
  const at = Math.floor((await product.db.now()).getTime() / 1000);
  const rows = async () => (await sql`select count(*)::int as n from contacts`)[0]!.n;
  const [persons, one] = [await rows(), await idOf(1)];
  const written = textMessage(1, "Eccomi qui", { id: "wamid.IN-NEW", timestamp: String(at) });
  for (let twice = 0; twice < 2; twice += 1)
    expect(await meta(delivered({ contacts: [contact(1)], messages: [written] }))).toBe(200);
  expect(await rows()).toBe(persons);
  expect(await sql`select contact_id as id from whatsapp_messages where body = 'Eccomi qui'`).toEqual([
    { id: one },
  ]);
  expect(await sql`select from conversations where contact_id = ${one}`).toHaveLength(1);
  const { client } = await product.db.createStaff({ role: "agent" });
  const { data } = await client.rpc("send_manual", { contact: one, body: "Grazie", key: "k" });
  expect(data).toMatchObject({ sent: true, channel: now });
  await send();
  expect(graph.at(-1)).toMatchObject({ to: phone(1), type: "text" });
  expect(product.wasender.sends).toHaveLength(told);
});
