import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, phone } from "../support/calls.ts";
import { type ReceiversStage, receiversStage } from "./receivers-stage.ts";

/** Morning and evening, by e-mail, to who wants it. The clock stands on Saturday 21 November, 10:00 in Rome. */
let s: ReceiversStage;
beforeEach(async () => {
  s = await receiversStage({ PUBLIC_URL: "https://aftercall.rossi.test" });
});
afterEach(() => s.product.close());

const hours = (n: number) => s.product.db.shiftClock(n * 3_600_000);
const want = async (summaries: string[], language = "it") =>
  s.admin.browser.post("/monitor/me", [
    ["name", "Lucia"],
    ["language", language],
    ...summaries.map((one): [string, string] => ["summaries", one]),
  ]);
const asks = async (n: number, name: string) => {
  await s.product.postCloudtalk(endedCall(n, { contact_name: name }));
  await s.product.postWasender({
    event: "messages.received",
    timestamp: 1_794_830_400 + n,
    data: {
      messages: {
        key: { id: `IN${n}`, fromMe: false, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net` },
        messageBody: "Quanto costa?",
        message: { conversation: "Quanto costa?" },
      },
    },
  });
};

test("once a member and day, with who waits, until its time is over", async () => {
  await s.setMail();
  expect((await want(["morning"])).status).toBe(303);
  await asks(1, "Marisa Ferraris");
  for (let n = 0; n < 4; n += 1) await s.minute();
  const { person } = s.admin;
  expect(s.mails.map(({ body }) => [body.to, body.subject])).toEqual([
    [[person.email], "Aftercall: da dove cominciare oggi"],
  ]);
  const { text } = s.mails[0]!.body;
  expect(text).toContain("Ciao Lucia,");
  expect(text).toContain("1 persona aspetta una risposta: Marisa Ferraris");
  expect(text).toContain("https://aftercall.rossi.test/monitor");
  // The evening's was not chosen.
  await hours(9);
  await s.minute();
  expect(s.mails).toHaveLength(1);
});

test("nothing to say is not sent; nor on a closed day, nor without e-mail", async () => {
  await want(["morning", "evening"]);
  const me = await (await s.admin.browser.get("/monitor/me")).text();
  expect(me).toContain("Impostazioni → Avvisi");
  await asks(1, "Marisa Ferraris");
  await s.minute();
  expect(await s.sql`select from tasks where kind = 'send_summary'`).toHaveLength(0);
  await s.setMail();
  await s.sql`update workspaces set sending_hours = jsonb_set(sending_hours, '{weekdays,sat}', '[]')`;
  await s.minute();
  expect(await s.sql`select from tasks where kind = 'send_summary'`).toHaveLength(0);
  await s.sql`update workspaces set sending_hours = app.default_setting('hours')`;
  await s.sql`update conversations set state = 'closed'`;
  await s.minute();
  expect(await s.sql`select state from tasks where kind = 'send_summary'`).toEqual([{ state: "done" }]);
  expect(s.mails).toEqual([]);
});

test("what fails is tried again with the same key, and not after its time", async () => {
  await s.setMail();
  await want(["morning"]);
  await asks(1, "Marisa Ferraris");
  const busy = () => HttpResponse.json({ message: "busy" }, { status: 500 });
  s.plannedMail.push(busy, busy);
  for (let n = 0; n < 3; n += 1) await s.minute();
  expect(s.mails).toHaveLength(2);
  expect(new Set(s.mails.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(1);
  await hours(9);
  await s.minute();
  expect(s.mails).toHaveLength(2);
  expect(await s.sql`select state from tasks where kind = 'send_summary'`).toEqual([{ state: "done" }]);
});

test("an agent hears of their own and of nobody's; a manager of all", async () => {
  await s.setMail();
  await want(["evening"], "en");
  const agent = await s.staff("agent");
  await agent.browser.post("/monitor/me", [
    ["name", "Ugo"],
    ["language", "en"],
    ["summaries", "evening"],
  ]);
  await asks(1, "Marisa Ferraris");
  await asks(2, "Piero Conti");
  await s.sql`update conversations set owner = ${s.admin.person.userId}
    where contact_id = (select id from contacts where name = 'Piero Conti')`;
  await hours(9);
  await s.minute();
  const text = (email: string) => s.mails.find(({ body }) => body.to[0] === email)?.body.text;
  expect(text(s.admin.person.email)).toContain("2 people wait for an answer");
  expect(text(agent.person.email)).toContain("1 person waits for an answer: Marisa Ferraris");
});

test("signing in follows the language of the profile, unless this browser was told another", async () => {
  await want([], "it");
  const fresh = new Visitor(s.product.doors.monitor);
  await fresh.signIn(s.admin.person);
  expect(await (await fresh.get("/monitor/me")).text()).toContain('<html lang="it">');
  const told = new Visitor(s.product.doors.monitor);
  await told.get("/monitor/sign-in?lang=en");
  await told.signIn(s.admin.person);
  expect(await (await told.get("/monitor/me")).text()).toContain('<html lang="en">');
});
