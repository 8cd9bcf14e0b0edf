-- One WhatsApp number at one vendor: its account, its pace, its cap and its state.

create table public.channels (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  vendor text not null check (vendor ~ '^[a-z][a-z_]{1,30}$'),
  -- What the vendor's events name it by; null where they do not, or not yet.
  account text check (length(account) between 1 and 200),
  -- The one before: what was on its way when it changed names it so.
  previous_account text,
  name text not null check (length(name) between 1 and 60),
  -- Its credentials are those of the environment, until its own are given (channel_credentials).
  uses_environment boolean not null default false,
  -- The environment made it: none is made again for its vendor, whatever became of this one.
  of_environment boolean not null default false,
  -- 0: none of its own. Goes up with each change, so that nobody keeps an old key in hand.
  credentials_version integer not null default 0,
  credentials_set_at timestamptz,
  credentials_set_by uuid,
  -- What the vendor says a number of it can do: {maxInFlight, windowHours, templates, sentLog,
  -- sharesSecret, …}.
  capabilities jsonb not null default '{}' check (jsonb_typeof(capabilities) = 'object'),
  -- Who was never written to is written to from here: one of each workspace.
  takes_first_contacts boolean not null default false,
  -- Customers see when staff have read, and that they are writing, where the vendor can show it.
  shows_read boolean not null default true,
  min_interval_ms integer not null default 60000 check (min_interval_ms between 0 and 86400000),
  -- Up to so much is added to each interval, at random: equal gaps look like a machine's.
  jitter_ms integer not null default 0 check (jitter_ms between 0 and 3600000),
  -- Sends in a moving 24 hours; 0 is no limit.
  daily_limit integer not null default 50 check (daily_limit >= 0),
  -- A new number starts with a part of its limit and grows by the day; 0 is no warm-up. It begins
  -- with the first send.
  warm_up_days smallint not null default 0 check (warm_up_days between 0 and 365),
  warm_up_began_at timestamptz,
  -- Weekdays that go by another pace: {sat: {minIntervalMs?, jitterMs?, dailyLimit?}}.
  weekday_pace jsonb not null default '{}' check (jsonb_typeof(weekday_pace) = 'object'),
  -- Its own sending hours, as the weekdays of the setting 'hours'; null: those of the workspace.
  hours jsonb check (jsonb_typeof(hours) = 'object'),
  -- What the vendor declares.
  max_in_flight integer not null default 1 check (max_in_flight > 0),
  -- retired: nothing leaves any more, what comes is still heard, and its history stays.
  state text not null default 'active' check (state in ('active', 'paused', 'retired')),
  pause_reason text check (pause_reason in ('bad_key', 'plan_ended', 'session_down', 'staff',
    'restored')),
  pause_detail text,
  paused_at timestamptz,
  probe_at timestamptz,
  probe_count integer not null default 0,
  connection_status text check (connection_status in ('connecting', 'connected', 'disconnected',
    'need_scan', 'need_passkey', 'logged_out', 'expired')),
  connection_status_at timestamptz,
  -- No send begins before this; null before the first one.
  next_slot_at timestamptz,
  -- One worker was told to wait until here; the others go home.
  waiter uuid,
  waiter_until timestamptz,
  -- When that worker's own time is over: one with much more time left takes its place.
  waiter_ends_at timestamptz,
  -- When the clock last looked at it.
  ticked_at timestamptz,
  configured_at timestamptz,
  created_at timestamptz not null default app.now(),
  -- Where this database lives, as the last tick saw it. In a backup it is that of the time before.
  instance_mark text,
  -- Until then something other than the pace kept the channel from sending: a pause, the provider's
  -- retry_after, the cap. Lateness counts from here.
  held_until timestamptz,
  -- WhatsApp lets it begin no chat: who has written to it is answered, who has not waits until
  -- then, or is written to from another number (app.lock_beginning). The first one after it is the
  -- probe.
  begin_locked_at timestamptz,
  begin_locked_until timestamptz,
  begin_lock_detail text,
  begin_lock_tries smallint not null default 0,
  retired_at timestamptz,
  retired_by uuid,
  check ((state = 'paused') = (pause_reason is not null)),
  check ((state = 'retired') = (retired_at is not null)),
  check (not (takes_first_contacts and state = 'retired'))
);
create index channels_workspace on public.channels (workspace_id);
create unique index channels_first_contacts on public.channels (workspace_id)
  where takes_first_contacts;
