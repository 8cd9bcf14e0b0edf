-- Whether we may write to somebody: each change, who made it, and in which words.

create table public.contact_consents (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  kind text not null check (kind in ('stopped', 'started', 'blocked', 'unblocked', 'erased',
    'marketing_stopped', 'marketing_resumed')),
  -- merge: it was true of another row of the same person. log: our own confirmation of it is in the
  -- provider's log of sends. preference: WhatsApp's own switch for offers.
  source text not null check (source in ('customer', 'staff', 'merge', 'log', 'preference')),
  message_id bigint references public.whatsapp_messages (id) on delete set null,
  user_id uuid,
  -- The customer's, as they wrote them.
  words text,
  -- Of staff.
  reason text,
  -- The one message that confirms it.
  notice_id bigint references public.whatsapp_messages (id) on delete set null,
  at timestamptz not null default app.now()
);
create index contact_consents_contact on public.contact_consents (contact_id, id desc);
create index contact_consents_workspace on public.contact_consents (workspace_id, id desc);
create index contact_consents_message on public.contact_consents (message_id)
  where message_id is not null;
create index contact_consents_notice on public.contact_consents (notice_id)
  where notice_id is not null;
-- Thousands of words of one person in one delivery: each is weighed by a look-up, never by reading
-- the others.
create index contact_consents_noticed on public.contact_consents (contact_id)
  where notice_id is not null;
create index whatsapp_messages_words on public.whatsapp_messages (contact_id, written_at)
  where is_stop or is_start;
create index whatsapp_messages_notices on public.whatsapp_messages (channel_id, created_at)
  where purpose = 'consent_notice';

-- 'stop', 'start', 'refusal' or null: what a text means by the company's own words. p_keys: its
-- normal forms, as TypeScript makes them (consentKeys); the lists are saved in the same form. A
-- refusal is on no list: TypeScript marks it.
create function app.consent_word(p_workspace uuid, p_keys text[]) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_setting jsonb;
begin
  if cardinality(p_keys) = 0 then
    return null;
  end if;
  v_setting := app.setting(p_workspace, 'consent');
  -- Every message is asked: paths cost a fifth of a query over the lists.
  return case
    when jsonb_path_query_array(v_setting, '$.stopWords.*[*]') ?| p_keys then 'stop'
    when jsonb_path_query_array(v_setting, '$.startWords.*[*]') ?| p_keys then 'start'
    when '~refusal' = any (p_keys) then 'refusal' end;
end $$;

