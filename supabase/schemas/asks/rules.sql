-- The rules (setting `rules`, lib/settings/rules-setting.ts): which follow-up a call gets, and why.
-- Decided here, on what all bodies of a call said together and on what we know of the person, in
-- the transaction that records the call.

-- The history of every ask's decision; the newest row is what holds. Kept by a trigger, whoever
-- decides.
create table public.ask_decisions (
  id bigint generated always as identity,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  ask_id bigint not null references public.asks (id) on delete cascade,
  call_id bigint references public.cloudtalk_calls (id) on delete cascade,
  decided_at timestamptz not null default app.now(),
  send boolean not null,
  code app.reason_code not null,
  rule_id text,
  rule_name text,
  -- In English words.
  reason text not null,
  -- [{ruleId, ruleName, fact, expected, actual, holds}] in the order of asking. custom: with field
  -- and is.
  because jsonb not null,
  -- Of the rule set; 0 is the default one. Null where no rule was asked.
  settings_version integer,
  -- Staff member who decided.
  user_id uuid,
  primary key (ask_id, id)
);
create index ask_decisions_call on public.ask_decisions (call_id, id) where call_id is not null;
create index ask_decisions_workspace on public.ask_decisions (workspace_id);

create function app.keep_decision() returns trigger
language plpgsql set search_path = ''
as $$
begin
  insert into public.ask_decisions (
    workspace_id, ask_id, call_id, send, code, rule_id, rule_name, reason, because,
      settings_version,
      user_id)
  values (new.workspace_id, new.id, new.call_id, new.should_send, new.code,
    new.decision ->> 'ruleId', new.decision ->> 'ruleName',
    new.reason, coalesce(new.decision -> 'because', '[]'),
      (new.decision ->> 'settingsVersion')::integer,
    -- Whose word it is, or who asked for it in vain; what a webhook changes later is nobody's
    -- decision.
    case when new.code in ('staff_send', 'staff_refused') then new.decided_by
      when new.staff_decision is not null then auth.uid() end);
  return null;
end $$;
create trigger keep_decision after update on public.asks for each row
when (new.code <> 'not_ended' and (
  (new.should_send, new.code, new.reason)
    is distinct from (old.should_send, old.code, old.reason)
  or (new.staff_decision is not null and new.decision ->> 'code' is distinct
    from old.decision ->> 'code')))
execute function app.keep_decision();
create trigger keep_first_decision after insert on public.asks for each row
when (new.code <> 'not_ended') execute function app.keep_decision();

-- As two texts are compared: as names are, so that an agent's is the same with and without its
-- accents.
create function app.plain_text(p_text text) returns text
language plpgsql immutable set search_path = ''
as $$ begin return app.fold(p_text); end $$;

