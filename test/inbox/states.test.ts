import { afterEach, beforeEach, expect, test } from "vitest";
import { document } from "../media/stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

let k: Kit;
let staff: Staff;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
});
afterEach(() => k.product.close());

/** The row of customer n, as lists have it. */
async function row(n: number) {
  const contact = await contactOf(n);
  const [found] = await k.sql`select * from conversations where contact_id = ${contact}`;
  return found;
}
async function contactOf(n: number): Promise<number> {
  const [found] = await k.sql`select contact_id from contact_identities where value = ${phone(n)}`;
  return Number(found?.contact_id);
}
/** Called, asked, and the ask is with WhatsApp. */
async function asked(n: number): Promise<void> {
  await k.ct(endedCall(n));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  // What comes at once is taken for a machine's.
  await k.shift(60_000);
}
async function verb(name: string, args: object) {
  const { data, error } = await staff.client.rpc(name, args);
  if (error) throw new Error(`${error.code} ${error.message}`);
  return data;
}
const view = async (filters: object) =>
  ((await verb("inbox", { filters })) as { list: { rows: { contact: number }[] } }).list.rows.map(
    ({ contact }) => contact,
  );

test("queued, then waiting, then theirs to be answered, then waiting for the bill alone", async () => {
  await k.ct(endedCall(1));
  expect(await row(1)).toMatchObject({ state: "queued" });
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  expect(await row(1)).toMatchObject({ state: "waiting", detail: "owed", bill: "owed" });
  await k.shift(60_000);
  await k.wa(inbound(1, "le va bene la bolletta di agosto?"));
  expect(await row(1)).toMatchObject({ state: "reply", unanswered: 1, bill: "missing" });
  await verb("work_conversation", { contact: await contactOf(1), change: { handled: true } });
  expect(await row(1)).toMatchObject({ state: "waiting", detail: "missing", unanswered: 0 });
});

test("a file waits for a verdict; with a question beside it the question comes first", async () => {
  await asked(1);
  await k.wa(inbound(1, "", { message: document() }));
  expect(await row(1)).toMatchObject({ state: "check", bill: "check" });
  await k.wa(inbound(1, "Tutto ok con la bolletta?"));
  expect(await row(1)).toMatchObject({ state: "reply", bill: "check" });
});

test("a confirmed bill is done, a refusal is a problem and no answer, a stop closes", async () => {
  await asked(1);
  await k.wa(inbound(1, "", { message: document() }));
  await verb("confirm_bill", { call: Number((await k.call("900000001")).id) });
  expect(await row(1)).toMatchObject({ state: "done", bill: "confirmed" });
  await k.shift(60_000);
  await asked(2);
  await k.wa(inbound(2, "Non mi interessa, grazie"));
  expect(await row(2)).toMatchObject({ state: "problem", detail: "refusal", bill: "owed" });
  await k.shift(60_000);
  await asked(3);
  await k.wa(inbound(3, "STOP"));
  expect(await row(3)).toMatchObject({ state: "queued" });
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  expect(await row(3)).toMatchObject({ state: "closed", bill: "owed" });
});

test("who failed, and who is in doubt, is a problem until a person has looked", async () => {
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { kind: "uncertain", code: "timeout", message: "?" });
  expect(await row(1)).toMatchObject({
    state: "problem",
    detail: "uncertain",
    about_message: String(message.id),
  });
  await verb("resolve_uncertain", { message: Number(message.id), decision: "sent" });
  expect(await row(1)).toMatchObject({ state: "waiting" });
});

