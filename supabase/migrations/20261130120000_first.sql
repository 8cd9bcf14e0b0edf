-- Companies, their staff, and the one clock everything reads.

-- A collation that is the same on every server (pg_c_utf8) came with 17: told here, not in the
-- middle.
do $$
begin
  if current_setting('server_version_num')::integer < 170000 then
    raise exception 'Aftercall needs Postgres 17 or newer; this is %.',
      current_setting('server_version')
      using hint = 'On Supabase: Project settings, Infrastructure, upgrade.';
  end if;
end $$;

create schema app;
comment on schema app is 'Internals. Not exposed through the Data API.';

-- Closed at birth: what may be called or read is granted beside its definition. Functions would be
-- open to everyone, and to the Data API's roles by name; tables to nobody but, since 30 October
-- 2026, their owner (Supabase).
alter default privileges revoke execute on functions from public;
alter default privileges in schema public
  revoke execute on functions from public, anon, authenticated, service_role;
alter default privileges in schema public
  revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public grant select on tables to service_role;
grant usage on schema app to authenticated;

-- Small functions that the hot ones call are plpgsql, which keeps its plans: an SQL function with a
-- search_path of its own is never inlined, and is planned anew in every statement (a claim took 2.2
-- ms, 0.7 of them this).

-- The database's time, everywhere, defaults included. Not now(): that is the transaction's start,
-- and a claim that waited 1.5 s for its lock gave two sends 559 ms apart for an interval of 2,000
-- ms. Tests replace it.
create function app.now() returns timestamptz
language plpgsql volatile set search_path = ''
as $$ begin return pg_catalog.clock_timestamp(); end $$;

-- A name of the IANA's. Offsets are refused: Postgres reads +02:00 as two hours west of Greenwich
-- (POSIX), everybody else as east.
create function app.is_time_zone(p_name text) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_name !~ '^(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+)$' then
    return false;
  end if;
  perform timestamptz '2026-01-01 00:00+00' at time zone p_name;
  return true;
exception when invalid_parameter_value then
  return false;
end $$;

create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  key text not null unique check (key ~ '^[a-z0-9-]{1,63}$'),
  name text not null,
  default_country text not null default 'IT' check (default_country ~ '^[A-Z]{2}$'),
  time_zone text not null default 'Europe/Rome' check (app.is_time_zone(time_zone)),
  created_at timestamptz not null default app.now()
);

create table public.memberships (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('agent', 'manager', 'admin')),
  created_at timestamptz not null default app.now(),
  primary key (workspace_id, user_id)
);
create index memberships_user on public.memberships (user_id);

insert into public.workspaces (key, name) values ('default', 'Default');

-- Definer, so that policies on memberships do not call themselves.
create function app.my_workspaces() returns setof uuid
language plpgsql stable security definer rows 1 set search_path = ''
as $$ begin return query select workspace_id from public.memberships
  where user_id = (select auth.uid()); end $$;

create function app.role_rank(p_role text) returns integer
language sql immutable set search_path = ''
as $$ select case p_role when 'agent' then 1 when 'manager' then 2 when 'admin' then 3
  else 0 end $$;

-- Raises 42501 unless the signed-in user holds at least this role in the workspace.
create function app.require_role(p_workspace uuid, p_role text) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not exists (
    select from public.memberships
    where workspace_id = p_workspace and user_id = auth.uid()
      and app.role_rank(role) >= app.role_rank(p_role)
  ) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
end $$;

create function public.add_member(workspace text, user_id uuid, role text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  select id into v_workspace from public.workspaces where key = add_member.workspace;
  if v_workspace is null then
    raise exception using errcode = 'PT404', message = format('There is no workspace "%s".',
      add_member.workspace);
  end if;
  insert into public.memberships (workspace_id, user_id, role)
  values (v_workspace, add_member.user_id, add_member.role)
  on conflict on constraint memberships_pkey do update set role = excluded.role;
  return jsonb_build_object('workspace', add_member.workspace, 'userId', add_member.user_id, 'role',
    add_member.role);
end $$;

-- The caller's workspaces in which they hold at least this role. For policies: agents do not read
-- what others did.
create function app.my_workspaces_as(p_role text) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select m.workspace_id from public.memberships m
  where m.user_id = (select auth.uid()) and app.role_rank(m.role) >= app.role_rank(p_role)
$$;

alter table public.workspaces enable row level security;
create policy members_read on public.workspaces for select to authenticated
  using (id in (select app.my_workspaces()));
alter table public.memberships enable row level security;
create policy members_read on public.memberships for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.workspaces to authenticated;
grant select on public.memberships to authenticated;
grant execute on function
  app.my_workspaces_as(text), app.my_workspaces(), app.now(), app.require_role(uuid, text)
to authenticated;
grant execute on function public.add_member(text, uuid, text) to service_role;

-- Stable codes that several tables share. lib/model/codes.ts has the same; a test compares the two.

-- Why a message is where it is, or a call was or was not messaged: either may end up with the
-- other's.
create domain app.reason_code as text check (value in (
  'answered', 'ask_closed', 'ask_failed', 'asked', 'asked_by_hand', 'bad_key', 'bill_received',
  'blocked', 'channel_retired', 'connection_lost', 'consent_changed', 'cooldown', 'covered',
  'default_rule', 'do_not_send',
  'erased', 'expired', 'fixed_line', 'internal', 'internal_call', 'invalid', 'no_rule',
  'not_begun', 'not_ended', 'not_on_whatsapp', 'not_set_up', 'opted_out', 'plan_ended',
  'provider_failed', 'rate_limited', 'refusal', 'refused', 'reminders_off', 'resend',
  'rule_send', 'rule_skip', 'same_call', 'server_error', 'session_down', 'staff_refused',
  'staff_send', 'text_removed', 'timeout', 'unanswered', 'unreachable', 'unreadable_answer',
    'unsupported_content',
  'voicemail', 'withheld', 'worker_died', 'wrong_number'));

-- What a company decides for itself, and who did what.

-- Every staff action, for good: who, what, on what. `detail` holds no message text and no phone.
create table public.audit_log (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- Null for what the clock does by itself (retention).
  user_id uuid,
  action text not null,
  -- call · message · contact · channel · event · settings · media · incident
  subject_kind text not null,
  subject_id text,
  detail jsonb not null default '{}',
  at timestamptz not null default app.now()
);
create index audit_log_page on public.audit_log (workspace_id, id desc);
create index audit_log_subject on public.audit_log (workspace_id, subject_kind, subject_id,
  id desc);

create function app.log_action(
  p_workspace uuid, p_user uuid, p_action text, p_kind text, p_id text, p_detail jsonb default '{}')
    returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.audit_log (workspace_id, user_id, action, subject_kind, subject_id, detail)
  values (p_workspace, p_user, p_action, p_kind, p_id, coalesce(p_detail, '{}'));
end $$;

-- Somebody reads what the log tells of: at once where it is new, once an hour where it goes on.
-- Definer: who reads may write no log.
create function app.note_reading(
  p_workspace uuid, p_action text, p_kind text, p_id text, p_detail jsonb default '{}') returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not exists (select from public.audit_log a
    where a.workspace_id = p_workspace and a.user_id = auth.uid() and a.action = p_action
      and a.subject_id is not distinct from p_id and a.at > app.now() - interval '1 hour'
      and a.detail = p_detail)
  then
    perform app.log_action(p_workspace, auth.uid(), p_action, p_kind, p_id, p_detail);
  end if;
end $$;

-- Each save is a row: the newest counts, the others are its history.
create table public.workspace_settings (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('rules', 'hours', 'cooldown', 'consent', 'machines',
    'reminders', 'retention', 'field_mapping')),
  version integer not null check (version > 0),
  value jsonb not null check (jsonb_typeof(value) = 'object'),
  saved_by uuid,
  saved_at timestamptz not null default app.now(),
  primary key (workspace_id, kind, version)
);

-- What holds until somebody saves another. Rules: what the product always did.
create function app.default_setting(p_kind text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return case p_kind
    when 'rules' then '{"rules": [
      {"id": "voicemail", "name": "Segreteria telefonica", "enabled": true,
        "when": {"outcome": ["voicemail"]},
        "then": {"send": false, "reason": "The call ended in voicemail."}},
      {"id": "unanswered", "name": "Chiamata senza risposta", "enabled": true,
        "when": {"outcome": ["missed"]},
        "then": {"send": false, "reason": "The call was not answered."}},
      {"id": "default_rule", "name": "Dopo ogni chiamata", "enabled": true, "when": {},
        "then": {"send": true, "template": "follow_up", "delayMinutes": 0, "priority": "live",
          "expiresAfterHours": 72}}]}'
    when 'hours' then '{"weekdays": {
        "mon": [{"from": "08:00", "until": "21:00"}], "tue": [{"from": "08:00", "until": "21:00"}],
        "wed": [{"from": "08:00", "until": "21:00"}], "thu": [{"from": "08:00", "until": "21:00"}],
        "fri": [{"from": "08:00", "until": "21:00"}], "sat": [{"from": "08:00", "until": "21:00"}],
        "sun": [{"from": "08:00", "until": "21:00"}]},
      "holidays": [], "italianHolidays": false, "useContactTimeZone": true}'
    when 'cooldown' then '{"hours": 24}'
    when 'consent' then '{
      "stopWords": {"it": ["stop", "basta", "cancellami", "disiscrivimi", "fermatevi", "smettetela",
          "non scrivetemi piu", "non chiamatemi piu", "non voglio piu messaggi"],
        "en": ["stop", "unsubscribe", "do not contact me"]},
      "startWords": {"it": ["start", "riprendi", "iscrivimi"], "en": ["start", "unstop"]},
      "confirm": true,
      "confirmation": {"stop": "Va bene, non le scriveremo più. Se cambia idea, risponda START.",
        "start": "Bene, da ora può ricevere di nuovo i nostri messaggi. Per non riceverne più, risponda STOP."}}'
    -- As WhatsApp Business proposes them, and as companies write them. " ... " is anything.
    when 'machines' then '{"phrases": [
      "questa e una risposta automatica", "questo e un messaggio automatico",
      "messaggio generato automaticamente", "grazie per ... risponderemo",
      "grazie del messaggio ... risponderemo", "grazie di averci ... risponderemo",
      "al momento non siamo disponibili ... risponderemo",
      "in questo momento non siamo disponibili ... risponderemo",
      "al momento non possiamo rispondere", "in questo momento non possiamo rispondere",
      "facci sapere come possiamo aiutarti", "ci faccia sapere come possiamo aiutarla",
      "come possiamo esserle utili", "come possiamo aiutarla", "come possiamo aiutarti",
      "in cosa possiamo esserle utili", "i nostri uffici sono chiusi",
      "il nostro ufficio e chiuso", "siamo chiusi ... risponderemo",
      "fuori orario ... risponderemo", "i nostri orari sono", "il nostro orario e",
      "rispondiamo dal lunedi", "la contatteremo al piu presto", "ti contatteremo al piu presto",
      "vi contatteremo al piu presto", "sarete ricontattati", "sara ricontattato",
      "this is an automated", "this is an automatic", "automatic reply",
      "thank you for your message ... respond as soon as possible",
      "thanks for your message ... respond as soon as possible",
      "thank you for contacting ... how we can help",
      "thanks for contacting ... how we can help",
      "thank you for contacting ... get back to you",
      "thanks for contacting ... get back to you",
      "thank you for reaching out to ... get back to you", "we re unavailable right now",
      "we are unavailable right now", "we are currently unavailable",
      "we re currently unavailable", "we are currently closed", "we re currently closed",
      "our office is closed", "our business hours are", "our opening hours are",
      "we will get back to you as soon as", "we ll get back to you as soon as"]}'
    when 'reminders' then '{"enabled": false, "steps": []}'
    when 'retention' then
      '{"eventsDays": 30, "messagesDays": 730, "mediaDays": 730, "callsDays": 365}'
    when 'field_mapping' then '{"fields": {}}'
  end::jsonb;
end $$;

create function app.setting(p_workspace uuid, p_kind text) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select s.value from public.workspace_settings s
      where s.workspace_id = p_workspace and s.kind = p_kind order by s.version desc limit 1),
    app.default_setting(p_kind));
end $$;

-- The version asked for, else the newest: {version, value, savedAt, savedBy}. Version 0 is what
-- holds before anybody saved.
create function public.read_settings(workspace uuid, kind text, version integer default null)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select jsonb_build_object('version', s.version, 'value', s.value, 'savedAt', s.saved_at,
      'savedBy', s.saved_by)
      from public.workspace_settings s
      where s.workspace_id = workspace and s.kind = read_settings.kind
        and (read_settings.version is null or s.version = read_settings.version)
      order by s.version desc limit 1),
    jsonb_build_object('version', 0, 'value', app.default_setting(kind), 'savedAt', null, 'savedBy',
      null));
end $$;

-- Who is asking, as Postgres checked it: {userId, workspace, role, timeZone}; null for a member of
-- no workspace.
create function public.whoami() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('userId', m.user_id, 'workspace', w.id, 'role', m.role,
    'timeZone', w.time_zone)
    from public.workspaces w join public.memberships m on m.workspace_id = w.id
      and m.user_id = (select auth.uid())
    order by w.created_at, w.id limit 1);
end $$;

-- Raises 42501 unless this person holds at least this role. For functions that the service calls in
-- somebody's name.
create function app.require_actor(p_workspace uuid, p_actor uuid, p_role text) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if not exists (
    select from public.memberships
    where workspace_id = p_workspace and user_id = p_actor
      and app.role_rank(role) >= app.role_rank(p_role)
  ) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
end $$;

-- The value was read with the schemas of lib/settings: only the service calls this, in the name of
-- a manager. {saved: true, version}; when somebody else saved meanwhile {saved: false, version};
-- and when it names a text that does not exist, {saved: false, version, unknownTemplate: where}.
create function public.save_settings(workspace uuid, kind text, value jsonb,
  expected_version integer, actor uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_version integer;
  v_path text[];
begin
  perform app.require_actor(workspace, actor, case when kind = 'retention' then 'admin'
    else 'manager' end);
  perform from public.workspaces w where w.id = workspace for no key update;
  select coalesce(max(s.version), 0) into v_version from public.workspace_settings s
  where s.workspace_id = workspace and s.kind = save_settings.kind;
  if v_version <> expected_version then
    return jsonb_build_object('saved', false, 'version', v_version);
  end if;
  select n.path into v_path from app.templates_named(kind, value) n
  where not exists (select from public.whatsapp_templates t where t.workspace_id = workspace
    and t.key = n.key) limit 1;
  if v_path is not null then
    return jsonb_build_object('saved', false, 'version', v_version, 'unknownTemplate', v_path);
  end if;
  insert into public.workspace_settings (workspace_id, kind, version, value, saved_by)
  values (workspace, kind, v_version + 1, value, actor);
  perform app.log_action(workspace, actor, 'settings_saved', 'settings', kind,
    jsonb_build_object('version', v_version + 1));
  return jsonb_build_object('saved', true, 'version', v_version + 1);
end $$;

alter table public.workspace_settings enable row level security;
create policy members_read on public.workspace_settings for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.audit_log enable row level security;
create policy managers_read on public.audit_log for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
grant select on public.audit_log to authenticated;
grant select on public.workspace_settings to authenticated;
grant execute on function
  app.default_setting(text), app.setting(uuid, text), public.whoami(),
  public.read_settings(uuid, text, integer), app.note_reading(uuid, text, text, text, jsonb)
to authenticated;
grant execute on function public.save_settings(uuid, text, jsonb, integer, uuid) to service_role;

-- As people look for names: without case, marks, kinds of apostrophes, hyphens and blanks, and with
-- words in any order.

-- By normalisation and not by `unaccent`: that one is not immutable, and depends on a file of the
-- server. What Unicode does not decompose is named; pg_c_utf8: the same on every server, whatever
-- its locale (Postgres 17).
create function app.fold_any(p_text text) returns text
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  v_text text := p_text;
begin
  if v_text ~ '[^ -~]' then
    -- Before the marks: an acute accent by itself would decompose into a blank with a mark.
    v_text := normalize(translate(v_text,
      U&'\2019\2018\201B\02BC\02B9\02BB\2032\00B4\02CA\FF07\055A\05F3', ''), NFKD);
    v_text := regexp_replace(v_text,
      U&'[\0300-\036F\1AB0-\1AFF\1DC0-\1DFF\20D0-\20FF\FE00-\FE0F\FE20-\FE2F\00AD\200B-\200F\202A-\202E\2060-\2069\FEFF]',
      '', 'g');
    v_text := translate(lower(v_text collate "pg_c_utf8"), 'øłđðħıς‐‑‒–—―−', 'olddhiσ-------');
    v_text := replace(replace(replace(v_text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  end if;
  v_text := lower(translate(v_text, '''`', '') collate "pg_c_utf8");
  return btrim(regexp_replace(replace(v_text, '-', ' '), '\s+', ' ', 'g'));
end $$;

-- Most names are of plain letters or of those that Italian and its neighbours have: without
-- Unicode's whole way.
create function app.fold(p_text text) returns text
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  v_text text := case when octet_length(p_text) = length(p_text) then p_text else translate(p_text,
    'ÀÁÂÃÄÅàáâãäåÈÉÊËèéêëÌÍÎÏìíîïÒÓÔÕÖòóôõöÙÚÛÜùúûüÝýÿÇçÑñ’‘',
    'AAAAAAaaaaaaEEEEeeeeIIIIiiiiOOOOOoooooUUUUuuuuYyyCcNn') end;
begin
  if octet_length(v_text) <> length(v_text) or v_text ~ '[[:cntrl:]]' collate "C" then
    return app.fold_any(p_text);
  end if;
  v_text := btrim(lower(translate(v_text, '-''`', ' ') collate "C"));
  return case when strpos(v_text, '  ') = 0 then v_text
    else regexp_replace(v_text, ' +', ' ', 'g') end;
end $$;

-- What a person or a call is found by. Null where there is nothing.
create function app.search_text(p_first text, p_second text, p_third text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
begin
  return nullif(concat_ws(E'\n', app.fold(p_first), app.fold(p_second), app.fold(p_third)), '');
end $$;

-- What a person types, as patterns of its words, the longest first; a text of no words is found
-- nowhere.
create function app.word_patterns(p_search text) returns text[]
language sql immutable set search_path = ''
as $$
  select coalesce(array_agg('%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'
    order by length(w) desc, w), array[''])
  from (select distinct w from unnest(string_to_array(app.fold(p_search), ' ')) w
    where w <> '' limit 20) d
$$;

-- Whether two people's names are the same, as people type them.
create function app.same_name(p_one text, p_other text) returns boolean
language sql immutable set search_path = ''
as $$
  select (select array_agg(w order by w) from unnest(string_to_array(app.fold(p_one), ' ')) w
    where w <> '')
    = (select array_agg(w order by w) from unnest(string_to_array(app.fold(p_other), ' ')) w
      where w <> '')
$$;

-- What a person types to find somebody, as a pattern: as it is, and of digits when it looks like a
-- number, which may be called one. Words of a name are app.word_patterns: `like all` is served by
-- no index, so its two longest are named too.
create function app.name_pattern(p_search text) returns text
language plpgsql immutable set search_path = ''
as $$ begin return '%' || regexp_replace(p_search, '([\\%_])', '\\\1', 'g') || '%'; end $$;

create function app.phone_pattern(p_search text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_number text := regexp_replace(p_search,
    '^\s*(tel|telefono|cell?|cellulare|mobile|mobil|phone|whatsapp|wa|sms|numero|number|num|nr|no)\s*[.:°]*\s*', '', 'i');
begin
  return case when v_number !~ '[[:alpha:]%]'
    and length(regexp_replace(v_number, '\D', '', 'g')) >= 3
    then '%' || regexp_replace(regexp_replace(v_number, '\D', '', 'g'), '^00', '') || '%' end;
end $$;

grant execute on function
  app.name_pattern(text), app.phone_pattern(text), app.word_patterns(text), app.fold(text),
  app.fold_any(text), app.search_text(text, text, text)
to authenticated;

-- People and the addresses they are known by. A phone may be missing.

create table public.contacts (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  name text,
  company text,
  -- What the person is called on WhatsApp, as their newest message that says so has it.
  push_name text,
  search_text text generated always as (app.search_text(name, company, push_name)) stored,
  opted_out_at timestamptz,
  blocked_at timestamptz,
  erased_at timestamptz,
  merged_into bigint references public.contacts (id),
  -- Where they are, when it is not where everybody in the workspace is. Staff say so.
  time_zone text check (time_zone is null or app.is_time_zone(time_zone)),
  -- A writer without a phone who is no customer: off the list, until they write again.
  dismissed_at timestamptz,
  -- Kept by contact_identities: the few that we know by no phone must be found among all.
  phone_known boolean not null default false,
  created_at timestamptz not null default app.now()
);
create index contacts_merged_into on public.contacts (merged_into) where merged_into is not null;
create index contacts_unmatched on public.contacts (workspace_id, id)
  where not phone_known and merged_into is null and dismissed_at is null and erased_at is null;
create index contacts_workspace on public.contacts (workspace_id, id desc);

create table public.contact_identities (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('phone', 'lid', 'bsuid', 'username')),
  -- phone: E.164 with its +; lid: <digits>@lid; bsuid: Meta's, <country>.<id>; username: lower
  -- case, may change hands
  value text not null,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  learned_at timestamptz not null default app.now(),
  -- When the provider said that nobody has this number on WhatsApp. Whoever writes from it later
  -- has.
  not_on_whatsapp_at timestamptz,
  lookup_at timestamptz default app.now(),
  lookup_tries integer not null default 0,
  primary key (workspace_id, kind, value),
  check (kind <> 'phone' or value ~ '^\+[1-9][0-9]{5,14}$'),
  check (kind <> 'lid' or value ~ '^[0-9]+@lid$')
);
create index contact_identities_contact on public.contact_identities (contact_id, kind);

create function app.note_phone_known() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.contacts set phone_known = true where id = new.contact_id and not phone_known;
  return null;
end $$;
create trigger phone_known after insert or update of contact_id on public.contact_identities
  for each row when (new.kind = 'phone') execute function app.note_phone_known();

create function app.contact_by(p_workspace uuid, p_kind text, p_value text) returns bigint
language plpgsql stable strict set search_path = ''
as $$
declare
  v_contact bigint := (select contact_id from public.contact_identities
    where workspace_id = p_workspace and kind = p_kind and value = p_value);
begin
  if v_contact is null and p_kind = 'phone' and app.may_have_twin(p_value) then
    return app.contact_by_twin(p_workspace, p_value);
  end if;
  return v_contact;
end $$;

create function app.contact_phone(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select value from public.contact_identities
    where contact_id = p_contact and kind = 'phone' order by learned_at, value limit 1);
end $$;

-- Why nothing may go to this person; null: it may.
create function app.silence(c public.contacts) returns text
language sql immutable set search_path = ''
as $$
  select case when c.erased_at is not null then 'erased' when c.blocked_at is not null
    then 'blocked'
    when c.opted_out_at is not null then 'opted_out' end
$$;

-- Whether nothing may go to this person.
create function app.is_unreachable(c public.contacts) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin return c.opted_out_at is not null or c.blocked_at is not null
  or c.erased_at is not null; end $$;

-- Whether a message of this purpose may go to this person. That they are stopped is confirmed to
-- them, once.
create function app.may_receive(c public.contacts, p_purpose text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return c.blocked_at is null and c.erased_at is null
    and (c.opted_out_at is null or p_purpose = 'consent_notice');
end $$;

-- A contact and all that were merged into it: what was said before a merge is found under these.
create function app.merged_set(p_contact bigint) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  -- Asked first: nearly nobody was merged with another.
  if not exists (select from public.contacts c where c.merged_into = p_contact) then
    return array[p_contact];
  end if;
  return (
    with recursive own as (
      select p_contact as id
      union
      select c.id from public.contacts c join own on c.merged_into = own.id)
    select array_agg(id order by id) from own);
end $$;

alter table public.contacts enable row level security;
create policy members_read on public.contacts for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.contact_identities enable row level security;
create policy members_read on public.contact_identities for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.contacts to authenticated;
grant select on public.contact_identities to authenticated;
grant execute on function
  app.contact_by(uuid, text, text), app.contact_phone(bigint), app.silence(public.contacts),
  app.merged_set(bigint)
to authenticated;

-- Numbers that are written in two ways, of which WhatsApp may use either
-- (docs/facts/number-twins.md).

-- Whether a number may have a twin at all: asked first, as most have none.
create function app.may_have_twin(p_phone text) returns boolean
language plpgsql immutable strict set search_path = ''
as $$ begin return p_phone ~ '^\+(52|54|55|225|229|378|390549)'; end $$;

-- How else this E.164 number may be written. Never itself.
create function app.phone_twins(p_phone text) returns text[]
language plpgsql immutable strict set search_path = ''
as $$
declare
  d text := substr(p_phone, 2);
  v_twins text[];
begin
  v_twins := case
    when d ~ '^521\d{10}$' then array['52' || substr(d, 4)]
    when d ~ '^52\d{10}$' then array['521' || substr(d, 3)]
    when d ~ '^549\d{10}$' then array['54' || substr(d, 4)] || array(
      select '54' || substr(d, 4, n) || '15' || substr(d, 4 + n) from generate_series(2, 4) n)
    when d ~ '^54\d{10}$' then array['549' || substr(d, 3)]
    when d ~ '^54\d{12}$' then array(
      select '549' || substr(d, 3, n) || substr(d, 5 + n) from generate_series(2, 4) n
      where substr(d, 3 + n, 2) = '15')
    when d ~ '^55[1-9]\d9[6-9]\d{7}$' then array[substr(d, 1, 4) || substr(d, 6)]
    when d ~ '^55[1-9]\d[6-9]\d{7}$' then array[substr(d, 1, 4) || '9' || substr(d, 5)]
    when d ~ '^225(01\d[0-3]|05\d[4-6]|07\d[7-9])\d{6}$' then array['225' || substr(d, 6)]
    when d ~ '^225[04-9]\d{7}$' then array['225' || case
      when substr(d, 5, 1) <= '3' then '01' when substr(d, 5, 1) <= '6' then '05'
        else '07' end || substr(d, 4)]
    when d ~ '^22901\d{8}$' then array['229' || substr(d, 6)]
    when d ~ '^229\d{8}$' then array['22901' || substr(d, 4)]
    when d ~ '^3780549\d{6}$' then array['378' || substr(d, 8), '39' || substr(d, 4)]
    when d ~ '^378[89]\d{5}$' then array['3780549' || substr(d, 4), '390549' || substr(d, 4)]
    when d ~ '^390549\d{6}$' then array['378' || substr(d, 3), '378' || substr(d, 7)] end;
  return array(select '+' || t from unnest(v_twins) t);
end $$;

-- The one person who is known by another spelling of this number; null when nobody is, or two are.
create function app.contact_by_twin(p_workspace uuid, p_phone text) returns bigint
language plpgsql stable strict set search_path = ''
as $$
begin
  return (select min(i.contact_id) from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone'
      and i.value = any (app.phone_twins(p_phone))
    having count(distinct i.contact_id) = 1);
end $$;

-- A person who was found by another spelling is known by this one from here on.
create function app.learn_twin(p_workspace uuid, p_contact bigint, p_phone text) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
  values (p_workspace, 'phone', p_phone, p_contact, null) on conflict do nothing;
end $$;

grant execute on function
  app.may_have_twin(text), app.phone_twins(text), app.contact_by_twin(uuid, text)
to authenticated;

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

-- What is left of an address after its person was erased: enough to know it again, too little to
-- read it.

create table public.erased_identities (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- phone, lid, bsuid, username: addresses. call, message: the keys by which a delivery would be
  -- known again.
  kind text not null check (kind in ('phone', 'lid', 'bsuid', 'username', 'call', 'message')),
  digest text not null,
  -- The anonymous row that the erased contact became.
  contact_id bigint not null references public.contacts (id) on delete cascade,
  -- Of a key: the call or message whose key it was.
  subject_id bigint,
  erased_at timestamptz not null default app.now(),
  primary key (workspace_id, kind, digest)
);
create index erased_identities_contact on public.erased_identities (contact_id, kind);

-- Keys of the marks: there are few enough phone numbers to try them all, so a mark without a secret
-- in it can be read back. The newest makes new marks; the older ones still know theirs, whose
-- addresses nobody has any more to mark them anew. Kept as the two blocks of HMAC (RFC 2104), the
-- key xor 0x36 and xor 0x5c.
create table app.tombstone_keys (
  id integer generated always as identity primary key,
  inner_block bytea not null unique,
  outer_block bytea not null,
  -- False for the one that the database made for itself.
  is_given boolean not null,
  added_at timestamptz not null default app.now()
);
revoke all on app.tombstone_keys from public;

-- Adds a key, once; true when it was new. Shorter than 16 characters is none.
create function app.keep_tombstone_key(p_secret text, p_given boolean default true) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_key bytea := sha256(convert_to(p_secret, 'UTF8')) || decode(repeat('00', 32), 'hex');
  v_inner bytea := v_key;
  v_outer bytea := v_key;
begin
  if coalesce(length(p_secret), 0) < 16 then
    return false;
  end if;
  for v_at in 0 .. 63 loop
    v_inner := set_byte(v_inner, v_at, get_byte(v_key, v_at) # 54);
    v_outer := set_byte(v_outer, v_at, get_byte(v_key, v_at) # 92);
  end loop;
  if exists (select from app.tombstone_keys k where k.inner_block = v_inner) then
    return false;
  end if;
  insert into app.tombstone_keys (inner_block, outer_block, is_given)
  values (v_inner, v_outer, p_given) on conflict do nothing;
  return found;
end $$;
-- Until somebody gives one: as random, but in every backup.
select app.keep_tombstone_key(gen_random_uuid()::text || gen_random_uuid()::text, false);

-- The marks of an address, by each key, the newest first. The workspace's id is in it, so that the
-- same number reads differently in two companies.
create function app.identity_digests(p_workspace uuid, p_kind text, p_value text) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select encode(sha256(k.outer_block || sha256(k.inner_block
      || convert_to(p_workspace::text || ':' || p_kind || ':' || p_value, 'UTF8'))), 'hex')
    from app.tombstone_keys k order by k.id desc);
end $$;

-- The mark that is written.
create function app.identity_digest(p_workspace uuid, p_kind text, p_value text) returns text
language plpgsql stable set search_path = ''
as $$ begin return (app.identity_digests(p_workspace, p_kind, p_value))[1]; end $$;

-- The anonymous row of the person who had this address; null for everybody else. Phone: E.164; lid:
-- <digits>@lid.
create function app.erased_contact(p_workspace uuid, p_kind text, p_value text) returns bigint
language plpgsql stable strict set search_path = ''
as $$
declare
  v_contact bigint;
begin
  -- Every call and message asks; a mark costs a tenth of a millisecond, and mostly nobody was
  -- erased.
  if not exists (select from public.erased_identities e where e.workspace_id = p_workspace) then
    return null;
  end if;
  v_contact := (select e.contact_id from public.erased_identities e
    where e.workspace_id = p_workspace and e.kind = p_kind
      and e.digest = any (app.identity_digests(p_workspace, p_kind, p_value)) limit 1);
  if v_contact is null and p_kind = 'phone' and app.may_have_twin(p_value) then
    return (select min(e.contact_id) from unnest(app.phone_twins(p_value)) t (value)
      join public.erased_identities e on e.workspace_id = p_workspace and e.kind = 'phone'
        and e.digest = any (app.identity_digests(p_workspace, 'phone', t.value)));
  end if;
  return v_contact;
end $$;

create function app.is_erased(p_workspace uuid, p_kind text, p_value text) returns boolean
language plpgsql stable set search_path = ''
as $$ begin return app.erased_contact(p_workspace, p_kind, p_value) is not null; end $$;

-- The row of a call or message, of which one of these keys is known from before its person was
-- erased; null if none is. p_kind: call (as in cloudtalk_call_keys) or message (WhatsApp's id).
create function app.erased_subject(p_workspace uuid, p_kind text, p_keys text[]) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  if not exists (select from public.erased_identities e where e.workspace_id = p_workspace) then
    return null;
  end if;
  return (select min(e.subject_id) from unnest(p_keys) given (key) join public.erased_identities e
    on e.workspace_id = p_workspace and e.kind = p_kind
      and e.digest = any (app.identity_digests(p_workspace, p_kind, given.key)));
end $$;

-- Every number in a text that may be an address: runs of digits, also with what people put between
-- them. A longer run than any address has (20 digits) is none, nor is a part of it.
create function app.numbers_in(p_text text) returns setof text
language sql immutable set search_path = ''
as $$
  select m[1] from regexp_matches(p_text, '(?<!\d)\d{6,20}(?!\d)', 'g') m
  union
  select d.digits from regexp_matches(p_text, '(?<!\d)\d[\d ()./-]{5,24}\d(?!\d)', 'g') m
  cross join lateral (select regexp_replace(m[1], '\D', '', 'g') as digits) d
  where length(d.digits) <= 20
$$;

-- Whether a delivery is about somebody who was erased. Read as addresses; nothing is looked for by
-- a part of it. Each number costs several hashes: what names more than five thousand is taken for
-- one that is, and not kept.
create function app.mentions_erased(p_workspace uuid, p_text text) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_country text;
  v_numbers text[];
begin
  if p_text is null or not exists (select from public.erased_identities e
    where e.workspace_id = p_workspace) then
    return false;
  end if;
  v_numbers := array(select n from app.numbers_in(p_text) n limit 5001);
  if cardinality(v_numbers) > 5000 then
    return true;
  end if;
  -- A number as it is dialled at home (Italy: 39, and the 0 of a fixed line stays).
  select case w.default_country when 'IT' then '39' end into v_country from public.workspaces w
    where w.id = p_workspace;
  return exists (
    select from unnest(v_numbers) n
    cross join lateral (values
      ('phone', '+' || n), ('phone', '+' || v_country || n),
        ('phone', '+' || nullif(ltrim(n, '0'), n)), ('lid', n || '@lid')
      union all select 'phone', t from unnest(app.phone_twins('+' || n)) t
        where app.may_have_twin('+' || n)) a (kind, value)
    -- Once a number, not once a number and erased person.
    cross join lateral unnest(app.identity_digests(p_workspace, a.kind, a.value)) d (digest)
    join public.erased_identities e on e.workspace_id = p_workspace and e.kind = a.kind
      and e.digest = d.digest
    where a.value is not null);
end $$;

-- Whether a domain value is about somebody who was erased, and nothing else: then it has no effect,
-- and nothing of it is kept. A new call is no such value: that it took place is recorded, without
-- the person.
create function app.is_of_erased(p_workspace uuid, p_value jsonb) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_chat jsonb := coalesce(nullif(p_value -> 'chat', 'null'), p_value);
begin
  if not exists (select from public.erased_identities e where e.workspace_id = p_workspace) then
    return false;
  end if;
  return case
    when p_value ->> 'type' = 'call_ended' then app.erased_subject(p_workspace, 'call',
      array(select jsonb_array_elements_text(p_value -> 'keys'))) is not null
    when p_value ->> 'type' = 'found_message' then exists (
      select from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
      where m.id = (p_value ->> 'message')::bigint and c.erased_at is not null)
    when app.erased_subject(p_workspace, 'message',
      array_remove(array[p_value ->> 'whatsappId', 'msgId:' || (p_value ->> 'providerMessageId')],
        null)) is not null then true
    when p_value ->> 'type' not in ('inbound_message', 'echo', 'identity') then false
    when app.is_erased(p_workspace, 'phone', v_chat ->> 'phone') then true
    -- Whose number we know now is somebody else, or came back.
    when app.contact_by(p_workspace, 'phone', v_chat ->> 'phone') is not null then false
    when app.is_erased(p_workspace, 'lid', v_chat ->> 'lid')
      or app.is_erased(p_workspace, 'bsuid', v_chat ->> 'bsuid') then true
    -- A name changes hands: it says nothing of somebody whom we know by more than that.
    else app.is_erased(p_workspace, 'username', v_chat ->> 'username')
      and coalesce(app.contact_by(p_workspace, 'lid', v_chat ->> 'lid'), app.contact_by(p_workspace,
        'bsuid', v_chat ->> 'bsuid'),
        app.contact_by(p_workspace, 'username', v_chat ->> 'username')) is null end;
end $$;

alter table public.erased_identities enable row level security;
create policy managers_read on public.erased_identities for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));

-- One WhatsApp number at one vendor: its account, its pace, its cap and its state.

create table public.channels (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  vendor text not null check (vendor ~ '^[a-z][a-z_]{1,30}$'),
  -- What the vendor's events name it by; null where they do not, or not yet.
  account text check (length(account) between 1 and 200),
  -- The one before: what was on its way when it changed names it so.
  previous_account text,
  name text not null check (length(name) between 1 and 60),
  -- Its credentials are those of the environment, until its own are given (channel_credentials).
  uses_environment boolean not null default false,
  -- 0: none of its own. Goes up with each change, so that nobody keeps an old key in hand.
  credentials_version integer not null default 0,
  credentials_set_at timestamptz,
  credentials_set_by uuid,
  -- What the vendor says a number of it can do: {maxInFlight, windowHours, templates, sentLog,
  -- sharesSecret, …}.
  capabilities jsonb not null default '{}' check (jsonb_typeof(capabilities) = 'object'),
  -- Who was never written to is written to from here: one of each workspace.
  takes_first_contacts boolean not null default false,
  min_interval_ms integer not null default 60000 check (min_interval_ms between 0 and 86400000),
  -- Up to so much is added to each interval, at random: equal gaps look like a machine's.
  jitter_ms integer not null default 0 check (jitter_ms between 0 and 3600000),
  -- Sends in a moving 24 hours; 0 is no limit.
  daily_limit integer not null default 50 check (daily_limit >= 0),
  -- A new number starts with a part of its limit and grows by the day; 0 is no warm-up. It begins
  -- with the first send.
  warm_up_days smallint not null default 0 check (warm_up_days between 0 and 365),
  warm_up_began_at timestamptz,
  -- Weekdays that go by another pace: {sat: {minIntervalMs?, jitterMs?, dailyLimit?}}.
  weekday_pace jsonb not null default '{}' check (jsonb_typeof(weekday_pace) = 'object'),
  -- Its own sending hours, as the weekdays of the setting 'hours'; null: those of the workspace.
  hours jsonb check (jsonb_typeof(hours) = 'object'),
  -- What the vendor declares.
  max_in_flight integer not null default 1 check (max_in_flight > 0),
  -- retired: nothing leaves any more, what comes is still heard, and its history stays.
  state text not null default 'active' check (state in ('active', 'paused', 'retired')),
  pause_reason text check (pause_reason in ('bad_key', 'plan_ended', 'session_down', 'staff',
    'restored')),
  pause_detail text,
  paused_at timestamptz,
  probe_at timestamptz,
  probe_count integer not null default 0,
  connection_status text check (connection_status in ('connecting', 'connected', 'disconnected',
    'need_scan', 'need_passkey', 'logged_out', 'expired')),
  connection_status_at timestamptz,
  -- No send begins before this; null before the first one.
  next_slot_at timestamptz,
  -- One worker was told to wait until here; the others go home.
  waiter uuid,
  waiter_until timestamptz,
  -- When that worker's own time is over: one with much more time left takes its place.
  waiter_ends_at timestamptz,
  -- When the clock last looked at it.
  ticked_at timestamptz,
  configured_at timestamptz,
  created_at timestamptz not null default app.now(),
  -- Where this database lives, as the last tick saw it. In a backup it is that of the time before.
  instance_mark text,
  -- Until then something other than the pace kept the channel from sending: a pause, the provider's
  -- retry_after, the cap. Lateness counts from here.
  held_until timestamptz,
  retired_at timestamptz,
  retired_by uuid,
  check ((state = 'paused') = (pause_reason is not null)),
  check ((state = 'retired') = (retired_at is not null)),
  check (not (takes_first_contacts and state = 'retired'))
);
create index channels_workspace on public.channels (workspace_id);
create unique index channels_first_contacts on public.channels (workspace_id)
  where takes_first_contacts;
create unique index channels_account on public.channels (vendor, account)
  where state <> 'retired';
create unique index channels_environment on public.channels (vendor) where uses_environment;

-- First of the three locks (channel, message, contact): all channels of the workspace, in the order
-- of the tick. Whoever may reach a person, or what others of them send, takes them all; one alone
-- does for what is its own. "No key": a row that points at a channel is added without waiting for
-- it. Answers them as they are under the lock.
create function app.lock_channels(p_workspace uuid) returns public.channels[]
language plpgsql volatile set search_path = ''
as $$
begin
  return array(select c from public.channels c where c.workspace_id = p_workspace
    order by c.id for no key update);
end $$;

-- What needs a person and belongs to no single message.
create table public.channel_incidents (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  kind text not null check (kind in ('send_failed_unbound')),
  detail text,
  request_id bigint,
  opened_at timestamptz not null default app.now(),
  closed_at timestamptz
);
create index channel_incidents_workspace on public.channel_incidents (workspace_id);
create index channel_incidents_open on public.channel_incidents (channel_id, id desc)
  where closed_at is null;

insert into public.channels (workspace_id, vendor, name, uses_environment, takes_first_contacts)
select id, 'wasender', 'WhatsApp', true, true from public.workspaces where key = 'default';

-- The channel as its pace is on the weekday of that moment, in the workspace's time zone.
create function app.paced(c public.channels, p_at timestamptz) returns public.channels
language plpgsql stable set search_path = ''
as $$
declare
  v_day jsonb;
begin
  if c.weekday_pace <> '{}' then
    v_day := c.weekday_pace -> (array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])[
      extract(isodow from p_at at time zone (select w.time_zone from public.workspaces w
        where w.id = c.workspace_id))::integer];
    c.min_interval_ms := coalesce((v_day ->> 'minIntervalMs')::integer, c.min_interval_ms);
    c.jitter_ms := coalesce((v_day ->> 'jitterMs')::integer, c.jitter_ms);
    c.daily_limit := coalesce((v_day ->> 'dailyLimit')::integer, c.daily_limit);
  end if;
  return c;
end $$;

-- The workspace with the channel's own hours in place of its own, where it has some; holidays and
-- time zones stay the workspace's.
create function app.hours_of(w public.workspaces, c public.channels) returns public.workspaces
language plpgsql immutable set search_path = ''
as $$
begin
  if c.hours is not null then
    w.sending_hours := w.sending_hours || jsonb_build_object('weekdays', c.hours);
  end if;
  return w;
end $$;

-- Of all weekdays: so many sends of the last day are enough to tell what any of them allows.
create function app.highest_limit(c public.channels) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select greatest(c.daily_limit, (select max((d.pace ->> 'dailyLimit')::integer)
      from jsonb_each(c.weekday_pace) d (day, pace))));
end $$;

-- The limit of that moment: on day d of a warm-up of n days, d/(n+1) of the whole, rounded up.
create function app.daily_limit_at(c public.channels, p_at timestamptz) returns integer
language plpgsql stable set search_path = ''
as $$
begin
  if c.weekday_pace <> '{}' then
    c := app.paced(c, p_at);
  end if;
  return case when c.warm_up_days = 0 then c.daily_limit
    else least(c.daily_limit, ceil(c.daily_limit
    * (1 + greatest(0, floor(extract(epoch
      from p_at - coalesce(c.warm_up_began_at,
      p_at)) / 86400))) / (c.warm_up_days + 1))::integer) end;
end $$;

-- The pause after a send: the interval, and what chance adds to it.
create function app.pause_between(c public.channels) returns interval
language plpgsql volatile set search_path = ''
as $$
begin
  if c.weekday_pace <> '{}' then
    c := app.paced(c, app.now());
  end if;
  return make_interval(secs => (c.min_interval_ms + floor(random() * (c.jitter_ms + 1))) / 1000.0);
end $$;

-- Twice as long after each try, 15 minutes at most. Bounded before it is multiplied: the product
-- leaves an interval's range after some forty tries, a night of a session that is down.
create function app.back_off(p_first interval, p_tries integer) returns interval
language sql immutable set search_path = ''
as $$ select least(p_first * power(2, least(p_tries, 10)), interval '15 minutes') $$;

create function app.pause_channel(p_channel uuid, p_reason text, p_detail text, p_at timestamptz)
  returns void
language sql volatile set search_path = ''
as $$
  update public.channels set
    state = 'paused', pause_reason = p_reason, pause_detail = left(p_detail, 500),
    paused_at = coalesce(paused_at, p_at),
    probe_at = case when p_reason = 'staff' then null
      else p_at + app.back_off(interval '30 seconds', probe_count) end
  where id = p_channel and (state = 'active' or (pause_reason not in ('staff', 'restored')
    and pause_reason <> p_reason))
$$;

create function app.resume_channel(p_channel uuid) returns void
language sql volatile set search_path = ''
as $$
  update public.channels set
    state = 'active', pause_reason = null, pause_detail = null, paused_at = null, probe_at = null
  where id = p_channel and state = 'paused'
$$;

-- The environment's channel goes by what the environment says of it, as long as it has no
-- credentials of its own. Its key changes: what is on its way names the old account.
create function app.follow_environment(c public.channels, p_settings jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_account text := p_settings ->> 'account';
begin
  update public.channels x set
    capabilities = coalesce(nullif(p_settings -> 'capabilities', 'null'), x.capabilities),
    account = coalesce(v_account, x.account),
    previous_account = case when v_account <> x.account then x.account else x.previous_account end
  where x.id = c.id
    and not exists (select from public.channels o where o.vendor = c.vendor and o.id <> c.id
      and o.account = v_account and o.state <> 'retired')
    and (x.account is distinct from coalesce(v_account, x.account)
      or x.capabilities <> coalesce(nullif(p_settings -> 'capabilities', 'null'),
        x.capabilities));
end $$;

-- First start only: later changes belong to the settings. But a key of the marks of erased people
-- is kept whenever it is new, and so is what the environment says of its own channel: of that one,
-- not of another vendor's number that it names as well.
create function public.configure_default_channel(settings jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
  v_hours jsonb;
begin
  perform app.keep_tombstone_key(settings ->> 'tombstoneSecret');
  select c.* into v_channel from public.channels c join public.workspaces w on w.id = c.workspace_id
  where w.key = 'default' and c.uses_environment order by c.id limit 1
    for no key update of c;
  if v_channel.id is null then
    return false;
  end if;
  if v_channel.configured_at is null
      or coalesce(settings ->> 'vendor', v_channel.vendor) = v_channel.vendor then
    perform app.follow_environment(v_channel, settings);
  end if;
  if v_channel.configured_at is not null then
    return false;
  end if;
  update public.channels set
    vendor = coalesce(settings ->> 'vendor', vendor),
    min_interval_ms = coalesce((settings ->> 'minIntervalMs')::integer, min_interval_ms),
    daily_limit = coalesce((settings ->> 'dailyLimit')::integer, daily_limit),
    jitter_ms = coalesce((settings ->> 'jitterMs')::integer, jitter_ms),
    warm_up_days = coalesce((settings ->> 'warmUpDays')::smallint, warm_up_days),
    max_in_flight = coalesce((settings ->> 'maxInFlight')::integer, max_in_flight),
    configured_at = app.now()
  where id = v_channel.id;
  update public.workspaces set default_country = coalesce(settings ->> 'defaultCountry',
    default_country)
  where id = v_channel.workspace_id;
  v_hours := app.daily_hours(coalesce(settings ->> 'sendingFrom', '08:00'),
    coalesce(settings ->> 'sendingUntil', '21:00'));
  if v_hours <> app.setting(v_channel.workspace_id, 'hours') then
    insert into public.workspace_settings (workspace_id, kind, version, value)
    values (v_channel.workspace_id, 'hours', 1, v_hours) on conflict do nothing;
  end if;
  return true;
end $$;

alter table public.channels enable row level security;
create policy members_read on public.channels for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.channel_incidents enable row level security;
create policy members_read on public.channel_incidents for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.channels to authenticated;
grant select on public.channel_incidents to authenticated;
grant execute on function app.daily_limit_at(public.channels, timestamptz),
  app.paced(public.channels, timestamptz), app.highest_limit(public.channels),
  app.hours_of(public.workspaces, public.channels)
to authenticated;
grant execute on function public.configure_default_channel(jsonb) to service_role;

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

-- Every delivery as it arrived, and how it ended.

create table public.webhook_requests (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  source text not null check (source ~ '^[a-z][a-z_]{1,30}$'),
  -- What the vendor names the number by that it is about, and the channel whose own secret proved
  -- it or that we asked: values that name no account of their own are this one's.
  account text,
  channel_id uuid,
  -- webhook: the source posted it. reconciled: we found it ourselves, by asking.
  origin text not null default 'webhook' check (origin in ('webhook', 'reconciled')),
  event_type text,
  received_at timestamptz not null default app.now(),
  request_id text,
  content_type text,
  headers jsonb not null default '{}',
  -- Parsed and redacted; null for a duplicate.
  body jsonb,
  -- What could not be parsed, as text, redacted.
  raw_body text,
  outcome text not null check (outcome in ('processed', 'ignored', 'duplicate', 'rejected',
    'failed')),
  -- ignored, rejected: a stable code. failed: SQLSTATE.
  reason text,
  -- One sentence for people.
  detail text,
  duplicate_of bigint,
  duration_ms double precision,
  -- Kept only while failed: what the clock applies again.
  domain_values jsonb,
  tries integer not null default 0,
  next_try_at timestamptz,
  dead_lettered_at timestamptz,
  -- When what it said was removed; its outcome stays.
  payload_removed_at timestamptz,
  -- Of the field mapping that it was read with; null where none has a say (bodies in
  -- a vendor's own format).
  mapping_version integer,
  -- The call that it told of. No foreign key: deliveries and calls are kept for different times.
  call_id bigint,
  -- Of a reconciled event, what it was about: {call?, message?, contact?, happenedAt}.
  finding jsonb,
  replayed_at timestamptz,
  replayed_by uuid,
  -- How many of `tries` a person asked for. They use up none of the eight that the clock has.
  replays integer not null default 0,
  check (outcome <> 'ignored' or reason is not null),
  constraint webhook_requests_failed_can_be_tried
    check (outcome <> 'failed' or domain_values is not null or payload_removed_at is not null),
  constraint webhook_requests_ignored check (outcome <> 'ignored' or reason in (
    'already_known', 'bot', 'broadcast', 'deletion', 'edit', 'empty', 'erased', 'group',
    'inbound_status', 'lid_conflict', 'linking_credential', 'may_be_another', 'newsletter',
    'no_chat', 'no_message_id', 'not_a_call_end', 'not_a_message', 'outdated', 'own_number',
    'poll_vote', 'protocol', 'reaction', 'receipt', 'status_not_higher', 'status_story', 'stub',
    'unknown_account', 'unknown_event', 'unknown_status', 'whatsapp_call')),
  constraint webhook_requests_rejected check (outcome <> 'rejected' or reason in (
    'bad_json', 'body_too_large', 'internal', 'no_event_name', 'no_facts', 'not_a_webhook',
    'not_identifiable', 'not_one_object', 'nothing_kept', 'too_deep', 'unfilled_placeholders',
    'unreadable', 'unsupported_media_type'))
);
create index webhook_requests_page on public.webhook_requests (workspace_id, id desc);
create index webhook_requests_heard on public.webhook_requests (workspace_id, source, event_type,
  received_at desc)
  where origin = 'webhook';
create index webhook_requests_source on public.webhook_requests (workspace_id, source,
  received_at desc)
  where origin = 'webhook';
create index webhook_requests_reconciled on public.webhook_requests (workspace_id, id desc)
  where origin = 'reconciled';
create index webhook_requests_failed on public.webhook_requests (workspace_id)
  where outcome = 'failed';
create index webhook_requests_retry on public.webhook_requests (next_try_at)
  where outcome = 'failed' and dead_lettered_at is null;

alter table public.webhook_requests enable row level security;
create policy members_read on public.webhook_requests for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not the bodies and headers: they hold more of the customer than an assistant needs.
grant select (
  id, workspace_id, source, origin, event_type, received_at, outcome, reason, detail, duplicate_of,
  duration_ms, tries, next_try_at, dead_lettered_at, replayed_at, replayed_by, replays, finding,
  mapping_version, call_id
) on public.webhook_requests to authenticated;

-- Finished phone calls. `facts` is what the deliveries said, merged; the columns beside it are read
-- from it.

create table public.cloudtalk_calls (
  id bigint generated by default as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint references public.contacts (id),
  facts jsonb not null,
  cloudtalk_call_id text generated always as (facts ->> 'callId') stored,
  cloudtalk_call_uuid text generated always as (facts ->> 'callUuid') stored,
  body_kind text generated always as (facts ->> 'bodyKind') stored,
  direction text generated always as (facts ->> 'direction') stored,
  -- E.164; also of numbers WhatsApp cannot reach.
  phone_number text generated always as (facts -> 'phone' ->> 'e164') stored,
  phone_raw text generated always as (facts -> 'phone' ->> 'raw') stored,
  phone_problem text generated always as (facts -> 'phone' ->> 'problem') stored,
  contact_name text generated always as (facts ->> 'contactName') stored,
  company text generated always as (facts ->> 'company') stored,
  search_text text generated always as (
    app.search_text(facts ->> 'contactName', facts ->> 'company', null)) stored,
  agent_id text generated always as (facts ->> 'agentId') stored,
  agent_name text generated always as (facts ->> 'agentName') stored,
  agent_email text generated always as (facts ->> 'agentEmail') stored,
  internal_number text generated always as (facts ->> 'internalNumber') stored,
  -- As the vendor wrote them: the zone is not known in workflow bodies. Order is by our own time.
  started_at text generated always as (facts ->> 'startedAt') stored,
  answered_at text generated always as (facts ->> 'answeredAt') stored,
  ended_at text generated always as (facts ->> 'endedAt') stored,
  talking_seconds integer generated always as ((facts
    ->> 'talkingSeconds')::numeric::integer) stored,
  is_voicemail boolean generated always as ((facts ->> 'isVoicemail')::boolean) stored,
  do_not_send boolean generated always as (coalesce((facts ->> 'doNotSend')::boolean,
    false)) stored,
  tags jsonb generated always as (facts -> 'tags') stored,
  disposition text generated always as (facts ->> 'disposition') stored,
  recording_url text generated always as (facts ->> 'recordingUrl') stored,
  custom_fields jsonb generated always as (facts -> 'customFields') stored,
  -- True once a delivery said the call is over.
  ended boolean not null default false,
  -- When we first heard that it had ended.
  ended_heard_at timestamptz,
  -- Identified by its content only: two such calls on one day may be one.
  is_weakly_identified boolean not null default false,
  -- What app.decide_ask says of it, as if it had ended: {send, code, reason, because, ruleId?,
  -- ruleName?, template?, ...}.
  decision jsonb not null default '{}',
  should_send boolean not null default false,
  should_send_code app.reason_code not null,
  should_send_reason text not null,
  -- A person overruled the rules, and who it was.
  staff_decision text check (staff_decision in ('send', 'dont_send')),
  decided_by uuid,
  -- A manager said that their "send" need not wait for the sending hours.
  staff_any_hour boolean not null default false,
  covered_by bigint references public.cloudtalk_calls (id),
  -- Another row of the call `covered_by`: two bodies told of it under two ids. It never asks by
  -- itself.
  is_twin boolean not null default false,
  electricity_bill_received boolean not null default false,
  electricity_bill_evidence text check (electricity_bill_evidence in ('reply', 'attachment',
    'confirmed')),
  electricity_bill_message_id bigint,
  electricity_bill_received_at timestamptz,
  request_id bigint,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  -- When what a call's bodies said of the person was removed, beside what rules ask for.
  details_removed_at timestamptz,
  check (electricity_bill_received = (electricity_bill_evidence is not null))
);
create index cloudtalk_calls_page on public.cloudtalk_calls (workspace_id,
  id desc) include (contact_id);
create index cloudtalk_calls_contact on public.cloudtalk_calls (contact_id, id desc);
create index cloudtalk_calls_covered on public.cloudtalk_calls (covered_by)
  where covered_by is not null;

-- What makes two deliveries the same call. Small, and outlives the calls themselves.
create table public.cloudtalk_call_keys (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  key text not null,
  call_id bigint not null,
  request_id bigint,
  created_at timestamptz not null default app.now(),
  primary key (workspace_id, key)
);
create index cloudtalk_call_keys_call on public.cloudtalk_call_keys (call_id);

create function app.evidence_rank(p_evidence text) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return case p_evidence when 'reply' then 1 when 'attachment' then 2 when 'confirmed' then 3
    else 0 end;
end $$;

alter table public.cloudtalk_calls enable row level security;
create policy members_read on public.cloudtalk_calls for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.cloudtalk_call_keys enable row level security;
create policy members_read on public.cloudtalk_call_keys for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.cloudtalk_calls to authenticated;

-- Our asking one person for something, whatever led to it: a row between its origin (a call, a
-- lead, a campaign, a member of staff) and the messages that ask. What may be asked, what is
-- decided, proved, covered and overruled is here.

create table public.asks (
  id bigint generated by default as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint references public.contacts (id),
  -- What led to it, and its row: 'call' is of cloudtalk_calls. No list: each origin brings its own.
  origin_kind text not null check (origin_kind ~ '^[a-z][a-z_]{0,39}$'),
  origin_id bigint,
  call_id bigint generated always as (case when origin_kind = 'call' then origin_id end) stored
    references public.cloudtalk_calls (id) on delete cascade,
  -- What is asked for.
  purpose text not null default 'bill' check (purpose ~ '^[a-z][a-z_]{0,39}$'),
  -- Why we may write to them: 'called' (they spoke with us by phone), 'agreed', 'wrote_first', …
  reason_to_write text not null check (reason_to_write ~ '^[a-z][a-z_]{0,39}$'),
  -- E.164: where it goes. Also of numbers WhatsApp cannot reach.
  recipient text,
  -- What its origin told of the person, where that has no row of its own to be read from.
  facts jsonb not null default '{}',
  -- Its origin says that nothing goes to this person.
  do_not_send boolean not null default false,
  -- Since when it may be made: when the call had ended. Null: not yet.
  ready_at timestamptz,
  request_id bigint,
  -- What app.decide_ask says of it, as if it were ready: {send, code, reason, because, ruleId?,
  -- ruleName?, template?, delayMinutes?, priority?, expiresAfterHours?, settingsVersion?}.
  decision jsonb not null default '{}',
  template text generated always as (decision ->> 'template') stored,
  priority text generated always as (decision ->> 'priority') stored,
  -- What became of it: the decision's, or what stood in its way.
  should_send boolean not null default false,
  code app.reason_code not null,
  reason text not null,
  -- A person overruled the rules, who it was, and what that passed over (app.lifted_by_staff).
  staff_decision text check (staff_decision in ('send', 'dont_send')),
  decided_by uuid,
  lifted text[] not null default '{}',
  -- A manager said that their "send" need not wait for the sending hours.
  any_hour boolean not null default false,
  -- Staff member who said that it is not repeated.
  reminders_stopped_by uuid,
  -- Of its first message.
  expires_at timestamptz,
  -- The ask that asks already: what answers that one answers this.
  covered_by bigint references public.asks (id),
  -- Another row of the origin `covered_by` is of: it never asks by itself.
  is_twin boolean not null default false,
  -- Its message waits, is on its way, or is owed an answer.
  is_open boolean not null default false,
  -- The strongest proof that stands (bill_evidence), kept by app.refresh_evidence.
  evidence text check (evidence in ('reply', 'attachment', 'confirmed')),
  evidence_message_id bigint,
  evidence_at timestamptz,
  -- undecided: its origin is not over. open, answered, covered: as above. declined: nothing goes,
  -- by `code`. closed: its message failed, expired, was withdrawn, or a later ask took its place.
  state text not null generated always as (case
    when evidence is not null then 'answered' when is_open then 'open'
    when covered_by is not null then 'covered' when ready_at is null then 'undecided'
    when should_send then 'closed' else 'declined' end) stored,
  created_at timestamptz not null default app.now(),
  check ((evidence is null) = (evidence_at is null))
);
-- The one thing that keeps a contact from being asked twice for the same.
create unique index asks_one_open on public.asks (workspace_id, contact_id, purpose) where is_open;
create unique index asks_call on public.asks (call_id) where call_id is not null;
create index asks_contact on public.asks (contact_id, id desc);
create index asks_covered on public.asks (covered_by) where covered_by is not null;
create index asks_workspace on public.asks (workspace_id, id desc);
create index asks_facts on public.asks (workspace_id, created_at) where facts <> '{}';

-- What a call's users read on the call itself: should_send, its words, the bill, whom it is covered
-- by. Written here only, in the transaction that changes the ask.
create function app.mirror_ask(a public.asks) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.cloudtalk_calls k set
    decision = a.decision, should_send = a.should_send, should_send_code = a.code,
    should_send_reason = a.reason, staff_decision = a.staff_decision, decided_by = a.decided_by,
    staff_any_hour = a.any_hour, is_twin = a.is_twin,
    covered_by = case when a.covered_by is not null
      then (select o.call_id from public.asks o where o.id = a.covered_by) end,
    electricity_bill_received = a.evidence is not null, electricity_bill_evidence = a.evidence,
    electricity_bill_message_id = a.evidence_message_id,
    electricity_bill_received_at = a.evidence_at
  where k.id = a.call_id;
end $$;

create function app.ask_changed() returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform app.mirror_ask(new);
  return null;
end $$;
create trigger mirror_first after insert on public.asks
  for each row when (new.call_id is not null) execute function app.ask_changed();
create trigger mirror after update on public.asks
  for each row when (new.call_id is not null
    and (new.decision, new.should_send, new.code, new.reason, new.staff_decision, new.decided_by,
      new.any_hour, new.is_twin, new.covered_by, new.evidence, new.evidence_message_id,
      new.evidence_at)
    is distinct from (old.decision, old.should_send, old.code, old.reason, old.staff_decision,
      old.decided_by, old.any_hour, old.is_twin, old.covered_by, old.evidence,
      old.evidence_message_id, old.evidence_at))
  execute function app.ask_changed();

-- The ask of a call, as its call is now; one that is new is kept with its first decision
-- (app.keep_ask).
create function app.ask_of(k public.cloudtalk_calls) returns public.asks
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
  v_ready timestamptz := case when k.ended then coalesce(k.ended_heard_at, k.created_at) end;
begin
  select * into a from public.asks x where x.call_id = k.id for update;
  if a.id is null then
    a.id := nextval(pg_get_serial_sequence('public.asks', 'id'));
    a.workspace_id := k.workspace_id;
    a.origin_kind := 'call';
    a.origin_id := k.id;
    a.call_id := k.id;
    a.purpose := 'bill';
    a.reason_to_write := 'called';
    a.facts := '{}';
    a.decision := '{}';
    a.code := 'not_ended';
    a.should_send := false;
    a.any_hour := false;
    a.is_twin := false;
    a.is_open := false;
    a.lifted := '{}';
    a.contact_id := k.contact_id;
    a.recipient := k.phone_number;
    a.do_not_send := k.do_not_send;
    a.ready_at := v_ready;
    a.request_id := k.request_id;
    a.created_at := k.created_at;
  elsif (a.contact_id, a.recipient, a.do_not_send, a.ready_at)
      is distinct from (k.contact_id, k.phone_number, k.do_not_send, v_ready) then
    update public.asks x set contact_id = k.contact_id, recipient = k.phone_number,
      do_not_send = k.do_not_send, ready_at = v_ready
    where x.id = a.id returning * into a;
  end if;
  return a;
end $$;

-- Keeps an ask with what was decided of it: a new one, or the decision of one that is there.
create function app.keep_ask(a public.asks) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.asks as x (
    id, workspace_id, contact_id, origin_kind, origin_id, purpose, reason_to_write, recipient,
    facts, do_not_send, ready_at, request_id, decision, should_send, code, reason, staff_decision,
    decided_by, lifted, any_hour, expires_at, covered_by, is_twin, is_open, created_at)
  values (
    a.id, a.workspace_id, a.contact_id, a.origin_kind, a.origin_id, a.purpose, a.reason_to_write,
    a.recipient, a.facts, a.do_not_send, a.ready_at, a.request_id, a.decision, a.should_send,
    a.code, a.reason, a.staff_decision, a.decided_by, a.lifted, a.any_hour, a.expires_at,
    a.covered_by, a.is_twin, a.is_open, a.created_at)
  on conflict (id) do update set decision = excluded.decision, should_send = excluded.should_send,
    code = excluded.code, reason = excluded.reason, expires_at = excluded.expires_at,
    covered_by = excluded.covered_by, is_open = excluded.is_open;
end $$;

-- What is known of the person and of what led to the ask: what rules ask for and texts name.
create function app.ask_facts(a public.asks) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select k.facts from public.cloudtalk_calls k where k.id = a.call_id),
    (select jsonb_strip_nulls(jsonb_build_object(
      'contactName', coalesce(c.name, c.push_name), 'company', c.company,
      'phone', jsonb_build_object('e164', a.recipient))) || a.facts
     from public.contacts c where c.id = a.contact_id),
    a.facts);
end $$;

-- What staff know an ask by.
create function app.ask_name(p_ask bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce('call #' || a.call_id, 'ask #' || a.id) from public.asks a
    where a.id = p_ask);
end $$;

alter table public.asks enable row level security;
create policy members_read on public.asks for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.asks to authenticated;

-- Conversations, messages in and out, and what is known of each send.

-- Refuses unknown variables and stray braces; {contact_name|cliente} carries a fallback.
create function app.template_is_valid(p_body text) returns boolean
language sql immutable set search_path = ''
as $$
  select length(p_body) between 1 and 4096
     and regexp_replace(p_body, '\{(contact_name|agent_name|company)(\|[^{}|]*)?\}', '',
       'g') !~ '[{}]'
$$;

create table public.whatsapp_templates (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  key text not null,
  language text not null default 'it',
  body text not null,
  -- Of WhatsApp's own kinds, for vendors that review texts.
  category text check (category in ('utility', 'marketing', 'authentication')),
  -- Beside the body: header, footer, buttons, as WhatsApp has them.
  components jsonb check (jsonb_typeof(components) = 'array'),
  created_at timestamptz not null default app.now(),
  version integer not null default 1 check (version > 0),
  updated_at timestamptz not null default app.now(),
  updated_by uuid,
  unique (workspace_id, key),
  constraint whatsapp_templates_known_variables check (app.template_is_valid(body))
);

insert into public.whatsapp_templates (workspace_id, key, body)
select id, 'follow_up', $body$Buongiorno, sono Samuela della Greengen Group.

Come da nostra conversazione telefonica, per procedere con la richiesta di accesso all'Agrisolare di quest'anno, avrei bisogno di ricevere una copia delle bollette elettriche.

Può inviarmele quando le ha a disposizione?

Grazie e buona giornata.$body$
from public.workspaces where key = 'default';

-- One pass from left to right: a value that looks like a variable stays text.
create function app.render_template(p_body text, p_variables jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_done text := '';
  v_rest text := p_body;
  v_match text[];
begin
  loop
    v_match := regexp_match(v_rest,
      '^([^{]*)\{(contact_name|agent_name|company)(?:\|([^{}|]*))?\}(.*)$');
    exit when v_match is null;
    v_done := v_done || v_match[1] || coalesce(nullif(btrim(p_variables ->> v_match[2]), ''),
      v_match[3], '');
    v_rest := v_match[4];
  end loop;
  return v_done || v_rest;
end $$;

create table public.whatsapp_conversations (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  contact_id bigint not null references public.contacts (id),
  created_at timestamptz not null default app.now(),
  unique (channel_id, contact_id)
);
create index whatsapp_conversations_contact on public.whatsapp_conversations (contact_id);
create index whatsapp_conversations_workspace on public.whatsapp_conversations (workspace_id);

-- What is sent, rendered when it is queued; `body` is how a person reads it.
-- {kind: text, text} | {kind: template, name, language, parameters: [text], components?}
-- | {kind: media, media: {url | id, …}, caption?} | {kind: interactive, …}
create function app.is_content(p_content jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(case p_content ->> 'kind'
    when 'text' then jsonb_typeof(p_content -> 'text') = 'string'
    when 'template' then jsonb_typeof(p_content -> 'name') = 'string'
      and jsonb_typeof(p_content -> 'language') = 'string'
      and jsonb_typeof(p_content -> 'parameters') = 'array'
    when 'media' then jsonb_typeof(p_content -> 'media') = 'object'
    when 'interactive' then true end, false)
$$;

create table public.whatsapp_messages (
  id bigint generated by default as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  conversation_id bigint not null references public.whatsapp_conversations (id),
  contact_id bigint not null references public.contacts (id),
  direction text not null check (direction in ('in', 'out')),
  -- follow_up, reminder (asks again), consent_notice (confirms a STOP or START, once): the outbox
  -- sends them. typed: somebody wrote it on the linked phone. inbound: a person's message.
  purpose text not null check (purpose in ('follow_up', 'reminder', 'consent_notice', 'typed',
    'inbound')),
  kind text not null default 'text',
  body text,
  -- What leaves, where that is no plain text (app.is_content); null: the text that `body` is.
  content jsonb,
  media jsonb,
  status text not null check (status in (
    'queued', 'sending', 'uncertain', 'accepted', 'sent', 'failed', 'delivered', 'read',
    'skipped', 'expired', 'cancelled', 'received')),
  -- Why it is skipped, expired, cancelled, failed or uncertain: a stable code and a sentence for
  -- staff.
  reason_code app.reason_code,
  reason text,
  -- What it asks for, and its call where it has one.
  ask_id bigint references public.asks (id),
  call_id bigint references public.cloudtalk_calls (id),
  -- A text that nothing names any more may go; the messages that it made stay.
  template_id bigint references public.whatsapp_templates (id) on delete set null,
  recipient text,
  -- The contact owes us an answer to this; its ask is open then, one a contact and purpose.
  ask_open boolean not null default false,
  -- Lower leaves first: 0 a follow-up, 10 a reminder, 20 bulk, 30 a confirmation of consent.
  priority smallint not null default 0,
  due_at timestamptz,
  -- Until then it may leave outside the sending hours too.
  live_until timestamptz,
  expires_at timestamptz,
  attempt integer not null default 0,
  retries integer not null default 0,
  -- When the first provider call that may have reached the customer began.
  send_began_at timestamptz,
  provider_message_id text,
  whatsapp_message_id text,
  bind_at timestamptz,
  bind_tries integer not null default 0,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  -- Staff member who settled an uncertain send.
  resolved_by uuid,
  -- When staff took its failure off the list of what needs a person.
  acknowledged_at timestamptz,
  quoted_whatsapp_id text,
  push_name text,
  provider_timestamp timestamptz,
  -- What a person wrote: a stop word, a start word. Neither is evidence, but for a start by
  -- somebody who had not stopped us.
  is_stop boolean not null default false,
  is_start boolean not null default false,
  -- By which of the person's addresses it came (or was typed to): the strongest that it named. A
  -- split goes by it.
  address text,
  evidence text check (evidence in ('reply', 'attachment')),
  request_id bigint,
  created_at timestamptz not null default app.now(),
  -- As its vendor tells, never later than we heard of it; where it does not tell, when we heard.
  written_at timestamptz not null generated always as (least(provider_timestamp,
    created_at)) stored,
  -- The provider's own name for content that we know no kind of.
  content_name text check (length(content_name) <= 100),
  -- It only announced a message: the content may follow under the same id.
  awaits_content boolean not null default false,
  -- What stood there before, oldest first: [{at, body}]. `body` is what the customer made of it.
  edits jsonb,
  edited_at timestamptz,
  -- The customer changed it, and what it says now can be read on the phone only.
  edit_unreadable_at timestamptz,
  -- Deleted for everyone.
  deleted_at timestamptz,
  -- Why it is taken for a machine's. It stays when a person said otherwise.
  machine_reason text check (machine_reason in ('at_once', 'repeated', 'listed')),
  -- Staff member who said that a person wrote it, and when.
  machine_undone_by uuid,
  machine_undone_at timestamptz,
  -- The follow-up that it repeats, and the first or second repeat.
  reminder_of bigint references public.whatsapp_messages (id) on delete cascade,
  reminder_step smallint check (reminder_step in (1, 2)),
  
  reconcile_at timestamptz,
  reconcile_tries integer not null default 0,
  -- When its text and addresses were removed: the row stays, since the sums are made of it.
  content_removed_at timestamptz,
  check ((direction = 'in') = (status = 'received')),
  check (status <> 'queued' or (due_at is not null and expires_at is not null
    and recipient is not null)),
  constraint whatsapp_messages_machine check (
    (machine_undone_by is null) = (machine_undone_at is null)
    and (machine_undone_at is null or machine_reason is not null)),
  constraint whatsapp_messages_reminder check ((reminder_of is null) = (reminder_step is null)),
  constraint whatsapp_messages_content check (content is null or app.is_content(content)),
  constraint whatsapp_messages_open_ask check (not ask_open or ask_id is not null)
);
-- The last moment at which it may have been written: vendors tell whole seconds, we know
-- thousandths, and what was written within the second in which an ask left is its answer.
create function app.written_by(m public.whatsapp_messages) returns timestamptz
language plpgsql stable set search_path = ''
as $$ begin return least(m.provider_timestamp + interval '1 second', m.created_at); end $$;

create index whatsapp_messages_owed on public.whatsapp_messages (contact_id) where ask_open;
create index whatsapp_messages_ask on public.whatsapp_messages (ask_id) where ask_id is not null;
create unique index whatsapp_messages_whatsapp_id on public.whatsapp_messages (channel_id,
  whatsapp_message_id)
  where whatsapp_message_id is not null;
create index whatsapp_messages_queue on public.whatsapp_messages (channel_id, priority, due_at, id)
  where status = 'queued';
create index whatsapp_messages_expiry on public.whatsapp_messages (channel_id, expires_at)
  where status = 'queued';
create index whatsapp_messages_due on public.whatsapp_messages (channel_id, due_at)
  where status = 'queued';
create index whatsapp_messages_live on public.whatsapp_messages (channel_id, live_until)
  where status = 'queued';
create index whatsapp_messages_unbound on public.whatsapp_messages (channel_id, send_began_at)
  where direction = 'out' and whatsapp_message_id is null and attempt > 0;
create index whatsapp_messages_provider_id on public.whatsapp_messages (channel_id,
  provider_message_id)
  where provider_message_id is not null;
create index whatsapp_messages_bind on public.whatsapp_messages (bind_at) where bind_at is not null;
create index whatsapp_messages_template on public.whatsapp_messages (template_id)
  where template_id is not null;
create index whatsapp_messages_page on public.whatsapp_messages (workspace_id,
  id desc) include (contact_id);
create index whatsapp_messages_direction on public.whatsapp_messages (workspace_id, direction,
  id desc) include (contact_id);
create index whatsapp_messages_contact on public.whatsapp_messages (contact_id,
  id desc) include (direction);
create index whatsapp_messages_conversation on public.whatsapp_messages (conversation_id, id desc);
create index whatsapp_messages_call on public.whatsapp_messages (call_id) where call_id is not null;
-- What needs a person: acknowledged failures stay for ever, and must not be read again at each
-- poll.
create index whatsapp_messages_needs on public.whatsapp_messages (workspace_id, status, id desc)
  where status = 'uncertain' or (status = 'failed' and acknowledged_at is null);

-- Dedupe of messages: small, and outlives them.
create table public.whatsapp_message_keys (
  channel_id uuid not null references public.channels (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  whatsapp_id text not null,
  message_id bigint not null,
  request_id bigint,
  created_at timestamptz not null default app.now(),
  primary key (channel_id, whatsapp_id)
);
create index whatsapp_message_keys_workspace on public.whatsapp_message_keys (workspace_id);

-- Statuses as told, one a rank: dedupe, and the waiting room of those that come before their
-- message.
create table public.whatsapp_statuses (
  channel_id uuid not null references public.channels (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  whatsapp_id text not null,
  status text not null,
  rank integer not null,
  error_text text,
  -- The chat, of an echo that waits: whose LID it is, the binding will tell.
  lid text,
  provider_timestamp timestamptz,
  request_id bigint,
  received_at timestamptz not null default app.now(),
  primary key (channel_id, whatsapp_id, rank)
);
create index whatsapp_statuses_workspace on public.whatsapp_statuses (workspace_id);

-- One row a provider call: the daily cap and the proof of what was tried.
create table public.whatsapp_send_attempts (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  message_id bigint not null references public.whatsapp_messages (id) on delete cascade,
  attempt integer not null,
  started_at timestamptz not null,
  lease_until timestamptz not null,
  finished_at timestamptz,
  outcome text not null default 'in_flight'
    check (outcome in ('in_flight', 'accepted', 'not_sent', 'failed', 'uncertain')),
  code text,
  detail text,
  http_status integer,
  unique (message_id, attempt)
);
create index whatsapp_send_attempts_workspace on public.whatsapp_send_attempts (workspace_id);
create index whatsapp_send_attempts_cap on public.whatsapp_send_attempts (channel_id,
  started_at desc) where outcome <> 'not_sent';
create index whatsapp_send_attempts_leases on public.whatsapp_send_attempts (channel_id,
  lease_until) where outcome = 'in_flight';

create function app.status_rank(p_status text) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return case p_status
    when 'sending' then 1 when 'uncertain' then 2 when 'accepted' then 3 when 'sent' then 4
    when 'failed' then 5 when 'delivered' then 6 when 'read' then 7 else 0 end;
end $$;

-- A follow-up the customer may have in hand.
create function app.is_asked(p_status text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_status in ('sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read');
end $$;

create function app.conversation(p_workspace uuid, p_channel uuid, p_contact bigint) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint := (select id from public.whatsapp_conversations
    where channel_id = p_channel and contact_id = p_contact);
begin
  if v_id is not null then
    return v_id;
  end if;
  insert into public.whatsapp_conversations (workspace_id, channel_id, contact_id)
  values (p_workspace, p_channel, p_contact) on conflict (channel_id, contact_id) do nothing
    returning id into v_id;
  if v_id is null then
    select id into v_id from public.whatsapp_conversations where channel_id = p_channel
      and contact_id = p_contact;
  end if;
  return v_id;
end $$;

-- Whether an ask that was given up may wait for its answer again: nobody else asks for the same, no
-- proof is here, and they may be written to.
create function app.may_reopen(p_ask bigint, p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
    return p_ask is not null
    and not exists (select from public.asks o join public.asks a on a.id = p_ask
      where o.contact_id = p_contact and o.is_open and o.purpose = a.purpose and o.id <> a.id)
    and not exists (select from public.asks a where a.id = p_ask and a.evidence is not null)
    and not exists (select from public.contacts c where c.id = p_contact
      and app.is_unreachable(c));
end $$;

-- The ask is open while its message is.
create function app.ask_follows() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.asks a set is_open = new.ask_open
  where a.id = coalesce(new.ask_id, old.ask_id) and a.is_open <> new.ask_open;
  return null;
end $$;
create trigger ask_follows after update of ask_open on public.whatsapp_messages
  for each row when (old.ask_open <> new.ask_open) execute function app.ask_follows();

-- Status only rises. True when it did.
create function app.raise_status(p_message bigint, p_status text, p_at timestamptz, p_code text,
  p_reason text) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set
    status = p_status,
    accepted_at = case when p_status = 'failed' then accepted_at
      else coalesce(accepted_at, p_at) end,
    sent_at = case when p_status in ('sent', 'delivered', 'read') then coalesce(sent_at, p_at)
      else sent_at end,
    delivered_at = case when p_status in ('delivered', 'read') then coalesce(delivered_at, p_at)
      else delivered_at end,
    read_at = case when p_status = 'read' then coalesce(read_at, p_at) else read_at end,
    failed_at = case when p_status = 'failed' then p_at else failed_at end,
    reason_code = case when p_status = 'failed' then p_code end,
    reason = case when p_status = 'failed' then left(p_reason, 500) end,
    ask_open = case
      when p_status = 'failed' then false
      -- The failure was wrong: the customer has it, and still owes an answer.
      when status = 'failed' and purpose = 'follow_up' then app.may_reopen(ask_id, contact_id)
      else ask_open end
  where id = p_message and direction = 'out'
    and app.status_rank(p_status) > app.status_rank(status);
  return found;
end $$;

alter table public.whatsapp_templates enable row level security;
create policy members_read on public.whatsapp_templates for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.whatsapp_conversations enable row level security;
create policy members_read on public.whatsapp_conversations for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.whatsapp_messages enable row level security;
create policy members_read on public.whatsapp_messages for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.whatsapp_message_keys enable row level security;
create policy members_read on public.whatsapp_message_keys for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.whatsapp_statuses enable row level security;
create policy members_read on public.whatsapp_statuses for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
alter table public.whatsapp_send_attempts enable row level security;
create policy members_read on public.whatsapp_send_attempts for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.whatsapp_templates to authenticated;
grant select on public.whatsapp_conversations to authenticated;
grant select on public.whatsapp_messages to authenticated;
grant select on public.whatsapp_statuses to authenticated;
grant select on public.whatsapp_send_attempts to authenticated;

-- Which channel an event is about, and which one a message leaves from.

-- Of the workspace's channels, the one that a value is about: its account's (before whose account
-- it was), else the one that the delivery was proved to be of (p_channel), else the only one that
-- it can be. Null: none of ours, or nobody knows which.
create function app.channel_named(p_channels public.channels[], p_vendor text, p_account text,
  p_channel uuid)
returns uuid
language plpgsql immutable set search_path = ''
as $$
declare
  c public.channels;
  v_before uuid;
  v_retired uuid;
  v_proved uuid;
  v_live uuid[] := '{}';
begin
  foreach c in array p_channels loop
    continue when c.vendor <> p_vendor;
    if p_account = c.account and c.state <> 'retired' then
      return c.id;
    elsif p_account = c.previous_account and c.state <> 'retired' then
      v_before := c.id;
    elsif p_account in (c.account, c.previous_account) then
      v_retired := c.id;
    end if;
    -- One secret proves several numbers there, so only its own name tells whose it is.
    continue when p_account <> c.account and (c.capabilities ->> 'sharesSecret')::boolean;
    if c.id = p_channel then
      v_proved := c.id;
    end if;
    if c.state <> 'retired' then
      -- Its account is not known yet, or the environment's key may have changed.
      v_live := v_live || case when p_account is null or c.account is null or c.uses_environment
        then c.id end;
    end if;
  end loop;
  return coalesce(v_before, v_retired, v_proved,
    case when cardinality(v_live) = 1 then v_live[1] end);
end $$;

-- A delivery belongs to the workspace of its account, where that is or was a number of ours; else
-- to that of the channel whose own secret, shared with no other, proved it.
create function app.workspace_told(p_vendor text, p_account text, p_channel uuid, p_default uuid)
returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  if p_account is null and p_channel is null then
    return p_default;
  end if;
  return coalesce(
    (select c.workspace_id from public.channels c where c.vendor = p_vendor
        and p_account in (c.account, c.previous_account)
      order by c.state = 'retired', c.account is distinct from p_account, c.created_at desc, c.id
      limit 1),
    (select c.workspace_id from public.channels c where c.id = p_channel
      and (c.capabilities ->> 'sharesSecret')::boolean is distinct from true), p_default);
end $$;

-- Where people are written to who have no thread yet.
create function app.first_contact_channel(p_workspace uuid) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (select c.id from public.channels c
    where c.workspace_id = p_workspace and c.state <> 'retired'
    order by c.takes_first_contacts desc, c.created_at, c.id limit 1);
end $$;

-- The channel that a message of this purpose leaves from: where the thread with this person is, as
-- the newest message tells, else where first contacts are made. No vendor of today tells purposes
-- apart. Null: the workspace has no channel.
create function app.channel_for(p_contact bigint, p_purpose text) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select v.channel_id
    from public.whatsapp_conversations v join public.channels c on c.id = v.channel_id
    where v.contact_id = p_contact and c.state <> 'retired'
    order by (select max(m.id) from public.whatsapp_messages m where m.conversation_id = v.id)
      desc nulls last, v.id desc limit 1),
    app.first_contact_channel((select k.workspace_id from public.contacts k
      where k.id = p_contact)));
end $$;

-- Nothing waits on a retired channel, whoever puts it there: a resend, a reminder.
create function app.keep_off_retired() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if exists (select from public.channels c where c.id = new.channel_id and c.state = 'retired') then
    new.channel_id := coalesce(app.channel_for(new.contact_id, new.purpose), new.channel_id);
    new.conversation_id := app.conversation(new.workspace_id, new.channel_id, new.contact_id);
  end if;
  return new;
end $$;
create trigger keep_off_retired_new before insert on public.whatsapp_messages
  for each row when (new.status = 'queued') execute function app.keep_off_retired();
create trigger keep_off_retired_again before update of status on public.whatsapp_messages
  for each row when (new.status = 'queued' and old.status <> 'queued')
  execute function app.keep_off_retired();

-- The texts that rules and reminders send, as managers write them. A message keeps the text that it
-- was rendered with.

-- The texts that a setting names, with where: {rules,1,then,template}.
create function app.templates_named(p_kind text, p_value jsonb)
  returns table (key text, path text[])
language sql immutable set search_path = ''
as $$
  select r.rule -> 'then' ->> 'template', array['rules', (r.n - 1)::text, 'then', 'template']
  from jsonb_array_elements(case when p_kind = 'rules' then p_value -> 'rules'
    else '[]' end) with ordinality r (rule, n)
  where r.rule -> 'then' ->> 'template' is not null
  union all
  select s.step ->> 'template', array['steps', (s.n - 1)::text, 'template']
  from jsonb_array_elements(case when p_kind = 'reminders' then p_value -> 'steps'
    else '[]' end) with ordinality s (step, n)
$$;

-- Saves a text over the version that the person saw (0: a new one), or removes it (body null).
-- {saved: true, version} or {saved: false, code}: conflict, bad_variables, or in_use with `by`, the
-- settings that name it.
create function public.save_template(
  workspace uuid, key text, language text, body text, actor uuid,
    expected_version integer default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_old public.whatsapp_templates;
  v_used jsonb;
  v_version integer;
begin
  perform app.require_actor(workspace, actor, 'manager');
  -- As save_settings does, so that no rule takes up a text while it goes.
  perform from public.workspaces w where w.id = workspace for no key update;
  select t.* into v_old from public.whatsapp_templates t where t.workspace_id = workspace
    and t.key = save_template.key;
  if expected_version is not null and coalesce(v_old.version, 0) <> expected_version then
    return jsonb_build_object('saved', false, 'code', 'conflict', 'version',
      coalesce(v_old.version, 0));
  end if;
  if body is null then
    select jsonb_agg(distinct k.kind) into v_used
    from unnest(array['rules', 'reminders']) k (kind), app.templates_named(k.kind,
      app.setting(workspace, k.kind)) n
    where n.key = save_template.key;
    if v_used is not null then
      return jsonb_build_object('saved', false, 'code', 'in_use', 'by', v_used);
    end if;
    delete from public.whatsapp_templates t where t.id = v_old.id;
    perform app.log_action(workspace, actor, 'template_removed', 'settings', 'templates',
      jsonb_build_object('key', key));
    return jsonb_build_object('saved', true, 'version', 0);
  end if;
  if not app.template_is_valid(body) then
    return jsonb_build_object('saved', false, 'code', 'bad_variables');
  end if;
  insert into public.whatsapp_templates as t (workspace_id, key, language, body, updated_by)
  values (workspace, save_template.key, save_template.language, save_template.body, actor)
  on conflict on constraint whatsapp_templates_workspace_id_key_key do update
    set body = excluded.body, language = excluded.language, version = t.version + 1,
      updated_at = app.now(),
      updated_by = excluded.updated_by
  returning t.version into v_version;
  perform app.log_action(workspace, actor, 'template_saved', 'settings', 'templates',
    jsonb_build_object('key', key, 'version', v_version));
  return jsonb_build_object('saved', true, 'version', v_version);
end $$;

grant execute on function
  public.save_template(uuid, text, text, text, uuid, integer)
to service_role;

-- What is sent: a text, a template of WhatsApp's, a file, or something to tap on. Rendered when it
-- is queued; `body` is how a person reads it.

-- The state of a text at a vendor that reviews what begins a conversation.
create table public.whatsapp_template_states (
  channel_id uuid not null references public.channels (id) on delete cascade,
  template_id bigint not null references public.whatsapp_templates (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- The vendor's own id and name of it.
  vendor_id text,
  vendor_name text,
  state text not null check (state in ('pending', 'approved', 'rejected', 'paused', 'disabled')),
  -- Of the vendor, for staff: why it is rejected or paused.
  reason text,
  -- Of the text: an approval holds for the version that was shown to the vendor.
  version integer not null default 1,
  updated_at timestamptz not null default app.now(),
  primary key (channel_id, template_id)
);
create index whatsapp_template_states_template on public.whatsapp_template_states (template_id);
create index whatsapp_template_states_workspace on public.whatsapp_template_states (workspace_id);

-- What stands for the variables of a text, in their order: {contact_name|cliente} is the name, or
-- "cliente".
create function app.template_parameters(p_body text, p_variables jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_agg(coalesce(nullif(btrim(p_variables ->> f.found[1]), ''), f.found[2], '')
    order by f.n), '[]')
  from regexp_matches(p_body, '\{(contact_name|agent_name|company)(?:\|([^{}|]*))?\}', 'g')
    with ordinality f (found, n)
$$;

-- What a text becomes on a channel: a template where the vendor has approved this version of it
-- there; else null, the text itself.
create function app.template_content(p_template public.whatsapp_templates, p_channel uuid,
  p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_strip_nulls(jsonb_build_object('kind', 'template',
      'name', coalesce(s.vendor_name, p_template.key), 'language', p_template.language,
      'parameters', app.template_parameters(p_template.body, app.text_variables(p_facts)),
      'components', p_template.components))
    from public.whatsapp_template_states s
    where s.channel_id = p_channel and s.template_id = p_template.id and s.state = 'approved'
      and s.version = p_template.version);
end $$;

-- A vendor tells what has become of a text that it reviews. True when something changed.
create function app.note_template_state(p_channel uuid, p_template bigint, p_vendor_id text,
  p_vendor_name text, p_state text, p_reason text) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.whatsapp_template_states as s (channel_id, template_id, workspace_id,
    vendor_id, vendor_name, state, reason, version)
  select p_channel, t.id, t.workspace_id, p_vendor_id, p_vendor_name, p_state, left(p_reason, 500),
    t.version
  from public.whatsapp_templates t join public.channels c on c.id = p_channel
    and c.workspace_id = t.workspace_id
  where t.id = p_template
  on conflict (channel_id, template_id) do update set vendor_id = excluded.vendor_id,
    vendor_name = excluded.vendor_name, state = excluded.state, reason = excluded.reason,
    version = excluded.version, updated_at = app.now()
  where (s.vendor_id, s.vendor_name, s.state, s.reason, s.version) is distinct from
    (excluded.vendor_id, excluded.vendor_name, excluded.state, excluded.reason, excluded.version);
  return found;
end $$;

alter table public.whatsapp_template_states enable row level security;
create policy members_read on public.whatsapp_template_states for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.whatsapp_template_states to authenticated;

-- Which field of a customer-written body is which: what the entry point reads, and samples to
-- decide it by.

create function app.field_mapping_version(p_workspace uuid) returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((select s.version from public.workspace_settings s
    where s.workspace_id = p_workspace and s.kind = 'field_mapping' order by s.version desc
      limit 1), 0);
end $$;

-- {version, fields}
create function public.field_mapping(workspace_key text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select app.setting(w.id, 'field_mapping') || jsonb_build_object('version',
    app.field_mapping_version(w.id))
    from public.workspaces w where w.key = workspace_key);
end $$;

-- The newest bodies that came from CloudTalk and were kept, newest first, for managers:
-- [{id, receivedAt, outcome, reason, contentType, body, rawBody}]. Duplicates keep none.
create function public.field_samples(workspace uuid, page_size integer) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  perform app.note_reading(workspace, 'samples_read', 'event', null);
  return (select coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'receivedAt', s.received_at, 'outcome', s.outcome, 'reason', s.reason,
      'contentType', s.content_type, 'body', s.body, 'rawBody', s.raw_body)
        order by s.received_at desc, s.id desc), '[]')
    from (
      select r.* from public.webhook_requests r
      where r.workspace_id = workspace and r.source = 'cloudtalk' and r.origin = 'webhook'
        and (r.body is not null or r.raw_body is not null)
        and not r.headers ?| array['svix-id', 'svix-signature', 'webhook-signature']
      order by r.received_at desc limit least(greatest(page_size, 1), 50)) s);
end $$;

grant execute on function
  app.field_mapping_version(uuid), public.field_samples(uuid, integer)
to authenticated;
grant execute on function public.field_mapping(text) to service_role;

-- What a person of ours has to look at: somebody wrote, called or sent, and we could not take it as
-- it is.

create table public.attention (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- Null: we do not know whose it is.
  contact_id bigint references public.contacts (id) on delete cascade,
  call_id bigint references public.cloudtalk_calls (id) on delete set null,
  message_id bigint references public.whatsapp_messages (id) on delete cascade,
  -- The delivery that brought it. No foreign key: deliveries are kept for a shorter time.
  request_id bigint,
  -- lib/pages/attention has its words.
  kind text not null check (kind in (
    'number_changed', 'taken_back', 'view_once', 'undecryptable', 'unknown_kind',
    'whatsapp_call', 'edit_unreadable', 'file_refused', 'file_missed', 'refusal',
    'call_unreadable', 'call_half_read', 'body_too_large', 'machine', 'restored',
    'unknown_account')),
  -- In few words what exactly, never a secret.
  detail text check (length(detail) <= 500),
  -- When it was written, as far as its vendor tells.
  at timestamptz not null,
  created_at timestamptz not null default app.now(),
  settled_at timestamptz,
  settled_by uuid,
  -- seen: a person looked; content: what it announced came after all; or why nobody needs to look
  -- any more.
  settled_how text check (settled_how ~ '^[a-z_]{1,40}$'),
  check ((settled_at is null) = (settled_how is null)),
  check (settled_by is null or settled_how is not null)
);
create unique index attention_message on public.attention (message_id, kind)
  where message_id is not null;
create unique index attention_request on public.attention (request_id, kind)
  where message_id is null and request_id is not null;
create index attention_open on public.attention (workspace_id, id desc) where settled_at is null;
create index attention_contact on public.attention (contact_id, id desc)
  where contact_id is not null;
-- What is open of one person is found among what was settled, however much that is.
create index attention_waiting on public.attention (contact_id, kind) where settled_at is null;
create index attention_call on public.attention (call_id) where call_id is not null;

-- Once a message and kind, or a delivery and kind. Answers its id, or null when it is known
-- already.
create function app.note_attention(
  p_workspace uuid, p_contact bigint, p_kind text, p_at timestamptz, p_message bigint default null,
  p_call bigint default null, p_request bigint default null, p_detail text default null)
returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
begin
  insert into public.attention (workspace_id, contact_id, kind, at, message_id, call_id, request_id,
    detail)
  values (p_workspace, p_contact, p_kind, coalesce(p_at, app.now()), p_message, p_call, p_request,
    left(p_detail, 500))
  on conflict do nothing returning id into v_id;
  return v_id;
end $$;

-- Nobody needs to look any more at what is open of these kinds (null: of all): of one message, or
-- of all of a contact that came until p_until. Answers how many.
create function app.settle_attention(
  p_contact bigint, p_how text, p_kinds text[] default null, p_message bigint default null,
    p_until timestamptz default null)
returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_settled integer;
begin
  update public.attention a set settled_at = app.now(), settled_how = p_how
  where a.contact_id = p_contact and a.settled_at is null
    and (p_kinds is null or a.kind = any (p_kinds))
    and (p_message is null or a.message_id = p_message) and (p_until is null or a.at <= p_until);
  get diagnostics v_settled = row_count;
  return v_settled;
end $$;

-- Whether something of this person waits to be looked at: then nothing is repeated to them by
-- itself.
create function app.awaits_look(p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$ begin return exists (select from public.attention a where a.contact_id = p_contact
  and a.settled_at is null); end $$;

alter table public.attention enable row level security;
create policy members_read on public.attention for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not the consents: what one reads of them goes through functions that write it down.
grant select on public.attention to authenticated;
grant execute on function app.awaits_look(bigint) to authenticated;

-- Who an event is about: one contact, whatever address it came with.

-- Closes what may no longer be sent to this contact, for the reason that holds.
create function app.skip_unreachable(p_contact bigint) returns void
language sql volatile set search_path = ''
as $$
  update public.whatsapp_messages m set status = 'skipped', ask_open = false,
    reason_code = case when c.erased_at is not null or c.blocked_at is not null then 'blocked'
      else 'opted_out' end,
    reason = case when c.erased_at is not null or c.blocked_at is not null
      then 'The contact is blocked or erased.'
      else 'The contact asked not to be written to.' end
  from public.contacts c
  where c.id = p_contact and m.contact_id = p_contact and m.status = 'queued'
    -- In the words of an index: all that the outbox sends.
    and m.purpose in ('follow_up', 'reminder', 'consent_notice')
      and not app.may_receive(c, m.purpose)
$$;

-- Each time two rows turned out to be one person, and whether that was taken back.
create table public.contact_merges (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  loser bigint not null references public.contacts (id) on delete cascade,
  winner bigint not null references public.contacts (id) on delete cascade,
  -- Null: two addresses came together by themselves.
  by uuid,
  reason text,
  at timestamptz not null default app.now(),
  -- What a split takes back: {identities: [{kind, value}], calls: [id], asks, messages, winner:
  -- {name, company, pushName}}
  moved jsonb not null,
  split_at timestamptz,
  split_by uuid,
  split_reason text,
  check (loser <> winner)
);
create index contact_merges_workspace on public.contact_merges (workspace_id, id desc);
create index contact_merges_winner on public.contact_merges (winner, id desc);
-- A row is merged into one other, until it is split off again.
create unique index contact_merges_open on public.contact_merges (loser) where split_at is null;
create index contact_merges_loser on public.contact_merges (loser, id desc);

-- Its addresses, and of what is known of a person what the other lacks. {identities, winner: the
-- names that it had}
create function app.join_persons(p_loser public.contacts, p_winner public.contacts) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_moved jsonb;
begin
  with moved as (
    update public.contact_identities set contact_id = p_winner.id where contact_id = p_loser.id
      returning kind, value)
  select jsonb_build_object('identities', coalesce(jsonb_agg(to_jsonb(moved) order by kind, value),
    '[]'),
    'winner', jsonb_build_object('name', p_winner.name, 'company', p_winner.company, 'pushName',
      p_winner.push_name))
  into v_moved from moved;
  update public.contacts set
    name = coalesce(name, p_loser.name), company = coalesce(company, p_loser.company),
    push_name = coalesce(push_name, p_loser.push_name), time_zone = coalesce(time_zone,
      p_loser.time_zone),
    erased_at = least(erased_at, p_loser.erased_at),
    -- The earlier one: they have not been written to since.
    opted_out_at = case when opted_out_at is not null
      then least(opted_out_at, p_loser.opted_out_at) end,
    blocked_at = case when blocked_at is not null then least(blocked_at, p_loser.blocked_at) end
  where id = p_winner.id;
  update public.contacts set merged_into = p_winner.id where id = p_loser.id;
  return v_moved;
end $$;

-- Two open asks for the same cannot stay: the winner's own does, and the loser's, if it waits, does
-- not leave.
create function app.join_asks(p_loser bigint, p_winner bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_asking public.asks;
begin
  for v_asking in select * from public.asks where contact_id = p_winner and is_open order by id loop
    -- Staff said that this person is not reminded.
    update public.asks a set reminders_stopped_by = o.reminders_stopped_by
    from public.asks o
    where a.id = v_asking.id and a.reminders_stopped_by is null and o.contact_id = p_loser
      and o.is_open and o.purpose = a.purpose and o.reminders_stopped_by is not null;
    perform app.stop_reminders(f) from public.asks a
    join public.whatsapp_messages f on f.ask_id = a.id and f.ask_open
    where a.id = v_asking.id and a.reminders_stopped_by is not null;
    with withdrawn as (
      update public.whatsapp_messages m set ask_open = false,
        status = case when status = 'queued' then 'cancelled' else status end,
        reason_code = case when status = 'queued' then 'covered' else reason_code end,
        reason = case when status = 'queued' then 'The same person is asked already.'
          else reason end
      where contact_id = p_loser
        and (ask_open or (status = 'queued' and purpose in ('follow_up', 'reminder')))
        and not exists (select from public.asks o
          where o.id = m.ask_id and o.purpose <> v_asking.purpose)
      returning ask_id, status, purpose)
    -- And those that it covered: an answer to the winner's ask is theirs too.
    update public.asks k set covered_by = v_asking.id,
      should_send = false, code = 'covered', reason = 'The same person is asked already.'
    from withdrawn where withdrawn.status = 'cancelled' and withdrawn.purpose = 'follow_up'
      and k.id <> v_asking.id
      and (k.id = withdrawn.ask_id or (k.covered_by = withdrawn.ask_id and not k.is_twin));
  end loop;
end $$;

create function app.join_threads(p_loser bigint, p_winner bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_conversation public.whatsapp_conversations;
  v_target bigint;
begin
  for v_conversation in select * from public.whatsapp_conversations
    where contact_id = p_loser order by id loop
    v_target := app.conversation(v_conversation.workspace_id, v_conversation.channel_id, p_winner);
    update public.whatsapp_messages set conversation_id = v_target
      where conversation_id = v_conversation.id;
    delete from public.whatsapp_conversations where id = v_conversation.id;
  end loop;
end $$;

-- The evidence is looked at again, now that we know whose it is. p_messages: what the loser had;
-- p_evidence: what of it is some.
create function app.weigh_joined(p_winner bigint, p_messages bigint[], p_evidence bigint[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  for v_message in
    select m.* from public.whatsapp_messages m
    where m.id = any (p_evidence)
      -- What the winner wrote may answer an ask that came with the loser, or the call that it
      -- followed.
      or (m.contact_id = p_winner and m.evidence is not null and m.created_at >= (
        select min(a.created_at) - interval '24 hours' from public.whatsapp_messages a
          where a.id = any (p_messages) and a.purpose = 'follow_up'))
    order by m.written_at, m.id
  loop
    -- A machine's, now that we know what it answered.
    perform app.apply_evidence(app.judge_machine(v_message));
  end loop;
end $$;

-- Moves everything of p_loser to p_winner and answers the merge's id. By itself only for a loser
-- without a phone: see resolve_contact.
create function app.merge_contacts(p_loser bigint, p_winner bigint, p_user uuid default null,
  p_reason text default null)
returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_loser public.contacts;
  v_winner public.contacts;
  v_messages bigint[];
  v_evidence bigint[];
  v_moved jsonb;
  v_merge bigint;
begin
  perform from public.contacts where id in (p_loser, p_winner) order by id for update;
  select * into v_loser from public.contacts where id = p_loser;
  select * into v_winner from public.contacts where id = p_winner;
  v_moved := app.join_persons(v_loser, v_winner);
  with moved as (
    update public.cloudtalk_calls set contact_id = p_winner where contact_id = p_loser returning id)
  select v_moved || jsonb_build_object('calls', coalesce(jsonb_agg(id order by id),
    '[]')) into v_moved from moved;
  perform app.join_asks(p_loser, p_winner);
  with moved as (
    update public.asks set contact_id = p_winner where contact_id = p_loser returning id)
  select v_moved || jsonb_build_object('asks', coalesce(jsonb_agg(id order by id),
    '[]')) into v_moved from moved;
  perform app.join_threads(p_loser, p_winner);
  update public.attention set contact_id = p_winner where contact_id = p_loser;
  with moved as (
    update public.whatsapp_messages set contact_id = p_winner where contact_id = p_loser
      returning id, evidence)
  select array_agg(id order by id), array_agg(id order by id) filter (where evidence is not null)
  into v_messages, v_evidence from moved;
  insert into public.contact_merges (workspace_id, loser, winner, by, reason, moved)
  values (v_winner.workspace_id, p_loser, p_winner, p_user, left(p_reason, 500),
    v_moved || jsonb_build_object('messages', to_jsonb(coalesce(v_messages, '{}'))))
  returning id into v_merge;
  perform app.weigh_joined(p_winner, v_messages, v_evidence);
  -- Whoever stopped us by one address is stopped.
  if v_loser.opted_out_at is not null then
    perform app.note_consent(p_winner, 'stopped', 'merge', p_user => p_user,
      p_at => v_loser.opted_out_at);
  end if;
  if v_loser.blocked_at is not null then
    perform app.note_consent(p_winner, 'blocked', 'merge', p_user => p_user,
      p_at => v_loser.blocked_at);
  end if;
  perform app.skip_unreachable(p_winner);
  perform app.judge_waiting(p_winner);
  return v_merge;
end $$;

-- A name on WhatsApp may change hands: it is of whoever used it last. Somebody known by nothing
-- else was this person.
create function app.note_username(p_workspace uuid, p_contact bigint, p_username text) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_other bigint := app.contact_by(p_workspace, 'username', p_username);
begin
  if p_username is null or v_other = p_contact then
    return;
  elsif v_other is not null and not exists (select from public.contact_identities i
      where i.contact_id = v_other and i.kind <> 'username') then
    perform app.merge_contacts(v_other, p_contact);
    return;
  end if;
  insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
  values (p_workspace, 'username', p_username, p_contact, null)
  on conflict (workspace_id, kind, value) do update set contact_id = excluded.contact_id,
    learned_at = app.now();
end $$;

-- Who has this name, unless what else came with it contradicts: then another has taken it.
create function app.contact_by_username(
  p_workspace uuid, p_username text, p_phone text, p_lid text, p_bsuid text) returns bigint
language plpgsql stable set search_path = ''
as $$
declare
  v_contact bigint := app.contact_by(p_workspace, 'username', p_username);
begin
  return (select v_contact where not exists (select from public.contact_identities i
    where i.contact_id = v_contact
    and i.value <> case i.kind when 'phone' then p_phone when 'lid' then p_lid when 'bsuid'
      then p_bsuid end));
end $$;

-- Somebody new, with these addresses. Null where another made one of them first: theirs counts.
create function app.make_contact(
  p_workspace uuid, p_phone text, p_lid text, p_bsuid text, p_username text, p_name text,
    p_company text) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
begin
  insert into public.contacts (workspace_id, phone_known, name, company)
  values (p_workspace, p_phone is not null, p_name, p_company) returning id into v_contact;
  insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
  select p_workspace, i.kind, i.value, v_contact, case when i.kind = 'lid' then app.now() end
  from (values ('phone', p_phone), ('lid', p_lid), ('bsuid', p_bsuid)) i (kind, value)
    where i.value is not null
  on conflict do nothing;
  if (select count(*) from public.contact_identities
    where contact_id = v_contact) = num_nonnulls(p_phone, p_lid, p_bsuid) then
    perform app.note_username(p_workspace, v_contact, p_username);
    return v_contact;
  end if;
  delete from public.contacts where id = v_contact;
  return null;
end $$;

-- What came with a known address is learned, and merges the rows that it joins, if all but one have
-- no phone. Answers who it is then.
create function app.learn_addresses(p_workspace uuid, p_contact bigint, p_lid text, p_bsuid text)
  returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint := p_contact;
  v_other bigint;
  v_kind text;
  v_value text;
begin
  for v_kind, v_value in select i.kind, i.value
    from (values ('lid', p_lid), ('bsuid', p_bsuid)) i (kind, value)
    where i.value is not null
  loop
    v_other := app.contact_by(p_workspace, v_kind, v_value);
    if v_other is null and not app.is_erased(p_workspace, v_kind, v_value) then
      insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
      values (p_workspace, v_kind, v_value, v_contact, case when v_kind = 'lid' then app.now() end)
        on conflict do nothing;
    elsif v_other <> v_contact and app.contact_phone(v_other) is null then
      perform app.merge_contacts(v_other, v_contact);
    elsif v_other <> v_contact and app.contact_phone(v_contact) is null then
      perform app.merge_contacts(v_contact, v_other);
      v_contact := v_other;
    end if;
  end loop;
  return v_contact;
end $$;

-- The contact with these addresses, made if new, merged if they join several; its row is locked.
-- The strongest known one decides: phone, LID, business-scoped id, username. What is learned with
-- it stays where it is when it belongs to a contact that has a phone already: nothing is guessed.
-- Of an erased person no address is kept. p_name, p_company: of who is new. Written with the row,
-- as a name that follows is written into each of its indexes again.
create function app.resolve_contact(
  p_workspace uuid, p_phone text, p_lid text, p_bsuid text default null,
    p_username text default null,
  p_name text default null, p_company text default null)
returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone_contact bigint;
  v_contact bigint;
  v_other bigint;
begin
  if num_nonnulls(p_phone, p_lid, p_bsuid, p_username) = 0 then
    raise exception 'resolve_contact needs an address';
  end if;
  loop
    v_phone_contact := app.contact_by(p_workspace, 'phone', p_phone);
    v_contact := coalesce(v_phone_contact, app.contact_by(p_workspace, 'lid', p_lid),
      app.contact_by(p_workspace, 'bsuid', p_bsuid),
      case when p_username is not null
        then app.contact_by_username(p_workspace, p_username, p_phone, p_lid, p_bsuid) end);
    exit when v_phone_contact is not null;
    v_other := coalesce(app.erased_contact(p_workspace, 'phone', p_phone),
      app.erased_contact(p_workspace, 'lid', p_lid),
      app.erased_contact(p_workspace, 'bsuid', p_bsuid),
      case when v_contact is null then app.erased_contact(p_workspace, 'username', p_username) end);
    if v_other is not null then
      return v_other;
    end if;
    exit when v_contact is not null;
    v_contact := app.make_contact(p_workspace, p_phone, p_lid, p_bsuid, p_username, p_name,
      p_company);
    if v_contact is not null then
      return v_contact;
    end if;
  end loop;
  perform from public.contacts where id = v_contact for update;
  if v_phone_contact is not null and app.may_have_twin(p_phone) then
    perform app.learn_twin(p_workspace, v_contact, p_phone);
  end if;
  if num_nonnulls(p_lid, p_bsuid, p_username) = 0 then
    return v_contact;
  end if;
  if p_phone is not null and v_phone_contact is null then
    if app.contact_phone(v_contact) is not null then
      return app.resolve_contact(p_workspace, p_phone, null);
    end if;
    insert into public.contact_identities (workspace_id, kind, value, contact_id, lookup_at)
    values (p_workspace, 'phone', p_phone, v_contact, null) on conflict do nothing;
  end if;
  v_contact := app.learn_addresses(p_workspace, v_contact, p_lid, p_bsuid);
  perform app.note_username(p_workspace, v_contact, p_username);
  return v_contact;
end $$;

-- chat: {phone, lid, bsuid?, username?}, of which at least one is set.
create function app.resolve_chat(p_workspace uuid, p_chat jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
begin
  return app.resolve_contact(p_workspace, p_chat ->> 'phone', p_chat ->> 'lid', p_chat ->> 'bsuid',
    p_chat ->> 'username');
end $$;

-- The strongest address of a chat: it decides whose the message is.
create function app.chat_address(p_chat jsonb) returns text
language plpgsql immutable set search_path = ''
as $$ begin return coalesce(p_chat ->> 'phone', p_chat ->> 'lid', p_chat ->> 'bsuid',
  p_chat ->> 'username'); end $$;

create function app.is_erased_contact(p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$ begin return (select c.erased_at is not null from public.contacts c
  where c.id = p_contact); end $$;

alter table public.contact_merges enable row level security;
create policy members_read on public.contact_merges for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not the consents: what one reads of them goes through functions that write it down.
grant select on public.contact_merges to authenticated;

-- Whether we may write to somebody: each change, who made it, and in which words.

create table public.contact_consents (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  kind text not null check (kind in ('stopped', 'started', 'blocked', 'unblocked', 'erased')),
  -- merge: it was true of another row of the same person. log: our own confirmation of it is in the
  -- provider's log of sends.
  source text not null check (source in ('customer', 'staff', 'merge', 'log')),
  message_id bigint references public.whatsapp_messages (id) on delete set null,
  user_id uuid,
  -- The customer's, as they wrote them.
  words text,
  -- Of staff.
  reason text,
  -- The one message that confirms it.
  notice_id bigint references public.whatsapp_messages (id) on delete set null,
  at timestamptz not null default app.now()
);
create index contact_consents_contact on public.contact_consents (contact_id, id desc);
create index contact_consents_workspace on public.contact_consents (workspace_id, id desc);
create index contact_consents_message on public.contact_consents (message_id)
  where message_id is not null;
create index contact_consents_notice on public.contact_consents (notice_id)
  where notice_id is not null;
-- Thousands of words of one person in one delivery: each is weighed by a look-up, never by reading
-- the others.
create index contact_consents_noticed on public.contact_consents (contact_id)
  where notice_id is not null;
create index whatsapp_messages_words on public.whatsapp_messages (contact_id, written_at)
  where is_stop or is_start;
create index whatsapp_messages_notices on public.whatsapp_messages (channel_id, created_at)
  where purpose = 'consent_notice';

-- 'stop', 'start', 'refusal' or null: what a text means by the company's own words. p_keys: its
-- normal forms, as TypeScript makes them (consentKeys); the lists are saved in the same form. A
-- refusal is on no list: TypeScript marks it.
create function app.consent_word(p_workspace uuid, p_keys text[]) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_setting jsonb;
begin
  if cardinality(p_keys) = 0 then
    return null;
  end if;
  v_setting := app.setting(p_workspace, 'consent');
  -- Every message is asked: paths cost a fifth of a query over the lists.
  return case
    when jsonb_path_query_array(v_setting, '$.stopWords.*[*]') ?| p_keys then 'stop'
    when jsonb_path_query_array(v_setting, '$.startWords.*[*]') ?| p_keys then 'start'
    when '~refusal' = any (p_keys) then 'refusal' end;
end $$;

-- Whether a confirmation may be made now. Whoever alternates STOP and START, a stranger, or two
-- programs that answer each other would else use up the day's sends. One that was skipped before it
-- left counts for nobody.
create function app.may_confirm_consent(p_contact bigint, p_kind text, p_channel uuid,
  p_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_persons bigint[] := app.merged_set(p_contact);
  v_limit integer := (select app.daily_limit_at(c, app.now()) from public.channels c
    where c.id = p_channel);
  v_day_ago timestamptz := app.now() - interval '24 hours';
begin
  -- Not more than ten a day are made, though none of them leaves.
  if (select count(*) from public.whatsapp_messages m where m.contact_id = any (v_persons)
      and m.purpose = 'consent_notice' and m.created_at > v_day_ago) >= 10
  then
    return false;
  end if;
  -- Somebody whom we asked or meant to, wrote to by hand, or who had stopped us before.
  if not exists (select from public.contact_consents s where s.contact_id = any (v_persons)
      and s.kind = 'stopped' and s.source = 'customer' and s.at < p_at)
    and not exists (select from public.whatsapp_messages m where m.contact_id = any (v_persons)
      and m.direction = 'out' and m.purpose <> 'consent_notice')
  then
    return false;
  end if;
  -- One a person and day, three a month, of which one of a stop.
  if (select count(*) filter (where n.at > app.now() - interval '24 hours') > 0 or count(*) > 2
        or (p_kind = 'stopped' and bool_or(n.kind = 'stopped'))
      from app.kept_notices(v_persons, app.now() - interval '30 days') n)
  then
    return false;
  end if;
  -- A tenth of what the channel may send in a day.
  return v_limit = 0 or greatest(1, v_limit / 10) > (
    select count(*) from public.whatsapp_messages m
    where m.channel_id = p_channel and m.purpose = 'consent_notice'
      -- They wait for a day at most.
      and m.created_at > v_day_ago - interval '24 hours'
      and (m.status in ('queued', 'sending') or m.send_began_at > v_day_ago));
end $$;

-- The confirmations of these contacts since p_since that left, may have left, or wait to leave.
create function app.kept_notices(p_contacts bigint[], p_since timestamptz)
  returns table (kind text, at timestamptz)
language sql stable set search_path = ''
as $$
  select s.kind, coalesce(m.send_began_at, m.created_at)
  from public.contact_consents s join public.whatsapp_messages m on m.id = s.notice_id
  where s.contact_id = any (p_contacts) and s.notice_id is not null
    and (m.attempt > 0 or m.status = 'queued')
    and coalesce(m.send_began_at, m.created_at) > p_since
$$;

-- Tells the customer, once, that we heard them. Null when there is nothing to say or no number to
-- say it to.
create function app.queue_consent_notice(p_contact bigint, p_kind text, p_message bigint,
  p_at timestamptz) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_asked public.whatsapp_messages;
  v_setting jsonb;
  v_to text := app.contact_phone(p_contact);
  v_id bigint;
begin
  select * into v_asked from public.whatsapp_messages where id = p_message;
  v_setting := app.setting(v_asked.workspace_id, 'consent');
  if v_asked.id is null or v_to is null or not (v_setting ->> 'confirm')::boolean
    or not app.may_confirm_consent(p_contact, p_kind, v_asked.channel_id, p_at)
  then
    return null;
  end if;
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
      recipient,
    priority, due_at, expires_at, request_id)
  values (
    v_asked.workspace_id, v_asked.channel_id, v_asked.conversation_id, p_contact, 'out',
      'consent_notice',
    v_setting -> 'confirmation' ->> case p_kind when 'stopped' then 'stop' else 'start' end,
      'queued',
    -- To the number that it came from, of several.
    coalesce((select i.value from public.contact_identities i
      where i.contact_id = p_contact and i.kind = 'phone' and i.value = v_asked.address), v_to),
    -- Behind every ask, and in the hours only: a word at night is confirmed in the morning.
    30, app.now(), app.now() + interval '24 hours', v_asked.request_id)
  returning id into v_id;
  return v_id;
end $$;

-- The one way to change what we may send to somebody. Nothing happens when it is so already.
-- Answers the channel on which a confirmation waits, or null. Call it under the channel's lock.
create function app.note_consent(
  p_contact bigint, p_kind text, p_source text, p_message bigint default null,
    p_user uuid default null,
  p_reason text default null, p_at timestamptz default null)
returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_at timestamptz := coalesce(p_at, app.now());
  v_id bigint;
  v_notice bigint;
  v_is_waiting boolean;
  v_is_asked boolean;
begin
  select * into v_contact from public.contacts where id = p_contact for update;
  if (case p_kind
      when 'stopped' then v_contact.opted_out_at is not null
      when 'started' then v_contact.opted_out_at is null
      when 'blocked' then v_contact.blocked_at is not null
      when 'unblocked' then v_contact.blocked_at is null
      else false end)
  then
    return null;
  end if;
  insert into public.contact_consents (workspace_id, contact_id, kind, source, message_id, user_id,
    words, reason, at)
  values (v_contact.workspace_id, p_contact, p_kind, p_source, p_message, p_user,
    (select left(m.body, 200) from public.whatsapp_messages m where m.id = p_message),
      left(p_reason, 500), v_at)
  returning id into v_id;
  update public.contacts set
    opted_out_at = case p_kind when 'stopped' then v_at when 'started' then null
      else opted_out_at end,
    blocked_at = case p_kind when 'blocked' then v_at when 'unblocked' then null
      else blocked_at end,
    erased_at = case p_kind when 'erased' then coalesce(erased_at, v_at) else erased_at end
  where id = p_contact;
  select coalesce(bool_or(m.status = 'queued'), false), coalesce(bool_or(m.ask_open), false)
  into v_is_waiting, v_is_asked
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.purpose in ('follow_up', 'reminder', 'consent_notice');
  if v_is_waiting then
    -- A confirmation that has not left would say what is no longer so.
    update public.whatsapp_messages set status = 'skipped', reason_code = 'consent_changed',
      reason = 'Something newer holds than what this was to confirm.'
    where contact_id = p_contact and purpose = 'consent_notice' and status = 'queued';
  end if;
  if p_kind in ('stopped', 'blocked', 'erased') then
    perform app.settle_attention(p_contact, p_kind, array['refusal']);
    if v_is_waiting then
      perform app.skip_unreachable(p_contact);
    end if;
    if v_is_asked then
      update public.whatsapp_messages set ask_open = false
      where workspace_id = v_contact.workspace_id and contact_id = p_contact and ask_open;
    end if;
  end if;
  if p_source = 'customer' and v_contact.blocked_at is null and v_contact.erased_at is null then
    v_notice := app.queue_consent_notice(p_contact, p_kind, p_message, v_at);
  end if;
  if v_notice is null then
    return null;
  end if;
  update public.contact_consents set notice_id = v_notice where id = v_id;
  return (select m.channel_id from public.whatsapp_messages m where m.id = v_notice);
end $$;

-- Whether the opposite of this word, said at p_at, was written after it. In doubt the stop wins: at
-- equal times, unless neither vendor's time is known and each came by itself, where the order in
-- which we heard them stands.
create function app.is_outdated_word(p_message bigint, p_word text, p_at timestamptz)
  returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case p_word
      when 'stop' then exists (select from public.whatsapp_messages m
        where m.contact_id = w.contact_id and m.direction = 'in' and m.is_start and m.id <> w.id
          and m.written_at > p_at)
      -- Who stopped us by another hand than a message (staff, a merge) did so at opted_out_at.
      else c.opted_out_at > p_at or exists (select from public.whatsapp_messages m
        where m.contact_id = w.contact_id and m.direction = 'in' and m.is_stop and m.id <> w.id
          -- In the words of an index, which knows no "or".
          and m.written_at >= p_at and (m.written_at > p_at or (m.written_at = p_at
            and (m.provider_timestamp is not null or w.provider_timestamp is not null
              or m.request_id is not distinct from w.request_id))))
    end
    from public.whatsapp_messages w join public.contacts c on c.id = w.contact_id
      where w.id = p_message);
end $$;

-- A stop or start word in a message that was just recorded. Only the last word counts: one that was
-- kept as failed, and is applied again after its opposite, changes nothing. A start is one only for
-- who stopped us; else it is an answer like any other. A refusal is no answer, and somebody has to
-- look at it. A file is one, whatever is written under it. Answers {isStop, isStart, isRefusal,
-- channel}.
create function app.heed_consent(p_message bigint, p_word text, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_is_start boolean;
  v_is_outdated boolean;
  v_channel uuid;
begin
  if p_word is null then
    return '{"isStop": false, "isStart": false, "isRefusal": false}';
  elsif p_word = 'refusal' then
    return app.heed_refusal(p_message);
  end if;
  select c.* into v_contact from public.contacts c
    join public.whatsapp_messages m on m.contact_id = c.id where m.id = p_message;
  v_is_start := p_word = 'start' and v_contact.opted_out_at is not null;
  -- A start that comes when no stop is known is an answer, and told from others by its mark: a stop
  -- that had failed may follow.
  update public.whatsapp_messages set is_stop = p_word = 'stop', is_start = p_word = 'start',
    evidence = case when p_word = 'stop' or v_is_start then nullif(evidence, 'reply')
      else evidence end
  where id = p_message;
  if p_word = 'stop' or v_is_start then
    v_is_outdated := app.is_outdated_word(p_message, p_word, p_heard);
    if not v_is_outdated then
      v_channel := app.note_consent(v_contact.id, case p_word when 'stop' then 'stopped'
        else 'started' end,
        'customer', p_message, p_at => p_heard);
    end if;
  end if;
  return jsonb_build_object('isStop', p_word = 'stop', 'isStart', v_is_start, 'isRefusal', false,
    'channel', v_channel);
end $$;

-- Looks like a refusal and is no stop word: it proves no bill, and a person looks before anything
-- is repeated.
create function app.heed_refusal(p_message bigint) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  update public.whatsapp_messages set evidence = nullif(evidence, 'reply') where id = p_message
    returning * into m;
  -- Who has stopped us already is written to by nobody.
  if exists (select from public.contacts c where c.id = m.contact_id and not app.is_unreachable(c))
    then
    perform app.note_attention(m.workspace_id, m.contact_id, 'refusal', m.written_at, m.id,
      p_request => m.request_id);
    perform app.judge_waiting(m.contact_id);
  end if;
  return '{"isStop": false, "isStart": false, "isRefusal": true}';
end $$;

alter table public.contact_consents enable row level security;
create policy members_read on public.contact_consents for select to authenticated
  using (workspace_id in (select app.my_workspaces()));

-- Several bodies tell of one call. None of them knows of the others, and they come in any order.

-- Of two numbers the one to write to, whichever came first: one that the telephone system knows
-- before one that a language model heard, one that WhatsApp reaches before one that it cannot; of
-- two alike the first.
create function app.merge_phones(p_old jsonb, p_new jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_ranks integer[] := array(
    select case
      when p ->> 'e164' is not null then 10 + case when p ->> 'by' = 'voice_agent' then 0 else 2 end
        + case when p ->> 'problem' is null then 1 else 0 end
      else array_position(array['withheld', 'invalid', 'internal'], p ->> 'problem') end
    from unnest(array[p_old, p_new]) with ordinality t (p, n) order by n);
begin
  return case when coalesce(v_ranks[2], 0) > coalesce(v_ranks[1], 0) then p_new
    else coalesce(p_old, p_new) end;
end $$;

-- What one call is known by, merged. What decides does not depend on which body came first: what
-- one of them tells of a refusal stays, the longest talking time counts, all agents count. Of the
-- rest, what cannot change keeps its first wording (two kinds of body write the same time
-- differently), and what can (tags) is as told last.
create function app.merge_facts(p_old jsonb, p_new jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_merged jsonb;
  v_named jsonb;
  v_directions text[] := array_remove(array[p_old ->> 'direction', p_new ->> 'direction'], null);
begin
  v_merged := p_old || p_new
    || (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(p_old)
        where key in ('bodyKind', 'callId', 'callUuid', 'internalNumber', 'startedAt', 'answeredAt',
          'endedAt', 'contactName',
          'company', 'agentId', 'agentName', 'agentEmail', 'campaign', 'unansweredStatus'))
    || jsonb_strip_nulls(jsonb_build_object(
      'direction', (select d from unnest(v_directions) d order by d not in ('internal', 'monitor'),
        d limit 1),
      'talkingSeconds', greatest((p_old ->> 'talkingSeconds')::numeric,
        (p_new ->> 'talkingSeconds')::numeric),
      'answered', (select bool_and(a::boolean)
        from unnest(array[p_old ->> 'answered', p_new ->> 'answered']) a),
      'isVoicemail', (select bool_or(v::boolean)
        from unnest(array[p_old ->> 'isVoicemail', p_new ->> 'isVoicemail']) v),
      'phone', app.merge_phones(p_old -> 'phone', p_new -> 'phone')))
    || jsonb_build_object(
      'customFields', coalesce(p_old -> 'customFields', '{}') || coalesce(p_new -> 'customFields',
        '{}'),
      'doNotSend', coalesce((p_old ->> 'doNotSend')::boolean, false)
        or coalesce((p_new ->> 'doNotSend')::boolean, false));
  select jsonb_object_agg(o.key, (select jsonb_agg(distinct t)
    from jsonb_array_elements_text(o.value || n.value) t))
  into v_named from jsonb_each(app.all_named(p_old)) o join jsonb_each(app.all_named(p_new)) n
    on n.key = o.key
  where o.value || n.value <> '[]';
  if app.all_named(v_merged - 'named') <> app.all_named(jsonb_build_object('named', v_named)) then
    v_merged := v_merged || jsonb_build_object('named', v_named);
  end if;
  return v_merged;
end $$;

-- What may be kept of a call of somebody who asked to be erased: that it was, when, how long, and
-- with whom of us.
create function app.without_person(p_facts jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(key, value), '{}') || '{"erased": true}' from jsonb_each(p_facts)
  where key in ('bodyKind', 'callId', 'direction', 'startedAt', 'answeredAt', 'endedAt',
    'talkingSeconds', 'waitingSeconds',
    'answered', 'isVoicemail', 'agentId', 'agentName', 'agentEmail')
$$;

-- When a call began, as far as its own facts tell: what was sent since then, also while they still
-- talked or the agent wrapped up, came with the call and not before it.

-- A time as a vendor wrote it. Workflow bodies name no zone: of UTC and the company's own, the last
-- that is not after p_by. Null for what is no such time.
create function app.told_time(p_text text, p_zone text, p_by timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_zone constant text := '(Z|[+-]\d\d(:?\d\d)?)';
  v_plain timestamp;
begin
  if p_text ~ '^1\d{9}(\d{3})?$' then
    return (select t from to_timestamp(left(p_text, 10)::bigint) t where t <= p_by);
  elsif p_text is null or p_text !~ ('^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)? ?' || v_zone
    || '?$')
      or not pg_input_is_valid(p_text, 'timestamptz') then
    return null;
  elsif p_text ~ (':\d\d.*' || v_zone || '$') then
    return (select t from (values (p_text::timestamptz)) told (t) where t <= p_by);
  end if;
  v_plain := p_text::timestamp;
  return (
    select max(t) from (values (v_plain at time zone 'UTC'), (v_plain at time zone p_zone)) told (t)
    where t <= p_by);
end $$;

-- When the call of these facts began, of which we heard at p_heard that it had ended; at most a day
-- before, never after.
create function app.began_at(p_facts jsonb, p_heard timestamptz, p_zone text) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  -- A vendor's clock may be a little ahead of ours.
  v_by timestamptz := p_heard + interval '2 minutes';
  v_talking interval := app.told_seconds(p_facts -> 'talkingSeconds');
  v_waiting interval := app.told_seconds(p_facts -> 'waitingSeconds');
begin
  -- A call that began at one reading of its time would have to be over by now: that tells the
  -- readings apart.
  return greatest(p_heard - interval '24 hours', least(p_heard, coalesce(
    app.told_time(p_facts ->> 'startedAt', p_zone, v_by - v_talking - v_waiting),
    app.told_time(p_facts ->> 'answeredAt', p_zone, v_by - v_talking) - v_waiting,
    app.told_time(p_facts ->> 'endedAt', p_zone, v_by) - v_talking - v_waiting,
    -- The webhook comes after the agent's wrap-up, which takes minutes.
    p_heard - v_talking - v_waiting - interval '5 minutes')));
end $$;

-- At most a day; none where nothing is told.
create function app.told_seconds(p_value jsonb) returns interval
language sql immutable set search_path = ''
as $$
  select make_interval(secs => case jsonb_typeof(p_value)
    when 'number' then least(greatest(p_value::numeric, 0), 86400) else 0 end)
$$;

create function app.call_began_at(k public.cloudtalk_calls) returns timestamptz
language sql stable set search_path = ''
as $$
  select least(k.created_at,
    app.began_at(k.facts, coalesce(k.ended_heard_at, k.created_at), w.time_zone))
  from public.workspaces w where w.id = k.workspace_id
$$;

-- Whether what was written until p_by came after this ask was made, or else since its call began.
-- What a person asked for knowing what is here already, only the former.
create function app.answers_ask(p_ask bigint, p_made timestamptz, p_by timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_made <= p_by or exists (select from public.asks a
    join public.cloudtalk_calls k on k.id = a.call_id
    where a.id = p_ask and a.staff_decision is distinct from 'send'
      and app.call_began_at(k) <= p_by);
end $$;

-- The rules (setting `rules`, lib/settings/rules-setting.ts): which follow-up a call gets, and why.
-- Decided here, on what all bodies of a call said together and on what we know of the person, in
-- the transaction that records the call.

-- The history of every ask's decision; the newest row is what holds. Kept by a trigger, whoever
-- decides.
create table public.ask_decisions (
  id bigint generated always as identity,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  ask_id bigint not null references public.asks (id) on delete cascade,
  call_id bigint references public.cloudtalk_calls (id) on delete cascade,
  decided_at timestamptz not null default app.now(),
  send boolean not null,
  code app.reason_code not null,
  rule_id text,
  rule_name text,
  -- In English words.
  reason text not null,
  -- [{ruleId, ruleName, fact, expected, actual, holds}] in the order of asking. custom: with field
  -- and is.
  because jsonb not null,
  -- Of the rule set; 0 is the default one. Null where no rule was asked.
  settings_version integer,
  -- Staff member who decided.
  user_id uuid,
  primary key (ask_id, id)
);
create index ask_decisions_call on public.ask_decisions (call_id, id) where call_id is not null;
create index ask_decisions_workspace on public.ask_decisions (workspace_id);

create function app.keep_decision() returns trigger
language plpgsql set search_path = ''
as $$
begin
  insert into public.ask_decisions (
    workspace_id, ask_id, call_id, send, code, rule_id, rule_name, reason, because,
      settings_version,
      user_id)
  values (new.workspace_id, new.id, new.call_id, new.should_send, new.code,
    new.decision ->> 'ruleId', new.decision ->> 'ruleName',
    new.reason, coalesce(new.decision -> 'because', '[]'),
      (new.decision ->> 'settingsVersion')::integer,
    -- Whose word it is, or who asked for it in vain; what a webhook changes later is nobody's
    -- decision.
    case when new.code in ('staff_send', 'staff_refused') then new.decided_by
      when new.staff_decision is not null then auth.uid() end);
  return null;
end $$;
create trigger keep_decision after update on public.asks for each row
when (new.code <> 'not_ended' and (
  (new.should_send, new.code, new.reason)
    is distinct from (old.should_send, old.code, old.reason)
  or (new.staff_decision is not null and new.decision ->> 'code' is distinct
    from old.decision ->> 'code')))
execute function app.keep_decision();
create trigger keep_first_decision after insert on public.asks for each row
when (new.code <> 'not_ended') execute function app.keep_decision();

-- As two texts are compared: as names are, so that an agent's is the same with and without its
-- accents.
create function app.plain_text(p_text text) returns text
language plpgsql immutable set search_path = ''
as $$ begin return app.fold(p_text); end $$;

-- As two numbers of lines are compared; what has no digits is a text.
create function app.plain_number(p_text text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(nullif(regexp_replace(regexp_replace(p_text, '\D', '', 'g'), '^00', ''), ''),
    app.plain_text(p_text));
end $$;

-- Everything that the bodies of a call named, each of whom counts: a transferred call has two
-- agents. `facts` itself keeps the first of them, for people to read.
create function app.all_named(p_facts jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(k.kind, (
      select coalesce(jsonb_agg(distinct named.value), '[]') from (
        select jsonb_array_elements_text(coalesce(p_facts -> 'named' -> k.kind, '[]'))
        union all select p_facts ->> f from unnest(k.fields) f) named (value)
      where named.value is not null))
    from (values ('agents', array['agentId', 'agentName', 'agentEmail']),
      ('internalNumbers', array['internalNumber']),
      ('campaigns', array['campaign'])) k (kind, fields));
end $$;

-- How the call went: voicemail | answered | missed | unknown. A talking time outweighs a word: one
-- leg of a transferred call may be "missed".
create function app.call_outcome(p_facts jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when (p_facts ->> 'isVoicemail')::boolean then 'voicemail'
    when (p_facts ->> 'talkingSeconds')::numeric > 0 then 'answered'
    when not (p_facts ->> 'answered')::boolean or (p_facts ->> 'talkingSeconds')::numeric = 0
      then 'missed'
    when (p_facts ->> 'answered')::boolean then 'answered'
    else 'unknown' end;
end $$;

create function app.outcome_words(p_facts jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_talk numeric := (p_facts ->> 'talkingSeconds')::numeric;
begin
  return case app.call_outcome(p_facts)
    when 'voicemail' then 'the call ended in voicemail'
    when 'answered' then 'the call was answered' || coalesce(' (talking time ' || v_talk || ' s)',
      '')
    when 'missed' then 'the call was not answered' || coalesce(
      ' (talking time ' || v_talk || ' s)', ' (status "' || (p_facts ->> 'unansweredStatus')
        || '")', '')
    else 'nobody told whether the call was answered' end;
end $$;

-- {fact, expected, actual, holds} of one condition on a number: {min?, max?}.
create function app.check_range(p_fact text, p_expected jsonb, p_actual numeric) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_build_object('fact', p_fact, 'expected', p_expected, 'actual', p_actual, 'holds',
    coalesce(
    p_actual >= coalesce((p_expected ->> 'min')::numeric, p_actual)
      and p_actual <= coalesce((p_expected ->> 'max')::numeric, p_actual), false));
end $$;

-- {fact, expected, actual, holds} of one condition on a list of texts: any of them | all of them |
-- none of them.
create function app.check_texts(p_fact text, p_how text, p_expected jsonb, p_actual jsonb,
  p_are_numbers boolean default false)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_known text[];
  v_asked text[];
begin
  select array_agg(case when p_are_numbers then app.plain_number(t)
    else app.plain_text(t) end) into v_known
  from jsonb_array_elements_text(p_actual) t;
  select array_agg(case when p_are_numbers then app.plain_number(t)
    else app.plain_text(t) end) into v_asked
  from jsonb_array_elements_text(p_expected) t;
  return jsonb_build_object('fact', p_fact, 'expected', p_expected, 'actual', p_actual, 'holds',
    case p_how
    when 'any' then coalesce(v_known && v_asked, false)
    when 'all' then coalesce(v_known @> v_asked, false)
    else not coalesce(v_known && v_asked, false) end);
end $$;

-- The fields of the payload that have no meaning to us, as conditions ask for them: {name: {actual,
-- values}}, by their plain names and with their plain values; of a long one people are shown the
-- beginning. Made once a decision: a transcript of 50 KB, made plain again by each of a thousand
-- conditions, took 6 s, and every other event of the channel waited.
create function app.plain_fields(p_custom jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.name, jsonb_build_object('values', f.plain, 'actual', case
    when length(f.value #>> '{}') <= 500 then f.value
      else to_jsonb(left(f.value #>> '{}', 500) || '…') end)), '{}')
  from (
    select distinct on (app.plain_text(key)) app.plain_text(key) as name, value,
      case when jsonb_typeof(value) = 'array' then (select jsonb_agg(app.plain_text(t))
        from jsonb_array_elements_text(value) t)
        else jsonb_build_array(app.plain_text(value #>> '{}')) end as plain
    from jsonb_each(coalesce(p_custom, '{}'))
      where value not in ('null', '""') order by app.plain_text(key), key) f
$$;

-- The same of one of these fields, with field and is. One that is a list holds each of its items.
create function app.check_custom(p_asked jsonb, p_fields jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_field jsonb := p_fields -> app.plain_text(p_asked ->> 'field');
  v_values jsonb := v_field -> 'values';
  v_asked text := app.plain_text(p_asked ->> 'value');
begin
  return jsonb_build_object('fact', 'custom', 'field', p_asked ->> 'field', 'is', p_asked ->> 'is',
    'expected', p_asked -> 'value', 'actual', v_field -> 'actual', 'holds',
      coalesce(case p_asked ->> 'is'
      when 'present' then v_field is not null
      when 'absent' then v_field is null
      when 'equal' then v_values ? v_asked
      when 'not_equal' then not coalesce(v_values ? v_asked, false)
      when 'contains' then exists (select from jsonb_array_elements_text(v_values) v
        where strpos(v, v_asked) > 0)
    end, false));
end $$;

-- Whether we had asked the contact, or been in touch, before p_ask.
create function app.was_known(p_contact bigint, p_ask bigint, p_before timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.asks a
      where a.contact_id = p_contact and (p_ask is null or a.id < p_ask))
    or exists (select from public.whatsapp_messages m
      where m.contact_id = p_contact and (p_ask is null or m.ask_id is distinct from p_ask)
        and m.created_at <= p_before
        and (m.direction = 'in' or m.send_began_at is not null or m.purpose = 'typed'));
end $$;

-- How many follow-ups began to leave for the contact before p_ask's.
create function app.follow_ups_before(p_contact bigint, p_ask bigint, p_before timestamptz)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (select count(*) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose = 'follow_up'
      and (p_ask is null or m.ask_id is distinct from p_ask)
      and m.created_at <= p_before and m.send_began_at is not null and m.status <> 'failed');
end $$;

-- Every condition of a rule in the order in which a person reads them, until one does not hold.
-- p_ask: whose own message and later history do not count; null for one that is not there yet.
-- p_fields: app.plain_fields of the facts.
create function app.check_conditions(p_when jsonb, p_facts jsonb, p_contact bigint, p_ask bigint,
  p_fields jsonb) returns jsonb[]
language plpgsql stable set search_path = ''
as $$
declare
  v_checks jsonb[] := '{}';
  v_check jsonb;
  v_fact text;
  v_before timestamptz;
  v_item jsonb;
begin
  if p_when = '{}' then
    return v_checks;
  end if;
  foreach v_fact in array array['direction', 'outcome', 'talkingSeconds', 'agents',
    'internalNumbers', 'tags.any', 'tags.all',
    'tags.none', 'dispositions', 'campaigns', 'contact', 'previousFollowUps'] loop
    v_item := p_when #> string_to_array(v_fact, '.');
    continue when v_item is null;
    if v_fact in ('contact', 'previousFollowUps') and v_before is null then
      v_before := coalesce((select a.created_at from public.asks a where a.id = p_ask),
        app.now());
    end if;
    v_check := case v_fact
      when 'direction' then jsonb_build_object('fact', v_fact, 'expected', v_item, 'actual',
        p_facts -> 'direction',
        'holds', coalesce(v_item ? (p_facts ->> 'direction'), false))
      when 'outcome' then jsonb_build_object('fact', v_fact, 'expected', v_item, 'actual',
        app.call_outcome(p_facts),
        'holds', v_item ? app.call_outcome(p_facts))
      when 'talkingSeconds'
        then app.check_range(v_fact, v_item, (p_facts ->> 'talkingSeconds')::numeric)
      when 'agents' then app.check_texts(v_fact, 'any', v_item, app.all_named(p_facts) -> 'agents')
      when 'internalNumbers' then app.check_texts(v_fact, 'any', v_item, app.all_named(p_facts)
        -> 'internalNumbers', true)
      when 'tags.any' then app.check_texts(v_fact, 'any', v_item, coalesce(p_facts -> 'tags', '[]'))
      when 'tags.all' then app.check_texts(v_fact, 'all', v_item, coalesce(p_facts -> 'tags', '[]'))
      when 'tags.none' then app.check_texts(v_fact, 'none', v_item, coalesce(p_facts -> 'tags',
        '[]'))
      when 'dispositions' then app.check_texts(v_fact, 'any', v_item,
        case when p_facts ? 'disposition' then jsonb_build_array(p_facts -> 'disposition')
          else '[]' end)
      when 'campaigns' then app.check_texts(v_fact, 'any', v_item, app.all_named(p_facts)
        -> 'campaigns')
      when 'contact' then app.check_texts(v_fact, 'any', jsonb_build_array(v_item),
        jsonb_build_array(case when app.was_known(p_contact, p_ask, v_before) then 'known'
          else 'new' end))
      else app.check_range(v_fact, v_item, app.follow_ups_before(p_contact, p_ask, v_before)) end;
    v_checks := v_checks || v_check;
    if not (v_check ->> 'holds')::boolean then
      return v_checks;
    end if;
  end loop;
  for v_number in 0 .. jsonb_array_length(coalesce(p_when -> 'custom', '[]')) - 1 loop
    v_check := app.check_custom(p_when -> 'custom' -> v_number, p_fields);
    v_checks := v_checks || v_check;
    exit when not (v_check ->> 'holds')::boolean;
  end loop;
  return v_checks;
end $$;

alter table public.ask_decisions enable row level security;
create policy members_read on public.ask_decisions for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.ask_decisions to authenticated;

-- From facts to a decision in words, and what may still stand in its way.

-- One condition that holds, in English.
create function app.check_words(p_check jsonb, p_facts jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_list text;
begin
  if starts_with(p_check ->> 'fact', 'tags.') then
    v_list := (select string_agg(format('"%s"', t), ', ')
      from jsonb_array_elements_text(p_check -> 'expected') t);
  end if;
  return case p_check ->> 'fact'
    when 'direction' then format('the call was %s', p_check ->> 'actual')
    when 'outcome' then app.outcome_words(p_facts)
    when 'talkingSeconds' then format('the talking time is %s s', p_check ->> 'actual')
    when 'agents' then format('the agent is "%s"', coalesce(p_facts ->> 'agentName',
      p_facts ->> 'agentEmail', p_facts ->> 'agentId'))
    when 'internalNumbers' then format('the line is %s', p_facts ->> 'internalNumber')
    when 'tags.any' then format('the tags have one of %s', v_list)
    when 'tags.all' then format('the tags have %s', v_list)
    when 'tags.none' then format('the tags have none of %s', v_list)
    when 'dispositions' then format('the disposition is "%s"', p_facts ->> 'disposition')
    when 'campaigns' then format('the campaign is "%s"', p_facts ->> 'campaign')
    when 'contact' then format('the person is %s', p_check -> 'actual' ->> 0)
    when 'previousFollowUps' then format('the person had %s follow-ups before',
      p_check ->> 'actual')
    else format(case p_check ->> 'is' when 'equal' then 'the field "%s" is "%s"' when 'not_equal'
      then 'the field "%s" is not "%s"'
      when 'contains' then 'the field "%s" contains "%s"' when 'present'
        then 'the field "%s" is there%s'
      else 'the field "%s" is missing%s' end, p_check ->> 'field', left(p_check ->> 'expected',
        100)) end;
end $$;

-- A refusal that no rule can lift; null when there is none.
create function app.refuse_by_facts(p_facts jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_problem text := coalesce(p_facts -> 'phone' ->> 'problem', case
    when p_facts -> 'phone' ->> 'e164' is null then 'withheld' end);
begin
  return case
    when (p_facts ->> 'erased')::boolean then jsonb_build_object('code', 'erased', 'fact', 'erased',
      'actual', true,
      'reason', 'The person asked for their data to be erased.')
    when (p_facts ->> 'doNotSend')::boolean then jsonb_build_object('code', 'do_not_send', 'fact',
      'doNotSend', 'actual', true,
      'reason', 'The call''s data says not to send a message.')
    when p_facts ->> 'direction' in ('internal', 'monitor')
      then jsonb_build_object('code', 'internal_call', 'fact', 'direction',
      'actual', p_facts ->> 'direction',
      'reason', format('There is no customer on this call (direction "%s").',
        p_facts ->> 'direction'))
    when v_problem is not null then jsonb_build_object('code', v_problem, 'fact', 'phone', 'actual',
      v_problem,
      'reason', case v_problem
        when 'fixed_line' then
          'The number is a fixed line or a service number, and nobody has written from it on WhatsApp.'
        when 'withheld' then 'The customer''s number is withheld or missing.'
        when 'internal' then 'The number is an extension or a line of ours, not a customer''s.'
        else 'The customer''s number is not a valid phone number.' end) end;
end $$;

-- Whether this person wrote on WhatsApp by this number, so that it is reachable whatever its kind;
-- p_since: after that. A message that came with a LID alone is of the number when they have no
-- other.
create function app.has_written_from(p_contact bigint, p_phone text,
  p_since timestamptz default '-infinity')
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_messages m
    where m.contact_id = p_contact and m.direction = 'in' and m.created_at > p_since
      and (m.address = p_phone or m.address = any (app.phone_twins(p_phone))
        or (m.address not like '+%' and app.contact_phone(p_contact) = p_phone)));
end $$;

-- Whether the provider said that this number is not on WhatsApp, and nobody has written from it
-- since.
create function app.is_not_on_whatsapp(p_workspace uuid, p_contact bigint, p_phone text)
  returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_told timestamptz := (select i.not_on_whatsapp_at from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = p_phone);
begin
  return v_told is not null and not app.has_written_from(p_contact, p_phone, v_told);
end $$;

create function app.not_on_whatsapp() returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('code', 'not_on_whatsapp', 'fact', 'phone', 'actual', 'not_on_whatsapp',
    'reason',
      'The number was not on WhatsApp when we wrote to it, and nobody has written from it since.')
$$;

-- What refuses these facts before any rule is asked: their own words, the number, what WhatsApp
-- said of it. Null: nothing.
create function app.refuse_before_rules(p_workspace uuid, p_facts jsonb, p_contact bigint,
  p_rules jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_refusal jsonb := app.refuse_by_facts(p_facts);
  v_phone text := p_facts -> 'phone' ->> 'e164';
begin
  if v_refusal is null and app.is_not_on_whatsapp(p_workspace, p_contact, v_phone) then
    v_refusal := app.not_on_whatsapp();
  elsif v_refusal is not null and v_refusal ->> 'code' = 'fixed_line'
    and ((p_rules ->> 'tryFixedLines')::boolean is true
      or app.has_written_from(p_contact, v_phone)) then
    v_refusal := case when app.is_not_on_whatsapp(p_workspace, p_contact, v_phone)
      then app.not_on_whatsapp() end;
  end if;
  return case when v_refusal is not null then jsonb_build_object('send', false,
    'code', v_refusal ->> 'code', 'reason', v_refusal ->> 'reason',
    'because', jsonb_build_array(jsonb_build_object('fact', v_refusal ->> 'fact', 'actual',
      v_refusal -> 'actual', 'holds', true))) end;
end $$;

-- The decision of the rule that matched, the p_number-th. p_words: its conditions that hold.
create function app.decide_by_rule(p_rule jsonb, p_number integer, p_facts jsonb, p_because jsonb,
  p_words text) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_then jsonb := p_rule -> 'then';
  v_reason text := rtrim(v_then ->> 'reason', '. ');
begin
  return jsonb_build_object('ruleId', p_rule -> 'id', 'ruleName', p_rule -> 'name') || v_then
    || jsonb_build_object(
      'because', p_because,
      'code', case
        when (v_then ->> 'send')::boolean then case p_rule ->> 'id' when 'default_rule'
          then 'default_rule' else 'rule_send' end
        when p_rule ->> 'id' = 'voicemail' and app.call_outcome(p_facts) = 'voicemail'
          then 'voicemail'
        when p_rule ->> 'id' = 'unanswered' and app.call_outcome(p_facts) = 'missed'
          then 'unanswered'
        else 'rule_skip' end,
      'reason', left(format('Rule "%s" (no. %s): %s.', p_rule ->> 'name', p_number, case
        when v_reason is null or starts_with(lower(p_words), lower(v_reason)) then p_words
        else format('%s (%s)', v_reason, p_words) end), 1000));
end $$;

-- What the rules say of these facts, judged as if the call had ended. p_rules: a value of the
-- setting `rules`. {send, code, ruleId, ruleName, reason, because, template, delayMinutes,
-- priority, expiresAfterHours}; because: the first condition that failed of each rule above, then
-- all conditions of the one that decides. Every call waits for this, so it is written without
-- queries: a loop over jsonb_array_elements and an aggregate took twice as long.
create function app.decide(p_workspace uuid, p_facts jsonb, p_contact bigint, p_rules jsonb,
  p_ask bigint default null)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_refusal jsonb := app.refuse_before_rules(p_workspace, p_facts, p_contact, p_rules);
  v_because jsonb := '[]';
  -- Seldom asked for, so made when it is.
  v_fields jsonb;
  v_rule jsonb;
  v_number integer;
  v_name jsonb;
  v_checks jsonb[];
  v_check jsonb;
  v_words text;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  for v_number in 1 .. jsonb_array_length(p_rules -> 'rules') loop
    v_rule := p_rules -> 'rules' -> (v_number - 1);
    continue when not (v_rule ->> 'enabled')::boolean;
    v_name := jsonb_build_object('ruleId', v_rule -> 'id', 'ruleName', v_rule -> 'name');
    if v_fields is null and v_rule -> 'when' ? 'custom' then
      v_fields := app.plain_fields(p_facts -> 'customFields');
    end if;
    v_checks := app.check_conditions(v_rule -> 'when', p_facts, p_contact, p_ask, v_fields);
    if not (v_checks[cardinality(v_checks)] ->> 'holds')::boolean then
      v_because := v_because || (v_name || v_checks[cardinality(v_checks)]);
      continue;
    end if;
    foreach v_check in array v_checks loop
      v_words := concat_ws('; ', v_words, app.check_words(v_check, p_facts));
      v_because := v_because || (v_name || v_check);
    end loop;
    if v_words is null then
      -- It asks for nothing: what a person would ask first.
      v_words := app.outcome_words(p_facts);
      v_because := v_because || (v_name || jsonb_build_object(
        'fact', 'outcome', 'expected', null, 'actual', app.call_outcome(p_facts), 'holds', true));
    end if;
    return app.decide_by_rule(v_rule, v_number, p_facts, v_because, v_words);
  end loop;
  return jsonb_build_object('send', false, 'code', 'no_rule', 'reason',
    'No rule matches this call.', 'because', v_because);
end $$;

-- What a rule of the company says of an ask: those of calls. What other origins ask for carries its
-- terms with it, and is refused by what stands on the number only.
create function app.decide_by_origin(a public.asks, p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_setting public.workspace_settings;
begin
  if a.origin_kind <> 'call' then
    return case
      when a.do_not_send then jsonb_build_object('send', false, 'code', 'do_not_send',
        'reason', 'It is marked: nothing goes to this customer.', 'because', '[]'::jsonb)
      when a.recipient is null then jsonb_build_object('send', false, 'code', 'withheld',
        'reason', 'The customer''s number is withheld or missing.', 'because', '[]'::jsonb)
      when app.is_not_on_whatsapp(a.workspace_id, a.contact_id, a.recipient)
        then app.not_on_whatsapp() - '{fact,actual}'::text[]
          || '{"send": false, "because": []}'
      else a.decision || '{"send": true}' end;
  end if;
  select * into v_setting from public.workspace_settings s
  where s.workspace_id = a.workspace_id and s.kind = 'rules' order by s.version desc limit 1;
  return app.decide(a.workspace_id, p_facts, a.contact_id,
    coalesce(v_setting.value, app.default_setting('rules')), a.id)
    || jsonb_build_object('settingsVersion', coalesce(v_setting.version, 0));
end $$;

-- The decision that holds for an ask now: a person's, else its origin's.
create function app.decide_ask(a public.asks, p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_decision jsonb;
begin
  if a.staff_decision = 'dont_send' then
    return
      '{"send": false, "code": "staff_refused", "reason": "Staff asked not to send it.", "because": []}';
  end if;
  v_decision := app.decide_by_origin(a, p_facts);
  if a.staff_decision = 'send' then
    -- The text is the one that the rules choose, if they choose one.
    return v_decision - '{ruleId,ruleName}'::text[] || jsonb_build_object('send', true, 'code',
      'staff_send',
      'reason', 'Staff asked to send it.', 'because', '[]'::jsonb, 'template',
        coalesce(v_decision ->> 'template', 'follow_up'),
      'delayMinutes', 0, 'priority', 'live', 'expiresAfterHours', 72, 'anyHour', a.any_hour);
  end if;
  return v_decision;
end $$;

-- When a follow-up of this decision leaves: {dueAt, liveUntil, expiresAt, priority}. p_heard: when
-- the call ended, p_known: when we learned of it. Live is what answers a call that ended just now.
create function app.follow_up_times(p_decision jsonb, p_heard timestamptz, p_known timestamptz)
  returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_delay interval := make_interval(mins => (p_decision ->> 'delayMinutes')::integer);
begin
  return jsonb_build_object('dueAt', greatest(p_heard, p_known) + v_delay,
    'liveUntil', case when p_decision ->> 'priority' = 'live' and v_delay = interval '0'
      and coalesce((p_decision ->> 'anyHour')::boolean, true)
        then p_heard + interval '30 minutes' end,
    'expiresAt', p_heard + v_delay + make_interval(hours => (p_decision
      ->> 'expiresAfterHours')::integer),
    'priority', case p_decision ->> 'priority' when 'live' then 0 when 'reminder' then 10
      else 20 end);
end $$;

-- What this person said since the call of these facts began: the first file, and whether something
-- looks like a refusal. Nothing else that is written while they talk keeps us from asking.
create function app.said_since(
  p_contact public.contacts, p_facts jsonb, p_heard timestamptz, out file bigint,
    out refused boolean)
language plpgsql stable set search_path = ''
as $$
begin
  -- app.began_at comes last of what is compared: it is asked for who wrote lately only. So is the
  -- zone, once.
  with zone as (
    select w.time_zone as name from public.workspaces w where w.id = p_contact.workspace_id)
  select
    (select m.id from public.whatsapp_messages m
      where m.contact_id = p_contact.id and m.direction = 'in' and m.evidence = 'attachment'
        and m.created_at >= p_heard - interval '24 hours'
        and app.written_by(m) > coalesce(
          app.began_at(p_facts, p_heard, (select z.name from zone z)), p_heard)
      order by m.written_at, m.id limit 1),
    exists (select from public.attention a
      where a.contact_id = p_contact.id and a.kind = 'refusal'
        and a.at >= p_heard - interval '24 hours'
        and a.at + interval '1 second' > coalesce(
          app.began_at(p_facts, p_heard, (select z.name from zone z)), p_heard))
  into file, refused;
end $$;

-- Words of a bill, in Italian and English: what a colleague typed with them is the ask, or the
-- answer to its answer.
create function app.speaks_of_bill(p_text text) returns boolean
language sql immutable set search_path = ''
as $$ select p_text ~* '\m(bollett|fattur|bills?\M|invoices?\M)' $$;

-- What somebody typed on the linked phone is looked up by its own few rows.
create index whatsapp_messages_typed on public.whatsapp_messages (contact_id, created_at)
  where purpose = 'typed';

-- When a colleague last wrote of the bill on the linked phone, since p_since; null for never.
create function app.asked_by_hand(p_contact bigint, p_since timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return (select max(m.written_at) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose = 'typed' and m.created_at > p_since
      and m.written_at > p_since
      and m.deleted_at is null and app.speaks_of_bill(m.body));
end $$;

-- What on the person's side keeps an ask from going out, one guard a function.

-- An ask asks already: {code, reason, coveredBy, isLater?}.
create function app.covered_by_ask(p_ask bigint, p_is_later boolean default false) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('code', 'covered', 'coveredBy', a.id, 'reason', case
        when a.call_id is null then format('Already asked (ask #%s), so no second message.', a.id)
        when p_is_later then format('Already asked after another call (#%s), so no second message.',
          a.call_id)
        else format('Already asked after an earlier call (#%s), so no second message.',
          a.call_id) end)
      || case when p_is_later then '{"isLater": true}' else '{}' end::jsonb
    from (select p_ask as id, (select x.call_id from public.asks x where x.id = p_ask) as call_id)
      a);
end $$;

-- What they told us since the ask's origin began: the bill, or what looks like a refusal.
create function app.guard_by_words(p_contact public.contacts, p_ask bigint, p_heard timestamptz,
  p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_said record := app.said_since(p_contact, p_facts, p_heard);
begin
  if v_said.file is not null then
    return jsonb_build_object('code', 'bill_received', 'reason',
      'The customer sent a file before we asked.', 'file', v_said.file);
  elsif exists (select from public.asks a
      where a.contact_id = p_contact.id and a.id is distinct from p_ask
        and a.evidence in ('attachment', 'confirmed')) then
    return '{"code": "bill_received", "reason": "The customer''s bill is here already."}';
  elsif v_said.refused then
    return
      '{"code": "refusal", "reason": "The customer wrote what looks like a refusal: a person decides."}';
  end if;
  return null;
end $$;

-- A colleague asked by hand, within the cooldown. To most nobody typed anything: then the hours
-- need not be read.
create function app.guard_by_hand(p_contact public.contacts) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_hours integer;
begin
  if not exists (select from public.whatsapp_messages m where m.contact_id = p_contact.id
    and m.purpose = 'typed') then
    return null;
  end if;
  v_hours := (app.setting(p_contact.workspace_id, 'cooldown') ->> 'hours')::integer;
  if v_hours > 0 and app.asked_by_hand(p_contact.id,
      app.now() - make_interval(hours => v_hours)) is not null then
    return jsonb_build_object('code', 'asked_by_hand', 'reason', format(
      'A colleague wrote to them of the bill on the phone, less than %s hours ago.', v_hours));
  end if;
  return null;
end $$;

-- We asked them after this ask's origin, or within the cooldown. p_open: their open ask.
create function app.guard_by_cooldown(p_contact public.contacts, p_ask bigint, p_heard timestamptz,
  p_open bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_hours integer;
  v_last record;
begin
  -- Its last send: a person may have pressed "send it again".
  select m.id, m.ask_id, m.created_at,
    coalesce(a.started_at, m.send_began_at) as began_at into v_last
  from public.whatsapp_messages m left join public.whatsapp_send_attempts a on a.message_id = m.id
    and a.outcome <> 'not_sent'
  where m.contact_id = p_contact.id and m.purpose in ('follow_up', 'reminder')
    and m.ask_id is distinct from p_ask
    and m.status in ('sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read')
  order by began_at desc nulls last, m.id desc limit 1;
  if v_last.id is null then
    return null;
  elsif v_last.created_at > p_heard then
    return app.covered_by_ask(v_last.ask_id, true);
  end if;
  v_hours := (app.setting(p_contact.workspace_id, 'cooldown') ->> 'hours')::integer;
  if v_last.began_at <= app.now() - make_interval(hours => v_hours) then
    return null;
  elsif p_open is not null then
    return app.covered_by_ask(p_open);
  end if;
  return jsonb_build_object('code', 'cooldown', 'reason', format(
    'We asked this person less than %s hours ago (%s).', v_hours, app.ask_name(v_last.ask_id)));
end $$;

-- Nobody may write to them, or there is nothing to write with.
create function app.guard_by_reach(p_workspace uuid, p_contact public.contacts, p_template text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when p_contact.opted_out_at is not null
      then '{"code": "opted_out", "reason": "The contact asked not to be written to."}'::jsonb
    when p_contact.erased_at is not null
      then '{"code": "erased", "reason": "The person asked for their data to be erased."}'
    when p_contact.blocked_at is not null
      then '{"code": "blocked", "reason": "The contact is blocked."}'
    when not exists (select from public.channels where workspace_id = p_workspace
        and state <> 'retired')
      or not exists (select from public.whatsapp_templates where workspace_id = p_workspace
        and key = p_template) then jsonb_build_object('code', 'not_set_up',
      'reason', format('There is no WhatsApp channel, or no text "%s".', p_template)) end;
end $$;

-- The first thing on the person's side that keeps an ask from going out: {code, reason, coveredBy?,
-- isLater?, file?}; null for none. coveredBy: an ask; isLater: it came after this one's origin was
-- over. p_ask: the ask, null for one that is not there yet. p_heard: when its origin was over.
-- p_by_staff: a person decided, who may ask again and for more than what came. p_facts: those of
-- its origin, for when it began; null: it began when it ended. In this order: opted_out, erased,
-- blocked, not_set_up, bill_received, refusal, covered, asked_by_hand, cooldown.
create function app.check_guards(
  p_workspace uuid, p_contact public.contacts, p_ask bigint, p_heard timestamptz, p_template text,
  p_by_staff boolean, p_facts jsonb default null, p_purpose text default 'bill') returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_guard jsonb := app.guard_by_reach(p_workspace, p_contact, p_template);
  v_open bigint;
  v_status text;
begin
  if v_guard is not null or p_contact.id is null then
    return v_guard;
  end if;
  -- Of most who are called nothing else is known: one look instead of six.
  if not p_by_staff and not exists (select from public.whatsapp_messages m
        where m.contact_id = p_contact.id and (p_ask is null or m.ask_id is distinct from p_ask))
      and not exists (select from public.asks a
        where a.contact_id = p_contact.id and a.id is distinct from p_ask) then
    return null;
  end if;
  if not p_by_staff then
    v_guard := app.guard_by_words(p_contact, p_ask, p_heard, p_facts);
    if v_guard is not null then
      return v_guard;
    end if;
  end if;
  select a.id, m.status into v_open, v_status
  from public.asks a join public.whatsapp_messages m on m.ask_id = a.id and m.ask_open
  where a.workspace_id = p_workspace and a.contact_id = p_contact.id and a.is_open
    and a.purpose = p_purpose and a.id is distinct from p_ask limit 1;
  if v_status in ('queued', 'sending') then
    return app.covered_by_ask(v_open);
  elsif p_by_staff then
    return app.open_ask_holds(v_open, app.now());
  end if;
  return coalesce(app.guard_by_hand(p_contact),
    app.guard_by_cooldown(p_contact, p_ask, p_heard, v_open));
end $$;

-- What becomes of a decision: a message in the queue, another one, or none.

-- What a text may name.
create function app.text_variables(p_facts jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('contact_name', p_facts -> 'contactName',
    'agent_name', p_facts -> 'agentName', 'company', p_facts -> 'company')
$$;

create function app.ask_text(p_facts jsonb, p_template text) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return app.render_template(p_template, app.text_variables(p_facts));
end $$;

-- An older ask for the same that nobody answered gives way to this one, and what would have
-- reminded of it. Looked at first: there seldom is one.
create function app.give_way(a public.asks) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform from public.whatsapp_messages m
  where m.contact_id = a.contact_id
    and (m.ask_open or (m.purpose = 'reminder' and m.status = 'queued')) limit 1;
  if not found then
    return;
  end if;
  update public.whatsapp_messages m set ask_open = false
  where m.contact_id = a.contact_id and m.ask_open
    and not exists (select from public.asks o where o.id = m.ask_id and o.purpose <> a.purpose);
  update public.whatsapp_messages m set status = 'cancelled', reason_code = 'covered',
    reason = 'A later call asks already.'
  where m.contact_id = a.contact_id and m.purpose = 'reminder' and m.status = 'queued'
    and not exists (select from public.asks o where o.id = m.ask_id and o.purpose <> a.purpose);
end $$;

-- The message of an ask that nothing keeps from going out. The ask is kept.
create function app.queue_message(a public.asks, p_facts jsonb, p_times jsonb) returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  v_channel uuid := app.channel_for(a.contact_id, 'follow_up');
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
      status,
    ask_id, call_id, template_id, recipient, ask_open, priority, due_at, live_until, expires_at,
    request_id)
  select a.workspace_id, v_channel, app.conversation(a.workspace_id, v_channel, a.contact_id),
    a.contact_id, 'out', 'follow_up', app.ask_text(p_facts, t.body),
    app.template_content(t, v_channel, p_facts), 'queued', a.id, a.call_id,
    t.id, a.recipient, true, (p_times ->> 'priority')::smallint,
    (p_times ->> 'dueAt')::timestamptz, (p_times ->> 'liveUntil')::timestamptz,
    (p_times ->> 'expiresAt')::timestamptz, a.request_id
  from public.whatsapp_templates t
  where t.workspace_id = a.workspace_id and t.key = a.decision ->> 'template';
  return v_channel;
end $$;

-- Puts what was decided to be asked in the queue, unless the person's side keeps it from going out.
-- Under the contact's lock. The channel, if something waits there now.
create function app.enqueue_ask(a public.asks, p_facts jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_guard jsonb;
  v_times jsonb := app.follow_up_times(a.decision, a.ready_at, a.created_at);
begin
  select * into v_contact from public.contacts where id = a.contact_id for update;
  v_guard := app.check_guards(a.workspace_id, v_contact, a.id, a.ready_at,
    a.decision ->> 'template', a.decision ->> 'code' = 'staff_send', p_facts, a.purpose);
  a.should_send := v_guard is null;
  a.is_open := v_guard is null;
  a.covered_by := (v_guard ->> 'coveredBy')::bigint;
  a.code := coalesce(v_guard, a.decision) ->> 'code';
  a.reason := coalesce(v_guard, a.decision) ->> 'reason';
  if v_guard is null then
    a.expires_at := (v_times ->> 'expiresAt')::timestamptz;
    perform app.give_way(a);
    perform app.keep_ask(a);
    return to_jsonb(app.queue_message(a, p_facts, v_times));
  end if;
  perform app.keep_ask(a);
  if v_guard ->> 'file' is not null then
    perform app.note_evidence(a.id, 'attachment', m.id, null, m.written_at)
    from public.whatsapp_messages m where m.id = (v_guard ->> 'file')::bigint;
  elsif v_guard ? 'isLater' then
    -- What answered that ask answers this one too.
    perform app.share_evidence(a.covered_by, a.id);
  end if;
  return null;
end $$;

-- The rules, or a person, say no: what waits is withdrawn.
create function app.decline_ask(a public.asks, p_message public.whatsapp_messages) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set status = 'cancelled', ask_open = false,
    reason_code = a.decision ->> 'code', reason = a.decision ->> 'reason'
  where id = p_message.id and status = 'queued';
  a.should_send := false;
  a.is_open := false;
  a.covered_by := null;
  a.code := a.decision ->> 'code';
  a.reason := a.decision ->> 'reason';
  perform app.keep_ask(a);
  if p_message.status = 'queued' then
    perform app.promote_covered(a.id);
    return to_jsonb(p_message.channel_id);
  end if;
  return null;
end $$;

-- Brings the ask's decision and its message in line with what is known now: enqueues, changes or
-- cancels what has not left. Only recorded after that. p_afresh: also if the person's side stood in
-- the way before.
create function app.settle_ask(a public.asks, p_afresh boolean default false) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_old jsonb := a.decision;
  v_facts jsonb := app.ask_facts(a);
  v_send boolean;
  v_message public.whatsapp_messages;
begin
  a.decision := app.decide_ask(a, v_facts);
  v_send := (a.decision ->> 'send')::boolean;
  select * into v_message from public.whatsapp_messages where ask_id = a.id
    and purpose = 'follow_up' for update;
  if v_send and a.ready_at is not null and v_message.status = 'cancelled'
      and v_message.send_began_at is null and not a.should_send
      and v_message.reason_code = a.code then
    -- It was the rules that withdrew it: a new one takes its place.
    update public.whatsapp_messages set ask_id = null, call_id = null where id = v_message.id;
    v_message := null;
  end if;
  if v_message.id is null and a.ready_at is null then
    a.should_send := false;
    a.code := 'not_ended';
    a.reason := 'We have not heard yet that the call ended.';
    perform app.keep_ask(a);
  elsif v_message.id is null and v_send and a.covered_by is null then
    -- Who was not asked then is not asked days later, because of a tag.
    if p_afresh or not coalesce((v_old ->> 'send')::boolean, false)
      or a.code in ('not_ended', 'not_set_up') then
      return app.enqueue_ask(a, v_facts);
    end if;
    update public.asks set decision = a.decision where id = a.id;
  elsif not v_send and (v_message.id is null or v_message.status = 'queued'
      or (a.staff_decision is not null and v_message.status in ('failed', 'skipped', 'expired',
        'cancelled'))) then
    return app.decline_ask(a, v_message);
  elsif v_message.status = 'queued' and a.decision <> v_old then
    return app.change_ask(a, v_facts, v_old, v_message);
  elsif a.decision <> v_old then
    update public.asks set decision = a.decision where id = a.id;
  end if;
  return null;
end $$;

-- Another rule decides while the message waits: its text and its time. One that may have arrived
-- stays as it is.
create function app.change_ask(a public.asks, p_facts jsonb, p_old jsonb,
  p_message public.whatsapp_messages) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_times jsonb := app.follow_up_times(a.decision, a.ready_at, a.created_at);
  v_template public.whatsapp_templates;
begin
  update public.asks set decision = a.decision, code = a.decision ->> 'code',
    reason = a.decision ->> 'reason' where id = a.id;
  if p_message.send_began_at is not null
      or (select jsonb_object_agg(f, p_old -> f) = jsonb_object_agg(f, a.decision -> f)
          from unnest(array['template', 'delayMinutes', 'priority', 'expiresAfterHours']) f) then
    return null;
  end if;
  select * into v_template from public.whatsapp_templates
  where workspace_id = a.workspace_id and key = a.decision ->> 'template';
  update public.whatsapp_messages set
    body = case when v_template.id is null then body
      else app.ask_text(p_facts, v_template.body) end,
    content = case when v_template.id is null then content
      else app.template_content(v_template, channel_id, p_facts) end,
    template_id = coalesce(v_template.id, template_id),
    priority = (v_times ->> 'priority')::smallint,
    due_at = case when attempt = 0 then (v_times ->> 'dueAt')::timestamptz
      else greatest(due_at, (v_times ->> 'dueAt')::timestamptz) end,
    live_until = (v_times ->> 'liveUntil')::timestamptz,
    expires_at = (v_times ->> 'expiresAt')::timestamptz
  where id = p_message.id;
  update public.asks set expires_at = (v_times ->> 'expiresAt')::timestamptz where id = a.id;
  return to_jsonb(p_message.channel_id);
end $$;

-- The ask that covered these will not leave: the oldest of them asks instead.
create function app.promote_covered(p_ask bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  for a in
    with freed as (update public.asks set covered_by = null where covered_by = p_ask
      and not is_twin returning *)
    select * from freed order by id
  loop
    perform app.settle_ask(a, true);
  end loop;
end $$;

-- Two rows turned out to be one person, or a refusal came: what waits to ask them is judged again,
-- by all that they were asked and sent. What a person decided, or what may have arrived, stays.
create function app.judge_waiting(p_contact bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact public.contacts;
  a public.asks;
  v_message bigint;
  v_guard jsonb;
begin
  select * into v_contact from public.contacts where id = p_contact;
  for v_message in select id from public.whatsapp_messages
    where contact_id = p_contact and purpose = 'follow_up' and status = 'queued'
      and send_began_at is null order by id
  loop
    select x.* into a from public.asks x
      join public.whatsapp_messages m on m.ask_id = x.id where m.id = v_message;
    continue when a.id is null or a.decision ->> 'code' = 'staff_send';
    v_guard := app.check_guards(a.workspace_id, v_contact, a.id, a.ready_at,
      a.decision ->> 'template', false, app.ask_facts(a), a.purpose);
    continue when v_guard is null or v_guard ->> 'code' not in ('bill_received', 'refusal',
      'covered', 'asked_by_hand', 'cooldown');
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = v_guard ->> 'code', reason = v_guard ->> 'reason' where id = v_message;
    update public.asks set should_send = false, covered_by = (v_guard ->> 'coveredBy')::bigint,
      code = v_guard ->> 'code', reason = v_guard ->> 'reason' where id = a.id;
    if v_guard ? 'isLater' then
      perform app.share_evidence((v_guard ->> 'coveredBy')::bigint, a.id);
    end if;
  end loop;
end $$;

-- A call and its ask.

-- The call's ask, brought in line with what is known of the call now. p_afresh: also if the
-- person's side stood in the way before. The channel, if something waits there now.
create function app.settle_call(p_call public.cloudtalk_calls, p_afresh boolean default false)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return app.settle_ask(app.ask_of(p_call), p_afresh);
end $$;

-- The dry run: what would become of a call if it came now. Writes nothing.

-- Every guard in the order of asking, until one stops: [{guard, passes, reason?, coveredBy?,
-- file?}]. p_stop: what app.check_guards answered.
create function app.guards_json(p_stop jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('guard', g.code, 'passes', true) || case
    when g.code = p_stop ->> 'code'
    then p_stop - 'code' || '{"passes": false}' else '{}' end order by g.n)
  from unnest(array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal',
    'covered', 'asked_by_hand', 'cooldown']) with ordinality g (code, n)
  where p_stop is null or g.n <= array_position(
    array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal', 'covered',
      'asked_by_hand', 'cooldown'], p_stop ->> 'code')
$$;

-- When a message that was decided at p_now would leave: {dueAt, leavesAt, expiresAt, guards}, the
-- guards with the two that only hold it back. w: with the channel's hours.
create function app.try_leaving(p_decision jsonb, p_stop jsonb, p_channel public.channels,
  w public.workspaces, p_zone text, p_now timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_guards jsonb := app.guards_json(p_stop);
  v_times jsonb := app.follow_up_times(p_decision, p_now, p_now);
  v_leaves timestamptz := case when (v_times ->> 'liveUntil')::timestamptz > p_now then p_now
    else app.next_sending_time((v_times ->> 'dueAt')::timestamptz, w, p_zone) end;
begin
  if p_stop is null and v_leaves >= (v_times ->> 'expiresAt')::timestamptz then
    v_guards := v_guards || jsonb_build_object('guard', 'hours', 'passes', false, 'reason',
      'It would expire before the sending hours let it leave.');
    v_leaves := null;
  end if;
  if p_channel.state = 'paused' then
    v_guards := v_guards || jsonb_build_object('guard', 'paused', 'passes', false, 'reason',
      'The channel is paused: it would wait.');
    v_leaves := null;
  end if;
  return jsonb_build_object('dueAt', v_times -> 'dueAt', 'leavesAt', v_leaves,
    'expiresAt', v_times -> 'expiresAt', 'guards', v_guards);
end $$;

create function app.tried_text(p_workspace uuid, p_template text, p_facts jsonb) returns text
language sql stable set search_path = ''
as $$
  select app.render_template(t.body, jsonb_build_object('contact_name', p_facts -> 'contactName',
    'agent_name', p_facts -> 'agentName', 'company', p_facts -> 'company'))
  from public.whatsapp_templates t where t.workspace_id = p_workspace and t.key = p_template
$$;

-- A guard's answer, as the page knows it: covered by a call, where guards speak of asks.
create function app.stop_of_call(p_stop jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select case when p_stop ? 'coveredBy' then p_stop || jsonb_build_object('coveredBy',
    (select a.call_id from public.asks a where a.id = (p_stop ->> 'coveredBy')::bigint))
    else p_stop end
$$;

-- facts: a call as the product's own parser reads it, or null to take those of `call`, a past one
-- of the workspace, whose own message and later history do not count. rules: a draft (a value of
-- the setting `rules`), or null for those that hold. {send, code, ruleId, ruleName, reason,
-- because, template, text, dueAt, leavesAt, expiresAt, guards, ruleSends, staffDecision}: send,
-- code and reason as the call would get them, ruleSends what the rules alone say. leavesAt is the
-- earliest moment by the sending hours; null for a message that would expire first or whose channel
-- is paused.
create function public.try_decision(workspace uuid, facts jsonb default null,
  rules jsonb default null, call bigint default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  w public.workspaces;
  k public.cloudtalk_calls;
  c public.contacts;
  v_channel public.channels;
  v_facts jsonb := facts;
  v_ask bigint;
  v_decision jsonb;
  v_stop jsonb;
  v_trip jsonb;
  v_text text;
begin
  perform app.require_role(workspace, 'agent');
  select * into w from public.workspaces x where x.id = workspace;
  if call is not null then
    select * into k from public.cloudtalk_calls x where x.id = call and x.workspace_id = workspace;
    if k.id is null then
      raise exception using errcode = 'PT404', message = 'There is no such call.';
    end if;
    v_facts := coalesce(v_facts, k.facts);
  end if;
  if jsonb_typeof(v_facts) is distinct from 'object' then
    raise exception using errcode = 'PT400',
      message = 'Give the facts of a call, or the number of a past one.';
  end if;
  v_facts := jsonb_strip_nulls(v_facts);
  select * into c from public.contacts x where x.id = case when facts is null then k.contact_id
    else app.contact_by(workspace, 'phone', v_facts -> 'phone' ->> 'e164') end;
  if facts is not null and app.is_erased(workspace, 'phone', v_facts -> 'phone' ->> 'e164') then
    v_facts := app.without_person(v_facts);
  end if;
  select a.id into v_ask from public.asks a where a.call_id = k.id;
  v_decision := app.decide(workspace, v_facts, c.id,
    coalesce(rules, app.setting(workspace, 'rules')), v_ask);
  if (v_decision ->> 'send')::boolean then
    v_stop := app.stop_of_call(app.check_guards(workspace, c, v_ask, v_now,
      v_decision ->> 'template', false, case when facts is not null then v_facts end));
    select * into v_channel from public.channels x
      where x.id = coalesce(app.channel_for(c.id, 'follow_up'), app.first_contact_channel(w.id));
    v_trip := app.try_leaving(v_decision, v_stop, v_channel, app.hours_of(w, v_channel),
      c.time_zone, v_now);
    v_text := app.tried_text(workspace, v_decision ->> 'template', v_facts);
  end if;
  if not coalesce((v_facts ->> 'ended')::boolean, true) then
    v_stop :=
      '{"code": "not_ended", "reason": "This body does not say that the call ended: nothing is sent until one does."}';
  end if;
  return jsonb_build_object(
    'send', (v_decision ->> 'send')::boolean and v_stop is null,
    'code', coalesce(v_stop, v_decision) ->> 'code',
    'reason', coalesce(v_stop, v_decision) ->> 'reason',
    'ruleSends', v_decision -> 'send', 'ruleId', v_decision -> 'ruleId',
    'ruleName', v_decision -> 'ruleName', 'because', v_decision -> 'because',
    'template', v_decision -> 'template', 'text', v_text,
    'dueAt', case when v_stop is null then v_trip -> 'dueAt' end,
    'leavesAt', case when v_stop is null then v_trip -> 'leavesAt' end,
    'expiresAt', case when v_stop is null then v_trip -> 'expiresAt' end,
    'guards', coalesce(v_trip -> 'guards', '[]'), 'staffDecision', k.staff_decision);
end $$;

grant execute on function public.try_decision(uuid, jsonb, jsonb, bigint) to authenticated;

-- Work to be done later, once: by a nudge or the clock. Queued in the transaction that wants it.

create table public.tasks (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z][a-z_]{1,40}$'),
  -- What it is about: a task of a kind and a key is there once.
  key text not null check (length(key) between 1 and 200),
  -- Whose it is: it goes with them.
  message_id bigint references public.whatsapp_messages (id) on delete cascade,
  call_id bigint references public.cloudtalk_calls (id) on delete cascade,
  -- Numbers of ours and of the vendor's. What somebody said is read when it is taken.
  payload jsonb not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- Rises with each try, for ever: who comes back from an older one changes nothing.
  attempt integer not null default 0,
  -- Tries since it was queued, or since a person asked for it again.
  tries integer not null default 0,
  -- Waiting: when it is tried. Running: when whoever took it is taken for dead.
  due_at timestamptz not null default app.now(),
  tried_at timestamptz,
  -- Of the last try: a stable code and a sentence for staff.
  reason_code text,
  reason text,
  created_at timestamptz not null default app.now(),
  ended_at timestamptz,
  -- Failed: who took it off the list of what needs a person, and when.
  seen_by uuid,
  seen_at timestamptz,
  unique (workspace_id, kind, key),
  check ((state in ('done', 'failed')) = (ended_at is not null)),
  check (state <> 'failed' or reason_code is not null)
);
create index tasks_due on public.tasks (kind, due_at) where state in ('waiting', 'running');
create index tasks_tried on public.tasks (kind, tried_at);
create index tasks_page on public.tasks (workspace_id, id desc);
create index tasks_open on public.tasks (workspace_id, state, id desc) where state <> 'done';
create index tasks_failed on public.tasks (workspace_id, kind)
  where state = 'failed' and seen_at is null;
create index tasks_message on public.tasks (message_id) where message_id is not null;
create index tasks_call on public.tasks (call_id) where call_id is not null;

-- What belongs to a kind inside the database; a kind that is not here needs nothing of it.
-- facts_of (a task): what its worker is told, null where there is nothing to do any more.
-- settled_by (a task, its result): the effect, in the transaction that ends the try; answers the
-- result as it counts, null where nobody wants it any more.
create view app.task_kinds with (security_invoker = true) as
select * from (values
  ('fetch_file', 'app.file_facts', 'app.file_fetched'),
  ('write_back', 'app.write_back_facts', null)) k (kind, facts_of, settled_by);

-- Once a kind and key, whoever asks and however often.
create function app.queue_task(
  p_workspace uuid, p_kind text, p_key text, p_payload jsonb default '{}',
  p_message bigint default null, p_call bigint default null, p_due timestamptz default null)
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.tasks (workspace_id, kind, key, payload, message_id, call_id, due_at)
  values (p_workspace, p_kind, p_key, p_payload, p_message, p_call, coalesce(p_due, app.now()))
  on conflict (workspace_id, kind, key) do nothing;
end $$;

-- Those of one kind that are due. Who died in its last try has failed.
create function app.take_kind(p_kind text, p_lease interval, p_tries integer, p_most integer)
  returns setof public.tasks
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
begin
  update public.tasks t set state = 'failed', ended_at = v_now, reason_code = 'worker_died',
    reason = 'The server that did it ended before it was done.'
  where t.kind = p_kind and t.state = 'running' and t.due_at <= v_now and t.tries >= p_tries;
  return query
    with due as (
      -- The vendors' keys are those of the environment, which serves one company.
      select t.id from public.tasks t join public.workspaces w on w.id = t.workspace_id
      where t.kind = p_kind and t.state in ('waiting', 'running') and t.due_at <= v_now
        and w.key = 'default'
      order by t.due_at, t.id limit p_most for update of t skip locked)
    update public.tasks t set state = 'running', attempt = t.attempt + 1, tries = t.tries + 1,
      tried_at = v_now, due_at = v_now + p_lease
    from due where t.id = due.id returning t.*;
end $$;

-- Tasks to do now. kinds: [{kind, leaseMs, tries | null, perMinute?}]; perMinute: what the vendor
-- allows us, whatever runs at once. [{task, attempt, kind, facts}]
create function public.take_tasks(kinds jsonb, most integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  k record;
  t public.tasks;
  v_most integer := least(greatest(coalesce(most, 50), 0), 50);
  v_facts jsonb;
  v_taken jsonb := '[]';
begin
  for k in select x.*, own.facts_of
    from jsonb_to_recordset(kinds) x (kind text, "leaseMs" integer, tries integer,
      "perMinute" integer)
    left join app.task_kinds own on own.kind = x.kind
  loop
    if k."perMinute" is not null then
      perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('aftercall.tasks.' || k.kind));
      v_most := least(v_most, greatest(0, k."perMinute" - (select count(*)::integer
        from public.tasks o
        where o.kind = k.kind and o.tried_at > app.now() - interval '60 seconds')));
    end if;
    for t in select * from app.take_kind(k.kind, make_interval(secs => k."leaseMs" / 1000.0),
      k.tries, v_most - jsonb_array_length(v_taken)) x order by x.id
    loop
      v_facts := t.payload;
      if k.facts_of is not null then
        execute format('select %s($1)', k.facts_of) into v_facts using t;
      end if;
      if v_facts is null then
        update public.tasks o set state = 'done', ended_at = app.now() where o.id = t.id;
      else
        v_taken := v_taken || jsonb_build_object('task', t.id, 'attempt', t.attempt, 'kind',
          t.kind, 'facts', v_facts);
      end if;
    end loop;
  end loop;
  return v_taken;
end $$;

-- When a try that failed is followed by the next one: 1, 2, 4 … minutes, six hours at most, and
-- not before the vendor's own wait is over; or in a rhythm of its own.
create function app.next_try(t public.tasks, p_result jsonb) returns timestamptz
language plpgsql volatile set search_path = ''
as $$
declare
  v_ms numeric := coalesce((p_result ->> 'everyMs')::numeric, (p_result ->> 'waitMs')::numeric, 0);
  v_wait interval := make_interval(secs => v_ms / 1000.0);
  v_next timestamptz := app.now() + case when p_result ->> 'everyMs' is not null then v_wait
    else greatest(v_wait, least(interval '1 minute' * power(2, least(t.tries - 1, 12)),
      interval '6 hours')) end;
begin
  return least(v_next, (p_result ->> 'notAfter')::timestamptz);
end $$;

-- What came of a try. result: {kind: done, payload?} · {kind: failed, code, message} ·
-- {kind: retry, code, message, waitMs?, everyMs?, holdsAll?}, which fails after `tries`; in a rhythm (everyMs) or
-- while it holds up all of its kind (holdsAll) it is tried for ever: a person mends the cause.
-- False for a try that is not the last one any more, and where nobody wants it.
create function public.finish_task(task bigint, attempt integer, result jsonb,
  tries integer default null) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  t public.tasks;
  v_result jsonb := result;
  v_settled_by text;
  v_state text;
begin
  select * into t from public.tasks x where x.id = finish_task.task and x.state = 'running'
    and x.attempt = finish_task.attempt for update;
  if t.id is null then
    return false;
  end if;
  select k.settled_by into v_settled_by from app.task_kinds k where k.kind = t.kind;
  if v_settled_by is not null then
    execute format('select %s($1, $2)', v_settled_by) into v_result using t, result;
  end if;
  v_state := case
    when v_result is null or v_result ->> 'kind' = 'done' then 'done'
    when v_result ->> 'kind' = 'failed' or (t.tries >= finish_task.tries
      and v_result ->> 'everyMs' is null
      and not coalesce((v_result ->> 'holdsAll')::boolean, false)) then 'failed'
    else 'waiting' end;
  update public.tasks x set state = v_state,
    ended_at = case when v_state <> 'waiting' then app.now() end,
    reason_code = v_result ->> 'code', reason = left(v_result ->> 'message', 500),
    payload = x.payload || coalesce(v_result -> 'payload', '{}'),
    due_at = case when v_state = 'waiting' then app.next_try(t, v_result) else x.due_at end
  where x.id = t.id;
  if (v_result ->> 'holdsAll')::boolean then
    update public.tasks x set due_at = greatest(x.due_at, app.now()
      + make_interval(secs => coalesce((v_result ->> 'waitMs')::numeric, 0) / 1000.0))
    where x.kind = t.kind and x.state = 'waiting' and x.workspace_id = t.workspace_id;
  end if;
  return v_result is not null;
end $$;

-- A manager has a failed one tried again, or takes it off the list. decision: again | seen. Answers
-- 'again', 'seen', or 'settled' for one that has not failed any more.
create function public.settle_failed_task(task bigint, decision text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  t public.tasks;
begin
  select * into t from public.tasks x where x.id = settle_failed_task.task for update;
  perform app.require_role(t.workspace_id, 'manager');
  if decision is null or decision not in ('again', 'seen') then
    raise exception using errcode = 'PT400', message = 'The decision is one of: again, seen.';
  elsif t.state <> 'failed' or (decision = 'seen' and t.seen_at is not null) then
    return 'settled';
  elsif decision = 'again' then
    update public.tasks x set state = 'waiting', ended_at = null, tries = 0, due_at = app.now(),
      seen_by = null, seen_at = null
    where x.id = t.id;
    perform app.log_action(t.workspace_id, auth.uid(), 'task_again', 'task', t.id::text);
  else
    update public.tasks x set seen_by = auth.uid(), seen_at = app.now() where x.id = t.id;
    perform app.log_action(t.workspace_id, auth.uid(), 'task_seen', 'task', t.id::text);
  end if;
  return decision;
end $$;

-- Newest first, one row more than asked for when there are older ones. state: waiting | running |
-- failed | all. {now, timeZone, counts: {waiting, running, failed}, tasks: [{id, kind, state,
-- tries, dueAt, reasonCode, reason, createdAt, endedAt, seenAt, callId, messageId, contactId}]}
create function public.task_page(state text, before bigint, page_size integer) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  return jsonb_build_object('now', app.now(), 'timeZone', w.time_zone,
    'counts', (select jsonb_build_object(
        'waiting', count(*) filter (where t.state = 'waiting'),
        'running', count(*) filter (where t.state = 'running'),
        'failed', count(*) filter (where t.state = 'failed'))
      from public.tasks t where t.workspace_id = w.id and t.state <> 'done'),
    'tasks', (select coalesce(jsonb_agg(jsonb_build_object('id', page.id, 'kind', page.kind,
        'state', page.state, 'tries', page.tries, 'dueAt', page.due_at,
        'reasonCode', page.reason_code, 'reason', page.reason, 'createdAt', page.created_at,
        'endedAt', page.ended_at, 'seenAt', page.seen_at, 'callId', page.call_id,
        'messageId', page.message_id, 'contactId', (select m.contact_id
          from public.whatsapp_messages m where m.id = page.message_id))
        order by page.id desc), '[]')
      from (select t.* from public.tasks t
        where t.workspace_id = w.id
          and (task_page.state = 'all' or t.state = task_page.state)
          and (before is null or t.id < before)
        order by t.id desc limit least(greatest(coalesce(page_size, 50), 1), 200) + 1) page));
end $$;

-- A file that is still to come, or what would be written of them elsewhere.
create function app.erase_tasks(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_tasks bigint[] := array(
    select t.id from public.tasks t join public.cloudtalk_calls k on k.id = t.call_id
    where k.contact_id = any (p_contacts)
    union select t.id from public.tasks t join public.whatsapp_messages m on m.id = t.message_id
    where m.contact_id = any (p_contacts));
begin
  delete from public.tasks t where t.id = any (v_tasks) and t.state <> 'done';
  update public.tasks t set payload = '{}', reason = null where t.id = any (v_tasks);
end $$;

alter table public.tasks enable row level security;
create policy members_read on public.tasks for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.tasks to authenticated;
grant execute on function
  public.task_page(text, bigint, integer), public.settle_failed_task(bigint, text)
to authenticated;
grant execute on function
  public.take_tasks(jsonb, integer), public.finish_task(bigint, integer, jsonb, integer)
to service_role;

-- A call enters: find it or make it, merge what is new, and settle it.

-- Every record_* answers {outcome, reason?, duplicateOf?, channel?}: channel is set when there may
-- be something to send.

-- The call of this contact that we found by asking, if this body, which names no call's id, is its
-- webhook come late: the one that ended, or began, at the very time it tells, in UTC or here; else
-- the one that ended within the hour and of which no webhook told us. Null unless it is one.
create function app.found_call(p_workspace uuid, p_value jsonb, p_heard timestamptz) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with near as (
      select c.id,
        coalesce(left(regexp_replace(p_value ->> 'endedAt', '\D', '', 'g'), 14) in (
            to_char(c.ended_heard_at at time zone 'UTC', 'YYYYMMDDHH24MISS'),
            to_char(c.ended_heard_at at time zone w.time_zone, 'YYYYMMDDHH24MISS')), false)
          or coalesce(left(regexp_replace(p_value ->> 'startedAt', '\D', '', 'g'), 14)
            = left(regexp_replace(c.started_at, '\D', '', 'g'), 14), false) as is_same_time,
        c.ended_heard_at between p_heard - interval '1 hour' and p_heard + interval '5 minutes'
          and not exists (
            select from public.cloudtalk_call_keys k
              join public.webhook_requests r on r.id = k.request_id
            where k.call_id = c.id and r.origin = 'webhook') as is_untold
      from public.cloudtalk_calls c join public.workspaces w on w.id = c.workspace_id
      where c.contact_id = app.contact_by(p_workspace, 'phone', p_value -> 'phone' ->> 'e164')
        and c.body_kind = 'rest'
        and c.workspace_id = p_workspace and (c.cloudtalk_call_uuid is null
          or p_value ->> 'callUuid' is null))
    select case when count(*) filter (where is_same_time) > 0
      then case when count(*) filter (where is_same_time) = 1
        then min(id) filter (where is_same_time) end
      else case when count(*) filter (where is_untold) = 1
        then min(id) filter (where is_untold) end end
    from near);
end $$;

-- Two rows turned out to be one call: p_call goes on with what the other has begun. What has left,
-- or may have, is p_call's own from here on, with its answers; what waits is withdrawn. True when
-- p_call is to be asked for afresh.
create function app.take_over(p_call bigint, p_twin public.cloudtalk_calls) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint := (select a.id from public.asks a where a.call_id = p_call);
  v_twin public.asks;
  v_left boolean;
  v_reason text := format('It is the same call as #%s.', p_call);
  v_freed boolean;
begin
  select * into v_twin from public.asks a where a.call_id = p_twin.id for update;
  v_left := exists (select from public.whatsapp_messages m
    where m.ask_id = v_twin.id and m.purpose = 'follow_up' and m.send_began_at is not null);
  update public.whatsapp_messages set status = 'cancelled', ask_open = false,
    reason_code = 'same_call', reason = v_reason,
    call_id = case when ask_id = v_ask then null else call_id end,
    ask_id = case when ask_id = v_ask then null else ask_id end
  where ask_id in (v_twin.id, case when v_left then v_ask end) and purpose = 'follow_up'
    and status = 'queued' and send_began_at is null;
  update public.asks set covered_by = null where id = v_ask and covered_by = v_twin.id;
  v_freed := found;
  update public.asks set covered_by = v_ask where covered_by = v_twin.id;
  if v_left and not exists (select from public.whatsapp_messages where ask_id = v_ask
    and purpose = 'follow_up') then
    update public.asks set is_open = false where id = v_twin.id and is_open;
    update public.whatsapp_messages set ask_id = v_ask, call_id = p_call where ask_id = v_twin.id;
    update public.asks set should_send = v_twin.should_send, code = v_twin.code,
      reason = v_twin.reason, covered_by = null, expires_at = v_twin.expires_at,
      is_open = exists (select from public.whatsapp_messages m where m.ask_id = v_ask
        and m.ask_open)
    where id = v_ask;
    v_freed := false;
  end if;
  perform app.share_evidence(v_twin.id, v_ask);
  update public.asks set should_send = false, code = 'covered', covered_by = v_ask,
    reason = v_reason, is_twin = true where id = v_twin.id;
  return v_freed;
end $$;

-- What one body tells of a call, as it is kept.
create function app.facts_of(p_value jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_set(
    p_value - '{type,ended,endedAtUtc,keys,unread}'::text[], '{phone,by}', p_value -> 'bodyKind'))
$$;

-- Its keys, in order. Who is known by content only is so for a day.
create function app.dated_keys(p_workspace uuid, p_value jsonb, p_heard timestamptz) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  return (select array_agg(
      case when given.key like 'content:%'
        then given.key || ':' || to_char(p_heard at time zone w.time_zone, 'YYYY-MM-DD')
          else given.key end
      order by given.key)
    from public.workspaces w, jsonb_array_elements_text(p_value -> 'keys') given (key)
      where w.id = p_workspace);
end $$;

-- These keys are of p_call: what others held them for (one body knew the id, one the uuid) is that
-- call. True when it is to be asked for afresh.
create function app.join_twins(p_workspace uuid, p_call bigint, p_keys text[]) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_twin public.cloudtalk_calls;
  v_is_another boolean := false;
begin
  for v_twin in
    with moved as (
      update public.cloudtalk_call_keys set call_id = p_call
      where workspace_id = p_workspace and key = any (p_keys) and call_id <> p_call
        returning call_id)
    select c.* from public.cloudtalk_calls c where c.id in (
      select call_id from public.cloudtalk_call_keys where workspace_id = p_workspace
        and key = any (p_keys) and call_id <> p_call)
    order by c.id
  loop
    update public.asks set staff_decision = coalesce(staff_decision, v_twin.staff_decision),
      decided_by = coalesce(decided_by, v_twin.decided_by) where call_id = p_call;
    update public.cloudtalk_calls set facts = app.merge_facts(facts, v_twin.facts),
      ended = ended or v_twin.ended,
      ended_heard_at = least(ended_heard_at, v_twin.ended_heard_at),
      contact_id = coalesce(contact_id, v_twin.contact_id) where id = p_call;
    v_is_another := app.take_over(p_call, v_twin) or v_is_another;
  end loop;
  return v_is_another;
end $$;

-- Another number than we thought: what has not left goes to the right one. True when the call is
-- now another person's.
create function app.correct_number(p_call public.cloudtalk_calls) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint := (select a.id from public.asks a where a.call_id = p_call.id);
begin
  update public.whatsapp_messages set status = 'cancelled', ask_open = false, ask_id = null,
    call_id = null, reason_code = 'wrong_number',
      reason = 'The telephone system named another number for this call.'
  where ask_id = v_ask and purpose = 'follow_up' and status = 'queued';
  if exists (select from public.whatsapp_messages where ask_id = v_ask
    and purpose = 'follow_up') then
    return false;
  end if;
  update public.asks set covered_by = null where id = v_ask and not is_twin;
  update public.cloudtalk_calls k set contact_id = case when k.phone_number is not null
    then app.resolve_contact(k.workspace_id, k.phone_number, null) end
  where k.id = p_call.id;
  -- Whoever has that other number is asked after their own call.
  perform app.promote_covered(v_ask);
  return true;
end $$;

-- The call that these keys are of, and the delivery that told of it first; its own id from now on
-- where nobody told of it before.
create function app.find_call(p_workspace uuid, p_value jsonb, p_keys text[], p_request bigint,
  p_heard timestamptz, out id bigint, out first_request bigint, out is_new boolean)
language plpgsql volatile set search_path = ''
as $$
declare
  v_new_id bigint := nextval(pg_get_serial_sequence('public.cloudtalk_calls', 'id'));
begin
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  select p_workspace, given.key, v_new_id, p_request from unnest(p_keys) given (key)
  on conflict (workspace_id, key) do nothing;
  select k.call_id, k.request_id into id, first_request from public.cloudtalk_call_keys k
  where k.workspace_id = p_workspace and k.key = any (p_keys) order by k.call_id limit 1;
  if id = v_new_id and p_value ->> 'callId' is null and p_value ->> 'bodyKind' <> 'rest' then
    id := coalesce(app.found_call(p_workspace, p_value, p_heard), v_new_id);
    select c.request_id into first_request from public.cloudtalk_calls c where c.id = find_call.id;
  end if;
  is_new := id = v_new_id;
  if not is_new then
    update public.cloudtalk_call_keys k set call_id = find_call.id where k.call_id = v_new_id;
  end if;
end $$;

-- A call of which nobody told before.
create function app.begin_call(p_id bigint, p_workspace uuid, p_value jsonb, p_facts jsonb,
  p_ended_at timestamptz, p_is_weak boolean, p_request bigint, p_heard timestamptz)
returns public.cloudtalk_calls
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone text := p_value -> 'phone' ->> 'e164';
  k public.cloudtalk_calls;
begin
  insert into public.cloudtalk_calls (
    id, workspace_id, contact_id, facts, ended, ended_heard_at, is_weakly_identified,
    should_send_code, should_send_reason, request_id, created_at, updated_at)
  values (
    p_id, p_workspace, case when v_phone is not null
      then app.resolve_contact(p_workspace, v_phone, null,
      p_name => p_facts ->> 'contactName', p_company => p_facts ->> 'company') end,
    p_facts, (p_value ->> 'ended')::boolean, p_ended_at, p_is_weak,
    'not_ended', 'We have not heard yet that the call ended.', p_request, p_heard, p_heard)
  returning * into k;
  return k;
end $$;

-- One more body of a call: what it adds. told: the call now, null where nothing new was said;
-- duplicate_of: the delivery that had said it. is_another: it is to be asked for afresh.
create function app.add_to_call(p_id bigint, p_workspace uuid, p_value jsonb, p_facts jsonb,
  p_ended_at timestamptz, p_keys text[], p_request bigint, p_heard timestamptz,
  out told public.cloudtalk_calls, out is_another boolean, out duplicate_of bigint)
language plpgsql volatile set search_path = ''
as $$
declare
  v_phone text := p_value -> 'phone' ->> 'e164';
  v_seen text := format('seen:%s:%s', p_id, md5(p_value::text));
  v_old public.cloudtalk_calls;
  v_call public.cloudtalk_calls;
begin
  select * into v_old from public.cloudtalk_calls c where c.id = p_id for update;
  is_another := app.join_twins(p_workspace, p_id, p_keys);
  if v_old.id is null then
    return;
  end if;
  -- The very same body again says nothing new, also after others changed what it said (tags that
  -- were added since).
  select k.request_id into duplicate_of from public.cloudtalk_call_keys k
  where k.workspace_id = p_workspace and k.key = v_seen;
  if found then
    return;
  end if;
  update public.cloudtalk_calls c set
    facts = case when c.facts ? 'erased' then c.facts when p_facts ? 'erased'
      then app.without_person(app.merge_facts(c.facts, p_facts))
      else app.merge_facts(c.facts, p_facts) end,
    ended = c.ended or (p_value ->> 'ended')::boolean,
    ended_heard_at = coalesce(c.ended_heard_at, p_ended_at),
    contact_id = coalesce(c.contact_id, case when v_phone is not null
      then app.resolve_contact(p_workspace, v_phone, null) end)
  where c.id = p_id returning * into v_call;
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  values (p_workspace, v_seen, p_id, p_request) on conflict do nothing;
  if v_call.facts = v_old.facts and v_call.ended = v_old.ended then
    return;
  end if;
  update public.cloudtalk_calls c set updated_at = p_heard where c.id = p_id;
  if v_phone is not null and v_call.phone_number <> v_old.phone_number then
    is_another := app.correct_number(v_call) or is_another;
    select * into v_call from public.cloudtalk_calls c where c.id = p_id;
  end if;
  told := v_call;
end $$;

-- What a body tells beside the call itself: the person's name, what of it could not be read, when
-- it happened where we had to ask.
create function app.note_beside(p_call public.cloudtalk_calls, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.contacts set name = coalesce(name, p_call.contact_name),
    company = coalesce(company, p_call.company)
  where id = p_call.contact_id and ((name is null and p_call.contact_name is not null)
    or (company is null and p_call.company is not null));
  if p_value ? 'unread' then
    perform app.note_attention(p_call.workspace_id, p_call.contact_id, 'call_half_read', p_heard,
      p_call => p_call.id, p_request => p_request, p_detail => (select string_agg(u, ', ')
        from jsonb_array_elements_text(p_value -> 'unread') u));
  end if;
  if p_value ->> 'endedAtUtc' is not null then
    perform app.note_finding(p_request, jsonb_build_object('call', p_call.id, 'happenedAt',
      p_value ->> 'endedAtUtc'));
  end if;
end $$;

create function app.record_call(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_facts jsonb := app.facts_of(p_value);
  -- A call that we had to ask for ended when it ended, not when we asked; nothing ends in the
  -- future.
  v_ended_at timestamptz := case when (p_value ->> 'ended')::boolean
    then least(p_heard, (p_value ->> 'endedAtUtc')::timestamptz) end;
  v_keys text[] := app.dated_keys(p_workspace, p_value, p_heard);
  v_found record;
  v_added record;
  v_call public.cloudtalk_calls;
  v_is_another boolean := false;
begin
  if app.is_erased(p_workspace, 'phone', p_value -> 'phone' ->> 'e164') then
    v_facts := app.without_person(v_facts);
  end if;
  v_found := app.find_call(p_workspace, p_value, v_keys, p_request, p_heard);
  if v_found.is_new then
    v_call := app.begin_call(v_found.id, p_workspace, p_value, v_facts, v_ended_at,
      v_keys[1] like 'content:%', p_request, p_heard);
    insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
    values (p_workspace, format('seen:%s:%s', v_call.id, md5(p_value::text)), v_call.id, p_request)
    on conflict do nothing;
  else
    v_added := app.add_to_call(v_found.id, p_workspace, p_value, v_facts, v_ended_at, v_keys,
      p_request, p_heard);
    v_call := v_added.told;
    v_is_another := v_added.is_another;
    if v_call.id is null then
      return jsonb_build_object('outcome', 'duplicate', 'duplicateOf',
        coalesce(v_added.duplicate_of, v_found.first_request));
    end if;
  end if;
  perform app.note_beside(v_call, p_value, p_request, p_heard);
  return jsonb_strip_nulls(jsonb_build_object('outcome', 'processed', 'call', v_call.id, 'channel',
    app.settle_call(v_call, v_is_another),
    'reason', case when v_facts ? 'erased' then 'erased' end));
end $$;

-- What says that the bill came: every proof of it, who or what gave it, and what was taken back.

-- asks.evidence is the strongest row that stands, kept by app.refresh_evidence; mirrored as
-- cloudtalk_calls.electricity_bill_*.
create table public.bill_evidence (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  ask_id bigint not null references public.asks (id) on delete cascade,
  -- Of the ask, where it has one.
  call_id bigint references public.cloudtalk_calls (id) on delete cascade,
  level text not null check (level in ('reply', 'attachment', 'confirmed')),
  source text not null check (source in ('message', 'staff', 'ai')),
  -- No foreign key: what it proved stands when its message is kept no longer.
  message_id bigint,
  user_id uuid,
  at timestamptz not null,
  created_at timestamptz not null default app.now(),
  undone_at timestamptz,
  undone_by uuid,
  undo_reason text check (length(undo_reason) between 1 and 500),
  check (source <> 'message' or message_id is not null),
  check ((source = 'staff') = (user_id is not null)),
  check ((undone_at is null) = (undo_reason is null))
);
create index bill_evidence_ask on public.bill_evidence (ask_id, id);
create index bill_evidence_call on public.bill_evidence (call_id, id) where call_id is not null;
create index bill_evidence_workspace on public.bill_evidence (workspace_id, id desc);
-- What was taken back is not proved by the same message again.
create unique index bill_evidence_message on public.bill_evidence (ask_id, message_id)
  where source = 'message';

-- The ask's state, from its rows: of the strongest level the first. True when it is stronger than
-- before.
create function app.refresh_evidence(p_ask bigint) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
  v_top public.bill_evidence;
begin
  select * into a from public.asks where id = p_ask for update;
  select * into v_top from public.bill_evidence e where e.ask_id = p_ask and e.undone_at is null
  order by app.evidence_rank(e.level) desc, e.at, e.id limit 1;
  if (a.evidence, a.evidence_message_id, a.evidence_at)
      is not distinct from (v_top.level, v_top.message_id, v_top.at) then
    return false;
  end if;
  update public.asks set evidence = v_top.level, evidence_message_id = v_top.message_id,
    evidence_at = v_top.at where id = p_ask;
  if a.call_id is not null then
    perform app.queue_write_back(a.call_id);
  end if;
  return app.evidence_rank(v_top.level) > app.evidence_rank(a.evidence);
end $$;

-- What answers somebody is looked up among what we asked of them, not among all that they wrote;
-- and so is what waits for them.
create index whatsapp_messages_asks on public.whatsapp_messages (contact_id)
  where purpose in ('follow_up', 'reminder', 'consent_notice');

-- A reply that was written before the one that stands, and is heard only now, takes its place.
-- False where it does not.
create function app.note_earlier_reply(p_ask bigint, p_message bigint, p_at timestamptz)
  returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  update public.bill_evidence e set message_id = p_message, at = p_at
  where e.ask_id = p_ask and e.level = 'reply' and e.source = 'message' and e.undone_at is null
    and e.at > p_at
    and not exists (select from public.bill_evidence o where o.ask_id = p_ask
      and (o.message_id = p_message or (o.level = 'reply' and o.undone_at >= p_at)));
  if not found then
    return false;
  end if;
  perform app.refresh_evidence(p_ask);
  return true;
end $$;

-- One more proof: by a message, or by a person (p_user). True when the ask's state rose.
-- Replies are all alike, so one of them stands at a time, the one written first, and none that is
-- older than the last one taken back counts.
create function app.note_evidence(p_ask bigint, p_level text, p_message bigint, p_user uuid,
  p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks where id = p_ask for update;
  if p_level = 'reply' and p_user is null and a.evidence = 'reply' and a.evidence_at <= p_at then
    -- One stands that was written before.
    return false;
  elsif p_level = 'reply' and p_user is null and a.evidence is not null
      and app.note_earlier_reply(p_ask, p_message, p_at) then
    return false;
  elsif p_level <> 'attachment' and exists (select from public.bill_evidence e
      where e.ask_id = p_ask and e.level = p_level
        and (e.undone_at is null or (p_user is null and e.undone_at >= p_at))) then
    return false;
  end if;
  insert into public.bill_evidence (workspace_id, ask_id, call_id, level, source, message_id,
    user_id, at)
  values (a.workspace_id, p_ask, a.call_id, p_level, case when p_user is null then 'message'
    else 'staff' end, p_message, p_user, p_at)
  on conflict (ask_id, message_id) where source = 'message' do nothing;
  if not found then
    return false;
  end if;
  -- Of the strongest level the first counts: one that is weaker or later changes nothing, and all
  -- rows need not be read.
  return (app.evidence_rank(a.evidence) < app.evidence_rank(p_level)
      or (a.evidence = p_level and a.evidence_at > p_at)
      or a.evidence is null)
    and app.refresh_evidence(p_ask);
end $$;

-- An ask that another one covers is answered by what answers that one, unless it has been proved or
-- taken back by itself.
create function app.share_evidence(p_from bigint, p_to bigint) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if exists (select from public.bill_evidence e where e.ask_id = p_to) then
    return;
  end if;
  insert into public.bill_evidence (workspace_id, ask_id, call_id, level, source, message_id,
    user_id, at)
  select e.workspace_id, p_to, (select a.call_id from public.asks a where a.id = p_to), e.level,
    e.source, e.message_id, e.user_id, e.at
  from public.bill_evidence e where e.ask_id = p_from and e.undone_at is null order by e.id;
  perform app.refresh_evidence(p_to);
end $$;

-- What was asked of somebody by p_by, and of that what waits or is open. asked: asks that may have
-- arrived by then.
create function app.asked_by(p_contact bigint, p_by timestamptz, out is_any boolean,
  out is_waiting boolean, out is_open boolean, out asked bigint[])
language plpgsql stable set search_path = ''
as $$
begin
  select count(*) > 0, coalesce(bool_or(m.status = 'queued'), false),
    coalesce(bool_or(m.ask_open), false),
    array_agg(distinct m.ask_id) filter (where m.ask_id is not null and m.send_began_at <= p_by
      -- Waiting, withdrawn or refused, yet an earlier attempt may have arrived: a resend that a
      -- person pressed.
      and (app.is_asked(m.status) or m.status in ('queued', 'skipped', 'expired', 'cancelled')
        or (m.status = 'failed' and exists (select from public.whatsapp_send_attempts a
          where a.message_id = m.id and a.attempt < m.attempt
            and a.outcome in ('uncertain', 'accepted')))))
  into is_any, is_waiting, is_open, asked
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.purpose in ('follow_up', 'reminder');
end $$;

-- The asks that this message quotes. Who can quote one has it, whatever we were told of it.
create function app.quoted_asks(p_message public.whatsapp_messages) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select array_agg(m.ask_id)
    from public.whatsapp_message_keys k join public.whatsapp_messages m on m.id = k.message_id
    where k.channel_id = p_message.channel_id and k.whatsapp_id = p_message.quoted_whatsapp_id
      and m.purpose in ('follow_up', 'reminder') and m.contact_id = p_message.contact_id
      and m.ask_id is not null and (app.is_asked(m.status) or m.status = 'failed'));
end $$;

-- Who answered is not asked again: what waits of these asks, and whatever would remind.
create function app.withdraw_answered(p_contact bigint, p_asked bigint[], p_by timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set status = 'cancelled', ask_open = false,
    reason_code = 'answered', reason = 'The customer answered before it was sent again.'
  where contact_id = p_contact and purpose in ('follow_up', 'reminder')
    and status = 'queued' and send_began_at <= p_by and ask_id = any (p_asked);
  -- Whoever answers anything we sent is not reminded of it.
  update public.whatsapp_messages r set status = 'cancelled', ask_open = false,
    reason_code = 'answered', reason = 'The customer answered, so no reminder is needed.'
  where r.contact_id = p_contact and r.purpose = 'reminder' and r.status = 'queued'
    and exists (select from public.whatsapp_messages f
      where f.ask_id = r.ask_id and f.purpose = 'follow_up' and f.send_began_at <= p_by);
end $$;

-- A file answers also what is still to leave. The asks that it answers beside those asked before;
-- what waits of them is withdrawn.
create function app.withdraw_by_file(p_contact bigint, p_by timestamptz) returns bigint[]
language plpgsql volatile set search_path = ''
as $$
declare
  -- It came while these waited, or the call lasted, and is looked at only now (a hidden number, a
  -- failed event): they have left since.
  v_left bigint[] := array(select ask_id from public.whatsapp_messages
    where contact_id = p_contact and purpose in ('follow_up', 'reminder') and ask_id is not null
      and app.is_asked(status) and app.answers_ask(ask_id, created_at, p_by));
  v_queued bigint[];
begin
  with cancelled as (
    update public.whatsapp_messages set status = 'cancelled', ask_open = false,
      reason_code = 'bill_received', reason = 'The customer sent a file before we asked.'
    where contact_id = p_contact and purpose in ('follow_up', 'reminder')
      and status = 'queued' and app.answers_ask(ask_id, created_at, p_by)
    returning ask_id)
  select array_agg(ask_id) into v_queued from cancelled;
  return v_left || v_queued;
end $$;

-- Flags the asks that this message answers, and answers how many rose. A quoted ask is the one
-- answered; else all asks that began before it was written. A reminder asks for its follow-up's.
create function app.apply_evidence(p_message public.whatsapp_messages) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_known record;
  v_asked bigint[];
  v_answered bigint[];
  v_ask bigint;
  v_flagged integer := 0;
  v_by timestamptz := app.written_by(p_message);
begin
  if p_message.evidence is null or (p_message.is_stop and p_message.evidence <> 'attachment') then
    return 0;
  end if;
  v_known := app.asked_by(p_message.contact_id, v_by);
  if not v_known.is_any then
    return 0;
  end if;
  v_asked := v_known.asked;
  if p_message.quoted_whatsapp_id is not null then
    v_asked := coalesce(app.quoted_asks(p_message), v_asked);
  end if;
  if v_known.is_waiting then
    perform app.withdraw_answered(p_message.contact_id, v_asked, v_by);
  end if;
  v_answered := v_asked;
  if p_message.evidence = 'attachment' then
    v_answered := v_asked || app.withdraw_by_file(p_message.contact_id, v_by);
  end if;
  if v_known.is_open then
    update public.whatsapp_messages set ask_open = false
    where workspace_id = p_message.workspace_id and contact_id = p_message.contact_id
      and ask_open and ask_id = any (v_answered);
  end if;
  for v_ask in
    select id from public.asks where id = any (v_answered) or covered_by = any (v_answered)
    order by id
  loop
    if app.note_evidence(v_ask, p_message.evidence, p_message.id, null, p_message.written_at) then
      v_flagged := v_flagged + 1;
    end if;
  end loop;
  return v_flagged;
end $$;

-- The ask for a person's word about its bill, with the locks that its messages need; the role is
-- checked first.
create function app.lock_ask_for_staff(p_ask bigint) returns public.asks
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks where id = p_ask;
  perform app.require_role(a.workspace_id, 'agent');
  perform app.lock_channels(a.workspace_id);
  select * into a from public.asks where id = p_ask for update;
  return a;
end $$;

-- The bill of an ask is here, says p_user; p_message is the one it came with. What still waited to
-- ask for it is withdrawn, and those that this ask covers are proved with it.
create function app.confirm_ask(a public.asks, p_message bigint, p_user uuid) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
begin
  update public.whatsapp_messages m set status = 'cancelled', ask_open = false,
    reason_code = 'bill_received', reason = 'Staff confirmed that the bill is here.'
  where m.contact_id = a.contact_id and m.purpose in ('follow_up', 'reminder')
    and m.status = 'queued';
  update public.whatsapp_messages m set ask_open = false where m.contact_id = a.contact_id
    and m.ask_open;
  for v_id in select x.id from public.asks x where x.id = a.id
    or x.covered_by = a.id order by x.id loop
    perform app.note_evidence(v_id, 'confirmed', p_message, p_user, app.now());
  end loop;
end $$;

-- The ask that a page names: itself, or the one of its call.
create function app.named_ask(p_call bigint, p_ask bigint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
   select coalesce(p_ask, (select a.id from public.asks a where a.call_id = p_call)) );
end $$;

-- What the log of actions names: the call, or the ask where there is none.
create function app.log_bill(a public.asks, p_action text, p_detail jsonb) returns void
language sql volatile set search_path = ''
as $$
  select app.log_action(a.workspace_id, auth.uid(), p_action,
    case when a.call_id is null then 'ask' else 'call' end, coalesce(a.call_id, a.id)::text,
    p_detail)
$$;

-- A person saw the bill of a call, or of an `ask`; `message` is the one it came with (null: the one
-- that counts so far, or none of ours). What still waited to ask for it is withdrawn. Answers the
-- level that holds now.
create function public.confirm_bill(call bigint default null, message bigint default null,
  ask bigint default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.asks;
  v_message bigint;
begin
  -- require_role: in there.
  a := app.lock_ask_for_staff(app.named_ask(call, ask));
  v_message := coalesce(message, a.evidence_message_id);
  if message is not null and not exists (select from public.whatsapp_messages m
      where m.id = message and m.contact_id = a.contact_id and m.direction = 'in') then
    raise exception using errcode = 'PT400',
      message = 'This message is not of the contact of this call.';
  end if;
  if a.evidence is not distinct from 'confirmed' then
    return 'confirmed';
  end if;
  perform app.confirm_ask(a, v_message, auth.uid());
  perform app.log_bill(a, 'bill_confirmed', jsonb_build_object('from', a.evidence, 'message',
    v_message));
  return 'confirmed';
end $$;

-- Takes back one proof: the one that the person saw (null: what counts now); what stands below it
-- counts then. Pressed twice, or on a page that a new file made old, it takes back no other.
-- Answers the level that holds now, or `none`.
create function public.undo_bill(call bigint default null, reason text default null,
  proof bigint default null, ask bigint default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.asks;
  v_proof public.bill_evidence;
  v_ids bigint[];
  v_id bigint;
  v_level text;
  v_reason text := app.require_reason(reason);
begin
  -- require_role: in there.
  a := app.lock_ask_for_staff(app.named_ask(call, ask));
  select * into v_proof from public.bill_evidence e
  where e.ask_id = a.id and e.undone_at is null and (proof is null or e.id = proof)
  order by app.evidence_rank(e.level) desc, e.at, e.id limit 1;
  if v_proof.id is null then
    return coalesce(a.evidence, 'none');
  end if;
  -- The asks that this one covers rest on the same proof.
  with undone as (
    update public.bill_evidence e set undone_at = app.now(), undone_by = auth.uid(),
      undo_reason = v_reason
    where e.undone_at is null and e.level = v_proof.level and e.message_id is not distinct
      from v_proof.message_id
      and e.ask_id in (select x.id from public.asks x where x.id = a.id or x.covered_by = a.id)
    returning e.ask_id)
  select array_agg(distinct u.ask_id order by u.ask_id) into v_ids from undone u;
  foreach v_id in array coalesce(v_ids, array[a.id]) loop
    perform app.refresh_evidence(v_id);
  end loop;
  select x.evidence into v_level from public.asks x where x.id = a.id;
  perform app.log_bill(a, 'bill_undone', jsonb_build_object('from', v_proof.level, 'to', v_level));
  return coalesce(v_level, 'none');
end $$;

alter table public.bill_evidence enable row level security;
create policy members_read on public.bill_evidence for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.bill_evidence to authenticated;
grant execute on function
  public.confirm_bill(bigint, bigint, bigint), public.undo_bill(bigint, text, bigint, bigint)
to authenticated;

-- What follows on a message: its content after a mere announcement, an edit, a deletion, a file
-- that never came; and what of it a person has to look at.

create index whatsapp_messages_albums on public.whatsapp_messages (id)
  where awaits_content and content_name = 'albumMessage';

-- When a value was written, as far as its vendor tells, and not after we heard it.
create function app.written_of(p_value jsonb, p_heard timestamptz) returns timestamptz
language plpgsql immutable set search_path = ''
as $$
begin
  return least(coalesce((p_value ->> 'providerTimestamp')::timestamptz, p_heard), p_heard);
end $$;

-- As note_attention, of a message; what a person has seen already is open again when something
-- newer of its kind comes.
create function app.look_at_message(m public.whatsapp_messages, p_kind text, p_at timestamptz,
  p_detail text) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if app.note_attention(m.workspace_id, m.contact_id, p_kind, p_at, m.id, null, m.request_id,
    p_detail) is null then
    update public.attention a set at = p_at, settled_at = null, settled_by = null,
      settled_how = null, detail = left(p_detail, 500)
    where a.message_id = m.id and a.kind = p_kind and a.settled_at <= app.now()
      -- What had come after all is lost again.
      and (a.at < p_at or a.settled_how = 'content')
      and a.settled_how <> 'erased';
  end if;
end $$;

create function app.name_content(m public.whatsapp_messages, p_value jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages set content_name = left(p_value ->> 'contentName', 100),
    awaits_content = coalesce((p_value ->> 'isStub')::boolean, false)
      or coalesce(p_value ->> 'contentName' = 'albumMessage', false)
  where id = m.id;
end $$;

-- The chat says that this person has another number. Nothing goes to the old one by itself any
-- more, as to one that is not on WhatsApp; whoever stopped us there has stopped us at the new one.
-- Whether the two are one person is for staff to say.
create function app.note_new_number(m public.whatsapp_messages, p_value jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_new text := p_value ->> 'newPhone';
  v_old text := coalesce(p_value -> 'chat' ->> 'phone', app.contact_phone(m.contact_id));
  v_stopped timestamptz := (select c.opted_out_at from public.contacts c where c.id = m.contact_id);
  v_other bigint;
begin
  perform app.look_at_message(m, 'number_changed', m.written_at, concat_ws(' → ', v_old, v_new));
  if v_new is null or v_new = v_old then
    return;
  end if;
  update public.contact_identities i set not_on_whatsapp_at = m.written_at
  where i.contact_id = m.contact_id and i.kind = 'phone' and i.value = v_old;
  if v_stopped is not null then
    v_other := app.resolve_contact(m.workspace_id, v_new, null);
    if v_other <> m.contact_id and not app.is_erased_contact(v_other) then
      perform app.note_consent(v_other, 'stopped', 'merge',
        p_reason => 'They stopped us at another number.', p_at => v_stopped);
    end if;
  end if;
end $$;

-- Somebody announced several photos, and none came within minutes. Answers how many.
create function app.look_at_albums() returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  v_count integer := 0;
begin
  for m in
    select x.* from public.whatsapp_messages x
    where x.awaits_content and x.content_name = 'albumMessage'
      and x.created_at <= app.now() - interval '5 minutes'
    order by x.id limit 200 for update skip locked
  loop
    update public.whatsapp_messages set awaits_content = false where id = m.id;
    if not exists (select from public.whatsapp_messages f where f.contact_id = m.contact_id
      and f.direction = 'in'
        and f.media is not null and f.written_at >= m.written_at - interval '1 minute') then
      perform app.look_at_message(m, 'unknown_kind', m.written_at, m.content_name);
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end $$;

-- What a new message means for what is to be looked at. A written answer settles a WhatsApp call
-- before it.
create function app.note_look(m public.whatsapp_messages, p_value jsonb, p_heard timestamptz)
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if p_value ->> 'look' is null then
    if m.evidence is not null and app.awaits_look(m.contact_id) then
      perform app.settle_attention(m.contact_id, 'content', array['whatsapp_call', 'taken_back'],
        p_until => app.written_of(p_value, p_heard));
    end if;
    if p_value ->> 'contentName' is not null then
      perform app.name_content(m, p_value);
    end if;
    return;
  end if;
  perform app.name_content(m, p_value);
  if p_value ->> 'look' = 'number_changed' then
    perform app.note_new_number(m, p_value);
    return;
  end if;
  perform app.look_at_message(m, p_value ->> 'look', app.written_of(p_value, p_heard),
    p_value ->> 'contentName');
end $$;

-- Its stop or start word. A start that an advertiser wrote for them takes nothing back.
create function app.said_word(p_workspace uuid, p_value jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_word text := app.consent_word(p_workspace,
    array(select jsonb_array_elements_text(p_value -> 'consentKeys')));
begin
  return case when v_word = 'start' and p_value ->> 'contentName' = 'advertisement' then null
    else v_word end;
end $$;

-- What a message that was just recorded says of consent and proves, both as of when it was written.
-- Answers the channel on which a confirmation waits, or null.
create function app.weigh(m public.whatsapp_messages, p_value jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_said jsonb := app.heed_consent(m.id, app.said_word(m.workspace_id, p_value), m.written_at);
begin
  -- A stop is no bill, and neither is the word that takes it back, nor a refusal; a file above it
  -- may be one.
  if m.evidence = 'attachment' or (m.evidence is not null and not (v_said ->> 'isStop')::boolean
      and not (v_said ->> 'isStart')::boolean and not (v_said ->> 'isRefusal')::boolean) then
    perform app.apply_evidence(m);
  end if;
  return v_said -> 'channel';
end $$;

-- The content of a message that was only announced: the row becomes what it would have been. Null
-- for any other message.
create function app.fill_stub(p_message bigint, p_value jsonb, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  if coalesce((p_value ->> 'isStub')::boolean, false) then
    return null;
  end if;
  update public.whatsapp_messages m set
    kind = p_value ->> 'kind', body = coalesce(p_value ->> 'text', m.body),
      media = nullif(p_value -> 'media', 'null'),
    quoted_whatsapp_id = p_value ->> 'quotedWhatsappId',
      push_name = coalesce(p_value ->> 'pushName', m.push_name),
    evidence = p_value ->> 'evidence', content_name = left(p_value ->> 'contentName', 100),
      awaits_content = false
  where m.id = p_message and m.awaits_content and m.content_removed_at is null
  returning * into v_message;
  if v_message.id is null then
    return null;
  end if;
  perform app.settle_attention(v_message.contact_id, 'content',
    array['view_once', 'undecryptable', 'unknown_kind', 'taken_back'], p_message);
  v_message := app.judge_machine(v_message, p_value -> 'consentKeys');
  perform app.note_look(v_message, p_value, p_heard);
  return jsonb_build_object('outcome', 'processed', 'channel', app.weigh(v_message, p_value));
end $$;

-- A stop that an edit made of an answer is no bill.
create function app.withdraw_evidence(p_message bigint, p_reason text) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint;
begin
  for v_ask in
    select e.ask_id from public.bill_evidence e
    where e.message_id = p_message and e.source = 'message' and e.level = 'reply'
      and e.undone_at is null order by e.ask_id
  loop
    update public.bill_evidence e set undone_at = app.now(), undo_reason = p_reason
    where e.ask_id = v_ask and e.message_id = p_message and e.source = 'message'
      and e.undone_at is null;
    perform app.refresh_evidence(v_ask);
  end loop;
end $$;

create function app.record_edit(p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_text text := p_value ->> 'text';
  v_at timestamptz := app.written_of(p_value, p_heard);
  m public.whatsapp_messages;
  v_said jsonb;
begin
  select x.* into m from public.whatsapp_message_keys k
    join public.whatsapp_messages x on x.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId' for update of x;
  if m.id is null then
    -- The first version never came: all that is left of it is this.
    return app.record_inbound(p_workspace, p_channel, p_value || jsonb_build_object(
      'kind', case when v_text is null then 'other' else 'text' end, 'evidence', null,
        'contentName', 'edit',
      'look', 'edit_unreadable', 'isStub', v_text is null), p_request, p_heard);
  end if;
  if m.direction = 'out' or m.content_removed_at is not null or app.is_erased_contact(m.contact_id)
    then
    return '{"outcome": "ignored", "reason": "edit"}';
  end if;
  if v_text is null then
    update public.whatsapp_messages set edit_unreadable_at = greatest(edit_unreadable_at, v_at)
      where id = m.id;
    perform app.look_at_message(m, 'edit_unreadable', v_at, null);
    return '{"outcome": "processed"}';
  end if;
  -- Baileys tells an edit twice.
  if m.body is not distinct from v_text or m.edited_at > v_at then
    return '{"outcome": "duplicate"}';
  end if;
  update public.whatsapp_messages set body = v_text, edited_at = v_at, edit_unreadable_at = null,
    edits = case when jsonb_array_length(coalesce(edits, '[]')) < 20
      then coalesce(edits, '[]') || jsonb_build_object(
      'at', coalesce(m.edited_at, m.created_at), 'body', m.body) else edits end
  where id = m.id;
  perform app.settle_attention(m.contact_id, 'content', array['edit_unreadable'], m.id);
  v_said := app.heed_consent(m.id, app.consent_word(p_workspace,
    array(select jsonb_array_elements_text(p_value -> 'consentKeys'))), v_at);
  if (v_said ->> 'isStop')::boolean then
    perform app.withdraw_evidence(m.id, 'The customer changed this message into a stop.');
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', v_said -> 'channel');
end $$;

-- The customer took back what we never heard: a row that proves nothing, and is to be looked at.
-- Its words may come yet.
create function app.record_taken_back(
  p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint, p_heard timestamptz)
    returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_result jsonb := app.record_inbound(p_workspace, p_channel,
    p_value || '{"kind": "other", "evidence": null,
    "contentName": "taken_back", "look": "taken_back", "isStub": true}', p_request, p_heard);
begin
  update public.whatsapp_messages m set deleted_at = app.written_of(p_value, p_heard)
  from public.whatsapp_message_keys k
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId'
    and m.id = k.message_id
    and m.direction = 'in' and m.deleted_at is null;
  return v_result;
end $$;

create function app.record_deletion(
  p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint, p_heard timestamptz)
    returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select x.* into m from public.whatsapp_message_keys k
    join public.whatsapp_messages x on x.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId'
    -- A customer takes back what is theirs only.
    and x.direction = coalesce(p_value ->> 'direction', x.direction) for update of x;
  if m.id is null then
    if p_value -> 'chat' is not null and p_value ->> 'direction' = 'in' then
      return app.record_taken_back(p_workspace, p_channel, p_value, p_request, p_heard);
    end if;
    return '{"outcome": "ignored", "reason": "deletion"}';
  elsif m.deleted_at is not null then
    return '{"outcome": "duplicate"}';
  end if;
  update public.whatsapp_messages set deleted_at = app.written_of(p_value, p_heard) where id = m.id;
  -- On the phone it stands no more.
  perform app.settle_attention(m.contact_id, 'deleted',
    array['view_once', 'undecryptable', 'unknown_kind', 'edit_unreadable'], m.id);
  return '{"outcome": "processed"}';
end $$;

-- A phone answers by itself (a greeting, an away message): what it says is kept and shown as such,
-- and proves nothing.

create index whatsapp_messages_machine_undone on public.whatsapp_messages (contact_id)
  where machine_undone_at is not null;

-- A text as it is compared: its words, without case, marks and punctuation. As consentKey of
-- TypeScript has it, in which the listed phrases are kept.
create function app.machine_key(p_text text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  v_text text := left(p_text, 2000);
begin
  if v_text ~ '[^ -~]' then
    v_text := regexp_replace(normalize(v_text, NFKD),
      U&'[\0300-\036F\1AB0-\1AFF\1DC0-\1DFF\20D0-\20FF\FE00-\FE0F\FE20-\FE2F\00AD\200B-\200F\202A-\202E\2060-\2069\FEFF]',
      '', 'g');
    v_text := replace(lower(v_text collate "pg_c_utf8"), 'ß', 'ss');
  end if;
  return btrim(regexp_replace(lower(v_text collate "pg_c_utf8"), '[^[:alnum:]]+', ' ', 'g'));
end $$;

-- Whether a text holds one of the company's phrases: whole words, with anything where the phrase
-- has " ... ".
create function app.is_listed_machine(p_workspace uuid, p_key text) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (select from jsonb_array_elements_text(app.setting(p_workspace, 'machines')
      -> 'phrases') w
      where ' ' || p_key || ' ' like '% ' || replace(w, ' ... ', ' %') || ' %'));
end $$;

-- Why this text is a machine's, or null. Written within two seconds of something of ours: when its
-- call began, was taken, left, or reached the phone, which answers then. Vendors tell whole
-- seconds. Who was writing already is a person.
create function app.machine_reason(m public.whatsapp_messages) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_key text := app.machine_key(m.body);
  v_by timestamptz := app.written_by(m);
  v_is_at_once boolean;
  v_is_repeated boolean;
begin
  if exists (select from public.whatsapp_messages u where u.contact_id = m.contact_id
    and u.machine_undone_at is not null
      and app.machine_key(u.body) = v_key) then
    return null;
  end if;
  with recent as materialized (
    select r.* from public.whatsapp_messages r where r.contact_id = m.contact_id
      and r.id <> m.id order by r.id desc limit 50),
  ours as materialized (
    select coalesce(r.send_began_at, r.written_at) as began, r.accepted_at, r.sent_at,
      r.delivered_at, r.status
    from recent r where r.direction = 'out' and (r.send_began_at is not null
      or r.purpose = 'typed')),
  moments as (
    -- A provider that takes long to answer may have sent it at any moment of the call.
    select o.began, o.began as earliest, greatest(o.began, least(o.began + interval '10 seconds',
      case when o.status = 'sending' then m.written_at else o.accepted_at end)) as latest
        from ours o
    union all select o.began, t.at, t.at from ours o, lateral (values (o.accepted_at), (o.sent_at),
      (o.delivered_at)) t (at))
  select
    exists (select from moments o where v_by >= o.earliest
      and m.written_at <= o.latest + interval '2 seconds'
      and not exists (select from recent i where i.direction = 'in' and i.evidence is not null
        and i.written_at < date_trunc('second', o.began)
          and i.written_at > o.began - interval '1 minute')),
    length(v_key) >= 40 and exists (select from recent i
      where i.direction = 'in' and i.kind = 'text' and i.written_at <= m.written_at
        and abs(length(i.body) - length(m.body)) <= 20 and app.machine_key(i.body) = v_key
        and exists (select from ours o where o.began <= app.written_by(i))
        and exists (select from ours o where o.began > app.written_by(i) and o.began <= v_by))
  into v_is_at_once, v_is_repeated;
  return case
    when v_is_at_once then 'at_once'
    when v_is_repeated then 'repeated'
    when app.is_listed_machine(m.workspace_id, v_key) then 'listed' end;
end $$;

-- Takes the proof from a text that a machine wrote, and marks it. A person's: what is short,
-- quotes, stops, starts or refuses, and whatever is no text. Answers the message as it is then.
create function app.judge_machine(m public.whatsapp_messages, p_consent_keys jsonb default '[]')
returns public.whatsapp_messages
language plpgsql volatile set search_path = ''
as $$
declare
  v_reason text;
begin
  if m.kind <> 'text' or m.evidence is distinct from 'reply' or length(m.body) < 30
    or m.media is not null
      or m.quoted_whatsapp_id is not null or m.is_stop or m.is_start or m.machine_reason is not null
        then
    return m;
  end if;
  v_reason := app.machine_reason(m);
  if v_reason is null or app.consent_word(m.workspace_id,
      array(select jsonb_array_elements_text(p_consent_keys))) is not null then
    return m;
  end if;
  update public.whatsapp_messages x set machine_reason = v_reason, evidence = null where x.id = m.id
    returning x.* into m;
  return m;
end $$;

-- A person wrote it: it counts as of when it was written, and the same words of this contact are a
-- person's from now on. Answers `undone`, or `settled` where there was nothing to take back.
create function public.undo_machine(message bigint) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select x.* into m from public.whatsapp_messages x where x.id = message;
  perform app.require_role(m.workspace_id, 'agent');
  perform app.lock_channels(m.workspace_id);
  update public.whatsapp_messages x set evidence = 'reply', machine_undone_by = auth.uid(),
    machine_undone_at = app.now()
  where x.id = message and x.machine_reason is not null and x.machine_undone_at is null
    and x.content_removed_at is null
  returning x.* into m;
  if not found then
    return 'settled';
  end if;
  perform app.settle_attention(m.contact_id, 'content', array['whatsapp_call'],
    p_until => m.written_at);
  perform app.apply_evidence(m);
  perform app.log_action(m.workspace_id, auth.uid(), 'machine_undone', 'message', message::text,
    jsonb_build_object('reason', m.machine_reason));
  return 'undone';
end $$;

grant execute on function public.undo_machine(bigint) to authenticated;

-- WhatsApp enters: replies and what they prove, echoes, statuses, the channel's state.
-- All of these run under the channel's lock, taken by apply_effects: a status that looks for its
-- message and a settle that looks for waiting statuses must see each other.

-- Whose message it is.
create function app.writer_of(p_workspace uuid, p_channel uuid, p_value jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
  v_quoted bigint;
begin
  -- Even a second delivery may bring the pair of phone and LID that the first lacked.
  v_contact := app.resolve_chat(p_workspace, p_value -> 'chat');
  -- Only the person we wrote to can quote what we wrote: the quote tells whose LID this is.
  if p_value ->> 'quotedWhatsappId' is not null then
    select m.contact_id into v_quoted
    from public.whatsapp_message_keys q join public.whatsapp_messages m on m.id = q.message_id
    where q.channel_id = p_channel and q.whatsapp_id = p_value ->> 'quotedWhatsappId'
      and m.direction = 'out' and m.contact_id <> v_contact;
  end if;
  if v_quoted is not null and app.contact_phone(v_contact) is null then
    perform app.merge_contacts(v_contact, v_quoted);
    v_contact := v_quoted;
  end if;
  return v_contact;
end $$;

create function app.record_inbound(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint := nextval(pg_get_serial_sequence('public.whatsapp_messages', 'id'));
  v_first public.whatsapp_message_keys;
  v_contact bigint;
  v_person public.contacts;
  v_message public.whatsapp_messages;
begin
  v_contact := app.writer_of(p_workspace, p_channel, p_value);
  select * into v_person from public.contacts where id = v_contact;
  if v_person.erased_at is not null
      or app.erased_subject(p_workspace, 'message', array[p_value ->> 'whatsappId']) is not null
        then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'erased');
  end if;
  insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id,
    request_id)
  values (p_channel, p_workspace, p_value ->> 'whatsappId', v_id, p_request)
  on conflict (channel_id, whatsapp_id) do nothing;
  if not found then
    select * into v_first from public.whatsapp_message_keys
    where channel_id = p_channel and whatsapp_id = p_value ->> 'whatsappId';
    perform app.note_media(p_workspace, v_first.message_id, p_value, p_request, p_heard);
    return coalesce(app.fill_stub(v_first.message_id, p_value, p_heard),
      jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first.request_id));
  end if;
  insert into public.whatsapp_messages (
    id, workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body,
      media, status,
    whatsapp_message_id, quoted_whatsapp_id, push_name, provider_timestamp, address, evidence,
      request_id, created_at)
  values (
    v_id, p_workspace, p_channel, app.conversation(p_workspace, p_channel, v_contact), v_contact,
      'in', 'inbound',
    p_value ->> 'kind', p_value ->> 'text', nullif(p_value -> 'media', 'null'), 'received',
      p_value ->> 'whatsappId',
    p_value ->> 'quotedWhatsappId', p_value ->> 'pushName',
      (p_value ->> 'providerTimestamp')::timestamptz,
    app.chat_address(p_value -> 'chat'), p_value ->> 'evidence', p_request, p_heard)
  returning * into v_message;
  perform app.note_media(p_workspace, v_id, p_value, p_request, p_heard);
  v_message := app.judge_machine(v_message, p_value -> 'consentKeys');
  perform app.note_look(v_message, p_value, p_heard);
  -- Asked of what was read under its lock: an update that changes nothing costs as much as reading
  -- it.
  if v_person.push_name is distinct from coalesce(v_message.push_name, v_person.push_name)
      or v_person.dismissed_at is not null then
    update public.contacts set push_name = coalesce(v_message.push_name, push_name),
      dismissed_at = null
    where id = v_contact;
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', app.weigh(v_message, p_value));
end $$;

-- Gives a sent message its WhatsApp id and applies the statuses that waited for it.
create function app.bind_message(p_message bigint, p_whatsapp_id text, p_request bigint,
  p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
  v_other public.whatsapp_messages;
  v_status public.whatsapp_statuses;
begin
  select * into v_message from public.whatsapp_messages where id = p_message for update;
  if v_message.whatsapp_message_id is not null then
    return v_message.whatsapp_message_id = p_whatsapp_id;
  end if;
  insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id,
    request_id)
  values (v_message.channel_id, v_message.workspace_id, p_whatsapp_id, p_message, p_request)
  on conflict (channel_id, whatsapp_id) do nothing;
  if not found then
    -- Its echo came first and was taken for a message typed on the phone: it was this one.
    select m.* into v_other from public.whatsapp_message_keys k
      join public.whatsapp_messages m on m.id = k.message_id
    where k.channel_id = v_message.channel_id and k.whatsapp_id = p_whatsapp_id for update of m;
    if v_other.purpose is distinct from 'typed' then
      return false;
    end if;
    delete from public.whatsapp_messages where id = v_other.id;
    -- One WhatsApp id, one chat: its LID is this person's.
    if v_other.contact_id <> v_message.contact_id and app.contact_phone(v_other.contact_id) is null
      then
      perform app.merge_contacts(v_other.contact_id, v_message.contact_id);
    end if;
    update public.whatsapp_message_keys set message_id = p_message
    where channel_id = v_message.channel_id and whatsapp_id = p_whatsapp_id;
    perform app.raise_status(p_message, 'sent', v_other.created_at, null, null);
  end if;
  update public.whatsapp_messages set whatsapp_message_id = p_whatsapp_id, bind_at = null
    where id = p_message;
  -- They are on WhatsApp, so they have a LID; the binding mostly brings it, else it is looked up.
  update public.contact_identities i set lookup_at = p_at
  where i.workspace_id = v_message.workspace_id and i.kind = 'phone'
    and i.value = v_message.recipient
    and i.lookup_at is null and i.lookup_tries = 0
    and not exists (select from public.contact_identities l where l.contact_id = i.contact_id
      and l.kind = 'lid');
  for v_status in select * from public.whatsapp_statuses
    where channel_id = v_message.channel_id and whatsapp_id = p_whatsapp_id order by rank
  loop
    perform app.raise_status(p_message, v_status.status, v_status.received_at, 'provider_failed',
      v_status.error_text);
    if v_status.lid is not null and v_message.recipient is not null then
      perform app.resolve_contact(v_message.workspace_id, v_message.recipient, v_status.lid);
    end if;
  end loop;
  return true;
end $$;

-- A send of ours without a WhatsApp id yet, of which some attempt may have reached the customer,
-- whatever became of it since.
create function app.is_unbound(m public.whatsapp_messages) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select m.direction = 'out' and m.whatsapp_message_id is null and m.attempt > 0
      and exists (select from public.whatsapp_send_attempts a
        where a.message_id = m.id and a.outcome in ('in_flight', 'accepted', 'uncertain')));
end $$;

-- What somebody typed on the phone itself.
create function app.record_typed(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_message bigint;
  v_chat jsonb := p_value -> 'chat';
  v_contact bigint;
begin
  v_contact := app.resolve_chat(p_workspace, v_chat);
  if app.is_erased_contact(v_contact) or app.erased_subject(p_workspace, 'message',
    array[p_value ->> 'whatsappId']) is not null then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'erased');
  end if;
  v_message := nextval(pg_get_serial_sequence('public.whatsapp_messages', 'id'));
  insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id,
    request_id)
  values (p_channel, p_workspace, p_value ->> 'whatsappId', v_message, p_request)
  on conflict (channel_id, whatsapp_id) do nothing;
  if not found then
    return jsonb_build_object('outcome', 'duplicate');
  end if;
  insert into public.whatsapp_messages (
    id, workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body,
      media, status,
    whatsapp_message_id, provider_message_id, provider_timestamp, sent_at, address, request_id,
      created_at)
  values (
    v_message, p_workspace, p_channel, app.conversation(p_workspace, p_channel, v_contact),
      v_contact, 'out', 'typed',
    p_value ->> 'kind', p_value ->> 'text', nullif(p_value -> 'media', 'null'), 'sent',
      p_value ->> 'whatsappId',
    p_value ->> 'providerMessageId', (p_value ->> 'providerTimestamp')::timestamptz, p_heard,
    app.chat_address(v_chat), p_request, p_heard);
  perform app.raise_status(v_message, s.status, s.received_at, 'provider_failed', s.error_text)
  from public.whatsapp_statuses s
  where s.channel_id = p_channel and s.whatsapp_id = p_value ->> 'whatsappId';
  -- They asked by hand: what waits to ask the same does not leave.
  if app.speaks_of_bill(p_value ->> 'text') then
    perform app.judge_waiting(v_contact);
  end if;
  return jsonb_build_object('outcome', 'processed');
end $$;

create function app.record_echo(p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_key public.whatsapp_message_keys;
  v_message bigint;
  v_chat jsonb := p_value -> 'chat';
  v_phone_contact bigint := app.contact_by(p_workspace, 'phone', v_chat ->> 'phone');
  v_lid_contact bigint := app.contact_by(p_workspace, 'lid', v_chat ->> 'lid');
begin
  select * into v_key from public.whatsapp_message_keys
  where channel_id = p_channel and whatsapp_id = p_value ->> 'whatsappId';
  if v_key.message_id is not null then
    update public.whatsapp_message_keys set request_id = p_request
    where channel_id = p_channel and whatsapp_id = v_key.whatsapp_id and request_id is null;
    if app.raise_status(v_key.message_id, 'sent', p_heard, null, null) or v_key.request_id is null
      then
      return jsonb_build_object('outcome', 'processed');
    end if;
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_key.request_id);
  end if;
  select m.id into v_message from public.whatsapp_messages m
  where m.channel_id = p_channel and m.direction = 'out' and m.whatsapp_message_id is null
    and m.attempt > 0
    and app.is_unbound(m)
    and (m.provider_message_id = p_value ->> 'providerMessageId'
      or (m.contact_id = coalesce(v_phone_contact, v_lid_contact) and m.body = p_value ->> 'text'))
  order by (m.provider_message_id = p_value ->> 'providerMessageId') desc nulls last,
    m.send_began_at, m.id limit 1
  for update;
  if v_message is not null and app.bind_message(v_message, p_value ->> 'whatsappId', p_request,
    p_heard) then
    perform app.raise_status(v_message, 'sent', p_heard, null, null);
    perform app.resolve_contact(p_workspace, m.recipient, v_chat ->> 'lid', v_chat ->> 'bsuid',
      v_chat ->> 'username')
    from public.whatsapp_messages m where m.id = v_message;
    return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
  end if;
  if v_chat ->> 'phone' is null and v_lid_contact is null and exists (
    select from public.whatsapp_messages m
    where m.channel_id = p_channel and m.direction = 'out' and m.whatsapp_message_id is null
      and m.attempt > 0
      and app.is_unbound(m) and m.body = p_value ->> 'text')
  then
    -- Surely one of ours, but to whom a LID that nobody knows does not say: it waits, as a status,
    -- for the binding.
    return app.record_status(p_workspace, p_channel, jsonb_build_object(
      'whatsappId', p_value ->> 'whatsappId', 'status', 'sent', 'lid', v_chat ->> 'lid'), p_request,
        p_heard);
  end if;
  return app.record_typed(p_workspace, p_channel, p_value, p_request, p_heard);
end $$;

-- A failure that names no message: of the one that it can only be, as {message}; else it is the
-- channel's incident.
create function app.record_unnamed_failure(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_messages bigint[];
begin
  -- It names no message, so its own words and time are its key; without a time, the minute in
  -- which it was heard.
  insert into public.whatsapp_statuses (
    channel_id, workspace_id, whatsapp_id, status, rank, error_text, request_id, received_at)
  values (p_channel, p_workspace, 'failure:' || md5(p_value::text || case
      when p_value ->> 'providerTimestamp' is null then to_char(p_heard, 'YYYY-MM-DD HH24:MI')
        else '' end),
    p_value ->> 'status', app.status_rank(p_value ->> 'status'),
    left(p_value ->> 'errorText', 500), p_request, p_heard)
  on conflict (channel_id, whatsapp_id, rank) do nothing;
  if not found then
    return '{"outcome": "duplicate"}';
  end if;
  select array_agg(m.id) into v_messages from public.whatsapp_messages m
  where m.channel_id = p_channel and m.direction = 'out' and m.whatsapp_message_id is null
    and m.attempt > 0
    and app.is_unbound(m) and m.status not in ('sent', 'failed');
  if cardinality(v_messages) is distinct from 1 then
    insert into public.channel_incidents (workspace_id, channel_id, kind, detail, request_id)
    values (p_workspace, p_channel, 'send_failed_unbound', left(p_value ->> 'errorText', 500),
      p_request);
    return '{"outcome": "processed"}';
  end if;
  return jsonb_build_object('message', v_messages[1]);
end $$;

-- A vendor says with a status what we called the send: <message>.<attempt>. So one is found whose
-- answer never came; of another channel's, or of none, nothing is.
create function app.bind_reference(p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_parts text[] := regexp_match(p_value ->> 'reference', '^([0-9]{1,18})\.([0-9]{1,9})$');
  v_whatsapp_id text := p_value ->> 'whatsappId';
begin
  if v_parts is not null and v_whatsapp_id is not null then
    perform app.bind_message(a.message_id, v_whatsapp_id, p_request, p_heard)
    from public.whatsapp_send_attempts a
    where a.message_id = v_parts[1]::bigint and a.attempt = v_parts[2]::integer
      and a.channel_id = p_channel and not exists (select from public.whatsapp_message_keys k
        where k.channel_id = p_channel and k.whatsapp_id = v_whatsapp_id);
  end if;
end $$;

create function app.record_status(p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_whatsapp_id text := p_value ->> 'whatsappId';
  v_status text := p_value ->> 'status';
  v_error text := p_value ->> 'errorText';
  v_key public.whatsapp_message_keys;
  v_messages bigint[];
  v_direction text;
  v_first bigint;
  v_unnamed jsonb;
begin
  if p_value ->> 'providerMessageId' is not null then
    select array_agg(id) into v_messages from public.whatsapp_messages
    where channel_id = p_channel and provider_message_id = p_value ->> 'providerMessageId';
    if v_messages is not null and v_whatsapp_id is not null then
      perform app.bind_message(v_messages[1], v_whatsapp_id, p_request, p_heard);
    end if;
  elsif v_whatsapp_id is null then
    v_unnamed := app.record_unnamed_failure(p_workspace, p_channel, p_value, p_request, p_heard);
    if v_unnamed ? 'outcome' then
      return v_unnamed;
    end if;
    v_messages := array[(v_unnamed ->> 'message')::bigint];
  end if;
  if p_value ->> 'reference' is not null then
    perform app.bind_reference(p_channel, p_value, p_request, p_heard);
  end if;
  if v_whatsapp_id is null then
    if v_messages is not null and app.raise_status(v_messages[1], v_status, p_heard,
      'provider_failed', v_error) then
      return jsonb_build_object('outcome', 'processed');
    end if;
    if v_messages is not null then
      return jsonb_build_object('outcome', 'ignored', 'reason', 'status_not_higher');
    end if;
    -- Faster than our own settlement, which will look here.
    v_whatsapp_id := 'msgId:' || (p_value ->> 'providerMessageId');
  end if;
  insert into public.whatsapp_statuses (
    channel_id, workspace_id, whatsapp_id, status, rank, error_text, lid, provider_timestamp,
      request_id, received_at)
  values (p_channel, p_workspace, v_whatsapp_id, v_status, app.status_rank(v_status),
    left(v_error, 500), p_value ->> 'lid',
    (p_value ->> 'providerTimestamp')::timestamptz, p_request, p_heard)
  on conflict (channel_id, whatsapp_id, rank) do nothing;
  if not found then
    select request_id into v_first from public.whatsapp_statuses where channel_id = p_channel
      and whatsapp_id = v_whatsapp_id and rank = app.status_rank(v_status);
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first);
  end if;
  select m.direction into v_direction from public.whatsapp_message_keys k
  join public.whatsapp_messages m on m.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = v_whatsapp_id;
  if v_direction = 'in' then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'inbound_status');
  end if;
  select * into v_key from public.whatsapp_message_keys where channel_id = p_channel
    and whatsapp_id = v_whatsapp_id;
  perform app.raise_status(v_key.message_id, v_status, p_heard, 'provider_failed', v_error);
  return jsonb_build_object('outcome', 'processed');
end $$;

-- No key: the last one wins.
create function app.record_channel_status(p_channel uuid, p_value jsonb, p_heard timestamptz)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_status text := p_value ->> 'status';
  v_channel public.channels;
begin
  update public.channels set connection_status = v_status, connection_status_at = p_heard
  where id = p_channel and (connection_status_at is null or connection_status_at <= p_heard)
    returning * into v_channel;
  if v_channel.id is null then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'outdated');
  end if;
  if v_status = 'connected' then
    if v_channel.pause_reason = 'session_down' then
      perform app.resume_channel(p_channel);
    else
      update public.channels set probe_at = p_heard where id = p_channel and probe_at is not null;
    end if;
  elsif v_status <> 'connecting' then
    perform app.pause_channel(p_channel, 'session_down', 'WhatsApp says: ' || v_status, p_heard);
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $$;

-- One call a webhook: the delivery and its effects, committed together.

-- Somebody wrote, and nothing tells who: in sight all the same.
create function app.record_ignored(p_workspace uuid, p_value jsonb, p_request bigint,
  p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  if p_value ->> 'look' is not null then
    perform app.note_attention(p_workspace, null, p_value ->> 'look', p_heard,
      p_request => p_request,
      p_detail => p_value ->> 'reason');
  end if;
  return jsonb_build_object('outcome', 'ignored', 'reason', p_value ->> 'reason', 'detail',
    p_value ->> 'detail');
end $$;

-- A number that is no channel of ours: nothing takes effect, and a person sees it, once an account.
create function app.record_unknown_account(p_workspace uuid, p_source text, p_account text,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_detail text := concat_ws(' ', p_source, p_account);
begin
  perform app.note_attention(p_workspace, null, 'unknown_account', p_heard, p_request => p_request,
    p_detail => v_detail)
  where not exists (select from public.attention a where a.workspace_id = p_workspace
    and a.settled_at is null and a.kind = 'unknown_account' and a.detail = v_detail);
  return jsonb_build_object('outcome', 'ignored', 'reason', 'unknown_account', 'detail', v_detail);
end $$;

-- Applies every value of one delivery or none. p_about: {account?, channel?} of the delivery, for
-- values that name no account. {outcome, reason?, detail?, duplicateOf?, channels}
create function app.apply_effects(p_request bigint, p_workspace uuid, p_source text, p_values jsonb,
  p_heard timestamptz, p_about jsonb default null) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_channels public.channels[];
  v_channel uuid;
  v_account text := p_about ->> 'account';
  v_value jsonb;
  v_result jsonb;
  v_results jsonb[] := '{}';
  v_has_erased boolean;
begin
  -- First of the three locks, of all channels: an answer on one may withdraw what waits on another.
  v_channels := app.lock_channels(p_workspace);
  v_channel := app.channel_named(v_channels, p_source, v_account, (p_about ->> 'channel')::uuid);
  v_has_erased := exists (select from public.erased_identities e
    where e.workspace_id = p_workspace);
  for v_value in select * from jsonb_array_elements(p_values) loop
    if coalesce(v_value ->> 'account', p_about ->> 'account') is distinct from v_account then
      v_account := coalesce(v_value ->> 'account', p_about ->> 'account');
      v_channel := app.channel_named(v_channels, p_source, v_account,
        (p_about ->> 'channel')::uuid);
    end if;
    if v_channel is null and v_value ->> 'type' in ('inbound_message', 'message_edit',
      'message_deleted', 'echo', 'message_status', 'channel_status', 'found_message') then
      v_results := v_results || app.record_unknown_account(p_workspace, p_source, v_account,
        p_request, p_heard);
      continue;
    end if;
    v_result := case case when v_has_erased and app.is_of_erased(p_workspace, v_value) then 'erased'
      else v_value ->> 'type' end
      when 'erased' then app.ignore_erased(p_workspace, v_value)
      when 'call_ended' then app.record_call(p_workspace, v_value, p_request, p_heard)
      when 'inbound_message' then app.record_inbound(p_workspace, v_channel, v_value, p_request,
        p_heard)
      when 'message_edit' then app.record_edit(p_workspace, v_channel, v_value, p_request, p_heard)
      when 'message_deleted' then app.record_deletion(p_workspace, v_channel, v_value, p_request,
        p_heard)
      when 'echo' then app.record_echo(p_workspace, v_channel, v_value, p_request, p_heard)
      when 'message_status' then app.record_status(p_workspace, v_channel, v_value, p_request,
        p_heard)
      when 'channel_status' then app.record_channel_status(v_channel, v_value, p_heard)
      when 'found_message' then app.record_found_message(p_workspace, v_channel, v_value, p_request,
        p_heard)
      when 'identity' then app.record_identity(p_workspace, v_value, p_request)
      when 'ignored' then app.record_ignored(p_workspace, v_value, p_request, p_heard)
    end;
    if v_result is null then
      raise exception 'unknown domain value %', v_value ->> 'type';
    end if;
    v_results := v_results || v_result;
  end loop;
  -- The delivery did what its strongest value did.
  select r into v_result from unnest(v_results) with ordinality t (r, n)
  order by array_position(array['processed', 'ignored', 'duplicate'], r ->> 'outcome'), n limit 1;
  return coalesce(v_result, '{"outcome": "ignored", "reason": "empty"}')
    || jsonb_build_object('channels', (
    select coalesce(jsonb_agg(distinct r -> 'channel'), '[]') from unnest(v_results) r
    where jsonb_typeof(r -> 'channel') = 'string'));
end $$;

-- After a whole delivery failed: each of its values in a subtransaction of its own, so that a bad
-- one takes back no other. As apply_effects answers; with `left`, the values that failed, when some
-- did. Not done at first: some thousands of subtransactions are dearer than one (more than 64 leave
-- the shared cache of a backend).
create function app.apply_each(
  p_request bigint, p_workspace uuid, p_source text, p_values jsonb, p_heard timestamptz,
  p_about jsonb default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_value jsonb;
  v_result jsonb;
  v_best jsonb;
  v_failure jsonb;
  v_left jsonb[] := '{}';
  v_channels jsonb := '[]';
begin
  for v_value in select * from jsonb_array_elements(p_values) loop
    begin
      v_result := app.apply_effects(p_request, p_workspace, p_source, jsonb_build_array(v_value),
        p_heard, p_about);
      if v_best is null or array_position(array['processed', 'ignored', 'duplicate'],
        v_result ->> 'outcome')
          < array_position(array['processed', 'ignored', 'duplicate'], v_best ->> 'outcome') then
        v_best := v_result;
      end if;
      if not v_channels @> (v_result -> 'channels') then
        v_channels := v_channels || (v_result -> 'channels');
      end if;
    exception when others then
      v_failure := coalesce(v_failure, jsonb_build_object('reason', sqlstate, 'detail', sqlerrm));
      v_left := v_left || v_value;
    end;
  end loop;
  if v_failure is null then
    return v_best || jsonb_build_object('channels', v_channels);
  end if;
  return v_failure || jsonb_build_object('outcome', 'failed', 'channels', v_channels, 'left',
    to_jsonb(v_left));
end $$;

-- The delivery as it came; what becomes of it is written over it in the same transaction.
create function app.keep_delivery(p_workspace uuid, p_delivery jsonb, p_effects jsonb,
  p_at timestamptz) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
begin
  insert into public.webhook_requests (
    workspace_id, source, origin, event_type, received_at, request_id, content_type, headers, body,
      raw_body,
    outcome, reason, detail, account, channel_id, mapping_version)
  values (
    p_workspace, p_delivery ->> 'source', coalesce(p_delivery ->> 'origin', 'webhook'),
      left(p_delivery ->> 'eventType', 200), p_at, p_delivery ->> 'requestId',
    left(p_delivery ->> 'contentType', 200), coalesce(p_delivery -> 'headers', '{}'),
      nullif(p_delivery -> 'body', 'null'),
    p_delivery ->> 'rawBody', 'rejected', left(p_delivery -> 'rejected' ->> 'reason', 200),
    left(p_delivery -> 'rejected' ->> 'detail', 500),
    left(p_delivery ->> 'account', 200), (p_delivery ->> 'channel')::uuid,
    case when p_effects -> 0 ->> 'bodyKind' is distinct from 'native'
      then (p_delivery ->> 'mappingVersion')::integer end)
  returning id into v_id;
  return v_id;
end $$;

-- What is lost with one that cannot be read is to be looked at.
create function app.note_rejected(p_workspace uuid, p_delivery jsonb, p_id bigint,
  p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if p_delivery -> 'rejected' ->> 'reason' = 'body_too_large' then
    perform app.note_attention(p_workspace, null, 'body_too_large', p_at, p_request => p_id,
      p_detail => p_delivery ->> 'source');
  elsif p_delivery -> 'rejected' ->> 'lost' = 'calls' then
    perform app.note_attention(p_workspace, null, 'call_unreadable', p_at, p_request => p_id,
      p_detail => p_delivery -> 'rejected' ->> 'reason');
  end if;
end $$;

-- What came of a delivery, and what of it stays.
create function app.close_delivery(p_id bigint, p_workspace uuid, p_delivery jsonb,
  p_effects jsonb, p_result jsonb, p_began timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  -- Of whom was erased nothing is stored, whatever came of the delivery. One that failed keeps its
  -- values, to be tried again.
  v_is_erased boolean := case when exists (select from public.erased_identities e
    where e.workspace_id = p_workspace)
    then coalesce(p_result ->> 'reason' = 'erased', false)
      or app.mentions_erased(p_workspace, concat_ws(' ', p_effects::text, p_delivery ->> 'body',
        p_delivery ->> 'rawBody'))
    else false end;
begin
  update public.webhook_requests set
    outcome = p_result ->> 'outcome',
    reason = coalesce(p_result ->> 'reason', reason),
    detail = coalesce(left(p_result ->> 'detail', 500), detail),
    duplicate_of = (p_result ->> 'duplicateOf')::bigint,
    call_id = (p_result ->> 'call')::bigint,
    body = case when p_result ->> 'outcome' = 'duplicate' or v_is_erased then null else body end,
    raw_body = case when p_result ->> 'outcome' = 'duplicate' or v_is_erased then null
      else raw_body end,
    headers = case when v_is_erased then '{}' else headers end,
    payload_removed_at = case when v_is_erased and p_result ->> 'outcome' <> 'failed'
      then p_began end,
    domain_values = case when p_result ->> 'outcome' = 'failed'
      then coalesce(p_result -> 'left', p_effects) end,
    tries = 1,
    next_try_at = case when p_result ->> 'outcome' = 'failed'
      then app.now() + interval '30 seconds' end,
    duration_ms = round((coalesce((p_delivery ->> 'elapsedMs')::numeric, 0)
      + extract(epoch from app.now() - p_began) * 1000)::numeric, 2)
  where id = p_id;
end $$;

-- delivery: {workspace, source, account?, channel?, origin?, eventType, requestId, contentType,
-- headers, body, rawBody, elapsedMs, rejected?: {reason, detail}, mappingVersion?}; effects: the
-- domain values, each with the account that it is about where it is not the delivery's.
-- Read with another field mapping than the one that holds, nothing is stored: {outcome:
-- outdated_mapping, mapping}. An effect that fails rolls back alone: the delivery stays as `failed`
-- with what it has not done, and the clock applies that again.
create function public.record_delivery(delivery jsonb, effects jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_began timestamptz := app.now();
  v_workspace uuid;
  v_id bigint;
  v_result jsonb;
  v_about jsonb := jsonb_build_object('account', delivery ->> 'account', 'channel',
    delivery ->> 'channel');
begin
  select app.workspace_told(delivery ->> 'source', delivery ->> 'account',
    (delivery ->> 'channel')::uuid, w.id) into v_workspace
  from public.workspaces w where w.key = delivery ->> 'workspace';
  if v_workspace is null then
    raise exception using errcode = 'PT404', message = 'There is no such workspace.';
  end if;
  if (delivery ->> 'mappingVersion')::integer <> app.field_mapping_version(v_workspace) then
    return jsonb_build_object('outcome', 'outdated_mapping', 'mapping',
      public.field_mapping(delivery ->> 'workspace'));
  end if;
  v_id := app.keep_delivery(v_workspace, delivery, effects, v_began);
  if nullif(delivery -> 'rejected', 'null') is not null then
    v_result := '{"outcome": "rejected", "channels": []}';
    perform app.note_rejected(v_workspace, delivery, v_id, v_began);
  else
    begin
      v_result := app.apply_effects(v_id, v_workspace, delivery ->> 'source', effects, v_began,
        v_about);
    exception when others then
      v_result := jsonb_build_object('outcome', 'failed', 'reason', sqlstate, 'detail', sqlerrm,
        'channels', '[]'::jsonb);
    end;
    if v_result ->> 'outcome' = 'failed' and jsonb_array_length(effects) > 1 then
      v_result := app.apply_each(v_id, v_workspace, delivery ->> 'source', effects, v_began,
        v_about);
    end if;
  end if;
  perform app.close_delivery(v_id, v_workspace, delivery, effects, v_result, v_began);
  return v_result - '{left,call}'::text[] || jsonb_build_object('requestId', v_id);
end $$;

-- What failed and is due again, longest due first; with `fresh` only what failed once: what is said
-- in it, a STOP maybe, comes before the sends, and what fails again and again after them. Each try
-- is counted here, in a transaction of its own: one that the statement timeout cuts off (hosted
-- Supabase: 8 s) would otherwise count none, and be tried for ever. After eight an event is
-- dead-lettered: still there, and in sight. The last try may still bring it back.
create function public.take_failed_events(most integer, fresh boolean default false)
  returns bigint[]
language plpgsql security definer set search_path = ''
as $$
declare
  v_ids bigint[];
begin
  with due as (
    select r.id, r.next_try_at from public.webhook_requests r
    where r.outcome = 'failed' and r.dead_lettered_at is null and r.next_try_at <= app.now()
      and (not fresh or r.tries - r.replays = 1)
    order by r.next_try_at limit least(greatest(coalesce(most, 50), 0), 50) for update skip locked),
  taken as (
    update public.webhook_requests r set tries = r.tries + 1,
      next_try_at = app.now() + interval '30 seconds' * power(2, least(r.tries - r.replays, 10)),
      dead_lettered_at = case when r.tries + 1 - r.replays >= 8 then app.now() end
    from due where r.id = due.id returning r.id, due.next_try_at)
  select array_agg(t.id order by t.next_try_at, t.id) into v_ids from taken t;
  return coalesce(v_ids, '{}');
end $$;

-- One of those that were taken, in one transaction. {outcome, channels}; outcome null when it is no
-- failed one any more.
create function public.retry_event(request bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  select r.workspace_id into v_workspace from public.webhook_requests r where r.id = request;
  -- In the order of tick, which locks them all by id; then the row's, as a replay does.
  perform app.lock_channels(v_workspace);
  -- The take has counted this try, and so does what follows.
  update public.webhook_requests r set tries = r.tries - 1 where r.id = request
    and r.outcome = 'failed' and r.tries > 0;
  if not found then
    return '{"outcome": null, "channels": []}';
  end if;
  return app.apply_again(request);
end $$;

grant execute on function
  public.record_delivery(jsonb, jsonb), public.take_failed_events(integer, boolean),
  public.retry_event(bigint)
to service_role;

-- decide -> claim -> send -> settle. Postgres holds the pace; whoever sends is replaceable.

-- The next p_limit messages that may leave at p_at, each by its contact's hours. The forecast asks
-- the same function, so it shows the claim's real order. A live follow-up may leave at any hour:
-- the customer has just hung up.
create function app.next_to_send(p_channel uuid, p_at timestamptz, w public.workspaces,
  p_except bigint[], p_limit integer default 1)
returns setof public.whatsapp_messages
language plpgsql stable rows 1 set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_open boolean := app.in_sending_hours(p_at, w);
  v_zones text[] := app.own_zones(w);
  v_open_zones text[] := '{}';
begin
  if v_zones <> '{}' then
    v_open_zones := array(select z.name from unnest(v_zones) z (name)
      where app.in_sending_hours(p_at, w, z.name));
  end if;
  return query
    select m.* from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
    where m.channel_id = p_channel and m.status = 'queued' and m.due_at <= p_at
      and m.expires_at > p_at
      -- Closed for all: a queue that waits for the morning is not joined with its contacts.
      and (m.live_until > p_at or v_open or v_open_zones <> '{}')
      and (m.live_until > p_at or case when c.time_zone = any (v_zones)
        then c.time_zone = any (v_open_zones) else v_open end)
      -- Who asked us to stop is told once that we have.
      and (c.opted_out_at is null or m.purpose = 'consent_notice') and c.blocked_at is null
        and c.erased_at is null
      and m.id <> all (p_except)
      -- Nothing is repeated to whom somebody has to look at first.
      and (m.reminder_of is null or not app.awaits_look(m.contact_id))
    order by m.priority, m.due_at, m.id limit p_limit;
end $$;

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
begin
  if not exists (select from public.whatsapp_messages m where m.channel_id = p_channel
    and m.status = 'queued') then
    return null;
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
  return least(v_live, (
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

-- The last sends that count against the cap, oldest first: one a provider call that may have gone
-- out.
create function app.recent_sends(p_channel uuid, p_limit integer, p_at timestamptz)
  returns timestamptz[]
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(started_at order by started_at), '{}') from (
      select started_at from public.whatsapp_send_attempts
      where channel_id = p_channel and outcome <> 'not_sent'
        and started_at > p_at - interval '24 hours'
      order by started_at desc limit p_limit) recent);
end $$;

-- When the cap lets the next one go, given the sends of the last day.
create function app.cap_frees_at(p_limit integer, p_sends timestamptz[]) returns timestamptz
language plpgsql immutable set search_path = ''
as $$
begin
  return case when p_limit > 0 and cardinality(p_sends) >= p_limit
    then p_sends[cardinality(p_sends) - p_limit + 1] + interval '24 hours' else '-infinity' end;
end $$;

-- An attempt whose worker died: nobody knows whether it reached the customer. The channel is free
-- one interval later.
create function app.free_leases(p_channel public.channels, p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_attempt public.whatsapp_send_attempts;
  v_freed integer := 0;
begin
  for v_attempt in
    update public.whatsapp_send_attempts set outcome = 'uncertain', code = 'worker_died',
      finished_at = p_at
    where channel_id = p_channel.id and outcome = 'in_flight' and lease_until <= p_at returning *
  loop
    v_freed := v_freed + 1;
    update public.whatsapp_messages set status = 'uncertain', reason_code = 'worker_died',
      reason = 'The send was cut off, so we do not know whether it arrived.'
    where id = v_attempt.message_id and attempt = v_attempt.attempt and status = 'sending';
    -- No doubt about the message where an earlier attempt is known to have been accepted.
    perform app.raise_status(v_attempt.message_id, 'accepted', p_at, null, null)
    where exists (select from public.whatsapp_send_attempts a
      where a.message_id = v_attempt.message_id and a.outcome = 'accepted');
    update public.channels set next_slot_at = greatest(
      next_slot_at, v_attempt.lease_until + app.pause_between(p_channel)) where id = p_channel.id;
  end loop;
  return v_freed;
end $$;

-- At most p_limit, those due longest first: what is left is expired by the next claim or tick, and
-- never sent meanwhile.
create function app.expire_due(p_channel uuid, p_at timestamptz, p_limit integer default 500)
  returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint;
  v_purpose text;
  v_expired integer := 0;
begin
  if app.is_comparing(p_channel) then
    return 0;
  end if;
  for v_ask, v_purpose in
    update public.whatsapp_messages set status = 'expired', ask_open = false,
      reason_code = 'expired',
      reason = 'It could not leave in time and would be too late to be useful.'
    where id = any (array(
      select m.id from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued'
        and m.expires_at <= p_at order by m.expires_at limit p_limit))
    returning ask_id, purpose
  loop
    v_expired := v_expired + 1;
    if v_purpose = 'follow_up' then
      perform app.promote_covered(v_ask);
    end if;
  end loop;
  return v_expired;
end $$;

-- When a paced channel may send next, and how many then: none or less where all that may be in
-- flight is.
create function app.next_turn(p_channel public.channels, p_at timestamptz, p_in_flight integer,
  out opens_at timestamptz, out room integer)
language plpgsql stable set search_path = ''
as $$
declare
  v_limit integer := app.daily_limit_at(p_channel, p_at);
  v_sends timestamptz[];
begin
  opens_at := greatest(p_at, p_channel.next_slot_at);
  -- The interval runs from an answer: where there is one, nothing is in flight beside it.
  room := case when p_channel.min_interval_ms + p_channel.jitter_ms > 0 then 1
    else p_channel.max_in_flight end - p_in_flight;
  if v_limit > 0 then
    v_sends := app.recent_sends(p_channel.id, v_limit, p_at);
    opens_at := greatest(opens_at, app.cap_frees_at(v_limit, v_sends));
    -- One that leaves the moving day while it is waited for makes room for one.
    room := least(room, greatest(1, v_limit - cardinality(v_sends)));
  end if;
  if room <= 0 then
    -- The slot is armed again with the answer, which is not here yet.
    opens_at := greatest(opens_at, p_at + interval '250 milliseconds');
  end if;
end $$;

-- What leaves now where several may be in flight: never two of one contact, which could arrive in
-- either order.
create function app.messages_for_turn(p_channel public.channels, p_at timestamptz,
  w public.workspaces, p_room integer)
returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_busy bigint[] := array(select m.contact_id from public.whatsapp_send_attempts a
    join public.whatsapp_messages m on m.id = a.message_id
    where a.channel_id = p_channel.id and a.outcome = 'in_flight');
begin
  return array(
    select o.id from (
      select distinct on (m.contact_id) m.* from app.next_to_send(p_channel.id, p_at, w, '{}',
        4 * p_channel.max_in_flight) m
      where m.contact_id <> all (v_busy) order by m.contact_id, m.priority, m.due_at, m.id) o
    order by o.priority, o.due_at, o.id limit p_room);
end $$;

-- Nothing leaves before p_from: {action: wait, ms} or {action: idle, nextAt?}.
--
-- A worker lives for a minute or so, and the clock sends a fresh one each minute. The fresh one
-- takes the place of a waiter that ends 30 s or more before it: otherwise it would go home, the old
-- one would end, and nobody would send until the next tick (measured with an interval of 5 s: 45 of
-- 120 s unused).
create function app.wait_for_turn(p_channel public.channels, p_now timestamptz,
  p_from timestamptz, w public.workspaces, p_max_wait_ms integer, p_worker uuid)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := app.next_send_time(p_channel.id, p_from, w, '{}');
  v_ends timestamptz := p_now + make_interval(secs => p_max_wait_ms / 1000.0);
begin
  if v_at is null then
    return '{"action": "idle"}';
  elsif v_at > v_ends or (p_channel.waiter <> p_worker
      and p_channel.waiter_until between p_now and v_at + interval '2 seconds'
      and p_channel.waiter_ends_at > v_ends - interval '30 seconds') then
    return jsonb_build_object('action', 'idle', 'nextAt', v_at);
  end if;
  update public.channels set waiter = p_worker, waiter_until = v_at + interval '2 seconds',
    waiter_ends_at = v_ends
  where id = p_channel.id;
  return jsonb_build_object('action', 'wait', 'ms',
    ceil(extract(epoch from v_at - p_now) * 1000));
end $$;

-- They are in flight from here on, each under its lease.
create function app.take_messages(p_channel public.channels, p_messages bigint[],
  p_at timestamptz, p_worker uuid)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_claimed jsonb;
  v_lease interval := interval '60 seconds';
begin
  with taken as (
    update public.whatsapp_messages set
      status = 'sending', attempt = attempt + 1, send_began_at = coalesce(send_began_at, p_at),
        reason_code = null, reason = null
    where id = any (p_messages) and status = 'queued' returning id, attempt, recipient, body,
      content),
  tried as (
    insert into public.whatsapp_send_attempts (workspace_id, channel_id, message_id, attempt,
      started_at, lease_until)
    select p_channel.workspace_id, p_channel.id, id, attempt, p_at, p_at + v_lease from taken)
  select jsonb_agg(jsonb_build_object('id', id, 'attempt', attempt, 'to', recipient,
    'content', coalesce(content,
      jsonb_build_object('kind', 'text', 'text', body)))
    order by array_position(p_messages, id)) into v_claimed from taken;
  update public.channels set
    waiter_until = case when waiter = p_worker then null else waiter_until end,
    warm_up_began_at = coalesce(warm_up_began_at, p_at),
      next_slot_at = p_at + app.pause_between(p_channel)
  where id = p_channel.id;
  return jsonb_build_object('action', 'claimed', 'messages', coalesce(v_claimed, '[]'),
    'access', app.access_json(p_channel));
end $$;

-- Takes what is next to send: one message where there is a pace, else as many as may be in flight
-- and the cap allows. {action: claimed, messages: [{id, attempt, to, content}], access} (whose
-- credentials they leave with, see access_json) · {action: wait, ms} (to one waiting worker a
-- channel, never longer than max_wait_ms, its own time) · {action: idle, nextAt?}
--
-- Generic plans: with a list's length known, a plan made anew each time looks cheaper, and making
-- it takes half the call.
create function public.claim_messages(channel uuid, max_wait_ms integer,
  worker uuid default gen_random_uuid()) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_channel public.channels;
  v_workspace public.workspaces;
  v_now timestamptz;
  v_at timestamptz;
  v_in_flight integer;
  v_has_dead boolean;
  v_turn record;
  v_messages bigint[] := '{}';
begin
  select * into v_channel from public.channels where id = channel for no key update;
  -- Only now: the lock may have been waited for.
  v_now := app.now();
  if v_channel.id is null then
    return '{"action": "idle"}';
  end if;
  -- A nudge may come before the clock does.
  if v_channel.ticked_at < v_now - interval '15 minutes' and app.heed_restore(v_channel, v_now) then
    return '{"action": "idle", "paused": "restored"}';
  end if;
  select count(*), coalesce(bool_or(a.lease_until <= v_now), false) into v_in_flight, v_has_dead
  from public.whatsapp_send_attempts a where a.channel_id = channel and a.outcome = 'in_flight';
  if v_has_dead then
    v_in_flight := v_in_flight - app.free_leases(v_channel, v_now);
    select * into v_channel from public.channels where id = channel;
  end if;
  -- Looked at first: nearly always there is nothing to expire, and an update that finds nothing
  -- costs five times as much.
  if (select min(m.expires_at) from public.whatsapp_messages m
      where m.channel_id = channel and m.status = 'queued') <= v_now then
    perform app.expire_due(channel, v_now);
  end if;
  if v_channel.state <> 'active' then
    return jsonb_build_object('action', 'idle', 'paused',
      coalesce(v_channel.pause_reason, 'retired'));
  end if;
  select * into v_workspace from public.workspaces where id = v_channel.workspace_id;
  v_workspace := app.hours_of(v_workspace, v_channel);
  v_channel := app.paced(v_channel, v_now);
  v_turn := app.next_turn(v_channel, v_now, v_in_flight);
  v_at := v_turn.opens_at;
  -- The last moment is waited for here, where the clock is that counts: a round trip later would be
  -- late.
  if v_at > v_now and v_at <= v_now + interval '25 milliseconds' and max_wait_ms >= 25 then
    perform pg_catalog.pg_sleep(extract(epoch from v_at - v_now));
    v_now := app.now();
  end if;
  if v_at <= v_now then
    v_messages := case when v_turn.room = 1 and v_in_flight = 0
      then array(select m.id from app.next_to_send(channel, v_now, v_workspace, '{}') m)
      else app.messages_for_turn(v_channel, v_now, v_workspace, v_turn.room) end;
    -- What is due may be for people who are being written to.
    v_at := case when v_in_flight > 0 then v_now + interval '250 milliseconds' else v_at end;
  end if;
  return case when v_messages = '{}'
    then app.wait_for_turn(v_channel, v_now, v_at, v_workspace, max_wait_ms, worker)
    else app.take_messages(v_channel, v_messages, v_now, worker) end;
end $$;

-- One channel's part of a tick. {freed, expired, hasQueue, isRestored, probe}
create function app.tick_channel(p_channel uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_channel public.channels;
  v_now timestamptz;
  v_freed integer;
  v_expired integer;
  v_probe boolean;
begin
  select * into v_channel from public.channels where id = p_channel for no key update;
  v_now := app.now();
  if app.heed_restore(v_channel, v_now) then
    select * into v_channel from public.channels where id = p_channel;
  end if;
  v_probe := v_channel.state = 'paused' and coalesce(v_channel.probe_at <= v_now, false);
  v_freed := app.free_leases(v_channel, v_now);
  v_expired := app.expire_due(p_channel, v_now);
  update public.channels set ticked_at = v_now,
    -- The next probe is set before this one runs: a probe that dies is not repeated at once.
    probe_count = probe_count + case when v_probe then 1 else 0 end,
    probe_at = case when v_probe then v_now + app.back_off(interval '30 seconds', probe_count)
      else probe_at end
  where id = p_channel;
  return jsonb_build_object('freed', v_freed, 'expired', v_expired, 'probe', v_probe,
    'isRestored', v_channel.state = 'paused' and v_channel.pause_reason = 'restored',
    'hasQueue', v_channel.state = 'active' and exists (select from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' order by m.priority, m.due_at,
        m.id limit 1));
end $$;

-- The scheduler's housekeeping: frees leases, expires, queues reminders; says what a worker should
-- do now. A channel whose part fails is told in `errors` and keeps no other from its own. {freed,
-- expired, reminded, channels: [id], probes: [id], binds: [{message, providerMessageId}],
-- isRestored, errors: [text]}
create function public.tick() returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel uuid;
  v_part jsonb;
  v_freed integer := 0;
  v_expired integer := 0;
  v_reminded integer := 0;
  v_channels uuid[] := '{}';
  v_probes uuid[] := '{}';
  v_errors text[] := '{}';
  v_is_restored boolean := false;
  v_binds jsonb;
begin
  -- At first: people are locked on the way.
  perform from public.channels order by id for no key update;
  for v_channel in select id from public.channels order by id loop
    begin
      v_reminded := v_reminded + app.queue_reminders(v_channel);
    exception when others then
      v_errors := v_errors || format('reminders of channel %s: %s %s', v_channel, sqlstate,
        sqlerrm);
    end;
    begin
      v_part := app.tick_channel(v_channel);
    exception when others then
      v_errors := v_errors || format('channel %s: %s %s', v_channel, sqlstate, sqlerrm);
      continue;
    end;
    v_freed := v_freed + (v_part ->> 'freed')::integer;
    v_expired := v_expired + (v_part ->> 'expired')::integer;
    v_is_restored := v_is_restored or (v_part ->> 'isRestored')::boolean;
    if (v_part ->> 'hasQueue')::boolean then
      v_channels := v_channels || v_channel;
    end if;
    if (v_part ->> 'probe')::boolean then
      v_probes := v_probes || v_channel;
    end if;
  end loop;
  begin
    perform app.look_at_albums();
  exception when others then
    v_errors := v_errors || format('albums: %s %s', sqlstate, sqlerrm);
  end;
  with due as (
    select id from public.whatsapp_messages where bind_at <= app.now() order by bind_at limit 50
      for update skip locked),
  taken as (
    update public.whatsapp_messages m set bind_tries = bind_tries + 1,
      bind_at = case when bind_tries < 7 then app.now() + interval '30 seconds' * power(3,
        bind_tries) end
    from due where m.id = due.id and m.whatsapp_message_id is null
    returning m.id, m.provider_message_id, m.channel_id)
  select coalesce(jsonb_agg(jsonb_build_object(
    'message', id, 'providerMessageId', provider_message_id, 'channel', channel_id)),
      '[]') into v_binds from taken;
  return jsonb_build_object('freed', v_freed, 'expired', v_expired, 'reminded', v_reminded,
    'channels', to_jsonb(v_channels), 'probes', to_jsonb(v_probes), 'binds', v_binds, 'isRestored',
      v_is_restored,
    'errors', to_jsonb(v_errors));
end $$;

-- info: {whatsappId, status?, chat: {phone, lid}}, the provider's answer about one accepted
-- message.
create function public.bind_message(message bigint, info jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  -- It may join two people.
  perform app.lock_channels(m.workspace_id) from public.whatsapp_messages m where m.id = message;
  select * into v_message from public.whatsapp_messages where id = message for update;
  if v_message.id is null or not app.bind_message(message, info ->> 'whatsappId', null, app.now())
    then
    return false;
  end if;
  perform app.raise_status(message, info ->> 'status', app.now(), 'provider_failed',
    'WhatsApp reports an error.')
  where info ->> 'status' is not null;
  perform app.resolve_contact(v_message.workspace_id, v_message.recipient, info -> 'chat' ->> 'lid')
  where info -> 'chat' ->> 'lid' is not null;
  return true;
end $$;

-- probe: {kind: status, status} · {kind: refused, pause, message} · {kind: unknown}
create function public.record_probe(channel uuid, probe jsonb) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
begin
  select * into v_channel from public.channels where id = channel for no key update;
  if probe ->> 'kind' = 'status' then
    update public.channels set connection_status = probe ->> 'status',
      connection_status_at = app.now() where id = channel;
    if probe ->> 'status' = 'connected' and v_channel.pause_reason not in ('staff', 'restored') then
      perform app.resume_channel(channel);
      -- Kept until a send is accepted: a plan that ended looks connected, and would be tried once a
      -- minute for ever.
      update public.channels set probe_count = v_channel.probe_count where id = channel;
    elsif probe ->> 'status' not in ('connected', 'connecting') then
      perform app.pause_channel(channel, 'session_down', 'WhatsApp says: ' || (probe ->> 'status'),
        app.now())
      where v_channel.state = 'paused';
    end if;
  elsif probe ->> 'kind' = 'refused' then
    perform app.pause_channel(channel, probe ->> 'pause', probe ->> 'message', app.now());
  end if;
  return (select state from public.channels where id = channel);
end $$;

grant execute on function
  app.recent_sends(uuid, integer, timestamptz), app.cap_frees_at(integer, timestamptz[]),
  app.next_send_time(uuid, timestamptz, public.workspaces, bigint[]),
  app.next_to_send(uuid, timestamptz, public.workspaces, bigint[], integer)
to authenticated;
grant execute on function
  public.claim_messages(uuid, integer, uuid), public.tick(), public.bind_message(bigint, jsonb),
  public.record_probe(uuid, jsonb)
to service_role;

-- What becomes of a send: the answer is kept, the slot armed again, and what waits again is judged
-- again.

-- A message that waits again meets what became known while it was on its way.
create function app.reconsider(p_message bigint, p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  k public.asks;
  v_code text;
  v_reason text;
begin
  select * into m from public.whatsapp_messages where id = p_message;
  select * into k from public.asks where id = m.ask_id;
  if exists (select from public.whatsapp_send_attempts a where a.message_id = m.id
    and a.outcome = 'accepted') then
    perform app.raise_status(m.id, 'accepted', p_at, null, null);
    return;
  end if;
  perform app.skip_unreachable(m.contact_id);
  if exists (select from public.whatsapp_messages s where s.id = m.id and s.status = 'skipped') then
    return;
  elsif m.purpose = 'consent_notice' then
    return;
  elsif m.purpose = 'reminder' then
    perform app.stop_reminders(f) from public.whatsapp_messages f where f.id = m.reminder_of;
    return;
  elsif m.resolved_by is null and not (k.decision ->> 'send')::boolean then
    v_code := k.decision ->> 'code';
    v_reason := k.decision ->> 'reason';
    update public.asks set should_send = false, code = v_code, reason = v_reason where id = k.id;
  elsif app.evidence_rank(k.evidence) >= app.evidence_rank('attachment') then
    v_code := 'bill_received';
    v_reason := 'The customer sent a file before we asked.';
  elsif exists (select from public.asks o where o.contact_id = m.contact_id and o.is_open
      and o.purpose = k.purpose and o.id <> k.id) then
    v_code := 'covered';
    v_reason := 'A later call asks already.';
  end if;
  if v_code is null then
    update public.whatsapp_messages set ask_open = true where id = m.id and not ask_open;
    return;
  end if;
  update public.whatsapp_messages set status = 'cancelled', ask_open = false, reason_code = v_code,
    reason = v_reason where id = m.id;
  if m.purpose = 'follow_up' and v_code not in ('bill_received', 'covered') then
    perform app.promote_covered(m.ask_id);
  end if;
end $$;

-- An attempt turns out to have been accepted after a newer one, a resend by a person, was refused:
-- it is with the provider, and the refusal said nothing of it. What the vendor reports of the
-- message itself stays.
create function app.accept_late(p_message bigint, p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages m set status = 'accepted', accepted_at = coalesce(m.accepted_at,
    p_at),
    failed_at = null, reason_code = null, reason = null,
    ask_open = m.purpose = 'follow_up' and app.may_reopen(m.ask_id, m.contact_id)
  where m.id = p_message and m.status = 'failed' and m.reason_code is distinct
    from 'provider_failed';
end $$;

create type app.settlement as (message bigint, attempt integer, outcome jsonb);

-- What becomes of a send that was not accepted. Its channel is locked, the answer kept.
create function app.settle_unaccepted(s app.settlement, p_channel uuid, p_at timestamptz)
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_kind text := s.outcome ->> 'kind';
  v_code text := s.outcome ->> 'code';
  v_reason text := left(s.outcome ->> 'message', 500);
  -- No call was made, or the channel is at fault: the message keeps its place, and it costs no try.
  v_keeps_place boolean := s.outcome ->> 'code' = 'not_begun' or s.outcome ->> 'pause' is not null;
  v_message public.whatsapp_messages;
  v_retry timestamptz;
begin
  if s.outcome ->> 'pause' is not null then
    perform app.pause_channel(p_channel, s.outcome ->> 'pause', v_reason, p_at);
  end if;
  if v_kind = 'not_sent' then
    update public.whatsapp_messages set send_began_at = (select min(a.started_at)
      from public.whatsapp_send_attempts a
      where a.message_id = s.message and a.outcome <> 'not_sent') where id = s.message;
  end if;
  select * into v_message from public.whatsapp_messages where id = s.message;
  if v_message.attempt <> s.attempt then
    return;
  end if;
  -- Whatever became of this attempt: an earlier one did arrive at the provider.
  if v_kind in ('failed', 'uncertain') and exists (select from public.whatsapp_send_attempts a
      where a.message_id = s.message and a.outcome = 'accepted') then
    perform app.raise_status(s.message, 'accepted', p_at, null, null);
  elsif v_kind = 'failed' and v_message.whatsapp_message_id is null then
    -- A message that has its WhatsApp id left, whatever the answer says.
    perform app.raise_status(s.message, 'failed', p_at, v_code, v_reason);
    if v_code = 'not_on_whatsapp' then
      update public.contact_identities i set not_on_whatsapp_at = p_at
      where i.workspace_id = v_message.workspace_id and i.kind = 'phone'
        and i.value = v_message.recipient;
    end if;
  elsif v_kind = 'not_sent' and v_message.status in ('sending', 'uncertain') then
    v_retry := case
      when v_keeps_place then v_message.due_at
      when s.outcome ->> 'retryAfterMs' is not null
        then p_at + make_interval(secs => (s.outcome ->> 'retryAfterMs')::bigint / 1000.0)
      else p_at + app.back_off(interval '15 seconds', v_message.retries) end;
    update public.whatsapp_messages set
      status = 'queued', due_at = greatest(due_at, v_retry), reason_code = v_code,
        reason = v_reason,
      retries = retries + case when v_keeps_place then 0 else 1 end
    where id = s.message;
    perform app.reconsider(s.message, p_at);
  elsif v_kind = 'uncertain' and v_message.status = 'sending' then
    update public.whatsapp_messages set status = 'uncertain', reason_code = v_code,
      reason = v_reason where id = s.message;
  end if;
end $$;

-- What the provider took.
create function app.settle_accepted(p_kept app.settlement[], p_channel uuid, p_at timestamptz)
  returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_doubtful bigint[];
begin
  -- The ordinary case in one update: each costs an entry in a dozen indexes. What a newer attempt
  -- has in hand, or has brought to its end, is not touched; but a late "accepted" cancels the
  -- resend that waits.
  with accepted as (
    update public.whatsapp_messages m set
      provider_message_id = k.outcome ->> 'providerMessageId',
      bind_at = case when m.whatsapp_message_id is null and k.outcome ->> 'whatsappId' is null
        and k.outcome ->> 'providerMessageId' is not null
                     then p_at + interval '30 seconds' end,
      status = case when m.status = 'sending' then 'accepted' else m.status end,
      accepted_at = case when m.status = 'sending' then coalesce(m.accepted_at, p_at)
        else m.accepted_at end
    from unnest(p_kept) k
    where m.id = k.message and k.outcome ->> 'kind' = 'accepted'
      and (m.attempt = k.attempt or m.status not in ('sending', 'accepted', 'sent', 'delivered',
        'read'))
    returning m.id, m.status)
  select array_agg(id) filter (where status <> 'accepted') into v_doubtful from accepted;
  -- Also over `queued`: a resend that a person pressed meanwhile is cancelled by this.
  perform app.raise_status(id, 'accepted', p_at, null, null) from unnest(v_doubtful) id;
  perform app.accept_late(k.message, p_at) from unnest(p_kept) k
    join unnest(v_doubtful) d (message) on d.message = k.message
  join public.whatsapp_messages m on m.id = k.message and m.attempt > k.attempt;
  perform app.raise_status(m.id, t.status, t.received_at, 'provider_failed', t.error_text)
  from unnest(p_kept) k join public.whatsapp_messages m on m.id = k.message
  join public.whatsapp_statuses t on t.channel_id = p_channel
    and t.whatsapp_id = 'msgId:' || m.provider_message_id
  where k.outcome ->> 'kind' = 'accepted' and m.provider_message_id = k.outcome
    ->> 'providerMessageId';
  -- Where the answer has WhatsApp's own id, nothing need be asked for later.
  perform app.bind_message(k.message, k.outcome ->> 'whatsappId', null, p_at)
  from unnest(p_kept) k where k.outcome ->> 'whatsappId' is not null;
end $$;

-- settlements: [{message, attempt, outcome: {kind: accepted | not_sent | failed | uncertain,
-- providerMessageId?, whatsappId?, code?, message?, httpStatus?, retryAfterMs?, pause?}}], all of
-- one channel. Answers one {settled, reason?} for each, in their order. Guarded by the attempt: a
-- stale worker changes nothing but its own attempt's row.
create function public.settle_messages(channel uuid, settlements jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_channel public.channels;
  v_now timestamptz;
  v_given app.settlement[];
  v_kept app.settlement[];
  v_slot timestamptz;
begin
  if jsonb_path_exists(settlements, '$[*] ? (@.outcome.kind != "accepted")') then
    -- What waits again, or has failed, may make another of this person's leave.
    perform app.lock_channels(c.workspace_id) from public.channels c where c.id = channel;
  end if;
  select * into v_channel from public.channels where id = channel for no key update;
  v_now := app.now();
  v_given := array(select row(g.message, g.attempt, g.outcome)::app.settlement
    from jsonb_to_recordset(settlements) g (message bigint, attempt integer, outcome jsonb));
  perform from public.whatsapp_messages m where m.id in (select g.message from unnest(v_given) g)
    order by m.id for update;
  with kept as (
    update public.whatsapp_send_attempts a set
      outcome = g.outcome ->> 'kind', code = g.outcome ->> 'code',
        detail = left(g.outcome ->> 'message', 500),
      http_status = (g.outcome ->> 'httpStatus')::integer, finished_at = v_now
    from unnest(v_given) g
    where a.message_id = g.message and a.attempt = g.attempt and a.channel_id = channel
      and (a.outcome = 'in_flight' or (a.outcome = 'uncertain' and a.code = 'worker_died'))
    returning g.message, g.attempt, g.outcome)
  select array_agg(row(k.message, k.attempt, k.outcome)::app.settlement),
    -- The spacing holds at the provider: it runs from the answer, not from the claim. Where no call
    -- was made nothing is armed: whoever came after a lease that had ended armed the slot for
    -- theirs.
    max(v_now + greatest(app.pause_between(v_channel),
      make_interval(secs => coalesce((k.outcome ->> 'retryAfterMs')::bigint, 0) / 1000.0)))
      filter (where k.outcome ->> 'code' is distinct from 'not_begun')
  into v_kept, v_slot from kept k;
  if v_kept is not null then
    update public.channels c set next_slot_at = greatest(c.next_slot_at, v_slot),
      probe_count = case when exists (select from unnest(v_kept) k
        where k.outcome ->> 'kind' = 'accepted') then 0
        else c.probe_count end
    where c.id = channel;
    perform app.settle_accepted(v_kept, channel, v_now);
    perform app.settle_unaccepted(k, channel, v_now) from unnest(v_kept) k
      where k.outcome ->> 'kind' <> 'accepted';
  end if;
  return (
    select coalesce(jsonb_agg(case
      when k.message is null then '{"settled": false, "reason": "already_settled"}'
      when m.attempt <> g.attempt then '{"settled": false, "reason": "stale"}'
      else '{"settled": true}' end::jsonb order by g.n), '[]')
    from unnest(v_given) with ordinality g (message, attempt, outcome, n)
    left join unnest(v_kept) k on k.message = g.message and k.attempt = g.attempt
    left join public.whatsapp_messages m on m.id = g.message);
end $$;

grant execute on function public.settle_messages(uuid, jsonb) to service_role;

-- Asks again where no answer came: once or twice, each so many days after the ask before it was
-- accepted.

create unique index whatsapp_messages_reminder_once on public.whatsapp_messages (reminder_of,
  reminder_step)
  where reminder_of is not null;
create index whatsapp_messages_open_asks on public.whatsapp_messages (channel_id, accepted_at)
  where ask_open;
create index whatsapp_messages_reminded on public.whatsapp_messages (channel_id, accepted_at)
  where reminder_of is not null;

-- Wrote to us since, whatever it quoted: an ask that another one's answer left open is not repeated
-- either.
create function app.has_answered(p_contact bigint, p_since timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_messages i
    where i.contact_id = p_contact and i.direction = 'in' and i.evidence is not null
      and i.created_at >= p_since and app.written_by(i) >= p_since);
end $$;

-- How long a reminder is of use, from the moment on which it is due.
create function app.reminder_lifetime() returns interval
language sql immutable set search_path = ''
as $$ select interval '72 hours' $$;

-- Whether a reminder of this follow-up may still leave, or would if staff had not stopped it.
create function app.reminders_ahead(f public.whatsapp_messages, p_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_setting jsonb := app.setting(f.workspace_id, 'reminders');
  r public.whatsapp_messages;
  v_step jsonb;
begin
  if not f.ask_open or not (v_setting ->> 'enabled')::boolean
    or app.has_answered(f.contact_id, f.send_began_at)
      or exists (select from public.asks k where k.id = f.ask_id
        and (k.do_not_send or k.evidence is not null))
      or exists (select from public.contacts c where c.id = f.contact_id and app.is_unreachable(c))
        then
    return false;
  end if;
  select * into r from public.whatsapp_messages m
    where m.reminder_of = f.id order by m.reminder_step desc limit 1;
  if r.status in ('queued', 'sending') or (r.status = 'cancelled'
    and r.reason_code = 'staff_refused') then
    return r.expires_at > p_at;
  end if;
  v_step := v_setting -> 'steps' -> coalesce(r.reminder_step, 0);
  return v_step is not null and coalesce(r.status, f.status) in ('accepted', 'sent', 'delivered',
    'read')
    and coalesce(case when r.id is null then f.accepted_at else r.accepted_at end
      + make_interval(days => (v_step ->> 'afterDays')::integer) + app.reminder_lifetime() > p_at,
        false);
end $$;

-- The messages that a step repeats now: the follow-up itself, or the reminder before it. A hundred
-- at most. p_from, p_until: when they were accepted.
create function app.due_for_reminder(p_channel uuid, p_step integer, p_from timestamptz,
  p_until timestamptz) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  if p_step = 1 then
    return array(
      select a.id from public.whatsapp_messages a
      join public.contacts c on c.id = a.contact_id join public.asks k on k.id = a.ask_id
      where a.channel_id = p_channel and a.ask_open and a.purpose = 'follow_up'
        and a.accepted_at > p_from and a.accepted_at <= p_until
        and a.status in ('accepted', 'sent', 'delivered', 'read')
        and k.reminders_stopped_by is null
        and not exists (select from public.whatsapp_messages r where r.reminder_of = a.id
          and r.reminder_step = 1)
        and c.opted_out_at is null and c.blocked_at is null and c.erased_at is null
        and not k.do_not_send and k.evidence is null
        and not app.has_answered(a.contact_id, a.send_began_at)
        and not app.awaits_look(a.contact_id)
      order by a.accepted_at limit 100);
  end if;
  return array(
    select a.id from public.whatsapp_messages a
    join public.whatsapp_messages f on f.id = a.reminder_of
    join public.contacts c on c.id = f.contact_id join public.asks k on k.id = f.ask_id
    where a.channel_id = p_channel and a.reminder_of is not null and a.reminder_step = p_step - 1
      and a.accepted_at > p_from and a.accepted_at <= p_until
      and a.status in ('accepted', 'sent', 'delivered', 'read') and f.ask_open
      and k.reminders_stopped_by is null
      and not exists (select from public.whatsapp_messages r where r.reminder_of = f.id
        and r.reminder_step = p_step)
      and c.opted_out_at is null and c.blocked_at is null and c.erased_at is null
      and not k.do_not_send and k.evidence is null
      and not app.has_answered(f.contact_id, f.send_began_at)
      and not app.awaits_look(f.contact_id)
    order by a.accepted_at limit 100);
end $$;

-- The reminders of these messages, with this text. How many were new.
create function app.add_reminders(p_messages bigint[], p_step integer, p_after interval,
  p_template public.whatsapp_templates) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_added integer;
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
    status, ask_id, call_id, template_id, recipient, priority, due_at, expires_at, reminder_of,
    reminder_step)
  select f.workspace_id, f.channel_id, f.conversation_id, f.contact_id, 'out', 'reminder',
    app.ask_text(app.ask_facts(k), p_template.body),
    app.template_content(p_template, f.channel_id, app.ask_facts(k)), 'queued', f.ask_id, f.call_id,
    p_template.id, f.recipient, 10, a.accepted_at + p_after,
    a.accepted_at + p_after + app.reminder_lifetime(), f.id, p_step
  from public.whatsapp_messages a
  join public.whatsapp_messages f on f.id = coalesce(a.reminder_of, a.id)
  join public.asks k on k.id = f.ask_id
  where a.id = any (p_messages)
  on conflict (reminder_of, reminder_step) where reminder_of is not null do nothing;
  get diagnostics v_added = row_count;
  return v_added;
end $$;

-- Queues what is due, a hundred of each step at most; the next tick goes on. Of whom something
-- waits to be looked at, nothing. An ask is looked at for the 72 hours in which its reminder would
-- be of use: who turns reminders on does not write to everybody who was ever asked.
create function app.queue_reminders(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_workspace uuid;
  v_now timestamptz;
  v_setting jsonb;
  v_after interval;
  v_template public.whatsapp_templates;
  v_queued integer := 0;
begin
  select c.workspace_id into v_workspace from public.channels c where c.id = p_channel
    for no key update;
  if app.is_comparing(p_channel) then
    return 0;
  end if;
  v_now := app.now();
  v_setting := app.setting(v_workspace, 'reminders');
  for v_step in 1 .. case when (v_setting ->> 'enabled')::boolean
    then jsonb_array_length(v_setting -> 'steps') else 0 end loop
    v_after := make_interval(days => (v_setting -> 'steps' -> v_step - 1 ->> 'afterDays')::integer);
    select * into v_template from public.whatsapp_templates t
    where t.workspace_id = v_workspace and t.key = v_setting -> 'steps' -> v_step - 1
      ->> 'template';
    continue when v_template.id is null;
    v_queued := v_queued + app.add_reminders(
      app.due_for_reminder(p_channel, v_step, v_now - v_after - app.reminder_lifetime(),
        v_now - v_after), v_step, v_after, v_template);
  end loop;
  return v_queued;
end $$;

-- Closes the waiting reminders of a follow-up that is no longer owed an answer, and says why.
-- Nothing while it is.
create function app.stop_reminders(f public.whatsapp_messages) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  k public.asks;
  v_code text;
  v_reason text;
begin
  if not exists (select from public.whatsapp_messages r where r.reminder_of = f.id
    and r.status = 'queued') then
    return;
  end if;
  perform app.skip_unreachable(f.contact_id);
  select * into k from public.asks where id = f.ask_id;
  if k.reminders_stopped_by is not null then
    v_code := 'staff_refused';
    v_reason := 'Staff asked not to send it.';
  elsif f.status = 'failed' then
    v_code := 'ask_failed';
    v_reason := 'The message that it repeats did not reach the customer.';
  elsif not f.ask_open and (
      k.evidence is not null or app.has_answered(f.contact_id, f.send_began_at)) then
    v_code := 'answered';
    v_reason := 'The customer answered, so no reminder is needed.';
  elsif not f.ask_open then
    v_code := 'ask_closed';
    v_reason := 'The ask that it repeats is over.';
  elsif k.do_not_send then
    v_code := 'do_not_send';
    v_reason := 'The call is marked: nothing goes to this customer.';
  elsif not (app.setting(f.workspace_id, 'reminders') ->> 'enabled')::boolean then
    v_code := 'reminders_off';
    v_reason := 'Reminders were turned off.';
  else
    return;
  end if;
  update public.whatsapp_messages r set status = 'cancelled', reason_code = v_code,
    reason = v_reason
  where r.reminder_of = f.id and r.status = 'queued';
end $$;

-- Whoever closes an ask (a reply, a failure, a newer ask, staff) ends its reminders with it.
create function app.ask_closed() returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform app.stop_reminders(new);
  return null;
end $$;
create trigger ask_closed after update of ask_open on public.whatsapp_messages
  for each row when (old.ask_open and not new.ask_open) execute function app.ask_closed();

-- A tag or a word of CloudTalk's that comes after the follow-up left.
create function app.ask_refused() returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform app.stop_reminders(f) from public.whatsapp_messages f where f.ask_id = new.id
    and f.purpose = 'follow_up';
  return null;
end $$;
create trigger ask_refused after update on public.asks
  for each row when (new.do_not_send and not old.do_not_send) execute function app.ask_refused();

-- Turned off, or a step taken away: what waits of it does not leave.
create function app.reminders_changed() returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- No claim may hold one of them meanwhile.
  perform app.lock_channels(new.workspace_id);
  update public.whatsapp_messages r set status = 'cancelled', reason_code = 'reminders_off',
    reason = 'Reminders were turned off.'
  from public.channels c
  where c.workspace_id = new.workspace_id and r.channel_id = c.id and r.status = 'queued'
    and r.reminder_of is not null
    and (not (new.value ->> 'enabled')::boolean
      or r.reminder_step > jsonb_array_length(new.value -> 'steps'));
  return null;
end $$;
create trigger reminders_changed after insert on public.workspace_settings
  for each row when (new.kind = 'reminders') execute function app.reminders_changed();

-- A backup that was put back knows nothing of what was sent and said since it was made: nothing
-- leaves until a person says so.

-- One row a hold: how far the provider's log of sends was compared with what the backup knows
-- (compare_restored).
create table public.restore_checks (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  -- The backup knows nothing of what came after.
  since timestamptz not null,
  held_at timestamptz not null,
  -- Whether the provider has a log, and we the keys for it; null until that was asked.
  has_log boolean,
  -- The page to read next, and which way the pages are read: from the log's young end to its old
  -- one.
  page integer,
  step smallint check (step in (1, -1)),
  pages_read integer not null default 0,
  -- Rows of the time in question, and those of them that hold no number or no text.
  rows_read integer not null default 0,
  rows_blank integer not null default 0,
  log_total integer,
  -- The oldest row so far.
  reached timestamptz,
  next_at timestamptz,
  failures integer not null default 0,
  error_code text,
  error text,
  ended_at timestamptz,
  released_at timestamptz,
  released_by uuid
);
create unique index restore_checks_open on public.restore_checks (channel_id)
  where released_at is null;
create index restore_checks_workspace on public.restore_checks (workspace_id);

-- The log is read from so long before the backup's last tick: the two clocks, and a provider that
-- queues.
create function app.restore_overlap() returns interval
language sql immutable set search_path = ''
as $$ select interval '6 hours' $$;

-- Whether the log is still to be compared: until then nothing expires, since it may have left.
create function app.is_comparing(p_channel uuid) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.restore_checks r where r.channel_id = p_channel
    and r.released_at is null
    and r.ended_at is null and r.has_log is distinct from false);
end $$;

-- What changes when a backup is put back: a physical one begins a new timeline, a logical one a
-- new database or new tables. It changes with an upgrade or a failover too: see heed_restore.
-- docs/facts/restored-databases.md
create function app.instance_mark() returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_server text := '';
begin
  begin
    select s.system_identifier::text || '.' || c.timeline_id::text into v_server
    from pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c;
  exception when insufficient_privilege then
    -- The rest of the mark must do.
    v_server := '';
  end;
  return concat_ws('.', v_server, (select d.oid from pg_catalog.pg_database d
    where d.datname = current_database()),
    'public.channels'::regclass::oid);
end $$;

-- Holds one channel since a backup was put back. Only a person resumes it, as after a pause by
-- staff.
create function app.hold_restored(p_channel uuid, p_since timestamptz, p_at timestamptz)
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_since timestamptz := p_since;
begin
  -- Told twice of one restore, or restored twice: the longer gap, and the log from its beginning.
  delete from public.restore_checks r where r.channel_id = p_channel and r.released_at is null
  returning least(r.since, p_since) into v_since;
  insert into public.restore_checks (workspace_id, channel_id, since, held_at)
  select c.workspace_id, c.id, least(v_since, p_since), p_at from public.channels c
    where c.id = p_channel;
  update public.channels c set state = 'paused', pause_reason = 'restored', paused_at = p_at,
    probe_at = null,
    pause_detail = null, instance_mark = app.instance_mark()
  where c.id = p_channel;
  perform app.note_attention(c.workspace_id, null, 'restored', p_at,
    p_detail => 'since ' || to_char(p_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
  from public.channels c where c.id = p_channel;
end $$;

-- A person has let it go, or it is used no more. That a backup was put back is to be looked at
-- until no channel is held for it.
create function app.end_hold(c public.channels) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.restore_checks r set released_at = app.now(), released_by = auth.uid()
  where r.channel_id = c.id and r.released_at is null;
  update public.attention a set settled_at = app.now(), settled_by = auth.uid(),
    settled_how = 'seen'
  where a.workspace_id = c.workspace_id and a.kind = 'restored' and a.settled_at is null
    and not exists (select from public.channels o where o.workspace_id = c.workspace_id
      and o.id <> c.id and o.pause_reason = 'restored');
end $$;

-- Before anything leaves after a gap: whether the clock merely stood still, or this is another
-- database than the one that ticked last. A gap alone is no restore, and a new mark without a gap
-- is an upgrade or a failover, which lose nothing. True when the channel is held now.
create function app.heed_restore(c public.channels, p_at timestamptz) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  v_mark text := app.instance_mark();
begin
  if c.instance_mark is not distinct from v_mark or c.state = 'retired' then
    return false;
  end if;
  if c.instance_mark is null or c.ticked_at is null or c.ticked_at > p_at - interval '15 minutes'
    then
    update public.channels set instance_mark = v_mark where id = c.id;
    return false;
  end if;
  perform app.hold_restored(c.id, c.ticked_at, p_at);
  return true;
end $$;

-- Whoever puts a backup back says so, in psql or the SQL editor, before the clock runs again; and
-- when it was made, where the clock has run since. Answers how many channels are held.
create function app.note_restore(p_made_at timestamptz default null) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_held integer := 0;
begin
  for c in select * from public.channels where state <> 'retired' order by id
    for no key update loop
    perform app.hold_restored(c.id, least(p_made_at, coalesce(c.ticked_at, c.created_at)),
      app.now());
    v_held := v_held + 1;
  end loop;
  return v_held;
end $$;

-- For an outside watch: when the clock last came to the channel that it left alone longest.
-- {lastTickAt, ageSeconds}
create function public.clock_state() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('lastTickAt', min(c.ticked_at),
    'ageSeconds', floor(extract(epoch from app.now() - min(c.ticked_at)))::integer)
  from public.channels c
$$;

revoke all on function app.instance_mark(), app.hold_restored(uuid, timestamptz, timestamptz),
  app.heed_restore(public.channels, timestamptz), app.note_restore(timestamptz)
  from public, anon, authenticated, service_role;

alter table public.restore_checks enable row level security;
create policy members_read on public.restore_checks for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not the consents: what one reads of them goes through functions that write it down.
grant select on public.restore_checks to authenticated;
grant execute on function app.restore_overlap() to authenticated;
grant execute on function public.clock_state() to service_role;

-- What staff may do, as themselves: each checks the caller's role in the workspace first.

-- Staff says what became of a send whose outcome nobody knows: 'sent' (it arrived) or 'resend' (it
-- did not).
create function public.resolve_uncertain(message bigint, decision text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
begin
  select m.* into v_message from public.whatsapp_messages m where m.id = message;
  perform app.require_role(v_message.workspace_id, 'agent');
  perform app.lock_channels(v_message.workspace_id);
  select * into v_message from public.whatsapp_messages m where m.id = message for update;
  if v_message.status <> 'uncertain' then
    return v_message.status;
  end if;
  if decision = 'sent' then
    update public.whatsapp_messages set resolved_by = auth.uid() where id = message;
    perform app.raise_status(message, 'sent', app.now(), null, null);
  elsif decision = 'resend' then
    update public.whatsapp_messages set status = 'queued', resolved_by = auth.uid(),
      due_at = app.now(),
      expires_at = app.now() + interval '72 hours',
      reason_code = 'resend', reason = 'Staff asked to send it again.'
    where id = message;
    perform app.reconsider(message, app.now());
  else
    raise exception using errcode = 'PT400', message = 'The decision is either "sent" or "resend".';
  end if;
  perform app.log_action(v_message.workspace_id, auth.uid(), 'uncertain_resolved', 'message',
    message::text,
    jsonb_build_object('decision', decision));
  return (select m.status from public.whatsapp_messages m where m.id = message);
end $$;

-- Who presses "resume" has looked. Under the channel's lock.
create function app.resume_by_staff(p_channel public.channels) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.resume_channel(p_channel.id);
  if p_channel.pause_reason = 'restored' then
    perform app.end_hold(p_channel);
  end if;
  -- A wait that the provider asked for may be nonsense: one interval from now is enough.
  update public.channels c set next_slot_at = app.now() + app.pause_between(c)
  where c.id = p_channel.id and c.next_slot_at > app.now() + app.pause_between(c);
end $$;

create function public.set_channel_paused(channel uuid, paused boolean) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_channel public.channels;
begin
  select * into v_channel from public.channels where id = channel for no key update;
  perform app.require_role(v_channel.workspace_id, 'manager');
  perform app.refuse_retired(v_channel);
  if paused is null then
    raise exception using errcode = 'PT400',
      message = 'Say whether the channel is paused: true or false.';
  elsif paused then
    perform app.pause_channel(channel, 'staff', 'Paused by staff.', app.now());
  else
    if v_channel.pause_reason = 'restored' and app.restore_is_read(channel) then
      raise exception using errcode = 'PT409',
        message = 'The provider''s log of sends is being compared: wait until that has ended.';
    end if;
    perform app.resume_by_staff(v_channel);
  end if;
  perform app.log_action(v_channel.workspace_id, auth.uid(), case when paused then 'channel_paused'
    else 'channel_resumed' end,
    'channel', channel::text);
  return (select state from public.channels where id = channel);
end $$;

-- A follow-up that is withdrawn or failed, and of which an earlier attempt may have arrived, waits
-- again; any other as it is.
create function app.queue_again(m public.whatsapp_messages) returns public.whatsapp_messages
language plpgsql volatile set search_path = ''
as $$
begin
  if m.status not in ('cancelled', 'skipped', 'expired', 'failed') or not exists (
      select from public.whatsapp_send_attempts a where a.message_id = m.id
        and a.outcome in ('uncertain', 'accepted')) then
    return m;
  end if;
  update public.whatsapp_messages q set status = 'queued', resolved_by = auth.uid(),
    due_at = app.now(),
    live_until = null, expires_at = app.now() + interval '72 hours',
    failed_at = null, reason_code = 'resend', reason = 'Staff asked to send it again.'
  where q.id = m.id returning q.* into m;
  return m;
end $$;

-- Of an ask that has left and is owed an answer, 'dont_send' stops the reminders, and 'send' lets
-- them come again. reminders_stopped, reminders_again or already_sent.
create function app.override_reminders(a public.asks, f public.whatsapp_messages, p_decision text)
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  if not f.ask_open or f.status in ('sending', 'uncertain')
      or (a.reminders_stopped_by is null) = (p_decision = 'send')
      or not app.reminders_ahead(f, app.now()) then
    return 'already_sent';
  end if;
  update public.asks x
  set reminders_stopped_by = case when p_decision = 'dont_send' then auth.uid() end
  where x.id = a.id;
  perform app.stop_reminders(f);
  -- What staff had withdrawn waits again.
  update public.whatsapp_messages r set status = 'queued', reason_code = null, reason = null
  where p_decision = 'send' and r.reminder_of = f.id and r.status = 'cancelled'
    and r.reason_code = 'staff_refused' and r.expires_at > app.now();
  return case p_decision when 'send' then 'reminders_again' else 'reminders_stopped' end;
end $$;

-- A person's word on an ask whose message f has not arrived: it is decided anew. What their "send"
-- passes over is kept with it. Under the locks. The ask's code then.
create function app.override_ask(a public.asks, f public.whatsapp_messages, p_decision text,
  p_any_hour boolean, p_lifted text[], p_user uuid) returns text
language plpgsql volatile set search_path = ''
as $$
begin
  if p_decision = 'send' then
    -- An earlier attempt may have arrived: sent again it stays the ask's, and so does its answer.
    f := app.queue_again(f);
    -- What did not leave is set aside: the new ask takes its place.
    update public.whatsapp_messages m set ask_id = null, call_id = null, ask_open = false
    where m.id = f.id and m.status <> 'queued';
    update public.asks x set is_open = false where x.id = a.id and x.is_open and not exists (
      select from public.whatsapp_messages m where m.ask_id = a.id and m.ask_open);
  end if;
  update public.cloudtalk_calls k set ended = true, updated_at = app.now(),
    ended_heard_at = case when p_decision = 'send' then app.now()
      else coalesce(k.ended_heard_at, app.now()) end
  where k.id = a.call_id;
  update public.asks x set
    ready_at = case when p_decision = 'send' then app.now() else coalesce(x.ready_at, app.now())
      end,
    covered_by = case when p_decision = 'send' then null else x.covered_by end,
    decided_by = p_user, staff_decision = p_decision,
    lifted = case when p_decision = 'send' then coalesce(p_lifted, '{}') else '{}' end,
    any_hour = p_decision = 'send' and coalesce(p_any_hour, false)
  where x.id = a.id returning * into a;
  perform app.settle_ask(a, true);
  perform app.reconsider(m.id, app.now()) from public.whatsapp_messages m
  where m.id = f.id and m.status = 'queued' and m.reason_code = 'resend';
  update public.asks x set should_send = true
  from public.whatsapp_messages m
  where x.id = a.id and m.ask_id = x.id and m.id = f.id and m.ask_open
    and m.reason_code = 'resend';
  return (select x.code from public.asks x where x.id = a.id);
end $$;

-- Staff overrules the rules for one call: 'dont_send' cancels what has not left, 'send' asks
-- although a rule said no. Of a message that has left and is owed an answer, 'dont_send' stops the
-- reminders, and 'send' lets them come again. `lifts`: what "send" passes over, as the page named
-- it (call_lifts): it counts for no more than that. It waits for the sending hours, unless a
-- manager says any_hour. Answers the call's new should_send_code, reminders_stopped or
-- reminders_again, or why not: opted_out, blocked, no_phone, already_sent, covered, not_confirmed,
-- limit_reached.
create function public.override_call(
  call bigint, decision text, lifts text[] default '{}', any_hour boolean default false)
    returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.asks;
  v_answer text;
  v_lifted text[];
  v_call public.cloudtalk_calls;
  v_message public.whatsapp_messages;
begin
  select k.* into v_call from public.cloudtalk_calls k where k.id = call;
  perform app.require_role(v_call.workspace_id, 'agent');
  perform app.require_role(v_call.workspace_id, 'manager') where any_hour;
  perform app.lock_channels(v_call.workspace_id);
  select m.* into v_message from public.whatsapp_messages m
  where m.call_id = call and m.purpose = 'follow_up' for update;
  select k.* into v_call from public.cloudtalk_calls k where k.id = call for update;
  select x.* into a from public.asks x where x.call_id = call for update;
  if override_call.decision is null or override_call.decision not in ('send', 'dont_send') then
    raise exception using errcode = 'PT400',
      message = 'The decision is either "send" or "dont_send".';
  end if;
  if app.is_asked(v_message.status) then
    v_answer := app.override_reminders(a, v_message, override_call.decision);
    perform app.log_action(a.workspace_id, auth.uid(), 'call_overridden', 'call', call::text,
      jsonb_build_object('decision', override_call.decision, 'answer', v_answer))
    where v_answer <> 'already_sent';
    return v_answer;
  elsif override_call.decision = 'send' then
    if v_call.phone_problem <> 'fixed_line' or v_call.phone_number is null then
      return 'no_phone';
    elsif v_message.status = 'queued' then
      return a.code;
    end if;
    v_lifted := app.lifted_by_staff(a);
    v_answer := app.refuse_press(a, lifts);
    if v_answer is not null then
      return v_answer;
    end if;
  end if;
  v_answer := app.override_ask(a, v_message, override_call.decision, any_hour, v_lifted,
    auth.uid());
  perform app.log_action(a.workspace_id, auth.uid(), 'call_overridden', 'call', call::text,
    jsonb_strip_nulls(jsonb_build_object('decision', override_call.decision, 'answer', v_answer,
      'lifted', nullif(to_jsonb(v_lifted), '[]'), 'anyHour', nullif((select x.any_hour
        from public.asks x where x.id = a.id), false))));
  return v_answer;
end $$;

-- Whether this call's ask may still be repeated, or would be if staff had not stopped that.
create function public.reminders_ahead(call bigint) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  f public.whatsapp_messages;
begin
  perform app.require_role((select k.workspace_id from public.cloudtalk_calls k where k.id = call),
    'agent');
  select m.* into f from public.whatsapp_messages m where m.call_id = call
    and m.purpose = 'follow_up';
  return f.id is not null and f.status not in ('sending', 'uncertain')
    and app.reminders_ahead(f, app.now());
end $$;

-- "Seen": takes a failed message or an incident off the list of what needs a person.
create function public.acknowledge(kind text, item bigint) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  if kind = 'message' then
    select m.workspace_id into v_workspace from public.whatsapp_messages m where m.id = item;
    perform app.require_role(v_workspace, 'agent');
    update public.whatsapp_messages m set acknowledged_at = app.now()
    where m.id = item and m.status = 'failed' and m.acknowledged_at is null;
  elsif kind = 'incident' then
    select i.workspace_id into v_workspace from public.channel_incidents i where i.id = item;
    perform app.require_role(v_workspace, 'agent');
    update public.channel_incidents i set closed_at = app.now() where i.id = item
      and i.closed_at is null;
  elsif kind = 'attention' then
    select a.workspace_id into v_workspace from public.attention a where a.id = item;
    perform app.require_role(v_workspace, 'agent');
    update public.attention a set settled_at = app.now(), settled_by = auth.uid(),
      settled_how = 'seen'
    where a.id = item and a.settled_at is null;
  else
    raise exception using errcode = 'PT400',
      message = 'Only a message, an incident or something to look at can be acknowledged.';
  end if;
  if not found then
    return false;
  end if;
  perform app.log_action(v_workspace, auth.uid(), 'seen', kind, item::text);
  return true;
end $$;

grant execute on function
  public.resolve_uncertain(bigint, text), public.override_call(bigint, text, text[], boolean),
  public.reminders_ahead(bigint), public.acknowledge(text, bigint),
  public.set_channel_paused(uuid, boolean)
to authenticated;

-- What managers and admins do with channels; each is in the log.

create function app.refuse_retired(c public.channels) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if c.state = 'retired' then
    raise exception using errcode = 'PT409', message = 'This channel is retired.';
  end if;
end $$;

-- Two channels of one account would answer for each other.
create function app.refuse_taken_account(p_vendor text, p_account text, p_except uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if exists (select from public.channels c where c.vendor = p_vendor and c.account = p_account
      and c.state <> 'retired' and c.id is distinct from p_except) then
    raise exception using errcode = 'PT409', detail = 'credentials',
      message = 'Another channel has this account already.';
  end if;
end $$;

-- channel: {id, workspace, vendor, name, account?, sealed, capabilities}: the credentials were read
-- with the vendor's schemas and sealed for this id. The first channel of a workspace takes the
-- first contacts.
create function public.add_channel(channel jsonb, actor uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid := (channel ->> 'workspace')::uuid;
  c public.channels;
begin
  perform app.require_actor(v_workspace, actor, 'admin');
  perform app.lock_channels(v_workspace);
  perform app.refuse_taken_account(channel ->> 'vendor', channel ->> 'account', null);
  insert into public.channels (id, workspace_id, vendor, name, account, capabilities, max_in_flight,
    configured_at, credentials_version, credentials_set_at, credentials_set_by,
    takes_first_contacts)
  values ((channel ->> 'id')::uuid, v_workspace, channel ->> 'vendor', channel ->> 'name',
    channel ->> 'account', coalesce(channel -> 'capabilities', '{}'),
    coalesce((channel -> 'capabilities' ->> 'maxInFlight')::integer, 1), app.now(), 1, app.now(),
    actor, not exists (select from public.channels x where x.workspace_id = v_workspace
      and x.takes_first_contacts))
  returning * into c;
  insert into public.channel_credentials (channel_id, workspace_id, sealed)
  values (c.id, v_workspace, channel ->> 'sealed');
  perform app.log_action(v_workspace, actor, 'channel_added', 'channel', c.id::text,
    jsonb_build_object('vendor', c.vendor));
  return c.id;
end $$;

-- Other credentials from now on: the next claim leaves with them. What is on its way has left with
-- the old ones, and its events name the old account. Answers the new version.
create function public.set_channel_credentials(channel uuid, sealed text, account text, actor uuid)
  returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_actor(c.workspace_id, actor, 'admin');
  perform app.refuse_retired(c);
  perform app.refuse_taken_account(c.vendor, set_channel_credentials.account, c.id);
  update public.channels x set credentials_version = x.credentials_version + 1,
    credentials_set_at = app.now(), credentials_set_by = actor, uses_environment = false,
    previous_account = case when x.account <> set_channel_credentials.account then x.account
      else x.previous_account end,
    account = coalesce(set_channel_credentials.account, x.account),
    -- What the old ones could not do is tried with these at once.
    probe_at = case when x.pause_reason in ('bad_key', 'plan_ended', 'session_down')
      then app.now() else x.probe_at end
  where x.id = c.id returning x.* into c;
  insert into public.channel_credentials as s (channel_id, workspace_id, sealed)
  values (c.id, c.workspace_id, set_channel_credentials.sealed)
  on conflict (channel_id) do update set sealed = excluded.sealed;
  perform app.log_action(c.workspace_id, actor, 'credentials_changed', 'channel', c.id::text);
  return c.credentials_version;
end $$;

-- pace: {minIntervalMs, jitterMs, dailyLimit, warmUpDays, weekdayPace, hours: weekdays | null},
-- read with its schema.
create function public.set_channel_pace(channel uuid, pace jsonb, actor uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_actor(c.workspace_id, actor, 'manager');
  perform app.refuse_retired(c);
  update public.channels x set
    min_interval_ms = (pace ->> 'minIntervalMs')::integer,
    jitter_ms = (pace ->> 'jitterMs')::integer,
    daily_limit = (pace ->> 'dailyLimit')::integer,
    warm_up_days = (pace ->> 'warmUpDays')::smallint,
    weekday_pace = coalesce(nullif(pace -> 'weekdayPace', 'null'), '{}'),
    hours = nullif(pace -> 'hours', 'null')
  where x.id = c.id returning x.* into c;
  -- A slot of the old pace is no later than the new one allows.
  update public.channels x set next_slot_at = app.now() + app.pause_between(c)
  where x.id = c.id and x.next_slot_at > app.now() + app.pause_between(c)
    and x.held_until is distinct from x.next_slot_at;
  perform app.log_action(c.workspace_id, actor, 'pace_changed', 'channel', c.id::text, pace);
end $$;

-- The answer to a test that a manager asked for: {kind, status?, pause?, message?}.
create function public.record_channel_test(channel uuid, probe jsonb, actor uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_actor(c.workspace_id, actor, 'manager');
  perform app.refuse_retired(c);
  perform app.log_action(c.workspace_id, actor, 'channel_tested', 'channel', c.id::text,
    jsonb_strip_nulls(jsonb_build_object('kind', probe -> 'kind', 'status', probe -> 'status')));
  return public.record_probe(channel, probe);
end $$;

create function public.rename_channel(channel uuid, name text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  if coalesce(length(btrim(rename_channel.name)), 0) not between 1 and 60 then
    raise exception using errcode = 'PT400', detail = 'name',
      message = 'Give it a name of at most 60 characters.';
  end if;
  update public.channels x set name = btrim(rename_channel.name) where x.id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), 'channel_renamed', 'channel', c.id::text,
    jsonb_build_object('before', c.name, 'after', btrim(rename_channel.name)));
end $$;

-- From now on who has no thread yet is written to from here; what waits stays where it is.
create function public.choose_first_contacts(channel uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel;
  perform app.require_role(c.workspace_id, 'manager');
  perform app.lock_channels(c.workspace_id);
  select x.* into c from public.channels x where x.id = channel;
  perform app.refuse_retired(c);
  update public.channels x set takes_first_contacts = false
  where x.workspace_id = c.workspace_id and x.takes_first_contacts and x.id <> c.id;
  update public.channels x set takes_first_contacts = true where x.id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), 'first_contacts_chosen', 'channel',
    c.id::text);
end $$;

-- For the settings: every channel of the workspace, what waits on it, and when its credentials were
-- given and by whom. Never what they are.
create function public.channel_list(workspace uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id, 'name', c.name, 'vendor', c.vendor, 'account', c.account, 'state', c.state,
    'pauseReason', c.pause_reason, 'connectionStatus', c.connection_status,
    'isEnvironment', c.uses_environment, 'takesFirstContacts', c.takes_first_contacts,
    'credentialsSetAt', c.credentials_set_at, 'credentialsSetBy', c.credentials_set_by,
    'retiredAt', c.retired_at, 'retiredBy', c.retired_by,
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'),
    'pace', jsonb_build_object('minIntervalMs', c.min_interval_ms, 'jitterMs', c.jitter_ms,
      'dailyLimit', c.daily_limit, 'warmUpDays', c.warm_up_days, 'weekdayPace', c.weekday_pace,
      'hours', c.hours)) order by c.state = 'retired', c.created_at, c.id), '[]')
  from public.channels c where c.workspace_id = channel_list.workspace
$$;

grant execute on function
  public.rename_channel(uuid, text), public.choose_first_contacts(uuid), public.channel_list(uuid)
to authenticated;
grant execute on function
  public.add_channel(jsonb, uuid), public.set_channel_credentials(uuid, text, text, uuid),
  public.set_channel_pace(uuid, jsonb, uuid), public.record_channel_test(uuid, jsonb, uuid)
to service_role;

-- A channel that is used no more: its history and its credentials stay, so that what still comes is
-- heard and its files can be fetched; its queue goes where the admin says.

-- What waits leaves from another channel, in the same order and by its times.
create function app.move_queue(p_from public.channels, p_to uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_moved integer;
begin
  update public.whatsapp_messages m set channel_id = p_to,
    conversation_id = app.conversation(m.workspace_id, p_to, m.contact_id)
  where m.channel_id = p_from.id and m.status = 'queued';
  get diagnostics v_moved = row_count;
  return v_moved;
end $$;

-- What waits is withdrawn, and its asks say why; so do those that rested on them.
create function app.cancel_queue(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_cancelled integer;
begin
  update public.asks a set should_send = false, covered_by = null, code = 'channel_retired',
    reason = 'The WhatsApp number that it waited on was retired.'
  from public.whatsapp_messages m
  where m.channel_id = p_channel and m.status = 'queued' and m.purpose = 'follow_up'
    and (a.id = m.ask_id or (a.covered_by = m.ask_id and not a.is_twin));
  update public.whatsapp_messages m set status = 'cancelled', ask_open = false,
    reason_code = 'channel_retired',
    reason = 'The WhatsApp number that it waited on was retired.'
  where m.channel_id = p_channel and m.status = 'queued';
  get diagnostics v_cancelled = row_count;
  return v_cancelled;
end $$;

-- For good. move_to: the channel that sends what waits; null withdraws it. {moved, cancelled}
create function public.retire_channel(channel uuid, move_to uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_done jsonb;
begin
  select x.* into c from public.channels x where x.id = channel;
  perform app.require_role(c.workspace_id, 'admin');
  perform app.lock_channels(c.workspace_id);
  select x.* into c from public.channels x where x.id = channel;
  perform app.refuse_retired(c);
  if c.takes_first_contacts and exists (select from public.channels x
      where x.workspace_id = c.workspace_id and x.id <> c.id and x.state <> 'retired') then
    raise exception using errcode = 'PT409', detail = 'first',
      message = 'It takes the first contacts: choose another channel for them first.';
  elsif exists (select from public.whatsapp_send_attempts a where a.channel_id = c.id
      and a.outcome = 'in_flight') then
    raise exception using errcode = 'PT409', detail = 'on_its_way',
      message = 'A message is on its way just now: try again in a minute.';
  elsif c.pause_reason = 'restored' and move_to is not null then
    raise exception using errcode = 'PT409', detail = 'restored',
      message = 'A backup was put back, and its queue may have left: let it go first.';
  elsif move_to is not null and not exists (select from public.channels x
      where x.id = move_to and x.workspace_id = c.workspace_id and x.id <> c.id
        and x.state <> 'retired') then
    raise exception using errcode = 'PT400',
      message = 'The queue can only go to another channel in use.';
  end if;
  v_done := jsonb_build_object(
    'moved', case when move_to is null then 0 else app.move_queue(c, move_to) end,
    'cancelled', case when move_to is null then app.cancel_queue(c.id) else 0 end);
  update public.channels x set state = 'retired', pause_reason = null, pause_detail = null,
    paused_at = null, probe_at = null, takes_first_contacts = false,
    retired_at = app.now(), retired_by = auth.uid()
  where x.id = c.id;
  perform app.end_hold(c) where c.pause_reason = 'restored';
  perform app.log_action(c.workspace_id, auth.uid(), 'channel_retired', 'channel', c.id::text,
    v_done || jsonb_build_object('to', move_to));
  return v_done;
end $$;

grant execute on function public.retire_channel(uuid, uuid) to authenticated;

-- "Send anyway": what a person's word lifts, what it does not, and how often it counts.

create index audit_log_overrides on public.audit_log (workspace_id, user_id, at)
  where action = 'call_overridden';

-- An ask that has left and waits for its answer holds for a person's word too: for a day, or for
-- the cooldown where that is longer. Null when it does not.
create function app.open_ask_holds(p_ask bigint, p_at timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_workspace uuid := (select a.workspace_id from public.asks a where a.id = p_ask);
  v_hours integer;
begin
  if p_ask is null then
    return null;
  end if;
  v_hours := greatest(24, (app.setting(v_workspace, 'cooldown') ->> 'hours')::integer);
  if not exists (
    select from public.whatsapp_messages m
    left join public.whatsapp_send_attempts a on a.message_id = m.id and a.outcome <> 'not_sent'
    where m.ask_id = p_ask and m.purpose in ('follow_up', 'reminder')
      and coalesce(a.started_at, m.send_began_at) > p_at - make_interval(hours => v_hours))
  then
    return null;
  end if;
  return app.covered_by_ask(p_ask);
end $$;

-- What "send anyway" would pass over for this ask now, as codes: not_ended, what the rules or its
-- origin's data say, a colleague's "don't send", a bill that is here, the cooldown. What an earlier
-- "send anyway" passed over is not asked for again.
create function app.lifted_by_staff(a public.asks) returns text[]
language plpgsql stable set search_path = ''
as $$
declare
  c public.contacts;
  v_codes text[] := case when a.ready_at is not null then '{}' else '{not_ended}' end;
  v_decision jsonb;
  v_guard jsonb;
begin
  if a.staff_decision = 'dont_send' then
    v_codes := v_codes || 'staff_refused'::text;
  end if;
  v_decision := app.decide_by_origin(a, app.ask_facts(a));
  if not (v_decision ->> 'send')::boolean and a.staff_decision is distinct from 'send' then
    v_codes := v_codes || (v_decision ->> 'code');
  end if;
  select * into c from public.contacts x where x.id = a.contact_id;
  v_guard := app.check_guards(a.workspace_id, c, a.id, app.now(),
    coalesce(v_decision ->> 'template', 'follow_up'), false, null, a.purpose);
  if v_guard ->> 'code' in ('bill_received', 'asked_by_hand', 'cooldown') then
    v_codes := v_codes || (v_guard ->> 'code');
  elsif a.code = 'refusal' then
    v_codes := v_codes || 'refusal'::text;
  elsif a.evidence is not null then
    v_codes := v_codes || 'bill_received'::text;
  end if;
  return v_codes;
end $$;

-- Presses of "send anyway" that count, in any 24 hours.
create function app.presses_a_day(p_role text) returns integer
language sql immutable set search_path = ''
as $$ select case when app.role_rank(p_role) >= app.role_rank('manager') then 100 else 20 end $$;

create function app.presses_left(p_workspace uuid, p_user uuid) returns integer
language sql stable set search_path = ''
as $$
  select app.presses_a_day(m.role) - (
    select count(*) from public.audit_log a
    where a.workspace_id = p_workspace and a.user_id = p_user and a.action = 'call_overridden'
      and a.at > app.now() - interval '24 hours' and a.detail ->> 'answer' = 'staff_send')::integer
  from public.memberships m where m.workspace_id = p_workspace and m.user_id = p_user
$$;

-- Why a press of "send anyway" does nothing, logged; null when it counts, or is refused by what no
-- press lifts. p_lifts: what the page named and was confirmed. Under the channel's lock, so that
-- presses at once are counted.
create function app.refuse_press(a public.asks, p_lifts text[]) returns text
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
  v_answer text;
begin
  select * into c from public.contacts x where x.id = a.contact_id;
  if app.check_guards(a.workspace_id, c, a.id, app.now(), 'follow_up', true, null, a.purpose)
    ->> 'code' in ('opted_out', 'erased', 'blocked', 'covered')
  then
    return null;
  end if;
  v_answer := case
    when not app.lifted_by_staff(a) <@ coalesce(p_lifts, '{}') then 'not_confirmed'
    when app.presses_left(a.workspace_id, auth.uid()) <= 0 then 'limit_reached' end;
  if v_answer = 'limit_reached' then
    perform app.log_action(a.workspace_id, auth.uid(), 'call_overridden', 'call',
      a.call_id::text, jsonb_build_object('decision', 'send', 'answer', v_answer));
  end if;
  return v_answer;
end $$;

-- What the page names before "send anyway": {lifts: [code], left: presses of today}.
create function public.call_lifts(call bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks x where x.call_id = call;
  perform app.require_role(a.workspace_id, 'agent');
  return jsonb_build_object('lifts', to_jsonb(app.lifted_by_staff(a)),
    'left', greatest(app.presses_left(a.workspace_id, auth.uid()), 0));
end $$;

grant execute on function public.call_lifts(bigint) to authenticated;

-- What staff may do about a person: stop writing to them, say who they are, join two rows of one
-- person and part them again.

-- The contact, when this member of staff may act on it; an erased or merged one is nobody's
-- business any more.
create function app.own_contact(p_contact bigint, p_role text) returns public.contacts
language plpgsql stable set search_path = ''
as $$
declare
  v_contact public.contacts;
begin
  select * into v_contact from public.contacts c where c.id = p_contact;
  perform app.require_role(v_contact.workspace_id, p_role);
  if v_contact.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased. Nothing can be changed.';
  elsif v_contact.merged_into is not null then
    raise exception using errcode = 'PT409',
      message = 'This contact was joined with another. Open that one.';
  end if;
  return v_contact;
end $$;

create function app.require_reason(p_reason text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  if coalesce(length(btrim(p_reason)), 0) not between 1 and 500 then
    raise exception using errcode = 'PT400', message = 'Say why, in at most 500 characters.';
  end if;
  return btrim(p_reason);
end $$;

-- Blocks (agents may) or unblocks (managers). It is no stop of the customer's: START does not take
-- it back.
create function public.set_contact_blocked(contact bigint, blocked boolean, reason text)
  returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, case when blocked then 'agent'
    else 'manager' end);
  v_reason text := app.require_reason(reason);
begin
  perform app.lock_channels(v_contact.workspace_id);
  select * into v_contact from public.contacts c where c.id = contact for update;
  if blocked is null or (v_contact.blocked_at is not null) = blocked then
    return false;
  end if;
  perform app.note_consent(contact, case when blocked then 'blocked' else 'unblocked' end, 'staff',
    null, auth.uid(), v_reason);
  perform app.log_action(v_contact.workspace_id, auth.uid(), case when blocked
    then 'contact_blocked' else 'contact_unblocked' end,
    'contact', contact::text);
  return true;
end $$;

-- Null: as with everybody in the workspace.
create function public.edit_contact(contact bigint, time_zone text) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, 'agent');
begin
  if time_zone is not null and not app.is_time_zone(time_zone) then
    raise exception using errcode = 'PT422', message = 'There is no such time zone.',
      detail = 'timeZone';
  end if;
  update public.contacts c set time_zone = edit_contact.time_zone where c.id = contact;
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'contact_edited', 'contact',
    contact::text,
    jsonb_build_object('timeZone', time_zone));
  return true;
end $$;

-- "Not a customer": takes a writer without a phone off the list of what needs a person, until they
-- write again.
create function public.dismiss_contact(contact bigint) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, 'agent');
begin
  update public.contacts c set dismissed_at = app.now() where c.id = contact
    and c.dismissed_at is null and not c.phone_known;
  if found then
    perform app.log_action(v_contact.workspace_id, auth.uid(), 'contact_dismissed', 'contact',
      contact::text);
  end if;
  return found;
end $$;

-- Two rows are one person: everything of `loser` goes to `winner`, and its answers count for its
-- calls. Agents may link a writer without a phone; two that have one, managers. Answers the merge's
-- id.
create function public.merge_contacts(loser bigint, winner bigint, reason text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_loser public.contacts := app.own_contact(loser, 'agent');
  v_winner public.contacts;
  v_merge bigint;
begin
  select * into v_winner from public.contacts c where c.id = winner
    and c.workspace_id = v_loser.workspace_id;
  if v_winner.id is null or winner = loser then
    raise exception using errcode = 'PT404', message = 'There is no such other contact.';
  end if;
  perform app.lock_channels(v_loser.workspace_id);
  perform from public.contacts c where c.id in (loser, winner) order by c.id for update;
  v_loser := app.own_contact(loser, case when app.contact_phone(loser) is null then 'agent'
    else 'manager' end);
  v_winner := app.own_contact(winner, 'agent');
  v_merge := app.merge_contacts(loser, winner, auth.uid(), nullif(btrim(reason), ''));
  perform app.log_action(v_loser.workspace_id, auth.uid(), 'contacts_merged', 'contact',
    winner::text,
    jsonb_build_object('loser', loser, 'merge', v_merge));
  return v_merge;
end $$;

-- A writer without a phone is the person with this number (E.164), known to us or not. Answers that
-- person's contact.
create function public.link_contact(contact bigint, phone text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := app.own_contact(contact, 'agent');
  v_person bigint;
begin
  -- require_role: in own_contact.
  if phone is null or phone !~ '^\+[1-9][0-9]{5,14}$' then
    raise exception using errcode = 'PT422',
      message = 'This is not a phone number. Write it like +393331234567.', detail = 'phone';
  end if;
  perform app.lock_channels(v_contact.workspace_id);
  if app.contact_phone(contact) is not null then
    raise exception using errcode = 'PT409', message = 'This contact has a number already.';
  end if;
  v_person := app.resolve_contact(v_contact.workspace_id, phone, null);
  perform public.merge_contacts(contact, v_person, null);
  return v_person;
end $$;

-- The merge that is to be taken back, under the locks of all that it touches; refused where nothing
-- can be parted any more.
create function app.lock_merge(p_merge bigint) returns public.contact_merges
language plpgsql volatile set search_path = ''
as $$
declare
  v_merge public.contact_merges;
  v_winner public.contacts;
begin
  select * into v_merge from public.contact_merges g where g.id = p_merge;
  perform app.lock_channels(v_merge.workspace_id);
  perform from public.contacts c where c.id in (v_merge.loser, v_merge.winner) order by c.id
    for update;
  select * into v_merge from public.contact_merges g where g.id = p_merge for update;
  select * into v_winner from public.contacts c where c.id = v_merge.winner;
  if v_merge.split_at is not null then
    raise exception using errcode = 'PT409', message = 'These two were parted already.';
  elsif v_winner.merged_into is not null then
    raise exception using errcode = 'PT409',
      message = 'This contact was joined with a third one since. Part those first.';
  elsif v_winner.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased. Nothing can be changed.';
  end if;
  return v_merge;
end $$;

-- Gives back what the merge moved, and what came since by the same addresses.
create function app.part_rows(p_merge public.contact_merges) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_addresses text[];
  v_phones text[];
  v_messages bigint[];
  v_calls bigint[];
  v_channel uuid;
begin
  update public.contacts c set merged_into = null where c.id = p_merge.loser;
  with moved as (
    update public.contact_identities i set contact_id = p_merge.loser
    from jsonb_to_recordset(p_merge.moved -> 'identities') m (kind text, value text)
    where i.workspace_id = p_merge.workspace_id and i.kind = m.kind and i.value = m.value
      and i.contact_id = p_merge.winner
    returning i.kind, i.value)
  select coalesce(array_agg(value), '{}'), coalesce(array_agg(value) filter (where kind = 'phone'),
    '{}')
  into v_addresses, v_phones from moved;
  v_messages := array(select m.id from public.whatsapp_messages m
    where m.contact_id = p_merge.winner
      and (m.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'messages') x)
      or (m.created_at >= p_merge.at and coalesce(m.recipient, m.address) = any (v_addresses))));
  v_calls := array(select k.id from public.cloudtalk_calls k
    where k.contact_id = p_merge.winner
      and (k.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'calls') x)
      or (k.created_at >= p_merge.at and k.phone_number = any (v_phones))));
  update public.cloudtalk_calls k set contact_id = p_merge.loser where k.id = any (v_calls);
  perform app.part_asks(p_merge, v_calls, v_addresses);
  update public.attention a set contact_id = p_merge.loser
  where a.contact_id = p_merge.winner and (a.message_id = any (v_messages)
    or a.call_id = any (v_calls));
  for v_channel in select distinct m.channel_id from public.whatsapp_messages m
    where m.id = any (v_messages) loop
    update public.whatsapp_messages m set contact_id = p_merge.loser,
      conversation_id = app.conversation(p_merge.workspace_id, v_channel, p_merge.loser)
    where m.id = any (v_messages) and m.channel_id = v_channel;
  end loop;
  delete from public.whatsapp_conversations v where v.contact_id = p_merge.winner
    and not exists (select from public.whatsapp_messages m where m.conversation_id = v.id);
end $$;

-- Names that came with the merge go with it.
create function app.part_names(p_merge public.contact_merges) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_loser public.contacts;
begin
  select * into v_loser from public.contacts c where c.id = p_merge.loser;
  update public.contacts c set
    phone_known = exists (select from public.contact_identities i where i.contact_id = c.id
      and i.kind = 'phone'),
    name = case when p_merge.moved -> 'winner' ->> 'name' is null and c.name = v_loser.name
      then null else c.name end,
    company = case when p_merge.moved -> 'winner' ->> 'company' is null
      and c.company = v_loser.company then null else c.company end,
    push_name = case when p_merge.moved -> 'winner' ->> 'pushName' is null
      and c.push_name = v_loser.push_name
      then null else c.push_name end
  where c.id = p_merge.winner;
end $$;

-- Takes one merge back: the identities, calls and messages that it moved, and what came since by
-- these addresses, are the loser's again. Asks and flags are not guessed anew: what the merge
-- closed stays closed, and a bill that only the other's message proved is undone. Whoever stopped
-- us stays stopped on both sides. Answers the loser's id.
create function public.split_contact(merge bigint, reason text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  v_merge public.contact_merges;
  v_reason text;
begin
  select * into v_merge from public.contact_merges g where g.id = merge;
  -- As for joining: an agent may part a writer who came without a phone.
  perform app.require_role(v_merge.workspace_id, case when exists (
    select from jsonb_array_elements(v_merge.moved -> 'identities') i where i ->> 'kind' = 'phone')
      then 'manager' else 'agent' end);
  v_reason := app.require_reason(reason);
  v_merge := app.lock_merge(merge);
  perform app.part_rows(v_merge);
  perform app.part_names(v_merge);
  perform app.part_consent(v_merge);
  perform app.part_evidence(v_merge.winner, v_merge.loser);
  update public.contact_merges g set split_at = app.now(), split_by = auth.uid(),
    split_reason = v_reason where g.id = merge;
  perform app.log_action(v_merge.workspace_id, auth.uid(), 'contacts_split', 'contact',
    v_merge.winner::text,
    jsonb_build_object('loser', v_merge.loser, 'merge', merge));
  return v_merge.loser;
end $$;

-- After a split: what holds of the winner now holds of the loser too. What the loser had before
-- stands unless the person took it back while they were one.
create function app.part_consent(p_merge public.contact_merges) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_winner public.contacts;
  v_loser public.contacts;
begin
  select * into v_winner from public.contacts where id = p_merge.winner;
  select * into v_loser from public.contacts where id = p_merge.loser;
  if v_winner.opted_out_at is not null then
    perform app.note_consent(v_loser.id, 'stopped', 'merge', p_at => v_winner.opted_out_at);
  elsif exists (select from public.contact_consents s
    where s.contact_id = v_winner.id and s.kind = 'started'
      and s.id > coalesce((select max(x.id) from public.contact_consents x
      where x.contact_id = v_loser.id), 0)) then
    perform app.note_consent(v_loser.id, 'started', 'merge');
  end if;
  if v_winner.blocked_at is not null then
    perform app.note_consent(v_loser.id, 'blocked', 'merge', p_at => v_winner.blocked_at);
  elsif exists (select from public.contact_consents s
    where s.contact_id = v_winner.id and s.kind = 'unblocked' and s.at >= p_merge.at) then
    perform app.note_consent(v_loser.id, 'unblocked', 'merge');
  end if;
  perform app.skip_unreachable(v_loser.id);
end $$;

-- The asks of a split: those that the merge moved, and what came since by the loser's addresses.
-- One of the winner's that is still open stays theirs.
create function app.part_asks(p_merge public.contact_merges, p_calls bigint[], p_addresses text[])
returns void
language sql volatile set search_path = ''
as $$
  update public.asks a set contact_id = p_merge.loser
  where a.contact_id = p_merge.winner
    and (a.call_id = any (p_calls)
      or a.id in (select x::bigint from jsonb_array_elements_text(p_merge.moved -> 'asks') x)
      or (a.call_id is null and a.created_at >= p_merge.at and a.recipient = any (p_addresses)))
$$;

-- After a split: no message proves the bill of another person's ask. Not taken back but gone, so
-- that the same message may prove it if they are joined again; what a person confirmed stands.
create function app.part_evidence(p_winner bigint, p_loser bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_ask bigint;
begin
  for v_ask in
    with gone as (
      delete from public.bill_evidence e using public.asks k, public.whatsapp_messages m
      where e.ask_id = k.id and e.message_id = m.id and e.source = 'message'
        and k.contact_id <> m.contact_id
        and k.contact_id in (p_winner, p_loser) and m.contact_id in (p_winner, p_loser)
      returning e.ask_id)
    select distinct ask_id from gone order by 1
  loop
    perform app.refresh_evidence(v_ask);
  end loop;
end $$;

grant execute on function
  public.set_contact_blocked(bigint, boolean, text), public.edit_contact(bigint, text),
  public.dismiss_contact(bigint), public.merge_contacts(bigint, bigint, text),
  public.link_contact(bigint, text), public.split_contact(bigint, text)
to authenticated;

-- Asks that no call led to.

-- Asks somebody for something, if nothing keeps it from going out. p_terms: {template,
-- delayMinutes, priority, expiresAfterHours}, as a rule has them. p_facts: what its origin told of
-- the person. p_user: the member of staff who asks. {ask, send, code, reason, channel}: channel if
-- something waits there now.
create function app.make_ask(
  p_contact bigint, p_origin_kind text, p_origin_id bigint, p_reason_to_write text, p_terms jsonb,
  p_purpose text default 'bill', p_facts jsonb default '{}', p_user uuid default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
  v_channel jsonb;
begin
  select c.workspace_id, c.id into a.workspace_id, a.contact_id
  from public.contacts c where c.id = app.root_contact(p_contact);
  perform app.lock_channels(a.workspace_id);
  a.id := nextval(pg_get_serial_sequence('public.asks', 'id'));
  a.origin_kind := p_origin_kind;
  a.origin_id := p_origin_id;
  a.purpose := p_purpose;
  a.reason_to_write := p_reason_to_write;
  a.recipient := app.contact_phone(a.contact_id);
  a.facts := p_facts;
  a.do_not_send := coalesce((p_facts ->> 'doNotSend')::boolean, false);
  a.ready_at := app.now();
  a.created_at := app.now();
  a.decided_by := p_user;
  a.lifted := '{}';
  a.any_hour := false;
  a.is_twin := false;
  a.decision := app.ask_terms(p_terms, p_user is not null);
  v_channel := app.settle_ask(a, true);
  select * into a from public.asks x where x.id = a.id;
  return jsonb_build_object('ask', a.id, 'send', a.should_send, 'code', a.code, 'reason', a.reason,
    'channel', v_channel);
end $$;

-- The decision that an origin's terms are, before anything stands in their way. Nobody has just
-- hung up: it keeps to the hours.
create function app.ask_terms(p_terms jsonb, p_by_staff boolean) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('send', true, 'because', '[]'::jsonb, 'template', 'follow_up',
      'delayMinutes', 0, 'priority', 'bulk', 'expiresAfterHours', 72, 'anyHour', false)
    || p_terms
    || case when p_by_staff
      then '{"code": "staff_send", "reason": "Staff asked to send it."}'
      else '{"code": "asked", "reason": "What led to it asks for it."}' end::jsonb
$$;

-- Files that customers send: fetched while WhatsApp still has them, kept in a private bucket.

create table public.whatsapp_media (
  message_id bigint primary key references public.whatsapp_messages (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- waiting: to be fetched. missed: WhatsApp has it no longer. refused: it is here no more than a
  -- danger would be.
  state text not null check (state in ('waiting', 'stored', 'missed', 'refused')),
  -- Of the last try: a stable code and a sentence for staff.
  reason_code text,
  reason text,
  -- What opens the file at the provider, its key included: gone as soon as it is not needed, and
  -- never for staff.
  source jsonb,
  -- When the link is dead for certain.
  expires_at timestamptz not null,
  -- Of the file itself; what the message claims is in whatsapp_messages.media.
  mime_type text,
  size_bytes bigint,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  path text,
  stored_at timestamptz,
  created_at timestamptz not null default app.now(),
  check ((state = 'waiting') = (source is not null)),
  check (state <> 'stored' or num_nulls(path, sha256, size_bytes, mime_type, stored_at) = 0)
);
create index whatsapp_media_workspace on public.whatsapp_media (workspace_id, message_id desc);

-- A hosted project has Storage before it has our tables; a bare Postgres has none, and no files.
do $$
begin
  if to_regclass('storage.buckets') is not null then
    insert into storage.buckets (id, name, public, file_size_limit) values ('media', 'media', false,
      26214400)
    on conflict (id) do nothing;
  end if;
end $$;

-- What opens a file is its vendor's own ({url, headers, key}, {id}, …) and opaque here but for
-- `expiresAt`. Those without it are given 14 days: nothing older was ever fetched by the public
-- projects that try.
create function app.media_dies_at(p_source jsonb, p_heard timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_text text := p_source ->> 'expiresAt';
  v_at timestamptz := case when pg_input_is_valid(v_text, 'timestamptz')
    then v_text::timestamptz end;
begin
  return case when v_at > p_heard then least(v_at, p_heard + interval '30 days')
    else p_heard + interval '14 days' end;
end $$;

-- The file of an inbound message is to be fetched. Another delivery of the same message may bring
-- the key that the first one lacked; a delivery read again from its kept body has none, but its
-- effects of the first time do.
create function app.note_media(p_workspace uuid, p_message bigint, p_value jsonb, p_request bigint,
  p_heard timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_source jsonb := nullif(p_value -> 'mediaSource', 'null');
begin
  if nullif(p_value -> 'media', 'null') is null
    or not exists (select from public.whatsapp_messages m where m.id = p_message
      and m.direction = 'in')
  then
    return;
  end if;
  if v_source is null then
    select e -> 'mediaSource' into v_source
    from public.webhook_requests r, jsonb_array_elements(r.domain_values) e
    where r.id = p_request and e ->> 'whatsappId' = p_value ->> 'whatsappId'
      and jsonb_typeof(e -> 'mediaSource') = 'object'
    limit 1;
  end if;
  insert into public.whatsapp_media (message_id, workspace_id, state, reason_code, reason, source,
    expires_at)
  values (p_message, p_workspace,
    case when v_source is null then 'missed' else 'waiting' end,
    case when v_source is null then 'no_key' end,
    case when v_source is null then 'The message came without what opens its file.' end,
    v_source, app.media_dies_at(v_source, p_heard))
  on conflict (message_id) do update set
    state = 'waiting', reason_code = null, reason = null, source = excluded.source,
    expires_at = excluded.expires_at
  where whatsapp_media.state = 'missed' and whatsapp_media.reason_code = 'no_key'
    and excluded.source is not null;
  if v_source is not null then
    perform app.queue_task(p_workspace, 'fetch_file', p_message::text, p_message => p_message,
      p_due => p_heard);
  end if;
end $$;

-- A file that is lost is to be looked at on the phone, until it or a later one of the same person
-- is here; not one that is only kept no longer.
create function app.media_changed() returns trigger
language plpgsql set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select x.* into m from public.whatsapp_messages x where x.id = new.message_id;
  if new.state = 'stored' then
    perform app.settle_attention(m.contact_id, 'content', array['file_refused', 'file_missed'],
      p_until => m.created_at);
  elsif new.state = 'waiting' then
    perform app.settle_attention(m.contact_id, 'content', array['file_refused', 'file_missed'],
      m.id);
  elsif m.kind <> 'sticker' and new.reason_code is distinct from 'removed'
      and not app.is_erased_contact(m.contact_id) then
    perform app.look_at_message(m, 'file_' || new.state, m.created_at, new.reason_code);
  end if;
  return null;
end $$;
create trigger media_lost after insert on public.whatsapp_media
  for each row when (new.state in ('missed', 'refused')) execute function app.media_changed();
create trigger media_changed after update of state on public.whatsapp_media
  for each row when (old.state <> new.state) execute function app.media_changed();

-- {message, workspace, channel, whatsappId, source, claimedType, claimedBytes}. What is older than
-- its link's life is missed.
create function app.file_facts(t public.tasks) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_media f set state = 'missed', source = null, reason_code = 'expired',
    reason = 'WhatsApp keeps a file for some days only, and we could not fetch it in that time.'
  where f.message_id = t.message_id and f.state = 'waiting' and f.expires_at <= app.now();
  return (select jsonb_build_object('message', f.message_id, 'workspace', f.workspace_id,
      'channel', m.channel_id, 'whatsappId', m.whatsapp_message_id, 'source', f.source,
      'claimedType', m.media -> 'mimeType', 'claimedBytes', m.media -> 'sizeBytes')
    from public.whatsapp_media f join public.whatsapp_messages m on m.id = f.message_id
    where f.message_id = t.message_id and f.state = 'waiting');
end $$;

-- Done brings a file: {kind: stored, path, mimeType, sizeBytes, sha256} · {kind: gone | refused,
-- code, message}. Not found is said twice before it counts: a link that was just made may be a
-- moment late. Null for one that nobody waits for any more.
create function app.file_fetched(t public.tasks, p_result jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_media public.whatsapp_media;
  v_file jsonb := p_result -> 'file';
begin
  select * into v_media from public.whatsapp_media f
  where f.message_id = t.message_id and f.state = 'waiting' for update;
  if v_media.message_id is null then
    return null;
  elsif p_result ->> 'kind' <> 'done' and p_result ->> 'code' = 'not_found'
    and v_media.reason_code = 'not_found' then
    v_file := p_result || '{"kind": "gone"}';
  end if;
  update public.whatsapp_media f set
    state = case v_file ->> 'kind' when 'stored' then 'stored' when 'gone' then 'missed'
      when 'refused' then 'refused' else f.state end,
    reason_code = coalesce(v_file, p_result) ->> 'code',
    reason = left(coalesce(v_file, p_result) ->> 'message', 500),
    source = case when v_file is null then f.source end,
    path = v_file ->> 'path', mime_type = v_file ->> 'mimeType', sha256 = v_file ->> 'sha256',
    size_bytes = (v_file ->> 'sizeBytes')::bigint,
    stored_at = case when v_file ->> 'kind' = 'stored' then app.now() end
  where f.message_id = t.message_id;
  return case when v_file is null then p_result
      || jsonb_build_object('notAfter', v_media.expires_at)
    else jsonb_build_object('kind', 'done', 'code', v_file -> 'code') end;
end $$;

-- A member opens a file; who did is written down. {state, path, mimeType, sizeBytes, fileName, at}
create function public.open_media(message bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_media public.whatsapp_media;
begin
  select * into v_media from public.whatsapp_media f where f.message_id = message;
  perform app.require_role(v_media.workspace_id, 'agent');
  if v_media.state = 'stored' then
    perform app.log_action(v_media.workspace_id, auth.uid(), 'media_opened', 'media',
      message::text);
  end if;
  return jsonb_build_object('state', v_media.state, 'path', v_media.path, 'mimeType',
    v_media.mime_type,
    'sizeBytes', v_media.size_bytes,
    'fileName', (select m.media ->> 'fileName' from public.whatsapp_messages m
      where m.id = message));
end $$;

alter table public.whatsapp_media enable row level security;
create policy members_read on public.whatsapp_media for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not `source`: it opens a file for whoever has it.
grant select (
  message_id, workspace_id, state, reason_code, reason, expires_at, mime_type, size_bytes, sha256,
  stored_at, created_at
) on public.whatsapp_media to authenticated;
grant execute on function public.open_media(bigint) to authenticated;

-- What we write back to CloudTalk when a bill is in: a tag and an activity on the contact. Nothing
-- waits for it.

-- Called whenever the evidence of a call changes. Calls that share one ask share its bill: the
-- first of them that has it is told, the others are not told again. Without API keys nothing is
-- queued; whether there are any, the clock has written down.
create function app.queue_write_back(p_call bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
  v_ask bigint;
begin
  select * into v_call from public.cloudtalk_calls where id = p_call;
  v_ask := coalesce(v_call.covered_by, p_call);
  if app.evidence_rank(v_call.electricity_bill_evidence) < app.evidence_rank('attachment') then
    delete from public.tasks t where t.call_id = p_call and t.kind = 'write_back'
      and t.state in ('waiting', 'running');
  elsif not exists (select from public.tasks t join public.cloudtalk_calls k on k.id = t.call_id
      where t.kind = 'write_back' and k.id <> p_call and (k.id = v_ask or k.covered_by = v_ask))
    and exists (select from public.reconcile_passes p
      where p.workspace_id = v_call.workspace_id and p.kind = 'calls' and p.is_configured) then
    perform app.queue_task(v_call.workspace_id, 'write_back', p_call || ':' || what,
      jsonb_build_object('what', what), p_call => p_call)
    from unnest(array['tag', 'activity']) what;
  end if;
end $$;

-- {kind, externalId, contactId, phone, receivedAt}; null where the bill was taken back since. What
-- CloudTalk knows the activity by is the
-- number of our call, so that it is the same one however often it is written. contactId: the
-- contact at CloudTalk, where an event or an earlier try named it.
create function app.write_back_facts(t public.tasks) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('kind', t.payload -> 'what', 'externalId', t.call_id,
      'contactId', coalesce(t.payload ->> 'contactId',
        (select o.payload ->> 'contactId' from public.tasks o
          where o.call_id = t.call_id and o.kind = 'write_back' and o.payload ? 'contactId'
          limit 1),
        substring(coalesce(k.facts ->> 'contactId', k.facts -> 'customFields' ->> 'contact_id',
          k.facts -> 'customFields' ->> 'contactId',
          k.facts -> 'customFields' ->> 'contacts[0].id') from '^[0-9]{1,18}$')),
      'phone', k.phone_number, 'receivedAt', k.electricity_bill_received_at)
    from public.cloudtalk_calls k where k.id = t.call_id
      and app.evidence_rank(k.electricity_bill_evidence) >= app.evidence_rank('attachment'));
end $$;

-- Reconciliation: what was missed while the outside was away is asked for, and recorded as an event
-- of our own.

-- One row a pass: when it runs next, how far it has looked, how the last one ended. What was found
-- is counted from the events themselves (webhook_requests, origin reconciled).
create table public.reconcile_passes (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- calls: a vendor's list of calls. messages: sends nobody heard of again. identities: the phones
  -- behind LIDs.
  kind text not null check (kind in ('calls', 'messages', 'identities')),
  -- Whether we have the keys for all of it.
  is_configured boolean not null default false,
  -- calls: whose list it is, as last seen.
  vendor text,
  -- Our first tick: what ended before that is not ours.
  since timestamptz,
  next_at timestamptz,
  last_began_at timestamptz,
  last_ended_at timestamptz,
  last_succeeded_at timestamptz,
  -- Of the last one: a stable code (unauthorized, rate_limited, unreachable, unreadable, internal)
  -- and a sentence.
  last_error_code text,
  last_error text,
  -- calls: everything before this was read; the window being read, and its next page.
  looked_until timestamptz,
  window_from timestamptz,
  window_until timestamptz,
  window_page integer,
  -- How often that page could not be read.
  window_failures integer not null default 0,
  primary key (workspace_id, kind)
);
-- The keys in the environment are those of the default workspace.
insert into public.reconcile_passes (workspace_id, kind)
select w.id, k.kind from public.workspaces w, (values ('calls'), ('messages'),
  ('identities')) k (kind)
where w.key = 'default';

create index contact_identities_lookup on public.contact_identities (workspace_id, kind, lookup_at)
  where lookup_at is not null;

create function app.note_finding(p_request bigint, p_finding jsonb) returns void
language sql volatile set search_path = ''
as $$ update public.webhook_requests set finding = p_finding where id = p_request
  and origin = 'reconciled' $$;

-- The window of calls to read: {from, until, page, notBefore}; null when there is none yet. A
-- webhook may be on its way for three minutes (CloudTalk posts "ended" after the agent's wrap-up),
-- and its list lags behind: hence the overlap.
create function app.calls_window(p public.reconcile_passes, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_since timestamptz := coalesce(p.since, p_now);
  v_first timestamptz := greatest(v_since, p_now - interval '24 hours');
begin
  -- A window of which some pages were read is read to its end first.
  if coalesce(p.window_page, 1) = 1 then
    p.window_page := 1;
    p.window_until := p_now - interval '3 minutes';
    -- Calls that nobody could be written to any more help nobody: seven days back at most.
    p.window_from := greatest(coalesce(p.looked_until, v_first) - interval '2 hours',
      p_now - interval '7 days');
    if p.window_until <= v_first and p.looked_until is null then
      return null;
    end if;
    update public.reconcile_passes set window_from = p.window_from, window_until = p.window_until,
      window_page = 1
    where workspace_id = p.workspace_id and kind = p.kind;
  end if;
  return jsonb_build_object('from', p.window_from, 'until', p.window_until, 'page', p.window_page,
    'notBefore', case when p.looked_until is null then v_first else v_since end);
end $$;

-- Other sends of the same text to the same number, of which the provider's log has rows that look
-- the same, and when they were tried. One that has the provider's id and was tried once has its row
-- already.
create function app.rivals_of(m public.whatsapp_messages)
returns table (id bigint, provider_message_id text, attempts timestamptz[])
language sql stable set search_path = ''
as $$
  select o.id, o.provider_message_id,
    case when o.provider_message_id is null or cardinality(t.began) > 1 then t.began else '{}' end
  from public.whatsapp_messages o, lateral (
    select array(select a.started_at from public.whatsapp_send_attempts a
      where a.message_id = o.id and a.outcome <> 'not_sent' order by a.attempt) as began) t
  where o.contact_id = m.contact_id and o.channel_id = m.channel_id and o.direction = 'out'
    and o.attempt > 0
    and o.id <> m.id and o.recipient = m.recipient and o.body = m.body
$$;

-- Sends without a WhatsApp id that are due to be looked up: accepted ones that the tick gave up,
-- and, with the provider's log at hand, uncertain ones that have no provider's id; with them their
-- rivals. p_logs: the channels whose log is at hand. [{message, channel, providerMessageId, to,
-- text, attempts: [time], isRival}]
create function app.take_unbound(p_workspace uuid, p_logs uuid[], p_now timestamptz)
  returns jsonb
language sql volatile set search_path = ''
as $$
  with due as (
    select m.id from public.channels c join public.whatsapp_messages m on m.channel_id = c.id
    where c.workspace_id = p_workspace and m.direction = 'out' and m.whatsapp_message_id is null
      and m.attempt > 0
      and m.send_began_at > p_now - interval '7 days' and m.bind_at is null
      and (m.reconcile_at is null or m.reconcile_at <= p_now)
      and case when m.provider_message_id is null then m.channel_id = any (p_logs)
                 and m.status = 'uncertain'
               else m.status in ('accepted', 'sent') end
      and app.is_unbound(m)
    order by m.reconcile_at nulls first, m.id limit 20 for update of m skip locked),
  taken as (
    update public.whatsapp_messages m set reconcile_tries = m.reconcile_tries + 1,
      reconcile_at = p_now + least(interval '24 hours', case when m.provider_message_id is null
        then interval '5 minutes' * power(3, m.reconcile_tries)
          else interval '6 hours' * power(2, m.reconcile_tries) end)
    from due where m.id = due.id returning m.*),
  given as (
    select t.id, t.channel_id, t.provider_message_id, t.recipient, t.body, false as is_rival,
      array(select a.started_at from public.whatsapp_send_attempts a
        where a.message_id = t.id and a.outcome = 'uncertain' order by a.attempt) as attempts
    from taken t
    union all
    select distinct on (r.id) r.id, t.channel_id, r.provider_message_id, t.recipient, t.body, true,
      r.attempts
    from taken t, app.rivals_of(t) r
    where t.provider_message_id is null and not exists (select from taken o where o.id = r.id
      and o.provider_message_id is null))
  select coalesce(jsonb_agg(jsonb_build_object(
    'message', g.id, 'channel', g.channel_id, 'providerMessageId', g.provider_message_id,
    'to', g.recipient, 'text', g.body, 'attempts', g.attempts, 'isRival', g.is_rival)
      order by g.id), '[]')
  from given g
$$;

-- LIDs without a phone that are due: after 1 minute, then three times as long each time, up to a
-- day; ten times.
create function app.take_lids(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_lids jsonb;
begin
  -- Waits for nobody here: it holds messages already, and a merge takes both.
  with known as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'lid' and i.lookup_at <= p_now
      and app.contact_phone(i.contact_id) is not null for update skip locked)
  update public.contact_identities i set lookup_at = null
  from known where i.workspace_id = p_workspace and i.kind = 'lid' and i.value = known.value;
  with due as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'lid' and i.lookup_at <= p_now
    order by i.lookup_at limit 5 for update skip locked),
  taken as (
    update public.contact_identities i set lookup_tries = i.lookup_tries + 1,
      lookup_at = case when i.lookup_tries < 9
        then p_now + least(interval '1 minute' * power(3, i.lookup_tries), interval '1 day') end
    from due where i.workspace_id = p_workspace and i.kind = 'lid' and i.value = due.value
      returning i.value)
  select coalesce(jsonb_agg(value order by value), '[]') into v_lids from taken;
  return v_lids;
end $$;

-- Numbers that we wrote to whose LID is not known, as many as asked for: after ten minutes, then
-- three times as long each time, up to a day; six times. Due since the message was bound, see
-- bind_message.
create function app.take_phones(p_workspace uuid, p_most integer, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_phones jsonb;
begin
  with known as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.lookup_at <= p_now
      and (exists (select from public.contact_identities l where l.contact_id = i.contact_id
        and l.kind = 'lid')
        or not exists (select from public.whatsapp_messages m
          where m.contact_id = i.contact_id and m.recipient = i.value
            and m.whatsapp_message_id is not null))
    order by i.lookup_at limit 100 for update skip locked)
  update public.contact_identities i set lookup_at = null
  from known where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = known.value;
  with due as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.lookup_at <= p_now
      and not exists (select from public.contact_identities l where l.contact_id = i.contact_id
        and l.kind = 'lid')
    order by i.lookup_at limit p_most for update skip locked),
  taken as (
    update public.contact_identities i set lookup_tries = i.lookup_tries + 1,
      lookup_at = case when i.lookup_tries < 5
        then p_now + least(interval '10 minutes' * power(3, i.lookup_tries), interval '1 day') end
    from due where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = due.value
      returning i.value)
  select coalesce(jsonb_agg(value order by value), '[]') into v_phones from taken;
  return v_phones;
end $$;

-- Where an address is asked for: on the channel of that person's thread, else on any that can; on
-- one that is retired, whose key may be refused by now, only where there is no other.
create function app.lookup_channel(p_workspace uuid, p_address text, p_able uuid[]) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (select c.id from public.channels c
    cross join lateral (select max(v.id) as newest from public.contact_identities i
      join public.whatsapp_conversations v on v.contact_id = i.contact_id
      where i.workspace_id = p_workspace and i.kind in ('lid', 'phone') and i.value = p_address
        and v.channel_id = c.id) thread
    where c.workspace_id = p_workspace and c.id = any (p_able)
    order by c.state = 'retired', thread.newest desc nulls last, c.created_at, c.id limit 1);
end $$;

-- What is due now, moved forward before anybody begins: two ticks at once never both do it, and
-- what dies is due again. able: {calls, logs: [channel], identities: [channel]}: what we have the
-- keys for; of calls the vendor's name. {beganAt, calls: window | null, messages: [..], identities:
-- [{address, channel}]}: five at most, writers whom we do not know first.
create function public.take_reconciliations(able jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_logs uuid[] := array(select jsonb_array_elements_text(able -> 'logs'));
  v_lookups uuid[] := array(select c.id from public.channels c
    join public.workspaces w on w.id = c.workspace_id
    where w.key = 'default' and able -> 'identities' ? c.id::text);
  v_pass public.reconcile_passes;
  v_is_able boolean;
  v_work jsonb;
  v_due jsonb := jsonb_build_object('beganAt', v_now, 'calls', null, 'messages', '[]'::jsonb,
    'identities', '[]'::jsonb);
begin
  for v_pass in
    select p.* from public.reconcile_passes p join public.workspaces w on w.id = p.workspace_id
    where w.key = 'default' and (p.next_at is null or p.next_at <= v_now)
      for update of p skip locked
  loop
    v_is_able := case v_pass.kind when 'calls' then able ->> 'calls' is not null
      when 'messages' then v_logs <> '{}' else v_lookups <> '{}' end;
    v_work := case
      when v_pass.kind = 'messages' then app.take_unbound(v_pass.workspace_id, v_logs, v_now)
      when not v_is_able then null
      when v_pass.kind = 'calls' then app.calls_window(v_pass, v_now)
      else app.take_lids(v_pass.workspace_id, v_now) end;
    if v_pass.kind = 'identities' and v_is_able then
      v_work := v_work || app.take_phones(v_pass.workspace_id, 5 - jsonb_array_length(v_work),
        v_now);
      v_work := (select coalesce(jsonb_agg(jsonb_build_object('address', a.address, 'channel',
          app.lookup_channel(v_pass.workspace_id, a.address, v_lookups)) order by a.n), '[]')
        from jsonb_array_elements_text(v_work) with ordinality a (address, n));
    end if;
    v_due := v_due || case when v_work is null then '{}'
      else jsonb_build_object(v_pass.kind, v_work) end;
    update public.reconcile_passes set
      is_configured = v_is_able, vendor = case kind when 'calls'
        then coalesce(able ->> 'calls', vendor) end, since = coalesce(since, v_now),
        last_began_at = v_now,
      -- A little less than five minutes and one: ticks are not exact.
      next_at = v_now + case kind when 'calls' then interval '285 seconds'
        else interval '45 seconds' end,
      -- With nothing to look up it has ended.
      last_ended_at = case when coalesce(v_work, '[]') = '[]' then v_now else last_ended_at end,
      last_error_code = case when v_is_able or kind = 'messages' then last_error_code end,
      last_error = case when v_is_able or kind = 'messages' then last_error end
    where workspace_id = v_pass.workspace_id and kind = v_pass.kind;
  end loop;
  return v_due;
end $$;

-- result: {kind, beganAt, error?: {code, message, waitMs?}, nextPage?, isPageRefused?}. nextPage:
-- the window is not read to its end. A later page that is refused, or fails three times, may be
-- gone for good: the window begins again.
create function public.finish_reconciliation(result jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_error jsonb := nullif(result -> 'error', 'null');
  v_page integer := (result ->> 'nextPage')::integer;
  v_is_failure boolean := v_page > 1 and v_error ->> 'code' not in ('unauthorized', 'rate_limited');
  v_is_refused boolean := v_page > 1 and coalesce((result ->> 'isPageRefused')::boolean, false);
begin
  update public.reconcile_passes p set
    last_ended_at = v_now,
    last_succeeded_at = case when v_error is null then v_now else p.last_succeeded_at end,
    last_error_code = v_error ->> 'code', last_error = left(v_error ->> 'message', 500),
    next_at = case
      when v_error is not null
        then greatest(p.next_at,
        v_now + make_interval(secs => coalesce((v_error ->> 'waitMs')::numeric, 0) / 1000.0))
      when v_page is not null then v_now + interval '45 seconds'
      else p.next_at end,
    looked_until = case when v_error is null and v_page is null
      then coalesce(p.window_until, p.looked_until) else p.looked_until end,
    window_page = case when v_is_refused or (v_is_failure and p.window_failures >= 2) then null
      else v_page end,
    window_failures = case
      when v_error is null or v_is_refused or (v_is_failure and p.window_failures >= 2) then 0
      when v_is_failure then p.window_failures + 1 else p.window_failures end
  from public.workspaces w
  where w.id = p.workspace_id and w.key = 'default' and p.kind = result ->> 'kind'
    -- One that was thought dead and comes back late changes nothing.
    and p.last_began_at = (result ->> 'beganAt')::timestamptz;
  return found;
end $$;

-- Which of these calls nobody told us of. calls: [{id, phone, endedAt}]. One whose webhook brought
-- no id is known by its number and time: a template may leave out the call's id, and CloudTalk's
-- list has no uuid.
create function public.unknown_calls(workspace text, calls jsonb) returns text[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(array_agg(c.id), '{}')
  from public.workspaces w, jsonb_to_recordset(calls) c (id text, phone text, "endedAt" timestamptz)
  where w.key = workspace
    and not exists (select from public.cloudtalk_call_keys k where k.workspace_id = w.id
      and k.key = 'id:' || c.id)
    and app.erased_subject(w.id, 'call', array['id:' || c.id]) is null
    and not exists (select from public.cloudtalk_calls o
      where o.contact_id = app.contact_by(w.id, 'phone', c.phone) and o.cloudtalk_call_id is null
        and o.ended_heard_at between c."endedAt" - interval '5 minutes'
          and c."endedAt" + interval '1 hour')
$$;

-- A send of ours that the provider tells about: {message, providerMessageId, whatsappId, status,
-- errorText, lid, loggedAt?, attempts?}. attempts: how many of its calls this speaks for.
create function app.record_found_message(
  p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint, p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
  v_provider_id text := p_value ->> 'providerMessageId';
  v_status text := p_value ->> 'status';
  v_is_bound boolean := false;
  v_is_raised boolean := false;
begin
  select * into v_message from public.whatsapp_messages
  where id = (p_value ->> 'message')::bigint and channel_id = p_channel
    and direction = 'out' for update;
  if v_message.id is null or v_message.whatsapp_message_id is not null
    -- A person asked to send it again: only that it arrived changes this.
    or (v_status = 'failed' and v_message.status not in ('uncertain', 'accepted', 'sent'))
    or (v_message.provider_message_id is null and exists (select from public.whatsapp_messages o
      where o.channel_id = p_channel and o.provider_message_id = v_provider_id))
  then
    return '{"outcome": "ignored", "reason": "already_known"}';
  end if;
  if v_message.provider_message_id is null and exists (
    select from app.rivals_of(v_message) r, unnest(r.attempts) began
    where (p_value ->> 'loggedAt')::timestamptz between began - interval '1 minute'
      and began + interval '10 minutes')
  then
    -- One that left while we read the log.
    return '{"outcome": "ignored", "reason": "may_be_another"}';
  end if;
  if v_status = 'failed' and (select count(*) from public.whatsapp_send_attempts a
      where a.message_id = v_message.id and a.outcome in ('in_flight', 'accepted', 'uncertain'))
    > coalesce((p_value ->> 'attempts')::integer, 1)
  then
    -- The other attempt may have arrived.
    if p_value ->> 'whatsappId' is null then
      return '{"outcome": "ignored", "reason": "may_be_another"}';
    end if;
    v_status := null;
  end if;
  if v_message.provider_message_id is null and v_provider_id is not null then
    -- The next tick asks for its WhatsApp id.
    update public.whatsapp_messages set provider_message_id = v_provider_id,
      bind_at = case when v_status <> 'failed' then p_heard end where id = v_message.id;
    v_is_bound := true;
  end if;
  if p_value ->> 'whatsappId' is not null then
    v_is_bound := app.bind_message(v_message.id, p_value ->> 'whatsappId', p_request, p_heard);
  end if;
  if v_status is not null then
    v_is_raised := app.raise_status(v_message.id, v_status, p_heard, 'provider_failed',
      p_value ->> 'errorText');
  end if;
  if not v_is_bound and not v_is_raised then
    return '{"outcome": "ignored", "reason": "already_known"}';
  end if;
  if p_value ->> 'lid' is not null then
    perform app.resolve_contact(p_workspace, v_message.recipient, p_value ->> 'lid');
  end if;
  perform app.note_finding(p_request, jsonb_build_object(
    'message', v_message.id, 'call', v_message.call_id, 'happenedAt', v_message.send_began_at));
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $$;

-- The phone behind a LID: {lid, phone}. The two become one contact, and what it wrote is looked at
-- again.
create function app.record_identity(p_workspace uuid, p_value jsonb, p_request bigint) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_hidden bigint := app.contact_by(p_workspace, 'lid', p_value ->> 'lid');
  v_word public.whatsapp_messages;
  v_contact bigint;
begin
  if app.contact_phone(v_hidden) is not null then
    return '{"outcome": "ignored", "reason": "already_known"}';
  end if;
  if exists (select from public.contact_identities i
    where i.contact_id = app.contact_by(p_workspace, 'phone', p_value ->> 'phone')
      and i.kind = 'lid'
      and i.value <> p_value ->> 'lid')
  then
    -- A person has one LID: whose word this is, nobody guesses. The answer would be the same
    -- tomorrow.
    update public.contact_identities set lookup_at = null
    where workspace_id = p_workspace and kind = 'lid' and value = p_value ->> 'lid';
    return '{"outcome": "ignored", "reason": "lid_conflict"}';
  end if;
  select * into v_word from public.whatsapp_messages where contact_id = v_hidden
    and direction = 'in' order by id desc limit 1;
  v_contact := app.resolve_contact(p_workspace, p_value ->> 'phone', p_value ->> 'lid');
  perform app.note_finding(p_request, jsonb_build_object(
    'message', v_word.id, 'contact', v_contact, 'happenedAt', v_word.created_at));
  return '{"outcome": "processed"}';
end $$;

-- What the monitor shows of all this. Nothing here changes from minute to minute: the page is
-- compared by its hash.
create function app.gaps_json(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'passes', (select coalesce(jsonb_agg(jsonb_build_object(
          'kind', p.kind, 'isConfigured', p.is_configured, 'errorCode', p.last_error_code, 'error',
            p.last_error,
          'okAt', case when p.last_error_code is not null then p.last_succeeded_at end,
          'lateSince', case when p.next_at < p_now - interval '10 minutes' then p.last_began_at end)
          order by p.kind), '[]')
        from public.reconcile_passes p where p.workspace_id = p_workspace and p.since is not null),
      -- Of 30 days, up to a thousand: it is counted each five seconds.
      'found', (select count(*) from public.webhook_requests r where r.id = any (v.newest)
        and r.outcome in ('processed', 'failed') and r.received_at > p_now - interval '30 days'),
      'healed', (select count(*) from public.webhook_requests r where r.id = any (v.newest)
        and r.outcome = 'processed' and r.received_at > p_now - interval '30 days'),
      'findings', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', f.id, 'kind', f.kind, 'foundAt', f.received_at, 'happenedAt',
            f.finding -> 'happenedAt', 'isHealed', f.outcome = 'processed',
          'callId', k.id, 'messageId', m.id, 'contactName', coalesce(k.contact_name, c.name,
            m.push_name),
          'phone', coalesce(app.contact_phone(c.id), k.phone_number)) order by f.id desc), '[]')
        from (
          select r.id, split_part(r.event_type, '.', 2) as kind, r.received_at, r.finding, r.outcome
          from public.webhook_requests r where r.workspace_id = p_workspace
            and r.origin = 'reconciled'
            and r.outcome in ('processed', 'failed') order by r.id desc limit 8) f
        left join public.cloudtalk_calls k on k.id = (f.finding ->> 'call')::bigint
        left join public.whatsapp_messages m on m.id = (f.finding ->> 'message')::bigint
        left join public.contacts c on c.id = coalesce(k.contact_id, m.contact_id,
          (f.finding ->> 'contact')::bigint)))
    from (select array(select r.id from public.webhook_requests r
      where r.workspace_id = p_workspace and r.origin = 'reconciled' order by r.id desc
        limit 1000) as newest) v);
end $$;

alter table public.reconcile_passes enable row level security;
create policy members_read on public.reconcile_passes for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.reconcile_passes to authenticated;
grant execute on function app.gaps_json(uuid, timestamptz) to authenticated;
grant execute on function
  public.take_reconciliations(jsonb), public.finish_reconciliation(jsonb),
  public.unknown_calls(text, jsonb)
to service_role;

-- After a restore: what the provider's log of sends knows and the backup does not. What left is no
-- longer to leave, what was asked counts as asked. Stops are in no log of sends: only a person
-- lets the rest go.

-- waiting: not begun (the calls of the gap are fetched first) · reading · failing: the log cannot
-- be read just now, and people compare · no_log: there is none, or no key for it · done.
create function app.restore_state(r public.restore_checks) returns text
language sql immutable set search_path = ''
as $$
  select case
    when r.id is null or not coalesce(r.has_log, true) then 'no_log'
    when r.ended_at is not null then 'done'
    when r.error_code = 'unauthorized' or r.failures >= 3 then 'failing'
    when r.pages_read = 0 then 'waiting'
    else 'reading' end
$$;

-- Whether the comparison is on its way: whoever let the channel go now would not know what it
-- finds.
create function app.restore_is_read(p_channel uuid) returns boolean
language sql stable set search_path = ''
as $$
  select coalesce((select app.restore_state(r) in ('waiting', 'reading')
    from public.restore_checks r
    where r.channel_id = p_channel and r.released_at is null), false)
$$;

-- About how many rows there are, by the share of the time that was read. Null before the first
-- page.
create function app.restore_expected(r public.restore_checks) returns integer
language sql immutable set search_path = ''
as $$
  select case when r.ended_at is not null then r.rows_read
    when r.pages_read > 0 and r.reached < r.held_at then greatest(r.rows_read,
      least(r.log_total, ceil(r.rows_read
      * extract(epoch from r.held_at - (r.since - app.restore_overlap()))
      / greatest(extract(epoch from r.held_at - r.reached), 1)))::integer) end
$$;

-- Whom the channel would write to if it were let go: the people of its queue.
create function app.held_people(p_channel uuid, p_at timestamptz) returns setof bigint
language sql stable set search_path = ''
as $$
  select distinct m.contact_id from public.whatsapp_messages m
  where m.channel_id = p_channel and m.status = 'queued' and m.expires_at > p_at
$$;

-- The check that is due, moved forward before anybody begins: two ticks at once never read the
-- same page, and what dies is due again. logs: the channels whose log of sends we have the keys
-- for. {check, channel, page, step, from}, or null. The calls of the gap come first, ten minutes at
-- most: a message of theirs that is in the log is theirs.
create function public.take_restore_check(logs uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  r public.restore_checks;
  v_now timestamptz := app.now();
begin
  update public.restore_checks x set has_log = false where x.channel_id <> all (logs)
    and x.released_at is null and x.ended_at is null and x.has_log is distinct from false;
  select x.* into r from public.restore_checks x join public.channels c on c.id = x.channel_id
  where x.channel_id = any (logs) and c.pause_reason = 'restored' and x.released_at is null
    and x.ended_at is null and (x.next_at is null or x.next_at <= v_now)
  order by x.id limit 1 for update of x skip locked;
  if r.id is null then
    return null;
  elsif r.pages_read = 0 and r.held_at > v_now - interval '10 minutes' and exists (
      select from public.reconcile_passes p where p.workspace_id = r.workspace_id
        and p.kind = 'calls'
        and p.is_configured and (p.looked_until < r.held_at - interval '5 minutes'
          or p.looked_until is null)) then
    update public.restore_checks set has_log = true where id = r.id;
    return null;
  end if;
  update public.restore_checks set has_log = true, next_at = v_now + interval '20 seconds'
    where id = r.id;
  return jsonb_build_object('check', r.id, 'channel', r.channel_id, 'page', coalesce(r.page, 1),
    'step', r.step, 'from', r.since - app.restore_overlap());
end $$;

-- Blanks are no difference: a provider may trim.
create function app.plain_words(p_text text) returns text
language sql immutable set search_path = ''
as $$ select btrim(regexp_replace(p_text, '\s+', ' ', 'g')) $$;

-- Before this the message cannot have left, whatever the log holds. One that was queued since the
-- restore, for a call of the gap that was found again, may have left since that call.
create function app.not_before(m public.whatsapp_messages, p_held timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  k public.cloudtalk_calls;
  v_zone text;
begin
  if m.created_at < p_held then
    return m.created_at;
  elsif m.purpose = 'reminder' then
    return m.due_at;
  end if;
  select * into k from public.cloudtalk_calls where id = m.call_id;
  if k.id is null then
    return m.created_at;
  end if;
  select w.time_zone into v_zone from public.workspaces w where w.id = m.workspace_id;
  return least(m.created_at, app.began_at(k.facts, k.ended_heard_at, v_zone),
    app.told_time(k.facts ->> 'startedAt', v_zone, k.ended_heard_at),
    app.told_time(k.facts ->> 'endedAt', v_zone, k.ended_heard_at));
end $$;

-- What the log says of a message, as if its send had been heard of then.
create function app.note_logged(p_message bigint, p_row jsonb, p_code text) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := (p_row ->> 'createdAt')::timestamptz;
  m public.whatsapp_messages;
begin
  update public.whatsapp_messages set attempt = attempt + 1, provider_message_id = p_row ->> 'id',
    body = p_row ->> 'text', content = null, send_began_at = coalesce(send_began_at, v_at),
    bind_at = app.now(),
    reason_code = null, reason = null
  where id = p_message returning * into m;
  insert into public.whatsapp_send_attempts (
    workspace_id, channel_id, message_id, attempt, started_at, lease_until, finished_at,
    outcome, code)
  values (m.workspace_id, m.channel_id, m.id, m.attempt, v_at, v_at, v_at, 'accepted', p_code);
  perform app.raise_status(m.id, case when p_row ->> 'status' = 'sent' then 'sent'
    else 'accepted' end,
    v_at, null, null);
  perform app.raise_status(m.id, s.status, s.received_at, 'provider_failed', s.error_text)
  from public.whatsapp_statuses s
  where s.channel_id = m.channel_id and s.whatsapp_id = 'msgId:' || m.provider_message_id;
end $$;

-- A send that the backup does not know becomes a message of its own, as an ask: it counts for the
-- cooldown and the day's limit. A confirmation of a stop says that they said stop. Answers null
-- where nothing of that person is kept.
create function app.record_logged(r public.restore_checks, p_phone text, p_row jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
  v_message bigint;
  v_at timestamptz := (p_row ->> 'createdAt')::timestamptz;
  v_notices jsonb := app.setting(r.workspace_id, 'consent') -> 'confirmation';
  v_notice text := (select n.key from jsonb_each_text(v_notices) n
    where app.plain_words(n.value) = app.plain_words(p_row ->> 'text') limit 1);
begin
  if app.is_erased(r.workspace_id, 'phone', p_phone) then
    return null;
  end if;
  v_contact := app.resolve_contact(r.workspace_id, p_phone, null);
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
    recipient, created_at)
  values (r.workspace_id, r.channel_id, app.conversation(r.workspace_id, r.channel_id, v_contact),
    v_contact, 'out', case when v_notice is null then 'follow_up' else 'consent_notice' end,
    p_row ->> 'text', 'accepted', p_phone, v_at)
  returning id into v_message;
  perform app.note_logged(v_message, p_row, 'restored_unknown');
  -- They said it after the last word that the backup knows; in doubt the stop wins.
  if v_notice = 'stop' and not exists (select from public.contact_consents s
      where s.contact_id = v_contact and s.kind = 'started' and s.at > v_at) then
    perform app.note_consent(v_contact, 'stopped', 'log', p_at => v_at);
    update public.contact_consents s set notice_id = v_message
    where s.contact_id = v_contact and s.source = 'log' and s.notice_id is null;
  end if;
  return v_message;
end $$;

-- One row of the log, under the channel's lock: {id, to, text, status, createdAt}. Answers what it
-- was: old · blank · other (no person's number) · failed · known · doubtful (an uncertain send of
-- ours, which reconciliation settles) · adopted · unknown.
create function app.compare_logged(r public.restore_checks, p_row jsonb) returns text
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := (p_row ->> 'createdAt')::timestamptz;
  v_phone text := '+' || regexp_replace(split_part(p_row ->> 'to', '@', 1), '\D', '', 'g');
  v_words text := app.plain_words(p_row ->> 'text');
  v_contact bigint := app.contact_by(r.workspace_id, 'phone', v_phone);
  v_message bigint;
begin
  if v_at < r.since - app.restore_overlap() then
    return 'old';
  elsif exists (select from public.whatsapp_messages m
      where m.channel_id = r.channel_id and m.provider_message_id = p_row ->> 'id') then
    return 'known';
  elsif v_at is null or p_row ->> 'to' is null or p_row ->> 'text' is null
    or p_row ->> 'id' = '' then
    return 'blank';
  elsif v_phone !~ '^\+[1-9]\d{6,14}$' or p_row ->> 'to' ~ '@(g\.us|lid|newsletter|broadcast)$' then
    return 'other';
  elsif p_row ->> 'status' = 'failed' then
    return 'failed';
  elsif exists (select from public.whatsapp_messages m
    join public.whatsapp_send_attempts a on a.message_id = m.id
      where m.contact_id = v_contact and m.channel_id = r.channel_id
        and m.provider_message_id is null
        and a.outcome <> 'not_sent' and app.plain_words(m.body) = v_words
        and v_at between a.started_at - interval '1 minute'
          and a.started_at + interval '10 minutes') then
    return 'doubtful';
  end if;
  select m.id into v_message from public.whatsapp_messages m
  where m.contact_id = v_contact and m.channel_id = r.channel_id and m.status = 'queued'
    and app.plain_words(m.body) = v_words
    and app.not_before(m, r.held_at) <= v_at + interval '1 minute'
  order by m.due_at, m.id limit 1 for update;
  if v_message is not null then
    perform app.note_logged(v_message, p_row, 'restored_queued');
    return 'adopted';
  end if;
  return case when app.record_logged(r, v_phone, p_row) is null then 'erased' else 'unknown' end;
end $$;

-- A send that the backup does not know, when the whole log is read. Somebody for whom a message
-- waits that could have left by then got it, in other words. Else it may be the reminder of an ask
-- that the backup knows.
create function app.place_logged(r public.restore_checks, m public.whatsapp_messages) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_row jsonb := jsonb_build_object('id', m.provider_message_id, 'text', m.body, 'createdAt',
    m.send_began_at,
    'status', case m.status when 'accepted' then 'accepted' else 'sent' end);
  v_waiting bigint;
  f public.whatsapp_messages;
  v_step integer;
begin
  select q.id into v_waiting from public.whatsapp_messages q
  where q.contact_id = m.contact_id and q.channel_id = m.channel_id and q.status = 'queued'
    and q.purpose in ('follow_up', 'reminder')
    and app.not_before(q, r.held_at) <= m.send_began_at + interval '1 minute'
  order by q.due_at, q.id limit 1 for update;
  if v_waiting is not null then
    delete from public.whatsapp_messages where id = m.id;
    perform app.note_logged(v_waiting, v_row, 'restored_queued');
    return;
  end if;
  select x.* into f from public.whatsapp_messages x
  where x.contact_id = m.contact_id and x.purpose = 'follow_up' and x.ask_id is not null
    and app.is_asked(x.status)
    and x.send_began_at < m.send_began_at order by x.send_began_at desc limit 1;
  v_step := (select coalesce(max(x.reminder_step), 0) + 1 from public.whatsapp_messages x
    where x.reminder_of = f.id);
  if f.id is not null and v_step <= 2 and app.plain_words(m.body) <> app.plain_words(f.body) then
    update public.whatsapp_messages set purpose = 'reminder', reminder_of = f.id,
      reminder_step = v_step, ask_id = f.ask_id, call_id = f.call_id where id = m.id;
  end if;
end $$;

-- The log is read: what it knows and we do not finds its place, oldest first, and what waits is
-- judged again by it.
create function app.settle_restored(r public.restore_checks) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  v_contacts bigint[] := '{}';
  v_contact bigint;
begin
  for m in select x.* from public.whatsapp_send_attempts a
    join public.whatsapp_messages x on x.id = a.message_id
    where a.channel_id = r.channel_id and a.started_at >= r.since - app.restore_overlap()
      and a.outcome <> 'not_sent' and a.code = 'restored_unknown' and x.purpose = 'follow_up'
        and x.ask_id is null
    order by a.started_at, x.id for update of x
  loop
    perform app.place_logged(r, m);
    v_contacts := v_contacts || m.contact_id;
  end loop;
  for v_contact in select distinct c from unnest(v_contacts) c order by c loop
    perform app.judge_waiting(v_contact);
  end loop;
end $$;

-- result: {page, rows: [{id, to, text, status, createdAt}], next: page | null, step, total} ·
-- {page, error: {code, message, waitMs}}. One page is compared whole or not at all. False where
-- the page is not the one to be read: somebody else did.
create function public.finish_restore_page(held bigint, result jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  r public.restore_checks;
  v_now timestamptz;
  v_error jsonb := nullif(result -> 'error', 'null');
  v_rows jsonb := coalesce(result -> 'rows', '[]');
  v_said text[];
begin
  perform app.lock_channels(x.workspace_id) from public.restore_checks x where x.id = held;
  select x.* into r from public.restore_checks x where x.id = held for update;
  v_now := app.now();
  if r.id is null or r.released_at is not null or r.ended_at is not null
      or coalesce(r.page, 1) <> (result ->> 'page')::integer then
    return false;
  elsif v_error is not null then
    update public.restore_checks set failures = failures + 1, error_code = v_error ->> 'code',
      error = left(v_error ->> 'message', 500),
        next_at = v_now + greatest(app.back_off(interval '30 seconds', r.failures),
        make_interval(secs => coalesce((v_error ->> 'waitMs')::numeric, 0) / 1000.0))
    where id = r.id;
    return true;
  end if;
  v_said := array(select app.compare_logged(r, g.row)
    from jsonb_array_elements(v_rows) with ordinality g (row, n) order by g.n);
  update public.restore_checks set page = (result ->> 'next')::integer,
    step = (result ->> 'step')::smallint,
    pages_read = pages_read + 1, log_total = (result ->> 'total')::integer,
    rows_read = rows_read + cardinality(array_remove(v_said, 'old')),
    rows_blank = rows_blank + cardinality(array_positions(v_said, 'blank')),
    -- The first page of a log that begins with its oldest rows says nothing of how far it is.
    reached = case when (result ->> 'step')::integer = 1 or r.page is not null then least(reached,
      (select min((g ->> 'createdAt')::timestamptz) from jsonb_array_elements(v_rows) g)) end,
    next_at = v_now + interval '20 seconds', failures = 0, error_code = null, error = null,
    ended_at = case when result ->> 'next' is null then v_now end
  where id = r.id returning * into r;
  perform app.settle_restored(r) where r.ended_at is not null;
  return true;
end $$;

-- A manager lets the channel go, having read what nobody can know and whom it concerns: `people`,
-- as the page showed it. Answers resumed, or why not: settled (it is not held), comparing, changed
-- (others wait now).
create function public.release_restored(channel uuid, people integer) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_people integer;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  v_people := (select count(*) from app.held_people(channel, app.now()));
  if c.pause_reason is distinct from 'restored' then
    return 'settled';
  elsif app.restore_is_read(channel) then
    return 'comparing';
  elsif v_people is distinct from people then
    return 'changed';
  end if;
  perform app.resume_by_staff(c);
  perform app.log_action(c.workspace_id, auth.uid(), 'channel_resumed', 'channel', channel::text,
    jsonb_build_object('after', 'restored', 'people', v_people));
  return 'resumed';
end $$;

-- For the page: how far it is, what was found, and who would be written to, at most twenty by
-- name. isKnown: we had written to each other before, so they may have said stop since.
create function app.restore_json(p_channel uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with held as (select r.* from public.restore_checks r where r.channel_id = p_channel
      and r.released_at is null),
    found as (select a.code, count(*) as n from held r
      join public.whatsapp_send_attempts a on a.channel_id = r.channel_id
        and a.started_at >= r.since - app.restore_overlap() and a.outcome <> 'not_sent'
        and a.code in ('restored_queued', 'restored_unknown') group by 1),
    people as (select p.contact, row_number() over (order by p.contact) as n
      from app.held_people(p_channel, (select app.now())) p (contact))
    select jsonb_build_object('state', app.restore_state(r), 'since', r.since, 'read', r.rows_read,
      'expected', app.restore_expected(r), 'blank', r.rows_blank,
      'errorCode', r.error_code, 'error', r.error,
      'adopted', coalesce((select n from found where code = 'restored_queued'), 0),
      'unknown', coalesce((select n from found where code = 'restored_unknown'), 0),
      'people', (select count(*) from people),
      'list', (select coalesce(jsonb_agg(jsonb_build_object('contactId', c.id,
          'name', coalesce(nullif(btrim(c.name), ''), nullif(btrim(c.push_name), '')),
          'phone', app.contact_phone(c.id),
          'isKnown', exists (select from public.whatsapp_messages m
            where m.contact_id = c.id and (m.direction = 'in' or m.purpose = 'typed'
              or m.attempt > 0))) order by p.n), '[]')
        from people p join public.contacts c on c.id = p.contact where p.n <= 20))
    from held r);
end $$;

revoke all on function app.restore_state(public.restore_checks), app.restore_is_read(uuid),
  app.restore_expected(public.restore_checks), app.held_people(uuid, timestamptz),
    app.plain_words(text),
  app.not_before(public.whatsapp_messages, timestamptz), app.note_logged(bigint, jsonb, text),
  app.record_logged(public.restore_checks, text, jsonb),
  app.compare_logged(public.restore_checks, jsonb),
  app.place_logged(public.restore_checks, public.whatsapp_messages),
    app.settle_restored(public.restore_checks),
  app.restore_json(uuid) from public, anon, authenticated, service_role;

grant execute on function
  app.restore_json(uuid), app.restore_state(public.restore_checks),
  app.restore_expected(public.restore_checks), app.held_people(uuid, timestamptz),
  public.release_restored(uuid, integer)
to authenticated;
grant execute on function
  public.take_restore_check(uuid[]), public.finish_restore_page(bigint, jsonb)
to service_role;

-- A person tries a delivery again: one that could not be read, or whose effect failed, after what
-- was wrong is mended.

create index webhook_requests_open on public.webhook_requests (workspace_id, id desc)
  where outcome in ('rejected', 'failed');
create index webhook_requests_rejected on public.webhook_requests (workspace_id, received_at)
  where outcome = 'rejected';

-- Deliveries without what they said, as staff may see them. The two kinds of `failed` are told
-- apart: those that the clock still tries, and those it has given up.
create view app.events with (security_invoker = true) as
  select r.id, r.workspace_id, r.source, r.origin, r.event_type, r.received_at, r.outcome,
    case when r.outcome <> 'failed' then r.outcome when r.dead_lettered_at is null then 'retrying'
      else 'dead' end as state,
    r.reason, r.detail, r.duplicate_of, r.tries, r.next_try_at, r.dead_lettered_at, r.replayed_at,
      r.replayed_by,
    r.mapping_version, r.call_id
  from public.webhook_requests r;

-- Whether it was read with another field mapping than the one that holds.
create function app.was_read_before_mapping(e app.events) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return case when e.outcome in ('processed', 'ignored') and e.mapping_version is not null
      and e.origin = 'webhook' and (e.call_id is not null
        or e.reason in ('unknown_event', 'not_a_call_end'))
    then e.mapping_version < app.field_mapping_version(e.workspace_id) else false end;
end $$;

create function app.event_json(e app.events) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', e.id, 'source', e.source, 'origin', e.origin, 'eventType', e.event_type, 'receivedAt',
      e.received_at,
    'state', e.state, 'reason', e.reason, 'detail', e.detail, 'duplicateOf', e.duplicate_of,
      'tries', e.tries,
    'nextTryAt', case when e.state = 'retrying' then e.next_try_at end, 'deadLetteredAt',
      e.dead_lettered_at,
    'replayedAt', e.replayed_at, 'replayedByMe', e.replayed_by = (select auth.uid()),
    'callId', e.call_id, 'mayReread', app.was_read_before_mapping(e))
$$;

-- What a kept delivery was about, for values that name no account of their own.
create function app.about_of(e public.webhook_requests) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('account', e.account, 'channel', e.channel_id) $$;

-- Applies the effects of one delivery that has had none: these, or those that are kept with it. The
-- caller holds the locks of its workspace's channels, then the row's. An effect that fails rolls
-- back alone, and the delivery stays as `failed`. {outcome, reason?, detail?, channels}
create function app.apply_again(p_request bigint, p_effects jsonb default null) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_event public.webhook_requests;
  v_effects jsonb;
  v_result jsonb;
  v_reason text;
  v_detail text;
  v_is_erased boolean;
  v_channels jsonb;
begin
  select * into v_event from public.webhook_requests where id = p_request;
  v_effects := coalesce(p_effects, v_event.domain_values);
  begin
    -- Heard when it was received, however late this is: order and expiry go by that.
    v_result := app.apply_effects(
      v_event.id, v_event.workspace_id, v_event.source, v_effects, v_event.received_at,
      app.about_of(v_event));
    -- As when it came: of whom was erased meanwhile nothing is kept.
    v_is_erased := coalesce(v_result ->> 'reason' = 'erased', false)
      or app.mentions_erased(v_event.workspace_id, concat_ws(' ', v_effects::text,
        v_event.body::text));
    update public.webhook_requests set
      outcome = v_result ->> 'outcome', reason = v_result ->> 'reason',
        detail = left(v_result ->> 'detail', 500),
      duplicate_of = (v_result ->> 'duplicateOf')::bigint, domain_values = null,
      call_id = (v_result ->> 'call')::bigint,
      -- What was read in part may be read better one day.
      raw_body = case when v_effects -> 0 ? 'unread' and v_result ->> 'outcome' = 'processed'
        and not v_is_erased
        then raw_body end,
      body = case when v_result ->> 'outcome' = 'duplicate' or v_is_erased then null else body end,
      headers = case when v_is_erased then '{}' else headers end,
      payload_removed_at = case when v_is_erased then app.now() else payload_removed_at end,
      tries = tries + 1, next_try_at = null, dead_lettered_at = null
    where id = p_request;
    update public.attention a set settled_at = app.now(), settled_how = 'content'
    where a.request_id = p_request and a.message_id is null and a.kind = 'call_unreadable'
      and a.settled_at is null;
    return v_result - 'call';
  exception when others then
    get stacked diagnostics v_reason = returned_sqlstate, v_detail = message_text;
  end;
  v_channels := '[]';
  if jsonb_array_length(v_effects) > 1 then
    v_result := app.apply_each(v_event.id, v_event.workspace_id, v_event.source, v_effects,
      v_event.received_at, app.about_of(v_event));
    -- Some took effect: what is left is tried again by itself. None failed: the next try finds them
    -- done.
    v_effects := coalesce(v_result -> 'left', v_effects);
    v_channels := v_result -> 'channels';
  end if;
  update public.webhook_requests set
    outcome = 'failed', reason = v_reason, detail = left(v_detail, 500), domain_values = v_effects,
      raw_body = null,
    tries = tries + 1, next_try_at = app.now() + interval '30 seconds' * power(2,
      least(tries - replays, 10)),
    dead_lettered_at = case when tries + 1 - replays >= 8 then app.now() end
  where id = p_request;
  return jsonb_build_object('outcome', 'failed', 'reason', v_reason, 'detail', v_detail, 'channels',
    v_channels);
end $$;

-- One delivery tried again for `staff`. reading: {eventType, body, effects} as it is read today ·
-- {rejected: {reason, detail}} when it cannot be · null to apply what was read when it came, as is
-- done for a failed one that cannot be read. {outcome, reason?, detail?, channels, already?}:
-- already when it had its effect before, or is another's; null for none.
create function public.replay_delivery(request bigint, reading jsonb, staff uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_event public.webhook_requests;
begin
  select * into v_event from public.webhook_requests r where r.id = request;
  if v_event.id is null then
    return null;
  end if;
  if not exists (select from public.memberships m where m.workspace_id = v_event.workspace_id
      and m.user_id = staff and app.role_rank(m.role) >= app.role_rank('manager')) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
  -- In the order of tick, which locks them all by id.
  perform app.lock_channels(v_event.workspace_id);
  select * into v_event from public.webhook_requests r where r.id = request for update;
  if v_event.id is null or v_event.outcome not in ('rejected', 'failed')
    or v_event.payload_removed_at is not null then
    return jsonb_build_object('outcome', v_event.outcome, 'already', true, 'channels', '[]'::jsonb);
  end if;
  update public.webhook_requests r set replayed_at = app.now(), replayed_by = staff,
    replays = replays + 1
  where r.id = request;
  perform app.log_action(v_event.workspace_id, staff, 'event_replayed', 'event', request::text);
  if nullif(reading -> 'effects', 'null') is not null then
    update public.webhook_requests r set
      event_type = left(reading ->> 'eventType', 200), body = nullif(reading -> 'body', 'null'),
      mapping_version = (reading ->> 'mappingVersion')::integer
    where r.id = request;
    return app.apply_again(request, reading -> 'effects');
  elsif v_event.outcome = 'failed' then
    return app.apply_again(request);
  end if;
  update public.webhook_requests r set tries = tries + 1,
    reason = coalesce(left(reading -> 'rejected' ->> 'reason', 200), r.reason),
    detail = coalesce(left(reading -> 'rejected' ->> 'detail', 500), r.detail),
    mapping_version = coalesce((reading ->> 'mappingVersion')::integer, r.mapping_version)
  where r.id = request returning * into v_event;
  return jsonb_build_object(
    'outcome', 'rejected', 'reason', v_event.reason, 'detail', v_event.detail, 'channels',
      '[]'::jsonb);
end $$;

-- Whether the delivery came with a signature that was verified. What was kept before deliveries had
-- a mark of that is told by the headers of the one kind of signature that there was.
create function app.was_signed(p_headers jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select p_headers ?| array['aftercall-signed', 'svix-id', 'svix-timestamp', 'svix-signature',
    'webhook-signature']
$$;

-- What the server needs to read these deliveries again, and for whom: {staff, deliveries: [{id,
-- source, origin, outcome, contentType, isSigned, body, rawBody}]}, bodies only of those that have
-- had no effect. Those of other workspaces are left out as if there were none; 42501 for who is no
-- manager of their own.
create function public.take_for_replay(ids bigint[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own uuid[] := array(select app.my_workspaces());
begin
  perform app.require_role(w.id, 'manager') from (
    select distinct r.workspace_id as id from public.webhook_requests r
    where r.id = any (ids) and r.workspace_id = any (v_own)) w;
  perform app.note_reading(r.workspace_id, 'event_read', 'event', r.id::text)
  from (select x.workspace_id, x.id from public.webhook_requests x
    where x.id = any (ids) and x.workspace_id = any (v_own) and x.outcome in ('rejected', 'failed')
    order by x.id limit 200) r;
  return jsonb_build_object('staff', auth.uid(), 'deliveries', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.id, 'source', r.source, 'origin', r.origin, 'outcome', r.outcome, 'contentType',
        r.content_type,
      'isSigned', app.was_signed(r.headers),
      'body', case when r.outcome in ('rejected', 'failed') then r.body end,
      'rawBody', case when r.outcome in ('rejected', 'failed') then r.raw_body end) order by r.id),
        '[]')
    from (select x.* from public.webhook_requests x
      where x.id = any (ids) and x.workspace_id = any (v_own) order by x.id limit 200) r));
end $$;

-- Which ones "all that match" means. state: open (all three) | rejected | retrying | dead. Those
-- tried by hand longest ago come first, so that who asks again gets on. {ids, left}: left is how
-- many more nobody has tried within the hour.
create function public.events_to_replay(state text, source text, most integer) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_hour_ago timestamptz := app.now() - interval '1 hour';
  v_ids bigint[];
begin
  select w.id into v_workspace from public.workspaces w
  where w.id in (select app.my_workspaces()) order by w.created_at, w.id limit 1;
  perform app.require_role(v_workspace, 'manager');
  v_ids := array(
    select e.id from app.events e
    where e.workspace_id = v_workspace and e.outcome in ('rejected', 'failed')
      and (events_to_replay.state = 'open' or e.state = events_to_replay.state)
      and (events_to_replay.source is null or e.source = events_to_replay.source)
    order by e.replayed_at nulls first, e.id limit least(greatest(most, 1), 200));
  return jsonb_build_object('ids', to_jsonb(v_ids), 'left', (
    select count(*) from app.events e
    where e.workspace_id = v_workspace and e.outcome in ('rejected', 'failed')
      and (events_to_replay.state = 'open' or e.state = events_to_replay.state)
      and (events_to_replay.source is null or e.source = events_to_replay.source)
      and e.id <> all (v_ids) and (e.replayed_at is null or e.replayed_at < v_hour_ago)));
end $$;

-- The page of events, newest first, under row-level security; null for someone who is no member of
-- any workspace. state: open | rejected | retrying | dead | all. One row more than asked for when
-- there are older ones.
create function public.event_page(page_size integer, state text, source text, before bigint)
  returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  return jsonb_build_object(
    'now', app.now(), 'timeZone', w.time_zone,
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'counts', (select jsonb_build_object(
        'rejected', count(*) filter (where e.state = 'rejected'),
        'retrying', count(*) filter (where e.state = 'retrying'), 'dead',
          count(*) filter (where e.state = 'dead'))
      from app.events e where e.workspace_id = w.id and e.outcome in ('rejected', 'failed')
        and (event_page.source is null or e.source = event_page.source)),
    'events', (select coalesce(jsonb_agg(app.event_json(page) order by page.id desc), '[]') from (
      select e.* from app.events e
      where e.workspace_id = w.id
        and (event_page.state = 'all' or (e.outcome in ('rejected', 'failed')
          and (event_page.state = 'open' or e.state = event_page.state)))
        and (event_page.source is null or e.source = event_page.source)
        and (before is null or e.id < before)
      order by e.id desc limit least(greatest(page_size, 1), 500) + 1) page));
end $$;

-- One delivery with what it said, for managers, and written down: null where the caller's
-- workspaces have none, 42501 for their agents.
create function public.read_event(event bigint) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  r public.webhook_requests;
begin
  select x.* into r from public.webhook_requests x
  where x.id = event and x.workspace_id in (select app.my_workspaces());
  if r.id is null then
    return null;
  end if;
  perform app.require_role(r.workspace_id, 'manager');
  if r.body is not null or r.raw_body is not null then
    perform app.note_reading(r.workspace_id, 'event_read', 'event', r.id::text);
  end if;
  return (select app.event_json(e) from app.events e where e.id = r.id) || jsonb_build_object(
    'now', app.now(), 'timeZone', (select w.time_zone from public.workspaces w
      where w.id = r.workspace_id),
    'requestId', r.request_id, 'contentType', r.content_type, 'replayedBy', r.replayed_by,
    'body', r.body, 'rawBody', r.raw_body);
end $$;

grant select on app.events to authenticated;
grant execute on function
  app.was_read_before_mapping(app.events), app.event_json(app.events),
  public.event_page(integer, text, text, bigint), public.read_event(bigint),
  public.take_for_replay(bigint[]), public.events_to_replay(text, text, integer)
to authenticated;
grant execute on function public.replay_delivery(bigint, jsonb, uuid) to service_role;

-- A better field mapping holds: what CloudTalk told is read again from what is kept of it, and
-- tells the same call more.

-- How far back that is offered.
create function app.reread_since() returns timestamptz
language sql stable set search_path = ''
as $$ select app.now() - interval '30 days' $$;

-- The call that goes on where this row was found to be another one of it.
create function app.root_call(p_call bigint) returns bigint
language sql stable set search_path = ''
as $$
  with recursive up (id, next) as (
    select k.id, case when k.is_twin then k.covered_by end from public.cloudtalk_calls k
      where k.id = p_call
    union select k.id, case when k.is_twin then k.covered_by end from public.cloudtalk_calls k
      join up on k.id = up.next)
  select up.id from up where up.next is null limit 1
$$;

-- The deliveries that told of this call or of its twins, oldest first.
create function app.told_by(p_call bigint) returns bigint[]
language sql stable set search_path = ''
as $$
  with recursive same (id) as (
    select p_call union select k.id from public.cloudtalk_calls k join same s on k.covered_by = s.id
      and k.is_twin)
  select coalesce(array_agg(distinct r.id order by r.id), '{}')
  from same s join public.cloudtalk_call_keys k on k.call_id = s.id
  join public.webhook_requests r on r.id = k.request_id and r.outcome = 'processed'
$$;

-- Two readings that share no key: whether that makes them two calls. A body without an id may be of
-- any.
create function app.is_another_call(p_first jsonb, p_value jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(p_first ->> 'callId', p_first ->> 'callUuid') is not null
      and coalesce(p_value ->> 'callId', p_value ->> 'callUuid') is not null
    or coalesce(p_first -> 'phone' ->> 'e164' <> p_value -> 'phone' ->> 'e164', false)
$$;

-- What these readings say together, and which of them are of another call than the first:
-- {own: [id], others: [id], keys, facts, ended, endedHeardAt}
create function app.sort_readings(p_workspace uuid, p_told bigint[], p_values jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_told record;
  v_value jsonb;
  v_first jsonb;
  v_given text[];
  v_keys text[] := '{}';
  v_own bigint[] := '{}';
  v_others bigint[] := '{}';
  v_facts jsonb;
  v_ended timestamptz;
begin
  for v_told in select r.id, r.received_at from public.webhook_requests r
    where r.id = any (p_told) order by r.id loop
    v_value := p_values -> v_told.id::text;
    v_given := app.dated_keys(p_workspace, v_value, v_told.received_at);
    if v_first is not null and not v_given && v_keys and app.is_another_call(v_first, v_value) then
      v_others := v_others || v_told.id;
      continue;
    end if;
    v_first := coalesce(v_first, v_value);
    v_own := v_own || v_told.id;
    v_keys := v_keys || v_given;
    v_facts := case when v_facts is null then app.facts_of(v_value)
      else app.merge_facts(v_facts, app.facts_of(v_value)) end;
    v_ended := coalesce(v_ended, case when (v_value ->> 'ended')::boolean
      then v_told.received_at end);
  end loop;
  return jsonb_build_object('own', v_own, 'others', v_others, 'keys', v_keys, 'facts', v_facts,
    'ended', v_ended is not null, 'endedHeardAt', v_ended);
end $$;

-- The keys of a call after it was read again. p_whole: all that told of it was; an id that none of
-- them has is then another call's, and so is what the others brought.
create function app.rekey_call(p_call public.cloudtalk_calls, p_event bigint, p_sorted jsonb,
  p_seen text, p_whole boolean)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_keys text[] := array(select jsonb_array_elements_text(p_sorted -> 'keys'));
begin
  if p_whole then
    delete from public.cloudtalk_call_keys k
    where k.call_id = p_call.id and (p_sorted -> 'others' @> to_jsonb(k.request_id)
      or (k.key ~ '^(id|uuid):' and k.key <> all (v_keys)));
  end if;
  insert into public.cloudtalk_call_keys (workspace_id, key, call_id, request_id)
  select distinct on (given.key) p_call.workspace_id, given.key, p_call.id, p_event
  from unnest(v_keys || format('seen:%s:%s', p_call.id, p_seen)) given (key)
  on conflict do nothing;
end $$;

-- The name that a call gave its person, and the text that waits to tell it.
create function app.rename_by_call(p_call public.cloudtalk_calls, p_old public.cloudtalk_calls)
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.contacts c set
    name = case when c.name is null or c.name = p_old.contact_name then p_call.contact_name
      else c.name end,
    company = case when c.company is null or c.company = p_old.company then p_call.company
      else c.company end
  where c.id = p_call.contact_id and (p_call.contact_name, p_call.company) is distinct
    from (p_old.contact_name, p_old.company);
  update public.whatsapp_messages m
  set body = app.ask_text(p_call.facts, t.body),
    content = app.template_content(t, m.channel_id, p_call.facts)
  from public.whatsapp_templates t
  where m.call_id = p_call.id and m.purpose = 'follow_up' and m.status = 'queued'
    and m.send_began_at is null
    and t.id = m.template_id
    and (p_call.contact_name, p_call.company, p_call.agent_name)
      is distinct from (p_old.contact_name, p_old.company, p_old.agent_name);
end $$;

-- The call says what its deliveries say as they are read now. Where one of them cannot be read
-- again, only what is missing is filled. Then it is decided anew; who was asked is not asked again.
-- {outcome, call, channels, own}
create function app.reread_call(p_event public.webhook_requests, p_call bigint, p_told bigint[],
  p_values jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_old public.cloudtalk_calls;
  v_call public.cloudtalk_calls;
  v_value jsonb := p_values -> p_event.id::text;
  v_whole boolean := not exists (select from unnest(p_told) t
    where p_values -> t::text ->> 'type' is distinct from 'call_ended');
  v_sorted jsonb := app.sort_readings(p_event.workspace_id, case when v_whole then p_told
    else array[p_event.id] end, p_values);
  v_facts jsonb := v_sorted -> 'facts';
  v_is_another boolean;
  v_result jsonb;
  v_channels jsonb;
begin
  select * into v_old from public.cloudtalk_calls where id = p_call;
  if not v_whole then
    v_facts := app.merge_facts(v_old.facts, v_facts);
  end if;
  if app.is_erased(p_event.workspace_id, 'phone', v_facts -> 'phone' ->> 'e164')
    or app.is_of_erased(p_event.workspace_id, v_value) then
    v_facts := app.without_person(v_facts);
  end if;
  perform app.rekey_call(v_old, p_event.id, v_sorted, md5(v_value::text), v_whole);
  update public.cloudtalk_calls k set facts = v_facts, ended = k.ended
    or (v_sorted ->> 'ended')::boolean,
    ended_heard_at = coalesce(k.ended_heard_at, (v_sorted ->> 'endedHeardAt')::timestamptz),
    is_weakly_identified = k.is_weakly_identified and v_facts ->> 'callId' is null
      and v_facts ->> 'callUuid' is null
  where k.id = p_call;
  v_is_another := app.join_twins(p_event.workspace_id, p_call,
    array(select jsonb_array_elements_text(v_sorted -> 'keys')));
  select * into v_call from public.cloudtalk_calls where id = p_call;
  if v_call.phone_number is distinct from v_old.phone_number then
    v_is_another := app.correct_number(v_call) or v_is_another;
    select * into v_call from public.cloudtalk_calls where id = p_call;
  end if;
  perform app.rename_by_call(v_call, v_old);
  v_channels := jsonb_build_array(app.settle_call(v_call, v_is_another));
  -- Other calls that an older mapping took for this one.
  for v_result in
    select app.record_call(r.workspace_id, p_values -> r.id::text, r.id, r.received_at)
      || jsonb_build_object('event', r.id)
    from public.webhook_requests r where v_sorted -> 'others' @> to_jsonb(r.id) order by r.id
  loop
    v_channels := v_channels || jsonb_build_array(v_result -> 'channel');
    update public.webhook_requests r set call_id = coalesce((v_result ->> 'call')::bigint,
      r.call_id)
    where r.id = (v_result ->> 'event')::bigint;
  end loop;
  if (v_call.facts, v_call.ended) is distinct from (v_old.facts, v_old.ended) then
    update public.cloudtalk_calls set updated_at = app.now() where id = p_call;
  end if;
  return jsonb_build_object('call', p_call, 'channels', v_channels - 'null',
    'read', case when v_whole then to_jsonb(p_told) else jsonb_build_array(p_event.id) end,
    'erased', v_call.facts ? 'erased',
    'outcome', case when v_call.facts ? 'erased' then 'erased'
      when (v_call.facts, v_call.ended) is distinct from (v_old.facts, v_old.ended)
        or v_sorted -> 'others' <> '[]'
      then 'changed' else 'same' end);
end $$;

-- One delivery as it is read now: what was no call may be one. reading: see reread_delivery.
create function app.reread(p_event public.webhook_requests, p_reading jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint := app.root_call(p_event.call_id);
  v_call public.cloudtalk_calls;
  v_told bigint[];
  v_value jsonb := p_reading -> 'values' -> p_event.id::text;
  v_result jsonb;
begin
  if v_value ->> 'type' is distinct from 'call_ended' then
    return '{"outcome": "unreadable", "channels": []}';
  elsif v_id is null then
    v_result := app.apply_effects(
      p_event.id, p_event.workspace_id, p_event.source, jsonb_build_array(v_value),
        p_event.received_at);
    update public.webhook_requests r set outcome = v_result ->> 'outcome', reason = v_result
      ->> 'reason', detail = null,
      duplicate_of = (v_result ->> 'duplicateOf')::bigint, call_id = (v_result ->> 'call')::bigint,
      body = case when v_result ->> 'outcome' = 'duplicate' then null else r.body end
    where r.id = p_event.id;
    return jsonb_build_object('outcome', case when v_result ->> 'reason' = 'erased' then 'erased'
      else 'changed' end,
      'call', v_result -> 'call', 'channels', v_result -> 'channels', 'erased',
        v_result ->> 'reason' = 'erased');
  end if;
  select * into v_call from public.cloudtalk_calls k where k.id = v_id for update;
  v_told := app.told_by(v_id);
  if v_call.facts ? 'erased' or v_call.details_removed_at is not null then
    return '{"outcome": "gone", "channels": []}';
  elsif to_jsonb(v_told) is distinct from p_reading -> 'told' then
    return '{"outcome": "outdated", "channels": []}';
  end if;
  return app.reread_call(p_event, v_id, v_told, p_reading -> 'values');
end $$;

-- One delivery read again for `staff`. reading: {version: of the mapping, told: [ids of what told
-- of its call], values: {id: the domain value as it is read now}, isWhole: no field that it needs
-- is unread}; what cannot be read is left out. {outcome, call?, channels}: changed · same (it says
-- nothing new) · unreadable (it would be no call) · already (it was read so before, or needs
-- another way) · gone (nothing is kept) · erased · outdated (something came meanwhile: take it
-- again) · failed.
create function public.reread_delivery(request bigint, reading jsonb, staff uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  r public.webhook_requests;
  v_result jsonb;
begin
  select x.* into r from public.webhook_requests x where x.id = request;
  if r.id is null then
    return null;
  end if;
  perform app.require_actor(r.workspace_id, staff, 'manager');
  -- In the order of tick, which locks them all by id.
  perform app.lock_channels(r.workspace_id);
  select x.* into r from public.webhook_requests x where x.id = request for update;
  v_result := case
    when r.id is null then '{"outcome": "gone"}'
    when r.mapping_version is null or r.outcome not in ('processed', 'ignored')
      or r.mapping_version >= (reading ->> 'version')::integer then '{"outcome": "already"}'
    when r.payload_removed_at is not null then '{"outcome": "gone"}'
    when app.field_mapping_version(r.workspace_id) <> (reading ->> 'version')::integer
      then '{"outcome": "outdated"}' end;
  if v_result is not null then
    return v_result || '{"channels": []}';
  end if;
  begin
    v_result := app.reread(r, reading);
  exception when others then
    -- It stays as it was read before.
    return jsonb_build_object('outcome', 'failed', 'reason', sqlstate, 'detail', sqlerrm,
      'channels', '[]'::jsonb);
  end;
  if v_result ->> 'outcome' <> 'outdated' then
    perform app.note_reread(r, reading, v_result, staff);
  end if;
  return v_result - '{read,erased}'::text[];
end $$;

-- Writes down that it was read again: on the deliveries, in the log, and nobody needs to look at a
-- half of it any more.
create function app.note_reread(p_event public.webhook_requests, p_reading jsonb, p_result jsonb,
  p_staff uuid) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_is_erased boolean := coalesce((p_result ->> 'erased')::boolean, false);
begin
  update public.webhook_requests r set mapping_version = (p_reading ->> 'version')::integer,
    body = case when v_is_erased then null else r.body end, raw_body = case when v_is_erased
      then null else r.raw_body end,
    headers = case when v_is_erased then '{}' else r.headers end,
    payload_removed_at = case when v_is_erased then app.now() else r.payload_removed_at end
  where r.id = p_event.id or r.id in (select jsonb_array_elements_text(p_result -> 'read')::bigint);
  update public.webhook_requests r set replayed_at = app.now(), replayed_by = p_staff,
    replays = r.replays + 1, tries = r.tries + 1
  where r.id = p_event.id;
  update public.attention a set settled_at = app.now(), settled_how = 'content'
  where a.message_id is null and a.request_id = p_event.id
    and a.kind in ('call_half_read', 'call_unreadable')
    and a.settled_at is null and p_result ->> 'outcome' in ('changed', 'same', 'erased')
    and (p_reading ->> 'isWhole')::boolean;
  perform app.log_action(p_event.workspace_id, p_staff, 'event_reread', 'event', p_event.id::text,
    jsonb_build_object('version', p_reading -> 'version', 'outcome', p_result -> 'outcome'));
end $$;

-- What is kept of a delivery, to read it.
create function app.kept_json(r public.webhook_requests) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', r.id, 'source', r.source, 'origin', r.origin, 'outcome',
    r.outcome,
    'contentType', r.content_type, 'body', r.body, 'rawBody', r.raw_body, 'callId', r.call_id,
    'isSigned', app.was_signed(r.headers))
$$;

-- What the server needs to read these again for `staff`: [{kept, told, others: [kept], version,
-- fields, oldFields}]; `told` and `others` are what else told of the same call. Those of workspaces
-- that they do not manage are left out.
create function public.take_for_reread(ids bigint[], staff uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('kept', app.kept_json(r), 'told', t.told,
      'others', (select coalesce(jsonb_agg(app.kept_json(o)), '[]') from public.webhook_requests o
        where o.id = any (t.told) and o.id <> r.id),
      'version', app.field_mapping_version(r.workspace_id), 'mappingVersion', r.mapping_version,
      'fields', app.setting(r.workspace_id, 'field_mapping') -> 'fields',
      'oldFields', coalesce((select s.value -> 'fields' from public.workspace_settings s
        where s.workspace_id = r.workspace_id and s.kind = 'field_mapping'
          and s.version = r.mapping_version), '{}')
    ) order by r.id), '[]')
    from public.webhook_requests r
    join public.memberships m on m.workspace_id = r.workspace_id and m.user_id = staff
      and app.role_rank(m.role) >= app.role_rank('manager')
    cross join lateral (select case when r.call_id is null then array[r.id]
      else app.told_by(app.root_call(r.call_id)) end) t (told)
    where r.id in (select x from unnest(ids) x order by x limit 200));
end $$;

-- These say the same with the mapping of this version. Answers how many.
create function public.keep_readings(ids bigint[], version integer, staff uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_kept integer;
begin
  perform app.require_actor(w.id, staff, 'manager') from (
    select distinct r.workspace_id as id from public.webhook_requests r where r.id = any (ids)) w;
  with due as (
    select r.id from public.webhook_requests r
    where r.id = any (ids) and r.mapping_version < keep_readings.version
      and app.field_mapping_version(r.workspace_id) = keep_readings.version order by r.id
        for update),
  kept as (update public.webhook_requests r set mapping_version = keep_readings.version from due
    where r.id = due.id
    returning r.id)
  select count(*) into v_kept from kept;
  return v_kept;
end $$;

-- Which ones were read with an older mapping, oldest first: {ids, left}; left is how many more
-- there are.
create function public.events_to_reread(most integer) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_ids bigint[];
  v_limit integer := least(greatest(coalesce(most, 1), 0), 200);
begin
  select w.id into v_workspace from public.workspaces w
  where w.id in (select app.my_workspaces()) order by w.created_at, w.id limit 1;
  perform app.require_role(v_workspace, 'manager');
  v_ids := array(
    select r.id from public.webhook_requests r
    where r.workspace_id = v_workspace and r.source = 'cloudtalk' and r.origin = 'webhook'
      and r.received_at > app.reread_since()
        and r.mapping_version < app.field_mapping_version(v_workspace)
      and r.payload_removed_at is null and (r.call_id is not null
        or (r.outcome = 'rejected' and r.reason <> 'body_too_large')
        or (r.outcome = 'ignored' and r.reason in ('unknown_event', 'not_a_call_end')))
    order by r.id);
  return jsonb_build_object('ids', v_ids[1:v_limit], 'left', greatest(cardinality(v_ids) - v_limit,
    0));
end $$;

grant execute on function public.events_to_reread(integer) to authenticated;
grant execute on function
  public.take_for_reread(bigint[], uuid), public.reread_delivery(bigint, jsonb, uuid),
  public.keep_readings(bigint[], integer, uuid)
to service_role;

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
           and x.expires_at > p_at
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
         and tried.first_at is not null
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

-- What is wrong now: one alert an incident, opened by what is true, closed by its end, told to
-- people once each.

create table public.alerts (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in (
    'late', 'channel_down', 'auth_failed', 'cap_reached', 'source_silent', 'calls_lost',
      'job_failed', 'task_failed')),
  -- A channel's id, a source, a job of the clock, or a kind of tasks.
  subject text not null,
  facts jsonb not null default '{}',
  -- When it began, as far as we know; opened_at is when it was noticed.
  since timestamptz not null,
  opened_at timestamptz not null default app.now(),
  closed_at timestamptz,
  -- How each of its two notices ended; null while it is not told.
  opening_told_at timestamptz,
  opening_outcome text check (opening_outcome in ('delivered', 'given_up', 'gone')),
  end_told_at timestamptz,
  end_outcome text check (end_outcome in ('delivered', 'given_up', 'gone')),
  -- Of the notice whose turn it is.
  tries integer not null default 0,
  next_try_at timestamptz,
  last_error text
);
-- One open alert an incident, whatever runs at once.
create unique index alerts_open on public.alerts (workspace_id, kind, subject)
  where closed_at is null;
create index alerts_closed on public.alerts (workspace_id, closed_at desc);
create index alerts_untold on public.alerts (opened_at)
  where opening_told_at is null or (opening_outcome = 'delivered' and end_told_at is null);

-- Opens the alert when p_opens, closes it when not even p_stays. Two thresholds, so that nothing
-- flaps on one. 1 opened, -1 closed, 0 unchanged.
create function app.note_condition(
  p_workspace uuid, p_kind text, p_subject text, p_opens boolean, p_stays boolean,
    p_since timestamptz, p_facts jsonb)
returns integer
language plpgsql volatile set search_path = ''
as $$
begin
  if p_opens then
    insert into public.alerts (workspace_id, kind, subject, since, facts)
    values (p_workspace, p_kind, p_subject, p_since, p_facts)
    on conflict (workspace_id, kind, subject) where closed_at is null do nothing;
    if found then
      return 1;
    end if;
    -- The same incident under another name: a key that became valid while the plan had ended.
    update public.alerts set facts = p_facts
    where workspace_id = p_workspace and kind = p_kind and subject = p_subject and closed_at is null
      and facts ->> 'reason' is distinct from p_facts ->> 'reason';
  elsif not coalesce(p_stays, false) then
    update public.alerts set closed_at = app.now()
    where workspace_id = p_workspace and kind = p_kind and subject = p_subject
      and closed_at is null;
    if found then
      return -1;
    end if;
  end if;
  return 0;
end $$;

-- Until when nothing can leave, for whatever reason; written down when it moves on. Answers the
-- channel as it is then.
create function app.note_hold(p_channel public.channels, p_at timestamptz)
  returns public.channels
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_limit integer := app.daily_limit_at(c, p_at);
  v_frees timestamptz := app.cap_frees_at(v_limit, app.recent_sends(c.id, v_limit, p_at));
  v_held timestamptz;
begin
  v_held := greatest(
    case when c.state = 'paused' then p_at end,
    case when v_frees > p_at then v_frees end,
    -- More than the pace asks for: the provider's retry_after.
    case when c.next_slot_at > p_at + app.lateness_gap(c) then c.next_slot_at end);
  if v_held > coalesce(c.held_until, '-infinity') then
    update public.channels set held_until = v_held where id = c.id returning * into c;
  end if;
  return c;
end $$;

-- Whether it is connected, and its key is taken. What opened is 1, what closed -1.
create function app.watch_connection(p_channel public.channels, p_at timestamptz)
  returns integer[]
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_changes integer[];
begin
  v_changes := v_changes || app.note_condition(c.workspace_id, 'channel_down', c.id::text,
    c.state = 'paused' and c.pause_reason = 'session_down',
    -- A session that comes and goes by the minute is one incident.
    c.state = 'active' and c.connection_status = 'connected'
      and c.connection_status_at > p_at - interval '3 minutes',
    c.paused_at,
    jsonb_build_object('channel', c.name, 'vendor', c.vendor, 'reason', c.pause_reason));
  v_changes := v_changes || app.note_condition(c.workspace_id, 'auth_failed', c.id::text,
    c.state = 'paused' and c.pause_reason in ('bad_key', 'plan_ended'),
    -- A plan that ended looks connected until a send is tried: the end is an accepted send, or an
    -- hour without a refusal.
    c.state = 'active' and c.probe_count > 0 and c.held_until > p_at - interval '1 hour'
      and exists (
      select from public.alerts a where a.workspace_id = c.workspace_id and a.kind = 'auth_failed'
        and a.subject = c.id::text and a.closed_at is null and a.facts ->> 'reason' = 'plan_ended'),
    c.paused_at,
    jsonb_build_object('channel', c.name, 'vendor', c.vendor, 'reason', c.pause_reason));
  return v_changes;
end $$;

-- Its cap, when something may leave by the hours, and how much is left of it then.
create function app.watch_cap(p_channel public.channels, p_workspace public.workspaces,
  p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_limit integer := app.daily_limit_at(c, p_at);
  v_free_at timestamptz := app.next_send_time(c.id, p_at, p_workspace, '{}');
  v_room bigint;
  v_waiting bigint;
begin
  if app.daily_limit_at(c, v_free_at) > 0 then
    v_room := app.daily_limit_at(c, v_free_at) - cardinality(app.recent_sends(c.id,
      app.highest_limit(c), v_free_at));
    select count(*) into v_waiting from (
      select from public.whatsapp_messages m
      where m.channel_id = c.id and m.status = 'queued'
        and m.due_at <= v_free_at limit greatest(v_room, 0) + 1) m;
  end if;
  return app.note_condition(c.workspace_id, 'cap_reached', c.id::text,
    coalesce(c.state = 'active' and v_room <= 0 and v_free_at <= p_at, false),
    -- It frees one by one as yesterday's sends pass: over when what waits has room.
    v_waiting > v_room, p_at,
    jsonb_build_object('channel', c.name, 'limit', v_limit, 'freesAt',
      app.cap_frees_at(v_limit, app.recent_sends(c.id, v_limit, p_at))));
end $$;

create function app.watch_lateness(p_channel public.channels, p_workspace public.workspaces,
  p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels := p_channel;
  v_gap interval := app.lateness_gap(c);
  v_late record;
begin
  select * into v_late from app.longest_overdue(c, p_workspace, p_at);
  return app.note_condition(c.workspace_id, 'late', c.id::text,
    coalesce(c.state = 'active' and v_late.own_due + 3 * v_gap <= p_at, false),
    c.state = 'active' and case
      when v_late.own_due is not null then v_late.own_due + 2 * v_gap <= p_at
      -- The hours closed over it: it has not left.
      else not app.in_sending_hours(p_at, p_workspace) and exists (
        select from public.whatsapp_messages m where m.channel_id = c.id and m.status = 'queued'
          and m.due_at <= p_at) end,
    v_late.own_due,
    jsonb_build_object('channel', c.name, 'message', v_late.message_id, 'call', v_late.call_id,
      'waiting', (
      select count(*) from (
        select from public.whatsapp_messages m
        where m.channel_id = c.id and m.status = 'queued' and m.due_at <= p_at limit 1000) m)));
end $$;

-- {opened, closed}
create function app.watch_channel(p_channel uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels;
  w public.workspaces;
  v_now timestamptz := app.now();
  v_changes integer[];
begin
  select * into c from public.channels where id = p_channel;
  select * into w from public.workspaces where id = c.workspace_id;
  w := app.hours_of(w, c);
  c := app.note_hold(c, v_now);
  v_changes := app.watch_connection(c, v_now) || app.watch_cap(c, w, v_now)
    || app.watch_lateness(c, w, v_now);
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- Silence longer than usual: since this source was last heard, two hours ago or more, each of the
-- last four weeks (those that we know) brought at least five deliveries between the same local
-- times. Nights and weekends are in it.
create function app.is_unusually_silent(w public.workspaces, p_source text, p_heard timestamptz,
  p_now timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_first timestamptz;
  v_from timestamptz;
  v_until timestamptz;
begin
  if p_heard > p_now - interval '2 hours' then
    return false;
  end if;
  select r.received_at into v_first from public.webhook_requests r
  where r.workspace_id = w.id and r.source = p_source
    and r.origin = 'webhook' order by r.received_at limit 1;
  for v_week in 1 .. 4 loop
    v_from := ((p_heard at time zone w.time_zone) - v_week * interval '7 days') at time zone
      w.time_zone;
    v_until := ((p_now at time zone w.time_zone) - v_week * interval '7 days') at time zone
      w.time_zone;
    if v_from < v_first then
      return v_week > 1;
    end if;
    if (select count(*) from (
        select from public.webhook_requests r
        where r.workspace_id = w.id and r.source = p_source and r.origin = 'webhook'
          and r.received_at between v_from and v_until limit 5) heard) < 5 then
      return false;
    end if;
  end loop;
  return true;
end $$;

-- Who has posted to us, and of whom an alert is open: as many steps in the index as there are
-- names.
create function app.watched_sources(p_workspace uuid) returns setof text
language plpgsql stable set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    with recursive heard (source) as (
      (select r.source from public.webhook_requests r
        where r.workspace_id = p_workspace and r.origin = 'webhook' order by r.source limit 1)
      union all
      select (select r.source from public.webhook_requests r
        where r.workspace_id = p_workspace and r.origin = 'webhook' and r.source > h.source
        order by r.source limit 1)
      from heard h where h.source is not null)
    select h.source from heard h where h.source is not null
    union
    select a.subject from public.alerts a where a.workspace_id = p_workspace and a.closed_at is null
      and a.kind in ('calls_lost', 'source_silent');
end $$;

-- {opened, closed}
create function app.watch_sources(p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  w public.workspaces;
  v_now timestamptz := app.now();
  v_source text;
  v_heard timestamptz;
  v_lost record;
  v_changes integer[];
begin
  select * into w from public.workspaces where id = p_workspace;
  for v_source in select app.watched_sources(w.id) loop
    select min(a.at) as since, count(*) as number into v_lost
    from public.attention a left join public.webhook_requests r on r.id = a.request_id
    where a.workspace_id = w.id and a.settled_at is null and a.kind = 'call_unreadable'
      -- The delivery may be kept for a shorter time than what is still to be looked at.
      and (r.source = v_source or (r.id is null and exists (select from public.alerts o
        where o.workspace_id = w.id and o.kind = 'calls_lost' and o.subject = v_source
          and o.closed_at is null)));
    v_changes := v_changes || app.note_condition(w.id, 'calls_lost', v_source, v_lost.number > 0,
      v_lost.number > 0, v_lost.since, '{}');
    select r.received_at into v_heard from public.webhook_requests r
    where r.workspace_id = w.id and r.source = v_source
      and r.origin = 'webhook' order by r.received_at desc limit 1;
    v_changes := v_changes || app.note_condition(w.id, 'source_silent', v_source,
      v_heard is not null and app.is_unusually_silent(w, v_source, v_heard, v_now),
      -- Its end is the next delivery, not a quiet hour that last week had too.
      exists (select from public.alerts a where a.workspace_id = w.id and a.kind = 'source_silent'
        and a.subject = v_source and a.closed_at is null and a.since >= v_heard),
      v_heard, '{}');
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- A vendor no longer takes our key to its list of calls: missed calls are not found. Over when a
-- pass succeeds, or none is configured. {opened, closed}
create function app.watch_reconciliation() returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  p public.reconcile_passes;
  v_changes integer[];
begin
  for p in select * from public.reconcile_passes where kind = 'calls' and vendor is not null
    order by workspace_id loop
    v_changes := v_changes || app.note_condition(p.workspace_id, 'auth_failed', p.vendor,
      p.is_configured and coalesce(p.last_error_code = 'unauthorized', false),
      p.is_configured and exists (select from public.alerts a where a.workspace_id = p.workspace_id
        and a.kind = 'auth_failed' and a.subject = p.vendor and a.closed_at is null
        and a.opened_at > coalesce(p.last_succeeded_at, '-infinity')),
      coalesce(p.last_succeeded_at, p.last_ended_at, app.now()), '{"reason": "unauthorized"}');
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- Tasks that were given up, by kind, until a person has each of them tried again or taken off the
-- list. {opened, closed}
create function app.watch_tasks(p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v record;
  v_changes integer[];
begin
  for v in
    select k.kind, min(t.ended_at) as since, count(t.id) as failed
    from (select o.kind from public.tasks o
        where o.workspace_id = p_workspace and o.state = 'failed' and o.seen_at is null
      union select a.subject from public.alerts a where a.workspace_id = p_workspace
        and a.kind = 'task_failed' and a.closed_at is null) k
    left join public.tasks t on t.workspace_id = p_workspace and t.kind = k.kind
      and t.state = 'failed' and t.seen_at is null
    group by k.kind order by k.kind
  loop
    v_changes := v_changes || app.note_condition(p_workspace, 'task_failed', v.kind,
      v.failed > 0, false, v.since, jsonb_build_object('failed', v.failed));
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- What the tick that ends could not do: each job that failed is an incident until a tick in which
-- it did not. Told by the next tick, since the alerts may be what failed. {opened, closed}
create function public.note_jobs(failed text[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  w uuid;
  v_job text;
  v_changes integer[];
begin
  for w in select x.id from public.workspaces x order by x.id loop
    for v_job in
      select left(f, 40) from unnest(failed[1:20]) f
      union select a.subject from public.alerts a
        where a.workspace_id = w and a.kind = 'job_failed' and a.closed_at is null
    loop
      v_changes := v_changes || app.note_condition(w, 'job_failed', v_job, v_job = any (failed),
        false, app.now(), '{}');
    end loop;
  end loop;
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $$;

-- Looks at everything that may be wrong, after the clock's sends. With `deliver` it also hands out
-- the notices that are due, each to one caller: the next try is set before this one runs. A notice
-- is the opening or the end of an alert, in this order; without `deliver` none piles up, since what
-- is over for an hour is no news. {opened, closed, notices: [{id, phase: opened | closed,
-- webhookId, kind, subject, facts, since, openedAt, closedAt, workspace: {name, country,
-- timeZone}}]}
create function public.watch(deliver boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_id uuid;
  v_changes jsonb[] := '{}';
  v_gone integer;
  v_notices jsonb := '[]';
begin
  for v_id in select c.id from public.channels c where c.state <> 'retired' order by c.id loop
    v_changes := v_changes || app.watch_channel(v_id);
  end loop;
  for v_id in select w.id from public.workspaces w order by w.id loop
    v_changes := v_changes || app.watch_sources(v_id);
    v_changes := v_changes || app.watch_tasks(v_id);
  end loop;
  v_changes := v_changes || app.watch_reconciliation();
  update public.alerts a set closed_at = app.now()
  where a.closed_at is null and a.kind in ('late', 'channel_down', 'auth_failed', 'cap_reached')
    and a.subject ~ '^[0-9a-f-]{36}$'
    and not exists (select from public.channels c where c.id::text = a.subject
      and c.state <> 'retired');
  get diagnostics v_gone = row_count;
  if deliver then
    with due as (
      select a.id from public.alerts a
      where (a.opening_told_at is null or (a.opening_outcome = 'delivered'
        and a.end_told_at is null))
        and a.tries < 8 and coalesce(a.next_try_at, '-infinity') <= app.now()
        and case when a.opening_told_at is null
          then a.closed_at is null or a.opened_at > app.now() - interval '1 hour' or a.tries > 0
          else a.closed_at > app.now() - interval '1 hour' or (a.closed_at is not null
            and a.tries > 0) end
      order by a.opened_at limit 10 for update skip locked),
    taken as (
      update public.alerts a set tries = tries + 1,
        next_try_at = app.now() + interval '1 minute' * power(2, a.tries)
      from due where a.id = due.id returning a.*)
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', t.id, 'phase', p.phase, 'webhookId', format('alert_%s_%s', t.id, p.phase),
      'kind', t.kind, 'subject', t.subject, 'facts', t.facts,
      'since', t.since, 'openedAt', t.opened_at, 'closedAt', t.closed_at,
      'workspace', jsonb_build_object('name', w.name, 'country', w.default_country, 'timeZone',
        w.time_zone))
      order by t.opened_at), '[]') into v_notices
    from taken t join public.workspaces w on w.id = t.workspace_id
    cross join lateral (select case when t.opening_told_at is null then 'opened'
      else 'closed' end as phase) p;
  end if;
  return jsonb_build_object(
    'opened', (select coalesce(sum((x ->> 'opened')::integer), 0) from unnest(v_changes) x),
    'closed', v_gone + (select coalesce(sum((x ->> 'closed')::integer), 0)
      from unnest(v_changes) x),
    'notices', v_notices);
end $$;

-- What became of one try. outcome: delivered | failed (tried again, eight times in all) | gone (the
-- receiver wants no more).
create function public.settle_alert(alert uuid, phase text, outcome text, detail text default null)
  returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_end text;
begin
  select case when outcome in ('delivered', 'gone') then outcome when a.tries >= 8
    then 'given_up' end into v_end
  from public.alerts a where a.id = alert for update;
  update public.alerts a set
    last_error = case when outcome = 'delivered' then null else left(detail, 500) end,
    opening_told_at = case when phase = 'opened' and v_end is not null then app.now()
      else a.opening_told_at end,
    opening_outcome = case when phase = 'opened' and v_end is not null then v_end
      else a.opening_outcome end,
    end_told_at = case when phase = 'closed' and v_end is not null then app.now()
      else a.end_told_at end,
    end_outcome = case when phase = 'closed' and v_end is not null then v_end
      else a.end_outcome end,
    tries = case when phase = 'opened' and v_end is not null then 0 else a.tries end,
    next_try_at = case when v_end is not null then null else a.next_try_at end
  where a.id = alert
    and case phase when 'opened' then a.opening_told_at is null when 'closed'
      then a.end_told_at is null end;
  return found;
end $$;

-- Open ones first, then those that ended in the last day, newest first.
create function app.alerts_json(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', page.id, 'kind', page.kind, 'subject', page.subject, 'facts', page.facts, 'since',
        page.since,
      'openedAt', page.opened_at, 'closedAt', page.closed_at)
      order by page.closed_at desc nulls first, page.opened_at desc, page.id), '[]')
    from (
      select a.* from public.alerts a where a.workspace_id = p_workspace and a.closed_at is null
      union all
      (select a.* from public.alerts a where a.workspace_id = p_workspace
        and a.closed_at > p_now - interval '24 hours'
       order by a.closed_at desc limit 20)) page);
end $$;

alter table public.alerts enable row level security;
create policy members_read on public.alerts for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.alerts to authenticated;
grant execute on function app.alerts_json(uuid, timestamptz) to authenticated;
grant execute on function
  public.watch(boolean), public.note_jobs(text[]), public.settle_alert(uuid, text, text, text)
to service_role;

-- Every table that holds something of a person, or points at one: the one list that erasing,
-- exporting and retention walk. A table that is not in it fails a test.

-- name: found_by is a condition on its rows x, with the person's contacts (merged ones too) as $1.
-- erasing: what is left after an erasure, in the order of place: a list of assignments ($2 the
--   person's names and numbers, $3 the time), `delete`, or a function of ours (contacts, erasure,
--   words), run once although it stands at several tables; null: it names nobody.
-- part: what the export calls it, a row a line with its id; hidden is left out. shown_by: a
--   function of ours (contacts, after, size) instead, or the one that shows it at once; part null: what it
--   holds is shown with another part, or is ours.
-- retention: the kinds of app.retention_kinds that empty it; null: kept as long as the person.
create view app.personal_tables with (security_invoker = true) as
select row_number() over () as place, t.*
from (values
  ('public.webhook_requests', 'x.id = any (app.requests_of($1))', 'app.erase_deliveries',
    'deliveries', null::text[], 'app.export_deliveries', '{events}'::text[]),
  ('public.channel_incidents', null, 'app.erase_refusals', null, null, null, null),
  ('public.whatsapp_statuses', null, 'app.erase_refusals', 'statuses', null,
    'app.export_statuses', null),
  ('public.whatsapp_media', 'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))', 'app.erase_files',
    'files', null, 'app.export_files', '{media}'),
  ('public.attention', 'x.contact_id = any ($1)', 'detail = null,
      settled_at = coalesce(x.settled_at, $3), settled_how = coalesce(x.settled_how, ''erased'')',
    'attention', null, null, null),
  ('public.contact_consents', 'x.contact_id = any ($1)', 'words = null, reason = null',
    'consents', null, null, null),
  ('public.contact_merges', '(x.winner = any ($1) or x.loser = any ($1))',
    'reason = null, split_reason = null,
      moved = x.moved || ''{"identities": [], "winner": {}}''',
    'merges', null, 'app.export_merges', null),
  ('public.audit_log', null, 'app.erase_log', null, null, null, null),
  ('public.whatsapp_messages', 'x.contact_id = any ($1)', 'app.erase_texts',
    'messages', null, null, '{messages}'),
  ('public.whatsapp_send_attempts', 'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))', 'app.erase_texts',
    'attempts', null, null, null),
  ('public.whatsapp_message_keys', null, 'app.erase_texts', null, null, null, null),
  ('public.whatsapp_conversations', 'x.contact_id = any ($1)', null, null, null, null, null),
  ('public.ask_decisions', 'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))',
    'because = ''[]'', reason = app.without_words(x.reason, $2)', 'decisions', null, null, null),
  ('public.bill_evidence', 'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))',
    'undo_reason = left(x.undo_reason, 0) || ''…''', 'evidence', null, null, null),
  ('public.asks', 'x.contact_id = any ($1)', 'app.erase_asks', 'asks', null, null, '{calls}'),
  ('public.tasks', null, 'app.erase_tasks', null, null, null, null),
  ('public.cloudtalk_calls', 'x.contact_id = any ($1)', 'app.erase_calls',
    'calls', null, null, '{call_texts, calls}'),
  ('public.cloudtalk_call_keys', null, 'app.erase_calls', null, null, null, null),
  -- The marks by which an erased person is known again, and what is still to do for them.
  ('public.erased_identities', 'x.contact_id = any ($1)', null, null, null, null, null),
  ('public.erasures', 'x.contact_id = any ($1)', null, null, null, null, null),
  ('public.contact_identities', 'x.contact_id = any ($1)', 'delete',
    'identities', '{lookup_at, lookup_tries}', 'public.begin_export', null),
  ('public.contacts', 'x.id = any ($1)', 'name = null, company = null, push_name = null,
      time_zone = null, erased_at = $3', 'person', null, 'public.begin_export', null)
) t (name, found_by, erasing, part, hidden, shown_by, retention);

-- What is kept no longer, by the setting of the same name (app.retention_days), and what does a
-- batch of it: $1 the workspace, $2 the last id that is done, $3 what is older goes, $4 the size.
-- Calls last: whoever holds a delivery may wait for its call.
create view app.retention_kinds with (security_invoker = true) as
select * from (values
  (1, 'messages', 'app.retain_messages($1, $2, $3, $4)'),
  (2, 'media', 'app.retain_media($1, $2, $3, $4)'),
  (3, 'events', 'app.retain_events($1, $2, $3, $4)'),
  (4, 'call_texts', 'app.retain_calls($1, $2, $3, $4, false)'),
  (5, 'calls', 'app.retain_calls($1, $2, $3, $4, true)')) k (place, kind, done_by);
grant select on app.retention_kinds to authenticated;

-- Takes everything of these contacts out of every table of the list. p_words: their names and
-- numbers, longest first.
create function app.erase_rows(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_table app.personal_tables;
  v_done text[] := '{}';
  v_now timestamptz := app.now();
begin
  for v_table in select * from app.personal_tables t where t.erasing is not null order by t.place
  loop
    if v_table.erasing = 'delete' then
      execute format('delete from %s x where %s', v_table.name, v_table.found_by)
      using p_contacts;
    elsif v_table.erasing not like 'app.%' then
      execute format('update %s x set %s where %s', v_table.name, v_table.erasing,
        v_table.found_by)
      using p_contacts, p_words, v_now;
    elsif v_table.erasing <> all (v_done) then
      v_done := v_done || v_table.erasing;
      execute format('select %s($1, $2, $3)', v_table.erasing) using p_contacts, p_erasure, p_words;
    end if;
  end loop;
end $$;

-- One page of a table's rows of these contacts. Only the page's own rows are written out: all that
-- follow, each time, took 18 s for 10,000 messages.
create function app.export_rows(p_table text, p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_table app.personal_tables;
  v_rows jsonb;
begin
  select * into v_table from app.personal_tables t where t.name = p_table;
  execute format('with own as materialized (select x.id from %1$s x where %2$s and x.id > $2)
    select coalesce(jsonb_agg(to_jsonb(x) - $4 order by x.id), ''[]'') from %1$s x
    where x.id = any (array(select o.id from own o order by o.id limit $3))',
    v_table.name, v_table.found_by)
  into v_rows using p_contacts, p_after, p_size, array['workspace_id'] || v_table.hidden;
  return v_rows;
end $$;

-- A person is erased: what was theirs goes, the rows that sums are made of stay without them.

-- One row a person who was erased: what is still to do, until it is done.
create table public.erasures (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  asked_by uuid not null,
  -- As the admin wrote it, without the person's names and numbers.
  reason text not null,
  -- What there was: {identities, calls, messages, events, files, queued}.
  counts jsonb not null,
  asked_at timestamptz not null default app.now(),
  -- What other deliveries are searched for, newest first, and the event below which they are not
  -- yet. Gone when it is done.
  needles text[],
  scan_before bigint,
  done_at timestamptz
);
create index erasures_workspace on public.erasures (workspace_id, id desc);
create index erasures_contact on public.erasures (contact_id);
create index erasures_open on public.erasures (id) where done_at is null;

-- Files that must go from Storage: by folder, since what was being fetched may arrive after its
-- message was erased.
create table public.media_deletions (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- In the bucket `media`: <workspace>/<message id>
  folder text not null,
  erasure_id bigint references public.erasures (id) on delete cascade,
  asked_at timestamptz not null default app.now(),
  due_at timestamptz not null default app.now(),
  tries integer not null default 0,
  last_error text,
  done_at timestamptz
);
create index media_deletions_workspace on public.media_deletions (workspace_id);
create index media_deletions_due on public.media_deletions (due_at) where done_at is null;
create index media_deletions_erasure on public.media_deletions (erasure_id)
  where erasure_id is not null;

-- The row that this one was merged into in the end.
create function app.root_contact(p_contact bigint) returns bigint
language sql stable set search_path = ''
as $$
  with recursive up (id, merged_into) as (
    select c.id, c.merged_into from public.contacts c where c.id = p_contact
    union select c.id, c.merged_into from public.contacts c join up u on c.id = u.merged_into)
  select id from up where merged_into is null
$$;

-- What to search other texts for: the last nine digits of a number, which every way of writing it
-- has. A username or a business-scoped id only as a whole value: there are people called `text`.
create function app.needle(p_kind text, p_value text) returns text
language sql immutable set search_path = ''
as $$
  select case p_kind
    when 'phone' then case when length(p_value) >= 12 then right(p_value, 9)
      else substr(p_value, 2) end
    when 'lid' then split_part(p_value, '@', 1)
    when 'username' then 'username:' || p_value else to_json(p_value)::text end
$$;

create function app.has_needle(p_text text, p_needles text[]) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return exists (select from unnest(p_needles) n
    where case when n like 'username:%'
      then lower(p_text) ~ ('username"\s*:\s*"@?' || replace(substr(n, 10), '.', '\.') || '"')
      else strpos(p_text, n) > 0 or strpos(regexp_replace(p_text, '[ ()./-]', '', 'g'), n) > 0 end);
end $$;

-- A text that staff wrote, without these words.
create function app.without_words(p_text text, p_words text[]) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_word text;
begin
  foreach v_word in array coalesce(p_words, '{}') loop
    if length(v_word) >= 3 then
      p_text := regexp_replace(p_text, regexp_replace(v_word, '([^[:alnum:][:space:]])', '\\\1',
        'g'), '…', 'gi');
    end if;
  end loop;
  return regexp_replace(p_text, '\+?\d[\d ()./-]{5,24}\d', '…', 'g');
end $$;

-- Removes what deliveries said. One that waits to be tried again loses the values that name the
-- person, and is over when none is left. Answers how many were changed.
create function app.erase_events(p_ids bigint[], p_needles text[], p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_changed integer;
begin
  with kept as (
    select r.id, r.outcome, (select jsonb_agg(v.value) from jsonb_array_elements(r.domain_values) v
        where not app.has_needle(v.value::text, p_needles)) as rest
    from public.webhook_requests r where r.id = any (p_ids) order by r.id for update)
  update public.webhook_requests r set
    body = null, raw_body = null, headers = '{}', payload_removed_at = p_at,
    domain_values = k.rest,
    outcome = case when k.rest is null and (r.outcome = 'rejected'
      or (r.outcome = 'failed' and r.domain_values is not null))
      then 'ignored' else r.outcome end,
    reason = case when k.rest is null and r.outcome in ('rejected', 'failed') then 'erased'
      else r.reason end,
    detail = null,
    next_try_at = case when k.rest is null then null else r.next_try_at end,
    dead_lettered_at = case when k.rest is null then null else r.dead_lettered_at end
  from kept k where r.id = k.id;
  get diagnostics v_changed = row_count;
  return v_changed;
end $$;

-- Whether a message still says something, or to whom it went.
create function app.has_content(m public.whatsapp_messages) returns boolean
language sql immutable set search_path = ''
as $$
  select num_nonnulls(m.body, m.content, m.media, m.push_name, m.recipient, m.address,
    m.quoted_whatsapp_id,
    m.whatsapp_message_id, m.provider_message_id) > 0
$$;

-- Empties the messages of a contact, all but the one that is on its way to the provider: that one
-- ends as any other, and the clock comes back for it. Answers how many are left.
create function app.erase_messages(p_contact bigint, p_at timestamptz) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_messages bigint[];
begin
  perform from public.whatsapp_messages where contact_id = p_contact order by id for update;
  v_messages := array(select m.id from public.whatsapp_messages m where m.contact_id = p_contact
    and m.status <> 'sending' and app.has_content(m));
  insert into public.erased_identities (workspace_id, kind, digest, contact_id, subject_id)
  select k.workspace_id, 'message', app.identity_digest(k.workspace_id, 'message', k.whatsapp_id),
    p_contact, k.message_id
  from public.whatsapp_message_keys k where k.message_id = any (v_messages)
    and k.whatsapp_id not like 'erased:%'
  union
  select m.workspace_id, 'message', app.identity_digest(m.workspace_id, 'message',
    'msgId:' || m.provider_message_id), p_contact, m.id
  from public.whatsapp_messages m where m.id = any (v_messages)
    and m.provider_message_id is not null
  on conflict do nothing;
  update public.whatsapp_statuses s set error_text = null, lid = null,
    whatsapp_id = 'erased:' || app.identity_digest(s.workspace_id, 'message', s.whatsapp_id)
  from public.whatsapp_messages m
  where m.id = any (v_messages) and s.channel_id = m.channel_id
    and s.whatsapp_id not like 'erased:%'
    and s.whatsapp_id in (m.whatsapp_message_id, 'msgId:' || m.provider_message_id);
  update public.whatsapp_message_keys k
    set whatsapp_id = 'erased:' || app.identity_digest(k.workspace_id, 'message', k.whatsapp_id)
  where k.message_id = any (v_messages) and k.whatsapp_id not like 'erased:%';
  update public.whatsapp_send_attempts a set detail = null where a.message_id = any (v_messages)
    and a.detail is not null;
  update public.whatsapp_messages m set
    body = null, content = null, media = null, edits = null, push_name = null, recipient = null,
      address = null,
      quoted_whatsapp_id = null,
    whatsapp_message_id = null, provider_message_id = null, bind_at = null, ask_open = false,
      content_removed_at = p_at,
    status = case when m.status = 'queued' then 'cancelled' when m.status = 'uncertain'
      then 'failed' else m.status end,
    acknowledged_at = case when m.status in ('uncertain', 'failed')
      then coalesce(m.acknowledged_at, p_at) else m.acknowledged_at end,
    reason_code = case when m.status in ('queued', 'uncertain') then 'erased'
      else m.reason_code end,
    reason = case when m.status in ('queued', 'uncertain') then 'The person was erased.' end
  where m.id = any (v_messages);
  return (select count(*) from public.whatsapp_messages m where m.contact_id = p_contact
    and app.has_content(m));
end $$;

alter table public.erasures enable row level security;
create policy managers_read on public.erasures for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
alter table public.media_deletions enable row level security;
create policy managers_read on public.media_deletions for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
grant select on public.erasures to authenticated;
grant select on public.media_deletions to authenticated;

-- What an admin asks for, and what the clock does until it is done.

-- Calls keep their times, their length, who took them and what was decided.
create function app.erase_calls(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_calls bigint[] := array(select k.id from public.cloudtalk_calls k
    where k.contact_id = any (p_contacts) order by k.id for update);
begin
  insert into public.erased_identities (workspace_id, kind, digest, contact_id, subject_id)
  select k.workspace_id, 'call', app.identity_digest(k.workspace_id, 'call', k.key), e.contact_id,
    k.call_id
  from public.cloudtalk_call_keys k, public.erasures e
  where k.call_id = any (v_calls) and k.key not like 'erased:%' and e.id = p_erasure
  on conflict do nothing;
  update public.cloudtalk_call_keys k set key = 'erased:' || app.identity_digest(k.workspace_id,
    'call', k.key)
  where k.call_id = any (v_calls) and k.key not like 'erased:%';
  update public.cloudtalk_calls k set facts = app.without_person(k.facts) - 'callId'
  where k.id = any (v_calls);
end $$;

-- Asks keep what was decided, and their mirrors on the calls with them; nobody is named.
create function app.erase_asks(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_asks bigint[] := array(select a.id from public.asks a
    where a.contact_id = any (p_contacts) order by a.id for update);
begin
  update public.asks a set facts = '{}', recipient = null,
    decision = (select coalesce(jsonb_object_agg(d.key, case when d.key = 'reason'
        then to_jsonb(app.without_words(d.value #>> '{}', p_words)) else d.value end), '{}')
          from jsonb_each(a.decision) d
      where d.key in ('send', 'code', 'reason', 'ruleId', 'ruleName', 'template',
        'settingsVersion')),
    reason = app.without_words(a.reason, p_words)
  where a.id = any (v_asks);
end $$;

-- The deliveries of their calls and messages. Before these: it is by their ids that they are found.
create function app.erase_deliveries(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.erase_events(app.requests_of(p_contacts), e.needles, e.asked_at)
  from public.erasures e where e.id = p_erasure;
end $$;

-- A refusal in the provider's own words, which nobody could tell whose it was, and their LIDs.
create function app.erase_refusals(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  e public.erasures;
begin
  select * into e from public.erasures x where x.id = p_erasure;
  update public.channel_incidents i set detail = null where i.workspace_id = e.workspace_id
    and app.has_needle(i.detail, e.needles);
  update public.whatsapp_statuses s set error_text = null
  where s.workspace_id = e.workspace_id and s.error_text is not null
    and app.has_needle(s.error_text, e.needles);
  update public.whatsapp_statuses s set lid = null
  from public.contact_identities i
  where i.contact_id = any (p_contacts) and i.kind = 'lid' and s.workspace_id = e.workspace_id
    and s.lid = i.value;
end $$;

-- Files: their folders are emptied by the clock.
create function app.erase_files(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.media_deletions (workspace_id, folder, erasure_id, asked_at, due_at)
  select e.workspace_id, e.workspace_id || '/' || m.id, e.id, e.asked_at, e.asked_at
  from public.whatsapp_messages m join public.whatsapp_media f on f.message_id = m.id
  join public.erasures e on e.id = p_erasure
  where m.contact_id = any (p_contacts) and f.state in ('waiting', 'stored');
  delete from public.whatsapp_media f using public.whatsapp_messages m
  where m.id = f.message_id and m.contact_id = any (p_contacts);
end $$;

-- What colleagues wrote about them, where who did what is written down.
create function app.erase_log(p_contacts bigint[], p_erasure bigint, p_words text[]) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.audit_log a set detail = a.detail - '{reason,name,number,words,note}'::text[]
  from public.erasures e
  where e.id = p_erasure and a.workspace_id = e.workspace_id
    and ((a.subject_kind = 'contact' and a.subject_id = any (p_contacts::text[]))
      or (a.subject_kind = 'call' and a.subject_id in (select k.id::text
        from public.cloudtalk_calls k where k.contact_id = any (p_contacts)))
      or (a.subject_kind in ('message', 'media')
        and a.subject_id in (select m.id::text from public.whatsapp_messages m
          where m.contact_id = any (p_contacts))));
end $$;

-- Their messages, with the keys and the attempts of these.
create function app.erase_texts(p_contacts bigint[], p_erasure bigint, p_words text[]) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.erase_messages(c, e.asked_at)
  from public.erasures e, unnest(p_contacts) c where e.id = p_erasure;
end $$;

-- The deliveries that made these contacts' calls and messages, or changed them.
create function app.requests_of(p_contacts bigint[]) returns bigint[]
language sql stable set search_path = ''
as $$
  with calls as (select k.id, k.request_id from public.cloudtalk_calls k
    where k.contact_id = any (p_contacts)),
  messages as (
    select m.id, m.request_id, m.channel_id, m.whatsapp_message_id, m.provider_message_id
    from public.whatsapp_messages m where m.contact_id = any (p_contacts))
  select coalesce(array_agg(distinct request_id), '{}') from (
    select request_id from calls
    union all select x.request_id from public.cloudtalk_call_keys x where x.call_id in (select id
      from calls)
    union all select request_id from messages
    union all select x.request_id from public.whatsapp_message_keys x join messages m
      on x.channel_id = m.channel_id and x.whatsapp_id = m.whatsapp_message_id
    union all select x.request_id from public.whatsapp_statuses x join messages m
      on x.channel_id = m.channel_id and x.whatsapp_id in (m.whatsapp_message_id,
        'msgId:' || m.provider_message_id)) r
  where request_id is not null
$$;

-- {identities, calls, messages, events, files, queued}: what an erasure would remove. Other
-- deliveries that name the person are found by the clock later, and are not counted.
create function app.erasure_counts(p_contacts bigint[]) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'identities', (select count(*) from public.contact_identities i
      where i.contact_id = any (p_contacts)),
    'calls', (select count(*) from public.cloudtalk_calls k where k.contact_id = any (p_contacts)),
    'messages', (select count(*) from public.whatsapp_messages m
      where m.contact_id = any (p_contacts)),
    'queued', (select count(*) from public.whatsapp_messages m where m.contact_id = any (p_contacts)
      and m.status = 'queued'),
    'files', (select count(*) from public.whatsapp_messages m
      join public.whatsapp_media f on f.message_id = m.id
      where m.contact_id = any (p_contacts) and f.state in ('waiting', 'stored')),
    'events', (select count(*) from public.webhook_requests r
      where r.id = any (app.requests_of(p_contacts)) and r.payload_removed_at is null))
$$;

-- What must be typed to erase this person: a name, or a number, as the page shows them; '#12' where
-- nothing is known.
create function app.is_named(p_contacts bigint[], p_typed text) returns boolean
language sql stable set search_path = ''
as $$
  with said as (
    select app.fold(p_typed) as words, btrim(app.phone_pattern(p_typed), '%') as digits),
  known as (
    select n.name from public.contacts c
    cross join lateral (values (c.name), (c.push_name)) n (name) where c.id = any (p_contacts)
      and btrim(n.name) <> ''),
  addresses as (select i.kind, i.value from public.contact_identities i
    where i.contact_id = any (p_contacts))
  select exists (select from known where app.same_name(known.name, p_typed))
    or exists (select from addresses a, said where a.kind = 'phone' and length(said.digits) >= 8
      and right(a.value, length(said.digits)) = said.digits
      and length(a.value) - length(said.digits) <= 4)
    or (not exists (select from known) and not exists (select from addresses a
      where a.kind = 'phone')
      and exists (select from said where said.words = any (select '#' || c
        from unnest(p_contacts) c)))
$$;

-- What would go, for the page that asks before: {contact, name, phone, erasedAt, counts}. 42501 for
-- who is no admin.
create function public.preview_erasure(contact bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_root public.contacts;
begin
  select c.* into v_root from public.contacts c where c.id = app.root_contact(contact);
  perform app.require_role(v_root.workspace_id, 'admin');
  return jsonb_build_object('contact', v_root.id, 'erasedAt', v_root.erased_at,
    'name', coalesce(nullif(btrim(v_root.name), ''), nullif(btrim(v_root.push_name), '')), 'phone',
      app.contact_phone(v_root.id),
    'counts', app.erasure_counts(app.merged_set(v_root.id)));
end $$;

-- Erases a person for good, everywhere. `typed` is their name or number as a confirmation. Sums
-- stay: the rows of their calls and messages do, and name nobody. {erased: true, erasure, counts}
-- or {erased: false, code}: no_reason (or more than 500 characters), not_theirs (what was typed),
-- already_erased. 42501 for who is no admin.
create function public.erase_contact(contact bigint, reason text, typed text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_root public.contacts;
  v_all bigint[];
  v_erasure jsonb;
begin
  select c.* into v_root from public.contacts c
    where c.id = app.root_contact(erase_contact.contact);
  perform app.require_role(v_root.workspace_id, 'admin');
  if btrim(coalesce(erase_contact.reason, '')) = '' or length(erase_contact.reason) > 500 then
    return '{"erased": false, "code": "no_reason"}';
  end if;
  -- In the order of tick, which locks them all by id; then messages, then contacts.
  perform app.lock_channels(v_root.workspace_id);
  select c.* into v_root from public.contacts c
    where c.id = app.root_contact(erase_contact.contact);
  v_all := app.merged_set(v_root.id);
  perform from public.whatsapp_messages m where m.contact_id = any (v_all) order by m.id for update;
  perform from public.contacts c where c.id = any (v_all) order by c.id for update;
  if v_root.erased_at is not null then
    return '{"erased": false, "code": "already_erased"}';
  elsif not coalesce(app.is_named(v_all, erase_contact.typed), false) then
    return '{"erased": false, "code": "not_theirs"}';
  end if;
  v_erasure := app.erase_person(v_root.id, v_root.id, auth.uid(), btrim(erase_contact.reason));
  perform app.log_action(v_root.workspace_id, auth.uid(), 'contact_erased', 'contact',
    v_root.id::text, v_erasure - 'erasure');
  return v_erasure - 'reason' || '{"erased": true}';
end $$;

-- The erasure itself, under the locks of the workspace's channels. p_root: a contact that is merged
-- into no other; p_known: the erased row that its addresses lead to from now on, its own or the one
-- that it turned out to be. {erasure, reason, counts}
create function app.erase_person(p_root bigint, p_known bigint, p_by uuid, p_reason text)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_workspace uuid := (select c.workspace_id from public.contacts c where c.id = p_root);
  v_all bigint[] := app.merged_set(p_root);
  v_needles text[];
  v_words text[];
  v_counts jsonb;
  v_reason text;
  v_erasure bigint;
begin
  v_counts := app.erasure_counts(v_all);
  v_needles := array(select distinct app.needle(i.kind, i.value) from public.contact_identities i
    where i.contact_id = any (v_all));
  v_words := array(select distinct w from (
      select unnest(array[c.name, c.push_name, c.company] || regexp_split_to_array(concat_ws(' ',
        c.name, c.push_name), '\s+')) as w
      from public.contacts c where c.id = any (v_all)
      union all select i.value from public.contact_identities i where i.contact_id = any (v_all)) x
    where w is not null order by w desc);
  v_reason := app.without_words(p_reason, v_words);

  insert into public.erased_identities (workspace_id, kind, digest, contact_id)
  select i.workspace_id, i.kind, app.identity_digest(i.workspace_id, i.kind, i.value), p_known
  from public.contact_identities i where i.contact_id = any (v_all)
  on conflict (workspace_id, kind, digest) do update set contact_id = excluded.contact_id,
    erased_at = excluded.erased_at;
  insert into public.erasures (workspace_id, contact_id, asked_by, reason, counts, asked_at,
    needles, scan_before)
  -- Ids above the newest: of deliveries that are being recorded at this moment.
  select v_workspace, p_root, p_by, v_reason, v_counts, v_now, v_needles,
    coalesce(max(r.id), 0) + 1000
  from public.webhook_requests r
  returning id into v_erasure;
  perform app.erase_rows(v_all, v_erasure, v_words);
  perform app.note_consent(p_root, 'erased', 'staff', p_user => p_by, p_at => v_now);
  return jsonb_build_object('erasure', v_erasure, 'reason', v_reason, 'counts', v_counts);
end $$;

-- What app.is_of_erased says yes to has no effect but one: an address that came with an erased one
-- is that person's too. It is known from now on, and what they wrote by it before goes as well. One
-- of somebody with a number is that somebody's.
create function app.ignore_erased(p_workspace uuid, p_value jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_chat jsonb := coalesce(nullif(p_value -> 'chat', 'null'), p_value);
  v_erased bigint := coalesce(app.erased_contact(p_workspace, 'phone', v_chat ->> 'phone'),
    app.erased_contact(p_workspace, 'lid', v_chat ->> 'lid'), app.erased_contact(p_workspace,
      'bsuid', v_chat ->> 'bsuid'));
  v_kind text;
  v_value text;
  v_holder bigint;
begin
  for v_kind, v_value in select a.kind, v_chat ->> a.kind
    from unnest(array['lid', 'bsuid', 'username']) a (kind)
    where v_erased is not null and p_value ->> 'type' in ('inbound_message', 'echo', 'identity')
      and v_chat ->> a.kind is not null
        and not app.is_erased(p_workspace, a.kind, v_chat ->> a.kind)
  loop
    v_holder := app.contact_by(p_workspace, v_kind, v_value);
    if v_holder is null then
      insert into public.erased_identities (workspace_id, kind, digest, contact_id)
      values (p_workspace, v_kind, app.identity_digest(p_workspace, v_kind, v_value), v_erased)
        on conflict do nothing;
    elsif v_kind <> 'username' and app.contact_phone(v_holder) is null then
      perform app.erase_person(v_holder, v_erased, e.asked_by,
        'The same person, by another address.')
      from public.erasures e where e.contact_id = v_erased order by e.id limit 1;
    end if;
  end loop;
  return '{"outcome": "ignored", "reason": "erased"}';
end $$;

-- They come back on their own wish: their addresses may be stored again, by the next call or
-- message. What was erased stays so. False without a reason (or with more than 500 characters), and
-- where nothing was to be lifted.
create function public.allow_again(contact bigint, reason text) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts;
begin
  select c.* into v_contact from public.contacts c where c.id = allow_again.contact;
  perform app.require_role(v_contact.workspace_id, 'admin');
  if btrim(coalesce(allow_again.reason, '')) = '' or length(allow_again.reason) > 500 then
    return false;
  end if;
  delete from public.erased_identities e
  where e.contact_id = v_contact.id and e.kind in ('phone', 'lid', 'bsuid', 'username');
  if not found then
    return false;
  end if;
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'erasure_lifted', 'contact',
    v_contact.id::text,
    jsonb_build_object('reason', app.without_words(btrim(allow_again.reason), '{}')));
  return true;
end $$;

grant execute on function
  public.preview_erasure(bigint), public.erase_contact(bigint, text, text),
  public.allow_again(bigint, text)
to authenticated;

-- What is kept of a call after its days: that it was, when, with whom of us, and what its decision
-- needs.

-- The customer's own fields that a rule asks for, in the form in which rules compare names. Every
-- version that still decides about a call counts: the newest, and the one before, which a person
-- may restore.
create function app.fields_of_rules(p_workspace uuid) returns text[]
language sql stable set search_path = ''
as $$
  select coalesce(array_agg(distinct app.plain_text(c ->> 'field')), '{}')
  from (
    select s.value from public.workspace_settings s
    where s.workspace_id = p_workspace and s.kind = 'rules' order by s.version desc limit 2) held,
    jsonb_array_elements(held.value -> 'rules') r, jsonb_array_elements(r -> 'when' -> 'custom') c
$$;

-- What a language model or a person wrote about the talk. Such fields are known by their names and
-- by their length: nobody decides by more than 200 characters.
create function app.is_call_text(p_name text, p_value jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select length(p_value #>> '{}') > 200
    or lower(p_name) ~
      '(transcri|trascri|summar|riassunt|sintesi|not[ei]|appunt|comment|sentiment|health|salute|diagnos)'
$$;

-- The facts after the term: p_all false takes the texts about the talk, true also the names, the
-- recording and each field that no rule asks for.
create function app.aged_facts(p_facts jsonb, p_kept text[], p_all boolean) returns jsonb
language sql immutable set search_path = ''
as $$
  select case when p_all then p_facts - '{contactName,company,recordingUrl,contactId}'::text[]
    else p_facts end
    || case when jsonb_typeof(p_facts -> 'customFields') = 'object'
      then jsonb_build_object('customFields', (
      select coalesce(jsonb_object_agg(f.key, f.value), '{}')
        from jsonb_each(p_facts -> 'customFields') f
      where app.plain_text(f.key) = any (p_kept)
        or not (p_all or app.is_call_text(f.key, f.value))))
    else '{}' end
$$;

-- Calls of one page: rows and what was decided stay, as do number, times, agent, tags and outcome.
create function app.retain_calls(
  p_workspace uuid, p_after bigint, p_before timestamptz, p_limit integer, p_all boolean)
    returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
  v_kept text[] := app.fields_of_rules(p_workspace);
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before) into v_last, v_stop
  from (select k.id, k.created_at from public.cloudtalk_calls k
    where k.workspace_id = p_workspace and k.id > p_after order by k.id limit p_limit) page;
  perform from public.cloudtalk_calls k
  where k.workspace_id = p_workspace and k.id > p_after and k.id < coalesce(v_stop, v_last + 1)
  order by k.id for update;
  update public.cloudtalk_calls k set facts = app.aged_facts(k.facts, v_kept, p_all),
    details_removed_at = case when p_all then app.now() else k.details_removed_at end
  where k.workspace_id = p_workspace and k.id > p_after and k.id < coalesce(v_stop, v_last + 1)
    and not k.facts ? 'erased' and (p_all or k.facts <> app.aged_facts(k.facts, v_kept, p_all));
  get diagnostics v_removed = row_count;
  if p_all then
    v_removed := v_removed + app.retain_asks(p_workspace, p_before, p_limit);
  end if;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;

-- What other origins told of a person, with the asks that they led to. A call's own row keeps its
-- facts, so there are few.
create function app.retain_asks(p_workspace uuid, p_before timestamptz, p_limit integer)
returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_removed integer;
begin
  update public.asks a set facts = '{}'
  where a.id in (select x.id from public.asks x
    where x.workspace_id = p_workspace and x.facts <> '{}' and x.created_at < p_before
    order by x.created_at limit p_limit);
  get diagnostics v_removed = row_count;
  return v_removed;
end $$;

-- What is kept no longer, by the workspace's setting `retention`: a few hundred rows a tick, oldest
-- first.

-- One row a kind: how far it has come. Ids grow with time, so the place is an id and needs no index
-- of its own.
create table public.retention_passes (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind text not null check (kind in ('events', 'messages', 'media', 'calls', 'call_texts')),
  -- Everything up to this id is done.
  done_until bigint not null default 0,
  last_ran_at timestamptz,
  -- When it last found something to remove.
  last_removed_at timestamptz,
  primary key (workspace_id, kind)
);

-- What deliveries said. Their outcomes stay, for the sums; a failed one that is still tried is kept
-- until it is not.
create function app.retain_events(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.received_at >= p_before
      or (page.outcome = 'failed' and page.dead_lettered_at is null)) into v_last, v_stop
  from (select r.id, r.received_at, r.outcome, r.dead_lettered_at from public.webhook_requests r
    where r.workspace_id = p_workspace and r.id > p_after order by r.id limit p_limit) page;
  update public.webhook_requests r set body = null, raw_body = null, headers = '{}',
    domain_values = null,
    detail = case when r.outcome = 'failed' then null else r.detail end,
      payload_removed_at = app.now()
  where r.workspace_id = p_workspace and r.id > p_after and r.id <= v_last
    and r.id < coalesce(v_stop, v_last + 1)
    and r.payload_removed_at is null;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;

-- The texts of messages. Rows stay, with their times and states; one that may still leave is waited
-- for.
create function app.retain_messages(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before
    or page.status in ('queued', 'sending'))
  into v_last, v_stop
  from (select m.id, m.created_at, m.status from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.id > p_after order by m.id limit p_limit) page;
  if v_last is null or v_stop = p_after + 1 then
    return jsonb_build_object('removed', 0, 'until', p_after);
  end if;
  -- Channels first, as everywhere: several messages are locked below.
  perform app.lock_channels(p_workspace);
  update public.whatsapp_messages m set body = null, content = null, media = null,
    edits = null, push_name = null,
    content_removed_at = app.now(),
    -- Nobody can send it again.
    status = case when m.status = 'uncertain' then 'failed' else m.status end,
    ask_open = m.ask_open and m.status <> 'uncertain',
    acknowledged_at = case when m.status = 'uncertain' then app.now() else m.acknowledged_at end,
    reason_code = case when m.status = 'uncertain' then 'text_removed' else m.reason_code end
  where m.workspace_id = p_workspace and m.id > p_after and m.id <= v_last
    and m.id < coalesce(v_stop, v_last + 1)
    and m.status not in ('queued', 'sending') and m.content_removed_at is null;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last));
end $$;

-- Files: their folders are queued for deletion, which the clock does until each is done.
create function app.retain_media(p_workspace uuid, p_after bigint, p_before timestamptz,
  p_limit integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before) into v_last, v_stop
  from (select m.id, m.created_at from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.id > p_after order by m.id limit p_limit) page;
  with old as (
    select f.message_id as id from public.whatsapp_media f
    where f.workspace_id = p_workspace and f.message_id > p_after and f.message_id <= v_last
      and f.message_id < coalesce(v_stop, v_last + 1) and f.state in ('waiting', 'stored')),
  gone as (
    update public.whatsapp_media f set state = 'missed', reason_code = 'removed', source = null,
      path = null,
      sha256 = null, reason = 'It was removed: files are kept only as long as the settings say.'
    from old where f.message_id = old.id)
  insert into public.media_deletions (workspace_id, folder) select p_workspace, p_workspace || '/'
    || old.id from old;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;

-- The days of a kind; null is for ever. What was saved before a kind had days of its own has its
-- default. Long texts of calls came with an event, and go with it.
create function app.retention_days(p_workspace uuid, p_kind text) returns integer
language plpgsql stable set search_path = ''
as $$
declare
  v_key text := case p_kind when 'call_texts' then 'eventsDays' else p_kind || 'Days' end;
begin
  return ((app.default_setting('retention') || app.setting(p_workspace, 'retention'))
    ->> v_key)::integer;
end $$;

-- One kind's turn. Days null: kept for ever.
create function app.retain(p_workspace uuid, p_kind text, p_limit integer) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_pass public.retention_passes;
  v_now timestamptz := app.now();
  v_before timestamptz := v_now - make_interval(days => app.retention_days(p_workspace, p_kind));
  v_result jsonb;
begin
  insert into public.retention_passes (workspace_id, kind) values (p_workspace, p_kind)
    on conflict do nothing;
  select * into v_pass from public.retention_passes
  where workspace_id = p_workspace and kind = p_kind for update skip locked;
  if v_pass.kind is null or v_before is null then
    return 0;
  end if;
  execute (select 'select ' || k.done_by from app.retention_kinds k where k.kind = p_kind)
  into v_result using p_workspace, v_pass.done_until, v_before, p_limit;
  update public.retention_passes set done_until = (v_result ->> 'until')::bigint,
    last_ran_at = v_now,
    last_removed_at = case when (v_result ->> 'removed')::integer > 0 then v_now
      else last_removed_at end
  where workspace_id = p_workspace and kind = p_kind;
  return (v_result ->> 'removed')::integer;
end $$;

-- What is left of one erasure: a message that was on its way, other deliveries that name the
-- person, files. True when done.
create function app.continue_erasure(p_erasure bigint, p_limit integer) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  e public.erasures;
  v_left integer := 0;
  v_found bigint[];
  v_lowest bigint;
  v_seen integer;
begin
  select * into e from public.erasures where id = p_erasure
    and done_at is null for update skip locked;
  if e.id is null then
    return false;
  end if;
  if exists (select from public.whatsapp_messages m
      where m.contact_id = any (app.merged_set(e.contact_id)) and app.has_content(m)) then
    perform app.lock_channels(e.workspace_id);
    select sum(app.erase_messages(c, app.now())) into v_left
      from unnest(app.merged_set(e.contact_id)) c;
  end if;
  select min(page.id), count(*), array_agg(page.id) filter (where page.payload_removed_at is null
      and app.has_needle(concat_ws(' ', page.body::text, page.raw_body, page.domain_values::text),
        e.needles))
  into v_lowest, v_seen, v_found
  from (select r.* from public.webhook_requests r
    where r.workspace_id = e.workspace_id and r.id < e.scan_before order by r.id desc
      limit p_limit) page;
  perform app.erase_events(v_found, e.needles, app.now());
  update public.erasures set scan_before = case when v_seen < p_limit then 0 else v_lowest end
    where id = p_erasure;
  if v_left > 0 or v_seen >= p_limit
    or exists (select from public.media_deletions d where d.erasure_id = p_erasure
      and d.done_at is null) then
    return false;
  end if;
  update public.erasures set done_at = app.now(), needles = null, scan_before = null
    where id = p_erasure;
  return true;
end $$;

-- The clock's part: a batch of each kind, what is left of erasures, and the folders to empty now,
-- each handed to one caller: its next try is set before this one runs. {events, messages, media,
-- call_texts, calls, erasing, erased, folders: [{id, folder}]}
create function public.keep_privacy(batch integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_erasure bigint;
  v_counts jsonb := '{}';
  v_kind text;
  v_erased integer := 0;
  v_folders jsonb;
begin
  batch := least(greatest(batch, 1), 5000);
  -- Channels before events, as for a replay, which holds its channel while it waits for its event.
  if exists (select from public.erasures e where e.done_at is null) then
    perform from public.channels order by id for no key update;
  end if;
  for v_kind in select k.kind from app.retention_kinds k order by k.place loop
    for v_workspace in select w.id from public.workspaces w order by w.id loop
      v_counts := v_counts || jsonb_build_object(v_kind,
        coalesce((v_counts ->> v_kind)::integer, 0) + app.retain(v_workspace, v_kind, batch));
    end loop;
  end loop;
  for v_erasure in select e.id from public.erasures e where e.done_at is null order by e.id limit 10
    loop
    v_erased := v_erased + app.continue_erasure(v_erasure, batch * 4)::integer;
  end loop;
  with due as (
    select d.id from public.media_deletions d where d.done_at is null and d.due_at <= app.now()
    order by d.due_at limit 20 for update skip locked),
  taken as (
    update public.media_deletions d set tries = d.tries + 1,
      due_at = app.now() + app.back_off(interval '1 minute', d.tries)
    from due where d.id = due.id returning d.id, d.folder)
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'folder', t.folder) order by t.id),
    '[]') into v_folders from taken t;
  return v_counts || jsonb_build_object('erased', v_erased, 'folders', v_folders,
    'erasing', (select count(*) from public.erasures e where e.done_at is null));
end $$;

-- What came of emptying one folder; error null: it is empty. One that was asked for less than five
-- minutes ago is emptied once more after that: a file that was being fetched may have come since.
create function public.settle_deletion(deletion bigint, error text default null) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update public.media_deletions d set last_error = left(settle_deletion.error, 500),
    due_at = case when settle_deletion.error is null
      then greatest(d.due_at, d.asked_at + interval '5 minutes') else d.due_at end,
    done_at = case when settle_deletion.error is null
      and app.now() >= d.asked_at + interval '5 minutes' then app.now() end
  where d.id = deletion and d.done_at is null;
  return found;
end $$;

alter table public.retention_passes enable row level security;
create policy managers_read on public.retention_passes for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
grant select on public.retention_passes to authenticated;
grant execute on function app.retention_days(uuid, text) to authenticated;
grant execute on function
  public.keep_privacy(integer), public.settle_deletion(bigint, text)
to service_role;

-- What is held on a person, for who asks for it (GDPR, articles 15 and 20): read in pages, so that
-- a long history needs no more memory than a short one.

-- Begins an export: who the person is and which parts there are. Logged, since it takes everything
-- out of the house. {contact, name, exportedAt, person: [row], identities, parts: [..]}; null where
-- the caller's workspaces have no such contact; 42501 for agents.
create function public.begin_export(contact bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts;
  v_all bigint[];
begin
  select c.* into v_contact from public.contacts c
  where c.id = app.root_contact(begin_export.contact)
    and c.workspace_id in (select app.my_workspaces());
  if v_contact.id is null then
    return null;
  end if;
  perform app.require_role(v_contact.workspace_id, 'manager');
  v_all := app.merged_set(v_contact.id);
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'contact_exported', 'contact',
    v_contact.id::text);
  return jsonb_build_object(
    'contact', v_contact.id, 'name', coalesce(v_contact.name, v_contact.push_name), 'exportedAt',
      app.now(),
    'person', (select jsonb_agg(to_jsonb(c) - 'workspace_id' order by c.id) from public.contacts c
      where c.id = any (v_all)),
    'identities', (select
      coalesce(jsonb_agg(to_jsonb(i) - '{workspace_id,lookup_at,lookup_tries}'::text[]
      order by i.learned_at), '[]')
      from public.contact_identities i where i.contact_id = any (v_all)),
    'parts', (select jsonb_agg(t.part order by t.place) from app.personal_tables t
      where t.part is not null and t.shown_by is distinct from 'public.begin_export'));
end $$;

-- Whether this person began the export of this contact within the hour: it is in the log then.
create function app.has_begun_export(p_workspace uuid, p_contact bigint) returns boolean
language sql stable set search_path = ''
as $$
  select exists (select from public.audit_log a
    where a.workspace_id = p_workspace and a.subject_kind = 'contact'
      and a.subject_id = p_contact::text
      and a.action = 'contact_exported' and a.user_id = (select auth.uid())
      and a.at > app.now() - interval '1 hour')
$$;

-- Of two that were parted again, neither's addresses nor name go to the other.
create function app.export_merges(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select x.id, to_jsonb(x) - 'workspace_id' || jsonb_build_object('moved', x.moved
      - case when x.loser = any (p_contacts) then '{}'::text[] else '{identities}' end
      - case when x.winner = any (p_contacts) then '{}'::text[] else '{winner}' end) as row
    from public.contact_merges x
    where (x.loser = any (p_contacts) or x.winner = any (p_contacts)) and x.id > p_after
    order by x.id limit p_size) page
$$;

create function app.export_files(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select m.id, to_jsonb(f) - '{workspace_id,source}'::text[]
      || jsonb_build_object('id', m.id, 'fileName', m.media -> 'fileName') as row
    from public.whatsapp_messages m join public.whatsapp_media f on f.message_id = m.id
    where m.contact_id = any (p_contacts) and m.id > p_after
    order by m.id limit p_size) page
$$;

-- Statuses have no number of their own: that of their message, all of one message on one page.
create function app.export_statuses(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select m.id, jsonb_build_object('id', m.id, 'statuses',
      jsonb_agg(to_jsonb(s) - 'workspace_id' order by s.rank)) as row
    from public.whatsapp_messages m join public.whatsapp_statuses s
      on s.channel_id = m.channel_id and s.whatsapp_id in (m.whatsapp_message_id,
        'msgId:' || m.provider_message_id)
    where m.contact_id = any (p_contacts) and m.id > p_after
    group by m.id order by m.id limit p_size) page
$$;

-- What deliveries said that speak of others too is not given away.
create function app.export_deliveries(p_contacts bigint[], p_after bigint, p_size integer)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_requests bigint[] := array(select r.id from public.webhook_requests r
    where r.id = any (app.requests_of(p_contacts)) and r.id > p_after order by r.id limit p_size);
  v_shared bigint[] := array(
    select m.request_id from public.whatsapp_messages m
    where m.request_id = any (v_requests) and m.contact_id <> all (p_contacts)
    union select s.request_id from public.whatsapp_statuses s
    join public.whatsapp_message_keys k on k.channel_id = s.channel_id
      and k.whatsapp_id = s.whatsapp_id
    join public.whatsapp_messages m on m.id = k.message_id
    where s.request_id = any (v_requests) and m.contact_id <> all (p_contacts));
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'source', r.source,
      'eventType', r.event_type, 'receivedAt', r.received_at,
      'outcome', r.outcome, 'reason', r.reason, 'body', case when r.id <> all (v_shared)
        then r.body end,
      'rawBody', r.raw_body, 'isShared', r.id = any (v_shared)) order by r.id), '[]')
    from public.webhook_requests r where r.id = any (v_requests));
end $$;

-- One page of a part, each row with its `id`, by which the next page is asked for. 42501 for
-- agents, PT409 without begin_export.
create function public.export_page(contact bigint, part text, after bigint, page_size integer)
  returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_root bigint := app.root_contact(contact);
  v_all bigint[] := app.merged_set(v_root);
  v_size integer := least(greatest(page_size, 1), 500);
  v_table app.personal_tables;
  v_rows jsonb;
begin
  perform app.require_role((select c.workspace_id from public.contacts c where c.id = v_root),
    'manager');
  if not app.has_begun_export((select c.workspace_id from public.contacts c where c.id = v_root),
    v_root) then
    raise exception using errcode = 'PT409', message = 'Begin the export of this contact first.';
  end if;
  select * into v_table from app.personal_tables t where t.part = export_page.part;
  if v_table.name is null or v_table.shown_by = 'public.begin_export' then
    return '[]';
  elsif v_table.shown_by is null then
    return app.export_rows(v_table.name, v_all, after, v_size);
  end if;
  execute format('select %s($1, $2, $3)', v_table.shown_by) into v_rows using v_all, after, v_size;
  return v_rows;
end $$;

-- A manager takes everybody's history of consent, names and numbers with it: written down like one
-- person's export.
create function public.note_consent_export(workspace uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  perform app.log_action(workspace, auth.uid(), 'consents_exported', 'contact', null);
  return true;
end $$;

grant execute on function
  public.begin_export(bigint), public.export_page(bigint, text, bigint, integer),
  public.note_consent_export(uuid)
to authenticated;

-- Who did what, for those who manage a workspace.

create index audit_log_person on public.audit_log (workspace_id, user_id, id desc);
create index audit_log_sessions on public.audit_log (workspace_id, user_id, at)
  where action in ('signed_in', 'signed_out');
create index audit_log_kind on public.audit_log (workspace_id, subject_kind, id desc);

-- Colleagues: [{userId, email, role}] of the caller's workspaces. Auth's own table is not for staff
-- to read.
create function public.staff_names() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(distinct jsonb_build_object('userId', m.user_id, 'email',
    u.email, 'role', m.role)), '[]')
    from public.memberships own join public.memberships m on m.workspace_id = own.workspace_id
    left join auth.users u on u.id = m.user_id
    where own.user_id = auth.uid());
end $$;

-- Newest first, one row more than asked for when there are older ones; nothing for who is no
-- manager. person, kind: of one person, on one kind of thing. {now, timeZone, entries: [{id,
-- at, userId, action, kind, subject, detail}]}
create function public.audit_page(page_size integer, person uuid, kind text, before bigint)
  returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  w public.workspaces;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  return jsonb_build_object('now', app.now(), 'timeZone', w.time_zone, 'entries', (
    select coalesce(jsonb_agg(jsonb_build_object('id', page.id, 'at', page.at, 'userId',
      page.user_id, 'action', page.action,
      'kind', page.subject_kind, 'subject', page.subject_id, 'detail', page.detail)
        order by page.id desc), '[]')
    from (select a.* from public.audit_log a
      where a.workspace_id = w.id and (person is null or a.user_id = person)
        and (kind is null or a.subject_kind = kind)
        and (before is null or a.id < before)
      order by a.id desc limit least(greatest(page_size, 1), 500) + 1) page));
end $$;

-- How what must go is going, for managers:
-- {passes: [{kind, days, lastRanAt, lastRemovedAt}], erasing: [{contact, askedAt}], files:
-- {waiting, failing, lastError}}
create function public.privacy_status() returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  select x.id into v_workspace from public.workspaces x order by x.created_at, x.id limit 1;
  return jsonb_build_object(
    'passes', (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind,
        'days', app.retention_days(v_workspace, k.kind), 'lastRanAt', p.last_ran_at,
        'lastRemovedAt', p.last_removed_at) order by k.place), '[]')
      from app.retention_kinds k
      left join public.retention_passes p on p.workspace_id = v_workspace and p.kind = k.kind),
    'erasing', (select coalesce(jsonb_agg(jsonb_build_object('contact', e.contact_id, 'askedAt',
      e.asked_at) order by e.id), '[]')
      from public.erasures e where e.workspace_id = v_workspace and e.done_at is null),
    'files', (select jsonb_build_object('waiting', count(*), 'failing',
      count(*) filter (where d.last_error is not null),
        'lastError', max(d.last_error))
      from public.media_deletions d where d.workspace_id = v_workspace and d.done_at is null));
end $$;

-- Signing in and out happens at Auth: the server tells us here, as that person. Anybody may call
-- it, so no more than 20 of each are written in 24 hours. event: signed_in | signed_out; false when
-- nothing was written.
create function public.note_session(event text) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if event is null or event not in ('signed_in', 'signed_out') then
    raise exception using errcode = 'PT400',
      message = 'The event is one of: signed_in, signed_out.';
  end if;
  -- One at a time for each person, so that what comes at once is counted too.
  perform from public.memberships m where m.user_id = auth.uid()
  order by m.workspace_id for no key update;
  perform app.log_action(m.workspace_id, m.user_id, event, 'session', null)
  from public.memberships m
  where m.user_id = auth.uid() and (
    select count(*) from public.audit_log a
    where a.workspace_id = m.workspace_id and a.user_id = m.user_id and a.action = event
      and a.at > app.now() - interval '24 hours') < 20;
  return found;
end $$;

grant execute on function
  public.staff_names(), public.audit_page(integer, uuid, text, bigint), public.privacy_status(),
  public.note_session(text)
to authenticated;

-- Finding the calls and messages of a page: by filters, and by a part of a name or number.
-- Supabase keeps extensions in a schema of this name; anywhere else it is made.
create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;

-- Each write of a name waits in the index's list of what is pending, which each search reads: it is
-- kept short. With a name goes the block of 2,048 ids that its row is in: a common name is then
-- looked for in the newest blocks only.
create index contacts_names on public.contacts using gin (
  search_text extensions.gin_trgm_ops, (array[id >> 11])) with (gin_pending_list_limit = 64);
create index contact_identities_phones on public.contact_identities using gin (
  value extensions.gin_trgm_ops, (array[contact_id >> 11])) with (gin_pending_list_limit = 64)
    where kind = 'phone';
create index cloudtalk_calls_names on public.cloudtalk_calls using gin (
  search_text extensions.gin_trgm_ops, (array[id >> 11])) with (gin_pending_list_limit = 64);
create index cloudtalk_calls_numbers on public.cloudtalk_calls using gin (
  phone_raw extensions.gin_trgm_ops, phone_number extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 64) where contact_id is null;

-- Ids of a page of messages, newest first: of those before and after these ids, of one contact or
-- of several. Planned for the filters it is given: one plan for all of them would read every
-- message of the workspace.
create function app.message_ids(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_contact bigint,
  p_search text default null, p_contacts bigint[] default null, p_after bigint default null)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
begin
  return array(
    select m.id from public.whatsapp_messages m
    where m.workspace_id = p_workspace
      and (p_before is null or m.id < p_before)
      and (p_after is null or m.id > p_after)
      and (p_direction is null or m.direction = p_direction)
      and (p_contact is null or m.contact_id = p_contact)
      and (p_contacts is null or m.contact_id = any (p_contacts))
      -- `offset 0`, here and below: one look a row. Else Postgres reads all there is, to look it up
      -- in memory.
      and (p_search is null
        or exists (select from public.contacts c where c.id = m.contact_id
          and c.search_text like all (v_words) offset 0)
        or exists (select from public.contact_identities i
          where i.contact_id = m.contact_id and i.kind = 'phone' and i.value like v_phone offset 0))
    order by m.id desc limit p_size);
end $$;

-- The same of calls. p_among: look at these only.
create function app.call_ids(
  p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text default null, p_among bigint[] default null, p_after bigint default null)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_raw text := app.name_pattern(p_search);
  v_phone text := app.phone_pattern(p_search);
  -- The calls of a short list, found from its messages: from the calls, all of them would be looked
  -- at.
  v_listed bigint[] := case p_filter
    when 'waiting' then array(
      select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace
        and m.ask_open)
    when 'needs' then array(
      select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace
        -- In the words of its index.
        and (m.status = 'uncertain' or (m.status = 'failed' and m.acknowledged_at is null))) end;
begin
  return array(
    select k.id from public.cloudtalk_calls k
    where k.workspace_id = p_workspace
      and (p_before is null or k.id < p_before)
      and (p_after is null or k.id > p_after)
      and (p_among is null or k.id = any (p_among))
      and (p_filter <> 'answered' or k.electricity_bill_received)
      and (v_listed is null or k.id = any (v_listed))
      and (p_filter <> 'not_messaged' or not exists (
        select from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'sent', 'delivered',
            'read') offset 0))
      and (p_search is null or k.search_text like all (v_words)
        or (k.contact_id is null and (k.phone_raw ilike v_raw or k.phone_number like v_phone))
        or exists (select from public.contacts c where c.id = k.contact_id
          and c.search_text like all (v_words) offset 0)
        or exists (select from public.contact_identities i
          where i.contact_id = k.contact_id and i.kind = 'phone' and i.value like v_phone offset 0))
    order by k.id desc limit p_size);
end $$;

-- The blocks that these ids are in.
create function app.blocks(p_from bigint, p_until bigint) returns bigint[]
language sql immutable parallel safe set search_path = ''
as $$ select array(select generate_series(greatest(p_from, 0) >> 11,
  greatest(p_until, 0) >> 11)) $$;

-- Contacts by the indexes of names and numbers: no more than p_most of each, of these blocks or
-- (null) of all.
create function app.contacts_in(
  p_workspace uuid, p_words text[], p_phone text, p_blocks bigint[], p_most integer)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return array(
    (select c.id from public.contacts c where c.workspace_id = p_workspace
      and (p_blocks is null or array[c.id >> 11] && p_blocks)
      and c.search_text like p_words[1] and c.search_text like coalesce(p_words[2], p_words[1])
      and c.search_text like all (p_words) limit p_most)
    union
    (select i.contact_id from public.contact_identities i
      where i.workspace_id = p_workspace and i.kind = 'phone' and i.value like p_phone
        and (p_blocks is null or array[i.contact_id >> 11] && p_blocks) limit p_most));
end $$;

-- Of these people, those whom a search means.
create function app.contacts_among(p_people bigint[], p_words text[], p_phone text) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return array(
    select c.id from public.contacts c where c.id = any (p_people)
      and (c.search_text like all (p_words)
      or exists (select from public.contact_identities i
        where i.contact_id = c.id and i.kind = 'phone' and i.value like p_phone offset 0)));
end $$;

-- Who is found, when they are not common among the newest: one by a whole number. Null: a page is
-- then soon full of them, and they are not all read. The newest sixteen thousand people tell that
-- without the long lists of an index.
create function app.few_contacts(p_workspace uuid, p_search text) returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_whole bigint := app.contact_by(p_workspace, 'phone', '+' || btrim(v_phone, '%'));
  v_newest bigint := (select c.id from public.contacts c
    where c.workspace_id = p_workspace order by c.id desc limit 1);
  v_found bigint[];
begin
  if v_whole is not null then
    return array[v_whole];
  -- Two letters have no trigram, between two per cent signs: names are read until there are many.
  elsif length(v_words[1]) between 3 and 4 then
    v_found := app.contacts_in(p_workspace, v_words, v_phone, null, 501);
    return case when cardinality(v_found) <= 500 then v_found end;
  end if;
  -- Several words at once are rarely common: all are asked for, once.
  if v_words[2] is null and (cardinality(app.contacts_in(
      p_workspace, v_words, v_phone, app.blocks(v_newest - 2048, v_newest), 101)) > 20
    or cardinality(app.contacts_in(
      p_workspace, v_words, v_phone, app.blocks(v_newest - 14336, v_newest - 4096), 101)) > 60) then
    return null;
  end if;
  v_found := app.contacts_in(p_workspace, v_words, v_phone, null, 8001);
  return case when cardinality(v_found) <= 8000 then v_found end;
end $$;

-- Messages of those whom a search means, newest first, looked for among all: for names that many
-- have.
create function app.walk_messages(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_search text)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_above bigint := p_before;
  v_step integer := 1000;
  v_low bigint;
  v_count integer;
  v_people bigint[];
  v_found bigint[] := '{}';
begin
  loop
    select array_agg(distinct page.contact_id), min(page.id), count(*) into v_people, v_low, v_count
    from (select m.id, m.contact_id from public.whatsapp_messages m
      where m.workspace_id = p_workspace and (v_above is null or m.id < v_above)
        and (p_direction is null or m.direction = p_direction) order by m.id desc
          limit v_step) page;
    v_people := app.contacts_among(v_people, v_words, v_phone);
    if cardinality(v_people) > 0 then
      v_found := v_found || app.message_ids(
        p_workspace, p_size - cardinality(v_found), v_above, p_direction, null, null, v_people,
          v_low - 1);
    end if;
    exit when cardinality(v_found) >= p_size or v_count < v_step;
    v_above := v_low;
    v_step := least(v_step * 2, 8000);
  end loop;
  return v_found;
end $$;

-- Calls of these contacts, and calls that say the name or number themselves: between two ids, or
-- (null) all there are.
create function app.calls_of(p_workspace uuid, p_search text, p_contacts bigint[], p_from bigint,
  p_until bigint)
returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_raw text := app.name_pattern(p_search);
  v_phone text := app.phone_pattern(p_search);
  -- Of two letters no index knows more than the block.
  v_blocks bigint[] := case when p_from is not null and length(v_words[1]) > 4
    then app.blocks(p_from, p_until) end;
begin
  return array(
    (select k.id from public.cloudtalk_calls k where k.contact_id = any (p_contacts)
      and (p_from is null or k.id between p_from and p_until))
    union all
    (select k.id from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and (p_from is null or k.id between p_from and p_until)
        and (v_blocks is null or array[k.id >> 11] && v_blocks)
        and k.search_text like v_words[1] and k.search_text like coalesce(v_words[2], v_words[1])
        and k.search_text like all (v_words))
    union all
    (select k.id from public.cloudtalk_calls k where k.workspace_id = p_workspace
      and k.contact_id is null
      and (p_from is null or k.id between p_from and p_until)
      and (k.phone_raw ilike v_raw or k.phone_number like v_phone)));
end $$;

create function app.walk_calls(p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text)
returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_above bigint := p_before;
  v_step integer := 1000;
  v_low bigint;
  v_high bigint;
  v_count integer;
  v_people bigint[];
  v_found bigint[] := '{}';
begin
  loop
    select array_agg(distinct page.contact_id), min(page.id), max(page.id), count(*)
    into v_people, v_low, v_high, v_count
    from (select k.id, k.contact_id from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and (v_above is null or k.id < v_above)
      order by k.id desc limit v_step) page;
    exit when v_count = 0;
    v_found := v_found || app.call_ids(p_workspace, p_size - cardinality(v_found), v_above,
      p_filter, null,
      app.calls_of(p_workspace, p_search, app.contacts_among(v_people, v_words, v_phone), v_low,
        v_high));
    exit when cardinality(v_found) >= p_size or v_count < v_step;
    v_above := v_low;
    v_step := least(v_step * 2, 8000);
  end loop;
  return v_found;
end $$;

-- A search takes about as long in a long history as in a short one: who is common is among the
-- newest rows, who is rare is found by index, and who is neither by looking on through the rows, of
-- which a few thousand fill a page. Definer: `ilike` is not leakproof, so under row-level security
-- no index of patterns is used. Hence the look at the caller's role, and ids only: what they stand
-- for is read as the caller.
create function app.found_messages(p_workspace uuid, p_size integer, p_before bigint,
  p_direction text, p_search text)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_after bigint;
  v_found bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  v_after := (app.message_ids(p_workspace, 200, p_before, p_direction, null))[200];
  v_found := app.message_ids(p_workspace, p_size, p_before, p_direction, null, p_search, null,
    v_after - 1);
  if v_after is null or cardinality(v_found) = p_size then
    return v_found;
  end if;
  v_found := app.few_contacts(p_workspace, p_search);
  if v_found is null then
    return app.walk_messages(p_workspace, p_size, p_before, p_direction, p_search);
  end if;
  return array(
    select m.id from unnest(v_found) found (contact)
    cross join lateral (select x.id from public.whatsapp_messages x
      where x.contact_id = found.contact and (p_before is null or x.id < p_before)
        and (p_direction is null or x.direction = p_direction) order by x.id desc limit p_size) m
    order by m.id desc limit p_size);
end $$;

create function app.found_calls(p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_after bigint;
  v_found bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  -- Of these there are few, whatever the history.
  if p_filter in ('waiting', 'needs') then
    return app.call_ids(p_workspace, p_size, p_before, p_filter, p_search);
  end if;
  v_after := (app.call_ids(p_workspace, 200, p_before, 'all'))[200];
  v_found := app.call_ids(p_workspace, p_size, p_before, p_filter, p_search, null, v_after - 1);
  if v_after is null or cardinality(v_found) = p_size then
    return v_found;
  end if;
  v_found := app.few_contacts(p_workspace, p_search);
  if v_found is null then
    return app.walk_calls(p_workspace, p_size, p_before, p_filter, p_search);
  end if;
  v_found := array(select distinct k.id
    from unnest(app.calls_of(p_workspace, p_search, v_found, null, null)) k (id)
    where p_before is null or k.id < p_before order by k.id desc limit case p_filter when 'all'
      then p_size end);
  return app.call_ids(p_workspace, p_size, p_before, p_filter, null, v_found);
end $$;

grant execute on function
  app.message_ids(uuid, integer, bigint, text, bigint, text, bigint[], bigint),
  app.call_ids(uuid, integer, bigint, text, text, bigint[], bigint),
  app.found_messages(uuid, integer, bigint, text, text),
  app.found_calls(uuid, integer, bigint, text, text)
to authenticated;

-- Whether anything that the first page shows may have changed since it was last asked for: the
-- transaction that last wrote. In a sequence, so that no writer waits for another; it is moved
-- before its writer commits.
create sequence app.monitor_stamp;

create function app.move_monitor_stamp() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- None where the statement found no row to change.
  v_xid bigint := pg_current_xact_id_if_assigned()::text::bigint;
begin
  -- Never back: the younger may still be at work.
  if v_xid > (select s.last_value from app.monitor_stamp s) then
    perform setval('app.monitor_stamp', v_xid);
  end if;
  return null;
end $$;

do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'workspaces', 'memberships', 'workspace_settings', 'channels', 'channel_incidents', 'contacts',
    'contact_identities', 'webhook_requests', 'cloudtalk_calls', 'whatsapp_messages', 'attention',
    'whatsapp_media', 'whatsapp_send_attempts', 'whatsapp_templates', 'reconcile_passes', 'alerts',
    'restore_checks']
  loop
    execute format('create trigger %1$s_moves_stamp after insert or update or delete or truncate '
      'on public.%1$I for each statement when ((pg_current_xact_id_if_assigned()::text::bigint '
      '> pg_sequence_last_value(''app.monitor_stamp'')) is not false) '
      'execute function app.move_monitor_stamp()', v_table);
  end loop;
end $$;

-- What a page made now is good for: as long as this stays the same. Null while that transaction is
-- not one that this statement sees, or another before it is at work. It ends with the minute: what
-- is shown goes by the time too.
create function app.monitor_stamp(p_now timestamptz) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_last bigint := (select s.last_value from app.monitor_stamp s);
begin
  if v_last >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint then
    return null;
  end if;
  return v_last || '.' || floor(extract(epoch from p_now) / 60)::bigint;
end $$;

grant select on sequence app.monitor_stamp to authenticated;
grant execute on function app.monitor_stamp(timestamptz) to authenticated;

-- What staff read, as themselves: every function here but the two that search runs with the
-- caller's rights under row-level security. The page is polled, so what it counts has an index:
-- messages by status and open ask, sends by time, and this.
create index cloudtalk_calls_answered on public.cloudtalk_calls (workspace_id,
  electricity_bill_received_at)
  where electricity_bill_received;

-- Messages as staff see them, of a page at once: row-level security asks for the caller's
-- workspaces in each statement.
create function app.messages_json(p_ids bigint[]) returns table (id bigint, message jsonb)
language plpgsql stable rows 40 set search_path = ''
as $$
begin
  return query
    select m.id, jsonb_build_object(
      'id', m.id, 'direction', m.direction, 'purpose', m.purpose, 'kind', m.kind, 'body',
        left(m.body, 2000), 'media', m.media,
      'status', m.status, 'reasonCode', m.reason_code, 'reason', m.reason,
      'contactId', m.contact_id, 'contactName', coalesce(c.name, m.push_name), 'silence',
        app.silence(c),
      -- As app.contact_phone has it.
      'phone', (select i.value from public.contact_identities i
        where i.contact_id = m.contact_id and i.kind = 'phone' order by i.learned_at,
          i.value limit 1),
      'callId', m.call_id, 'channelId', m.channel_id,
      'whatsappId', m.whatsapp_message_id, 'providerMessageId', m.provider_message_id,
      'quotedWhatsappId', m.quoted_whatsapp_id, 'isStop', m.is_stop,
      'machine', case when m.machine_undone_at is null then m.machine_reason end, 'machineUndoneAt',
        m.machine_undone_at,
      'deletedAt', m.deleted_at, 'editedAt', m.edited_at, 'edits', m.edits,
      'editUnreadableAt', m.edit_unreadable_at, 'contentName', m.content_name, 'evidence',
        m.evidence, 'attempt', m.attempt,
      'file', case when m.direction = 'in' and m.media is not null then (
        select jsonb_build_object('state', f.state, 'reasonCode', f.reason_code, 'mimeType',
          f.mime_type, 'sizeBytes', f.size_bytes)
        from public.whatsapp_media f where f.message_id = m.id) end,
      'askOpen', m.ask_open, 'createdAt', m.created_at, 'writtenAt', m.written_at,
      'dueAt', m.due_at, 'expiresAt', m.expires_at, 'acceptedAt', m.accepted_at,
      'sentAt', m.sent_at, 'deliveredAt', m.delivered_at, 'readAt', m.read_at, 'failedAt',
        m.failed_at)
    from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
    where m.id = any (p_ids);
end $$;

create function app.calls_json(p_ids bigint[]) returns table (id bigint, call jsonb)
language plpgsql stable rows 40 set search_path = ''
as $$
begin
  return query
    select k.id, jsonb_build_object(
      'id', k.id, 'createdAt', k.created_at,
      -- Before the former when we were not told, but found it ourselves.
      'endedAt', least(k.created_at, k.ended_heard_at), 'phone', k.phone_number, 'phoneRaw',
        k.phone_raw,
      'phoneProblem', k.phone_problem, 'contactId', k.contact_id, 'contactName',
        coalesce(k.contact_name, c.name),
      'silence', case when c.id is not null then app.silence(c) end, 'company',
        coalesce(k.company, c.company), 'agentName', k.agent_name, 'direction', k.direction,
      'talkingSeconds', k.talking_seconds, 'bodyKind', k.body_kind, 'ended', k.ended, 'tags',
        k.tags,
      'shouldSend', k.should_send, 'shouldSendCode', k.should_send_code, 'shouldSendReason',
        k.should_send_reason,
      'ruleName', d.rule_name, 'because', coalesce(d.because, '[]'), 'staffDecision',
        k.staff_decision,
      'coveredBy', k.covered_by, 'coveredAt', (select o.created_at from public.cloudtalk_calls o
        where o.id = k.covered_by),
      'isWeaklyIdentified', k.is_weakly_identified,
      'billReceived', k.electricity_bill_received, 'billEvidence', k.electricity_bill_evidence,
      'billMessageId', k.electricity_bill_message_id, 'billReceivedAt',
        k.electricity_bill_received_at,
      'message', (select jsonb_build_object('id', m.id, 'status', m.status, 'reasonCode',
        m.reason_code, 'reason', m.reason,
          'askOpen', m.ask_open)
        from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'))
    from public.cloudtalk_calls k left join public.contacts c on c.id = k.contact_id
    left join lateral (select x.rule_name, x.because from public.ask_decisions x
      where x.call_id = k.id order by x.id desc limit 1) d on true
    where k.id = any (p_ids);
end $$;

-- Newest first. Planned for the filters it is given: one plan for all of them would read every
-- message of the workspace.
create function app.message_page(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_contact bigint,
    p_search text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_ids bigint[] := case when p_search is null
    then app.message_ids(p_workspace, p_size, p_before, p_direction, p_contact)
    else app.found_messages(p_workspace, p_size, p_before, p_direction, p_search) end;
begin
  return (select coalesce(jsonb_agg(page.message order by page.id desc), '[]')
    from app.messages_json(v_ids) page);
end $$;

-- p_filter: all | answered | waiting | not_messaged | needs
create function app.call_page(p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_ids bigint[] := case when p_search is null
    then app.call_ids(p_workspace, p_size, p_before, p_filter)
    else app.found_calls(p_workspace, p_size, p_before, p_filter, p_search) end;
begin
  return (select coalesce(jsonb_agg(page.call order by page.id desc), '[]')
    from app.calls_json(v_ids) page);
end $$;

-- `before` is the id that the previous page ended with. direction: in | out | null for both.
create function public.list_messages(workspace uuid, page_size integer, before bigint,
  direction text, phone text)
returns jsonb
language sql stable set search_path = ''
as $$
  select app.message_page(workspace, least(greatest(page_size, 1), 200), before, direction,
    case when phone is not null then coalesce(app.contact_by(workspace, 'phone', phone), 0) end,
      null)
$$;

-- When each waiting message is expected to leave, in the claim's own order: pace, cap, hours and
-- expiry included. A message that cannot leave (paused channel) has no time. The answer's time of
-- each send is not known and not counted.
create function app.queue_forecast(p_channel uuid, p_limit integer)
  returns table (message_id bigint, expected_at timestamptz)
language plpgsql stable rows 40 set search_path = ''
as $$
declare
  v_channel public.channels;
  v_paced public.channels;
  v_workspace public.workspaces;
  v_now timestamptz := app.now();
  v_slot timestamptz;
  v_limit integer;
  v_sends timestamptz[];
  v_seen bigint[] := '{}';
  v_at timestamptz;
  v_until timestamptz;
  v_alike boolean;
  v_before integer;
  v_message public.whatsapp_messages;
begin
  select * into v_channel from public.channels where id = p_channel;
  select * into v_workspace from public.workspaces where id = v_channel.workspace_id;
  v_workspace := app.hours_of(v_workspace, v_channel);
  if v_channel.state = 'paused' then
    return query
      select m.id, null::timestamptz from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' order by m.priority, m.due_at,
        m.id limit p_limit;
    return;
  end if;
  v_limit := app.daily_limit_at(v_channel, v_now);
  v_sends := app.recent_sends(p_channel, greatest(v_limit, app.highest_limit(v_channel)), v_now);
  v_slot := greatest(v_now, v_channel.next_slot_at);
  while cardinality(v_seen) < p_limit loop
    v_at := app.next_send_time(
      p_channel, greatest(v_slot, app.cap_frees_at(v_limit, v_sends)), v_workspace, v_seen);
    exit when v_at is null;
    -- One after the other without asking again, as long as the same ones are waiting: open for all,
    -- and nothing falls due.
    v_alike := app.own_zones(v_workspace) = '{}' and app.in_sending_hours(v_at, v_workspace);
    v_until := (select min(m.due_at) from public.whatsapp_messages m
      where m.channel_id = p_channel and m.status = 'queued' and m.due_at > v_at);
    v_before := cardinality(v_seen);
    for v_message in
      select m.* from app.next_to_send(p_channel, v_at, v_workspace, v_seen,
        case when v_alike then p_limit - v_before else 1 end) m
    loop
      if cardinality(v_seen) > v_before then
        v_at := greatest(v_slot, app.cap_frees_at(v_limit, v_sends));
        exit when v_at >= v_until or v_at >= v_message.expires_at
          or not app.in_sending_hours(v_at, v_workspace);
      end if;
      message_id := v_message.id;
      expected_at := v_at;
      return next;
      v_seen := v_seen || v_message.id;
      v_sends := v_sends || v_at;
      v_paced := app.paced(v_channel, v_at);
      v_limit := app.daily_limit_at(v_paced, v_at);
      v_slot := v_at + make_interval(secs => (v_paced.min_interval_ms + v_paced.jitter_ms / 2) /
        1000.0);
    end loop;
    exit when cardinality(v_seen) = v_before;
  end loop;
end $$;

-- The same for staff. Definer: row-level security would be asked four times for each message.
create function app.my_queue_forecast(p_channel uuid, p_limit integer)
  returns table (message_id bigint, expected_at timestamptz)
language plpgsql stable security definer rows 40 set search_path = ''
as $$
begin
  perform app.require_role((select c.workspace_id from public.channels c where c.id = p_channel),
    'agent');
  return query select * from app.queue_forecast(p_channel, p_limit);
end $$;

create function app.channel_json(c public.channels) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'name', c.name, 'vendor', c.vendor, 'state', c.state, 'pauseReason',
        c.pause_reason,
      'pauseDetail', c.pause_detail, 'pausedAt', c.paused_at, 'probeAt', c.probe_at,
      'connectionStatus', c.connection_status, 'connectionStatusAt', c.connection_status_at,
      'minIntervalMs', c.min_interval_ms, 'dailyLimit', app.daily_limit_at(c, (select app.now())),
      'warmUp', case when app.daily_limit_at(c, (select app.now())) < c.daily_limit
        then jsonb_build_object(
        'days', c.warm_up_days, 'fullLimit', c.daily_limit) end, 'nextSlotAt', c.next_slot_at,
      'sentLastDay', (select count(*) from public.whatsapp_send_attempts a
        where a.channel_id = c.id and a.outcome <> 'not_sent'
          -- Once, not a row: what is volatile is no condition of an index (38,000 sends: 50 ms
          -- against 2).
          and a.started_at > (select app.now() - interval '24 hours')),
      'capFreesAt', case when c.daily_limit > 0
        then nullif(app.cap_frees_at(app.daily_limit_at(c, app.now()),
        app.recent_sends(c.id, app.daily_limit_at(c, app.now()), app.now())), '-infinity') end,
      'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
        and m.status = 'queued'),
      'restore', case when c.pause_reason = 'restored' then app.restore_json(c.id) end,
      'incidents', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', i.id, 'kind', i.kind, 'detail', i.detail, 'openedAt', i.opened_at)
            order by i.id desc), '[]')
        from public.channel_incidents i where i.channel_id = c.id and i.closed_at is null)));
end $$;

-- Sends and first answers of each of the last 14 days, today last, in the workspace's own days.
create function app.days_json(w public.workspaces, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_today date := (p_now at time zone w.time_zone)::date;
  v_from timestamptz := (v_today - 13)::timestamp at time zone w.time_zone;
begin
  return (
    with sent as (
      select (a.started_at at time zone w.time_zone)::date as day, count(*) as n
        from public.whatsapp_send_attempts a
      where a.channel_id in (select c.id from public.channels c where c.workspace_id = w.id)
        and a.outcome <> 'not_sent' and a.started_at >= v_from group by 1),
    answered as (
      select (k.electricity_bill_received_at at time zone w.time_zone)::date as day,
        count(distinct k.contact_id) as n
      from public.cloudtalk_calls k
      where k.workspace_id = w.id and k.electricity_bill_received
        and k.electricity_bill_received_at >= v_from group by 1)
    select jsonb_agg(jsonb_build_object(
      'day', d.day, 'sent', coalesce(sent.n, 0), 'answered', coalesce(answered.n, 0))
        order by d.day)
    from (select v_today - 13 + n as day from generate_series(0, 13) n) d
    left join sent on sent.day = d.day left join answered on answered.day = d.day);
end $$;

-- What a person has to look at, newest first.
create function app.attention_json(p_workspace uuid, p_limit integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object(
      'id', a.id, 'kind', a.kind, 'detail', a.detail, 'at', a.at, 'contactId', a.contact_id,
        'callId', a.call_id,
      'contactName', coalesce(c.name, c.push_name), 'phone', app.contact_phone(a.contact_id),
      'erased', c.erased_at is not null) order by a.id desc), '[]')
    from (select x.* from public.attention x where x.workspace_id = p_workspace
      and x.settled_at is null
      order by x.id desc limit p_limit) a
    left join public.contacts c on c.id = a.contact_id);
end $$;

-- Writers whom we know by no phone, the newest thousand and one (which says that there are more):
-- what is read each five seconds must not grow for ever.
create function app.unmatched_writers(p_workspace uuid) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select c.id from public.contacts c
    cross join lateral (select from public.whatsapp_messages m
      where m.contact_id = c.id and m.direction = 'in' limit 1) written
    where c.workspace_id = p_workspace and not c.phone_known and c.merged_into is null
      and c.dismissed_at is null and c.erased_at is null
    order by c.id desc limit 1001);
end $$;

-- Up to ten thousand and one of each: what is counted each five seconds must not grow for ever.
create function app.totals_json(p_workspace uuid, p_now timestamptz, p_unmatched bigint[])
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'answered', (select count(*) from (select from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and k.electricity_bill_received limit 10001) answered),
    'waiting', (select count(*) from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.ask_open),
    'uncertain', (select count(*) from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.status = 'uncertain'),
    'failed', (select count(*) from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.status = 'failed' and m.acknowledged_at is null),
    'unmatched', cardinality(p_unmatched),
    'attention', (select count(*) from (select from public.attention a
      where a.workspace_id = p_workspace and a.settled_at is null limit 10001) waiting),
    'failedEvents', (select count(*) from public.webhook_requests r
      where r.workspace_id = p_workspace and r.outcome = 'failed'),
    'rejectedEvents', (select count(*) from public.webhook_requests r
      where r.workspace_id = p_workspace and r.outcome = 'rejected'
        and r.received_at > p_now - interval '7 days'));
end $$;

-- Messages that somebody has to decide about: uncertain, failed, of writers whom we do not know.
create function app.open_messages_json(p_workspace uuid, p_size integer, p_unmatched bigint[])
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_uncertain bigint[] := array(
    select m.id from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.status = 'uncertain' order by m.id desc limit p_size);
  v_failed bigint[] := array(
    select m.id from public.whatsapp_messages m
    where m.workspace_id = p_workspace and m.status = 'failed' and m.acknowledged_at is null
    order by m.id desc limit p_size);
  -- The newest word of each, a stop before all.
  v_unmatched bigint[] := array(
    select m.id from unnest(p_unmatched) u (contact)
    cross join lateral (select x.id, x.is_stop from public.whatsapp_messages x
      where x.contact_id = u.contact and x.direction = 'in' order by x.is_stop desc,
        x.id desc limit 1) m
    order by m.is_stop desc, m.id desc limit p_size);
begin
  return (
    select jsonb_build_object(
      'uncertain', coalesce(jsonb_agg(page.message order by page.id desc)
        filter (where page.id = any (v_uncertain)), '[]'),
      'failed', coalesce(jsonb_agg(page.message order by page.id desc)
        filter (where page.id = any (v_failed)), '[]'),
      'unmatched', coalesce(jsonb_agg(page.message order by array_position(v_unmatched, page.id))
        filter (where page.id = any (v_unmatched)), '[]'))
    from app.messages_json(v_uncertain || v_failed || v_unmatched) page);
end $$;

create function app.queue_json(p_workspace uuid, p_size integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with forecast as materialized (
      select f.* from public.channels c
      cross join lateral app.my_queue_forecast(c.id, p_size) with ordinality f (message_id,
        expected_at, place)
      where c.workspace_id = p_workspace)
    select coalesce(jsonb_agg(page.message || jsonb_build_object('expectedAt', f.expected_at)
      order by f.place), '[]')
    from forecast f join app.messages_json(array(select message_id from forecast)) page
      on page.id = f.message_id);
end $$;

-- When each of [{source, eventType?}] was heard last.
create function app.sources_json(p_workspace uuid, p_heard jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'source', e.source, 'eventType', e.event_type, 'lastHeardAt', case when e.event_type is null
        then (
        select r.received_at from public.webhook_requests r
        where r.workspace_id = p_workspace and r.source = e.source and r.origin = 'webhook'
        order by r.received_at desc limit 1) else (
        select r.received_at from public.webhook_requests r
        where r.workspace_id = p_workspace and r.source = e.source
          and r.event_type = e.event_type and r.origin = 'webhook'
        order by r.received_at desc limit 1) end)
      order by e.place), '[]')
    from (select h.place, h.item ->> 'source' as source, h.item ->> 'eventType' as event_type
      from jsonb_array_elements(p_heard) with ordinality h (item, place) limit 100) e);
end $$;

-- Everything the first page shows, in one round trip; null for someone who is no member of any
-- workspace. filters: {calls, callsBefore, messages, messagesBefore, search}. Calls and messages
-- bring one row more than asked for when there are older ones. `known` is the stamp of what the
-- reader has: {unchanged: true} where it still holds.
create function public.monitor_snapshot(page_size integer, filters jsonb default '{}',
  heard jsonb default '[]', known text default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  v_now timestamptz := app.now();
  v_unmatched bigint[];
  v_stamp text;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  -- Before anything is read: what is committed after it moves it.
  v_stamp := app.monitor_stamp(v_now);
  if known = v_stamp then
    return jsonb_build_object('unchanged', true);
  end if;
  page_size := least(greatest(page_size, 1), 200);
  v_unmatched := app.unmatched_writers(w.id);
  return jsonb_build_object(
    'now', v_now,
    'stamp', v_stamp,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone,
      'hours', app.hours_json(w, v_now)),
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'channels', (select coalesce(jsonb_agg(app.channel_json(app.paced(c, v_now))
        order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = w.id and c.state <> 'retired'),
    'totals', app.totals_json(w.id, v_now, v_unmatched),
    'alerts', app.alerts_json(w.id, v_now),
    'days', app.days_json(w, v_now),
    'calls', app.call_page(w.id, page_size + 1, (filters ->> 'callsBefore')::bigint,
      coalesce(filters ->> 'calls', 'all'), filters ->> 'search'),
    'messages', app.message_page(w.id, page_size + 1, (filters ->> 'messagesBefore')::bigint,
      filters ->> 'messages', null, filters ->> 'search'),
    'attention', app.attention_json(w.id, page_size),
    'queue', app.queue_json(w.id, page_size),
    'sources', app.sources_json(w.id, heard),
    'gaps', app.gaps_json(w.id, v_now)) || app.open_messages_json(w.id, page_size, v_unmatched);
end $$;

-- What /api/health asks: the newest migration, proof that the database answers and is of this
-- version.
create function public.migration_version() returns text
language sql stable security definer set search_path = ''
as $$ select max(version) from supabase_migrations.schema_migrations $$;

grant execute on function
  app.messages_json(bigint[]), app.calls_json(bigint[]), app.channel_json(public.channels),
  app.message_page(uuid, integer, bigint, text, bigint, text),
  app.call_page(uuid, integer, bigint, text, text), app.days_json(public.workspaces, timestamptz),
  app.my_queue_forecast(uuid, integer), app.attention_json(uuid, integer),
  app.unmatched_writers(uuid), app.totals_json(uuid, timestamptz, bigint[]),
  app.open_messages_json(uuid, integer, bigint[]), app.queue_json(uuid, integer),
  app.sources_json(uuid, jsonb),
  public.monitor_snapshot(integer, jsonb, jsonb, text),
  public.list_messages(uuid, integer, bigint, text, text)
to authenticated;
grant execute on function public.migration_version() to service_role;

-- What the pages of contacts show. Read with the caller's rights under row-level security; what
-- searches answers ids only.

-- Consent as staff see it, newest first: of one person, what was said before a merge included, or
-- of the whole workspace.
create function app.consents_json(p_ids bigint[]) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'contactId', s.contact_id, 'contactName', coalesce(c.name, c.push_name), 'phone',
      app.contact_phone(coalesce(c.merged_into, c.id)),
    'kind', s.kind, 'source', s.source, 'messageId', s.message_id, 'userId', s.user_id, 'words',
      s.words,
    'reason', s.reason, 'noticeId', s.notice_id,
    'noticeStatus', (select m.status from public.whatsapp_messages m where m.id = s.notice_id),
      'at', s.at)
    order by s.id desc), '[]')
  from public.contact_consents s join public.contacts c on c.id = s.contact_id
  where s.id = any (p_ids) and s.workspace_id in (select m.workspace_id from public.memberships m
    where m.user_id = auth.uid())
$$;

-- Ids of a page of it, newest first; p_contacts null: of everybody. Definer: nobody reads the table
-- itself.
create function app.consent_ids(p_workspace uuid, p_contacts bigint[], p_before bigint,
  p_limit integer)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(p_workspace, case when p_contacts is null then 'manager'
    else 'agent' end);
  if p_contacts is null then
    return array(select s.id from public.contact_consents s
      where s.workspace_id = p_workspace and (p_before is null or s.id < p_before)
      order by s.id desc limit p_limit);
  end if;
  return array(select s.id from public.contact_consents s
    where s.contact_id = any (p_contacts) and s.workspace_id = p_workspace
      and (p_before is null or s.id < p_before)
    order by s.id desc limit p_limit);
end $$;

-- A page of the history of consent. contact: null for everybody's, which is for managers, and
-- written down once an hour. Answers null when there is no such contact.
create function public.consent_history(workspace uuid, contact bigint, before bigint,
  page_size integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_size integer := least(greatest(page_size, 1), 1000);
begin
  if contact is null then
    perform app.require_role(workspace, 'manager');
    perform app.note_reading(workspace, 'consents_exported', 'contact', null);
    return app.consents_json(app.consent_ids(workspace, null, before, v_size));
  elsif not exists (select from public.contacts c where c.id = contact
    and c.workspace_id = workspace) then
    return null;
  end if;
  return app.consents_json(app.consent_ids(workspace, app.merged_set(contact), before, v_size));
end $$;

-- Of these, the ids of a page of contacts, newest first.
create function app.contact_rows(p_ids bigint[], p_size integer, p_before bigint) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select c.id from public.contacts c
    where c.id = any (p_ids) and c.merged_into is null and (p_before is null or c.id < p_before)
    order by c.id desc limit p_size);
end $$;

-- Ids of a page of contacts, newest first; p_search is a part of a name or number, for finding
-- only. Definer, as found_messages is: an index of patterns is not used under row-level security.
create function app.found_contacts(p_workspace uuid, p_size integer, p_before bigint, p_search text)
  returns bigint[]
language plpgsql stable security definer set search_path = ''
  set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_top bigint := coalesce(p_before - 1, (
    select c.id from public.contacts c where c.workspace_id = p_workspace order by c.id desc
      limit 1));
  v_width integer := 2048;
  v_found bigint[] := '{}';
  v_page bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  if app.contact_by(p_workspace, 'phone', '+' || btrim(v_phone, '%')) is not null then
    return app.contact_rows(app.few_contacts(p_workspace, p_search), p_size, p_before);
  end if;
  -- Two letters have no trigram, between two per cent signs; most of them fill a page at once.
  if length(v_words[1]) between 3 and 4 then
    return array(
      select c.id from public.contacts c
      where c.workspace_id = p_workspace and c.merged_into is null
        and (p_before is null or c.id < p_before)
        and (c.search_text like all (v_words) or exists (select from public.contact_identities i
          where i.contact_id = c.id and i.kind = 'phone' and i.value like v_phone offset 0))
      order by c.id desc limit p_size);
  end if;
  -- Several words at once are rarely common: all are asked for, once.
  if v_words[2] is not null then
    v_page := app.contacts_in(p_workspace, v_words, v_phone, null, 501);
    if cardinality(v_page) <= 500 then
      return app.contact_rows(v_page, p_size, p_before);
    end if;
  end if;
  -- From the newest on, in ever larger pieces; what does not soon fill a page is looked for in all
  -- at once.
  loop
    v_found := v_found
      || app.contacts_in(p_workspace, v_words, v_phone, app.blocks(v_top - v_width + 1, v_top),
        null);
    v_top := ((v_top - v_width + 1) & -2048) - 1;
    if cardinality(v_found) >= p_size or v_top is null or v_top <= 0 then
      v_page := app.contact_rows(v_found, p_size, p_before);
      exit when cardinality(v_page) = p_size or v_top is null or v_top <= 0;
    end if;
    if v_width = 12288 then
      v_page := app.contacts_in(p_workspace, v_words, v_phone, null, 501);
      if cardinality(v_page) <= 500 then
        return app.contact_rows(v_page, p_size, p_before);
      end if;
    end if;
    v_width := case v_width when 2048 then 12288 else 16384 end;
  end loop;
  return v_page;
end $$;

create function app.contacts_json(p_ids bigint[]) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id, 'name', coalesce(c.name, c.push_name), 'company', c.company, 'phone',
      app.contact_phone(c.id),
    'optedOutAt', c.opted_out_at, 'blockedAt', c.blocked_at, 'erasedAt', c.erased_at, 'createdAt',
      c.created_at,
    'calls', (select count(*) from (select from public.cloudtalk_calls k
      where k.contact_id = c.id limit 100) n),
    -- What is heard late may have been written before the others.
    'lastMessageAt', (select max(m.at) from (
      select case x.direction when 'in' then x.written_at else x.created_at end as at
        from public.whatsapp_messages x
      where x.contact_id = c.id order by x.id desc limit 20) m)) order by c.id desc), '[]')
  from public.contacts c where c.id = any (p_ids)
$$;

-- A page of contacts; one more than asked for when there are older ones. {now, timeZone, role,
-- contacts}; null for a member of no workspace.
create function public.contact_list(search text, before bigint, page_size integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  v_size integer := least(greatest(page_size, 1), 200);
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  return jsonb_build_object('now', app.now(), 'timeZone', w.time_zone,
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'contacts', app.contacts_json(case when search is not null
      then app.found_contacts(w.id, v_size + 1, before, search)
      else array(select c.id from public.contacts c
        where c.workspace_id = w.id and c.merged_into is null and (before is null or c.id < before)
        order by c.id desc limit v_size + 1) end));
end $$;

-- All that is known of one person, and the newest of their calls and messages. `mergedInto` is the
-- row to look at instead. Null when there is none that the caller may see.
create function public.contact_page(contact bigint, messages_before bigint default null)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  c public.contacts;
  w public.workspaces;
  v_set bigint[];
begin
  select x.* into c from public.contacts x where x.id = contact;
  select x.* into w from public.workspaces x where x.id = c.workspace_id;
  if w.id is null then
    return null;
  end if;
  v_set := app.merged_set(c.id);
  return jsonb_build_object(
    'now', app.now(), 'timeZone', w.time_zone, 'defaultCountry', w.default_country, 'workspace',
      w.id,
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'me', (select auth.uid()),
    'contact', jsonb_build_object(
      'id', c.id, 'name', c.name, 'pushName', c.push_name, 'company', c.company, 'phone',
        app.contact_phone(c.id),
      'timeZone', c.time_zone, 'optedOutAt', c.opted_out_at, 'blockedAt', c.blocked_at,
      'erasedAt', c.erased_at, 'dismissedAt', c.dismissed_at, 'mergedInto', c.merged_into,
        'createdAt', c.created_at),
    'identities', (select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value,
      'learnedAt', i.learned_at)
        order by array_position(array['phone', 'lid', 'bsuid', 'username'], i.kind), i.learned_at,
          i.value), '[]')
      from public.contact_identities i where i.contact_id = c.id),
    'consents', app.consents_json(app.consent_ids(w.id, v_set, null, 100)),
    'merges', (select coalesce(jsonb_agg(jsonb_build_object(
        'id', g.id, 'loser', g.loser, 'winner', g.winner, 'by', g.by, 'reason', g.reason, 'at',
          g.at,
        'loserName', coalesce(l.name, l.push_name), 'identities', g.moved -> 'identities',
        'calls', jsonb_array_length(g.moved -> 'calls'), 'messages',
          jsonb_array_length(g.moved -> 'messages'),
        'splitAt', g.split_at, 'splitBy', g.split_by, 'splitReason', g.split_reason,
        'canSplit', g.split_at is null and g.winner = c.id) order by g.id desc), '[]')
      from public.contact_merges g join public.contacts l on l.id = g.loser
      where g.winner = any (v_set) or g.loser = c.id),
    'calls', (select coalesce(jsonb_agg(page.call order by page.id desc), '[]')
      from app.calls_json(array(
      select k.id from public.cloudtalk_calls k where k.contact_id = c.id order by k.id desc
        limit 50)) page),
    -- One more than is shown.
    'messages', (select coalesce(jsonb_agg(page.message order by page.id desc), '[]')
      from app.messages_json(array(
      select m.id from public.whatsapp_messages m where m.contact_id = c.id
        and (messages_before is null or m.id < messages_before) order by m.id desc
          limit 51)) page));
end $$;

grant execute on function
  app.consents_json(bigint[]), app.consent_ids(uuid, bigint[], bigint, integer),
  app.contacts_json(bigint[]), app.found_contacts(uuid, integer, bigint, text),
  public.contact_page(bigint, bigint), public.contact_list(text, bigint, integer),
  public.consent_history(uuid, bigint, bigint, integer)
to authenticated;

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

-- False when the person was no member.
create function public.remove_member(workspace text, user_id uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if not exists (select from public.workspaces where key = remove_member.workspace) then
    raise exception using errcode = 'PT404', message = format('There is no workspace "%s".',
      remove_member.workspace);
  end if;
  delete from public.memberships m using public.workspaces w
  where w.id = m.workspace_id and w.key = remove_member.workspace
    and m.user_id = remove_member.user_id;
  return found;
end $$;

-- The clock is for the owner alone, in psql or the SQL editor: whoever may schedule it decides
-- where the secret goes.
revoke all on function
  app.clock_url(text), app.absent_clock_parts(), app.keep_vault_secret(text, text, text),
  app.schedule_clock(text, text), app.unschedule_clock(), app.is_clock_scheduled(),
  public.deployment_facts(), public.remove_member(text, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.deployment_facts(), public.remove_member(text,
  uuid) to service_role;
