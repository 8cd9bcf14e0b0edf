-- What staff may do about a person: stop writing to them, say who they are, join two rows of one
-- person and part them again.

-- The contact, when this member of staff may act on it; an erased or merged one is nobody's
-- business any more.
create function app.own_contact(p_contact bigint, p_role text) returns public.contacts
language plpgsql stable set search_path = ''
as $$
declare
  v_contact public.contacts;
begin
  select * into v_contact from public.contacts c where c.id = p_contact;
  perform app.require_role(v_contact.workspace_id, p_role);
  if v_contact.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased. Nothing can be changed.';
  elsif v_contact.merged_into is not null then
    raise exception using errcode = 'PT409',
      message = 'This contact was joined with another. Open that one.';
  end if;
  return v_contact;
end $$;

create function app.require_reason(p_reason text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  if coalesce(length(btrim(p_reason)), 0) not between 1 and 500 then
    raise exception using errcode = 'PT400', message = 'Say why, in at most 500 characters.';
  end if;
  return btrim(p_reason);
end $$;

-- Blocks (agents may) or unblocks (managers). It is no stop of the customer's: START does not take
-- it back.
create function public.set_contact_blocked(contact bigint, blocked boolean, reason text)
  returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, case when blocked then 'agent'
    else 'manager' end);
  v_reason text := app.require_reason(reason);
begin
  perform app.lock_channels(v_contact.workspace_id);
  select * into v_contact from public.contacts c where c.id = contact for update;
  if blocked is null or (v_contact.blocked_at is not null) = blocked then
    return false;
  end if;
  perform app.note_consent(contact, case when blocked then 'blocked' else 'unblocked' end, 'staff',
    null, auth.uid(), v_reason);
  perform app.log_action(v_contact.workspace_id, auth.uid(), case when blocked
    then 'contact_blocked' else 'contact_unblocked' end,
    'contact', contact::text);
  return true;
end $$;

-- Null: as with everybody in the workspace.
create function public.edit_contact(contact bigint, time_zone text) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, 'agent');
begin
  if time_zone is not null and not app.is_time_zone(time_zone) then
    raise exception using errcode = 'PT422', message = 'There is no such time zone.',
      detail = 'timeZone';
  end if;
  update public.contacts c set time_zone = edit_contact.time_zone where c.id = contact;
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'contact_edited', 'contact',
    contact::text,
    jsonb_build_object('timeZone', time_zone));
  return true;
end $$;

-- "Not a customer": takes a writer without a phone off the list of what needs a person, until they
-- write again.
create function public.dismiss_contact(contact bigint) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, 'agent');
begin
  update public.contacts c set dismissed_at = app.now() where c.id = contact
    and c.dismissed_at is null and not c.phone_known;
  if found then
    perform app.log_action(v_contact.workspace_id, auth.uid(), 'contact_dismissed', 'contact',
      contact::text);
  end if;
  return found;
end $$;

