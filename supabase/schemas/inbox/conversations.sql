-- One person is one row with one state and one next step. The state is computed from the rows that
-- it is about, and kept for lists; what staff do with a person (owner, call back, close) is beside.

create table public.conversations (
  contact_id bigint primary key references public.contacts (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- The first that holds, in this order: something failed or is doubtful; they wrote last; a file
  -- waits for a verdict; we promised to call; something waits to leave; they have not answered, or
  -- not with the bill; the bill is here; nothing is to do.
  state text not null default 'closed' check (state in ('problem', 'reply', 'check', 'call_back',
    'queued', 'waiting', 'done', 'closed')),
  -- Of a problem: failed, not_on_whatsapp, window_closed, not_delivered, uncertain, unconfirmed,
  -- who, or the kind of attention.
  -- Of `waiting`: 'owed' (no answer) or 'missing' (answered, no bill).
  detail text,
  -- What the state is about, where it is one message.
  about_message bigint,
  since timestamptz not null default app.now(),
  -- Lists show the longest waiting first, and before them whom we promised to call.
  sort_at timestamptz not null default app.now(),
  -- app.contact_bill
  bill text check (bill in ('owed', 'missing', 'check', 'confirmed')),
  last_message_id bigint,
  -- Of the newest message, or of what staff did where there is none.
  last_at timestamptz not null default app.now(),
  -- The newest that they wrote to us, a machine's word not.
  last_in_id bigint,
  last_in_at timestamptz,
  -- What they wrote since our last word, up to a hundred.
  unanswered integer not null default 0,
  -- Whose customer this is; null: nobody's yet. By null: the operator of the call.
  owner uuid,
  owner_by uuid,
  owner_at timestamptz,
  call_back_at timestamptz,
  call_back_by uuid,
  -- Up to this message nothing needs an answer, said a member of staff.
  handled_id bigint,
  closed_at timestamptz,
  closed_by uuid,
  -- The newest message then: what comes after it opens it again.
  closed_id bigint,
  -- It was closed then, and is open again by something newer: what was there before stays settled.
  settled_id bigint,
  settled_at timestamptz,
  tags text[] not null default '{}' check (cardinality(tags) <= 20),
  -- The transaction that computed it last: once each is enough.
  computed_by bigint not null default 0,
  check ((closed_at is null) = (closed_id is null)),
  check (call_back_at is null or call_back_by is not null)
);
create index conversations_state on public.conversations (workspace_id, state, sort_at,
  contact_id);
create index conversations_owner on public.conversations (workspace_id, owner, last_at desc,
  contact_id) where owner is not null;
create index conversations_last on public.conversations (workspace_id, last_at desc, contact_id);
create index conversations_tags on public.conversations using gin (tags) where tags <> '{}';
-- Whom the page still counts as new.
create index conversations_new on public.conversations (workspace_id, last_in_id)
  where state in ('problem', 'reply', 'check', 'call_back');

-- Of one person what waits, is on its way, failed or is in doubt.
create index whatsapp_messages_moving on public.whatsapp_messages (contact_id, id desc)
  where direction = 'out' and (status in ('queued', 'sending', 'uncertain', 'accepted')
    or (status = 'failed' and acknowledged_at is null));

-- Whether a message of theirs waits for a word of ours. Files are for app.contact_bill.
create function app.wants_answer(m public.whatsapp_messages) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return m.direction = 'in' and m.deleted_at is null and not m.is_stop and not m.is_start
    and not m.awaits_content
    and (m.machine_reason is null or m.machine_undone_at is not null)
    and m.kind not in ('reaction', 'system', 'protocol');
end $$;

-- The first problem of a person since p_after, null for none: {detail, message, since}.
create function app.problem_of(c public.contacts, p_after_id bigint, p_after timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select jsonb_build_object('detail', a.kind, 'message', a.message_id, 'since', a.at)
      from public.attention a where a.contact_id = c.id and a.settled_at is null
        and (p_after is null or a.created_at > p_after)
      order by a.kind <> 'refusal', a.at, a.id limit 1),
    (select jsonb_build_object('detail', case when m.status = 'failed' then
          case when m.reason_code in ('not_on_whatsapp', 'window_closed', 'not_delivered')
            then m.reason_code::text else 'failed' end
          when m.status = 'uncertain' then 'uncertain' else 'unconfirmed' end,
        'message', m.id, 'since', coalesce(m.failed_at, m.unconfirmed_at, m.send_began_at,
          m.created_at))
      from public.whatsapp_messages m
      where m.contact_id = c.id and m.direction = 'out' and m.id > p_after_id
        and (m.status in ('uncertain', 'accepted')
          or (m.status = 'failed' and m.acknowledged_at is null))
        and (m.status <> 'accepted' or m.unconfirmed_at is not null)
      order by m.id limit 1),
    case when not c.phone_known and c.dismissed_at is null and c.erased_at is null then
      (select jsonb_build_object('detail', 'who', 'message', m.id, 'since', m.written_at)
        from public.whatsapp_messages m where m.contact_id = c.id and m.direction = 'in'
          and m.id > p_after_id
        order by m.id desc limit 1) end);
