-- What staff read, as themselves: every function here but the two that search runs with the
-- caller's rights under row-level security. The page is polled, so what it counts has an index:
-- messages by status and open ask, sends by time, and this.
create index cloudtalk_calls_answered on public.cloudtalk_calls (workspace_id,
  electricity_bill_received_at)
  where electricity_bill_received;

-- Messages as staff see them, of a page at once: row-level security asks for the caller's
-- workspaces in each statement.
create function app.messages_json(p_ids bigint[]) returns table (id bigint, message jsonb)
language plpgsql stable rows 40 set search_path = ''
as $$
begin
  return query
    select m.id, jsonb_build_object(
      'id', m.id, 'direction', m.direction, 'purpose', m.purpose, 'kind', m.kind, 'body',
        left(m.body, 2000), 'media', m.media,
      'status', m.status, 'reasonCode', m.reason_code, 'reason', m.reason,
      'contactId', m.contact_id, 'contactName', coalesce(c.name, m.push_name), 'silence',
        app.silence(c),
      -- As app.contact_phone has it.
      'phone', (select i.value from public.contact_identities i
        where i.contact_id = m.contact_id and i.kind = 'phone' order by i.learned_at,
          i.value limit 1),
      'callId', m.call_id, 'channelId', m.channel_id,
      'whatsappId', m.whatsapp_message_id, 'providerMessageId', m.provider_message_id,
      'quotedWhatsappId', m.quoted_whatsapp_id, 'isStop', m.is_stop,
      'machine', case when m.machine_undone_at is null then m.machine_reason end, 'machineUndoneAt',
        m.machine_undone_at,
      'deletedAt', m.deleted_at, 'editedAt', m.edited_at, 'edits', m.edits,
      'editUnreadableAt', m.edit_unreadable_at, 'contentName', m.content_name, 'evidence',
        m.evidence, 'attempt', m.attempt,
      'file', case when m.media is null then null when m.direction = 'in' then (
        select jsonb_build_object('state', f.state, 'reasonCode', f.reason_code, 'mimeType',
          f.mime_type, 'sizeBytes', f.size_bytes)
        from public.whatsapp_media f where f.message_id = m.id)
      else (
        select jsonb_build_object('state', case when a.is_kept then 'stored' else 'missed' end,
          'reasonCode', case when not a.is_kept then 'removed' end, 'mimeType', a.mime_type,
          'sizeBytes', a.size_bytes)
        from public.attachments a where a.message_id = m.id) end,
      'askOpen', m.ask_open, 'createdAt', m.created_at, 'writtenAt', m.written_at,
      'dueAt', m.due_at, 'expiresAt', m.expires_at, 'acceptedAt', m.accepted_at,
      'sentAt', m.sent_at, 'deliveredAt', m.delivered_at, 'readAt', m.read_at, 'failedAt',
        m.failed_at)
    from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
    where m.id = any (p_ids);
end $$;

