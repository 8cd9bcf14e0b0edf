-- When a queue moves next: hours, times and locks of those who wait in it.

-- The first moment at or after p_from at which some message may leave; null when none is waiting.
create function app.next_send_time(p_channel uuid, p_from timestamptz, w public.workspaces,
  p_except bigint[])
returns timestamptz
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  -- Null stands for everybody who has no time zone of their own.
  v_zones text[];
  v_many boolean;
  v_live timestamptz;
  v_locked timestamptz;
  v_unlocked timestamptz;
begin
  if not exists (select from public.whatsapp_messages m where m.channel_id = p_channel
    and m.status = 'queued') then
    return null;
  end if;
  v_locked := (select c.begin_locked_until from public.channels c where c.id = p_channel
    and c.begin_locked_until > p_from);
  if v_locked is not null then
    -- Before the lock ends only who has written to this number is next.
    v_unlocked := app.next_send_time(p_channel, v_locked, w, p_except);
    p_except := p_except || array(select m.id from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued'
        and not app.has_begun(p_channel, m.contact_id));
  end if;
  v_zones := app.own_zones(w) || null::text;
  v_many := cardinality(v_zones) > 1;
  if v_many or not app.in_sending_hours(p_from, w) then
    select min(greatest(m.due_at, p_from)) into v_live from public.whatsapp_messages m
      join public.contacts c on c.id = m.contact_id
    where m.channel_id = p_channel and m.status = 'queued' and m.live_until > p_from
      and m.live_until > m.due_at
      and m.expires_at > greatest(m.due_at, p_from) and m.id <> all (p_except)
      and (c.opted_out_at is null or m.purpose = 'consent_notice') and c.blocked_at is null
        and c.erased_at is null;
  end if;
  return least(v_live, v_unlocked, (
    with zone as materialized (
      select z.name, app.next_sending_time(p_from, w, z.name) as opens_at
        from unnest(v_zones) z (name))
    select min(first.leaves_at) from zone cross join lateral (
      select l.leaves_at
      from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
      cross join lateral (select case when m.due_at <= p_from then zone.opens_at
        else app.next_sending_time(m.due_at, w, zone.name) end as leaves_at) l
      where m.channel_id = p_channel and m.status = 'queued' and m.id <> all (p_except)
        and m.expires_at > l.leaves_at
        and (not v_many or c.time_zone is not distinct from zone.name)
        and (m.reminder_of is null or not app.awaits_look(m.contact_id))
        and (c.opted_out_at is null or m.purpose = 'consent_notice') and c.blocked_at is null
          and c.erased_at is null
      order by m.due_at limit 1) first));
end $$;
