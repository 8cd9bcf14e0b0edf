import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The outbox as a worker meets it: claim, send, settle, one verb at a time, on the database's clock. */
let product: Product;
let channel: string;
beforeEach(async () => {
  // Nothing sends by itself here: each test is the worker.
  product = await createProduct({}, () => ({ background: () => {} }));
  [{ id: channel }] = await product.db.sql<[{ id: string }]>`select id from channels`;
});
afterEach(() => product.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of SQL functions
const rpc = async (name: string, args: object): Promise<any> => {
  const { data, error } = await product.db.service.rpc(name, args);
  if (error) throw new Error(error.message);
  return data;
};
const claim = async (maxWaitMs = 0, worker: string = crypto.randomUUID()) => {
  const answer = await rpc("claim_messages", { channel, max_wait_ms: maxWaitMs, worker });
  return { ...answer, message: answer.messages?.[0] };
};
const settle = async (message: number, attempt: number, outcome: object) =>
  (await rpc("settle_messages", { channel, settlements: [{ message, attempt, outcome }] }))[0];
const message = async (n: number) => {
  const [row] = await product.db
    .sql`select * from whatsapp_messages where recipient = ${phone(n)} order by id limit 1`;
  return row!;
};
const accepted = { kind: "accepted", providerMessageId: "58", httpStatus: 200 };

describe("claim", () => {
  test("one message at a time, oldest first, and the next only one interval after the answer", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.db.shiftClock(10);
    await product.postCloudtalk(endedCall(2));
    const first = await claim();
    expect(first).toMatchObject({ action: "claimed", message: { attempt: 1, to: phone(1) } });
    expect(await claim()).toMatchObject({ action: "idle" });
    await product.db.shiftClock(4_000);
    await settle(first.message.id, 1, accepted);
    expect(await claim(60_000)).toEqual({ action: "wait", ms: 60_000 });
    await product.db.shiftClock(59_999);
    expect(await claim()).toMatchObject({ action: "idle" });
    await product.db.shiftClock(1);
    expect(await claim()).toMatchObject({ action: "claimed", message: { to: phone(2) } });
  });

  test("nobody waits for the slot of an empty queue", async () => {
    await product.postCloudtalk(endedCall(1));
    const only = await claim();
    await settle(only.message.id, 1, accepted);
    expect(await claim(90_000)).toEqual({ action: "idle" });
  });

  test("only one caller is told to wait, and it is not kept from its own turn", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.postCloudtalk(endedCall(2));
    const first = await claim();
    await settle(first.message.id, 1, accepted);
    const waiter = crypto.randomUUID();
    const waiting = await claim(90_000, waiter);
    expect(waiting).toMatchObject({ action: "wait" });
    expect(await claim(90_000)).toMatchObject({ action: "idle", nextAt: expect.any(String) });
    // Woken a moment early by a fast clock of its own, it is told to wait on.
    await product.db.shiftClock(waiting.ms - 5);
    expect(await claim(90_000, waiter)).toEqual({ action: "wait", ms: 5 });
  });

  test("the daily cap holds over a moving day, counted from the calls that may have gone out", async () => {
    await product.db.sql`update channels set daily_limit = 2, min_interval_ms = 1000`;
    for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
    const one = await claim();
    await settle(one.message.id, 1, {
      kind: "not_sent",
      code: "rate_limited",
      message: "slow down",
      retryAfterMs: 5_000,
    });
    await product.db.shiftClock(5_000);
    for (const _ of [1, 2]) {
      const next = await claim();
      expect(next.action).toBe("claimed");
      await settle(next.message.id, next.message.attempt, accepted);
      await product.db.shiftClock(1_000);
    }
    const capped = await claim(60_000);
    expect(capped.action).toBe("idle");
    expect(new Date(capped.nextAt).getTime() - (await product.db.now()).getTime()).toBe(
      24 * 3_600_000 - 2_000,
    );
    await product.db.shiftClock(24 * 3_600_000 - 2_000);
    expect(await claim()).toMatchObject({ action: "claimed" });
  });

  test("a retry_after holds the whole channel", async () => {
    await product.db.sql`update channels set min_interval_ms = 1000`;
    for (const n of [1, 2]) await product.postCloudtalk(endedCall(n));
    const one = await claim();
    await settle(one.message.id, 1, {
      kind: "not_sent",
      code: "rate_limited",
      message: "slow",
      retryAfterMs: 60_000,
    });
    await product.db.shiftClock(59_000);
    expect(await claim()).toMatchObject({ action: "idle" });
    await product.db.shiftClock(1_000);
    expect(await claim()).toMatchObject({ action: "claimed", message: { to: phone(2) } });
  });

  test("a follow-up leaves at once within 30 minutes of its call; later it waits for the hours", async () => {
    await product.db.freezeClock("2026-11-21T21:30:00Z"); // 22:30 in Rome
    await product.postCloudtalk(endedCall(1));
    await product.db.shiftClock(29 * 60_000);
    const atNight = await claim();
    expect(atNight).toMatchObject({ action: "claimed" });
    await settle(atNight.message.id, 1, { kind: "not_sent", code: "unreachable", message: "refused" });
    await product.db.shiftClock(60_000);
    const late = await claim();
    expect(late).toMatchObject({ action: "idle" });
    expect(new Date(late.nextAt).toISOString()).toBe("2026-11-22T07:00:00.000Z"); // 08:00 in Rome
    await product.db.freezeClock("2026-11-22T07:00:00Z");
    expect(await claim()).toMatchObject({ action: "claimed" });
  });

  test("what is too late expires in sight, also on a paused channel, and the contact can be asked again", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.db.sql`update channels set state = 'paused', pause_reason = 'staff'`;
    await product.db.shiftClock(72 * 3_600_000);
    expect(await product.tick()).toMatchObject({ expired: 1 });
    expect(await message(1)).toMatchObject({ status: "expired", reason_code: "expired", ask_open: false });
    await product.postCloudtalk(endedCall(1, { call_id: "another" }));
    const [again] = await product.db
      .sql`select should_send from cloudtalk_calls where cloudtalk_call_id = 'another'`;
    expect(again).toMatchObject({ should_send: true });
  });

  test("nothing leaves to somebody who opted out meanwhile, and no slot is spent on them", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.postCloudtalk(endedCall(2));
    await product.db
      .sql`update contacts set opted_out_at = app.now() where id = ${(await message(1)).contact_id}`;
    expect(await claim()).toMatchObject({ action: "claimed", message: { to: phone(2) } });
  });

  test("a stop word skips what is queued, at once", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.postWasender(inbound(1, "Basta!"));
    expect(await message(1)).toMatchObject({ status: "skipped", reason_code: "opted_out" });
    // All that still leaves is the word that we heard it.
    const notice = await claim();
    expect(notice).toMatchObject({
      action: "claimed",
      message: { content: { kind: "text", text: expect.stringMatching(/^Va bene/) } },
    });
    await settle(notice.message.id, 1, accepted);
    await product.db.shiftClock(60_000);
    expect(await claim()).toEqual({ action: "idle" });
    await product.postCloudtalk(endedCall(1, { call_id: "later" }));
    const [call] = await product.db.sql`select * from cloudtalk_calls where cloudtalk_call_id = 'later'`;
    expect(call).toMatchObject({
      should_send: false,
      should_send_code: "opted_out",
      electricity_bill_received: false,
    });
  });
});

