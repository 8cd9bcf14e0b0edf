import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall } from "../support/kit.ts";
import { hour, type Stage, stage } from "./stage.ts";

/**
 * One call under two ids, until a body names both: one row goes on, the other never asks. What had left for either is the
 * call's own, and so is its answer.
 */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const uuid = "0f0e7c52-8a55-4f0b-9a1f-000000000001";
const byUuid = () => k.ct(endedCall(1, { call_id: undefined, call_uuid: uuid }));
const missedById = () => k.ct(endedCall(1, { call_id: "A1", talking_time: "0" }));
const join = () => k.ct({ event: "call-modified", call_id: "A1", call_uuid: uuid, call_tags: "x" });
const sent = async () =>
  (await k.msgs()).filter(({ direction, status }) => direction === "out" && status !== "cancelled");

test("missed by one word and answered by the other, it is asked once, days later too", async () => {
  await missedById();
  await byUuid();
  await k.sendAll();
  await k.shift(30 * hour);
  await join();
  const { id } = await k.call("A1");
  expect(await sent()).toMatchObject([{ status: "accepted", call_id: id }]);
  expect(await k.call("A1")).toMatchObject({ should_send: true, should_send_code: "default_rule" });
});

test("what was answered before they met counts for the one that goes on", async () => {
  await missedById();
  await byUuid();
  await k.sendAll();
  await k.text(1);
  await join();
  expect(await k.call("A1")).toMatchObject({ electricity_bill_received: true });
});

test("the row that covered it was itself: it is asked", async () => {
  await missedById();
  await byUuid();
  await k.ct(endedCall(1, { call_id: "A1", talking_time: "60" }));
  expect(await k.call("A1")).toMatchObject({ should_send_code: "covered" });
  await join();
  expect(await sent()).toMatchObject([{ status: "queued", call_id: (await k.call("A1")).id }]);
});

test("another call that it covered is answered with it", async () => {
  await missedById();
  await byUuid();
  await k.ct(endedCall(1, { call_id: "C3" }));
  await join();
  await k.sendAll();
  await k.text(1);
  expect(await k.call("A1")).toMatchObject({ electricity_bill_received: true });
  expect(await k.call("C3")).toMatchObject({ electricity_bill_received: true });
});

test("refused under one id, it is not sent under the other", async () => {
  await k.ct(endedCall(1, { call_id: "A1" }));
  await byUuid();
  await join();
  await k.ct({ event: "call-modified", call_id: "A1", shouldSend: false });
  expect(await sent()).toEqual([]);
});
