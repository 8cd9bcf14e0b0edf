-- What on the person's side keeps an ask from going out, one guard a function.

-- An ask asks already: {code, reason, coveredBy, isLater?}.
create function app.covered_by_ask(p_ask bigint, p_is_later boolean default false) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('code', 'covered', 'coveredBy', a.id, 'reason', case
        when a.call_id is null then format('Already asked (ask #%s), so no second message.', a.id)
        when p_is_later then format('Already asked after another call (#%s), so no second message.',
          a.call_id)
        else format('Already asked after an earlier call (#%s), so no second message.',
          a.call_id) end)
      || case when p_is_later then '{"isLater": true}' else '{}' end::jsonb
    from (select p_ask as id, (select x.call_id from public.asks x where x.id = p_ask) as call_id)
      a);
end $$;

-- What they told us since the ask's origin began: the bill, or what looks like a refusal.
create function app.guard_by_words(p_contact public.contacts, p_ask bigint, p_heard timestamptz,
  p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_said record := app.said_since(p_contact, p_facts, p_heard);
begin
  if v_said.file is not null then
    return jsonb_build_object('code', 'bill_received', 'reason',
      'The customer sent a file before we asked.', 'file', v_said.file);
  elsif exists (select from public.asks a
      where a.contact_id = p_contact.id and a.id is distinct from p_ask
        and a.evidence in ('attachment', 'confirmed'))
      or exists (select from public.bill_verdicts v where v.contact_id = p_contact.id
        and v.undone_at is null and v.verdict = 'good') then
    return '{"code": "bill_received", "reason": "The customer''s bill is here already."}';
  elsif v_said.refused then
    return
      '{"code": "refusal", "reason": "The customer wrote what looks like a refusal: a person decides."}';
  end if;
  return null;
end $$;

-- A colleague asked by hand, within the cooldown. To most nobody typed anything: then the hours
-- need not be read.
create function app.guard_by_hand(p_contact public.contacts) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_hours integer;
begin
  if not exists (select from public.whatsapp_messages m where m.contact_id = p_contact.id
    and m.purpose in ('typed', 'manual')) then
    return null;
  end if;
  v_hours := (app.setting(p_contact.workspace_id, 'cooldown') ->> 'hours')::integer;
  if v_hours > 0 and app.asked_by_hand(p_contact.id,
      app.now() - make_interval(hours => v_hours)) is not null then
    return jsonb_build_object('code', 'asked_by_hand', 'reason', format(
      'A colleague wrote to them of the bill on the phone, less than %s hours ago.', v_hours));
  end if;
  return null;
end $$;

-- We asked them after this ask's origin, or within the cooldown. p_open: their open ask.
create function app.guard_by_cooldown(p_contact public.contacts, p_ask bigint, p_heard timestamptz,
  p_open bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_hours integer;
  v_last record;
begin
  -- Its last send: a person may have pressed "send it again".
  select m.id, m.ask_id, m.created_at,
    coalesce(a.started_at, m.send_began_at) as began_at into v_last
  from public.whatsapp_messages m left join public.whatsapp_send_attempts a on a.message_id = m.id
    and a.outcome <> 'not_sent'
  where m.contact_id = p_contact.id and m.purpose in ('follow_up', 'reminder')
    and m.ask_id is distinct from p_ask
    and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
  order by began_at desc nulls last, m.id desc limit 1;
  if v_last.id is null then
    return null;
  elsif v_last.created_at > p_heard then
    return app.covered_by_ask(v_last.ask_id, true);
  end if;
  v_hours := (app.setting(p_contact.workspace_id, 'cooldown') ->> 'hours')::integer;
  if v_last.began_at <= app.now() - make_interval(hours => v_hours) then
    return null;
  elsif p_open is not null then
    return app.covered_by_ask(p_open);
  end if;
  return jsonb_build_object('code', 'cooldown', 'reason', format(
    'We asked this person less than %s hours ago (%s).', v_hours, app.ask_name(v_last.ask_id)));
end $$;

-- Nobody may write to them, or there is nothing to write with.
create function app.guard_by_reach(p_workspace uuid, p_contact public.contacts, p_template text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when p_contact.opted_out_at is not null
      then '{"code": "opted_out", "reason": "The contact asked not to be written to."}'::jsonb
    when p_contact.erased_at is not null
      then '{"code": "erased", "reason": "The person asked for their data to be erased."}'
    when p_contact.blocked_at is not null
      then '{"code": "blocked", "reason": "The contact is blocked."}'
    when not exists (select from public.channels where workspace_id = p_workspace
        and state <> 'retired')
      or not exists (select from public.whatsapp_templates where workspace_id = p_workspace
        and key = p_template) then jsonb_build_object('code', 'not_set_up',
      'reason', format('There is no WhatsApp channel, or no text "%s".', p_template)) end;
end $$;

-- The text cannot leave to them now: their window is closed, and no reviewed text stands for it.
create function app.guard_by_window(p_workspace uuid, p_contact public.contacts, p_template text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  t public.whatsapp_templates;
begin
  if not app.has_windows(p_workspace) then
    return null;
  end if;
  select * into t from public.whatsapp_templates x where x.workspace_id = p_workspace
    and x.key = p_template;
  if app.has_way(t, coalesce(app.channel_to_write(p_contact.id, 'follow_up', t.id),
      app.first_contact_channel(p_workspace)), p_contact.id) then
    return null;
  end if;
  return jsonb_build_object('code', 'no_template', 'reason', format(
    'WhatsApp takes a reviewed text only, and "%s" is not approved there.', p_template));
end $$;

-- What the person did, or we did with them.
create function app.guard_by_past(
  p_workspace uuid, p_contact public.contacts, p_ask bigint, p_heard timestamptz, p_template text,
  p_by_staff boolean, p_facts jsonb, p_purpose text) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_guard jsonb := app.guard_by_reach(p_workspace, p_contact, p_template);
  v_open bigint;
  v_status text;
begin
  if v_guard is not null or p_contact.id is null then
    return v_guard;
  end if;
  -- Of most who are called nothing else is known: one look instead of six.
  if not p_by_staff and not exists (select from public.whatsapp_messages m
        where m.contact_id = p_contact.id and (p_ask is null or m.ask_id is distinct from p_ask))
      and not exists (select from public.asks a
        where a.contact_id = p_contact.id and a.id is distinct from p_ask) then
    return null;
  end if;
  if not p_by_staff then
    v_guard := app.guard_by_words(p_contact, p_ask, p_heard, p_facts);
    if v_guard is not null then
      return v_guard;
    end if;
  end if;
  select a.id, m.status into v_open, v_status
  from public.asks a join public.whatsapp_messages m on m.ask_id = a.id and m.ask_open
  where a.workspace_id = p_workspace and a.contact_id = p_contact.id and a.is_open
    and a.purpose = p_purpose and a.id is distinct from p_ask limit 1;
  if v_status in ('queued', 'sending') then
    return app.covered_by_ask(v_open);
  elsif p_by_staff then
    return app.open_ask_holds(v_open, app.now());
  end if;
  return coalesce(app.guard_by_hand(p_contact),
    app.guard_by_cooldown(p_contact, p_ask, p_heard, v_open));
end $$;

-- The first thing on the person's side that keeps an ask from going out: {code, reason, coveredBy?,
-- isLater?, file?}; null for none. coveredBy: an ask; isLater: it came after this one's origin was
-- over. p_ask: the ask, null for one that is not there yet. p_heard: when its origin was over.
-- p_by_staff: a person decided, who may ask again and for more than what came. p_facts: those of
-- its origin, for when it began; null: it began when it ended. In this order: opted_out, erased,
-- blocked, not_set_up, bill_received, refusal, covered, asked_by_hand, cooldown, no_reason,
-- no_template. p_requires: kinds of reasons to write, one of which the rule wants.
create function app.check_guards(
  p_workspace uuid, p_contact public.contacts, p_ask bigint, p_heard timestamptz, p_template text,
  p_by_staff boolean, p_facts jsonb default null, p_purpose text default 'bill',
  p_requires jsonb default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(app.guard_by_past(p_workspace, p_contact, p_ask, p_heard, p_template, p_by_staff,
      p_facts, p_purpose),
    app.guard_by_reason(p_workspace, p_contact, p_facts, p_purpose, p_requires),
    app.guard_by_window(p_workspace, p_contact, p_template));
end $$;
