-- What staff see of leads: a page of the list, the board, one of them, and their numbers.
create index leads_email on public.leads (workspace_id, email text_pattern_ops)
  where email is not null;
create index leads_form on public.leads (workspace_id, form_id, id desc) where form_id is not null;
create index leads_country on public.leads (workspace_id, country, id desc)
  where country is not null;
create index leads_days on public.leads (workspace_id, submitted_at);
create index leads_fields on public.leads using gin ((facts -> 'customFields') jsonb_path_ops);

-- Whom a search means: people by name, number or words; submissions of nobody by what they say.
create function app.found_leads(p_workspace uuid, p_q text) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_people bigint[];
  v_plain text := replace(replace(lower(p_q), '%', ''), '_', '\_') || '%';
begin
  if p_q like '%@%' then
    return array(select l.id from public.leads l where l.workspace_id = p_workspace
      and l.email like v_plain order by l.id desc limit 500);
  end if;
  v_people := app.found_people(p_workspace, p_q, 400);
  return array(select l.id from public.leads l where l.contact_id = any (v_people))
    || array(select n.id from (select x.id, x.name, x.company from public.leads x
        where x.workspace_id = p_workspace and x.contact_id is null
        order by x.id desc limit 5000) n
      where app.fold(concat_ws(' ', n.name, n.company)) like '%' || app.fold(p_q) || '%');
end $$;

-- Ids of a page, newest first; planned for its filters. owner: an id, or none. field, value: of the
-- person's own fields, or an answer's.
create function app.lead_ids(p_workspace uuid, p_size integer, p_before bigint, p_filters jsonb,
  p_only bigint[]) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_source text := p_filters ->> 'source';
  v_campaign text := p_filters ->> 'campaign';
  v_form text := p_filters ->> 'form';
  v_state text := p_filters ->> 'state';
  v_country text := p_filters ->> 'country';
  v_tag text := p_filters ->> 'tag';
  v_field jsonb := case when p_filters ->> 'field' is not null and p_filters ->> 'value' is not null
    then jsonb_build_object(p_filters ->> 'field', p_filters ->> 'value') end;
  v_nobody boolean := coalesce(p_filters ->> 'owner' = 'none', false);
  v_owner uuid := case when pg_input_is_valid(p_filters ->> 'owner', 'uuid')
    then (p_filters ->> 'owner')::uuid end;
  v_zone text := (select w.time_zone from public.workspaces w where w.id = p_workspace);
  v_from timestamptz := (p_filters ->> 'from')::date::timestamp at time zone v_zone;
  v_until timestamptz := ((p_filters ->> 'to')::date + 1)::timestamp at time zone v_zone;
begin
  return array(
    select l.id from public.leads l
    where l.workspace_id = p_workspace and (p_before is null or l.id < p_before)
      and (p_only is null or l.id = any (p_only))
      and (v_source is null or l.source = v_source)
      and (v_campaign is null or l.campaign = v_campaign)
      and (v_form is null or l.form_id = v_form) and (v_state is null or l.state = v_state)
      and (v_country is null or l.country = v_country)
      and (v_from is null or l.submitted_at >= v_from)
      and (v_until is null or l.submitted_at < v_until)
      and (not v_nobody or not exists (select from public.conversations k
        where k.contact_id = l.contact_id and k.owner is not null))
      and (v_owner is null or l.contact_id in (select k.contact_id from public.conversations k
        where k.workspace_id = p_workspace and k.owner = v_owner))
      and (v_tag is null or l.contact_id in (select k.contact_id from public.conversations k
        where k.workspace_id = p_workspace and k.tags @> array[v_tag]))
      and (v_field is null or l.facts -> 'customFields' @> v_field
        or l.contact_id in (select c.id from public.contacts c
          where c.workspace_id = p_workspace and c.fields @> v_field))
    order by l.id desc limit p_size);
end $$;

