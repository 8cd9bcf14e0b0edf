-- "Send anyway": what a person's word lifts, what it does not, and how often it counts.

create index audit_log_overrides on public.audit_log (workspace_id, user_id, at)
  where action = 'call_overridden';

-- An ask that has left and waits for its answer holds for a person's word too: for a day, or for
-- the cooldown where that is longer. Null when it does not.
create function app.open_ask_holds(p_ask bigint, p_at timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_workspace uuid := (select a.workspace_id from public.asks a where a.id = p_ask);
  v_hours integer;
begin
  if p_ask is null then
    return null;
  end if;
  v_hours := greatest(24, (app.setting(v_workspace, 'cooldown') ->> 'hours')::integer);
  if not exists (
    select from public.whatsapp_messages m
    left join public.whatsapp_send_attempts a on a.message_id = m.id and a.outcome <> 'not_sent'
    where m.ask_id = p_ask and m.purpose in ('follow_up', 'reminder')
      and coalesce(a.started_at, m.send_began_at) > p_at - make_interval(hours => v_hours))
  then
    return null;
  end if;
  return app.covered_by_ask(p_ask);
end $$;

-- What "send anyway" would pass over for this ask now, as codes: not_ended, what the rules or its
-- origin's data say, a colleague's "don't send", a bill that is here, the cooldown. What an earlier
-- "send anyway" passed over is not asked for again.
create function app.lifted_by_staff(a public.asks) returns text[]
language plpgsql stable set search_path = ''
as $$
declare
  c public.contacts;
  v_codes text[] := case when a.ready_at is not null then '{}' else '{not_ended}' end;
  v_decision jsonb;
  v_guard jsonb;
begin
  if a.staff_decision = 'dont_send' then
    v_codes := v_codes || 'staff_refused'::text;
  end if;
  v_decision := app.decide_by_origin(a, app.ask_facts(a));
  if not (v_decision ->> 'send')::boolean and a.staff_decision is distinct from 'send' then
    v_codes := v_codes || (v_decision ->> 'code');
  end if;
  select * into c from public.contacts x where x.id = a.contact_id;
  v_guard := app.check_guards(a.workspace_id, c, a.id, app.now(),
    coalesce(v_decision ->> 'template', 'follow_up'), false, null, a.purpose);
  if v_guard ->> 'code' in ('bill_received', 'asked_by_hand', 'cooldown') then
    v_codes := v_codes || (v_guard ->> 'code');
  elsif a.code = 'refusal' then
    v_codes := v_codes || 'refusal'::text;
  elsif a.evidence is not null then
    v_codes := v_codes || 'bill_received'::text;
  end if;
  return v_codes;
end $$;

-- Presses of "send anyway" that count, in any 24 hours.
create function app.presses_a_day(p_role text) returns integer
language sql immutable set search_path = ''
as $$ select case when app.role_rank(p_role) >= app.role_rank('manager') then 100 else 20 end $$;

create function app.presses_left(p_workspace uuid, p_user uuid) returns integer
language sql stable set search_path = ''
as $$
  select app.presses_a_day(m.role) - (
    select count(*) from public.audit_log a
    where a.workspace_id = p_workspace and a.user_id = p_user and a.action = 'call_overridden'
      and a.at > app.now() - interval '24 hours' and a.detail ->> 'answer' = 'staff_send')::integer
  from public.memberships m where m.workspace_id = p_workspace and m.user_id = p_user
$$;

-- Why a press of "send anyway" does nothing, logged; null when it counts, or is refused by what no
-- press lifts. p_lifts: what the page named and was confirmed. Under the channel's lock, so that
-- presses at once are counted.
create function app.refuse_press(a public.asks, p_lifts text[]) returns text
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
  v_answer text;
begin
  select * into c from public.contacts x where x.id = a.contact_id;
  if app.check_guards(a.workspace_id, c, a.id, app.now(), 'follow_up', true, null, a.purpose)
    ->> 'code' in ('opted_out', 'erased', 'blocked', 'covered')
  then
    return null;
  end if;
  v_answer := case
    when not app.lifted_by_staff(a) <@ coalesce(p_lifts, '{}') then 'not_confirmed'
    when app.presses_left(a.workspace_id, auth.uid()) <= 0 then 'limit_reached' end;
  if v_answer = 'limit_reached' then
    perform app.log_action(a.workspace_id, auth.uid(), 'call_overridden', 'call',
      a.call_id::text, jsonb_build_object('decision', 'send', 'answer', v_answer));
  end if;
  return v_answer;
end $$;

-- What the page names before "send anyway": {lifts: [code], left: presses of today}.
create function public.call_lifts(call bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks x where x.call_id = call;
  perform app.require_role(a.workspace_id, 'agent');
  return jsonb_build_object('lifts', to_jsonb(app.lifted_by_staff(a)),
    'left', greatest(app.presses_left(a.workspace_id, auth.uid()), 0));
end $$;

grant execute on function public.call_lifts(bigint) to authenticated;
