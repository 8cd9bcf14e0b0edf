import { afterAll, beforeAll, expect, test } from "vitest";
import { fillDay } from "../../scripts/dev/day/fill-day.ts";
import { borrowTestDatabase, type TestDatabase } from "../support/test-database.ts";

/** Monday, 30 November 2026, half past nine in Rome. */
const monday = new Date("2026-11-30T08:30:00Z");
let db: TestDatabase;

beforeAll(async () => {
  db = await borrowTestDatabase();
  await db.service.rpc("configure_default_channel", {
    settings: {
      minIntervalMs: 60_000,
      dailyLimit: 50,
      jitterMs: 0,
      warmUpDays: 0,
      sendingFrom: "08:00",
      sendingUntil: "21:00",
      defaultCountry: "IT",
    },
  });
  const query = async <Row>(sql: string, values: unknown[] = []) =>
    (await db.sql.unsafe(sql, values as never[])) as unknown as Row[];
  const exec = async (sql: string) => void (await db.sql.unsafe(sql));
  const database = { query, exec, transaction: async () => {} };
  await fillDay({ database, supabase: db.supabase, password: "password-of-the-day", now: monday });
  await db.freezeClock(monday.toISOString());
}, 280_000);
afterAll(() => db.close());

async function counts(rows: PromiseLike<readonly object[]>) {
  return Object.fromEntries(
    (await rows).map((row) => {
      const { n, ...key } = row as { n: number };
      return [Object.values(key).filter(Boolean).join(" "), n];
    }),
  );
}

test("the filled day has every state that there is", async () => {
  const states = db.sql`select state, detail, count(*)::int as n from conversations group by 1, 2`;
  expect(await counts(states)).toEqual({
    reply: 7,
    check: 8,
    call_back: 1,
    queued: 2,
    "waiting owed": expect.any(Number),
    "waiting missing": 3,
    "problem uncertain": 1,
    "problem failed": 1,
    "problem not_on_whatsapp": 1,
    "problem refusal": 1,
    "problem who": 1,
    done: 7,
    closed: 3,
  });
});

test("people, calls, asks and answers are as many as a day brings", async () => {
  const [row] = await db.sql`select (select count(*)::int from contacts) as people,
    (select count(*)::int from cloudtalk_calls) as calls,
    (select count(distinct contact_id)::int from whatsapp_messages where purpose = 'follow_up') as asked,
    (select count(*)::int from whatsapp_messages where direction = 'in') as answers,
    (select count(*)::int from webhook_requests where outcome <> 'processed') as odd,
    (select count(*)::int from whatsapp_media where state <> 'stored') as lost,
    (select count(*)::int from tasks where state <> 'done') as undone,
    (select count(*)::int from note_mentions) as mentions`;
  expect(row).toEqual({
    people: 60,
    calls: 76,
    asked: 57,
    answers: 39,
    odd: 0,
    lost: 0,
    undone: 0,
    mentions: 1,
  });
});

test("what waits has waited for days, and is the operator's", async () => {
  const [rossi] = await db.sql`select k.unanswered, m.name as owner, k.sort_at
    from conversations k join contacts c on c.id = k.contact_id
    left join memberships m on m.user_id = k.owner where c.name = 'Giovanni Rossi'`;
  expect(rossi).toMatchObject({ unanswered: 1, owner: "Samuela Rossini" });
  expect(rossi!.sort_at.toISOString()).toBe("2026-11-27T08:44:00.000Z");
});

test("the phone was away at night, and came back; a fixed line was not written to, with the reason", async () => {
  const alerts =
    await db.sql`select kind, closed_at is not null as closed from alerts where kind = 'channel_down'`;
  expect(alerts).toEqual([{ kind: "channel_down", closed: true }]);
  const [channel] = await db.sql`select state, connection_status from channels`;
  expect(channel).toEqual({ state: "active", connection_status: "connected" });
  const fixed = await db.sql`select a.code from asks a join cloudtalk_calls k on k.id = a.call_id
    where k.phone_number = '+390721700123'`;
  expect(fixed.map(({ code }) => code)).toEqual(["fixed_line"]);
});

test("each operator's calls are followed in their own name", async () => {
  const [row] = await db.sql`select m.body from whatsapp_messages m join contacts c on c.id = m.contact_id
    where c.name = 'Elena Bernardi' and m.purpose = 'follow_up'`;
  expect(row!.body).toMatch(/^Buongiorno, sono Giulia di /);
});

test("the database's time is its own again", async () => {
  const schemas = await db.sql`select from pg_namespace where nspname = 'dev_day'`;
  expect(schemas).toHaveLength(0);
  expect(await db.now()).toEqual(monday);
});