create function app.calls_json(p_ids bigint[]) returns table (id bigint, call jsonb)
language plpgsql stable rows 40 set search_path = ''
as $$
begin
  return query
    select k.id, jsonb_build_object(
      'id', k.id, 'createdAt', k.created_at,
      -- Before the former when we were not told, but found it ourselves.
      'endedAt', least(k.created_at, k.ended_heard_at), 'phone', k.phone_number, 'phoneRaw',
        k.phone_raw,
      'phoneProblem', k.phone_problem, 'contactId', k.contact_id, 'contactName',
        coalesce(k.contact_name, c.name),
      'silence', case when c.id is not null then app.silence(c) end, 'company',
        coalesce(k.company, c.company), 'agentName', k.agent_name, 'direction', k.direction,
      'talkingSeconds', k.talking_seconds, 'bodyKind', k.body_kind, 'ended', k.ended, 'tags',
        k.tags,
      'shouldSend', k.should_send, 'shouldSendCode', k.should_send_code, 'shouldSendReason',
        k.should_send_reason,
      'ruleName', d.rule_name, 'because', coalesce(d.because, '[]'), 'staffDecision',
        k.staff_decision,
      'coveredBy', k.covered_by, 'coveredAt', (select o.created_at from public.cloudtalk_calls o
        where o.id = k.covered_by),
      'isWeaklyIdentified', k.is_weakly_identified,
      'billReceived', k.electricity_bill_received, 'billEvidence', k.electricity_bill_evidence,
      'billMessageId', k.electricity_bill_message_id, 'billReceivedAt',
        k.electricity_bill_received_at,
      'message', (select jsonb_build_object('id', m.id, 'status', m.status, 'reasonCode',
        m.reason_code, 'reason', m.reason,
          'askOpen', m.ask_open)
        from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'))
    from public.cloudtalk_calls k left join public.contacts c on c.id = k.contact_id
    left join lateral (select x.rule_name, x.because from public.ask_decisions x
      where x.call_id = k.id order by x.id desc limit 1) d on true
    where k.id = any (p_ids);
end $$;

-- Newest first. Planned for the filters it is given: one plan for all of them would read every
-- message of the workspace.
create function app.message_page(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_contact bigint,
    p_search text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_ids bigint[] := case when p_search is null
    then app.message_ids(p_workspace, p_size, p_before, p_direction, p_contact)
    else app.found_messages(p_workspace, p_size, p_before, p_direction, p_search) end;
begin
  return (select coalesce(jsonb_agg(page.message order by page.id desc), '[]')
    from app.messages_json(v_ids) page);
end $$;

-- p_filter: all | answered | waiting | not_messaged | needs
create function app.call_page(p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_ids bigint[] := case when p_search is null
    then app.call_ids(p_workspace, p_size, p_before, p_filter)
    else app.found_calls(p_workspace, p_size, p_before, p_filter, p_search) end;
begin
  return (select coalesce(jsonb_agg(page.call order by page.id desc), '[]')
    from app.calls_json(v_ids) page);
end $$;

-- `before` is the id that the previous page ended with. direction: in | out | null for both.
create function public.list_messages(workspace uuid, page_size integer, before bigint,
  direction text, phone text)
returns jsonb
language sql stable set search_path = ''
as $$
  select app.message_page(workspace, least(greatest(page_size, 1), 200), before, direction,
    case when phone is not null then coalesce(app.contact_by(workspace, 'phone', phone), 0) end,
      null)
$$;

-- When each waiting message is expected to leave, in the claim's own order: pace, cap, hours and
-- expiry included. A message that cannot leave (paused channel) has no time. The answer's time of
-- each send is not known and not counted.
create function app.queue_forecast(p_channel uuid, p_limit integer)
  returns table (message_id bigint, expected_at timestamptz)
language plpgsql stable rows 40 set search_path = ''
as $$
declare
  v_channel public.channels;
  v_paced public.channels;
  v_workspace public.workspaces;
  v_now timestamptz := app.now();
  v_slot timestamptz;
  v_limit integer;
  v_sends timestamptz[];
  v_seen bigint[] := '{}';
  v_at timestamptz;
  v_until timestamptz;
  v_alike boolean;
  v_before integer;
  v_message public.whatsapp_messages;
begin
  select * into v_channel from public.channels where id = p_channel;
  select * into v_workspace from public.workspaces where id = v_channel.workspace_id;
  v_workspace := app.hours_of(v_workspace, v_channel);
  if v_channel.state = 'paused' then
    return query
      select m.id, null::timestamptz from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' order by m.priority, m.due_at,
        m.id limit p_limit;
    return;
  end if;
  v_limit := app.daily_limit_at(v_channel, v_now);
  v_sends := app.recent_sends(p_channel, greatest(v_limit, app.highest_limit(v_channel)), v_now);
  v_slot := greatest(v_now, v_channel.next_slot_at);
  while cardinality(v_seen) < p_limit loop
    v_at := app.next_send_time(
      p_channel, greatest(v_slot, app.cap_frees_at(v_limit, v_sends)), v_workspace, v_seen);
    exit when v_at is null;
    -- One after the other without asking again, as long as the same ones are waiting: open for all,
    -- and nothing falls due.
    v_alike := app.own_zones(v_workspace) = '{}' and app.in_sending_hours(v_at, v_workspace);
    v_until := (select min(m.due_at) from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' and m.due_at > v_at);
    v_before := cardinality(v_seen);
    for v_message in
      select m.* from app.next_to_send(p_channel, v_at, v_workspace, v_seen,
        case when v_alike then p_limit - v_before else 1 end) m
    loop
      if cardinality(v_seen) > v_before then
        v_at := greatest(v_slot, app.cap_frees_at(v_limit, v_sends));
        exit when v_at >= v_until or v_at >= v_message.expires_at
          or not app.in_sending_hours(v_at, v_workspace);
      end if;
      message_id := v_message.id;
      expected_at := v_at;
      return next;
      v_seen := v_seen || v_message.id;
      v_sends := v_sends || v_at;
      v_paced := app.paced(v_channel, v_at);
      v_limit := app.daily_limit_at(v_paced, v_at);
      v_slot := v_at + make_interval(secs => (v_paced.min_interval_ms + v_paced.jitter_ms / 2) /
        1000.0);
    end loop;
    exit when cardinality(v_seen) = v_before;
  end loop;
end $$;

-- The same for staff. Definer: row-level security would be asked four times for each message.
create function app.my_queue_forecast(p_channel uuid, p_limit integer)
  returns table (message_id bigint, expected_at timestamptz)
language plpgsql stable security definer rows 40 set search_path = ''
as $$
begin
  perform app.require_role((select c.workspace_id from public.channels c where c.id = p_channel),
    'agent');
  return query select * from app.queue_forecast(p_channel, p_limit);
end $$;

create function app.channel_json(c public.channels) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'name', c.name, 'vendor', c.vendor, 'state', c.state, 'pauseReason',
        c.pause_reason,
      'pauseDetail', c.pause_detail, 'pausedAt', c.paused_at, 'probeAt', c.probe_at,
      'connectionStatus', c.connection_status, 'connectionStatusAt', c.connection_status_at,
      'minIntervalMs', c.min_interval_ms, 'dailyLimit', app.daily_limit_at(c, (select app.now())),
      'warmUp', case when app.daily_limit_at(c, (select app.now())) < c.daily_limit
        then jsonb_build_object(
        'days', c.warm_up_days, 'fullLimit', c.daily_limit) end, 'nextSlotAt', c.next_slot_at,
      'sentLastDay', (select count(*) from public.whatsapp_send_attempts a
        where a.channel_id = c.id and a.outcome <> 'not_sent'
          -- Once, not a row: what is volatile is no condition of an index (38,000 sends: 50 ms
          -- against 2).
          and a.started_at > (select app.now() - interval '24 hours')),
      'firstLastDay', case when c.daily_limit > 0
        then app.first_contacts_of_day(c.id, app.now()) end,
      'beginLockedUntil', case when c.begin_locked_until > app.now() then c.begin_locked_until end,
      'capFreesAt', case when c.daily_limit > 0
        then nullif(app.cap_frees_at(app.daily_limit_at(c, app.now()),
        app.recent_sends(c.id, app.daily_limit_at(c, app.now()), app.now())), '-infinity') end,
      'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
        and m.status = 'queued'),
      'restore', case when c.pause_reason = 'restored' then app.restore_json(c.id) end,
      'incidents', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', i.id, 'kind', i.kind, 'detail', i.detail, 'openedAt', i.opened_at)
            order by i.id desc), '[]')
        from public.channel_incidents i where i.channel_id = c.id and i.closed_at is null)));
