-- When a call began, as far as its own facts tell: what was sent since then, also while they still
-- talked or the agent wrapped up, came with the call and not before it.

-- A time as a vendor wrote it. Workflow bodies name no zone: of UTC and the company's own, the last
-- that is not after p_by. Null for what is no such time.
create function app.told_time(p_text text, p_zone text, p_by timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_zone constant text := '(Z|[+-]\d\d(:?\d\d)?)';
  v_plain timestamp;
begin
  if p_text ~ '^1\d{9}(\d{3})?$' then
    return (select t from to_timestamp(left(p_text, 10)::bigint) t where t <= p_by);
  elsif p_text is null or p_text !~ ('^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)? ?' || v_zone
    || '?$')
      or not pg_input_is_valid(p_text, 'timestamptz') then
    return null;
  elsif p_text ~ (':\d\d.*' || v_zone || '$') then
    return (select t from (values (p_text::timestamptz)) told (t) where t <= p_by);
  end if;
  v_plain := p_text::timestamp;
  return (
    select max(t) from (values (v_plain at time zone 'UTC'), (v_plain at time zone p_zone)) told (t)
    where t <= p_by);
end $$;

-- When the call of these facts began, of which we heard at p_heard that it had ended; at most a day
-- before, never after.
create function app.began_at(p_facts jsonb, p_heard timestamptz, p_zone text) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  -- A vendor's clock may be a little ahead of ours.
  v_by timestamptz := p_heard + interval '2 minutes';
  v_talking interval := app.told_seconds(p_facts -> 'talkingSeconds');
  v_waiting interval := app.told_seconds(p_facts -> 'waitingSeconds');
begin
  -- A call that began at one reading of its time would have to be over by now: that tells the
  -- readings apart.
  return greatest(p_heard - interval '24 hours', least(p_heard, coalesce(
    app.told_time(p_facts ->> 'startedAt', p_zone, v_by - v_talking - v_waiting),
    app.told_time(p_facts ->> 'answeredAt', p_zone, v_by - v_talking) - v_waiting,
    app.told_time(p_facts ->> 'endedAt', p_zone, v_by) - v_talking - v_waiting,
    -- The webhook comes after the agent's wrap-up, which takes minutes.
    p_heard - v_talking - v_waiting - interval '5 minutes')));
end $$;

-- At most a day; none where nothing is told.
create function app.told_seconds(p_value jsonb) returns interval
language sql immutable set search_path = ''
as $$
  select make_interval(secs => case jsonb_typeof(p_value)
    when 'number' then least(greatest(p_value::numeric, 0), 86400) else 0 end)
$$;

create function app.call_began_at(k public.cloudtalk_calls) returns timestamptz
language sql stable set search_path = ''
as $$
  select least(k.created_at,
    app.began_at(k.facts, coalesce(k.ended_heard_at, k.created_at), w.time_zone))
  from public.workspaces w where w.id = k.workspace_id
$$;

-- Whether what was written until p_by came after this ask was made, or else since its call began.
-- What a person asked for knowing what is here already, only the former.
create function app.answers_ask(p_ask bigint, p_made timestamptz, p_by timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_made <= p_by or exists (select from public.asks a
    join public.cloudtalk_calls k on k.id = a.call_id
    where a.id = p_ask and a.staff_decision is distinct from 'send'
      and app.call_began_at(k) <= p_by);
end $$;
