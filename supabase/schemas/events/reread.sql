-- A better field mapping holds: what CloudTalk told is read again from what is kept of it, and
-- tells the same call more.

-- How far back that is offered.
create function app.reread_since() returns timestamptz
language sql stable set search_path = ''
as $$ select app.now() - interval '30 days' $$;

-- The call that goes on where this row was found to be another one of it.
create function app.root_call(p_call bigint) returns bigint
language sql stable set search_path = ''
as $$
  with recursive up (id, next) as (
    select k.id, case when k.is_twin then k.covered_by end from public.cloudtalk_calls k
      where k.id = p_call
    union select k.id, case when k.is_twin then k.covered_by end from public.cloudtalk_calls k
      join up on k.id = up.next)
  select up.id from up where up.next is null limit 1
$$;

-- The deliveries that told of this call or of its twins, oldest first.
create function app.told_by(p_call bigint) returns bigint[]
language sql stable set search_path = ''
as $$
  with recursive same (id) as (
    select p_call union select k.id from public.cloudtalk_calls k join same s on k.covered_by = s.id
      and k.is_twin)
  select coalesce(array_agg(distinct r.id order by r.id), '{}')
  from same s join public.cloudtalk_call_keys k on k.call_id = s.id
  join public.webhook_requests r on r.id = k.request_id and r.outcome = 'processed'
$$;

