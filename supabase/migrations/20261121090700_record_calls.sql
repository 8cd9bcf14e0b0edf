-- A call enters: find it or make it, merge what is new, decide, and put its follow-up in the queue.

-- Every record_* answers {outcome, reason?, duplicateOf?, channel?}: channel is set when there may be something to send.

create function app.enqueue_follow_up(p_call public.cloudtalk_calls) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_channel public.channels;
  v_template public.whatsapp_templates;
  v_message bigint;
  v_covering bigint;
  v_code text := p_call.verdict ->> 'code';
  v_reason text := p_call.verdict ->> 'reason';
  v_heard timestamptz := p_call.ended_heard_at;
  v_file public.whatsapp_messages;
begin
  select * into v_contact from public.contacts where id = p_call.contact_id for update;
  -- Of a call that we learn of late, others may have spoken since: a file that came, an ask after a later call.
  select * into v_file from public.whatsapp_messages
  where contact_id = v_contact.id and direction = 'in' and evidence = 'attachment' and created_at > v_heard order by id limit 1;
  select call_id into v_covering from public.whatsapp_messages
  where contact_id = v_contact.id and purpose = 'follow_up' and call_id <> p_call.id and created_at > v_heard
    and app.is_asked(status) order by id limit 1;
  select * into v_channel from public.channels where workspace_id = p_call.workspace_id order by created_at, id limit 1;
  select * into v_template from public.whatsapp_templates where workspace_id = p_call.workspace_id and key = 'follow_up';
  if v_contact.opted_out_at is not null then
    v_code := 'opted_out';
    v_reason := 'The contact asked not to be written to.';
  elsif app.is_unreachable(v_contact) then
    v_code := 'blocked';
    v_reason := 'The contact is blocked or erased.';
  elsif v_channel.id is null or v_template.id is null then
    v_code := 'not_set_up';
    v_reason := 'There is no WhatsApp channel or no follow-up text yet.';
  elsif v_file.id is not null then
    v_code := 'bill_received';
    v_reason := 'The customer sent a file before we asked.';
    update public.cloudtalk_calls set electricity_bill_received = true, electricity_bill_evidence = 'attachment',
      electricity_bill_message_id = v_file.id, electricity_bill_received_at = v_file.created_at
    where id = p_call.id and app.evidence_rank(electricity_bill_evidence) < app.evidence_rank('attachment');
  elsif v_covering is not null then
    v_code := 'covered';
    v_reason := format('Already asked after another call (#%s), so no second message.', v_covering);
    -- What answered that ask answers this call too.
    update public.cloudtalk_calls k set electricity_bill_received = true, electricity_bill_evidence = o.electricity_bill_evidence,
      electricity_bill_message_id = o.electricity_bill_message_id, electricity_bill_received_at = o.electricity_bill_received_at
    from public.cloudtalk_calls o
    where k.id = p_call.id and o.id = v_covering and not k.electricity_bill_received and o.electricity_bill_received;
  else
    insert into public.whatsapp_messages (
      workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status, call_id, template_id,
      recipient, ask_open, due_at, live_until, expires_at, request_id)
    select p_call.workspace_id, v_channel.id, app.conversation(p_call.workspace_id, v_channel.id, v_contact.id),
      v_contact.id, 'out', 'follow_up',
      app.render_template(v_template.body, jsonb_build_object(
        'contact_name', p_call.contact_name, 'agent_name', p_call.agent_name, 'company', p_call.company)),
      'queued', p_call.id, v_template.id, p_call.phone_number, true,
      greatest(v_heard, p_call.created_at), v_heard + interval '30 minutes', v_heard + interval '72 hours', p_call.request_id
    on conflict (workspace_id, contact_id) where ask_open do nothing
    returning id into v_message;
    if v_message is null then
      select call_id into v_covering from public.whatsapp_messages
      where workspace_id = p_call.workspace_id and contact_id = v_contact.id and ask_open;
      v_code := 'covered';
      v_reason := format('Already asked after an earlier call (#%s), so no second message.', v_covering);
    end if;
  end if;
  update public.cloudtalk_calls set
    should_send = v_message is not null, should_send_code = v_code, should_send_reason = v_reason,
    covered_by = v_covering
  where id = p_call.id;
  return case when v_message is null then null else to_jsonb(v_channel.id) end;
