import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, limited } from "../support/kit.ts";
import { hour, rule, type Stage, stage } from "./stage.ts";

/** What a rule makes of a call: text, time, order and expiry, and what a later fact makes of that. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const id = "900000001";
const tagged = (tags: string) => ({ event: "call-modified", call_id: id, call_tags: tags });
const at = async (ms: number) => new Date((await k.product.db.now()).getTime() + ms);

test("missed calls get a text of their own", async () => {
  await k.template("missed", "Ciao {contact_name}, non ti abbiamo trovato.");
  await k.saveRules([rule("missed", { outcome: ["missed"] }, { template: "missed" }), rule("all", {})]);
  await k.ct(endedCall(1, { talking_time: "0" }));
  await k.ct(endedCall(2));
  const bodies = (await k.msgs()).map(({ body }) => body.slice(0, 20));
  expect(bodies).toEqual(["Ciao Cliente 1, non ", "Buongiorno, sono Sam"]);
});

test("a rule whose text is missing sends nothing, and says so", async () => {
  await k.template("gone", "Ciao");
  await k.saveRules([rule("all", {}, { template: "gone" })]);
  await k.sql`delete from whatsapp_templates where key = 'gone'`;
  await k.ct(endedCall(1));
  expect(await k.call(id)).toMatchObject({
    should_send: false,
    should_send_code: "not_set_up",
    should_send_reason: 'There is no WhatsApp channel, or no text "gone".',
  });
});

test("delay, priority and expiry are the rule's", async () => {
  await k.saveRules([rule("all", {}, { delayMinutes: 90, priority: "bulk", expiresAfterHours: 5 })]);
  await k.ct(endedCall(1));
  expect(await k.followUp(1)).toMatchObject({
    due_at: await at(1.5 * hour),
    live_until: null,
    expires_at: await at(6.5 * hour),
    priority: 20,
  });
  expect(await k.claim()).toMatchObject({ action: "idle" });
  await k.shift(1.5 * hour);
  expect(await k.claim()).toMatchObject({ action: "claimed" });
});

test.each([
  ["live, at once", { priority: "live", delayMinutes: 0 }, true],
  ["live, later", { priority: "live", delayMinutes: 1 }, false],
  ["at once, not live", { priority: "reminder", delayMinutes: 0 }, false],
] as const)("may leave outside the hours only what is live and at once: %s", async (_, then, leaves) => {
  await k.product.db.freezeClock("2026-11-21T20:05:00Z");
  await k.saveRules([rule("all", {}, then)]);
  await k.ct(endedCall(1));
  await k.shift(5 * 60_000);
  expect((await k.claim()).action).toBe(leaves ? "claimed" : "idle");
});

test("a live follow-up overtakes what is less urgent", async () => {
  await k.saveRules([rule("bulk", { tags: { any: ["bulk"] } }, { priority: "bulk" }), rule("all", {})]);
  await k.ct(endedCall(1, { call_tags: "bulk" }));
  await k.ct(endedCall(2));
  const order = (
    await k.sql`select m.recipient from app.queue_forecast(${k.channel}, 9) with ordinality f
    join whatsapp_messages m on m.id = f.message_id order by f.ordinality`
  ).map((r) => r.recipient);
  expect(order).toEqual([(await k.followUp(2)).recipient, (await k.followUp(1)).recipient]);
});

describe("a later fact, while the message waits", () => {
  const partner = rule(
    "partner",
    { tags: { any: ["partner"] } },
    { send: false, reason: "Partners get no message." },
  );

  test("that says no withdraws it; taken back, another one waits", async () => {
    await k.saveRules([partner, rule("all", {})]);
    await k.ct(endedCall(1));
    await k.ct(tagged("partner"));
    expect(await k.call(id)).toMatchObject({ should_send: false, should_send_code: "rule_skip" });
    expect(await k.msgs()).toMatchObject([
      { status: "cancelled", reason_code: "rule_skip", ask_open: false },
    ]);
    await k.ct(tagged("cliente"));
    expect(await k.call(id)).toMatchObject({ should_send: true, should_send_code: "rule_send" });
    expect(await k.msgs()).toMatchObject([{ status: "cancelled" }, { status: "queued", ask_open: true }]);
    expect((await k.decisions(id)).map(({ code }) => code)).toEqual(["rule_send", "rule_skip", "rule_send"]);
  });

  test("that says yes sends", async () => {
    await k.saveRules([rule("vip", { tags: { any: ["vip"] } })]);
    await k.ct(endedCall(1));
    expect(await k.call(id)).toMatchObject({ should_send: false, should_send_code: "no_rule" });
    await k.ct(tagged("vip"));
    expect(await k.followUp(1)).toMatchObject({ status: "queued" });
  });

  test("that leads to another rule changes its text and time", async () => {
    await k.template("vip", "Gentile {contact_name}");
    await k.saveRules([
      rule(
        "vip",
        { tags: { any: ["vip"] } },
        { template: "vip", delayMinutes: 10, priority: "reminder", expiresAfterHours: 1 },
      ),
      rule("all", {}),
    ]);
    await k.ct(endedCall(1));
    const before = await k.followUp(1);
    await k.ct(tagged("vip"));
    expect(await k.msgs()).toHaveLength(1);
    expect(await k.followUp(1)).toMatchObject({
      id: before.id,
      status: "queued",
      body: "Gentile Cliente 1",
      due_at: await at(10 * 60_000),
      live_until: null,
      expires_at: await at(hour + 10 * 60_000),
      priority: 10,
    });
    expect(await k.call(id)).toMatchObject({ should_send: true, should_send_code: "rule_send" });
  });

  test("leaves the time of a retry alone, and the text of what may have arrived", async () => {
    await k.template("vip", "Gentile {contact_name}");
    await k.saveRules([rule("vip", { tags: { any: ["vip"] } }, { template: "vip" }), rule("all", {})]);
    await k.ct(endedCall(1));
    const claim = await k.claim();
    await k.settle(claim.message.id, 1, { ...limited, retryAfterMs: 600_000 });
    await k.ct(tagged("vip"));
    expect(await k.followUp(1)).toMatchObject({ body: "Gentile Cliente 1", due_at: await at(600_000) });
    await k.shift(600_000);
    const second = await k.claim();
    await k.settle(second.message.id, 2, { kind: "uncertain", code: "timeout", message: "x" });
    await k.ask("resolve_uncertain", { message: second.message.id, decision: "resend" });
    await k.ct(tagged("altro"));
    expect(await k.followUp(1)).toMatchObject({ status: "queued", body: "Gentile Cliente 1" });
  });

  test("is only recorded once it left, and heeded when it comes back unsent", async () => {
    await k.saveRules([partner, rule("all", {})]);
    await k.ct(endedCall(1));
    const claim = await k.claim();
    await k.ct(tagged("partner"));
    expect(await k.call(id)).toMatchObject({ should_send: true });
    await k.settle(claim.message.id, 1, limited);
    expect(await k.followUp(1)).toMatchObject({ status: "cancelled", reason_code: "rule_skip" });
    expect(await k.call(id)).toMatchObject({ should_send: false, should_send_code: "rule_skip" });
  });

  test("does not bring back what the customer answered", async () => {
    await k.saveRules([partner, rule("all", {})]);
    await k.ct(endedCall(1));
    await k.file(1);
    await k.ct(tagged("partner"));
    await k.ct(tagged("cliente"));
    expect((await k.msgs()).filter(({ purpose }) => purpose === "follow_up")).toMatchObject([
      { status: "cancelled", reason_code: "bill_received" },
    ]);
  });

  test("hands the ask to a covered call, by the rule of that one", async () => {
    await k.saveRules([partner, rule("all", {}, { delayMinutes: 7 })]);
    await k.ct(endedCall(1));
    await k.ct(endedCall(1, { call_id: "second" }));
    await k.ct(tagged("partner"));
    expect(await k.call("second")).toMatchObject({ should_send: true, covered_by: null });
    expect(await k.msgs()).toMatchObject([
      { status: "cancelled" },
      { status: "queued", due_at: await at(7 * 60_000) },
    ]);
  });
});

describe("what we know of the person", () => {
  test("new is who has no call and no message before this call", async () => {
    await k.saveRules([
      rule("new", { contact: "new" }),
      rule("known", { contact: "known" }, { delayMinutes: 3 }),
    ]);
    await k.ct(endedCall(1));
    expect((await k.call(id)).decision.ruleId).toBe("new");
    // Its own message is no history.
    await k.sendAll();
    await k.ct(tagged("x"));
    expect((await k.call(id)).decision.ruleId).toBe("new");
    await k.ct(endedCall(1, { call_id: "second" }));
    expect((await k.call("second")).decision.ruleId).toBe("known");
    await k.text(2, "buongiorno");
    await k.ct(endedCall(2));
    expect((await k.call("900000002")).decision.ruleId).toBe("known");
  });

  test("follow-ups that may have arrived count, of other calls", async () => {
    await k.save("cooldown", { hours: 0 });
    await k.saveRules([
      rule("often", { previousFollowUps: { min: 2 } }, { send: false, reason: "Asked twice already." }),
      rule("all", {}),
    ]);
    for (const n of ["a", "b", "c"]) {
      await k.ct(endedCall(1, { call_id: n }));
      await k.sendAll();
    }
    expect(await k.call("b")).toMatchObject({ should_send: true });
    expect(await k.call("c")).toMatchObject({
      should_send: false,
      should_send_reason:
        'Rule "Regola often" (no. 1): Asked twice already (the person had 2 follow-ups before).',
    });
  });
});
