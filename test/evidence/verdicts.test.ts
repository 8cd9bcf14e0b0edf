import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, pdf } from "../support/kit.ts";

/** What a person says of a file: it is the bill, or it is not, and why. */
let k: Kit;
let staff: Staff;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
});
afterEach(() => k.product.close());

const day = 24 * 3_600_000;

/** Customer n has been asked after a call with this id. */
async function asked(n: number, id: string): Promise<number> {
  await k.ct(endedCall(n, { call_id: id }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, {
    kind: "accepted",
    providerMessageId: `58${n}`,
    httpStatus: 200,
  });
  await k.shift(120_000);
  return Number((await k.call(id)).id);
}
/** What they write, and its message's number. */
async function writes(n: number, text: string, message?: object): Promise<number> {
  await k.wa(inbound(n, text, message && { message }));
  await k.shift(1_000);
  const [{ id }] = await k.sql<
    [{ id: string }]
  >`select max(id) as id from whatsapp_messages where direction = 'in'`;
  return Number(id);
}
const verb = (name: string, args: object, who: Staff = staff) => who.client.rpc(name, args);
const reject = (message: number, kind: string | null = "gas", who?: Staff) =>
  verb("reject_file", { message, kind }, who);
const confirm = (message: number, who?: Staff) => verb("confirm_file", { message }, who);
const undo = (message: number, who?: Staff) => verb("undo_file", { message }, who);
const bill = async (id = "c1") => {
  const [row] = await k.sql<[{ bill: string | null }]>`
    select app.contact_bill(contact_id) as bill from cloudtalk_calls where cloudtalk_call_id = ${id}`;
  return row.bill;
};
const evidence = async (id = "c1") => (await k.call(id)).electricity_bill_evidence;

test("a person stands with the bill as it is: owed, missing, to check, confirmed", async () => {
  await k.ct(endedCall(1, { call_id: "c1" }));
  expect(await bill()).toBeNull();
  const call = await asked(2, "c2");
  expect([await bill("c1"), await bill("c2")]).toEqual(["owed", null]);
  await writes(1, "La cerco");
  expect(await bill()).toBe("missing");
  const file = await writes(1, "", pdf);
  expect(await bill()).toBe("check");
  expect((await confirm(file)).data).toBe("confirmed");
  expect(await bill()).toBe("confirmed");
  expect((await undo(file)).data).toBe("check");
  expect((await reject(file)).data).toBe("missing");
  expect((await undo(file)).data).toBe("check");
  expect(call).toBeGreaterThan(0);
});

describe("asks, answers and confirmations keep their own day", () => {
  test("a confirmation on Monday does not move Friday's answer", async () => {
    await asked(1, "c1");
    const first = await writes(1, "Eccola subito");
    await k.shift(3_600_000);
    const file = await writes(1, "", pdf);
    await k.shift(3 * day);
    await confirm(file);
    const [{ at }] = await k.sql<
      [{ at: Date }]
    >`select written_at as at from whatsapp_messages where id = ${first}`;
    const [ask] = await k.sql`select evidence, answered_at, confirmed_at, evidence_at from asks`;
    expect(ask).toMatchObject({ evidence: "confirmed", answered_at: at, evidence_at: ask!.confirmed_at });
    expect(ask!.confirmed_at.getTime() - at.getTime()).toBeGreaterThan(3 * day);
    expect((await k.call("c1")).electricity_bill_received_at).toEqual(at);
    const days = async () =>
      (await k.sql`select app.days_json(w, app.now()) as days from workspaces w`)[0]!.days;
    expect((await days()).at(-1).answered).toBe(0);
    expect((await days()).at(-4).answered).toBe(1);
    await undo(file);
    expect((await k.call("c1")).electricity_bill_received_at).toEqual(at);
  });

  test("who answered nothing and whose bill came another way, is of the day of the word", async () => {
    const call = await asked(1, "c1");
    await verb("confirm_bill", { call, message: null });
    const [ask] = await k.sql`select answered_at, confirmed_at from asks`;
    expect(ask!.answered_at).toBeNull();
    expect((await k.call("c1")).electricity_bill_received_at).toEqual(ask!.confirmed_at);
    // What they write after it is their answer, and the call's day stays.
    await k.shift(day);
    await writes(1, "Arrivata?");
    const [later] = await k.sql`select answered_at, confirmed_at from asks`;
    expect(later!.answered_at.getTime()).toBeGreaterThan(ask!.confirmed_at.getTime());
    expect((await k.call("c1")).electricity_bill_received_at).toEqual(ask!.confirmed_at);
  });
});

describe("a wrong file", () => {
  test("is an answer and no bill: the next call asks again", async () => {
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    await k.shift(2 * day);
    await reject(file, "gas");
    expect(await k.call("c1")).toMatchObject({
      electricity_bill_received: true,
      electricity_bill_evidence: "reply",
    });
    await k.ct(endedCall(1, { call_id: "c2" }));
    expect(await k.call("c2")).toMatchObject({ should_send: true });
  });

  test("that came while they talked, neither", async () => {
    await k.ct(endedCall(1, { call_id: "c0", external_number: undefined }));
    await k.wa(inbound(1, "", { message: pdf }));
    const [{ id }] = await k.sql<[{ id: string }]>`select id from whatsapp_messages where direction = 'in'`;
    await reject(Number(id));
    const began = { started_at: new Date(Date.now() - 600_000).toISOString(), talking_time: "600" };
    await k.ct(endedCall(1, { call_id: "c1", ...began }));
    expect(await k.call("c1")).toMatchObject({ should_send: true, electricity_bill_evidence: null });
  });

  test("waits for its answer anew, and is reminded of; any answer ends it", async () => {
    await k.sql`insert into whatsapp_templates (workspace_id, key, body)
      select id, 'again', 'Le ricordo la bolletta.' from workspaces`;
    await k.save("reminders", { enabled: true, steps: [{ afterDays: 2, template: "again" }] });
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    expect(await k.followUp(1)).toMatchObject({ ask_open: false });
    await reject(file, "old");
    expect(await k.followUp(1)).toMatchObject({ ask_open: true });
    await k.shift(2 * day);
    const queue = () => k.sql`select app.queue_reminders(${k.channel}::uuid) as n`;
    await queue();
    const reminder = async () =>
      (await k.sql`select status, reason_code from whatsapp_messages where purpose = 'reminder'`)[0];
    expect(await reminder()).toMatchObject({ status: "queued" });
    await writes(1, "Ah, la cerco");
    expect(await reminder()).toMatchObject({ status: "cancelled", reason_code: "answered" });
    expect(await k.followUp(1)).toMatchObject({ ask_open: false });
  });

  test("pressed by mistake is to be checked again, as it was", async () => {
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    const before =
      await k.sql`select evidence, evidence_message_id, evidence_at, answered_at, is_open, owed_since from asks`;
    await reject(file);
    await undo(file);
    expect(
      await k.sql`select evidence, evidence_message_id, evidence_at, answered_at, is_open, owed_since from asks`,
    ).toEqual(before);
  });

  test("does not come back with a merge that weighs it again", async () => {
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    await reject(file);
    await k.sql`delete from bill_evidence`;
    await k.sql`update asks set evidence = null, evidence_at = null, evidence_message_id = null, answered_at = null`;
    await k.sql`select app.apply_evidence(m) from whatsapp_messages m where m.id = ${file}`;
    expect(await evidence()).toBe("reply");
  });

  test("leaves another that is one", async () => {
    await asked(1, "c1");
    const [gas, right] = [await writes(1, "", pdf), await writes(1, "", pdf)];
    await reject(gas);
    expect(await bill()).toBe("check");
    await confirm(right);
    expect((await k.call("c1")).electricity_bill_message_id).toBe(String(right));
    await reject(right, "unreadable");
    expect(await bill()).toBe("missing");
  });

  test.for([[null], ["water"]])("%j is no kind", async ([kind]) => {
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    expect((await reject(file, kind!)).error?.code).toBe("PT400");
    expect(await bill()).toBe("check");
  });
});

describe("the right file", () => {
  test("of who was never asked stands on the person, who is not asked then", async () => {
    const file = await writes(1, "", pdf);
    const person = async () =>
      (await k.sql`select app.contact_bill(contact_id) as bill from whatsapp_messages where id = ${file}`)[0]!
        .bill;
    expect(await person()).toBeNull();
    await confirm(file);
    expect(await person()).toBe("confirmed");
    await k.shift(2 * day);
    await k.ct(endedCall(1, { call_id: "c1" }));
    expect(await k.call("c1")).toMatchObject({ should_send: false, should_send_code: "bill_received" });
    await undo(file);
    await k.ct(endedCall(1, { call_id: "c2" }));
    expect(await k.call("c2")).toMatchObject({ should_send: true });
  });

  test("confirmed on the call's page is confirmed here, and taken back here is taken back there", async () => {
    const call = await asked(1, "c1");
    const file = await writes(1, "", pdf);
    await reject(file);
    await verb("confirm_bill", { call, message: file });
    expect(await k.sql`select verdict from bill_verdicts where undone_at is null`).toEqual([
      { verdict: "good" },
    ]);
    await verb("undo_bill", { call, reason: "Premuto per sbaglio." });
    expect(await k.sql`select from bill_verdicts where undone_at is null`).toHaveLength(0);
    expect(await bill()).toBe("check");
  });

  test("pressed by several at once is one verdict, whoever is last", async () => {
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    await Promise.all([confirm(file), confirm(file), reject(file), reject(file), confirm(file)]);
    const standing = await k.sql<
      { verdict: string }[]
    >`select verdict from bill_verdicts where undone_at is null`;
    expect(standing).toHaveLength(1);
    expect(await bill()).toBe(standing[0]!.verdict === "good" ? "confirmed" : "missing");
  });

  test("twice is once, and each press that counts is in the log", async () => {
    await asked(1, "c1");
    const file = await writes(1, "", pdf);
    for (const press of [confirm, confirm, undo, undo]) await press(file);
    await reject(file);
    await reject(file);
    const log =
      await k.sql`select action, user_id, subject_id, detail from audit_log where subject_kind = 'message' order by id`;
    expect(log.map(({ action }) => action)).toEqual(["file_confirmed", "file_undone", "file_rejected"]);
    expect(log[2]).toMatchObject({
      user_id: staff.userId,
      subject_id: String(file),
      detail: { kind: "gas" },
    });
  });
});

test("only files of people are judged, and only by members", async () => {
  await asked(1, "c1");
  const text = await writes(1, "La cerco");
  const file = await writes(1, "", pdf);
  expect((await confirm(text)).error?.code).toBe("PT409");
  await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  const stranger = await k.product.db.createStaff({ workspace: "neighbour", role: "admin" });
  for (const press of [confirm, undo, (m: number, who?: Staff) => reject(m, "gas", who)]) {
    expect((await press(file, stranger)).error?.code).toBe("42501");
  }
  expect((await stranger.client.from("bill_verdicts").select("*")).data).toEqual([]);
  expect(await bill()).toBe("check");
});
