-- decide -> claim -> send -> settle. Postgres holds the pace; whoever sends is replaceable.

-- The next p_limit messages that may leave at p_at, each by its contact's hours. The forecast asks
-- the same function, so it shows the claim's real order. A live follow-up may leave at any hour:
-- the customer has just hung up.
create function app.next_to_send(p_channel uuid, p_at timestamptz, w public.workspaces,
  p_except bigint[], p_limit integer default 1)
returns setof public.whatsapp_messages
language plpgsql stable rows 1 set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_open boolean := app.in_sending_hours(p_at, w);
  v_zones text[] := app.own_zones(w);
  v_open_zones text[] := '{}';
  v_may_begin boolean := not exists (select from public.channels c where c.id = p_channel
    and c.begin_locked_until > p_at);
begin
  if v_zones <> '{}' then
    v_open_zones := array(select z.name from unnest(v_zones) z (name)
      where app.in_sending_hours(p_at, w, z.name));
  end if;
  return query
    select m.* from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
    where m.channel_id = p_channel and m.status = 'queued' and m.due_at <= p_at
      and m.expires_at > p_at
      -- Closed for all: a queue that waits for the morning is not joined with its contacts.
      and (m.live_until > p_at or v_open or v_open_zones <> '{}')
      and (m.live_until > p_at or case when c.time_zone = any (v_zones)
        then c.time_zone = any (v_open_zones) else v_open end)
      -- Who asked us to stop is told once that we have.
      and (c.opted_out_at is null or m.purpose = 'consent_notice') and c.blocked_at is null
        and c.erased_at is null
      and m.id <> all (p_except)
      -- Nothing is repeated to whom somebody has to look at first.
      and (v_may_begin or app.has_begun(p_channel, m.contact_id))
      and (m.reminder_of is null or not app.awaits_look(m.contact_id))
    order by m.priority, m.due_at, m.id limit p_limit;
end $$;

-- The last sends that count against the cap, oldest first: one a call that may have gone out.
create function app.recent_sends(p_channel uuid, p_limit integer, p_at timestamptz)
  returns timestamptz[]
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(started_at order by started_at), '{}') from (
      select started_at from public.whatsapp_send_attempts
      where channel_id = p_channel and outcome <> 'not_sent'
        and started_at > p_at - interval '24 hours'
      order by started_at desc limit p_limit) recent);
end $$;

-- When the cap lets the next one go, given the sends of the last day.
create function app.cap_frees_at(p_limit integer, p_sends timestamptz[]) returns timestamptz
language plpgsql immutable set search_path = ''
as $$
begin
  return case when p_limit > 0 and cardinality(p_sends) >= p_limit
    then p_sends[cardinality(p_sends) - p_limit + 1] + interval '24 hours' else '-infinity' end;
end $$;