end $$;

-- Sends and first answers of each of the last 14 days, today last, in the workspace's own days.
create function app.days_json(w public.workspaces, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_today date := (p_now at time zone w.time_zone)::date;
  v_from timestamptz := (v_today - 13)::timestamp at time zone w.time_zone;
begin
  return (
    with sent as (
      select (a.started_at at time zone w.time_zone)::date as day, count(*) as n
        from public.whatsapp_send_attempts a
      where a.channel_id in (select c.id from public.channels c where c.workspace_id = w.id)
        and a.outcome <> 'not_sent' and a.started_at >= v_from group by 1),
    answered as (
      select (k.electricity_bill_received_at at time zone w.time_zone)::date as day,
        count(distinct k.contact_id) as n
      from public.cloudtalk_calls k
      where k.workspace_id = w.id and k.electricity_bill_received
        and k.electricity_bill_received_at >= v_from group by 1)
    select jsonb_agg(jsonb_build_object(
      'day', d.day, 'sent', coalesce(sent.n, 0), 'answered', coalesce(answered.n, 0))
        order by d.day)
    from (select v_today - 13 + n as day from generate_series(0, 13) n) d
    left join sent on sent.day = d.day left join answered on answered.day = d.day);
end $$;

-- What a person has to look at, newest first.
create function app.attention_json(p_workspace uuid, p_limit integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object(
      'id', a.id, 'kind', a.kind, 'detail', a.detail, 'at', a.at, 'contactId', a.contact_id,
        'callId', a.call_id,
      'contactName', coalesce(c.name, c.push_name), 'phone', app.contact_phone(a.contact_id),
      'erased', c.erased_at is not null) order by a.id desc), '[]')
    from (select x.* from public.attention x where x.workspace_id = p_workspace
      and x.settled_at is null
      order by x.id desc limit p_limit) a
    left join public.contacts c on c.id = a.contact_id);
