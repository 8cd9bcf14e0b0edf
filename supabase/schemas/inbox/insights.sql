-- How it goes, for who manages: numbers of a period, each by the day of the ask, so that what
-- happens later moves none from one day to another. Read from the rows each time; each index here
-- keeps the reading to the period.
create index asks_days on public.asks (workspace_id, created_at);
create index cloudtalk_calls_agent on public.cloudtalk_calls (workspace_id,
  (coalesce(agent_name, agent_email, agent_id)), id desc);
create index whatsapp_messages_heard on public.whatsapp_messages (workspace_id,
  written_at) include (contact_id) where direction = 'in';
create index whatsapp_messages_by_hand on public.whatsapp_messages (contact_id, id)
  where purpose in ('manual', 'typed');

-- Who made calls, by the names that calls bring, up to two hundred.
create function app.agent_names(p_workspace uuid) returns text[]
language plpgsql stable set search_path = ''
as $$
declare
  v_found text[] := '{}';
  v_next text := '';
begin
  while cardinality(v_found) < 200 loop
    select coalesce(k.agent_name, k.agent_email, k.agent_id) into v_next
    from public.cloudtalk_calls k where k.workspace_id = p_workspace
      and coalesce(k.agent_name, k.agent_email, k.agent_id) > v_next
    order by coalesce(k.agent_name, k.agent_email, k.agent_id) limit 1;
    exit when v_next is null;
    v_found := v_found || v_next;
  end loop;
  return v_found;
end $$;

-- Asks made in a period, one row each: who called, when it left (null: nothing did), whether it
-- came and was read (who answered has read it, ticks or not), the answer, a confirmed bill, a
-- refusal. p_agent: of their calls only.
create function app.insight_asks(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text, p_zone text)
returns table (ask_id bigint, contact_id bigint, is_call boolean, day date, agent text,
  asked_at timestamptz, delivered boolean, read boolean, answered_at timestamptz,
  confirmed boolean, refused_at timestamptz)
language plpgsql stable rows 1000 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return query
    select a.id, a.contact_id, k.id is not null, (a.created_at at time zone p_zone)::date,
      coalesce(k.agent_name, k.agent_email, k.agent_id), m.asked_at,
      m.delivered or a.evidence is not null, m.read or a.evidence is not null,
      case when a.evidence is not null then coalesce(a.answered_at, a.confirmed_at) end,
      a.evidence is not distinct from 'confirmed', r.at
    from public.asks a left join public.cloudtalk_calls k on k.id = a.call_id
    cross join lateral (select min(x.send_began_at) as asked_at,
        coalesce(bool_or(x.status in ('delivered', 'read')), false) as delivered,
        coalesce(bool_or(x.status = 'read'), false) as read
      from public.whatsapp_messages x where x.ask_id = a.id and x.direction = 'out'
        and x.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')) m
    cross join lateral (select min(u.at) as at from (
        select s.at from public.contact_consents s where s.contact_id = a.contact_id
          and s.kind = 'stopped' and s.at >= m.asked_at
        union all
        select t.at from public.attention t where t.contact_id = a.contact_id
          and t.kind = 'refusal' and t.settled_how is distinct from 'not_refusal'
          and t.at >= m.asked_at) u) r
    where a.workspace_id = p_workspace and a.purpose = 'bill' and not a.is_twin
      and a.ready_at is not null and a.created_at >= p_from and a.created_at < p_until
      and (p_agent is null or coalesce(k.agent_name, k.agent_email, k.agent_id) = p_agent);
end $$;

-- People of the period, each step among those of the one before: {calls, called, asked, delivered,
-- read, answered, bill, refused}. calls is of calls.
create function app.insight_funnel(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text, p_zone text) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('calls', count(*) filter (where q.is_call),
      'called', count(distinct q.contact_id),
      'asked', count(distinct q.contact_id) filter (where q.asked_at is not null),
      'delivered', count(distinct q.contact_id) filter (where q.asked_at is not null
        and q.delivered),
      'read', count(distinct q.contact_id) filter (where q.asked_at is not null and q.read),
      'answered', count(distinct q.contact_id) filter (where q.asked_at is not null
        and q.answered_at is not null),
      'bill', count(distinct q.contact_id) filter (where q.asked_at is not null and q.confirmed),
      'refused', count(distinct q.contact_id) filter (where q.asked_at is not null
        and q.answered_at is null and q.refused_at is not null))
    from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q);
