import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, phone } from "../support/kit.ts";
import { hour, type Stage, stage } from "./stage.ts";

/** Calls of whom we took for two people, or for another one: who is asked in the end, and whose the answer is. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const contact = async (n: number) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${phone(n)}`)[0]!.contact_id);
const merge = async (loser: number, winner: number) =>
  k.sql`select app.merge_contacts(${await contact(loser)}, ${await contact(winner)}, ${k.manager.userId}, null)`;
const waiting = async () => (await k.msgs()).filter(({ status }) => status === "queued");

test("a voice agent misheard the number: whoever has it is asked after their own call", async () => {
  await k.ct({ data: { callId: "V1", caller_number: phone(1), extracted: { interested: true } } });
  await k.ct(endedCall(1, { call_id: "B" }));
  expect(await k.call("B")).toMatchObject({ should_send_code: "covered" });
  await k.ct(endedCall(2, { call_id: "V1" }));
  expect((await waiting()).map(({ recipient }) => recipient).sort()).toEqual([phone(1), phone(2)]);
  expect(await k.call("B")).toMatchObject({ should_send: true, covered_by: null });
});

test("merged with somebody asked an hour ago, what waits does not leave", async () => {
  await k.ct(endedCall(1));
  await k.sendAll();
  await k.text(1);
  await k.shift(hour);
  await k.ct(endedCall(2));
  await merge(2, 1);
  expect(await waiting()).toEqual([]);
  expect(await k.call("900000002")).toMatchObject({ should_send: false, should_send_code: "cooldown" });
});

test.each([
  ["into", 2, 1],
  ["with", 1, 2],
])("merged %s somebody whose bill is here, what waits does not leave", async (_, loser, winner) => {
  await k.ct(endedCall(1));
  await k.sendAll();
  await k.file(1);
  await k.shift(40 * hour);
  await k.ct(endedCall(2));
  await merge(loser, winner);
  expect(await waiting()).toEqual([]);
  expect(await k.call("900000002")).toMatchObject({ should_send_code: "bill_received" });
});

test("merged, what a person asked to send waits on", async () => {
  await k.ct(endedCall(1));
  await k.sendAll();
  await k.text(1);
  await k.ct(endedCall(2, { talking_time: "0" }));
  await k.override("900000002", "send");
  await merge(2, 1);
  expect(await waiting()).toHaveLength(1);
});

test("a call that the withdrawn ask covered is answered with the one that stays", async () => {
  await k.ct(endedCall(1));
  await k.ct(endedCall(2));
  await k.ct(endedCall(2, { call_id: "second" }));
  await merge(2, 1);
  await k.sendAll();
  await k.text(1);
  for (const id of ["900000001", "900000002", "second"])
    expect(await k.call(id)).toMatchObject({ electricity_bill_received: true });
});

test("a reminder withdrawn by a merge does not make its call look as if nothing was sent", async () => {
  await k.template("reminder", "Ha trovato la bolletta?");
  await k.save("reminders", { enabled: true, steps: [{ afterDays: 1, template: "reminder" }] });
  await k.ct(endedCall(2));
  await k.sendAll();
  await k.shift(24 * hour);
  await k.rpc("tick", {});
  await k.ct(endedCall(1));
  await merge(2, 1);
  expect(await k.call("900000002")).toMatchObject({ should_send: true, should_send_code: "default_rule" });
});
