import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall } from "../support/calls.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";
import { type Stage, stage } from "./stage.ts";

/** I16: a due message that is late against its own due time raises an alert, and nothing else does. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const watch = async () => {
  const { error, data } = await s.product.db.service.rpc("watch", { deliver: false });
  if (error) throw new Error(error.message);
  return data as { opened: number; closed: number };
};
const slow = () =>
  s.product.db.shiftClock(5_000).then(() => HttpResponse.json({ success: true, data: { msgId: 1 } }));

describe("a queue that moves at its pace", () => {
  test("thirty calls at once on a number that sends once a minute: the last leaves after 30 minutes, no alert", async () => {
    await s.calls(30);
    await s.product.tick();
    await s.minutes(29);
    expect(s.product.wasender.sends).toHaveLength(30);
    expect(await s.kinds()).toEqual([]);
  });

  test("answers that take 5 s move every next send: still its pace", async () => {
    await s.calls(55);
    for (let i = 0; i < 55; i += 1) s.product.wasender.answerNext(slow);
    await s.product.tick();
    for (let i = 1; i < 55; i += 1) {
      await s.product.db.shiftClock(60_000);
      await s.product.tick();
    }
    expect(await s.kinds()).toEqual([]);
    expect(s.product.wasender.sends).toHaveLength(55);
  });

  test("chance adds up to two minutes to each interval: still its pace", async () => {
    await s.sql`update channels set jitter_ms = 120000`;
    await s.calls(8);
    await s.minutes(30);
    expect(s.product.wasender.sends).toHaveLength(8);
    expect(await s.kinds()).toEqual([]);
  });

  test("bulk waits behind fresh follow-ups for as long as they keep coming", async () => {
    await s.calls(3);
    await s.sql`update whatsapp_messages set priority = 20`;
    for (let n = 10; n < 25; n += 1) {
      await s.product.postCloudtalk(endedCall(n));
      await s.minute();
    }
    expect(await s.kinds()).toEqual([]);
  });
});

describe("a queue that stands", () => {
  test("is no alert before three gaps, one after them, and over once it moved", async () => {
    await s.calls(1);
    const due = await s.product.db.now();
    await s.pass(2.99);
    expect(await watch()).toMatchObject({ opened: 0 });
    await s.pass(0.01);
    expect(await watch()).toMatchObject({ opened: 1 });
    const [call] = await s.sql`select id from cloudtalk_calls`;
    expect(await s.alerts()).toMatchObject([
      {
        kind: "late",
        subject: s.channel,
        since: due,
        facts: { channel: "WhatsApp", waiting: 1, call: Number(call!.id) },
      },
    ]);
    await s.pass(5);
    expect(await watch()).toMatchObject({ opened: 0, closed: 0 });
    expect(await s.product.tick()).toMatchObject({ accepted: 1, alerts: { closed: 1 } });
    expect(await s.kinds()).toEqual(["-late"]);
  });

  test("the clock was away for ten minutes: one alert for what is still behind, until nothing is", async () => {
    await s.calls(5);
    await s.pass(10);
    expect(await s.product.tick()).toMatchObject({ accepted: 1, alerts: { opened: 1 } });
    await s.minutes(3);
    expect(await s.kinds()).toEqual(["late"]);
    await s.minute();
    expect(s.product.wasender.sends).toHaveLength(5);
    expect(await s.kinds()).toEqual(["-late"]);
  });

  test("hardly three gaps behind: open until it is clearly less, so that a second more or less flips nothing", async () => {
    await s.calls(4);
    await s.pass(3.5);
    expect(await s.product.tick()).toMatchObject({ accepted: 1, alerts: { opened: 0 } });
    await s.pass(1.1);
    expect(await watch()).toMatchObject({ opened: 1 });
    // One has left: the next is behind by two gaps and a half.
    expect(await s.product.tick()).toMatchObject({ accepted: 1, alerts: { closed: 0 } });
    await s.minutes(1);
    expect(await s.kinds()).toEqual(["late"]);
    await s.minutes(1);
    expect(await s.kinds()).toEqual(["-late"]);
  });

  test("one message every five minutes instead of one a minute is late all along: one alert, not one a message", async () => {
    await s.calls(6);
    for (let i = 0; i < 6; i += 1) {
      await s.product.tick();
      await s.pass(4);
      await watch();
      await s.pass(1);
    }
    expect(await s.kinds()).toEqual(["-late"]);
  });

  test("nobody answers at Wasender: tries that never left do not reset a message's own due time", async () => {
    s.product.wasender.use(
      http.post(`${wasenderDoubleUrl}/send-message`, () => HttpResponse.json({}, { status: 429 })),
    );
    await s.calls(1);
    await s.minutes(30);
    expect(await s.kinds()).toEqual(["late"]);
    const [message] = await s.sql`select retries, due_at from whatsapp_messages`;
    expect(message!.retries).toBeGreaterThan(2);
  });

  test("a follow-up of a call that we found hours after its end is due when it is queued", async () => {
    await s.calls(1);
    await s.sql`update whatsapp_messages set due_at = due_at - interval '5 hours', live_until = due_at`;
    expect(await watch()).toMatchObject({ opened: 0 });
    await s.pass(3);
    expect(await watch()).toMatchObject({ opened: 1 });
  });

  test("a new message that may overtake does not hide the old one", async () => {
    await s.calls(1);
    await s.sql`update whatsapp_messages set priority = 10`;
    await s.pass(6);
    await s.product.postCloudtalk(endedCall(2));
    expect(await watch()).toMatchObject({ opened: 1 });
  });

  test("what may not leave is not late: its contact asked for no more", async () => {
    await s.calls(1);
    await s.sql`update contacts set blocked_at = app.now()`;
    await s.pass(10);
    expect(await watch()).toMatchObject({ opened: 0 });
  });

  test("counts gaps of the number's own interval, when that is longer than a minute", async () => {
    await s.sql`update channels set min_interval_ms = 300000`;
    await s.calls(1);
    await s.pass(14.9);
    expect(await watch()).toMatchObject({ opened: 0 });
    await s.pass(0.1);
    expect(await watch()).toMatchObject({ opened: 1 });
  });
});

describe("what holds a channel is not lateness", () => {
  test("the provider's retry_after: counted from its end, in the queue's order", async () => {
    await s.calls(3);
    s.product.wasender.answerNext(() =>
      HttpResponse.json(
        { success: false, retry_after: 900 },
        { status: 429, headers: { "retry-after": "900" } },
      ),
    );
    await s.product.tick();
    expect(
      await s.sql`select next_slot_at - app.now() = interval '15 minutes' as held from channels`,
    ).toEqual([{ held: true }]);
    await s.minutes(25);
    expect(s.product.wasender.sends).toHaveLength(4);
    expect(await s.kinds()).toEqual([]);
  });

  test("after the end of a retry_after it is late like anything else", async () => {
    await s.calls(3);
    s.product.wasender.answerNext(() =>
      HttpResponse.json(
        { success: false, retry_after: 900 },
        { status: 429, headers: { "retry-after": "900" } },
      ),
    );
    await s.product.tick();
    await s.pass(17.9);
    expect(await watch()).toMatchObject({ opened: 0 });
    await s.pass(0.1);
    expect(await watch()).toMatchObject({ opened: 1 });
  });

  test("a pause: its queue leaves at its pace afterwards, without an alert of its own", async () => {
    await s.calls(5);
    await s.sql`select app.pause_channel(id, 'staff', 'Paused by staff.', app.now()) from channels`;
    await s.minutes(120);
    await s.sql`select app.resume_channel(id) from channels`;
    await s.minutes(5);
    expect(s.product.wasender.sends).toHaveLength(5);
    expect(await s.kinds()).toEqual([]);
  });
});

describe("the sending hours", () => {
  /** A call at 21:05 whose follow-up nobody sent while it was live (until 21:35): it waits for the opening. */
  const lateCall = async (evening: string) => {
    await s.product.db.freezeClock(evening);
    await s.calls(1);
    await s.sql`update whatsapp_messages set due_at = app.now() + interval '55 minutes', live_until = app.now()`;
  };

  test.for([
    ["a usual night", "2026-11-21T20:05:00Z", "2026-11-22T06:59:00Z"],
    ["the night that loses an hour", "2027-03-27T20:05:00Z", "2027-03-28T05:59:00Z"],
    ["the night that has one twice", "2026-10-24T19:05:00Z", "2026-10-25T06:59:00Z"],
  ] as const)(
    "%s: due at 22:00, not late at 07:59, late three gaps after 08:00",
    async ([, evening, almostEight]) => {
      await lateCall(evening);
      await s.product.db.freezeClock(almostEight);
      expect(await watch()).toMatchObject({ opened: 0 });
      await s.pass(3.9);
      expect(await watch()).toMatchObject({ opened: 0 });
      await s.pass(0.1);
      expect(await watch()).toMatchObject({ opened: 1 });
      expect((await s.alerts())[0]!.since).toEqual(new Date(Date.parse(almostEight) + 60_000));
    },
  );

  test("a live one is late at night too, and stays so when its half hour is over", async () => {
    await s.product.db.freezeClock("2026-11-21T21:00:00Z");
    await s.calls(1);
    await s.pass(3);
    expect(await watch()).toMatchObject({ opened: 1 });
    await s.pass(60);
    expect(await watch()).toMatchObject({ closed: 0 });
    await s.product.db.freezeClock("2026-11-22T07:00:00Z");
    expect(await s.product.tick()).toMatchObject({ accepted: 1, alerts: { closed: 1 } });
  });

  test("hours that never close begin at no midnight", async () => {
    await s.sql`update workspaces set sending_hours = app.daily_hours('00:00', '24:00')`;
    await s.product.db.freezeClock("2026-11-21T22:20:00Z");
    await s.calls(1);
    await s.product.db.freezeClock("2026-11-21T23:01:00Z");
    expect(await watch()).toMatchObject({ opened: 1 });
  });
});