-- Whether a confirmation may be made now. Whoever alternates STOP and START, a stranger, or two
-- programs that answer each other would else use up the day's sends. One that was skipped before it
-- left counts for nobody.
create function app.may_confirm_consent(p_contact bigint, p_kind text, p_channel uuid,
  p_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_persons bigint[] := app.merged_set(p_contact);
  v_limit integer := (select app.daily_limit_at(c, app.now()) from public.channels c
    where c.id = p_channel);
  v_day_ago timestamptz := app.now() - interval '24 hours';
begin
  -- Not more than ten a day are made, though none of them leaves.
  if (select count(*) from public.whatsapp_messages m where m.contact_id = any (v_persons)
      and m.purpose = 'consent_notice' and m.created_at > v_day_ago) >= 10
  then
    return false;
  end if;
  -- Somebody whom we asked or meant to, wrote to by hand, or who had stopped us before.
  if not exists (select from public.contact_consents s where s.contact_id = any (v_persons)
      and s.kind = 'stopped' and s.source = 'customer' and s.at < p_at)
    and not exists (select from public.whatsapp_messages m where m.contact_id = any (v_persons)
      and m.direction = 'out' and m.purpose <> 'consent_notice')
  then
    return false;
  end if;
  -- One a person and day, three a month, of which one of a stop.
  if (select count(*) filter (where n.at > app.now() - interval '24 hours') > 0 or count(*) > 2
        or (p_kind = 'stopped' and bool_or(n.kind = 'stopped'))
      from app.kept_notices(v_persons, app.now() - interval '30 days') n)
  then
    return false;
  end if;
  -- A tenth of what the channel may send in a day.
  return v_limit = 0 or greatest(1, v_limit / 10) > (
    select count(*) from public.whatsapp_messages m
    where m.channel_id = p_channel and m.purpose = 'consent_notice'
      -- They wait for a day at most.
      and m.created_at > v_day_ago - interval '24 hours'
      and (m.status in ('queued', 'sending') or m.send_began_at > v_day_ago));
end $$;

-- The confirmations of these contacts since p_since that left, may have left, or wait to leave.
create function app.kept_notices(p_contacts bigint[], p_since timestamptz)
  returns table (kind text, at timestamptz)
language sql stable set search_path = ''
as $$
  select s.kind, coalesce(m.send_began_at, m.created_at)
  from public.contact_consents s join public.whatsapp_messages m on m.id = s.notice_id
  where s.contact_id = any (p_contacts) and s.notice_id is not null
    and (m.attempt > 0 or m.status = 'queued')
    and coalesce(m.send_began_at, m.created_at) > p_since
$$;

-- Tells the customer, once, that we heard them. Null when there is nothing to say or no number to
-- say it to.
create function app.queue_consent_notice(p_contact bigint, p_kind text, p_message bigint,
  p_at timestamptz) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_asked public.whatsapp_messages;
  v_setting jsonb;
  v_to text;
  v_id bigint;
begin
  select * into v_asked from public.whatsapp_messages where id = p_message;
  v_to := app.address_on(p_contact, v_asked.channel_id);
  v_setting := app.setting(v_asked.workspace_id, 'consent');
  if v_asked.id is null or v_to is null or not (v_setting ->> 'confirm')::boolean
    or not app.may_confirm_consent(p_contact, p_kind, v_asked.channel_id, p_at)
  then
    return null;
  end if;
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
      recipient,
    priority, due_at, expires_at, request_id)
  values (
    v_asked.workspace_id, v_asked.channel_id, v_asked.conversation_id, p_contact, 'out',
      'consent_notice',
    v_setting -> 'confirmation' ->> case p_kind when 'stopped' then 'stop' else 'start' end,
      'queued',
    -- To the number that it came from, of several.
    coalesce((select i.value from public.contact_identities i
      where i.contact_id = p_contact and i.kind = 'phone' and i.value = v_asked.address), v_to),
    -- Behind every ask, and in the hours only: a word at night is confirmed in the morning.
    30, app.now(), app.now() + interval '24 hours', v_asked.request_id)
  returning id into v_id;
  return v_id;
end $$;

-- The one way to change what we may send to somebody. Nothing happens when it is so already.
-- Answers the channel on which a confirmation waits, or null. Call it under the channel's lock.
create function app.note_consent(
  p_contact bigint, p_kind text, p_source text, p_message bigint default null,
    p_user uuid default null,
  p_reason text default null, p_at timestamptz default null)
returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_at timestamptz := coalesce(p_at, app.now());
  v_id bigint;
  v_notice bigint;
  v_is_waiting boolean;
  v_is_asked boolean;
begin
  select * into v_contact from public.contacts where id = p_contact for update;
  if (case p_kind
      when 'stopped' then v_contact.opted_out_at is not null
      when 'started' then v_contact.opted_out_at is null
      when 'blocked' then v_contact.blocked_at is not null
      when 'unblocked' then v_contact.blocked_at is null
      else false end)
  then
    return null;
  end if;
  insert into public.contact_consents (workspace_id, contact_id, kind, source, message_id, user_id,
    words, reason, at)
  values (v_contact.workspace_id, p_contact, p_kind, p_source, p_message, p_user,
    (select left(m.body, 200) from public.whatsapp_messages m where m.id = p_message),
      left(p_reason, 500), v_at)
  returning id into v_id;
  update public.contacts set
    opted_out_at = case p_kind when 'stopped' then v_at when 'started' then null
      else opted_out_at end,
    blocked_at = case p_kind when 'blocked' then v_at when 'unblocked' then null
      else blocked_at end,
    erased_at = case p_kind when 'erased' then coalesce(erased_at, v_at) else erased_at end
  where id = p_contact;
  select coalesce(bool_or(m.status = 'queued'), false), coalesce(bool_or(m.ask_open), false)
  into v_is_waiting, v_is_asked
  from public.whatsapp_messages m where m.contact_id = p_contact
    and m.purpose in ('follow_up', 'reminder', 'consent_notice', 'manual');
  if v_is_waiting then
    -- A confirmation that has not left would say what is no longer so.
    update public.whatsapp_messages set status = 'skipped', reason_code = 'consent_changed',
      reason = 'Something newer holds than what this was to confirm.'
    where contact_id = p_contact and purpose = 'consent_notice' and status = 'queued';
  end if;
  if p_kind in ('stopped', 'blocked', 'erased') then
    perform app.settle_attention(p_contact, p_kind, array['refusal']),
      app.withdraw_reasons(p_contact, 'marketing', 'stop', v_at);
    if v_is_waiting then
      perform app.skip_unreachable(p_contact);
    end if;
    if v_is_asked then
      update public.whatsapp_messages set ask_open = false
      where workspace_id = v_contact.workspace_id and contact_id = p_contact and ask_open;
    end if;
  end if;
  if p_source = 'customer' and v_contact.blocked_at is null and v_contact.erased_at is null then
    v_notice := app.queue_consent_notice(p_contact, p_kind, p_message, v_at);
  end if;
  if v_notice is not null then
    update public.contact_consents set notice_id = v_notice where id = v_id;
  end if;
  return (select m.channel_id from public.whatsapp_messages m where m.id = v_notice);
