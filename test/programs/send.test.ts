import { afterEach, beforeEach, expect, test } from "vitest";
import { inbound, phone } from "../support/kit.ts";
import { type Programs, programs } from "./stage.ts";

let p: Programs;
let key: string;
beforeEach(async () => {
  p = await programs();
  key = (await p.key("agent")).key;
});
afterEach(() => p.k.product.close());

const text = (body: object, headers = {}) => p.post("/whatsapp/send/text", key, body, headers);
const template = (body: object, headers = {}) => p.post("/whatsapp/send/template", key, body, headers);

test("a program's text waits in the outbox, and its answer says when it leaves", async () => {
  const sent = await text({ to: phone(1), message: "Buongiorno!", lead_id: 17 });
  expect(sent).toEqual({
    status: 200,
    body: { success: true, id: expect.any(Number), status: "queued", expectedAt: expect.any(String) },
  });
  const [message] = await p.outbox();
  expect(message).toMatchObject({
    id: String(sent.body.id),
    body: "Buongiorno!",
    recipient: phone(1),
    reason_to_write: "agreed",
  });
  expect((await p.k.claim()).message).toMatchObject({ text: "Buongiorno!" });
});

test("numbers are read as people write them, with the company's country", async () => {
  await p.k.sql`update workspaces set default_country = 'FR'`;
  await text({ to: "06 12 34 56 78", message: "Bonjour" });
  await text({ to: "0039 333 0000002", message: "Ciao" });
  await text({ to: 393330000003, message: "Ciao" });
  expect((await p.outbox()).map(({ recipient }) => recipient)).toEqual([
    "+33612345678",
    "+393330000002",
    "+393330000003",
  ]);
});

test("why we may write is what is known, else what the program says or implies", async () => {
  await p.called(1);
  await p.k.wa(inbound(2, "chi siete?"));
  await text({ to: phone(1), message: "a" });
  await text({ to: phone(2), message: "b" });
  await text({ to: phone(3), message: "c", reason: "agreed" });
  await text({ to: phone(4), message: "d" });
  const reasons = (await p.outbox()).map(({ reason_to_write }) => reason_to_write);
  expect(reasons).toEqual(["called", "wrote_first", "agreed", "customer"]);
});

test("nothing goes to who asked not to be written to, is blocked, or was erased", async () => {
  await p.k.wa(inbound(1, "STOP"));
  await p.k.wa(inbound(2, "ciao"));
  await p.k.sql`update contacts set blocked_at = app.now() where id in (
    select contact_id from contact_identities where value = ${phone(2)})`;
  const refusal = (code: string) => ({
    status: 422,
    body: { success: false, error: { code, message: expect.any(String) } },
  });
  expect(await text({ to: phone(1), message: "x" })).toEqual(refusal("opted_out"));
  expect(await text({ to: phone(2), message: "x" })).toEqual(refusal("blocked"));
  const [{ contact_id } = { contact_id: 0 }] = await p.k.sql<{ contact_id: number }[]>`
    select contact_id from contact_identities where value = ${phone(2)}`;
  const erasing = { contact: Number(contact_id), reason: "lo chiede", typed: phone(2) };
  expect((await p.admin.client.rpc("erase_contact", erasing)).error).toBeNull();
  expect(await text({ to: phone(2), message: "x" })).toEqual(refusal("erased"));
  expect(await p.outbox()).toEqual([]);
});

test("a text of the company by its name, with parameters in their order or by name", async () => {
  await p.k
    .sql`insert into whatsapp_templates (workspace_id, key, language, body) values (${p.workspace}, 'benvenuto', 'it',
    'Buongiorno {contact_name|cliente}, sono {agent_name} di {company|noi}.')`;
  const to = phone(1);
  const inOrder = { to, template_name: "benvenuto", language: "it_IT", parameters: ["Anna", "Marco", 7] };
  expect(await template(inOrder)).toMatchObject({ status: 200, body: { success: true } });
  await template({ to, template_name: "benvenuto", parameters: { agent_name: "Marco" } });
  await p.post("/whatsapp/send", key, { to, template_name: "benvenuto", language: "it" });
  await p.post("/whatsapp/send", key, { to, message: "Un testo" });
  expect((await p.outbox()).map(({ body }) => body)).toEqual([
    "Buongiorno Anna, sono Marco di 7.",
    "Buongiorno cliente, sono Marco di noi.",
    "Buongiorno cliente, sono  di noi.",
    "Un testo",
  ]);
});

