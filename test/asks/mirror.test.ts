import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, inbound, pdf, phone, refusal } from "../support/kit.ts";
import { fixture } from "../support/product.ts";
import { type Stage, stage } from "./stage.ts";

/** A call says what its ask says, in the same transaction, whatever changed it. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const differing = () => s.sql`select k.id from cloudtalk_calls k left join asks a on a.call_id = k.id
  left join asks o on o.id = a.covered_by
  where a.id is null or (k.should_send, k.should_send_code, k.should_send_reason, k.decision, k.covered_by, k.is_twin,
    k.staff_decision, k.electricity_bill_evidence, k.electricity_bill_message_id, k.electricity_bill_received_at, k.contact_id)
    is distinct from (a.should_send, a.code, a.reason, a.decision, o.call_id, a.is_twin, a.staff_decision, a.evidence,
    a.evidence_message_id, a.evidence_at, a.contact_id)`;
const state = async (call: string) =>
  (
    await s.sql`select a.state from asks a join cloudtalk_calls k on k.id = a.call_id where k.cloudtalk_call_id = ${call}`
  )[0]?.state;

test("as it is first heard of", async () => {
  await s.ct(fixture("cloudtalk-call-modified-tags"));
  expect([await state("900000001"), await differing()]).toEqual(["undecided", []]);
});

test("from its first body to the confirmed bill, covered, withdrawn, overruled, one call under two ids", async () => {
  await s.ct(fixture("cloudtalk-call-modified-tags"));
  expect([await state("900000001"), await differing()]).toEqual(["undecided", []]);
  await s.ct(fixture("cloudtalk-call-ended-answered"));
  expect([await state("900000001"), await differing()]).toEqual(["open", []]);
  await s.ct(endedCall(1, { call_id: "a" }));
  await s.ct(endedCall(1, { call_id: "b" }));
  expect([await state("a"), await state("b"), await differing()]).toEqual(["open", "covered", []]);
  await s.staff.client.rpc("override_call", { call: (await s.call("a")).id, decision: "dont_send" });
  expect([await state("a"), await state("b"), await differing()]).toEqual(["declined", "open", []]);
  await s.ct(endedCall(2, { call_id: "c" }));
  await s.ct({ ...refusal, data: { ...refusal.data, callId: "c", caller_number: phone(2) } });
  expect([await state("c"), await differing()]).toEqual(["declined", []]);
  await s.product.tick();
  await s.shift(60_000);
  await s.wa(inbound(1, "", { message: pdf }));
  expect([await state("b"), await differing()]).toEqual(["answered", []]);
  await s.staff.client.rpc("confirm_bill", { call: (await s.call("b")).id });
  await s.staff.client.rpc("undo_bill", { call: (await s.call("b")).id, reason: "Per sbaglio" });
  expect(await s.call("b")).toMatchObject({ electricity_bill_evidence: "attachment" });
  expect(await differing()).toEqual([]);
});
