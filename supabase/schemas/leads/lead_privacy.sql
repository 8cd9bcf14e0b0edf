-- What an erasure and the days of the settings leave of a submission.

-- Beside the person's own: what could be of nobody, or was a test, and names their number or
-- address; and where another's submission was held against theirs.
create function app.erase_leads(p_contacts bigint[], p_erasure bigint, p_words text[]) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  e public.erasures;
  v_leads bigint[];
begin
  select * into e from public.erasures x where x.id = p_erasure;
  v_leads := array(
    select l.id from public.leads l where l.contact_id = any (p_contacts)
    union select l.id from public.leads l where l.workspace_id = e.workspace_id
      and l.contact_id is null and app.has_needle(l.answers::text, e.needles)
    order by 1);
  insert into public.erased_identities (workspace_id, kind, digest, contact_id, subject_id)
  select l.workspace_id, 'lead', app.identity_digest(l.workspace_id, 'lead', l.source || ':'
    || l.external_id), e.contact_id, l.id
  from public.leads l where l.id = any (v_leads) and l.external_id not like 'erased:%'
  on conflict do nothing;
  update public.leads l set external_id = case when l.external_id like 'erased:%' then l.external_id
      else 'erased:' || app.identity_digest(l.workspace_id, 'lead', l.source || ':'
        || l.external_id) end,
    answers = '[]', consents = '[]', facts = app.origin_facts(l.facts)
      - case l.source when 'whatsapp' then 'ad' else '' end, conflicts = '[]',
    ad = case when l.source <> 'whatsapp' then l.ad end,
    ad_id = case when l.source <> 'whatsapp' then l.ad_id end, click_ids = '{}', reason = null,
    details_removed_at = e.asked_at
  where l.id = any (v_leads);
  update public.leads l set conflicts = (select coalesce(jsonb_agg(c), '[]')
    from jsonb_array_elements(l.conflicts) c
    where (c ->> 'contact')::bigint = any (p_contacts) is not true)
  where l.workspace_id = e.workspace_id and l.conflicts <> '[]'
    and exists (select from jsonb_array_elements(l.conflicts) c
      where (c ->> 'contact')::bigint = any (p_contacts));
end $$;

-- Where it came from, and nothing that the person told.
create function app.origin_facts(p_facts jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(p_facts) f
  where f.key in ('source', 'form', 'formId', 'campaign', 'campaignId', 'ad', 'platform')
$$;

-- The submissions of one page: rows, where they came from, what became of them and what was ticked
-- stay.
create function app.retain_leads(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before) into v_last, v_stop
  from (select l.id, l.created_at from public.leads l
    where l.workspace_id = p_workspace and l.id > p_after order by l.id limit p_limit) page;
  perform from public.leads l
  where l.workspace_id = p_workspace and l.id > p_after and l.id < coalesce(v_stop, v_last + 1)
  order by l.id for update;
  update public.leads l set answers = '[]', facts = app.origin_facts(l.facts), conflicts = '[]',
    click_ids = '{}', reason = null, details_removed_at = app.now()
  where l.workspace_id = p_workspace and l.id > p_after and l.id < coalesce(v_stop, v_last + 1)
    and l.details_removed_at is null;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;
