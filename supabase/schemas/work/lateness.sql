-- When a message in the queue is late: measured against its own due time, as the queue stood.

-- Tried and given back: their due_at moves with each try, so they are looked up by this.
create index whatsapp_messages_retried on public.whatsapp_messages (channel_id)
  where status = 'queued' and retries > 0;

-- Of all weekdays, so that a day that goes slower than the others is not late.
create function app.longest_pause(c public.channels) returns interval
language sql immutable set search_path = ''
as $$
  select make_interval(secs => greatest(c.min_interval_ms + c.jitter_ms, (
    select max(coalesce((d.pace ->> 'minIntervalMs')::integer, c.min_interval_ms)
      + coalesce((d.pace ->> 'jitterMs')::integer, c.jitter_ms))
    from jsonb_each(c.weekday_pace) d (day, pace))) / 1000.0)
$$;

-- What a channel's lateness is counted in: its pause, but no finer than the clock's tick, a minute.
create function app.lateness_gap(c public.channels) returns interval
language sql immutable set search_path = ''
as $$ select greatest(app.longest_pause(c), interval '1 minute') $$;

-- The message that is longest past its own due time, of those that the claim would hand out at
-- p_at. Own due time: when it was due in the queue (not when a call that we found late had ended)
-- or was first tried, no earlier than the sending hours' opening and the end of what held the
-- channel, and after the sends that left since and those that leave before it, each with its
-- answer's time (up to 5 s: a provider that takes longer makes late). A queue that moves at its
-- pace is never late; one that stands or limps is.
create function app.longest_overdue(c public.channels, w public.workspaces, p_at timestamptz)
returns table (message_id bigint, call_id bigint, own_due timestamptz)
language plpgsql stable rows 1 set search_path = '' set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
    with hours as materialized (select app.in_sending_hours(p_at, w) as open,
      app.open_since(p_at, w) as opened_at),
    ready as (
      -- Next in the claim's own order.
      select m.id, m.call_id, m.live_until, k.time_zone,
        greatest(m.due_at, m.created_at) as asked_at, 0::bigint as ahead
      from app.next_to_send(c.id, p_at, w, '{}') m join public.contacts k on k.id = m.contact_id
      union all
      -- Due for longest, however many may overtake it. Of fifty: one that was found late may be due
      -- before it was queued.
      (select m.id, m.call_id, m.live_until, m.time_zone, m.asked_at, (
          select count(*) from (
            select from public.whatsapp_messages o
            where o.channel_id = c.id and o.status = 'queued' and o.due_at <= p_at
              and (o.priority, o.due_at, o.id) < (m.priority, m.due_at, m.id) limit 1000)
                overtaking)
       from (
         select x.*, k.time_zone, greatest(x.due_at, x.created_at) as asked_at
         from hours, public.whatsapp_messages x join public.contacts k on k.id = x.contact_id
         where x.channel_id = c.id and x.status = 'queued' and x.due_at <= p_at
           and x.expires_at > p_at and app.may_leave_now(c, x.contact_id, p_at)
           and (x.live_until > p_at or case when k.time_zone is null then hours.open
             else app.in_sending_hours(p_at, w, k.time_zone) end)
           and k.opted_out_at is null and k.blocked_at is null and k.erased_at is null
         order by x.due_at limit 50) m
       order by m.asked_at limit 1)
      union all
      -- Tried in vain: it has been due since the first of those tries.
      (select m.id, m.call_id, m.live_until, k.time_zone, tried.first_at, 0
       from hours, public.whatsapp_messages m join public.contacts k on k.id = m.contact_id
       cross join lateral (
         select min(a.started_at) as first_at from public.whatsapp_send_attempts a
         where a.message_id = m.id and a.outcome = 'not_sent' and a.attempt > (
           select coalesce(max(o.attempt), 0) from public.whatsapp_send_attempts o
           where o.message_id = m.id and o.outcome <> 'not_sent')) tried
       where m.channel_id = c.id and m.status = 'queued' and m.retries > 0 and m.expires_at > p_at
         and (m.live_until > p_at or case when k.time_zone is null then hours.open
           else app.in_sending_hours(p_at, w, k.time_zone) end)
         and tried.first_at is not null and app.may_leave_now(c, m.contact_id, p_at)
         and k.opted_out_at is null and k.blocked_at is null and k.erased_at is null
       order by tried.first_at limit 1)),
    begun as (
      select r.*, greatest(r.asked_at, c.held_until,
        case when r.live_until > p_at then null
          when r.time_zone is null then (select opened_at from hours)
          else app.open_since(p_at, w, r.time_zone) end) as began_at
      from ready r)
    select b.id, b.call_id, b.began_at + b.ahead * app.longest_pause(c) + (
        select coalesce(sum(app.longest_pause(c) + least(s.finished_at - s.started_at,
          interval '5 seconds')), interval '0')
        from (
          select a.started_at, coalesce(a.finished_at, a.started_at) as finished_at
            from public.whatsapp_send_attempts a
          where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at >= b.began_at
          order by a.started_at desc limit 5000) s)
    from begun b order by 3 limit 1;
end $$;
