import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { phone } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, pdf } from "../support/kit.ts";

/** What proves that a bill came, who said so, and what was taken back. */
let k: Kit;
let staff: Staff;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
});
afterEach(() => k.product.close());

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
  return idOf(id);
}
const idOf = async (id: string) => Number((await k.call(id)).id);
const writes = async (n: number, text: string, message?: object) => {
  await k.shift(1_000);
  await k.wa(inbound(n, text, { message }));
};
const state = async (id: string) => (await k.call(id)).electricity_bill_evidence;
const rows = () => k.sql`select e.call_id, e.level, e.source, m.kind as by, e.undone_at is not null as undone
  from bill_evidence e left join whatsapp_messages m on m.id = e.message_id order by e.id`;
const confirm = (call: number, message: number | null = null, who = staff) =>
  who.client.rpc("confirm_bill", { call, message });
const undo = (call: number, reason = "Non è la bolletta.", who = staff) =>
  who.client.rpc("undo_bill", { call, reason });

describe("evidence grows", () => {
  test("from a reply to a file to a person's word, and the strongest counts", async () => {
    const call = await asked(1, "c1");
    await writes(1, "La cerco");
    expect(await state("c1")).toBe("reply");
    await writes(1, "", pdf);
    expect(await state("c1")).toBe("attachment");
    await writes(1, "Eccola");
    expect(await state("c1")).toBe("attachment");
    expect(await confirm(call)).toMatchObject({ data: "confirmed" });
    expect(await k.call("c1")).toMatchObject({
      electricity_bill_received: true,
      electricity_bill_evidence: "confirmed",
    });
    expect([...(await rows())]).toMatchObject([
      { level: "reply", source: "message", by: "text" },
      { level: "attachment", source: "message", by: "document" },
      // Staff's word, about the message that counted.
      { level: "confirmed", source: "staff", by: "document" },
    ]);
    const [{ user_id }] = await k.sql<
      [{ user_id: string }]
    >`select user_id from bill_evidence where source = 'staff'`;
    expect(user_id).toBe(staff.userId);
  });

  test("by each file once, and by one reply at a time", async () => {
    await asked(1, "c1");
    for (const text of ["Buongiorno", "La cerco", "Un attimo"]) await writes(1, text);
    await writes(1, "", pdf);
    await writes(1, "", pdf);
    expect((await rows()).map(({ level }) => level)).toEqual(["reply", "attachment", "attachment"]);
  });

  test("when a reminder is quoted, which asks for the call of its follow-up", async () => {
    const first = await asked(1, "c1");
    await k.shift(48 * 3_600_000);
    // Another ask, which nobody answers: without the quote this reply would count for both.
    await asked(1, "c2");
    const [{ id: reminder }] = await k.sql<[{ id: string }]>`
      insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
        ask_id, call_id, recipient, whatsapp_message_id, send_began_at)
      select workspace_id, channel_id, conversation_id, contact_id, 'out', 'reminder', 'Ha trovato la bolletta?', 'sent',
        ask_id, call_id, recipient, '3EBREMINDER', app.now() from whatsapp_messages where call_id = ${first} returning id`;
    await k.sql`insert into whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id)
      select channel_id, workspace_id, whatsapp_message_id, id from whatsapp_messages where id = ${reminder}`;
    await writes(1, "Sì", { extendedTextMessage: { text: "Sì", contextInfo: { stanzaId: "3EBREMINDER" } } });
    expect([await state("c1"), await state("c2")]).toEqual(["reply", null]);
  });

  test.for([
    ["a text", "La cerco", undefined],
    ["a file", "", pdf],
  ] as const)("and %s cancels the reminders that wait", async ([, text, message]) => {
    const call = await asked(1, "c1");
    await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body,
        status, ask_id, call_id, recipient, priority, due_at, expires_at)
      select workspace_id, channel_id, conversation_id, contact_id, 'out', 'reminder', 'Ha trovato la bolletta?', 'queued',
        ask_id, call_id, recipient, 10, app.now() + interval '3 days', app.now() + interval '6 days'
      from whatsapp_messages where call_id = ${call}`;
    await writes(1, text, message);
    const [reminder] =
      await k.sql`select status, reason_code from whatsapp_messages where purpose = 'reminder'`;
    expect(reminder).toMatchObject({ status: "cancelled", reason_code: "answered" });
  });

  test("not by a stop: that is no answer", async () => {
    await asked(1, "c1");
    await writes(1, "STOP");
    expect(await state("c1")).toBeNull();
    expect(await rows()).toHaveLength(0);
  });
});

describe("what is taken back", () => {
  test("leaves what stands below it, step by step, down to not received", async () => {
    const call = await asked(1, "c1");
    await writes(1, "La cerco");
    await writes(1, "", pdf);
    await confirm(call);
    expect((await undo(call, "Premuto per sbaglio.")).data).toBe("attachment");
    expect((await undo(call, "È una ricevuta, non la bolletta.")).data).toBe("reply");
    expect((await undo(call, "Ha sbagliato numero.")).data).toBe("none");
    expect(await k.call("c1")).toMatchObject({
      electricity_bill_received: false,
      electricity_bill_evidence: null,
      electricity_bill_message_id: null,
      electricity_bill_received_at: null,
    });
    expect((await undo(call)).data).toBe("none");
    const kept = await k.sql`select undo_reason, undone_by, undone_at from bill_evidence order by id desc`;
    expect(kept[0]).toEqual({
      undo_reason: "Premuto per sbaglio.",
      undone_by: staff.userId,
      undone_at: expect.any(Date),
    });
  });

  test("leaves another file that came: each is a proof of its own", async () => {
    const call = await asked(1, "c1");
    await writes(1, "", pdf);
    await writes(1, "", pdf);
    const [first, second] = await k.sql`select id from whatsapp_messages where kind = 'document' order by id`;
    expect((await k.call("c1")).electricity_bill_message_id).toBe(first!.id);
    expect((await undo(call)).data).toBe("attachment");
    expect((await k.call("c1")).electricity_bill_message_id).toBe(second!.id);
    expect((await undo(call)).data).toBe("none");
  });

  test("is not proved again by the same message, nor by an older reply; a later one may", async () => {
    const call = await asked(1, "c1");
    await writes(1, "La cerco");
    await writes(1, "Un attimo");
    await undo(call);
    // As a merge of contacts does with all that came.
    const again = () =>
      k.sql`select app.apply_evidence(m) from whatsapp_messages m where direction = 'in' order by id`;
    await again();
    expect(await state("c1")).toBeNull();
    await writes(1, "Eccomi");
    expect(await state("c1")).toBe("reply");
    await writes(1, "", pdf);
    await undo(call);
    await again();
    expect(await state("c1")).toBe("reply");
    await writes(1, "", pdf);
    expect(await state("c1")).toBe("attachment");
  });

  test("may be confirmed again by a person", async () => {
    const call = await asked(1, "c1");
    await confirm(call);
    await undo(call);
    expect(await state("c1")).toBeNull();
    await confirm(call);
    expect(await state("c1")).toBe("confirmed");
  });

  test("counts for the calls that this one covers too", async () => {
    const call = await asked(1, "c1");
    await k.ct(endedCall(1, { call_id: "later" }));
    expect((await k.call("later")).covered_by).toBe(String(call));
    await writes(1, "", pdf);
    expect([await state("c1"), await state("later")]).toEqual(["attachment", "attachment"]);
    await undo(call);
    expect([await state("c1"), await state("later")]).toEqual([null, null]);
    await confirm(call);
    expect([await state("c1"), await state("later")]).toEqual(["confirmed", "confirmed"]);
  });

  test.for([null, "", "   ", "x".repeat(501)])("needs a reason: %j is none", async (reason) => {
    const call = await asked(1, "c1");
    await writes(1, "La cerco");
    const { error } = await staff.client.rpc("undo_bill", { call, reason });
    expect(error?.code).toBe("PT400");
    expect(await state("c1")).toBe("reply");
  });
});

describe("a person's word", () => {
  test("closes the ask and withdraws what still waits to ask", async () => {
    await k.ct(endedCall(1, { call_id: "c1" }));
    await confirm(await idOf("c1"));
    expect(await k.followUp(1)).toMatchObject({
      status: "cancelled",
      reason_code: "bill_received",
      ask_open: false,
    });
    expect(await k.claim()).toMatchObject({ action: "idle" });
  });

  test("may name the message, if it is of the same contact", async () => {
    const call = await asked(1, "c1");
    await writes(2, "", pdf);
    await writes(1, "Gliela mando per posta");
    const [other, own] = await k.sql<
      { id: string }[]
    >`select id from whatsapp_messages where direction = 'in' order by id`;
    expect((await confirm(call, Number(other!.id))).error?.code).toBe("PT400");
    expect((await confirm(call, Number(own!.id))).data).toBe("confirmed");
    expect((await k.call("c1")).electricity_bill_message_id).toBe(own!.id);
  });

  test("twice is once", async () => {
    const call = await asked(1, "c1");
    const answers = await Promise.all([confirm(call), confirm(call), confirm(call)]);
    expect(answers.map(({ data }) => data)).toEqual(Array(3).fill("confirmed"));
    expect(await rows()).toHaveLength(1);
  });

  test("is written down, without words and numbers of the customer", async () => {
    const call = await asked(1, "c1");
    await writes(1, "", pdf);
    await confirm(call);
    await undo(call, `Il cliente ${phone(1)} ha mandato altro.`);
    const log = await k.sql`select user_id, action, subject_kind, subject_id, detail from audit_log
      where subject_kind = 'call' order by id`;
    expect(log.map(({ action, user_id, subject_id }) => [action, user_id, subject_id])).toEqual([
      ["bill_confirmed", staff.userId, String(call)],
      ["bill_undone", staff.userId, String(call)],
    ]);
    expect(JSON.stringify(log)).not.toContain(phone(1));
  });

  test("is for members of the workspace only", async () => {
    const call = await asked(1, "c1");
    await writes(1, "", pdf);
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const strangers = [
      await k.product.db.createStaff({ workspace: null }),
      await k.product.db.createStaff({ workspace: "neighbour", role: "admin" }),
    ];
    for (const stranger of strangers) {
      expect((await confirm(call, null, stranger)).error?.code).toBe("42501");
      expect((await undo(call, "x", stranger)).error?.code).toBe("42501");
      expect((await stranger.client.from("bill_evidence").select("*")).data).toEqual([]);
      expect((await stranger.client.from("whatsapp_media").select("state")).data).toEqual([]);
    }
    expect((await confirm(999_999)).error?.code).toBe("42501");
    expect(await state("c1")).toBe("attachment");
  });
});

describe("no ask once the bill is in", () => {
  test("and again one, when it was taken back", async () => {
    const call = await asked(1, "c1");
    await writes(1, "", pdf);
    await k.shift(48 * 3_600_000);
    await k.ct(endedCall(1, { call_id: "c2" }));
    expect(await k.call("c2")).toMatchObject({ should_send: false, should_send_code: "bill_received" });
    await undo(call);
    await k.ct(endedCall(1, { call_id: "c3" }));
    expect(await k.call("c3")).toMatchObject({ should_send: true });
  });
});
