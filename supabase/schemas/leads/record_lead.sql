-- A submission enters: kept once, of one person, and followed up by the rules.

-- The form that it was made in; known from its first lead on.
create function app.lead_mapping(p_workspace uuid, p_value jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  f public.lead_forms;
begin
  if p_value ->> 'formId' is null then
    return '{}';
  end if;
  select * into f from public.lead_forms x where x.workspace_id = p_workspace
    and x.source = p_value ->> 'source' and x.form_id = p_value ->> 'formId';
  if f.id is null then
    insert into public.lead_forms (workspace_id, source, form_id, name)
    values (p_workspace, p_value ->> 'source', p_value ->> 'formId', p_value ->> 'formName')
    on conflict do nothing;
    return '{}';
  elsif f.name is null and p_value ->> 'formName' is not null then
    update public.lead_forms x set name = p_value ->> 'formName' where x.id = f.id;
  end if;
  return f.mapping;
end $$;

-- What a rule may ask of a submission beside its answers.
create function app.lead_origin(p_value jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_strip_nulls(jsonb_build_object('source', p_value -> 'source',
    'form', coalesce(p_value ->> 'formName', p_value ->> 'formId'),
    'formId', p_value -> 'formId', 'campaign', coalesce(p_value ->> 'campaignName',
      p_value ->> 'campaignId'), 'campaignId', p_value -> 'campaignId',
    'ad', coalesce(p_value ->> 'adName', p_value ->> 'adId'), 'platform', p_value -> 'platform',
    'consents', (select jsonb_agg(t.word) from jsonb_array_elements(case jsonb_typeof(
        p_value -> 'consents') when 'array' then p_value -> 'consents' else '[]' end) c,
      lateral (values (c ->> 'key'), (c ->> 'words')) t (word)
      where (c ->> 'isTicked')::boolean and t.word is not null)));
end $$;

-- The row, as its source tells it; what was announced and is told now is filled. Null: it was here.
create function app.keep_lead(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns public.leads
language plpgsql volatile set search_path = ''
as $$
declare
  l public.leads;
begin
  l.facts := app.lead_facts(p_value -> 'answers', app.lead_mapping(p_workspace, p_value))
    || app.lead_origin(p_value);
  insert into public.leads as x (workspace_id, source, external_id, status, is_test, form_id, form,
    page_id, campaign_id, campaign, adset_id, adset, ad_id, ad, platform, is_organic, click_ids,
    answers, consents, facts, submitted_at, request_id, import_id)
  values (p_workspace, p_value ->> 'source', p_value ->> 'externalId', 'created',
    coalesce((p_value ->> 'isTest')::boolean, false), p_value ->> 'formId',
    p_value ->> 'formName', p_value ->> 'pageId', p_value ->> 'campaignId',
    p_value ->> 'campaignName', p_value ->> 'adsetId', p_value ->> 'adsetName', p_value ->> 'adId',
    p_value ->> 'adName', p_value ->> 'platform', (p_value ->> 'isOrganic')::boolean,
    coalesce(nullif(p_value -> 'clickIds', 'null'), '{}'), p_value -> 'answers',
    coalesce(nullif(p_value -> 'consents', 'null'), '[]'), l.facts,
    app.written_of(p_value, p_heard), p_request, (p_value ->> 'importId')::bigint)
  on conflict (workspace_id, source, external_id) do update set status = 'created',
    is_test = x.is_test or excluded.is_test, form_id = coalesce(excluded.form_id, x.form_id),
    form = excluded.form, page_id = coalesce(excluded.page_id, x.page_id),
    campaign_id = coalesce(excluded.campaign_id, x.campaign_id), campaign = excluded.campaign,
    adset_id = coalesce(excluded.adset_id, x.adset_id), adset = excluded.adset,
    ad_id = coalesce(excluded.ad_id, x.ad_id), ad = excluded.ad, platform = excluded.platform,
    is_organic = excluded.is_organic, click_ids = excluded.click_ids, answers = excluded.answers,
    consents = excluded.consents, facts = excluded.facts, submitted_at = excluded.submitted_at,
    reason_code = null, reason = null
  where x.status = 'waiting'
  returning * into l;
  return l;
end $$;

-- {outcome, reason?, duplicateOf?, channel?} as every record_* answers.
create function app.record_lead(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  l public.leads;
begin
  -- First of the three locks: what is found may reach the person.
  perform app.lock_channels(p_workspace);
  if app.is_of_erased(p_workspace, p_value) then
    return '{"outcome": "ignored", "reason": "erased"}';
  end if;
  l := app.keep_lead(p_workspace, p_value, p_request, p_heard);
  if l.id is null then
    return (select jsonb_build_object('outcome', 'duplicate', 'duplicateOf', x.request_id)
      from public.leads x where x.workspace_id = p_workspace
        and x.source = p_value ->> 'source' and x.external_id = p_value ->> 'externalId');
  end if;
  return app.place_lead(l);
end $$;

-- Whose it is, why we may write to them, and what follows. Under the lock of all channels.
create function app.place_lead(l public.leads) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_person record;
  v_channel jsonb;
begin
  if l.is_test then
    update public.leads x set state = 'test' where x.id = l.id;
    return '{"outcome": "processed"}';
  elsif l.phone is null and l.email is null then
    return app.refuse_lead(l, 'no_address',
      'It names neither a phone number that can exist nor an e-mail address.');
  end if;
  v_person := app.resolve_person(l.workspace_id, l.phone, l.email, l.name, l.company);
  if v_person.is_erased then
    delete from public.leads x where x.id = l.id;
    return '{"outcome": "ignored", "reason": "erased"}';
  end if;
  update public.leads x set contact_id = v_person.contact, conflicts = v_person.conflicts,
    status = case when v_person.is_new then 'created' else 'duplicate' end
  where x.id = l.id returning * into l;
  perform app.fill_fields(l);
  perform app.note_lead_reasons(l);
  v_channel := app.settle_lead(l);
  perform app.follow_lead(l);
  return jsonb_strip_nulls(jsonb_build_object('outcome', 'processed', 'lead', l.id,
    'channel', v_channel));
end $$;

-- It stays, in sight, and can be placed again when somebody mends it (its form's mapping, say).
create function app.refuse_lead(l public.leads, p_code text, p_reason text) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  update public.leads x set status = 'error', state = 'error', reason_code = p_code,
    reason = p_reason where x.id = l.id;
  return jsonb_build_object('outcome', 'processed', 'lead', l.id);
end $$;
