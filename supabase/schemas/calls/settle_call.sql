-- What becomes of a decision: a follow-up in the queue, another one, or none.

-- Puts the follow-up of a call that the rules let through in the queue, unless the person's side
-- keeps it from going out. Under the contact's lock; the call's decision is in p_call.decision. The
-- channel, if something waits there now.
create function app.enqueue_follow_up(p_call public.cloudtalk_calls) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_channel uuid;
  v_message bigint;
  v_covering bigint;
  v_guard jsonb;
  v_by_staff boolean := p_call.decision ->> 'code' = 'staff_send';
  v_times jsonb := app.follow_up_times(p_call.decision, p_call.ended_heard_at, p_call.created_at);
begin
  select * into v_contact from public.contacts where id = p_call.contact_id for update;
  v_guard := app.check_guards(p_call.workspace_id, v_contact, p_call.id, p_call.ended_heard_at,
    p_call.decision ->> 'template', v_by_staff,
    p_call.facts);
  if v_guard is null then
    -- An older ask that nobody answered gives way, and what would have reminded of it. Looked at
    -- first: there seldom is one.
    perform from public.whatsapp_messages
    where contact_id = v_contact.id and (ask_open or (purpose = 'reminder' and status = 'queued'))
      limit 1;
    if found then
      update public.whatsapp_messages set ask_open = false where contact_id = v_contact.id
        and ask_open;
      update public.whatsapp_messages set status = 'cancelled', reason_code = 'covered',
        reason = 'A later call asks already.'
      where contact_id = v_contact.id and purpose = 'reminder' and status = 'queued';
    end if;
    v_channel := app.channel_for(v_contact.id, 'follow_up');
    insert into public.whatsapp_messages (
      workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
        call_id, template_id,
      recipient, ask_open, priority, due_at, live_until, expires_at, request_id)
    select p_call.workspace_id, v_channel, app.conversation(p_call.workspace_id, v_channel,
      v_contact.id),
      v_contact.id, 'out', 'follow_up', app.follow_up_text(p_call, t.body), 'queued', p_call.id,
        t.id, p_call.phone_number, true,
      (v_times ->> 'priority')::smallint, (v_times ->> 'dueAt')::timestamptz,
        (v_times ->> 'liveUntil')::timestamptz,
      (v_times ->> 'expiresAt')::timestamptz, p_call.request_id
    from public.whatsapp_templates t where t.workspace_id = p_call.workspace_id
      and t.key = p_call.decision ->> 'template'
    returning id into v_message;
  elsif v_guard ->> 'code' = 'covered' then
    v_covering := (v_guard ->> 'coveredBy')::bigint;
  end if;
  update public.cloudtalk_calls set
    decision = p_call.decision, should_send = v_message is not null, covered_by = v_covering,
    should_send_code = coalesce(v_guard, p_call.decision) ->> 'code',
      should_send_reason = coalesce(v_guard, p_call.decision) ->> 'reason'
  where id = p_call.id;
  if v_guard ->> 'file' is not null then
    perform app.note_evidence(p_call.id, 'attachment', m.id, null, m.written_at)
    from public.whatsapp_messages m where m.id = (v_guard ->> 'file')::bigint;
  elsif v_guard ? 'isLater' then
    -- What answered that ask answers this call too.
    perform app.share_evidence(v_covering, p_call.id);
  end if;
  return to_jsonb(v_channel);
end $$;

create function app.follow_up_text(p_call public.cloudtalk_calls, p_template text) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return app.render_template(p_template, jsonb_build_object(
    'contact_name', p_call.contact_name, 'agent_name', p_call.agent_name, 'company',
      p_call.company));
end $$;

-- Brings the call's decision and its message in line with what is known now: enqueues, changes or
-- cancels what has not left. Only recorded after that. p_afresh: also if the person's side stood in
-- the way before.
create function app.settle_call(p_call public.cloudtalk_calls, p_afresh boolean default false)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_old jsonb := p_call.decision;
  v_send boolean;
  v_message public.whatsapp_messages;
