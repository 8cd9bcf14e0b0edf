-- What says that the bill came: every proof of it, who or what gave it, and what was taken back.

-- cloudtalk_calls.electricity_bill_* is the strongest row that stands, kept by
-- app.refresh_evidence.
create table public.bill_evidence (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  call_id bigint not null references public.cloudtalk_calls (id) on delete cascade,
  level text not null check (level in ('reply', 'attachment', 'confirmed')),
  source text not null check (source in ('message', 'staff', 'ai')),
  -- No foreign key: what it proved stands when its message is kept no longer.
  message_id bigint,
  user_id uuid,
  at timestamptz not null,
  created_at timestamptz not null default app.now(),
  undone_at timestamptz,
  undone_by uuid,
  undo_reason text check (length(undo_reason) between 1 and 500),
  check (source <> 'message' or message_id is not null),
  check ((source = 'staff') = (user_id is not null)),
  check ((undone_at is null) = (undo_reason is null))
);
create index bill_evidence_call on public.bill_evidence (call_id, id);
create index bill_evidence_workspace on public.bill_evidence (workspace_id, id desc);
-- What was taken back is not proved by the same message again.
create unique index bill_evidence_message on public.bill_evidence (call_id, message_id)
  where source = 'message';

-- The call's state, from its rows: of the strongest level the first. True when it is stronger than
-- before.
create function app.refresh_evidence(p_call bigint) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
  v_top public.bill_evidence;
begin
  select * into v_call from public.cloudtalk_calls where id = p_call for update;
  select * into v_top from public.bill_evidence e where e.call_id = p_call and e.undone_at is null
  order by app.evidence_rank(e.level) desc, e.at, e.id limit 1;
  if (v_call.electricity_bill_evidence, v_call.electricity_bill_message_id,
    v_call.electricity_bill_received_at)
      is not distinct from (v_top.level, v_top.message_id, v_top.at) then
    return false;
  end if;
  update public.cloudtalk_calls set
    electricity_bill_received = v_top.id is not null, electricity_bill_evidence = v_top.level,
    electricity_bill_message_id = v_top.message_id, electricity_bill_received_at = v_top.at
  where id = p_call;
  perform app.queue_write_back(p_call);
  return app.evidence_rank(v_top.level) > app.evidence_rank(v_call.electricity_bill_evidence);
end $$;

-- What answers somebody is looked up among what we asked of them, not among all that they wrote;
-- and so is what waits for them.
create index whatsapp_messages_asks on public.whatsapp_messages (contact_id)
  where purpose in ('follow_up', 'reminder', 'consent_notice');

-- A reply that was written before the one that stands, and is heard only now, takes its place.
-- False where it does not.
create function app.note_earlier_reply(p_call bigint, p_message bigint, p_at timestamptz)
  returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  update public.bill_evidence e set message_id = p_message, at = p_at
  where e.call_id = p_call and e.level = 'reply' and e.source = 'message' and e.undone_at is null
    and e.at > p_at
    and not exists (select from public.bill_evidence o where o.call_id = p_call
      and (o.message_id = p_message or (o.level = 'reply' and o.undone_at >= p_at)));
  if not found then
    return false;
  end if;
  perform app.refresh_evidence(p_call);
  return true;
end $$;

