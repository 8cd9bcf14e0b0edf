import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compareRestored } from "../../lib/work/restore/compare-restored.ts";
import { endedCall, phone } from "../support/kit.ts";
import { keys, minute, type Stage, stage } from "./stage.ts";

/** A backup is put back: Wasender's log tells what has left since, and nothing tells who said STOP. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.close());

const oops = () => HttpResponse.json({ message: "oops" }, { status: 500 });

test("what left and is queued in the backup: it is not sent twice, and counts as asked", async () => {
  await s.call(1);
  const row = await s.leaves(1);
  await s.restore();
  await s.product.tick();
  const asked = await s.followUp(1);
  expect(asked).toMatchObject({ status: "sent", ask_open: true, provider_message_id: String(row.id) });
  expect(asked.send_began_at.toISOString()).toBe(row.created_at);
  expect(asked.sent_at.toISOString()).toBe(row.created_at);
  expect(await s.view()).toMatchObject({ state: "done", adopted: 1, unknown: 0, people: 0 });
  // Never by itself: who said STOP since is known to nobody.
  await s.tickAfter(minute);
  expect(await s.channel()).toMatchObject({ pause_reason: "restored" });
  expect(await s.release(0)).toBe("resumed");
  await s.tickAfter(minute);
  expect(s.got()).toEqual([]);
  expect((await s.view()) ?? null).toBeNull();
});

test("an answer that comes now is the answer of what had left", async () => {
  await s.call(1);
  await s.leaves(1);
  await s.restore();
  await s.product.tick();
  await s.wa({
    event: "messages.received",
    data: {
      messages: {
        key: { id: "ANSWER1", fromMe: false, remoteJid: `${phone(1).slice(1)}@s.whatsapp.net` },
        message: { conversation: "Ecco, le mando la bolletta" },
        messageTimestamp: Math.floor((await s.product.db.now()).getTime() / 1000),
      },
    },
  });
  expect(await s.sql`select electricity_bill_received from cloudtalk_calls`).toEqual([
    { electricity_bill_received: true },
  ]);
});

test("what did not leave is held until a manager says so, knowing whom it concerns", async () => {
  for (const n of [1, 2, 3]) await s.call(n);
  await s.leaves(1);
  await s.leaves(2, { status: "failed" });
  await s.restore();
  await s.product.tick();
  expect(await s.view()).toMatchObject({
    state: "done",
    adopted: 1,
    people: 2,
    list: [
      { phone: phone(2), isKnown: false },
      { phone: phone(3), isKnown: false },
    ],
  });
  expect(await s.release(2, "agent")).toBe("42501");
  expect(await s.release(3)).toBe("changed");
  expect(await s.channel()).toMatchObject({ pause_reason: "restored" });
  expect(await s.release(2)).toBe("resumed");
  await s.product.tick();
  await s.tickAfter(minute);
  expect(s.got()).toEqual([phone(2), phone(3)]);
  expect(await s.sql`select detail from audit_log where action = 'channel_resumed'`).toEqual([
    { detail: { after: "restored", people: 2 } },
  ]);
});

describe("a send that the backup does not know", () => {
  test("of somebody whom it knows nothing of: their next call is covered by the cooldown", async () => {
    await s.restore();
    const created_at = new Date((await s.product.db.now()).getTime() - 60 * minute).toISOString();
    s.product.wasender.log(phone(7), "Buongiorno Anna, mi manda la bolletta?", { created_at });
    await s.product.tick();
    expect(await s.followUp(7)).toMatchObject({ purpose: "follow_up", status: "sent", call_id: null });
    expect(await s.view()).toMatchObject({ adopted: 0, unknown: 1, people: 0 });
    await s.ct(endedCall(7));
    expect(await s.sql`select should_send, should_send_code from cloudtalk_calls`).toEqual([
      { should_send: false, should_send_code: "cooldown" },
    ]);
    // It is in the day's limit too.
    const { client } = await s.product.db.createStaff();
    const { data } = await client.rpc("monitor_snapshot", { page_size: 5 });
    expect(data.channels[0].sentLastDay).toBe(1);
  });

  test("to whom something waits, in other words: that is what waited", async () => {
    await s.call(1);
    await s.leaves(1, { text: "Salve, ci serve una copia della bolletta." });
    await s.restore();
    await s.product.tick();
    expect(await s.msgs()).toMatchObject([
      { status: "sent", body: "Salve, ci serve una copia della bolletta.", ask_open: true },
    ]);
    expect(await s.view()).toMatchObject({ adopted: 1, unknown: 0, people: 0 });
  });

  test("after the ask that the backup knows as sent: its reminder, and no second one is queued", async () => {
    await s.call(1);
    await s.product.tick();
    expect(await s.followUp(1)).toMatchObject({ status: "accepted" });
    await s.leaves(1, { text: "Le ricordo la bolletta, grazie.", afterMs: 60 * minute });
    await s.restore();
    await s.product.tick();
    expect(await s.msgs()).toMatchObject([
      { purpose: "follow_up" },
      { purpose: "reminder", reminder_step: 1, status: "sent" },
    ]);
  });

  test("the same text as before the call is none of its own", async () => {
    await s.product.wasender.log(phone(1), "x", { created_at: "2026-11-21T08:50:00.000Z" });
    await s.call(1);
    const { body } = await s.followUp(1);
    s.product.wasender.logRows[0]!.content = JSON.stringify({ text: body });
    await s.sql`update workspace_settings set value = '{"hours": 0}' where kind = 'cooldown'`;
    await s.restore();
    await s.product.tick();
    expect(await s.msgs()).toMatchObject([
      { purpose: "follow_up", call_id: expect.anything(), status: expect.stringMatching(/queued|cancelled/) },
      { purpose: "follow_up", call_id: null, status: "sent" },
    ]);
  });

  test("a group's, or one that failed, is nobody's", async () => {
    await s.restore();
    const created_at = new Date((await s.product.db.now()).getTime() - 60 * minute).toISOString();
    s.product.wasender.log("120363000000000000@g.us", "Ciao a tutti", { created_at });
    s.product.wasender.log(phone(9), "Buongiorno", { created_at, status: "failed" });
    await s.product.tick();
    expect(await s.msgs()).toEqual([]);
    expect(await s.view()).toMatchObject({ state: "done", read: 2, unknown: 0 });
  });

  test("of an erased person is not kept", async () => {
    await s.call(1);
    const admin = await s.product.db.createStaff({ role: "admin" });
    const [{ contact_id }] = await s.sql<[{ contact_id: string }]>`select contact_id from cloudtalk_calls`;
    await s.leaves(1);
    const erased = { contact: contact_id, reason: "chiesto", typed: phone(1) };
    expect((await admin.client.rpc("erase_contact", erased)).data).toMatchObject({ erased: true });
    await s.restore();
    await s.product.tick();
    expect(await s.view()).toMatchObject({ state: "done", unknown: 0 });
    expect(await s.sql`select from contact_identities where value = ${phone(1)}`).toEqual([]);
  });
});

describe("stops", () => {
  const stopped = async () => {
    const [row] = await s.sql`select value from workspace_settings where kind = 'consent'`;
    const [other] = await s.sql`select app.default_setting('consent') as value`;
    return (row ?? other)!.value.confirmation.stop as string;
  };

  test("the log holds our confirmation of one: they are stopped, and nothing waits for them", async () => {
    await s.call(1);
    await s.call(2);
    await s.leaves(1);
    await s.leaves(1, { text: await stopped(), afterMs: 20 * minute });
    await s.leaves(2, { text: await stopped(), afterMs: 20 * minute });
    await s.restore();
    await s.product.tick();
    expect(await s.sql`select kind, source from contact_consents order by id`).toEqual([
      { kind: "stopped", source: "log" },
      { kind: "stopped", source: "log" },
    ]);
    expect(await s.followUp(1)).toMatchObject({ status: "skipped", ask_open: false });
    expect(await s.followUp(2)).toMatchObject({ status: "skipped", reason_code: "opted_out" });
    expect(await s.view()).toMatchObject({ people: 0 });
    // No second confirmation.
    await s.release(0);
    await s.tickAfter(minute);
    expect(s.got()).toEqual([]);
  });

  test("said between, and confirmed by nothing: nobody can know, so a person must say so", async () => {
    await s.call(1);
    await s.restore();
    for (let n = 0; n < 5; n += 1) await s.tickAfter(10 * minute);
    expect(await s.channel()).toMatchObject({ pause_reason: "restored" });
    expect(await s.followUp(1)).toMatchObject({ status: "queued" });
    expect(await s.view()).toMatchObject({ state: "done", people: 1 });
    expect(s.got()).toEqual([]);
  });
});

describe("pages", () => {
  const many = async (count: number) => {
    await s.restore(2);
    const now = (await s.product.db.now()).getTime();
    for (let n = 0; n < count; n += 1)
      s.product.wasender.log(phone(100 + n), "Buongiorno, la bolletta?", {
        created_at: new Date(now - 7 * 60 * minute + n * minute).toISOString(),
      });
  };
  const recorded = async () => (await s.msgs()).length;

  test.for([false, true])(
    "an error midway: said, and resumed there (oldest first: %s)",
    async (isOldestFirst) => {
      if (isOldestFirst) s.product.wasender.logOldestFirst();
      await many(70);
      for (const answer of [null, null, oops]) s.product.wasender.answerLog(answer);
      await s.product.tick();
      const before = await s.view();
      // The last page of a log that begins with its oldest rows is half full.
      const read = isOldestFirst ? 30 : 40;
      expect(before).toMatchObject({ state: "reading", read, errorCode: "unreachable" });
      expect(before.expected).toBeGreaterThanOrEqual(read);
      expect(before.expected).toBeLessThanOrEqual(70);
      expect(await s.release(0)).toBe("comparing");
      await s.tickAfter(minute);
      expect(await s.view()).toMatchObject({ state: "done", read: 70, unknown: 70, errorCode: null });
      expect(await recorded()).toBe(70);
      expect(s.product.wasender.logPages).toEqual(isOldestFirst ? [1, 4, 3, 3, 2] : [1, 2, 3, 3, 4]);
    },
  );

  test("goes no further back than some hours before the backup", async () => {
    await many(30);
    for (let n = 0; n < 200; n += 1)
      s.product.wasender.log(phone(500 + n), "x", {
        created_at: new Date(1_700_000_000_000 + n).toISOString(),
      });
    await s.product.tick();
    expect(await recorded()).toBe(30);
    expect(s.product.wasender.logPages).toEqual([1, 2, 3]);
  });

  test("two ticks at once read each page once, and so does one after another's death", async () => {
    await many(50);
    await s.sql`select app.note_restore()`;
    await Promise.all([1, 2, 3].map(() => compareRestored(s.product.services, Number.POSITIVE_INFINITY)));
    expect(await s.view()).toMatchObject({ state: "done", unknown: 50 });
    expect(await recorded()).toBe(50);
    expect(s.product.wasender.logPages).toEqual([1, 2, 3]);
  });

  test("a turn without time for all leaves the rest to the next", async () => {
    await many(50);
    await s.sql`select app.note_restore()`;
    expect(await compareRestored(s.product.services, 0)).toBe(0);
    await s.shift(30_000);
    expect(await compareRestored(s.product.services, Number.POSITIVE_INFINITY)).toBe(3);
  });

  test("rows without number and text are counted, and said", async () => {
    await s.call(1);
    const { created_at } = await s.leaves(1);
    s.product.wasender.logRows.length = 0;
    s.product.wasender.log(null, null, { created_at });
    await s.restore();
    await s.product.tick();
    expect(await s.view()).toMatchObject({ state: "done", read: 1, blank: 1, adopted: 0, people: 1 });
  });
});

describe("a log that cannot be read", () => {
  test.for([
    ["is refused", () => HttpResponse.json({ message: "Unnotarized" }, { status: 401 }), 1, "unauthorized"],
    ["is not offered", () => HttpResponse.json({ message: "no" }, { status: 404 }), 1, "unauthorized"],
    ["does not answer", oops, 3, "unreachable"],
    ["is HTML", () => HttpResponse.text("<html>"), 3, "unreadable"],
  ] as const)(
    "%s: said, the manual way is open, and it is tried again",
    async ([, answer, tries, errorCode]) => {
      await s.call(1);
      await s.leaves(1);
      await s.restore();
      for (let n = 0; n < tries; n += 1) {
        s.product.wasender.answerLog(answer);
        await s.tickAfter(5 * minute);
      }
      expect(await s.view()).toMatchObject({ state: "failing", errorCode, people: 1 });
      expect((await s.followUp(1)).status).toBe("queued");
      await s.tickAfter(16 * minute);
      expect(await s.view()).toMatchObject({ state: "done", adopted: 1, people: 0 });
    },
  );

  test("without its keys: a person compares", async () => {
    await s.close();
    s = await stage({});
    await s.call(1);
    await s.restore();
    await s.product.tick();
    expect(await s.view()).toMatchObject({ state: "no_log", people: 1 });
    expect(s.product.wasender.logPages).toEqual([]);
    expect(await s.release(1)).toBe("resumed");
  });
});

test("nothing expires and nobody is reminded before the log is read", async () => {
  await s.call(1);
  const row = await s.leaves(1);
  await s.restore(24 * 5);
  s.product.wasender.answerLog(oops);
  await s.product.tick();
  expect(await s.followUp(1)).toMatchObject({ status: "queued" });
  await s.tickAfter(minute);
  expect(await s.followUp(1)).toMatchObject({ status: "sent", provider_message_id: String(row.id) });
});

test("an uncertain send is left to whoever settles those", async () => {
  s.product.wasender.answerNext(oops);
  await s.call(1);
  await s.product.tick();
  expect(await s.followUp(1)).toMatchObject({ status: "uncertain" });
  s.product.wasender.logRows.length = 0;
  const row = await s.leaves(1, { afterMs: 2_000 });
  await s.restore();
  await s.product.tick();
  expect(await s.msgs()).toMatchObject([{ status: "sent", provider_message_id: String(row.id) }]);
});

test("told twice, and restored twice: the longer gap, read from its beginning", async () => {
  await s.call(1);
  await s.restore();
  await s.product.tick();
  const { since } = await s.check();
  expect(await s.view()).toMatchObject({ state: "done" });
  await s.tickAfter(10 * minute);
  await s.sql`select app.note_restore()`;
  expect((await s.check()).since).toEqual(since);
  expect(await s.view()).toMatchObject({ state: "waiting" });
  await s.sql`select app.note_restore('2026-11-20T00:00:00Z')`;
  expect((await s.check()).since.toISOString()).toBe("2026-11-20T00:00:00.000Z");
  expect(await s.sql`select count(*)::int as n from restore_checks`).toEqual([{ n: 1 }]);
});

test("staff's other verb waits for the comparison too", async () => {
  await s.restore();
  s.product.wasender.answerLog(oops);
  await s.product.tick();
  const { client } = await s.product.db.createStaff({ role: "manager" });
  const { id } = await s.channel();
  const press = async () =>
    (await client.rpc("set_channel_paused", { channel: id, paused: false })).error?.code;
  expect(await press()).toBe("PT409");
  await s.tickAfter(minute);
  expect(await press()).toBeUndefined();
  expect((await s.check()).released_at).not.toBeNull();
});

test("an ordinary start asks for nothing", async () => {
  await s.call(1);
  await s.product.tick();
  await s.tickAfter(minute);
  expect(s.product.wasender.logPages).toEqual([]);
  expect(await s.sql`select from restore_checks`).toEqual([]);
  expect(s.got()).toEqual([phone(1)]);
  expect(keys.WASENDER_SESSION_ID).toBe("12345");
});
