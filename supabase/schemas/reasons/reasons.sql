-- Why we may write to a person: each word or act of theirs (or ours for them) that lets us, for
-- what, where it was said, and what took it back.

create table public.reasons_to_write (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  -- service: about what they asked for. marketing: offers.
  purpose text not null check (purpose in ('service', 'marketing')),
  -- called: we spoke by phone, or they called. agreed: they said yes in the call. form: they asked
  -- by a form. consent: they ticked it. wrote_first: they wrote before we did. staff: a member's
  -- word. listed: they were in a list.
  kind text not null check (kind in ('called', 'agreed', 'form', 'consent', 'wrote_first', 'staff',
    'listed')),
  -- What the source calls the box that was ticked.
  box text,
  -- Exactly as they were shown or spoken; of a call its tag, or its field and value.
  words text check (length(words) <= 4000),
  version text,
  -- The form, the list, the program.
  place text,
  -- We began it: an outgoing call.
  by_us boolean not null default false,
  call_id bigint references public.cloudtalk_calls (id) on delete set null,
  lead_id bigint references public.leads (id) on delete set null,
  message_id bigint references public.whatsapp_messages (id) on delete set null,
  user_id uuid,
  note text check (length(note) <= 500),
  -- When it was said.
  at timestamptz not null,
  noted_at timestamptz not null default app.now(),
  -- Our question in the thread whether it is so, and their yes.
  asked_at timestamptz,
  asked_message_id bigint references public.whatsapp_messages (id) on delete set null,
  confirmed_at timestamptz,
  confirmed_message_id bigint references public.whatsapp_messages (id) on delete set null,
  withdrawn_at timestamptz,
  -- stop: their stop word or WhatsApp's switch. no: their answer to our question. registry: they
  -- entered the Registro delle opposizioni.
  withdrawn_how text check (withdrawn_how in ('stop', 'no', 'staff', 'registry')),
  withdrawn_by uuid,
  withdrawn_note text check (length(withdrawn_note) <= 500),
  check ((withdrawn_at is null) = (withdrawn_how is null))
);
create index reasons_to_write_contact on public.reasons_to_write (contact_id, id desc);
create unique index reasons_to_write_call on public.reasons_to_write (call_id, kind)
  where call_id is not null;
create unique index reasons_to_write_lead on public.reasons_to_write (lead_id, kind, purpose, box)
  nulls not distinct where lead_id is not null;
create index reasons_to_write_message on public.reasons_to_write (message_id)
  where message_id is not null;
create index reasons_to_write_asked on public.reasons_to_write (asked_message_id)
  where asked_message_id is not null;
create index reasons_to_write_confirmed on public.reasons_to_write (confirmed_message_id)
  where confirmed_message_id is not null;
create index reasons_to_write_marketing on public.reasons_to_write (workspace_id, id)
  where purpose = 'marketing' and withdrawn_at is null;

-- The reason that an ask was made for; its kind is reason_to_write.
alter table public.asks add column reason_id bigint
  references public.reasons_to_write (id) on delete set null;
create index asks_reason on public.asks (reason_id) where reason_id is not null;

-- Which of two weighs more, the lowest first: what the person said themselves, then what they did,
-- then what others say.
create function app.reason_rank(r public.reasons_to_write) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return case when r.confirmed_at is not null then 0
    when r.kind = 'called' and r.by_us then 7
    else array_position(array['consent', 'agreed', 'form', 'wrote_first', 'called', 'staff', '',
      'listed'], r.kind) end;
end $$;

-- Notes why we may write; the same again is nothing new. Answers its row.
create function app.note_reason(p_contact bigint, p_purpose text, p_kind text, p_at timestamptz,
  p_words text default null, p_version text default null, p_place text default null,
  p_box text default null, p_by_us boolean default false, p_call bigint default null,
  p_lead bigint default null, p_message bigint default null, p_user uuid default null,
  p_note text default null) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
