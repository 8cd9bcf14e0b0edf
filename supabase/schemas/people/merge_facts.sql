-- Several bodies tell of one call. None of them knows of the others, and they come in any order.

-- Of two numbers the one to write to, whichever came first: one that the telephone system knows
-- before one that a language model heard, one that WhatsApp reaches before one that it cannot; of
-- two alike the first.
create function app.merge_phones(p_old jsonb, p_new jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_ranks integer[] := array(
    select case
      when p ->> 'e164' is not null then 10 + case when p ->> 'by' = 'voice_agent' then 0 else 2 end
        + case when p ->> 'problem' is null then 1 else 0 end
      else array_position(array['withheld', 'invalid', 'internal'], p ->> 'problem') end
    from unnest(array[p_old, p_new]) with ordinality t (p, n) order by n);
begin
  return case when coalesce(v_ranks[2], 0) > coalesce(v_ranks[1], 0) then p_new
    else coalesce(p_old, p_new) end;
end $$;

-- What one call is known by, merged. What decides does not depend on which body came first: what
-- one of them tells of a refusal stays, the longest talking time counts, all agents count. Of the
-- rest, what cannot change keeps its first wording (two kinds of body write the same time
-- differently), and what can (tags) is as told last.
create function app.merge_facts(p_old jsonb, p_new jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_merged jsonb;
  v_named jsonb;
  v_directions text[] := array_remove(array[p_old ->> 'direction', p_new ->> 'direction'], null);
begin
  v_merged := p_old || p_new
    || (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(p_old)
        where key in ('bodyKind', 'callId', 'callUuid', 'internalNumber', 'startedAt', 'answeredAt',
          'endedAt', 'contactName',
          'company', 'agentId', 'agentName', 'agentEmail', 'campaign', 'unansweredStatus'))
    || jsonb_strip_nulls(jsonb_build_object(
      'direction', (select d from unnest(v_directions) d order by d not in ('internal', 'monitor'),
        d limit 1),
      'talkingSeconds', greatest((p_old ->> 'talkingSeconds')::numeric,
        (p_new ->> 'talkingSeconds')::numeric),
      'answered', (select bool_and(a::boolean)
        from unnest(array[p_old ->> 'answered', p_new ->> 'answered']) a),
      'isVoicemail', (select bool_or(v::boolean)
        from unnest(array[p_old ->> 'isVoicemail', p_new ->> 'isVoicemail']) v),
      'phone', app.merge_phones(p_old -> 'phone', p_new -> 'phone')))
    || jsonb_build_object(
      'customFields', coalesce(p_old -> 'customFields', '{}') || coalesce(p_new -> 'customFields',
        '{}'),
      'doNotSend', coalesce((p_old ->> 'doNotSend')::boolean, false)
        or coalesce((p_new ->> 'doNotSend')::boolean, false));
  select jsonb_object_agg(o.key, (select jsonb_agg(distinct t)
    from jsonb_array_elements_text(o.value || n.value) t))
  into v_named from jsonb_each(app.all_named(p_old)) o join jsonb_each(app.all_named(p_new)) n
    on n.key = o.key
  where o.value || n.value <> '[]';
  if app.all_named(v_merged - 'named') <> app.all_named(jsonb_build_object('named', v_named)) then
    v_merged := v_merged || jsonb_build_object('named', v_named);
  end if;
  return v_merged;
end $$;

-- What may be kept of a call of somebody who asked to be erased: that it was, when, how long, and
-- with whom of us.
create function app.without_person(p_facts jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(key, value), '{}') || '{"erased": true}' from jsonb_each(p_facts)
  where key in ('bodyKind', 'callId', 'direction', 'startedAt', 'answeredAt', 'endedAt',
    'talkingSeconds', 'waitingSeconds',
    'answered', 'isVoicemail', 'agentId', 'agentName', 'agentEmail')
$$;
