import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, echo, endedCall, inbound, type Kit, kit, limited, pdf, phone } from "../support/kit.ts";

let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());
const perms = <T>(a: T[]): T[][] =>
  a.length === 0 ? [[]] : a.flatMap((x, i) => perms(a.toSpliced(i, 1)).map((r) => [x, ...r]));

test("the next sending time is the first one inside the hours, also on nights when clocks change", {
  timeout: 60_000,
}, async () => {
  const bad: unknown[] = [];
  for (const [from, until] of [
    ["08:00", "21:00"],
    ["22:00", "06:00"],
    ["03:00", "21:00"],
    ["08:00", "02:00"],
    ["00:00", "24:00"],
  ]) {
    await k.sql`update workspaces set sending_hours = app.daily_hours(${from!}, ${until!})`;
    for (const day of ["2027-03-27T20:00Z", "2026-10-24T20:00Z"]) {
      bad.push(
        ...(await k.sql`with m as (select t, app.in_sending_hours(t, w) inside, app.next_sending_time(t, w) nxt from workspaces w, generate_series(${day}::timestamptz, ${day}::timestamptz + interval '26 hours', interval '5 minutes') t),
        r as (select t, nxt, (select min(t) from m m2 where m2.t >= m.t and m2.inside) real from m)
        select ${from!} f, ${until!} u, count(*)::int, min(t) t1, max(t) t2, min(real) real, min(nxt) nxt from r where nxt <> real and real is not null and real < ${day}::timestamptz + interval '26 hours' group by real, nxt`),
      );
    }
  }
  expect(bad).toEqual([]);
});

test("the order of the bodies about one call does not change what becomes of it", {
  timeout: 60_000,
}, async () => {
  const results: Record<string, string[]> = {};
  let n = 1;
  const sets: Record<string, (id: string, n: number) => unknown[]> = {
    "ended,tags,refusal": (id, n) => [
      endedCall(n, { call_id: id }),
      { event: "call-modified", call_id: id, call_tags: "x" },
      { data: { callId: id, shouldSend: false } },
    ],
    "nophone,phone,tags": (id, n) => [
      endedCall(n, { call_id: id, external_number: "" }),
      { event: "call-modified", call_id: id, external_number: phone(n) },
      { event: "call-modified", call_id: id, call_tags: "x" },
    ],
    "ended,voicemail": (id, n) => [
      endedCall(n, { call_id: id }),
      { event: "call-modified", call_id: id, is_voicemail: true },
    ],
    "ended,invalid,voice": (id, n) => [
      endedCall(n, { call_id: id }),
      { data: { callId: id, phone_number: "123456" } },
      { data: { callId: id, interest: true } },
    ],
    "native,workflow notalk": (id, n) => [
      endedCall(n, { call_id: id, talking_time: undefined }),
      endedCall(n, { call_id: id, talking_time: "0" }),
    ],
    "two phones": (id, n) => [
      endedCall(n, { call_id: id }),
      { data: { callId: id, phone_number: phone(5000 + n) } },
    ],
  };
  for (const [name, make] of Object.entries(sets)) {
    results[name] = [];
    for (const order of perms([0, 1, 2].slice(0, make("x", 0).length))) {
      const id = `v${n}`;
      n++;
      const bodies = make(id, n);
      for (const i of order) {
        const r = await k.ct(bodies[i]);
        if (r.error) results[name]!.push(`ERR ${r.error.message}`);
      }
      const c = await k.call(id);
      const [m] =
        await k.sql`select status, recipient = ${phone(n)} as own from whatsapp_messages where call_id = ${c?.id ?? 0}`;
      results[name]!.push(
        `${c?.should_send} ${c?.should_send_code} ${m?.status === "queued" ? "queued" : "nothing"}${m ? (m.own ? "" : " OTHER PHONE") : ""} talk=${c?.talking_seconds}`,
      );
    }
  }
  for (const [name, ends] of Object.entries(results))
    expect([name, [...new Set(ends)]]).toEqual([name, [ends[0]]]);
});

