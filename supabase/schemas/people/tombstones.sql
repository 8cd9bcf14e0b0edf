-- What is left of an address after its person was erased: enough to know it again, too little to
-- read it.

create table public.erased_identities (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- phone, lid, bsuid, parent_bsuid, username, email: addresses. call, message, lead: the keys by
  -- which a delivery would be known again.
  kind text not null check (kind in ('phone', 'lid', 'bsuid', 'parent_bsuid', 'username', 'email',
    'call', 'message', 'lead')),
  digest text not null,
  -- The anonymous row that the erased contact became.
  contact_id bigint not null references public.contacts (id) on delete cascade,
  -- Of a key: the call, message or submission whose key it was.
  subject_id bigint,
  erased_at timestamptz not null default app.now(),
  primary key (workspace_id, kind, digest)
);
create index erased_identities_contact on public.erased_identities (contact_id, kind);

-- Keys of the marks: there are few enough phone numbers to try them all, so a mark without a secret
-- in it can be read back. The newest makes new marks; the older ones still know theirs, whose
-- addresses nobody has any more to mark them anew. Kept as the two blocks of HMAC (RFC 2104), the
-- key xor 0x36 and xor 0x5c.
create table app.tombstone_keys (
  id integer generated always as identity primary key,
  inner_block bytea not null unique,
  outer_block bytea not null,
  -- False for the one that the database made for itself.
  is_given boolean not null,
  added_at timestamptz not null default app.now()
);
revoke all on app.tombstone_keys from public;

-- Adds a key, once; true when it was new. Shorter than 16 characters is none.
create function app.keep_tombstone_key(p_secret text, p_given boolean default true) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_key bytea := sha256(convert_to(p_secret, 'UTF8')) || decode(repeat('00', 32), 'hex');
  v_inner bytea := v_key;
  v_outer bytea := v_key;
