-- What is wrong now: one alert an incident, opened by what is true, closed by its end, told to
-- people once each (notices.sql).

create table public.alerts (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in (
    'late', 'channel_down', 'auth_failed', 'cap_reached', 'source_silent', 'calls_lost',
      'job_failed', 'task_failed', 'number_at_risk', 'registry_due',
      'leads_at_risk')),
  -- A channel's id, a source, a job of the clock, or a kind of tasks.
  subject text not null,
  facts jsonb not null default '{}',
  -- When it began, as far as we know; opened_at is when it was noticed.
  since timestamptz not null,
  opened_at timestamptz not null default app.now(),
  closed_at timestamptz
);
-- One open alert an incident, whatever runs at once.
create unique index alerts_open on public.alerts (workspace_id, kind, subject)
  where closed_at is null;
create index alerts_closed on public.alerts (workspace_id, closed_at desc);

-- Opens the alert when p_opens, closes it when not even p_stays. Two thresholds, so that nothing
-- flaps on one. 1 opened, -1 closed, 0 unchanged.
create function app.note_condition(
  p_workspace uuid, p_kind text, p_subject text, p_opens boolean, p_stays boolean,
    p_since timestamptz, p_facts jsonb)
returns integer
language plpgsql volatile set search_path = ''
as $$
begin
  if p_opens then
    insert into public.alerts (workspace_id, kind, subject, since, facts)
    values (p_workspace, p_kind, p_subject, p_since, p_facts)
    on conflict (workspace_id, kind, subject) where closed_at is null do nothing;
    if found then
      return 1;
    end if;
    -- The same incident under another name: a key that became valid while the plan had ended.
    update public.alerts set facts = p_facts
    where workspace_id = p_workspace and kind = p_kind and subject = p_subject and closed_at is null
      and facts ->> 'reason' is distinct from p_facts ->> 'reason';
  elsif not coalesce(p_stays, false) then
    update public.alerts set closed_at = app.now()
    where workspace_id = p_workspace and kind = p_kind and subject = p_subject
      and closed_at is null;
    if found then
      return -1;
    end if;
  end if;
  return 0;
end $$;

-- Until when nothing can leave, for whatever reason; written down when it moves on. Answers the
-- channel as it is then.
create function app.note_hold(p_channel public.channels, p_at timestamptz)
  returns public.channels
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_limit integer := app.daily_limit_at(c, p_at);
  v_frees timestamptz := app.cap_frees_at(v_limit, app.recent_sends(c.id, v_limit, p_at));
  v_held timestamptz;
begin
  v_held := greatest(
    case when c.state = 'paused' then p_at end,
    case when v_frees > p_at then v_frees end,
    -- Who waited for the lock's end is late from there on.
    case when c.begin_locked_until <= p_at then c.begin_locked_until end,
    -- More than the pace asks for: the provider's retry_after.
    case when c.next_slot_at > p_at + app.lateness_gap(c) then c.next_slot_at end);
  if v_held > coalesce(c.held_until, '-infinity') then
    update public.channels set held_until = v_held where id = c.id returning * into c;
  end if;
  return c;
end $$;

-- Whether it is connected, and its key is taken. What opened is 1, what closed -1.
create function app.watch_connection(p_channel public.channels, p_at timestamptz)
  returns integer[]
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_changes integer[];
begin
  v_changes := v_changes || app.note_condition(c.workspace_id, 'channel_down', c.id::text,
    c.state = 'paused' and c.pause_reason = 'session_down',
    -- A session that comes and goes by the minute is one incident.
    c.state = 'active' and c.connection_status = 'connected'
      and c.connection_status_at > p_at - interval '3 minutes',
    c.paused_at,
    jsonb_build_object('channel', c.name, 'vendor', c.vendor, 'reason', c.pause_reason));
  v_changes := v_changes || app.note_condition(c.workspace_id, 'auth_failed', c.id::text,
    c.state = 'paused' and c.pause_reason in ('bad_key', 'plan_ended'),
    -- A plan that ended looks connected until a send is tried: the end is an accepted send, or an
    -- hour without a refusal.
    c.state = 'active' and c.probe_count > 0 and c.held_until > p_at - interval '1 hour'
      and exists (
      select from public.alerts a where a.workspace_id = c.workspace_id and a.kind = 'auth_failed'
        and a.subject = c.id::text and a.closed_at is null and a.facts ->> 'reason' = 'plan_ended'),
    c.paused_at,
    jsonb_build_object('channel', c.name, 'vendor', c.vendor, 'reason', c.pause_reason));
  return v_changes;