end $$;

-- What they wrote since our last word: how many, and the first. A file that an ask waits for wants
-- a verdict, not a word.
create function app.unanswered_of(p_contact bigint, p_after_id bigint, out n integer, out first_id bigint, out since timestamptz)
language plpgsql stable set search_path = ''
as $$
declare
  v_ours bigint := (select max(m.id) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose in ('typed', 'manual')
      and m.status not in ('failed', 'cancelled', 'skipped', 'expired'));
begin
  select count(*), min(x.id), min(x.written_at) into n, first_id, since
  from (select m.id, m.written_at from public.whatsapp_messages m
    where m.contact_id = p_contact and m.direction = 'in'
      and m.id > greatest(p_after_id, v_ours) and app.wants_answer(m)
      and (m.evidence is distinct from 'attachment' or not exists (
        select from public.asks a join public.bill_evidence e on e.ask_id = a.id
        where a.contact_id = p_contact and e.message_id = m.id))
    order by m.id desc limit 100) x;
end $$;

-- The newest message of a person that is one (not withdrawn), and the newest of theirs.
create function app.newest_of(p_contact bigint, inout r public.conversations)
language plpgsql stable set search_path = ''
as $$
begin
  select m.id, case m.direction when 'in' then m.written_at
      else coalesce(m.send_began_at, m.created_at) end
  into r.last_message_id, r.last_at
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.status not in ('cancelled', 'skipped')
  order by m.id desc limit 1;
  select m.id, m.written_at into r.last_in_id, r.last_in_at
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.direction = 'in' and app.wants_answer(m)
  order by m.id desc limit 1;
end $$;

-- The state of a person, from its rows, beside what staff did (r as it stands).
create function app.computed_conversation(c public.contacts, r public.conversations)
returns public.conversations
language plpgsql stable set search_path = ''
as $$
declare
  v_settled bigint := greatest(r.closed_id, r.settled_id, 0);
  v_cut bigint := greatest(r.handled_id, v_settled);
  v_problem jsonb := app.problem_of(c, v_settled, greatest(r.closed_at, r.settled_at));
  v_unanswered record;
  v_file record;
  v_moving record;
  v_ask timestamptz;
  v_last timestamptz := r.last_at;
begin
  r := app.newest_of(c.id, r);
  r.bill := app.contact_bill(c.id);
  select f.n, f.first_id, f.since into v_unanswered
  from app.unanswered_of(c.id, v_cut) f;
  r.unanswered := v_unanswered.n;
  r.about_message := null;
  r.detail := null;
  select m.id, m.due_at into v_moving from public.whatsapp_messages m
  where m.contact_id = c.id and m.direction = 'out' and m.status in ('queued', 'sending')
  order by m.id desc limit 1;
  if v_problem is not null then
    r.state := 'problem';
    r.detail := v_problem ->> 'detail';
    r.about_message := (v_problem ->> 'message')::bigint;
    r.since := (v_problem ->> 'since')::timestamptz;
  elsif v_unanswered.n > 0 then
    r.state := 'reply';
    r.about_message := v_unanswered.first_id;
    r.since := v_unanswered.since;
  elsif r.bill = 'check' and app.file_waits(c.id, v_settled) is not null then
    r.state := 'check';
    select * into v_file from public.whatsapp_messages m
    where m.id = app.file_waits(c.id, v_settled);
    r.about_message := v_file.id;
    r.since := v_file.written_at;
  elsif r.call_back_at is not null then
    r.state := 'call_back';
    r.since := r.call_back_at;
  elsif v_moving.id > v_settled then
    r.state := 'queued';
    r.about_message := v_moving.id;
    r.since := v_moving.due_at;
  else
    v_ask := app.asked_last(c.id);
    if r.bill = 'confirmed' and r.closed_at is null then
      r.state := 'done';
    elsif r.bill in ('owed', 'missing') and not app.is_unreachable(c)
        and (r.closed_at is null or v_ask > r.closed_at) then
      r.state := 'waiting';
      r.detail := r.bill;
    else
      r.state := 'closed';
    end if;
    r.since := coalesce(case when r.state = 'waiting' then v_ask end, r.last_at, r.since);
  end if;
  r.sort_at := case r.state when 'call_back' then r.since - interval '100 years'
    else r.since end;
  r.last_at := coalesce(r.last_at, r.owner_at, r.closed_at, v_last);
  return r;
