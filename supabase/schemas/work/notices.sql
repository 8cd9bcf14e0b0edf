-- Who is told of alerts, and of each alert once: its opening and its end.

-- Kinds of alerts that a company wants to be told of nowhere; the monitor shows them all the same.
alter table public.workspaces add column muted_alerts text[] not null default '{}'
  check (muted_alerts <@ array['late', 'channel_down', 'auth_failed', 'cap_reached',
    'source_silent', 'calls_lost', 'job_failed', 'task_failed', 'number_at_risk',
    'registry_due', 'leads_at_risk']);

-- A company's own receivers. Without a `webhook` of its own, the environment's is told.
create table public.alert_receivers (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('webhook', 'email')),
  -- v1.<key id>.<nonce>.<ciphertext and tag>, bound to the company and the kind.
  sealed text not null check (sealed ~ '^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'),
  -- What may be seen of it, and opens nothing.
  shown jsonb not null check (jsonb_typeof(shown) = 'object'),
  set_at timestamptz not null default app.now(),
  set_by uuid,
  primary key (workspace_id, kind)
);

-- How far each receiver knows of an alert; no outcome: not told yet.
create table public.alert_notices (
  alert_id uuid not null references public.alerts (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  receiver text not null check (receiver in ('webhook', 'email')),
  opening_told_at timestamptz,
  opening_outcome text check (opening_outcome in ('delivered', 'given_up', 'gone')),
  end_told_at timestamptz,
  end_outcome text check (end_outcome in ('delivered', 'given_up', 'gone')),
  -- Of the notice whose turn it is.
  tries integer not null default 0,
  next_try_at timestamptz,
  last_error text,
  primary key (alert_id, receiver)
);
create index alert_notices_workspace on public.alert_notices (workspace_id);
create index alert_notices_untold on public.alert_notices (next_try_at)
  where opening_told_at is null or (opening_outcome = 'delivered' and end_told_at is null);

-- Where the alerts of a company go now; sealed is null for the environment's receiver.
create function app.receivers_of(p_workspace uuid, p_environment boolean)
returns table (kind text, sealed text)
language plpgsql stable rows 2 set search_path = ''
as $$
begin
  return query
    select r.kind, r.sealed from public.alert_receivers r where r.workspace_id = p_workspace
    union all
    select 'webhook', null where p_environment and not exists (
      select from public.alert_receivers r
      where r.workspace_id = p_workspace and r.kind = 'webhook');
end $$;

-- The notices that are due, each to one caller: the next try is set before this one runs. A notice
-- is the opening or the end of an alert for one receiver, in this order; where there is no receiver
-- none piles up, since what is over for an hour is no news. [{id, receiver, sealed, phase: opened |
-- closed, webhookId, kind, subject, facts, since, openedAt, closedAt, workspace: {id, name, country,
-- timeZone}}]
create function app.due_notices(p_environment boolean) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_hour_ago timestamptz := app.now() - interval '1 hour';
  v_notices jsonb;
begin
  insert into public.alert_notices (alert_id, workspace_id, receiver)
  select a.id, a.workspace_id, r.kind
  from public.workspaces w join public.alerts a on a.workspace_id = w.id
  cross join lateral app.receivers_of(w.id, p_environment) r
  where (a.closed_at is null or (a.closed_at > v_hour_ago and a.opened_at > v_hour_ago))
    and a.kind <> all (w.muted_alerts)
    and not exists (select from public.alert_notices n
      where n.alert_id = a.id and n.receiver = r.kind)
  on conflict do nothing;
  with due as (
    select n.alert_id, n.receiver, r.sealed
    from public.alert_notices n join public.alerts a on a.id = n.alert_id
    join public.workspaces w on w.id = a.workspace_id
    join lateral app.receivers_of(w.id, p_environment) r on r.kind = n.receiver
    where (n.opening_told_at is null or (n.opening_outcome = 'delivered'
      and n.end_told_at is null))
      and n.tries < 8 and coalesce(n.next_try_at, '-infinity') <= app.now()
      and a.kind <> all (w.muted_alerts)
      and case when n.opening_told_at is null
        then a.closed_at is null or a.opened_at > v_hour_ago or n.tries > 0
        else a.closed_at > v_hour_ago or (a.closed_at is not null and n.tries > 0) end
    order by a.opened_at, n.receiver limit 20 for update of n skip locked),
  taken as (
    update public.alert_notices n set tries = n.tries + 1,
      next_try_at = app.now() + interval '1 minute' * power(2, n.tries)
    from due where n.alert_id = due.alert_id and n.receiver = due.receiver
    returning n.*, due.sealed)
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', a.id, 'receiver', t.receiver, 'sealed', t.sealed, 'phase', p.phase,
    'webhookId', format('alert_%s_%s', a.id, p.phase),
    'kind', a.kind, 'subject', a.subject, 'facts', a.facts,
    'since', a.since, 'openedAt', a.opened_at, 'closedAt', a.closed_at,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'country', w.default_country,
      'timeZone', w.time_zone))
    order by a.opened_at, t.receiver), '[]') into v_notices
  from taken t join public.alerts a on a.id = t.alert_id
  join public.workspaces w on w.id = a.workspace_id
  cross join lateral (select case when t.opening_told_at is null then 'opened'
    else 'closed' end as phase) p;
  return v_notices;
