-- A backup that was put back knows nothing of what was sent and said since it was made: nothing
-- leaves until a person says so.

-- One row a hold: how far the provider's log of sends was compared with what the backup knows
-- (compare_restored).
create table public.restore_checks (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  -- The backup knows nothing of what came after.
  since timestamptz not null,
  held_at timestamptz not null,
  -- Whether the provider has a log, and we the keys for it; null until that was asked.
  has_log boolean,
  -- The page to read next, and which way the pages are read: from the log's young end to its old
  -- one.
  page integer,
  step smallint check (step in (1, -1)),
  pages_read integer not null default 0,
  -- Rows of the time in question, and those of them that hold no number or no text.
  rows_read integer not null default 0,
  rows_blank integer not null default 0,
  log_total integer,
  -- The oldest row so far.
  reached timestamptz,
  next_at timestamptz,
  failures integer not null default 0,
  error_code text,
  error text,
  ended_at timestamptz,
  released_at timestamptz,
  released_by uuid
);
create unique index restore_checks_open on public.restore_checks (channel_id)
  where released_at is null;
create index restore_checks_workspace on public.restore_checks (workspace_id);

-- The log is read from so long before the backup's last tick: the two clocks, and a provider that
-- queues.
create function app.restore_overlap() returns interval
language sql immutable set search_path = ''
as $$ select interval '6 hours' $$;

-- Whether the log is still to be compared: until then nothing expires, since it may have left.
create function app.is_comparing(p_channel uuid) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.restore_checks r where r.channel_id = p_channel
    and r.released_at is null
    and r.ended_at is null and r.has_log is distinct from false);
end $$;

-- What changes when a backup is put back: a physical one begins a new timeline, a logical one a
-- new database or new tables. It changes with an upgrade or a failover too: see heed_restore.
-- docs/facts/restored-databases.md
create function app.instance_mark() returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_server text := '';
begin
  begin
    select s.system_identifier::text || '.' || c.timeline_id::text into v_server
    from pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c;
  exception when insufficient_privilege then
    -- The rest of the mark must do.
    v_server := '';
  end;
  return concat_ws('.', v_server, (select d.oid from pg_catalog.pg_database d
    where d.datname = current_database()),
    'public.channels'::regclass::oid);
end $$;

-- Holds one channel since a backup was put back. Only a person resumes it, as after a pause by
-- staff.
create function app.hold_restored(p_channel uuid, p_since timestamptz, p_at timestamptz)
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_since timestamptz := p_since;
begin
  -- Told twice of one restore, or restored twice: the longer gap, and the log from its beginning.
  delete from public.restore_checks r where r.channel_id = p_channel and r.released_at is null
  returning least(r.since, p_since) into v_since;
  insert into public.restore_checks (workspace_id, channel_id, since, held_at)
  select c.workspace_id, c.id, least(v_since, p_since), p_at from public.channels c
    where c.id = p_channel;
  update public.channels c set state = 'paused', pause_reason = 'restored', paused_at = p_at,
    probe_at = null,
    pause_detail = null, instance_mark = app.instance_mark()
  where c.id = p_channel;
  perform app.note_attention(c.workspace_id, null, 'restored', p_at,
    p_detail => 'since ' || to_char(p_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
  from public.channels c where c.id = p_channel;
end $$;

-- A person has let it go, or it is used no more. That a backup was put back is to be looked at
-- until no channel is held for it.
create function app.end_hold(c public.channels) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.restore_checks r set released_at = app.now(), released_by = auth.uid()
  where r.channel_id = c.id and r.released_at is null;
  update public.attention a set settled_at = app.now(), settled_by = auth.uid(),
    settled_how = 'seen'
  where a.workspace_id = c.workspace_id and a.kind = 'restored' and a.settled_at is null
    and not exists (select from public.channels o where o.workspace_id = c.workspace_id
      and o.id <> c.id and o.pause_reason = 'restored');
end $$;

-- Before anything leaves after a gap: whether the clock merely stood still, or this is another
-- database than the one that ticked last. A gap alone is no restore, and a new mark without a gap
-- is an upgrade or a failover, which lose nothing. True when the channel is held now.
create function app.heed_restore(c public.channels, p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_mark text := app.instance_mark();
begin
  if c.instance_mark is not distinct from v_mark or c.state = 'retired' then
    return false;
  end if;
  if c.instance_mark is null or c.ticked_at is null or c.ticked_at > p_at - interval '15 minutes'
    then
    update public.channels set instance_mark = v_mark where id = c.id;
    return false;
  end if;
  perform app.hold_restored(c.id, c.ticked_at, p_at);
  return true;
end $$;

-- Whoever puts a backup back says so, in psql or the SQL editor, before the clock runs again; and
-- when it was made, where the clock has run since. Answers how many channels are held.
create function app.note_restore(p_made_at timestamptz default null) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_held integer := 0;
begin
  for c in select * from public.channels where state <> 'retired' order by id
    for no key update loop
    perform app.hold_restored(c.id, least(p_made_at, coalesce(c.ticked_at, c.created_at)),
      app.now());
    v_held := v_held + 1;
  end loop;
  return v_held;
end $$;

-- For an outside watch: when the clock last came to the channel that it left alone longest.
-- {lastTickAt, ageSeconds}
create function public.clock_state() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('lastTickAt', min(c.ticked_at),
    'ageSeconds', floor(extract(epoch from app.now() - min(c.ticked_at)))::integer)
  from public.channels c
$$;

revoke all on function app.instance_mark(), app.hold_restored(uuid, timestamptz, timestamptz),
  app.heed_restore(public.channels, timestamptz), app.note_restore(timestamptz)
  from public, anon, authenticated, service_role;

alter table public.restore_checks enable row level security;
create policy members_read on public.restore_checks for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not the consents: what one reads of them goes through functions that write it down.
grant select on public.restore_checks to authenticated;
grant execute on function app.restore_overlap() to authenticated;
grant execute on function public.clock_state() to service_role;