-- Two readings that share no key: whether that makes them two calls. A body without an id may be of
-- any.
create function app.is_another_call(p_first jsonb, p_value jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(p_first ->> 'callId', p_first ->> 'callUuid') is not null
      and coalesce(p_value ->> 'callId', p_value ->> 'callUuid') is not null
    or coalesce(p_first -> 'phone' ->> 'e164' <> p_value -> 'phone' ->> 'e164', false)
$$;

-- What these readings say together, and which of them are of another call than the first:
-- {own: [id], others: [id], keys, facts, ended, endedHeardAt}
create function app.sort_readings(p_workspace uuid, p_told bigint[], p_values jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_told record;
  v_value jsonb;
  v_first jsonb;
  v_given text[];
  v_keys text[] := '{}';
  v_own bigint[] := '{}';
  v_others bigint[] := '{}';
  v_facts jsonb;
  v_ended timestamptz;
begin
  for v_told in select r.id, r.received_at from public.webhook_requests r
    where r.id = any (p_told) order by r.id loop
    v_value := p_values -> v_told.id::text;
    v_given := app.dated_keys(p_workspace, v_value, v_told.received_at);
    if v_first is not null and not v_given && v_keys and app.is_another_call(v_first, v_value) then
      v_others := v_others || v_told.id;
      continue;
    end if;
    v_first := coalesce(v_first, v_value);
    v_own := v_own || v_told.id;
    v_keys := v_keys || v_given;
    v_facts := case when v_facts is null then app.facts_of(v_value)
      else app.merge_facts(v_facts, app.facts_of(v_value)) end;
    v_ended := coalesce(v_ended, case when (v_value ->> 'ended')::boolean
      then v_told.received_at end);
  end loop;
  return jsonb_build_object('own', v_own, 'others', v_others, 'keys', v_keys, 'facts', v_facts,
    'ended', v_ended is not null, 'endedHeardAt', v_ended);
end $$;

-- The keys of a call after it was read again. p_whole: all that told of it was; an id that none of
-- them has is then another call's, and so is what the others brought.
create function app.rekey_call(p_call public.cloudtalk_calls, p_event bigint, p_sorted jsonb,
  p_seen text, p_whole boolean)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_keys text[] := array(select jsonb_array_elements_text(p_sorted -> 'keys'));
begin
  if p_whole then
    delete from public.cloudtalk_call_keys k
    where k.call_id = p_call.id and (p_sorted -> 'others' @> to_jsonb(k.request_id)
      or (k.key ~ '^(id|uuid):' and k.key <> all (v_keys)));
  end if;
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  select distinct on (given.key) p_call.workspace_id, given.key, p_call.id, p_event
  from unnest(v_keys || format('seen:%s:%s', p_call.id, p_seen)) given (key)
  on conflict do nothing;
end $$;

-- The name that a call gave its person, and the text that waits to tell it.
create function app.rename_by_call(p_call public.cloudtalk_calls, p_old public.cloudtalk_calls)
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.contacts c set
    name = case when c.name is null or c.name = p_old.contact_name then p_call.contact_name
      else c.name end,
    company = case when c.company is null or c.company = p_old.company then p_call.company
      else c.company end
  where c.id = p_call.contact_id and (p_call.contact_name, p_call.company) is distinct
    from (p_old.contact_name, p_old.company);
  update public.whatsapp_messages m
  set body = app.ask_text(p_call.facts, t.body),
    content = app.template_content(t, m.channel_id, p_call.facts), template_version = t.version
  from public.whatsapp_templates t
  where m.call_id = p_call.id and m.purpose = 'follow_up' and m.status = 'queued'
    and m.send_began_at is null
    and t.id = m.template_id
    and (p_call.contact_name, p_call.company, p_call.agent_name)
      is distinct from (p_old.contact_name, p_old.company, p_old.agent_name);
end $$;

-- The call says what its deliveries say as they are read now. Where one of them cannot be read
-- again, only what is missing is filled. Then it is decided anew; who was asked is not asked again.
-- {outcome, call, channels, own}
create function app.reread_call(p_event public.webhook_requests, p_call bigint, p_told bigint[],
  p_values jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_old public.cloudtalk_calls;
  v_call public.cloudtalk_calls;
  v_value jsonb := p_values -> p_event.id::text;
  v_whole boolean := not exists (select from unnest(p_told) t
    where p_values -> t::text ->> 'type' is distinct from 'call_ended');
  v_sorted jsonb := app.sort_readings(p_event.workspace_id, case when v_whole then p_told
    else array[p_event.id] end, p_values);
  v_facts jsonb := v_sorted -> 'facts';
  v_is_another boolean;
  v_result jsonb;
  v_channels jsonb;
begin
  select * into v_old from public.cloudtalk_calls where id = p_call;
  if not v_whole then
    v_facts := app.merge_facts(v_old.facts, v_facts);
  end if;
  if app.is_erased(p_event.workspace_id, 'phone', v_facts -> 'phone' ->> 'e164')
    or app.is_of_erased(p_event.workspace_id, v_value) then
    v_facts := app.without_person(v_facts);
  end if;
  perform app.rekey_call(v_old, p_event.id, v_sorted, md5(v_value::text), v_whole);
  update public.cloudtalk_calls k set facts = v_facts, ended = k.ended
    or (v_sorted ->> 'ended')::boolean,
    ended_heard_at = coalesce(k.ended_heard_at, (v_sorted ->> 'endedHeardAt')::timestamptz),
    is_weakly_identified = k.is_weakly_identified and v_facts ->> 'callId' is null
      and v_facts ->> 'callUuid' is null
  where k.id = p_call;
  v_is_another := app.join_twins(p_event.workspace_id, p_call,
    array(select jsonb_array_elements_text(v_sorted -> 'keys')));
  select * into v_call from public.cloudtalk_calls where id = p_call;
  if v_call.phone_number is distinct from v_old.phone_number then
    v_is_another := app.correct_number(v_call) or v_is_another;
    select * into v_call from public.cloudtalk_calls where id = p_call;
  end if;
  perform app.rename_by_call(v_call, v_old);
  v_channels := jsonb_build_array(app.settle_call(v_call, v_is_another));
  -- Other calls that an older mapping took for this one.
  for v_result in
    select app.record_call(r.workspace_id, p_values -> r.id::text, r.id, r.received_at)
      || jsonb_build_object('event', r.id)
    from public.webhook_requests r where v_sorted -> 'others' @> to_jsonb(r.id) order by r.id
  loop
    v_channels := v_channels || jsonb_build_array(v_result -> 'channel');
    update public.webhook_requests r set call_id = coalesce((v_result ->> 'call')::bigint,
      r.call_id)
    where r.id = (v_result ->> 'event')::bigint;
  end loop;
  if (v_call.facts, v_call.ended) is distinct from (v_old.facts, v_old.ended) then
    update public.cloudtalk_calls set updated_at = app.now() where id = p_call;
  end if;
  return jsonb_build_object('call', p_call, 'channels', v_channels - 'null',
    'read', case when v_whole then to_jsonb(p_told) else jsonb_build_array(p_event.id) end,
    'erased', v_call.facts ? 'erased',
    'outcome', case when v_call.facts ? 'erased' then 'erased'
      when (v_call.facts, v_call.ended) is distinct from (v_old.facts, v_old.ended)
        or v_sorted -> 'others' <> '[]'
      then 'changed' else 'same' end);
end $$;

-- One delivery as it is read now: what was no call may be one. reading: see reread_delivery.
create function app.reread(p_event public.webhook_requests, p_reading jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint := app.root_call(p_event.call_id);
  v_call public.cloudtalk_calls;
  v_told bigint[];
  v_value jsonb := p_reading -> 'values' -> p_event.id::text;
  v_result jsonb;
begin
  if v_value ->> 'type' is distinct from 'call_ended' then
    return '{"outcome": "unreadable", "channels": []}';
  elsif v_id is null then
    v_result := app.apply_effects(
      p_event.id, p_event.workspace_id, p_event.source, jsonb_build_array(v_value),
        p_event.received_at);
    update public.webhook_requests r set outcome = v_result ->> 'outcome', reason = v_result
      ->> 'reason', detail = null,
      duplicate_of = (v_result ->> 'duplicateOf')::bigint, call_id = (v_result ->> 'call')::bigint,
      body = case when v_result ->> 'outcome' = 'duplicate' then null else r.body end
    where r.id = p_event.id;
    return jsonb_build_object('outcome', case when v_result ->> 'reason' = 'erased' then 'erased'
      else 'changed' end,
      'call', v_result -> 'call', 'channels', v_result -> 'channels', 'erased',
        v_result ->> 'reason' = 'erased');
  end if;
  select * into v_call from public.cloudtalk_calls k where k.id = v_id for update;
  v_told := app.told_by(v_id);
  if v_call.facts ? 'erased' or v_call.details_removed_at is not null then
    return '{"outcome": "gone", "channels": []}';
  elsif to_jsonb(v_told) is distinct from p_reading -> 'told' then
    return '{"outcome": "outdated", "channels": []}';
  end if;
  return app.reread_call(p_event, v_id, v_told, p_reading -> 'values');
end $$;

-- One delivery read again for `staff`. reading: {version: of the mapping, told: [ids of what told
-- of its call], values: {id: the domain value as it is read now}, isWhole: no field that it needs
-- is unread}; what cannot be read is left out. {outcome, call?, channels}: changed · same (it says
-- nothing new) · unreadable (it would be no call) · already (it was read so before, or needs
-- another way) · gone (nothing is kept) · erased · outdated (something came meanwhile: take it
-- again) · failed.
create function public.reread_delivery(request bigint, reading jsonb, staff uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  r public.webhook_requests;
  v_result jsonb;
begin
  select x.* into r from public.webhook_requests x where x.id = request;
  if r.id is null then
    return null;
  end if;
  perform app.require_actor(r.workspace_id, staff, 'manager');
  -- In the order of tick, which locks them all by id.
  perform app.lock_channels(r.workspace_id);
  select x.* into r from public.webhook_requests x where x.id = request for update;
  v_result := case
    when r.id is null then '{"outcome": "gone"}'
    when r.mapping_version is null or r.outcome not in ('processed', 'ignored')
      or r.mapping_version >= (reading ->> 'version')::integer then '{"outcome": "already"}'
    when r.payload_removed_at is not null then '{"outcome": "gone"}'
    when app.field_mapping_version(r.workspace_id) <> (reading ->> 'version')::integer
      then '{"outcome": "outdated"}' end;
  if v_result is not null then
    return v_result || '{"channels": []}';
  end if;
  begin
    v_result := app.reread(r, reading);
  exception when others then
    -- It stays as it was read before.
    return jsonb_build_object('outcome', 'failed', 'reason', sqlstate, 'detail', sqlerrm,
      'channels', '[]'::jsonb);
  end;
  if v_result ->> 'outcome' <> 'outdated' then
    perform app.note_reread(r, reading, v_result, staff);
  end if;
  return v_result - '{read,erased}'::text[];
end $$;

-- Writes down that it was read again: on the deliveries, in the log, and nobody needs to look at a
-- half of it any more.
create function app.note_reread(p_event public.webhook_requests, p_reading jsonb, p_result jsonb,
  p_staff uuid) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_is_erased boolean := coalesce((p_result ->> 'erased')::boolean, false);
begin
  update public.webhook_requests r set mapping_version = (p_reading ->> 'version')::integer,
    body = case when v_is_erased then null else r.body end, raw_body = case when v_is_erased
      then null else r.raw_body end,
    headers = case when v_is_erased then '{}' else r.headers end,
    payload_removed_at = case when v_is_erased then app.now() else r.payload_removed_at end
  where r.id = p_event.id or r.id in (select jsonb_array_elements_text(p_result -> 'read')::bigint);
  update public.webhook_requests r set replayed_at = app.now(), replayed_by = p_staff,
    replays = r.replays + 1, tries = r.tries + 1
  where r.id = p_event.id;
  update public.attention a set settled_at = app.now(), settled_how = 'content'
  where a.message_id is null and a.request_id = p_event.id
    and a.kind in ('call_half_read', 'call_unreadable')
    and a.settled_at is null and p_result ->> 'outcome' in ('changed', 'same', 'erased')
    and (p_reading ->> 'isWhole')::boolean;
  perform app.log_action(p_event.workspace_id, p_staff, 'event_reread', 'event', p_event.id::text,
    jsonb_build_object('version', p_reading -> 'version', 'outcome', p_result -> 'outcome'));
end $$;

-- What is kept of a delivery, to read it.
create function app.kept_json(r public.webhook_requests) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', r.id, 'source', r.source, 'origin', r.origin, 'outcome',
    r.outcome,
    'contentType', r.content_type, 'body', r.body, 'rawBody', r.raw_body, 'callId', r.call_id,
    'isSigned', app.was_signed(r.headers))
$$;

-- What the server needs to read these again for `staff`: [{kept, told, others: [kept], version,
-- fields, oldFields}]; `told` and `others` are what else told of the same call. Those of workspaces
-- that they do not manage are left out.
create function public.take_for_reread(ids bigint[], staff uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('kept', app.kept_json(r), 'told', t.told,
      'others', (select coalesce(jsonb_agg(app.kept_json(o)), '[]') from public.webhook_requests o
        where o.id = any (t.told) and o.id <> r.id),
      'version', app.field_mapping_version(r.workspace_id), 'mappingVersion', r.mapping_version,
      'fields', app.setting(r.workspace_id, 'field_mapping') -> 'fields',
      'oldFields', coalesce((select s.value -> 'fields' from public.workspace_settings s
        where s.workspace_id = r.workspace_id and s.kind = 'field_mapping'
          and s.version = r.mapping_version), '{}')
    ) order by r.id), '[]')
    from public.webhook_requests r
    join public.memberships m on m.workspace_id = r.workspace_id and m.user_id = staff
      and app.role_rank(m.role) >= app.role_rank('manager')
    cross join lateral (select case when r.call_id is null then array[r.id]
      else app.told_by(app.root_call(r.call_id)) end) t (told)
    where r.id in (select x from unnest(ids) x order by x limit 200));
end $$;

-- These say the same with the mapping of this version. Answers how many.
create function public.keep_readings(ids bigint[], version integer, staff uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_kept integer;
begin
  perform app.require_actor(w.id, staff, 'manager') from (
    select distinct r.workspace_id as id from public.webhook_requests r where r.id = any (ids)) w;
  with due as (
    select r.id from public.webhook_requests r
    where r.id = any (ids) and r.mapping_version < keep_readings.version
      and app.field_mapping_version(r.workspace_id) = keep_readings.version order by r.id
        for update),
  kept as (update public.webhook_requests r set mapping_version = keep_readings.version from due
    where r.id = due.id
    returning r.id)
  select count(*) into v_kept from kept;
  return v_kept;
end $$;

-- Which ones were read with an older mapping, oldest first: {ids, left}; left is how many more
-- there are.
create function public.events_to_reread(most integer) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_ids bigint[];
  v_limit integer := least(greatest(coalesce(most, 1), 0), 200);
begin
  select w.id into v_workspace from public.workspaces w
  where w.id in (select app.my_workspaces()) order by w.created_at, w.id limit 1;
  perform app.require_role(v_workspace, 'manager');
  v_ids := array(
    select r.id from public.webhook_requests r
    where r.workspace_id = v_workspace and r.source = 'cloudtalk' and r.origin = 'webhook'
      and r.received_at > app.reread_since()
        and r.mapping_version < app.field_mapping_version(v_workspace)
      and r.payload_removed_at is null and (r.call_id is not null
        or (r.outcome = 'rejected' and r.reason <> 'body_too_large')
        or (r.outcome = 'ignored' and r.reason in ('unknown_event', 'not_a_call_end')))
    order by r.id);
  return jsonb_build_object('ids', v_ids[1:v_limit], 'left', greatest(cardinality(v_ids) - v_limit,
    0));
end $$;

grant execute on function public.events_to_reread(integer) to authenticated;
grant execute on function
  public.take_for_reread(bigint[], uuid), public.reread_delivery(bigint, jsonb, uuid),
  public.keep_readings(bigint[], integer, uuid)
to service_role;
