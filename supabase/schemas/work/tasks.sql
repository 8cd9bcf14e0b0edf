-- Work to be done later, once: by a nudge or the clock. Queued in the transaction that wants it.

create table public.tasks (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z][a-z_]{1,40}$'),
  -- What it is about: a task of a kind and a key is there once.
  key text not null check (length(key) between 1 and 200),
  -- Whose it is: it goes with them.
  message_id bigint references public.whatsapp_messages (id) on delete cascade,
  call_id bigint references public.cloudtalk_calls (id) on delete cascade,
  -- Numbers of ours and of the vendor's. What somebody said is read when it is taken.
  payload jsonb not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- Rises with each try, for ever: who comes back from an older one changes nothing.
  attempt integer not null default 0,
  -- Tries since it was queued, or since a person asked for it again.
  tries integer not null default 0,
  -- Waiting: when it is tried. Running: when whoever took it is taken for dead.
  due_at timestamptz not null default app.now(),
  tried_at timestamptz,
  -- Of the last try: a stable code and a sentence for staff.
  reason_code text,
  reason text,
  created_at timestamptz not null default app.now(),
  ended_at timestamptz,
  -- Failed: who took it off the list of what needs a person, and when.
  seen_by uuid,
  seen_at timestamptz,
  unique (workspace_id, kind, key),
  check ((state in ('done', 'failed')) = (ended_at is not null)),
  check (state <> 'failed' or reason_code is not null)
);
create index tasks_due on public.tasks (kind, due_at) where state in ('waiting', 'running');
create index tasks_tried on public.tasks (kind, tried_at);
create index tasks_page on public.tasks (workspace_id, id desc);
create index tasks_open on public.tasks (workspace_id, state, id desc) where state <> 'done';
create index tasks_failed on public.tasks (workspace_id, kind)
  where state = 'failed' and seen_at is null;
create index tasks_message on public.tasks (message_id) where message_id is not null;
create index tasks_call on public.tasks (call_id) where call_id is not null;

-- What belongs to a kind inside the database; a kind that is not here needs nothing of it.
-- facts_of (a task): what its worker is told, null where there is nothing to do any more.
-- settled_by (a task, its result): the effect, in the transaction that ends the try; answers the
-- result as it counts, null where nobody wants it any more.
-- is_own: it goes with a channel's own keys, so that each company's are done.
create view app.task_kinds with (security_invoker = true) as
select * from (values
  ('fetch_file', 'app.file_facts', 'app.file_fetched', false),
  ('write_back', 'app.write_back_facts', 'app.write_back_settled', false),
  ('tell_templates', 'app.template_facts', 'app.template_told', true),
  ('list_templates', 'app.template_list_facts', null, true),
  ('fetch_lead', 'app.lead_to_fetch', 'app.lead_fetched', false),
  ('list_leads', 'app.lead_list_facts', null, false),
  ('send_summary', 'app.summary_facts', null, false)) k (kind, facts_of, settled_by, is_own);

-- Once a kind and key, whoever asks and however often.
create function app.queue_task(
  p_workspace uuid, p_kind text, p_key text, p_payload jsonb default '{}',
  p_message bigint default null, p_call bigint default null, p_due timestamptz default null)
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.tasks (workspace_id, kind, key, payload, message_id, call_id, due_at)
  values (p_workspace, p_kind, p_key, p_payload, p_message, p_call, coalesce(p_due, app.now()))
  on conflict (workspace_id, kind, key) do nothing;
end $$;

-- Those of one kind that are due. Who died in its last try has failed.
create function app.take_kind(p_kind text, p_lease interval, p_tries integer, p_most integer)
  returns setof public.tasks
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
begin
  update public.tasks t set state = 'failed', ended_at = v_now, reason_code = 'worker_died',
    reason = 'The server that did it ended before it was done.'
  where t.kind = p_kind and t.state = 'running' and t.due_at <= v_now and t.tries >= p_tries;
  return query
    with due as (
      -- The vendors' keys are those of the environment, which serves one company.
      select t.id from public.tasks t join public.workspaces w on w.id = t.workspace_id
      where t.kind = p_kind and t.state in ('waiting', 'running') and t.due_at <= v_now
        and (w.key = 'default' or exists (select from app.task_kinds own
          where own.kind = p_kind and own.is_own))
      order by t.due_at, t.id limit p_most for update of t skip locked)
    update public.tasks t set state = 'running', attempt = t.attempt + 1, tries = t.tries + 1,
      tried_at = v_now, due_at = v_now + p_lease
    from due where t.id = due.id returning t.*;
