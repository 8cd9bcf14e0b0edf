-- Every table that holds something of a person, or points at one: the one list that erasing,
-- exporting and retention walk. A table that is not in it fails a test.

-- name: found_by is a condition on its rows x, with the person's contacts (merged ones too) as $1.
-- erasing: what is left after an erasure, in the order of place: a list of assignments ($2 the
--   person's names and numbers, $3 the time), `delete`, or a function of ours (contacts, erasure,
--   words), run once although it stands at several tables; null: it names nobody.
-- part: what the export calls it, a row a line with its id; hidden is left out. shown_by: a
--   function of ours (contacts, after, size) instead, or the one that shows it at once; part null: what it
--   holds is shown with another part, or is ours.
-- retention: the kinds of app.retention_kinds that empty it; null: kept as long as the person.
create view app.personal_tables with (security_invoker = true) as
select row_number() over () as place, t.*
from (values
  ('public.webhook_requests', 'x.id = any (app.requests_of($1))', 'app.erase_deliveries',
    'deliveries', null::text[], 'app.export_deliveries', '{events}'::text[]),
  ('public.channel_incidents', null, 'app.erase_refusals', null, null, null, null),
  ('public.whatsapp_statuses', null, 'app.erase_refusals', 'statuses', null,
    'app.export_statuses', null),
  ('public.whatsapp_media', 'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))', 'app.erase_files',
    'files', null, 'app.export_files', '{media}'),
  ('public.attachments', 'case when x.message_id is null then x.contact_id = any ($1)
      else x.message_id = any (array(select m.id
        from public.whatsapp_messages m where m.contact_id = any ($1))) end', 'app.erase_files',
    null, null, null, '{media}'),
  ('public.attention', 'x.contact_id = any ($1)', 'detail = null,
      settled_at = coalesce(x.settled_at, $3), settled_how = coalesce(x.settled_how, ''erased'')',
    'attention', null, null, null),
  ('public.contact_consents', 'x.contact_id = any ($1)', 'words = null, reason = null',
    'consents', null, null, null),
  ('public.reasons_to_write', 'x.contact_id = any ($1)',
    'words = null, place = null, note = null, withdrawn_note = null', 'reasons', null, null, null),
  ('public.registry_numbers', 'exists (select from public.contact_identities i
      where i.contact_id = any ($1) and i.workspace_id = x.workspace_id and i.kind = ''phone''
        and i.value = x.number)', 'delete', 'registry', null, null, null),
  ('public.contact_merges', '(x.winner = any ($1) or x.loser = any ($1))',
    'reason = null, split_reason = null,
      moved = x.moved || ''{"identities": [], "winner": {}}''',
    'merges', null, 'app.export_merges', null),
  ('public.audit_log', null, 'app.erase_log', null, null, null, null),
  ('public.whatsapp_reactions', 'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))', 'delete',
    'reactions', '{request_id}', null, '{messages}'),
  -- Under a name of the program's own, which may be theirs.
  ('public.api_requests', '(x.answer ->> ''message'')::bigint = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))', 'delete',
    null, null, null, null),
  ('public.whatsapp_messages', 'x.contact_id = any ($1)', 'app.erase_texts',
    'messages', null, null, '{messages}'),
  ('public.whatsapp_send_attempts', 'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))', 'app.erase_texts',
    'attempts', null, null, null),
  ('public.whatsapp_message_keys', null, 'app.erase_texts', null, null, null, null),
  ('public.note_mentions', 'x.contact_id = any ($1)', 'delete', null, null, null, null),
  ('public.conversation_notes', 'x.contact_id = any ($1)', 'delete', 'notes', null, null, null),
  ('public.conversation_reads', 'x.contact_id = any ($1)', 'delete', null, null, null, null),
  ('public.conversation_presence', 'x.contact_id = any ($1)', 'delete', null, null, null, null),
  ('public.conversations', 'x.contact_id = any ($1)', 'delete', null, null, null, null),
  ('public.whatsapp_conversations', 'x.contact_id = any ($1)',
    'window_until = null, free_until = null', null, null, null, null),
  ('public.ask_decisions', 'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))',
    'because = ''[]'', reason = app.without_words(x.reason, $2)', 'decisions', null, null, null),
  ('public.bill_evidence', 'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))',
    'undo_reason = left(x.undo_reason, 0) || ''…''', 'evidence', null, null, null),
  ('public.bill_verdicts', 'x.contact_id = any ($1)', 'note = null', 'verdicts', null, null, null),
  ('public.leads', 'x.contact_id = any ($1)', 'app.erase_leads', 'leads', '{request_id}', null,
    '{leads}'),
  ('public.asks', 'x.contact_id = any ($1)', 'app.erase_asks', 'asks', null, null, '{calls}'),
  ('public.tasks', null, 'app.erase_tasks', null, null, null, null),
  ('public.cloudtalk_calls', 'x.contact_id = any ($1)', 'app.erase_calls',
    'calls', null, null, '{call_texts, calls}'),
  ('public.cloudtalk_call_keys', null, 'app.erase_calls', null, null, null, null),
  -- The marks by which an erased person is known again, and what is still to do for them.
  ('public.erased_identities', 'x.contact_id = any ($1)', null, null, null, null, null),
  ('public.erasures', 'x.contact_id = any ($1)', null, null, null, null, null),
  ('public.contact_identities', 'x.contact_id = any ($1)', 'delete',
    'identities', '{lookup_at, lookup_tries}', 'public.begin_export', null),
  ('public.contacts', 'x.id = any ($1)', 'name = null, company = null, push_name = null,
      time_zone = null, fields = ''{}'', erased_at = $3', 'person', null, 'public.begin_export', null)
) t (name, found_by, erasing, part, hidden, shown_by, retention);

-- What is kept no longer, by the setting of the same name (app.retention_days), and what does a
-- batch of it: $1 the workspace, $2 the last id that is done, $3 what is older goes, $4 the size.
-- Calls last: whoever holds a delivery may wait for its call.
create view app.retention_kinds with (security_invoker = true) as
select * from (values
  (1, 'messages', 'app.retain_messages($1, $2, $3, $4)'),
  (2, 'media', 'app.retain_media($1, $2, $3, $4)'),
  (3, 'events', 'app.retain_events($1, $2, $3, $4)'),
  (4, 'call_texts', 'app.retain_calls($1, $2, $3, $4, false)'),
  (5, 'calls', 'app.retain_calls($1, $2, $3, $4, true)'),
  (6, 'leads', 'app.retain_leads($1, $2, $3, $4)')) k (place, kind, done_by);
grant select on app.retention_kinds to authenticated;

-- Takes everything of these contacts out of every table of the list. p_words: their names and
-- numbers, longest first.
create function app.erase_rows(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_table app.personal_tables;
  v_done text[] := '{}';
  v_now timestamptz := app.now();
begin
  for v_table in select * from app.personal_tables t where t.erasing is not null order by t.place
  loop
    if v_table.erasing = 'delete' then
      execute format('delete from %s x where %s', v_table.name, v_table.found_by)
      using p_contacts;
    elsif v_table.erasing not like 'app.%' then
      execute format('update %s x set %s where %s', v_table.name, v_table.erasing,
        v_table.found_by)
      using p_contacts, p_words, v_now;
    elsif v_table.erasing <> all (v_done) then
      v_done := v_done || v_table.erasing;
      execute format('select %s($1, $2, $3)', v_table.erasing) using p_contacts, p_erasure, p_words;
    end if;
  end loop;
end $$;

-- One page of a table's rows of these contacts. Only the page's own rows are written out: all that
-- follow, each time, took 18 s for 10,000 messages.
create function app.export_rows(p_table text, p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_table app.personal_tables;
  v_rows jsonb;
begin
  select * into v_table from app.personal_tables t where t.name = p_table;
  execute format('with own as materialized (select x.id from %1$s x where %2$s and x.id > $2)
    select coalesce(jsonb_agg(to_jsonb(x) - $4 order by x.id), ''[]'') from %1$s x
    where x.id = any (array(select o.id from own o order by o.id limit $3))',
    v_table.name, v_table.found_by)
  into v_rows using p_contacts, p_after, p_size, array['workspace_id'] || v_table.hidden;
  return v_rows;
end $$;
