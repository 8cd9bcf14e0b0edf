-- What is kept no longer, by the workspace's setting `retention`: a few hundred rows a tick, oldest
-- first.

-- One row a kind: how far it has come. Ids grow with time, so the place is an id and needs no index
-- of its own.
create table public.retention_passes (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('events', 'messages', 'media', 'calls', 'call_texts',
    'leads')),
  -- Everything up to this id is done.
  done_until bigint not null default 0,
  last_ran_at timestamptz,
  -- When it last found something to remove.
  last_removed_at timestamptz,
  primary key (workspace_id, kind)
);

-- What deliveries said. Their outcomes stay, for the sums; a failed one that is still tried is kept
-- until it is not.
create function app.retain_events(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.received_at >= p_before
      or (page.outcome = 'failed' and page.dead_lettered_at is null)) into v_last, v_stop
  from (select r.id, r.received_at, r.outcome, r.dead_lettered_at from public.webhook_requests r
    where r.workspace_id = p_workspace and r.id > p_after order by r.id limit p_limit) page;
  update public.webhook_requests r set body = null, raw_body = null, headers = '{}',
    domain_values = null,
    detail = case when r.outcome = 'failed' then null else r.detail end,
      payload_removed_at = app.now()
  where r.workspace_id = p_workspace and r.id > p_after and r.id <= v_last
    and r.id < coalesce(v_stop, v_last + 1)
    and r.payload_removed_at is null;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;

-- The texts of messages. Rows stay, with their times and states; one that may still leave is waited
-- for.
create function app.retain_messages(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before
    or page.status in ('queued', 'sending'))
  into v_last, v_stop
  from (select m.id, m.created_at, m.status from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.id > p_after order by m.id limit p_limit) page;
  if v_last is null or v_stop = p_after + 1 then
    return jsonb_build_object('removed', 0, 'until', p_after);
  end if;
  -- Channels first, as everywhere: several messages are locked below.
  perform app.lock_channels(p_workspace);
  update public.whatsapp_messages m set body = null, content = null, media = null,
    edits = null, push_name = null, referral = null,
    content_removed_at = app.now(),
    -- Nobody can send it again.
    status = case when m.status = 'uncertain' then 'failed' else m.status end,
    ask_open = m.ask_open and m.status <> 'uncertain',
    acknowledged_at = case when m.status = 'uncertain' then app.now() else m.acknowledged_at end,
    reason_code = case when m.status = 'uncertain' then 'text_removed' else m.reason_code end
  where m.workspace_id = p_workspace and m.id > p_after and m.id <= v_last
    and m.id < coalesce(v_stop, v_last + 1)
    and m.status not in ('queued', 'sending') and m.content_removed_at is null;
  get diagnostics v_removed = row_count;
  delete from public.whatsapp_reactions r using public.whatsapp_messages m
  where m.id = r.message_id and m.workspace_id = p_workspace and m.id > p_after
    and m.id <= v_last and m.content_removed_at is not null;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last));
end $$;

-- Files: their folders are queued for deletion, which the clock does until each is done.
create function app.retain_media(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before) into v_last, v_stop
  from (select m.id, m.created_at from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.id > p_after order by m.id limit p_limit) page;
  with old as (
    select f.message_id as id from public.whatsapp_media f
    where f.workspace_id = p_workspace and f.message_id > p_after and f.message_id <= v_last
      and f.message_id < coalesce(v_stop, v_last + 1) and f.state in ('waiting', 'stored')),
  gone as (
    update public.whatsapp_media f set state = 'missed', reason_code = 'removed', source = null,
      path = null,
      sha256 = null, reason = 'It was removed: files are kept only as long as the settings say.'
    from old where f.message_id = old.id),
  sent as (
    update public.attachments a set path = null
    where a.workspace_id = p_workspace and a.message_id > p_after and a.message_id <= v_last
      and a.message_id < coalesce(v_stop, v_last + 1) and a.path is not null returning a.*)
  insert into public.media_deletions (workspace_id, folder)
  select p_workspace, p_workspace || '/' || old.id from old
  union all select p_workspace, app.attachment_folder(a) from sent a;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;

-- Files that were chosen and not sent within a day.
create function app.drop_unsent_attachments(p_limit integer) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  with gone as (
    delete from public.attachments a where a.message_id is null and a.id = any (array(
      select x.id from public.attachments x
      where x.message_id is null and x.created_at < app.now() - interval '1 day'
      order by x.created_at limit p_limit))
    returning a.*)
  insert into public.media_deletions (workspace_id, folder)
  select a.workspace_id, app.attachment_folder(a) from gone a;
end $$;

-- The days of a kind; null is for ever. What was saved before a kind had days of its own has its
-- default. Long texts of calls came with an event, and go with it.
create function app.retention_days(p_workspace uuid, p_kind text) returns integer
language plpgsql stable set search_path = ''
as $$
declare
  v_key text := case p_kind when 'call_texts' then 'eventsDays' else p_kind || 'Days' end;
begin
  return ((app.default_setting('retention') || app.setting(p_workspace, 'retention'))
    ->> v_key)::integer;
end $$;

-- One kind's turn. Days null: kept for ever.
create function app.retain(p_workspace uuid, p_kind text, p_limit integer) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_pass public.retention_passes;
  v_now timestamptz := app.now();
  v_before timestamptz := v_now - make_interval(days => app.retention_days(p_workspace, p_kind));
  v_result jsonb;
