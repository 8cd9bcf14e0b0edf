import type { SqlDatabase } from "../../platform/sql-session.ts";

export interface DayClock {
  /** The database's time from now on, until it is set again. */
  set(at: Date): Promise<void>;
  /** The database's own time again, as it was. */
  putBack(): Promise<void>;
}

/** Replaces app.now() by a time that stands. `create or replace` keeps its owner and its grants. */
export async function dayClock({ exec, query }: SqlDatabase, at: Date): Promise<DayClock> {
  const [own] = await query<{ text: string }>("select pg_get_functiondef('app.now()'::regprocedure) as text");
  await exec(replacement);
  const set = async (time: Date) => {
    await query("update dev_day.clock set at = $1::text::timestamptz", [time.toISOString()]);
  };
  await set(at);
  return {
    set,
    async putBack() {
      await exec(own!.text);
      await exec("drop schema dev_day cascade");
    },
  };
}

const replacement = `
  create schema dev_day;
  create table dev_day.clock (at timestamptz not null);
  insert into dev_day.clock values (clock_timestamp());
  grant usage on schema dev_day to public;
  grant select on dev_day.clock to public;
  create or replace function app.now() returns timestamptz
  language sql volatile set search_path = ''
  as $$ select at from dev_day.clock $$`;
