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
    'reminders', 'retention', 'field_mapping', 'reasons', 'lead_rules', 'leads',
    'contact_fields')),
  version integer not null check (version > 0),
  value jsonb not null check (jsonb_typeof(value) = 'object'),
  saved_by uuid,
  saved_at timestamptz not null default app.now(),
  primary key (workspace_id, kind, version)
);

-- Phrases of machines, as WhatsApp Business proposes them and as companies write them. " ... " is
-- anything.
create function app.default_phrases() returns jsonb
language sql immutable set search_path = ''
as $$
  select '[
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
      "we will get back to you as soon as", "we ll get back to you as soon as"]'::jsonb
$$;

-- Who filled in a form asked to be written to; who stands in a list did not.
create function app.default_lead_rules() returns jsonb
language sql immutable set search_path = ''
as $$
  select '{"rules": [
    {"id": "default_rule", "name": "Dopo ogni modulo", "enabled": true,
      "when": {"sources": ["meta_ads", "google_ads", "api"]},
      "then": {"send": true, "template": "lead_follow_up", "delayMinutes": 0, "priority": "live",
        "expiresAfterHours": 72, "anyHour": false}}]}'::jsonb
$$;

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
    when 'lead_rules' then app.default_lead_rules()
    when 'leads' then '{"fromMessages": true, "assignment": {"kind": "nobody"}}'
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
    when 'machines' then jsonb_build_object('phrases', app.default_phrases())
    when 'reminders' then '{"enabled": false, "steps": []}'
    when 'retention' then
      '{"eventsDays": 30, "messagesDays": 730, "mediaDays": 730, "callsDays": 365,
        "leadsDays": 730}'
    when 'field_mapping' then '{"fields": {}}'
    when 'reasons' then
      '{"outboundCalls": "allowed", "agreedTags": ["whatsapp ok"], "lists": "agreed_only"}'
    when 'contact_fields' then '{"fields": []}'
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

-- Who is asking, as Postgres checked it: {userId, workspace, role, timeZone, country, company,
-- name}; null for a member of no workspace. A program is one by its key.
create function public.whoami() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((select jsonb_build_object('userId', m.user_id, 'workspace', w.id, 'role', m.role,
      'timeZone', w.time_zone, 'country', w.default_country, 'company', w.name, 'name', m.name)
    from public.workspaces w join public.memberships m on m.workspace_id = w.id
      and m.user_id = (select auth.uid())
    order by w.created_at, w.id limit 1),
    (select jsonb_build_object('userId', k.id, 'workspace', w.id, 'role', k.role, 'timeZone',
      w.time_zone, 'country', w.default_country, 'company', w.name, 'name', k.name)
    from app.own_program() k join public.workspaces w on w.id = k.workspace_id));
end $$;

-- Raises 42501 unless this person holds at least this role. For functions that the service calls in
-- somebody's name.
create function app.require_actor(p_workspace uuid, p_actor uuid, p_role text) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if not app.holds_role(p_workspace, p_actor, p_role) then
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
  app.default_phrases(), app.default_lead_rules(), app.default_setting(text), app.setting(uuid, text), public.whoami(),
  public.read_settings(uuid, text, integer), app.note_reading(uuid, text, text, text, jsonb)
to authenticated;
grant execute on function public.save_settings(uuid, text, jsonb, integer, uuid) to service_role;
