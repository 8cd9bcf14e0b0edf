-- One WhatsApp number at one provider: its pace, its cap and its state.

create table public.channels (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- The vendor's name, as the product's list has it.
  provider text not null check (provider ~ '^[a-z][a-z_]{1,30}$'),
  name text not null,
  min_interval_ms integer not null default 60000 check (min_interval_ms between 0 and 86400000),
  -- Up to so much is added to each interval, at random: equal gaps look like a machine's.
  jitter_ms integer not null default 0 check (jitter_ms between 0 and 3600000),
  -- Sends in a moving 24 hours; 0 is no limit.
  daily_limit integer not null default 50 check (daily_limit >= 0),
  -- A new number starts with a part of its limit and grows by the day; 0 is no warm-up. It begins
  -- with the first send.
  warm_up_days smallint not null default 0 check (warm_up_days between 0 and 365),
  warm_up_began_at timestamptz,
  -- What the provider declares.
  max_in_flight integer not null default 1 check (max_in_flight > 0),
  state text not null default 'active' check (state in ('active', 'paused')),
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
  check ((state = 'paused') = (pause_reason is not null))
);
create index channels_workspace on public.channels (workspace_id);

-- What needs a person and belongs to no single message.
create table public.channel_incidents (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  kind text not null check (kind in ('send_failed_unbound')),
  detail text,
  request_id bigint,
  opened_at timestamptz not null default app.now(),
  closed_at timestamptz
);
create index channel_incidents_workspace on public.channel_incidents (workspace_id);
create index channel_incidents_open on public.channel_incidents (channel_id, id desc)
  where closed_at is null;

insert into public.channels (workspace_id, provider, name)
select id, 'wasender', 'WhatsApp' from public.workspaces where key = 'default';

-- The limit of that moment: on day d of a warm-up of n days, d/(n+1) of the whole, rounded up.
create function app.daily_limit_at(c public.channels, p_at timestamptz) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
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

-- First start only: later changes belong to the settings. But a key of the marks of erased people
-- is kept whenever it is new.
create function public.configure_default_channel(settings jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
  v_hours jsonb;
begin
  perform app.keep_tombstone_key(settings ->> 'tombstoneSecret');
  select c.* into v_channel from public.channels c join public.workspaces w on w.id = c.workspace_id
  where w.key = 'default' order by c.created_at, c.id limit 1 for update of c;
  if v_channel.configured_at is not null then
    return false;
  end if;
  update public.channels set
    provider = coalesce(settings ->> 'provider', provider),
    min_interval_ms = coalesce((settings ->> 'minIntervalMs')::integer, min_interval_ms),
    daily_limit = coalesce((settings ->> 'dailyLimit')::integer, daily_limit),
    jitter_ms = coalesce((settings ->> 'jitterMs')::integer, jitter_ms),
    warm_up_days = coalesce((settings ->> 'warmUpDays')::smallint, warm_up_days),
    max_in_flight = coalesce((settings ->> 'maxInFlight')::integer, max_in_flight),
    configured_at = app.now()
  where id = v_channel.id;
  update public.workspaces set default_country = coalesce(settings ->> 'defaultCountry',
    default_country)
  where id = v_channel.workspace_id;
  v_hours := app.daily_hours(coalesce(settings ->> 'sendingFrom', '08:00'),
    coalesce(settings ->> 'sendingUntil', '21:00'));
  if v_hours <> app.setting(v_channel.workspace_id, 'hours') then
    insert into public.workspace_settings (workspace_id, kind, version, value)
    values (v_channel.workspace_id, 'hours', 1, v_hours) on conflict do nothing;
  end if;
  return true;
end $$;

alter table public.channels enable row level security;
create policy members_read on public.channels for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.channel_incidents enable row level security;
create policy members_read on public.channel_incidents for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.channels to authenticated;
grant select on public.channel_incidents to authenticated;
grant execute on function app.daily_limit_at(public.channels, timestamptz) to authenticated;
grant execute on function public.configure_default_channel(jsonb) to service_role;