-- Rows of the list, by id. seconds: from the form to our first message.
create function app.lead_rows(p_ids bigint[]) returns table (id bigint, lead jsonb)
language plpgsql stable rows 50 set search_path = ''
as $$
begin
  return query
    select l.id, jsonb_build_object('id', l.id, 'contact', l.contact_id,
      'name', coalesce(c.name, l.name, c.push_name), 'company', coalesce(c.company, l.company),
      'phone', coalesce(l.phone, app.contact_phone(l.contact_id)), 'email', l.email,
      'country', l.country, 'source', l.source, 'formId', l.form_id,
      'form', coalesce(l.form, l.form_id), 'campaign', l.campaign, 'ad', l.ad,
      'state', l.state, 'status', l.status, 'code', l.reason_code, 'reason', l.reason,
      'isTest', l.is_test, 'at', l.submitted_at, 'createdAt', l.created_at,
      'firstSentAt', l.first_sent_at, 'answeredAt', l.answered_at, 'billAt', l.bill_at,
      'seconds', case when l.first_sent_at is not null
        then greatest(round(extract(epoch from l.first_sent_at - l.submitted_at)), 0) end,
      'owner', k.owner, 'tags', to_jsonb(coalesce(k.tags, '{}')), 'outcome', l.outcome,
      'silence', case when c.id is not null then app.silence(c) end,
      'conflicts', (select count(*) from jsonb_array_elements(l.conflicts) x
        where not x ? 'settled'))
    from public.leads l left join public.contacts c on c.id = l.contact_id
    left join public.conversations k on k.contact_id = l.contact_id
    where l.id = any (p_ids);
end $$;

-- Different values of an indexed column of leads, up to two hundred: one look in the index each.
create function app.lead_values(p_workspace uuid, p_column text) returns text[]
language plpgsql stable set search_path = ''
as $$
declare
  v_found text[] := '{}';
  v_next text := '';
begin
  while cardinality(v_found) < 200 loop
    v_next := case p_column
      when 'source' then (select l.source from public.leads l where l.workspace_id = p_workspace
        and l.source > v_next order by l.source limit 1)
      when 'campaign' then (select l.campaign from public.leads l
        where l.workspace_id = p_workspace and l.campaign > v_next order by l.campaign limit 1)
      when 'country' then (select l.country from public.leads l
        where l.workspace_id = p_workspace and l.country > v_next order by l.country limit 1) end;
    exit when v_next is null;
    v_found := v_found || v_next;
  end loop;
  return v_found;
end $$;

-- How many stand in each state, up to p_most and one more.
create function app.lead_counts(p_workspace uuid, p_most integer) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return (select jsonb_object_agg(s.state, (select count(*) from (select from public.leads l
      where l.workspace_id = p_workspace and l.state = s.state limit p_most + 1) n))
    from unnest(array['waiting', 'error', 'test', 'new', 'queued', 'contacted', 'answered',
      'bill', 'won', 'lost']) s (state));
end $$;