begin
  p_call.decision := app.decide_call(p_call);
  v_send := (p_call.decision ->> 'send')::boolean;
  select * into v_message from public.whatsapp_messages where call_id = p_call.id
    and purpose = 'follow_up' for update;
  if v_send and p_call.ended and v_message.status = 'cancelled' and v_message.send_began_at is null
      and not p_call.should_send and v_message.reason_code = p_call.should_send_code then
    -- It was the rules that withdrew it: a new one takes its place.
    update public.whatsapp_messages set call_id = null where id = v_message.id;
    v_message := null;
  end if;
  if v_message.id is null and not p_call.ended then
    update public.cloudtalk_calls set decision = p_call.decision, should_send = false,
      should_send_code = 'not_ended',
      should_send_reason = 'We have not heard yet that the call ended.' where id = p_call.id;
  elsif v_message.id is null and v_send and p_call.covered_by is null then
    -- Who was not asked then is not asked days later, because of a tag.
    if p_afresh or not coalesce((v_old ->> 'send')::boolean, false)
      or p_call.should_send_code in ('not_ended', 'not_set_up') then
      return app.enqueue_follow_up(p_call);
    end if;
    update public.cloudtalk_calls set decision = p_call.decision where id = p_call.id;
  elsif not v_send and (v_message.id is null or v_message.status = 'queued'
      or (p_call.staff_decision is not null and v_message.status in ('failed', 'skipped', 'expired',
        'cancelled'))) then
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = p_call.decision ->> 'code', reason = p_call.decision ->> 'reason'
        where id = v_message.id and status = 'queued';
    update public.cloudtalk_calls set decision = p_call.decision, should_send = false,
      covered_by = null,
      should_send_code = p_call.decision ->> 'code', should_send_reason = p_call.decision
        ->> 'reason' where id = p_call.id;
    if v_message.status = 'queued' then
      perform app.promote_covered(p_call.id);
      return to_jsonb(v_message.channel_id);
    end if;
  elsif v_message.status = 'queued' and p_call.decision <> v_old then
    return app.change_follow_up(p_call, v_old, v_message);
  elsif p_call.decision <> v_old then
    update public.cloudtalk_calls set decision = p_call.decision where id = p_call.id;
  end if;
  return null;
end $$;

-- Another rule decides while the message waits: its text and its time. One that may have arrived
-- stays as it is.
create function app.change_follow_up(p_call public.cloudtalk_calls, p_old jsonb,
  p_message public.whatsapp_messages) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_times jsonb := app.follow_up_times(p_call.decision, p_call.ended_heard_at, p_call.created_at);
  v_template public.whatsapp_templates;
begin
  update public.cloudtalk_calls set decision = p_call.decision,
    should_send_code = p_call.decision ->> 'code', should_send_reason = p_call.decision ->> 'reason'
      where id = p_call.id;
  if p_message.send_began_at is not null
      or (select jsonb_object_agg(f, p_old -> f) = jsonb_object_agg(f, p_call.decision -> f)
          from unnest(array['template', 'delayMinutes', 'priority', 'expiresAfterHours']) f) then
    return null;
  end if;
  select * into v_template from public.whatsapp_templates
  where workspace_id = p_call.workspace_id and key = p_call.decision ->> 'template';
  update public.whatsapp_messages set
    body = case when v_template.id is null then body
      else app.follow_up_text(p_call, v_template.body) end,
    template_id = coalesce(v_template.id, template_id),
      priority = (v_times ->> 'priority')::smallint,
    due_at = case when attempt = 0 then (v_times ->> 'dueAt')::timestamptz
      else greatest(due_at, (v_times ->> 'dueAt')::timestamptz) end,
    live_until = (v_times ->> 'liveUntil')::timestamptz,
      expires_at = (v_times ->> 'expiresAt')::timestamptz
  where id = p_message.id;
  return to_jsonb(p_message.channel_id);
end $$;

-- The ask that covered these calls will not leave: the oldest of them asks instead.
create function app.promote_covered(p_call bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
begin
  for v_call in
    with freed as (update public.cloudtalk_calls set covered_by = null where covered_by = p_call
      and not is_twin returning *)
    select * from freed order by id
  loop
    perform app.settle_call(v_call, true);
  end loop;
end $$;

-- Two rows turned out to be one person, or a refusal came: what waits to ask them is judged again,
-- by all that they were asked and sent. What a person decided, or what may have arrived, stays.
create function app.judge_waiting(p_contact bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_call public.cloudtalk_calls;
  v_message bigint;
  v_guard jsonb;
begin
  select * into v_contact from public.contacts where id = p_contact;
  for v_message in select id from public.whatsapp_messages
    where contact_id = p_contact and purpose = 'follow_up' and status = 'queued'
      and send_began_at is null order by id
  loop
    select k.* into v_call from public.cloudtalk_calls k
      join public.whatsapp_messages m on m.call_id = k.id where m.id = v_message;
    continue when v_call.id is null or v_call.decision ->> 'code' = 'staff_send';
    v_guard := app.check_guards(v_call.workspace_id, v_contact, v_call.id, v_call.ended_heard_at,
      v_call.decision ->> 'template', false, v_call.facts);
    continue when v_guard is null or v_guard ->> 'code' not in ('bill_received', 'refusal',
      'covered',
      'asked_by_hand', 'cooldown');
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = v_guard ->> 'code', reason = v_guard ->> 'reason' where id = v_message;
    update public.cloudtalk_calls set should_send = false,
      covered_by = (v_guard ->> 'coveredBy')::bigint,
      should_send_code = v_guard ->> 'code', should_send_reason = v_guard ->> 'reason'
        where id = v_call.id;
    if v_guard ? 'isLater' then
      perform app.share_evidence((v_guard ->> 'coveredBy')::bigint, v_call.id);
    end if;
  end loop;
end $$;