end $$;

-- Tasks to do now. kinds: [{kind, leaseMs, tries | null, perMinute?}]; perMinute: what the vendor
-- allows us, whatever runs at once. [{task, attempt, kind, facts}]
create function public.take_tasks(kinds jsonb, most integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  k record;
  t public.tasks;
  v_most integer := least(greatest(coalesce(most, 50), 0), 50);
  v_facts jsonb;
  v_taken jsonb := '[]';
begin
  for k in select x.*, own.facts_of
    from jsonb_to_recordset(kinds) x (kind text, "leaseMs" integer, tries integer,
      "perMinute" integer)
    left join app.task_kinds own on own.kind = x.kind
  loop
    if k."perMinute" is not null then
      perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('aftercall.tasks.' || k.kind));
      v_most := least(v_most, greatest(0, k."perMinute" - (select count(*)::integer
        from public.tasks o
        where o.kind = k.kind and o.tried_at > app.now() - interval '60 seconds')));
    end if;
    for t in select * from app.take_kind(k.kind, make_interval(secs => k."leaseMs" / 1000.0),
      k.tries, v_most - jsonb_array_length(v_taken)) x order by x.id
    loop
      v_facts := t.payload;
      if k.facts_of is not null then
        execute format('select %s($1)', k.facts_of) into v_facts using t;
      end if;
      if v_facts is null then
        update public.tasks o set state = 'done', ended_at = app.now() where o.id = t.id;
      else
        v_taken := v_taken || jsonb_build_object('task', t.id, 'attempt', t.attempt, 'kind',
          t.kind, 'facts', v_facts);
      end if;
    end loop;
  end loop;
  return v_taken;
end $$;

-- When a try that failed is followed by the next one: 1, 2, 4 … minutes, six hours at most, and
-- not before the vendor's own wait is over; or in a rhythm of its own.
create function app.next_try(t public.tasks, p_result jsonb) returns timestamptz
language plpgsql volatile set search_path = ''
as $$
declare
  v_ms numeric := coalesce((p_result ->> 'everyMs')::numeric, (p_result ->> 'waitMs')::numeric, 0);
  v_wait interval := make_interval(secs => v_ms / 1000.0);
  v_next timestamptz := app.now() + case when p_result ->> 'everyMs' is not null then v_wait
    else greatest(v_wait, least(interval '1 minute' * power(2, least(t.tries - 1, 12)),
      interval '6 hours')) end;
begin
  return least(v_next, (p_result ->> 'notAfter')::timestamptz);
end $$;

-- What came of a try. result: {kind: done, payload?} · {kind: failed, code, message} ·
-- {kind: retry, code, message, waitMs?, everyMs?, holdsAll?}, which fails after `tries`; in a rhythm (everyMs) or
-- while it holds up all of its kind (holdsAll) it is tried for ever: a person mends the cause.
-- False for a try that is not the last one any more, and where nobody wants it.
create function public.finish_task(task bigint, attempt integer, result jsonb,
  tries integer default null) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  t public.tasks;
  v_result jsonb := result;
  v_settled_by text;
  v_state text;
begin
  select * into t from public.tasks x where x.id = finish_task.task and x.state = 'running'
    and x.attempt = finish_task.attempt for update;
  if t.id is null then
    return false;
  end if;
  select k.settled_by into v_settled_by from app.task_kinds k where k.kind = t.kind;
  if v_settled_by is not null then
    execute format('select %s($1, $2)', v_settled_by) into v_result using t, result;
  end if;
  v_state := case
    when v_result is null or v_result ->> 'kind' = 'done' then 'done'
    when v_result ->> 'kind' = 'failed' or (t.tries >= finish_task.tries
      and v_result ->> 'everyMs' is null
      and not coalesce((v_result ->> 'holdsAll')::boolean, false)) then 'failed'
    else 'waiting' end;
  update public.tasks x set state = v_state,
    ended_at = case when v_state <> 'waiting' then app.now() end,
    reason_code = v_result ->> 'code', reason = left(v_result ->> 'message', 500),
    payload = x.payload || coalesce(v_result -> 'payload', '{}'),
    due_at = case when v_state = 'waiting' then app.next_try(t, v_result) else x.due_at end
  where x.id = t.id;
  if (v_result ->> 'holdsAll')::boolean then
    update public.tasks x set due_at = greatest(x.due_at, app.now()
      + make_interval(secs => coalesce((v_result ->> 'waitMs')::numeric, 0) / 1000.0))
    where x.kind = t.kind and x.state = 'waiting' and x.workspace_id = t.workspace_id;
  end if;
  return v_result is not null;
