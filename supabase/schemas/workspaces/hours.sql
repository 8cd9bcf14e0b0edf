-- When messages may leave: windows of each weekday in local time, holidays, and whose local time
-- counts.

-- A copy of the setting 'hours' (lib/settings/hours-setting.ts has its shape): the claim reads it
-- with the workspace's row.
alter table public.workspaces add column sending_hours jsonb not null default
  app.default_setting('hours')
  check (jsonb_typeof(sending_hours -> 'weekdays') = 'object');

create index contacts_time_zone on public.contacts (workspace_id, time_zone)
  where time_zone is not null;

create function app.copy_hours() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.workspaces set sending_hours = new.value where id = new.workspace_id;
  return null;
end $$;
create trigger copy_hours after insert on public.workspace_settings
  for each row when (new.kind = 'hours') execute function app.copy_hours();

-- The same window each day, no holidays: what the environment can say. 00:00 to 24:00 is always.
create function app.daily_hours(p_from text, p_until text) returns jsonb
language sql immutable set search_path = ''
as $$
  select app.default_setting('hours') || jsonb_build_object('weekdays', jsonb_object_agg(
    day, jsonb_build_array(jsonb_build_object('from', p_from, 'until', p_until))))
  from unnest(array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) day
$$;

-- Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
create function app.easter(p_year integer) returns date
language plpgsql immutable set search_path = ''
as $$
declare
  a integer := p_year % 19;
  b integer := p_year / 100;
  c integer := p_year % 100;
  h integer := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  l integer := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  m integer := (a + 11 * h + 22 * l) / 451;