-- What a filter may be: {sources, campaigns, countries, forms: [{formId, name}], tags, fields}.
create function app.lead_choices(p_workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('sources', to_jsonb(app.lead_values(p_workspace, 'source')),
    'campaigns', to_jsonb(app.lead_values(p_workspace, 'campaign')),
    'countries', to_jsonb(app.lead_values(p_workspace, 'country')),
    'forms', (select coalesce(jsonb_agg(jsonb_build_object('formId', f.form_id,
        'name', coalesce(f.name, f.form_id)) order by f.name, f.form_id), '[]')
      from (select x.* from public.lead_forms x where x.workspace_id = p_workspace
        order by x.id desc limit 200) f),
    'tags', app.tags_used(p_workspace),
    'fields', app.setting(p_workspace, 'contact_fields') -> 'fields');
end $$;

-- A page of leads. filters: {source, campaign, form (its id), state, owner (an id, or none),
-- country, tag, field with value, from and to (days), q, before}. {now, rows, next, counts (up to
-- 100), choices}. Raises 42501 for who is no member.
create function public.lead_page(workspace uuid, filters jsonb default '{}',
  page_size integer default 50) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_size integer := least(greatest(page_size, 1), 500);
  v_filters jsonb := (select coalesce(jsonb_object_agg(f.key, f.value), '{}')
    from jsonb_each(filters) f where f.value <> '""' and f.value <> 'null');
  v_q text := left(nullif(btrim(filters ->> 'q'), ''), 200);
  v_ids bigint[];
begin
  perform app.require_role(workspace, 'agent');
  v_ids := app.lead_ids(workspace, v_size + 1, (v_filters ->> 'before')::bigint, v_filters,
    case when v_q is not null then app.found_leads(workspace, v_q) end);
  return jsonb_build_object('now', app.now(),
    'rows', (select coalesce(jsonb_agg(r.lead order by r.id desc), '[]')
      from app.lead_rows(v_ids[1:v_size]) r),
    'next', case when cardinality(v_ids) > v_size then v_ids[v_size] end,
    'counts', app.lead_counts(workspace, 100), 'choices', app.lead_choices(workspace));
end $$;

-- The same by state: {now, counts (up to 1000), choices, columns: {state: [row]}}, the newest of
-- each. filters: as lead_page, but for state, q and before.
create function public.lead_board(workspace uuid, filters jsonb default '{}',
  column_size integer default 12) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_size integer := least(greatest(column_size, 1), 50);
  v_filters jsonb := (select coalesce(jsonb_object_agg(f.key, f.value), '{}')
    from jsonb_each(filters) f where f.value <> '""' and f.value <> 'null');
begin
  perform app.require_role(workspace, 'agent');
  return jsonb_build_object('now', app.now(), 'counts', app.lead_counts(workspace, 1000),
    'choices', app.lead_choices(workspace),
    'columns', (select jsonb_object_agg(s.state, (select coalesce(jsonb_agg(r.lead
        order by r.id desc), '[]') from app.lead_rows(app.lead_ids(workspace, v_size, null,
        v_filters || jsonb_build_object('state', s.state), null)) r))
      from unnest(array['waiting', 'error', 'new', 'queued', 'contacted', 'answered', 'bill',
        'won', 'lost']) s (state)));
end $$;

-- One lead: its row and {answers: [{name, label, values, as}], consents, clickIds, page, adset, …,
-- conflicts, ask, formRow, others}. Null where there is none that the caller may see.
create function public.lead_view(lead bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  l public.leads;
  v_mapping jsonb;
begin
  select * into l from public.leads x where x.id = lead;
  if l.id is null then
    return null;
  end if;
  select f.mapping into v_mapping from public.lead_forms f where f.workspace_id = l.workspace_id
    and f.source = l.source and f.form_id = l.form_id;
  return (select r.lead from app.lead_rows(array[l.id]) r) || jsonb_build_object('now', app.now(),
    'answers', (select coalesce(jsonb_agg(a.answer || jsonb_build_object('as',
        app.meaning_of(a.answer, coalesce(v_mapping, '{}'))) order by a.n), '[]')
      from jsonb_array_elements(l.answers) with ordinality a (answer, n)),
    'consents', l.consents, 'clickIds', l.click_ids, 'pageId', l.page_id,
    'campaignId', l.campaign_id, 'adset', coalesce(l.adset, l.adset_id),
    'adName', coalesce(l.ad, l.ad_id), 'platform', l.platform, 'isOrganic', l.is_organic,
    'externalId', l.external_id, 'conflictsAll', l.conflicts, 'outcomeBy', l.outcome_by,
    'outcomeAt', l.outcome_at, 'fields', (select c.fields from public.contacts c
      where c.id = l.contact_id),
    'fieldKinds', app.setting(l.workspace_id, 'contact_fields') -> 'fields',
    'ask', (select jsonb_build_object('id', a.id, 'state', a.state, 'code', a.code,
        'reason', a.reason, 'shouldSend', a.should_send, 'because',
        coalesce(a.decision -> 'because', '[]'), 'ruleName', a.decision -> 'ruleName',
        'ruleId', a.decision -> 'ruleId', 'reasonToWrite', a.reason_to_write)
      from public.asks a where a.origin_kind = 'lead' and a.origin_id = l.id
      order by a.id desc limit 1),
    'message', (select jsonb_build_object('id', m.id, 'status', m.status, 'code', m.reason_code)
      from public.asks a join public.whatsapp_messages m on m.ask_id = a.id
      where a.origin_kind = 'lead' and a.origin_id = l.id order by m.id desc limit 1),
    'formRow', (select f.id from public.lead_forms f where f.workspace_id = l.workspace_id
      and f.source = l.source and f.form_id = l.form_id),
    'others', (select coalesce(jsonb_agg(r.lead order by r.id desc), '[]') from app.lead_rows(
      array(select x.id from public.leads x where x.contact_id = l.contact_id and x.id <> l.id
        order by x.id desc limit 20)) r));
end $$;

-- Submissions of a person between two moments, as events of their story, the newest fifty.
create function app.thread_leads(p_contact bigint, p_from timestamptz, p_until timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'source', l.source,
      'form', coalesce(l.form, l.form_id), 'campaign', l.campaign, 'at', l.submitted_at,
      'conflicts', (select count(*) from jsonb_array_elements(l.conflicts) x
        where not x ? 'settled'),
      'answers', (select coalesce(jsonb_agg(jsonb_build_object('label',
          coalesce(a.answer ->> 'label', a.answer ->> 'name'), 'words',
          array_to_string(array(select jsonb_array_elements_text(a.answer -> 'values')), ', '))
          order by a.n), '[]')
        from jsonb_array_elements(l.answers) with ordinality a (answer, n) where a.n <= 12),
      'ticked', (select coalesce(jsonb_agg(coalesce(x ->> 'words', x ->> 'key')), '[]')
        from jsonb_array_elements(l.consents) x where (x ->> 'isTicked')::boolean))
      order by l.id desc), '[]')
    from (select x.* from public.leads x where x.contact_id = p_contact
      and (p_from is null or x.submitted_at >= p_from)
      and (p_until is null or x.submitted_at < p_until) order by x.id desc limit 50) l);
