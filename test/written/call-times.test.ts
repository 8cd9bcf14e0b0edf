import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, endedCall, inbound, type Kit, kit, pdf, phone } from "../support/kit.ts";

/** A file since the call began is its answer; a text since then keeps us from asking only if it says no. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const minute = 60_000;
const rome = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Rome",
  dateStyle: "short",
  timeStyle: "medium",
});
const zones = {
  UTC: (at: Date) => at.toISOString().slice(0, 19).replace("T", " "),
  "the company's": (at: Date) => rome.format(at),
  "one that is named": (at: Date) => at.toISOString(),
};
/** An hour's worth of a call at most, so many minutes ago; the webhook comes now. */
async function times(zone: keyof typeof zones, started: number, ended: number) {
  const now = (await k.product.db.now()).valueOf();
  const at = (ago: number) => zones[zone](new Date(now - ago * minute));
  return {
    started_at: at(started),
    answered_at: at(started - 0.2),
    ended_at: at(ended),
    talking_time: String(Math.round((started - ended - 0.2) * 60)),
    waiting_time: "12",
  };
}
/** As a phone sends it: told so many minutes after it was written, written so many minutes ago. */
async function writes(ago: number, text: string, message?: object) {
  const event = inbound(1, text, { message }) as { data: { messages: Record<string, unknown> } };
  const now = (await k.product.db.now()).valueOf();
  event.data.messages.messageTimestamp = Math.floor((now - ago * minute) / 1000);
  return k.wa(event);
}
const call = () => k.call("900000001");
const asks = () =>
  k.sql`select status, ask_open, reason_code from whatsapp_messages where purpose = 'follow_up'`;
const answered = {
  should_send: false,
  should_send_code: "bill_received",
  electricity_bill_evidence: "attachment",
};

describe.each(Object.keys(zones) as (keyof typeof zones)[])("times in %s zone", (zone) => {
  test.each([
    ["while they talked", 6, answered],
    ["after hanging up, while the agent wrapped up", 2, answered],
    ["in the second in which the call began", 10, answered],
    ["a quarter of an hour before the call", 25, { should_send: true, electricity_bill_evidence: null }],
    ["a minute before the call", 11, { should_send: true, electricity_bill_evidence: null }],
  ])("a file %s, heard before the webhook", async (_what, ago, expected) => {
    await writes(ago, "", pdf);
    await k.ct(endedCall(1, await times(zone, 10, 3)));
    expect(await call()).toMatchObject(expected);
    expect(await asks()).toHaveLength(expected.should_send ? 1 : 0);
  });

  test("a wrap-up of twenty minutes", async () => {
    await writes(25, "", pdf);
    await k.ct(endedCall(1, await times(zone, 30, 20)));
    expect(await call()).toMatchObject(answered);
  });

  test("a call of more than an hour", async () => {
    await writes(70, "", pdf);
    await k.ct(endedCall(1, await times(zone, 80, 1)));
    expect(await call()).toMatchObject(answered);
  });

  test.each([
    ["while they talked", 6, true],
    ["a quarter of an hour before the call", 25, false],
  ])("a file %s, heard after the webhook, the ask still waiting", async (_what, ago, isAnswer) => {
    await k.ct(endedCall(1, await times(zone, 10, 3)));
    await writes(ago, "", pdf);
    expect(await asks()).toMatchObject([
      isAnswer
        ? { status: "cancelled", ask_open: false, reason_code: "bill_received" }
        : { status: "queued", ask_open: true },
    ]);
    expect((await call()).electricity_bill_evidence).toBe(isAnswer ? "attachment" : null);
  });

  test("a file while they talked, heard when the ask has left", async () => {
    await k.ct(endedCall(1, await times(zone, 10, 3)));
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, accepted);
    await writes(6, "", pdf);
    expect(await call()).toMatchObject({ electricity_bill_evidence: "attachment" });
    expect((await k.followUp(1)).ask_open).toBe(false);
  });
});