end $$;

-- Whether the opposite of this word, said at p_at, was written after it. In doubt the stop wins: at
-- equal times, unless neither vendor's time is known and each came by itself, where the order in
-- which we heard them stands.
create function app.is_outdated_word(p_message bigint, p_word text, p_at timestamptz)
  returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case p_word
      when 'stop' then exists (select from public.whatsapp_messages m
        where m.contact_id = w.contact_id and m.direction = 'in' and m.is_start and m.id <> w.id
          and m.written_at > p_at)
      -- Who stopped us by another hand than a message (staff, a merge) did so at opted_out_at.
      else c.opted_out_at > p_at or exists (select from public.whatsapp_messages m
        where m.contact_id = w.contact_id and m.direction = 'in' and m.is_stop and m.id <> w.id
          -- In the words of an index, which knows no "or".
          and m.written_at >= p_at and (m.written_at > p_at or (m.written_at = p_at
            and (m.provider_timestamp is not null or w.provider_timestamp is not null
              or m.request_id is not distinct from w.request_id))))
    end
    from public.whatsapp_messages w join public.contacts c on c.id = w.contact_id
      where w.id = p_message);
end $$;

-- A stop or start word in a message that was just recorded. Only the last word counts: one that was
-- kept as failed, and is applied again after its opposite, changes nothing. A start is one only for
-- who stopped us; else it is an answer like any other. A refusal is no answer, and somebody has to
-- look at it. A file is one, whatever is written under it. Answers {isStop, isStart, isRefusal,
-- channel}.
create function app.heed_consent(p_message bigint, p_word text, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_is_start boolean;
  v_is_outdated boolean;
  v_channel uuid;
begin
  if p_word is null then
    return '{"isStop": false, "isStart": false, "isRefusal": false}';
  elsif p_word = 'refusal' then
    return app.heed_refusal(p_message);
  end if;
  select c.* into v_contact from public.contacts c
    join public.whatsapp_messages m on m.contact_id = c.id where m.id = p_message;
  v_is_start := p_word = 'start' and v_contact.opted_out_at is not null;
  -- A start that comes when no stop is known is an answer, and told from others by its mark: a stop
  -- that had failed may follow.
  update public.whatsapp_messages set is_stop = p_word = 'stop', is_start = p_word = 'start',
    evidence = case when p_word = 'stop' or v_is_start then nullif(evidence, 'reply')
      else evidence end
  where id = p_message;
  if p_word = 'stop' or v_is_start then
    v_is_outdated := app.is_outdated_word(p_message, p_word, p_heard);
    if not v_is_outdated then
      v_channel := app.note_consent(v_contact.id, case p_word when 'stop' then 'stopped'
        else 'started' end,
        'customer', p_message, p_at => p_heard);
    end if;
  end if;
  return jsonb_build_object('isStop', p_word = 'stop', 'isStart', v_is_start, 'isRefusal', false,
    'channel', v_channel);
end $$;

-- Looks like a refusal and is no stop word: it proves no bill, and a person looks before anything
-- is repeated.
create function app.heed_refusal(p_message bigint) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  update public.whatsapp_messages set evidence = nullif(evidence, 'reply') where id = p_message
    returning * into m;
  -- Who has stopped us already is written to by nobody.
  if exists (select from public.contacts c where c.id = m.contact_id and not app.is_unreachable(c))
    then
    perform app.note_attention(m.workspace_id, m.contact_id, 'refusal', m.written_at, m.id,
      p_request => m.request_id);
    perform app.judge_waiting(m.contact_id);
  end if;
  return '{"isStop": false, "isStart": false, "isRefusal": true}';
end $$;

alter table public.contact_consents enable row level security;
create policy members_read on public.contact_consents for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
