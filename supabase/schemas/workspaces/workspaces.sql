-- Companies, their staff, and the one clock everything reads.

-- A collation that is the same on every server (pg_c_utf8) came with 17: told here, not in the
-- middle.
do $$
begin
  if current_setting('server_version_num')::integer < 170000 then
    raise exception 'Aftercall needs Postgres 17 or newer; this is %.',
      current_setting('server_version')
      using hint = 'On Supabase: Project settings, Infrastructure, upgrade.';
  end if;
end $$;

create schema app;
comment on schema app is 'Internals. Not exposed through the Data API.';

-- Closed at birth: what may be called or read is granted beside its definition. Functions would be
-- open to everyone, and to the Data API's roles by name; tables to nobody but, since 30 October
-- 2026, their owner (Supabase).
alter default privileges revoke execute on functions from public;
alter default privileges in schema public
  revoke execute on functions from public, anon, authenticated, service_role;
alter default privileges in schema public
  revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public grant select on tables to service_role;
grant usage on schema app to authenticated;

-- Small functions that the hot ones call are plpgsql, which keeps its plans: an SQL function with a
-- search_path of its own is never inlined, and is planned anew in every statement (a claim took 2.2
-- ms, 0.7 of them this).

-- The database's time, everywhere, defaults included. Not now(): that is the transaction's start,
-- and a claim that waited 1.5 s for its lock gave two sends 559 ms apart for an interval of 2,000
-- ms. Tests replace it.
create function app.now() returns timestamptz
language plpgsql volatile set search_path = ''
as $$ begin return pg_catalog.clock_timestamp(); end $$;

-- A name of the IANA's. Offsets are refused: Postgres reads +02:00 as two hours west of Greenwich
-- (POSIX), everybody else as east.
create function app.is_time_zone(p_name text) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_name !~ '^(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+)$' then
    return false;
  end if;
  perform timestamptz '2026-01-01 00:00+00' at time zone p_name;
  return true;
exception when invalid_parameter_value then
  return false;
end $$;

create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  key text not null unique check (key ~ '^[a-z0-9-]{1,63}$'),
  name text not null,
  default_country text not null default 'IT' check (default_country ~ '^[A-Z]{2}$'),
  time_zone text not null default 'Europe/Rome' check (app.is_time_zone(time_zone)),
  -- When somebody said that the first text is good as it is, and that nobody else is to come.
  text_read_at timestamptz,
  invited_at timestamptz,
  created_at timestamptz not null default app.now()
);

create table public.memberships (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('agent', 'manager', 'admin')),
  -- As colleagues know this person; null: the e-mail's part before the @.
  name text check (name = btrim(name) and length(name) between 1 and 80),
  -- How the source of calls names them as agent, or their e-mail there; null: by `name`.
  calls_as text check (calls_as = btrim(calls_as) and length(calls_as) between 1 and 120),
  -- What is written to them is in it.
  language text check (language in ('it', 'en')),
  -- E.164: where they have texts sent to look at.
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  -- How they are told that somebody wrote.
  told text[] not null default '{}' check (told <@ array['sound', 'notice']),
  -- Which e-mails of what waits they want (work/summaries.sql).
  summaries text[] not null default '{}' check (summaries <@ array['morning', 'evening']),
  created_at timestamptz not null default app.now(),
  primary key (workspace_id, user_id)
);
create index memberships_user on public.memberships (user_id);

-- A program's key: who holds it acts in this company with this role, as `id`. What is kept of the
-- key is a hash (SHA-256, in hex) and how it begins, to tell it from others.
create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text not null check (name = btrim(name) and length(name) between 1 and 80),
  role text not null check (role in ('agent', 'manager', 'admin')),
  prefix text not null check (length(prefix) between 1 and 20),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  created_by uuid,
  created_at timestamptz not null default app.now(),
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_workspace on public.api_keys (workspace_id, created_at);

insert into public.workspaces (key, name) values ('default', 'Default');

-- The program that acts as this user, by a key that still holds: one row or none.
create function app.program(p_user uuid)
  returns table (id uuid, workspace_id uuid, role text, name text)
language plpgsql stable security definer rows 1 set search_path = ''
as $$
begin
  return query select k.id, k.workspace_id, k.role, k.name from public.api_keys k
    where k.id = p_user and k.revoked_at is null;
end $$;

-- The same of who asks.
create function app.own_program()
  returns table (id uuid, workspace_id uuid, role text, name text)
language plpgsql stable security definer rows 1 set search_path = ''
as $$ begin return query select * from app.program(auth.uid()); end $$;

-- Definer, so that policies on memberships do not call themselves.
create function app.my_workspaces() returns setof uuid
language plpgsql stable security definer rows 1 set search_path = ''
as $$
begin
  return query select workspace_id from public.memberships where user_id = (select auth.uid());
  if not found then
    return query select k.workspace_id from app.own_program() k;
  end if;
end $$;

create function app.role_rank(p_role text) returns integer
language sql immutable set search_path = ''
as $$ select case p_role when 'agent' then 1 when 'manager' then 2 when 'admin' then 3
  else 0 end $$;

-- Whether this member, or program, holds at least this role in the workspace.
create function app.holds_role(p_workspace uuid, p_user uuid, p_role text) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_role text := (select m.role from public.memberships m
    where m.workspace_id = p_workspace and m.user_id = p_user);
begin
  if v_role is null then
    select k.role into v_role from app.program(p_user) k where k.workspace_id = p_workspace;
  end if;
  return v_role is not null and app.role_rank(v_role) >= app.role_rank(p_role);
end $$;

-- Raises 42501 unless who asks holds at least this role in the workspace.
create function app.require_role(p_workspace uuid, p_role text) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not app.holds_role(p_workspace, auth.uid(), p_role) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
end $$;

-- The caller's workspaces in which they hold at least this role. For policies: agents do not read
-- what others did.
create function app.my_workspaces_as(p_role text) returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query select m.workspace_id from public.memberships m
    where m.user_id = (select auth.uid()) and app.role_rank(m.role) >= app.role_rank(p_role);
  if not found then
    return query select k.workspace_id from app.own_program() k
      where app.role_rank(k.role) >= app.role_rank(p_role);
  end if;
end $$;

alter table public.workspaces enable row level security;
create policy members_read on public.workspaces for select to authenticated
  using (id in (select app.my_workspaces()));
alter table public.memberships enable row level security;
create policy members_read on public.memberships for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.workspaces to authenticated;
grant select on public.memberships to authenticated;
alter table public.api_keys enable row level security;
create policy admins_read on public.api_keys for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('admin')));
grant select (id, workspace_id, name, role, prefix, created_by, created_at, last_used_at,
  revoked_at) on public.api_keys to authenticated;
grant execute on function
  app.my_workspaces_as(text), app.my_workspaces(), app.now(), app.require_role(uuid, text),
  app.own_program()
to authenticated;
