import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

/** What looks like a refusal stops everything until a person says what it is. */
let k: Kit;
let staff: Staff;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
  await k.ct(endedCall(1, { call_id: "c1" }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { kind: "accepted", providerMessageId: "58", httpStatus: 200 });
  await k.shift(120_000);
});
afterEach(() => k.product.close());

const day = 24 * 3_600_000;
const person = async () =>
  (
    await k.sql`select c.opted_out_at, c.id, app.contact_bill(c.id) as bill from contacts c
    join contact_identities i on i.contact_id = c.id and i.value = ${phone(1)}`
  )[0]!;
const card = async () =>
  (await k.sql`select * from attention where kind = 'refusal' order by id desc limit 1`)[0]!;
const settle = async (decision: string | null) =>
  staff.client.rpc("settle_refusal", { item: Number((await card()).id), decision });

test("a stop inside a sentence is a stop, and no answer", async () => {
  await k.wa(inbound(1, "Non mi interessa, non scrivetemi più"));
  expect(await k.call("c1")).toMatchObject({ electricity_bill_received: false });
  expect(await person()).toMatchObject({ opted_out_at: expect.any(Date), bill: "owed" });
  await k.shift(3 * day);
  await k.ct(endedCall(1, { call_id: "c2" }));
  expect(await k.call("c2")).toMatchObject({ should_send: false, should_send_code: "opted_out" });
});

describe("what only looks like one", () => {
  beforeEach(async () => {
    await k.wa(inbound(1, "No grazie, ho già un altro fornitore e non mi interessa"));
  });

  test("is no answer, and a call three days later does not write", async () => {
    expect(await k.call("c1")).toMatchObject({ electricity_bill_received: false });
    expect(await card()).toMatchObject({ settled_at: null });
    await k.shift(3 * day);
    await k.ct(endedCall(1, { call_id: "c2" }));
    expect(await k.call("c2")).toMatchObject({ should_send: false, should_send_code: "refusal" });
  });

  test("cannot be put aside with 'seen': that says nothing", async () => {
    const { id } = await card();
    const { error } = await staff.client.rpc("acknowledge", { kind: "attention", item: Number(id) });
    expect(error?.code).toBe("PT409");
    expect(await card()).toMatchObject({ settled_at: null });
  });

  test("is stopped by a person as by their own STOP, which START takes back", async () => {
    expect((await settle("stop")).data).toBe("stop");
    expect(await person()).toMatchObject({ opted_out_at: expect.any(Date) });
    expect(await card()).toMatchObject({ settled_how: "staff_stopped", settled_by: staff.userId });
    expect((await settle("continue")).data).toBe("settled");
    await k.shift(1_000);
    await k.wa(inbound(1, "START"));
    expect(await person()).toMatchObject({ opted_out_at: null });
  });

  test("is none, says a person: it is an answer of its own day, and calls may ask again", async () => {
    await k.shift(3 * day);
    expect((await settle("continue")).data).toBe("continue");
    const [m] = await k.sql`select written_at, evidence from whatsapp_messages where direction = 'in'`;
    expect(m).toMatchObject({ evidence: "reply" });
    expect(await k.call("c1")).toMatchObject({
      electricity_bill_evidence: "reply",
      electricity_bill_received_at: m!.written_at,
    });
    await k.ct(endedCall(1, { call_id: "c2" }));
    expect(await k.call("c2")).toMatchObject({ should_send: true });
  });

  test("taken back either way, waits again; and can be said anew", async () => {
    for (const decision of ["stop", "continue"]) {
      await settle(decision);
      expect((await settle("undo")).data).toBe("undo");
      expect(await card()).toMatchObject({ settled_at: null });
      expect(await person()).toMatchObject({ opted_out_at: null, bill: "owed" });
      expect(await k.call("c1")).toMatchObject({ electricity_bill_received: false });
    }
    await settle("continue");
    expect(await k.call("c1")).toMatchObject({ electricity_bill_received: true });
    expect(
      (await k.sql`select action from audit_log where action like 'refusal%' order by id`).map(
        ({ action }) => action,
      ),
    ).toEqual(["refusal_stopped", "refusal_undone", "refusal_lifted", "refusal_undone", "refusal_lifted"]);
  });

  test.for([null, "seen"])("%j is no decision", async (decision) => {
    expect((await settle(decision)).error?.code).toBe("PT400");
    expect(await card()).toMatchObject({ settled_at: null });
  });
});

test("an answer that is edited into a refusal is one no longer", async () => {
  await k.wa(inbound(1, "Ok, la cerco", { id: "EDITED1" }));
  expect(await k.call("c1")).toMatchObject({ electricity_bill_received: true });
  await k.shift(1_000);
  await k.wa({
    event: "messages.upsert",
    timestamp: 1_794_830_500,
    data: {
      messages: {
        key: {
          id: "EDIT-OF-1",
          fromMe: false,
          remoteJid: `${phone(1).slice(1)}@s.whatsapp.net`,
          cleanedSenderPn: phone(1).slice(1),
        },
        message: {
          protocolMessage: {
            key: { id: "EDITED1", fromMe: false },
            type: 14,
            editedMessage: { conversation: "No grazie, non mi interessa" },
          },
        },
      },
    },
  });
  expect(await k.call("c1")).toMatchObject({ electricity_bill_received: false });
  expect(await card()).toMatchObject({ settled_at: null });
});
