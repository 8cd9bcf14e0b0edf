-- What a member of staff writes to a person: through the outbox like all that is sent.

-- Why we may write to this person, as far as it is known: they wrote to us, we spoke, or a member
-- said so before. Null: nobody has said why.
create function app.reason_known(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when exists (select from public.whatsapp_messages m where m.contact_id = p_contact
      and m.direction = 'in') then 'wrote_first'
    when exists (select from public.cloudtalk_calls k where k.contact_id = p_contact
      and k.talking_seconds > 0) then 'called'
    else coalesce((app.standing_reason(p_contact, 'service')).kind,
      (select m.reason_to_write from public.whatsapp_messages m where m.contact_id = p_contact
        and m.reason_to_write is not null order by m.id desc limit 1)) end;
end $$;

-- What keeps a text of a member of staff from going out: {code, reason}, null for nothing.
-- p_template: it is one of WhatsApp's reviewed texts.
create function app.write_guard(c public.contacts, p_channel uuid, p_reason text,
  p_template boolean) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when c.erased_at is not null
      then '{"code": "erased", "reason": "The person asked for their data to be erased."}'::jsonb
    when c.blocked_at is not null
      then '{"code": "blocked", "reason": "The contact is blocked."}'
    when c.opted_out_at is not null
      then '{"code": "opted_out", "reason": "The contact asked not to be written to."}'
    when app.address_on(c.id, p_channel) is null
      then '{"code": "no_number", "reason": "WhatsApp hides this person''s number."}'
    when p_channel is null
      then '{"code": "not_set_up", "reason": "There is no WhatsApp number to write from."}'
    when coalesce(p_reason, app.reason_known(c.id)) is null
      then '{"code": "no_reason", "reason": "Say why we may write to this person."}'
    when not p_template and not app.may_write_freely(p_channel, c.id, app.now())
      then '{"code": "window_closed", "reason": "WhatsApp takes a free text only for a while after the person''s last message: choose a reviewed text."}'
    end;
end $$;

-- Whether something came that its writer had not seen: theirs, or a colleague's answer. Its id.
create function app.newer_than_seen(p_contact bigint, p_seen bigint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (select min(m.id) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.id > p_seen
      and ((m.direction = 'in' and app.wants_answer(m))
        or (m.purpose in ('typed', 'manual') and m.sent_by is distinct from auth.uid()
          and m.status not in ('cancelled', 'failed', 'skipped', 'expired'))));
end $$;

-- When a message is expected to leave; null while its number is paused.
create function app.expected_at(p_message bigint) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  if m.status <> 'queued' then
    return null;
  end if;
  return (select f.expected_at from app.queue_forecast(m.channel_id, (
      select count(*)::integer from (select from public.whatsapp_messages q
        where q.channel_id = m.channel_id and q.status = 'queued'
          and (q.priority, q.due_at, q.id) <= (m.priority, m.due_at, m.id) limit 50) ahead)) f
    where f.message_id = m.id);
end $$;

-- The same for staff, of a message of theirs.
create function public.expected_time(message bigint) returns timestamptz
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role((select m.workspace_id from public.whatsapp_messages m
    where m.id = message), 'agent');
  return app.expected_at(message);
end $$;

-- What became of a text: {sent: true, message, status, expectedAt, channel}.
create function app.sent_json(m public.whatsapp_messages) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('sent', true, 'message', m.id, 'status', m.status,
    'expectedAt', app.expected_at(m.id), 'channel', m.channel_id, 'contact', m.contact_id);
end $$;

-- The row of what a member wrote, and its place in the queue: before all that nobody waits for. Who
-- wrote to us in the last day is answered at any hour, everybody else in the hours.
create function app.queue_manual(c public.contacts, p_channel uuid, p_body text, p_content jsonb,
  p_template bigint, p_key text, p_reason text, p_quoted text) returns public.whatsapp_messages
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  v_is_live boolean := exists (select from public.whatsapp_messages x where x.contact_id = c.id
    and x.direction = 'in' and x.written_at > app.now() - interval '24 hours');
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body, content,
    status, template_id, template_version, recipient, priority, due_at, live_until, expires_at,
    sent_by, client_key, reason_to_write, quoted_whatsapp_id)
  values (c.workspace_id, p_channel, app.conversation(c.workspace_id, p_channel, c.id), c.id, 'out',
    'manual', 'text', p_body, p_content, 'queued',
    p_template, (select t.version from public.whatsapp_templates t where t.id = p_template),
    app.address_on(c.id, p_channel), -10, app.now(),
    case when v_is_live then app.now() + interval '24 hours' end,
    app.now() + interval '72 hours', auth.uid(), p_key,
    coalesce(p_reason, app.reason_known(c.id)), p_quoted)
  returning * into m;
  if p_reason is not null then
    perform app.note_reason(c.id, 'service', case p_reason when 'customer' then 'staff'
      else p_reason end, app.now(), p_message => m.id, p_user => auth.uid());
  end if;
  return m;
end $$;

-- Writes to a person. key: the same again is the same message. seen: the newest message that the
-- writer saw; where something came since, {sent: false, code: 'newer', newest}, unless despite.
-- attachment: of public.attachments. template: the key of one of the workspace's texts. reason: why
-- we may write, where nothing says so yet: 'called', 'agreed', 'customer'.
-- quoted: the message that it answers, where it is of the channel that this leaves from.
-- parameters: what stands for the template's variables, instead of what we know of the person.
-- {sent: true, message, status, expectedAt, channel, contact, repeated?: the key was there} or
-- {sent: false, code, reason}.
create function public.send_manual(contact bigint, body text, key text, seen bigint default null,
  despite boolean default false, attachment uuid default null, template text default null,
  reason text default null, quoted bigint default null, parameters jsonb default null)
  returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
  m public.whatsapp_messages;
  t public.whatsapp_templates;
  v_channel uuid;
  v_content jsonb;
  v_parameters jsonb;
  v_body text := left(btrim(body, E' \t\r\n'), 4097);
  v_guard jsonb;
  v_newest bigint;
begin
  -- require_role: in conversation_contact.
  perform app.lock_channels(c.workspace_id);
  select * into c from public.contacts x where x.id = c.id for update;
  select * into m from public.whatsapp_messages x where x.workspace_id = c.workspace_id
    and x.sent_by = auth.uid() and x.client_key = key;
  if m.id is not null then
    return app.sent_json(m) || '{"repeated": true}';
  end if;
  select * into t from public.whatsapp_templates x where x.workspace_id = c.workspace_id
    and x.key = template;
  v_channel := app.channel_to_write(c.id, 'manual', t.id);
  if template is not null then
    v_parameters := app.parameters_given(t.body, app.writing_facts(c), parameters);
    v_content := app.fitting_content(t, v_channel, c.id, app.writing_facts(c), v_parameters);
    v_body := coalesce(nullif(v_body, ''), case when parameters is null
      then app.ask_text(app.writing_facts(c), t.body)
      else app.fill_template(t.body, v_parameters) end);
  elsif attachment is not null then
    v_content := jsonb_strip_nulls(jsonb_build_object('kind', 'media', 'media',
      jsonb_build_object('attachment', attachment), 'caption', nullif(v_body, '')));
  end if;
  if coalesce(v_body, '') = '' and attachment is null or length(v_body) > 4096
      or coalesce(key, '') = '' or length(key) > 100 then
    raise exception using errcode = 'PT422', detail = 'text',
      message = 'A message has between 1 and 4,096 characters.';
  end if;
  v_guard := app.write_guard(c, v_channel, app.reason_given(reason),
    coalesce(v_content ->> 'kind' = 'template', false));
  v_newest := case when not despite then app.newer_than_seen(c.id, seen) end;
  if v_guard is not null then
    return v_guard || '{"sent": false}';
  elsif v_newest is not null then
    return jsonb_build_object('sent', false, 'code', 'newer', 'newest', v_newest, 'reason',
      'Something newer came while you were writing.');
  end if;
  m := app.queue_manual(c, v_channel, nullif(v_body, ''), v_content, t.id, key,
    app.reason_given(reason), (select q.whatsapp_message_id from public.whatsapp_messages q
      where q.id = quoted and q.contact_id = c.id and q.channel_id = v_channel));
  -- They asked by hand: what waits to ask the same does not leave.
  if app.speaks_of_bill(v_body) then
    perform app.judge_waiting(c.id);
  end if;
  perform app.log_action(c.workspace_id, auth.uid(), 'message_written', 'message', m.id::text,
    jsonb_build_object('contact', c.id));
  return app.sent_json(m);
end $$;

-- The reason that a member gives; of the known ones. Raises PT422.
create function app.reason_given(p_reason text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  if nullif(p_reason, '') not in ('called', 'agreed', 'customer') then
    raise exception using errcode = 'PT422', detail = 'reason',
      message = 'The reason is one of: called, agreed, customer.';
  end if;
  return nullif(p_reason, '');
end $$;

-- What texts may name of this person: their last call's facts, else what we know ourselves. The
-- operator is who writes, and nobody where they have no name: never a colleague who called.
create function app.writing_facts(c public.contacts) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((select k.facts from public.cloudtalk_calls k where k.contact_id = c.id
      order by k.id desc limit 1), '{}')
    || jsonb_strip_nulls(jsonb_build_object('contactName', coalesce(c.name, c.push_name),
      'company', c.company))
    || jsonb_build_object('agentName', (select m.name from public.memberships m
      where m.workspace_id = c.workspace_id and m.user_id = auth.uid()));
end $$;

-- Takes back what has not left: {message, status}.
create function public.cancel_manual(message bigint) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select * into m from public.whatsapp_messages x where x.id = message;
  perform app.require_role(m.workspace_id, 'agent');
  perform app.lock_channels(m.workspace_id);
  update public.whatsapp_messages x set status = 'cancelled', reason_code = 'staff_refused',
    reason = 'Staff asked not to send it.'
  where x.id = message and x.purpose = 'manual' and x.status = 'queued';
  if found then
    perform app.log_action(m.workspace_id, auth.uid(), 'message_withdrawn', 'message',
      message::text);
  end if;
  return (select x.status from public.whatsapp_messages x where x.id = message);
end $$;

-- The person with this number, made if new: to write to somebody without a call. name: of who is
-- new. Answers the contact's id.
create function public.open_person(workspace uuid, phone text, name text default null)
returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact bigint;
begin
  perform app.require_role(workspace, 'agent');
  if phone is null or phone !~ '^\+[1-9][0-9]{5,14}$' then
    raise exception using errcode = 'PT422', detail = 'phone',
      message = 'This is not a phone number. Write it like +393331234567.';
  end if;
  perform app.lock_channels(workspace);
  v_contact := app.resolve_contact(workspace, phone, null,
    p_name => left(nullif(btrim(name), ''), 200));
  perform app.log_action(workspace, auth.uid(), 'person_opened', 'contact', v_contact::text);
  return v_contact;
end $$;

grant execute on function
  public.send_manual(bigint, text, text, bigint, boolean, uuid, text, text, bigint, jsonb),
  public.cancel_manual(bigint), public.open_person(uuid, text, text), public.expected_time(bigint)
to authenticated;
