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
    'covered', 'asked_by_hand', 'cooldown']) with ordinality g (code, n)
  where p_stop is null or g.n <= array_position(
    array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal', 'covered',
      'asked_by_hand', 'cooldown'], p_stop ->> 'code')
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
  v_times jsonb;
  v_leaves timestamptz;
  v_text text;
  v_guards jsonb;
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
    v_stop := app.check_guards(workspace, c, v_ask, v_now, v_decision ->> 'template', false,
      case when facts is not null then v_facts end);
    if v_stop ? 'coveredBy' then
      -- The page knows calls.
      v_stop := v_stop || jsonb_build_object('coveredBy', (select a.call_id from public.asks a
        where a.id = (v_stop ->> 'coveredBy')::bigint));
    end if;
    select * into v_channel from public.channels x
      where x.id = coalesce(app.channel_for(c.id, 'follow_up'), app.first_contact_channel(w.id));
    w := app.hours_of(w, v_channel);
    v_guards := app.guards_json(v_stop);
    v_times := app.follow_up_times(v_decision, v_now, v_now);
    v_leaves := case when (v_times ->> 'liveUntil')::timestamptz > v_now then v_now
      else app.next_sending_time((v_times ->> 'dueAt')::timestamptz, w, c.time_zone) end;
    if v_stop is null and v_leaves >= (v_times ->> 'expiresAt')::timestamptz then
      v_guards := v_guards
        || '[{"guard": "hours", "passes": false, "reason": "It would expire before the sending hours let it leave."}]';
      v_leaves := null;
    end if;
    if v_channel.state = 'paused' then
      v_guards := v_guards || jsonb_build_object('guard', 'paused', 'passes', false, 'reason',
        'The channel is paused: it would wait.');
      v_leaves := null;
    end if;
    select app.render_template(t.body, jsonb_build_object('contact_name', v_facts -> 'contactName',
      'agent_name', v_facts -> 'agentName', 'company', v_facts -> 'company')) into v_text
    from public.whatsapp_templates t where t.workspace_id = w.id
      and t.key = v_decision ->> 'template';
  end if;
  if not coalesce((v_facts ->> 'ended')::boolean, true) then
    v_stop := '{"code": "not_ended", "reason": "This body does not say that the call ended: nothing is sent until one does."}';
  end if;
  return jsonb_build_object(
    'send', (v_decision ->> 'send')::boolean and v_stop is null,
    'code', coalesce(v_stop, v_decision) ->> 'code', 'reason', coalesce(v_stop, v_decision)
      ->> 'reason',
    'ruleSends', v_decision -> 'send', 'ruleId', v_decision -> 'ruleId', 'ruleName',
      v_decision -> 'ruleName',
    'because', v_decision -> 'because',
    'template', v_decision -> 'template', 'text', v_text,
    'dueAt', case when v_stop is null then v_times -> 'dueAt' end, 'leavesAt', case
      when v_stop is null then v_leaves end,
    'expiresAt', case when v_stop is null then v_times -> 'expiresAt' end,
    'guards', coalesce(v_guards, '[]'), 'staffDecision', k.staff_decision);
end $$;

grant execute on function public.try_decision(uuid, jsonb, jsonb, bigint) to authenticated;
