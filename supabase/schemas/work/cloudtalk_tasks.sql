-- What we write back to CloudTalk when a bill is in: a tag and an activity on the contact. Nothing
-- waits for it.

create table public.cloudtalk_tasks (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  call_id bigint not null references public.cloudtalk_calls (id) on delete cascade,
  kind text not null check (kind in ('tag', 'activity')),
  -- What CloudTalk knows the activity by: the number of our call, so that it is the same one
  -- however often it is written.
  external_id bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  -- The contact at CloudTalk, once it is found.
  cloudtalk_contact_id text,
  tries integer not null default 0,
  next_try_at timestamptz not null default app.now(),
  last_tried_at timestamptz,
  -- Of the last try: a stable code and a sentence for staff.
  error_code text,
  error text,
  done_at timestamptz,
  created_at timestamptz not null default app.now(),
  unique (workspace_id, kind, external_id),
  check ((state = 'done') = (done_at is not null))
);
create index cloudtalk_tasks_call on public.cloudtalk_tasks (call_id, id);
create index cloudtalk_tasks_due on public.cloudtalk_tasks (workspace_id, next_try_at)
  where state = 'waiting';
create index cloudtalk_tasks_tried on public.cloudtalk_tasks (workspace_id, last_tried_at)
  where last_tried_at is not null;

-- Called whenever the evidence of a call changes. Calls that share one ask share its bill: the
-- first of them that has it is told, the others are not told again. Without API keys nothing is
-- queued; whether there are any, the clock has written down.
create function app.queue_cloudtalk_tasks(p_call bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
  v_ask bigint;
begin
  select * into v_call from public.cloudtalk_calls where id = p_call;
  v_ask := coalesce(v_call.covered_by, p_call);
  if app.evidence_rank(v_call.electricity_bill_evidence) < app.evidence_rank('attachment') then
    delete from public.cloudtalk_tasks t where t.call_id = p_call and t.state = 'waiting';
  elsif not exists (select from public.cloudtalk_tasks t
    join public.cloudtalk_calls k on k.id = t.call_id
      where k.id <> p_call and (k.id = v_ask or k.covered_by = v_ask))
    and exists (select from public.reconcile_passes p
      where p.workspace_id = v_call.workspace_id and p.kind = 'calls' and p.is_configured) then
    insert into public.cloudtalk_tasks (workspace_id, call_id, kind, external_id)
    values (v_call.workspace_id, p_call, 'tag', p_call), (v_call.workspace_id, p_call, 'activity',
      p_call)
    on conflict (workspace_id, kind, external_id) do nothing;
  end if;
end $$;

-- Tasks to do now. CloudTalk allows the whole company 60 requests a minute, and others need them
-- too: a task takes up to three (the contact of the event, its search, another try), so ten of them
-- a minute. [{task, attempt, kind, externalId, contactId, phone, receivedAt}]
create function public.take_cloudtalk_tasks(most integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz;
  v_workspace uuid;
  v_left integer;
  v_taken jsonb;
begin
  select w.id into v_workspace from public.workspaces w where w.key = 'default';
  -- Two ticks at once share one minute.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('aftercall.cloudtalk_tasks'));
  v_now := app.now();
  select 10 - count(*) into v_left from public.cloudtalk_tasks t
  where t.workspace_id = v_workspace and t.last_tried_at > v_now - interval '60 seconds';
  with due as (
    select t.id from public.cloudtalk_tasks t
    where t.workspace_id = v_workspace and t.state = 'waiting' and t.next_try_at <= v_now
    order by t.next_try_at, t.id limit greatest(0, least(most, v_left)) for update skip locked),
  taken as (
    update public.cloudtalk_tasks t set tries = t.tries + 1, last_tried_at = v_now,
      next_try_at = v_now + interval '2 minutes'
    from due where t.id = due.id returning t.*)
  select coalesce(jsonb_agg(jsonb_build_object(
      'task', t.id, 'attempt', t.tries, 'kind', t.kind, 'externalId', t.external_id,
      'contactId', coalesce(t.cloudtalk_contact_id,
        (select o.cloudtalk_contact_id from public.cloudtalk_tasks o
          where o.call_id = t.call_id and o.cloudtalk_contact_id is not null limit 1),
        substring(coalesce(k.facts ->> 'contactId', k.facts -> 'customFields' ->> 'contact_id',
          k.facts -> 'customFields' ->> 'contactId', k.facts -> 'customFields' ->> 'contacts[0].id')
            from '^[0-9]{1,18}$')),
      'phone', k.phone_number, 'receivedAt', k.electricity_bill_received_at) order by t.id), '[]')
  into v_taken
  from taken t join public.cloudtalk_calls k on k.id = t.call_id;
  return v_taken;
end $$;

-- result: {kind: done, contactId} · {kind: retry, code, message, waitMs?} · {kind: failed, code,
-- message}. After ten tries it is given up, except that a refused key is asked for once an hour: it
-- is mended by a person. A rate limit holds up all.
create function public.finish_cloudtalk_task(task bigint, attempt integer, result jsonb)
  returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_task public.cloudtalk_tasks;
  v_wait interval := make_interval(secs => coalesce((result ->> 'waitMs')::numeric, 0) / 1000.0);
  v_code text := result ->> 'code';
begin
  select * into v_task from public.cloudtalk_tasks t
  where t.id = task and t.state = 'waiting' and t.tries = attempt for update;
  if v_task.id is null then
    return false;
  end if;
  update public.cloudtalk_tasks t set
    state = case
      when result ->> 'kind' = 'done' then 'done'
      when result ->> 'kind' = 'failed'
        or (t.tries >= 10 and v_code not in ('unauthorized', 'rate_limited')) then 'failed'
      else 'waiting' end,
    done_at = case when result ->> 'kind' = 'done' then v_now end,
    cloudtalk_contact_id = coalesce(result ->> 'contactId', t.cloudtalk_contact_id),
    error_code = v_code, error = left(result ->> 'message', 500),
    next_try_at = v_now + case when v_code = 'unauthorized' then interval '1 hour'
      else greatest(v_wait, least(interval '1 minute' * power(2, least(t.tries - 1, 12)),
        interval '6 hours')) end
  where t.id = task;
  if v_code = 'rate_limited' then
    update public.cloudtalk_tasks t set next_try_at = greatest(t.next_try_at, v_now + v_wait)
    where t.workspace_id = v_task.workspace_id and t.state = 'waiting';
  end if;
  return true;
end $$;

alter table public.cloudtalk_tasks enable row level security;
create policy members_read on public.cloudtalk_tasks for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.cloudtalk_tasks to authenticated;
grant execute on function
  public.take_cloudtalk_tasks(integer), public.finish_cloudtalk_task(bigint, integer, jsonb)
to service_role;
