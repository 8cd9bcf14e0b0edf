-- WhatsApp enters: replies and what they prove, echoes, statuses, the channel's state.
-- All of these run under the channel's lock, taken by apply_effects: a status that looks for its
-- message and a settle that looks for waiting statuses must see each other.

-- Whose message it is.
create function app.writer_of(p_workspace uuid, p_channel uuid, p_value jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
  v_quoted bigint;
begin
  -- Even a second delivery may bring the pair of phone and LID that the first lacked.
  v_contact := app.resolve_chat(p_workspace, p_value -> 'chat');
  -- Only the person we wrote to can quote what we wrote: the quote tells whose LID this is.
  if p_value ->> 'quotedWhatsappId' is not null and p_value ->> 'unproved' is null then
    select m.contact_id into v_quoted
    from public.whatsapp_message_keys q join public.whatsapp_messages m on m.id = q.message_id
    where q.channel_id = p_channel and q.whatsapp_id = p_value ->> 'quotedWhatsappId'
      and m.direction = 'out' and m.contact_id <> v_contact;
  end if;
  if v_quoted is not null and app.contact_phone(v_contact) is null then
    perform app.merge_contacts(v_contact, v_quoted);
    v_contact := v_quoted;
  end if;
  return v_contact;
end $$;

create function app.record_inbound(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint := nextval(pg_get_serial_sequence('public.whatsapp_messages', 'id'));
  v_first public.whatsapp_message_keys;
  v_contact bigint;
  v_person public.contacts;
  v_message public.whatsapp_messages;
begin
  v_contact := app.writer_of(p_workspace, p_channel, p_value);
  select * into v_person from public.contacts where id = v_contact;
  if v_person.erased_at is not null
      or app.erased_subject(p_workspace, 'message', array[p_value ->> 'whatsappId']) is not null
        then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'erased');
  end if;
  insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id,
    request_id)
  values (p_channel, p_workspace, p_value ->> 'whatsappId', v_id, p_request)
  on conflict (channel_id, whatsapp_id) do nothing;
  if not found then
    select * into v_first from public.whatsapp_message_keys
    where channel_id = p_channel and whatsapp_id = p_value ->> 'whatsappId';
    perform app.note_media(p_workspace, v_first.message_id, p_value, p_request, p_heard);
    return coalesce(app.fill_stub(v_first.message_id, p_value, p_heard),
      jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first.request_id));
  end if;
  insert into public.whatsapp_messages (
    id, workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body,
      media, status,
    whatsapp_message_id, quoted_whatsapp_id, push_name, provider_timestamp, address, evidence,
      request_id, created_at, referral)
  values (
    v_id, p_workspace, p_channel, app.conversation(p_workspace, p_channel, v_contact), v_contact,
      'in', 'inbound',
    p_value ->> 'kind', p_value ->> 'text', nullif(p_value -> 'media', 'null'), 'received',
      p_value ->> 'whatsappId',
    p_value ->> 'quotedWhatsappId', p_value ->> 'pushName',
      (p_value ->> 'providerTimestamp')::timestamptz,
    app.chat_address(p_value -> 'chat'), p_value ->> 'evidence', p_request, p_heard,
    nullif(p_value -> 'referral', 'null'))
  returning * into v_message;
  perform app.open_window(p_channel, v_contact, v_message.written_at, case
    when v_message.referral is not null then 72 end)
  -- A changed number is WhatsApp's word, not theirs.
  where p_value ->> 'contentName' is distinct from 'system'
    and v_message.kind not in ('system', 'protocol');
  perform app.note_media(p_workspace, v_id, p_value, p_request, p_heard);
  v_message := app.judge_machine(v_message, p_value -> 'consentKeys');
  perform app.note_look(v_message, p_value, p_heard);
  perform app.note_first_words(v_message, p_value -> 'consentKeys');
  -- Asked of what was read under its lock: an update that changes nothing costs as much as reading
  -- it.
  if v_person.push_name is distinct from coalesce(v_message.push_name, v_person.push_name)
      or v_person.dismissed_at is not null then
    update public.contacts set push_name = coalesce(v_message.push_name, push_name),
      dismissed_at = null
    where id = v_contact;
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', app.weigh(v_message, p_value));
end $$;

