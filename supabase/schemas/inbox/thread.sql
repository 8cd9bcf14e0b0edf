-- One person's page: the thread, who they are, and what one may do.

-- Messages of a page of the thread, newest first, each with what it quotes and what is known of
-- what became of it.
create function app.thread_messages(p_contact bigint, p_before bigint, p_size integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_ids bigint[] := array(select m.id from public.whatsapp_messages m
    where m.contact_id = p_contact and (p_before is null or m.id < p_before)
    order by m.id desc limit p_size);
begin
  return (select coalesce(jsonb_agg(page.message || jsonb_strip_nulls(jsonb_build_object(
      'sentBy', m.sent_by, 'unconfirmedAt', m.unconfirmed_at, 'templateId', m.template_id,
      'acknowledgedAt', m.acknowledged_at, 'referral', m.referral, 'askId', m.ask_id, 'reminderStep', m.reminder_step,
      'quoted', app.quoted_words(m),
      'reactions', (select jsonb_agg(jsonb_build_object('emoji', x.emoji, 'direction',
        x.direction) order by x.direction) from public.whatsapp_reactions x
        where x.message_id = m.id and x.emoji is not null))) order by page.id desc), '[]')
    from app.messages_json(v_ids) page join public.whatsapp_messages m on m.id = page.id);
end $$;

-- What a message quotes, of the same channel: {id, direction, kind, body}.
create function app.quoted_words(m public.whatsapp_messages) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  if m.quoted_whatsapp_id is null then
    return null;
  end if;
  return (select jsonb_build_object('id', q.id, 'direction', q.direction, 'kind', q.kind,
      'body', left(q.body, 200))
    from public.whatsapp_message_keys k join public.whatsapp_messages q on q.id = k.message_id
    where k.channel_id = m.channel_id and k.whatsapp_id = m.quoted_whatsapp_id
      and q.contact_id = m.contact_id);
end $$;

-- Calls with this person between two moments, the newest fifty.
create function app.thread_calls(p_contact bigint, p_from timestamptz, p_until timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_ids bigint[] := array(select k.id from public.cloudtalk_calls k where k.contact_id = p_contact
      and (p_from is null or k.created_at >= p_from)
      and (p_until is null or k.created_at < p_until)
    order by k.id desc limit 50);
begin
  return (select coalesce(jsonb_agg(page.call || jsonb_build_object('disposition', k.disposition,
      'recordingUrl', k.recording_url) order by page.id desc), '[]')
    from app.calls_json(v_ids) page join public.cloudtalk_calls k on k.id = page.id);
end $$;

create function app.thread_notes(p_contact bigint, p_from timestamptz, p_until timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'userId', n.user_id,
      'body', n.body, 'at', n.created_at, 'mentions', (select coalesce(jsonb_agg(x.user_id), '[]')
        from public.note_mentions x where x.note_id = n.id)) order by n.id desc), '[]')
    from (select x.* from public.conversation_notes x where x.contact_id = p_contact
      and x.deleted_at is null and (p_from is null or x.created_at >= p_from)
      and (p_until is null or x.created_at < p_until) order by x.id desc limit 50) n);
end $$;

-- What they agreed to, and took back, between two moments, the newest fifty: who may is said in
-- consents_json.
create function app.thread_consents(p_contact bigint, p_from timestamptz, p_until timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(x.consent order by (x.consent ->> 'id')::bigint desc), '[]')
    from jsonb_array_elements(app.consents_json(app.consent_ids((select c.workspace_id
      from public.contacts c where c.id = p_contact), app.merged_set(p_contact), null, 50))) x (consent)
    where (p_from is null or (x.consent ->> 'at')::timestamptz >= p_from)
      and (p_until is null or (x.consent ->> 'at')::timestamptz < p_until));
end $$;

-- The person beside the thread: names, addresses, what was asked, what is open to be looked at.
create function app.thread_person(c public.contacts) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('id', c.id, 'name', coalesce(c.name, c.push_name),
    'company', c.company, 'pushName', c.push_name, 'phone', app.contact_phone(c.id),
    'phones', (select coalesce(jsonb_agg(i.value order by i.learned_at, i.value), '[]')
      from public.contact_identities i where i.contact_id = c.id and i.kind = 'phone'),
    'timeZone', c.time_zone, 'createdAt', c.created_at, 'silence', app.silence(c),
    'optedOutAt', c.opted_out_at, 'blockedAt', c.blocked_at,
    'attention', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind,
        'detail', a.detail, 'at', a.at, 'messageId', a.message_id, 'callId', a.call_id)
        order by a.id), '[]') from public.attention a where a.contact_id = c.id
        and a.settled_at is null),
    'asks', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'callId', a.call_id,
        'state', a.state, 'code', a.code, 'reason', a.reason, 'shouldSend', a.should_send,
        'evidence', a.evidence, 'evidenceAt', a.evidence_at,
        'evidenceMessageId', a.evidence_message_id, 'isOpen', a.is_open,
        'staffDecision', a.staff_decision, 'createdAt', a.created_at) order by a.id desc), '[]')
      from (select x.* from public.asks x where x.contact_id = c.id order by x.id desc limit 20) a));
