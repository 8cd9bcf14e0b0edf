-- Asks again where no answer came: once or twice, each so many days after the ask before it was
-- accepted.

create unique index whatsapp_messages_reminder_once on public.whatsapp_messages (reminder_of,
  reminder_step)
  where reminder_of is not null;
create index whatsapp_messages_open_asks on public.whatsapp_messages (channel_id, accepted_at)
  where ask_open;
create index whatsapp_messages_reminded on public.whatsapp_messages (channel_id, accepted_at)
  where reminder_of is not null;

-- Wrote to us since, whatever it quoted: an ask that another one's answer left open is not repeated
-- either.
create function app.has_answered(p_contact bigint, p_since timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_messages i
    where i.contact_id = p_contact and i.direction = 'in' and i.evidence is not null
      and i.created_at >= p_since and app.written_by(i) >= p_since);
end $$;

-- Nothing came that answers it, or what came was no bill.
create function app.is_owed(a public.asks) returns boolean
language plpgsql immutable set search_path = ''
as $$ begin return a.evidence is null or (a.evidence = 'reply' and a.owed_since is not null);
end $$;

-- How long a reminder is of use, from the moment on which it is due.
create function app.reminder_lifetime() returns interval
language sql immutable set search_path = ''
as $$ select interval '72 hours' $$;

-- Whether a reminder of this follow-up may still leave, or would if staff had not stopped it.
create function app.reminders_ahead(f public.whatsapp_messages, p_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_setting jsonb := app.setting(f.workspace_id, 'reminders');
  r public.whatsapp_messages;
  v_step jsonb;
begin
  if not f.ask_open or not (v_setting ->> 'enabled')::boolean
    or exists (select from public.asks k where k.id = f.ask_id and (k.do_not_send
        or not app.is_owed(k) or app.has_answered(f.contact_id, greatest(f.send_began_at,
          k.owed_since))))
      or exists (select from public.contacts c where c.id = f.contact_id and app.is_unreachable(c))
        then
    return false;
  end if;
  select * into r from public.whatsapp_messages m
    where m.reminder_of = f.id order by m.reminder_step desc limit 1;
  if r.status in ('queued', 'sending') or (r.status = 'cancelled'
    and r.reason_code = 'staff_refused') then
    return r.expires_at > p_at;
  end if;
  v_step := v_setting -> 'steps' -> coalesce(r.reminder_step, 0);
  return v_step is not null and coalesce(r.status, f.status) in ('accepted', 'sent', 'delivered',
    'read')
    and coalesce(case when r.id is null then f.accepted_at else r.accepted_at end
      + make_interval(days => (v_step ->> 'afterDays')::integer) + app.reminder_lifetime() > p_at,
        false);
end $$;

-- The messages that a step repeats now: the follow-up itself, or the reminder before it. A hundred
-- at most. p_from, p_until: when they were accepted.
create function app.due_for_reminder(p_channel uuid, p_step integer, p_from timestamptz,
  p_until timestamptz) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  if p_step = 1 then
    return array(
      select a.id from public.whatsapp_messages a
      join public.contacts c on c.id = a.contact_id join public.asks k on k.id = a.ask_id
      where a.channel_id = p_channel and a.ask_open and a.purpose = 'follow_up'
        and a.accepted_at > p_from and a.accepted_at <= p_until
        and a.status in ('accepted', 'sent', 'delivered', 'read')
        and k.reminders_stopped_by is null
        and not exists (select from public.whatsapp_messages r where r.reminder_of = a.id
          and r.reminder_step = 1)
        and c.opted_out_at is null and c.blocked_at is null and c.erased_at is null
        and not k.do_not_send and app.is_owed(k)
        and not app.has_answered(a.contact_id, greatest(a.send_began_at, k.owed_since))
        and not app.awaits_look(a.contact_id)
      order by a.accepted_at limit 100);
  end if;
  return array(
    select a.id from public.whatsapp_messages a
    join public.whatsapp_messages f on f.id = a.reminder_of
    join public.contacts c on c.id = f.contact_id join public.asks k on k.id = f.ask_id
    where a.channel_id = p_channel and a.reminder_of is not null and a.reminder_step = p_step - 1
      and a.accepted_at > p_from and a.accepted_at <= p_until
      and a.status in ('accepted', 'sent', 'delivered', 'read') and f.ask_open
      and k.reminders_stopped_by is null
      and not exists (select from public.whatsapp_messages r where r.reminder_of = f.id
        and r.reminder_step = p_step)
      and c.opted_out_at is null and c.blocked_at is null and c.erased_at is null
      and not k.do_not_send and app.is_owed(k)
      and not app.has_answered(f.contact_id, greatest(f.send_began_at, k.owed_since))
      and not app.awaits_look(f.contact_id)
    order by a.accepted_at limit 100);
end $$;

-- The reminders of these messages, with this text. How many were new.
create function app.add_reminders(p_messages bigint[], p_step integer, p_after interval,
  p_template public.whatsapp_templates) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_added integer;
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
    status, reason_code, reason, ask_id, call_id, template_id, template_version, recipient, priority,
    due_at, expires_at, reminder_of, reminder_step)
  select f.workspace_id, f.channel_id, f.conversation_id, f.contact_id, 'out', 'reminder',
    app.ask_text(app.ask_facts(k), p_template.body),
    app.fitting_content(p_template, f.channel_id, f.contact_id, app.ask_facts(k)),
    case when w.has_way then 'queued' else 'skipped' end,
    case when not w.has_way then 'no_template' end,
    case when not w.has_way then 'WhatsApp takes a reviewed text only, and this is not approved.' end,
    f.ask_id, f.call_id,
    p_template.id, p_template.version, f.recipient, 10, a.accepted_at + p_after,
    a.accepted_at + p_after + app.reminder_lifetime(), f.id, p_step
  from public.whatsapp_messages a
  join public.whatsapp_messages f on f.id = coalesce(a.reminder_of, a.id)
  join public.asks k on k.id = f.ask_id
  cross join lateral (select app.has_way(p_template, f.channel_id, f.contact_id) as has_way) w
  where a.id = any (p_messages)
  on conflict (reminder_of, reminder_step) where reminder_of is not null do nothing;
  get diagnostics v_added = row_count;
  return v_added;
