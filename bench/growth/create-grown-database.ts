import postgres, { type Sql } from "postgres";
import { addAsks } from "../support/add-asks.ts";
import { fillHistory, type Stretch, usedBy } from "./fill-history.ts";
import { fillToday } from "./fill-today.ts";

/** Calls of the last two weeks, the same in both: what grows is history. */
const recentCalls = 200;
export const recentDays = 14;
const allDays = 400;

/** A member of staff who may see everything; row-level security asks for nothing but the membership. */
export const staffId = "00000000-0000-4000-8000-0000000000b1";

/** Fills a fresh database with so many calls in all and five times as many messages. */
export async function createGrownDatabase(url: string, calls: number): Promise<void> {
  const sql = postgres(url, {
    max: 2,
    onnotice: () => {},
    connection: { synchronous_commit: "off", maintenance_work_mem: "512MB", work_mem: "256MB" },
  });
  try {
    await sql`insert into workspace_settings (workspace_id, kind, version, value)
      select id, 'hours', 1, app.daily_hours('00:00', '24:00') from workspaces`;
    await sql`update channels set min_interval_ms = 60000, daily_limit = 10000, configured_at = app.now()`;
    await sql`insert into memberships (workspace_id, user_id, role) select id, ${staffId}, 'admin' from workspaces`;
    const rebuild = await withoutIndexes(sql);
    let after = { call: 0, contact: 0, message: 0, request: 0 };
    for (const stretch of [
      { calls: calls - recentCalls, from: allDays, until: recentDays, phonePrefix: "+39347", open: false },
      { calls: recentCalls, from: recentDays, until: 0, phonePrefix: "+39348", open: true },
    ]) {
      if (stretch.calls === 0) continue;
      const whole: Stretch = {
        ...stretch,
        after,
        asksStayOpen: stretch.open,
        contacts: stretch.open ? stretch.calls : Math.ceil(stretch.calls * 0.75),
      };
      await fillHistory(sql, whole);
      const used = usedBy(whole);
      after = {
        call: after.call + used.call,
        contact: after.contact + used.contact,
        message: after.message + used.message,
        request: after.request + used.request,
      };
    }
    await addAsks(sql);
    await continueSequences(sql);
    await rebuild();
    await fillToday(sql);
    await sql`vacuum (analyze, freeze)`;
    await sql`checkpoint`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const tables = `
  select c.oid, format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`;

/** Takes away what makes a row slow to insert one by one; the answered function puts it back, two indexes at a time. */
async function withoutIndexes(sql: Sql): Promise<() => Promise<void>> {
  const names = (await sql.unsafe<{ name: string }[]>(tables)).map(({ name }) => name);
  const indexes = await sql.unsafe<{ name: string; definition: string }[]>(`
    select format('public.%I', i.relname) as name, pg_get_indexdef(i.oid) as definition
    from pg_index x join pg_class i on i.oid = x.indexrelid join (${tables}) t on t.oid = x.indrelid
    where not exists (select from pg_constraint k where k.conindid = i.oid)`);
  for (const name of names) await sql.unsafe(`alter table ${name} disable trigger all`);
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  return async () => {
    await Promise.all(indexes.map(({ definition }) => sql.unsafe(definition)));
    for (const name of names) await sql.unsafe(`alter table ${name} enable trigger all`);
  };
}

async function continueSequences(sql: Sql): Promise<void> {
  for (const table of [
    "contacts",
    "whatsapp_conversations",
    "cloudtalk_calls",
    "whatsapp_messages",
    "webhook_requests",
  ])
    await sql.unsafe(
      `select setval(pg_get_serial_sequence('public.${table}', 'id'), (select max(id) from public.${table}))`,
    );
}