-- One more proof: by a message, or by a person (p_user). True when the call's state rose.
-- Replies are all alike, so one of them stands at a time, the one written first, and none that is
-- older than the last one taken back counts.
create function app.note_evidence(p_call bigint, p_level text, p_message bigint, p_user uuid,
  p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
begin
  select * into v_call from public.cloudtalk_calls where id = p_call for update;
  if p_level = 'reply' and p_user is null and v_call.electricity_bill_evidence = 'reply'
      and v_call.electricity_bill_received_at <= p_at then
    -- One stands that was written before.
    return false;
  elsif p_level = 'reply' and p_user is null and v_call.electricity_bill_evidence is not null
      and app.note_earlier_reply(p_call, p_message, p_at) then
    return false;
  elsif p_level <> 'attachment' and exists (select from public.bill_evidence e
      where e.call_id = p_call and e.level = p_level
        and (e.undone_at is null or (p_user is null and e.undone_at >= p_at))) then
    return false;
  end if;
  insert into public.bill_evidence (workspace_id, call_id, level, source, message_id, user_id, at)
  values (v_call.workspace_id, p_call, p_level, case when p_user is null then 'message'
    else 'staff' end, p_message, p_user, p_at)
  on conflict (call_id, message_id) where source = 'message' do nothing;
  if not found then
    return false;
  end if;
  -- Of the strongest level the first counts: one that is weaker or later changes nothing, and all
  -- rows need not be read.
  return (app.evidence_rank(v_call.electricity_bill_evidence) < app.evidence_rank(p_level)
      or (v_call.electricity_bill_evidence = p_level and v_call.electricity_bill_received_at > p_at)
      or v_call.electricity_bill_evidence is null)
    and app.refresh_evidence(p_call);
end $$;

-- A call that another ask covers is answered by what answers that one, unless it has been proved or
-- taken back by itself.
create function app.share_evidence(p_from bigint, p_to bigint) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if exists (select from public.bill_evidence e where e.call_id = p_to) then
    return;
  end if;
  insert into public.bill_evidence (workspace_id, call_id, level, source, message_id, user_id, at)
  select e.workspace_id, p_to, e.level, e.source, e.message_id, e.user_id, e.at
  from public.bill_evidence e where e.call_id = p_from and e.undone_at is null order by e.id;
  perform app.refresh_evidence(p_to);
end $$;

-- Flags the calls that this message answers, and answers how many rose. A quoted ask is the one
-- answered; else all asks that began before it was written. A reminder asks for its follow-up's
-- call.
create function app.apply_evidence(p_message public.whatsapp_messages) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_asked bigint[];
  v_quoted bigint[];
  v_queued bigint[];
  v_asks integer;
  v_is_waiting boolean;
  v_is_open boolean;
  v_call bigint;
  v_flagged integer := 0;
  v_by timestamptz := app.written_by(p_message);
begin
  if p_message.evidence is null or (p_message.is_stop and p_message.evidence <> 'attachment') then
    return 0;
  end if;
  select count(*), coalesce(bool_or(m.status = 'queued'), false), coalesce(bool_or(m.ask_open),
    false),
    array_agg(distinct m.call_id) filter (where m.call_id is not null and m.send_began_at <= v_by
      -- Waiting, withdrawn or refused, yet an earlier attempt may have arrived: a resend that a
      -- person pressed.
      and (app.is_asked(m.status) or m.status in ('queued', 'skipped', 'expired', 'cancelled')
        or (m.status = 'failed' and exists (select from public.whatsapp_send_attempts a
          where a.message_id = m.id and a.attempt < m.attempt
            and a.outcome in ('uncertain', 'accepted')))))
  into v_asks, v_is_waiting, v_is_open, v_asked
  from public.whatsapp_messages m
  where m.contact_id = p_message.contact_id and m.purpose in ('follow_up', 'reminder');
  if v_asks = 0 then
    return 0;
  end if;
  if p_message.quoted_whatsapp_id is not null then
    select array_agg(m.call_id) into v_quoted
    from public.whatsapp_message_keys k join public.whatsapp_messages m on m.id = k.message_id
    where k.channel_id = p_message.channel_id and k.whatsapp_id = p_message.quoted_whatsapp_id
      and m.purpose in ('follow_up', 'reminder') and m.contact_id = p_message.contact_id
        and m.call_id is not null
      -- Who can quote it has it, whatever we were told of it.
      and (app.is_asked(m.status) or m.status = 'failed');
    v_asked := coalesce(v_quoted, v_asked);
  end if;
  if v_is_waiting then
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = 'answered', reason = 'The customer answered before it was sent again.'
    where contact_id = p_message.contact_id and purpose in ('follow_up', 'reminder')
      and status = 'queued'
      and send_began_at <= v_by and call_id = any (v_asked);
    -- Whoever answers anything we sent is not reminded of it.
    update public.whatsapp_messages r set status = 'cancelled', ask_open = false,
      reason_code = 'answered', reason = 'The customer answered, so no reminder is needed.'
    where r.contact_id = p_message.contact_id and r.purpose = 'reminder' and r.status = 'queued'
      and exists (select from public.whatsapp_messages f
        where f.call_id = r.call_id and f.purpose = 'follow_up' and f.send_began_at <= v_by);
  end if;
  if p_message.evidence = 'attachment' then
    -- It came while these waited, or the call lasted, and is looked at only now (a hidden number, a
    -- failed event): they have left since.
    v_asked := v_asked || array(select call_id from public.whatsapp_messages
      where contact_id = p_message.contact_id and purpose in ('follow_up', 'reminder')
        and call_id is not null
        and app.is_asked(status) and app.answers_ask(call_id, created_at, v_by));
    with cancelled as (
      update public.whatsapp_messages set status = 'cancelled', ask_open = false,
        reason_code = 'bill_received', reason = 'The customer sent a file before we asked.'
      where contact_id = p_message.contact_id and purpose in ('follow_up', 'reminder')
        and status = 'queued'
        and app.answers_ask(call_id, created_at, v_by)
      returning call_id)
    select array_agg(call_id) into v_queued from cancelled;
  end if;
  if v_is_open then
    update public.whatsapp_messages set ask_open = false
    where workspace_id = p_message.workspace_id and contact_id = p_message.contact_id
      and ask_open and call_id = any (v_asked);
  end if;
  for v_call in
    select id from public.cloudtalk_calls
    where id = any (v_asked || v_queued) or covered_by = any (v_asked || v_queued) order by id
  loop
    if app.note_evidence(v_call, p_message.evidence, p_message.id, null, p_message.written_at) then
      v_flagged := v_flagged + 1;
    end if;
  end loop;
  return v_flagged;
end $$;

-- The call for a person's word about its bill, with the locks that its messages need; the role is
-- checked first.
create function app.lock_call_for_staff(p_call bigint) returns public.cloudtalk_calls
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
begin
  select * into v_call from public.cloudtalk_calls where id = p_call;
  perform app.require_role(v_call.workspace_id, 'agent');
  perform app.lock_channels(v_call.workspace_id);
  select * into v_call from public.cloudtalk_calls where id = p_call for update;
  return v_call;
end $$;

-- A person saw the bill; `message` is the one it came with (null: the one that counts so far, or
-- none of ours). What still waited to ask for it is withdrawn. Answers the level that holds now.
create function public.confirm_bill(call bigint, message bigint default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
  v_message bigint;
  v_id bigint;
begin
  -- require_role: in there.
  v_call := app.lock_call_for_staff(call);
  v_message := coalesce(message, v_call.electricity_bill_message_id);
  if message is not null and not exists (select from public.whatsapp_messages m
      where m.id = message and m.contact_id = v_call.contact_id and m.direction = 'in') then
    raise exception using errcode = 'PT400',
      message = 'This message is not of the contact of this call.';
  end if;
  if v_call.electricity_bill_evidence is not distinct from 'confirmed' then
    return 'confirmed';
  end if;
  update public.whatsapp_messages m set status = 'cancelled', ask_open = false,
    reason_code = 'bill_received', reason = 'Staff confirmed that the bill is here.'
  where m.contact_id = v_call.contact_id and m.purpose in ('follow_up', 'reminder')
    and m.status = 'queued';
  update public.whatsapp_messages m set ask_open = false where m.contact_id = v_call.contact_id
    and m.ask_open;
  for v_id in select k.id from public.cloudtalk_calls k where k.id = call
    or k.covered_by = call order by k.id loop
    perform app.note_evidence(v_id, 'confirmed', v_message, auth.uid(), app.now());
  end loop;
  perform app.log_action(v_call.workspace_id, auth.uid(), 'bill_confirmed', 'call', call::text,
    jsonb_build_object('from', v_call.electricity_bill_evidence, 'message', v_message));
  return 'confirmed';
end $$;

-- Takes back one proof: the one that the person saw (null: what counts now); what stands below it
-- counts then. Pressed twice, or on a page that a new file made old, it takes back no other.
-- Answers the level that holds now, or `none`.
create function public.undo_bill(call bigint, reason text, proof bigint default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
  v_proof public.bill_evidence;
  v_ids bigint[];
  v_id bigint;
  v_level text;
  v_reason text := app.require_reason(reason);
begin
  -- require_role: in there.
  v_call := app.lock_call_for_staff(call);
  select * into v_proof from public.bill_evidence e
  where e.call_id = call and e.undone_at is null and (proof is null or e.id = proof)
  order by app.evidence_rank(e.level) desc, e.at, e.id limit 1;
  if v_proof.id is null then
    return coalesce(v_call.electricity_bill_evidence, 'none');
  end if;
  -- The calls that this one covers rest on the same proof.
  with undone as (
    update public.bill_evidence e set undone_at = app.now(), undone_by = auth.uid(),
      undo_reason = v_reason
    where e.undone_at is null and e.level = v_proof.level and e.message_id is not distinct
      from v_proof.message_id
      and e.call_id in (select k.id from public.cloudtalk_calls k where k.id = call
        or k.covered_by = call)
    returning e.call_id)
  select array_agg(distinct u.call_id order by u.call_id) into v_ids from undone u;
  foreach v_id in array coalesce(v_ids, array[call]) loop
    perform app.refresh_evidence(v_id);
  end loop;
  select k.electricity_bill_evidence into v_level from public.cloudtalk_calls k where k.id = call;
  perform app.log_action(v_call.workspace_id, auth.uid(), 'bill_undone', 'call', call::text,
    jsonb_build_object('from', v_proof.level, 'to', v_level));
  return coalesce(v_level, 'none');
end $$;

alter table public.bill_evidence enable row level security;
create policy members_read on public.bill_evidence for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.bill_evidence to authenticated;
grant execute on function
  public.confirm_bill(bigint, bigint), public.undo_bill(bigint, text, bigint)
to authenticated;
