-- What staff do with leads: how one ended, what of it holds, what a form's answers mean, a new one.

-- The lead, where this member may act on it.
create function app.own_lead(p_lead bigint, p_role text) returns public.leads
language plpgsql stable set search_path = ''
as $$
declare
  l public.leads;
begin
  select * into l from public.leads x where x.id = p_lead;
  perform app.require_role(l.workspace_id, p_role);
  return l;
end $$;

-- How it ended: won, lost, or null: it goes on. Answers what it was.
create function public.change_lead(lead bigint, outcome text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  l public.leads := app.own_lead(lead, 'agent');
begin
  -- require_role: in own_lead.
  if outcome not in ('won', 'lost') then
    raise exception using errcode = 'PT422', detail = 'outcome',
      message = 'A lead ends as won or lost.';
  end if;
  perform app.lock_channels(l.workspace_id);
  select * into l from public.leads x where x.id = lead for update;
  update public.leads x set outcome = change_lead.outcome,
    outcome_by = case when change_lead.outcome is not null then auth.uid() end,
    outcome_at = case when change_lead.outcome is not null then app.now() end,
    state = coalesce(change_lead.outcome, case when x.status in ('waiting', 'error') then x.status
      when x.is_test then 'test' else 'new' end)
  where x.id = lead;
  if l.contact_id is not null and l.status <> 'error' then
    perform app.refresh_leads(l.contact_id);
  end if;
  perform app.log_action(l.workspace_id, auth.uid(), 'lead_changed', 'lead', lead::text,
    jsonb_build_object('outcome', outcome));
  return jsonb_build_object('before', l.outcome, 'after', outcome);
end $$;

-- What a lead says otherwise than we know, decided: theirs is taken over, or ours stays. A number
-- that is taken over is the one we write to from then on; another person's e-mail is taken over by
-- joining the two.
create function public.settle_conflict(lead bigint, field text, take boolean) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  l public.leads := app.own_lead(lead, 'agent');
  v_at bigint;
  v_given text;
begin
  -- require_role: in own_lead.
  perform app.lock_channels(l.workspace_id);
  perform from public.contacts c where c.id = l.contact_id for update;
  select * into l from public.leads x where x.id = lead for update;
  select x.n - 1, x.conflict ->> 'given' into v_at, v_given
  from jsonb_array_elements(l.conflicts) with ordinality x (conflict, n)
  where x.conflict ->> 'field' = field and not x.conflict ? 'settled' limit 1;
  if v_at is null then
    return false;
  elsif take and field = 'email' then
    raise exception using errcode = 'PT409',
      message = 'This address is another person''s. Join the two, if they are one.';
  elsif take and field in ('name', 'company') then
    update public.contacts c set name = case when field = 'name' then v_given else c.name end,
      company = case when field = 'company' then v_given else c.company end
    where c.id = l.contact_id;
  elsif take and field = 'phone' then
    update public.contact_identities i set learned_at = (select min(o.learned_at)
        - interval '1 millisecond' from public.contact_identities o
        where o.contact_id = l.contact_id and o.kind = 'phone')
    where i.contact_id = l.contact_id and i.kind = 'phone' and i.value = v_given;
  end if;
  update public.leads x set conflicts = jsonb_set(x.conflicts, array[v_at::text],
    (x.conflicts -> v_at::integer) || jsonb_build_object('settled', case when take then 'taken'
      else 'kept' end, 'by', auth.uid(), 'at', app.now())) where x.id = lead;
  perform app.log_action(l.workspace_id, auth.uid(), 'lead_conflict_settled', 'lead', lead::text,
    jsonb_build_object('field', field, 'how', case when take then 'taken' else 'kept' end));
  return true;
end $$;

-- Read again by what its form's answers mean now, and placed.
create function app.place_lead_again(l public.leads, p_mapping jsonb) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  update public.leads x set reason_code = null, reason = null, status = 'created', state = 'new',
    facts = app.lead_facts(x.answers, p_mapping) || app.lead_origin(jsonb_build_object(
      'source', x.source, 'formName', x.form, 'formId', x.form_id, 'campaignName', x.campaign,
      'campaignId', x.campaign_id, 'adName', x.ad, 'adId', x.ad_id, 'platform', x.platform))
  where x.id = l.id returning * into l;
  perform app.place_lead(l);
  select * into l from public.leads x where x.id = l.id;
  if l.contact_id is not null then
    perform app.refresh_leads(l.contact_id);
  end if;
  return l.status is distinct from 'error';
end $$;

-- What each answer of a form means: {name of the answer: meaning}, an empty one being what the
-- reader takes it for. Its leads in error are placed again, a thousand at once: {placed, left}.
create function public.save_lead_form(form bigint, mapping jsonb, name text default null)
  returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  f public.lead_forms;
  l public.leads;
  v_mapping jsonb;
  v_placed integer := 0;
begin
  select * into f from public.lead_forms x where x.id = form;
  perform app.require_role(f.workspace_id, 'manager');
  select coalesce(jsonb_object_agg(app.plain_text(m.key), m.value), '{}') into v_mapping
  from jsonb_each_text(mapping) m where m.value <> '' and app.plain_text(m.key) <> '';
  if (select count(*) from jsonb_object_keys(v_mapping)) > 200 or exists (
      select from jsonb_each_text(v_mapping) m where m.value <> all (app.answer_meanings())
        and m.value !~ '^field:[a-z0-9_]{1,40}$') then
    raise exception using errcode = 'PT422', detail = 'mapping',
      message = 'An answer means one of the known things, or a field of your own.';
  end if;
  perform app.lock_channels(f.workspace_id);
  update public.lead_forms x set mapping = v_mapping,
    name = coalesce(left(nullif(btrim(save_lead_form.name), ''), 200), x.name)
  where x.id = form returning * into f;
  for l in select * from public.leads x where x.workspace_id = f.workspace_id
      and x.source = f.source and x.form_id = f.form_id and x.state = 'error'
      and x.outcome is null order by x.id limit 1000 for update loop
    v_placed := v_placed + app.place_lead_again(l, f.mapping)::integer;
  end loop;
  perform app.log_action(f.workspace_id, auth.uid(), 'lead_form_saved', 'lead_form', form::text,
    jsonb_build_object('placed', v_placed));
  return jsonb_build_object('placed', v_placed, 'left', (select count(*) from (
    select from public.leads x where x.workspace_id = f.workspace_id and x.source = f.source
      and x.form_id = f.form_id and x.state = 'error' limit 10001) n));
end $$;

-- Forms, the newest first: [{id, source, formId, name, mapping, leads (up to 1000), errors, lastAt,
-- answers: [{name, label, as, samples: [text]}]}], with what was answered last.
create function public.lead_form_list(workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'agent');
  return (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'source', f.source,
      'formId', f.form_id, 'name', f.name, 'mapping', f.mapping,
      'leads', (select count(*) from (select from public.leads l
        where l.workspace_id = f.workspace_id and l.form_id = f.form_id and l.source = f.source
        limit 1001) n),
      'errors', (select count(*) from (select from public.leads l
        where l.workspace_id = f.workspace_id and l.form_id = f.form_id and l.source = f.source
          and l.state = 'error' limit 1001) n),
      'lastAt', (select l.submitted_at from public.leads l
        where l.workspace_id = f.workspace_id and l.form_id = f.form_id and l.source = f.source
        order by l.id desc limit 1),
      'answers', app.form_answers(f)) order by f.id desc), '[]')
    from (select x.* from public.lead_forms x where x.workspace_id = lead_form_list.workspace
      order by x.id desc limit 100) f);
