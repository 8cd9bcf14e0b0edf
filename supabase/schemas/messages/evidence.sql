-- What says that the bill came: every proof of it, who or what gave it, and what was taken back.

-- asks.evidence is the strongest row that stands, kept by app.refresh_evidence; mirrored as
-- cloudtalk_calls.electricity_bill_*.
create table public.bill_evidence (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  ask_id bigint not null references public.asks (id) on delete cascade,
  -- Of the ask, where it has one.
  call_id bigint references public.cloudtalk_calls (id) on delete cascade,
  level text not null check (level in ('reply', 'attachment', 'confirmed')),
  source text not null check (source in ('message', 'staff', 'ai')),
  -- No foreign key: what it proved stands when its message is kept no longer.
  message_id bigint,
  user_id uuid,
  at timestamptz not null,
  -- A person saw that the file is no bill (bill_verdicts): it is an answer, and no more.
  is_rejected boolean not null default false,
  counts_as text not null generated always as (case when is_rejected then 'reply' else level end)
    stored,
  created_at timestamptz not null default app.now(),
  undone_at timestamptz,
  undone_by uuid,
  undo_reason text check (length(undo_reason) between 1 and 500),
  check (source <> 'message' or message_id is not null),
  check ((source = 'staff') = (user_id is not null)),
  check ((undone_at is null) = (undo_reason is null))
);
create index bill_evidence_ask on public.bill_evidence (ask_id, id);
create index bill_evidence_call on public.bill_evidence (call_id, id) where call_id is not null;
create index bill_evidence_workspace on public.bill_evidence (workspace_id, id desc);
-- What was taken back is not proved by the same message again.
create unique index bill_evidence_message on public.bill_evidence (ask_id, message_id)
  where source = 'message';

-- The ask's state, from its rows: of the strongest level the first. True when it is stronger than
-- before.
create function app.refresh_evidence(p_ask bigint) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
  v_top public.bill_evidence;
  v_answered timestamptz;
  v_confirmed timestamptz;
begin
  select * into a from public.asks where id = p_ask for update;
  select * into v_top from public.bill_evidence e where e.ask_id = p_ask and e.undone_at is null
  order by app.evidence_rank(e.counts_as) desc, e.at, e.id limit 1;
  select min(e.at) filter (where e.level <> 'confirmed'),
    min(e.at) filter (where e.level = 'confirmed') into v_answered, v_confirmed
  from public.bill_evidence e where e.ask_id = p_ask and e.undone_at is null;
  if (a.evidence, a.evidence_message_id, a.evidence_at, a.answered_at, a.confirmed_at)
      is not distinct from (v_top.counts_as, v_top.message_id, v_top.at, v_answered, v_confirmed)
  then
    return false;
  end if;
  update public.asks set evidence = v_top.counts_as, evidence_message_id = v_top.message_id,
    evidence_at = v_top.at, answered_at = v_answered, confirmed_at = v_confirmed
  where id = p_ask;
  if a.call_id is not null then
    perform app.queue_write_back(a.call_id);
  end if;
  return app.evidence_rank(v_top.counts_as) > app.evidence_rank(a.evidence);
end $$;

-- What answers somebody is looked up among what we asked of them, not among all that they wrote;
-- and so is what waits for them.
create index whatsapp_messages_asks on public.whatsapp_messages (contact_id)
  where purpose in ('follow_up', 'reminder', 'consent_notice', 'manual');

-- A reply that was written before the one that stands, and is heard only now, takes its place.
-- False where it does not.
create function app.note_earlier_reply(p_ask bigint, p_message bigint, p_at timestamptz)
  returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  update public.bill_evidence e set message_id = p_message, at = p_at
  where e.ask_id = p_ask and e.level = 'reply' and e.source = 'message' and e.undone_at is null
    and e.at > p_at
    and not exists (select from public.bill_evidence o where o.ask_id = p_ask
      and (o.message_id = p_message or (o.level = 'reply' and o.undone_at >= p_at)));
  if not found then
    return false;
  end if;
  perform app.refresh_evidence(p_ask);
  return true;
end $$;

