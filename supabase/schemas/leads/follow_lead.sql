-- What rules and the company say beside the message: whose a lead is, and who is told of it.

-- The member who has the fewest new leads of the last thirty days, of those who take part; of two
-- alike who waited longest. p_members: null is every agent. Who is absent (an empty list) is nobody.
create function app.next_in_turn(p_workspace uuid, p_members uuid[]) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select m.user_id from public.memberships m
    left join lateral (
      select count(*) as n, max(a.at) as last from public.lead_assignments a
      where a.workspace_id = p_workspace and a.user_id = m.user_id and a.by is null
        and a.at > app.now() - interval '30 days') t on true
    where m.workspace_id = p_workspace
      and (p_members is null or m.user_id = any (p_members))
    order by t.n, t.last nulls first, m.user_id limit 1);
end $$;

-- Whose leads became whose: by a rule or in turn (by null), or by a colleague.
create table public.lead_assignments (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  lead_id bigint not null references public.leads (id) on delete cascade,
  user_id uuid not null,
  by uuid,
  at timestamptz not null default app.now()
);
create index lead_assignments_turn on public.lead_assignments (workspace_id, user_id, at desc);
create index lead_assignments_lead on public.lead_assignments (lead_id);

-- Whom a rule or the setting gives it to: {kind: nobody | round_robin, members?} or a member's id.
create function app.owner_by_rule(p_workspace uuid, p_assign text) returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_setting jsonb := app.setting(p_workspace, 'leads') -> 'assignment';
  v_kind text := coalesce(p_assign, v_setting ->> 'kind');
begin
  return case v_kind when 'nobody' then null
    when 'round_robin' then app.next_in_turn(p_workspace, case when v_setting ? 'members'
      then array(select jsonb_array_elements_text(v_setting -> 'members')::uuid) end)
    else (select m.user_id from public.memberships m
      where m.workspace_id = p_workspace and m.user_id::text = v_kind) end;
end $$;

-- A person with an owner keeps them. The workspace's row serialises the turns: two leads at once
-- are two people's.
create function app.assign_lead(l public.leads, p_assign text) returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  v_owner uuid;
begin
  perform from public.conversations x where x.contact_id = l.contact_id and x.owner is not null;
  if found then
    return null;
  end if;
  perform from public.workspaces w where w.id = l.workspace_id for no key update;
  v_owner := app.owner_by_rule(l.workspace_id, p_assign);
  if v_owner is null then
    return null;
  end if;
  insert into public.conversations as x (contact_id, workspace_id, owner, owner_at)
  values (l.contact_id, l.workspace_id, v_owner, app.now())
  on conflict (contact_id) do update set owner = excluded.owner, owner_at = excluded.owner_at
  where x.owner is null;
  if not found then
    return null;
  end if;
  insert into public.lead_assignments (workspace_id, lead_id, user_id)
  values (l.workspace_id, l.id, v_owner);
  return v_owner;
end $$;

-- Its owner is told, as by a note of nobody's; without an owner every manager is.
create function app.tell_owner(l public.leads) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_owner uuid := (select x.owner from public.conversations x where x.contact_id = l.contact_id);
  v_note bigint;
begin
  insert into public.conversation_notes (workspace_id, contact_id, body)
  values (l.workspace_id, l.contact_id, format('Lead #%s: %s', l.id, left(concat_ws(' · ',
    l.name, coalesce(l.form, l.source), l.campaign), 300))) returning id into v_note;
  insert into public.note_mentions (note_id, user_id, workspace_id, contact_id)
  select v_note, m.user_id, l.workspace_id, l.contact_id from public.memberships m
  where m.workspace_id = l.workspace_id and (m.user_id = v_owner
    or (v_owner is null and m.role in ('manager', 'admin')));
  insert into public.conversations (contact_id, workspace_id)
  values (l.contact_id, l.workspace_id) on conflict do nothing;
end $$;

-- After its ask was decided.
create function app.follow_lead(l public.leads) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_decision jsonb := (select a.decision from public.asks a
    where a.origin_kind = 'lead' and a.origin_id = l.id);
begin
  perform app.assign_lead(l, v_decision ->> 'assign');
  if coalesce((v_decision ->> 'notify')::boolean, false) then
    perform app.tell_owner(l);
  end if;
end $$;

-- Whoever wrote first, and of whom nobody knew: a lead, with the ad that brought them. Not a stop
-- word, a machine, nor who wrote before.
create function app.lead_of_message(m public.whatsapp_messages) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone text := app.contact_phone(m.contact_id);
  l public.leads;
  c public.contacts;