begin
  if coalesce(length(p_secret), 0) < 16 then
    return false;
  end if;
  for v_at in 0 .. 63 loop
    v_inner := set_byte(v_inner, v_at, get_byte(v_key, v_at) # 54);
    v_outer := set_byte(v_outer, v_at, get_byte(v_key, v_at) # 92);
  end loop;
  if exists (select from app.tombstone_keys k where k.inner_block = v_inner) then
    return false;
  end if;
  insert into app.tombstone_keys (inner_block, outer_block, is_given)
  values (v_inner, v_outer, p_given) on conflict do nothing;
  return found;
end $$;
-- Until somebody gives one: as random, but in every backup.
select app.keep_tombstone_key(gen_random_uuid()::text || gen_random_uuid()::text, false);

-- The marks of an address, by each key, the newest first. The workspace's id is in it, so that the
-- same number reads differently in two companies.
create function app.identity_digests(p_workspace uuid, p_kind text, p_value text) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select encode(sha256(k.outer_block || sha256(k.inner_block
      || convert_to(p_workspace::text || ':' || p_kind || ':' || p_value, 'UTF8'))), 'hex')
    from app.tombstone_keys k order by k.id desc);
end $$;

-- The mark that is written.
create function app.identity_digest(p_workspace uuid, p_kind text, p_value text) returns text
language plpgsql stable set search_path = ''
as $$ begin return (app.identity_digests(p_workspace, p_kind, p_value))[1]; end $$;

-- The anonymous row of the person who had this address; null for everybody else. Phone: E.164; lid:
-- <digits>@lid.
create function app.erased_contact(p_workspace uuid, p_kind text, p_value text) returns bigint
language plpgsql stable strict set search_path = ''
as $$
declare
  v_contact bigint;
begin
  -- Every call and message asks; a mark costs a tenth of a millisecond, and mostly nobody was
  -- erased.
  if not exists (select from public.erased_identities e where e.workspace_id = p_workspace) then
    return null;
  end if;
  v_contact := (select e.contact_id from public.erased_identities e
    where e.workspace_id = p_workspace and e.kind = p_kind
      and e.digest = any (app.identity_digests(p_workspace, p_kind, p_value)) limit 1);
  if v_contact is null and p_kind = 'phone' and app.may_have_twin(p_value) then
    return (select min(e.contact_id) from unnest(app.phone_twins(p_value)) t (value)
      join public.erased_identities e on e.workspace_id = p_workspace and e.kind = 'phone'
        and e.digest = any (app.identity_digests(p_workspace, 'phone', t.value)));
  end if;
  return v_contact;
end $$;

create function app.is_erased(p_workspace uuid, p_kind text, p_value text) returns boolean
language plpgsql stable set search_path = ''
as $$ begin return app.erased_contact(p_workspace, p_kind, p_value) is not null; end $$;

-- The row of a call or message, of which one of these keys is known from before its person was
-- erased; null if none is. p_kind: call (as in cloudtalk_call_keys) or message (WhatsApp's id).
create function app.erased_subject(p_workspace uuid, p_kind text, p_keys text[]) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  if not exists (select from public.erased_identities e where e.workspace_id = p_workspace) then
    return null;
  end if;
  return (select min(e.subject_id) from unnest(p_keys) given (key) join public.erased_identities e
    on e.workspace_id = p_workspace and e.kind = p_kind
      and e.digest = any (app.identity_digests(p_workspace, p_kind, given.key)));
end $$;

-- Every number in a text that may be an address: runs of digits, also with what people put between
-- them. A longer run than any address has (20 digits) is none, nor is a part of it.
create function app.numbers_in(p_text text) returns setof text
language sql immutable set search_path = ''
as $$
  select m[1] from regexp_matches(p_text, '(?<!\d)\d{6,20}(?!\d)', 'g') m
  union
  select d.digits from regexp_matches(p_text, '(?<!\d)\d[\d ()./-]{5,24}\d(?!\d)', 'g') m
  cross join lateral (select regexp_replace(m[1], '\D', '', 'g') as digits) d
  where length(d.digits) <= 20
$$;

-- Whether a delivery is about somebody who was erased. Read as addresses; nothing is looked for by
-- a part of it. Each number costs several hashes: what names more than five thousand is taken for
-- one that is, and not kept.
create function app.mentions_erased(p_workspace uuid, p_text text) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_country text;
  v_numbers text[];
begin
  if p_text is null or not exists (select from public.erased_identities e
    where e.workspace_id = p_workspace) then
    return false;
  end if;
  v_numbers := array(select n from app.numbers_in(p_text) n limit 5001);
  if cardinality(v_numbers) > 5000 then
    return true;
  end if;
  -- A number as it is dialled at home (Italy: 39, and the 0 of a fixed line stays).
  select case w.default_country when 'IT' then '39' end into v_country from public.workspaces w
    where w.id = p_workspace;
  return exists (
    select from (select distinct m[1] as value from regexp_matches(lower(p_text),
      '[^\s@<>"'',;:()\[\]\\]{1,64}@[^\s@<>"'',;:()\[\]\\]{1,189}', 'g') m limit 1000) a
    cross join lateral unnest(app.identity_digests(p_workspace, 'email', a.value)) d (digest)
    join public.erased_identities e on e.workspace_id = p_workspace and e.kind = 'email'
      and e.digest = d.digest)
  or exists (
    select from unnest(v_numbers) n
    cross join lateral (values
      ('phone', '+' || n), ('phone', '+' || v_country || n),
        ('phone', '+' || nullif(ltrim(n, '0'), n)), ('lid', n || '@lid')
      union all select 'phone', t from unnest(app.phone_twins('+' || n)) t
        where app.may_have_twin('+' || n)) a (kind, value)
    -- Once a number, not once a number and erased person.
    cross join lateral unnest(app.identity_digests(p_workspace, a.kind, a.value)) d (digest)
    join public.erased_identities e on e.workspace_id = p_workspace and e.kind = a.kind
      and e.digest = d.digest
    where a.value is not null);
end $$;

-- Whether a submission is one of somebody who was erased, or by their number or e-mail. Whose
-- number we know now is somebody else, or came back.
create function app.is_lead_of_erased(p_workspace uuid, p_value jsonb) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_facts jsonb;
  v_phone text;
  v_email text;
begin
  if app.erased_subject(p_workspace, 'lead', array[(p_value ->> 'source') || ':'
      || (p_value ->> 'externalId')]) is not null then
    return true;
  elsif p_value ->> 'type' = 'lead_notice' then
    return false;
  end if;
  v_facts := app.lead_facts(p_value -> 'answers', coalesce((select f.mapping
    from public.lead_forms f where f.workspace_id = p_workspace
      and f.source = p_value ->> 'source' and f.form_id = p_value ->> 'formId'), '{}'));
  v_phone := v_facts -> 'phone' ->> 'e164';
  v_email := app.telling_email(v_phone, v_facts ->> 'email');
  return case when app.contact_by(p_workspace, 'phone', v_phone) is not null then false
    when app.is_erased(p_workspace, 'phone', v_phone) then true
    when app.contact_by(p_workspace, 'email', v_email) is not null then false
    else app.is_erased(p_workspace, 'email', v_email) end;
end $$;

-- Whether a domain value is about somebody who was erased, and nothing else: then it has no effect,
-- and nothing of it is kept. A new call is no such value: that it took place is recorded, without
-- the person.
create function app.is_of_erased(p_workspace uuid, p_value jsonb) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_chat jsonb := coalesce(nullif(p_value -> 'chat', 'null'), p_value);
begin
  if not exists (select from public.erased_identities e where e.workspace_id = p_workspace) then
    return false;
  end if;
  return case
    when p_value ->> 'type' = 'call_ended' then app.erased_subject(p_workspace, 'call',
      array(select jsonb_array_elements_text(p_value -> 'keys'))) is not null
    when p_value ->> 'type' in ('lead', 'lead_notice')
      then app.is_lead_of_erased(p_workspace, p_value)
    when p_value ->> 'type' = 'found_message' then exists (
      select from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
      where m.id = (p_value ->> 'message')::bigint and c.erased_at is not null)
    when app.erased_subject(p_workspace, 'message',
      array_remove(array[p_value ->> 'whatsappId', 'msgId:' || (p_value ->> 'providerMessageId')],
        null)) is not null then true
    when p_value ->> 'type' not in ('inbound_message', 'echo', 'identity', 'renamed', 'preference')
      then false
    when app.is_erased(p_workspace, 'phone', v_chat ->> 'phone') then true
    -- Whose number we know now is somebody else, or came back.
    when app.contact_by(p_workspace, 'phone', v_chat ->> 'phone') is not null then false
    when app.is_erased(p_workspace, 'lid', v_chat ->> 'lid')
      or app.is_erased(p_workspace, 'bsuid', v_chat ->> 'bsuid')
      or app.is_erased(p_workspace, 'parent_bsuid', v_chat ->> 'parentBsuid') then true
    -- A name changes hands: it says nothing of somebody whom we know by more than that.
    else app.is_erased(p_workspace, 'username', v_chat ->> 'username')
      and coalesce(app.contact_by(p_workspace, 'lid', v_chat ->> 'lid'), app.contact_by(p_workspace,
        'bsuid', v_chat ->> 'bsuid'),
        app.contact_by(p_workspace, 'username', v_chat ->> 'username')) is null end;
end $$;

alter table public.erased_identities enable row level security;
create policy managers_read on public.erased_identities for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
