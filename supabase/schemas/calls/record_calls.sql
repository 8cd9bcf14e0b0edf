-- A call enters: find it or make it, merge what is new, and settle it.

-- Every record_* answers {outcome, reason?, duplicateOf?, channel?}: channel is set when there may
-- be something to send.

-- The call of this contact that we found by asking, if this body, which names no call's id, is its
-- webhook come late: the one that ended, or began, at the very time it tells, in UTC or here; else
-- the one that ended within the hour and of which no webhook told us. Null unless it is one.
create function app.found_call(p_workspace uuid, p_value jsonb, p_heard timestamptz) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with near as (
      select c.id,
        coalesce(left(regexp_replace(p_value ->> 'endedAt', '\D', '', 'g'), 14) in (
            to_char(c.ended_heard_at at time zone 'UTC', 'YYYYMMDDHH24MISS'),
            to_char(c.ended_heard_at at time zone w.time_zone, 'YYYYMMDDHH24MISS')), false)
          or coalesce(left(regexp_replace(p_value ->> 'startedAt', '\D', '', 'g'), 14)
            = left(regexp_replace(c.started_at, '\D', '', 'g'), 14), false) as is_same_time,
        c.ended_heard_at between p_heard - interval '1 hour' and p_heard + interval '5 minutes'
          and not exists (
            select from public.cloudtalk_call_keys k
              join public.webhook_requests r on r.id = k.request_id
            where k.call_id = c.id and r.origin = 'webhook') as is_untold
      from public.cloudtalk_calls c join public.workspaces w on w.id = c.workspace_id
      where c.contact_id = app.contact_by(p_workspace, 'phone', p_value -> 'phone' ->> 'e164')
        and c.body_kind = 'rest'
        and c.workspace_id = p_workspace and (c.cloudtalk_call_uuid is null
          or p_value ->> 'callUuid' is null))
    select case when count(*) filter (where is_same_time) > 0
      then case when count(*) filter (where is_same_time) = 1
        then min(id) filter (where is_same_time) end
      else case when count(*) filter (where is_untold) = 1
        then min(id) filter (where is_untold) end end
    from near);
end $$;

-- Two rows turned out to be one call: p_call goes on with what the other has begun. What has left,
-- or may have, is p_call's own from here on, with its answers; what waits is withdrawn. True when
-- p_call is to be asked for afresh.
create function app.take_over(p_call bigint, p_twin public.cloudtalk_calls) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint := (select a.id from public.asks a where a.call_id = p_call);
  v_twin public.asks;
  v_left boolean;
  v_reason text := format('It is the same call as #%s.', p_call);
  v_freed boolean;
begin
  select * into v_twin from public.asks a where a.call_id = p_twin.id for update;
  v_left := exists (select from public.whatsapp_messages m
    where m.ask_id = v_twin.id and m.purpose = 'follow_up' and m.send_began_at is not null);
  update public.whatsapp_messages set status = 'cancelled', ask_open = false,
    reason_code = 'same_call', reason = v_reason,
    call_id = case when ask_id = v_ask then null else call_id end,
    ask_id = case when ask_id = v_ask then null else ask_id end
  where ask_id in (v_twin.id, case when v_left then v_ask end) and purpose = 'follow_up'
    and status = 'queued' and send_began_at is null;
  update public.asks set covered_by = null where id = v_ask and covered_by = v_twin.id;
  v_freed := found;
  update public.asks set covered_by = v_ask where covered_by = v_twin.id;
  if v_left and not exists (select from public.whatsapp_messages where ask_id = v_ask
    and purpose = 'follow_up') then
    update public.asks set is_open = false where id = v_twin.id and is_open;
    update public.whatsapp_messages set ask_id = v_ask, call_id = p_call where ask_id = v_twin.id;
    update public.asks set should_send = v_twin.should_send, code = v_twin.code,
      reason = v_twin.reason, covered_by = null, expires_at = v_twin.expires_at,
      is_open = exists (select from public.whatsapp_messages m where m.ask_id = v_ask
        and m.ask_open)
    where id = v_ask;
    v_freed := false;
  end if;
  perform app.share_evidence(v_twin.id, v_ask);
  update public.asks set should_send = false, code = 'covered', covered_by = v_ask,
    reason = v_reason, is_twin = true where id = v_twin.id;
  return v_freed;
