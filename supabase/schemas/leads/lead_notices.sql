-- Leads that their source only announces, and those that it never announced: fetched by tasks.

-- A lead is there, and what it says is fetched. One that was made up to try the address is kept as
-- a test, and is nobody.
create function app.record_lead_notice(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  l public.leads;
  v_is_test boolean := coalesce((p_value ->> 'isTest')::boolean, false);
begin
  perform app.lead_mapping(p_workspace, p_value) where not v_is_test;
  insert into public.leads (workspace_id, source, external_id, status, state, is_test, form_id,
    page_id, ad_id, adset_id, submitted_at, request_id)
  values (p_workspace, p_value ->> 'source', p_value ->> 'externalId',
    case when v_is_test then 'created' else 'waiting' end,
    case when v_is_test then 'test' else 'waiting' end, v_is_test, p_value ->> 'formId',
    p_value ->> 'pageId', p_value ->> 'adId', p_value ->> 'adsetId',
    app.written_of(p_value, p_heard), p_request)
  on conflict (workspace_id, source, external_id) do nothing returning * into l;
  if l.id is null then
    return (select jsonb_build_object('outcome', 'duplicate', 'duplicateOf', x.request_id)
      from public.leads x where x.workspace_id = p_workspace
        and x.source = p_value ->> 'source' and x.external_id = p_value ->> 'externalId');
  elsif not v_is_test then
    perform app.queue_task(p_workspace, 'fetch_lead', l.id::text,
      jsonb_build_object('lead', l.id));
  end if;
  return jsonb_build_object('outcome', 'processed', 'lead', l.id);
end $$;

-- What its worker is told; null where it is here already.
create function app.lead_to_fetch(t public.tasks) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('lead', l.id, 'source', l.source, 'externalId', l.external_id)
    from public.leads l where l.id = (t.payload ->> 'lead')::bigint and l.status = 'waiting');
end $$;

-- It is here: placed as if it had come whole. One that its source has no more is an error in sight.
create function app.lead_fetched(t public.tasks, p_result jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  l public.leads;
begin
  perform app.lock_channels(t.workspace_id);
  select * into l from public.leads x where x.id = (t.payload ->> 'lead')::bigint
    and x.status = 'waiting' for update;
  if l.id is null then
    return null;
  elsif p_result ->> 'kind' = 'done' then
    perform app.record_lead(t.workspace_id, p_result -> 'lead', l.request_id, app.now());
    return '{"kind": "done"}';
  elsif p_result ->> 'code' = 'lead_gone' then
    perform app.refuse_lead(l, 'lead_gone', coalesce(p_result ->> 'message',
      'Its source has it no more.'));
    return '{"kind": "done"}';
  end if;
  return p_result;
end $$;

-- How reading leads at a source went last: what is wrong with the token there, and until when it
-- holds.
create table public.lead_sources (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  source text not null,
  checked_at timestamptz not null,
  -- Of the token; null: never, or not told.
  token_ends_at timestamptz,
  -- bad_key, no_permission; null: all is well.
  problem text,
  problem_at timestamptz,
  -- In the vendor's words, for staff.
  detail text,
  -- Up to then all leads of all forms are here.
  read_until timestamptz,
  primary key (workspace_id, source)
);

-- The health of a source, as one pass found it. read_until: null where not every form was read.
create function public.note_lead_source(source text, token_ends_at timestamptz, problem text,
  detail text, read_until timestamptz) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid := (select w.id from public.workspaces w where w.key = 'default');
begin
  insert into public.lead_sources as s (workspace_id, source, checked_at, token_ends_at, problem,
    problem_at, detail, read_until)
  values (v_workspace, note_lead_source.source, app.now(), note_lead_source.token_ends_at,
    note_lead_source.problem, case when note_lead_source.problem is not null then app.now() end,
    left(note_lead_source.detail, 500), note_lead_source.read_until)
  on conflict on constraint lead_sources_pkey do update set checked_at = excluded.checked_at,
    token_ends_at = excluded.token_ends_at, problem = excluded.problem,
    problem_at = case when excluded.problem is not null
      then coalesce(s.problem_at, excluded.problem_at) end,
    detail = excluded.detail, read_until = coalesce(excluded.read_until, s.read_until);
end $$;

-- What a pass over a source's forms has to read: {source, since, forms: [{id, since}]}. A form is
-- read from an hour before all was read, seven days back at most: a lead may be listed late.
create function app.lead_list_facts(t public.tasks) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_source text := t.payload ->> 'source';
  v_since timestamptz := greatest(app.now() - interval '7 days',
    coalesce((select s.read_until from public.lead_sources s
      where s.workspace_id = t.workspace_id and s.source = v_source),
      app.now() - interval '7 days') - interval '1 hour');
begin
  return jsonb_build_object('source', v_source, 'since', v_since, 'began', app.now(),
    'forms', (select coalesce(jsonb_agg(f.form_id order by f.id), '[]') from public.lead_forms f
      where f.workspace_id = t.workspace_id and f.source = v_source));
end $$;

-- One pass an hour over each of these sources, and no second one while it runs.
create function public.queue_lead_lists(sources text[]) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid := (select w.id from public.workspaces w where w.key = 'default');
  v_source text;
begin
  foreach v_source in array sources loop
    insert into public.tasks as t (workspace_id, kind, key, payload)
    values (v_workspace, 'list_leads', v_source, jsonb_build_object('source', v_source))
    on conflict (workspace_id, kind, key) do update set state = 'waiting', tries = 0,
      due_at = app.now(), ended_at = null, reason_code = null, reason = null
    where t.state in ('done', 'failed') and t.ended_at <= app.now() - interval '1 hour';
  end loop;
end $$;

-- Which of these are not here, or wait to be fetched: what a pass brings in.
create function public.unknown_leads(source text, external_ids text[]) returns text[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return array(select g.id from unnest(external_ids) g (id)
    where not exists (select from public.leads l join public.workspaces w on w.id = l.workspace_id
      where w.key = 'default' and l.source = unknown_leads.source and l.external_id = g.id
        and l.status <> 'waiting'));
end $$;

-- Leads that nobody can read, or soon: the token. {opened, closed}
create function app.watch_lead_sources(p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  s public.lead_sources;
  v_ends boolean;
  v_changes integer[];
begin
  for s in select * from public.lead_sources x where x.workspace_id = p_workspace loop
    v_ends := coalesce(s.token_ends_at < app.now() + interval '14 days', false);
    v_changes := v_changes || app.note_condition(p_workspace, 'leads_at_risk', s.source,
      s.problem is not null or v_ends, s.problem is not null or v_ends,
      coalesce(s.problem_at, s.checked_at), jsonb_strip_nulls(jsonb_build_object(
        'reason', coalesce(s.problem, 'token_ends'), 'endsAt', s.token_ends_at,
        'detail', s.detail, 'waiting', (select count(*) from public.leads l
          where l.workspace_id = p_workspace and l.state = 'waiting' and l.source = s.source))));
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

alter table public.lead_sources enable row level security;
create policy members_read on public.lead_sources for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.lead_sources to authenticated;
grant execute on function
  public.note_lead_source(text, timestamptz, text, text, timestamptz),
  public.queue_lead_lists(text[]), public.unknown_leads(text, text[])
to service_role;