-- Two rows are one person: everything of `loser` goes to `winner`, and its answers count for its
-- calls. Agents may link a writer without a phone; two that have one, managers. Answers the merge's
-- id.
create function public.merge_contacts(loser bigint, winner bigint, reason text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_loser public.contacts := app.own_contact(loser, 'agent');
  v_winner public.contacts;
  v_merge bigint;
begin
  select * into v_winner from public.contacts c where c.id = winner
    and c.workspace_id = v_loser.workspace_id;
  if v_winner.id is null or winner = loser then
    raise exception using errcode = 'PT404', message = 'There is no such other contact.';
  end if;
  perform app.lock_channels(v_loser.workspace_id);
  perform from public.contacts c where c.id in (loser, winner) order by c.id for update;
  v_loser := app.own_contact(loser, case when app.contact_phone(loser) is null then 'agent'
    else 'manager' end);
  v_winner := app.own_contact(winner, 'agent');
  v_merge := app.merge_contacts(loser, winner, auth.uid(), nullif(btrim(reason), ''));
  perform app.log_action(v_loser.workspace_id, auth.uid(), 'contacts_merged', 'contact',
    winner::text,
    jsonb_build_object('loser', loser, 'merge', v_merge));
  return v_merge;
end $$;

-- A writer without a phone is the person with this number (E.164), known to us or not. Answers that
-- person's contact.
create function public.link_contact(contact bigint, phone text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, 'agent');
  v_person bigint;
begin
  -- require_role: in own_contact.
  if phone is null or phone !~ '^\+[1-9][0-9]{5,14}$' then
    raise exception using errcode = 'PT422',
      message = 'This is not a phone number. Write it like +393331234567.', detail = 'phone';
  end if;
  perform app.lock_channels(v_contact.workspace_id);
  if app.contact_phone(contact) is not null then
    raise exception using errcode = 'PT409', message = 'This contact has a number already.';
  end if;
  v_person := app.resolve_contact(v_contact.workspace_id, phone, null);
  perform public.merge_contacts(contact, v_person, null);
  return v_person;
end $$;

-- The merge that is to be taken back, under the locks of all that it touches; refused where nothing
-- can be parted any more.
create function app.lock_merge(p_merge bigint) returns public.contact_merges
language plpgsql volatile set search_path = ''
as $$
declare
  v_merge public.contact_merges;
  v_winner public.contacts;
begin
  select * into v_merge from public.contact_merges g where g.id = p_merge;
  perform app.lock_channels(v_merge.workspace_id);
  perform from public.contacts c where c.id in (v_merge.loser, v_merge.winner) order by c.id
    for update;
  select * into v_merge from public.contact_merges g where g.id = p_merge for update;
  select * into v_winner from public.contacts c where c.id = v_merge.winner;
  if v_merge.split_at is not null then
    raise exception using errcode = 'PT409', message = 'These two were parted already.';
  elsif v_winner.merged_into is not null then
    raise exception using errcode = 'PT409',
      message = 'This contact was joined with a third one since. Part those first.';
  elsif v_winner.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased. Nothing can be changed.';
  end if;
  return v_merge;
end $$;

-- Gives back what the merge moved, and what came since by the same addresses.
create function app.part_rows(p_merge public.contact_merges) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_addresses text[];
  v_phones text[];
  v_messages bigint[];
  v_calls bigint[];
  v_channel uuid;
begin
  update public.contacts c set merged_into = null where c.id = p_merge.loser;
  with moved as (
    update public.contact_identities i set contact_id = p_merge.loser
    from jsonb_to_recordset(p_merge.moved -> 'identities') m (kind text, value text)
    where i.workspace_id = p_merge.workspace_id and i.kind = m.kind and i.value = m.value
      and i.contact_id = p_merge.winner
    returning i.kind, i.value)
  select coalesce(array_agg(value), '{}'), coalesce(array_agg(value) filter (where kind = 'phone'),
    '{}')
  into v_addresses, v_phones from moved;
  v_messages := array(select m.id from public.whatsapp_messages m
    where m.contact_id = p_merge.winner
      and (m.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'messages') x)
      or (m.created_at >= p_merge.at and coalesce(m.recipient, m.address) = any (v_addresses))));
  v_calls := array(select k.id from public.cloudtalk_calls k
    where k.contact_id = p_merge.winner
      and (k.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'calls') x)
      or (k.created_at >= p_merge.at and k.phone_number = any (v_phones))));
  update public.cloudtalk_calls k set contact_id = p_merge.loser where k.id = any (v_calls);
  perform app.part_asks(p_merge, v_calls, app.part_leads(p_merge, v_addresses), v_addresses);
  update public.reasons_to_write r set contact_id = p_merge.loser
  where r.contact_id = p_merge.winner and (r.call_id = any (v_calls)
    or r.message_id = any (v_messages) or r.id in (select x::bigint
      from jsonb_array_elements_text(p_merge.moved -> 'reasons') x));
  update public.attention a set contact_id = p_merge.loser
  where a.contact_id = p_merge.winner and (a.message_id = any (v_messages)
    or a.call_id = any (v_calls));
  with moved as (
    update public.conversation_notes n set contact_id = p_merge.loser
    where n.contact_id = p_merge.winner and n.id in (select x::bigint
      from jsonb_array_elements_text(p_merge.moved -> 'notes') x)
    returning n.id)
  update public.note_mentions n set contact_id = p_merge.loser from moved where n.note_id = moved.id;
  update public.bill_verdicts v set contact_id = p_merge.loser
  where v.contact_id = p_merge.winner and v.message_id = any (v_messages);
  for v_channel in select distinct m.channel_id from public.whatsapp_messages m
    where m.id = any (v_messages) loop
    update public.whatsapp_messages m set contact_id = p_merge.loser,
      conversation_id = app.conversation(p_merge.workspace_id, v_channel, p_merge.loser)
    where m.id = any (v_messages) and m.channel_id = v_channel;
    perform app.window_by_messages(v_channel, p_merge.loser),
      app.window_by_messages(v_channel, p_merge.winner);
  end loop;
  delete from public.whatsapp_conversations v where v.contact_id = p_merge.winner
    and v.window_until is null and not exists (select from public.whatsapp_messages m where m.conversation_id = v.id);
end $$;

-- Names that came with the merge go with it.
create function app.part_names(p_merge public.contact_merges) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_loser public.contacts;
begin
  select * into v_loser from public.contacts c where c.id = p_merge.loser;
  update public.contacts c set
    phone_known = exists (select from public.contact_identities i where i.contact_id = c.id
      and i.kind = 'phone'),
    name = case when p_merge.moved -> 'winner' ->> 'name' is null and c.name = v_loser.name
      then null else c.name end,
    company = case when p_merge.moved -> 'winner' ->> 'company' is null
      and c.company = v_loser.company then null else c.company end,
    push_name = case when p_merge.moved -> 'winner' ->> 'pushName' is null
      and c.push_name = v_loser.push_name
      then null else c.push_name end
  where c.id = p_merge.winner;
end $$;