test("two ticks at once, with two channels and a failed event, do not wait for each other", {
  timeout: 30_000,
}, async () => {
  const { sql } = k;
  await sql.unsafe(`alter table cloudtalk_calls add constraint broken check (id < 0)`);
  await k.ct(endedCall(1));
  await sql.unsafe(`alter table cloudtalk_calls drop constraint broken;
    create function app.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.6); return new; end $$;
    create trigger slow before insert on cloudtalk_calls for each row execute function app.slow()`);
  await sql`insert into channels (id, workspace_id, vendor, name, created_at) select '00000000-0000-0000-0000-000000000001', workspace_id, 'wasender', 'second', created_at + interval '1 hour' from channels`;
  await k.shift(31_000);
  const a = sql`select public.retry_event(r) from unnest(public.take_failed_events(50)) r`;
  await new Promise((r) => setTimeout(r, 200));
  const b = sql`select public.tick()`;
  await expect(Promise.all([a, b])).resolves.toBeDefined();
});

test("binds keep up: 40 accepted, ids known to /info, bound within two ticks", async () => {
  await k.sql`update channels set min_interval_ms = 0, daily_limit = 0`;
  for (let n = 1; n <= 40; n++) {
    await k.ct(endedCall(n));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { ...accepted, providerMessageId: String(1000 + n) });
    k.product.wasender.knows(String(1000 + n), {
      success: true,
      data: { msgId: 1000 + n, id: `3EB${n}`, key: { id: `3EB${n}` }, status: 2 },
    });
  }
  await k.shift(31_000);
  const a = await k.product.tick();
  await k.shift(60_000);
  const b = await k.product.tick();
  expect(a.bound + b.bound).toBe(40);
});

test("an incident can be closed by somebody", async () => {
  const fns =
    await k.sql`select proname from pg_proc where prosrc ilike '%closed_at%' and pronamespace in ('public'::regnamespace) and prosrc ilike '%update%channel_incidents%'`;
  expect(fns).not.toEqual([]);
});
test("not_begun keeps its place in the queue", async () => {
  await k.ct(endedCall(1));
  await k.shift(10);
  await k.ct(endedCall(2));
  await k.shift(10);
  const c = await k.claim();
  await k.settle(c.message.id, 1, { kind: "not_sent", code: "not_begun", message: "late" });
  await k.shift(60_000);
  expect(await k.claim()).toMatchObject({ message: { to: phone(1) } });
});
test("shouldSend:false while staff's resend waits: cancelled; the first may have arrived, its echo still binds", async () => {
  await k.ct(endedCall(1));
  const c = await k.claim();
  await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
  const staff = await k.product.db.createStaff();
  await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
  await k.wa(inbound(1, "STOP"));
  await k.wa(echo(1, "3EB01", c.message.text));
  expect((await k.msgs()).filter((m) => m.direction === "out").map((m) => [m.purpose, m.status])).toEqual([
    ["follow_up", "sent"],
    ["consent_notice", "queued"],
  ]);
});
test("a status for an inbound id in the same delivery / order: status first then inbound", async () => {
  await k.wa({
    event: "messages.update",
    data: { key: { id: "IN1", fromMe: false }, update: { status: 4 } },
  });
  const r = await k.wa(inbound(1, "x", { id: "IN1" }));
  expect(r.outcome).toBe("processed");
});
test("settle failed after the echo proved it left", async () => {
  await k.ct(endedCall(1));
  const c = await k.claim();
  await k.wa(echo(1, "3EB01", c.message.text));
  await k.settle(c.message.id, 1, { kind: "failed", code: "refused", message: "422" });
  expect((await k.followUp(1)).status).toBe("sent");
});
test("a duplicate beside an ignored value keeps the body", async () => {
  const one = inbound(1, "ciao", { id: "A1" }) as { data: { messages: object } };
  await k.wa(one);
  const r = await k.wa({
    event: "messages.upsert",
    data: {
      messages: [
        one.data.messages,
        { key: { id: "B", remoteJid: "x@g.us" }, message: { conversation: "g" } },
      ],
    },
  });
  const [row] = await k.sql`select outcome, body from webhook_requests where id = ${r.requestId}`;
  expect(row).toMatchObject({ outcome: "ignored", body: expect.anything() });
});
test("a stop word whose delivery failed counts when it is applied again", async () => {
  await k.ct(endedCall(1));
  await k.sql.unsafe(`alter table contacts add constraint broken check (opted_out_at is null)`);
  await k.wa(inbound(1, "STOP"));
  await k.sql.unsafe(`alter table contacts drop constraint broken`);
  await k.shift(31_000);
  await k.product.tick();
  expect((await k.followUp(1)).status).toBe("skipped");
});
test("a file that came while the follow-up waited, applied after it left, still counts", async () => {
  // reply that failed and is retried after the ask was sent: not before
  await k.sql.unsafe(`alter table whatsapp_messages add constraint broken check (direction <> 'in')`);
  await k.ct(endedCall(1));
  await k.shift(1000);
  await k.wa(inbound(1, "", { message: pdf }));
  await k.sql.unsafe(`alter table whatsapp_messages drop constraint broken`);
  await k.shift(1000);
  const c = await k.claim();
  await k.settle(c.message.id, 1, accepted);
  await k.shift(31_000);
  await k.product.tick();
  expect((await k.call("900000001")).electricity_bill_received).toBe(true);
});
test("a weakly identified call is another one on the next local day", async () => {
  await k.product.db.freezeClock("2026-11-21T22:59:59Z");
  const b = { event: "call-ended", external_number: phone(1), agent_id: "7", talking_time: "60" };
  await k.ct(b);
  await k.shift(2000);
  expect([(await k.ct(b)).outcome, (await k.msgs()).length]).toEqual(["processed", 1]);
});
test("probe says disconnected on a bad_key pause: the reason follows", async () => {
  await k.sql`update channels set state='paused', pause_reason='bad_key', probe_at = app.now()`;
  await k.rpc("record_probe", { channel: k.channel, probe: { kind: "status", status: "logged_out" } });
  expect((await k.sql`select pause_reason from channels`)[0]!.pause_reason).toBe("session_down");
});

