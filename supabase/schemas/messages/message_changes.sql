-- What follows on a message: its content after a mere announcement, an edit, a deletion, a file
-- that never came; and what of it a person has to look at.

create index whatsapp_messages_albums on public.whatsapp_messages (id)
  where awaits_content and content_name = 'albumMessage';

-- When a value was written, as far as its vendor tells, and not after we heard it.
create function app.written_of(p_value jsonb, p_heard timestamptz) returns timestamptz
language plpgsql immutable set search_path = ''
as $$
begin
  return least(coalesce((p_value ->> 'providerTimestamp')::timestamptz, p_heard), p_heard);
end $$;

-- As note_attention, of a message; what a person has seen already is open again when something
-- newer of its kind comes.
create function app.look_at_message(m public.whatsapp_messages, p_kind text, p_at timestamptz,
  p_detail text) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if app.note_attention(m.workspace_id, m.contact_id, p_kind, p_at, m.id, null, m.request_id,
    p_detail) is null then
    update public.attention a set at = p_at, settled_at = null, settled_by = null,
      settled_how = null, detail = left(p_detail, 500)
    where a.message_id = m.id and a.kind = p_kind and a.settled_at <= app.now()
      -- What had come after all is lost again.
      and (a.at < p_at or a.settled_how = 'content')
      and a.settled_how <> 'erased';
  end if;
end $$;