create unique index channels_account on public.channels (vendor, account)
  where state <> 'retired';
create unique index channels_environment on public.channels (vendor) where uses_environment;

-- First of the three locks (channel, message, contact): all channels of the workspace, in the order
-- of the tick. Whoever may reach a person, or what others of them send, takes them all; one alone
-- does for what is its own. "No key": a row that points at a channel is added without waiting for
-- it. Answers them as they are under the lock.
create function app.lock_channels(p_workspace uuid) returns public.channels[]
language plpgsql volatile set search_path = ''
as $$
begin
  return array(select c from public.channels c where c.workspace_id = p_workspace
    order by c.id for no key update);
end $$;

-- What needs a person and belongs to no single message.
create table public.channel_incidents (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  kind text not null check (kind in ('send_failed_unbound', 'vendor_error')),
  detail text,
  request_id bigint,
  opened_at timestamptz not null default app.now(),
  closed_at timestamptz
);
create index channel_incidents_workspace on public.channel_incidents (workspace_id);
create index channel_incidents_open on public.channel_incidents (channel_id, id desc)
  where closed_at is null;

insert into public.channels (workspace_id, vendor, name, uses_environment, of_environment,
  takes_first_contacts)
select id, 'wasender', 'WhatsApp', true, true, true from public.workspaces where key = 'default';

-- The channel as its pace is on the weekday of that moment, in the workspace's time zone.
create function app.paced(c public.channels, p_at timestamptz) returns public.channels
language plpgsql stable set search_path = ''
as $$
declare
  v_day jsonb;
begin
  if c.weekday_pace <> '{}' then
    v_day := c.weekday_pace -> (array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])[
      extract(isodow from p_at at time zone (select w.time_zone from public.workspaces w
        where w.id = c.workspace_id))::integer];
    c.min_interval_ms := coalesce((v_day ->> 'minIntervalMs')::integer, c.min_interval_ms);
    c.jitter_ms := coalesce((v_day ->> 'jitterMs')::integer, c.jitter_ms);
    c.daily_limit := coalesce((v_day ->> 'dailyLimit')::integer, c.daily_limit);
  end if;
  return c;
end $$;

-- The workspace with the channel's own hours in place of its own, where it has some; holidays and
-- time zones stay the workspace's.
create function app.hours_of(w public.workspaces, c public.channels) returns public.workspaces
language plpgsql immutable set search_path = ''
as $$
begin
  if c.hours is not null then
    w.sending_hours := w.sending_hours || jsonb_build_object('weekdays', c.hours);
  end if;
  return w;
end $$;

-- Of all weekdays: so many sends of the last day are enough to tell what any of them allows.
create function app.highest_limit(c public.channels) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select greatest(c.daily_limit, (select max((d.pace ->> 'dailyLimit')::integer)
      from jsonb_each(c.weekday_pace) d (day, pace))));
end $$;

-- The limit of that moment: on day d of a warm-up of n days, d/(n+1) of the whole, rounded up.
create function app.daily_limit_at(c public.channels, p_at timestamptz) returns integer
language plpgsql stable set search_path = ''
as $$
begin
  if c.weekday_pace <> '{}' then
    c := app.paced(c, p_at);
  end if;
  return case when c.warm_up_days = 0 then c.daily_limit
    else least(c.daily_limit, ceil(c.daily_limit
    * (1 + greatest(0, floor(extract(epoch
      from p_at - coalesce(c.warm_up_began_at,
      p_at)) / 86400))) / (c.warm_up_days + 1))::integer) end;
end $$;

-- The pause after a send: the interval, and what chance adds to it.
create function app.pause_between(c public.channels) returns interval
language plpgsql volatile set search_path = ''
as $$
begin
  if c.weekday_pace <> '{}' then
    c := app.paced(c, app.now());
  end if;
  return make_interval(secs => (c.min_interval_ms + floor(random() * (c.jitter_ms + 1))) / 1000.0);
end $$;

-- Twice as long after each try, 15 minutes at most. Bounded before it is multiplied: the product
-- leaves an interval's range after some forty tries, a night of a session that is down.
create function app.back_off(p_first interval, p_tries integer) returns interval
language sql immutable set search_path = ''
as $$ select least(p_first * power(2, least(p_tries, 10)), interval '15 minutes') $$;

