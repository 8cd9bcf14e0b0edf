-- What each member has read, and who is looking right now: on the server, so that it is the same on
-- every device.

create table public.conversation_reads (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  -- The newest message that they have seen of this person.
  message_id bigint not null,
  at timestamptz not null default app.now(),
  primary key (user_id, contact_id)
);
create index conversation_reads_contact on public.conversation_reads (contact_id);
create index conversation_reads_workspace on public.conversation_reads (workspace_id);

-- Who has a person's page open. Twenty seconds long, renewed by the page's own poll.
create table public.conversation_presence (
  contact_id bigint not null references public.contacts (id) on delete cascade,
  user_id uuid not null,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  at timestamptz not null default app.now(),
  -- When they last typed into the answer.
  typed_at timestamptz,
  primary key (contact_id, user_id)
);
create index conversation_presence_workspace on public.conversation_presence (workspace_id);

-- The person that staff mean: the one that this row was merged into. Raises 42501 unless they have
-- the role there.
create function app.conversation_contact(p_contact bigint, p_role text default 'agent')
returns public.contacts
language plpgsql stable set search_path = ''
as $$
declare
  c public.contacts;
begin
  select * into c from public.contacts x where x.id = app.root_contact(p_contact);
  perform app.require_role(c.workspace_id, p_role);
  return c;
end $$;

-- The same of who may still be worked with. Under a lock that an erasure waits for, and that comes
-- before the row's own, as with what is delivered. Raises PT409 for who was erased.
create function app.workable_contact(p_contact bigint) returns public.contacts
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(p_contact);
begin
  -- require_role: in conversation_contact.
  loop
    select * into c from public.contacts x where x.id = c.id for key share;
    exit when c.merged_into is null;
    c.id := app.root_contact(c.id);
  end loop;
  if c.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased. Nothing can be changed.';
  end if;
  return c;
end $$;

-- Has read this person's messages up to `message` (null: all), and what colleagues wrote to them
-- there. Answers how far they had read before.
create function public.mark_read(contact bigint, message bigint default null) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
  v_before bigint;
  v_newest bigint := coalesce(message, (select max(m.id) from public.whatsapp_messages m
    where m.contact_id = c.id), 0);
begin
  -- require_role: in conversation_contact.
  select r.message_id into v_before from public.conversation_reads r
  where r.user_id = auth.uid() and r.contact_id = c.id;
  if v_before is null or v_before < v_newest then
    insert into public.conversation_reads as r (workspace_id, user_id, contact_id, message_id)
    values (c.workspace_id, auth.uid(), c.id, v_newest)
    on conflict (user_id, contact_id) do update
      set message_id = greatest(r.message_id, excluded.message_id), at = app.now();
  end if;
  update public.note_mentions n set seen_at = app.now()
  where n.user_id = auth.uid() and n.contact_id = c.id and n.seen_at is null;
  return v_before;
end $$;

-- Somebody marks it to be read again: from the newest message of theirs on.
create function public.mark_unread(contact bigint) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  update public.conversation_reads r set at = app.now(), message_id = coalesce((
      select k.last_in_id - 1 from public.conversations k where k.contact_id = c.id), 0)
  where r.user_id = auth.uid() and r.contact_id = c.id;
end $$;

-- Is here, or (typing) writes. [{userId, typing}] of the others who are.
create function public.be_here(contact bigint, typing boolean default false) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  insert into public.conversation_presence as p (contact_id, user_id, workspace_id, typed_at)
  values (c.id, auth.uid(), c.workspace_id, case when typing then app.now() end)
  on conflict (contact_id, user_id) do update
    set at = app.now(), typed_at = coalesce(excluded.typed_at, p.typed_at);
  return app.others_here(c.id);
end $$;

create function app.others_here(p_contact bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('userId', p.user_id,
      'typing', coalesce(p.typed_at > app.now() - interval '20 seconds', false))
      order by p.user_id), '[]')
    from public.conversation_presence p
    where p.contact_id = p_contact and p.user_id <> auth.uid()
      and p.at > app.now() - interval '20 seconds');
end $$;

alter table public.conversation_reads enable row level security;
create policy own_read on public.conversation_reads for select to authenticated
  using (user_id = (select auth.uid()) and workspace_id in (select app.my_workspaces()));
grant select on public.conversation_reads to authenticated;
alter table public.conversation_presence enable row level security;
create policy members_read on public.conversation_presence for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.conversation_presence to authenticated;
grant execute on function public.mark_read(bigint, bigint), public.mark_unread(bigint),
  public.be_here(bigint, boolean), app.others_here(bigint)
to authenticated;