test("where the vendor approved it, it leaves as the vendor's own, with the program's parameters", async () => {
  await p.k.sql`update channels set capabilities = '{"windowHours": 24, "templates": true}'`;
  await p.k.sql`
    insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id, vendor_name, state, version)
    select ${p.k.channel}, id, workspace_id, '9', 'dopo_chiamata_v2', 'approved', version
    from whatsapp_templates where key = 'follow_up'`;
  const [{ count } = { count: 0 }] = await p.k.sql<{ count: number }[]>`
    select jsonb_array_length(app.template_parameters(body, '{}'))::int as count
    from whatsapp_templates where key = 'follow_up'`;
  const parameters = Array.from({ length: count }, (_, n) => `p${n}`);
  const sent = await template({ to: phone(1), template_name: "dopo_chiamata_v2", parameters });
  expect(sent.status).toBe(200);
  const [message] = await p.outbox();
  expect(message?.content).toMatchObject({ kind: "template", name: "dopo_chiamata_v2", parameters });
});

test.for([
  [{ message: "x" }, 400, "to"],
  [{ to: "ciao", message: "x" }, 400, "to"],
  [{ to: "+393330000001" }, 400, "message"],
  [{ to: "+393330000001", message: "  " }, 400, "message"],
  [{ to: "+393330000001", message: "x".repeat(4097) }, 400, "message"],
  [{ to: "+393330000001", message: "x", reason: "because" }, 400, "reason"],
  [{ to: "+393330000001", message: "x", template_name: "y" }, 400, "message"],
  [{ to: "+393330000001", template_name: "nessuno" }, 422, "template_name"],
  [{ to: "+393330000001", template_name: "follow_up", language: "de" }, 422, "language"],
  [{ to: "+393330000001", template_name: "follow_up", language: "tedesco" }, 400, "language"],
  [{ to: "+393330000001", template_name: "follow_up", parameters: Array(9).fill("x") }, 422, "parameters"],
  [{ to: "+393330000001", template_name: "follow_up", parameters: { iban: "x" } }, 422, "parameters"],
] as const)("%j is refused with %i and names %s", async ([body, status, field]) => {
  const answer = await p.post("/whatsapp/send", key, body);
  expect(answer).toMatchObject({ status, body: { success: false, error: { field } } });
  expect(answer.body.error.message).toMatch(/^[A-Z].*\.$/);
  expect(await p.outbox()).toEqual([]);
});

test("the same key is the same message, however many come at once; another body is refused", async () => {
  const body = { to: phone(1), message: "Una volta sola" };
  const header = { "idempotency-key": "ordine-1" };
  const answers = await Promise.all(Array.from({ length: 20 }, () => text(body, header)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 200, body: { success: true } });
  expect(await p.outbox()).toHaveLength(1);
  // What is another way to write the same is the same.
  expect(await text({ message: "Una volta sola", to: phone(1).slice(1) }, header)).toEqual(answers[0]);
  expect(await text({ ...body, message: "Altro" }, header)).toMatchObject({
    status: 422,
    body: { success: false, error: { field: "Idempotency-Key" } },
  });
  // Another program's keys are its own.
  const other = (await p.key("agent")).key;
  await p.post("/whatsapp/send/text", other, body, header);
  expect(await p.outbox()).toHaveLength(2);
  await p.k.shift(24 * 3_600_000 + 1);
  await text(body, header);
  expect(await p.outbox()).toHaveLength(3);
  await p.k.rpc("keep_privacy", { batch: 100 });
  expect(await p.k.sql`select from api_requests`).toHaveLength(1);
});

test("a refusal uses up no key", async () => {
  await p.k.wa(inbound(1, "STOP"));
  const header = { "idempotency-key": "a" };
  expect((await text({ to: phone(1), message: "x" }, header)).body.error.code).toBe("opted_out");
  await p.k.wa(inbound(1, "START"));
  expect((await text({ to: phone(1), message: "x" }, header)).status).toBe(200);
  for (const bad of ["", "x".repeat(101)]) {
    expect((await text({ to: phone(1), message: "x" }, { "idempotency-key": bad })).status).toBe(400);
  }
});