end $$;

-- What a composer needs to know: {channel: {id, name, vendor, state, quotes, …}, reason,
-- guard: {code, reason} | null, window: {open, until, freeUntil} | null}, and what app.composer_offers tells.
create function app.composer_json(c public.contacts) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_channel uuid := app.channel_for(c.id, 'manual');
begin
  return app.composer_offers(c.id, v_channel) || jsonb_build_object(
    'reason', app.reason_known(c.id),
    'guard', app.write_guard(c, v_channel, 'called', false),
    'window', app.window_json(v_channel, c.id, app.now()),
    'lastInAt', (select m.written_at from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' order by m.id desc limit 1),
    'channel', (select jsonb_build_object('id', x.id, 'name', x.name, 'vendor', x.vendor,
        'state', x.state, 'quotes', coalesce((x.capabilities ->> 'quotes')::boolean, false),
        'pauseReason', x.pause_reason, 'pausedAt', x.paused_at,
        'connectionStatus', x.connection_status, 'queued', (select count(*)
          from public.whatsapp_messages m where m.channel_id = x.id and m.status = 'queued'))
      from public.channels x where x.id = v_channel));
end $$;

-- A person's page. before: the oldest message of the page before; null: from the newest. {person,
-- row (as in the list), messages, calls, notes, older, readId, composer, here}; null where there is
-- no such person. readId: how far the caller had read.
create function app.thread_json(p_contact bigint, p_before bigint, p_size integer)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  c public.contacts;
  v_messages jsonb;
  v_older boolean;
  v_from timestamptz;
  v_until timestamptz;
begin
  select * into c from public.contacts x where x.id = p_contact;
  if c.id is null then
    return null;
  elsif c.merged_into is not null then
    return jsonb_build_object('movedTo', c.merged_into);
  end if;
  v_messages := app.thread_messages(c.id, p_before, p_size + 1);
  v_older := jsonb_array_length(v_messages) > p_size;
  if v_older then
    v_messages := v_messages - p_size;
    v_from := (v_messages -> -1 ->> 'createdAt')::timestamptz;
  end if;
  v_until := case when p_before is not null then (select m.created_at
    from public.whatsapp_messages m where m.id = p_before) end;
  return jsonb_build_object('person', app.thread_person(c),
    'row', (select r.conversation from app.conversation_rows(array[c.id]) r),
    'messages', v_messages, 'older', case when v_older then v_messages -> -1 -> 'id' end,
    'calls', app.thread_calls(c.id, v_from, v_until),
    'notes', app.thread_notes(c.id, v_from, v_until),
    'leads', app.thread_leads(c.id, v_from, v_until),
    'consents', app.thread_consents(c.id, v_from, v_until),
    'readId', (select r.message_id from public.conversation_reads r where r.contact_id = c.id
      and r.user_id = auth.uid()),
    'composer', app.composer_json(c), 'here', app.others_here(c.id));
end $$;

-- What Chat shows, in one round trip: {now, stamp, workspace, list, counts, thread}. filters: those
-- of app.conversation_list, and {contact, threadBefore, size, threadSize, here, typing}.
-- here: the caller has this person's page open. known: the stamp of what the reader has;
-- {unchanged: true} where it still holds. Null for who is no member.
create function public.inbox(filters jsonb default '{}', known text default null) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  w public.workspaces;
  v_now timestamptz := app.now();
  v_contact bigint := (filters ->> 'contact')::bigint;
  v_stamp text;
  v_here text := '';
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  if (filters ->> 'here')::boolean
      and exists (select from public.contacts c where c.id = v_contact) then
    v_here := md5(public.be_here(v_contact, coalesce((filters ->> 'typing')::boolean,
      false))::text);
  end if;
  v_stamp := app.monitor_stamp(v_now) || '~' || v_here;
  if known = v_stamp then
    return jsonb_build_object('unchanged', true);
  end if;
  return jsonb_build_object('now', v_now, 'stamp', v_stamp,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone),
    'counts', app.conversation_counts(w.id),
    'list', case when coalesce((filters ->> 'list')::boolean, true) then
      app.conversation_list(w.id, filters, least(greatest(coalesce(
        (filters ->> 'size')::integer, 30), 1), 100)) end,
    'thread', case when v_contact is not null then app.thread_json(v_contact,
      (filters ->> 'threadBefore')::bigint, least(greatest(coalesce(
        (filters ->> 'threadSize')::integer, 50), 1), 200)) end);
end $$;

grant execute on function
  app.thread_messages(bigint, bigint, integer), app.quoted_words(public.whatsapp_messages),
  app.thread_calls(bigint, timestamptz, timestamptz),
  app.thread_notes(bigint, timestamptz, timestamptz),
  app.thread_consents(bigint, timestamptz, timestamptz), app.thread_person(public.contacts),
  app.composer_json(public.contacts), app.thread_json(bigint, bigint, integer),
  public.inbox(jsonb, text)
to authenticated;