end $$;

-- Queues what is due, a hundred of each step at most; the next tick goes on. Of whom something
-- waits to be looked at, nothing. An ask is looked at for the 72 hours in which its reminder would
-- be of use: who turns reminders on does not write to everybody who was ever asked.
create function app.queue_reminders(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_workspace uuid;
  v_now timestamptz;
  v_setting jsonb;
  v_after interval;
  v_template public.whatsapp_templates;
  v_queued integer := 0;
begin
  select c.workspace_id into v_workspace from public.channels c where c.id = p_channel
    for no key update;
  if app.is_comparing(p_channel) then
    return 0;
  end if;
  v_now := app.now();
  v_setting := app.setting(v_workspace, 'reminders');
  for v_step in 1 .. case when (v_setting ->> 'enabled')::boolean
    then jsonb_array_length(v_setting -> 'steps') else 0 end loop
    v_after := make_interval(days => (v_setting -> 'steps' -> v_step - 1 ->> 'afterDays')::integer);
    select * into v_template from public.whatsapp_templates t
    where t.workspace_id = v_workspace and t.key = v_setting -> 'steps' -> v_step - 1
      ->> 'template';
    continue when v_template.id is null;
    v_queued := v_queued + app.add_reminders(
      app.due_for_reminder(p_channel, v_step, v_now - v_after - app.reminder_lifetime(),
        v_now - v_after), v_step, v_after, v_template);
  end loop;
  return v_queued;
end $$;

-- Closes the waiting reminders of a follow-up that is no longer owed an answer, and says why.
-- Nothing while it is.
create function app.stop_reminders(f public.whatsapp_messages) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  k public.asks;
  v_code text;
  v_reason text;
begin
  if not exists (select from public.whatsapp_messages r where r.reminder_of = f.id
    and r.status = 'queued') then
    return;
  end if;
  perform app.skip_unreachable(f.contact_id);
  select * into k from public.asks where id = f.ask_id;
  if k.reminders_stopped_by is not null then
    v_code := 'staff_refused';
    v_reason := 'Staff asked not to send it.';
  elsif f.status = 'failed' then
    v_code := 'ask_failed';
    v_reason := 'The message that it repeats did not reach the customer.';
  elsif not f.ask_open and (
      k.evidence is not null or app.has_answered(f.contact_id, f.send_began_at)) then
    v_code := 'answered';
    v_reason := 'The customer answered, so no reminder is needed.';
  elsif not f.ask_open then
    v_code := 'ask_closed';
    v_reason := 'The ask that it repeats is over.';
  elsif k.do_not_send then
    v_code := 'do_not_send';
    v_reason := 'The call is marked: nothing goes to this customer.';
  elsif not (app.setting(f.workspace_id, 'reminders') ->> 'enabled')::boolean then
    v_code := 'reminders_off';
    v_reason := 'Reminders were turned off.';
  else
    return;
  end if;
  update public.whatsapp_messages r set status = 'cancelled', reason_code = v_code,
    reason = v_reason
  where r.reminder_of = f.id and r.status = 'queued';
end $$;

-- Whoever closes an ask (a reply, a failure, a newer ask, staff) ends its reminders with it.
create function app.ask_closed() returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform app.stop_reminders(new);
  return null;
end $$;
create trigger ask_closed after update of ask_open on public.whatsapp_messages
  for each row when (old.ask_open and not new.ask_open) execute function app.ask_closed();

-- A tag or a word of CloudTalk's that comes after the follow-up left.
create function app.ask_refused() returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform app.stop_reminders(f) from public.whatsapp_messages f where f.ask_id = new.id
    and f.purpose = 'follow_up';
  return null;
end $$;
create trigger ask_refused after update on public.asks
  for each row when (new.do_not_send and not old.do_not_send) execute function app.ask_refused();

-- Turned off, or a step taken away: what waits of it does not leave.
create function app.reminders_changed() returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- No claim may hold one of them meanwhile.
  perform app.lock_channels(new.workspace_id);
  update public.whatsapp_messages r set status = 'cancelled', reason_code = 'reminders_off',
    reason = 'Reminders were turned off.'
  from public.channels c
  where c.workspace_id = new.workspace_id and r.channel_id = c.id and r.status = 'queued'
    and r.reminder_of is not null
    and (not (new.value ->> 'enabled')::boolean
      or r.reminder_step > jsonb_array_length(new.value -> 'steps'));
  return null;
end $$;
create trigger reminders_changed after insert on public.workspace_settings
  for each row when (new.kind = 'reminders') execute function app.reminders_changed();
