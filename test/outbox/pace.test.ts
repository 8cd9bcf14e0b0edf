import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The pace as the provider sees it, whatever runs at once. */
let product: Product;
let channel: string;
beforeEach(async () => {
  product = await createProduct({ WHATSAPP_MIN_INTERVAL_SECONDS: "60", WHATSAPP_DAILY_LIMIT: "0" }, () => ({
    background: () => {},
  }));
  [{ id: channel }] = await product.db.sql<[{ id: string }]>`select id from channels`;
});
afterEach(() => product.close());

const gaps = () =>
  product.wasender.sends.slice(1).map(({ at }, i) => at.getTime() - product.wasender.sends[i]!.at.getTime());

describe("two sends on one channel", () => {
  test("are never closer than the interval, with twenty dispatchers at once", async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await product.postCloudtalk(endedCall(n));
    await Promise.all(
      Array.from({ length: 20 }, () => dispatch(product.services, channel, { mayWait: true })),
    );
    expect(product.wasender.sends).toHaveLength(6);
    expect(Math.min(...gaps())).toBeGreaterThanOrEqual(60_000);
    expect(new Set(product.wasender.sends.map(({ to }) => to)).size).toBe(6);
  });

  test("are spaced from the answer, also when the provider takes its time", async () => {
    for (const n of [1, 2]) await product.postCloudtalk(endedCall(n));
    product.wasender.answerNext(async () => {
      await product.db.shiftClock(8_000);
      return HttpResponse.json({ success: true, data: { msgId: 1, status: "in_progress" } });
    });
    await dispatch(product.services, channel, { mayWait: true });
    expect(gaps()).toEqual([68_000]);
  });

  test("are counted by the database's clock: a function that sleeps too little is told to wait on", async () => {
    for (const n of [1, 2]) await product.postCloudtalk(endedCall(n));
    const hasty = { ...product.services, sleep: (ms: number) => product.db.shiftClock(Math.ceil(ms * 0.7)) };
    await dispatch(hasty, channel, { mayWait: true });
    expect(product.wasender.sends).toHaveLength(2);
    expect(Math.min(...gaps())).toBeGreaterThanOrEqual(60_000);
  });

  test("twenty claims at once hand out one message", async () => {
    for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => product.db.service.rpc("claim_messages", { channel, max_wait_ms: 0 })),
    );
    expect(claims.filter(({ data }) => data.action === "claimed")).toHaveLength(1);
  });

  test("a claim during another waits for it, and finds the slot taken", async () => {
    const [one, other] = [await product.db.sql.reserve(), await product.db.sql.reserve()];
    const claim = async (session: typeof one) =>
      (await session<{ claim: { action: string } }[]>`select claim_messages(${channel}, 0) as claim`)[0]!
        .claim;
    // The first one ever marks the channel as this database's.
    await claim(one);
    for (const n of [1, 2]) await product.postCloudtalk(endedCall(n));
    await one`begin`;
    expect(await claim(one)).toMatchObject({ action: "claimed" });
    const [{ pid }] = await other<[{ pid: number }]>`select pg_backend_pid() as pid`;
    const second = claim(other);
    const waits = () =>
      product.db.sql`select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`;
    while ((await waits()).length === 0);
    await one`commit`;
    expect((await second).action).toBe("idle");
    for (const session of [one, other]) session.release();
  });
});

