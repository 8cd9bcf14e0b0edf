/**
 * pg_cron, pg_net and Vault as far as app.schedule_clock uses them, with the signatures of pg_cron 1.6, pg_net 0.19
 * and supabase_vault 0.3, and the grants that hosted projects give to `postgres`. To be run as their superuser.
 */
export const cronStandIn = `
  create schema cron;
  create table cron.job (
    jobid bigint generated always as identity primary key, schedule text not null, command text not null,
    username text not null default current_user, active boolean not null default true, jobname text,
    unique (jobname, username));
  create table cron.job_run_details (
    jobid bigint, runid bigint generated always as identity, command text, status text,
    start_time timestamptz, end_time timestamptz);
  create function cron.schedule(job_name text, schedule text, command text) returns bigint
  language sql security definer as $$
    insert into cron.job (jobname, schedule, command, username) values ($1, $2, $3, session_user)
    on conflict (jobname, username) do update set schedule = excluded.schedule, command = excluded.command
    returning jobid $$;
  create function cron.schedule(schedule text, command text) returns bigint
  language sql security definer as $$
    insert into cron.job (schedule, command, username) values ($1, $2, session_user) returning jobid $$;
  create function cron.unschedule(job_name text) returns boolean
  language sql security definer as $$
    with gone as (delete from cron.job where jobname = $1 returning 1) select exists (select from gone) $$;
  grant usage on schema cron to postgres;
  grant all on all tables in schema cron to postgres`;

export const netStandIn = `
  create schema net;
  create table net.calls (url text, body jsonb, headers jsonb, timeout_milliseconds integer);
  create function net.http_post(
    url text, body jsonb default '{}', params jsonb default '{}',
    headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds integer default 2000)
  returns bigint language sql security definer as $$
    insert into net.calls values ($1, $2, $4, $5) returning 1::bigint $$;
  grant usage on schema net to postgres`;

export const vaultStandIn = `
  create schema vault;
  create table vault.secrets (
    id uuid primary key default gen_random_uuid(), name text, description text not null default '',
    secret text not null);
  create unique index on vault.secrets (name) where name is not null;
  create view vault.decrypted_secrets as
    select id, name, description, convert_from(decode(secret, 'base64'), 'utf8') as decrypted_secret
    from vault.secrets;
  create function vault.create_secret(
    new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null)
  returns uuid language sql security definer as $$
    insert into vault.secrets (secret, name, description)
    values (encode(convert_to($1, 'utf8'), 'base64'), $2, $3) returning id $$;
  create function vault.update_secret(
    secret_id uuid, new_secret text default null, new_name text default null, new_description text default null,
    new_key_id uuid default null)
  returns void language sql security definer as $$
    update vault.secrets set secret = encode(convert_to($2, 'utf8'), 'base64') where id = $1 $$;
  grant usage on schema vault to postgres;
  grant select, delete on vault.secrets, vault.decrypted_secrets to postgres`;