-- Takes one merge back: the identities, calls and messages that it moved, and what came since by
-- these addresses, are the loser's again. Asks and flags are not guessed anew: what the merge
-- closed stays closed, and a bill that only the other's message proved is undone. Whoever stopped
-- us stays stopped on both sides. Answers the loser's id.
create function public.split_contact(merge bigint, reason text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_merge public.contact_merges;
  v_reason text;
begin
  select * into v_merge from public.contact_merges g where g.id = merge;
  -- As for joining: an agent may part a writer who came without a phone.
  perform app.require_role(v_merge.workspace_id, case when exists (
    select from jsonb_array_elements(v_merge.moved -> 'identities') i where i ->> 'kind' = 'phone')
      then 'manager' else 'agent' end);
  v_reason := app.require_reason(reason);
  v_merge := app.lock_merge(merge);
  perform app.part_rows(v_merge);
  perform app.part_names(v_merge);
  perform app.part_consent(v_merge);
  perform app.part_evidence(v_merge.winner, v_merge.loser);
  perform app.refresh_leads(v_merge.winner), app.refresh_leads(v_merge.loser);
  update public.contact_merges g set split_at = app.now(), split_by = auth.uid(),
    split_reason = v_reason where g.id = merge;
  perform app.log_action(v_merge.workspace_id, auth.uid(), 'contacts_split', 'contact',
    v_merge.winner::text,
    jsonb_build_object('loser', v_merge.loser, 'merge', merge));
  return v_merge.loser;
end $$;

-- After a split: what holds of the winner now holds of the loser too. What the loser had before
-- stands unless the person took it back while they were one.
create function app.part_consent(p_merge public.contact_merges) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_winner public.contacts;
  v_loser public.contacts;
begin
  select * into v_winner from public.contacts where id = p_merge.winner;
  select * into v_loser from public.contacts where id = p_merge.loser;
  if v_winner.opted_out_at is not null then
    perform app.note_consent(v_loser.id, 'stopped', 'merge', p_at => v_winner.opted_out_at);
  elsif exists (select from public.contact_consents s
    where s.contact_id = v_winner.id and s.kind = 'started'
      and s.id > coalesce((select max(x.id) from public.contact_consents x
      where x.contact_id = v_loser.id), 0)) then
    perform app.note_consent(v_loser.id, 'started', 'merge');
  end if;
  if v_winner.blocked_at is not null then
    perform app.note_consent(v_loser.id, 'blocked', 'merge', p_at => v_winner.blocked_at);
  elsif exists (select from public.contact_consents s
    where s.contact_id = v_winner.id and s.kind = 'unblocked' and s.at >= p_merge.at) then
    perform app.note_consent(v_loser.id, 'unblocked', 'merge');
  end if;
  perform app.note_marketing(v_loser.id, 'stop', v_winner.marketing_said_at)
  where v_winner.marketing_stopped_at is not null;
  perform app.skip_unreachable(v_loser.id);
end $$;

-- The submissions of a split: those that the merge moved, and what came since by the loser's
-- addresses, a number before an e-mail.
create function app.part_leads(p_merge public.contact_merges, p_addresses text[]) returns bigint[]
language sql volatile set search_path = ''
as $$
  with moved as (
    update public.leads l set contact_id = p_merge.loser
    where l.contact_id = p_merge.winner
      and (l.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'leads') x)
        or (l.created_at >= p_merge.at and coalesce(l.phone, l.email) = any (p_addresses)))
    returning l.id)
  select coalesce(array_agg(m.id), '{}') from moved m
$$;

-- The asks of a split: those that the merge moved, and what came since by the loser's addresses.
-- One of the winner's that is still open stays theirs.
create function app.part_asks(p_merge public.contact_merges, p_calls bigint[], p_leads bigint[],
  p_addresses text[])
returns void
language sql volatile set search_path = ''
as $$
  update public.asks a set contact_id = p_merge.loser
  where a.contact_id = p_merge.winner
    and (a.call_id = any (p_calls)
      or (a.origin_kind = 'lead' and a.origin_id = any (p_leads))
      or a.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'asks') x)
      or (a.call_id is null and a.created_at >= p_merge.at and a.recipient = any (p_addresses)))
$$;

-- After a split: no message proves the bill of another person's ask. Not taken back but gone, so
-- that the same message may prove it if they are joined again; what a person confirmed stands.
create function app.part_evidence(p_winner bigint, p_loser bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint;
begin
  for v_ask in
    with gone as (
      delete from public.bill_evidence e using public.asks k, public.whatsapp_messages m
      where e.ask_id = k.id and e.message_id = m.id and e.source = 'message'
        and k.contact_id <> m.contact_id
        and k.contact_id in (p_winner, p_loser) and m.contact_id in (p_winner, p_loser)
      returning e.ask_id)
    select distinct ask_id from gone order by 1
  loop
    perform app.refresh_evidence(v_ask);
  end loop;
end $$;

grant execute on function
  public.set_contact_blocked(bigint, boolean, text), public.edit_contact(bigint, text),
  public.dismiss_contact(bigint), public.merge_contacts(bigint, bigint, text),
  public.link_contact(bigint, text), public.split_contact(bigint, text)
to authenticated;