-- An attempt whose worker died: nobody knows whether it reached the customer. The channel is free
-- one interval later.
create function app.free_leases(p_channel public.channels, p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_attempt public.whatsapp_send_attempts;
  v_freed integer := 0;
begin
  for v_attempt in
    update public.whatsapp_send_attempts set outcome = 'uncertain', code = 'worker_died',
      finished_at = p_at
    where channel_id = p_channel.id and outcome = 'in_flight' and lease_until <= p_at returning *
  loop
    v_freed := v_freed + 1;
    update public.whatsapp_messages set status = 'uncertain', reason_code = 'worker_died',
      reason = 'The send was cut off, so we do not know whether it arrived.'
    where id = v_attempt.message_id and attempt = v_attempt.attempt and status = 'sending';
    -- No doubt about the message where an earlier attempt is known to have been accepted.
    perform app.raise_status(v_attempt.message_id, 'accepted', p_at, null, null)
    where exists (select from public.whatsapp_send_attempts a
      where a.message_id = v_attempt.message_id and a.outcome = 'accepted');
    update public.channels set next_slot_at = greatest(
      next_slot_at, v_attempt.lease_until + app.pause_between(p_channel)) where id = p_channel.id;
  end loop;
  return v_freed;
end $$;

-- At most p_limit, those due longest first; the next claim or tick goes on.
create function app.expire_due(p_channel uuid, p_at timestamptz, p_limit integer default 500)
  returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint;
  v_purpose text;
  v_expired integer := 0;
begin
  if app.is_comparing(p_channel) then
    return 0;
  end if;
  for v_ask, v_purpose in
    update public.whatsapp_messages set status = 'expired', ask_open = false,
      reason_code = 'expired',
      reason = 'It could not leave in time and would be too late to be useful.'
    where id = any (array(
      select m.id from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued'
        and m.expires_at <= p_at order by m.expires_at limit p_limit))
    returning ask_id, purpose
  loop
    v_expired := v_expired + 1;
    if v_purpose = 'follow_up' then
      perform app.promote_covered(v_ask);
    end if;
  end loop;
  return v_expired;
end $$;

-- The gap between two sends of a channel that has no pace of ours, where its vendor allows so many a
-- second (capabilities.perSecond); null where it names none. Longer by what may come in between
-- here and there, so that no second over there sees more than were sent in one here.
create function app.slot_gap(p_channel public.channels) returns interval
language plpgsql immutable set search_path = ''
as $$
begin
  return case when p_channel.min_interval_ms + p_channel.jitter_ms = 0
    then interval '1015 milliseconds'
      / nullif((p_channel.capabilities ->> 'perSecond')::integer, 0) end;
end $$;

-- When a paced channel may send next, and how many then: none or less where all that may be in
-- flight is. Where slots are a few ms apart (app.slot_gap) those of the next quarter second are
-- taken together, a little ahead: whoever sends keeps to each one's moment.
create function app.next_turn(p_channel public.channels, p_at timestamptz, p_in_flight integer,
  out opens_at timestamptz, out room integer)
language plpgsql stable set search_path = ''
as $$
declare
  v_limit integer := app.daily_limit_at(p_channel, p_at);
  v_gap interval := app.slot_gap(p_channel);
  v_sends timestamptz[];
begin
  opens_at := greatest(p_at, p_channel.next_slot_at
    - case when v_gap is null then interval '0' else interval '200 milliseconds' end);
  -- The interval runs from an answer: where there is one, nothing is in flight beside it.
  room := case when p_channel.min_interval_ms + p_channel.jitter_ms > 0 then 1
    else p_channel.max_in_flight end - p_in_flight;
  if v_gap is not null then
    room := least(room, greatest(1, floor(extract(epoch from interval '250 milliseconds')
      / extract(epoch from v_gap))::integer));
  end if;
  if v_limit > 0 then
    v_sends := app.recent_sends(p_channel.id, v_limit, p_at);
    opens_at := greatest(opens_at, app.cap_frees_at(v_limit, v_sends));
    -- One that leaves the moving day while it is waited for makes room for one.
    room := least(room, greatest(1, v_limit - cardinality(v_sends)));
  end if;
  if room <= 0 then
    -- The slot is armed again with the answer, which is not here yet.
    opens_at := greatest(opens_at, p_at + interval '250 milliseconds');
  end if;
end $$;

-- What leaves now where several may be in flight: never two of one contact, which could arrive in
-- either order. What else waits for whom is being written to is passed over, however much it is.
create function app.messages_for_turn(p_channel public.channels, p_at timestamptz,
  w public.workspaces, p_room integer)
returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_busy bigint[] := array(select m.contact_id from public.whatsapp_send_attempts a
    join public.whatsapp_messages m on m.id = a.message_id
    where a.channel_id = p_channel.id and a.outcome = 'in_flight');
begin
  return array(
    select o.id from (
      select distinct on (m.contact_id) m.* from app.next_to_send(p_channel.id, p_at, w,
        array(select q.id from public.whatsapp_messages q where q.contact_id = any (v_busy)
          and q.channel_id = p_channel.id and q.direction = 'out' and q.status = 'queued'),
        4 * p_room) m
      order by m.contact_id, m.priority, m.due_at, m.id) o
    order by o.priority, o.due_at, o.id limit p_room);
end $$;

-- Nothing leaves before p_from: {action: wait, ms} or {action: idle, nextAt?}.
--
-- A worker lives for a minute or so, and the clock sends a fresh one each minute. The fresh one
-- takes the place of a waiter that ends 30 s or more before it: otherwise it would go home, the old
-- one would end, and nobody would send until the next tick (measured with an interval of 5 s: 45 of
-- 120 s unused).
create function app.wait_for_turn(p_channel public.channels, p_now timestamptz,
  p_from timestamptz, w public.workspaces, p_max_wait_ms integer, p_worker uuid)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := app.next_send_time(p_channel.id, p_from, w, '{}');
  v_ends timestamptz := p_now + make_interval(secs => p_max_wait_ms / 1000.0);
begin
  if v_at is null then
    return '{"action": "idle"}';
  elsif v_at > v_ends or (p_channel.waiter <> p_worker
      and p_channel.waiter_until between p_now and v_at + interval '2 seconds'
      and p_channel.waiter_ends_at > v_ends - interval '30 seconds') then
    return jsonb_build_object('action', 'idle', 'nextAt', v_at);
  end if;
  update public.channels set waiter = p_worker, waiter_until = v_at + interval '2 seconds',
    waiter_ends_at = v_ends
  where id = p_channel.id;
  return jsonb_build_object('action', 'wait', 'ms',
    ceil(extract(epoch from v_at - p_now) * 1000));
end $$;

-- They are in flight from here on, each under its lease.
create function app.take_messages(p_channel public.channels, p_messages bigint[],
  p_at timestamptz, p_worker uuid)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_claimed jsonb;
  v_lease interval := interval '60 seconds';
  v_gap interval := app.slot_gap(p_channel);
  v_slot timestamptz := greatest(p_at, p_channel.next_slot_at);
begin
  with taken as (
    update public.whatsapp_messages set
      status = 'sending', attempt = attempt + 1, send_began_at = coalesce(send_began_at, p_at),
        reason_code = null, reason = null
    where id = any (p_messages) and status = 'queued' returning id, attempt, recipient, body,
      content, quoted_whatsapp_id),
  tried as (
    insert into public.whatsapp_send_attempts (workspace_id, channel_id, message_id, attempt,
      started_at, lease_until)
    select p_channel.workspace_id, p_channel.id, id, attempt, p_at, p_at + v_lease from taken)
  select jsonb_agg(jsonb_build_object('id', id, 'attempt', attempt,
      'content', coalesce(content, jsonb_build_object('kind', 'text', 'text', body)))
    || app.whom_json(recipient, quoted_whatsapp_id)
    || case when v_gap is null then '{}'::jsonb else jsonb_build_object('startInMs',
      round(extract(epoch from v_slot - p_at
        + v_gap * (array_position(p_messages, id) - 1)) * 1000, 1)) end
    order by array_position(p_messages, id)) into v_claimed from taken;
  update public.channels set
    waiter_until = case when waiter = p_worker then null else waiter_until end,
    warm_up_began_at = coalesce(warm_up_began_at, p_at),
      next_slot_at = case when v_gap is null then p_at + app.pause_between(p_channel)
        else v_slot + v_gap * cardinality(p_messages) end
  where id = p_channel.id;
  return jsonb_build_object('action', 'claimed', 'messages', coalesce(v_claimed, '[]'),
    'access', app.access_json(p_channel)) || case when v_gap is null then '{}'::jsonb
      else jsonb_build_object('perSecond', p_channel.capabilities -> 'perSecond') end;
end $$;

-- Takes what is next to send: one message where there is a pace, else as many as may be in flight
-- and the cap allows. {action: claimed, messages: [{id, attempt, to, content, startInMs?}], access
-- (whose credentials they leave with, see access_json), perSecond?} · {action: wait, ms} (to one
-- waiting worker a channel, never longer than max_wait_ms, its own time) · {action: idle, nextAt?}
--
-- Generic plans: with a list's length known, a plan made anew each time looks cheaper, and making
-- it takes half the call.
create function public.claim_messages(channel uuid, max_wait_ms integer,
  worker uuid default gen_random_uuid()) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_channel public.channels;
  v_workspace public.workspaces;
  v_now timestamptz;
  v_at timestamptz;
  v_in_flight integer;
  v_has_dead boolean;
  v_turn record;
  v_messages bigint[] := '{}';
begin
  select * into v_channel from public.channels where id = channel for no key update;
  -- Only now: the lock may have been waited for.
  v_now := app.now();
  if v_channel.id is null then
    return '{"action": "idle"}';
  end if;
  -- A nudge may come before the clock does.
  if v_channel.ticked_at < v_now - interval '15 minutes' and app.heed_restore(v_channel, v_now) then
    return '{"action": "idle", "paused": "restored"}';
  end if;
  select count(*), coalesce(bool_or(a.lease_until <= v_now), false) into v_in_flight, v_has_dead
  from public.whatsapp_send_attempts a where a.channel_id = channel and a.outcome = 'in_flight';
  if v_has_dead then
    v_in_flight := v_in_flight - app.free_leases(v_channel, v_now);
    select * into v_channel from public.channels where id = channel;
  end if;
  -- Looked at first: nearly always there is nothing to expire, and an update that finds nothing
  -- costs five times as much.
  if (select min(m.expires_at) from public.whatsapp_messages m
      where m.channel_id = channel and m.status = 'queued') <= v_now then
    perform app.expire_due(channel, v_now);
  end if;
  if v_channel.state <> 'active' then
    return jsonb_build_object('action', 'idle', 'paused',
      coalesce(v_channel.pause_reason, 'retired'));
  end if;
  select * into v_workspace from public.workspaces where id = v_channel.workspace_id;
  v_workspace := app.hours_of(v_workspace, v_channel);
  v_channel := app.paced(v_channel, v_now);
  v_turn := app.next_turn(v_channel, v_now, v_in_flight);
  v_at := v_turn.opens_at;
  -- The last moment is waited for here, where the clock is that counts: a round trip later would be
  -- late.
  if v_at > v_now and v_at <= v_now + interval '25 milliseconds' and max_wait_ms >= 25 then
    perform pg_catalog.pg_sleep(extract(epoch from v_at - v_now));
    v_now := app.now();
  end if;
  if v_at <= v_now then
    v_messages := app.pick_messages(v_channel, v_now, v_workspace, v_turn.room, v_in_flight);
    -- What is due may be for people who are being written to.
    v_at := case when v_in_flight > 0 then v_now + interval '250 milliseconds' else v_at end;
  end if;
  return case when v_messages = '{}'
    then app.wait_for_turn(v_channel, v_now, v_at, v_workspace, max_wait_ms, worker)
    else app.take_messages(v_channel, v_messages, v_now, worker) end;
end $$;

-- One channel's part of a tick. {freed, expired, hasQueue, isRestored, probe}
create function app.tick_channel(p_channel uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_channel public.channels;
  v_now timestamptz;
  v_freed integer;
  v_expired integer;
  v_probe boolean;
begin
  select * into v_channel from public.channels where id = p_channel for no key update;
  v_now := app.now();
  if app.heed_restore(v_channel, v_now) then
    select * into v_channel from public.channels where id = p_channel;
  end if;
  v_probe := v_channel.state = 'paused' and coalesce(v_channel.probe_at <= v_now, false);
  v_freed := app.free_leases(v_channel, v_now);
  v_expired := app.expire_due(p_channel, v_now);
  update public.channels set ticked_at = v_now,
    -- The next probe is set before this one runs: a probe that dies is not repeated at once.
    probe_count = probe_count + case when v_probe then 1 else 0 end,
    probe_at = case when v_probe then v_now + app.back_off(interval '30 seconds', probe_count)
      else probe_at end
  where id = p_channel;
  return jsonb_build_object('freed', v_freed, 'expired', v_expired, 'probe', v_probe,
    'isRestored', v_channel.state = 'paused' and v_channel.pause_reason = 'restored',
    'hasQueue', v_channel.state = 'active' and exists (select from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' order by m.priority, m.due_at,
        m.id limit 1));
end $$;

-- The scheduler's housekeeping: frees leases, expires, queues reminders; says what a worker should
-- do now. A channel whose part fails is told in `errors` and keeps no other from its own. {freed,
-- expired, reminded, channels: [id], probes: [id], binds: [{message, providerMessageId}],
-- isRestored, errors: [text]}
create function public.tick() returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel uuid;
  v_part jsonb;
  v_freed integer := 0;
  v_expired integer := 0;
  v_reminded integer := 0;
  v_channels uuid[] := '{}';
  v_probes uuid[] := '{}';
  v_errors text[] := '{}';
  v_is_restored boolean := false; v_binds jsonb;
begin
  -- At first: people are locked on the way.
  perform from public.channels order by id for no key update;
  perform app.move_all_beginnings();
  for v_channel in select id from public.channels order by id loop
    begin
      v_reminded := v_reminded + app.queue_reminders(v_channel);
      perform app.note_unconfirmed(v_channel);
    exception when others then
      v_errors := v_errors || format('reminders of channel %s: %s %s', v_channel, sqlstate,
        sqlerrm);
    end;
    begin
      v_part := app.tick_channel(v_channel);
    exception when others then
      v_errors := v_errors || format('channel %s: %s %s', v_channel, sqlstate, sqlerrm);
      continue;
    end;
    v_freed := v_freed + (v_part ->> 'freed')::integer;
    v_expired := v_expired + (v_part ->> 'expired')::integer;
    v_is_restored := v_is_restored or (v_part ->> 'isRestored')::boolean;
    if (v_part ->> 'hasQueue')::boolean then
      v_channels := v_channels || v_channel;
    end if;
    if (v_part ->> 'probe')::boolean then
      v_probes := v_probes || v_channel;
    end if;
  end loop;
  begin
    perform app.look_at_albums();
  exception when others then
    v_errors := v_errors || format('albums: %s %s', sqlstate, sqlerrm);
  end;
  with due as (
    select id from public.whatsapp_messages where bind_at <= app.now() order by bind_at limit 50
      for update skip locked),
  taken as (
    update public.whatsapp_messages m set bind_tries = bind_tries + 1,
      bind_at = case when bind_tries < 7 then app.now() + interval '30 seconds' * power(3,
        bind_tries) end
    from due where m.id = due.id and m.whatsapp_message_id is null
    returning m.id, m.provider_message_id, m.channel_id)
  select coalesce(jsonb_agg(jsonb_build_object(
    'message', id, 'providerMessageId', provider_message_id, 'channel', channel_id)),
      '[]') into v_binds from taken;
  return jsonb_build_object('freed', v_freed, 'expired', v_expired, 'reminded', v_reminded,
    'channels', to_jsonb(v_channels), 'probes', to_jsonb(v_probes), 'binds', v_binds, 'isRestored',
      v_is_restored,
    'errors', to_jsonb(v_errors));
end $$;

-- info: {whatsappId, status?, chat: {phone, lid}}, the provider's answer about one accepted
-- message.
create function public.bind_message(message bigint, info jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  -- It may join two people.
  perform app.lock_channels(m.workspace_id) from public.whatsapp_messages m where m.id = message;
  select * into v_message from public.whatsapp_messages where id = message for update;
  if v_message.id is null or not app.bind_message(message, info ->> 'whatsappId', null, app.now())
    then
    return false;
  end if;
  perform app.raise_status(message, info ->> 'status', app.now(), 'provider_failed',
    'WhatsApp reports an error.')
  where info ->> 'status' is not null;
  perform app.resolve_contact(v_message.workspace_id, v_message.recipient, info -> 'chat' ->> 'lid')
  where info -> 'chat' ->> 'lid' is not null;
  return true;
end $$;

-- probe: {kind: status, status} · {kind: refused, pause, message} · {kind: unknown}
create function public.record_probe(channel uuid, probe jsonb) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
begin
  select * into v_channel from public.channels where id = channel for no key update;
  if probe ->> 'kind' = 'status' then
    update public.channels set connection_status = probe ->> 'status',
      connection_status_at = app.now() where id = channel;
    if probe ->> 'status' = 'connected' then
      perform app.try_channel(v_channel);
    elsif probe ->> 'status' not in ('connected', 'connecting') then
      perform app.pause_channel(channel, 'session_down', 'WhatsApp says: ' || (probe ->> 'status'),
        app.now())
      where v_channel.state = 'paused';
    end if;
  elsif (probe ->> 'untold')::boolean then
    perform app.try_channel(v_channel);
  elsif probe ->> 'kind' = 'refused' then
    perform app.pause_channel(channel, probe ->> 'pause', probe ->> 'message', app.now());
  end if;
  return (select state from public.channels where id = channel);
end $$;

grant execute on function
  app.recent_sends(uuid, integer, timestamptz), app.cap_frees_at(integer, timestamptz[]),
  app.next_send_time(uuid, timestamptz, public.workspaces, bigint[]),
  app.next_to_send(uuid, timestamptz, public.workspaces, bigint[], integer)
to authenticated;
grant execute on function
  public.claim_messages(uuid, integer, uuid), public.tick(), public.bind_message(bigint, jsonb),
  public.record_probe(uuid, jsonb)
to service_role;