end $$;

-- Writers whom we know by no phone, the newest thousand and one (which says that there are more):
-- what is read each five seconds must not grow for ever.
create function app.unmatched_writers(p_workspace uuid) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select c.id from public.contacts c
    cross join lateral (select from public.whatsapp_messages m
      where m.contact_id = c.id and m.direction = 'in' limit 1) written
    where c.workspace_id = p_workspace and not c.phone_known and c.merged_into is null
      and c.dismissed_at is null and c.erased_at is null
    order by c.id desc limit 1001);
end $$;

-- Up to ten thousand and one of each: what is counted each five seconds must not grow for ever.
create function app.totals_json(p_workspace uuid, p_now timestamptz, p_unmatched bigint[])
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'answered', (select count(*) from (select from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and k.electricity_bill_received limit 10001) answered),
    'waiting', (select count(*) from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.ask_open),
    'uncertain', (select count(*) from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.status = 'uncertain'),
    'failed', (select count(*) from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.status = 'failed' and m.acknowledged_at is null),
    'unmatched', cardinality(p_unmatched),
    'attention', (select count(*) from (select from public.attention a
      where a.workspace_id = p_workspace and a.settled_at is null limit 10001) waiting),
    'failedEvents', (select count(*) from public.webhook_requests r
      where r.workspace_id = p_workspace and r.outcome = 'failed'),
    'rejectedEvents', (select count(*) from public.webhook_requests r
      where r.workspace_id = p_workspace and r.outcome = 'rejected'
        and r.received_at > p_now - interval '7 days'));
end $$;

-- Messages that somebody has to decide about: uncertain, failed, of writers whom we do not know.
create function app.open_messages_json(p_workspace uuid, p_size integer, p_unmatched bigint[])
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_uncertain bigint[] := array(
    select m.id from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.status = 'uncertain' order by m.id desc limit p_size);
  v_failed bigint[] := array(
    select m.id from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.status = 'failed' and m.acknowledged_at is null
    order by m.id desc limit p_size);
  -- The newest word of each, a stop before all.
  v_unmatched bigint[] := array(
    select m.id from unnest(p_unmatched) u (contact)
    cross join lateral (select x.id, x.is_stop from public.whatsapp_messages x
      where x.contact_id = u.contact and x.direction = 'in' order by x.is_stop desc,
        x.id desc limit 1) m
    order by m.is_stop desc, m.id desc limit p_size);
begin
  return (
    select jsonb_build_object(
      'uncertain', coalesce(jsonb_agg(page.message order by page.id desc)
        filter (where page.id = any (v_uncertain)), '[]'),
      'failed', coalesce(jsonb_agg(page.message order by page.id desc)
        filter (where page.id = any (v_failed)), '[]'),
      'unmatched', coalesce(jsonb_agg(page.message order by array_position(v_unmatched, page.id))
        filter (where page.id = any (v_unmatched)), '[]'))
    from app.messages_json(v_uncertain || v_failed || v_unmatched) page);
end $$;

