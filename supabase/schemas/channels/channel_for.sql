-- Which channel an event is about, and which one a message leaves from.

-- Of the workspace's channels, the one that a value is about: its account's (before whose account
-- it was), else the one that the delivery was proved to be of (p_channel), else the only one that
-- it can be. Null: none of ours, or nobody knows which.
create function app.channel_named(p_channels public.channels[], p_vendor text, p_account text,
  p_channel uuid)
returns uuid
language plpgsql immutable set search_path = ''
as $$
declare
  c public.channels;
  v_before uuid;
  v_retired uuid;
  v_proved uuid;
  v_live uuid[] := '{}';
begin
  foreach c in array p_channels loop
    continue when c.vendor <> p_vendor;
    if p_account = c.account and c.state <> 'retired' then
      return c.id;
    elsif p_account = c.previous_account and c.state <> 'retired' then
      v_before := c.id;
    elsif p_account in (c.account, c.previous_account) then
      v_retired := c.id;
    end if;
    -- One secret proves several numbers there, so only its own name tells whose it is.
    continue when p_account <> c.account and (c.capabilities ->> 'sharesSecret')::boolean;
    if c.id = p_channel or (p_channel is null and c.uses_environment and c.state <> 'retired'
        and (c.capabilities ->> 'ownSecret')::boolean) then
      v_proved := c.id;
    end if;
    if c.state <> 'retired' then
      -- Its account is not known yet, or the environment's key may have changed.
      v_live := v_live || case when p_account is null or c.account is null or c.uses_environment
        then c.id end;
    end if;
  end loop;
  return coalesce(v_before, v_retired, v_proved,
    case when cardinality(v_live) = 1 then v_live[1] end);
end $$;

-- Of the channels whose own secret proved a delivery (`proved`), the one that it is about: its
-- account's, that of its business account, else the first. Null: the environment's secret did.
create function app.channel_proved(p_delivery jsonb, p_business text) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((select c.id from public.channels c
      left join public.channel_standing s on s.channel_id = c.id
      where p_delivery -> 'proved' ? c.id::text
      order by p_delivery ->> 'account' in (c.account, c.previous_account) desc nulls last,
        c.state = 'retired', s.business = p_business desc nulls last, c.created_at, c.id limit 1),
    (p_delivery ->> 'channel')::uuid);
end $$;

-- A delivery belongs to the workspace of the channel whose own secret proved it, whatever number it
-- names: nobody speaks of another company's. What the environment's proved belongs to the workspace
-- of its account, where that is or was a number of ours.
create function app.workspace_told(p_vendor text, p_account text, p_channel uuid, p_default uuid)
returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select c.workspace_id from public.channels c where c.id = p_channel),
    (select c.workspace_id from public.channels c where c.vendor = p_vendor
        and p_account in (c.account, c.previous_account)
      order by c.state = 'retired', c.account is distinct from p_account, c.created_at desc, c.id
      limit 1), p_default);
end $$;

-- Where people are written to who have no thread yet.
create function app.first_contact_channel(p_workspace uuid) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (select c.id from public.channels c
    where c.workspace_id = p_workspace and c.state <> 'retired'
    order by c.takes_first_contacts desc, c.created_at, c.id limit 1);
end $$;

-- The channel that a message of this purpose leaves from: where the thread with this person is, as
-- the newest message tells, else where first contacts are made. No vendor of today tells purposes
-- apart. Null: the workspace has no channel.
create function app.channel_for(p_contact bigint, p_purpose text) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select v.channel_id
    from public.whatsapp_conversations v join public.channels c on c.id = v.channel_id
    where v.contact_id = p_contact and c.state <> 'retired'
    order by (select max(m.id) from public.whatsapp_messages m where m.conversation_id = v.id)
      desc nulls last, v.id desc limit 1),
    app.first_contact_channel((select k.workspace_id from public.contacts k
      where k.id = p_contact)));
end $$;

-- Where a message reaches this person on this channel: their phone; where WhatsApp hides it, their
-- id at the vendor, if it takes one. Null: nowhere.
create function app.address_on(p_contact bigint, p_channel uuid) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(app.contact_phone(p_contact), (
    select i.value from public.channels c join public.contact_identities i
      on i.contact_id = p_contact and i.kind = 'bsuid'
    where c.id = p_channel and (c.capabilities ->> 'writesToIds')::boolean
    -- It changes with the number: the newest is theirs.
    order by i.learned_at desc, i.value limit 1));
end $$;

-- For who sends: {to, recipient?: where there is no phone, quoted?: what it answers}.
create function app.whom_json(p_address text, p_quoted text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return case when starts_with(p_address, '+') then jsonb_build_object('to', p_address)
      else jsonb_build_object('to', null, 'recipient', p_address) end
    || case when p_quoted is null then '{}' else jsonb_build_object('quoted', p_quoted) end;
end $$;

-- Nothing waits on a retired channel, whoever puts it there: a resend, a reminder.
create function app.keep_off_retired() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if exists (select from public.channels c where c.id = new.channel_id and c.state = 'retired') then
    new.channel_id := coalesce(app.channel_for(new.contact_id, new.purpose), new.channel_id);
    new.conversation_id := app.conversation(new.workspace_id, new.channel_id, new.contact_id);
    new.content := case when new.content ->> 'kind' <> 'template' then new.content end;
    -- The other number knows no such message.
    new.quoted_whatsapp_id := null;
  end if;
  return new;
end $$;
create trigger keep_off_retired_new before insert on public.whatsapp_messages
  for each row when (new.status = 'queued') execute function app.keep_off_retired();
create trigger keep_off_retired_again before update of status on public.whatsapp_messages
  for each row when (new.status = 'queued' and old.status <> 'queued')
  execute function app.keep_off_retired();

grant execute on function app.address_on(bigint, uuid) to authenticated;
