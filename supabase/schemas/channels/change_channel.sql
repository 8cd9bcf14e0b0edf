-- What managers and admins do with channels; each is in the log.

create function app.refuse_retired(c public.channels) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if c.state = 'retired' then
    raise exception using errcode = 'PT409', message = 'This channel is retired.';
  end if;
end $$;

-- Two channels of one account would answer for each other.
create function app.refuse_taken_account(p_vendor text, p_account text, p_except uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if exists (select from public.channels c where c.vendor = p_vendor and c.account = p_account
      and c.state <> 'retired' and c.id is distinct from p_except) then
    raise exception using errcode = 'PT409', detail = 'credentials',
      message = 'Another channel has this account already.';
  end if;
end $$;

-- channel: {id, workspace, vendor, name, account?, sealed, capabilities, pace?}: the credentials were read
-- with the vendor's schemas and sealed for this id. The first channel of a workspace takes the
-- first contacts.
create function public.add_channel(channel jsonb, actor uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid := (channel ->> 'workspace')::uuid;
  c public.channels;
begin
  perform app.require_actor(v_workspace, actor, 'admin');
  perform app.lock_channels(v_workspace);
  perform app.refuse_taken_account(channel ->> 'vendor', channel ->> 'account', null);
  insert into public.channels (id, workspace_id, vendor, name, account, capabilities, max_in_flight,
    configured_at, credentials_version, credentials_set_at, credentials_set_by,
    takes_first_contacts)
  values ((channel ->> 'id')::uuid, v_workspace, channel ->> 'vendor', channel ->> 'name',
    channel ->> 'account', coalesce(channel -> 'capabilities', '{}'),
    coalesce((channel -> 'capabilities' ->> 'maxInFlight')::integer, 1), app.now(), 1, app.now(),
    actor, not exists (select from public.channels x where x.workspace_id = v_workspace
      and x.takes_first_contacts))
  returning * into c;
  perform app.first_pace(c.id, channel -> 'pace');
  insert into public.channel_credentials (channel_id, workspace_id, sealed)
  values (c.id, v_workspace, channel ->> 'sealed');
  perform app.log_action(v_workspace, actor, 'channel_added', 'channel', c.id::text,
    jsonb_build_object('vendor', c.vendor));
  return c.id;
end $$;

-- Other credentials from now on: the next claim leaves with them. What is on its way has left with
-- the old ones, and its events name the old account. Answers the new version.
create function public.set_channel_credentials(channel uuid, sealed text, account text, actor uuid)
  returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_actor(c.workspace_id, actor, 'admin');
  perform app.refuse_retired(c);
  perform app.refuse_taken_account(c.vendor, set_channel_credentials.account, c.id);
  update public.channels x set credentials_version = x.credentials_version + 1,
    credentials_set_at = app.now(), credentials_set_by = actor, uses_environment = false,
    previous_account = case when x.account <> set_channel_credentials.account then x.account
      else x.previous_account end,
    account = coalesce(set_channel_credentials.account, x.account),
    -- What the old ones could not do is tried with these at once.
    probe_at = case when x.pause_reason in ('bad_key', 'plan_ended', 'session_down')
      then app.now() else x.probe_at end
  where x.id = c.id returning x.* into c;
  insert into public.channel_credentials as s (channel_id, workspace_id, sealed)
  values (c.id, c.workspace_id, set_channel_credentials.sealed)
  on conflict (channel_id) do update set sealed = excluded.sealed;
  perform app.log_action(c.workspace_id, actor, 'credentials_changed', 'channel', c.id::text);
  return c.credentials_version;
end $$;

-- pace: {minIntervalMs, jitterMs, dailyLimit, warmUpDays, weekdayPace, hours: weekdays | null},
-- read with its schema.
create function public.set_channel_pace(channel uuid, pace jsonb, actor uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_actor(c.workspace_id, actor, 'manager');
  perform app.refuse_retired(c);
  update public.channels x set
    min_interval_ms = (pace ->> 'minIntervalMs')::integer,
    jitter_ms = (pace ->> 'jitterMs')::integer,
    daily_limit = (pace ->> 'dailyLimit')::integer,
    warm_up_days = (pace ->> 'warmUpDays')::smallint,
    weekday_pace = coalesce(nullif(pace -> 'weekdayPace', 'null'), '{}'),
    hours = nullif(pace -> 'hours', 'null')
  where x.id = c.id returning x.* into c;
  -- A slot of the old pace is no later than the new one allows.
  update public.channels x set next_slot_at = app.now() + app.pause_between(c)
  where x.id = c.id and x.next_slot_at > app.now() + app.pause_between(c)
    and x.held_until is distinct from x.next_slot_at;
  perform app.log_action(c.workspace_id, actor, 'pace_changed', 'channel', c.id::text, pace);
end $$;

-- The answer to a test that a manager asked for: {kind, status?, pause?, message?}.
create function public.record_channel_test(channel uuid, probe jsonb, actor uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_actor(c.workspace_id, actor, 'manager');
  perform app.refuse_retired(c);
  perform app.log_action(c.workspace_id, actor, 'channel_tested', 'channel', c.id::text,
    jsonb_strip_nulls(jsonb_build_object('kind', probe -> 'kind', 'status', probe -> 'status')));
  return public.record_probe(channel, probe);
end $$;

create function public.rename_channel(channel uuid, name text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  if coalesce(length(btrim(rename_channel.name)), 0) not between 1 and 60 then
    raise exception using errcode = 'PT400', detail = 'name',
      message = 'Give it a name of at most 60 characters.';
  end if;
  update public.channels x set name = btrim(rename_channel.name) where x.id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), 'channel_renamed', 'channel', c.id::text,
    jsonb_build_object('before', c.name, 'after', btrim(rename_channel.name)));
end $$;

-- From now on who has no thread yet is written to from here; what waits stays where it is.
create function public.choose_first_contacts(channel uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel;
  perform app.require_role(c.workspace_id, 'manager');
  perform app.lock_channels(c.workspace_id);
  select x.* into c from public.channels x where x.id = channel;
  perform app.refuse_retired(c);
  update public.channels x set takes_first_contacts = false
  where x.workspace_id = c.workspace_id and x.takes_first_contacts and x.id <> c.id;
  update public.channels x set takes_first_contacts = true where x.id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), 'first_contacts_chosen', 'channel',
    c.id::text);
end $$;

-- For the settings: every channel of the workspace, what waits on it, and when its credentials were
-- given and by whom. Never what they are.
create function public.channel_list(workspace uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id, 'name', c.name, 'vendor', c.vendor, 'account', c.account, 'state', c.state,
    'pauseReason', c.pause_reason, 'pausedAt', c.paused_at,
    'connectionStatus', c.connection_status, 'connectionStatusAt', c.connection_status_at,
    'beginLockedUntil', case when c.begin_locked_until > app.now() then c.begin_locked_until end,
    'beginLockedAt', c.begin_locked_at, 'beginLockDetail', c.begin_lock_detail,
    'isEnvironment', c.uses_environment, 'takesFirstContacts', c.takes_first_contacts,
    'showsRead', case when (c.capabilities ->> 'marksRead')::boolean then c.shows_read end,
    'credentialsSetAt', c.credentials_set_at, 'credentialsSetBy', c.credentials_set_by,
    'retiredAt', c.retired_at, 'retiredBy', c.retired_by,
    'standing', (select app.standing_json(s) from public.channel_standing s
      where s.channel_id = c.id),
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'),
    'pace', jsonb_build_object('minIntervalMs', c.min_interval_ms, 'jitterMs', c.jitter_ms,
      'dailyLimit', c.daily_limit, 'warmUpDays', c.warm_up_days, 'weekdayPace', c.weekday_pace,
      'hours', c.hours)) order by c.state = 'retired', c.created_at, c.id), '[]')
  from public.channels c where c.workspace_id = channel_list.workspace
$$;

grant execute on function
  public.rename_channel(uuid, text), public.choose_first_contacts(uuid), public.channel_list(uuid)
to authenticated;
grant execute on function
  public.add_channel(jsonb, uuid), public.set_channel_credentials(uuid, text, text, uuid),
  public.set_channel_pace(uuid, jsonb, uuid), public.record_channel_test(uuid, jsonb, uuid)
to service_role;
