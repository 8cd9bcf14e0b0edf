-- A channel that is used no more: its history and its credentials stay, so that what still comes is
-- heard and its files can be fetched; its queue goes where the admin says.

-- What waits leaves from another channel, in the same order and by its times.
create function app.move_queue(p_from public.channels, p_to uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_moved integer;
begin
  -- What was reviewed was so there: the claim sees what it may be here.
  update public.whatsapp_messages m set channel_id = p_to,
    content = case when m.content ->> 'kind' <> 'template' then m.content end,
    quoted_whatsapp_id = null,
    conversation_id = app.conversation(m.workspace_id, p_to, m.contact_id)
  where m.channel_id = p_from.id and m.status = 'queued';
  get diagnostics v_moved = row_count;
  return v_moved;
end $$;

-- What waits is withdrawn, and its asks say why; so do those that rested on them.
create function app.cancel_queue(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_cancelled integer;
begin
  update public.asks a set should_send = false, covered_by = null, code = 'channel_retired',
    reason = 'The WhatsApp number that it waited on was retired.'
  from public.whatsapp_messages m
  where m.channel_id = p_channel and m.status = 'queued' and m.purpose = 'follow_up'
    and (a.id = m.ask_id or (a.covered_by = m.ask_id and not a.is_twin));
  update public.whatsapp_messages m set status = 'cancelled', ask_open = false,
    reason_code = 'channel_retired',
    reason = 'The WhatsApp number that it waited on was retired.'
  where m.channel_id = p_channel and m.status = 'queued';
  get diagnostics v_cancelled = row_count;
  return v_cancelled;
end $$;

-- For good. move_to: the channel that sends what waits; null withdraws it. {moved, cancelled}
create function public.retire_channel(channel uuid, move_to uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_done jsonb;
begin
  select x.* into c from public.channels x where x.id = channel;
  perform app.require_role(c.workspace_id, 'admin');
  perform app.lock_channels(c.workspace_id);
  select x.* into c from public.channels x where x.id = channel;
  perform app.refuse_retired(c);
  if c.takes_first_contacts and exists (select from public.channels x
      where x.workspace_id = c.workspace_id and x.id <> c.id and x.state <> 'retired') then
    raise exception using errcode = 'PT409', detail = 'first',
      message = 'It takes the first contacts: choose another channel for them first.';
  elsif exists (select from public.whatsapp_send_attempts a where a.channel_id = c.id
      and a.outcome = 'in_flight') then
    raise exception using errcode = 'PT409', detail = 'on_its_way',
      message = 'A message is on its way just now: try again in a minute.';
  elsif c.pause_reason = 'restored' and move_to is not null then
    raise exception using errcode = 'PT409', detail = 'restored',
      message = 'A backup was put back, and its queue may have left: let it go first.';
  elsif move_to is not null and not exists (select from public.channels x
      where x.id = move_to and x.workspace_id = c.workspace_id and x.id <> c.id
        and x.state <> 'retired') then
    raise exception using errcode = 'PT400',
      message = 'The queue can only go to another channel in use.';
  end if;
  v_done := jsonb_build_object(
    'moved', case when move_to is null then 0 else app.move_queue(c, move_to) end,
    'cancelled', case when move_to is null then app.cancel_queue(c.id) else 0 end);
  update public.channels x set state = 'retired', pause_reason = null, pause_detail = null,
    paused_at = null, probe_at = null, takes_first_contacts = false,
    retired_at = app.now(), retired_by = auth.uid()
  where x.id = c.id;
  perform app.end_hold(c) where c.pause_reason = 'restored';
  perform app.log_action(c.workspace_id, auth.uid(), 'channel_retired', 'channel', c.id::text,
    v_done || jsonb_build_object('to', move_to));
  return v_done;
end $$;

grant execute on function public.retire_channel(uuid, uuid) to authenticated;