end $$;

-- A manager has a failed one tried again, or takes it off the list. decision: again | seen. Answers
-- 'again', 'seen', or 'settled' for one that has not failed any more.
create function public.settle_failed_task(task bigint, decision text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  t public.tasks;
begin
  select * into t from public.tasks x where x.id = settle_failed_task.task for update;
  perform app.require_role(t.workspace_id, 'manager');
  if decision is null or decision not in ('again', 'seen') then
    raise exception using errcode = 'PT400', message = 'The decision is one of: again, seen.';
  elsif t.state <> 'failed' or (decision = 'seen' and t.seen_at is not null) then
    return 'settled';
  elsif decision = 'again' then
    update public.tasks x set state = 'waiting', ended_at = null, tries = 0, due_at = app.now(),
      seen_by = null, seen_at = null
    where x.id = t.id;
    perform app.log_action(t.workspace_id, auth.uid(), 'task_again', 'task', t.id::text);
  else
    update public.tasks x set seen_by = auth.uid(), seen_at = app.now() where x.id = t.id;
    perform app.log_action(t.workspace_id, auth.uid(), 'task_seen', 'task', t.id::text);
  end if;
  return decision;
end $$;

-- Newest first, one row more than asked for when there are older ones. state: waiting | running |
-- failed | all. {now, timeZone, counts: {waiting, running, failed}, tasks: [{id, kind, state,
-- tries, dueAt, reasonCode, reason, createdAt, endedAt, seenAt, callId, messageId, contactId}]}
create function public.task_page(state text, before bigint, page_size integer) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  return jsonb_build_object('now', app.now(), 'timeZone', w.time_zone,
    'counts', (select jsonb_build_object(
        'waiting', count(*) filter (where t.state = 'waiting'),
        'running', count(*) filter (where t.state = 'running'),
        'failed', count(*) filter (where t.state = 'failed'))
      from public.tasks t where t.workspace_id = w.id and t.state <> 'done'),
    'tasks', (select coalesce(jsonb_agg(jsonb_build_object('id', page.id, 'kind', page.kind,
        'state', page.state, 'tries', page.tries, 'dueAt', page.due_at,
        'reasonCode', page.reason_code, 'reason', page.reason, 'createdAt', page.created_at,
        'endedAt', page.ended_at, 'seenAt', page.seen_at, 'callId', page.call_id,
        'messageId', page.message_id, 'contactId', (select m.contact_id
          from public.whatsapp_messages m where m.id = page.message_id))
        order by page.id desc), '[]')
      from (select t.* from public.tasks t
        where t.workspace_id = w.id
          and (task_page.state = 'all' or t.state = task_page.state)
          and (before is null or t.id < before)
        order by t.id desc limit least(greatest(coalesce(page_size, 50), 1), 200) + 1) page));
end $$;

-- A file that is still to come, or what would be written of them elsewhere.
create function app.erase_tasks(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_tasks bigint[] := array(
    select t.id from public.tasks t join public.cloudtalk_calls k on k.id = t.call_id
    where k.contact_id = any (p_contacts)
    union select t.id from public.tasks t join public.whatsapp_messages m on m.id = t.message_id
    where m.contact_id = any (p_contacts));
begin
  delete from public.tasks t where t.id = any (v_tasks) and t.state <> 'done';
  update public.tasks t set payload = '{}', reason = null where t.id = any (v_tasks);
end $$;

alter table public.tasks enable row level security;
create policy members_read on public.tasks for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.tasks to authenticated;
grant execute on function
  public.task_page(text, bigint, integer), public.settle_failed_task(bigint, text)
to authenticated;
grant execute on function
  public.take_tasks(jsonb, integer), public.finish_task(bigint, integer, jsonb, integer)
to service_role;
