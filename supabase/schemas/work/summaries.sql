-- What waits, told twice a day to who wants it: by e-mail, on the days that the company is open.

-- Which summary is told at this local time: the morning's from 08:30, the evening's from 18:30.
create function app.summary_at(p_local time) returns text
language sql immutable set search_path = ''
as $$ select case when p_local >= '18:30' then 'evening' when p_local >= '08:30' then 'morning'
  end $$;

-- A task for each member and summary, once a day; none without e-mail to send by. Answers how many.
create function public.queue_summaries() returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  r record;
  v_queued integer := 0;
begin
  for r in
    select m.workspace_id, m.user_id, s.summary, l.at::date as day,
      format('%s:%s:%s', l.at::date, s.summary, m.user_id) as key
    from public.workspaces w
    cross join lateral (select app.now() at time zone w.time_zone as at) l
    cross join lateral (select app.summary_at(l.at::time) as summary) s
    join public.memberships m on m.workspace_id = w.id and s.summary = any (m.summaries)
    -- Tasks are taken of this one (app.take_kind).
    where w.key = 'default' and app.windows_on(l.at::date, w.sending_hours) <> '[]'
      and exists (select from public.alert_receivers a
        where a.workspace_id = w.id and a.kind = 'email')
  loop
    if not exists (select from public.tasks t where t.workspace_id = r.workspace_id
      and t.kind = 'send_summary' and t.key = r.key) then
      perform app.queue_task(r.workspace_id, 'send_summary', r.key, jsonb_build_object(
        'user', r.user_id, 'summary', r.summary, 'day', r.day));
      v_queued := v_queued + 1;
    end if;
  end loop;
  return v_queued;
end $$;

-- Whose conversations a member hears of: their own and nobody's; managers of all.
create function app.summary_of(m public.memberships, p_until timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_rows jsonb;
begin
  with own as (
    select k.state, k.sort_at, k.call_back_at, coalesce(c.name, c.push_name, '…' || right((
        select i.value from public.contact_identities i
        where i.contact_id = k.contact_id and i.kind = 'phone' order by i.learned_at, i.value
        limit 1), 4), '?') as name
    from public.conversations k join public.contacts c on c.id = k.contact_id
    where k.workspace_id = m.workspace_id
      and (k.state in ('problem', 'reply', 'check') or k.call_back_at < p_until)
      and k.state not in ('closed', 'done')
      and (app.role_rank(m.role) >= 2 or k.owner is null or k.owner = m.user_id))
  select jsonb_build_object(
    'waiting', count(*) filter (where o.state = 'reply'),
    'names', coalesce((select jsonb_agg(n.name order by n.sort_at) from (
      select x.name, x.sort_at from own x where x.state = 'reply'
      order by x.sort_at limit 8) n), '[]'),
    'check', count(*) filter (where o.state = 'check'),
    'problem', count(*) filter (where o.state = 'problem'),
    'callBack', coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'at',
        n.call_back_at) order by n.call_back_at) from (
      select x.name, x.call_back_at from own x where x.call_back_at < p_until
      order by x.call_back_at limit 8) n), '[]'))
  into v_rows from own o;
  return v_rows || jsonb_build_object('mentions', (select count(*) from public.note_mentions n
    where n.workspace_id = m.workspace_id and n.user_id = m.user_id and n.seen_at is null));
end $$;

-- What the worker sends; null once its time is over, nobody wants it, or there is nothing to say.
-- {workspace, sealed, key, email, name, language, summary, timeZone, waiting, names, check, problem,
-- callBack: [{name, at}], mentions}
create function app.summary_facts(t public.tasks) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  m public.memberships;
  v_local timestamp;
  v_email text;
  v_sealed text;
  v_said jsonb;
begin
  select x.* into w from public.workspaces x where x.id = t.workspace_id;
  v_local := app.now() at time zone w.time_zone;
  select x.* into m from public.memberships x where x.workspace_id = t.workspace_id
    and x.user_id = (t.payload ->> 'user')::uuid and t.payload ->> 'summary' = any (x.summaries);
  select u.email into v_email from auth.users u where u.id = m.user_id;
  select r.sealed into v_sealed from public.alert_receivers r
  where r.workspace_id = w.id and r.kind = 'email';
  if v_email is null or v_sealed is null or v_local::date <> (t.payload ->> 'day')::date
    or app.summary_at(v_local::time) is distinct from t.payload ->> 'summary' then
    return null;
  end if;
  v_said := app.summary_of(m, app.first_instant(v_local::date + 1 + time '00:00', w.time_zone));
  if (v_said ->> 'waiting')::integer + (v_said ->> 'check')::integer
    + (v_said ->> 'problem')::integer + (v_said ->> 'mentions')::integer
    + jsonb_array_length(v_said -> 'callBack') = 0 then
    return null;
  end if;
  return v_said || jsonb_build_object('workspace', w.id, 'sealed', v_sealed, 'key',
    format('summary_%s', t.id), 'email', v_email, 'name', app.member_name(m.name, v_email),
    'language', coalesce(m.language, case when w.default_country = 'IT' then 'it' else 'en' end),
    'summary', t.payload ->> 'summary', 'timeZone', w.time_zone);
end $$;

grant execute on function public.queue_summaries() to service_role;
