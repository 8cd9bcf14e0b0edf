-- From facts to a decision in words, and what may still stand in its way.

-- One condition that holds, in English.
create function app.check_words(p_check jsonb, p_facts jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_list text;
begin
  if starts_with(p_check ->> 'fact', 'tags.') then
    v_list := (select string_agg(format('"%s"', t), ', ')
      from jsonb_array_elements_text(p_check -> 'expected') t);
  end if;
  return case p_check ->> 'fact'
    when 'direction' then format('the call was %s', p_check ->> 'actual')
    when 'outcome' then app.outcome_words(p_facts)
    when 'talkingSeconds' then format('the talking time is %s s', p_check ->> 'actual')
    when 'agents' then format('the agent is "%s"', coalesce(p_facts ->> 'agentName',
      p_facts ->> 'agentEmail', p_facts ->> 'agentId'))
    when 'internalNumbers' then format('the line is %s', p_facts ->> 'internalNumber')
    when 'tags.any' then format('the tags have one of %s', v_list)
    when 'tags.all' then format('the tags have %s', v_list)
    when 'tags.none' then format('the tags have none of %s', v_list)
    when 'dispositions' then format('the disposition is "%s"', p_facts ->> 'disposition')
    when 'campaigns' then format('the campaign is "%s"', p_facts ->> 'campaign')
    when 'sources' then format('it came from %s', p_facts ->> 'source')
    when 'forms' then format('the form is "%s"', p_facts ->> 'form')
    when 'ads' then format('the advertisement is "%s"', p_facts ->> 'ad')
    when 'countries' then format('the country is "%s"', p_facts ->> 'country')
    when 'consents' then 'the consents that it asks for are ticked'
    when 'contact' then format('the person is %s', p_check -> 'actual' ->> 0)
    when 'previousFollowUps' then format('the person had %s follow-ups before',
      p_check ->> 'actual')
    else format(case p_check ->> 'is' when 'equal' then 'the field "%s" is "%s"' when 'not_equal'
      then 'the field "%s" is not "%s"'
      when 'contains' then 'the field "%s" contains "%s"' when 'present'
        then 'the field "%s" is there%s'
      else 'the field "%s" is missing%s' end, p_check ->> 'field', left(p_check ->> 'expected',
        100)) end;
end $$;

-- A refusal that no rule can lift; null when there is none.
create function app.refuse_by_facts(p_facts jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_problem text := coalesce(p_facts -> 'phone' ->> 'problem', case
    -- WhatsApp hides it, and reaches them all the same.
    when p_facts -> 'phone' ->> 'e164' is null and p_facts ->> 'bsuid' is null
      then 'withheld' end);
begin
  return case
    when (p_facts ->> 'erased')::boolean then jsonb_build_object('code', 'erased', 'fact', 'erased',
      'actual', true,
      'reason', 'The person asked for their data to be erased.')
    when (p_facts ->> 'doNotSend')::boolean then jsonb_build_object('code', 'do_not_send', 'fact',
      'doNotSend', 'actual', true,
      'reason', 'The call''s data says not to send a message.')
    when p_facts ->> 'direction' in ('internal', 'monitor')
      then jsonb_build_object('code', 'internal_call', 'fact', 'direction',
      'actual', p_facts ->> 'direction',
      'reason', format('There is no customer on this call (direction "%s").',
        p_facts ->> 'direction'))
    when v_problem is not null then jsonb_build_object('code', v_problem, 'fact', 'phone', 'actual',
      v_problem,
      'reason', case v_problem
        when 'fixed_line' then
          'The number is a fixed line or a service number, and nobody has written from it on WhatsApp.'
        when 'withheld' then 'The customer''s number is withheld or missing.'
        when 'internal' then 'The number is an extension or a line of ours, not a customer''s.'
        else 'The customer''s number is not a valid phone number.' end) end;
end $$;

-- Whether this person wrote on WhatsApp by this number, so that it is reachable whatever its kind;
-- p_since: after that. A message that came with a LID alone is of the number when they have no
-- other.
create function app.has_written_from(p_contact bigint, p_phone text,
  p_since timestamptz default '-infinity')
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_messages m
    where m.contact_id = p_contact and m.direction = 'in' and m.created_at > p_since
      and (m.address = p_phone or m.address = any (app.phone_twins(p_phone))
        or (m.address not like '+%' and app.contact_phone(p_contact) = p_phone)));
end $$;

-- Whether the provider said that this number is not on WhatsApp, and nobody has written from it
-- since.
create function app.is_not_on_whatsapp(p_workspace uuid, p_contact bigint, p_phone text)
  returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_told timestamptz := (select i.not_on_whatsapp_at from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = p_phone);
begin
  return v_told is not null and not app.has_written_from(p_contact, p_phone, v_told);
end $$;

create function app.not_on_whatsapp() returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('code', 'not_on_whatsapp', 'fact', 'phone', 'actual', 'not_on_whatsapp',
    'reason',
      'The number was not on WhatsApp when we wrote to it, and nobody has written from it since.')
$$;

-- What refuses these facts before any rule is asked: their own words, the number, what WhatsApp
-- said of it. Null: nothing.
create function app.refuse_before_rules(p_workspace uuid, p_facts jsonb, p_contact bigint,
  p_rules jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_refusal jsonb := app.refuse_by_facts(p_facts);
  v_phone text := p_facts -> 'phone' ->> 'e164';
begin
  if v_refusal is null and app.is_not_on_whatsapp(p_workspace, p_contact, v_phone) then
    v_refusal := app.not_on_whatsapp();
  elsif v_refusal is not null and v_refusal ->> 'code' = 'fixed_line'
    and ((p_rules ->> 'tryFixedLines')::boolean is true
      or app.has_written_from(p_contact, v_phone)) then
    v_refusal := case when app.is_not_on_whatsapp(p_workspace, p_contact, v_phone)
      then app.not_on_whatsapp() end;
  end if;
  return case when v_refusal is not null then jsonb_build_object('send', false,
    'code', v_refusal ->> 'code', 'reason', v_refusal ->> 'reason',
    'because', jsonb_build_array(jsonb_build_object('fact', v_refusal ->> 'fact', 'actual',
      v_refusal -> 'actual', 'holds', true))) end;
end $$;

-- The decision of the rule that matched, the p_number-th. p_words: its conditions that hold.
create function app.decide_by_rule(p_rule jsonb, p_number integer, p_facts jsonb, p_because jsonb,
  p_words text) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_then jsonb := p_rule -> 'then';
  v_reason text := rtrim(v_then ->> 'reason', '. ');
begin
  return jsonb_build_object('ruleId', p_rule -> 'id', 'ruleName', p_rule -> 'name') || v_then
    || jsonb_build_object(
      'because', p_because,
      'code', case
        when (v_then ->> 'send')::boolean then case p_rule ->> 'id' when 'default_rule'
          then 'default_rule' else 'rule_send' end
        when p_rule ->> 'id' = 'voicemail' and app.call_outcome(p_facts) = 'voicemail'
          then 'voicemail'
        when p_rule ->> 'id' = 'unanswered' and app.call_outcome(p_facts) = 'missed'
          then 'unanswered'
        else 'rule_skip' end,
      'reason', left(format('Rule "%s" (no. %s): %s.', p_rule ->> 'name', p_number, case
        when v_reason is null or starts_with(lower(p_words), lower(v_reason)) then p_words
        else format('%s (%s)', v_reason, p_words) end), 1000));
end $$;

-- What the rules say of these facts, judged as if the call had ended. p_rules: a value of the
-- setting `rules`. {send, code, ruleId, ruleName, reason, because, template, delayMinutes,
-- priority, expiresAfterHours}; because: the first condition that failed of each rule above, then
-- all conditions of the one that decides. Every call waits for this, so it is written without
-- queries: a loop over jsonb_array_elements and an aggregate took twice as long.
create function app.decide(p_workspace uuid, p_facts jsonb, p_contact bigint, p_rules jsonb,
  p_ask bigint default null)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_refusal jsonb := app.refuse_before_rules(p_workspace, p_facts, p_contact, p_rules);
  v_because jsonb := '[]';
  -- Seldom asked for, so made when it is.
  v_fields jsonb;
  v_rule jsonb;
  v_number integer;
  v_name jsonb;
  v_checks jsonb[];
  v_check jsonb;
  v_words text;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  for v_number in 1 .. jsonb_array_length(p_rules -> 'rules') loop
    v_rule := p_rules -> 'rules' -> (v_number - 1);
    continue when not (v_rule ->> 'enabled')::boolean;
    v_name := jsonb_build_object('ruleId', v_rule -> 'id', 'ruleName', v_rule -> 'name');
    if v_fields is null and v_rule -> 'when' ? 'custom' then
      v_fields := app.plain_fields(p_facts -> 'customFields');
    end if;
    v_checks := app.check_conditions(v_rule -> 'when', p_facts, p_contact, p_ask, v_fields);
    if not (v_checks[cardinality(v_checks)] ->> 'holds')::boolean then
      v_because := v_because || (v_name || v_checks[cardinality(v_checks)]);
      continue;
    end if;
    foreach v_check in array v_checks loop
      v_words := concat_ws('; ', v_words, app.check_words(v_check, p_facts));
      v_because := v_because || (v_name || v_check);
    end loop;
    if v_words is null then
      -- It asks for nothing: what a person would ask first.
      v_words := case when p_facts ? 'source' then format('it came from %s', p_facts ->> 'source')
        else app.outcome_words(p_facts) end;
      v_because := v_because || (v_name || jsonb_build_object(
        'fact', 'outcome', 'expected', null, 'actual', app.call_outcome(p_facts), 'holds', true));
    end if;
    return app.decide_by_rule(v_rule, v_number, p_facts, v_because, v_words);
  end loop;
  return jsonb_build_object('send', false, 'code', 'no_rule', 'reason',
    case when p_facts ? 'source' then 'No rule matches this lead.'
      else 'No rule matches this call.' end, 'because', v_because);
end $$;

-- What a rule of the company says of an ask: of calls and of leads. What other origins ask for carries its
-- terms with it, and is refused by what stands on the number only.
create function app.decide_by_origin(a public.asks, p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_setting public.workspace_settings;
  v_kind text := case a.origin_kind when 'call' then 'rules' when 'lead' then 'lead_rules' end;
begin
  if v_kind is null then
    return case
      when a.do_not_send then jsonb_build_object('send', false, 'code', 'do_not_send',
        'reason', 'It is marked: nothing goes to this customer.', 'because', '[]'::jsonb)
      when a.recipient is null then jsonb_build_object('send', false, 'code', 'withheld',
        'reason', 'The customer''s number is withheld or missing.', 'because', '[]'::jsonb)
      when app.is_not_on_whatsapp(a.workspace_id, a.contact_id, a.recipient)
        then app.not_on_whatsapp() - '{fact,actual}'::text[]
          || '{"send": false, "because": []}'
      else a.decision || '{"send": true}' end;
  end if;
  select * into v_setting from public.workspace_settings s
  where s.workspace_id = a.workspace_id and s.kind = v_kind order by s.version desc limit 1;
  -- Nobody has just hung up: a lead keeps to the hours, unless its rule says otherwise.
  return case a.origin_kind when 'lead' then '{"anyHour": false}' else '{}' end::jsonb
    || app.decide(a.workspace_id, p_facts, a.contact_id,
    coalesce(v_setting.value, app.default_setting(v_kind)), a.id)
    || jsonb_build_object('settingsVersion', coalesce(v_setting.version, 0));
end $$;

-- The decision that holds for an ask now: a person's, else its origin's.
create function app.decide_ask(a public.asks, p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_decision jsonb;
begin
  if a.staff_decision = 'dont_send' then
    return
      '{"send": false, "code": "staff_refused", "reason": "Staff asked not to send it.", "because": []}';
  end if;
  v_decision := app.decide_by_origin(a, p_facts);
  if a.staff_decision = 'send' then
    -- The text is the one that the rules choose, if they choose one.
    return v_decision - '{ruleId,ruleName}'::text[] || jsonb_build_object('send', true, 'code',
      'staff_send',
      'reason', 'Staff asked to send it.', 'because', '[]'::jsonb, 'template',
        coalesce(v_decision ->> 'template', 'follow_up'),
      'delayMinutes', 0, 'priority', 'live', 'expiresAfterHours', 72, 'anyHour', a.any_hour);
  end if;
  return v_decision;
end $$;

-- When a follow-up of this decision leaves: {dueAt, liveUntil, expiresAt, priority}. p_heard: when
-- the call ended, p_known: when we learned of it. Live is what answers a call that ended just now.
create function app.follow_up_times(p_decision jsonb, p_heard timestamptz, p_known timestamptz)
  returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_delay interval := make_interval(mins => (p_decision ->> 'delayMinutes')::integer);
begin
  return jsonb_build_object('dueAt', greatest(p_heard, p_known) + v_delay,
    'liveUntil', case when p_decision ->> 'priority' = 'live' and v_delay = interval '0'
      and coalesce((p_decision ->> 'anyHour')::boolean, true)
        then p_heard + interval '30 minutes' end,
    'expiresAt', p_heard + v_delay + make_interval(hours => (p_decision
      ->> 'expiresAfterHours')::integer),
    'priority', case p_decision ->> 'priority' when 'live' then 0 when 'reminder' then 10
      else 20 end);
end $$;

-- What this person said since the call of these facts began: the first file, and whether something
-- looks like a refusal. Nothing else that is written while they talk keeps us from asking. A
-- refusal that nobody has judged holds whenever it was written; a file that was judged to be no
-- bill is none.
create function app.said_since(
  p_contact public.contacts, p_facts jsonb, p_heard timestamptz, out file bigint,
    out refused boolean)
language plpgsql stable set search_path = ''
as $$
begin
  -- app.began_at comes last of what is compared: it is asked for who wrote lately only. So is the
  -- zone, once.
  with zone as (
    select w.time_zone as name from public.workspaces w where w.id = p_contact.workspace_id)
  select
    (select m.id from public.whatsapp_messages m
      where m.contact_id = p_contact.id and m.direction = 'in' and m.evidence = 'attachment'
        and m.created_at >= p_heard - interval '24 hours'
        and app.written_by(m) > coalesce(
          app.began_at(p_facts, p_heard, (select z.name from zone z)), p_heard)
        and not app.is_rejected(m.id)
      order by m.written_at, m.id limit 1),
    exists (select from public.attention a
      where a.contact_id = p_contact.id and a.kind = 'refusal' and a.settled_at is null)
    or exists (select from public.attention a
      where a.contact_id = p_contact.id and a.kind = 'refusal'
        and a.settled_how is distinct from 'not_refusal'
        and a.at >= p_heard - interval '24 hours'
        and a.at + interval '1 second' > coalesce(
          app.began_at(p_facts, p_heard, (select z.name from zone z)), p_heard))
  into file, refused;
end $$;

-- Words of a bill, in Italian and English: what a colleague typed with them is the ask, or the
-- answer to its answer.
create function app.speaks_of_bill(p_text text) returns boolean
language sql immutable set search_path = ''
as $$ select p_text ~* '\m(bollett|fattur|bills?\M|invoices?\M)' $$;

-- What somebody of ours wrote by hand, here or on the linked phone, is looked up by its own few
-- rows.
create index whatsapp_messages_typed on public.whatsapp_messages (contact_id, created_at)
  where purpose in ('typed', 'manual');

-- When a colleague last wrote of the bill by hand, since p_since; null for never.
create function app.asked_by_hand(p_contact bigint, p_since timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return (select max(m.written_at) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose in ('typed', 'manual')
      and m.created_at > p_since and m.written_at > p_since
      and m.status not in ('failed', 'cancelled', 'skipped', 'expired')
      and m.deleted_at is null and app.speaks_of_bill(m.body));
end $$;

