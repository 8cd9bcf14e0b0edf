import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, endedCall, inbound, type Kit, kit, pdf } from "../support/kit.ts";

const day = 86_400_000;
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const keep = (batch = 500) => k.rpc("keep_privacy", { batch });
const days = (value: { eventsDays: number; messagesDays: number | null; mediaDays: number | null }) => k.sql`
  insert into workspace_settings (workspace_id, kind, version, value) select id, 'retention',
    1 + (select count(*) from workspace_settings), ${k.sql.json(value)} from workspaces`;
const outcomes = () => k.sql`select outcome, count(*)::int from webhook_requests group by 1 order by 1`;

describe("raw events", () => {
  test("lose what they said after their days, and keep how they ended", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(1));
    await k.ct("{broken");
    await k.ct({ event: "something-else", call_id: "1" });
    const before = await outcomes();
    await k.shift(30 * day - 1000);
    await k.ct(endedCall(2));
    expect(await keep()).toMatchObject({ events: 0 });
    await k.shift(2000);
    expect(await keep()).toMatchObject({ events: 4 });
    expect(await keep()).toMatchObject({ events: 0 });
    const rows =
      await k.sql`select body is null and raw_body is null and headers = '{}' as empty, payload_removed_at is not null as removed
      from webhook_requests order by id`;
    expect(rows).toEqual([
      ...Array(4).fill({ empty: true, removed: true }),
      { empty: false, removed: false },
    ]);
    const [last] = await k.sql`select outcome from webhook_requests order by id desc limit 1`;
    expect(last?.outcome).toBe("processed");
    expect(await outcomes()).toEqual(
      before.map((row) => (row.outcome === "processed" ? { ...row, count: row.count + 1 } : row)),
    );
    // What makes two deliveries the same outlives them.
    expect(await k.ct(endedCall(1))).toMatchObject({ outcome: "duplicate" });
  });

  test("that failed are kept as long as they are tried, and go once they are given up", async () => {
    await k.sql.unsafe(`create function app_test.fail() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$;
      create trigger fail before insert on cloudtalk_calls for each row execute function app_test.fail()`);
    await k.ct(endedCall(1));
    await k.wa(inbound(2, "dopo"));
    await days({ eventsDays: 1, messagesDays: null, mediaDays: null });
    await k.shift(40 * day);
    // Nothing after it goes either, for an hour: it is looked at in the order in which it came.
    expect(await keep()).toMatchObject({ events: 0 });
    for (let n = 0; n < 8; n += 1) {
      for (const request of await k.rpc("take_failed_events", { most: 50 }))
        await k.rpc("retry_event", { request });
      await k.shift(day / 24);
    }
    expect(
      await k.sql`select dead_lettered_at is not null as dead from webhook_requests where outcome = 'failed'`,
    ).toEqual([{ dead: true }]);
    expect(await keep()).toMatchObject({ events: 2 });
    expect(await k.sql`select domain_values, body from webhook_requests where outcome = 'failed'`).toEqual([
      { domain_values: null, body: null },
    ]);
    const manager = await k.product.db.createStaff({ role: "manager" });
    const id = (await k.sql`select id from webhook_requests where outcome = 'failed'`)[0]?.id;
    expect(
      await k.rpc("replay_delivery", { request: id, reading: null, staff: manager.userId }),
    ).toMatchObject({ already: true });
  });

  test("go in bounded batches, oldest first, and a batch that finds nothing costs nothing", async () => {
    for (let n = 1; n <= 7; n += 1) await k.ct(endedCall(n));
    await k.shift(31 * day);
    const removed = [];
    for (let n = 0; n < 5; n += 1) removed.push((await keep(3)).events);
    expect(removed).toEqual([3, 3, 1, 0, 0]);
    expect(
      await k.sql`select kind, done_until, last_removed_at is not null as removed from retention_passes order by kind`,
    ).toMatchObject([
      { kind: "call_texts", removed: false },
      { kind: "calls", removed: false },
      { kind: "events", removed: true },
      { kind: "leads", removed: false },
      { kind: "media", removed: false },
      { kind: "messages", removed: false },
    ]);
  });
});

