import postgres from "postgres";
import { databaseUrl, type RunningPostgres } from "../../test/support/postgres-server.ts";

/**
 * Makes of a bare server what a hosted Supabase project is before its first migration, and answers the URL
 * that `supabase db push` would be given. Roles belong to the whole server, so one server serves one project.
 *
 * As on hosted: `postgres` owns the database but is no superuser (supabase/postgres, migrations/db, demote-postgres),
 * bypasses row-level security, and new functions in public are open to the Data API's roles by name, new tables,
 * since 30 October 2026, to none of them (supabase.com/changelog/45329).
 */
export async function createHostedDatabase(server: RunningPostgres): Promise<string> {
  const name = "project";
  const bootstrap = postgres(databaseUrl(server, "postgres"), { max: 1, onnotice: () => {} });
  await bootstrap.unsafe("create role renamer superuser login password 'renamer'");
  await bootstrap.end();

  // The first superuser cannot lose that right, and nobody can rename himself.
  const renamer = postgres(databaseUrl({ ...server, user: "renamer", password: "renamer" }, "postgres"), {
    max: 1,
    onnotice: () => {},
  });
  await renamer.unsafe(roles(server.password));
  await renamer.unsafe(`create database ${name} owner postgres`);
  await renamer.end();

  const admin = postgres(databaseUrl({ ...server, user: "supabase_admin" }, name), {
    max: 1,
    onnotice: () => {},
  });
  await admin.unsafe("drop role renamer");
  await admin.unsafe(project);
  await admin.end();
  return databaseUrl(server, name);
}

const roles = (password: string) => `
  alter role postgres rename to supabase_admin;
  create role postgres login createdb createrole replication bypassrls password '${password}';
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  create role authenticator login noinherit;
  create role supabase_auth_admin login noinherit createrole;
  create role supabase_storage_admin login noinherit createrole;
  create role dashboard_user nologin createdb createrole replication;
  grant anon, authenticated, service_role to authenticator;
  grant anon, authenticated, service_role to postgres with admin option;
  alter role anon set statement_timeout = '3s';
  alter role authenticated set statement_timeout = '8s';
  alter role authenticator set statement_timeout = '8s'`;

const project = `
  create schema extensions authorization postgres;
  grant usage on schema extensions to anon, authenticated, service_role;
  alter database project set search_path = "$user", public, extensions;
  create extension pgcrypto with schema extensions;
  create extension "uuid-ossp" with schema extensions;

  create schema auth authorization supabase_auth_admin;
  grant usage on schema auth to anon, authenticated, service_role, postgres;
  set role supabase_auth_admin;
  create table auth.users (
    instance_id uuid,
    id uuid primary key,
    aud text,
    role text,
    email text,
    encrypted_password text,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    created_at timestamptz,
    updated_at timestamptz,
    is_sso_user boolean not null default false,
    deleted_at timestamptz,
    is_anonymous boolean not null default false
  );
  alter table auth.users enable row level security;
  create function auth.jwt() returns jsonb language sql stable as
    $$ select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                       nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$;
  create function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
  create function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;
  reset role;
  grant select, insert, update, delete, references, trigger on auth.users to postgres with grant option;

  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges for role postgres in schema public
    grant execute on functions to postgres, anon, authenticated, service_role`;
