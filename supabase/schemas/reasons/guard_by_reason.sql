-- An ask without a reason that the company, or its rule, requires does not go out.

-- What the facts of a call or a submission say of themselves, noted or not (a dry run's are not).
create function app.reasons_in(p_workspace uuid, p_facts jsonb) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when p_facts ? 'bodyKind' then array_remove(array[
      'called', case when app.agreed_words(p_workspace, p_facts) is not null then 'agreed' end],
      null)
    when p_facts ->> 'source' = 'import' then '{listed}'::text[]
    when p_facts ->> 'source' = 'whatsapp' then '{wrote_first}'::text[]
    when p_facts ? 'source' then '{form}'::text[]
    else '{}' end;
end $$;

-- Whether the person must have asked or agreed themselves, by the setting `reasons`: of calls of
-- ours (one of which nobody knows who began it is one), and of lists.
create function app.must_have_asked(p_workspace uuid, p_facts jsonb) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when p_facts ? 'bodyKind' then p_facts ->> 'direction' is distinct from 'incoming'
      and app.setting(p_workspace, 'reasons') ->> 'outboundCalls' = 'agreed_only'
    when p_facts ->> 'source' = 'import'
      then app.setting(p_workspace, 'reasons') ->> 'lists' = 'agreed_only'
    else false end;
end $$;

-- {code, reason} where none of the reasons that stand will do. p_requires: the rule's own list of
-- kinds. p_facts: of what led to the ask.
create function app.guard_by_reason(p_workspace uuid, p_contact public.contacts, p_facts jsonb,
  p_purpose text, p_requires jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_kinds text[];
  v_asked boolean;
  v_own text[];
begin
  if p_purpose = 'marketing' then
    return case
      when p_contact.marketing_stopped_at is not null then
        '{"code": "stopped_marketing", "reason": "The person takes no offers."}'::jsonb
      when (app.standing_reason(p_contact.id, 'marketing')).id is null then
        '{"code": "no_reason", "reason": "They gave no consent to offers."}' end;
  end if;
  v_asked := app.must_have_asked(p_workspace, p_facts);
  if not v_asked and p_requires is null then
    return null;
  end if;
  v_kinds := case when p_requires is not null
    then array(select jsonb_array_elements_text(p_requires)) end;
  v_own := app.reasons_in(p_workspace, p_facts);
  if v_asked then
    v_own := array_remove(array_remove(v_own, 'called'), 'listed');
  end if;
  if (v_kinds is null and v_own <> '{}') or v_own && v_kinds
      or (app.standing_reason(p_contact.id, 'service', v_kinds, v_asked)).id is not null then
    return null;
  end if;
  return jsonb_build_object('code', 'no_reason', 'reason', case
    when v_kinds is not null then format('The rule wants a reason to write that is missing (%s).',
      array_to_string(v_kinds, ', '))
    when p_facts ? 'bodyKind' then
      'We called, and they neither asked for it nor agreed.'
    else 'They are in a list, and neither asked for it nor agreed.' end);
end $$;

-- The ask with the reason that it goes out for.
create function app.with_reason(a public.asks, p_facts jsonb) returns public.asks
language plpgsql stable set search_path = ''
as $$
declare
  r public.reasons_to_write := app.standing_reason(a.contact_id,
    case a.purpose when 'marketing' then 'marketing' else 'service' end,
    case when a.decision ? 'requires'
      then array(select jsonb_array_elements_text(a.decision -> 'requires')) end,
    app.must_have_asked(a.workspace_id, p_facts), a.call_id,
    case a.origin_kind when 'lead' then a.origin_id end);
begin
  if a.origin_kind in ('call', 'lead') and r.id is not null then
    a.reason_to_write := r.kind;
    a.reason_id := r.id;
  end if;
  return a;
end $$;

-- Somebody said why we may write: what was refused for want of it is asked for now, unless it is
-- too late. Under the channels' locks.
create function app.ask_for_reason(p_contact bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  for a in select * from public.asks x where x.contact_id = p_contact and x.code = 'no_reason'
      and x.ready_at > app.now() - interval '3 days' order by x.id for update
  loop
    perform app.settle_ask(a, true);
  end loop;
end $$;
