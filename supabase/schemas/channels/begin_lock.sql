-- A number that may answer and may not begin: WhatsApp takes the right to begin chats from linked
-- phones for hours or days, and trying again makes it longer. Who has written to it is answered;
-- who has not waits, or is written to from a number that takes reviewed texts.

-- Whether this person has written to the channel. Our own first word does not do: WhatsApp trusts
-- a chat from the other's side.
create function app.has_begun(p_channel uuid, p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_conversations v
    join public.whatsapp_messages m on m.conversation_id = v.id
    where v.channel_id = p_channel and v.contact_id = p_contact and m.direction = 'in');
end $$;

-- No lock on beginning holds it back.
create function app.may_leave_now(c public.channels, p_contact bigint, p_at timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(c.begin_locked_until, '-infinity') <= p_at or app.has_begun(c.id, p_contact);
end $$;

-- Whether nothing of ours may have reached this person from the channel, nor theirs reached us.
create function app.is_stranger_to(p_channel uuid, p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return not exists (select from public.whatsapp_conversations v
    join public.whatsapp_messages m on m.conversation_id = v.id
    where v.channel_id = p_channel and v.contact_id = p_contact
      and (m.direction = 'in' or m.purpose = 'typed' or exists (
        select from public.whatsapp_send_attempts a where a.message_id = m.id
          and a.outcome <> 'not_sent')));
end $$;

-- Where this text can begin a chat in place of a locked channel: another number in use that takes
-- reviewed texts and has this one approved. Null: none.
create function app.channel_beyond(p_channel uuid, p_template bigint) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (select o.id from public.channels c
    join public.channels o on o.workspace_id = c.workspace_id and o.id <> c.id
    join public.whatsapp_templates t on t.id = p_template
    where c.id = p_channel and o.state = 'active' and (o.capabilities ->> 'templates')::boolean
      and coalesce(o.begin_locked_until, '-infinity') <= app.now()
      and app.template_content(t, o.id, '{}') is not null
    order by o.takes_first_contacts desc, o.created_at, o.id limit 1);
end $$;

create function app.template_id(p_workspace uuid, p_key text) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (select t.id from public.whatsapp_templates t where t.workspace_id = p_workspace
    and t.key = p_key);
end $$;

-- The channel of app.channel_for, or where the text can begin while that one may not.
create function app.channel_to_write(p_contact bigint, p_purpose text, p_template bigint)
returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_channel uuid := app.channel_for(p_contact, p_purpose);
begin
  if exists (select from public.channels c where c.id = v_channel
      and c.begin_locked_until > app.now()) and app.is_stranger_to(v_channel, p_contact) then
    return coalesce(app.channel_beyond(v_channel, p_template), v_channel);
  end if;
  return v_channel;
end $$;

-- What waits on a locked channel for strangers leaves from where it can: the same row, so it leaves
-- once. How many.
create function app.move_beginnings(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  m record;
  v_moved integer := 0;
begin
  for m in
    select q.id, q.workspace_id, q.contact_id,
      app.channel_beyond(p_channel, q.template_id) as beyond
    from public.whatsapp_messages q
    where q.channel_id = p_channel and q.status = 'queued' and q.template_id is not null
      and app.is_stranger_to(p_channel, q.contact_id)
    order by q.id
  loop
    continue when m.beyond is null;
    update public.whatsapp_messages x set channel_id = m.beyond, content = null, retries = 0,
      quoted_whatsapp_id = null, reason_code = null, reason = null,
      conversation_id = app.conversation(m.workspace_id, m.beyond, m.contact_id)
    where x.id = m.id;
    v_moved := v_moved + 1;
  end loop;
  return v_moved;
end $$;

-- Other channels in use on which something waits.
create function app.waits_beyond(c public.channels) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select case when count(*) = 0 then '{}'
      else jsonb_build_object('nudge', jsonb_agg(o.id order by o.id)) end
    from public.channels o where o.workspace_id = c.workspace_id and o.id <> c.id
      and o.state = 'active' and exists (select from public.whatsapp_messages m
        where m.channel_id = o.id and m.status = 'queued'));
end $$;

-- Of all channels, before any is asked what waits on it. What cannot move waits on, and keeps the
-- clock from nothing else.
create function app.move_all_beginnings() returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.move_beginnings(c.id) from public.channels c where c.begin_locked_until > app.now();
exception when others then
  raise warning 'first contacts of a locked channel: % %', sqlstate, sqlerrm;
end $$;

-- The vendor says that this number may begin no chat. A day at first, twice as long each time that
-- the first try after it is refused again, a week at most.
create function app.lock_beginning(p_channel uuid, p_detail text, p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels;
begin
  select * into c from public.channels x where x.id = p_channel;
  if c.begin_locked_until > p_at then
    return;
  end if;
  update public.channels x set
    begin_lock_tries = case when x.begin_locked_until > p_at - interval '3 days'
      then x.begin_lock_tries + 1 else 1 end,
    begin_locked_at = p_at, begin_lock_detail = left(p_detail, 500)
  where x.id = p_channel;
  update public.channels x set begin_locked_until = p_at + least(interval '7 days',
    interval '1 day' * power(2, least(x.begin_lock_tries - 1, 5)))
  where x.id = p_channel;
  perform app.move_beginnings(p_channel);
  perform app.note_attention(c.workspace_id, null, 'may_not_begin', p_at, p_detail => c.name)
  where not exists (select from public.attention a where a.workspace_id = c.workspace_id
    and a.kind = 'may_not_begin' and a.detail = c.name and a.settled_at is null);
end $$;

-- Staff saw on the phone that it may begin again: what waits leaves at its pace.
create function public.lift_begin_lock(channel uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select * into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  perform app.refuse_retired(c);
  update public.channels x set begin_locked_until = app.now()
  where x.id = c.id and x.begin_locked_until > app.now();
  update public.attention a set settled_at = app.now(), settled_by = auth.uid(),
    settled_how = 'seen'
  where a.workspace_id = c.workspace_id and a.kind = 'may_not_begin' and a.detail = c.name
    and a.settled_at is null;
  perform app.log_action(c.workspace_id, auth.uid(), 'begin_lock_lifted', 'channel', c.id::text);
end $$;

-- People who were written to from this channel for the first time in the last 24 hours: counted
-- where there is a daily cap, of which they are a part.
create function app.first_contacts_of_day(p_channel uuid, p_at timestamptz) returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (select count(distinct m.contact_id) from public.whatsapp_send_attempts a
    join public.whatsapp_messages m on m.id = a.message_id
    where a.channel_id = p_channel and a.outcome <> 'not_sent'
      and a.started_at > p_at - interval '24 hours'
      and not exists (select from public.whatsapp_messages o
        where o.conversation_id = m.conversation_id and o.id < m.id
          and (o.direction = 'in' or o.send_began_at is not null or o.purpose = 'typed')));
end $$;

grant execute on function app.first_contacts_of_day(uuid, timestamptz) to authenticated;
grant execute on function public.lift_begin_lock(uuid) to authenticated;