begin
  return make_date(p_year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
end $$;

-- Law 260/1949, article 2, as it stands: 4 October since 2026 (law 151/2025). Easter Sunday is one
-- as every Sunday is.
create function app.is_italian_holiday(p_day date) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return to_char(p_day, 'MM-DD') in (
      '01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26')
    or (to_char(p_day, 'MM-DD') = '10-04' and p_day >= date '2026-01-01')
    or p_day - app.easter(extract(year from p_day)::integer) in (0, 1);
end $$;

-- Whether a local day is one of the setting's holidays: [{date, until}], dates as YYYY-MM-DD or, of
-- every year, MM-DD, which may go over its end. What has no `until` is found without looking at
-- each.
create function app.is_closed_day(p_day date, p_holidays jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
  v_day text := to_char(p_day, 'YYYY-MM-DD');
begin
  if p_holidays @> jsonb_build_array(jsonb_build_object('date', v_day))
    or p_holidays @> jsonb_build_array(jsonb_build_object('date', substr(v_day, 6))) then
    return true;
  elsif not p_holidays @? '$[*].until' then
    return false;
  end if;
  return exists (
    select from jsonb_to_recordset(p_holidays) h (date text, until text)
    cross join lateral (select h.date collate "C" as first, h.until collate "C" as last,
      right(v_day, length(h.date)) collate "C" as day) d
    where h.until is not null and case when d.first <= d.last
      then d.day between d.first and d.last else d.day >= d.first or d.day <= d.last end);
end $$;

-- The windows that open on a local day, as the setting writes them: [{from, until}]; none on a
-- holiday.
create function app.windows_on(p_day date, p_hours jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  if p_hours -> 'holidays' <> '[]' and app.is_closed_day(p_day, p_hours -> 'holidays') then
    return '[]';
  elsif (p_hours ->> 'italianHolidays')::boolean and app.is_italian_holiday(p_day) then
    return '[]';
  end if;
  return coalesce(p_hours -> 'weekdays' ->
    (array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])[extract(isodow from p_day)::integer],
      '[]');
end $$;

-- The first moment at which clocks of this zone show p_local or later. Where they leap over it,
-- that is the leap; where they show it twice, the first time. (Postgres itself would name a moment
-- an hour after the leap, and the second time.)
create function app.first_instant(p_local timestamp, p_zone text) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_at timestamptz := p_local at time zone p_zone;
  v_shown timestamp := v_at at time zone p_zone;
  v_earlier timestamptz;
begin
  if v_shown > p_local then
    return (select min(t) from generate_series(v_at - (v_shown - p_local), v_at,
      interval '1 minute') t
      where t at time zone p_zone >= p_local);
  end if;
  -- With the offset that held some hours before.
  v_earlier := v_at - (((v_at - interval '3 hours') at time zone p_zone) + interval '3 hours' -
    v_shown);
  return case when v_earlier < v_at and v_earlier at time zone p_zone = p_local then v_earlier
    else v_at end;
end $$;

-- The window that p_at lies in, or else the next one to open: [opens, closes). Null when none opens
-- within 400 days. p_zone: the contact's own, if any; it counts where the setting says so. Every
-- question about hours is answered from here.
create function app.sending_window(p_at timestamptz, w public.workspaces, p_zone text default null)
  returns tstzrange
language plpgsql stable set search_path = ''
as $$
declare
  v_zone text := case when p_zone is null or not (w.sending_hours ->> 'useContactTimeZone')::boolean
    then w.time_zone else p_zone end;
  v_today date := (p_at at time zone v_zone)::date;
  v_windows jsonb;
  v_from time;
  v_until time;
  v_opens timestamptz;
  v_closes timestamptz;
  v_found tstzrange;
begin
  -- The eve's may last over midnight.
  for v_day in -1 .. 400 loop
    v_windows := app.windows_on(v_today + v_day, w.sending_hours);
    for v_n in 0 .. jsonb_array_length(v_windows) - 1 loop
      v_from := v_windows -> v_n ->> 'from';
      v_until := v_windows -> v_n ->> 'until';
      continue when v_day = -1 and v_until > v_from;
      v_opens := app.first_instant(v_today + v_day + v_from, v_zone);
      v_closes := app.first_instant(v_today + v_day + case when v_until > v_from then 0
        else 1 end + v_until, v_zone);
      if v_closes > p_at and v_closes > v_opens and (v_found is null or v_opens < lower(v_found))
        then
        v_found := tstzrange(v_opens, v_closes);
      end if;
    end loop;
    exit when v_found is not null;
  end loop;
  return v_found;
end $$;

create function app.in_sending_hours(p_at timestamptz, w public.workspaces,
  p_zone text default null) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(app.sending_window(p_at, w, p_zone) @> p_at, false);
end $$;

-- The first moment at or after p_at inside the sending hours; infinity when there is none.
create function app.next_sending_time(p_at timestamptz, w public.workspaces,
  p_zone text default null) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_opens timestamptz := lower(app.sending_window(p_at, w, p_zone));
begin
  return case when v_opens is null then 'infinity' else greatest(p_at, v_opens) end;
end $$;

-- Since when it has been open without a break; null while it is closed, -infinity when the last
-- eight days had none.
create function app.open_since(p_at timestamptz, w public.workspaces, p_zone text default null)
  returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_window tstzrange := app.sending_window(p_at, w, p_zone);
  v_since timestamptz;
begin
  while v_window @> coalesce(v_since - interval '1 microsecond', p_at) loop
    v_since := lower(v_window);
    if v_since < p_at - interval '8 days' then
      return '-infinity';
    end if;
    v_window := app.sending_window(v_since - interval '1 microsecond', w, p_zone);
  end loop;
  return v_since;
end $$;

-- The time zones that contacts of this workspace have of their own; mostly none. One look at the
-- index for each.
create function app.own_zones(w public.workspaces) returns text[]
language plpgsql stable set search_path = ''
as $$
declare
  v_zones text[] := '{}';
  v_zone text := '';
begin
  while v_zone is not null and (w.sending_hours ->> 'useContactTimeZone')::boolean loop
    select c.time_zone into v_zone from public.contacts c
    where c.workspace_id = w.id and c.time_zone > v_zone order by c.time_zone limit 1;
    v_zones := v_zones || v_zone;
  end loop;
  return array_remove(v_zones, null);
end $$;

-- What the monitor says of the hours: {isOpen, opensAt, isAlways, today: [{from, until}]}.
create function app.hours_json(w public.workspaces, p_at timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_window tstzrange := app.sending_window(p_at, w);
begin
  return jsonb_build_object(
    'isOpen', coalesce(v_window @> p_at, false),
    'opensAt', case when lower(v_window) > p_at then lower(v_window) end,
    'isAlways', w.sending_hours -> 'weekdays' = app.daily_hours('00:00', '24:00') -> 'weekdays'
      and w.sending_hours -> 'holidays' = '[]'
        and not (w.sending_hours ->> 'italianHolidays')::boolean,
    'today', app.windows_on((p_at at time zone w.time_zone)::date, w.sending_hours));
end $$;

grant execute on function
  app.in_sending_hours(timestamptz, public.workspaces, text),
  app.sending_window(timestamptz, public.workspaces, text), app.windows_on(date, jsonb),
  app.is_italian_holiday(date), app.easter(integer), app.is_closed_day(date, jsonb),
  app.first_instant(timestamp, text), app.daily_hours(text, text),
  app.hours_json(public.workspaces, timestamptz), app.own_zones(public.workspaces),
  app.next_sending_time(timestamptz, public.workspaces, text)
to authenticated;
