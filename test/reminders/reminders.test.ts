import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, pdf, phone } from "../support/kit.ts";
import { day, hour, type Stage, stage, twoSteps } from "./stage.ts";

/** 21 November 2026, 10:00 in Rome; the hours are 08:00 to 21:00. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

/** One call, its follow-up accepted now. */
async function asked(n = 1): Promise<void> {
  await s.ct(endedCall(n));
  expect(await s.tick()).toMatchObject({ accepted: 1, reminded: 0 });
}

describe("asked again", () => {
  test("three days after the follow-up was accepted, with the step's own text, and once", async () => {
    await asked();
    expect(await s.later(3 * day - 1)).toMatchObject({ reminded: 0, accepted: 0 });
    expect(await s.later(1)).toMatchObject({ reminded: 1, accepted: 1 });
    expect(await s.later(day)).toMatchObject({ reminded: 0, accepted: 0 });
    const followUp = await s.followUp(1);
    expect(await s.reminders()).toMatchObject([
      {
        status: "accepted",
        priority: 10,
        call_id: followUp.call_id,
        contact_id: followUp.contact_id,
        reminder_of: followUp.id,
        reminder_step: 1,
        recipient: phone(1),
        body: "Buongiorno Cliente 1, ha trovato le bollette?",
        due_at: new Date("2026-11-24T09:00Z"),
        expires_at: new Date("2026-11-27T09:00Z"),
        ask_open: false,
        live_until: null,
      },
    ]);
    expect(await s.followUp(1)).toMatchObject({ ask_open: true });
  });

  test("the days count from when it left, not from the call", async () => {
    await s.ct(endedCall(1));
    await s.pause(true);
    await s.shift(day);
    await s.pause(false);
    expect(await s.tick()).toMatchObject({ accepted: 1 });
    expect(await s.later(3 * day - 1)).toMatchObject({ reminded: 0 });
    expect(await s.later(1)).toMatchObject({ reminded: 1 });
  });

  test("the second counts from the first, and there is no third", async () => {
    await asked();
    await s.later(3 * day + 5 * hour);
    expect(await s.later(4 * day - 1)).toMatchObject({ reminded: 0 });
    expect(await s.later(1)).toMatchObject({ reminded: 1, accepted: 1 });
    for (let n = 0; n < 10; n += 1) expect(await s.later(day)).toMatchObject({ reminded: 0 });
    expect(s.sends().map(({ text }) => text)).toEqual([
      "Buongiorno, sono Sam",
      "Buongiorno Cliente 1",
      "Ultimo promemoria pe",
    ]);
  });

  test("two ticks at once queue it once", async () => {
    await asked();
    await s.shift(3 * day);
    const ticks = await Promise.all([1, 2, 3].map(() => s.rpc("tick", {})));
    expect(ticks.map(({ reminded }) => reminded).toSorted()).toEqual([0, 0, 1]);
    expect(await s.reminders()).toHaveLength(1);
  });

  test("not those who were asked long before reminders were turned on", async () => {
    await s.save("reminders", { enabled: false, steps: [] });
    for (const n of [1, 2, 3]) {
      await asked(n);
      await s.later(day);
    }
    await s.shift(3.5 * day);
    // Asked 6.5, 5.5 and 4.5 days ago: the first's reminder would be more than three days late.
    await s.save("reminders", twoSteps);
    expect(await s.tick()).toMatchObject({ reminded: 2 });
    expect((await s.reminders()).map(({ recipient }) => recipient)).toEqual([phone(2), phone(3)]);
  });

  test("settings that nobody can read stop no lease and no expiry, and are told", async () => {
    await asked();
    await s.sql`update workspace_settings set value = '{"enabled": true, "steps": 3}' where kind = 'reminders'`;
    await s.ct(endedCall(2));
    await s.shift(3 * day);
    expect(await s.rpc("tick", {})).toMatchObject({
      expired: 1,
      reminded: 0,
      errors: [expect.stringMatching(/^reminders of channel .*: 22023 /)],
    });
  });

  test("not without a text to send", async () => {
    await s.sql`delete from whatsapp_templates where key = 'reminder'`;
    await asked();
    expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  });

  test.for([
    ["waits in the queue", `status = 'queued', accepted_at = null, ask_open = true`],
    ["is on its way", `status = 'sending', accepted_at = null, ask_open = true`],
    ["may not have arrived", `status = 'uncertain', accepted_at = null, ask_open = true`],
    ["failed", `status = 'failed', ask_open = false`],
    ["was answered", `ask_open = false`],
  ] as const)("not after a follow-up that %s", async ([, state]) => {
    await asked();
    await s.pause(true);
    await s.sql.unsafe(`update whatsapp_messages set ${state}, expires_at = expires_at + interval '10 days'`);
    expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  });
});

