import type { Sql } from "postgres";

/**
 * What makes a database as it was when it was cloned, in a few milliseconds where a new clone costs half a second. `prepare`
 * notes its rows once; `reset` puts them back, and answers false where a test changed more than rows: then the
 * database is of no use to another.
 */
export async function prepareReset(sql: Sql): Promise<void> {
  await sql.unsafe(notes);
}

export async function resetDatabase(sql: Sql): Promise<boolean> {
  try {
    const [row] = await sql`select app_test.reset() as is_clean`;
    return row?.is_clean === true;
  } catch {
    return false;
  }
}

const notes = `
  create schema if not exists app_test;
  create table app_test.changes (tag text);
  create table app_test.kept (place integer generated always as identity, name text, columns text, source text);
  do $do$
  declare
    v record;
    v_columns text;
    v_rows bigint;
  begin
    for v in select c.oid, c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'app_test', 'supabase_migrations')
      order by c.oid
    loop
      execute format('select count(*) from %s', v.name) into v_rows;
      select string_agg(quote_ident(attname), ', ') into v_columns from pg_attribute
      where attrelid = v.oid and attnum > 0 and not attisdropped and attgenerated = '';
      if v_rows > 0 then
        execute format('create table app_test.%I as select %s from %s', 'kept_' || v.oid, v_columns, v.name);
      end if;
      insert into app_test.kept (name, columns, source)
      values (v.name, v_columns, case when v_rows > 0 then format('app_test.%I', 'kept_' || v.oid) end);
    end loop;
  end $do$;
  create table app_test.sequences as
    select s.schemaname, s.sequencename, format('%I.%I', s.schemaname, s.sequencename) as name, s.last_value, s.start_value
    from pg_sequences s where s.schemaname <> 'app_test';
  create function app_test.reset() returns boolean
  language plpgsql set lock_timeout = '2s' set statement_timeout = '10s'
  as $$
  declare
    v record;
  begin
    if exists (select from app_test.changes) then
      return false;
    end if;
    -- What still runs is cancelled, which keeps its connection; not what postgres.js asks as it connects, whose end nobody catches.
    perform case when state = 'active' then pg_cancel_backend(pid) else pg_terminate_backend(pid) end
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
      and query not like '%from pg_catalog.pg_type a%';
    set local session_replication_role = replica;
    for v in select * from app_test.kept order by place loop
      execute 'delete from ' || v.name;
      if v.source is not null then
        execute format('insert into %s (%s) overriding system value select %s from %s', v.name, v.columns, v.columns, v.source);
      end if;
    end loop;
    perform setval(s.name::regclass, coalesce(s.last_value, s.start_value), s.last_value is not null)
    from app_test.sequences s
    join pg_sequences n on n.schemaname = s.schemaname and n.sequencename = s.sequencename
    where n.last_value is distinct from s.last_value;
    update app_test.clock set shift = interval '0', frozen_at = null;
    return true;
  end $$;
  create function app_test.note_change() returns event_trigger
  language plpgsql
  as $$ begin insert into app_test.changes values (tg_tag); end $$;
  create event trigger note_change on ddl_command_end execute function app_test.note_change();
  create event trigger note_drop on sql_drop execute function app_test.note_change();`;