create function app.pause_channel(p_channel uuid, p_reason text, p_detail text, p_at timestamptz)
  returns void
language sql volatile set search_path = ''
as $$
  update public.channels set
    state = 'paused', pause_reason = p_reason, pause_detail = left(p_detail, 500),
    paused_at = coalesce(paused_at, p_at),
    probe_at = case when p_reason = 'staff' then null
      else p_at + app.back_off(interval '30 seconds', probe_count) end
  where id = p_channel and (state = 'active' or (pause_reason not in ('staff', 'restored')
    and pause_reason <> p_reason))
$$;

create function app.resume_channel(p_channel uuid) returns void
language sql volatile set search_path = ''
as $$
  update public.channels set
    state = 'active', pause_reason = null, pause_detail = null, paused_at = null, probe_at = null
  where id = p_channel and state = 'paused'
$$;

-- As resume_channel, of one that nobody of ours has stopped. How often it was probed is kept until a
-- send is accepted: a plan that ended looks connected, and would be tried once a minute for ever.
create function app.try_channel(c public.channels) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if c.pause_reason not in ('staff', 'restored') then
    perform app.resume_channel(c.id);
    update public.channels x set probe_count = c.probe_count where x.id = c.id;
  end if;
end $$;

-- The environment's channel goes by what the environment says of it, as long as it has no
-- credentials of its own. Its key changes: what is on its way names the old account.
create function app.follow_environment(c public.channels, p_settings jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_account text := p_settings ->> 'account';
begin
  update public.channels x set
    capabilities = coalesce(nullif(p_settings -> 'capabilities', 'null'), x.capabilities),
    account = coalesce(v_account, x.account),
    previous_account = case when v_account <> x.account then x.account else x.previous_account end
  where x.id = c.id
    and not exists (select from public.channels o where o.vendor = c.vendor and o.id <> c.id
      and o.account = v_account and o.state <> 'retired')
    and (x.account is distinct from coalesce(v_account, x.account)
      or x.capabilities <> coalesce(nullif(p_settings -> 'capabilities', 'null'),
        x.capabilities));
end $$;

-- A channel of the default workspace that the environment is complete for. p_told: {vendor, name,
-- account, capabilities, maxInFlight, minIntervalMs, dailyLimit, jitterMs, warmUpDays}.
create function app.add_environment_channel(p_workspace uuid, p_told jsonb) returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.channels (workspace_id, vendor, name, uses_environment, of_environment,
    account, capabilities, configured_at)
  select p_workspace, p_told ->> 'vendor', p_told ->> 'name', true, true, p_told ->> 'account',
    coalesce(p_told -> 'capabilities', '{}'), app.now()
  where not exists (select from public.channels c where c.vendor = p_told ->> 'vendor'
    and (c.uses_environment or (c.of_environment and c.workspace_id = p_workspace)
      or (c.account = p_told ->> 'account' and c.state <> 'retired')))
  returning id into v_id;
  perform app.first_pace(v_id, p_told);
  return v_id;
end $$;

-- What a new channel starts with; what is not said stays.
create function app.first_pace(p_channel uuid, p_pace jsonb) returns void
language sql volatile set search_path = ''
as $$
  update public.channels set
    min_interval_ms = coalesce((p_pace ->> 'minIntervalMs')::integer, min_interval_ms),
    daily_limit = coalesce((p_pace ->> 'dailyLimit')::integer, daily_limit),
    jitter_ms = coalesce((p_pace ->> 'jitterMs')::integer, jitter_ms),
    warm_up_days = coalesce((p_pace ->> 'warmUpDays')::smallint, warm_up_days),
    max_in_flight = coalesce((p_pace ->> 'maxInFlight')::integer, max_in_flight)
  where id = p_channel
$$;

-- Of the channels that the environment made, the one that FIRST_CONTACT_CHANNEL names takes the
-- first contacts: when it is new, and as long as no person has chosen.
create function app.give_first_contacts(p_workspace uuid, p_vendor text, p_new uuid[])
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_channel uuid := (select c.id from public.channels c where c.id = any (p_new)
    and c.vendor = p_vendor and c.state <> 'retired');
begin
  if v_channel is null or exists (select from public.audit_log l where l.workspace_id = p_workspace
      and l.action = 'first_contacts_chosen') then
    return;
  end if;
  update public.channels c set takes_first_contacts = false
  where c.workspace_id = p_workspace and c.takes_first_contacts and c.id <> v_channel;
  update public.channels c set takes_first_contacts = true where c.id = v_channel;
end $$;

-- The first channel takes the vendor that is complete, and its pace; the workspace its hours.
create function app.configure_first_channel(c public.channels, p_settings jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_hours jsonb;
  -- The one that it is of already, where that is complete.
  v jsonb := coalesce(
    (select x from jsonb_array_elements(p_settings -> 'channels') x
      where x ->> 'vendor' = c.vendor),
    p_settings -> 'channels' -> 0, '{}');
begin
  update public.channels x set vendor = coalesce(v ->> 'vendor', x.vendor),
    name = case when v ->> 'vendor' <> x.vendor then coalesce(v ->> 'name', x.name) else x.name end,
    configured_at = app.now()
  where x.id = c.id returning * into c;
  perform app.first_pace(c.id, p_settings || v);
  perform app.follow_environment(c, v);
  update public.workspaces set default_country = coalesce(p_settings ->> 'defaultCountry',
    default_country)
  where id = c.workspace_id;
  v_hours := app.daily_hours(coalesce(p_settings ->> 'sendingFrom', '08:00'),
    coalesce(p_settings ->> 'sendingUntil', '21:00'));
  if v_hours <> app.setting(c.workspace_id, 'hours') then
    insert into public.workspace_settings (workspace_id, kind, version, value)
    values (c.workspace_id, 'hours', 1, v_hours) on conflict do nothing;
  end if;
end $$;

-- settings: {channels: [{vendor, name, account, capabilities, maxInFlight, minIntervalMs,
-- dailyLimit, jitterMs, warmUpDays}] of the vendors that the environment is complete for,
-- firstContacts: vendor, defaultCountry, sendingFrom, sendingUntil, tombstoneSecret, and the pace
-- of a channel that says none}. On the first start each becomes a channel; one that is complete
-- later becomes one then. What a channel has is the settings' from then on, but for what the
-- environment says of its own: its account and what it can do. A key of the marks of erased people
-- is kept whenever it is new. True on the first start.
create function public.configure_default_channel(settings jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid := (select w.id from public.workspaces w where w.key = 'default');
  v_first public.channels;
  v_new uuid[] := '{}';
  v jsonb;
begin
  perform app.keep_tombstone_key(settings ->> 'tombstoneSecret');
  perform app.lock_channels(v_workspace) where exists (select from public.channels c
    where c.workspace_id = v_workspace and c.uses_environment and c.configured_at is null)
    or exists (select from jsonb_array_elements(settings -> 'channels') x
      where not exists (select from public.channels c where c.workspace_id = v_workspace
        and c.vendor = x ->> 'vendor' and c.of_environment));
  select c.* into v_first from public.channels c where c.workspace_id = v_workspace
    and c.uses_environment and c.configured_at is null order by c.id limit 1;
  if v_first.id is not null then
    perform app.configure_first_channel(v_first, settings);
    v_new := v_new || v_first.id;
  end if;
  for v in select * from jsonb_array_elements(settings -> 'channels') loop
    v_new := v_new || app.add_environment_channel(v_workspace, settings || v);
    perform app.follow_environment(c, v) from public.channels c
    where c.workspace_id = v_workspace and c.vendor = v ->> 'vendor' and c.uses_environment;
  end loop;
  perform app.give_first_contacts(v_workspace, settings ->> 'firstContacts',
    array_remove(v_new, null));
  return v_first.id is not null;
end $$;

alter table public.channels enable row level security;
create policy members_read on public.channels for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.channel_incidents enable row level security;
create policy members_read on public.channel_incidents for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.channels to authenticated;
grant select on public.channel_incidents to authenticated;
grant execute on function app.daily_limit_at(public.channels, timestamptz),
  app.paced(public.channels, timestamptz), app.highest_limit(public.channels),
  app.hours_of(public.workspaces, public.channels)
to authenticated;
grant execute on function public.configure_default_channel(jsonb) to service_role;