end $$;

-- Who was asked, by the day of the ask: [{day, bill, answered, waiting, refused}], the days that
-- have any.
create function app.insight_days(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text, p_zone text) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]') from (
    select q.day, count(*) filter (where q.confirmed) as bill,
      count(*) filter (where not q.confirmed and q.answered_at is not null) as answered,
      count(*) filter (where q.answered_at is null and q.refused_at is null) as waiting,
      count(*) filter (where q.answered_at is null and q.refused_at is not null) as refused
    from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q
    where q.asked_at is not null group by q.day) d);
end $$;

-- Whose customers these people are, by the names that calls bring: their owner's, else that of
-- their last call.
create function app.agents_of(p_workspace uuid, p_contacts bigint[])
returns table (contact_id bigint, agent text)
language plpgsql stable rows 100 set search_path = ''
as $$
begin
  return query
    with members as materialized (
      select n.name, app.member_of_agent(p_workspace, (select k.facts
        from public.cloudtalk_calls k where k.workspace_id = p_workspace
          and coalesce(k.agent_name, k.agent_email, k.agent_id) = n.name
        order by k.id desc limit 1)) as user_id
      from unnest(app.agent_names(p_workspace)) n (name))
    select p.id, coalesce((select o.name from members o where o.user_id = v.owner limit 1),
      (select coalesce(k.agent_name, k.agent_email, k.agent_id) from public.cloudtalk_calls k
        where k.contact_id = p.id order by k.id desc limit 1))
    from unnest(p_contacts) p (id) left join public.conversations v on v.contact_id = p.id;
end $$;

-- Each first message of theirs in the period that somebody answered by hand, and when.
create function app.insight_replies(p_workspace uuid, p_from timestamptz, p_until timestamptz)
returns table (contact_id bigint, since timestamptz, replied_at timestamptz)
language plpgsql stable rows 500 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return query
    select m.contact_id, min(m.written_at), min(o.at)
    from public.whatsapp_messages m
    cross join lateral (select x.id, coalesce(x.send_began_at, x.created_at) as at
      from public.whatsapp_messages x
      where x.contact_id = m.contact_id and x.purpose in ('manual', 'typed') and x.id > m.id
        and x.status not in ('failed', 'cancelled', 'skipped', 'expired')
      order by x.id limit 1) o
    where m.workspace_id = p_workspace and m.direction = 'in' and m.written_at >= p_from
      and m.written_at < p_until and app.wants_answer(m)
    group by m.contact_id, o.id;
end $$;

-- By operator: [{agent, calls, asked, answered, bill, replied, medianSeconds, waiting}]. Of whom
-- they called in the period; replied and its median: answers to what people wrote in it; waiting:
-- people who wait for us now. agent null: of calls that name nobody.
create function app.insight_agents(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text, p_zone text) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_waiting bigint[] := array(select k.contact_id from public.conversations k
    where k.workspace_id = p_workspace and k.state in ('reply', 'check')
    union all select k.contact_id from public.conversations k where k.workspace_id = p_workspace
      and k.state = 'call_back' and k.call_back_at <= app.now());
