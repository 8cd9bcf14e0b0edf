-- What programs do: with a key, through one door, as the verbs that are listed in it.

-- The key's text never comes here: its maker hashes it.
create function public.make_api_key(workspace uuid, name text, role text, prefix text, hash text)
  returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  v_id uuid;
begin
  perform app.lock_members(workspace);
  if (select count(*) from public.api_keys k where k.workspace_id = workspace
      and k.revoked_at is null) >= 50 then
    raise exception using errcode = 'PT409', detail = 'name',
      message = 'There are 50 keys already: revoke one that nobody uses.';
  end if;
  insert into public.api_keys (workspace_id, name, role, prefix, hash, created_by)
  values (workspace, btrim(make_api_key.name), make_api_key.role, make_api_key.prefix,
    make_api_key.hash, auth.uid())
  returning id into v_id;
  perform app.log_action(workspace, auth.uid(), 'api_key_made', 'api_key', v_id::text,
    jsonb_build_object('role', make_api_key.role));
  return v_id;
end $$;

-- From now on its key opens nothing. Once more is nothing new.
create function public.revoke_api_key(workspace uuid, key uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.lock_members(workspace);
  perform from public.api_keys k where k.workspace_id = workspace and k.id = key;
  if not found then
    raise exception using errcode = 'PT404', message = 'There is no such key.';
  end if;
  update public.api_keys k set revoked_at = app.now()
  where k.id = key and k.revoked_at is null;
  if found then
    perform app.log_action(workspace, auth.uid(), 'api_key_revoked', 'api_key', key::text);
  end if;
end $$;

-- Those that hold, newest first, then those of the last 30 days that hold no more:
-- [{id, name, role, prefix, createdBy, createdAt, lastUsedAt, revokedAt}]
create function public.api_key_list(workspace uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'admin');
  return (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'role', k.role,
      'prefix', k.prefix, 'createdBy', k.created_by, 'createdAt', k.created_at, 'lastUsedAt',
      k.last_used_at, 'revokedAt', k.revoked_at)
      order by k.revoked_at is not null, k.created_at desc, k.id), '[]')
    from public.api_keys k where k.workspace_id = workspace
      and (k.revoked_at is null or k.revoked_at > app.now() - interval '30 days'));
end $$;

-- All that a program may call; each asks for its role itself, or reads under the policies.
create function app.program_verbs() returns text[]
language sql immutable set search_path = ''
as $$
  select array['whoami', 'inbox', 'send_manual', 'send_to_number', 'list_messages', 'message_list',
    'template_list', 'channel_list', 'read_settings', 'try_decision', 'consent_history',
    'note_consent_export', 'begin_export', 'export_page', 'submit_lead', 'lead_list', 'lead_told']
$$;

-- One call of a verb as SQL, its arguments by name in $1; those that are not given have defaults.
-- Raises 42883 where the verb has no such argument.
create function app.verb_call(p_verb text, p_args jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_void boolean;
  v_names text[];
  v_types text[];
  v_call text;
begin
  select p.prorettype = 'void'::regtype, array_agg(a.name order by a.n) filter (where
      p_args ? a.name), array_agg(format_type(a.type, null) order by a.n) filter (where
      p_args ? a.name)
    into v_void, v_names, v_types
  from pg_proc p left join unnest(p.proargnames, p.proargtypes::oid[]) with ordinality
    a (name, type, n) on true
  where p.pronamespace = 'public'::regnamespace and p.proname = p_verb
  group by p.oid;
  if coalesce(cardinality(v_names), 0) <> (select count(*) from jsonb_object_keys(p_args)) then
    raise exception using errcode = '42883', message = format('%s: unknown argument.', p_verb);
  end if;
  v_call := format('public.%I(%s)', p_verb, (select string_agg(format('%1$I => a.%1$I', x.name),
    ', ') from unnest(v_names) x (name)));
  return format(case when v_void then 'select null::jsonb from (select %s%s) x'
      else 'select to_jsonb(%s)%s' end, v_call,
    (select ' from jsonb_to_record($1) as a(' || string_agg(format('%I %s', x.name, x.type), ', ')
      || ')' from unnest(v_names, v_types) x (name, type)));
end $$;

-- Whose key this is, and the call of what it wants: {program, call}. Raises PT401 for a key that
-- does not hold, 42501 for a verb that is not for programs.
create function public.open_program(key_hash text, verb text, args jsonb) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  k public.api_keys;
begin
  select x.* into k from public.api_keys x where x.hash = key_hash and x.revoked_at is null;
  if k.id is null then
    raise exception using errcode = 'PT401',
      message = 'This API key is not known, or was revoked. Make another one in the settings.';
  end if;
  if verb is null or not verb = any (app.program_verbs()) then
    raise exception using errcode = '42501', message = 'This is not for programs.';
  end if;
  -- Of those that come at once, one writes and nobody waits.
  update public.api_keys x set last_used_at = app.now()
  where x.id = (select y.id from public.api_keys y where y.id = k.id
    and (y.last_used_at is null or y.last_used_at < app.now() - interval '1 minute')
    for no key update skip locked);
  return jsonb_build_object('program', k.id, 'call', app.verb_call(verb, args));
end $$;

-- A program calls a verb: as the role and under the policies of staff, so that what holds for them
-- holds for it. Not definer: within one the role cannot be changed.
create function public.as_program(key_hash text, verb text, args jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_was text := current_user;
  v_open jsonb := public.open_program(key_hash, verb, coalesce(args, '{}'));
  v_answer jsonb;
begin
  perform set_config('request.jwt.claim.sub', v_open ->> 'program', true),
    set_config('request.jwt.claims', jsonb_build_object('sub', v_open ->> 'program', 'role',
      'authenticated')::text, true);
  set local role authenticated;
  execute v_open ->> 'call' into v_answer using coalesce(args, '{}');
  perform set_config('role', v_was, true);
  return v_answer;
end $$;

grant execute on function
  public.make_api_key(uuid, text, text, text, text), public.revoke_api_key(uuid, uuid),
  public.api_key_list(uuid)
to authenticated;
grant execute on function
  public.open_program(text, text, jsonb), public.as_program(text, text, jsonb)
to service_role;