end $$;

-- What one body tells of a call, as it is kept.
create function app.facts_of(p_value jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_set(
    p_value - '{type,ended,endedAtUtc,keys,unread,chat,account,line}'::text[]
      || jsonb_build_object('bsuid', p_value -> 'chat' -> 'bsuid'),
    '{phone,by}', p_value -> 'bodyKind'))
$$;

-- Its keys, in order. Who is known by content only is so for a day.
create function app.dated_keys(p_workspace uuid, p_value jsonb, p_heard timestamptz) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  return (select array_agg(
      case when given.key like 'content:%'
        then given.key || ':' || to_char(p_heard at time zone w.time_zone, 'YYYY-MM-DD')
          else given.key end
      order by given.key)
    from public.workspaces w, jsonb_array_elements_text(p_value -> 'keys') given (key)
      where w.id = p_workspace);
end $$;

-- These keys are of p_call: what others held them for (one body knew the id, one the uuid) is that
-- call. True when it is to be asked for afresh.
create function app.join_twins(p_workspace uuid, p_call bigint, p_keys text[]) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_twin public.cloudtalk_calls;
  v_is_another boolean := false;
begin
  for v_twin in
    with moved as (
      update public.cloudtalk_call_keys set call_id = p_call
      where workspace_id = p_workspace and key = any (p_keys) and call_id <> p_call
        returning call_id)
    select c.* from public.cloudtalk_calls c where c.id in (
      select call_id from public.cloudtalk_call_keys where workspace_id = p_workspace
        and key = any (p_keys) and call_id <> p_call)
    order by c.id
  loop
    update public.asks set staff_decision = coalesce(staff_decision, v_twin.staff_decision),
      decided_by = coalesce(decided_by, v_twin.decided_by) where call_id = p_call;
    update public.cloudtalk_calls set facts = app.merge_facts(facts, v_twin.facts),
      ended = ended or v_twin.ended,
      ended_heard_at = least(ended_heard_at, v_twin.ended_heard_at),
      contact_id = coalesce(contact_id, v_twin.contact_id) where id = p_call;
    v_is_another := app.take_over(p_call, v_twin) or v_is_another;
  end loop;
  return v_is_another;
end $$;

-- Another number than we thought: what has not left goes to the right one. True when the call is
-- now another person's.
create function app.correct_number(p_call public.cloudtalk_calls) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint := (select a.id from public.asks a where a.call_id = p_call.id);
begin
  update public.whatsapp_messages set status = 'cancelled', ask_open = false, ask_id = null,
    call_id = null, reason_code = 'wrong_number',
      reason = 'The telephone system named another number for this call.'
  where ask_id = v_ask and purpose = 'follow_up' and status = 'queued';
  if exists (select from public.whatsapp_messages where ask_id = v_ask
    and purpose = 'follow_up') then
    return false;
  end if;
  update public.asks set covered_by = null where id = v_ask and not is_twin;
  update public.cloudtalk_calls k set contact_id = case when k.phone_number is not null
    then app.resolve_contact(k.workspace_id, k.phone_number, null) end
  where k.id = p_call.id;
  -- Whoever has that other number is asked after their own call.
  perform app.promote_covered(v_ask);
  return true;
end $$;

-- The call that these keys are of, and the delivery that told of it first; its own id from now on
-- where nobody told of it before.
create function app.find_call(p_workspace uuid, p_value jsonb, p_keys text[], p_request bigint,
  p_heard timestamptz, out id bigint, out first_request bigint, out is_new boolean)
language plpgsql volatile set search_path = ''
as $$
declare
  v_new_id bigint := nextval(pg_get_serial_sequence('public.cloudtalk_calls', 'id'));
