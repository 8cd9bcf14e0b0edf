-- What is held on a person, for who asks for it (GDPR, articles 15 and 20): read in pages, so that
-- a long history needs no more memory than a short one.

-- Begins an export: who the person is and which parts there are. Logged, since it takes everything
-- out of the house. {contact, name, exportedAt, person: [row], identities, parts: [..]}; null where
-- the caller's workspaces have no such contact; 42501 for agents.
create function public.begin_export(contact bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_all bigint[];
begin
  select c.* into v_contact from public.contacts c
  where c.id = app.root_contact(begin_export.contact)
    and c.workspace_id in (select app.my_workspaces());
  if v_contact.id is null then
    return null;
  end if;
  perform app.require_role(v_contact.workspace_id, 'manager');
  v_all := app.merged_set(v_contact.id);
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'contact_exported', 'contact',
    v_contact.id::text);
  return jsonb_build_object(
    'contact', v_contact.id, 'name', coalesce(v_contact.name, v_contact.push_name), 'exportedAt',
      app.now(),
    'person', (select jsonb_agg(to_jsonb(c) - 'workspace_id' order by c.id) from public.contacts c
      where c.id = any (v_all)),
    'identities', (select
      coalesce(jsonb_agg(to_jsonb(i) - '{workspace_id,lookup_at,lookup_tries}'::text[]
      order by i.learned_at), '[]')
      from public.contact_identities i where i.contact_id = any (v_all)),
    'parts', (select jsonb_agg(t.part order by t.place) from app.personal_tables t
      where t.part is not null and t.shown_by is distinct from 'public.begin_export'));
end $$;

-- Whether this person began the export of this contact within the hour: it is in the log then.
create function app.has_begun_export(p_workspace uuid, p_contact bigint) returns boolean
language sql stable set search_path = ''
as $$
  select exists (select from public.audit_log a
    where a.workspace_id = p_workspace and a.subject_kind = 'contact'
      and a.subject_id = p_contact::text
      and a.action = 'contact_exported' and a.user_id = (select auth.uid())
      and a.at > app.now() - interval '1 hour')
$$;

-- Of two that were parted again, neither's addresses nor name go to the other.
create function app.export_merges(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select x.id, to_jsonb(x) - 'workspace_id' || jsonb_build_object('moved', x.moved
      - case when x.loser = any (p_contacts) then '{}'::text[] else '{identities}' end
      - case when x.winner = any (p_contacts) then '{}'::text[] else '{winner}' end) as row
    from public.contact_merges x
    where (x.loser = any (p_contacts) or x.winner = any (p_contacts)) and x.id > p_after
    order by x.id limit p_size) page
$$;

-- Theirs, and those that we sent them.
create function app.export_files(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select m.id, to_jsonb(f) - '{workspace_id,source}'::text[]
      || jsonb_build_object('id', m.id, 'fileName', m.media -> 'fileName') as row
    from public.whatsapp_messages m join public.whatsapp_media f on f.message_id = m.id
    where m.contact_id = any (p_contacts) and m.id > p_after
    union all
    select m.id, to_jsonb(a) - '{workspace_id,contact_id,file_name}'::text[]
      || jsonb_build_object('id', m.id, 'fileName', a.file_name)
    from public.whatsapp_messages m join public.attachments a on a.message_id = m.id
    where m.contact_id = any (p_contacts) and m.id > p_after
    order by 1 limit p_size) page
$$;

-- Statuses have no number of their own: that of their message, all of one message on one page.
create function app.export_statuses(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select m.id, jsonb_build_object('id', m.id, 'statuses',
      jsonb_agg(to_jsonb(s) - 'workspace_id' order by s.rank)) as row
    from public.whatsapp_messages m join public.whatsapp_statuses s
      on s.channel_id = m.channel_id and s.whatsapp_id in (m.whatsapp_message_id,
        'msgId:' || m.provider_message_id)
    where m.contact_id = any (p_contacts) and m.id > p_after
    group by m.id order by m.id limit p_size) page
$$;

-- What deliveries said that speak of others too is not given away.
create function app.export_deliveries(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_requests bigint[] := array(select r.id from public.webhook_requests r
    where r.id = any (app.requests_of(p_contacts)) and r.id > p_after order by r.id limit p_size);
  v_shared bigint[] := array(
    select m.request_id from public.whatsapp_messages m
    where m.request_id = any (v_requests) and m.contact_id <> all (p_contacts)
    union select s.request_id from public.whatsapp_statuses s
    join public.whatsapp_message_keys k on k.channel_id = s.channel_id
      and k.whatsapp_id = s.whatsapp_id
    join public.whatsapp_messages m on m.id = k.message_id
    where s.request_id = any (v_requests) and m.contact_id <> all (p_contacts));
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'source', r.source,
      'eventType', r.event_type, 'receivedAt', r.received_at,
      'outcome', r.outcome, 'reason', r.reason, 'body', case when r.id <> all (v_shared)
        then r.body end,
      'rawBody', r.raw_body, 'isShared', r.id = any (v_shared)) order by r.id), '[]')
    from public.webhook_requests r where r.id = any (v_requests));
end $$;

-- One page of a part, each row with its `id`, by which the next page is asked for. 42501 for
-- agents, PT409 without begin_export.
create function public.export_page(contact bigint, part text, after bigint, page_size integer)
  returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_root bigint := app.root_contact(contact);
  v_all bigint[] := app.merged_set(v_root);
  v_size integer := least(greatest(page_size, 1), 500);
  v_table app.personal_tables;
  v_rows jsonb;
begin
  perform app.require_role((select c.workspace_id from public.contacts c where c.id = v_root),
    'manager');
  if not app.has_begun_export((select c.workspace_id from public.contacts c where c.id = v_root),
    v_root) then
    raise exception using errcode = 'PT409', message = 'Begin the export of this contact first.';
  end if;
  select * into v_table from app.personal_tables t where t.part = export_page.part;
  if v_table.name is null or v_table.shown_by = 'public.begin_export' then
    return '[]';
  elsif v_table.shown_by is null then
    return app.export_rows(v_table.name, v_all, after, v_size);
  end if;
  execute format('select %s($1, $2, $3)', v_table.shown_by) into v_rows using v_all, after, v_size;
  return v_rows;
end $$;

-- A manager takes everybody's history of consent, names and numbers with it: written down like one
-- person's export.
create function public.note_consent_export(workspace uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  perform app.log_action(workspace, auth.uid(), 'consents_exported', 'contact', null);
  return true;
end $$;

grant execute on function
  public.begin_export(bigint), public.export_page(bigint, text, bigint, integer),
  public.note_consent_export(uuid)
to authenticated;
