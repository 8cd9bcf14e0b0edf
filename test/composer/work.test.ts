import { afterEach, beforeEach, expect, test } from "vitest";
import { callBackChoices } from "../../lib/pages/work/call-back-choices.ts";
import type { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, inbound, type Kit, kit } from "../support/kit.ts";
import { asked, inPlace, visitor } from "./stage.ts";

let k: Kit;
let staff: Staff;
let contact: number;
let one: Visitor;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
  contact = await asked(k, 1);
  await k.wa(inbound(1, "mi richiama?"));
  one = await visitor(k, staff);
});
afterEach(() => k.product.close());

const act = (verb: string, form: Record<string, string> = {}, headers?: Record<string, string>) =>
  one.post(`/monitor/c/${contact}/${verb}`, form, headers);
async function row() {
  const [found] = await k.sql`select * from conversations where contact_id = ${contact}`;
  return found!;
}
/** Does it in place, and presses what the toast offers. */
async function doAndUndo(verb: string, form: Record<string, string> = {}) {
  const part = await (await act(verb, form, inPlace)).text();
  const before = /name="before" value="([^"]*)"/.exec(part)?.[1]?.replaceAll("&quot;", '"');
  const done = await row();
  await act("undo", { before: before ?? "" });
  return { part, done };
}

test("each action is done in place, said, and taken back; each leaves a row in the log", async () => {
  const start = await row();
  const other = await k.product.db.createStaff();
  const cases = [
    ["owner", { owner: other.userId }, { owner: other.userId }, `Now with ${other.email.split("@")[0]}`],
    [
      "call-back",
      { at: "2026-11-23T09:00" },
      { state: "call_back" },
      "Comes back on top Mon 23 Nov at 09:00",
    ],
    ["handled", {}, { state: "waiting", unanswered: 0 }, "Handled: no answer is needed"],
    ["close", {}, { state: "closed" }, "Closed. It reopens if they write"],
    ["tag", { tag: "Fotovoltaico <b>" }, { tags: ["fotovoltaico <b>"] }, "Tag added: fotovoltaico &lt;b&gt;"],
  ] as const;
  for (const [verb, form, done, words] of cases) {
    const result = await doAndUndo(verb, form);
    expect(result.part).toMatch(/^<div id="actions"/);
    expect(result.part).toContain(words);
    expect(result.part).toContain("Undo");
    expect(result.done).toMatchObject(done);
    const { owner, call_back_at, handled_id, closed_at, tags, state } = await row();
    expect({ owner, call_back_at, handled_id, closed_at, tags, state }).toEqual({
      owner: start.owner,
      call_back_at: start.call_back_at,
      handled_id: start.handled_id,
      closed_at: start.closed_at,
      tags: start.tags,
      state: start.state,
    });
  }
  const [{ count }] = await k.sql<
    [{ count: number }]
  >`select count(*)::integer as count from audit_log where action = 'conversation_changed'`;
  expect(count).toBe(2 * cases.length);
});

test("without scripts the page says it once, and leads back to where it was pressed, never away", async () => {
  const back = await act("close", { next: "/monitor?view=mine" });
  expect([back.status, back.headers.get("location")]).toEqual([303, "/monitor?view=mine"]);
  expect(one.cookies.has("aftercall-done")).toBe(true);
  for (const next of ["https://evil.example/", "//evil.example", "/api/health"]) {
    expect((await act("reopen", { next })).headers.get("location")).toBe(`/monitor/c/${contact}`);
  }
  const again = await act("unread");
  expect(again.headers.get("location")).toBe("/monitor");
});

test("a tag of a colleague's stays when another is taken back", async () => {
  await act("tag", { tag: "bar" });
  await act("tag", { tag: "urgente" });
  await act("untag", { tag: "bar" });
  expect((await row()).tags).toEqual(["urgente"]);
  const offered = await one.get(`/monitor/c/${contact}/tags`);
  expect(await offered.text()).toBe('<option value="urgente"></option>');
});

test("closed right after the answer: it leaves, and nobody is called back for it", async () => {
  await one.post(`/monitor/c/${contact}/messages`, { text: "Certo, a dopo.", key: "k1" });
  await act("close");
  expect(await row()).toMatchObject({ state: "closed", closed_at: expect.anything() });
  await k.shift(60_000);
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  expect((await row()).state).toBe("closed");
  await k.wa(inbound(1, "grazie, aspetto"));
  expect(await row()).toMatchObject({ state: "reply", closed_at: null });
});

test("what cannot be is said where it was pressed", async () => {
  const said = async (verb: string, form: Record<string, string>) => (await act(verb, form, inPlace)).text();
  expect(await said("call-back", { at: "domani" })).toContain("That is no date");
  expect(await said("owner", { owner: crypto.randomUUID() })).toContain("does not work here any more");
  expect(await said("tag", { tag: "x".repeat(41) })).toContain("At most 20 tags");
  expect(await said("block", { reason: "" })).toContain("Nothing changed: write why");
  expect((await act("undo", { before: "no json" })).status).toBe(400);
  expect((await act("undo", { before: '{"state":"done","workspace_id":1}' })).status).toBe(303);
  expect((await row()).state).toBe("reply");
  expect((await act("nonsense")).status).toBe(404);
});

test("an agent blocks and cannot take it back; a manager can", async () => {
  const blocked = await (await act("block", { reason: "insulta" }, inPlace)).text();
  expect(blocked).toContain("We do not write to this person any more");
  expect(blocked).not.toContain("Undo");
  expect(blocked).toMatch(/hx-target="#composer"[\s\S]*we do not write to this person any more/);
  expect((await act("unblock", { reason: "errore" })).status).toBe(403);
  one = await visitor(k, await k.product.db.createStaff({ role: "manager" }));
  expect(await (await act("unblock", { reason: "errore" }, inPlace)).text()).toContain(
    "May be written to again",
  );
  expect(await (await act("block", { reason: "insulta" }, inPlace)).text()).toContain("Undo");
});

test("quick choices are in the company's own time", () => {
  const names = (now: string) =>
    callBackChoices(now, "Europe/Rome").map(({ name, value }) => `${name} ${value}`);
  // Friday 27 November, 10:00 in Rome.
  expect(names("2026-11-27T09:00:00Z")).toEqual([
    "hour +60",
    "today 2026-11-27T15:00",
    "tomorrow 2026-11-28T09:00",
    "monday 2026-11-30T09:00",
  ]);
  // Sunday, half past midnight in Rome: tomorrow is Monday.
  expect(names("2026-11-28T23:30:00Z")).toEqual([
    "hour +60",
    "today 2026-11-29T15:00",
    "tomorrow 2026-11-30T09:00",
  ]);
});

test("who is of another company changes nothing", async () => {
  await k.sql`insert into workspaces (key, name) values ('altra', 'Altra')`;
  one = await visitor(k, await k.product.db.createStaff({ workspace: "altra", role: "admin" }));
  const verbs = ["owner", "call-back", "handled", "close", "tag", "unread", "block", "undo"];
  for (const verb of verbs) {
    const answer = await act(verb, { owner: "", at: "", tag: "x", reason: "x", before: "{}" });
    expect([verb, answer.status]).toEqual([verb, 403]);
  }
  expect((await row()).closed_at).toBeNull();
});