describe("a worker that dies", () => {
  test("leaves its message uncertain, never queued; the channel is free one interval after the lease", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.postCloudtalk(endedCall(2));
    await claim();
    await product.db.shiftClock(59_999);
    expect(await product.tick()).toMatchObject({ freed: 0 });
    await product.db.shiftClock(1);
    expect(await product.tick()).toMatchObject({ freed: 1, accepted: 0 });
    expect(await message(1)).toMatchObject({ status: "uncertain", reason_code: "worker_died" });
    await product.db.shiftClock(59_999);
    expect(await claim()).toMatchObject({ action: "idle" });
    await product.db.shiftClock(1);
    expect(await claim()).toMatchObject({ action: "claimed", message: { to: phone(2) } });
  });

  test("and wakes up late cannot finish the attempt of another", async () => {
    await product.postCloudtalk(endedCall(1));
    const stale = await claim();
    await product.db.shiftClock(60_000);
    await product.tick();
    const staff = await product.db.createStaff();
    expect(
      (await staff.client.rpc("resolve_uncertain", { message: stale.message.id, decision: "resend" })).data,
    ).toBe("queued");
    await product.db.shiftClock(60_000);
    expect(await claim()).toMatchObject({ action: "claimed", message: { attempt: 2 } });
    const late = await settle(stale.message.id, 1, {
      kind: "failed",
      code: "refused",
      message: "no",
      httpStatus: 422,
    });
    expect(late).toMatchObject({ settled: false, reason: "stale" });
    expect(await message(1)).toMatchObject({ status: "sending", attempt: 2 });
    const [first] = await product.db.sql`select outcome from whatsapp_send_attempts where attempt = 1`;
    expect(first).toMatchObject({ outcome: "failed" });
  });

  test("a late acceptance cancels the resend that a person pressed meanwhile", async () => {
    await product.postCloudtalk(endedCall(1));
    const first = await claim();
    await product.db.shiftClock(60_000);
    await product.tick();
    const staff = await product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: first.message.id, decision: "resend" });
    await settle(first.message.id, 1, accepted);
    expect(await message(1)).toMatchObject({ status: "accepted", provider_message_id: "58" });
    await product.db.shiftClock(3_600_000);
    expect(await claim()).toMatchObject({ action: "idle" });
  });

  test("settling twice changes nothing", async () => {
    await product.postCloudtalk(endedCall(1));
    const one = await claim();
    await settle(one.message.id, 1, accepted);
    expect(await settle(one.message.id, 1, { kind: "failed", code: "refused", message: "no" })).toMatchObject(
      { settled: false },
    );
    expect(await message(1)).toMatchObject({ status: "accepted" });
  });
});

