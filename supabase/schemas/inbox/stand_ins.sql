-- (stand-ins until their own files land)
create function app.member_of_agent(p_workspace uuid, p_facts jsonb) returns uuid
language sql stable set search_path = '' as $$ select null::uuid $$;
create function app.attachment_content(p_workspace uuid, p_attachment uuid, p_caption text)
returns jsonb language sql stable set search_path = '' as $$ select null::jsonb $$;
create function app.attach(p_attachment uuid, p_message bigint) returns void
language sql volatile set search_path = '' as $$ select $$;
alter table public.memberships add column name text;