describe("within hours and cap", () => {
  test("due in the evening, it leaves when the hours open", async () => {
    await s.product.db.freezeClock("2026-11-21T19:59:00Z");
    await asked();
    await s.save("hours", { ...(await hours()), italianHolidays: true });
    expect(await s.later(3 * day + 60_000)).toMatchObject({ reminded: 1, accepted: 0 });
    await s.product.db.freezeClock("2026-11-25T06:59:59Z");
    expect(await s.tick()).toMatchObject({ accepted: 0 });
    expect(await s.later(1000)).toMatchObject({ accepted: 1 });
  });

  test("I12: one that cannot leave expires after 72 hours, also on a paused channel, and covers nobody", async () => {
    await asked();
    await s.ct(endedCall(1, { call_id: "later" }));
    expect(await s.call("later")).toMatchObject({ should_send_code: "covered" });
    await s.shift(3 * day);
    await s.pause(true);
    expect(await s.tick()).toMatchObject({ reminded: 1 });
    expect(await s.later(3 * day - 1)).toMatchObject({ expired: 0 });
    expect(await s.later(1)).toMatchObject({ expired: 1 });
    expect(await s.reminders()).toMatchObject([{ status: "expired", reason_code: "expired" }]);
    expect(await s.msgs()).toHaveLength(2);
    // It never reached the customer, so there is no second either.
    await s.pause(false);
    expect(await s.later(4 * day)).toMatchObject({ reminded: 0 });
  });

  test("whoever has just called goes first", async () => {
    await asked(1);
    await s.shift(3 * day);
    await s.pause(true);
    expect(await s.tick()).toMatchObject({ reminded: 1 });
    await s.ct(endedCall(2));
    await s.pause(false);
    expect(await s.tick()).toMatchObject({ accepted: 1 });
    expect(await s.later(60_000)).toMatchObject({ accepted: 1 });
    expect(s.sends().map(({ to }) => to)).toEqual([phone(1), phone(2), phone(1)]);
  });

  test("the cap counts it, and holds it back", async () => {
    await s.sql`update channels set daily_limit = 1`;
    await asked(1);
    await s.shift(3 * day);
    await s.ct(endedCall(2));
    expect(await s.tick()).toMatchObject({ reminded: 1, accepted: 1 });
    expect(await s.later(day - 1000)).toMatchObject({ accepted: 0 });
    expect(await s.later(1000)).toMatchObject({ accepted: 1 });
    expect(s.sends().map(({ to }) => to)).toEqual([phone(1), phone(2), phone(1)]);
  });

  test("a contact's own time zone counts", async () => {
    await asked();
    await s.sql`update contacts set time_zone = 'America/New_York'`;
    expect(await s.later(3 * day)).toMatchObject({ reminded: 1, accepted: 0 });
    expect(await s.later(4 * hour)).toMatchObject({ accepted: 1 });
  });
});

describe("I11: not against the contact's will", () => {
  test("a STOP before it is due: none is queued", async () => {
    await asked();
    await s.wa(inbound(1, "STOP"));
    expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  });

  test("a STOP while it waits: skipped at once", async () => {
    await waiting();
    await s.wa(inbound(1, "STOP"));
    expect(await s.reminders()).toMatchObject([{ status: "skipped", reason_code: "opted_out" }]);
  });

  test.for(["opted_out_at", "blocked_at", "erased_at"])(
    "the claim looks again: %s, however it came",
    async (column) => {
      await waiting();
      await s.sql`update contacts set ${s.sql(column)} = app.now()`;
      await s.pause(false);
      expect(await s.tick()).toMatchObject({ accepted: 0 });
      await s.later(3 * day);
      expect(await s.reminders()).toMatchObject([{ status: "expired" }]);
    },
  );

  test("a call that is marked meanwhile", async () => {
    await waiting();
    await s.ct({ data: { callId: "900000001", shouldSend: false } });
    expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "do_not_send" }]);
  });

  test("a call that was marked after its follow-up left", async () => {
    await asked();
    await s.ct({ data: { callId: "900000001", shouldSend: false } });
    expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  });
});

