-- What becomes of a decision: a message in the queue, another one, or none.

-- What a text may name.
create function app.text_variables(p_facts jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('contact_name', p_facts -> 'contactName',
    'contact_first_name', app.contact_first_name(p_facts ->> 'contactName'),
    'agent_name', p_facts -> 'agentName',
    'agent_first_name', app.agent_first_name(p_facts ->> 'agentName'),
    'company', p_facts -> 'company')
$$;

create function app.ask_text(p_facts jsonb, p_template text) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return app.render_template(p_template, app.text_variables(p_facts));
end $$;

-- An older ask for the same that nobody answered gives way to this one, and what would have
-- reminded of it. Looked at first: there seldom is one.
create function app.give_way(a public.asks) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform from public.whatsapp_messages m
  where m.contact_id = a.contact_id
    and (m.ask_open or (m.purpose = 'reminder' and m.status = 'queued')) limit 1;
  if not found then
    return;
  end if;
  update public.whatsapp_messages m set ask_open = false
  where m.contact_id = a.contact_id and m.ask_open
    and not exists (select from public.asks o where o.id = m.ask_id and o.purpose <> a.purpose);
  update public.whatsapp_messages m set status = 'cancelled', reason_code = 'covered',
    reason = 'A later call asks already.'
  where m.contact_id = a.contact_id and m.purpose = 'reminder' and m.status = 'queued'
    and not exists (select from public.asks o where o.id = m.ask_id and o.purpose <> a.purpose);
end $$;

-- The message of an ask that nothing keeps from going out. The ask is kept.
create function app.queue_message(a public.asks, p_facts jsonb, p_times jsonb) returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  v_channel uuid := app.channel_to_write(a.contact_id, 'follow_up',
    app.template_id(a.workspace_id, a.decision ->> 'template'));
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
      status,
    ask_id, call_id, template_id, template_version, recipient, ask_open, priority, due_at,
    live_until, expires_at, request_id)
  select a.workspace_id, v_channel, app.conversation(a.workspace_id, v_channel, a.contact_id),
    a.contact_id, 'out', 'follow_up', app.ask_text(p_facts, t.body),
    app.fitting_content(t, v_channel, a.contact_id, p_facts), 'queued', a.id, a.call_id,
    t.id, t.version, a.recipient, true, (p_times ->> 'priority')::smallint,
    (p_times ->> 'dueAt')::timestamptz, (p_times ->> 'liveUntil')::timestamptz,
    (p_times ->> 'expiresAt')::timestamptz, a.request_id
  from public.whatsapp_templates t
  where t.workspace_id = a.workspace_id and t.key = a.decision ->> 'template';
  return v_channel;
end $$;

