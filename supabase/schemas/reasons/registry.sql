-- The Registro delle opposizioni (DPR 26/2022): who entered it takes no telephone marketing, and
-- every consent to it from before counts no longer (art. 6 c. 7). It is asked by lists: numbers go
-- out, and come back with who is enrolled. It says nothing of service, nor of contracts.

create table public.registry_numbers (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- E.164
  number text not null,
  exported_at timestamptz,
  checked_at timestamptz,
  is_enrolled boolean not null default false,
  -- When we first heard that it is.
  enrolled_at timestamptz,
  unique (workspace_id, number)
);
create index registry_numbers_asked on public.registry_numbers (workspace_id, exported_at)
  where exported_at is not null;

alter table public.registry_numbers enable row level security;
create policy members_read on public.registry_numbers for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.registry_numbers to authenticated;

-- How long an answer of the registry is good for.
create function app.registry_age() returns interval
language sql immutable set search_path = ''
as $$ select interval '30 days' $$;

-- Up to p_size Italian numbers after p_after (in order) that are to be asked for: never checked, or
-- too long ago. Of who may not be written to none.
create function app.registry_due(p_workspace uuid, p_after text, p_size integer) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select i.value from public.contact_identities i
    join public.contacts c on c.id = i.contact_id
    left join public.registry_numbers n on n.workspace_id = i.workspace_id and n.number = i.value
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.value like '+39%'
      and i.value > coalesce(p_after, '')
      and c.opted_out_at is null and c.blocked_at is null and c.erased_at is null
      and coalesce(n.checked_at, '-infinity') < app.now() - app.registry_age()
    order by i.value limit p_size);
end $$;

-- One page of them, written down as asked for: [number]; after: the last one of the page before.
create function public.export_registry(workspace uuid, after text default null,
  page_size integer default 10000) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_numbers text[];
begin
  perform app.require_role(workspace, 'manager');
  v_numbers := app.registry_due(workspace, after, least(greatest(page_size, 1), 10000));
  insert into public.registry_numbers as n (workspace_id, number, exported_at)
  select workspace, x, app.now() from unnest(v_numbers) x
  on conflict on constraint registry_numbers_workspace_id_number_key
    do update set exported_at = excluded.exported_at;
  if after is null then
    perform app.log_action(workspace, auth.uid(), 'registry_exported', 'settings', 'registry');
  end if;
  return to_jsonb(v_numbers);
end $$;

-- Consents to offers from before, of whoever has these numbers, count no longer. How many.
create function app.heed_enrolment(p_workspace uuid, p_numbers text[], p_at timestamptz)
  returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
  v_count integer := 0;
begin
  for v_contact in
    select distinct i.contact_id from public.contact_identities i
    join public.reasons_to_write r on r.contact_id = i.contact_id and r.purpose = 'marketing'
      and r.withdrawn_at is null and r.at <= p_at
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = any (p_numbers)
    order by i.contact_id
  loop
    v_count := v_count + app.withdraw_reasons(v_contact, 'marketing', 'registry', p_at);
  end loop;
  return v_count;
end $$;

-- What the registry answered: {number: whether it is enrolled}, E.164, up to 10,000 at once.
-- others_free: this is the last page of a list that names the enrolled only: whatever else was asked
-- for is not. {numbers: taken, unknown: never asked for, enrolled, withdrawn, free: the others}
create function public.import_registry(workspace uuid, answers jsonb,
  others_free boolean default false) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_enrolled text[];
  v_taken integer;
  v_free integer := 0;
  v_withdrawn integer;
begin
  perform app.require_role(workspace, 'manager');
  perform app.lock_channels(workspace);
  with told as (
    update public.registry_numbers n set checked_at = app.now(), is_enrolled = (a.value)::boolean,
      exported_at = null,
      enrolled_at = case when (a.value)::boolean then coalesce(n.enrolled_at, app.now()) end
    from jsonb_each(answers) a where n.workspace_id = workspace and n.number = a.key
    returning n.number, n.is_enrolled)
  select count(*), coalesce(array_agg(t.number) filter (where t.is_enrolled), '{}')
  into v_taken, v_enrolled from told t;
  if others_free then
    update public.registry_numbers n set checked_at = app.now(), is_enrolled = false,
      enrolled_at = null, exported_at = null
    where n.workspace_id = workspace and n.exported_at is not null;
    get diagnostics v_free = row_count;
  end if;
  v_withdrawn := app.heed_enrolment(workspace, v_enrolled, app.now());
  perform app.log_action(workspace, auth.uid(), 'registry_imported', 'settings', 'registry',
    jsonb_build_object('numbers', v_taken, 'enrolled', cardinality(v_enrolled), 'free', v_free,
      'withdrawn', v_withdrawn));
  return jsonb_build_object('numbers', v_taken, 'unknown', (select count(*)
      from jsonb_object_keys(answers)) - v_taken, 'enrolled', cardinality(v_enrolled),
    'withdrawn', v_withdrawn, 'free', v_free);
end $$;

-- {due: up to 100,000 numbers to ask for, asked: asked for and not answered, askedAt, checked,
-- enrolled, checkedAt: of the last answer, marketing: consents to offers that stand, stale: those
-- of them whose number was not checked in the last 30 days}
create function public.registry_state(workspace uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  return jsonb_build_object(
    'due', cardinality(app.registry_due(workspace, null, 100000)),
    'marketing', (select count(*) from public.reasons_to_write r where r.workspace_id = workspace
      and r.purpose = 'marketing' and r.withdrawn_at is null),
    'stale', (select count(*) from app.stale_consents(workspace)))
    || (select jsonb_build_object('asked', count(*) filter (where n.exported_at is not null),
      'askedAt', max(n.exported_at), 'checked', count(n.checked_at),
      'enrolled', count(*) filter (where n.is_enrolled), 'checkedAt', max(n.checked_at))
      from public.registry_numbers n where n.workspace_id = workspace);
end $$;

-- Consents to offers that stand while the registry was not asked for their number lately: since
-- when that is so.
create function app.stale_consents(p_workspace uuid) returns table (id bigint, since timestamptz)
language plpgsql stable rows 100 set search_path = ''
as $$
begin
  return query
    select r.id, greatest(max(n.checked_at), r.at) + app.registry_age()
    from public.reasons_to_write r
    join public.contact_identities i on i.contact_id = r.contact_id and i.kind = 'phone'
      and i.value like '+39%'
    left join public.registry_numbers n on n.workspace_id = r.workspace_id and n.number = i.value
    where r.workspace_id = p_workspace and r.purpose = 'marketing' and r.withdrawn_at is null
    group by r.id, r.at
    having greatest(max(n.checked_at), r.at) < app.now() - app.registry_age();
end $$;

-- {opened, closed}
create function app.watch_registry(p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stale bigint;
  v_since timestamptz;
  v_change integer;
begin
  select count(*), min(s.since) into v_stale, v_since from app.stale_consents(p_workspace) s;
  v_change := app.note_condition(p_workspace, 'registry_due', 'registry', v_stale > 0, v_stale > 0,
    coalesce(v_since, app.now()), jsonb_build_object('consents', v_stale));
  return jsonb_build_object('opened', (v_change = 1)::integer, 'closed', (v_change = -1)::integer);
end $$;

grant execute on function public.export_registry(uuid, text, integer),
  public.import_registry(uuid, jsonb, boolean), public.registry_state(uuid)
to authenticated;