end $$;

-- The questions of a form's last twenty leads, and up to three answers of each.
create function app.form_answers(f public.lead_forms) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (with said as (
      select a.answer, l.id, a.n from (select x.id, x.answers from public.leads x
        where x.workspace_id = f.workspace_id and x.form_id = f.form_id and x.source = f.source
        order by x.id desc limit 20) l,
        jsonb_array_elements(l.answers) with ordinality a (answer, n))
    select coalesce(jsonb_agg(jsonb_build_object('name', q.name, 'label', q.label, 'as', q.guess,
      'meaning', f.mapping -> app.plain_text(q.name), 'samples', q.samples) order by q.n), '[]')
    from (select s.answer ->> 'name' as name, min(s.n) as n,
        (array_agg(s.answer ->> 'label' order by s.id desc))[1] as label,
        (array_agg(s.answer ->> 'as' order by s.id desc))[1] as guess,
        to_jsonb((array_agg(left(array_to_string(array(
          select jsonb_array_elements_text(s.answer -> 'values')), ', '), 120)
          order by s.id desc))[1:3]) as samples
      from said s group by 1) q);
end $$;

-- Somebody whom a member of staff writes down. lead: as what programs send; its external id, by the
-- page, makes it one. Answers its id; null: it names nobody who can be written down.
create function public.add_lead(workspace uuid, lead jsonb) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_lead public.leads;
begin
  perform app.require_role(workspace, 'agent');
  if coalesce(length(lead ->> 'externalId'), 0) not between 8 and 100
      or jsonb_typeof(lead -> 'answers') is distinct from 'array' then
    raise exception using errcode = 'PT422', detail = 'lead',
      message = 'This is no lead: its key or its answers are missing.';
  end if;
  perform app.lock_channels(workspace);
  perform app.record_lead(workspace, jsonb_build_object('source', 'staff', 'externalId',
    lead -> 'externalId', 'answers', lead -> 'answers', 'consents', lead -> 'consents'), null,
    app.now());
  select * into v_lead from public.leads x where x.workspace_id = add_lead.workspace
    and x.source = 'staff' and x.external_id = lead ->> 'externalId';
  if v_lead.contact_id is not null then
    perform app.refresh_leads(v_lead.contact_id);
  end if;
  perform app.log_action(workspace, auth.uid(), 'lead_added', 'lead', v_lead.id::text);
  return v_lead.id;
end $$;

grant execute on function public.change_lead(bigint, text),
  public.settle_conflict(bigint, text, boolean), public.save_lead_form(bigint, jsonb, text),
  public.lead_form_list(uuid), app.form_answers(public.lead_forms), public.add_lead(uuid, jsonb)
to authenticated;
