import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall } from "../support/calls.ts";
import { type Stage, stage } from "./stage.ts";

/** A channel that is down or refused, and a cap that is reached: one alert an incident, closed by its real end. */
let s: Stage;
afterEach(() => s.product.close());

const status = (status: string) =>
  s.product.postWasender({ event: "session.status", timestamp: 1_794_830_400, data: { status } });

describe("a channel that is down", () => {
  beforeEach(async () => {
    s = await stage();
  });

  test("is told at the next tick, and its end when the phone is connected again", async () => {
    await status("logged_out");
    s.product.wasender.answerStatus(() => HttpResponse.json({ status: "logged_out" }));
    await s.minutes(20);
    expect(await s.alerts()).toMatchObject([
      { kind: "channel_down", subject: s.channel, closed_at: null, facts: { reason: "session_down" } },
    ]);
    s.product.wasender.answerStatus(() => HttpResponse.json({ status: "connected" }));
    await s.minutes(19);
    expect(await s.kinds()).toEqual(["-channel_down"]);
  });

  test("and whose queue waits is not late as well, not even after it is back", async () => {
    await s.calls(3);
    await status("logged_out");
    s.product.wasender.answerStatus(() => HttpResponse.json({ status: "logged_out" }));
    await s.minutes(20);
    await status("connected");
    await s.minutes(4);
    expect(s.product.wasender.sends).toHaveLength(3);
    expect(await s.kinds()).toEqual(["-channel_down"]);
  });

  test("that comes and goes by the minute is one alert", async () => {
    s.product.wasender.answerStatus(() => HttpResponse.json({ status: "logged_out" }));
    for (let time = 0; time < 10; time += 1) {
      await status("logged_out");
      await s.minute();
      await status("connected");
      await s.minute();
    }
    expect(await s.kinds()).toEqual(["channel_down"]);
    await s.minutes(3);
    expect(await s.kinds()).toEqual(["-channel_down"]);
  });

  test("paused by a colleague is no alert", async () => {
    const manager = await s.product.db.createStaff({ role: "manager" });
    await manager.client.rpc("set_channel_paused", { channel: s.channel, paused: true });
    await s.calls(1);
    await s.minutes(10);
    expect(await s.kinds()).toEqual([]);
  });

  test("that is deleted leaves no alert open", async () => {
    await status("logged_out");
    await s.product.tick();
    await s.sql`delete from channels`;
    await s.product.tick();
    expect(await s.kinds()).toEqual(["-channel_down"]);
  });
});