end $$;

-- By source and campaign, of leads of a period: [{source, campaign, leads, reached, answered, bill,
-- won, medianSeconds (from the form to our first message), answerSeconds (to their answer)}]. Tests
-- are no leads.
create function app.insight_leads(p_workspace uuid, p_from timestamptz, p_until timestamptz)
returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return (select coalesce(jsonb_agg(to_jsonb(g) order by g.leads desc, g.source, g.campaign), '[]')
    from (select l.source, l.campaign, count(*) as leads,
        count(l.first_sent_at) as reached, count(l.answered_at) as answered,
        count(l.bill_at) as bill, count(*) filter (where l.outcome = 'won') as won,
        round(percentile_cont(0.5) within group (order by extract(epoch from
          greatest(l.first_sent_at - l.submitted_at, interval '0')))) as "medianSeconds",
        round(percentile_cont(0.5) within group (order by extract(epoch from
          l.answered_at - l.submitted_at))) as "answerSeconds"
      from public.leads l where l.workspace_id = p_workspace and l.submitted_at >= p_from
        and l.submitted_at < p_until and not l.is_test
      group by l.source, l.campaign order by count(*) desc limit 200) g);
end $$;

grant execute on function app.found_leads(uuid, text),
  app.lead_ids(uuid, integer, bigint, jsonb, bigint[]), app.lead_rows(bigint[]),
  app.lead_values(uuid, text), app.lead_counts(uuid, integer), app.lead_choices(uuid),
  app.thread_leads(bigint, timestamptz, timestamptz), app.meaning_of(jsonb, jsonb), app.plain_text(text),
  public.lead_page(uuid, jsonb, integer), public.lead_board(uuid, jsonb, integer),
  public.lead_view(bigint)
to authenticated;