-- One more proof: by a message, or by a person (p_user). True when the ask's state rose.
-- Replies are all alike, so one of them stands at a time, the one written first, and none that is
-- older than the last one taken back counts.
create function app.note_evidence(p_ask bigint, p_level text, p_message bigint, p_user uuid,
  p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
  v_rejected boolean := p_level = 'attachment' and app.is_rejected(p_message);
  v_counts text := case when v_rejected then 'reply' else p_level end;
begin
  select * into a from public.asks where id = p_ask for update;
  if p_level = 'reply' and p_user is null and a.evidence = 'reply' and a.evidence_at <= p_at then
    -- One stands that was written before.
    return false;
  elsif p_level = 'reply' and p_user is null and a.evidence is not null
      and app.note_earlier_reply(p_ask, p_message, p_at) then
    return false;
  elsif p_level <> 'attachment' and exists (select from public.bill_evidence e
      where e.ask_id = p_ask and e.level = p_level
        and (e.undone_at is null or (p_user is null and e.undone_at >= p_at))) then
    return false;
  end if;
  insert into public.bill_evidence (workspace_id, ask_id, call_id, level, source, message_id,
    user_id, at, is_rejected)
  values (a.workspace_id, p_ask, a.call_id, p_level, case when p_user is null then 'message'
    else 'staff' end, p_message, p_user, p_at, v_rejected)
  on conflict (ask_id, message_id) where source = 'message' do nothing;
  if not found then
    return false;
  end if;
  -- Of the strongest level the first counts: one that is weaker or later changes nothing, and all
  -- rows need not be read.
  return (app.evidence_rank(a.evidence) < app.evidence_rank(v_counts)
      or (a.evidence = v_counts and a.evidence_at > p_at)
      or a.evidence is null
      or (p_level <> 'confirmed' and (a.answered_at is null or a.answered_at > p_at)))
    and app.refresh_evidence(p_ask);
end $$;

-- An ask that another one covers is answered by what answers that one, unless it has been proved or
-- taken back by itself.
create function app.share_evidence(p_from bigint, p_to bigint) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if exists (select from public.bill_evidence e where e.ask_id = p_to) then
    return;
  end if;
  insert into public.bill_evidence (workspace_id, ask_id, call_id, level, source, message_id,
    user_id, at, is_rejected)
  select e.workspace_id, p_to, (select a.call_id from public.asks a where a.id = p_to), e.level,
    e.source, e.message_id, e.user_id, e.at, e.is_rejected
  from public.bill_evidence e where e.ask_id = p_from and e.undone_at is null order by e.id;
  perform app.refresh_evidence(p_to);
end $$;

-- What was asked of somebody by p_by, and of that what waits or is open. asked: asks that may have
-- arrived by then.
create function app.asked_by(p_contact bigint, p_by timestamptz, out is_any boolean,
  out is_waiting boolean, out is_open boolean, out asked bigint[])
language plpgsql stable set search_path = ''
as $$
begin
  select count(*) > 0, coalesce(bool_or(m.status = 'queued'), false),
    coalesce(bool_or(m.ask_open), false),
    array_agg(distinct m.ask_id) filter (where m.ask_id is not null and m.send_began_at <= p_by
      -- Waiting, withdrawn or refused, yet an earlier attempt may have arrived: a resend that a
      -- person pressed.
      and (app.is_asked(m.status) or m.status in ('queued', 'skipped', 'expired', 'cancelled')
        or (m.status = 'failed' and exists (select from public.whatsapp_send_attempts a
          where a.message_id = m.id and a.attempt < m.attempt
            and a.outcome in ('uncertain', 'accepted')))))
  into is_any, is_waiting, is_open, asked
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.purpose in ('follow_up', 'reminder');
end $$;

-- The asks that this message quotes. Who can quote one has it, whatever we were told of it.
create function app.quoted_asks(p_message public.whatsapp_messages) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select array_agg(m.ask_id)
    from public.whatsapp_message_keys k join public.whatsapp_messages m on m.id = k.message_id
    where k.channel_id = p_message.channel_id and k.whatsapp_id = p_message.quoted_whatsapp_id
      and m.purpose in ('follow_up', 'reminder') and m.contact_id = p_message.contact_id
      and m.ask_id is not null and (app.is_asked(m.status) or m.status = 'failed'));
end $$;

