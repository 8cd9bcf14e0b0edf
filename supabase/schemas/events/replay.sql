-- A person tries a delivery again: one that could not be read, or whose effect failed, after what
-- was wrong is mended.

create index webhook_requests_open on public.webhook_requests (workspace_id, id desc)
  where outcome in ('rejected', 'failed');
create index webhook_requests_rejected on public.webhook_requests (workspace_id, received_at)
  where outcome = 'rejected';

-- Deliveries without what they said, as staff may see them. The two kinds of `failed` are told
-- apart: those that the clock still tries, and those it has given up.
create view app.events with (security_invoker = true) as
  select r.id, r.workspace_id, r.source, r.origin, r.event_type, r.received_at, r.outcome,
    case when r.outcome <> 'failed' then r.outcome when r.dead_lettered_at is null then 'retrying'
      else 'dead' end as state,
    r.reason, r.detail, r.duplicate_of, r.tries, r.next_try_at, r.dead_lettered_at, r.replayed_at,
      r.replayed_by,
    r.mapping_version, r.call_id
  from public.webhook_requests r;

-- Whether it was read with another field mapping than the one that holds.
create function app.was_read_before_mapping(e app.events) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return case when e.outcome in ('processed', 'ignored') and e.mapping_version is not null
      and e.origin = 'webhook' and (e.call_id is not null
        or e.reason in ('unknown_event', 'not_a_call_end'))
    then e.mapping_version < app.field_mapping_version(e.workspace_id) else false end;
end $$;

create function app.event_json(e app.events) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', e.id, 'source', e.source, 'origin', e.origin, 'eventType', e.event_type, 'receivedAt',
      e.received_at,
    'state', e.state, 'reason', e.reason, 'detail', e.detail, 'duplicateOf', e.duplicate_of,
      'tries', e.tries,
    'nextTryAt', case when e.state = 'retrying' then e.next_try_at end, 'deadLetteredAt',
      e.dead_lettered_at,
    'replayedAt', e.replayed_at, 'replayedByMe', e.replayed_by = (select auth.uid()),
    'callId', e.call_id, 'mayReread', app.was_read_before_mapping(e))
$$;

-- What a kept delivery was about, for values that name no account of their own.
create function app.about_of(e public.webhook_requests) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('account', e.account, 'channel', e.channel_id) $$;

-- Applies the effects of one delivery that has had none: these, or those that are kept with it. The
-- caller holds the locks of its workspace's channels, then the row's. An effect that fails rolls
-- back alone, and the delivery stays as `failed`. {outcome, reason?, detail?, channels}
create function app.apply_again(p_request bigint, p_effects jsonb default null) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_event public.webhook_requests;
  v_effects jsonb;
  v_result jsonb;
  v_reason text;
  v_detail text;
  v_is_erased boolean;
  v_channels jsonb;
begin
  select * into v_event from public.webhook_requests where id = p_request;
  v_effects := coalesce(p_effects, v_event.domain_values);
  begin
    -- Heard when it was received, however late this is: order and expiry go by that.
    v_result := app.apply_effects(
      v_event.id, v_event.workspace_id, v_event.source, v_effects, v_event.received_at,
      app.about_of(v_event));
    -- As when it came: of whom was erased meanwhile nothing is kept.
    v_is_erased := coalesce(v_result ->> 'reason' = 'erased', false)
      or app.mentions_erased(v_event.workspace_id, concat_ws(' ', v_effects::text,
        v_event.body::text));
    update public.webhook_requests set
      outcome = v_result ->> 'outcome', reason = v_result ->> 'reason',
        detail = left(v_result ->> 'detail', 500),
      duplicate_of = (v_result ->> 'duplicateOf')::bigint, domain_values = null,
      call_id = (v_result ->> 'call')::bigint,
      -- What was read in part may be read better one day.
      raw_body = case when v_effects -> 0 ? 'unread' and v_result ->> 'outcome' = 'processed'
        and not v_is_erased
        then raw_body end,
      body = case when v_result ->> 'outcome' = 'duplicate' or v_is_erased then null else body end,
      headers = case when v_is_erased then '{}' else headers end,
      payload_removed_at = case when v_is_erased then app.now() else payload_removed_at end,
      tries = tries + 1, next_try_at = null, dead_lettered_at = null
    where id = p_request;
    update public.attention a set settled_at = app.now(), settled_how = 'content'
    where a.request_id = p_request and a.message_id is null
      and a.kind in ('call_unreadable', 'lead_unreadable') and a.settled_at is null;
    return v_result - 'call';
  exception when others then
    get stacked diagnostics v_reason = returned_sqlstate, v_detail = message_text;
  end;
  v_channels := '[]';
  if jsonb_array_length(v_effects) > 1 then
    v_result := app.apply_each(v_event.id, v_event.workspace_id, v_event.source, v_effects,
      v_event.received_at, app.about_of(v_event));
    -- Some took effect: what is left is tried again by itself. None failed: the next try finds them
    -- done.
    v_effects := coalesce(v_result -> 'left', v_effects);
    v_channels := v_result -> 'channels';
  end if;
  update public.webhook_requests set
    outcome = 'failed', reason = v_reason, detail = left(v_detail, 500), domain_values = v_effects,
      raw_body = null,
    tries = tries + 1, next_try_at = app.now() + interval '30 seconds' * power(2,
      least(tries - replays, 10)),
    dead_lettered_at = case when tries + 1 - replays >= 8 then app.now() end
  where id = p_request;
  return jsonb_build_object('outcome', 'failed', 'reason', v_reason, 'detail', v_detail, 'channels',
    v_channels);
