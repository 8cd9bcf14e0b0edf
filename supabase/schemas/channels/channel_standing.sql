-- How each number stands at its vendor, as the vendor's own events tell.

create table public.channel_standing (
  channel_id uuid primary key references public.channels (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- As events name them: the vendor's id of the business account, and the number, E.164. By these
  -- is placed what names no account.
  business text check (length(business) <= 100),
  number text check (number ~ '^\+[1-9][0-9]{5,14}$'),
  quality text check (quality in ('green', 'yellow', 'red', 'unknown')),
  quality_at timestamptz,
  -- People who may be written to first in a moving 24 hours; null, once it was told: no limit.
  people_limit integer check (people_limit >= 0),
  limit_at timestamptz,
  standing text check (standing in ('ok', 'flagged', 'restricted', 'banned')),
  standing_at timestamptz,
  -- The vendor's words with the last of these.
  detail text check (length(detail) <= 500)
);
create index channel_standing_workspace on public.channel_standing (workspace_id);
create index channel_standing_business on public.channel_standing (business);

-- p_line: {business?, number?}, of an event that named the channel's own account.
create function app.learn_line(p_workspace uuid, p_channel uuid, p_line jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if exists (select from public.channel_standing s where s.channel_id = p_channel
      and s.business is not distinct from coalesce(p_line ->> 'business', s.business)
      and s.number is not distinct from coalesce(p_line ->> 'number', s.number)) then
    return;
  end if;
  insert into public.channel_standing (channel_id, workspace_id, business, number)
  values (p_channel, p_workspace, p_line ->> 'business', p_line ->> 'number')
  on conflict (channel_id) do update set business = coalesce(excluded.business,
      channel_standing.business),
    number = coalesce(excluded.number, channel_standing.number);
end $$;

-- Of whom news tell that may name no account: the number that they name, else every number of the
-- business account; where neither was heard of before, p_known, the one that it can only be.
create function app.channels_meant(p_channels public.channels[], p_vendor text, p_line jsonb,
  p_known uuid) returns uuid[]
language plpgsql stable set search_path = ''
as $$
declare
  v_number text := p_line ->> 'number';
  v_own uuid[] := array(select c.id from unnest(p_channels) c
    where c.vendor = p_vendor and c.state <> 'retired');
  v_found uuid[] := array(select s.channel_id from public.channel_standing s
    where s.channel_id = any (v_own) and s.number = v_number order by s.channel_id);
begin
  if cardinality(v_found) = 0 then
    v_found := array(select s.channel_id from public.channel_standing s
      where s.channel_id = any (v_own) and s.business = p_line ->> 'business'
        -- Another of its numbers is not meant.
        and (v_number is null or s.number is null) order by s.channel_id);
  end if;
  return case when cardinality(v_found) > 0 then v_found
    when p_known is not null and not exists (select from public.channel_standing s
      where s.channel_id = p_known and (s.business <> p_line ->> 'business'
        or s.number <> v_number)) then array[p_known] end;
end $$;

-- What went wrong at the vendor without a message of ours: once while nobody has taken it off.
create function app.record_vendor_error(p_workspace uuid, p_channel uuid, p_detail text,
  p_request bigint) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  if exists (select from public.channel_incidents i where i.channel_id = p_channel
      and i.kind = 'vendor_error' and i.closed_at is null and i.detail = left(p_detail, 500)) then
    return '{"outcome": "duplicate"}';
  end if;
  insert into public.channel_incidents (workspace_id, channel_id, kind, detail, request_id)
  values (p_workspace, p_channel, 'vendor_error', left(p_detail, 500), p_request);
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $$;

-- The newest of each wins: vendors repeat for days what was not taken.
create function app.record_number_news(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := app.written_of(p_value, p_heard);
  s public.channel_standing;
  v_new public.channel_standing;
begin
  if (p_value ->> 'isError')::boolean then
    return app.record_vendor_error(p_workspace, p_channel, p_value ->> 'detail', p_request);
  end if;
  insert into public.channel_standing (channel_id, workspace_id)
  values (p_channel, p_workspace) on conflict do nothing;
  select * into s from public.channel_standing x where x.channel_id = p_channel for update;
  v_new := s;
  if p_value ? 'quality' and v_at >= coalesce(s.quality_at, v_at) then
    v_new.quality := p_value ->> 'quality';
    v_new.quality_at := v_at;
  end if;
  if p_value ? 'limit' and v_at >= coalesce(s.limit_at, v_at) then
    v_new.people_limit := (p_value ->> 'limit')::integer;
    v_new.limit_at := v_at;
  end if;
  if p_value ? 'standing' and v_at >= coalesce(s.standing_at, v_at) then
    v_new.standing := p_value ->> 'standing';
    v_new.standing_at := v_at;
  end if;
  if v_at >= coalesce(greatest(s.quality_at, s.limit_at, s.standing_at), v_at) then
    v_new.detail := coalesce(left(p_value ->> 'detail', 500), s.detail);
  end if;
  if to_jsonb(v_new) = to_jsonb(s) then
    return '{"outcome": "duplicate"}';
  end if;
  update public.channel_standing x set quality = v_new.quality, quality_at = v_new.quality_at,
    people_limit = v_new.people_limit, limit_at = v_new.limit_at, standing = v_new.standing,
    standing_at = v_new.standing_at, detail = v_new.detail
  where x.channel_id = p_channel;
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $$;

-- News of a template or a number, for each number that they are of. Null where they are of none of
-- ours.
create function app.record_news(p_workspace uuid, p_channels uuid[], p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_channel uuid;
  v_result jsonb;
begin
  foreach v_channel in array coalesce(p_channels, '{}') loop
    if p_value ->> 'type' = 'number_news' then
      v_result := app.record_number_news(p_workspace, v_channel, p_value, p_request, p_heard);
    else
      perform app.note_template_news(v_channel, p_value);
      v_result := jsonb_build_object('outcome', 'processed');
    end if;
  end loop;
  return v_result;
end $$;

-- Whether the vendor says something bad of it.
create function app.is_at_risk(s public.channel_standing) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(s.quality = 'red', false) or coalesce(s.standing <> 'ok', false);
end $$;

create function app.standing_json(s public.channel_standing) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when s.channel_id is not null then jsonb_build_object('number', s.number,
    'quality', s.quality, 'qualityAt', s.quality_at, 'limit', s.people_limit,
    'limitAt', s.limit_at, 'standing', s.standing, 'standingAt', s.standing_at,
    'detail', s.detail, 'isAtRisk', app.is_at_risk(s)) end;
end $$;

alter table public.channel_standing enable row level security;
create policy members_read on public.channel_standing for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.channel_standing to authenticated;
grant execute on function app.is_at_risk(public.channel_standing),
  app.standing_json(public.channel_standing) to authenticated;
