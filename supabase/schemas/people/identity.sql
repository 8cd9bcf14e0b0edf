-- Who an event is about: one contact, whatever address it came with.

-- Closes what may no longer be sent to this contact, for the reason that holds.
create function app.skip_unreachable(p_contact bigint) returns void
language sql volatile set search_path = ''
as $$
  update public.whatsapp_messages m set status = 'skipped', ask_open = false,
    reason_code = case when c.erased_at is not null or c.blocked_at is not null then 'blocked'
      else 'opted_out' end,
    reason = case when c.erased_at is not null or c.blocked_at is not null
      then 'The contact is blocked or erased.'
      else 'The contact asked not to be written to.' end
  from public.contacts c
  where c.id = p_contact and m.contact_id = p_contact and m.status = 'queued'
    -- In the words of an index: all that the outbox sends.
    and m.purpose in ('follow_up', 'reminder', 'consent_notice', 'manual')
      and not app.may_receive(c, m.purpose)
$$;

-- Each time two rows turned out to be one person, and whether that was taken back.
create table public.contact_merges (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  loser bigint not null references public.contacts (id) on delete cascade,
  winner bigint not null references public.contacts (id) on delete cascade,
  -- Null: two addresses came together by themselves.
  by uuid,
  reason text,
  at timestamptz not null default app.now(),
  -- What a split takes back: {identities: [{kind, value}], calls: [id], asks, leads, messages,
  -- notes, winner: {name, company, pushName}}
  moved jsonb not null,
  split_at timestamptz,
  split_by uuid,
  split_reason text,
  check (loser <> winner)
);
create index contact_merges_workspace on public.contact_merges (workspace_id, id desc);
create index contact_merges_winner on public.contact_merges (winner, id desc);
-- A row is merged into one other, until it is split off again.
create unique index contact_merges_open on public.contact_merges (loser) where split_at is null;
create index contact_merges_loser on public.contact_merges (loser, id desc);

-- Its addresses, and of what is known of a person what the other lacks. {identities, winner: the
-- names that it had}
create function app.join_persons(p_loser public.contacts, p_winner public.contacts) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_moved jsonb;
begin
  with moved as (
    update public.contact_identities set contact_id = p_winner.id where contact_id = p_loser.id
      returning kind, value)
  select jsonb_build_object('identities', coalesce(jsonb_agg(to_jsonb(moved) order by kind, value),
    '[]'),
    'winner', jsonb_build_object('name', p_winner.name, 'company', p_winner.company, 'pushName',
      p_winner.push_name))
  into v_moved from moved;
  update public.contacts set
    name = coalesce(name, p_loser.name), company = coalesce(company, p_loser.company),
    push_name = coalesce(push_name, p_loser.push_name),
    marketing_stopped_at = least(marketing_stopped_at, p_loser.marketing_stopped_at),
    marketing_said_at = greatest(marketing_said_at, p_loser.marketing_said_at),
    time_zone = coalesce(time_zone, p_loser.time_zone), fields = p_loser.fields || fields,
    erased_at = least(erased_at, p_loser.erased_at),
    -- The earlier one: they have not been written to since.
    opted_out_at = case when opted_out_at is not null
      then least(opted_out_at, p_loser.opted_out_at) end,
    blocked_at = case when blocked_at is not null then least(blocked_at, p_loser.blocked_at) end
  where id = p_winner.id;
  update public.contacts set merged_into = p_winner.id where id = p_loser.id;
  return v_moved;
end $$;