test("to be called on Monday at three: the row comes back on top then, and goes with the call", async () => {
  await asked(1);
  await k.wa(inbound(1, "mi può richiamare lunedì dopo le 15?"));
  const contact = await contactOf(1);
  const [{ at }] = await k.sql<
    [{ at: string }]
  >`select to_char(app.now() + interval '2 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at`;
  await verb("work_conversation", { contact, change: { callBackAt: at } });
  expect(await row(1)).toMatchObject({ state: "call_back", unanswered: 0 });
  expect(await view({ view: "reply" })).toEqual([]);
  await k.shift(2 * 86_400_000 + 60_000);
  await asked(2);
  await k.wa(inbound(2, "quanto tempo ci vuole?"));
  expect(await view({ view: "reply" })).toEqual([contact, await contactOf(2)]);
  await k.ct(endedCall(1, { call_id: "77" }));
  expect((await row(1))?.call_back_at).toBeNull();
});

test("closed until they write again; the change answers what undoes it", async () => {
  await asked(1);
  const contact = await contactOf(1);
  const { before } = await verb("work_conversation", { contact, change: { closed: true } });
  expect(await row(1)).toMatchObject({ state: "closed" });
  await verb("work_conversation", { contact, change: before });
  expect(await row(1)).toMatchObject({ state: "waiting" });
  await verb("work_conversation", { contact, change: { closed: true } });
  await k.wa(inbound(1, "eccomi"));
  expect(await row(1)).toMatchObject({ state: "reply", closed_at: null });
});

test("read is per member and kept on the server", async () => {
  await asked(1);
  await k.wa(inbound(1, "buongiorno"));
  const contact = await contactOf(1);
  const other = await k.product.db.createStaff();
  expect((await verb("inbox", {})).counts).toMatchObject({ reply: 1, new: 1 });
  await verb("mark_read", { contact });
  expect((await verb("inbox", {})).counts).toMatchObject({ reply: 1, new: 0 });
  const { data } = await other.client.rpc("inbox", {});
  expect(data.counts).toMatchObject({ reply: 1, new: 1 });
  expect(data.list.rows[0]).toMatchObject({ unread: 1, unanswered: 1 });
});

test("what a member writes leaves first, once, and answers the person", async () => {
  await asked(1);
  await k.ct(endedCall(2));
  await k.wa(inbound(1, "le va bene agosto?"));
  const contact = await contactOf(1);
  const { thread } = await verb("inbox", { filters: { contact } });
  const seen = thread.messages[0].id;
  const sent = await verb("send_manual", { contact, body: "Va benissimo agosto.", key: "a", seen });
  expect(sent).toMatchObject({ sent: true, status: "queued", expectedAt: expect.any(String) });
  expect(await verb("send_manual", { contact, body: "Va benissimo agosto.", key: "a", seen })).toMatchObject({
    message: sent.message,
  });
  expect(await row(1)).toMatchObject({ state: "queued", unanswered: 0 });
  await k.shift(120_000);
  const { message } = await k.claim();
  expect(message).toMatchObject({ id: sent.message, text: "Va benissimo agosto." });
});

test("a text against a newer answer asks once; nobody writes to who said stop", async () => {
  await asked(1);
  await k.wa(inbound(1, "una"));
  const contact = await contactOf(1);
  const { thread } = await verb("inbox", { filters: { contact } });
  const seen = thread.messages[0].id;
  await k.wa(inbound(1, "due"));
  expect(await verb("send_manual", { contact, body: "x", key: "a", seen })).toMatchObject({
    sent: false,
    code: "newer",
  });
  expect(await verb("send_manual", { contact, body: "x", key: "a", seen, despite: true })).toMatchObject({
    sent: true,
  });
  await k.wa(inbound(1, "STOP"));
  expect(await verb("send_manual", { contact, body: "y", key: "b" })).toMatchObject({
    sent: false,
    code: "opted_out",
  });
});

test("found by name, number and by what was said, in any order of the words", async () => {
  await asked(1);
  await k.wa(inbound(1, "le va bene la bolletta di agosto?"));
  const contact = await contactOf(1);
  for (const q of ["agosto", "cliente 1", "1 cliente", "bolletta agos", phone(1).slice(3), "333 100 0001"]) {
    expect([q, await view({ q })]).toEqual([q, [contact]]);
  }
  expect(await view({ q: "settembre" })).toEqual([]);
});
