import type { Sql } from "postgres";

/** Moves the database's time, the only time that counts, without waiting. */
export interface TestClock {
  /** Adds to every time the database reads from now on; calls add up. */
  shiftClock(milliseconds: number): Promise<void>;
  /** Lets the time run on from here. */
  setClock(iso: string): Promise<void>;
  /** Stops the time here; shiftClock still moves it, setClock starts it again. */
  freezeClock(iso: string): Promise<void>;
  /** What app.now() answers. */
  now(): Promise<Date>;
}

/**
 * app.now() is replaced on first use by one that adds a shift kept in a table. Until then the function of
 * the migrations is the one under test. `create or replace` keeps its owner and its grants.
 */
export function testClock(sql: Sql): TestClock {
  let installed: Promise<unknown> | undefined;
  const install = () => (installed ??= sql.unsafe(replacement));
  return {
    async shiftClock(milliseconds) {
      await install();
      await sql`update app_test.clock set shift = shift + ${milliseconds} * interval '1 millisecond'`;
    },
    async setClock(iso) {
      await install();
      await sql`update app_test.clock
        set frozen_at = null, shift = ${iso}::timestamptz - pg_catalog.clock_timestamp()`;
    },
    async freezeClock(iso) {
      await install();
      await sql`update app_test.clock set frozen_at = ${iso}::timestamptz, shift = interval '0'`;
    },
    async now() {
      const [row] = await sql<[{ now: string }]>`select to_json(app.now()) #>> '{}' as now`;
      return new Date(row.now);
    },
  };
}

const replacement = `
  create schema app_test;
  create table app_test.clock (shift interval not null, frozen_at timestamptz);
  insert into app_test.clock values (interval '0', null);
  grant usage on schema app_test to public;
  grant select on app_test.clock to public;
  create or replace function app.now() returns timestamptz
  language sql volatile set search_path = ''
  as $$ select coalesce(frozen_at, pg_catalog.clock_timestamp()) + shift from app_test.clock $$`;
