-- Numbers that are written in two ways, of which WhatsApp may use either
-- (docs/facts/number-twins.md).

-- Whether a number may have a twin at all: asked first, as most have none.
create function app.may_have_twin(p_phone text) returns boolean
language plpgsql immutable strict set search_path = ''
as $$ begin return p_phone ~ '^\+(52|54|55|225|229|378|390549)'; end $$;

-- How else this E.164 number may be written. Never itself.
create function app.phone_twins(p_phone text) returns text[]
language plpgsql immutable strict set search_path = ''
as $$
declare
  d text := substr(p_phone, 2);
  v_twins text[];
begin
  v_twins := case
    when d ~ '^521\d{10}$' then array['52' || substr(d, 4)]
    when d ~ '^52\d{10}$' then array['521' || substr(d, 3)]
    when d ~ '^549\d{10}$' then array['54' || substr(d, 4)] || array(
      select '54' || substr(d, 4, n) || '15' || substr(d, 4 + n) from generate_series(2, 4) n)
    when d ~ '^54\d{10}$' then array['549' || substr(d, 3)]
    when d ~ '^54\d{12}$' then array(
      select '549' || substr(d, 3, n) || substr(d, 5 + n) from generate_series(2, 4) n
      where substr(d, 3 + n, 2) = '15')
    when d ~ '^55[1-9]\d9[6-9]\d{7}$' then array[substr(d, 1, 4) || substr(d, 6)]
    when d ~ '^55[1-9]\d[6-9]\d{7}$' then array[substr(d, 1, 4) || '9' || substr(d, 5)]
    when d ~ '^225(01\d[0-3]|05\d[4-6]|07\d[7-9])\d{6}$' then array['225' || substr(d, 6)]
    when d ~ '^225[04-9]\d{7}$' then array['225' || case
      when substr(d, 5, 1) <= '3' then '01' when substr(d, 5, 1) <= '6' then '05'
        else '07' end || substr(d, 4)]
    when d ~ '^22901\d{8}$' then array['229' || substr(d, 6)]
    when d ~ '^229\d{8}$' then array['22901' || substr(d, 4)]
    when d ~ '^3780549\d{6}$' then array['378' || substr(d, 8), '39' || substr(d, 4)]
    when d ~ '^378[89]\d{5}$' then array['3780549' || substr(d, 4), '390549' || substr(d, 4)]
    when d ~ '^390549\d{6}$' then array['378' || substr(d, 3), '378' || substr(d, 7)] end;
  return array(select '+' || t from unnest(v_twins) t);
end $$;

-- The one person who is known by another spelling of this number; null when nobody is, or two are.
create function app.contact_by_twin(p_workspace uuid, p_phone text) returns bigint
language plpgsql stable strict set search_path = ''
as $$
begin
  return (select min(i.contact_id) from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone'
      and i.value = any (app.phone_twins(p_phone))
    having count(distinct i.contact_id) = 1);
end $$;

-- A person who was found by another spelling is known by this one from here on.
create function app.learn_twin(p_workspace uuid, p_contact bigint, p_phone text) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
  values (p_workspace, 'phone', p_phone, p_contact, null) on conflict do nothing;
end $$;

grant execute on function
  app.may_have_twin(text), app.phone_twins(text), app.contact_by_twin(uuid, text)
to authenticated;
