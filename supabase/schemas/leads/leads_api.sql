-- Leads as programs and pages of the API send and read them.

-- One submission with what became of it. decision: why its person is written to, or is not.
create function app.lead_json(l public.leads) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('id', l.id, 'source', l.source, 'externalId', l.external_id, 'contact',
    l.contact_id, 'status', l.status, 'state', l.state, 'reasonCode', l.reason_code, 'reason',
    l.reason, 'isTest', l.is_test, 'phone', l.phone, 'email', l.email, 'name', l.name, 'company',
    l.company, 'form', coalesce(l.form, l.form_id), 'campaign', coalesce(l.campaign,
      l.campaign_id), 'ad', coalesce(l.ad, l.ad_id), 'platform', l.platform, 'clickIds',
    l.click_ids, 'facts', l.facts, 'answers', l.answers, 'consents', l.consents, 'conflicts',
    l.conflicts, 'outcome', l.outcome, 'submittedAt', l.submitted_at, 'createdAt', l.created_at,
    'firstSentAt', l.first_sent_at, 'answeredAt', l.answered_at, 'billAt', l.bill_at, 'decision', (
      select jsonb_build_object('send', a.should_send, 'code', a.code, 'reason', a.reason)
      from public.asks a where a.contact_id = l.contact_id and a.origin_kind = 'lead'
        and a.origin_id = l.id
      order by a.id desc limit 1));
end $$;

-- What is answered to who submitted it: nobody's words or number.
create function app.lead_receipt(p_workspace uuid, p_external_id text) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('lead', l.id, 'contact', l.contact_id, 'status', l.status,
      'state', l.state, 'reasonCode', l.reason_code, 'decision', app.lead_json(l) -> 'decision')
    from public.leads l where l.workspace_id = p_workspace and l.source = 'api'
      and l.external_id = p_external_id);
end $$;

-- lead: LeadSubmitted (lib/model/domain-value.ts), whose source is 'api' whatever it says. key,
-- fingerprint: the same again is the same lead with the same answer, for 24 hours; an external id
-- that is there already is that lead, for ever. {taken: true, lead, contact, status, state,
-- reasonCode, decision, channel?, repeated?} or {taken: false, code, reason}. PT422 where the key
-- named another lead.
create function public.submit_lead(workspace uuid, lead jsonb, key text default null,
  fingerprint text default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_id text := lead ->> 'externalId';
  v_done jsonb;
  v_answer jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if length(coalesce(v_id, '')) not between 1 and 200
      or jsonb_typeof(lead -> 'answers') is distinct from 'array' then
    raise exception using errcode = 'PT400', message = 'A lead has an externalId and answers.';
  end if;
  if key is not null then
    v_answer := app.begin_request(workspace, key, fingerprint);
    if v_answer is not null then
      return v_answer || '{"repeated": true}';
    end if;
  end if;
  perform app.lock_channels(workspace);
  v_done := app.record_lead(workspace, lead - '{importId,account,line}'::text[]
    || '{"type": "lead", "source": "api"}', null, app.now());
  if v_done ->> 'reason' = 'erased' then
    delete from public.api_requests r where r.workspace_id = workspace
      and r.user_id = auth.uid() and r.key = submit_lead.key;
    return jsonb_build_object('taken', false, 'code', 'erased', 'reason',
      'This person asked to be forgotten.');
  end if;
  -- At the end of the transaction it would be too late for the answer.
  perform app.refresh_leads(l.contact_id) from public.leads l where l.workspace_id = workspace
    and l.source = 'api' and l.external_id = v_id;
  v_answer := app.lead_receipt(workspace, v_id) || '{"taken": true}';
  update public.api_requests r set answer = v_answer
  where r.workspace_id = workspace and r.user_id = auth.uid() and r.key = submit_lead.key;
  if v_done ->> 'outcome' = 'duplicate' then
    return v_answer || '{"repeated": true}';
  end if;
  perform app.log_action(workspace, auth.uid(), 'lead_submitted', 'lead', v_answer ->> 'lead');
  return v_answer || jsonb_strip_nulls(jsonb_build_object('channel', v_done -> 'channel'));
end $$;

-- Newest first, before this id: [lead]. view: 'all', 'open' (nothing ended it yet), 'problem' (it
-- waits for a person to mend it); state, source: of these only.
create function public.lead_list(workspace uuid, page_size integer, before bigint default null,
  view text default 'all', state text default null, source text default null) returns jsonb
language plpgsql stable security definer set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
begin
  perform app.require_role(workspace, 'agent');
  return (select coalesce(jsonb_agg(app.lead_json(page.l) order by page.id desc), '[]') from (
    select x as l, x.id from public.leads x where x.workspace_id = workspace
      and (before is null or x.id < before)
      and (lead_list.state is null or x.state = lead_list.state)
      and (lead_list.source is null or x.source = lead_list.source)
      and case view when 'open' then x.state in ('waiting', 'new', 'queued', 'contacted',
          'answered')
        when 'problem' then x.state = 'error' else true end
    order by x.id desc limit least(greatest(page_size, 1), 200)) page (l, id));
end $$;

-- One lead; null: there is none.
create function public.lead_told(workspace uuid, lead bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'agent');
  return (select app.lead_json(l) from public.leads l
    where l.workspace_id = lead_told.workspace and l.id = lead_told.lead);
end $$;

grant execute on function
  public.submit_lead(uuid, jsonb, text, text),
  public.lead_list(uuid, integer, bigint, text, text, text), public.lead_told(uuid, bigint)
to authenticated;
