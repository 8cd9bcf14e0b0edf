-- What a person says of a file that a customer sent: it is the bill, or it is not, and why. A file
-- alone is only to be checked.

create table public.bill_verdicts (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  message_id bigint not null references public.whatsapp_messages (id) on delete cascade,
  verdict text not null check (verdict in ('good', 'bad')),
  -- Why it is none.
  kind text check (kind in ('gas', 'old', 'unreadable', 'other')),
  note text check (length(note) between 1 and 500),
  user_id uuid not null,
  at timestamptz not null default app.now(),
  undone_at timestamptz,
  undone_by uuid,
  check ((verdict = 'bad') = (kind is not null)),
  check ((undone_at is null) = (undone_by is null))
);
create unique index bill_verdicts_standing on public.bill_verdicts (message_id)
  where undone_at is null;
create index bill_verdicts_message on public.bill_verdicts (message_id);
create index bill_verdicts_contact on public.bill_verdicts (contact_id, id desc);
create index bill_verdicts_bad on public.bill_verdicts (workspace_id, id desc)
  where undone_at is null and verdict = 'bad';
create index bill_verdicts_workspace on public.bill_verdicts (workspace_id);

-- A person saw that this file is no bill.
create function app.is_rejected(p_message bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.bill_verdicts v where v.message_id = p_message
    and v.undone_at is null and v.verdict = 'bad');
end $$;

