-- Ids by which WhatsApp knows a person at our business: learned from what comes back of our own
-- sends, and changed when the person changes their number.

-- From now on they have another id (`renamed`). That two ids are one person is WhatsApp's word; two
-- rows with a number each are joined by staff only, who are told.
create function app.record_renamed(p_workspace uuid, p_value jsonb, p_heard timestamptz)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_chat jsonb := p_value -> 'chat';
  v_bsuid text := p_value ->> 'bsuid';
  v_parent text := p_value ->> 'parentBsuid';
  v_known bigint := app.contact_by(p_workspace, 'bsuid', v_bsuid);
  v_contact bigint := coalesce(app.contact_by(p_workspace, 'phone', v_chat ->> 'phone'),
    app.contact_by(p_workspace, 'bsuid', v_chat ->> 'bsuid'),
    app.contact_by(p_workspace, 'parent_bsuid', v_chat ->> 'parentBsuid'));
begin
  if v_contact is null then
    return '{"outcome": "ignored", "reason": "no_chat"}';
  elsif v_contact = v_known and app.contact_bsuid(v_contact) = v_bsuid
      and (v_parent is null
        or app.contact_by(p_workspace, 'parent_bsuid', v_parent) = v_contact) then
    return '{"outcome": "duplicate"}';
  end if;
  perform from public.contacts c where c.id in (v_contact, v_known) order by c.id for update;
  v_contact := app.learn_addresses(p_workspace, v_contact, null, v_bsuid, v_parent);
  update public.contact_identities i set learned_at = app.now()
  where i.workspace_id = p_workspace and i.kind = 'bsuid' and i.value = v_bsuid
    and i.contact_id = v_contact;
  if not found then
    perform app.note_attention(p_workspace, v_contact, 'number_changed', p_heard,
      p_detail => concat_ws(' → ', app.contact_phone(v_contact), app.contact_phone(v_known)))
    where not exists (select from public.attention a where a.contact_id = v_contact
      and a.kind = 'number_changed' and a.settled_at is null);
  end if;
  return '{"outcome": "processed"}';
end $$;

-- A status of our own send names the person's ids: by them they are known when their number is
-- hidden one day.
create function app.learn_recipient(p_message bigint, p_recipient jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  v_bsuid text := p_recipient ->> 'bsuid';
  v_parent text := p_recipient ->> 'parentBsuid';
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  if m.direction is distinct from 'out'
      or (app.contact_by(m.workspace_id, 'bsuid', v_bsuid) = m.contact_id and (v_parent is null
        or app.contact_by(m.workspace_id, 'parent_bsuid', v_parent) = m.contact_id))
      or app.is_erased_contact(m.contact_id) then
    return;
  end if;
  perform from public.contacts c where c.id = m.contact_id for update;
  perform app.learn_addresses(m.workspace_id, m.contact_id, null, v_bsuid, v_parent);
end $$;
