import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound } from "../support/kit.ts";
import { hour, rule, type Stage, stage } from "./stage.ts";

/** A person decides: "send anyway" and "don't send", and who it was. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const id = "900000001";
const audit = () => k.sql`select * from audit_log where action = 'call_overridden' order by id`;
const followUps = async () => (await k.msgs()).filter(({ purpose }) => purpose === "follow_up");

test("both are recorded: on the call, in its history, in the log", async () => {
  await k.ct(endedCall(1));
  expect(await k.override(id, "dont_send")).toBe("staff_refused");
  expect(await k.call(id)).toMatchObject({ staff_decision: "dont_send", decided_by: k.manager.userId });
  expect(await k.override(id, "send")).toBe("staff_send");
  expect(await k.decisions(id)).toMatchObject([
    { code: "default_rule", user_id: null },
    { send: false, code: "staff_refused", user_id: k.manager.userId, reason: "Staff asked not to send it." },
    { send: true, code: "staff_send", user_id: k.manager.userId, rule_id: null },
  ]);
  const detail = (decision: string, answer: string) => ({
    user_id: k.manager.userId,
    subject_kind: "call",
    subject_id: String(1),
    detail: { decision, answer },
  });
  expect(await audit()).toMatchObject([detail("dont_send", "staff_refused"), detail("send", "staff_send")]);
  expect(await followUps()).toMatchObject([{ status: "cancelled" }, { status: "queued" }]);
});

test("stays, whatever comes after", async () => {
  await k.ct(endedCall(1));
  await k.override(id, "dont_send");
  await k.ct({ event: "call-modified", call_id: id, call_tags: "vip" });
  expect(await k.call(id)).toMatchObject({ should_send: false, should_send_code: "staff_refused" });
  await k.ct(endedCall(2, { talking_time: "0" }));
  await k.override("900000002", "send");
  await k.ct({ event: "call-modified", call_id: "900000002", is_voicemail: true });
  expect(await k.followUp(2)).toMatchObject({ status: "queued" });
});

test("what CloudTalk changes later is not put down to who decided, and their word is, wherever it goes", async () => {
  const call_uuid = "b3a1c0de-0000-4000-8000-000000000001";
  await k.ct(endedCall(1));
  await k.ct(endedCall(1, { call_id: undefined, call_uuid }));
  await k.ask("override_call", { call: 2, decision: "dont_send" });
  // Both are one call.
  await k.ct({ event: "call-modified", call_id: id, call_uuid });
  const [kept, twin] = await k.sql`select d.code, d.user_id from cloudtalk_calls c
    cross join lateral (select * from ask_decisions d where d.call_id = c.id order by d.id desc limit 1) d order by c.is_twin`;
  expect(kept).toEqual({ code: "staff_refused", user_id: k.manager.userId });
  expect(twin).toEqual({ code: "covered", user_id: null });
});

test('"don\'t send" also counts for what did not leave by itself', async () => {
  await k.ct(endedCall(1));
  const claim = await k.claim();
  await k.settle(claim.message.id, 1, { kind: "failed", code: "refused", message: "no" });
  expect(await k.override(id, "dont_send")).toBe("staff_refused");
  expect(await k.followUp(1)).toMatchObject({ status: "failed" });
  expect((await k.decisions(id)).at(-1)).toMatchObject({ send: false, code: "staff_refused" });
});

test("goes out with the text of the rule that would send, at once", async () => {
  await k.template("vip", "Gentile {contact_name}");
  await k.saveRules([rule("vip", { tags: { any: ["vip"] } }, { template: "vip", delayMinutes: 600 })]);
  await k.ct(endedCall(1, { call_tags: "vip" }));
  await k.override(id, "dont_send");
  await k.override(id, "send");
  expect(await k.claim()).toMatchObject({ message: { text: "Gentile Cliente 1" } });
});

describe("send anyway", () => {
  test("may ask again within the cooldown, and though the bill is in", async () => {
    await k.ct(endedCall(1));
    await k.sendAll();
    await k.file(1);
    await k.ct(endedCall(1, { call_id: "b" }));
    expect(await k.override("b", "send")).toBe("staff_send");
    await k.sendAll();
    await k.shift(hour);
    await k.ct(endedCall(2));
    await k.sendAll();
    await k.text(2);
    await k.ct(endedCall(2, { call_id: "c" }));
    expect(await k.override("c", "send")).toBe("staff_send");
    const open = (await k.msgs()).filter(({ ask_open }) => ask_open);
    expect(open).toMatchObject([{ status: "accepted" }, { status: "queued" }]);
  });

  test("is covered by an ask that is about to leave", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(1, { call_id: "b" }));
    expect(await k.override("b", "send")).toBe("covered");
    expect(await followUps()).toHaveLength(1);
  });

  test("refuses who asked to stop", async () => {
    await k.ct(endedCall(1, { talking_time: "0" }));
    await k.wa(inbound(1, "STOP"));
    expect(await k.override(id, "send")).toBe("opted_out");
    expect(await followUps()).toEqual([]);
    expect((await k.decisions(id)).at(-1)).toMatchObject({ code: "opted_out", user_id: k.manager.userId });
  });

  test("refuses who is blocked", async () => {
    await k.ct(endedCall(1, { talking_time: "0" }));
    await k.sql`update contacts set blocked_at = app.now()`;
    expect(await k.override(id, "send")).toBe("blocked");
  });

  test.each([["no number", { external_number: undefined }]])("refuses %s", async (_, over) => {
    await k.ct(endedCall(1, over));
    expect(await k.override(id, "send")).toBe("no_phone");
    expect(await audit()).toEqual([]);
  });
});