describe("settle", () => {
  const cases: [string, object, object][] = [
    ["accepted", accepted, { status: "accepted", ask_open: true }],
    [
      "provably not sent",
      { kind: "not_sent", code: "unreachable", message: "refused" },
      { status: "queued", retries: 1, ask_open: true },
    ],
    [
      "refused for good",
      { kind: "failed", code: "not_on_whatsapp", message: "no WhatsApp" },
      { status: "failed", reason_code: "not_on_whatsapp", ask_open: false },
    ],
    [
      "nobody knows",
      { kind: "uncertain", code: "timeout", message: "no answer" },
      { status: "uncertain", reason_code: "timeout", ask_open: true },
    ],
  ];
  test.for(cases)("%s", async ([, outcome, expected]) => {
    await product.postCloudtalk(endedCall(1));
    const one = await claim();
    await settle(one.message.id, 1, outcome);
    expect(await message(1)).toMatchObject(expected);
  });

  test("an uncertain send is never repeated by itself, for as long as it lives", async () => {
    await product.postCloudtalk(endedCall(1));
    const one = await claim();
    await settle(one.message.id, 1, { kind: "uncertain", code: "server_error", message: "500" });
    for (const hours of [1, 24, 72]) {
      await product.db.shiftClock(hours * 3_600_000);
      await product.tick();
    }
    expect(product.wasender.sends).toHaveLength(0);
    expect(await message(1)).toMatchObject({ status: "uncertain", attempt: 1 });
  });

  test("a bad key pauses the channel, keeps the queue, and a probe resumes it", async () => {
    await product.postCloudtalk(endedCall(1));
    product.wasender.answerNext(() =>
      HttpResponse.json({ success: false, message: "Invalid API key" }, { status: 401 }),
    );
    product.wasender.answerStatus(() =>
      HttpResponse.json({ success: false, message: "Invalid API key" }, { status: 401 }),
    );
    expect(await product.tick()).toMatchObject({ notSent: 1 });
    const [paused] = await product.db.sql`select state, pause_reason from channels`;
    expect(paused).toMatchObject({ state: "paused", pause_reason: "bad_key" });
    expect(await message(1)).toMatchObject({ status: "queued" });
    await product.db.shiftClock(31_000);
    expect(await product.tick()).toMatchObject({ probed: 1, resumed: 0 });
    product.wasender.answerStatus(() => HttpResponse.json({ status: "connected" }));
    await product.db.shiftClock(10 * 60_000);
    expect(await product.tick()).toMatchObject({ probed: 1, resumed: 1, accepted: 1 });
  });
});

describe("the forecast", () => {
  test("names the claim's real order and times", async () => {
    await product.db.sql`update channels set daily_limit = 3, min_interval_ms = 60000`;
    for (const n of [1, 2, 3, 4]) {
      await product.postCloudtalk(endedCall(n));
      await product.db.shiftClock(1_000);
    }
    const staff = await product.db.createStaff();
    const { data } = await staff.client.rpc("monitor_snapshot", { page_size: 50 });
    const expected = data.queue.map(({ phone, expectedAt }: { phone: string; expectedAt: string }) => [
      phone,
      Date.parse(expectedAt),
    ]);
    const real: [string, number][] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      let next = await claim();
      if (next.action === "idle") {
        await product.db.freezeClock(next.nextAt);
        next = await claim();
      }
      real.push([next.message.to, (await product.db.now()).getTime()]);
      await settle(next.message.id, next.message.attempt, accepted);
    }
    expect(expected).toEqual(real);
  });

  test("gives no time to what a paused channel holds", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.db.sql`update channels set state = 'paused', pause_reason = 'session_down'`;
    const staff = await product.db.createStaff();
    const { data } = await staff.client.rpc("monitor_snapshot", { page_size: 50 });
    expect(data.queue).toMatchObject([{ phone: phone(1), expectedAt: null }]);
  });
});
