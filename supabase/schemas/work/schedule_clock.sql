-- The scheduler on a hosted project (pg_cron, pg_net, Vault), and what the operators' commands ask.

-- `https://host` or `https://host/api/clock`; answers the latter.
create function app.clock_url(p_url text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  if p_url is null or p_url !~*
    '^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/api/clock)?/?$' then
    raise exception using errcode = '22023',
      message =
        'Give the address of the deployment: https://your-domain, or https://your-domain/api/clock.';
  end if;
  return regexp_replace(p_url, '(/api/clock)?/?$', '', 'i') || '/api/clock';
end $$;

-- What the clock is made of and this database does not have yet. Looked for by function: an
-- extension may be there while its schema is not, and stand-ins without an extension are enough for
-- a test.
create function app.absent_clock_parts() returns table (extension text, creation text,
  is_available boolean)
language sql stable set search_path = ''
as $$
  select part.extension, part.creation,
    exists (select from pg_catalog.pg_available_extensions a where a.name = part.extension)
  from (values
    ('pg_cron', 'cron', 'schedule', 'create extension if not exists pg_cron'),
    -- Its control file names no schema, and search_path is empty here. Not public: the advisors
    -- object.
    ('pg_net', 'net', 'http_post', 'create extension if not exists pg_net with schema extensions'),
    ('supabase_vault', 'vault', 'create_secret', 'create extension if not exists supabase_vault')
  ) part (extension, namespace, function, creation)
  where not exists (
    select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = part.namespace and p.proname = part.function)
$$;

-- One secret a name: a second call changes its value.
create function app.keep_vault_secret(p_name text, p_value text, p_description text) returns void
language plpgsql set search_path = ''
as $$
declare
  v_id uuid;
begin
  select s.id into v_id from vault.secrets s where s.name = p_name;
  if v_id is null then
    perform vault.create_secret(p_value, p_name, p_description);
  else
    perform vault.update_secret(v_id, p_value);
  end if;
end $$;

-- From now on /api/clock is called every minute. Called again, it replaces address and secret;
-- there is one job.
--
-- The command reads both from Vault: written into it, they would lie readable in cron.job and
-- cron.job_run_details. 55 s, because pg_net gives up after 2 s by default, which a cold start with
-- one slow send exceeds: net._http_response would show a failure where there was none. Under the 60
-- s between two ticks, so that only one of them is awaited.
--
-- Definer, so that the job belongs to the owner whoever calls: pg_cron keeps one job a name *and*
-- user.
create function app.schedule_clock(p_url text, p_secret text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_url text := app.clock_url(p_url);
  v_missing text;
  v_creation text;
begin
  if p_secret is null or p_secret !~ '^[!-~]{16,}$' then
    raise exception using errcode = '22023',
      message = 'Give the CRON_SECRET of the deployment: at least 16 characters, without spaces.';
  end if;
  select string_agg(a.extension, ', ' order by a.extension) into v_missing
  from app.absent_clock_parts() a where not a.is_available;
  if v_missing is not null then
    raise exception using errcode = '0A000',
      message =
        format('This database cannot call the clock, it has no %s: call %s every minute from elsewhere.',
        v_missing, v_url);
  end if;
  for v_creation in select a.creation from app.absent_clock_parts() a loop
    execute v_creation;
  end loop;

  perform app.keep_vault_secret('aftercall_clock_url', v_url,
    'Where the Aftercall clock is called.');
  perform app.keep_vault_secret('aftercall_clock_secret', p_secret,
    'CRON_SECRET of the Aftercall deployment.');
  perform cron.schedule('aftercall-clock', '* * * * *', $command$
    select net.http_post(
      url := (select decrypted_secret from vault.decrypted_secrets
        where name = 'aftercall_clock_url'),
      headers := jsonb_build_object('Content-Type', 'application/json', 'Authorization',
        'Bearer ' || (select decrypted_secret from vault.decrypted_secrets
          where name = 'aftercall_clock_secret')),
      body := '{}'::jsonb,
      timeout_milliseconds := 55000)
  $command$);
  -- pg_cron never drops its history, 1,440 rows a day. Ours only: the project may have other jobs.
  perform cron.schedule('aftercall-clock-history', '17 3 * * *', $command$
    delete from cron.job_run_details d using cron.job j
    where j.jobid = d.jobid and j.jobname in ('aftercall-clock', 'aftercall-clock-history')
      and coalesce(d.end_time, d.start_time) < app.now() - interval '7 days'
  $command$);
  return format('%s is called every minute.', v_url);
end $$;

-- Takes the jobs, their history and the two secrets away; false when there was nothing.
create function app.unschedule_clock() returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_job record;
  v_found boolean := false;
begin
  if to_regclass('cron.job') is not null then
    for v_job in select j.jobid, j.jobname from cron.job j where j.jobname like 'aftercall-clock%'
      loop
      delete from cron.job_run_details d where d.jobid = v_job.jobid;
      v_found := cron.unschedule(v_job.jobname) or v_found;
    end loop;
  end if;
  if to_regclass('vault.secrets') is not null then
    delete from vault.secrets s where s.name in ('aftercall_clock_url', 'aftercall_clock_secret');
    v_found := found or v_found;
  end if;
  return v_found;
end $$;

-- Whether the job is there and active; null where there is no pg_cron, or none that we may look at.
create function app.is_clock_scheduled() returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  if to_regclass('cron.job') is null then
    return null;
  end if;
  return exists (select from cron.job j where j.jobname = 'aftercall-clock' and j.active);
exception when insufficient_privilege then
  return null;
end $$;

-- What `npm run doctor` cannot see from outside. Ages are of the database's clock.
create function public.deployment_facts() returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select jsonb_build_object(
    'clockScheduled', app.is_clock_scheduled(),
    'postgres', current_setting('server_version_num')::integer,
    'tombstoneKeyGiven', exists (select from app.tombstone_keys k where k.is_given),
    'members', (select count(*) from public.memberships),
    'admins', (select count(*) from public.memberships where role = 'admin'),
    'channels', (select coalesce(jsonb_agg(jsonb_build_object(
        'name', c.name, 'vendor', c.vendor, 'state', c.state, 'pauseReason', c.pause_reason,
          'pauseDetail',
          c.pause_detail,
        'secondsSinceTick', floor(extract(epoch from app.now() - c.ticked_at))::integer)
        order by c.created_at, c.id), '[]')
      from public.channels c where c.state <> 'retired'))
$$;

-- The clock is for the owner alone, in psql or the SQL editor: whoever may schedule it decides
-- where the secret goes.
revoke all on function
  app.clock_url(text), app.absent_clock_parts(), app.keep_vault_secret(text, text, text),
  app.schedule_clock(text, text), app.unschedule_clock(), app.is_clock_scheduled(),
  public.deployment_facts()
  from public, anon, authenticated, service_role;
grant execute on function public.deployment_facts() to service_role;
