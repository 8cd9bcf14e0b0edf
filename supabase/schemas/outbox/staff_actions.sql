-- What staff may do, as themselves: each checks the caller's role in the workspace first.

-- Staff says what became of a send whose outcome nobody knows: 'sent' (it arrived) or 'resend' (it
-- did not).
create function public.resolve_uncertain(message bigint, decision text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  select m.* into v_message from public.whatsapp_messages m where m.id = message;
  perform app.require_role(v_message.workspace_id, 'agent');
  perform app.lock_channels(v_message.workspace_id);
  select * into v_message from public.whatsapp_messages m where m.id = message for update;
  if v_message.status <> 'uncertain' and (v_message.status <> 'accepted'
      or v_message.unconfirmed_at is null or decision = 'resend') then
    return v_message.status;
  end if;
  if decision = 'sent' then
    update public.whatsapp_messages set resolved_by = auth.uid() where id = message;
    -- When it left, not when somebody said so.
    perform app.raise_status(message, 'sent', coalesce(v_message.send_began_at, app.now()), null,
      null);
  elsif decision = 'resend' then
    update public.whatsapp_messages set status = 'queued', resolved_by = auth.uid(),
      due_at = app.now(),
      expires_at = app.now() + interval '72 hours',
      reason_code = 'resend', reason = 'Staff asked to send it again.'
    where id = message;
    perform app.reconsider(message, app.now());
  else
    raise exception using errcode = 'PT400', message = 'The decision is either "sent" or "resend".';
  end if;
  perform app.log_action(v_message.workspace_id, auth.uid(), 'uncertain_resolved', 'message',
    message::text,
    jsonb_build_object('decision', decision));
  return (select m.status from public.whatsapp_messages m where m.id = message);
end $$;

-- Who presses "resume" has looked. Under the channel's lock.
create function app.resume_by_staff(p_channel public.channels) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.resume_channel(p_channel.id);
  if p_channel.pause_reason = 'restored' then
    perform app.end_hold(p_channel);
  end if;
  -- A wait that the provider asked for may be nonsense: one interval from now is enough.
  update public.channels c set next_slot_at = app.now() + app.pause_between(c)
  where c.id = p_channel.id and c.next_slot_at > app.now() + app.pause_between(c);
end $$;

create function public.set_channel_paused(channel uuid, paused boolean) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
begin
  select * into v_channel from public.channels where id = channel for no key update;
  perform app.require_role(v_channel.workspace_id, 'manager');
  perform app.refuse_retired(v_channel);
  if paused is null then
    raise exception using errcode = 'PT400',
      message = 'Say whether the channel is paused: true or false.';
  elsif paused then
    perform app.pause_channel(channel, 'staff', 'Paused by staff.', app.now());
  else
    if v_channel.pause_reason = 'restored' and app.restore_is_read(channel) then
      raise exception using errcode = 'PT409',
        message = 'The provider''s log of sends is being compared: wait until that has ended.';
    end if;
    perform app.resume_by_staff(v_channel);
  end if;
  perform app.log_action(v_channel.workspace_id, auth.uid(), case when paused then 'channel_paused'
    else 'channel_resumed' end,
    'channel', channel::text);
  return (select state from public.channels where id = channel);
end $$;

-- A follow-up that is withdrawn or failed, and of which an earlier attempt may have arrived, waits
-- again; any other as it is.
create function app.queue_again(m public.whatsapp_messages) returns public.whatsapp_messages
language plpgsql volatile set search_path = ''
as $$
begin
  if m.status not in ('cancelled', 'skipped', 'expired', 'failed') or not exists (
      select from public.whatsapp_send_attempts a where a.message_id = m.id
        and a.outcome in ('uncertain', 'accepted')) then
    return m;
  end if;
  update public.whatsapp_messages q set status = 'queued', resolved_by = auth.uid(),
    due_at = app.now(),
    live_until = null, expires_at = app.now() + interval '72 hours',
    failed_at = null, reason_code = 'resend', reason = 'Staff asked to send it again.'
  where q.id = m.id returning q.* into m;
  return m;
end $$;

-- Of an ask that has left and is owed an answer, 'dont_send' stops the reminders, and 'send' lets
-- them come again. reminders_stopped, reminders_again or already_sent.
create function app.override_reminders(a public.asks, f public.whatsapp_messages, p_decision text)
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  if not f.ask_open or f.status in ('sending', 'uncertain')
      or (a.reminders_stopped_by is null) = (p_decision = 'send')
      or not app.reminders_ahead(f, app.now()) then
    return 'already_sent';
  end if;
  update public.asks x
  set reminders_stopped_by = case when p_decision = 'dont_send' then auth.uid() end
  where x.id = a.id;
  perform app.stop_reminders(f);
  -- What staff had withdrawn waits again.
  update public.whatsapp_messages r set status = 'queued', reason_code = null, reason = null
  where p_decision = 'send' and r.reminder_of = f.id and r.status = 'cancelled'
    and r.reason_code = 'staff_refused' and r.expires_at > app.now();
  return case p_decision when 'send' then 'reminders_again' else 'reminders_stopped' end;
end $$;

-- A person's word on an ask whose message f has not arrived: it is decided anew. What their "send"
-- passes over is kept with it. Under the locks. The ask's code then.
create function app.override_ask(a public.asks, f public.whatsapp_messages, p_decision text,
  p_any_hour boolean, p_lifted text[], p_user uuid) returns text
language plpgsql volatile set search_path = ''
as $$
begin
  if p_decision = 'send' then
    -- An earlier attempt may have arrived: sent again it stays the ask's, and so does its answer.
    f := app.queue_again(f);
    -- What did not leave is set aside: the new ask takes its place.
    update public.whatsapp_messages m set ask_id = null, call_id = null, ask_open = false
    where m.id = f.id and m.status <> 'queued';
    update public.asks x set is_open = false where x.id = a.id and x.is_open and not exists (
      select from public.whatsapp_messages m where m.ask_id = a.id and m.ask_open);
  end if;
  update public.cloudtalk_calls k set ended = true, updated_at = app.now(),
    ended_heard_at = case when p_decision = 'send' then app.now()
      else coalesce(k.ended_heard_at, app.now()) end
  where k.id = a.call_id;
  update public.asks x set
    ready_at = case when p_decision = 'send' then app.now() else coalesce(x.ready_at, app.now())
      end,
    covered_by = case when p_decision = 'send' then null else x.covered_by end,
    decided_by = p_user, staff_decision = p_decision,
    lifted = case when p_decision = 'send' then coalesce(p_lifted, '{}') else '{}' end,
    any_hour = p_decision = 'send' and coalesce(p_any_hour, false)
  where x.id = a.id returning * into a;
  perform app.settle_ask(a, true);
  perform app.reconsider(m.id, app.now()) from public.whatsapp_messages m
  where m.id = f.id and m.status = 'queued' and m.reason_code = 'resend';
  update public.asks x set should_send = true
  from public.whatsapp_messages m
  where x.id = a.id and m.ask_id = x.id and m.id = f.id and m.ask_open
    and m.reason_code = 'resend';
  return (select x.code from public.asks x where x.id = a.id);
end $$;

-- Staff overrules the rules for one call: 'dont_send' cancels what has not left, 'send' asks
-- although a rule said no. Of a message that has left and is owed an answer, 'dont_send' stops the
-- reminders, and 'send' lets them come again. `lifts`: what "send" passes over, as the page named
-- it (call_lifts): it counts for no more than that. It waits for the sending hours, unless a
-- manager says any_hour. Answers the call's new should_send_code, reminders_stopped or
-- reminders_again, or why not: opted_out, blocked, no_phone, already_sent, covered, not_confirmed,
-- limit_reached.
create function public.override_call(
  call bigint, decision text, lifts text[] default '{}', any_hour boolean default false)
    returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.asks;
  v_answer text;
  v_lifted text[];
  v_call public.cloudtalk_calls;
  v_message public.whatsapp_messages;
begin
  select k.* into v_call from public.cloudtalk_calls k where k.id = call;
  perform app.require_role(v_call.workspace_id, 'agent');
  perform app.require_role(v_call.workspace_id, 'manager') where any_hour;
  perform app.lock_channels(v_call.workspace_id);
  select m.* into v_message from public.whatsapp_messages m
  where m.call_id = call and m.purpose = 'follow_up' for update;
  select k.* into v_call from public.cloudtalk_calls k where k.id = call for update;
  select x.* into a from public.asks x where x.call_id = call for update;
  if override_call.decision is null or override_call.decision not in ('send', 'dont_send') then
    raise exception using errcode = 'PT400',
      message = 'The decision is either "send" or "dont_send".';
  end if;
  if app.is_asked(v_message.status) then
    v_answer := app.override_reminders(a, v_message, override_call.decision);
    perform app.log_action(a.workspace_id, auth.uid(), 'call_overridden', 'call', call::text,
      jsonb_build_object('decision', override_call.decision, 'answer', v_answer))
    where v_answer <> 'already_sent';
    return v_answer;
  elsif override_call.decision = 'send' then
    if v_call.phone_problem <> 'fixed_line' or v_call.phone_number is null then
      return 'no_phone';
    elsif v_message.status = 'queued' then
      return a.code;
    end if;
    v_lifted := app.lifted_by_staff(a);
    v_answer := app.refuse_press(a, lifts);
    if v_answer is not null then
      return v_answer;
    end if;
  end if;
  v_answer := app.override_ask(a, v_message, override_call.decision, any_hour, v_lifted,
    auth.uid());
  perform app.log_action(a.workspace_id, auth.uid(), 'call_overridden', 'call', call::text,
    jsonb_strip_nulls(jsonb_build_object('decision', override_call.decision, 'answer', v_answer,
      'lifted', nullif(to_jsonb(v_lifted), '[]'), 'anyHour', nullif((select x.any_hour
        from public.asks x where x.id = a.id), false))));
  return v_answer;
end $$;

-- Whether this call's ask may still be repeated, or would be if staff had not stopped that.
create function public.reminders_ahead(call bigint) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  f public.whatsapp_messages;
begin
  perform app.require_role((select k.workspace_id from public.cloudtalk_calls k where k.id = call),
    'agent');
  select m.* into f from public.whatsapp_messages m where m.call_id = call
    and m.purpose = 'follow_up';
  return f.id is not null and f.status not in ('sending', 'uncertain')
    and app.reminders_ahead(f, app.now());
end $$;

-- "Seen": takes a failed message or an incident off the list of what needs a person.
create function public.acknowledge(kind text, item bigint) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  if kind = 'message' then
    select m.workspace_id into v_workspace from public.whatsapp_messages m where m.id = item;
    perform app.require_role(v_workspace, 'agent');
    update public.whatsapp_messages m set acknowledged_at = app.now()
    where m.id = item and m.status = 'failed' and m.acknowledged_at is null;
  elsif kind = 'incident' then
    select i.workspace_id into v_workspace from public.channel_incidents i where i.id = item;
    perform app.require_role(v_workspace, 'agent');
    update public.channel_incidents i set closed_at = app.now() where i.id = item
      and i.closed_at is null;
  elsif kind = 'attention' then
    select a.workspace_id into v_workspace from public.attention a where a.id = item;
    perform app.require_role(v_workspace, 'agent');
    if exists (select from public.attention a where a.id = item and a.kind = 'refusal'
        and a.settled_at is null) then
      raise exception using errcode = 'PT409',
        message = 'Say what it is: they want no more messages, or it was no refusal.';
    end if;
    update public.attention a set settled_at = app.now(), settled_by = auth.uid(),
      settled_how = 'seen'
    where a.id = item and a.settled_at is null;
  else
    raise exception using errcode = 'PT400',
      message = 'Only a message, an incident or something to look at can be acknowledged.';
  end if;
  if not found then
    return false;
  end if;
  perform app.log_action(v_workspace, auth.uid(), 'seen', kind, item::text);
  return true;
end $$;

grant execute on function
  public.resolve_uncertain(bigint, text), public.override_call(bigint, text, text[], boolean),
  public.reminders_ahead(bigint), public.acknowledge(text, bigint),
  public.set_channel_paused(uuid, boolean)
to authenticated;