begin
  if p_call is not null then
    -- Its number was corrected: it is the other person's.
    update public.reasons_to_write r set contact_id = p_contact
    where r.call_id = p_call and r.kind = p_kind and r.contact_id <> p_contact
    returning r.id into v_id;
    if v_id is not null then
      return v_id;
    end if;
  end if;
  insert into public.reasons_to_write (workspace_id, contact_id, purpose, kind, box, words, version,
    place, by_us, call_id, lead_id, message_id, user_id, note, at)
  select c.workspace_id, c.id, p_purpose, p_kind, p_box, left(p_words, 4000), p_version, p_place,
    p_by_us, p_call, p_lead, p_message, p_user, left(p_note, 500), p_at
  from public.contacts c where c.id = p_contact and c.erased_at is null
  on conflict do nothing returning id into v_id;
  if p_purpose = 'marketing' and v_id is not null then
    -- It comes late: the registry has spoken since.
    perform app.withdraw_reasons(p_contact, 'marketing', 'registry', n.checked_at,
      p_reason => v_id)
    from public.registry_numbers n join public.contact_identities i
      on i.workspace_id = n.workspace_id and i.kind = 'phone' and i.value = n.number
    where i.contact_id = p_contact and n.is_enrolled and n.checked_at >= p_at;
  end if;
  return v_id;
end $$;

-- Takes back what still stands: of one purpose, or of both (null); only p_reason, where it is given;
-- only what was said before p_at. How many.
create function app.withdraw_reasons(p_contact bigint, p_purpose text, p_how text,
  p_at timestamptz, p_user uuid default null, p_reason bigint default null,
  p_note text default null) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_count integer;
begin
  update public.reasons_to_write r set withdrawn_at = p_at, withdrawn_how = p_how,
    withdrawn_by = p_user, withdrawn_note = left(p_note, 500)
  where r.contact_id = p_contact and r.withdrawn_at is null and r.at <= p_at
    and (p_purpose is null or r.purpose = p_purpose) and (p_reason is null or r.id = p_reason);
  get diagnostics v_count = row_count;
  if v_count > 0 then
    perform app.judge_waiting(p_contact);
  end if;
  return v_count;
end $$;

-- {id, kind, purpose, words, version, place, byUs, callId, leadId, messageId, userId, note, at,
-- askedAt, confirmedAt, withdrawnAt, withdrawnHow, withdrawnBy, withdrawnNote}
create function app.reason_json(r public.reasons_to_write) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('id', r.id, 'kind', r.kind, 'purpose', r.purpose, 'words', r.words,
    'version', r.version, 'place', r.place, 'byUs', r.by_us, 'callId', r.call_id, 'leadId',
    r.lead_id, 'messageId', r.message_id, 'userId', r.user_id, 'note', r.note, 'at', r.at,
    'askedAt', r.asked_at, 'confirmedAt', r.confirmed_at, 'withdrawnAt', r.withdrawn_at,
    'withdrawnHow', r.withdrawn_how, 'withdrawnBy', r.withdrawn_by, 'withdrawnNote',
    r.withdrawn_note);
end $$;

-- The weightiest reason that stands, the newest of equals; null for none. p_kinds: of these only.
-- p_asked: only where they asked or agreed, which neither our own call nor a list is. p_call,
-- p_lead: those of this origin first.
create function app.standing_reason(p_contact bigint, p_purpose text, p_kinds text[] default null,
  p_asked boolean default false, p_call bigint default null, p_lead bigint default null)
returns public.reasons_to_write
language plpgsql stable set search_path = ''
as $$
declare
  r public.reasons_to_write;
begin
  select * into r from public.reasons_to_write x
  where x.contact_id = p_contact and x.purpose = p_purpose and x.withdrawn_at is null
    and (p_kinds is null or x.kind = any (p_kinds))
    and (not p_asked or (x.kind <> 'listed' and not x.by_us))
  order by (x.call_id = p_call or x.lead_id = p_lead) is true desc, app.reason_rank(x), x.at desc,
    x.id desc limit 1;
  return r;
end $$;

-- Why we may write to this person for this purpose, as app.reason_json; null: for no reason.
create function app.reason_for(p_contact bigint, p_purpose text) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  r public.reasons_to_write := app.standing_reason(p_contact, p_purpose);
begin
  return case when r.id is not null then app.reason_json(r) end;
end $$;

alter table public.reasons_to_write enable row level security;
create policy members_read on public.reasons_to_write for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.reasons_to_write to authenticated;
-- For app.reason_known, which staff ask themselves.
grant execute on function app.reason_rank(public.reasons_to_write),
  app.standing_reason(bigint, text, text[], boolean, bigint, bigint) to authenticated;
