-- What staff read, as themselves: every function here runs with the caller's rights under row-level security.

create function app.message_json(m public.whatsapp_messages) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', m.id, 'direction', m.direction, 'purpose', m.purpose, 'kind', m.kind, 'body', left(m.body, 2000), 'media', m.media,
    'status', m.status, 'reasonCode', m.reason_code, 'reason', m.reason,
    'contactId', m.contact_id, 'contactName', coalesce(c.name, m.push_name), 'phone', app.contact_phone(m.contact_id),
    'callId', m.call_id, 'channelId', m.channel_id,
    'whatsappId', m.whatsapp_message_id, 'providerMessageId', m.provider_message_id,
    'quotedWhatsappId', m.quoted_whatsapp_id, 'isStop', m.is_stop, 'evidence', m.evidence, 'attempt', m.attempt,
    'createdAt', m.created_at, 'dueAt', m.due_at, 'expiresAt', m.expires_at, 'acceptedAt', m.accepted_at,
    'sentAt', m.sent_at, 'deliveredAt', m.delivered_at, 'readAt', m.read_at, 'failedAt', m.failed_at)
  from public.contacts c where c.id = m.contact_id
$$;

create function app.call_json(k public.cloudtalk_calls) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', k.id, 'createdAt', k.created_at, 'phone', k.phone_number, 'phoneRaw', k.phone_raw,
    'phoneProblem', k.phone_problem, 'contactId', k.contact_id, 'contactName', coalesce(k.contact_name, c.name),
    'company', coalesce(k.company, c.company), 'agentName', k.agent_name, 'direction', k.direction,
    'talkingSeconds', k.talking_seconds, 'bodyKind', k.body_kind, 'ended', k.ended, 'tags', k.tags,
    'shouldSend', k.should_send, 'shouldSendCode', k.should_send_code, 'shouldSendReason', k.should_send_reason,
    'coveredBy', k.covered_by, 'isWeaklyIdentified', k.is_weakly_identified,
    'billReceived', k.electricity_bill_received, 'billEvidence', k.electricity_bill_evidence,
    'billMessageId', k.electricity_bill_message_id, 'billReceivedAt', k.electricity_bill_received_at,
    'message', (select jsonb_build_object('id', m.id, 'status', m.status, 'reasonCode', m.reason_code, 'reason', m.reason)
      from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'))
  from (select 1) one left join public.contacts c on c.id = k.contact_id
$$;

-- Newest first; `before` is the id that the previous page ended with. direction: in | out | null for both.
create function public.list_messages(workspace uuid, page_size integer, before bigint, direction text, phone text)
returns jsonb
language sql stable set search_path = ''
as $$
  with contact as materialized (select app.contact_by(list_messages.workspace, 'phone', list_messages.phone) as id)
  select coalesce(jsonb_agg(app.message_json(page) order by page.id desc), '[]') from (
    select m.* from public.whatsapp_messages m
    where m.workspace_id = list_messages.workspace
      and (list_messages.before is null or m.id < list_messages.before)
      and (list_messages.direction is null or m.direction = list_messages.direction)
      and (list_messages.phone is null
        or m.contact_id = (select contact.id from contact))
    order by m.id desc limit least(greatest(page_size, 1), 200)) page
$$;

-- When each waiting message is expected to leave, in the claim's own order: pace, cap, hours and expiry included.
-- A message that cannot leave (paused channel) has no time. The answer's time of each send is not known and not counted.
create function app.queue_forecast(p_channel uuid, p_limit integer) returns table (message_id bigint, expected_at timestamptz)
language plpgsql stable set search_path = ''
as $$
declare
  v_channel public.channels;
  v_workspace public.workspaces;
  v_now timestamptz := app.now();
  v_slot timestamptz;
  v_sends timestamptz[];
  v_seen bigint[] := '{}';
  v_at timestamptz;
  v_message public.whatsapp_messages;
begin
  select * into v_channel from public.channels where id = p_channel;
  select * into v_workspace from public.workspaces where id = v_channel.workspace_id;
  if v_channel.state = 'paused' then
    return query
      select m.id, null::timestamptz from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' order by m.priority, m.due_at, m.id limit p_limit;
    return;
  end if;
  v_sends := app.recent_sends(p_channel, v_channel.daily_limit, v_now);
  v_slot := greatest(v_now, v_channel.next_slot_at);
  for i in 1 .. p_limit loop
    v_at := app.next_send_time(
      p_channel, greatest(v_slot, app.cap_frees_at(v_channel.daily_limit, v_sends)), v_workspace, v_seen);
    exit when v_at is null;
    v_message := app.next_to_send(p_channel, v_at, app.in_sending_hours(v_at, v_workspace), v_seen);
    exit when v_message.id is null;
    message_id := v_message.id;
    expected_at := v_at;
    return next;
    v_seen := v_seen || v_message.id;
    v_sends := v_sends || v_at;
    v_slot := v_at + make_interval(secs => v_channel.min_interval_ms / 1000.0);
  end loop;
end $$;

create function app.channel_json(c public.channels) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', c.id, 'name', c.name, 'provider', c.provider, 'state', c.state, 'pauseReason', c.pause_reason,
    'pauseDetail', c.pause_detail, 'pausedAt', c.paused_at, 'probeAt', c.probe_at,
    'connectionStatus', c.connection_status, 'connectionStatusAt', c.connection_status_at,
    'minIntervalMs', c.min_interval_ms, 'dailyLimit', c.daily_limit, 'nextSlotAt', c.next_slot_at,
    'sentLastDay', (select count(*) from public.whatsapp_send_attempts a
      where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at > app.now() - interval '24 hours'),
    'capFreesAt', case when c.daily_limit > 0 then nullif(app.cap_frees_at(
      c.daily_limit, app.recent_sends(c.id, c.daily_limit, app.now())), '-infinity') end,
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id and m.status = 'queued'),
    'incidents', (select coalesce(jsonb_agg(jsonb_build_object(
        'id', i.id, 'kind', i.kind, 'detail', i.detail, 'openedAt', i.opened_at) order by i.id desc), '[]')
      from public.channel_incidents i where i.channel_id = c.id and i.closed_at is null))
