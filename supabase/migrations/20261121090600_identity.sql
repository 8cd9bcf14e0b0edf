-- Who an event is about: one contact, whatever address it came with.

-- Closes what may no longer be sent to this contact.
create function app.skip_queued(p_contact bigint, p_code text, p_reason text) returns void
language sql volatile set search_path = ''
as $$
  update public.whatsapp_messages set
    status = 'skipped', reason_code = p_code, reason = p_reason, ask_open = false
  where contact_id = p_contact and status = 'queued'
$$;

-- Moves everything of p_loser to p_winner. Automatic only for a loser without a phone: see resolve_contact.
create function app.merge_contacts(p_loser bigint, p_winner bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_conversation record;
  v_target bigint;
  v_message public.whatsapp_messages;
  v_evidence bigint[];
begin
  perform from public.contacts where id in (p_loser, p_winner) order by id for update;
  update public.contact_identities set contact_id = p_winner where contact_id = p_loser;
  update public.contacts w set
    name = coalesce(w.name, l.name), company = coalesce(w.company, l.company),
    opted_out_at = least(w.opted_out_at, l.opted_out_at),
    blocked_at = least(w.blocked_at, l.blocked_at), erased_at = least(w.erased_at, l.erased_at)
  from public.contacts l where w.id = p_winner and l.id = p_loser;
  update public.contacts set merged_into = p_winner where id = p_loser;
  update public.cloudtalk_calls set contact_id = p_winner where contact_id = p_loser;
  -- Two open asks cannot stay: the winner's own does.
  update public.whatsapp_messages set ask_open = false where contact_id = p_loser and ask_open
    and exists (select from public.whatsapp_messages w where w.contact_id = p_winner and w.ask_open);
  for v_conversation in select * from public.whatsapp_conversations where contact_id = p_loser order by id loop
    v_target := app.conversation(v_conversation.workspace_id, v_conversation.channel_id, p_winner);
    update public.whatsapp_messages set conversation_id = v_target where conversation_id = v_conversation.id;
    delete from public.whatsapp_conversations where id = v_conversation.id;
  end loop;
  with moved as (
    update public.whatsapp_messages set contact_id = p_winner where contact_id = p_loser returning id, evidence)
  select array_agg(id) into v_evidence from moved where evidence is not null;
  -- The evidence is looked at again, now that we know whose it is.
  for v_message in select * from public.whatsapp_messages where id = any (v_evidence) order by id loop
    perform app.apply_evidence(v_message);
  end loop;
  if exists (select from public.contacts c where c.id = p_winner and app.is_unreachable(c)) then
    perform app.skip_queued(p_winner, 'opted_out', 'The contact asked not to be written to.');
  end if;
end $$;

-- The contact with this phone and/or LID, made if new, merged if the pair joins two; its row is locked.
-- A LID learned for a contact that already has another phone stays where it is: nothing is guessed.
create function app.resolve_contact(p_workspace uuid, p_phone text, p_lid text) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone_contact bigint;
  v_lid_contact bigint;
  v_contact bigint;
begin
  if p_phone is null and p_lid is null then
    raise exception 'resolve_contact needs a phone or a LID';
  end if;
  loop
    v_phone_contact := app.contact_by(p_workspace, 'phone', p_phone);
    v_lid_contact := app.contact_by(p_workspace, 'lid', p_lid);
    exit when coalesce(v_phone_contact, v_lid_contact) is not null;
    insert into public.contacts (workspace_id) values (p_workspace) returning id into v_contact;
    insert into public.contact_identities (workspace_id, kind, value, contact_id)
    select p_workspace, i.kind, i.value, v_contact
    from (values ('phone', p_phone), ('lid', p_lid)) i (kind, value) where i.value is not null
    on conflict do nothing;
    if (select count(*) from public.contact_identities where contact_id = v_contact) = num_nonnulls(p_phone, p_lid) then
      return v_contact;
    end if;
    -- Somebody else made one of them first: theirs counts.
    delete from public.contacts where id = v_contact;
  end loop;
  v_contact := coalesce(v_phone_contact, v_lid_contact);
  perform from public.contacts where id = v_contact for update;
  if p_phone is null or p_lid is null or v_phone_contact = v_lid_contact then
    return v_contact;
  end if;
  if v_lid_contact is null then
    insert into public.contact_identities (workspace_id, kind, value, contact_id)
    values (p_workspace, 'lid', p_lid, v_contact) on conflict do nothing;
  elsif v_phone_contact is null then
    if app.contact_phone(v_lid_contact) is null then
      insert into public.contact_identities (workspace_id, kind, value, contact_id)
      values (p_workspace, 'phone', p_phone, v_contact) on conflict do nothing;
    else
      return app.resolve_contact(p_workspace, p_phone, null);
    end if;
  elsif app.contact_phone(v_lid_contact) is null then
    perform app.merge_contacts(v_lid_contact, v_phone_contact);
  end if;
  return v_contact;
end $$;
