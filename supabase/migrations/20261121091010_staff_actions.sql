-- What staff may do, as themselves: each checks the caller's role in the workspace first.

-- Staff says what became of a send whose outcome nobody knows: 'sent' (it arrived) or 'resend' (it did not).
create function public.resolve_uncertain(message bigint, decision text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  select m.* into v_message from public.whatsapp_messages m where m.id = message;
  perform app.require_role(v_message.workspace_id, 'agent');
  perform from public.channels where id = v_message.channel_id for update;
  select * into v_message from public.whatsapp_messages m where m.id = message for update;
  if v_message.status <> 'uncertain' then
    return v_message.status;
  end if;
  if decision = 'sent' then
    update public.whatsapp_messages set resolved_by = auth.uid() where id = message;
    perform app.raise_status(message, 'sent', app.now(), null, null);
  elsif decision = 'resend' then
    update public.whatsapp_messages set status = 'queued', resolved_by = auth.uid(), due_at = app.now(),
      live_until = app.now() + interval '30 minutes', expires_at = app.now() + interval '72 hours',
      reason_code = 'resend', reason = 'Staff asked to send it again.'
    where id = message;
  else
    raise exception using errcode = 'PT400', message = 'The decision is either "sent" or "resend".';
  end if;
  return (select m.status from public.whatsapp_messages m where m.id = message);
end $$;

create function public.set_channel_paused(channel uuid, paused boolean) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
begin
  select * into v_channel from public.channels where id = channel for update;
  perform app.require_role(v_channel.workspace_id, 'manager');
  if paused then
    perform app.pause_channel(channel, 'staff', 'Paused by staff.', app.now());
  else
    perform app.resume_channel(channel);
  end if;
  return (select state from public.channels where id = channel);
end $$;
