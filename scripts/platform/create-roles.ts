import type { SqlSession } from "./sql-session.ts";

/** The Data API's roles: Supabase Lite makes them on a first request only, too late for grants in migrations. */
export async function createRoles(session: SqlSession): Promise<void> {
  await session.exec(`
    do $$ begin
      if to_regrole('anon') is null then create role anon nologin noinherit; end if;
      if to_regrole('authenticated') is null then create role authenticated nologin noinherit; end if;
      if to_regrole('service_role') is null then create role service_role nologin noinherit bypassrls; end if;
    end $$`);
}

/**
 * What a hosted project grants by itself. New functions in public are callable by anon and authenticated
 * there, by name, so a migration that revokes from `public` alone leaves them open: the same must show here.
 * service_role gets nothing by default, tables nothing at all: a forgotten grant must show as well.
 */
export async function grantLikeHosted(session: SqlSession): Promise<void> {
  await session.exec(`
    grant usage on schema public, auth, storage to anon, authenticated, service_role;
    grant all on storage.buckets, storage.objects to anon, authenticated, service_role;
    alter default privileges in schema public grant execute on functions to anon, authenticated`);
}
