import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound } from "../support/kit.ts";
import { hour, type Stage, stage } from "./stage.ts";

/** Never too often: an ask, then so many hours without another; none once the bill is in. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
  await k.ct(endedCall(1));
});
afterEach(() => k.product.close());

const first = "900000001";
const again = async (id = "second", over: object = {}) => {
  await k.ct(endedCall(1, { call_id: id, ...over }));
  return k.call(id);
};
const waiting = async () => (await k.msgs()).filter(({ status }) => status === "queued");

test("while the first ask waits, and while it is unanswered within 24 h, the second call is covered", async () => {
  expect(await again("b")).toMatchObject({ should_send: false, should_send_code: "covered" });
  await k.sendAll();
  await k.shift(24 * hour - 120_000);
  expect(await again("c")).toMatchObject({
    should_send_code: "covered",
    covered_by: (await k.call(first)).id,
    should_send_reason: "Already asked after an earlier call (#1), so no second message.",
  });
  expect(await waiting()).toEqual([]);
});

test("24 h after it began to leave, an unanswered ask gives way to a new one", async () => {
  await k.sendAll();
  await k.shift(24 * hour - 60_000);
  expect(await again()).toMatchObject({ should_send: true, covered_by: null });
  const [old, renewed] = (await k.msgs()).filter(({ purpose }) => purpose === "follow_up");
  expect([old, renewed]).toMatchObject([
    { status: "accepted", ask_open: false },
    { status: "queued", ask_open: true },
  ]);
  await k.sendAll();
  await k.text(1);
  expect(await k.call(first)).toMatchObject({ electricity_bill_received: true });
  expect(await k.call("second")).toMatchObject({ electricity_bill_received: true });
});

test("an answer does not shorten it: within 24 h of the ask no other", async () => {
  await k.sendAll();
  await k.text(1);
  await k.shift(23 * hour);
  expect(await again("b")).toMatchObject({
    should_send: false,
    should_send_code: "cooldown",
    covered_by: null,
    should_send_reason: "We asked this person less than 24 hours ago (call #1).",
  });
  await k.shift(hour);
  expect(await again("c")).toMatchObject({ should_send: true });
});

test("who was not asked then is not asked days later, because of a tag", async () => {
  await k.sendAll();
  await k.text(1);
  await again("b");
  await k.shift(48 * hour);
  await k.ct({ event: "call-modified", call_id: "b", call_tags: "x" });
  expect(await k.call("b")).toMatchObject({ should_send: false, should_send_code: "cooldown" });
  expect(await waiting()).toEqual([]);
});

test("its length is the company's; 0 is none, but two never wait at once", async () => {
  await k.save("cooldown", { hours: 2 });
  await k.sendAll();
  await k.shift(2 * hour - 60_000);
  expect(await again("b")).toMatchObject({ should_send: true });
  await k.save("cooldown", { hours: 0 });
  expect(await again("c")).toMatchObject({ should_send_code: "covered" });
  await k.sendAll();
  expect(await again("d")).toMatchObject({ should_send: true });
});

test("what never reached the customer is no ask", async () => {
  const claim = await k.claim();
  await k.settle(claim.message.id, 1, { kind: "failed", code: "invalid", message: "no" });
  expect(await again()).toMatchObject({ should_send: true });
});

test("an ask whose outcome nobody knows counts", async () => {
  const claim = await k.claim();
  await k.settle(claim.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
  await k.shift(hour);
  expect(await again()).toMatchObject({ should_send_code: "covered" });
});

test("of a pair that turns out to be one person, both asks count", async () => {
  await k.sendAll();
  await k.wa(inbound(1, "ok", { key: { senderLid: "180000000000777@lid" } }));
  expect(await again()).toMatchObject({ should_send_code: "cooldown" });
});

describe("once the bill is in", () => {
  test.each([
    ["as a file", async () => void (await k.file(1))],
    [
      "as a person confirmed",
      async () => void (await k.ask("confirm_bill", { call: Number((await k.call(first)).id) })),
    ],
  ])("%s, nobody asks, however long ago", async (_, comes) => {
    await k.sendAll();
    await comes();
    await k.shift(90 * 24 * hour);
    expect(await again()).toMatchObject({
      should_send: false,
      should_send_code: "bill_received",
      should_send_reason: "The customer's bill is here already.",
    });
    expect(await waiting()).toEqual([]);
  });

  test("a text alone is no bill", async () => {
    await k.sendAll();
    await k.text(1);
    await k.shift(25 * hour);
    expect(await again()).toMatchObject({ should_send: true });
  });

  test("taken back, the next call asks again", async () => {
    await k.sendAll();
    await k.file(1);
    await k.ask("undo_bill", { call: Number((await k.call(first)).id), reason: "Era la bolletta del gas" });
    await k.shift(25 * hour);
    expect(await again()).toMatchObject({ should_send: true });
  });
});
