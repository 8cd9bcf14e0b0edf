-- What colleagues write to each other about a person: never sent to anybody.

create table public.conversation_notes (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  -- Null: a rule told its owner of a lead.
  user_id uuid,
  body text not null check (length(body) between 1 and 4000),
  created_at timestamptz not null default app.now(),
  -- Taken back by who wrote it.
  deleted_at timestamptz
);
create index conversation_notes_contact on public.conversation_notes (contact_id, id desc);
create index conversation_notes_workspace on public.conversation_notes (workspace_id);

create table public.note_mentions (
  note_id bigint not null references public.conversation_notes (id) on delete cascade,
  user_id uuid not null,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  -- When who is mentioned opened the person's page.
  seen_at timestamptz,
  primary key (note_id, user_id)
);
create index note_mentions_user on public.note_mentions (user_id, note_id desc);
create index note_mentions_waiting on public.note_mentions (user_id, workspace_id)
  where seen_at is null;
create index note_mentions_contact on public.note_mentions (contact_id);
create index note_mentions_workspace on public.note_mentions (workspace_id);

-- Writes a note; mentions: members of the workspace, others are left out. Answers its id.
create function public.add_note(contact bigint, body text, mentions uuid[] default '{}')
returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.workable_contact(contact);
  v_body text := btrim(body, E' \t\n\r');
  v_id bigint;
begin
  -- require_role: in workable_contact.
  if v_body is null or v_body = '' or length(v_body) > 4000 then
    raise exception using errcode = 'PT422', detail = 'body',
      message = 'A note has between 1 and 4,000 characters.';
  end if;
  insert into public.conversation_notes (workspace_id, contact_id, user_id, body)
  values (c.workspace_id, c.id, auth.uid(), v_body) returning id into v_id;
  insert into public.note_mentions (note_id, user_id, workspace_id, contact_id)
  select v_id, m.user_id, c.workspace_id, c.id from public.memberships m
  where m.workspace_id = c.workspace_id and m.user_id = any (mentions)
    and m.user_id <> auth.uid();
  insert into public.conversations (contact_id, workspace_id) values (c.id, c.workspace_id)
  on conflict do nothing;
  perform app.refresh_conversation(c.id, false);
  perform app.log_action(c.workspace_id, auth.uid(), 'note_added', 'contact', c.id::text,
    jsonb_build_object('note', v_id));
  return v_id;
end $$;

-- Who wrote a note takes it back. True when it was there.
create function public.remove_note(note bigint) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  n public.conversation_notes;
begin
  select * into n from public.conversation_notes x where x.id = note for update;
  perform app.require_role(n.workspace_id, 'agent');
  if n.deleted_at is not null then
    return false;
  elsif n.user_id is distinct from auth.uid() then
    raise exception using errcode = '42501', message = 'Only who wrote a note takes it back.';
  end if;
  update public.conversation_notes x set deleted_at = app.now(), body = '…' where x.id = note;
  delete from public.note_mentions m where m.note_id = note;
  perform app.log_action(n.workspace_id, auth.uid(), 'note_removed', 'contact',
    n.contact_id::text, jsonb_build_object('note', note));
  return true;
end $$;

alter table public.conversation_notes enable row level security;
create policy members_read on public.conversation_notes for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.conversation_notes to authenticated;
alter table public.note_mentions enable row level security;
create policy members_read on public.note_mentions for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.note_mentions to authenticated;
grant execute on function public.add_note(bigint, text, uuid[]), public.remove_note(bigint)
to authenticated;