end $$;

-- One delivery tried again for `staff`. reading: {eventType, body, effects} as it is read today ·
-- {rejected: {reason, detail}} when it cannot be · null to apply what was read when it came, as is
-- done for a failed one that cannot be read. {outcome, reason?, detail?, channels, already?}:
-- already when it had its effect before, or is another's; null for none.
create function public.replay_delivery(request bigint, reading jsonb, staff uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_event public.webhook_requests;
begin
  select * into v_event from public.webhook_requests r where r.id = request;
  if v_event.id is null then
    return null;
  end if;
  if not exists (select from public.memberships m where m.workspace_id = v_event.workspace_id
      and m.user_id = staff and app.role_rank(m.role) >= app.role_rank('manager')) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
  -- In the order of tick, which locks them all by id.
  perform app.lock_channels(v_event.workspace_id);
  select * into v_event from public.webhook_requests r where r.id = request for update;
  if v_event.id is null or v_event.outcome not in ('rejected', 'failed')
    or v_event.payload_removed_at is not null then
    return jsonb_build_object('outcome', v_event.outcome, 'already', true, 'channels', '[]'::jsonb);
  end if;
  update public.webhook_requests r set replayed_at = app.now(), replayed_by = staff,
    replays = replays + 1
  where r.id = request;
  perform app.log_action(v_event.workspace_id, staff, 'event_replayed', 'event', request::text);
  if nullif(reading -> 'effects', 'null') is not null then
    update public.webhook_requests r set
      event_type = left(reading ->> 'eventType', 200), body = nullif(reading -> 'body', 'null'),
      mapping_version = (reading ->> 'mappingVersion')::integer
    where r.id = request;
    return app.apply_again(request, reading -> 'effects');
  elsif v_event.outcome = 'failed' then
    return app.apply_again(request);
  end if;
  update public.webhook_requests r set tries = tries + 1,
    reason = coalesce(left(reading -> 'rejected' ->> 'reason', 200), r.reason),
    detail = coalesce(left(reading -> 'rejected' ->> 'detail', 500), r.detail),
    mapping_version = coalesce((reading ->> 'mappingVersion')::integer, r.mapping_version)
  where r.id = request returning * into v_event;
  return jsonb_build_object(
    'outcome', 'rejected', 'reason', v_event.reason, 'detail', v_event.detail, 'channels',
      '[]'::jsonb);
end $$;

-- Whether the delivery came with a signature that was verified. What was kept before deliveries had
-- a mark of that is told by the headers of the one kind of signature that there was.
create function app.was_signed(p_headers jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select p_headers ?| array['aftercall-signed', 'svix-id', 'svix-timestamp', 'svix-signature',
    'webhook-signature']
$$;

-- What the server needs to read these deliveries again, and for whom: {staff, deliveries: [{id,
-- source, origin, outcome, contentType, isSigned, body, rawBody}]}, bodies only of those that have
-- had no effect. Those of other workspaces are left out as if there were none; 42501 for who is no
-- manager of their own.
create function public.take_for_replay(ids bigint[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own uuid[] := array(select app.my_workspaces());
begin
  perform app.require_role(w.id, 'manager') from (
    select distinct r.workspace_id as id from public.webhook_requests r
    where r.id = any (ids) and r.workspace_id = any (v_own)) w;
  perform app.note_reading(r.workspace_id, 'event_read', 'event', r.id::text)
  from (select x.workspace_id, x.id from public.webhook_requests x
    where x.id = any (ids) and x.workspace_id = any (v_own) and x.outcome in ('rejected', 'failed')
    order by x.id limit 200) r;
  return jsonb_build_object('staff', auth.uid(), 'deliveries', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.id, 'source', r.source, 'origin', r.origin, 'outcome', r.outcome, 'contentType',
        r.content_type,
      'isSigned', app.was_signed(r.headers),
      'body', case when r.outcome in ('rejected', 'failed') then r.body end,
      'rawBody', case when r.outcome in ('rejected', 'failed') then r.raw_body end) order by r.id),
        '[]')
    from (select x.* from public.webhook_requests x
      where x.id = any (ids) and x.workspace_id = any (v_own) order by x.id limit 200) r));