create function app.queue_json(p_workspace uuid, p_size integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with forecast as materialized (
      select f.* from public.channels c
      cross join lateral app.my_queue_forecast(c.id, p_size) with ordinality f (message_id,
        expected_at, place)
      where c.workspace_id = p_workspace)
    select coalesce(jsonb_agg(page.message || jsonb_build_object('expectedAt', f.expected_at)
      order by f.place), '[]')
    from forecast f join app.messages_json(array(select message_id from forecast)) page
      on page.id = f.message_id);
end $$;

-- When each of [{source, eventType?}] was heard last.
create function app.sources_json(p_workspace uuid, p_heard jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'source', e.source, 'eventType', e.event_type, 'lastHeardAt', case when e.event_type is null
        then (
        select r.received_at from public.webhook_requests r
        where r.workspace_id = p_workspace and r.source = e.source and r.origin = 'webhook'
        order by r.received_at desc limit 1) else (
        select r.received_at from public.webhook_requests r
        where r.workspace_id = p_workspace and r.source = e.source
          and r.event_type = e.event_type and r.origin = 'webhook'
        order by r.received_at desc limit 1) end)
      order by e.place), '[]')
    from (select h.place, h.item ->> 'source' as source, h.item ->> 'eventType' as event_type
      from jsonb_array_elements(p_heard) with ordinality h (item, place) limit 100) e);
end $$;

-- Everything the first page shows, in one round trip; null for someone who is no member of any
-- workspace. filters: {calls, callsBefore, messages, messagesBefore, search}. Calls and messages
-- bring one row more than asked for when there are older ones. `known` is the stamp of what the
-- reader has: {unchanged: true} where it still holds.
create function public.monitor_snapshot(page_size integer, filters jsonb default '{}',
  heard jsonb default '[]', known text default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  v_now timestamptz := app.now();
  v_unmatched bigint[];
  v_stamp text;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  -- Before anything is read: what is committed after it moves it.
  v_stamp := app.monitor_stamp(v_now);
  if known = v_stamp then
    return jsonb_build_object('unchanged', true);
  end if;
  page_size := least(greatest(page_size, 1), 200);
  v_unmatched := app.unmatched_writers(w.id);
  return jsonb_build_object(
    'now', v_now,
    'stamp', v_stamp,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone,
      'hours', app.hours_json(w, v_now)),
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'channels', (select coalesce(jsonb_agg(app.channel_json(app.paced(c, v_now))
        order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = w.id and c.state <> 'retired'),
    'totals', app.totals_json(w.id, v_now, v_unmatched),
    'alerts', app.alerts_json(w.id, v_now),
    'days', app.days_json(w, v_now),
    'calls', app.call_page(w.id, page_size + 1, (filters ->> 'callsBefore')::bigint,
      coalesce(filters ->> 'calls', 'all'), filters ->> 'search'),
    'messages', app.message_page(w.id, page_size + 1, (filters ->> 'messagesBefore')::bigint,
      filters ->> 'messages', null, filters ->> 'search'),
    'attention', app.attention_json(w.id, page_size),
    'queue', app.queue_json(w.id, page_size),
    'sources', app.sources_json(w.id, heard),
    'gaps', app.gaps_json(w.id, v_now)) || app.open_messages_json(w.id, page_size, v_unmatched);
end $$;

-- What /api/health asks: the newest migration, proof that the database answers and is of this
-- version.
create function public.migration_version() returns text
language sql stable security definer set search_path = ''
as $$ select max(version) from supabase_migrations.schema_migrations $$;

grant execute on function
  app.messages_json(bigint[]), app.calls_json(bigint[]), app.channel_json(public.channels),
  app.message_page(uuid, integer, bigint, text, bigint, text),
  app.call_page(uuid, integer, bigint, text, text), app.days_json(public.workspaces, timestamptz),
  app.my_queue_forecast(uuid, integer), app.attention_json(uuid, integer),
  app.unmatched_writers(uuid), app.totals_json(uuid, timestamptz, bigint[]),
  app.open_messages_json(uuid, integer, bigint[]), app.queue_json(uuid, integer),
  app.sources_json(uuid, jsonb),
  public.monitor_snapshot(integer, jsonb, jsonb, text),
  public.list_messages(uuid, integer, bigint, text, text)
to authenticated;
grant execute on function public.migration_version() to service_role;