-- As two numbers of lines are compared; what has no digits is a text.
create function app.plain_number(p_text text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(nullif(regexp_replace(regexp_replace(p_text, '\D', '', 'g'), '^00', ''), ''),
    app.plain_text(p_text));
end $$;

-- Everything that the bodies of a call named, each of whom counts: a transferred call has two
-- agents. `facts` itself keeps the first of them, for people to read.
create function app.all_named(p_facts jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(k.kind, (
      select coalesce(jsonb_agg(distinct named.value), '[]') from (
        select jsonb_array_elements_text(coalesce(p_facts -> 'named' -> k.kind, '[]'))
        union all select p_facts ->> f from unnest(k.fields) f) named (value)
      where named.value is not null))
    from (values ('agents', array['agentId', 'agentName', 'agentEmail']),
      ('internalNumbers', array['internalNumber']),
      ('campaigns', array['campaign', 'campaignId'])) k (kind, fields));
end $$;

-- How the call went: voicemail | answered | missed | unknown. A talking time outweighs a word: one
-- leg of a transferred call may be "missed".
create function app.call_outcome(p_facts jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when (p_facts ->> 'isVoicemail')::boolean then 'voicemail'
    when (p_facts ->> 'talkingSeconds')::numeric > 0 then 'answered'
    when not (p_facts ->> 'answered')::boolean or (p_facts ->> 'talkingSeconds')::numeric = 0
      then 'missed'
    when (p_facts ->> 'answered')::boolean then 'answered'
    else 'unknown' end;
end $$;

create function app.outcome_words(p_facts jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_talk numeric := (p_facts ->> 'talkingSeconds')::numeric;
begin
  return case app.call_outcome(p_facts)
    when 'voicemail' then 'the call ended in voicemail'
    when 'answered' then 'the call was answered' || coalesce(' (talking time ' || v_talk || ' s)',
      '')
    when 'missed' then 'the call was not answered' || coalesce(
      ' (talking time ' || v_talk || ' s)', ' (status "' || (p_facts ->> 'unansweredStatus')
        || '")', '')
    else 'nobody told whether the call was answered' end;
end $$;

-- {fact, expected, actual, holds} of one condition on a number: {min?, max?}.
create function app.check_range(p_fact text, p_expected jsonb, p_actual numeric) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_build_object('fact', p_fact, 'expected', p_expected, 'actual', p_actual, 'holds',
    coalesce(
    p_actual >= coalesce((p_expected ->> 'min')::numeric, p_actual)
      and p_actual <= coalesce((p_expected ->> 'max')::numeric, p_actual), false));
end $$;

-- {fact, expected, actual, holds} of one condition on a list of texts: any of them | all of them |
-- none of them.
create function app.check_texts(p_fact text, p_how text, p_expected jsonb, p_actual jsonb,
  p_are_numbers boolean default false)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_known text[];
  v_asked text[];
begin
  select array_agg(case when p_are_numbers then app.plain_number(t)
    else app.plain_text(t) end) into v_known
  from jsonb_array_elements_text(p_actual) t;
  select array_agg(case when p_are_numbers then app.plain_number(t)
    else app.plain_text(t) end) into v_asked
  from jsonb_array_elements_text(p_expected) t;
  return jsonb_build_object('fact', p_fact, 'expected', p_expected, 'actual', p_actual, 'holds',
    case p_how
    when 'any' then coalesce(v_known && v_asked, false)
    when 'all' then coalesce(v_known @> v_asked, false)
    else not coalesce(v_known && v_asked, false) end);
end $$;

-- The fields of the payload that have no meaning to us, as conditions ask for them: {name: {actual,
-- values}}, by their plain names and with their plain values; of a long one people are shown the
-- beginning. Made once a decision: a transcript of 50 KB, made plain again by each of a thousand
-- conditions, took 6 s, and every other event of the channel waited.
create function app.plain_fields(p_custom jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.name, jsonb_build_object('values', f.plain, 'actual', case
    when length(f.value #>> '{}') <= 500 then f.value
      else to_jsonb(left(f.value #>> '{}', 500) || '…') end)), '{}')
  from (
    select distinct on (app.plain_text(key)) app.plain_text(key) as name, value,
      case when jsonb_typeof(value) = 'array' then (select jsonb_agg(app.plain_text(t))
        from jsonb_array_elements_text(value) t)
        else jsonb_build_array(app.plain_text(value #>> '{}')) end as plain
    from jsonb_each(coalesce(p_custom, '{}'))
      where value not in ('null', '""') order by app.plain_text(key), key) f
$$;

-- The same of one of these fields, with field and is. One that is a list holds each of its items.
create function app.check_custom(p_asked jsonb, p_fields jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_field jsonb := p_fields -> app.plain_text(p_asked ->> 'field');
  v_values jsonb := v_field -> 'values';
  v_asked text := app.plain_text(p_asked ->> 'value');
begin
  return jsonb_build_object('fact', 'custom', 'field', p_asked ->> 'field', 'is', p_asked ->> 'is',
    'expected', p_asked -> 'value', 'actual', v_field -> 'actual', 'holds',
      coalesce(case p_asked ->> 'is'
      when 'present' then v_field is not null
      when 'absent' then v_field is null
      when 'equal' then v_values ? v_asked
      when 'not_equal' then not coalesce(v_values ? v_asked, false)
      when 'contains' then exists (select from jsonb_array_elements_text(v_values) v
        where strpos(v, v_asked) > 0)
    end, false));
end $$;

-- Whether we had asked the contact, or been in touch, before p_ask.
create function app.was_known(p_contact bigint, p_ask bigint, p_before timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.asks a
      where a.contact_id = p_contact and (p_ask is null or a.id < p_ask))
    or exists (select from public.whatsapp_messages m
      where m.contact_id = p_contact and (p_ask is null or m.ask_id is distinct from p_ask)
        and m.created_at <= p_before
        and (m.direction = 'in' or m.send_began_at is not null or m.purpose = 'typed'));
end $$;

-- How many follow-ups began to leave for the contact before p_ask's.
create function app.follow_ups_before(p_contact bigint, p_ask bigint, p_before timestamptz)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (select count(*) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose = 'follow_up'
      and (p_ask is null or m.ask_id is distinct from p_ask)
      and m.created_at <= p_before and m.send_began_at is not null and m.status <> 'failed');
end $$;

-- The same of what only leads have.
create function app.check_form(p_fact text, p_expected jsonb, p_facts jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return app.check_texts(p_fact, case p_fact when 'consents' then 'all' else 'any' end, p_expected,
    case p_fact when 'sources' then jsonb_build_array(p_facts -> 'source')
      when 'forms' then jsonb_build_array(p_facts -> 'form', p_facts -> 'formId')
      when 'ads' then jsonb_build_array(p_facts -> 'ad', p_facts -> 'adId')
      when 'countries' then jsonb_build_array(p_facts -> 'country')
      else coalesce(p_facts -> 'consents', '[]') end);
end $$;

-- Every condition of a rule in the order in which a person reads them, until one does not hold.
-- p_ask: whose own message and later history do not count; null for one that is not there yet.
-- p_fields: app.plain_fields of the facts.
create function app.check_conditions(p_when jsonb, p_facts jsonb, p_contact bigint, p_ask bigint,
  p_fields jsonb) returns jsonb[]
language plpgsql stable set search_path = ''
as $$
declare
  v_checks jsonb[] := '{}';
  v_check jsonb;
  v_fact text;
  v_before timestamptz;
  v_item jsonb;
begin
  if p_when = '{}' then
    return v_checks;
  end if;
  foreach v_fact in array array['direction', 'outcome', 'talkingSeconds', 'agents',
    'internalNumbers', 'tags.any', 'tags.all',
    'tags.none', 'dispositions', 'campaigns', 'sources', 'forms', 'ads',
    'countries', 'consents', 'contact', 'previousFollowUps'] loop
    v_item := p_when #> string_to_array(v_fact, '.');
    continue when v_item is null;
    if v_fact in ('contact', 'previousFollowUps') and v_before is null then
      v_before := coalesce((select a.created_at from public.asks a where a.id = p_ask),
        app.now());
    end if;
    v_check := case
      when v_fact in ('sources', 'forms', 'ads', 'countries', 'consents')
        then app.check_form(v_fact, v_item, p_facts) end;
    v_check := coalesce(v_check, case v_fact
      when 'direction' then jsonb_build_object('fact', v_fact, 'expected', v_item, 'actual',
        p_facts -> 'direction',
        'holds', coalesce(v_item ? (p_facts ->> 'direction'), false))
      when 'outcome' then jsonb_build_object('fact', v_fact, 'expected', v_item, 'actual',
        app.call_outcome(p_facts),
        'holds', v_item ? app.call_outcome(p_facts))
      when 'talkingSeconds'
        then app.check_range(v_fact, v_item, (p_facts ->> 'talkingSeconds')::numeric)
      when 'agents' then app.check_texts(v_fact, 'any', v_item, app.all_named(p_facts) -> 'agents')
      when 'internalNumbers' then app.check_texts(v_fact, 'any', v_item, app.all_named(p_facts)
        -> 'internalNumbers', true)
      when 'tags.any' then app.check_texts(v_fact, 'any', v_item, coalesce(p_facts -> 'tags', '[]'))
      when 'tags.all' then app.check_texts(v_fact, 'all', v_item, coalesce(p_facts -> 'tags', '[]'))
      when 'tags.none' then app.check_texts(v_fact, 'none', v_item, coalesce(p_facts -> 'tags',
        '[]'))
      when 'dispositions' then app.check_texts(v_fact, 'any', v_item,
        case when p_facts ? 'disposition' then jsonb_build_array(p_facts -> 'disposition')
          else '[]' end)
      when 'campaigns' then app.check_texts(v_fact, 'any', v_item, app.all_named(p_facts)
        -> 'campaigns')
      when 'contact' then app.check_texts(v_fact, 'any', jsonb_build_array(v_item),
        jsonb_build_array(case when app.was_known(p_contact, p_ask, v_before) then 'known'
          else 'new' end))
      else app.check_range(v_fact, v_item, app.follow_ups_before(p_contact, p_ask, v_before)) end);
    v_checks := v_checks || v_check;
    if not (v_check ->> 'holds')::boolean then
      return v_checks;
    end if;
  end loop;
  for v_number in 0 .. jsonb_array_length(coalesce(p_when -> 'custom', '[]')) - 1 loop
    v_check := app.check_custom(p_when -> 'custom' -> v_number, p_fields);
    v_checks := v_checks || v_check;
    exit when not (v_check ->> 'holds')::boolean;
  end loop;
  return v_checks;
end $$;

alter table public.ask_decisions enable row level security;
create policy members_read on public.ask_decisions for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.ask_decisions to authenticated;
