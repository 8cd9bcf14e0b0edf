-- One call a webhook: the delivery and its effects, committed together.

-- Somebody wrote, and nothing tells who: in sight all the same.
create function app.record_ignored(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  if p_value ->> 'look' is not null then
    perform app.note_attention(p_workspace, null, p_value ->> 'look', p_heard,
      p_request => p_request,
      p_detail => p_value ->> 'reason');
  end if;
  return jsonb_build_object('outcome', 'ignored', 'reason', p_value ->> 'reason', 'detail',
    p_value ->> 'detail');
end $$;

-- A number that is no channel of ours: nothing takes effect, and a person sees it, once an account.
create function app.record_unknown_account(p_workspace uuid, p_source text, p_account text,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_detail text := concat_ws(' ', p_source, p_account);
begin
  perform app.note_attention(p_workspace, null, 'unknown_account', p_heard, p_request => p_request,
    p_detail => v_detail)
  where not exists (select from public.attention a where a.workspace_id = p_workspace
    and a.settled_at is null and a.kind = 'unknown_account' and a.detail = v_detail);
  return jsonb_build_object('outcome', 'ignored', 'reason', 'unknown_account', 'detail', v_detail);
end $$;

-- Whether it means nothing without a number of ours. A call may be one of a telephone system, and
-- what names no number at all is heeded.
create function app.is_of_a_number(p_value jsonb, p_account text) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
  v_type text := p_value ->> 'type';
begin
  return v_type in ('inbound_message', 'message_edit', 'message_deleted', 'reaction', 'echo',
      'message_status', 'channel_status', 'found_message')
    or (p_account is not null and (v_type in ('preference', 'renamed')
      or (v_type = 'call_ended' and p_value ? 'chat')));
end $$;

-- One value about a channel, applied. Null: of a type that nobody knows.
create function app.apply_value(p_workspace uuid, p_channel uuid, p_type text, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return case p_type
    when 'erased' then app.ignore_erased(p_workspace, p_value)
    when 'call_ended' then app.record_call(p_workspace, p_value, p_request, p_heard,
      case when p_value ? 'chat' then p_channel end)
    when 'inbound_message' then app.record_inbound(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'message_edit' then app.record_edit(p_workspace, p_channel, p_value, p_request, p_heard)
    when 'message_deleted' then app.record_deletion(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'reaction' then app.record_reaction(p_workspace, p_channel, p_value, p_request, p_heard)
    when 'echo' then app.record_echo(p_workspace, p_channel, p_value, p_request, p_heard)
    when 'message_status' then app.record_status(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'channel_status' then app.record_channel_status(p_channel, p_value, p_heard)
    when 'found_message' then app.record_found_message(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'identity' then app.record_identity(p_workspace, p_value, p_request)
    when 'renamed' then app.record_renamed(p_workspace, p_value, p_heard)
    when 'preference' then app.record_preference(p_workspace, p_value, p_heard)
    when 'lead' then app.record_lead(p_workspace, p_value, p_request, p_heard)
    when 'lead_notice' then app.record_lead_notice(p_workspace, p_value, p_request, p_heard)
    when 'ignored' then app.record_ignored(p_workspace, p_value, p_request, p_heard)
  end;
end $$;

-- News of a number or a text, which may name their channels by other names than its account.
create function app.apply_news(p_workspace uuid, p_source text, p_channels public.channels[],
  p_channel uuid, p_value jsonb, p_proved uuid, p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return coalesce(app.record_news(p_workspace,
      case when p_value ? 'account' then array_remove(array[p_channel], null)
        else app.channels_meant(p_channels, p_source, p_value -> 'line',
          app.channel_named(p_channels, p_source, null, p_proved)) end,
      p_value, p_request, p_heard),
    app.record_unknown_account(p_workspace, p_source, coalesce(p_value ->> 'account',
      p_value -> 'line' ->> 'number', p_value -> 'line' ->> 'business'), p_request, p_heard));
end $$;

-- The delivery did what its strongest value did.
create function app.effects_in_all(p_results jsonb[]) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((select r from unnest(p_results) with ordinality t (r, n)
      order by array_position(array['processed', 'ignored', 'duplicate'], r ->> 'outcome'), n
      limit 1), '{"outcome": "ignored", "reason": "empty"}')
    || jsonb_build_object('channels', (
      select coalesce(jsonb_agg(distinct r -> 'channel'), '[]') from unnest(p_results) r
      where jsonb_typeof(r -> 'channel') = 'string'));
end $$;

-- Applies every value of one delivery or none. p_about: {account?, channel?} of the delivery, for
-- values that name no account. {outcome, reason?, detail?, duplicateOf?, channels}
create function app.apply_effects(p_request bigint, p_workspace uuid, p_source text, p_values jsonb,
  p_heard timestamptz, p_about jsonb default null) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_channels public.channels[];
  v_channel uuid;
  v_account text := p_about ->> 'account';
  v_proved uuid := (p_about ->> 'channel')::uuid;
  v_value jsonb;
  v_result jsonb;
  v_results jsonb[] := '{}';
  v_has_erased boolean;
  v_line jsonb;
begin
  -- First of the three locks, of all channels: an answer on one may withdraw what waits on another.
  v_channels := app.lock_channels(p_workspace);
  v_channel := app.channel_named(v_channels, p_source, v_account, v_proved);
  v_has_erased := exists (select from public.erased_identities e
    where e.workspace_id = p_workspace);
  for v_value in select * from jsonb_array_elements(p_values) loop
    if (v_value ->> 'unproved')::boolean then
      v_value := case when v_has_erased and app.is_of_erased(p_workspace, v_value)
        then '{"type": "ignored", "reason": "erased"}' else app.curbed(v_value) end;
    end if;
    if coalesce(v_value ->> 'account', p_about ->> 'account') is distinct from v_account then
      v_account := coalesce(v_value ->> 'account', p_about ->> 'account');
      v_channel := app.channel_named(v_channels, p_source, v_account, v_proved);
      v_line := null;
    end if;
    if v_value ->> 'type' in ('template_news', 'number_news') then
      v_results := v_results || app.apply_news(p_workspace, p_source, v_channels, v_channel,
        v_value, v_proved, p_request, p_heard);
      continue;
    end if;
    if v_channel is not null and v_account is not null and v_value ? 'line'
        and v_value -> 'line' is distinct from v_line then
      v_line := v_value -> 'line';
      perform app.learn_line(p_workspace, v_channel, v_line);
    end if;
    if v_channel is null and app.is_of_a_number(v_value, v_account) then
      v_results := v_results || app.record_unknown_account(p_workspace, p_source, v_account,
        p_request, p_heard);
      continue;
    end if;
    v_result := app.apply_value(p_workspace, v_channel,
      case when v_has_erased and app.is_of_erased(p_workspace, v_value) then 'erased'
        else v_value ->> 'type' end, v_value, p_request, p_heard);
    if v_result is null then
      raise exception 'unknown domain value %', v_value ->> 'type';
    end if;
    v_results := v_results || v_result;
  end loop;
  return app.effects_in_all(v_results);
end $$;

-- After a whole delivery failed: each of its values in a subtransaction of its own, so that a bad
-- one takes back no other. As apply_effects answers; with `left`, the values that failed, when some
-- did. Not done at first: some thousands of subtransactions are dearer than one (more than 64 leave
-- the shared cache of a backend).
create function app.apply_each(
  p_request bigint, p_workspace uuid, p_source text, p_values jsonb, p_heard timestamptz,
  p_about jsonb default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_value jsonb;
  v_result jsonb;
  v_best jsonb;
  v_failure jsonb;
  v_left jsonb[] := '{}';
  v_channels jsonb := '[]';
begin
  for v_value in select * from jsonb_array_elements(p_values) loop
    begin
      v_result := app.apply_effects(p_request, p_workspace, p_source, jsonb_build_array(v_value),
        p_heard, p_about);
      if v_best is null or array_position(array['processed', 'ignored', 'duplicate'],
        v_result ->> 'outcome')
          < array_position(array['processed', 'ignored', 'duplicate'], v_best ->> 'outcome') then
        v_best := v_result;
      end if;
      if not v_channels @> (v_result -> 'channels') then
        v_channels := v_channels || (v_result -> 'channels');
      end if;
    exception when others then
      v_failure := coalesce(v_failure, jsonb_build_object('reason', sqlstate, 'detail', sqlerrm));
      v_left := v_left || v_value;
    end;
  end loop;
  if v_failure is null then
    return v_best || jsonb_build_object('channels', v_channels);
  end if;
  return v_failure || jsonb_build_object('outcome', 'failed', 'channels', v_channels, 'left',
    to_jsonb(v_left));
end $$;

-- The delivery as it came; what becomes of it is written over it in the same transaction.
create function app.keep_delivery(p_workspace uuid, p_delivery jsonb, p_effects jsonb,
  p_at timestamptz) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
begin
  insert into public.webhook_requests (
    workspace_id, source, origin, event_type, received_at, request_id, content_type, headers, body,
      raw_body,
    outcome, reason, detail, account, channel_id, mapping_version)
  values (
    p_workspace, p_delivery ->> 'source', coalesce(p_delivery ->> 'origin', 'webhook'),
      left(p_delivery ->> 'eventType', 200), p_at, p_delivery ->> 'requestId',
    left(p_delivery ->> 'contentType', 200), coalesce(p_delivery -> 'headers', '{}'),
      nullif(p_delivery -> 'body', 'null'),
    p_delivery ->> 'rawBody', 'rejected', left(p_delivery -> 'rejected' ->> 'reason', 200),
    left(p_delivery -> 'rejected' ->> 'detail', 500),
    left(p_delivery ->> 'account', 200), (p_delivery ->> 'channel')::uuid,
    case when p_effects -> 0 ->> 'bodyKind' is distinct from 'native'
      then (p_delivery ->> 'mappingVersion')::integer end)
  returning id into v_id;
  return v_id;
end $$;

-- What is lost with one that cannot be read is to be looked at.
create function app.note_rejected(p_workspace uuid, p_delivery jsonb, p_id bigint,
  p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if p_delivery -> 'rejected' ->> 'reason' = 'body_too_large' then
    perform app.note_attention(p_workspace, null, 'body_too_large', p_at, p_request => p_id,
      p_detail => p_delivery ->> 'source');
  elsif p_delivery -> 'rejected' ->> 'lost' in ('calls', 'leads') then
    perform app.note_attention(p_workspace, null,
      case p_delivery -> 'rejected' ->> 'lost' when 'leads' then 'lead_unreadable'
        else 'call_unreadable' end, p_at, p_request => p_id,
      p_detail => p_delivery -> 'rejected' ->> 'reason');
  end if;
end $$;

-- What came of a delivery, and what of it stays.
create function app.close_delivery(p_id bigint, p_workspace uuid, p_delivery jsonb,
  p_effects jsonb, p_result jsonb, p_began timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  -- Of whom was erased nothing is stored, whatever came of the delivery. One that failed keeps its
  -- values, to be tried again.
  v_is_erased boolean := case when exists (select from public.erased_identities e
    where e.workspace_id = p_workspace)
    then coalesce(p_result ->> 'reason' = 'erased', false)
      or app.mentions_erased(p_workspace, concat_ws(' ', p_effects::text, p_delivery ->> 'body',
        p_delivery ->> 'rawBody'))
    else false end;
begin
  update public.webhook_requests set
    outcome = p_result ->> 'outcome',
    reason = coalesce(p_result ->> 'reason', reason),
    detail = coalesce(left(p_result ->> 'detail', 500), detail),
    duplicate_of = (p_result ->> 'duplicateOf')::bigint,
    call_id = (p_result ->> 'call')::bigint,
    body = case when p_result ->> 'outcome' = 'duplicate' or v_is_erased then null else body end,
    raw_body = case when p_result ->> 'outcome' = 'duplicate' or v_is_erased then null
      else raw_body end,
    headers = case when v_is_erased then '{}' else headers end,
    payload_removed_at = case when v_is_erased and p_result ->> 'outcome' <> 'failed'
      then p_began end,
    domain_values = case when p_result ->> 'outcome' = 'failed'
      then coalesce(p_result -> 'left', p_effects) end,
    tries = 1,
    next_try_at = case when p_result ->> 'outcome' = 'failed'
      then app.now() + interval '30 seconds' end,
    duration_ms = round((coalesce((p_delivery ->> 'elapsedMs')::numeric, 0)
      + extract(epoch from app.now() - p_began) * 1000)::numeric, 2)
  where id = p_id;
end $$;

-- delivery: {workspace, source, account?, channel?, origin?, eventType, requestId, contentType,
-- headers, body, rawBody, elapsedMs, rejected?: {reason, detail}, mappingVersion?}; effects: the
-- domain values, each with the account that it is about where it is not the delivery's.
-- Read with another field mapping than the one that holds, nothing is stored: {outcome:
-- outdated_mapping, mapping}. An effect that fails rolls back alone: the delivery stays as `failed`
-- with what it has not done, and the clock applies that again.
create function public.record_delivery(delivery jsonb, effects jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_began timestamptz := app.now();
  v_workspace uuid;
  v_id bigint;
  v_result jsonb;
  v_about jsonb;
begin
  delivery := delivery || jsonb_build_object('channel',
    app.channel_proved(delivery, effects -> 0 -> 'line' ->> 'business'));
  v_about := jsonb_build_object('account', delivery ->> 'account', 'channel',
    delivery ->> 'channel');
  select app.workspace_told(delivery ->> 'source', delivery ->> 'account',
    (delivery ->> 'channel')::uuid, w.id) into v_workspace
  from public.workspaces w where w.key = delivery ->> 'workspace';
  if v_workspace is null then
    raise exception using errcode = 'PT404', message = 'There is no such workspace.';
  end if;
  if (delivery ->> 'mappingVersion')::integer <> app.field_mapping_version(v_workspace) then
    return jsonb_build_object('outcome', 'outdated_mapping', 'mapping',
      public.field_mapping(delivery ->> 'workspace'));
  end if;
  v_id := app.keep_delivery(v_workspace, delivery, effects, v_began);
  if nullif(delivery -> 'rejected', 'null') is not null then
    v_result := '{"outcome": "rejected", "channels": []}';
    perform app.note_rejected(v_workspace, delivery, v_id, v_began);
  else
    begin
      v_result := app.apply_effects(v_id, v_workspace, delivery ->> 'source', effects, v_began,
        v_about);
    exception when others then
      v_result := jsonb_build_object('outcome', 'failed', 'reason', sqlstate, 'detail', sqlerrm,
        'channels', '[]'::jsonb);
    end;
    if v_result ->> 'outcome' = 'failed' and jsonb_array_length(effects) > 1 then
      v_result := app.apply_each(v_id, v_workspace, delivery ->> 'source', effects, v_began,
        v_about);
    end if;
  end if;
  perform app.close_delivery(v_id, v_workspace, delivery, effects, v_result, v_began);
  return v_result - '{left,call}'::text[] || jsonb_build_object('requestId', v_id);
end $$;

-- What failed and is due again, longest due first; with `fresh` only what failed once: what is said
-- in it, a STOP maybe, comes before the sends, and what fails again and again after them. Each try
-- is counted here, in a transaction of its own: one that the statement timeout cuts off (hosted
-- Supabase: 8 s) would otherwise count none, and be tried for ever. After eight an event is
-- dead-lettered: still there, and in sight. The last try may still bring it back.
create function public.take_failed_events(most integer, fresh boolean default false)
  returns bigint[]
language plpgsql security definer set search_path = ''
as $$
declare
  v_ids bigint[];
begin
  with due as (
    select r.id, r.next_try_at from public.webhook_requests r
    where r.outcome = 'failed' and r.dead_lettered_at is null and r.next_try_at <= app.now()
      and (not fresh or r.tries - r.replays = 1)
    order by r.next_try_at limit least(greatest(coalesce(most, 50), 0), 50) for update skip locked),
  taken as (
    update public.webhook_requests r set tries = r.tries + 1,
      next_try_at = app.now() + interval '30 seconds' * power(2, least(r.tries - r.replays, 10)),
      dead_lettered_at = case when r.tries + 1 - r.replays >= 8 then app.now() end
    from due where r.id = due.id returning r.id, due.next_try_at)
  select array_agg(t.id order by t.next_try_at, t.id) into v_ids from taken t;
  return coalesce(v_ids, '{}');
end $$;

-- One of those that were taken, in one transaction. {outcome, channels}; outcome null when it is no
-- failed one any more.
create function public.retry_event(request bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  select r.workspace_id into v_workspace from public.webhook_requests r where r.id = request;
  -- In the order of tick, which locks them all by id; then the row's, as a replay does.
  perform app.lock_channels(v_workspace);
  -- The take has counted this try, and so does what follows.
  update public.webhook_requests r set tries = r.tries - 1 where r.id = request
    and r.outcome = 'failed' and r.tries > 0;
  if not found then
    return '{"outcome": null, "channels": []}';
  end if;
  return app.apply_again(request);
end $$;

grant execute on function
  public.record_delivery(jsonb, jsonb), public.take_failed_events(integer, boolean),
  public.retry_event(bigint)
to service_role;