test("a session that is down for a night does not stop the clock, and sends go on when it is back", async () => {
  await k.sql`update workspaces set sending_hours = app.daily_hours('00:00', '24:00')`;
  await k.ct(endedCall(1));
  k.product.wasender.answerNext(() =>
    HttpResponse.json({ success: false, message: "Session is not connected" }, { status: 400 }),
  );
  k.product.wasender.answerStatus(() => HttpResponse.json({ status: "disconnected" }));
  await k.product.tick();
  for (let quarter = 0; quarter < 60; quarter += 1) {
    await k.shift(15 * 60_000);
    await k.product.tick();
  }
  k.product.wasender.answerStatus(() => HttpResponse.json({ status: "connected" }));
  await k.shift(15 * 60_000);
  await k.product.tick();
  expect((await k.followUp(1)).status).toBe("accepted");
});

test("a message that was refused forty times without having left is still queued", async () => {
  await k.ct(endedCall(1));
  await k.sql`update whatsapp_messages set retries = 200`;
  const { message } = await k.claim();
  expect(await k.settle(message.id, message.attempt, limited)).toEqual({ settled: true });
  await k.sql`update whatsapp_messages set due_at = app.now()`;
  await k.shift(60_000);
  const again = await k.claim();
  await k.settle(again.message.id, again.message.attempt, { ...limited, retryAfterMs: null });
  expect(await k.followUp(1)).toMatchObject({ status: "queued", retries: 202 });
});

test("a channel whose housekeeping fails keeps no other from sending", async () => {
  await k.ct(endedCall(1));
  await k.sql`insert into channels (workspace_id, vendor, name, state, pause_reason, probe_at, probe_count)
    select workspace_id, 'wasender', 'Broken', 'paused', 'session_down', app.now(), 2147483647 from channels`;
  expect(await k.rpc("tick", {})).toMatchObject({ errors: [expect.stringContaining("22003")] });
  await k.product.tick();
  expect((await k.followUp(1)).status).toBe("accepted");
});

test("staff who resume a channel lift a wait that the provider asked for, and the interval stays", async () => {
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { ...accepted, retryAfterMs: 86_400_000 });
  const { client } = await k.product.db.createStaff({ role: "manager" });
  for (const paused of [true, false]) await client.rpc("set_channel_paused", { channel: k.channel, paused });
  const [{ held }] = await k.sql<
    [{ held: number }]
  >`select extract(epoch from next_slot_at - app.now())::float as held from channels`;
  expect(held).toBeGreaterThan(59);
  expect(held).toBeLessThanOrEqual(60);
});