begin
  return (with made as (
      select q.agent, count(*) filter (where q.is_call) as calls,
        count(distinct q.contact_id) filter (where q.asked_at is not null) as asked,
        count(distinct q.contact_id) filter (where q.asked_at is not null
          and q.answered_at is not null) as answered,
        count(distinct q.contact_id) filter (where q.asked_at is not null and q.confirmed) as bill
      from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q group by q.agent),
    heard as materialized (select * from app.insight_replies(p_workspace, p_from, p_until)),
    whose as materialized (select * from app.agents_of(p_workspace,
      array(select h.contact_id from heard h union select unnest(v_waiting)))),
    replies as (select w.agent, count(*) as replied, percentile_cont(0.5) within group (
        order by extract(epoch from greatest(h.replied_at - h.since, interval '0'))) as median
      from heard h join whose w using (contact_id) group by w.agent),
    waits as (select w.agent, count(*) as waiting from whose w
      where w.contact_id = any (v_waiting) group by w.agent),
    names as (select m.agent from made m union select r.agent from replies r
      union select s.agent from waits s)
    select coalesce(jsonb_agg(jsonb_build_object('agent', n.agent, 'calls', coalesce(m.calls, 0),
        'asked', coalesce(m.asked, 0), 'answered', coalesce(m.answered, 0),
        'bill', coalesce(m.bill, 0), 'replied', coalesce(r.replied, 0),
        'medianSeconds', round(r.median), 'waiting', coalesce(s.waiting, 0))
      order by n.agent nulls last), '[]')
    from names n left join made m on m.agent is not distinct from n.agent
    left join replies r on r.agent is not distinct from n.agent
    left join waits s on s.agent is not distinct from n.agent
    where p_agent is null or n.agent = p_agent);
end $$;

-- The median time in which somebody was answered by hand, in seconds; null where nobody was.
create function app.insight_median(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text) returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  return (with heard as materialized (select * from app.insight_replies(p_workspace, p_from,
      p_until))
    select round(percentile_cont(0.5) within group (order by extract(epoch from greatest(
      h.replied_at - h.since, interval '0')))::numeric)
    from heard h where p_agent is null or h.contact_id in (select w.contact_id
      from app.agents_of(p_workspace, array(select distinct x.contact_id from heard x)) w
      where w.agent = p_agent));
end $$;

-- When people write to us: [{weekday 1-7 (Monday first), hour 0-23, people}], each person once an
-- hour. A stop, a refusal and a machine are no answers.
create function app.insight_hours(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text, p_zone text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return (with heard as materialized (
      select distinct m.contact_id, date_trunc('hour', m.written_at at time zone p_zone) as at
      from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.direction = 'in' and m.written_at >= p_from
        and m.written_at < p_until and app.wants_answer(m)
        and not exists (select from public.attention t where t.message_id = m.id
          and t.kind = 'refusal' and t.settled_how is distinct from 'not_refusal')),
    theirs as (select h.* from heard h where p_agent is null or h.contact_id in (
      select w.contact_id from app.agents_of(p_workspace,
        array(select distinct x.contact_id from heard x)) w where w.agent = p_agent))
    select coalesce(jsonb_agg(jsonb_build_object('weekday', g.weekday, 'hour', g.hour, 'people',
      g.people) order by g.weekday, g.hour), '[]')
    from (select extract(isodow from t.at)::integer as weekday,
        extract(hour from t.at)::integer as hour, count(*) as people
      from theirs t group by 1, 2) g);
end $$;

-- Texts that asked: [{key, version, sent, answered, bill, stopped}]. What came counts for the text
-- that came before it. key null: of a text that was removed; version null: not kept then.
create function app.insight_texts(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_agent text, p_zone text) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (with said as (
      select m.template_id, m.template_version, q.confirmed, q.answered_at, q.refused_at,
        row_number() over w = 1 as is_first, m.send_began_at as at,
        coalesce(lead(m.send_began_at) over w, 'infinity') as until
      from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q
      join public.whatsapp_messages m on m.ask_id = q.ask_id and m.direction = 'out'
        and m.send_began_at is not null
        and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
      window w as (partition by q.ask_id order by m.send_began_at, m.id)),
    answers as (select s.*, s.answered_at < s.until and (s.is_first or s.answered_at >= s.at)
      as is_answered from said s)
    select coalesce(jsonb_agg(to_jsonb(g) order by g.sent desc, g.key, g.version desc), '[]')
    from (select t.key, a.template_version as version, count(*) as sent,
        count(*) filter (where a.is_answered) as answered,
        count(*) filter (where a.is_answered and a.confirmed) as bill,
        count(*) filter (where a.refused_at >= a.at and a.refused_at < a.until
          and a.answered_at is null) as stopped
      from answers a left join public.whatsapp_templates t on t.id = a.template_id
      group by 1, 2) g);
end $$;

-- The numbers: {channels: [{id, name, sent, mostInADay, dailyLimit}], failures: [{code, count}],
-- stops}. failures: of what was sent in the period, by why it failed or is in doubt.
create function app.insight_number(p_workspace uuid, p_from timestamptz, p_until timestamptz,
  p_zone text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return jsonb_build_object(
    'channels', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name,
        'sent', s.sent, 'mostInADay', s.most, 'dailyLimit', app.daily_limit_at(c, app.now()))
        order by c.created_at, c.id), '[]')
      from public.channels c cross join lateral (
        select coalesce(sum(d.n), 0) as sent, coalesce(max(d.n), 0) as most from (
          select count(*) as n from public.whatsapp_send_attempts a
          where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at >= p_from
            and a.started_at < p_until
          group by (a.started_at at time zone p_zone)::date) d) s
      where c.workspace_id = p_workspace and (c.state <> 'retired' or s.sent > 0)),
    'failures', (select coalesce(jsonb_agg(to_jsonb(f) order by f.count desc, f.code), '[]')
      from (select coalesce(m.reason_code, 'provider_failed') as code,
          count(distinct m.id) as count
        from public.channels c join public.whatsapp_send_attempts a on a.channel_id = c.id
          and a.outcome <> 'not_sent' and a.started_at >= p_from and a.started_at < p_until
        join public.whatsapp_messages m on m.id = a.message_id
          and m.status in ('failed', 'uncertain')
        where c.workspace_id = p_workspace group by 1) f),
    'stops', (select count(distinct s.contact_id) from public.contact_consents s
      where s.workspace_id = p_workspace and s.kind = 'stopped' and s.source = 'customer'
        and s.at >= p_from and s.at < p_until));
