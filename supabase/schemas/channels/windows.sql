-- How long a person may be written to freely on a channel.

-- Somebody wrote or called at p_at; p_free_hours: an advertisement brought them.
create function app.open_window(p_channel uuid, p_contact bigint, p_at timestamptz,
  p_free_hours integer default null) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  null;
-- What its text may name, as when it was queued.
create function app.facts_of_message(m public.whatsapp_messages) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks x where x.id = m.ask_id;
  return case when a.id is not null then app.ask_facts(a)
    else (select app.writing_facts(c) from public.contacts c where c.id = m.contact_id)
      || jsonb_build_object('agentName', (select x.name from public.memberships x
        where x.workspace_id = m.workspace_id and x.user_id = m.sent_by)) end;
end $$;

-- A text whose window closed while it waited becomes its reviewed text. False where it has none on
-- its channel, or where a person wrote other words. Any other reason to keep it is the caller's.
create function app.to_template(p_message bigint) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  t public.whatsapp_templates;
  v_facts jsonb;
  v_content jsonb;
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  select * into t from public.whatsapp_templates x where x.id = m.template_id;
  if t.id is null or m.content ->> 'kind' = 'media' then
    return false;
  end if;
  v_facts := app.facts_of_message(m);
  v_content := app.template_content(t, m.channel_id, v_facts);
  if v_content is null
      or (m.purpose = 'manual' and m.body is distinct from app.ask_text(v_facts, t.body)) then
    return false;
  end if;
  update public.whatsapp_messages x set content = v_content, body = app.ask_text(v_facts, t.body),
    template_version = t.version
  where x.id = m.id;
  return true;
end $$;
