import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, pdf, phone } from "../support/kit.ts";

/** What staff see: when it was written, and when it arrived where that was more than a minute later. */
let k: Kit;
let staff: Staff;
let manager: Visitor;
const minute = 60_000;
const hour = 60 * minute;

async function writes(n: number, text: string, ago: number, over: { message?: object; key?: object } = {}) {
  const event = inbound(n, text, over) as { data: { messages: Record<string, unknown> } };
  event.data.messages.messageTimestamp = Math.floor(((await k.product.db.now()).valueOf() - ago) / 1000);
  return k.wa(event);
}
const contactOf = async (value: string) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${value}`)[0]!.contact_id);

beforeAll(async () => {
  k = await kit();
  await k.ct(endedCall(1, { contact_name: "Anna Ferri" }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  await k.shift(4 * hour);
  await writes(1, "Terza, di adesso", 0);
  await writes(1, "Prima, arrivata tardi", 3 * hour);
  await writes(1, "Seconda, di un minuto fa", 50_000);
  await writes(1, "Vecchia, di prima della chiamata", 30 * hour);
  staff = await k.product.db.createStaff({ role: "manager" });
  manager = new Visitor(k.product.doors.monitor);
  await manager.signIn(staff);
});
afterAll(() => k.product.close());

const html = async (path: string, language = "en") =>
  (await manager.get(path, { "accept-language": language })).text();
const messagesOf = (text: string) => /<section id="messages"[\s\S]*?<\/section>/.exec(text)![0];
const rowOf = (text: string, words: string) =>
  messagesOf(text)
    .split("<li ")
    .find((row) => row.includes(words))!
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ");

describe.each(["the contact's page", "the first page"])("%s", (page) => {
  const path = async () =>
    page === "the first page" ? "/monitor/diagnostics" : `/monitor/contacts/${await contactOf(phone(1))}`;

  test("tells both times where they differ by more than a minute, in both languages", async () => {
    const both = /\d\d:\d\d, arrived \d\d:\d\d/;
    const english = await html(await path());
    expect(rowOf(english, "Prima, arrivata tardi")).toMatch(new RegExp(`written ${both.source}`));
    expect(rowOf(english, "Vecchia, di prima")).toMatch(/written \w+ \d+ \w+, \d\d:\d\d, arrived \d\d:\d\d/);
    expect(rowOf(english, "Terza, di adesso")).not.toMatch(/written|arrived/);
    expect(rowOf(english, "Seconda, di un minuto fa")).not.toMatch(/written|arrived/);
    expect(rowOf(await html(await path(), "it"), "Prima, arrivata tardi")).toMatch(
      /scritto \d\d:\d\d, arrivato \d\d:\d\d/,
    );
  });

  test("has what was written last on top, and ours where we made it", async () => {
    const rows = messagesOf(await html(await path()));
    const places = ["Terza", "Seconda", "Prima", "Buongiorno, sono Samuela", "Vecchia"].map((words) =>
      rows.indexOf(words),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

test("the flag, and what proves it, are of the earliest written answer", async () => {
  const [first] = await k.sql`select id, written_at from whatsapp_messages where body like 'Prima%'`;
  expect(await k.call("900000001")).toMatchObject({
    electricity_bill_evidence: "reply",
    electricity_bill_message_id: first!.id,
    electricity_bill_received_at: first!.written_at,
  });
  expect(await k.sql`select count(*)::int as n from bill_evidence`).toEqual([{ n: 1 }]);
  const { id } = await k.call("900000001");
  const proofs = /<ol class="proofs">[\s\S]*?<\/ol>/.exec(await html(`/monitor/calls/${id}`))![0];
  expect(proofs.replace(/<[^>]+>/g, "").replace(/\s+/g, " ")).toMatch(
    /written [^,]*,? ?\d\d:\d\d, arrived [^,]*,? ?\d\d:\d\d Prima, arrivata tardi/,
  );
});

test("programs and the export of a person read when it was written", async () => {
  const { data } = await staff.client.rpc("list_messages", {
    workspace: (await k.sql`select id from workspaces`)[0]!.id,
    page_size: 10,
    before: null,
    direction: "in",
    phone: phone(1),
  });
  const late = data.find(({ body }: { body: string }) => body.startsWith("Prima"));
  expect(Date.parse(late.createdAt) - Date.parse(late.writtenAt)).toBeGreaterThan(2 * hour);
  const contact = await contactOf(phone(1));
  await staff.client.rpc("begin_export", { contact });
  const rows = await staff.client.rpc("export_page", { contact, part: "messages", after: 0, page_size: 50 });
  expect(rows.data.find(({ body }: { body: string }) => body.startsWith("Prima"))).toMatchObject({
    written_at: expect.any(String),
  });
});

test("who wrote last is told by what was written last", async () => {
  const { data } = await staff.client.rpc("contact_list", { search: null, before: null, page_size: 10 });
  const [newest] = await k.sql`select written_at from whatsapp_messages where body like 'Terza%'`;
  const one = data.contacts.find(({ phone: number }: { phone: string }) => number === phone(1));
  expect(new Date(one.lastMessageAt)).toEqual(newest!.written_at);
});

describe("of two who turn out to be one, and are parted", () => {
  const evidence = async (id: string) => (await k.call(id)).electricity_bill_evidence;

  test("a file from while they talked is the call's answer when we learn whose it is", async () => {
    const key = { remoteJid: lid, cleanedSenderPn: null, senderPn: null, senderLid: lid };
    await writes(2, "", 6 * minute, { message: pdf, key });
    await k.ct(endedCall(2, { call_id: "c2", talking_time: "600" }));
    expect(await evidence("c2")).toBeNull();
    const merged = await staff.client.rpc("merge_contacts", {
      loser: await contactOf(lid),
      winner: await contactOf(phone(2)),
      reason: null,
    });
    expect(await evidence("c2")).toBe("attachment");
    expect(await k.followUp(2)).toMatchObject({ status: "cancelled", reason_code: "bill_received" });
    await staff.client.rpc("split_contact", { merge: merged.data, reason: "Erano due persone" });
    expect(await evidence("c2")).toBeNull();
  });

  test("a text of before the ask stays one", async () => {
    const other = "180000000000888@lid";
    await k.wa(hidden(3, "di oggi", { remoteJid: other, senderLid: other }));
    const writer = await contactOf(other);
    await k.sql`update whatsapp_messages set provider_timestamp = created_at - interval '2 days'
      where contact_id = ${writer} and body = 'di oggi'`;
    await k.ct(endedCall(3, { call_id: "c3" }));
    await k.shift(61_000);
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, { ...accepted, providerMessageId: "59" });
    await staff.client.rpc("merge_contacts", {
      loser: writer,
      winner: await contactOf(phone(3)),
      reason: null,
    });
    expect(await evidence("c3")).toBeNull();
  });
});

describe("on a phone", () => {
  let look: BrowserStage;
  beforeAll(async () => {
    look = await browserStage(k.product, staff);
  }, 60_000);
  afterAll(() => look?.close());

  test("both times fit, and axe finds nothing", async () => {
    const { onlooker } = look;
    const page = await onlooker.open(
      { viewport: { width: 390, height: 844 }, javaScriptEnabled: true, colorScheme: "light" },
      { path: `/monitor/contacts/${await contactOf(phone(1))}` },
    );
    await page.locator("h1").waitFor();
    await onlooker.whole(page, { width: 390, javaScriptEnabled: true });
    if (process.env.SHOW) writeFileSync(process.env.SHOW, await page.locator("#messages").screenshot());
    await onlooker.leave();
  });
});
