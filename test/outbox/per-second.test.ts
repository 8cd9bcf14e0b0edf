import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { departure } from "../../lib/outbox/departures.ts";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, type Kit, kit } from "../support/kit.ts";

/** A vendor that counts sends by the second, as the Cloud API does: the database gives each its moment, ahead. */
describe("a channel of 20 a second", () => {
  let k: Kit;
  beforeEach(async () => {
    k = await kit();
    await k.sql`update channels set min_interval_ms = 0, jitter_ms = 0, daily_limit = 0, max_in_flight = 50,
      capabilities = capabilities || '{"perSecond": 20}'`;
    await k.product.db.freezeClock("2026-11-23T09:00:00Z");
    for (let n = 1; n <= 9; n += 1) await k.ct(endedCall(n));
  });
  afterEach(() => k.product.close());
  const claim = () => k.rpc("claim_messages", { channel: k.channel, max_wait_ms: 10_000 });
  const moments = ({ messages }: { messages: { startInMs: number }[] }) =>
    messages.map(({ startInMs }) => startInMs);

  test("hands out a quarter second's, each with its moment, and the next ones a little ahead of theirs", async () => {
    const gap = 1015 / 20;
    const first = await claim();
    expect(first).toMatchObject({ action: "claimed", perSecond: 20 });
    expect(moments(first)).toEqual([0, gap, 2 * gap, 3 * gap].map((ms) => Number(ms.toFixed(1))));
    // The fifth leaves 203 ms from now: 200 ms before that it can be had.
    expect(await claim()).toEqual({ action: "wait", ms: 3 });
    await k.product.db.shiftClock(3);
    expect(moments(await claim())[0]).toBe(200);
  });

  test("after a silence begins anew: what was not used is not made up for", async () => {
    await claim();
    await k.product.db.shiftClock(60_000);
    expect(moments(await claim())).toHaveLength(4);
    expect((await claim()).action).toBe("wait");
  });

  test("one person's long queue keeps nobody else from leaving", async () => {
    await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction,
        purpose, body, status, recipient, priority, due_at, expires_at)
      select m.workspace_id, m.channel_id, m.conversation_id, m.contact_id, 'out', 'manual', 'n. ' || n, 'queued',
        m.recipient, -10, m.due_at, m.expires_at
      from generate_series(1, 40) n, (select * from whatsapp_messages where purpose = 'follow_up'
        order by id limit 1) m`;
    expect((await claim()).messages).toHaveLength(1);
    await k.product.db.shiftClock(1_000);
    const { messages = [] } = await claim();
    expect(messages).toHaveLength(4);
  });

  test("goes by a pace of its own where it has one", async () => {
    await k.sql`update channels set min_interval_ms = 5000`;
    const { messages, perSecond } = await claim();
    expect([messages.length, perSecond, messages[0].startInMs]).toEqual([1, undefined, undefined]);
  });

  test("is sent whole by one dispatcher, each once", async () => {
    const report = await dispatch(k.product.services, k.channel, { mayWait: true });
    expect(report).toMatchObject({ accepted: 9, ended: "idle" });
    expect(new Set(k.product.wasender.sends.map(({ to }) => to)).size).toBe(9);
  });
});

describe("departures of one process", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());
  const at: number[] = [];
  const sleep = async (ms: number) => void vi.advanceTimersByTime(ms);

  test("never more within a second than the vendor takes, also of those that come late together", async () => {
    const channel = crypto.randomUUID();
    const began = performance.now();
    for (let n = 0; n < 30; n += 1) {
      // The third stood still for half a second: the others' moments have passed.
      if (n === 3) vi.advanceTimersByTime(500);
      await departure(channel, { startAt: began + n * 50, perSecond: 10, sleep });
      at.push(performance.now());
    }
    const within = at.map((from) => at.filter((one) => one >= from && one < from + 1000).length);
    expect(Math.max(...within)).toBeLessThanOrEqual(10);
    // Nothing is lost of the time that there is: thirty take two seconds and what keeps them apart.
    expect(at.at(-1)! - began).toBeLessThan(3_100);
  });
});
