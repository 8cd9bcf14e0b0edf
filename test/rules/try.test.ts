import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseCloudtalk } from "../../lib/vendors/cloudtalk/parse-cloudtalk.ts";
import { endedCall, inbound, phone } from "../support/kit.ts";
import { hour, rule, type Stage, stage } from "./stage.ts";

/** The dry run says what would happen, and does nothing. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const facts = (body: object) =>
  parseCloudtalk({
    kind: "workflow",
    contentType: "application/json",
    rawBody: new TextEncoder().encode(JSON.stringify(body)),
    defaultCountry: "IT",
  }).delivery.values[0];
const ask = (args: object) => k.ask("try_decision", { workspace: k.workspace, ...args });
const time = async (ms: number) =>
  new Date((await k.product.db.now()).getTime() + ms).toISOString().slice(0, 19);

/** Everything that the recording of a call writes to. */
const written = async () =>
  (
    await k.sql`select (select count(*) from cloudtalk_calls) c, (select count(*) from whatsapp_messages) m,
    (select count(*) from contacts) p, (select count(*) from ask_decisions) d, (select count(*) from whatsapp_conversations) v`
  )[0];

test("a pasted payload: the rule, the text, the time", async () => {
  await k.saveRules([rule("vip", { tags: { any: ["vip"] } }, { delayMinutes: 30, expiresAfterHours: 2 })]);
  await k.sql`update whatsapp_templates set body = 'Ciao {contact_name|cliente} da {agent_name}'`;
  const before = await written();
  const answer = await ask({ facts: facts(endedCall(1, { call_tags: "vip", agent_name: "Sara" })) });
  expect(answer).toMatchObject({
    send: true,
    code: "rule_send",
    ruleId: "vip",
    ruleName: "Regola vip",
    reason: 'Rule "Regola vip" (no. 1): the tags have one of "vip".',
    because: [{ fact: "tags.any", holds: true }],
    template: "follow_up",
    text: "Ciao Cliente 1 da Sara",
  });
  expect([answer.dueAt, answer.leavesAt, answer.expiresAt].map((t) => t.slice(0, 19))).toEqual([
    await time(hour / 2),
    await time(hour / 2),
    await time(2.5 * hour),
  ]);
  expect(answer.guards.every(({ passes }: { passes: boolean }) => passes)).toBe(true);
  expect(await written()).toEqual(before);
});

test("with the draft that somebody is editing", async () => {
  const rules = { rules: [rule("none", {}, { send: false, reason: "Not today." })] };
  expect(await ask({ facts: facts(endedCall(1)), rules })).toMatchObject({
    send: false,
    code: "rule_skip",
    reason: 'Rule "Regola none" (no. 1): Not today (the call was answered (talking time 120 s)).',
    text: null,
    dueAt: null,
    guards: [],
  });
  expect(await ask({ facts: facts(endedCall(1)) })).toMatchObject({ send: true });
});

test.each<[string, () => Promise<unknown>, string]>([
  ["who asked to stop", () => k.wa(inbound(1, "stop")), "opted_out"],
  ["who is asked already", () => k.ct(endedCall(1)), "covered"],
  [
    "who answered a moment ago",
    async () => [await k.ct(endedCall(1)), await k.sendAll(), await k.text(1)],
    "cooldown",
  ],
  [
    "whose bill is here",
    async () => [await k.ct(endedCall(1)), await k.sendAll(), await k.file(1)],
    "bill_received",
  ],
])("%s: the rule sends, and the guard says why not", async (_, happens, code) => {
  await happens();
  const answer = await ask({ facts: facts(endedCall(1, { call_id: "new" })) });
  expect(answer).toMatchObject({
    send: false,
    code,
    ruleSends: true,
    ruleId: "default_rule",
    leavesAt: null,
  });
  expect(answer.guards.at(-1)).toMatchObject({ guard: code, passes: false, reason: answer.reason });
});

test("a refusal by a fact has no rule", async () => {
  expect(await ask({ facts: facts(endedCall(1, { external_number: "390612345678" })) })).toMatchObject({
    send: false,
    code: "fixed_line",
    ruleId: null,
    because: [{ fact: "phone", actual: "fixed_line" }],
  });
});

test("a body that ends no call waits for one that does", async () => {
  const answer = await ask({
    facts: facts({ event: "call-modified", call_id: "1", external_number: phone(1) }),
  });
  expect(answer).toMatchObject({ send: false, code: "not_ended", ruleSends: true });
});

test("who only wrote to us is known, as they will be to the call", async () => {
  await k.text(1, "Buongiorno");
  await k.saveRules([rule("new", { contact: "new" }), rule("known", { contact: "known" })]);
  expect(await ask({ facts: facts(endedCall(1)) })).toMatchObject({ ruleId: "known" });
  await k.ct(endedCall(1));
  expect((await k.call("900000001")).decision).toMatchObject({ ruleId: "known" });
});

test("at night: when it would leave, live at once", async () => {
  await k.product.db.freezeClock("2026-11-21T22:00:00Z");
  await k.saveRules([
    rule("later", { tags: { any: ["later"] } }, { priority: "reminder" }),
    rule("live", {}),
  ]);
  const at = async (tags: string) =>
    (await ask({ facts: facts(endedCall(1, { call_tags: tags })) })).leavesAt.slice(0, 19);
  expect([await at("later"), await at("x")]).toEqual(["2026-11-22T07:00:00", "2026-11-21T22:00:00"]);
});

test("what would expire before the morning has no time", async () => {
  await k.product.db.freezeClock("2026-11-21T22:00:00Z");
  await k.saveRules([rule("short", {}, { priority: "reminder", expiresAfterHours: 1 })]);
  const answer = await ask({ facts: facts(endedCall(1)) });
  expect(answer.leavesAt).toBe(null);
  expect(answer.guards.at(-1)).toMatchObject({ guard: "hours", passes: false });
});

describe("a past call", () => {
  test("is judged as if it came now, without its own message and what came after", async () => {
    await k.ct(endedCall(1));
    await k.saveRules([rule("new", { contact: "new" }, { delayMinutes: 1 })]);
    const call = Number((await k.call("900000001")).id);
    const before = await written();
    expect(await ask({ call })).toMatchObject({ send: true, ruleId: "new", staffDecision: null });
    await k.override("900000001", "dont_send");
    expect(await ask({ call })).toMatchObject({ send: true, staffDecision: "dont_send" });
    expect((await written())!.c).toEqual(before!.c);
  });

  test("of nobody is not found, nor is one of another company", async () => {
    await k.ct(endedCall(1));
    await expect(ask({ call: 999 })).rejects.toThrow("PT404");
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const neighbour = await k.product.db.createStaff({ workspace: "neighbour", role: "admin" });
    const [{ id }] = await k.sql<[{ id: string }]>`select id from workspaces where key = 'neighbour'`;
    const call = Number((await k.call("900000001")).id);
    const own = await neighbour.client.rpc("try_decision", { workspace: id, call });
    expect(own.error?.code).toBe("PT404");
    const other = await neighbour.client.rpc("try_decision", { workspace: k.workspace, call });
    expect(other.error?.code).toBe("42501");
  });

  test("nothing given is refused", async () => {
    await expect(ask({})).rejects.toThrow("PT400");
  });
});