-- What a vendor tells of a message. p_failure: why it failed, null where that is not known.
create function app.apply_status(p_message bigint, p_status text, p_at timestamptz,
  p_failure text, p_error text) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  if not app.raise_status(p_message, p_status, p_at, coalesce(p_failure, 'provider_failed'),
      p_error) then
    return false;
  end if;
  if p_status = 'failed' and p_failure is not null then
    perform app.heed_failure(m, p_failure, p_at) from public.whatsapp_messages m
      where m.id = p_message;
  end if;
  return true;
end $$;

-- What a message that is known by its WhatsApp id from now on makes known: that its reader is on
-- WhatsApp, and what was heard of it before.
create function app.follow_binding(m public.whatsapp_messages, p_whatsapp_id text,
  p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_status public.whatsapp_statuses;
begin
  -- They have a LID then; the binding mostly brings it, else it is looked up.
  update public.contact_identities i set lookup_at = p_at
  where i.workspace_id = m.workspace_id and i.kind = 'phone' and i.value = m.recipient
    and i.lookup_at is null and i.lookup_tries = 0
    and not exists (select from public.contact_identities l where l.contact_id = i.contact_id
      and l.kind = 'lid');
  for v_status in select * from public.whatsapp_statuses
    where channel_id = m.channel_id and whatsapp_id = p_whatsapp_id order by rank
  loop
    perform app.apply_status(m.id, v_status.status, v_status.received_at, v_status.failure,
      v_status.error_text);
    if v_status.lid is not null and m.recipient is not null then
      perform app.resolve_contact(m.workspace_id, m.recipient, v_status.lid);
    end if;
  end loop;
end $$;

-- Gives a sent message its WhatsApp id and applies the statuses that waited for it. p_channel:
-- where its attempt left, as it may wait elsewhere since.
create function app.bind_message(p_message bigint, p_whatsapp_id text, p_request bigint,
  p_at timestamptz, p_channel uuid default null) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
  v_other public.whatsapp_messages;
begin
  select * into v_message from public.whatsapp_messages where id = p_message for update;
  v_message.channel_id := coalesce(p_channel, v_message.channel_id);
  if v_message.whatsapp_message_id is not null then
    return v_message.whatsapp_message_id = p_whatsapp_id;
  end if;
  insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id,
    request_id)
  values (v_message.channel_id, v_message.workspace_id, p_whatsapp_id, p_message, p_request)
  on conflict (channel_id, whatsapp_id) do nothing;
  if not found then
    -- Its echo came first and was taken for a message typed on the phone: it was this one.
    select m.* into v_other from public.whatsapp_message_keys k
      join public.whatsapp_messages m on m.id = k.message_id
    where k.channel_id = v_message.channel_id and k.whatsapp_id = p_whatsapp_id for update of m;
    if v_other.purpose is distinct from 'typed' then
      return false;
    end if;
    delete from public.whatsapp_messages where id = v_other.id;
    -- One WhatsApp id, one chat: its LID is this person's.
    if v_other.contact_id <> v_message.contact_id and app.contact_phone(v_other.contact_id) is null
      then
      perform app.merge_contacts(v_other.contact_id, v_message.contact_id);
    end if;
    update public.whatsapp_message_keys set message_id = p_message
    where channel_id = v_message.channel_id and whatsapp_id = p_whatsapp_id;
    perform app.raise_status(p_message, 'sent', v_other.created_at, null, null);
  end if;
  update public.whatsapp_messages set whatsapp_message_id = p_whatsapp_id, bind_at = null
    where id = p_message;
  perform app.follow_binding(v_message, p_whatsapp_id, p_at);
  return true;
end $$;

