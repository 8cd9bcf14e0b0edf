-- What a vendor refuses for good, and what follows from why.

-- Too many messages to one person in a short time: theirs wait, four times as long with each
-- refusal (1 s, 4 s, … about an hour), in their order. Everybody else's go on.
create function app.hold_recipient(m public.whatsapp_messages, p_at timestamptz)
returns timestamptz
language plpgsql volatile set search_path = ''
as $$
declare
  v_until timestamptz := p_at + make_interval(secs => power(4, least(m.retries, 6)));
begin
  update public.whatsapp_messages x set due_at = v_until
  where x.channel_id = m.channel_id and x.contact_id = m.contact_id and x.status = 'queued'
    and x.id <> m.id and x.due_at < v_until;
  return v_until;
end $$;

-- The vendor says that a free text came too late. Once it becomes the reviewed text that stands for
-- it on its channel, and waits again; true then. Nothing is tried a second time as it was.
create function app.reword(m public.whatsapp_messages, p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  if m.whatsapp_message_id is not null or m.content ->> 'kind' = 'template'
      or not app.to_template(m.id) then
    return false;
  end if;
  update public.whatsapp_messages x set status = 'queued', due_at = greatest(x.due_at, p_at),
    reason_code = 'window_closed',
    reason = 'WhatsApp takes a reviewed text only: it leaves as that.'
  where x.id = m.id;
  perform app.reconsider(m.id, p_at);
  return true;
end $$;

-- What a failure tells of the person, told with the answer or by a status later.
create function app.heed_failure(m public.whatsapp_messages, p_code text, p_at timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if p_code = 'not_on_whatsapp' then
    update public.contact_identities i set not_on_whatsapp_at = p_at
    where i.workspace_id = m.workspace_id and i.kind = 'phone' and i.value = m.recipient;
  elsif p_code = 'stopped_marketing' then
    perform app.note_marketing(m.contact_id, 'stop', p_at);
  end if;
end $$;
