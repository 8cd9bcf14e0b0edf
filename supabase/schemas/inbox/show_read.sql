-- The customer sees that we have read, and that we are writing, where their vendor can show it.

-- Who opened a thread has read it, and so sees the customer: the newest message of theirs that was
-- not shown as read yet; typing: shown for 20 s, again then. {channel, whatsappId}; null where there
-- is nothing to show, or the number is not to show it.
create function public.read_to_show(contact bigint, typing boolean default false) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
  m public.whatsapp_messages;
begin
  -- require_role: in conversation_contact.
  select x.* into m from public.whatsapp_messages x where x.contact_id = c.id
    and x.direction = 'in' and x.whatsapp_message_id is not null order by x.id desc limit 1;
  if m.id is null or c.blocked_at is not null or c.erased_at is not null
      or not exists (select from public.channels h where h.id = m.channel_id and h.shows_read
        and h.state = 'active' and (h.capabilities ->> 'marksRead')::boolean) then
    return null;
  end if;
  update public.whatsapp_conversations v set read_shown = m.whatsapp_message_id,
    typing_shown_at = case when read_to_show.typing then app.now() else v.typing_shown_at end
  where v.id = m.conversation_id and (v.read_shown is distinct from m.whatsapp_message_id
    or (read_to_show.typing and coalesce(v.typing_shown_at < app.now() - interval '20 seconds',
      true)));
  return case when found then jsonb_build_object('channel', m.channel_id, 'whatsappId',
    m.whatsapp_message_id) end;
end $$;

create function public.set_channel_shows_read(channel uuid, shown boolean) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  perform app.refuse_retired(c);
  update public.channels x set shows_read = coalesce(shown, true) where x.id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), case when shown then 'reads_shown'
    else 'reads_hidden' end, 'channel', c.id::text);
end $$;

grant execute on function public.read_to_show(bigint, boolean),
  public.set_channel_shows_read(uuid, boolean) to authenticated;
