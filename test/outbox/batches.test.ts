import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Outgoing } from "../../lib/model/content.ts";
import type { SendOutcome } from "../../lib/model/provider.ts";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import type { Services } from "../../lib/services.ts";
import { endedCall, type Kit, kit, phone } from "../support/kit.ts";

/** A provider that allows several sends at once, as the Cloud API does: no pace, so a claim hands out all that may leave. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
  await k.sql`update channels set min_interval_ms = 0, jitter_ms = 0, daily_limit = 0, max_in_flight = 3`;
});
afterEach(() => k.product.close());

const calls = async (...numbers: number[]) => {
  for (const n of numbers) await k.ct(endedCall(n));
};
const claim = async (): Promise<{ id: number; attempt: number; to: string }[]> =>
  (await k.rpc("claim_messages", { channel: k.channel, max_wait_ms: 0 })).messages ?? [];
const to = (messages: { to: string }[]) => messages.map((message) => message.to);
const settleAll = (settlements: object[]) => k.rpc("settle_messages", { channel: k.channel, settlements });
const accepted = (id: string | number): SendOutcome => ({
  kind: "accepted",
  providerMessageId: String(id),
  httpStatus: 200,
  retryAfterMs: null,
});
const notice = (n: number) =>
  k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, status, body,
      recipient, priority, due_at, expires_at)
    select workspace_id, channel_id, conversation_id, contact_id, 'out', 'consent_notice', 'queued', 'Va bene.', recipient, 0,
      due_at, expires_at from whatsapp_messages where recipient = ${phone(n)} and purpose = 'follow_up'`;
const limited: SendOutcome = {
  kind: "not_sent",
  code: "rate_limited",
  message: "Too many.",
  httpStatus: 429,
  retryAfterMs: 30_000,
  pause: null,
};

describe("a claim hands out", () => {
  test("as many as may be in flight, oldest first, and no more until one is settled", async () => {
    await calls(1, 2, 3, 4, 5);
    const first = await claim();
    expect(to(first)).toEqual([phone(1), phone(2), phone(3)]);
    expect(await claim()).toEqual([]);
    await k.settle(first[1]!.id, 1, accepted(2));
    expect(to(await claim())).toEqual([phone(4)]);
  });

  test("one where there is a pace, and the next only after its answer, however many the provider allows", async () => {
    await calls(1, 2, 3);
    for (const pace of [
      { min_interval_ms: 5000, jitter_ms: 0 },
      { min_interval_ms: 0, jitter_ms: 5000 },
    ]) {
      await k.sql`update channels set ${k.sql(pace)}, next_slot_at = null`;
      const [first, ...others] = await claim();
      expect([first?.attempt, others]).toEqual([1, []]);
      await k.shift(11_000);
      expect(await claim()).toEqual([]);
      await k.settle(first!.id, 1, accepted(first!.id));
    }
  });

  test("what is left of the day's limit", async () => {
    await k.sql`update channels set daily_limit = 4`;
    await calls(1, 2, 3, 4, 5);
    const first = await claim();
    await settleAll(first.map(({ id, attempt }) => ({ message: id, attempt, outcome: accepted(id) })));
    expect([first.length, (await claim()).length, (await claim()).length]).toEqual([3, 1, 0]);
  });

  test("one a person, who gets the next only when we know of the last: they could arrive in either order", async () => {
    await calls(1, 2);
    for (let n = 0; n < 7; n += 1) await notice(1);
    const [first] = await claim();
    expect(first).toMatchObject({ to: phone(1) });
    await k.settle((await k.followUp(2)).id, 1, accepted(2));
    expect(await k.rpc("claim_messages", { channel: k.channel, max_wait_ms: 75_000 })).toEqual({
      action: "wait",
      ms: 250,
    });
    await k.settle(first!.id, 1, accepted(1));
    expect(to(await claim())).toEqual([phone(1)]);
  });

  test("somebody else's, where one person's fill the front of the queue", async () => {
    for (const n of [1, 2]) await k.ct(endedCall(n));
    for (let n = 0; n < 7; n += 1) await notice(1);
    await k.sql`update whatsapp_messages set due_at = due_at + interval '1 s' where recipient = ${phone(2)}`;
    await k.shift(2_000);
    expect(to(await claim())).toEqual([phone(1), phone(2)]);
  });
});

test("a worker that dies leaves each of its messages in doubt, and the others a free channel", async () => {
  await calls(1, 2, 3, 4);
  await claim();
  await k.shift(61_000);
  expect(to(await claim())).toEqual([phone(4)]);
  const rows = await k.sql`select status from whatsapp_messages order by recipient`;
  expect(rows.map(({ status }) => status)).toEqual(["uncertain", "uncertain", "uncertain", "sending"]);
});

describe("a list of answers", () => {
  test("is kept each by its kind, and the longest wait that it asks for holds the channel", async () => {
    await calls(1, 2, 3, 4);
    const [a, b, c] = await claim();
    const answers = await settleAll([
      { message: a!.id, attempt: 1, outcome: accepted(1) },
      { message: b!.id, attempt: 1, outcome: limited },
      {
        message: c!.id,
        attempt: 1,
        outcome: { kind: "failed", code: "refused", message: "No.", httpStatus: 422 },
      },
    ]);
    expect(answers).toEqual([{ settled: true }, { settled: true }, { settled: true }]);
    const rows = await k.sql`select status, provider_message_id from whatsapp_messages order by recipient`;
    expect(rows).toMatchObject([
      { status: "accepted", provider_message_id: "1" },
      { status: "queued", provider_message_id: null },
      { status: "failed" },
      { status: "queued" },
    ]);
    await k.shift(29_000);
    expect(await claim()).toEqual([]);
    await k.shift(1_000);
    expect(to(await claim())).toEqual([phone(4), phone(2)]);
  });

  test("says of each, in its place, whether it still counted", async () => {
    await calls(1, 2, 3);
    const [a, b, c] = await claim();
    await k.settle(b!.id, 1, accepted(2));
    await k.shift(61_000);
    await k.product.tick();
    const staff = await k.product.db.createStaff({ role: "agent" });
    await staff.client.rpc("resolve_uncertain", { message: c!.id, decision: "resend" });
    const [again] = await claim();
    expect(again).toMatchObject({ id: c!.id, attempt: 2 });
    const answers = await settleAll([
      { message: c!.id, attempt: 1, outcome: accepted(31) },
      { message: b!.id, attempt: 1, outcome: limited },
      { message: a!.id, attempt: 1, outcome: accepted(1) },
      { message: 999_999, attempt: 1, outcome: accepted(9) },
    ]);
    expect(answers).toEqual([
      { settled: false, reason: "stale" },
      { settled: false, reason: "already_settled" },
      { settled: true },
      { settled: false, reason: "already_settled" },
    ]);
    const rows =
      await k.sql`select status, attempt, provider_message_id from whatsapp_messages order by recipient`;
    expect(rows).toEqual([
      { status: "accepted", attempt: 1, provider_message_id: "1" },
      { status: "accepted", attempt: 1, provider_message_id: "2" },
      { status: "sending", attempt: 2, provider_message_id: null },
    ]);
  });

  test("of another channel changes nothing", async () => {
    await calls(1);
    const [a] = await claim();
    const [other] = await k.sql`insert into channels (workspace_id, vendor, name)
      select workspace_id, vendor, 'another' from channels returning id`;
    const outcome = accepted(1);
    const answer = await k.rpc("settle_messages", {
      channel: other!.id,
      settlements: [{ message: a!.id, attempt: 1, outcome }],
    });
    expect(answer).toEqual([{ settled: false, reason: "already_settled" }]);
    expect(await k.followUp(1)).toMatchObject({ status: "sending" });
  });
});

describe("a dispatcher", () => {
  /** Answers of the provider, each given when the test says so. */
  function heldProvider() {
    const held = new Map<string, (outcome: SendOutcome) => void>();
    const send = ({ to: recipient }: Outgoing) =>
      new Promise<SendOutcome>((resolve) => {
        held.set(recipient!, resolve);
      });
    const providerOf: Services["providerOf"] = async (...asked) => ({
      ...(await k.product.services.providerOf(...asked)),
      send,
    });
    return { held, providerOf };
  }
  const statuses = async () =>
    (await k.sql`select status from whatsapp_messages order by recipient`).map(({ status }) => status);

  test("sends all at once, and keeps an answer without waiting for the slow ones", async () => {
    await calls(1, 2, 3);
    const { held, providerOf } = heldProvider();
    const done = dispatch({ ...k.product.services, providerOf }, k.channel, { mayWait: false });
    await expect.poll(() => [...held.keys()].toSorted()).toEqual([phone(1), phone(2), phone(3)]);
    held.get(phone(2))!(accepted(2));
    await expect.poll(statuses).toEqual(["sending", "accepted", "sending"]);
    held.get(phone(1))!(accepted(1));
    held.get(phone(3))!(limited);
    expect(await done).toMatchObject({ accepted: 2, notSent: 1, failed: 0, uncertain: 0 });
    expect(await statuses()).toEqual(["accepted", "accepted", "queued"]);
  });

  test("whose answer cannot be kept still keeps the others", async () => {
    await calls(1, 2);
    const { held, providerOf } = heldProvider();
    let lost = 0;
    const db = Object.assign(Object.create(k.product.services.db), {
      rpc: async (name: string, args: { settlements?: { outcome: { kind: string } }[] }) => {
        if (!args.settlements?.some(({ outcome }) => outcome.kind === "not_sent"))
          return k.product.services.db.rpc(name, args);
        lost += 1;
        return { data: null, error: { code: "", message: "fetch failed" }, status: 0 };
      },
    });
    const done = dispatch({ ...k.product.services, db, providerOf }, k.channel, { mayWait: false });
    await expect.poll(() => held.size).toBe(2);
    held.get(phone(1))!(limited);
    await expect.poll(() => lost).toBe(3);
    held.get(phone(2))!(accepted(2));
    await done;
    expect(await statuses()).toEqual(["sending", "accepted"]);
  });

  test("loses of a list only the answer that cannot be kept", async () => {
    await calls(1, 2, 3);
    const { held, providerOf } = heldProvider();
    const done = dispatch({ ...k.product.services, providerOf }, k.channel, { mayWait: false });
    await expect.poll(() => held.size).toBe(3);
    for (const n of [1, 2, 3]) {
      const words = { kind: "failed", code: "refused", message: "bad \u0000 byte", httpStatus: 422 } as const;
      held.get(phone(n))!(n === 2 ? words : accepted(n));
    }
    await done;
    expect(await statuses()).toEqual(["accepted", "sending", "accepted"]);
  });
});

test("a channel allows what its provider declares", async () => {
  await k.sql`update channels set configured_at = null`;
  k.product.services.channelVendors = k.product.services.channelVendors.map((vendor) => ({
    ...vendor,
    numbers: { ...vendor.numbers, capabilities: { ...vendor.numbers.capabilities, maxInFlight: 7 } },
  }));
  await k.product.tick();
  expect(await k.sql`select max_in_flight from channels`).toEqual([{ max_in_flight: 7 }]);
});
