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
    'parts', jsonb_build_array('calls', 'decisions', 'messages', 'statuses', 'attempts', 'evidence',
      'consents', 'attention', 'merges',
      'files', 'deliveries'));
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

-- One page of a part, each row with its `id`, by which the next page is asked for. 42501 for
-- agents, PT409 without begin_export.
create function public.export_page(contact bigint, part text, after bigint, page_size integer)
  returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_root bigint := app.root_contact(contact);
  v_all bigint[] := app.merged_set(v_root);
  v_calls bigint[];
  v_messages bigint[];
  v_requests bigint[];
  -- Deliveries that speak of others too: what they said is not given away.
  v_shared bigint[] := '{}';
  v_size integer := least(greatest(page_size, 1), 500);
begin
  perform app.require_role((select c.workspace_id from public.contacts c where c.id = v_root),
    'manager');
  if not app.has_begun_export((select c.workspace_id from public.contacts c where c.id = v_root),
    v_root) then
    raise exception using errcode = 'PT409', message = 'Begin the export of this contact first.';
  end if;
  v_calls := array(select k.id from public.cloudtalk_calls k where k.contact_id = any (v_all));
  v_messages := array(select m.id from public.whatsapp_messages m where m.contact_id = any (v_all));
  -- Of a long part only the page's own rows are written out: all that follow, each time, took 18 s
  -- for 10,000 messages.
  if part = 'calls' then
    v_calls := array(select x from unnest(v_calls) x where x > after order by x limit v_size);
  elsif part = 'messages' then
    v_messages := array(select x from unnest(v_messages) x where x > after order by x limit v_size);
  elsif part = 'statuses' then
    v_messages := array(select m.id from public.whatsapp_messages m
      where m.id = any (v_messages) and m.id > after
        and exists (select from public.whatsapp_statuses s
        where s.channel_id = m.channel_id and s.whatsapp_id in (m.whatsapp_message_id,
          'msgId:' || m.provider_message_id))
      order by m.id limit v_size);
  elsif part = 'deliveries' then
    v_requests := array(select r.id from public.webhook_requests r
      where r.id = any (app.requests_of(v_all)) and r.id > after order by r.id limit v_size);
    v_shared := array(
      select m.request_id from public.whatsapp_messages m
      where m.request_id = any (v_requests) and m.contact_id <> all (v_all)
      union select s.request_id from public.whatsapp_statuses s
      join public.whatsapp_message_keys k on k.channel_id = s.channel_id
        and k.whatsapp_id = s.whatsapp_id
      join public.whatsapp_messages m on m.id = k.message_id
      where s.request_id = any (v_requests) and m.contact_id <> all (v_all));
  end if;
  return (select coalesce(jsonb_agg(page.row order by (page.row ->> 'id')::bigint), '[]')
    from (select * from (
    select to_jsonb(k) - 'workspace_id' as row from public.cloudtalk_calls k
      where part = 'calls' and k.id = any (v_calls) and k.id > after
    union all select to_jsonb(d) - 'workspace_id' from public.call_decisions d
      where part = 'decisions' and d.call_id = any (v_calls) and d.id > after
    union all select to_jsonb(m) - 'workspace_id' from public.whatsapp_messages m
      where part = 'messages' and m.id = any (v_messages) and m.id > after
    union all select to_jsonb(a) - 'workspace_id' from public.whatsapp_send_attempts a
      where part = 'attempts' and a.message_id = any (v_messages) and a.id > after
    union all select to_jsonb(e) - 'workspace_id' from public.bill_evidence e
      where part = 'evidence' and e.call_id = any (v_calls) and e.id > after
    union all select to_jsonb(x) - 'workspace_id' from public.contact_consents x
      where part = 'consents' and x.contact_id = any (v_all) and x.id > after
    union all select to_jsonb(x) - 'workspace_id' from public.attention x
      where part = 'attention' and x.contact_id = any (v_all) and x.id > after
    -- Of two that were parted again, neither's addresses nor name go to the other.
    union all select to_jsonb(x) - 'workspace_id' || jsonb_build_object('moved', x.moved
        - case when x.loser = any (v_all) then '{}'::text[] else '{identities}' end
        - case when x.winner = any (v_all) then '{}'::text[] else '{winner}' end)
      from public.contact_merges x
      where part = 'merges' and (x.loser = any (v_all) or x.winner = any (v_all)) and x.id > after
    union all select to_jsonb(f) - '{workspace_id,source}'::text[] || jsonb_build_object('id',
      f.message_id,
        'fileName', (select m.media -> 'fileName' from public.whatsapp_messages m
          where m.id = f.message_id))
      from public.whatsapp_media f
      where part = 'files' and f.message_id = any (v_messages) and f.message_id > after
    -- Statuses have no number of their own: that of their message, all of one message on one page.
    union all select jsonb_build_object('id', m.id, 'statuses',
      jsonb_agg(to_jsonb(s) - 'workspace_id' order by s.rank))
      from public.whatsapp_messages m join public.whatsapp_statuses s
        on s.channel_id = m.channel_id and s.whatsapp_id in (m.whatsapp_message_id,
          'msgId:' || m.provider_message_id)
      where part = 'statuses' and m.id = any (v_messages) and m.id > after group by m.id
    union all select jsonb_build_object('id', r.id, 'source', r.source, 'eventType', r.event_type,
      'receivedAt', r.received_at,
        'outcome', r.outcome, 'reason', r.reason, 'body', case when r.id <> all (v_shared)
          then r.body end,
        'rawBody', r.raw_body, 'isShared', r.id = any (v_shared))
      from public.webhook_requests r
      where part = 'deliveries' and r.id = any (v_requests) and r.id > after
    ) pages order by (row ->> 'id')::bigint limit v_size) page);
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