end $$;

-- The first file of this person that waits for a verdict, of those after p_after (null: of all).
create function app.file_waits(p_contact bigint, p_after bigint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (select min(e.message_id) from public.asks a join public.bill_evidence e on e.ask_id = a.id
    where a.contact_id = p_contact and a.evidence is distinct from 'confirmed'
      and e.counts_as = 'attachment' and e.undone_at is null and e.message_id > coalesce(p_after, 0));
end $$;

-- When this person was last asked for the bill; null: never, as far as we know.
create function app.asked_last(p_contact bigint) returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return (select max(coalesce(m.send_began_at, m.created_at)) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose in ('follow_up', 'reminder')
      and app.is_asked(m.status));
end $$;

-- Whoever answers by telephone has been called back: a talk at that time or later, or up to half
-- an hour before.
create function app.was_called_back(p_contact bigint, p_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.cloudtalk_calls k where k.contact_id = p_contact and k.ended
    and k.talking_seconds > 0 and k.created_at > p_at - interval '30 minutes');
end $$;

-- Brings a person's row in line with what is known now. Under the row's own lock, so that of two
-- that write of one person the later sees both.
-- p_last: the transaction changes nothing after it.
create function app.refresh_conversation(p_contact bigint, p_last boolean default true)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
  r public.conversations;
  v_xid bigint := pg_current_xact_id()::text::bigint;
begin
  select * into r from public.conversations x where x.contact_id = p_contact for update;
  if r.computed_by = v_xid and p_last then
    return;
  end if;
  select * into c from public.contacts x where x.id = p_contact;
  if c.id is null or c.merged_into is not null or c.erased_at is not null then
    delete from public.conversations x where x.contact_id = p_contact;
    return;
  end if;
  if r.contact_id is null then
    if not exists (select from public.whatsapp_messages m where m.contact_id = p_contact) then
      perform app.refresh_leads(p_contact);
      return;
    end if;
    insert into public.conversations (contact_id, workspace_id) values (p_contact, c.workspace_id)
    on conflict do nothing;
    select * into r from public.conversations x where x.contact_id = p_contact for update;
  end if;
  if r.call_back_at is not null and app.was_called_back(p_contact, r.call_back_at) then
    r.call_back_at := null;
    r.call_back_by := null;
  end if;
  if r.owner is null and r.owner_by is null then
    r.owner := app.operator_of(p_contact);
    r.owner_at := case when r.owner is not null then app.now() end;
  end if;
  r := app.computed_conversation(c, r);
  -- What came after it was closed opened it.
  if r.closed_at is not null and r.state <> 'closed' then
    r.settled_at := r.closed_at;
    r.settled_id := greatest(r.settled_id, r.closed_id);
    r.closed_at := null;
    r.closed_by := null;
    r.closed_id := null;
  end if;
  r.computed_by := case when p_last then v_xid else 0 end;
  update public.conversations x set (state, detail, about_message, since, sort_at, bill,
    last_message_id, last_at, last_in_id, last_in_at, unanswered, owner, owner_at, call_back_at,
    call_back_by, closed_at, closed_by, closed_id, settled_at, settled_id, computed_by)
    = (r.state, r.detail, r.about_message, r.since, r.sort_at, r.bill, r.last_message_id,
      r.last_at, r.last_in_id, r.last_in_at, r.unanswered, r.owner, r.owner_at, r.call_back_at,
      r.call_back_by, r.closed_at, r.closed_by, r.closed_id, r.settled_at, r.settled_id,
      r.computed_by)
  where x.contact_id = p_contact;
  perform app.refresh_leads(p_contact);
end $$;

-- The member who made the last call to this person.
create function app.operator_of(p_contact bigint) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (select app.member_of_agent(k.workspace_id, k.facts) from public.cloudtalk_calls k
    where k.contact_id = p_contact order by k.id desc limit 1);
end $$;

-- When its transaction ends, each person whom it was about is computed once.
create function app.conversation_changed() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op <> 'DELETE' and new.contact_id is not null then
    perform app.refresh_conversation(new.contact_id);
  end if;
  if tg_op <> 'INSERT' and old.contact_id is not null
      and (tg_op = 'DELETE' or old.contact_id is distinct from new.contact_id) then
    perform app.refresh_conversation(old.contact_id);
  end if;
  return null;
end $$;

create function app.contact_changed() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.refresh_conversation(new.id);
  return null;
end $$;

create constraint trigger conversation_new after insert on public.whatsapp_messages
  deferrable initially deferred for each row execute function app.conversation_changed();
create constraint trigger conversation_gone after delete on public.whatsapp_messages
  deferrable initially deferred for each row execute function app.conversation_changed();
-- Ticks move nothing here: what has left waits for an answer, delivered or not, unless it was in
-- doubt.
create constraint trigger conversation_moves after update on public.whatsapp_messages
  deferrable initially deferred for each row
  when ((old.status is distinct from new.status and (old.unconfirmed_at is not null
      or old.status not in ('accepted', 'sent', 'delivered')
      or new.status not in ('sent', 'delivered', 'read')))
    or old.contact_id is distinct from new.contact_id
    or old.deleted_at is distinct from new.deleted_at
    or old.machine_reason is distinct from new.machine_reason
    or old.machine_undone_at is distinct from new.machine_undone_at
    or old.acknowledged_at is distinct from new.acknowledged_at
    or old.unconfirmed_at is distinct from new.unconfirmed_at
    or old.is_stop is distinct from new.is_stop
    or old.is_start is distinct from new.is_start
    or old.evidence is distinct from new.evidence
    or old.awaits_content is distinct from new.awaits_content
    or old.due_at is distinct from new.due_at)
  execute function app.conversation_changed();
create constraint trigger conversation_new after insert on public.attention
  deferrable initially deferred for each row execute function app.conversation_changed();
create constraint trigger conversation_moves after update on public.attention
  deferrable initially deferred for each row
  when (old.settled_at is distinct from new.settled_at
    or old.contact_id is distinct from new.contact_id)
  execute function app.conversation_changed();
create constraint trigger conversation_new after insert on public.asks
  deferrable initially deferred for each row execute function app.conversation_changed();
create constraint trigger conversation_moves after update on public.asks
  deferrable initially deferred for each row
  when (old.evidence is distinct from new.evidence
    or old.evidence_at is distinct from new.evidence_at
    or old.is_open is distinct from new.is_open
    or old.contact_id is distinct from new.contact_id
    or old.should_send is distinct from new.should_send)
  execute function app.conversation_changed();
create constraint trigger conversation_new after insert on public.leads
  deferrable initially deferred for each row execute function app.conversation_changed();
create constraint trigger conversation_moves after update on public.leads
  deferrable initially deferred for each row
  when (old.contact_id is distinct from new.contact_id
    or old.outcome is distinct from new.outcome
    or old.status is distinct from new.status)
  execute function app.conversation_changed();
create constraint trigger conversation_moves after update on public.contacts
  deferrable initially deferred for each row
  when (old.opted_out_at is distinct from new.opted_out_at
    or old.blocked_at is distinct from new.blocked_at
    or old.erased_at is distinct from new.erased_at
    or old.merged_into is distinct from new.merged_into
    or old.dismissed_at is distinct from new.dismissed_at
    or old.phone_known is distinct from new.phone_known)
  execute function app.contact_changed();

alter table public.conversations enable row level security;
create policy members_read on public.conversations for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.conversations to authenticated;