begin
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  select p_workspace, given.key, v_new_id, p_request from unnest(p_keys) given (key)
  on conflict (workspace_id, key) do nothing;
  select k.call_id, k.request_id into id, first_request from public.cloudtalk_call_keys k
  where k.workspace_id = p_workspace and k.key = any (p_keys) order by k.call_id limit 1;
  if id = v_new_id and p_value ->> 'callId' is null and p_value ->> 'bodyKind' <> 'rest' then
    id := coalesce(app.found_call(p_workspace, p_value, p_heard), v_new_id);
    select c.request_id into first_request from public.cloudtalk_calls c where c.id = find_call.id;
  end if;
  is_new := id = v_new_id;
  if not is_new then
    update public.cloudtalk_call_keys k set call_id = find_call.id where k.call_id = v_new_id;
  end if;
end $$;

-- Whose call it is: by the chat that it was in, where it was in one, else by its number. Null: by
-- neither. p_facts: names for who is new.
create function app.caller_of(p_workspace uuid, p_value jsonb, p_facts jsonb default '{}')
  returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone text := p_value -> 'phone' ->> 'e164';
begin
  if p_value ? 'chat' then
    return app.resolve_chat(p_workspace, p_value -> 'chat');
  elsif v_phone is null then
    return null;
  end if;
  return app.resolve_contact(p_workspace, v_phone, null,
    p_name => p_facts ->> 'contactName', p_company => p_facts ->> 'company');
end $$;

