-- (stand-ins until their own files land)
create function app.contact_bill(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select case a.evidence when 'confirmed' then 'confirmed' when 'attachment' then 'check'
      when 'reply' then 'missing' else 'owed' end
    from public.asks a where a.contact_id = p_contact and (a.evidence is not null
      or exists (select from public.whatsapp_messages m where m.ask_id = a.id
        and app.is_asked(m.status)))
    order by a.id desc limit 1);
end $$;
create function app.member_of_agent(p_workspace uuid, p_facts jsonb) returns uuid
language sql stable set search_path = '' as $$ select null::uuid $$;
create function app.attachment_content(p_workspace uuid, p_attachment uuid, p_caption text)
returns jsonb language sql stable set search_path = '' as $$ select null::jsonb $$;
create function app.attach(p_attachment uuid, p_message bigint) returns void
language sql volatile set search_path = '' as $$ select $$;
alter table public.memberships add column name text;