begin
  insert into public.retention_passes (workspace_id, kind) values (p_workspace, p_kind)
    on conflict do nothing;
  select * into v_pass from public.retention_passes
  where workspace_id = p_workspace and kind = p_kind for update skip locked;
  if v_pass.kind is null or v_before is null then
    return 0;
  end if;
  execute (select 'select ' || k.done_by from app.retention_kinds k where k.kind = p_kind)
  into v_result using p_workspace, v_pass.done_until, v_before, p_limit;
  update public.retention_passes set done_until = (v_result ->> 'until')::bigint,
    last_ran_at = v_now,
    last_removed_at = case when (v_result ->> 'removed')::integer > 0 then v_now
      else last_removed_at end
  where workspace_id = p_workspace and kind = p_kind;
  return (v_result ->> 'removed')::integer;
end $$;

-- What is left of one erasure: a message that was on its way, other deliveries that name the
-- person, files. True when done.
create function app.continue_erasure(p_erasure bigint, p_limit integer) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  e public.erasures;
  v_left integer := 0;
  v_found bigint[];
  v_lowest bigint;
  v_seen integer;
begin
  select * into e from public.erasures where id = p_erasure
    and done_at is null for update skip locked;
  if e.id is null then
    return false;
  end if;
  if exists (select from public.whatsapp_messages m
      where m.contact_id = any (app.merged_set(e.contact_id)) and app.has_content(m)) then
    perform app.lock_channels(e.workspace_id);
    select sum(app.erase_messages(c, app.now())) into v_left
      from unnest(app.merged_set(e.contact_id)) c;
  end if;
  select min(page.id), count(*), array_agg(page.id) filter (where page.payload_removed_at is null
      and app.has_needle(concat_ws(' ', page.body::text, page.raw_body, page.domain_values::text),
        e.needles))
  into v_lowest, v_seen, v_found
  from (select r.* from public.webhook_requests r
    where r.workspace_id = e.workspace_id and r.id < e.scan_before order by r.id desc
      limit p_limit) page;
  perform app.erase_events(v_found, e.needles, app.now());
  update public.erasures set scan_before = case when v_seen < p_limit then 0 else v_lowest end
    where id = p_erasure;
  if v_left > 0 or v_seen >= p_limit
    or exists (select from public.media_deletions d where d.erasure_id = p_erasure
      and d.done_at is null) then
    return false;
  end if;
  update public.erasures set done_at = app.now(), needles = null, scan_before = null
    where id = p_erasure;
  return true;
end $$;

-- The clock's part: a batch of each kind, what is left of erasures, and the folders to empty now,
-- each handed to one caller: its next try is set before this one runs. {events, messages, media,
-- call_texts, calls, leads, erasing, erased, folders: [{id, folder}]}
create function public.keep_privacy(batch integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_erasure bigint;
  v_counts jsonb := '{}';
  v_kind text;
  v_erased integer := 0;
  v_folders jsonb;
begin
  batch := least(greatest(batch, 1), 5000);
  -- Channels before events, as for a replay, which holds its channel while it waits for its event.
  if exists (select from public.erasures e where e.done_at is null) then
    perform from public.channels order by id for no key update;
  end if;
  for v_kind in select k.kind from app.retention_kinds k order by k.place loop
    for v_workspace in select w.id from public.workspaces w order by w.id loop
      v_counts := v_counts || jsonb_build_object(v_kind,
        coalesce((v_counts ->> v_kind)::integer, 0) + app.retain(v_workspace, v_kind, batch));
    end loop;
  end loop;
  perform app.drop_unsent_attachments(batch);
  perform app.drop_api_requests(batch);
  for v_erasure in select e.id from public.erasures e where e.done_at is null order by e.id limit 10
    loop
    v_erased := v_erased + app.continue_erasure(v_erasure, batch * 4)::integer;
  end loop;
  with due as (
    select d.id from public.media_deletions d where d.done_at is null and d.due_at <= app.now()
    order by d.due_at limit 20 for update skip locked),
  taken as (
    update public.media_deletions d set tries = d.tries + 1,
      due_at = app.now() + app.back_off(interval '1 minute', d.tries)
    from due where d.id = due.id returning d.id, d.folder)
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'folder', t.folder) order by t.id),
    '[]') into v_folders from taken t;
  return v_counts || jsonb_build_object('erased', v_erased, 'folders', v_folders,
    'erasing', (select count(*) from public.erasures e where e.done_at is null));
end $$;

-- What came of emptying one folder; error null: it is empty. One that was asked for less than five
-- minutes ago is emptied once more after that: a file that was being fetched may have come since.
create function public.settle_deletion(deletion bigint, error text default null) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update public.media_deletions d set last_error = left(settle_deletion.error, 500),
    due_at = case when settle_deletion.error is null
      then greatest(d.due_at, d.asked_at + interval '5 minutes') else d.due_at end,
    done_at = case when settle_deletion.error is null
      and app.now() >= d.asked_at + interval '5 minutes' then app.now() end
  where d.id = deletion and d.done_at is null;
  return found;
end $$;

alter table public.retention_passes enable row level security;
create policy managers_read on public.retention_passes for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
grant select on public.retention_passes to authenticated;
grant execute on function app.retention_days(uuid, text) to authenticated;
grant execute on function
  public.keep_privacy(integer), public.settle_deletion(bigint, text)
to service_role;
