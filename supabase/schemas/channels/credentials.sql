-- A channel's own credentials, sealed outside the database with a key that it never sees. In a
-- table of their own: no member of staff reads a row of it.

create table public.channel_credentials (
  channel_id uuid primary key references public.channels (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- v1.<key id>.<nonce>.<ciphertext and tag>, bound to the channel's id.
  sealed text not null check (sealed ~ '^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$')
);
create index channel_credentials_workspace on public.channel_credentials (workspace_id);

-- Whose credentials a send leaves with: {vendor, version, isEnvironment}.
create function app.access_json(c public.channels) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('vendor', c.vendor, 'version', c.credentials_version, 'isEnvironment',
    c.uses_environment);
end $$;

-- For the server alone, of one channel or of all: [{channel, workspace, name, state, vendor,
-- version, isEnvironment, sealed}].
create function public.channel_access(channel uuid default null) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(app.access_json(c) || jsonb_build_object('channel', c.id, 'workspace',
    c.workspace_id, 'name', c.name, 'state', c.state, 'sealed', s.sealed)
    order by c.created_at, c.id), '[]')
  from public.channels c left join public.channel_credentials s on s.channel_id = c.id
  where channel is null or c.id = channel
$$;

-- The same credentials under a newer key. False when others were given meanwhile.
create function public.reseal_channel(channel uuid, version integer, sealed text) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update public.channel_credentials s set sealed = reseal_channel.sealed
  from public.channels c
  where s.channel_id = reseal_channel.channel and c.id = s.channel_id
    and c.credentials_version = version;
  return found;
end $$;

alter table public.channel_credentials enable row level security;
-- Nobody's, whatever is granted: only the service opens them.
create policy nobody_reads on public.channel_credentials for select to authenticated using (false);
grant execute on function
  public.channel_access(uuid), public.reseal_channel(uuid, integer, text)
to service_role;