describe("access that is refused", () => {
  beforeEach(async () => {
    s = await stage();
  });

  test("a bad key: an alert until the key is good", async () => {
    s.product.wasender.answerNext(() => HttpResponse.json({ message: "Unauthenticated." }, { status: 401 }));
    s.product.wasender.answerStatus(() =>
      HttpResponse.json({ message: "Unauthenticated." }, { status: 401 }),
    );
    await s.calls(1);
    await s.minutes(5);
    expect(await s.alerts()).toMatchObject([
      { kind: "auth_failed", facts: { reason: "bad_key" }, closed_at: null },
    ]);
    s.product.wasender.answerStatus(() => HttpResponse.json({ status: "connected" }));
    await s.minutes(16);
    expect(s.product.wasender.sends).toHaveLength(2);
    expect(await s.kinds()).toEqual(["-auth_failed"]);
  });

  test("a plan that ended looks connected: one alert until a message is accepted, not one a try", async () => {
    const ended = () => HttpResponse.json({ message: "Your subscription has expired." }, { status: 402 });
    for (let i = 0; i < 6; i += 1) s.product.wasender.answerNext(ended);
    await s.calls(1);
    await s.minutes(10);
    expect(s.product.wasender.sends.length).toBeGreaterThan(2);
    expect(await s.kinds()).toEqual(["auth_failed"]);
    await s.minutes(60);
    expect(await s.sql`select status from whatsapp_messages`).toEqual([{ status: "accepted" }]);
    expect(await s.kinds()).toEqual(["-auth_failed"]);
  });

  test("a plan that ended, and nothing more to send: still an alert half an hour later, and none after an hour", async () => {
    s.product.wasender.answerNext(() => HttpResponse.json({ message: "expired" }, { status: 402 }));
    await s.calls(1);
    await s.product.tick();
    await s.sql`update whatsapp_messages set status = 'cancelled', ask_open = false`;
    await s.minutes(30);
    expect(await s.sql`select state from channels`).toEqual([{ state: "active" }]);
    expect(await s.kinds()).toEqual(["auth_failed"]);
    await s.minutes(35);
    expect(await s.kinds()).toEqual(["-auth_failed"]);
  });

  test("CloudTalk's key: an alert until a pass over its calls succeeds", async () => {
    const pass = (
      code: string | null,
      succeeded: boolean,
    ) => s.sql`update reconcile_passes set is_configured = true, vendor = 'cloudtalk',
      last_error_code = ${code}, last_ended_at = app.now(), next_at = 'infinity',
      last_succeeded_at = case when ${succeeded} then app.now() else last_succeeded_at end where kind = 'calls'`;
    const watch = async () => {
      await s.pass(1);
      const { data } = await s.product.db.service.rpc("watch", { deliver: false });
      return data;
    };
    await pass("unauthorized", false);
    expect(await watch()).toMatchObject({ opened: 1 });
    await pass("unreachable", false);
    expect(await watch()).toMatchObject({ opened: 0, closed: 0 });
    await pass(null, true);
    expect(await watch()).toMatchObject({ closed: 1 });
    expect(await s.alerts()).toMatchObject([{ kind: "auth_failed", subject: "cloudtalk" }]);
  });
});

describe("the cap", () => {
  beforeEach(async () => {
    s = await stage({ WHATSAPP_DAILY_LIMIT: "3", WHATSAPP_SENDING_HOURS: "00:00-24:00" });
  });

  test("used up with nothing waiting is no alert", async () => {
    await s.calls(3);
    await s.minutes(10);
    expect(s.product.wasender.sends).toHaveLength(3);
    expect(await s.kinds()).toEqual([]);
  });

  test("used up while something waits: one alert that names when it frees, and no lateness", async () => {
    await s.calls(4);
    await s.minutes(60);
    const [attempt] =
      await s.sql`select started_at + interval '24 hours' as frees from whatsapp_send_attempts order by id`;
    expect(await s.alerts()).toMatchObject([
      { kind: "cap_reached", closed_at: null, facts: { limit: 3, channel: "WhatsApp" } },
    ]);
    expect(new Date((await s.alerts())[0]!.facts.freesAt)).toEqual(attempt!.frees);
  });

  test("frees one by one a day later: one alert until what waits has room", async () => {
    await s.calls(8);
    await s.product.tick();
    for (const seen of [3, 6, 8]) {
      await s.minutes(6);
      expect(s.product.wasender.sends).toHaveLength(seen);
      expect(await s.kinds()).toEqual([seen < 8 ? "cap_reached" : "-cap_reached"]);
      // The first leaves 7 s after its room is freed; a minute after that room, the second has room but not yet its turn.
      await s.product.db.shiftClock((24 * 60 - 6) * 60_000 + 7_000);
      await s.product.tick();
      await s.product.db.shiftClock(55_000);
      await s.product.tick();
    }
  });

  test("over the night it stays one alert", { timeout: 60_000 }, async () => {
    await s.sql`update workspaces set sending_hours = app.daily_hours('08:00', '21:00')`;
    await s.product.db.freezeClock("2026-11-21T19:40:00Z");
    await s.calls(5);
    await s.sql`update whatsapp_messages set live_until = due_at`;
    await s.minutes(30);
    await s.pass(9 * 60);
    await s.minutes(90);
    expect(await s.kinds()).toEqual(["cap_reached"]);
    await s.product.postCloudtalk(endedCall(9));
    await s.pass(13 * 60);
    await s.minutes(6);
    expect(await s.kinds()).toEqual(["-cap_reached"]);
  });
});
