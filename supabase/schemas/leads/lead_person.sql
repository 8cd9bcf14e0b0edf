-- Whose a submission is: one person, by phone and e-mail.

-- Mailboxes that several people of a company read: beside a number, such an address tells a company
-- and no person.
create function app.is_shared_mailbox(p_email text) returns boolean
language sql immutable set search_path = ''
as $$
  select p_email ~ ('^(info|amministrazione|admin|ufficio|segreteria|contabilita|commerciale'
    || '|vendite|sales|office|contatti|contact|mail|posta|azienda|direzione|fatture|billing)@')
$$;

-- The e-mail, where it tells a person.
create function app.telling_email(p_phone text, p_email text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case when p_phone is null or not app.is_shared_mailbox(p_email) then p_email end;
end $$;

-- Who has one of these addresses; else somebody new with them. Of two people the number's. erased:
-- they asked us to forget them. The row is locked. p_email: none that says nothing beside p_phone.
create function app.find_person(p_workspace uuid, p_phone text, p_email text, p_name text,
  p_company text, out contact bigint, out is_new boolean, out is_erased boolean)
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
begin
  loop
    is_new := false;
    contact := app.contact_by(p_workspace, 'phone', p_phone);
    if contact is null then
      contact := app.erased_contact(p_workspace, 'phone', p_phone);
    end if;
    contact := coalesce(contact, app.contact_by(p_workspace, 'email', p_email),
      app.erased_contact(p_workspace, 'email', p_email));
    if contact is null then
      contact := app.make_contact(p_workspace, p_phone, null, null, null, p_name, p_company,
        p_email);
      is_new := contact is not null;
    end if;
    select * into c from public.contacts x where x.id = contact for update;
    is_erased := c.erased_at is not null;
    -- Null: another made them first. Merged: while we waited for the row.
    exit when c.id is not null and (is_erased or c.merged_into is null);
  end loop;
end $$;

-- The address is theirs from now on, unless it is somebody else's: then that person.
create function app.learn_address(p_workspace uuid, p_contact bigint, p_kind text, p_value text)
  returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_other bigint := app.contact_by(p_workspace, p_kind, p_value);
begin
  if (v_other is null and p_value is not null and not app.is_erased(p_workspace, p_kind, p_value))
      -- Found by another spelling of the number.
      or (v_other = p_contact and p_kind = 'phone' and app.may_have_twin(p_value)) then
    insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
    values (p_workspace, p_kind, p_value, p_contact, null) on conflict do nothing;
  end if;
  return nullif(v_other, p_contact);
end $$;

-- Their e-mail. Somebody known by no number, and by no other name, was this person: joined. Of
-- whom else it is, it stays, and is answered as a conflict.
create function app.learn_email(p_contact public.contacts, p_email text, p_name text,
  p_company text) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint := app.learn_address(p_contact.workspace_id, p_contact.id, 'email', p_email);
  v_other public.contacts;
begin
  select * into v_other from public.contacts x where x.id = v_id;
  if v_other.id is null then
    return '[]';
  elsif app.contact_phone(v_other.id) is null
      and app.name_conflicts(v_other, coalesce(p_contact.name, p_name),
        coalesce(p_contact.company, p_company)) = '[]' then
    perform app.merge_contacts(v_other.id, p_contact.id);
    return '[]';
  end if;
  return jsonb_build_array(jsonb_build_object('field', 'email', 'given', p_email, 'contact',
    v_other.id));
end $$;

-- The person with these addresses, made if new; the row is locked, and the channels are before it.
-- What contradicts what we know is in conflicts, and changes nothing: another name or company, a
-- second number of theirs, an e-mail that is another's. erased: they asked us to forget them.
-- p_phone: E.164. p_email: its normal form.
create function app.resolve_person(p_workspace uuid, p_phone text, p_email text, p_name text,
  p_company text, out contact bigint, out is_new boolean, out is_erased boolean,
  out conflicts jsonb)
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
  v_email text := app.telling_email(p_phone, p_email);
  v_had text;
  v_knew boolean := app.contact_by(p_workspace, 'phone', p_phone) is not null;
begin
  conflicts := '[]';
  select f.contact, f.is_new, f.is_erased into contact, is_new, is_erased
  from app.find_person(p_workspace, p_phone, v_email, p_name, p_company) f;
  if is_erased or is_new then
    return;
  end if;
  select * into c from public.contacts x where x.id = contact;
  v_had := app.contact_phone(contact);
  perform app.learn_address(p_workspace, contact, 'phone', p_phone);
  if p_phone <> v_had and not v_knew then
    conflicts := conflicts || jsonb_build_object('field', 'phone', 'had', v_had, 'given', p_phone);
  end if;
  conflicts := conflicts || app.learn_email(c, v_email, p_name, p_company)
    || app.name_conflicts(c, p_name, p_company);
  update public.contacts x set name = coalesce(x.name, p_name),
    company = coalesce(x.company, p_company)
  where x.id = contact and ((x.name is null and p_name is not null)
    or (x.company is null and p_company is not null));
end $$;

-- A name or company that is another than ours, whatever its case, accents and order.
create function app.name_conflicts(c public.contacts, p_name text, p_company text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'had', f.had, 'given',
      f.given)), '[]')
    from (values ('name', c.name, p_name), ('company', c.company, p_company))
      f (field, had, given)
    where not app.same_name(f.had, f.given));
end $$;
