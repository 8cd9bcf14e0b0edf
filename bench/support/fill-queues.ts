import type { Sql } from "postgres";
import { addFollowUps } from "./add-follow-ups.ts";

/** Sends of last week: without any, Postgres would plan for an empty table and keep to it. */
const past = 5_000;

/**
 * Fills the queues of so many channels with due follow-ups, `queued` in all, each to a contact of its own, after a week of
 * sends. No channel has a pace, a cap or hours. Answers the channels' ids.
 */
export async function fillQueues(sql: Sql, channels: number, queued: number): Promise<string[]> {
  await sql`update workspaces set sending_hours = app.daily_hours('00:00', '24:00')`;
  await sql`update channels set min_interval_ms = 0, jitter_ms = 0, daily_limit = 0`;
  await sql`
    insert into channels (workspace_id, vendor, name, min_interval_ms, daily_limit)
    select id, 'wasender', 'WhatsApp ' || n, 0, 0 from workspaces, generate_series(2, ${channels}::integer) n`;
  const ids = (await sql<{ id: string }[]>`select id from channels order by created_at, id`).map(
    ({ id }) => id,
  );
  await addFollowUps(sql, ids, past, { haveLeft: true });
  await addFollowUps(sql, ids, queued);
  await sql`vacuum analyze`;
  return ids;
}