describe("the pace uses what is allowed", () => {
  const claim = async (worker: string, maxWaitMs: number) =>
    (await product.db.service.rpc("claim_messages", { channel, max_wait_ms: maxWaitMs, worker })).data;
  const [old, fresh] = [crypto.randomUUID(), crypto.randomUUID()];
  const accepted = { kind: "accepted", providerMessageId: null, httpStatus: 200, retryAfterMs: null };
  const send = async (worker: string) => {
    const { messages } = await claim(worker, 75_000);
    await product.db.service.rpc("settle_messages", {
      channel,
      settlements: [{ message: messages[0].id, attempt: messages[0].attempt, outcome: accepted }],
    });
  };

  test("a worker near its end gives its place to the one the next tick brings", async () => {
    for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
    await product.db.sql`update channels set min_interval_ms = 10000`;
    await send(old);
    expect(await claim(old, 75_000)).toMatchObject({ action: "wait" });
    // A webhook's nudge a moment later has no more time to offer.
    expect(await claim(fresh, 75_000)).toMatchObject({ action: "idle" });
    await product.db.shiftClock(9_000);
    expect(await claim(fresh, 75_000)).toMatchObject({ action: "idle" });
    expect(await claim(old, 15_000)).toMatchObject({ action: "wait" });
    expect(await claim(fresh, 75_000)).toMatchObject({ action: "wait" });
    expect(await claim(old, 15_000)).toMatchObject({ action: "idle" });
  });

  test("the one that waits outlives another's send in flight", async () => {
    for (const n of [1, 2]) await product.postCloudtalk(endedCall(n));
    await claim(old, 75_000);
    expect(await claim(fresh, 75_000)).toMatchObject({ action: "wait", ms: 60_000 });
    await product.db.shiftClock(60_000);
    // The lease of the first ended meanwhile: the channel is free one interval later.
    expect(await claim(fresh, 75_000)).toMatchObject({ action: "wait", ms: 60_000 });
  });

  test("chance only ever adds to the interval", async () => {
    await product.db.sql`update channels set jitter_ms = 5000`;
    for (const n of [1, 2, 3, 4, 5, 6]) await product.postCloudtalk(endedCall(n));
    await dispatch(product.services, channel, { mayWait: true });
    expect(Math.min(...gaps())).toBeGreaterThanOrEqual(60_000);
    expect(Math.max(...gaps())).toBeLessThanOrEqual(65_100);
    expect(new Set(gaps()).size).toBeGreaterThan(1);
  });

  test("a new number's limit grows by the day, from its first send on", async () => {
    await product.db.sql`update channels set daily_limit = 6, warm_up_days = 2, min_interval_ms = 0`;
    for (let n = 1; n <= 20; n += 1) await product.postCloudtalk(endedCall(n));
    const sentToday = async () => {
      const before = product.wasender.sends.length;
      await dispatch(product.services, channel, { mayWait: false });
      return product.wasender.sends.length - before;
    };
    const days = [];
    for (let day = 0; day < 4; day += 1) {
      days.push(await sentToday());
      await product.db.shiftClock(24 * 3_600_000);
    }
    // The last ones expired after three days.
    expect(days).toEqual([2, 4, 6, 0]);
  });

  test("a quota that an accepted send used up holds the channel until it is filled", async () => {
    for (const n of [1, 2]) await product.postCloudtalk(endedCall(n));
    product.wasender.answerNext(() =>
      HttpResponse.json(
        { success: true, data: { msgId: 1, status: "in_progress" } },
        { headers: { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "90" } },
      ),
    );
    await dispatch(product.services, channel, { mayWait: false });
    const [{ held }] = await product.db.sql<
      [{ held: number }]
    >`select extract(epoch from next_slot_at - app.now())::float as held from channels`;
    expect(held).toBeGreaterThan(88);
    expect(held).toBeLessThanOrEqual(90);
  });

  test("a live follow-up goes before reminders and bulk that have waited longer", async () => {
    await product.db.sql`update channels set min_interval_ms = 0`;
    for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
    await product.db.sql`update whatsapp_messages m set priority = p.priority, due_at = m.due_at - p.age
      from (values (${phone(1)}, 20, interval '2 hours'), (${phone(2)}, 10, interval '1 hour'))
        p (recipient, priority, age)
      where m.recipient = p.recipient`;
    await dispatch(product.services, channel, { mayWait: false });
    expect(product.wasender.sends.map(({ to }) => to)).toEqual([phone(3), phone(2), phone(1)]);
  });
});

describe("an answer that leaves doubt", () => {
  test.for([
    ["500", () => HttpResponse.json({ message: "oops" }, { status: 500 })],
    ["502 with HTML", () => HttpResponse.html("<h1>Bad gateway</h1>", { status: 502 })],
    ["408", () => HttpResponse.json({ message: "timeout" }, { status: 408 })],
    ["a 200 nobody can read", () => HttpResponse.text("ok")],
    ["a cut connection", () => HttpResponse.error()],
  ] as const)("%s: one provider call, an uncertain message, a person's turn", async ([, answer]) => {
    await product.postCloudtalk(endedCall(1));
    product.wasender.answerNext(answer);
    await dispatch(product.services, channel, { mayWait: true });
    for (let minute = 0; minute < 5; minute += 1) {
      await product.db.shiftClock(60_000);
      await product.tick();
    }
    expect(product.wasender.sends).toHaveLength(1);
    const [message] = await product.db.sql`select status, attempt, ask_open from whatsapp_messages`;
    expect(message).toMatchObject({ status: "uncertain", attempt: 1, ask_open: true });
  });

  test("a claim that came too late is given back, and no call is made", async () => {
    await product.postCloudtalk(endedCall(1));
    const real = performance.now;
    let extra = 0;
    performance.now = () => real.call(performance) + extra;
    const slow = Object.assign(Object.create(product.services.db), {
      rpc: async (name: string, args: object) => {
        const answer = await product.services.db.rpc(name, args);
        if (name === "claim_messages") extra += 5_001;
        return answer;
      },
    });
    try {
      await dispatch({ ...product.services, db: slow }, channel, { mayWait: false });
    } finally {
      performance.now = real;
    }
    expect(product.wasender.sends).toHaveLength(0);
    const attempts = await product.db.sql`select distinct outcome, code from whatsapp_send_attempts`;
    expect(attempts).toEqual([{ outcome: "not_sent", code: "not_begun" }]);
    const [message] = await product.db.sql`select status from whatsapp_messages`;
    expect(message).toMatchObject({ status: "queued" });
  });
});