-- How a person stands with the bill that we asked for: null never asked · owed: no answer ·
-- missing: an answer without it, or a file that was none · check: a file waits for a verdict ·
-- confirmed. By their newest ask that has a proof or may have arrived; a file that nobody asked for
-- counts only when it was confirmed.
create function app.contact_bill(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_evidence text;
begin
  select a.evidence into v_evidence from public.asks a
  where a.contact_id = p_contact and a.purpose = 'bill'
    and (a.evidence is not null or app.may_have_arrived(a.id))
  order by a.id desc limit 1;
  if found then
    return case v_evidence when 'confirmed' then 'confirmed' when 'attachment' then 'check'
      when 'reply' then 'missing' else 'owed' end;
  end if;
  return (select 'confirmed' from public.bill_verdicts v where v.contact_id = p_contact
    and v.undone_at is null and v.verdict = 'good' limit 1);
end $$;

-- Whether some message of this ask may be with the customer; also one that was withdrawn or refused
-- after an earlier attempt.
create function app.may_have_arrived(p_ask bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_messages m
    where m.ask_id = p_ask and m.direction = 'out' and m.send_began_at is not null
      and (app.is_asked(m.status) or m.status in ('queued', 'skipped', 'expired', 'cancelled')
        or (m.status = 'failed' and exists (select from public.whatsapp_send_attempts s
          where s.message_id = m.id and s.attempt < m.attempt
            and s.outcome in ('uncertain', 'accepted')))));
end $$;

-- The file that a member of staff judges, with the locks that its messages need; the role is
-- checked first.
create function app.lock_file(p_message bigint) returns public.whatsapp_messages
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select * into m from public.whatsapp_messages where id = p_message;
  perform app.require_role(m.workspace_id, 'agent');
  perform app.lock_channels(m.workspace_id);
  select * into m from public.whatsapp_messages where id = p_message for update;
  if m.direction <> 'in' or m.evidence is distinct from 'attachment'
      or app.is_erased_contact(m.contact_id) then
    raise exception using errcode = 'PT409',
      message = 'This message has no file that could be a bill.';
  end if;
  return m;
end $$;

-- The asks that this file answers; where it answers none, the newest of its contact. Empty for
-- somebody whom we never meant to ask.
create function app.asks_of_file(m public.whatsapp_messages) returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_asks bigint[] := array(
    select a.id from public.asks a join public.bill_evidence e on e.ask_id = a.id
      and e.message_id = m.id and e.undone_at is null
    where a.contact_id = m.contact_id group by a.id order by a.id);
begin
  if v_asks <> '{}' then
    return v_asks;
  end if;
  return array(select a.id from public.asks a where a.contact_id = m.contact_id
    and a.purpose = 'bill' order by a.id desc limit 1);
end $$;

-- Takes the verdict that stands back, and what it changed. Null where none stands.
create function app.take_back_verdict(m public.whatsapp_messages, p_user uuid)
  returns public.bill_verdicts
language plpgsql volatile set search_path = ''
as $$
declare
  v public.bill_verdicts;
  v_asks bigint[];
  v_ask bigint;
begin
  update public.bill_verdicts x set undone_at = app.now(), undone_by = p_user
  where x.message_id = m.id and x.undone_at is null returning * into v;
  if v.verdict = 'good' then
    with undone as (
      update public.bill_evidence e set undone_at = app.now(), undone_by = p_user,
        undo_reason = 'The verdict on this file was taken back.'
      from public.asks a where a.id = e.ask_id and a.contact_id = m.contact_id
        and e.message_id = m.id and e.level = 'confirmed' and e.undone_at is null
      returning e.ask_id)
    select array_agg(ask_id order by ask_id) into v_asks from undone;
  elsif v.verdict = 'bad' then
    v_asks := app.mark_rejected(m, false);
    update public.asks set owed_since = null where id = any (v_asks);
    update public.whatsapp_messages x set ask_open = false where x.contact_id = m.contact_id
      and x.ask_open and x.ask_id = any (v_asks);
  end if;
  foreach v_ask in array coalesce(v_asks, '{}') loop
    perform app.refresh_evidence(v_ask);
  end loop;
  return v;
end $$;

-- What this file proves of its asks is a bill no more, or again. The asks.
create function app.mark_rejected(m public.whatsapp_messages, p_rejected boolean) returns bigint[]
language sql volatile set search_path = ''
as $$
  with marked as (
    update public.bill_evidence e set is_rejected = p_rejected
    from public.asks a where a.id = e.ask_id and a.contact_id = m.contact_id
      and e.message_id = m.id and e.level = 'attachment' and e.is_rejected <> p_rejected
    returning e.ask_id)
  select array_agg(ask_id order by ask_id) from marked
$$;

-- The verdict that stands from now on; the one before is taken back. False where it stood already.
create function app.note_verdict(m public.whatsapp_messages, p_verdict text, p_user uuid,
  p_kind text default null, p_note text default null) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  if exists (select from public.bill_verdicts v where v.message_id = m.id and v.undone_at is null
      and v.verdict = p_verdict and v.kind is not distinct from p_kind
      and v.note is not distinct from p_note) then
    return false;
  end if;
  perform app.take_back_verdict(m, p_user);
  insert into public.bill_verdicts (workspace_id, contact_id, message_id, verdict, kind, note,
    user_id)
  values (m.workspace_id, m.contact_id, m.id, p_verdict, p_kind, p_note, p_user);
  -- Who judges what we could not fetch has looked on the phone.
  perform app.settle_attention(m.contact_id, 'judged', array['file_refused', 'file_missed'], m.id);
  return true;
end $$;

-- The bill of these asks is owed again: the newest that was answered by this waits for its answer
-- anew, with its reminders, where nobody else asks and they may be written to.
create function app.owe_again(p_contact bigint, p_asks bigint[]) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  update public.asks x set owed_since = app.now() where x.id = any (p_asks)
    and x.evidence = 'reply';
  select * into a from public.asks x where x.id = any (p_asks) and x.evidence = 'reply'
    and x.covered_by is null order by x.id desc limit 1;
  update public.whatsapp_messages f set ask_open = true
  where f.ask_id = a.id and f.purpose = 'follow_up'
    and f.status in ('accepted', 'held', 'sent', 'delivered', 'read') and not f.ask_open
    and not exists (select from public.asks o where o.contact_id = p_contact and o.is_open
      and o.purpose = a.purpose)
    and not exists (select from public.contacts c where c.id = p_contact
      and app.is_unreachable(c));
end $$;

-- This file is the bill: of the asks that it answers, or of the newest of its contact; of who was
-- never asked it stands on the person, who is not asked for it then. Answers `confirmed`.
create function public.confirm_file(message bigint) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  -- require_role: in there.
  m public.whatsapp_messages := app.lock_file(message);
  v_asks bigint[];
  v_is_new boolean := app.note_verdict(m, 'good', auth.uid());
  a public.asks;
begin
  v_asks := app.asks_of_file(m);
  for a in select * from public.asks x where x.id = any (v_asks) order by x.id for update loop
    if a.evidence is distinct from 'confirmed' then
      perform app.confirm_ask(a, m.id, auth.uid());
      v_is_new := true;
    end if;
  end loop;
  if v_is_new then
    perform app.log_action(m.workspace_id, auth.uid(), 'file_confirmed', 'message', message::text);
  end if;
  return 'confirmed';
end $$;

-- This file is no bill. Who sent it did answer, and owes it again. kind: gas | old | unreadable |
-- other. Answers how the person stands now (app.contact_bill), or `none`.
create function public.reject_file(message bigint, kind text, note text default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  -- require_role: in there.
  m public.whatsapp_messages := app.lock_file(message);
  v_note text := nullif(btrim(note), '');
  v_asks bigint[];
  v_ask bigint;
begin
  if kind is null or kind not in ('gas', 'old', 'unreadable', 'other') then
    raise exception using errcode = 'PT400',
      message = 'The kind is one of: gas, old, unreadable, other.';
  elsif length(v_note) > 500 then
    raise exception using errcode = 'PT400', message = 'A note has at most 500 characters.';
  end if;
  if app.note_verdict(m, 'bad', auth.uid(), kind, v_note) then
    v_asks := app.mark_rejected(m, true);
    foreach v_ask in array coalesce(v_asks, '{}') loop
      perform app.refresh_evidence(v_ask);
    end loop;
    perform app.owe_again(m.contact_id, v_asks);
    perform app.log_action(m.workspace_id, auth.uid(), 'file_rejected', 'message', message::text,
      jsonb_build_object('kind', kind));
  end if;
  return coalesce(app.contact_bill(m.contact_id), 'none');
end $$;

-- Takes the verdict on a file back, whichever it was: it is to be checked again. Answers how the
-- person stands now (app.contact_bill), or `none`.
create function public.undo_file(message bigint) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  -- require_role: in there.
  m public.whatsapp_messages := app.lock_file(message);
  v public.bill_verdicts := app.take_back_verdict(m, auth.uid());
begin
  if v.id is not null then
    perform app.log_action(m.workspace_id, auth.uid(), 'file_undone', 'message', message::text,
      jsonb_build_object('from', coalesce(v.kind, v.verdict)));
  end if;
  return coalesce(app.contact_bill(m.contact_id), 'none');
end $$;

alter table public.bill_verdicts enable row level security;
create policy members_read on public.bill_verdicts for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.bill_verdicts to authenticated;
grant execute on function
  public.confirm_file(bigint), public.reject_file(bigint, text, text), public.undo_file(bigint)
to authenticated;