$$;

-- Everything the first page shows, in one round trip; null for someone who is no member of any workspace.
create function public.monitor_snapshot(page_size integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  return jsonb_build_object(
    'now', app.now(),
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone,
      'sendingFrom', to_char(w.sending_from, 'HH24:MI'), 'sendingUntil', to_char(w.sending_until, 'HH24:MI')),
    'role', (select m.role from public.memberships m where m.workspace_id = w.id and m.user_id = (select auth.uid())),
    'channels', (select coalesce(jsonb_agg(app.channel_json(c) order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = w.id),
    'totals', jsonb_build_object(
      'answered', (select count(*) from public.cloudtalk_calls k where k.workspace_id = w.id and k.electricity_bill_received),
      'waiting', (select count(*) from public.whatsapp_messages m where m.workspace_id = w.id and m.ask_open),
      'uncertain', (select count(*) from public.whatsapp_messages m where m.workspace_id = w.id and m.status = 'uncertain'),
      'failed', (select count(*) from public.whatsapp_messages m where m.workspace_id = w.id and m.status = 'failed'
        and m.acknowledged_at is null),
      'unmatched', (select count(*) from public.contacts c where c.workspace_id = w.id and c.merged_into is null
        and not exists (select from public.contact_identities i where i.contact_id = c.id and i.kind = 'phone')
        and exists (select from public.whatsapp_messages m where m.contact_id = c.id and m.direction = 'in')),
      'deadLettered', (select count(*) from public.webhook_requests r
        where r.workspace_id = w.id and r.outcome = 'failed')),
    'calls', (select coalesce(jsonb_agg(app.call_json(page) order by page.id desc), '[]') from (
      select k.* from public.cloudtalk_calls k where k.workspace_id = w.id order by k.id desc limit page_size) page),
    'messages', public.list_messages(w.id, page_size, null, null, null),
    'uncertain', (select coalesce(jsonb_agg(app.message_json(page) order by page.id desc), '[]') from (
      select m.* from public.whatsapp_messages m where m.workspace_id = w.id and m.status = 'uncertain'
      order by m.id desc limit page_size) page),
    'queue', (select coalesce(jsonb_agg(
        app.message_json(m) || jsonb_build_object('expectedAt', f.expected_at) order by f.place), '[]')
      from public.channels c
      cross join lateral app.queue_forecast(c.id, page_size) with ordinality f (message_id, expected_at, place)
      join public.whatsapp_messages m on m.id = f.message_id where c.workspace_id = w.id),
    'sources', (select coalesce(jsonb_agg(jsonb_build_object(
        'source', e.source, 'eventType', e.event_type, 'lastHeardAt', case when e.event_type is null then (
          select r.received_at from public.webhook_requests r
          where r.workspace_id = w.id and r.source = e.source order by r.received_at desc limit 1) else (
          select r.received_at from public.webhook_requests r
          where r.workspace_id = w.id and r.source = e.source and r.event_type = e.event_type
          order by r.received_at desc limit 1) end)
        order by e.place), '[]')
      from (values
        (1, 'cloudtalk', null), (2, 'wasender', null), (3, 'wasender', 'messages.received'),
        (4, 'wasender', 'messages.upsert'), (5, 'wasender', 'messages.update'), (6, 'wasender', 'message.sent'),
        (7, 'wasender', 'session.status')) e (place, source, event_type)));
end $$;

-- What /api/health asks: the newest migration, proof that the database answers and is of this version.
create function public.migration_version() returns text
language sql stable security definer set search_path = ''
as $$ select max(version) from supabase_migrations.schema_migrations $$;