end $$;

-- What became of one try. outcome: delivered | failed (tried again, eight times in all) | gone (the
-- receiver wants no more).
create function public.settle_alert(alert uuid, receiver text, phase text, outcome text,
  detail text default null) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_end text;
begin
  select case when outcome in ('delivered', 'gone') then outcome when n.tries >= 8
    then 'given_up' end into v_end
  from public.alert_notices n
  where n.alert_id = alert and n.receiver = settle_alert.receiver for update;
  update public.alert_notices n set
    last_error = case when outcome = 'delivered' then null else left(detail, 500) end,
    opening_told_at = case when phase = 'opened' and v_end is not null then app.now()
      else n.opening_told_at end,
    opening_outcome = case when phase = 'opened' and v_end is not null then v_end
      else n.opening_outcome end,
    end_told_at = case when phase = 'closed' and v_end is not null then app.now()
      else n.end_told_at end,
    end_outcome = case when phase = 'closed' and v_end is not null then v_end
      else n.end_outcome end,
    tries = case when phase = 'opened' and v_end is not null then 0 else n.tries end,
    next_try_at = case when v_end is not null then null else n.next_try_at end
  where n.alert_id = alert and n.receiver = settle_alert.receiver
    and case phase when 'opened' then n.opening_told_at is null when 'closed'
      then n.end_told_at is null end;
  return found;
end $$;

-- Sealed by the server, in an admin's name.
create function public.set_alert_receiver(workspace uuid, kind text, sealed text, shown jsonb,
  actor uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_actor(workspace, actor, 'admin');
  insert into public.alert_receivers (workspace_id, kind, sealed, shown, set_by)
  values (workspace, set_alert_receiver.kind, set_alert_receiver.sealed,
    set_alert_receiver.shown, actor)
  on conflict on constraint alert_receivers_pkey do update set sealed = excluded.sealed,
    shown = excluded.shown, set_at = excluded.set_at, set_by = excluded.set_by;
  perform app.log_action(workspace, actor, 'alert_receiver_set', 'settings', 'alerts');
end $$;

create function public.remove_alert_receiver(workspace uuid, kind text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'admin');
  delete from public.alert_receivers r
  where r.workspace_id = workspace and r.kind = remove_alert_receiver.kind;
  perform app.log_action(workspace, auth.uid(), 'alert_receiver_removed', 'settings', 'alerts');
end $$;

create function public.mute_alerts(workspace uuid, kinds text[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'admin');
  update public.workspaces w set muted_alerts = coalesce(kinds, '{}') where w.id = workspace;
  perform app.log_action(workspace, auth.uid(), 'alerts_chosen', 'settings', 'alerts');
end $$;

-- Before an admin has each receiver tried.
create function public.note_alert_test(workspace uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'admin');
  perform app.log_action(workspace, auth.uid(), 'alerts_tested', 'settings', 'alerts');
end $$;

-- For managers: {muted, receivers: [{kind, shown, setAt, setBy}]}, nothing that opens one.
create function public.alert_settings(workspace uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  return jsonb_build_object(
    'muted', (select to_jsonb(w.muted_alerts) from public.workspaces w where w.id = workspace),
    'receivers', (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'shown', r.shown,
        'setAt', r.set_at, 'setBy', r.set_by) order by r.kind desc), '[]')
      from public.alert_receivers r where r.workspace_id = workspace));
end $$;

-- For the server alone, of one company or of all: [{workspace, kind, sealed}].
create function public.receiver_access(workspace uuid default null) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('workspace', r.workspace_id, 'kind', r.kind,
    'sealed', r.sealed) order by r.workspace_id, r.kind), '[]')
  from public.alert_receivers r where workspace is null or r.workspace_id = workspace
$$;

-- The same under a newer key. False when another was given meanwhile.
create function public.reseal_receiver(workspace uuid, kind text, before text, sealed text)
  returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update public.alert_receivers r set sealed = reseal_receiver.sealed
  where r.workspace_id = workspace and r.kind = reseal_receiver.kind and r.sealed = before;
  return found;
end $$;

alter table public.alert_receivers enable row level security;
-- Nobody's, whatever is granted: only the service opens them.
create policy nobody_reads on public.alert_receivers for select to authenticated using (false);
alter table public.alert_notices enable row level security;
create policy nobody_reads on public.alert_notices for select to authenticated using (false);
grant execute on function
  public.remove_alert_receiver(uuid, text), public.mute_alerts(uuid, text[]),
  public.note_alert_test(uuid), public.alert_settings(uuid)
to authenticated;
grant execute on function
  public.settle_alert(uuid, text, text, text, text), public.receiver_access(uuid),
  public.set_alert_receiver(uuid, text, text, jsonb, uuid),
  public.reseal_receiver(uuid, text, text, text)
to service_role;
