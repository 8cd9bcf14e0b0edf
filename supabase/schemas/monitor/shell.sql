-- What stands around every page: whose it is, the numbers' state, what waits.

-- What waits for this person, as the badges say: {reply, check, mentions}.
create function app.shell_counts(p_workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return app.conversation_counts(p_workspace) || jsonb_build_object('check', (
    select count(*) from (select from public.conversations k
      where k.workspace_id = p_workspace and k.bill = 'check' limit 1001) n));
end $$;

-- When a number came back from being away, for half an hour; null while it is away, and where it
-- was not. It goes by the number: the alert is closed some minutes later.
create function app.back_since(c public.channels, p_now timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  if c.state <> 'active' or c.connection_status is distinct from 'connected'
      or c.connection_status_at <= p_now - interval '30 minutes' then
    return null;
  end if;
  return (select c.connection_status_at from public.alerts a
    where a.workspace_id = c.workspace_id and a.kind = 'channel_down' and a.subject = c.id::text
      and a.since < c.connection_status_at
      and coalesce(a.closed_at, 'infinity') > p_now - interval '1 hour'
    limit 1);
end $$;

-- A number as the pill tells it. since: when its state began; sentToday: since this midnight of
-- the workspace; capFreesAt: null while there is room in its moving day.
create function app.shell_channel(c public.channels, p_now timestamptz, p_midnight timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_limit integer := app.daily_limit_at(c, p_now);
  v_sends timestamptz[] := app.recent_sends(c.id, v_limit, p_now);
begin
  return jsonb_build_object('id', c.id, 'name', c.name, 'state', c.state,
    'pauseReason', c.pause_reason, 'connectionStatus', c.connection_status,
    'since', case c.state when 'paused' then c.paused_at else c.connection_status_at end,
    'beginLockedUntil', case when c.begin_locked_until > p_now then c.begin_locked_until end,
    'backAt', app.back_since(c, p_now),
    'sentToday', (select count(*) from public.whatsapp_send_attempts a
      where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at >= p_midnight),
    'dailyLimit', v_limit,
    'capFreesAt', case when v_limit > 0 and app.cap_frees_at(v_limit, v_sends) > p_now
      then app.cap_frees_at(v_limit, v_sends) end,
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'));
end $$;

-- Members as colleagues call them.
create function app.shell_members(p_workspace uuid)
returns table (user_id uuid, email text, name text, role text)
language plpgsql stable set search_path = ''
as $$
begin
  return query select m.user_id, u.email::text,
    app.member_name(m.name, u.email::text), m.role
  from public.memberships m left join auth.users u on u.id = m.user_id
  where m.workspace_id = p_workspace;
end $$;

-- Of the caller's workspace, the first of theirs when none is named; null for who is no member of
-- it. {now, workspace {id, name, timeZone}, me {userId, email, name, role}, resumers [name],
-- channels, counts}. resumers: who may let a number go on, for who may not. Definer: it reads
-- names, and is read with every page.
create function public.shell(workspace uuid default null) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  w public.workspaces;
  v_me record;
  v_now timestamptz := app.now();
begin
  select x.* into w from public.memberships m join public.workspaces x on x.id = m.workspace_id
  where m.user_id = auth.uid() and x.id = coalesce(workspace, x.id)
  order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  select * into v_me from app.shell_members(w.id) x where x.user_id = auth.uid();
  return jsonb_build_object('now', v_now,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone),
    'me', jsonb_build_object('userId', v_me.user_id, 'email', v_me.email, 'name', v_me.name,
      'role', v_me.role),
    'resumers', case when v_me.role = 'agent' then (select coalesce(jsonb_agg(x.name
        order by x.role desc, x.name), '[]')
      from app.shell_members(w.id) x where x.role <> 'agent' and x.name is not null)
      else '[]' end,
    'channels', (select coalesce(jsonb_agg(app.shell_channel(app.paced(c, v_now), v_now,
        date_trunc('day', v_now, w.time_zone)) order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = w.id and c.state <> 'retired'),
    'counts', app.shell_counts(w.id));
end $$;

grant execute on function public.shell(uuid) to authenticated;