end $$;

-- The ask that covered these calls will not leave: the oldest of them asks instead.
create function app.promote_covered(p_call bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
begin
  for v_call in
    with freed as (update public.cloudtalk_calls set covered_by = null where covered_by = p_call returning *)
    select * from freed order by id
  loop
    perform app.enqueue_follow_up(v_call);
  end loop;
end $$;

-- What one call is known by, merged: what cannot change keeps its first wording (two kinds of body write the same
-- time differently), what can takes the newest, a refusal to send stays.
create function app.merge_facts(p_old jsonb, p_new jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select p_old || p_new
    || (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(p_old)
        where key in ('bodyKind', 'callId', 'callUuid', 'direction', 'internalNumber', 'startedAt', 'answeredAt',
                      'endedAt', 'contactName', 'company', 'agentId', 'agentName', 'agentEmail'))
    || jsonb_build_object(
      'customFields', coalesce(p_old -> 'customFields', '{}') || coalesce(p_new -> 'customFields', '{}'),
      'doNotSend', coalesce((p_old ->> 'doNotSend')::boolean, false) or coalesce((p_new ->> 'doNotSend')::boolean, false),
      -- A number that a language model heard gives way to one that the telephone system knows.
      'phone', case when p_new -> 'phone' ->> 'e164' is not null and (p_old -> 'phone' ->> 'e164' is null
                      or (p_old -> 'phone' ->> 'by' = 'voice_agent' and p_new -> 'phone' ->> 'by' <> 'voice_agent'))
                    then p_new -> 'phone' else coalesce(p_old -> 'phone', p_new -> 'phone') end)
$$;

-- Which of two verdicts stands for the merged call: a person's word, a final refusal, then a "send", then what was there.
create function app.merge_verdicts(p_old jsonb, p_new jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select case
    when p_old ->> 'by' = 'staff' then p_old
    when not (p_old ->> 'send')::boolean and (p_old ->> 'final')::boolean then p_old
    when not (p_new ->> 'send')::boolean and (p_new ->> 'final')::boolean then p_new
    when (p_new ->> 'send')::boolean then p_new
    else p_old
  end
$$;

-- Brings the message in line with the verdict: enqueues, or cancels what has not left. Only recorded after that.
create function app.settle_verdict(p_call public.cloudtalk_calls) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_send boolean := (p_call.verdict ->> 'send')::boolean;
  v_message public.whatsapp_messages;
begin
  select * into v_message from public.whatsapp_messages where call_id = p_call.id and purpose = 'follow_up' for update;
  if v_message.id is null and not p_call.ended then
    update public.cloudtalk_calls set should_send = false, should_send_code = 'not_ended',
      should_send_reason = 'We have not heard yet that the call ended.' where id = p_call.id;
  elsif v_message.id is null and v_send and p_call.covered_by is null then
    return app.enqueue_follow_up(p_call);
  elsif not v_send and (v_message.id is null or v_message.status = 'queued') then
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = p_call.verdict ->> 'code', reason = p_call.verdict ->> 'reason' where id = v_message.id;
    update public.cloudtalk_calls set should_send = false, covered_by = null,
      should_send_code = p_call.verdict ->> 'code', should_send_reason = p_call.verdict ->> 'reason' where id = p_call.id;
    if v_message.id is not null then
      perform app.promote_covered(p_call.id);
      return to_jsonb(v_message.channel_id);
    end if;
  end if;
  return null;
end $$;

-- The call of this contact that we found by asking, if this body, which names no call's id, is its webhook come late: the
-- one that ended, or began, at the very time it tells, in UTC or here; else the one that ended within the hour and of which
-- no webhook told us. Null unless it is one.
create function app.found_call(p_workspace uuid, p_value jsonb, p_heard timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  with near as (
    select c.id,
      coalesce(left(regexp_replace(p_value ->> 'endedAt', '\D', '', 'g'), 14) in (
          to_char(c.ended_heard_at at time zone 'UTC', 'YYYYMMDDHH24MISS'),
          to_char(c.ended_heard_at at time zone w.time_zone, 'YYYYMMDDHH24MISS')), false)
        or coalesce(left(regexp_replace(p_value ->> 'startedAt', '\D', '', 'g'), 14)
          = left(regexp_replace(c.started_at, '\D', '', 'g'), 14), false) as is_same_time,
      c.ended_heard_at between p_heard - interval '1 hour' and p_heard + interval '5 minutes'
        and not exists (
          select from public.cloudtalk_call_keys k join public.webhook_requests r on r.id = k.request_id
          where k.call_id = c.id and r.origin = 'webhook') as is_untold
    from public.cloudtalk_calls c join public.workspaces w on w.id = c.workspace_id
    where c.contact_id = app.contact_by(p_workspace, 'phone', p_value -> 'phone' ->> 'e164') and c.body_kind = 'rest'
      and c.workspace_id = p_workspace and (c.cloudtalk_call_uuid is null or p_value ->> 'callUuid' is null))
  select case when count(*) filter (where is_same_time) > 0
    then case when count(*) filter (where is_same_time) = 1 then min(id) filter (where is_same_time) end
    else case when count(*) filter (where is_untold) = 1 then min(id) filter (where is_untold) end end
  from near
$$;

create function app.record_call(p_workspace uuid, p_value jsonb, p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_facts jsonb := jsonb_strip_nulls(jsonb_set(
    p_value - '{type,ended,endedAtUtc,keys,verdict}'::text[], '{phone,by}', p_value -> 'bodyKind'));
  v_phone text := p_value -> 'phone' ->> 'e164';
  -- A call that we had to ask for ended when it ended, not when we asked; nothing ends in the future.
  v_ended_at timestamptz := case when (p_value ->> 'ended')::boolean then least(p_heard, (p_value ->> 'endedAtUtc')::timestamptz) end;
  v_keys text[];
  v_new_id bigint := nextval(pg_get_serial_sequence('public.cloudtalk_calls', 'id'));
  v_id bigint;
  v_first_request bigint;
  v_seen text;
  v_old public.cloudtalk_calls;
  v_call public.cloudtalk_calls;
  v_twin public.cloudtalk_calls;
begin
  select array_agg(
    case when given.key like 'content:%'
      then given.key || ':' || to_char(p_heard at time zone w.time_zone, 'YYYY-MM-DD') else given.key end
    order by given.key)
  into v_keys
  from public.workspaces w, jsonb_array_elements_text(p_value -> 'keys') given (key) where w.id = p_workspace;

  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  select p_workspace, given.key, v_new_id, p_request from unnest(v_keys) given (key)
  on conflict (workspace_id, key) do nothing;
  select call_id, request_id into v_id, v_first_request from public.cloudtalk_call_keys
  where workspace_id = p_workspace and key = any (v_keys) order by call_id limit 1;

  if v_id = v_new_id and p_value ->> 'callId' is null and p_value ->> 'bodyKind' <> 'rest' then
    v_id := coalesce(app.found_call(p_workspace, p_value, p_heard), v_new_id);
    select c.request_id into v_first_request from public.cloudtalk_calls c where c.id = v_id;
  end if;
  v_seen := format('seen:%s:%s', v_id, md5(p_value::text));
  if v_id = v_new_id then
    insert into public.cloudtalk_calls (
      id, workspace_id, contact_id, facts, ended, ended_heard_at, is_weakly_identified, verdict,
      should_send_code, should_send_reason, request_id, created_at, updated_at)
    values (
      v_id, p_workspace, case when v_phone is not null then app.resolve_contact(p_workspace, v_phone, null) end,
      v_facts, (p_value ->> 'ended')::boolean, v_ended_at,
      v_keys[1] like 'content:%', p_value -> 'verdict', 'not_ended', 'We have not heard yet that the call ended.',
      p_request, p_heard, p_heard)
    returning * into v_call;
  else
    update public.cloudtalk_call_keys set call_id = v_id where call_id = v_new_id;
    select * into v_old from public.cloudtalk_calls where id = v_id for update;
    -- This body joins what two others told apart (one knew the id, one the uuid).
    for v_twin in
      with moved as (
        update public.cloudtalk_call_keys set call_id = v_id
        where workspace_id = p_workspace and key = any (v_keys) and call_id <> v_id returning call_id)
      select c.* from public.cloudtalk_calls c where c.id in (
        select call_id from public.cloudtalk_call_keys where workspace_id = p_workspace and key = any (v_keys) and call_id <> v_id)
      order by c.id
    loop
      update public.cloudtalk_calls set facts = app.merge_facts(facts, v_twin.facts),
        verdict = app.merge_verdicts(verdict, v_twin.verdict), ended = ended or v_twin.ended,
        ended_heard_at = least(ended_heard_at, v_twin.ended_heard_at),
        contact_id = coalesce(contact_id, v_twin.contact_id) where id = v_id;
      update public.whatsapp_messages set status = 'cancelled', ask_open = false, reason_code = 'same_call',
        reason = format('It is the same call as #%s.', v_id)
      where call_id = v_twin.id and purpose = 'follow_up' and status = 'queued';
      update public.cloudtalk_calls set should_send = false, should_send_code = 'covered', covered_by = v_id,
        should_send_reason = format('It is the same call as #%s.', v_id) where id = v_twin.id;
    end loop;
    if v_old.id is null then
      return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first_request);
    end if;
    -- The very same body again says nothing new, also after others changed what it said (tags that were added since).
    select request_id into v_first_request from public.cloudtalk_call_keys
    where workspace_id = p_workspace and key = v_seen;
    if found then
      return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first_request);
    end if;
    update public.cloudtalk_calls set
      facts = app.merge_facts(facts, v_facts),
      ended = ended or (p_value ->> 'ended')::boolean,
      ended_heard_at = coalesce(ended_heard_at, v_ended_at),
      -- A fixed line that is not the number we would write to says nothing about that number.
      verdict = app.merge_verdicts(verdict, case
        when p_value -> 'verdict' ->> 'code' = 'fixed_line' and phone_number <> v_phone then verdict
        else p_value -> 'verdict' end),
      contact_id = coalesce(contact_id, case when v_phone is not null then app.resolve_contact(p_workspace, v_phone, null) end)
    where id = v_id returning * into v_call;
    if v_call.facts = v_old.facts and v_call.ended = v_old.ended and v_call.verdict = v_old.verdict then
      return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first_request);
    end if;
    update public.cloudtalk_calls set updated_at = p_heard where id = v_id;
    if v_phone is not null and v_call.phone_number <> v_old.phone_number then
      -- Another number than we thought: what has not left goes to the right one.
      update public.whatsapp_messages set status = 'cancelled', ask_open = false, call_id = null,
        reason_code = 'wrong_number', reason = 'The telephone system named another number for this call.'
      where call_id = v_id and purpose = 'follow_up' and status = 'queued';
      if not exists (select from public.whatsapp_messages where call_id = v_id and purpose = 'follow_up') then
        update public.cloudtalk_calls set contact_id = app.resolve_contact(p_workspace, v_call.phone_number, null)
        where id = v_id returning * into v_call;
      end if;
    end if;
  end if;
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  values (p_workspace, v_seen, v_id, p_request) on conflict do nothing;
  update public.contacts set name = coalesce(name, v_call.contact_name), company = coalesce(company, v_call.company)
  where id = v_call.contact_id and (name is null or company is null);
  if p_value ->> 'endedAtUtc' is not null then
    perform app.note_finding(p_request, jsonb_build_object('call', v_id, 'happenedAt', p_value ->> 'endedAtUtc'));
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', app.settle_verdict(v_call));
end $$;