-- Who answered is not asked again: what waits of these asks, and whatever would remind.
create function app.withdraw_answered(p_contact bigint, p_asked bigint[], p_by timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set status = 'cancelled', ask_open = false,
    reason_code = 'answered', reason = 'The customer answered before it was sent again.'
  where contact_id = p_contact and purpose in ('follow_up', 'reminder')
    and status = 'queued' and send_began_at <= p_by and ask_id = any (p_asked);
  -- Whoever answers anything we sent is not reminded of it.
  update public.whatsapp_messages r set status = 'cancelled', ask_open = false,
    reason_code = 'answered', reason = 'The customer answered, so no reminder is needed.'
  where r.contact_id = p_contact and r.purpose = 'reminder' and r.status = 'queued'
    and exists (select from public.whatsapp_messages f
      where f.ask_id = r.ask_id and f.purpose = 'follow_up' and f.send_began_at <= p_by);
end $$;

-- A file answers also what is still to leave. The asks that it answers beside those asked before;
-- what waits of them is withdrawn.
create function app.withdraw_by_file(p_contact bigint, p_by timestamptz) returns bigint[]
language plpgsql volatile set search_path = ''
as $$
declare
  -- It came while these waited, or the call lasted, and is looked at only now (a hidden number, a
  -- failed event): they have left since.
  v_left bigint[] := array(select ask_id from public.whatsapp_messages
    where contact_id = p_contact and purpose in ('follow_up', 'reminder') and ask_id is not null
      and app.is_asked(status) and app.answers_ask(ask_id, created_at, p_by));
  v_queued bigint[];
begin
  with cancelled as (
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = 'bill_received', reason = 'The customer sent a file before we asked.'
    where contact_id = p_contact and purpose in ('follow_up', 'reminder')
      and status = 'queued' and app.answers_ask(ask_id, created_at, p_by)
    returning ask_id)
  select array_agg(ask_id) into v_queued from cancelled;
  return v_left || v_queued;
end $$;

-- Flags the asks that this message answers, and answers how many rose. A quoted ask is the one
-- answered; else all asks that began before it was written. A reminder asks for its follow-up's.
create function app.apply_evidence(p_message public.whatsapp_messages) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_known record;
  v_asked bigint[];
  v_answered bigint[];
  v_ask bigint;
  v_flagged integer := 0;
  v_by timestamptz := app.written_by(p_message);
begin
  if p_message.evidence is null or (p_message.is_stop and p_message.evidence <> 'attachment') then
    return 0;
  end if;
  v_known := app.asked_by(p_message.contact_id, v_by);
  if not v_known.is_any then
    return 0;
  end if;
  v_asked := v_known.asked;
  if p_message.quoted_whatsapp_id is not null then
    v_asked := coalesce(app.quoted_asks(p_message), v_asked);
  end if;
  if v_known.is_waiting then
    perform app.withdraw_answered(p_message.contact_id, v_asked, v_by);
  end if;
  v_answered := v_asked;
  if p_message.evidence = 'attachment' then
    v_answered := v_asked || app.withdraw_by_file(p_message.contact_id, v_by);
  end if;
  if v_known.is_open then
    update public.whatsapp_messages set ask_open = false
    where workspace_id = p_message.workspace_id and contact_id = p_message.contact_id
      and ask_open and ask_id = any (v_answered);
  end if;
  for v_ask in
    select id from public.asks where id = any (v_answered) or covered_by = any (v_answered)
    order by id
  loop
    if app.note_evidence(v_ask, p_message.evidence, p_message.id, null, p_message.written_at) then
      v_flagged := v_flagged + 1;
    end if;
  end loop;
  return v_flagged;
end $$;

-- The ask for a person's word about its bill, with the locks that its messages need; the role is
-- checked first.
create function app.lock_ask_for_staff(p_ask bigint) returns public.asks
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks where id = p_ask;
  perform app.require_role(a.workspace_id, 'agent');
  perform app.lock_channels(a.workspace_id);
  select * into a from public.asks where id = p_ask for update;
  return a;
end $$;

-- The bill of an ask is here, says p_user; p_message is the one it came with. What still waited to
-- ask for it is withdrawn, and those that this ask covers are proved with it.
create function app.confirm_ask(a public.asks, p_message bigint, p_user uuid) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
begin
  update public.whatsapp_messages m set status = 'cancelled', ask_open = false,
    reason_code = 'bill_received', reason = 'Staff confirmed that the bill is here.'
  where m.contact_id = a.contact_id and m.purpose in ('follow_up', 'reminder')
    and m.status = 'queued';
  update public.whatsapp_messages m set ask_open = false where m.contact_id = a.contact_id
    and m.ask_open;
  for v_id in select x.id from public.asks x where x.id = a.id
    or x.covered_by = a.id order by x.id loop
    perform app.note_evidence(v_id, 'confirmed', p_message, p_user, app.now());
  end loop;
  perform app.note_verdict(m, 'good', p_user) from public.whatsapp_messages m
  where m.id = p_message and m.evidence = 'attachment';
end $$;

-- The ask that a page names: itself, or the one of its call.
create function app.named_ask(p_call bigint, p_ask bigint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
   select coalesce(p_ask, (select a.id from public.asks a where a.call_id = p_call)) );
end $$;

-- What the log of actions names: the call, or the ask where there is none.
create function app.log_bill(a public.asks, p_action text, p_detail jsonb) returns void
language sql volatile set search_path = ''
as $$
  select app.log_action(a.workspace_id, auth.uid(), p_action,
    case when a.call_id is null then 'ask' else 'call' end, coalesce(a.call_id, a.id)::text,
    p_detail)
$$;

-- A person saw the bill of a call, or of an `ask`; `message` is the one it came with (null: the one
-- that counts so far, or none of ours). What still waited to ask for it is withdrawn. Answers the
-- level that holds now.
create function public.confirm_bill(call bigint default null, message bigint default null,
  ask bigint default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.asks;
  v_message bigint;
begin
  -- require_role: in there.
  a := app.lock_ask_for_staff(app.named_ask(call, ask));
  v_message := coalesce(message, a.evidence_message_id);
  if message is not null and not exists (select from public.whatsapp_messages m
      where m.id = message and m.contact_id = a.contact_id and m.direction = 'in') then
    raise exception using errcode = 'PT400',
      message = 'This message is not of the contact of this call.';
  end if;
  if a.evidence is not distinct from 'confirmed' then
    return 'confirmed';
  end if;
  perform app.confirm_ask(a, v_message, auth.uid());
  perform app.log_bill(a, 'bill_confirmed', jsonb_build_object('from', a.evidence, 'message',
    v_message));
  return 'confirmed';
end $$;

-- Takes back one proof: the one that the person saw (null: what counts now); what stands below it
-- counts then. Pressed twice, or on a page that a new file made old, it takes back no other.
-- Answers the level that holds now, or `none`.
create function public.undo_bill(call bigint default null, reason text default null,
  proof bigint default null, ask bigint default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.asks;
  v_proof public.bill_evidence;
  v_ids bigint[];
  v_id bigint;
  v_level text;
  v_reason text := app.require_reason(reason);
begin
  -- require_role: in there.
  a := app.lock_ask_for_staff(app.named_ask(call, ask));
  select * into v_proof from public.bill_evidence e
  where e.ask_id = a.id and e.undone_at is null and (proof is null or e.id = proof)
  order by app.evidence_rank(e.counts_as) desc, e.at, e.id limit 1;
  if v_proof.id is null then
    return coalesce(a.evidence, 'none');
  end if;
  -- The asks that this one covers rest on the same proof.
  with undone as (
    update public.bill_evidence e set undone_at = app.now(), undone_by = auth.uid(),
      undo_reason = v_reason
    where e.undone_at is null and e.level = v_proof.level and e.message_id is not distinct
      from v_proof.message_id
      and e.ask_id in (select x.id from public.asks x where x.id = a.id or x.covered_by = a.id)
    returning e.ask_id)
  select array_agg(distinct u.ask_id order by u.ask_id) into v_ids from undone u;
  foreach v_id in array coalesce(v_ids, array[a.id]) loop
    perform app.refresh_evidence(v_id);
  end loop;
  if v_proof.level = 'confirmed' then
    update public.bill_verdicts v set undone_at = app.now(), undone_by = auth.uid()
    where v.message_id = v_proof.message_id and v.undone_at is null and v.verdict = 'good';
  end if;
  select x.evidence into v_level from public.asks x where x.id = a.id;
  perform app.log_bill(a, 'bill_undone', jsonb_build_object('from', v_proof.level, 'to', v_level));
  return coalesce(v_level, 'none');
end $$;

alter table public.bill_evidence enable row level security;
create policy members_read on public.bill_evidence for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.bill_evidence to authenticated;
grant execute on function
  public.confirm_bill(bigint, bigint, bigint), public.undo_bill(bigint, text, bigint, bigint)
to authenticated;