-- Two open asks for the same cannot stay: the winner's own does, and the loser's, if it waits, does
-- not leave.
create function app.join_asks(p_loser bigint, p_winner bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_asking public.asks;
begin
  for v_asking in select * from public.asks where contact_id = p_winner and is_open order by id loop
    -- Staff said that this person is not reminded.
    update public.asks a set reminders_stopped_by = o.reminders_stopped_by
    from public.asks o
    where a.id = v_asking.id and a.reminders_stopped_by is null and o.contact_id = p_loser
      and o.is_open and o.purpose = a.purpose and o.reminders_stopped_by is not null;
    perform app.stop_reminders(f) from public.asks a
    join public.whatsapp_messages f on f.ask_id = a.id and f.ask_open
    where a.id = v_asking.id and a.reminders_stopped_by is not null;
    with withdrawn as (
      update public.whatsapp_messages m set ask_open = false,
        status = case when status = 'queued' then 'cancelled' else status end,
        reason_code = case when status = 'queued' then 'covered' else reason_code end,
        reason = case when status = 'queued' then 'The same person is asked already.'
          else reason end
      where contact_id = p_loser
        and (ask_open or (status = 'queued' and purpose in ('follow_up', 'reminder')))
        and not exists (select from public.asks o
          where o.id = m.ask_id and o.purpose <> v_asking.purpose)
      returning ask_id, status, purpose)
    -- And those that it covered: an answer to the winner's ask is theirs too.
    update public.asks k set covered_by = v_asking.id,
      should_send = false, code = 'covered', reason = 'The same person is asked already.'
    from withdrawn where withdrawn.status = 'cancelled' and withdrawn.purpose = 'follow_up'
      and k.id <> v_asking.id
      and (k.id = withdrawn.ask_id or (k.covered_by = withdrawn.ask_id and not k.is_twin));
  end loop;
end $$;

create function app.join_threads(p_loser bigint, p_winner bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_conversation public.whatsapp_conversations;
  v_target bigint;
begin
  for v_conversation in select * from public.whatsapp_conversations
    where contact_id = p_loser order by id loop
    v_target := app.conversation(v_conversation.workspace_id, v_conversation.channel_id, p_winner);
    update public.whatsapp_messages set conversation_id = v_target
      where conversation_id = v_conversation.id;
    update public.whatsapp_conversations t set
      window_until = greatest(t.window_until, v_conversation.window_until),
      free_until = greatest(t.free_until, v_conversation.free_until)
    where t.id = v_target;
    delete from public.whatsapp_conversations where id = v_conversation.id;
  end loop;
end $$;

-- The evidence is looked at again, now that we know whose it is. p_messages: what the loser had;
-- p_evidence: what of it is some.
create function app.weigh_joined(p_winner bigint, p_messages bigint[], p_evidence bigint[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  for v_message in
    select m.* from public.whatsapp_messages m
    where m.id = any (p_evidence)
      -- What the winner wrote may answer an ask that came with the loser, or the call that it
      -- followed.
      or (m.contact_id = p_winner and m.evidence is not null and m.created_at >= (
        select min(a.created_at) - interval '24 hours' from public.whatsapp_messages a
          where a.id = any (p_messages) and a.purpose = 'follow_up'))
    order by m.written_at, m.id
  loop
    -- A machine's, now that we know what it answered.
    perform app.apply_evidence(app.judge_machine(v_message));
  end loop;
end $$;

-- Moves everything of p_loser to p_winner and answers the merge's id. By itself only for a loser
-- without a phone: see resolve_contact.
create function app.merge_contacts(p_loser bigint, p_winner bigint, p_user uuid default null,
  p_reason text default null)
returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_loser public.contacts;
  v_winner public.contacts;
  v_messages bigint[];
  v_evidence bigint[];
  v_moved jsonb;
  v_merge bigint;
begin
  perform from public.contacts where id in (p_loser, p_winner) order by id for update;
  select * into v_loser from public.contacts where id = p_loser;
  select * into v_winner from public.contacts where id = p_winner;
  v_moved := app.join_persons(v_loser, v_winner);
  with moved as (
    update public.cloudtalk_calls set contact_id = p_winner where contact_id = p_loser returning id)
  select v_moved || jsonb_build_object('calls', coalesce(jsonb_agg(id order by id),
    '[]')) into v_moved from moved;
  perform app.join_asks(p_loser, p_winner);
  with moved as (
    update public.asks set contact_id = p_winner where contact_id = p_loser returning id)
  select v_moved || jsonb_build_object('asks', coalesce(jsonb_agg(id order by id),
    '[]')) into v_moved from moved;
  with moved as (
    update public.reasons_to_write set contact_id = p_winner where contact_id = p_loser
      returning id)
  select v_moved || jsonb_build_object('reasons', coalesce(jsonb_agg(id order by id),
    '[]')) into v_moved from moved;
  with moved as (
    update public.leads set contact_id = p_winner where contact_id = p_loser returning id)
  select v_moved || jsonb_build_object('leads', coalesce(jsonb_agg(id order by id),
    '[]')) into v_moved from moved;
  perform app.join_threads(p_loser, p_winner);
  update public.attention set contact_id = p_winner where contact_id = p_loser;
  v_moved := v_moved || jsonb_build_object('notes', (select coalesce(jsonb_agg(n.id order by n.id),
    '[]') from public.conversation_notes n where n.contact_id = p_loser));
  perform app.join_work(p_loser, p_winner);
  update public.bill_verdicts set contact_id = p_winner where contact_id = p_loser;
  with moved as (
    update public.whatsapp_messages set contact_id = p_winner where contact_id = p_loser
      returning id, evidence)
  select array_agg(id order by id), array_agg(id order by id) filter (where evidence is not null)
  into v_messages, v_evidence from moved;
  insert into public.contact_merges (workspace_id, loser, winner, by, reason, moved)
  values (v_winner.workspace_id, p_loser, p_winner, p_user, left(p_reason, 500),
    v_moved || jsonb_build_object('messages', to_jsonb(coalesce(v_messages, '{}'))))
  returning id into v_merge;
  perform app.weigh_joined(p_winner, v_messages, v_evidence);
  -- Whoever stopped us by one address is stopped.
  if v_loser.opted_out_at is not null then
    perform app.note_consent(p_winner, 'stopped', 'merge', p_user => p_user,
      p_at => v_loser.opted_out_at);
  end if;
  if v_loser.blocked_at is not null then
    perform app.note_consent(p_winner, 'blocked', 'merge', p_user => p_user,
      p_at => v_loser.blocked_at);
  end if;
  perform app.skip_unreachable(p_winner);
  perform app.judge_waiting(p_winner);
  perform app.refresh_leads(p_winner);
  return v_merge;
end $$;

-- A name on WhatsApp may change hands: it is of whoever used it last. Somebody known by nothing
-- else was this person.
create function app.note_username(p_workspace uuid, p_contact bigint, p_username text) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_other bigint := app.contact_by(p_workspace, 'username', p_username);
begin
  if p_username is null or v_other = p_contact then
    return;
  elsif v_other is not null and not exists (select from public.contact_identities i
      where i.contact_id = v_other and i.kind <> 'username') then
    perform app.merge_contacts(v_other, p_contact);
    return;
  end if;
  insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
  values (p_workspace, 'username', p_username, p_contact, null)
  on conflict (workspace_id, kind, value) do update set contact_id = excluded.contact_id,
    learned_at = app.now();
end $$;

-- Who has this name, unless what else came with it contradicts: then another has taken it.
create function app.contact_by_username(
  p_workspace uuid, p_username text, p_phone text, p_lid text, p_bsuid text) returns bigint
language plpgsql stable set search_path = ''
as $$
declare
  v_contact bigint := app.contact_by(p_workspace, 'username', p_username);
begin
  return (select v_contact where not exists (select from public.contact_identities i
    where i.contact_id = v_contact
    and i.value <> case i.kind when 'phone' then p_phone when 'lid' then p_lid when 'bsuid'
      then p_bsuid end));
end $$;

-- Somebody new, with these addresses. Null where another made one of them first: theirs counts.
create function app.make_contact(
  p_workspace uuid, p_phone text, p_lid text, p_bsuid text, p_username text, p_name text,
    p_company text, p_email text default null) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
begin
  insert into public.contacts (workspace_id, phone_known, name, company)
  values (p_workspace, p_phone is not null, p_name, p_company) returning id into v_contact;
  insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
  select p_workspace, i.kind, i.value, v_contact, case when i.kind = 'lid' then app.now() end
  from (values ('phone', p_phone), ('lid', p_lid), ('bsuid', p_bsuid), ('email', p_email))
    i (kind, value) where i.value is not null
  on conflict do nothing;
  if (select count(*) from public.contact_identities
    where contact_id = v_contact) = num_nonnulls(p_phone, p_lid, p_bsuid, p_email) then
    perform app.note_username(p_workspace, v_contact, p_username);
    return v_contact;
  end if;
  delete from public.contacts where id = v_contact;
  return null;
end $$;

-- What came with a known address is learned, and merges the rows that it joins, if all but one have
-- no phone. Answers who it is then.
create function app.learn_addresses(p_workspace uuid, p_contact bigint, p_lid text, p_bsuid text,
  p_parent text default null) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint := p_contact;
  v_other bigint;
  v_kind text;
  v_value text;
begin
  for v_kind, v_value in select i.kind, i.value
    from (values ('lid', p_lid), ('bsuid', p_bsuid), ('parent_bsuid', p_parent)) i (kind, value)
    where i.value is not null
  loop
    v_other := app.contact_by(p_workspace, v_kind, v_value);
    if v_other is null and not app.is_erased(p_workspace, v_kind, v_value) then
      insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
      values (p_workspace, v_kind, v_value, v_contact, case when v_kind = 'lid' then app.now() end)
        on conflict do nothing;
    elsif v_other <> v_contact and app.contact_phone(v_other) is null then
      perform app.merge_contacts(v_other, v_contact);
    elsif v_other <> v_contact and app.contact_phone(v_contact) is null then
      perform app.merge_contacts(v_contact, v_other);
      v_contact := v_other;
    end if;
  end loop;
  return v_contact;
end $$;

-- The contact with these addresses, made if new, merged if they join several; its row is locked.
-- The strongest known one decides: phone, LID, business-scoped id, username. What is learned with
-- it stays where it is when it belongs to a contact that has a phone already: nothing is guessed.
-- Of an erased person no address is kept. p_name, p_company: of who is new. Written with the row,
-- as a name that follows is written into each of its indexes again.
create function app.resolve_contact(
  p_workspace uuid, p_phone text, p_lid text, p_bsuid text default null,
    p_username text default null,
  p_name text default null, p_company text default null)
returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone_contact bigint;
  v_contact bigint;
  v_other bigint;
begin
  if num_nonnulls(p_phone, p_lid, p_bsuid, p_username) = 0 then
    raise exception 'resolve_contact needs an address';
  end if;
  loop
    v_phone_contact := app.contact_by(p_workspace, 'phone', p_phone);
    v_contact := coalesce(v_phone_contact, app.contact_by(p_workspace, 'lid', p_lid),
      app.contact_by(p_workspace, 'bsuid', p_bsuid),
      case when p_username is not null
        then app.contact_by_username(p_workspace, p_username, p_phone, p_lid, p_bsuid) end);
    exit when v_phone_contact is not null;
    v_other := coalesce(app.erased_contact(p_workspace, 'phone', p_phone),
      app.erased_contact(p_workspace, 'lid', p_lid),
      app.erased_contact(p_workspace, 'bsuid', p_bsuid),
      case when v_contact is null then app.erased_contact(p_workspace, 'username', p_username) end);
    if v_other is not null then
      return v_other;
    end if;
    exit when v_contact is not null;
    v_contact := app.make_contact(p_workspace, p_phone, p_lid, p_bsuid, p_username, p_name,
      p_company);
    if v_contact is not null then
      return v_contact;
    end if;
  end loop;
  perform from public.contacts where id = v_contact for update;
  if v_phone_contact is not null and app.may_have_twin(p_phone) then
    perform app.learn_twin(p_workspace, v_contact, p_phone);
  end if;
  if num_nonnulls(p_lid, p_bsuid, p_username) = 0 then
    return v_contact;
  end if;
  if p_phone is not null and v_phone_contact is null then
    if app.contact_phone(v_contact) is not null then
      return app.resolve_contact(p_workspace, p_phone, null);
    end if;
    insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
    values (p_workspace, 'phone', p_phone, v_contact, null) on conflict do nothing;
  end if;
  v_contact := app.learn_addresses(p_workspace, v_contact, p_lid, p_bsuid);
  perform app.note_username(p_workspace, v_contact, p_username);
  return v_contact;
end $$;

-- chat: {phone, lid, bsuid?, parentBsuid?, username?}, of which at least one of the others is set.
create function app.resolve_chat(p_workspace uuid, p_chat jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_parent text := p_chat ->> 'parentBsuid';
  v_known bigint := app.contact_by(p_workspace, 'parent_bsuid', v_parent);
begin
  if v_parent is not null then
    -- Known at another business of the same owner: their id here is new.
    if v_known is not null and app.contact_by(p_workspace, 'phone', p_chat ->> 'phone') is null then
      perform app.learn_addresses(p_workspace, v_known, null, p_chat ->> 'bsuid');
    end if;
    v_known := app.resolve_contact(p_workspace, p_chat ->> 'phone', p_chat ->> 'lid',
      p_chat ->> 'bsuid', p_chat ->> 'username');
    return case when app.is_erased_contact(v_known) then v_known
      else app.learn_addresses(p_workspace, v_known, null, null, v_parent) end;
  end if;
  return app.resolve_contact(p_workspace, p_chat ->> 'phone', p_chat ->> 'lid', p_chat ->> 'bsuid',
    p_chat ->> 'username');
end $$;

-- The strongest address of a chat: it decides whose the message is.
create function app.chat_address(p_chat jsonb) returns text
language plpgsql immutable set search_path = ''
as $$ begin return coalesce(p_chat ->> 'phone', p_chat ->> 'lid', p_chat ->> 'bsuid',
  p_chat ->> 'username'); end $$;

create function app.is_erased_contact(p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$ begin return (select c.erased_at is not null from public.contacts c
  where c.id = p_contact); end $$;

alter table public.contact_merges enable row level security;
create policy members_read on public.contact_merges for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not the consents: what one reads of them goes through functions that write it down.
grant select on public.contact_merges to authenticated;