create function app.name_content(m public.whatsapp_messages, p_value jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set content_name = left(p_value ->> 'contentName', 100),
    awaits_content = coalesce((p_value ->> 'isStub')::boolean, false)
      or coalesce(p_value ->> 'contentName' = 'albumMessage', false)
  where id = m.id;
end $$;

-- The chat says that this person has another number. Nothing goes to the old one by itself any
-- more, as to one that is not on WhatsApp; whoever stopped us there has stopped us at the new one.
-- Whether the two are one person is for staff to say.
create function app.note_new_number(m public.whatsapp_messages, p_value jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_new text := p_value ->> 'newPhone';
  v_old text := coalesce(p_value -> 'chat' ->> 'phone', app.contact_phone(m.contact_id));
  v_stopped timestamptz := (select c.opted_out_at from public.contacts c where c.id = m.contact_id);
  v_other bigint;
begin
  perform app.look_at_message(m, 'number_changed', m.written_at, concat_ws(' → ', v_old, v_new));
  if v_new is null or v_new = v_old then
    return;
  end if;
  update public.contact_identities i set not_on_whatsapp_at = m.written_at
  where i.contact_id = m.contact_id and i.kind = 'phone' and i.value = v_old;
  if v_stopped is not null then
    v_other := app.resolve_contact(m.workspace_id, v_new, null);
    if v_other <> m.contact_id and not app.is_erased_contact(v_other) then
      perform app.note_consent(v_other, 'stopped', 'merge',
        p_reason => 'They stopped us at another number.', p_at => v_stopped);
    end if;
  end if;
end $$;

-- Somebody announced several photos, and none came within minutes. Answers how many.
create function app.look_at_albums() returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  v_count integer := 0;
begin
  for m in
    select x.* from public.whatsapp_messages x
    where x.awaits_content and x.content_name = 'albumMessage'
      and x.created_at <= app.now() - interval '5 minutes'
    order by x.id limit 200 for update skip locked
  loop
    update public.whatsapp_messages set awaits_content = false where id = m.id;
    if not exists (select from public.whatsapp_messages f where f.contact_id = m.contact_id
      and f.direction = 'in'
        and f.media is not null and f.written_at >= m.written_at - interval '1 minute') then
      perform app.look_at_message(m, 'unknown_kind', m.written_at, m.content_name);
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end $$;

-- What a new message means for what is to be looked at. A written answer settles a WhatsApp call
-- before it.
create function app.note_look(m public.whatsapp_messages, p_value jsonb, p_heard timestamptz)
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if p_value ->> 'look' is null then
    if m.evidence is not null and app.awaits_look(m.contact_id) then
      perform app.settle_attention(m.contact_id, 'content', array['whatsapp_call', 'taken_back'],
        p_until => app.written_of(p_value, p_heard));
    end if;
    if p_value ->> 'contentName' is not null then
      perform app.name_content(m, p_value);
    end if;
    return;
  end if;
  perform app.name_content(m, p_value);
  if p_value ->> 'look' = 'number_changed' then
    perform app.note_new_number(m, p_value);
    return;
  end if;
  perform app.look_at_message(m, p_value ->> 'look', app.written_of(p_value, p_heard),
    p_value ->> 'contentName');
end $$;

-- Its stop or start word. A start that an advertiser wrote for them takes nothing back, and neither
-- does one that nothing proves.
create function app.said_word(p_workspace uuid, p_value jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_word text := app.consent_word(p_workspace,
    array(select jsonb_array_elements_text(p_value -> 'consentKeys')));
begin
  return case when v_word = 'start' and (p_value ->> 'contentName' = 'advertisement'
      or (p_value ->> 'unproved')::boolean) then null
    else v_word end;
end $$;

-- Somebody who stopped us seems to want messages again: a person asks them, or believes it.
create function app.note_unproved_start(m public.whatsapp_messages, p_value jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if (p_value ->> 'unproved')::boolean and exists (select from public.contacts c
      where c.id = m.contact_id and c.opted_out_at is not null)
    and app.consent_word(m.workspace_id,
      array(select jsonb_array_elements_text(p_value -> 'consentKeys'))) = 'start'
  then
    perform app.look_at_message(m, 'unproved_start', app.written_of(p_value, app.now()), null);
  end if;
end $$;

-- What a message that was just recorded says of consent and proves, both as of when it was written.
-- Answers the channel on which a confirmation waits, or null.
create function app.weigh(m public.whatsapp_messages, p_value jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_said jsonb := app.heed_consent(m.id, app.said_word(m.workspace_id, p_value), m.written_at);
begin
  perform app.note_unproved_start(m, p_value);
  perform app.heed_confirmation(m);
  -- A stop is no bill, and neither is the word that takes it back, nor a refusal; a file above it
  -- may be one.
  if m.evidence = 'attachment' or (m.evidence is not null and not (v_said ->> 'isStop')::boolean
      and not (v_said ->> 'isStart')::boolean and not (v_said ->> 'isRefusal')::boolean) then
    perform app.apply_evidence(m);
  end if;
  return v_said -> 'channel';
end $$;

-- The content of a message that was only announced: the row becomes what it would have been. Null
-- for any other message.
create function app.fill_stub(p_message bigint, p_value jsonb, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  if coalesce((p_value ->> 'isStub')::boolean, false) then
    return null;
  end if;
  update public.whatsapp_messages m set
    kind = p_value ->> 'kind', body = coalesce(p_value ->> 'text', m.body),
      media = nullif(p_value -> 'media', 'null'),
    quoted_whatsapp_id = p_value ->> 'quotedWhatsappId',
      push_name = coalesce(p_value ->> 'pushName', m.push_name),
    evidence = p_value ->> 'evidence', content_name = left(p_value ->> 'contentName', 100),
      awaits_content = false
  where m.id = p_message and m.awaits_content and m.content_removed_at is null
  returning * into v_message;
  if v_message.id is null then
    return null;
  end if;
  perform app.settle_attention(v_message.contact_id, 'content',
    array['view_once', 'undecryptable', 'unknown_kind', 'taken_back'], p_message);
  v_message := app.judge_machine(v_message, p_value -> 'consentKeys');
  perform app.note_look(v_message, p_value, p_heard);
  return jsonb_build_object('outcome', 'processed', 'channel', app.weigh(v_message, p_value));
end $$;

-- A stop or a refusal that an edit made of an answer is no bill.
create function app.withdraw_evidence(p_message bigint, p_reason text) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint;
begin
  for v_ask in
    select e.ask_id from public.bill_evidence e
    where e.message_id = p_message and e.source = 'message' and e.level = 'reply'
      and e.undone_at is null order by e.ask_id
  loop
    update public.bill_evidence e set undone_at = app.now(), undo_reason = p_reason
    where e.ask_id = v_ask and e.message_id = p_message and e.source = 'message'
      and e.undone_at is null;
    perform app.refresh_evidence(v_ask);
  end loop;
end $$;

create function app.record_edit(p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_text text := p_value ->> 'text';
  v_at timestamptz := app.written_of(p_value, p_heard);
  m public.whatsapp_messages;
  v_said jsonb;
begin
  select x.* into m from public.whatsapp_message_keys k
    join public.whatsapp_messages x on x.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId' for update of x;
  if m.id is null then
    -- The first version never came: all that is left of it is this.
    return app.record_inbound(p_workspace, p_channel, p_value || jsonb_build_object(
      'kind', case when v_text is null then 'other' else 'text' end, 'evidence', null,
        'contentName', 'edit',
      'look', 'edit_unreadable', 'isStub', v_text is null), p_request, p_heard);
  end if;
  if m.direction = 'out' or m.content_removed_at is not null or app.is_erased_contact(m.contact_id)
    then
    return '{"outcome": "ignored", "reason": "edit"}';
  end if;
  if v_text is null then
    update public.whatsapp_messages set edit_unreadable_at = greatest(edit_unreadable_at, v_at)
      where id = m.id;
    perform app.look_at_message(m, 'edit_unreadable', v_at, null);
    return '{"outcome": "processed"}';
  end if;
  -- Baileys tells an edit twice.
  if m.body is not distinct from v_text or m.edited_at > v_at then
    return '{"outcome": "duplicate"}';
  end if;
  update public.whatsapp_messages set body = v_text, edited_at = v_at, edit_unreadable_at = null,
    edits = case when jsonb_array_length(coalesce(edits, '[]')) < 20
      then coalesce(edits, '[]') || jsonb_build_object(
      'at', coalesce(m.edited_at, m.created_at), 'body', m.body) else edits end
  where id = m.id;
  perform app.settle_attention(m.contact_id, 'content', array['edit_unreadable'], m.id);
  v_said := app.heed_consent(m.id, app.said_word(p_workspace, p_value), v_at);
  perform app.note_unproved_start(m, p_value);
  if (v_said ->> 'isStop')::boolean or (v_said ->> 'isRefusal')::boolean then
    perform app.withdraw_evidence(m.id, case when (v_said ->> 'isStop')::boolean
      then 'The customer changed this message into a stop.'
      else 'The customer changed this message into what looks like a refusal.' end);
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', v_said -> 'channel');
end $$;

-- The customer took back what we never heard: a row that proves nothing, and is to be looked at.
-- Its words may come yet.
create function app.record_taken_back(
  p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint, p_heard timestamptz)
    returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_result jsonb := app.record_inbound(p_workspace, p_channel,
    p_value || '{"kind": "other", "evidence": null,
    "contentName": "taken_back", "look": "taken_back", "isStub": true}', p_request, p_heard);
begin
  if (p_value ->> 'unproved')::boolean then
    return v_result;
  end if;
  update public.whatsapp_messages m set deleted_at = app.written_of(p_value, p_heard)
  from public.whatsapp_message_keys k
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId'
    and m.id = k.message_id
    and m.direction = 'in' and m.deleted_at is null;
  return v_result;
end $$;

create function app.record_deletion(
  p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint, p_heard timestamptz)
    returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select x.* into m from public.whatsapp_message_keys k
    join public.whatsapp_messages x on x.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId'
    -- A customer takes back what is theirs only.
    and x.direction = coalesce(p_value ->> 'direction', x.direction) for update of x;
  if m.id is null then
    if p_value -> 'chat' is not null and p_value ->> 'direction' = 'in' then
      return app.record_taken_back(p_workspace, p_channel, p_value, p_request, p_heard);
    end if;
    return '{"outcome": "ignored", "reason": "deletion"}';
  elsif m.deleted_at is not null then
    return '{"outcome": "duplicate"}';
  elsif (p_value ->> 'unproved')::boolean then
    perform app.look_at_message(m, 'unproved_deletion', app.written_of(p_value, p_heard), null);
    return '{"outcome": "ignored", "reason": "unproved", "detail": "deletion"}';
  end if;
  update public.whatsapp_messages set deleted_at = app.written_of(p_value, p_heard) where id = m.id;
  -- On the phone it stands no more.
  perform app.settle_attention(m.contact_id, 'deleted',
    array['view_once', 'undecryptable', 'unknown_kind', 'edit_unreadable'], m.id);
  return '{"outcome": "processed"}';
end $$;