describe("what its facts leave open", () => {
  test.each([
    ["nothing but the talking time", { talking_time: "480" }, 12, true],
    ["nothing but the talking time, and a file of an hour ago", { talking_time: "480" }, 60, false],
    ["a start that is no time", { started_at: "2026-99-99 99:99:99", talking_time: "480" }, 12, true],
    ["a day without a time", { started_at: "2026-11-30", talking_time: "60" }, 30, false],
    ["a start in the future", { started_at: "2199-01-01 10:00:00", talking_time: "480" }, 12, true],
    ["a start of years ago is of a day ago", { started_at: "2019-01-01 10:00:00" }, 25 * 60, false],
  ])("%s", async (_what, over, ago, isAnswer) => {
    await writes(ago, "", pdf);
    await k.ct(endedCall(1, over));
    expect((await call()).electricity_bill_evidence).toBe(isAnswer ? "attachment" : null);
  });

  test("a call that began earlier than its webhook says, by the body of its start", async () => {
    await k.ct(endedCall(1, { event: "call-started", talking_time: undefined }));
    await k.shift(4 * minute);
    await writes(1, "", pdf);
    await k.shift(6 * minute);
    await k.ct(endedCall(1, await times("UTC", 10, 3)));
    expect(await call()).toMatchObject(answered);
  });

  test("a person who asks all the same is not overruled by the file that they knew", async () => {
    await writes(6, "", pdf);
    await k.ct(endedCall(1, await times("UTC", 10, 3)));
    const { id, workspace_id } = await call();
    await k.sql`update asks set staff_decision = 'send' where call_id = ${id}`;
    await k.sql`select app.settle_call(c, true) from cloudtalk_calls c where id = ${id}`;
    await k.sql`select app.apply_evidence(m) from whatsapp_messages m where workspace_id = ${workspace_id} and direction = 'in'`;
    expect(await asks()).toMatchObject([{ status: "queued", ask_open: true }]);
  });
});

describe("a text since the call began", () => {
  const refused = { should_send: false, should_send_code: "refusal", electricity_bill_received: false };
  test.each([
    ["an answer", "Certo, appena la trovo", { should_send: true, electricity_bill_received: false }],
    ["a stop", "Non scrivetemi più", { should_send: false, should_send_code: "opted_out" }],
    ["a refusal", "non mi interessa", refused],
  ])("%s", async (_what, text, expected) => {
    await writes(6, text);
    await k.ct(endedCall(1, await times("UTC", 10, 3)));
    expect(await call()).toMatchObject(expected);
    expect(await asks()).toHaveLength(expected.should_send ? 1 : 0);
  });

  // A call on Monday wrote to who had said no on Friday: nobody had looked yet.
  test("a refusal of before the call holds until a person has judged it", async () => {
    await writes(25, "non mi interessa");
    await k.ct(endedCall(1, await times("UTC", 10, 3)));
    expect(await call()).toMatchObject(refused);
  });

  test("a refusal of before the call that was judged to be none keeps nothing back", async () => {
    await writes(25, "non mi interessa");
    const staff = await k.product.db.createStaff();
    const [{ id }] = await k.sql<[{ id: string }]>`select id from attention where kind = 'refusal'`;
    await staff.client.rpc("settle_refusal", { item: Number(id), decision: "continue" });
    await k.ct(endedCall(1, await times("UTC", 10, 3)));
    expect(await call()).toMatchObject({ should_send: true });
  });

  test("a refusal that is heard after the webhook takes back what waits; a person may ask all the same", async () => {
    await k.ct(endedCall(1, await times("UTC", 10, 3)));
    await writes(6, "non mi interessa");
    expect(await call()).toMatchObject(refused);
    expect(await asks()).toMatchObject([{ status: "cancelled", ask_open: false, reason_code: "refusal" }]);
    const staff = await k.product.db.createStaff({ role: "manager" });
    const press = (lifts: string[]) =>
      staff.client.rpc("override_call", { call: refusedId, decision: "send", lifts });
    const refusedId = (await call()).id;
    expect((await press([])).data).toBe("not_confirmed");
    expect((await press(["refusal"])).data).toBe("staff_send");
    expect((await asks()).filter(({ status }) => status === "queued")).toHaveLength(1);
  });

  test("what is tried says what will be", async () => {
    await writes(6, "", pdf);
    const staff = await k.product.db.createStaff({ role: "agent" });
    const [{ id: workspace }] = (await k.sql`select id from workspaces`) as unknown as [{ id: string }];
    const told = await times("UTC", 10, 3);
    const { data } = await staff.client.rpc("try_decision", {
      workspace,
      facts: { phone: { e164: phone(1) }, startedAt: told.started_at, direction: "outgoing", answered: true },
    });
    expect(data).toMatchObject({ send: false, code: "bill_received" });
  });
});
