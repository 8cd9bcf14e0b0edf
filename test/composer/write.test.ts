import { afterEach, beforeEach, expect, test } from "vitest";
import type { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { inbound, type Kit, kit } from "../support/kit.ts";
import { asked, inPlace, newest, visitor } from "./stage.ts";

let k: Kit;
let staff: Staff;
let contact: number;
let one: Visitor;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
  contact = await asked(k, 1);
  await k.wa(inbound(1, "le va bene la bolletta di agosto?"));
  one = await visitor(k, staff);
});
afterEach(() => k.product.close());

const say = (text: string, more: Record<string, string> = {}, headers?: Record<string, string>) =>
  one.post(`/monitor/c/${contact}/messages`, { text, key: "k1", ...more }, headers);
const ours = () =>
  k.sql`select body, status, sent_by from whatsapp_messages where purpose = 'manual' order by id`;

test("a text leaves from the person's page, once however often it is sent, and is answered at once", async () => {
  const seen = String((await newest(k, contact)).id);
  const answers = await Promise.all([
    say("Va benissimo agosto, grazie.", { seen }),
    say("Va benissimo agosto, grazie.", { seen }),
  ]);
  for (const answer of answers) {
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/monitor/c/${contact}#composer`]);
  }
  expect(await ours()).toEqual([
    { body: "Va benissimo agosto, grazie.", status: "queued", sent_by: staff.userId },
  ]);
  await k.shift(60_000);
  expect((await k.claim()).message).toMatchObject({ text: "Va benissimo agosto, grazie." });
});

test("against something newer it asks once, with what was typed; colleagues' answers count too", async () => {
  const seen = String((await newest(k, contact)).id);
  await k.wa(inbound(1, "<b>anzi</b> quella di luglio?"));
  const refused = await say("Va bene agosto.", { seen });
  const page = await refused.text();
  expect(refused.status).toBe(409);
  expect(page).toContain("In the meantime they wrote: “&lt;b&gt;anzi&lt;/b&gt; quella di luglio?”");
  expect(page).toContain(">Va bene agosto.</textarea>");
  expect(page).toContain('name="despite" value="1"');
  expect(await ours()).toEqual([]);
  expect((await say("Va bene agosto.", { seen, despite: "1" })).status).toBe(303);
  const other = await visitor(k, await k.product.db.createStaff());
  const late = await other.post(`/monitor/c/${contact}/messages`, {
    text: "Luglio.",
    key: "k2",
    seen: String(Number((await newest(k, contact)).id) - 1),
  });
  expect(await late.text()).toContain("answered: “Va bene agosto.”");
});

test("nothing typed is lost: empty, too long and refused texts come back", async () => {
  const empty = await say("  \n");
  expect([empty.status, await empty.text()]).toEqual([
    422,
    expect.stringContaining("Write something before you send."),
  ]);
  const long = "è lungo ".repeat(600);
  const tooLong = await say(long);
  expect([tooLong.status, await tooLong.text()]).toEqual([
    422,
    expect.stringContaining(`>${long}</textarea>`),
  ]);
  await k.wa(inbound(1, "STOP"));
  const stopped = await say("Le scrivo <i>ancora</i>");
  const page = await stopped.text();
  expect(stopped.status).toBe(422);
  expect(page).toContain("They asked to STOP (today): nobody can write to them.");
  expect(page).toContain("Le scrivo &lt;i&gt;ancora&lt;/i&gt;</blockquote>");
  expect(page).not.toContain('<textarea id="say"');
  expect(await ours()).toEqual([]);
});

test("in place: an empty box with a key of its own, and a toast that takes the text back into the box", async () => {
  await k.sql`update channels set min_interval_ms = 60000, next_slot_at = app.now() + interval '10 minutes'`;
  const answer = await say("Ecco <script>", {}, inPlace);
  const part = await answer.text();
  expect(answer.status).toBe(200);
  expect(part).toMatch(/^<section id="composer"/);
  expect(part).toMatch(/<textarea id="say"[^>]*><\/textarea>/);
  expect(part).toMatch(/name="key" value="[0-9a-f-]{36}"/);
  expect(part).toMatch(/hx-target="#toast"[\s\S]*leaves at 10:1[12][\s\S]*Undo/);
  const { id } = await newest(k, contact);
  const back = await one.post(`/monitor/c/${contact}/messages/${id}/cancel`);
  expect(back.headers.get("location")).toBe(`/monitor/c/${contact}?again=${id}#composer`);
  expect(await newest(k, contact)).toMatchObject({ status: "cancelled" });
  const again = await one.post(`/monitor/c/${contact}/messages/${id}/cancel`);
  expect(again.status).toBe(303);
});

test("outside the hours and with the number down it says when it leaves", async () => {
  const box = async () =>
    (await (await say("", {}, inPlace)).text()).match(/class="leaves quiet">([^<]*)/)?.[1];
  expect(await box()).toBe("leaves now");
  await k.shift(36 * 3_600_000);
  expect(await box()).toMatch(/^leaves (tomorrow|\w{3},? \d+ \w+) at 0\d:\d\d$/);
  await k.sql`update channels set state = 'paused', pause_reason = 'staff', paused_at = app.now()`;
  expect(await box()).toBe("leaves when the phone is back");
});

test("a note is for colleagues alone, and calls whom it names", async () => {
  const giulia = await k.product.db.createStaff();
  const name = giulia.email.split("@")[0]!;
  const text = `@${name} la visura serve? <b>`;
  const answer = await one.post(`/monitor/c/${contact}/notes`, { text });
  expect(answer.headers.get("location")).toBe(`/monitor/c/${contact}#composer`);
  const [note] = await k.sql`select id, body from conversation_notes`;
  expect(note?.body).toBe(text);
  expect(await k.sql`select user_id from note_mentions`).toEqual([{ user_id: giulia.userId }]);
  expect(await ours()).toEqual([]);
  await one.post(`/monitor/c/${contact}/notes/${note!.id}/remove`);
  expect(await k.sql`select from conversation_notes where deleted_at is null`).toHaveLength(0);
  expect((await one.post(`/monitor/c/${contact}/notes`, { text: " " })).status).toBe(422);
});

test("ready texts carry this person's values, and fill the box", async () => {
  await k.sql`update whatsapp_templates set body = 'Salve {contact_name}, manca la bolletta.'`;
  const page = await (await one.get(`/monitor/c/${contact}/texts`)).text();
  expect(page).toContain("Cliente 1");
  const used = await (await one.get(`/monitor/c/${contact}/write?use=follow_up`)).text();
  expect(used).toMatch(/<textarea id="say"[^>]*>[^<]*Cliente 1/);
  const menu = await (await one.get(`/monitor/c/${contact}/texts?part=menu&q=foll`)).text();
  expect(menu).toMatch(/^<div role="option" id="ready-0" aria-selected="true" data-body="[^"]*Cliente 1/);
});

test("who is of another company, or came from another site, writes nothing", async () => {
  await k.sql`insert into workspaces (key, name) values ('altra', 'Altra')`;
  const stranger = await visitor(k, await k.product.db.createStaff({ workspace: "altra" }));
  const text = { text: "x", key: "k" };
  expect((await stranger.post(`/monitor/c/${contact}/messages`, text)).status).toBe(403);
  expect((await stranger.post(`/monitor/c/${contact}/notes`, text)).status).toBe(403);
  expect((await stranger.get(`/monitor/c/${contact}/texts`)).status).toBe(403);
  const forged = { origin: "https://evil.example" };
  expect((await one.post(`/monitor/c/${contact}/messages`, text, forged)).status).toBe(403);
  expect(await ours()).toEqual([]);
});