end $$;

-- All of a period at once, days of the workspace, both included: {now, funnel, days, agents, hours,
-- texts, leads, number, medianSeconds, names, before: {funnel, medianSeconds} | null}. agent: of their
-- calls only. before_since, before_until: what it is compared with.
create function public.insights(workspace uuid, since date, until date, agent text default null,
  before_since date default null, before_until date default null) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_zone text;
  v_from timestamptz;
  v_until timestamptz;
  v_before timestamptz;
  v_before_end timestamptz;
begin
  perform app.require_role(workspace, 'manager');
  if since > until or until - since > 366 or before_until - before_since > 366 then
    raise exception using errcode = 'PT422', detail = 'until',
      message = 'A period ends after it began, and has 366 days at most.';
  end if;
  select w.time_zone into v_zone from public.workspaces w where w.id = workspace;
  v_from := since::timestamp at time zone v_zone;
  v_until := (until + 1)::timestamp at time zone v_zone;
  v_before := before_since::timestamp at time zone v_zone;
  v_before_end := (before_until + 1)::timestamp at time zone v_zone;
  return jsonb_build_object('now', app.now(), 'names', to_jsonb(app.agent_names(workspace)),
    'funnel', app.insight_funnel(workspace, v_from, v_until, agent, v_zone),
    'days', app.insight_days(workspace, v_from, v_until, agent, v_zone),
    'agents', app.insight_agents(workspace, v_from, v_until, agent, v_zone),
    'hours', app.insight_hours(workspace, v_from, v_until, agent, v_zone),
    'texts', app.insight_texts(workspace, v_from, v_until, agent, v_zone),
    'leads', app.insight_leads(workspace, v_from, v_until),
    'number', app.insight_number(workspace, v_from, v_until, v_zone),
    'medianSeconds', app.insight_median(workspace, v_from, v_until, agent),
    'before', case when before_until >= before_since then jsonb_build_object(
      'funnel', app.insight_funnel(workspace, v_before, v_before_end, agent, v_zone),
      'medianSeconds', app.insight_median(workspace, v_before, v_before_end, agent)) end);
end $$;

grant execute on function app.agent_names(uuid),
  public.insights(uuid, date, date, text, date, date)
to authenticated;
