-- Fields of the company's own, of each person: contacts.fields, {key: text}. Which there are says
-- the setting contact_fields.

-- What of these may be kept, in its normal form: known keys, dates as 2026-12-31, numbers with a
-- point, one of the choices; the empty ones are taken away. Raises PT422.
create function app.fields_named(p_workspace uuid, p_fields jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_field jsonb;
  v_text text;
  v_kept jsonb := '{}';
begin
  for v_field in select * from jsonb_array_elements(
      app.setting(p_workspace, 'contact_fields') -> 'fields') loop
    v_text := left(btrim(p_fields ->> (v_field ->> 'key')), 500);
    continue when coalesce(v_text, '') = '';
    if v_field ->> 'kind' = 'number' then
      v_text := replace(v_text, ',', '.');
    end if;
    if (v_field ->> 'kind' = 'number' and not pg_input_is_valid(v_text, 'numeric'))
        or (v_field ->> 'kind' = 'date' and (v_text !~ '^[12]\d{3}-\d\d-\d\d$'
          or not pg_input_is_valid(v_text, 'date')))
        or (v_field ->> 'kind' = 'choice' and not v_field -> 'choices' ? v_text) then
      raise exception using errcode = 'PT422', detail = 'fields',
        message = 'A field holds what is not of its kind.';
    end if;
    v_kept := v_kept || jsonb_build_object(v_field ->> 'key', v_text);
  end loop;
  return v_kept;
end $$;

-- All fields of a person as staff leave them.
create function public.edit_fields(contact bigint, fields jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.own_contact(contact, 'agent');
  v_fields jsonb := app.fields_named(c.workspace_id, fields);
begin
  -- require_role: in own_contact.
  update public.contacts x set fields = v_fields where x.id = contact;
  perform app.log_action(c.workspace_id, auth.uid(), 'contact_fields_edited', 'contact',
    contact::text);
  return true;
end $$;

-- What a lead answered to a field of the company's own, where nothing stands there yet.
create function app.fill_fields(l public.leads) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_field jsonb;
  v_text text;
begin
  if coalesce(l.facts -> 'customFields', '{}') = '{}' then
    return;
  end if;
  for v_field in select * from jsonb_array_elements(
      app.setting(l.workspace_id, 'contact_fields') -> 'fields') loop
    v_text := left(btrim(l.facts -> 'customFields' ->> (v_field ->> 'key')), 500);
    continue when coalesce(v_text, '') = ''
      or (v_field ->> 'kind' = 'number' and not pg_input_is_valid(replace(v_text, ',', '.'),
        'numeric'))
      or (v_field ->> 'kind' = 'date' and v_text !~ '^[12]\d{3}-\d\d-\d\d$')
      or (v_field ->> 'kind' = 'choice' and not v_field -> 'choices' ? v_text);
    update public.contacts x set fields = x.fields || jsonb_build_object(v_field ->> 'key',
      case when v_field ->> 'kind' = 'number' then replace(v_text, ',', '.') else v_text end)
    where x.id = l.contact_id and not x.fields ? (v_field ->> 'key');
  end loop;
end $$;

grant execute on function public.edit_fields(bigint, jsonb) to authenticated;