-- Puts what was decided to be asked in the queue, unless the person's side keeps it from going out.
-- Under the contact's lock. The channel, if something waits there now.
create function app.enqueue_ask(a public.asks, p_facts jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_guard jsonb;
  v_times jsonb := app.follow_up_times(a.decision, a.ready_at, a.created_at);
begin
  select * into v_contact from public.contacts where id = a.contact_id for update;
  v_guard := app.check_guards(a.workspace_id, v_contact, a.id, a.ready_at,
    a.decision ->> 'template', a.decision ->> 'code' = 'staff_send', p_facts, a.purpose,
    a.decision -> 'requires');
  a.should_send := v_guard is null;
  a.is_open := v_guard is null;
  a.covered_by := (v_guard ->> 'coveredBy')::bigint;
  a.code := coalesce(v_guard, a.decision) ->> 'code';
  a.reason := coalesce(v_guard, a.decision) ->> 'reason';
  if v_guard is null then
    a := app.with_reason(a, p_facts);
    a.expires_at := (v_times ->> 'expiresAt')::timestamptz;
    perform app.give_way(a);
    perform app.keep_ask(a);
    perform app.settle_attention(a.contact_id, 'sent', '{no_template}')
    where app.has_windows(a.workspace_id);
    return to_jsonb(app.queue_message(a, p_facts, v_times));
  end if;
  perform app.keep_ask(a);
  if v_guard ->> 'file' is not null then
    perform app.note_evidence(a.id, 'attachment', m.id, null, m.written_at)
    from public.whatsapp_messages m where m.id = (v_guard ->> 'file')::bigint;
  elsif v_guard ? 'isLater' then
    -- What answered that ask answers this one too.
    perform app.share_evidence(a.covered_by, a.id);
  elsif a.code = 'no_template' and not exists (select from public.attention x
      where x.contact_id = a.contact_id and x.kind = 'no_template' and x.settled_at is null) then
    perform app.note_attention(a.workspace_id, a.contact_id, 'no_template', app.now(),
      p_call => a.call_id, p_detail => a.decision ->> 'template');
  end if;
  return null;
end $$;

-- The rules, or a person, say no: what waits is withdrawn.
create function app.decline_ask(a public.asks, p_message public.whatsapp_messages) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set status = 'cancelled', ask_open = false,
    reason_code = a.decision ->> 'code', reason = a.decision ->> 'reason'
  where id = p_message.id and status = 'queued';
  a.should_send := false;
  a.is_open := false;
  a.covered_by := null;
  a.code := a.decision ->> 'code';
  a.reason := a.decision ->> 'reason';
  perform app.keep_ask(a);
  if p_message.status = 'queued' then
    perform app.promote_covered(a.id);
    return to_jsonb(p_message.channel_id);
  end if;
  return null;
end $$;

-- Brings the ask's decision and its message in line with what is known now: enqueues, changes or
-- cancels what has not left. Only recorded after that. p_afresh: also if the person's side stood in
-- the way before.
create function app.settle_ask(a public.asks, p_afresh boolean default false) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_old jsonb := a.decision;
  v_facts jsonb := app.ask_facts(a);
  v_send boolean;
  v_message public.whatsapp_messages;
begin
  a.decision := app.decide_ask(a, v_facts);
  v_send := (a.decision ->> 'send')::boolean;
  select * into v_message from public.whatsapp_messages where ask_id = a.id
    and purpose = 'follow_up' for update;
  if v_send and a.ready_at is not null and v_message.status = 'cancelled'
      and v_message.send_began_at is null and not a.should_send
      and v_message.reason_code = a.code then
    -- It was the rules that withdrew it: a new one takes its place.
    update public.whatsapp_messages set ask_id = null, call_id = null where id = v_message.id;
    v_message := null;
  end if;
  if v_message.id is null and a.ready_at is null then
    a.should_send := false;
    a.code := 'not_ended';
    a.reason := 'We have not heard yet that the call ended.';
    perform app.keep_ask(a);
  elsif v_message.id is null and v_send and a.covered_by is null then
    -- Who was not asked then is not asked days later, because of a tag.
    if p_afresh or not coalesce((v_old ->> 'send')::boolean, false)
      or a.code in ('not_ended', 'not_set_up', 'no_template', 'no_reason') then
      return app.enqueue_ask(a, v_facts);
    end if;
    update public.asks set decision = a.decision where id = a.id;
  elsif not v_send and (v_message.id is null or v_message.status = 'queued'
      or (a.staff_decision is not null and v_message.status in ('failed', 'skipped', 'expired',
        'cancelled'))) then
    return app.decline_ask(a, v_message);
  elsif v_message.status = 'queued' and a.decision <> v_old then
    return app.change_ask(a, v_facts, v_old, v_message);
  elsif a.decision <> v_old then
    update public.asks set decision = a.decision where id = a.id;
  end if;
  return null;
end $$;

-- Another rule decides while the message waits: its text and its time. One that may have arrived
-- stays as it is.
create function app.change_ask(a public.asks, p_facts jsonb, p_old jsonb,
  p_message public.whatsapp_messages) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_times jsonb := app.follow_up_times(a.decision, a.ready_at, a.created_at);
  v_template public.whatsapp_templates;
begin
  update public.asks set decision = a.decision, code = a.decision ->> 'code',
    reason = a.decision ->> 'reason' where id = a.id;
  if p_message.send_began_at is not null
      or (select jsonb_object_agg(f, p_old -> f) = jsonb_object_agg(f, a.decision -> f)
          from unnest(array['template', 'delayMinutes', 'priority', 'expiresAfterHours']) f) then
    return null;
  end if;
  select * into v_template from public.whatsapp_templates
  where workspace_id = a.workspace_id and key = a.decision ->> 'template';
  update public.whatsapp_messages set
    body = case when v_template.id is null then body
      else app.ask_text(p_facts, v_template.body) end,
    content = case when v_template.id is null then content
      else app.fitting_content(v_template, channel_id, contact_id, p_facts) end,
    template_id = coalesce(v_template.id, template_id),
    template_version = case when v_template.id is null then template_version
      else v_template.version end,
    priority = (v_times ->> 'priority')::smallint,
    due_at = case when attempt = 0 then (v_times ->> 'dueAt')::timestamptz
      else greatest(due_at, (v_times ->> 'dueAt')::timestamptz) end,
    live_until = (v_times ->> 'liveUntil')::timestamptz,
    expires_at = (v_times ->> 'expiresAt')::timestamptz
  where id = p_message.id;
  update public.asks set expires_at = (v_times ->> 'expiresAt')::timestamptz where id = a.id;
  return to_jsonb(p_message.channel_id);
end $$;

-- The ask that covered these will not leave: the oldest of them asks instead.
create function app.promote_covered(p_ask bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  for a in
    with freed as (update public.asks set covered_by = null where covered_by = p_ask
      and not is_twin returning *)
    select * from freed order by id
  loop
    perform app.settle_ask(a, true);
  end loop;
end $$;

-- Two rows turned out to be one person, or a refusal came: what waits to ask them is judged again,
-- by all that they were asked and sent. What a person decided, or what may have arrived, stays.
create function app.judge_waiting(p_contact bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  a public.asks;
  v_message bigint;
  v_guard jsonb;
begin
  select * into v_contact from public.contacts where id = p_contact;
  for v_message in select id from public.whatsapp_messages
    where contact_id = p_contact and purpose = 'follow_up' and status = 'queued'
      and send_began_at is null order by id
  loop
    select x.* into a from public.asks x
      join public.whatsapp_messages m on m.ask_id = x.id where m.id = v_message;
    continue when a.id is null or a.decision ->> 'code' = 'staff_send';
    v_guard := app.check_guards(a.workspace_id, v_contact, a.id, a.ready_at,
      a.decision ->> 'template', false, app.ask_facts(a), a.purpose, a.decision -> 'requires');
    continue when v_guard is null or v_guard ->> 'code' not in ('bill_received', 'refusal',
      'covered', 'asked_by_hand', 'cooldown', 'no_reason', 'stopped_marketing');
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = v_guard ->> 'code', reason = v_guard ->> 'reason' where id = v_message;
    update public.asks set should_send = false, covered_by = (v_guard ->> 'coveredBy')::bigint,
      code = v_guard ->> 'code', reason = v_guard ->> 'reason' where id = a.id;
    if v_guard ? 'isLater' then
      perform app.share_evidence((v_guard ->> 'coveredBy')::bigint, a.id);
    end if;
  end loop;
end $$;