describe("messages", () => {
  test("lose their texts, and stay as rows with their times and their evidence", async () => {
    await days({ eventsDays: 1, messagesDays: 60, mediaDays: null });
    await k.ct(endedCall(1));
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, accepted);
    await k.shift(60_000);
    await k.wa(inbound(1, "eccola", { message: pdf }));
    const before =
      await k.sql`select id, direction, status, evidence, accepted_at, call_id from whatsapp_messages order by id`;
    await k.shift(59 * day);
    expect(await keep()).toMatchObject({ messages: 0 });
    await k.shift(2 * day);
    expect(await keep()).toMatchObject({ messages: 2 });
    expect(await k.msgs()).toMatchObject([
      { body: null, media: null, push_name: null },
      { body: null, media: null, push_name: null },
    ]);
    expect(
      await k.sql`select id, direction, status, evidence, accepted_at, call_id from whatsapp_messages order by id`,
    ).toEqual(before);
    expect((await k.call("900000001")).electricity_bill_evidence).toBe("attachment");
  });

  test("for ever is for ever", async () => {
    await days({ eventsDays: 1, messagesDays: null, mediaDays: null });
    await k.wa(inbound(1, "ciao"));
    await k.shift(4000 * day);
    expect(await keep()).toMatchObject({ messages: 0, events: 1 });
    expect(await k.msgs()).toMatchObject([{ body: "ciao" }]);
  });

  test("that wait are waited for; one of which nobody knows cannot be sent again without its text", async () => {
    await days({ eventsDays: 1, messagesDays: 1, mediaDays: null });
    await k.ct(endedCall(1));
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, { kind: "uncertain", code: "timeout", message: "?" });
    await k.shift(60_000);
    await k.ct(endedCall(2));
    await k.shift(2 * day);
    expect(await keep()).toMatchObject({ messages: 1 });
    expect(await k.msgs()).toMatchObject([
      { status: "failed", reason_code: "text_removed", body: null, ask_open: false },
      { status: "queued" },
    ]);
    expect((await k.msgs())[1]?.body).not.toBeNull();
    await k.shift(2 * day);
    await k.rpc("tick", {});
    expect(await keep()).toMatchObject({ messages: 1 });
    expect(await k.msgs()).toMatchObject([{ body: null }, { status: "expired", body: null }]);
  });

  test("a shorter time that is set later goes for the old ones too", async () => {
    await k.wa(inbound(1, "ciao"));
    await k.shift(100 * day);
    expect(await keep()).toMatchObject({ messages: 0 });
    await days({ eventsDays: 30, messagesDays: 30, mediaDays: null });
    expect(await keep()).toMatchObject({ messages: 1 });
  });
});

test("what comes again after its rows lost all they said has no second effect", async () => {
  const again = [endedCall(1), inbound(1, "STOP"), inbound(1, "START"), inbound(2, "", { message: pdf })];
  const post = (body: object) => ("call_id" in body ? k.ct(body) : k.wa(body));
  for (const body of again) {
    await post(body);
    await k.shift(1000);
  }
  await days({ eventsDays: 1, messagesDays: 1, mediaDays: 1 });
  await k.shift(400 * day);
  await k.rpc("tick", {});
  for (let n = 0; n < 3; n += 1) await keep();
  const before = await k.msgs();
  expect(before.filter(({ body }) => body !== null)).toEqual([]);
  for (const body of again) expect(await post(body)).toMatchObject({ outcome: "duplicate" });
  expect(await k.msgs()).toEqual(before);
  expect(await k.sql`select from contacts where opted_out_at is not null`).toEqual([]);
  expect(await k.claim()).toMatchObject({ action: "idle" });
});
