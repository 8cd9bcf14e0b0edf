-- Who did what, for those who manage a workspace.

create index audit_log_person on public.audit_log (workspace_id, user_id, id desc);
create index audit_log_sessions on public.audit_log (workspace_id, user_id, at)
  where action in ('signed_in', 'signed_out');
create index audit_log_kind on public.audit_log (workspace_id, subject_kind, id desc);

-- Newest first, one row more than asked for when there are older ones; nothing for who is no
-- manager. person, kind: of one person, on one kind of thing. {now, timeZone, entries: [{id,
-- at, userId, action, kind, subject, detail}]}
create function public.audit_page(page_size integer, person uuid, kind text, before bigint)
  returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  return jsonb_build_object('now', app.now(), 'timeZone', w.time_zone, 'entries', (
    select coalesce(jsonb_agg(jsonb_build_object('id', page.id, 'at', page.at, 'userId',
      page.user_id, 'action', page.action,
      'kind', page.subject_kind, 'subject', page.subject_id, 'detail', page.detail)
        order by page.id desc), '[]')
    from (select a.* from public.audit_log a
      where a.workspace_id = w.id and (person is null or a.user_id = person)
        and (kind is null or a.subject_kind = kind)
        and (before is null or a.id < before)
      order by a.id desc limit least(greatest(page_size, 1), 500) + 1) page));
end $$;

-- How what must go is going, for managers:
-- {passes: [{kind, days, lastRanAt, lastRemovedAt}], erasing: [{contact, askedAt}], files:
-- {waiting, failing, lastError}}
create function public.privacy_status() returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  select x.id into v_workspace from public.workspaces x order by x.created_at, x.id limit 1;
  return jsonb_build_object(
    'passes', (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind,
        'days', app.retention_days(v_workspace, k.kind), 'lastRanAt', p.last_ran_at,
        'lastRemovedAt', p.last_removed_at) order by k.place), '[]')
      from app.retention_kinds k
      left join public.retention_passes p on p.workspace_id = v_workspace and p.kind = k.kind),
    'erasing', (select coalesce(jsonb_agg(jsonb_build_object('contact', e.contact_id, 'askedAt',
      e.asked_at) order by e.id), '[]')
      from public.erasures e where e.workspace_id = v_workspace and e.done_at is null),
    'files', (select jsonb_build_object('waiting', count(*), 'failing',
      count(*) filter (where d.last_error is not null),
        'lastError', max(d.last_error))
      from public.media_deletions d where d.workspace_id = v_workspace and d.done_at is null));
end $$;

-- Signing in and out happens at Auth: the server tells us here, as that person. Anybody may call
-- it, so no more than 20 of each are written in 24 hours. event: signed_in | signed_out; false when
-- nothing was written.
create function public.note_session(event text) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if event is null or event not in ('signed_in', 'signed_out') then
    raise exception using errcode = 'PT400',
      message = 'The event is one of: signed_in, signed_out.';
  end if;
  -- One at a time for each person, so that what comes at once is counted too.
  perform from public.memberships m where m.user_id = auth.uid()
  order by m.workspace_id for no key update;
  perform app.log_action(m.workspace_id, m.user_id, event, 'session', null)
  from public.memberships m
  where m.user_id = auth.uid() and (
    select count(*) from public.audit_log a
    where a.workspace_id = m.workspace_id and a.user_id = m.user_id and a.action = event
      and a.at > app.now() - interval '24 hours') < 20;
  return found;
end $$;

grant execute on function
  public.audit_page(integer, uuid, text, bigint), public.privacy_status(),
  public.note_session(text)
to authenticated;
