-- People and the addresses they are known by. A phone may be missing.

create table public.contacts (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text,
  company text,
  opted_out_at timestamptz,
  blocked_at timestamptz,
  erased_at timestamptz,
  merged_into bigint references public.contacts (id),
  -- Kept by contact_identities: the few that we know by no phone must be found among all.
  phone_known boolean not null default false,
  created_at timestamptz not null default app.now()
);
create index contacts_merged_into on public.contacts (merged_into) where merged_into is not null;
create index contacts_unmatched on public.contacts (workspace_id, id) where not phone_known and merged_into is null;
create index contacts_workspace on public.contacts (workspace_id, id desc);

create table public.contact_identities (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('phone', 'lid', 'bsuid', 'username')),
  -- phone: E.164 with its +; lid: <digits>@lid
  value text not null,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  learned_at timestamptz not null default app.now(),
  primary key (workspace_id, kind, value),
  check (kind <> 'phone' or value ~ '^\+[1-9][0-9]{5,14}$'),
  check (kind <> 'lid' or value ~ '^[0-9]+@lid$')
);
create index contact_identities_contact on public.contact_identities (contact_id, kind);

create function app.note_phone_known() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.contacts set phone_known = true where id = new.contact_id and not phone_known;
  return null;
end $$;
create trigger phone_known after insert or update of contact_id on public.contact_identities
  for each row when (new.kind = 'phone') execute function app.note_phone_known();

create function app.contact_by(p_workspace uuid, p_kind text, p_value text) returns bigint
language sql stable set search_path = ''
as $$
  select contact_id from public.contact_identities
  where workspace_id = p_workspace and kind = p_kind and value = p_value
$$;

create function app.contact_phone(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select value from public.contact_identities
    where contact_id = p_contact and kind = 'phone' order by learned_at, value limit 1);
end $$;

-- Whether nothing may go to this person.
create function app.is_unreachable(c public.contacts) returns boolean
language sql immutable set search_path = ''
as $$ select c.opted_out_at is not null or c.blocked_at is not null or c.erased_at is not null $$;