end $$;

-- Which ones "all that match" means. state: open (all three) | rejected | retrying | dead. Those
-- tried by hand longest ago come first, so that who asks again gets on. {ids, left}: left is how
-- many more nobody has tried within the hour.
create function public.events_to_replay(state text, source text, most integer) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_hour_ago timestamptz := app.now() - interval '1 hour';
  v_ids bigint[];
begin
  select w.id into v_workspace from public.workspaces w
  where w.id in (select app.my_workspaces()) order by w.created_at, w.id limit 1;
  perform app.require_role(v_workspace, 'manager');
  v_ids := array(
    select e.id from app.events e
    where e.workspace_id = v_workspace and e.outcome in ('rejected', 'failed')
      and (events_to_replay.state = 'open' or e.state = events_to_replay.state)
      and (events_to_replay.source is null or e.source = events_to_replay.source)
    order by e.replayed_at nulls first, e.id limit least(greatest(most, 1), 200));
  return jsonb_build_object('ids', to_jsonb(v_ids), 'left', (
    select count(*) from app.events e
    where e.workspace_id = v_workspace and e.outcome in ('rejected', 'failed')
      and (events_to_replay.state = 'open' or e.state = events_to_replay.state)
      and (events_to_replay.source is null or e.source = events_to_replay.source)
      and e.id <> all (v_ids) and (e.replayed_at is null or e.replayed_at < v_hour_ago)));
end $$;

-- The page of events, newest first, under row-level security; null for someone who is no member of
-- any workspace. state: open | rejected | retrying | dead | all. One row more than asked for when
-- there are older ones.
create function public.event_page(page_size integer, state text, source text, before bigint)
  returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  return jsonb_build_object(
    'now', app.now(), 'timeZone', w.time_zone,
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'counts', (select jsonb_build_object(
        'rejected', count(*) filter (where e.state = 'rejected'),
        'retrying', count(*) filter (where e.state = 'retrying'), 'dead',
          count(*) filter (where e.state = 'dead'))
      from app.events e where e.workspace_id = w.id and e.outcome in ('rejected', 'failed')
        and (event_page.source is null or e.source = event_page.source)),
    'events', (select coalesce(jsonb_agg(app.event_json(page) order by page.id desc), '[]') from (
      select e.* from app.events e
      where e.workspace_id = w.id
        and (event_page.state = 'all' or (e.outcome in ('rejected', 'failed')
          and (event_page.state = 'open' or e.state = event_page.state)))
        and (event_page.source is null or e.source = event_page.source)
        and (before is null or e.id < before)
      order by e.id desc limit least(greatest(page_size, 1), 500) + 1) page));
end $$;

-- One delivery with what it said, for managers, and written down: null where the caller's
-- workspaces have none, 42501 for their agents.
create function public.read_event(event bigint) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  r public.webhook_requests;
begin
  select x.* into r from public.webhook_requests x
  where x.id = event and x.workspace_id in (select app.my_workspaces());
  if r.id is null then
    return null;
  end if;
  perform app.require_role(r.workspace_id, 'manager');
  if r.body is not null or r.raw_body is not null then
    perform app.note_reading(r.workspace_id, 'event_read', 'event', r.id::text);
  end if;
  return (select app.event_json(e) from app.events e where e.id = r.id) || jsonb_build_object(
    'now', app.now(), 'timeZone', (select w.time_zone from public.workspaces w
      where w.id = r.workspace_id),
    'requestId', r.request_id, 'contentType', r.content_type, 'replayedBy', r.replayed_by,
    'body', r.body, 'rawBody', r.raw_body);
end $$;

grant select on app.events to authenticated;
grant execute on function
  app.was_read_before_mapping(app.events), app.event_json(app.events),
  public.event_page(integer, text, text, bigint), public.read_event(bigint),
  public.take_for_replay(bigint[]), public.events_to_replay(text, text, integer)
to authenticated;
grant execute on function public.replay_delivery(bigint, jsonb, uuid) to service_role;