describe("stopped by an answer", () => {
  test("any reply before it is due", async () => {
    await asked();
    await s.wa(inbound(1, "ve le mando domani"));
    expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  });

  test.for([
    ["words", "ok", undefined],
    ["a file", "", pdf],
  ] as const)("%s while it waits: it shows why it did not leave", async ([, text, message]) => {
    await waiting();
    await s.wa(inbound(1, text, message ? { message } : {}));
    expect(await s.reminders()).toMatchObject([
      {
        status: "cancelled",
        reason_code: "answered",
        reason: "The customer answered, so no reminder is needed.",
      },
    ]);
    await s.pause(false);
    await s.later(10 * day);
    expect(s.sends()).toHaveLength(1);
  });

  test("a reply that quotes an older ask, before it is due", async () => {
    await asked();
    await s.sql`update whatsapp_messages set whatsapp_message_id = 'OLD1'`;
    await s.sql`insert into whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id)
      select channel_id, workspace_id, 'OLD1', id from whatsapp_messages`;
    await s.shift(25 * hour);
    await s.ct(endedCall(1, { call_id: "again" }));
    await s.tick();
    const quoting = { text: "La cerco", contextInfo: { stanzaId: "OLD1" } };
    await s.wa(inbound(1, "La cerco", { message: { extendedTextMessage: quoting } }));
    await s.later(3 * day);
    expect(await s.reminders()).toEqual([]);
  });

  test("a reply that quotes the reminder flags the call and ends the series", async () => {
    await asked();
    await s.later(3 * day);
    const [reminder] = await s.reminders();
    await s.rpc("bind_message", { message: reminder!.id, info: { whatsappId: "3EBREM", chat: {} } });
    const contextInfo = { stanzaId: "3EBREM" };
    await s.wa(inbound(1, "Sì", { message: { extendedTextMessage: { text: "Sì", contextInfo } } }));
    expect(await s.call("900000001")).toMatchObject({
      electricity_bill_received: true,
      electricity_bill_evidence: "reply",
    });
    expect(await s.followUp(1)).toMatchObject({ ask_open: false });
    expect(await s.later(4 * day)).toMatchObject({ reminded: 0 });
  });

  test("an answer while the gateway has it, which then proves not to have sent it", async () => {
    await waiting();
    await s.pause(false);
    const { message } = await s.claim();
    await s.wa(inbound(1, "ecco"));
    expect(await s.reminders()).toMatchObject([{ status: "sending" }]);
    await s.settle(message.id, message.attempt, { kind: "not_sent", code: "rate_limited", message: "slow" });
    expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "answered" }]);
    expect(await s.followUp(1)).toMatchObject({ ask_open: false });
  });

  test("not sent and not answered, it waits again, and no second ask is open", async () => {
    await asked();
    s.product.wasender.answerNext(() => HttpResponse.json({ retry_after: 5 }, { status: 429 }));
    expect(await s.later(3 * day)).toMatchObject({ reminded: 1, notSent: 1 });
    expect(await s.reminders()).toMatchObject([{ status: "queued", ask_open: false, retries: 1 }]);
    expect(await s.later(60_000)).toMatchObject({ accepted: 1 });
    expect(await s.followUp(1)).toMatchObject({ ask_open: true });
  });

  test("a bill that staff confirm", async () => {
    await waiting();
    await s.sql`update asks set evidence = 'confirmed', evidence_at = app.now()`;
    await s.sql`update whatsapp_messages set ask_open = false where ask_open`;
    expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "answered" }]);
  });
});

describe("given up", () => {
  test("when WhatsApp says later that the follow-up never arrived", async () => {
    await waiting();
    const { id } = await s.followUp(1);
    await s.rpc("bind_message", { message: id, info: { whatsappId: "3EBFU", status: "failed", chat: {} } });
    expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "ask_failed" }]);
  });

  test("when another ask takes its place", async () => {
    await waiting();
    await s.sql`update whatsapp_messages set ask_open = false where ask_open`;
    expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "ask_closed" }]);
  });

  test("when reminders are turned off", async () => {
    await waiting();
    await s.save("reminders", { enabled: false, steps: twoSteps.steps });
    expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "reminders_off" }]);
  });

  test("when its step is taken away, and only then", async () => {
    await asked();
    await s.later(3 * day);
    await s.shift(4 * day);
    await s.pause(true);
    await s.tick();
    await s.save("reminders", { ...twoSteps, steps: [{ afterDays: 9, template: "reminder" }] });
    const rows = await s.reminders();
    expect(rows.map(({ reason_code }) => reason_code)).toEqual([null, "reminders_off"]);
  });
});

const hours = async () =>
  (await s.sql<[{ hours: object }]>`select sending_hours as hours from workspaces`)[0].hours;

/** Its reminder is in the queue of a channel that stands still. */
async function waiting(): Promise<void> {
  await asked();
  await s.shift(3 * day);
  await s.pause(true);
  expect(await s.tick()).toMatchObject({ reminded: 1 });
}