-- A send of ours without a WhatsApp id yet, of which some attempt may have reached the customer,
-- whatever became of it since.
create function app.is_unbound(m public.whatsapp_messages) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select m.direction = 'out' and m.whatsapp_message_id is null and m.attempt > 0
      and exists (select from public.whatsapp_send_attempts a
        where a.message_id = m.id and a.outcome in ('in_flight', 'accepted', 'uncertain')));
end $$;

-- What somebody typed on the phone itself.
create function app.record_typed(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_message bigint;
  v_chat jsonb := p_value -> 'chat';
  v_contact bigint;
begin
  v_contact := app.resolve_chat(p_workspace, v_chat);
  if app.is_erased_contact(v_contact) or app.erased_subject(p_workspace, 'message',
    array[p_value ->> 'whatsappId']) is not null then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'erased');
  end if;
  v_message := nextval(pg_get_serial_sequence('public.whatsapp_messages', 'id'));
  insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id,
    request_id)
  values (p_channel, p_workspace, p_value ->> 'whatsappId', v_message, p_request)
  on conflict (channel_id, whatsapp_id) do nothing;
  if not found then
    return jsonb_build_object('outcome', 'duplicate');
  end if;
  insert into public.whatsapp_messages (
    id, workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body,
      media, status,
    whatsapp_message_id, provider_message_id, provider_timestamp, sent_at, address, request_id,
      created_at)
  values (
    v_message, p_workspace, p_channel, app.conversation(p_workspace, p_channel, v_contact),
      v_contact, 'out', 'typed',
    p_value ->> 'kind', p_value ->> 'text', nullif(p_value -> 'media', 'null'), 'sent',
      p_value ->> 'whatsappId',
    p_value ->> 'providerMessageId', (p_value ->> 'providerTimestamp')::timestamptz, p_heard,
    app.chat_address(v_chat), p_request, p_heard);
  perform app.raise_status(v_message, s.status, s.received_at, 'provider_failed', s.error_text)
  from public.whatsapp_statuses s
  where s.channel_id = p_channel and s.whatsapp_id = p_value ->> 'whatsappId';
  -- They asked by hand: what waits to ask the same does not leave.
  if app.speaks_of_bill(p_value ->> 'text') then
    perform app.judge_waiting(v_contact);
  end if;
  return jsonb_build_object('outcome', 'processed');
end $$;

-- Whether an echo is what this message of ours sent: the same text, or the same kind of file under
-- the same words.
create function app.says_the_same(m public.whatsapp_messages, p_value jsonb) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if m.content ->> 'kind' = 'media' then
    return m.kind = p_value ->> 'kind'
      and coalesce(m.content ->> 'caption', '') = coalesce(p_value ->> 'text', '');
  end if;
  return m.body = p_value ->> 'text';
end $$;

create function app.record_echo(p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_key public.whatsapp_message_keys;
  v_message bigint;
  v_chat jsonb := p_value -> 'chat';
  v_phone_contact bigint := app.contact_by(p_workspace, 'phone', v_chat ->> 'phone');
  v_lid_contact bigint := app.contact_by(p_workspace, 'lid', v_chat ->> 'lid');
begin
  select * into v_key from public.whatsapp_message_keys
  where channel_id = p_channel and whatsapp_id = p_value ->> 'whatsappId';
  if v_key.message_id is not null then
    update public.whatsapp_message_keys set request_id = p_request
    where channel_id = p_channel and whatsapp_id = v_key.whatsapp_id and request_id is null;
    if app.raise_status(v_key.message_id, 'sent', p_heard, null, null) or v_key.request_id is null
      then
      return jsonb_build_object('outcome', 'processed');
    end if;
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_key.request_id);
  end if;
  select m.id into v_message from public.whatsapp_messages m
  where m.channel_id = p_channel and m.direction = 'out' and m.whatsapp_message_id is null
    and m.attempt > 0
    and app.is_unbound(m)
    and (m.provider_message_id = p_value ->> 'providerMessageId'
      or (m.contact_id = coalesce(v_phone_contact, v_lid_contact)
        and app.says_the_same(m, p_value)))
  order by (m.provider_message_id = p_value ->> 'providerMessageId') desc nulls last,
    m.send_began_at, m.id limit 1
  for update;
  if v_message is not null and app.bind_message(v_message, p_value ->> 'whatsappId', p_request,
    p_heard) then
    perform app.raise_status(v_message, 'sent', p_heard, null, null);
    perform app.resolve_contact(p_workspace, m.recipient, v_chat ->> 'lid', v_chat ->> 'bsuid',
      v_chat ->> 'username')
    from public.whatsapp_messages m where m.id = v_message;
    return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
  end if;
  if v_chat ->> 'phone' is null and v_lid_contact is null and exists (
    select from public.whatsapp_messages m
    where m.channel_id = p_channel and m.direction = 'out' and m.whatsapp_message_id is null
      and m.attempt > 0
      and app.is_unbound(m) and m.body = p_value ->> 'text')
  then
    -- Surely one of ours, but to whom a LID that nobody knows does not say: it waits, as a status,
    -- for the binding.
    return app.record_status(p_workspace, p_channel, jsonb_build_object(
      'whatsappId', p_value ->> 'whatsappId', 'status', 'sent', 'lid', v_chat ->> 'lid'), p_request,
        p_heard);
  end if;
  return app.record_typed(p_workspace, p_channel, p_value, p_request, p_heard);
