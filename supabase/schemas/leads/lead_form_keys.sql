-- Secrets of single forms, sealed outside the database with a key that it never sees.

create table public.lead_form_keys (
  id uuid primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- The vendor whose forms prove themselves so, as in webhook_requests.
  source text not null check (source ~ '^[a-z][a-z_]{1,30}$'),
  -- The form, as its makers call it.
  name text not null check (name = btrim(name) and length(name) between 1 and 80),
  -- v1.<key id>.<nonce>.<ciphertext and tag>, bound to the row's id.
  sealed text not null check (sealed ~ '^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'),
  created_by uuid,
  created_at timestamptz not null default app.now(),
  -- To the minute; with the form that it came with.
  last_used_at timestamptz,
  last_form_id text,
  retired_at timestamptz
);
create index lead_form_keys_workspace on public.lead_form_keys (workspace_id, source, created_at);

-- For the server alone, those that hold: [{id, workspace, source, name, sealed}].
create function public.lead_form_key_access() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'workspace', w.key, 'source', k.source,
    'name', k.name, 'sealed', k.sealed) order by k.created_at, k.id), '[]')
  from public.lead_form_keys k join public.workspaces w on w.id = k.workspace_id
  where k.retired_at is null
$$;

-- The same key under a newer seal. False when it was sealed anew meanwhile.
create function public.reseal_lead_form_key(key uuid, before text, sealed text) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update public.lead_form_keys k set sealed = reseal_lead_form_key.sealed
  where k.id = key and k.sealed = before;
  return found;
end $$;

-- A lead came with it. Of those that come at once one writes, and nobody waits.
create function public.note_lead_form_key(key uuid, form text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  update public.lead_form_keys x set last_used_at = app.now(),
    last_form_id = coalesce(left(form, 200), x.last_form_id)
  where x.id = (select y.id from public.lead_form_keys y where y.id = key
    and (y.last_used_at is null or y.last_used_at < app.now() - interval '1 minute'
      or y.last_form_id is distinct from left(form, 200))
    for no key update skip locked);
end $$;

-- Its text never comes here: who makes it seals it.
create function public.make_lead_form_key(workspace uuid, key uuid, source text, name text,
  sealed text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.lock_members(workspace);
  if (select count(*) from public.lead_form_keys k where k.workspace_id = workspace
      and k.retired_at is null) >= 50 then
    raise exception using errcode = 'PT409', detail = 'name',
      message = 'There are 50 keys already: retire one that no form uses.';
  end if;
  insert into public.lead_form_keys (id, workspace_id, source, name, sealed, created_by)
  values (key, workspace, make_lead_form_key.source, btrim(make_lead_form_key.name),
    make_lead_form_key.sealed, auth.uid());
  perform app.log_action(workspace, auth.uid(), 'lead_form_key_made', 'lead_form_key', key::text,
    jsonb_build_object('source', make_lead_form_key.source));
end $$;

-- What comes with it is refused from now on. Once more is nothing new.
create function public.retire_lead_form_key(workspace uuid, key uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.lock_members(workspace);
  perform from public.lead_form_keys k where k.workspace_id = workspace and k.id = key;
  if not found then
    raise exception using errcode = 'PT404', message = 'There is no such key.';
  end if;
  update public.lead_form_keys k set retired_at = app.now()
  where k.id = key and k.retired_at is null;
  if found then
    perform app.log_action(workspace, auth.uid(), 'lead_form_key_retired', 'lead_form_key',
      key::text);
  end if;
end $$;

-- Those that hold, newest first, then those of the last 30 days that hold no more:
-- [{id, name, createdBy, createdAt, lastUsedAt, formId, retiredAt}]
create function public.lead_form_key_list(workspace uuid, source text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'admin');
  return (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'createdBy',
      k.created_by, 'createdAt', k.created_at, 'lastUsedAt', k.last_used_at, 'formId',
      k.last_form_id, 'retiredAt', k.retired_at)
      order by k.retired_at is not null, k.created_at desc, k.id), '[]')
    from public.lead_form_keys k where k.workspace_id = workspace
      and k.source = lead_form_key_list.source
      and (k.retired_at is null or k.retired_at > app.now() - interval '30 days'));
end $$;

alter table public.lead_form_keys enable row level security;
-- Nobody's, whatever is granted: only the service opens them.
create policy nobody_reads on public.lead_form_keys for select to authenticated using (false);
grant execute on function
  public.make_lead_form_key(uuid, uuid, text, text, text), public.retire_lead_form_key(uuid, uuid),
  public.lead_form_key_list(uuid, text)
to authenticated;
grant execute on function
  public.lead_form_key_access(), public.reseal_lead_form_key(uuid, text, text),
  public.note_lead_form_key(uuid, text)
to service_role;
