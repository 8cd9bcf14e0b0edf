-- People and the addresses they are known by. A phone may be missing.

create table public.contacts (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text,
  company text,
  -- What the person is called on WhatsApp, as their newest message that says so has it.
  push_name text,
  search_text text generated always as (app.search_text(name, company, push_name)) stored,
  opted_out_at timestamptz,
  blocked_at timestamptz,
  -- They want no offers, and nothing against the rest; and when they last said which.
  marketing_stopped_at timestamptz,
  marketing_said_at timestamptz,
  erased_at timestamptz,
  merged_into bigint references public.contacts (id),
  -- Where they are, when it is not where everybody in the workspace is. Staff say so.
  time_zone text check (time_zone is null or app.is_time_zone(time_zone)),
  -- The company's own: {key: text}, by the setting contact_fields.
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  -- A writer without a phone who is no customer: off the list, until they write again.
  dismissed_at timestamptz,
  -- Kept by contact_identities: the few that we know by no phone must be found among all.
  phone_known boolean not null default false,
  created_at timestamptz not null default app.now()
);
create index contacts_merged_into on public.contacts (merged_into) where merged_into is not null;
create index contacts_unmatched on public.contacts (workspace_id, id)
  where not phone_known and merged_into is null and dismissed_at is null and erased_at is null;
create index contacts_fields on public.contacts using gin (fields jsonb_path_ops)
  where fields <> '{}';
create index contacts_workspace on public.contacts (workspace_id, id desc);

create table public.contact_identities (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('phone', 'lid', 'bsuid', 'parent_bsuid', 'username', 'email')),
  -- phone: E.164 with its +; lid: <digits>@lid; bsuid: of one business, <country>.<id>;
  -- parent_bsuid: of all linked businesses, <country>.ENT.<id>; username: lower case, may change
  -- hands; email: trimmed, lower case
  value text not null,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  learned_at timestamptz not null default app.now(),
  -- When the provider said that nobody has this number on WhatsApp. Whoever writes from it later
  -- has.
  not_on_whatsapp_at timestamptz,
  lookup_at timestamptz default app.now(),
  lookup_tries integer not null default 0,
  primary key (workspace_id, kind, value),
  check (kind <> 'phone' or value ~ '^\+[1-9][0-9]{5,14}$'),
  check (kind <> 'lid' or value ~ '^[0-9]+@lid$'),
  check (kind <> 'email' or value ~ '^[^@\s]+@[^@\s]+$')
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
language plpgsql stable strict set search_path = ''
as $$
declare
  v_contact bigint := (select contact_id from public.contact_identities
    where workspace_id = p_workspace and kind = p_kind and value = p_value);
begin
  if v_contact is null and p_kind = 'phone' and app.may_have_twin(p_value) then
    return app.contact_by_twin(p_workspace, p_value);
  end if;
  return v_contact;
end $$;

create function app.contact_phone(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select value from public.contact_identities
    where contact_id = p_contact and kind = 'phone' order by learned_at, value limit 1);
end $$;

-- Their id at our business, the newest; null: none is known.
create function app.contact_bsuid(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select value from public.contact_identities
    where contact_id = p_contact and kind = 'bsuid' order by learned_at desc, value limit 1);
end $$;

-- Why nothing may go to this person; null: it may.
create function app.silence(c public.contacts) returns text
language sql immutable set search_path = ''
as $$
  select case when c.erased_at is not null then 'erased' when c.blocked_at is not null
    then 'blocked'
    when c.opted_out_at is not null then 'opted_out' end
$$;

-- Whether nothing may go to this person.
create function app.is_unreachable(c public.contacts) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin return c.opted_out_at is not null or c.blocked_at is not null
  or c.erased_at is not null; end $$;

-- Whether a message of this purpose may go to this person. That they are stopped is confirmed to
-- them, once.
create function app.may_receive(c public.contacts, p_purpose text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return c.blocked_at is null and c.erased_at is null
    and (c.opted_out_at is null or p_purpose = 'consent_notice');
end $$;

-- A contact and all that were merged into it: what was said before a merge is found under these.
create function app.merged_set(p_contact bigint) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  -- Asked first: nearly nobody was merged with another.
  if not exists (select from public.contacts c where c.merged_into = p_contact) then
    return array[p_contact];
  end if;
  return (
    with recursive own as (
      select p_contact as id
      union
      select c.id from public.contacts c join own on c.merged_into = own.id)
    select array_agg(id order by id) from own);
end $$;

alter table public.contacts enable row level security;
create policy members_read on public.contacts for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.contact_identities enable row level security;
create policy members_read on public.contact_identities for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.contacts to authenticated;
grant select on public.contact_identities to authenticated;
grant execute on function
  app.contact_by(uuid, text, text), app.contact_phone(bigint), app.silence(public.contacts),
  app.merged_set(bigint), app.contact_bsuid(bigint)
to authenticated;