end $$;

-- Of these messages those that a failure's words can mean: where they name a number, who has it;
-- else all.
create function app.meant_by(p_messages bigint[], p_text text) returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_text text := translate(coalesce(p_text, ''), ' +-.()/', '');
begin
  if v_text !~ '[0-9]{8,}' then
    return p_messages;
  end if;
  return (select array_agg(m.id) from public.whatsapp_messages m where m.id = any (p_messages)
    and strpos(v_text, ltrim(m.recipient, '+')) > 0);
end $$;

-- A failure that names no message: of the one that it can only be, as {message}; else it is the
-- channel's incident.
create function app.record_unnamed_failure(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_messages bigint[];
begin
  -- It names no message, so its own words and time are its key; without a time, the minute in
  -- which it was heard.
  insert into public.whatsapp_statuses (
    channel_id, workspace_id, whatsapp_id, status, rank, error_text, request_id, received_at)
  values (p_channel, p_workspace, 'failure:' || md5(p_value::text || case
      when p_value ->> 'providerTimestamp' is null then to_char(p_heard, 'YYYY-MM-DD HH24:MI')
        else '' end),
    p_value ->> 'status', app.status_rank(p_value ->> 'status'),
    left(p_value ->> 'errorText', 500), p_request, p_heard)
  on conflict (channel_id, whatsapp_id, rank) do nothing;
  if not found then
    return '{"outcome": "duplicate"}';
  end if;
  select array_agg(m.id) into v_messages from public.whatsapp_messages m
  where m.channel_id = p_channel and m.direction = 'out' and m.whatsapp_message_id is null
    and m.attempt > 0
    and app.is_unbound(m) and m.status not in ('sent', 'failed');
  v_messages := app.meant_by(v_messages, p_value ->> 'errorText');
  if cardinality(v_messages) is distinct from 1 then
    insert into public.channel_incidents (workspace_id, channel_id, kind, detail, request_id)
    values (p_workspace, p_channel, 'send_failed_unbound', left(p_value ->> 'errorText', 500),
      p_request);
    return '{"outcome": "processed"}';
  end if;
  return jsonb_build_object('message', v_messages[1]);
end $$;

-- A vendor says with a status what we called the send: <message>.<attempt>. So one is found whose
-- answer never came; of another channel's, or of none, nothing is.
create function app.bind_reference(p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_parts text[] := regexp_match(p_value ->> 'reference', '^([0-9]{1,18})\.([0-9]{1,9})$');
  v_whatsapp_id text := p_value ->> 'whatsappId';
begin
  if v_parts is not null and v_whatsapp_id is not null then
    perform app.bind_message(a.message_id, v_whatsapp_id, p_request, p_heard, p_channel)
    from public.whatsapp_send_attempts a
    where a.message_id = v_parts[1]::bigint and a.attempt = v_parts[2]::integer
      and a.channel_id = p_channel and not exists (select from public.whatsapp_message_keys k
        where k.channel_id = p_channel and k.whatsapp_id = v_whatsapp_id);
  end if;
end $$;

create function app.record_status(p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_whatsapp_id text := p_value ->> 'whatsappId';
  v_status text := p_value ->> 'status';
  v_error text := p_value ->> 'errorText';
  v_message bigint;
  v_messages bigint[];
  v_direction text;
  v_first bigint;
  v_unnamed jsonb;
begin
  if p_value ->> 'providerMessageId' is not null then
    select array_agg(id) into v_messages from public.whatsapp_messages
    where channel_id = p_channel and provider_message_id = p_value ->> 'providerMessageId';
    if v_messages is not null and v_whatsapp_id is not null then
      perform app.bind_message(v_messages[1], v_whatsapp_id, p_request, p_heard);
    end if;
  elsif v_whatsapp_id is null then
    v_unnamed := app.record_unnamed_failure(p_workspace, p_channel, p_value, p_request, p_heard);
    if v_unnamed ? 'outcome' then
      return v_unnamed;
    end if;
    v_messages := array[(v_unnamed ->> 'message')::bigint];
  end if;
  if p_value ->> 'reference' is not null then
    perform app.bind_reference(p_channel, p_value, p_request, p_heard);
  end if;
  if v_whatsapp_id is null then
    if v_messages is not null then
      return case when app.apply_status(v_messages[1], v_status, p_heard, p_value ->> 'failure',
          v_error) then jsonb_build_object('outcome', 'processed')
        else jsonb_build_object('outcome', 'ignored', 'reason', 'status_not_higher') end;
    end if;
    -- Faster than our own settlement, which will look here.
    v_whatsapp_id := 'msgId:' || (p_value ->> 'providerMessageId');
  end if;
  insert into public.whatsapp_statuses (
    channel_id, workspace_id, whatsapp_id, status, rank, error_text, failure, lid,
      provider_timestamp, request_id, received_at)
  values (p_channel, p_workspace, v_whatsapp_id, v_status, app.status_rank(v_status),
    left(v_error, 500), p_value ->> 'failure', p_value ->> 'lid',
    (p_value ->> 'providerTimestamp')::timestamptz, p_request, p_heard)
  on conflict (channel_id, whatsapp_id, rank) do nothing;
  if not found then
    select request_id into v_first from public.whatsapp_statuses where channel_id = p_channel
      and whatsapp_id = v_whatsapp_id and rank = app.status_rank(v_status);
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first);
  end if;
  select k.message_id, m.direction into v_message, v_direction
  from public.whatsapp_message_keys k left join public.whatsapp_messages m on m.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = v_whatsapp_id;
  if v_direction = 'in' then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'inbound_status');
  end if;
  perform app.apply_status(v_message, v_status, p_heard, p_value ->> 'failure', v_error);
  if p_value ? 'recipient' then
    perform app.learn_recipient(v_message, p_value -> 'recipient');
  end if;
  return jsonb_build_object('outcome', 'processed');
end $$;

-- No key: the last one wins.
create function app.record_channel_status(p_channel uuid, p_value jsonb, p_heard timestamptz)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_status text := p_value ->> 'status';
  v_channel public.channels;
begin
  update public.channels set connection_status = v_status, connection_status_at = p_heard
  where id = p_channel and (connection_status_at is null or connection_status_at <= p_heard)
    returning * into v_channel;
  if v_channel.id is null then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'outdated');
  end if;
  if v_status = 'connected' then
    if v_channel.pause_reason = 'session_down' then
      perform app.resume_channel(p_channel);
    else
      update public.channels set probe_at = p_heard where id = p_channel and probe_at is not null;
    end if;
  elsif v_status <> 'connecting' then
    perform app.pause_channel(p_channel, 'session_down', 'WhatsApp says: ' || v_status, p_heard);
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $$;