-- A call on one of our WhatsApp numbers is a part of the thread there, and whoever called may be
-- answered freely for a while.
create function app.note_chat_call(p_call public.cloudtalk_calls, p_channel uuid,
  p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if p_channel is not null and p_call.contact_id is not null
      and not app.is_erased_contact(p_call.contact_id) then
    perform app.conversation(p_call.workspace_id, p_channel, p_call.contact_id);
    if p_call.direction = 'incoming' then
      perform app.open_window(p_channel, p_call.contact_id, p_at);
    end if;
  end if;
end $$;

-- A call of which nobody told before.
create function app.begin_call(p_id bigint, p_workspace uuid, p_value jsonb, p_facts jsonb,
  p_ended_at timestamptz, p_is_weak boolean, p_request bigint, p_heard timestamptz)
returns public.cloudtalk_calls
language plpgsql volatile set search_path = ''
as $$
declare
  k public.cloudtalk_calls;
begin
  insert into public.cloudtalk_calls (
    id, workspace_id, contact_id, facts, ended, ended_heard_at, is_weakly_identified,
    should_send_code, should_send_reason, request_id, created_at, updated_at)
  values (
    p_id, p_workspace, app.caller_of(p_workspace, p_value, p_facts), p_facts, (p_value ->> 'ended')::boolean, p_ended_at, p_is_weak,
    'not_ended', 'We have not heard yet that the call ended.', p_request, p_heard, p_heard)
  returning * into k;
  return k;
end $$;

-- One more body of a call: what it adds. told: the call now, null where nothing new was said;
-- duplicate_of: the delivery that had said it. is_another: it is to be asked for afresh.
create function app.add_to_call(p_id bigint, p_workspace uuid, p_value jsonb, p_facts jsonb,
  p_ended_at timestamptz, p_keys text[], p_request bigint, p_heard timestamptz,
  out told public.cloudtalk_calls, out is_another boolean, out duplicate_of bigint)
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone text := p_value -> 'phone' ->> 'e164';
  v_seen text := format('seen:%s:%s', p_id, md5(p_value::text));
  v_old public.cloudtalk_calls;
  v_call public.cloudtalk_calls;
begin
  select * into v_old from public.cloudtalk_calls c where c.id = p_id for update;
  is_another := app.join_twins(p_workspace, p_id, p_keys);
  if v_old.id is null then
    return;
  end if;
  -- The very same body again says nothing new, also after others changed what it said (tags that
  -- were added since).
  select k.request_id into duplicate_of from public.cloudtalk_call_keys k
  where k.workspace_id = p_workspace and k.key = v_seen;
  if found then
    return;
  end if;
  update public.cloudtalk_calls c set
    facts = case when c.facts ? 'erased' then c.facts when p_facts ? 'erased'
      then app.without_person(app.merge_facts(c.facts, p_facts))
      else app.merge_facts(c.facts, p_facts) end,
    ended = c.ended or (p_value ->> 'ended')::boolean,
    ended_heard_at = coalesce(c.ended_heard_at, p_ended_at),
    contact_id = coalesce(c.contact_id, app.caller_of(p_workspace, p_value))
  where c.id = p_id returning * into v_call;
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  values (p_workspace, v_seen, p_id, p_request) on conflict do nothing;
  if v_call.facts = v_old.facts and v_call.ended = v_old.ended then
    return;
  end if;
  update public.cloudtalk_calls c set updated_at = p_heard where c.id = p_id;
  if v_phone is not null and v_call.phone_number <> v_old.phone_number then
    is_another := app.correct_number(v_call) or is_another;
    select * into v_call from public.cloudtalk_calls c where c.id = p_id;
  end if;
  told := v_call;
end $$;

-- What a body tells beside the call itself: the person's name, what of it could not be read, when
-- it happened where we had to ask.
create function app.note_beside(p_call public.cloudtalk_calls, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.contacts set name = coalesce(name, p_call.contact_name),
    company = coalesce(company, p_call.company)
  where id = p_call.contact_id and ((name is null and p_call.contact_name is not null)
    or (company is null and p_call.company is not null));
  if p_value ? 'unread' then
    perform app.note_attention(p_call.workspace_id, p_call.contact_id, 'call_half_read', p_heard,
      p_call => p_call.id, p_request => p_request, p_detail => (select string_agg(u, ', ')
        from jsonb_array_elements_text(p_value -> 'unread') u));
  end if;
  if p_value ->> 'endedAtUtc' is not null then
    perform app.note_finding(p_request, jsonb_build_object('call', p_call.id, 'happenedAt',
      p_value ->> 'endedAtUtc'));
  end if;
end $$;

-- p_channel: the number of ours that was called on WhatsApp itself.
create function app.record_call(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz, p_channel uuid default null) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_facts jsonb := app.facts_of(p_value);
  -- A call that we had to ask for ended when it ended, not when we asked; nothing ends in the
  -- future.
  v_ended_at timestamptz := case when (p_value ->> 'ended')::boolean
    then least(p_heard, (p_value ->> 'endedAtUtc')::timestamptz) end;
  v_keys text[] := app.dated_keys(p_workspace, p_value, p_heard);
  v_found record;
  v_added record;
  v_call public.cloudtalk_calls;
  v_is_another boolean := false;
begin
  if app.is_erased(p_workspace, 'phone', p_value -> 'phone' ->> 'e164')
      or app.is_erased(p_workspace, 'bsuid', p_value -> 'chat' ->> 'bsuid') then
    v_facts := app.without_person(v_facts);
  end if;
  v_found := app.find_call(p_workspace, p_value, v_keys, p_request, p_heard);
  if v_found.is_new then
    v_call := app.begin_call(v_found.id, p_workspace, p_value, v_facts, v_ended_at,
      v_keys[1] like 'content:%', p_request, p_heard);
    insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
    values (p_workspace, format('seen:%s:%s', v_call.id, md5(p_value::text)), v_call.id, p_request)
    on conflict do nothing;
  else
    v_added := app.add_to_call(v_found.id, p_workspace, p_value, v_facts, v_ended_at, v_keys,
      p_request, p_heard);
    v_call := v_added.told;
    v_is_another := v_added.is_another;
    if v_call.id is null then
      return jsonb_build_object('outcome', 'duplicate', 'duplicateOf',
        coalesce(v_added.duplicate_of, v_found.first_request));
    end if;
  end if;
  perform app.note_beside(v_call, p_value, p_request, p_heard);
  perform app.note_chat_call(v_call, p_channel, coalesce(v_ended_at, p_heard));
  return jsonb_strip_nulls(jsonb_build_object('outcome', 'processed', 'call', v_call.id, 'channel',
    app.settle_call(v_call, v_is_another),
    'reason', case when v_facts ? 'erased' then 'erased' end));
end $$;