end $$;

-- Whether its vendor says something bad of it. What opened is 1, what closed -1.
create function app.watch_standing(p_channel public.channels, p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  s public.channel_standing;
begin
  select * into s from public.channel_standing x where x.channel_id = p_channel.id;
  return app.note_condition(p_channel.workspace_id, 'number_at_risk', p_channel.id::text,
    app.is_at_risk(s), app.is_at_risk(s),
    coalesce(case when s.standing <> 'ok' then s.standing_at else s.quality_at end, p_at),
    jsonb_build_object('channel', p_channel.name, 'vendor', p_channel.vendor,
      'reason', case when s.standing <> 'ok' then s.standing else 'low_quality' end,
      'detail', s.detail));
end $$;

-- Its cap, when something may leave by the hours, and how much is left of it then.
create function app.watch_cap(p_channel public.channels, p_workspace public.workspaces,
  p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_limit integer := app.daily_limit_at(c, p_at);
  v_free_at timestamptz := app.next_send_time(c.id, p_at, p_workspace, '{}');
  v_room bigint;
  v_waiting bigint;
begin
  if app.daily_limit_at(c, v_free_at) > 0 then
    v_room := app.daily_limit_at(c, v_free_at) - cardinality(app.recent_sends(c.id,
      app.highest_limit(c), v_free_at));
    select count(*) into v_waiting from (
      select from public.whatsapp_messages m
      where m.channel_id = c.id and m.status = 'queued'
        and m.due_at <= v_free_at limit greatest(v_room, 0) + 1) m;
  end if;
  return app.note_condition(c.workspace_id, 'cap_reached', c.id::text,
    coalesce(c.state = 'active' and v_room <= 0 and v_free_at <= p_at, false),
    -- It frees one by one as yesterday's sends pass: over when what waits has room.
    v_waiting > v_room, p_at,
    jsonb_build_object('channel', c.name, 'limit', v_limit, 'freesAt',
      app.cap_frees_at(v_limit, app.recent_sends(c.id, v_limit, p_at))));
end $$;

create function app.watch_lateness(p_channel public.channels, p_workspace public.workspaces,
  p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_gap interval := app.lateness_gap(c);
  v_late record;
begin
  select * into v_late from app.longest_overdue(c, p_workspace, p_at);
  return app.note_condition(c.workspace_id, 'late', c.id::text,
    coalesce(c.state = 'active' and v_late.own_due + 3 * v_gap <= p_at, false),
    c.state = 'active' and case
      when v_late.own_due is not null then v_late.own_due + 2 * v_gap <= p_at
      -- The hours closed over it: it has not left.
      else not app.in_sending_hours(p_at, p_workspace) and exists (
        select from public.whatsapp_messages m where m.channel_id = c.id and m.status = 'queued'
          and m.due_at <= p_at) end,
    v_late.own_due,
    jsonb_build_object('channel', c.name, 'message', v_late.message_id, 'call', v_late.call_id,
      'waiting', (
      select count(*) from (
        select from public.whatsapp_messages m
        where m.channel_id = c.id and m.status = 'queued' and m.due_at <= p_at limit 1000) m)));
end $$;

-- {opened, closed}
create function app.watch_channel(p_channel uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels;
  w public.workspaces;
  v_now timestamptz := app.now();
  v_changes integer[];
begin
  select * into c from public.channels where id = p_channel;
  select * into w from public.workspaces where id = c.workspace_id;
  w := app.hours_of(w, c);
  c := app.note_hold(c, v_now);
  v_changes := app.watch_connection(c, v_now) || app.watch_cap(c, w, v_now)
    || app.watch_lateness(c, w, v_now) || app.watch_standing(c, v_now);
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- Silence longer than usual: since this source was last heard, two hours ago or more, each of the
-- last four weeks (those that we know) brought at least five deliveries between the same local
-- times. Nights and weekends are in it.
create function app.is_unusually_silent(w public.workspaces, p_source text, p_heard timestamptz,
  p_now timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_first timestamptz;
  v_from timestamptz;
  v_until timestamptz;
begin
  if p_heard > p_now - interval '2 hours' then
    return false;
  end if;
  select r.received_at into v_first from public.webhook_requests r
  where r.workspace_id = w.id and r.source = p_source
    and r.origin = 'webhook' order by r.received_at limit 1;
  for v_week in 1 .. 4 loop
    v_from := ((p_heard at time zone w.time_zone) - v_week * interval '7 days') at time zone
      w.time_zone;
    v_until := ((p_now at time zone w.time_zone) - v_week * interval '7 days') at time zone
      w.time_zone;
    if v_from < v_first then
      return v_week > 1;
    end if;
    if (select count(*) from (
        select from public.webhook_requests r
        where r.workspace_id = w.id and r.source = p_source and r.origin = 'webhook'
          and r.received_at between v_from and v_until limit 5) heard) < 5 then
      return false;
    end if;
  end loop;
  return true;
end $$;

-- Who has posted to us, and of whom an alert is open: as many steps in the index as there are
-- names.
create function app.watched_sources(p_workspace uuid) returns setof text
language plpgsql stable set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    with recursive heard (source) as (
      (select r.source from public.webhook_requests r
        where r.workspace_id = p_workspace and r.origin = 'webhook' order by r.source limit 1)
      union all
      select (select r.source from public.webhook_requests r
        where r.workspace_id = p_workspace and r.origin = 'webhook' and r.source > h.source
        order by r.source limit 1)
      from heard h where h.source is not null)
    select h.source from heard h where h.source is not null
    union
    select a.subject from public.alerts a where a.workspace_id = p_workspace and a.closed_at is null
      and a.kind in ('calls_lost', 'source_silent');
end $$;

-- {opened, closed}
create function app.watch_sources(p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  w public.workspaces;
  v_now timestamptz := app.now();
  v_source text;
  v_heard timestamptz;
  v_lost record;
  v_changes integer[];
begin
  select * into w from public.workspaces where id = p_workspace;
  for v_source in select app.watched_sources(w.id) loop
    select min(a.at) as since, count(*) as number into v_lost
    from public.attention a left join public.webhook_requests r on r.id = a.request_id
    where a.workspace_id = w.id and a.settled_at is null and a.kind = 'call_unreadable'
      -- The delivery may be kept for a shorter time than what is still to be looked at.
      and (r.source = v_source or (r.id is null and exists (select from public.alerts o
        where o.workspace_id = w.id and o.kind = 'calls_lost' and o.subject = v_source
          and o.closed_at is null)));
    v_changes := v_changes || app.note_condition(w.id, 'calls_lost', v_source, v_lost.number > 0,
      v_lost.number > 0, v_lost.since, '{}');
    select r.received_at into v_heard from public.webhook_requests r
    where r.workspace_id = w.id and r.source = v_source
      and r.origin = 'webhook' order by r.received_at desc limit 1;
    v_changes := v_changes || app.note_condition(w.id, 'source_silent', v_source,
      v_heard is not null and app.is_unusually_silent(w, v_source, v_heard, v_now),
      -- Its end is the next delivery, not a quiet hour that last week had too.
      exists (select from public.alerts a where a.workspace_id = w.id and a.kind = 'source_silent'
        and a.subject = v_source and a.closed_at is null and a.since >= v_heard),
      v_heard, '{}');
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- A vendor no longer takes our key to its list of calls: missed calls are not found. Over when a
-- pass succeeds, or none is configured. {opened, closed}
create function app.watch_reconciliation() returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  p public.reconcile_passes;
  v_changes integer[];
begin
  for p in select * from public.reconcile_passes where kind = 'calls' and vendor is not null
    order by workspace_id loop
    v_changes := v_changes || app.note_condition(p.workspace_id, 'auth_failed', p.vendor,
      p.is_configured and coalesce(p.last_error_code = 'unauthorized', false),
      p.is_configured and exists (select from public.alerts a where a.workspace_id = p.workspace_id
        and a.kind = 'auth_failed' and a.subject = p.vendor and a.closed_at is null
        and a.opened_at > coalesce(p.last_succeeded_at, '-infinity')),
      coalesce(p.last_succeeded_at, p.last_ended_at, app.now()), '{"reason": "unauthorized"}');
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- Tasks that were given up, by kind, until a person has each of them tried again or taken off the
-- list. {opened, closed}
create function app.watch_tasks(p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v record;
  v_changes integer[];
begin
  for v in
    select k.kind, min(t.ended_at) as since, count(t.id) as failed
    from (select o.kind from public.tasks o
        where o.workspace_id = p_workspace and o.state = 'failed' and o.seen_at is null
      union select a.subject from public.alerts a where a.workspace_id = p_workspace
        and a.kind = 'task_failed' and a.closed_at is null) k
    left join public.tasks t on t.workspace_id = p_workspace and t.kind = k.kind
      and t.state = 'failed' and t.seen_at is null
    group by k.kind order by k.kind
  loop
    v_changes := v_changes || app.note_condition(p_workspace, 'task_failed', v.kind,
      v.failed > 0, false, v.since, jsonb_build_object('failed', v.failed));
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- What the tick that ends could not do: each job that failed is an incident until a tick in which
-- it did not. Told by the next tick, since the alerts may be what failed. {opened, closed}
create function public.note_jobs(failed text[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  w uuid;
  v_job text;
  v_changes integer[];
begin
  for w in select x.id from public.workspaces x order by x.id loop
    for v_job in
      select left(f, 40) from unnest(failed[1:20]) f
      union select a.subject from public.alerts a
        where a.workspace_id = w and a.kind = 'job_failed' and a.closed_at is null
    loop
      v_changes := v_changes || app.note_condition(w, 'job_failed', v_job, v_job = any (failed),
        false, app.now(), '{}');
    end loop;
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- Looks at everything that may be wrong, after the clock's sends, and hands out the notices that are
-- due (app.due_notices). deliver: whether the environment names a receiver.
-- {opened, closed, notices}
create function public.watch(deliver boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_id uuid;
  v_changes jsonb[] := '{}';
  v_gone integer;
begin
  for v_id in select c.id from public.channels c where c.state <> 'retired' order by c.id loop
    v_changes := v_changes || app.watch_channel(v_id);
  end loop;
  for v_id in select w.id from public.workspaces w order by w.id loop
    v_changes := v_changes || app.watch_sources(v_id);
    v_changes := v_changes || app.watch_tasks(v_id);
    v_changes := v_changes || app.watch_registry(v_id);
    v_changes := v_changes || app.watch_lead_sources(v_id);
  end loop;
  v_changes := v_changes || app.watch_reconciliation();
  update public.alerts a set closed_at = app.now()
  where a.closed_at is null and a.kind in ('late', 'channel_down', 'auth_failed', 'cap_reached',
    'number_at_risk')
    and a.subject ~ '^[0-9a-f-]{36}$'
    and not exists (select from public.channels c where c.id::text = a.subject
      and c.state <> 'retired');
  get diagnostics v_gone = row_count;
  return jsonb_build_object(
    'opened', (select coalesce(sum((x ->> 'opened')::integer), 0) from unnest(v_changes) x),
    'closed', v_gone + (select coalesce(sum((x ->> 'closed')::integer), 0)
      from unnest(v_changes) x),
    'notices', app.due_notices(deliver));
end $$;

-- Open ones first, then those that ended in the last day, newest first.
create function app.alerts_json(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', page.id, 'kind', page.kind, 'subject', page.subject, 'facts', page.facts, 'since',
        page.since,
      'openedAt', page.opened_at, 'closedAt', page.closed_at)
      order by page.closed_at desc nulls first, page.opened_at desc, page.id), '[]')
    from (
      select a.* from public.alerts a where a.workspace_id = p_workspace and a.closed_at is null
      union all
      (select a.* from public.alerts a where a.workspace_id = p_workspace
        and a.closed_at > p_now - interval '24 hours'
       order by a.closed_at desc limit 20)) page);
end $$;

alter table public.alerts enable row level security;
create policy members_read on public.alerts for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.alerts to authenticated;
grant execute on function app.alerts_json(uuid, timestamptz) to authenticated;
grant execute on function
  public.watch(boolean), public.note_jobs(text[])
to service_role;
