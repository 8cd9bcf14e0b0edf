-- The dry run: what would become of a call if it came now. Writes nothing.

-- Every guard in the order of asking, until one stops: [{guard, passes, reason?, coveredBy?,
-- file?}]. p_stop: what app.check_guards answered.
create function app.guards_json(p_stop jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('guard', g.code, 'passes', true) || case
    when g.code = p_stop ->> 'code'
    then p_stop - 'code' || '{"passes": false}' else '{}' end order by g.n)
  from unnest(array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal',
    'covered', 'asked_by_hand', 'cooldown', 'no_reason', 'no_template']) with ordinality g (code, n)
  where p_stop is null or g.n <= array_position(
    array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal', 'covered',
      'asked_by_hand', 'cooldown', 'no_reason', 'no_template'], p_stop ->> 'code')
$$;

-- When a message that was decided at p_now would leave: {dueAt, leavesAt, expiresAt, guards}, the
-- guards with the two that only hold it back. w: with the channel's hours.
create function app.try_leaving(p_decision jsonb, p_stop jsonb, p_channel public.channels,
  w public.workspaces, p_zone text, p_now timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_guards jsonb := app.guards_json(p_stop);
  v_times jsonb := app.follow_up_times(p_decision, p_now, p_now);
  v_leaves timestamptz := case when (v_times ->> 'liveUntil')::timestamptz > p_now then p_now
    else app.next_sending_time((v_times ->> 'dueAt')::timestamptz, w, p_zone) end;
begin
  if p_stop is null and v_leaves >= (v_times ->> 'expiresAt')::timestamptz then
    v_guards := v_guards || jsonb_build_object('guard', 'hours', 'passes', false, 'reason',
      'It would expire before the sending hours let it leave.');
    v_leaves := null;
  end if;
  if p_channel.state = 'paused' then
    v_guards := v_guards || jsonb_build_object('guard', 'paused', 'passes', false, 'reason',
      'The channel is paused: it would wait.');
    v_leaves := null;
  end if;
  return jsonb_build_object('dueAt', v_times -> 'dueAt', 'leavesAt', v_leaves,
    'expiresAt', v_times -> 'expiresAt', 'guards', v_guards);
end $$;

create function app.tried_text(p_workspace uuid, p_template text, p_facts jsonb) returns text
language sql stable set search_path = ''
as $$
  select app.render_template(t.body, app.text_variables(p_facts))
  from public.whatsapp_templates t where t.workspace_id = p_workspace and t.key = p_template
$$;

-- Where a text would leave from, to somebody known or not.
create function app.channel_tried(c public.contacts, p_workspace uuid, p_template text) returns uuid
language sql stable set search_path = ''
as $$
  select coalesce(app.channel_to_write(c.id, 'follow_up', app.template_id(p_workspace, p_template)),
    app.first_contact_channel(p_workspace))
$$;

-- A guard's answer, as the page knows it: covered by a call, where guards speak of asks.
create function app.stop_of_call(p_stop jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select case when p_stop ? 'coveredBy' then p_stop || jsonb_build_object('coveredBy',
    (select a.call_id from public.asks a where a.id = (p_stop ->> 'coveredBy')::bigint))
    else p_stop end
$$;

-- facts: a call as the product's own parser reads it, or null to take those of `call`, a past one
-- of the workspace, whose own message and later history do not count. rules: a draft (a value of
-- the setting `rules`), or null for those that hold. {send, code, ruleId, ruleName, reason,
-- because, template, text, dueAt, leavesAt, expiresAt, guards, ruleSends, staffDecision}: send,
-- code and reason as the call would get them, ruleSends what the rules alone say. leavesAt is the
-- earliest moment by the sending hours; null for a message that would expire first or whose channel
-- is paused.
create function public.try_decision(workspace uuid, facts jsonb default null,
  rules jsonb default null, call bigint default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  w public.workspaces;
  k public.cloudtalk_calls;
  c public.contacts;
  v_channel public.channels;
  v_facts jsonb := facts;
  v_ask bigint;
  v_decision jsonb;
  v_stop jsonb;
  v_trip jsonb;
  v_text text;
begin
  perform app.require_role(workspace, 'agent');
  select * into w from public.workspaces x where x.id = workspace;
  if call is not null then
    select * into k from public.cloudtalk_calls x where x.id = call and x.workspace_id = workspace;
    if k.id is null then
      raise exception using errcode = 'PT404', message = 'There is no such call.';
    end if;
    v_facts := coalesce(v_facts, k.facts);
  end if;
  if jsonb_typeof(v_facts) is distinct from 'object' then
    raise exception using errcode = 'PT400',
      message = 'Give the facts of a call, or the number of a past one.';
  end if;
  v_facts := jsonb_strip_nulls(v_facts);
  select * into c from public.contacts x where x.id = case when facts is null then k.contact_id
    else app.contact_by(workspace, 'phone', v_facts -> 'phone' ->> 'e164') end;
  if facts is not null and app.is_erased(workspace, 'phone', v_facts -> 'phone' ->> 'e164') then
    v_facts := app.without_person(v_facts);
  end if;
  select a.id into v_ask from public.asks a where a.call_id = k.id;
  v_decision := app.decide(workspace, v_facts, c.id,
    coalesce(rules, app.setting(workspace, 'rules')), v_ask);
  if (v_decision ->> 'send')::boolean then
    v_stop := app.stop_of_call(app.check_guards(workspace, c, v_ask, v_now,
      v_decision ->> 'template', false, v_facts, 'bill', v_decision -> 'requires'));
    select * into v_channel from public.channels x where x.id = app.channel_tried(c, w.id,
      v_decision ->> 'template');
    v_trip := app.try_leaving(v_decision, v_stop, v_channel, app.hours_of(w, v_channel),
      c.time_zone, v_now);
    v_text := app.tried_text(workspace, v_decision ->> 'template', v_facts);
  end if;
  if not coalesce((v_facts ->> 'ended')::boolean, true) then
    v_stop :=
      '{"code": "not_ended", "reason": "This body does not say that the call ended: nothing is sent until one does."}';
  end if;
  return jsonb_build_object(
    'send', (v_decision ->> 'send')::boolean and v_stop is null,
    'code', coalesce(v_stop, v_decision) ->> 'code',
    'reason', coalesce(v_stop, v_decision) ->> 'reason',
    'ruleSends', v_decision -> 'send', 'ruleId', v_decision -> 'ruleId',
    'ruleName', v_decision -> 'ruleName', 'because', v_decision -> 'because',
    'template', v_decision -> 'template', 'text', v_text,
    'dueAt', case when v_stop is null then v_trip -> 'dueAt' end,
    'leavesAt', case when v_stop is null then v_trip -> 'leavesAt' end,
    'expiresAt', case when v_stop is null then v_trip -> 'expiresAt' end,
    'guards', coalesce(v_trip -> 'guards', '[]'), 'staffDecision', k.staff_decision);
end $$;

grant execute on function public.try_decision(uuid, jsonb, jsonb, bigint) to authenticated;
