-- Whose a submission is: one person, by phone and e-mail.

-- Mailboxes that several people of a company read: with a number beside it, such an address tells
-- a company and no person.
create function app.is_shared_mailbox(p_email text) returns boolean
language sql immutable set search_path = ''
as $$
  select p_email ~ ('^(info|amministrazione|admin|ufficio|segreteria|contabilita|commerciale'
    || '|vendite|sales|office|contatti|contact|mail|posta|azienda|direzione|fatture|billing)@')
$$;

-- Who has one of these addresses. Of two the number's.
create function app.known_person(p_workspace uuid, p_phone text, p_email text) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(app.contact_by(p_workspace, 'phone', p_phone),
    case when p_phone is null or not app.is_shared_mailbox(p_email)
      then app.contact_by(p_workspace, 'email', p_email) end);
end $$;

-- The address is theirs from now on, unless it is somebody else's: then that person.
create function app.learn_address(p_workspace uuid, p_contact bigint, p_kind text, p_value text)
  returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_other bigint := app.contact_by(p_workspace, p_kind, p_value);
begin
  if v_other is null and p_value is not null
      and not app.is_erased(p_workspace, p_kind, p_value) then
    insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
    values (p_workspace, p_kind, p_value, p_contact, null) on conflict do nothing;
  end if;
  return nullif(v_other, p_contact);
end $$;

-- The person with these addresses, made if new; the row is locked. What contradicts what we know is
-- in conflicts, and changes nothing: another name or company, a second number of theirs, an e-mail
-- that is another's. erased: they asked us to forget them. p_phone: E.164. p_email: its normal form.
create function app.resolve_person(p_workspace uuid, p_phone text, p_email text, p_name text,
  p_company text, out contact bigint, out is_new boolean, out is_erased boolean,
  out conflicts jsonb)
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
  v_had text;
  v_other bigint;
  v_knew boolean;
begin
  is_new := false;
  conflicts := '[]';
  loop
    contact := app.known_person(p_workspace, p_phone, p_email);
    exit when contact is not null;
    contact := coalesce(app.erased_contact(p_workspace, 'phone', p_phone),
      app.erased_contact(p_workspace, 'email', p_email));
    if contact is not null then
      is_erased := true;
      return;
    end if;
    contact := app.make_contact(p_workspace, p_phone, null, null, null, p_name, p_company,
      case when app.contact_by(p_workspace, 'email', p_email) is null then p_email end);
    is_new := contact is not null;
    exit when is_new;
  end loop;
  select * into c from public.contacts x where x.id = contact for update;
  is_erased := c.erased_at is not null;
  if is_erased then
    return;
  end if;
  v_had := app.contact_phone(contact);
  v_knew := app.contact_by(p_workspace, 'phone', p_phone) is not null;
  v_other := app.learn_address(p_workspace, contact, 'phone', p_phone);
  if p_phone <> v_had and not v_knew and not is_new then
    conflicts := conflicts || jsonb_build_object('field', 'phone', 'had', v_had, 'given', p_phone);
  end if;
  v_other := app.learn_address(p_workspace, contact, 'email', p_email);
  if v_other is not null then
    conflicts := conflicts || jsonb_build_object('field', 'email', 'given', p_email, 'contact',
      v_other);
  end if;
  if not is_new then
    conflicts := conflicts || app.name_conflicts(c, p_name, p_company);
    update public.contacts x set name = coalesce(x.name, p_name),
      company = coalesce(x.company, p_company)
    where x.id = contact and ((x.name is null and p_name is not null)
      or (x.company is null and p_company is not null));
  end if;
end $$;

-- A name or company that is another than ours, whatever its case and accents.
create function app.name_conflicts(c public.contacts, p_name text, p_company text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'had', f.had, 'given',
      f.given)), '[]')
    from (values ('name', c.name, p_name), ('company', c.company, p_company))
      f (field, had, given)
    where app.plain_text(f.had) <> app.plain_text(f.given));
end $$;