begin
  if not app.wants_answer(m) or exists (select from public.whatsapp_messages x
        where x.contact_id = m.contact_id and x.id <> m.id)
      or exists (select from public.cloudtalk_calls k where k.contact_id = m.contact_id)
      or exists (select from public.leads x where x.contact_id = m.contact_id)
      or not (app.setting(m.workspace_id, 'leads') ->> 'fromMessages')::boolean then
    return;
  end if;
  select * into c from public.contacts x where x.id = m.contact_id;
  if app.is_unreachable(c) then
    return;
  end if;
  insert into public.leads (workspace_id, contact_id, source, external_id, status, ad_id, ad,
    platform, click_ids, facts, submitted_at, request_id)
  values (m.workspace_id, m.contact_id, 'whatsapp', m.id::text, 'created',
    m.referral ->> 'sourceId', m.referral ->> 'headline', m.referral ->> 'sourceType',
    jsonb_strip_nulls(jsonb_build_object('ctwa', m.referral -> 'clickId')),
    jsonb_strip_nulls(jsonb_build_object('source', 'whatsapp', 'ad', m.referral -> 'headline',
      'contactName', coalesce(c.name, m.push_name), 'phone', case when v_phone is not null
        then jsonb_build_object('e164', v_phone, 'raw', v_phone, 'problem', null) end,
      'bsuid', app.contact_bsuid(m.contact_id))), m.written_at, m.request_id)
  on conflict do nothing returning * into l;
  if l.id is null then
    return;
  end if;
  -- Most companies answer these themselves: there is no ask where no rule decides.
  if app.decide(l.workspace_id, l.facts, l.contact_id, app.setting(l.workspace_id, 'lead_rules'))
      ? 'ruleId' then
    perform app.settle_lead(l);
  end if;
  perform app.follow_lead(l);
end $$;

-- How fast leads were written to: {source, campaign, leads, reached, medianMinutes, p90Minutes,
-- within1, within5, within60} a row. by: source | campaign. Minutes from the submission to our
-- first message.
create function app.lead_speed(p_workspace uuid, p_since timestamptz, p_until timestamptz,
  p_by text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return (select coalesce(jsonb_agg(to_jsonb(g) order by g.leads desc), '[]') from (
    select case p_by when 'source' then l.source else coalesce(l.campaign, '') end as name,
      count(*) as leads, count(l.first_sent_at) as reached,
      round((percentile_cont(0.5) within group (order by extract(epoch from
        l.first_sent_at - l.submitted_at) / 60))::numeric, 1) as "medianMinutes",
      round((percentile_cont(0.9) within group (order by extract(epoch from
        l.first_sent_at - l.submitted_at) / 60))::numeric, 1) as "p90Minutes",
      count(*) filter (where l.first_sent_at - l.submitted_at <= interval '1 minute') as within1,
      count(*) filter (where l.first_sent_at - l.submitted_at <= interval '5 minutes') as within5,
      count(*) filter (where l.first_sent_at - l.submitted_at <= interval '1 hour') as within60
    from public.leads l
    where l.workspace_id = p_workspace and not l.is_test and l.status in ('created', 'duplicate')
      and l.submitted_at >= p_since and l.submitted_at < p_until
    group by 1) g);
end $$;

-- What the rules that hold, or others that were typed, say of the latest leads, newest first:
-- [{lead, name, source, form, at, decision}]. Nothing is kept.
create function public.try_lead_rules(workspace uuid, rules jsonb default null,
  page_size integer default 20) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_rules jsonb := coalesce(rules, app.setting(workspace, 'lead_rules'));
begin
  perform app.require_role(workspace, 'manager');
  return (select coalesce(jsonb_agg(jsonb_build_object('lead', l.id, 'name', coalesce(l.name,
      l.phone, l.email), 'source', l.source, 'form', l.form, 'at', l.submitted_at,
      'decision', app.decide(workspace, l.facts, l.contact_id, v_rules, (select a.id
        from public.asks a where a.origin_kind = 'lead' and a.origin_id = l.id)))
      order by l.id desc), '[]')
    from (select * from public.leads x where x.workspace_id = try_lead_rules.workspace
      and x.contact_id is not null
      order by x.id desc limit least(greatest(page_size, 1), 50)) l);
end $$;

alter table public.lead_assignments enable row level security;
create policy members_read on public.lead_assignments for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.lead_assignments to authenticated;
grant execute on function
  app.lead_speed(uuid, timestamptz, timestamptz, text),
  public.try_lead_rules(uuid, jsonb, integer)
to authenticated;
