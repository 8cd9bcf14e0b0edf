SET local check_function_bodies = off;

DROP POLICY "managers_read" ON "public"."audit_log";

DROP POLICY "managers_read" ON "public"."erased_identities";

DROP POLICY "managers_read" ON "public"."erasures";

DROP POLICY "managers_read" ON "public"."media_deletions";

DROP POLICY "managers_read" ON "public"."retention_passes";

DROP TRIGGER "conversation_moves" ON "public"."whatsapp_messages";

DROP INDEX "public"."whatsapp_template_states_workspace";

DROP VIEW "app"."personal_tables";

DROP VIEW "app"."task_kinds";

ALTER DOMAIN "app"."reason_code"
  DROP CONSTRAINT "reason_code_check";

ALTER TABLE "public"."alerts"
  DROP CONSTRAINT "alerts_kind_check";

ALTER TABLE "public"."attention"
  DROP CONSTRAINT "attention_kind_check";

ALTER TABLE "public"."channel_incidents"
  DROP CONSTRAINT "channel_incidents_kind_check";

ALTER TABLE "public"."contact_consents"
  DROP CONSTRAINT "contact_consents_kind_check";

ALTER TABLE "public"."contact_consents"
  DROP CONSTRAINT "contact_consents_source_check";

ALTER TABLE "public"."contact_identities"
  DROP CONSTRAINT "contact_identities_kind_check";

ALTER TABLE "public"."erased_identities"
  DROP CONSTRAINT "erased_identities_kind_check";

ALTER TABLE "public"."webhook_requests"
  DROP CONSTRAINT "webhook_requests_ignored";

ALTER TABLE "public"."whatsapp_messages"
  DROP CONSTRAINT "whatsapp_messages_status_check";

ALTER TABLE "public"."whatsapp_template_states"
  DROP CONSTRAINT "whatsapp_template_states_pkey";

ALTER TABLE "public"."whatsapp_template_states"
  DROP CONSTRAINT "whatsapp_template_states_state_check";

ALTER TABLE "public"."whatsapp_template_states"
  DROP CONSTRAINT "whatsapp_template_states_template_id_fkey";

ALTER TABLE "public"."workspaces"
  DROP CONSTRAINT "workspaces_muted_alerts_check";

DROP FUNCTION "app"."bind_message"(bigint, text, bigint, timestamp WITH time zone);

DROP FUNCTION "app"."composer_json"(public.contacts, jsonb);

DROP FUNCTION "app"."learn_addresses"(uuid, bigint, text, text);

DROP FUNCTION "app"."my_workspaces_as"(text);

DROP FUNCTION "app"."note_template_state"(uuid, bigint, text, text, text, text);

DROP FUNCTION "app"."record_call"(uuid, jsonb, bigint, timestamp WITH time zone);

DROP FUNCTION "app"."template_content"(public.whatsapp_templates, uuid, jsonb);

DROP FUNCTION "app"."thread_json"(bigint, bigint, integer, jsonb);

DROP FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb);

DROP FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text);

DROP FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint);

CREATE TABLE "public"."api_keys" (
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "workspace_id" uuid                     NOT NULL,
  "name"         text                     NOT NULL,
  "role"         text                     NOT NULL,
  "prefix"       text                     NOT NULL,
  "hash"         text                     NOT NULL,
  "created_by"   uuid,
  "last_used_at" timestamp with time zone,
  "revoked_at"   timestamp with time zone,
  CONSTRAINT "api_keys_hash_check" CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "api_keys_hash_key" UNIQUE (hash),
  CONSTRAINT "api_keys_name_check" CHECK (((name = btrim(name)) AND ((length(name) >= 1) AND (length(name) <= 80)))),
  CONSTRAINT "api_keys_pkey" PRIMARY KEY (id),
  CONSTRAINT "api_keys_prefix_check" CHECK (((length(prefix) >= 1) AND (length(prefix) <= 20))),
  CONSTRAINT "api_keys_role_check" CHECK ((role = ANY (ARRAY['agent'::text, 'manager'::text, 'admin'::text]))),
  "created_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."api_keys"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."api_keys" FROM "anon";

CREATE TABLE "public"."api_requests" (
  "workspace_id" uuid                     NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "key"          text                     NOT NULL,
  "fingerprint"  text                     NOT NULL,
  "answer"       jsonb,
  CONSTRAINT "api_requests_key_check" CHECK (((length(key) >= 1) AND (length(key) <= 100))),
  CONSTRAINT "api_requests_pkey" PRIMARY KEY (workspace_id, user_id, key),
  "created_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."api_requests"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."api_requests" FROM "anon", "authenticated";

CREATE TABLE "public"."channel_standing" (
  "channel_id"   uuid                     NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "business"     text,
  "number"       text,
  "quality"      text,
  "quality_at"   timestamp with time zone,
  "people_limit" integer,
  "limit_at"     timestamp with time zone,
  "standing"     text,
  "standing_at"  timestamp with time zone,
  "detail"       text,
  CONSTRAINT "channel_standing_business_check" CHECK ((length(business) <= 100)),
  CONSTRAINT "channel_standing_detail_check" CHECK ((length(detail) <= 500)),
  CONSTRAINT "channel_standing_number_check" CHECK ((number ~ '^\+[1-9][0-9]{5,14}$'::text)),
  CONSTRAINT "channel_standing_people_limit_check" CHECK ((people_limit >= 0)),
  CONSTRAINT "channel_standing_pkey" PRIMARY KEY (channel_id),
  CONSTRAINT "channel_standing_quality_check" CHECK ((quality = ANY (ARRAY['green'::text, 'yellow'::text, 'red'::text, 'unknown'::text]))),
  CONSTRAINT "channel_standing_standing_check" CHECK ((standing = ANY (ARRAY['ok'::text, 'flagged'::text, 'restricted'::text, 'banned'::text])))
);

ALTER TABLE "public"."channel_standing"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."channel_standing" FROM "anon";

ALTER TABLE "public"."channels"
  ADD COLUMN "of_environment" boolean NOT NULL DEFAULT false;

ALTER TABLE "public"."channels"
  ADD COLUMN "shows_read" boolean NOT NULL DEFAULT true;

ALTER TABLE "public"."channels"
  ADD COLUMN "begin_locked_at" timestamp WITH time zone;

ALTER TABLE "public"."channels"
  ADD COLUMN "begin_locked_until" timestamp WITH time zone;

ALTER TABLE "public"."channels"
  ADD COLUMN "begin_lock_detail" text;

ALTER TABLE "public"."channels"
  ADD COLUMN "begin_lock_tries" smallint NOT NULL DEFAULT 0;

ALTER TABLE "public"."contacts"
  ADD COLUMN "marketing_stopped_at" timestamp WITH time zone;

ALTER TABLE "public"."contacts"
  ADD COLUMN "marketing_said_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_conversations"
  ADD COLUMN "window_until" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_conversations"
  ADD COLUMN "free_until" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_conversations"
  ADD COLUMN "read_shown" text;

ALTER TABLE "public"."whatsapp_conversations"
  ADD COLUMN "typing_shown_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "referral" jsonb;

ALTER TABLE "public"."whatsapp_statuses"
  ADD COLUMN "failure" app.reason_code;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "language" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "category_asked" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "category" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "becomes_category" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "becomes_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "quality" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "reason_code" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "recommendation" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "ttl_seconds" integer;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "parameter_names" text[];

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "shown" jsonb;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "drifted" boolean NOT NULL DEFAULT false;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "errand" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "errands" integer NOT NULL DEFAULT 0;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "errand_code" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "errand_reason" text;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "edits" timestamp WITH time zone[] NOT NULL DEFAULT '{}'::timestamp WITH time zone[];

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "submitted_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "submitted_by" uuid;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "told_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_template_states"
  ADD COLUMN "synced_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_templates"
  ADD COLUMN "ttl_seconds" integer;

REVOKE ALL ON SEQUENCE "public"."whatsapp_template_states_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."whatsapp_template_states_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."whatsapp_template_states_id_seq" FROM "service_role";

ALTER TABLE "public"."whatsapp_template_states"
  ALTER COLUMN "template_id" DROP NOT NULL;

CREATE OR REPLACE FUNCTION app.accept_late (
  p_message bigint,
  p_at      timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.whatsapp_messages m set status = 'accepted', accepted_at = coalesce(m.accepted_at,
    p_at),
    failed_at = null, reason_code = null, reason = null,
    ask_open = m.purpose = 'follow_up' and app.may_reopen(m.ask_id, m.contact_id)
  where m.id = p_message and m.status = 'failed' and m.reason_code is distinct
    from 'provider_failed' and not exists (select from public.whatsapp_statuses t
      where t.channel_id = m.channel_id and t.whatsapp_id = m.whatsapp_message_id
        and t.status = 'failed');
end $function$;

CREATE OR REPLACE FUNCTION app.accepted_as (
  p_outcome jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when (p_outcome ->> 'held')::boolean then 'held' else 'accepted' end;
end $function$;

CREATE OR REPLACE FUNCTION app.add_environment_channel (
  p_workspace uuid,
  p_told      jsonb
)
  RETURNS uuid
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_id uuid;
begin
  insert into public.channels (workspace_id, vendor, name, uses_environment, of_environment,
    account, capabilities, configured_at)
  select p_workspace, p_told ->> 'vendor', p_told ->> 'name', true, true, p_told ->> 'account',
    coalesce(p_told -> 'capabilities', '{}'), app.now()
  where not exists (select from public.channels c where c.vendor = p_told ->> 'vendor'
    and (c.uses_environment or (c.of_environment and c.workspace_id = p_workspace)
      or (c.account = p_told ->> 'account' and c.state <> 'retired')))
  returning id into v_id;
  perform app.first_pace(v_id, p_told);
  return v_id;
end $function$;

CREATE OR REPLACE FUNCTION app.add_reminders (
  p_messages bigint[],
  p_step     integer,
  p_after    interval,
  p_template public.whatsapp_templates
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_added integer;
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
    status, reason_code, reason, ask_id, call_id, template_id, template_version, recipient, priority,
    due_at, expires_at, reminder_of, reminder_step)
  select f.workspace_id, f.channel_id, f.conversation_id, f.contact_id, 'out', 'reminder',
    app.ask_text(app.ask_facts(k), p_template.body),
    app.fitting_content(p_template, f.channel_id, f.contact_id, app.ask_facts(k)),
    case when w.has_way then 'queued' else 'skipped' end,
    case when not w.has_way then 'no_template' end,
    case when not w.has_way then 'WhatsApp takes a reviewed text only, and this is not approved.' end,
    f.ask_id, f.call_id,
    p_template.id, p_template.version, f.recipient, 10, a.accepted_at + p_after,
    a.accepted_at + p_after + app.reminder_lifetime(), f.id, p_step
  from public.whatsapp_messages a
  join public.whatsapp_messages f on f.id = coalesce(a.reminder_of, a.id)
  join public.asks k on k.id = f.ask_id
  cross join lateral (select app.has_way(p_template, f.channel_id, f.contact_id) as has_way) w
  where a.id = any (p_messages)
  on conflict (reminder_of, reminder_step) where reminder_of is not null do nothing;
  get diagnostics v_added = row_count;
  return v_added;
end $function$;

CREATE OR REPLACE FUNCTION app.add_to_call (
  p_id        bigint,
  p_workspace uuid,
  p_value     jsonb,
  p_facts     jsonb,
  p_ended_at  timestamp with time zone,
  p_keys      text[],
  p_request   bigint,
  p_heard     timestamp with time zone,
  OUT         told public.cloudtalk_calls,
  OUT         is_another boolean,
  OUT         duplicate_of bigint
)
  RETURNS record
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    contact_id = coalesce(c.contact_id, app.caller_of(p_workspace, p_value))
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
end $function$;

CREATE OR REPLACE FUNCTION app.address_on (
  p_contact bigint,
  p_channel uuid
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(app.contact_phone(p_contact), (
    select i.value from public.channels c join public.contact_identities i
      on i.contact_id = p_contact and i.kind = 'bsuid'
    where c.id = p_channel and (c.capabilities ->> 'writesToIds')::boolean
    -- It changes with the number: the newest is theirs.
    order by i.learned_at desc, i.value limit 1));
end $function$;

CREATE OR REPLACE FUNCTION app.apply_effects (
  p_request   bigint,
  p_workspace uuid,
  p_source    text,
  p_values    jsonb,
  p_heard     timestamp with time zone,
  p_about     jsonb                    DEFAULT NULL::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_channels public.channels[];
  v_channel uuid;
  v_account text := p_about ->> 'account';
  v_proved uuid := (p_about ->> 'channel')::uuid;
  v_value jsonb;
  v_result jsonb;
  v_results jsonb[] := '{}';
  v_has_erased boolean;
  v_line jsonb;
begin
  -- First of the three locks, of all channels: an answer on one may withdraw what waits on another.
  v_channels := app.lock_channels(p_workspace);
  v_channel := app.channel_named(v_channels, p_source, v_account, v_proved);
  v_has_erased := exists (select from public.erased_identities e
    where e.workspace_id = p_workspace);
  for v_value in select * from jsonb_array_elements(p_values) loop
    if (v_value ->> 'unproved')::boolean then
      v_value := case when v_has_erased and app.is_of_erased(p_workspace, v_value)
        then '{"type": "ignored", "reason": "erased"}' else app.curbed(v_value) end;
    end if;
    if coalesce(v_value ->> 'account', p_about ->> 'account') is distinct from v_account then
      v_account := coalesce(v_value ->> 'account', p_about ->> 'account');
      v_channel := app.channel_named(v_channels, p_source, v_account, v_proved);
      v_line := null;
    end if;
    if v_value ->> 'type' in ('template_news', 'number_news') then
      v_results := v_results || app.apply_news(p_workspace, p_source, v_channels, v_channel,
        v_value, v_proved, p_request, p_heard);
      continue;
    end if;
    if v_channel is not null and v_account is not null and v_value ? 'line'
        and v_value -> 'line' is distinct from v_line then
      v_line := v_value -> 'line';
      perform app.learn_line(p_workspace, v_channel, v_line);
    end if;
    if v_channel is null and app.is_of_a_number(v_value, v_account) then
      v_results := v_results || app.record_unknown_account(p_workspace, p_source, v_account,
        p_request, p_heard);
      continue;
    end if;
    v_result := app.apply_value(p_workspace, v_channel,
      case when v_has_erased and app.is_of_erased(p_workspace, v_value) then 'erased'
        else v_value ->> 'type' end, v_value, p_request, p_heard);
    if v_result is null then
      raise exception 'unknown domain value %', v_value ->> 'type';
    end if;
    v_results := v_results || v_result;
  end loop;
  return app.effects_in_all(v_results);
end $function$;

CREATE OR REPLACE FUNCTION app.apply_news (
  p_workspace uuid,
  p_source    text,
  p_channels  public.channels[],
  p_channel   uuid,
  p_value     jsonb,
  p_proved    uuid,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  return coalesce(app.record_news(p_workspace,
      case when p_value ? 'account' then array_remove(array[p_channel], null)
        else app.channels_meant(p_channels, p_source, p_value -> 'line',
          app.channel_named(p_channels, p_source, null, p_proved)) end,
      p_value, p_request, p_heard),
    app.record_unknown_account(p_workspace, p_source, coalesce(p_value ->> 'account',
      p_value -> 'line' ->> 'number', p_value -> 'line' ->> 'business'), p_request, p_heard));
end $function$;

CREATE OR REPLACE FUNCTION app.apply_status (
  p_message bigint,
  p_status  text,
  p_at      timestamp with time zone,
  p_failure text,
  p_error   text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if not app.raise_status(p_message, p_status, p_at, coalesce(p_failure, 'provider_failed'),
      p_error) then
    return false;
  end if;
  if p_status = 'failed' and p_failure is not null then
    perform app.heed_failure(m, p_failure, p_at) from public.whatsapp_messages m
      where m.id = p_message;
  end if;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.apply_value (
  p_workspace uuid,
  p_channel   uuid,
  p_type      text,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  return case p_type
    when 'erased' then app.ignore_erased(p_workspace, p_value)
    when 'call_ended' then app.record_call(p_workspace, p_value, p_request, p_heard,
      case when p_value ? 'chat' then p_channel end)
    when 'inbound_message' then app.record_inbound(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'message_edit' then app.record_edit(p_workspace, p_channel, p_value, p_request, p_heard)
    when 'message_deleted' then app.record_deletion(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'reaction' then app.record_reaction(p_workspace, p_channel, p_value, p_request, p_heard)
    when 'echo' then app.record_echo(p_workspace, p_channel, p_value, p_request, p_heard)
    when 'message_status' then app.record_status(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'channel_status' then app.record_channel_status(p_channel, p_value, p_heard)
    when 'found_message' then app.record_found_message(p_workspace, p_channel, p_value, p_request,
      p_heard)
    when 'identity' then app.record_identity(p_workspace, p_value, p_request)
    when 'renamed' then app.record_renamed(p_workspace, p_value, p_heard)
    when 'preference' then app.record_preference(p_workspace, p_value, p_heard)
    when 'ignored' then app.record_ignored(p_workspace, p_value, p_request, p_heard)
  end;
end $function$;

CREATE OR REPLACE FUNCTION app.ask_facts (
  a public.asks
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(
    (select k.facts from public.cloudtalk_calls k where k.id = a.call_id),
    (select jsonb_strip_nulls(jsonb_build_object(
      'contactName', coalesce(c.name, c.push_name), 'company', c.company,
      'phone', jsonb_build_object('e164', case when starts_with(a.recipient, '+')
        then a.recipient end))) || a.facts
     from public.contacts c where c.id = a.contact_id),
    a.facts);
end $function$;

CREATE OR REPLACE FUNCTION app.ask_of (
  k public.cloudtalk_calls
)
  RETURNS public.asks
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  a public.asks;
  v_ready timestamptz := case when k.ended then coalesce(k.ended_heard_at, k.created_at) end;
  v_address text := app.call_address(k);
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
    a.recipient := v_address;
    a.do_not_send := k.do_not_send;
    a.ready_at := v_ready;
    a.request_id := k.request_id;
    a.created_at := k.created_at;
  elsif (a.contact_id, a.recipient, a.do_not_send, a.ready_at)
      is distinct from (k.contact_id, v_address, k.do_not_send, v_ready) then
    update public.asks x set contact_id = k.contact_id, recipient = v_address,
      do_not_send = k.do_not_send, ready_at = v_ready
    where x.id = a.id returning * into a;
  end if;
  return a;
end $function$;

CREATE OR REPLACE FUNCTION app.begin_call (
  p_id        bigint,
  p_workspace uuid,
  p_value     jsonb,
  p_facts     jsonb,
  p_ended_at  timestamp with time zone,
  p_is_weak   boolean,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS public.cloudtalk_calls
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  k public.cloudtalk_calls;
begin
  insert into public.cloudtalk_calls (
    id, workspace_id, contact_id, facts, ended, ended_heard_at, is_weakly_identified,
    should_send_code, should_send_reason, request_id, created_at, updated_at)
  values (
    p_id, p_workspace, app.caller_of(p_workspace, p_value, p_facts), p_facts, (p_value ->> 'ended')::boolean, p_ended_at, p_is_weak,
    'not_ended', 'We have not heard yet that the call ended.', p_request, p_heard, p_heard)
  returning * into k;
  return k;
end $function$;

CREATE OR REPLACE FUNCTION app.begin_request (
  p_workspace   uuid,
  p_key         text,
  p_fingerprint text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  r public.api_requests;
begin
  if length(p_key) not between 1 and 100 or coalesce(p_fingerprint, '') = '' then
    raise exception using errcode = 'PT422', detail = 'Idempotency-Key',
      message = 'The Idempotency-Key has 1 to 100 characters.';
  end if;
  loop
    insert into public.api_requests (workspace_id, user_id, key, fingerprint)
    values (p_workspace, auth.uid(), p_key, p_fingerprint)
    on conflict on constraint api_requests_pkey do update set fingerprint = excluded.fingerprint,
      answer = null, created_at = excluded.created_at
    where api_requests.created_at <= app.now() - interval '24 hours';
    if found then
      return null;
    end if;
    select x.* into r from public.api_requests x where x.workspace_id = p_workspace
      and x.user_id = auth.uid() and x.key = p_key;
    -- Gone: the other one was refused.
    continue when r.key is null;
    if r.fingerprint <> p_fingerprint then
      raise exception using errcode = 'PT422', detail = 'Idempotency-Key',
        message = 'This Idempotency-Key named another request: use a new one.';
    end if;
    return r.answer;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.bill_asked (
  p_contact bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object('at', m.send_began_at, 'text', left(m.body, 1000))
    from public.whatsapp_messages m where m.contact_id = p_contact and m.purpose = 'follow_up'
      and m.send_began_at is not null
      and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
    order by m.id desc limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.bind_accepted (
  p_kept    app.settlement[],
  p_channel uuid
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  v_bound bigint[];
begin
  with bound as (
    insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id)
    select p_channel, m.workspace_id, k.outcome ->> 'whatsappId', m.id
    from unnest(p_kept) k join public.whatsapp_messages m on m.id = k.message
    where k.outcome ->> 'kind' = 'accepted' and k.outcome ->> 'whatsappId' is not null
      and m.attempt = k.attempt and m.status = 'sending' and m.whatsapp_message_id is null
    on conflict (channel_id, whatsapp_id) do nothing returning message_id)
  select array_agg(message_id) into v_bound from bound;
  return coalesce(v_bound, '{}');
end $function$;

CREATE OR REPLACE FUNCTION app.bind_message (
  p_message     bigint,
  p_whatsapp_id text,
  p_request     bigint,
  p_at          timestamp with time zone,
  p_channel     uuid                     DEFAULT NULL::uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_message public.whatsapp_messages;
  v_other public.whatsapp_messages;
begin
  select * into v_message from public.whatsapp_messages where id = p_message for update;
  v_message.channel_id := coalesce(p_channel, v_message.channel_id);
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
  perform app.follow_binding(v_message, p_whatsapp_id, p_at);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.bind_reference (
  p_channel uuid,
  p_value   jsonb,
  p_request bigint,
  p_heard   timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_parts text[] := regexp_match(p_value ->> 'reference', '^([0-9]{1,18})\.([0-9]{1,9})$');
  v_whatsapp_id text := p_value ->> 'whatsappId';
begin
  if v_parts is not null and v_whatsapp_id is not null then
    perform app.bind_message(a.message_id, v_whatsapp_id, p_request, p_heard, p_channel)
    from public.whatsapp_send_attempts a
    where a.message_id = v_parts[1]::bigint and a.attempt = v_parts[2]::integer
      and a.channel_id = p_channel and not exists (select from public.whatsapp_message_keys k
        where k.channel_id = p_channel and k.whatsapp_id = v_whatsapp_id);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.call_address (
  k public.cloudtalk_calls
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(k.phone_number, case when k.facts ? 'bsuid'
    then app.contact_bsuid(k.contact_id) end);
end $function$;

CREATE OR REPLACE FUNCTION app.call_ids (
  p_workspace uuid,
  p_size      integer,
  p_before    bigint,
  p_filter    text,
  p_search    text     DEFAULT NULL::text,
  p_among     bigint[] DEFAULT NULL::bigint[],
  p_after     bigint   DEFAULT NULL::bigint
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
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
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'held', 'sent',
            'delivered', 'read') offset 0))
      and (p_search is null or k.search_text like all (v_words)
        or (k.contact_id is null and (k.phone_raw ilike v_raw or k.phone_number like v_phone))
        or exists (select from public.contacts c where c.id = k.contact_id
          and c.search_text like all (v_words) offset 0)
        or exists (select from public.contact_identities i
          where i.contact_id = k.contact_id and i.kind = 'phone' and i.value like v_phone offset 0))
    order by k.id desc limit p_size);
end $function$;

CREATE OR REPLACE FUNCTION app.caller_of (
  p_workspace uuid,
  p_value     jsonb,
  p_facts     jsonb DEFAULT '{}'::jsonb
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_phone text := p_value -> 'phone' ->> 'e164';
begin
  if p_value ? 'chat' then
    return app.resolve_chat(p_workspace, p_value -> 'chat');
  elsif v_phone is null then
    return null;
  end if;
  return app.resolve_contact(p_workspace, v_phone, null,
    p_name => p_facts ->> 'contactName', p_company => p_facts ->> 'company');
end $function$;

CREATE OR REPLACE FUNCTION app.change_ask (
  a         public.asks,
  p_facts   jsonb,
  p_old     jsonb,
  p_message public.whatsapp_messages
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
      else app.fitting_content(v_template, channel_id, contact_id, p_facts) end,
    template_id = coalesce(v_template.id, template_id),
    template_version = case when v_template.id is null then template_version
      else v_template.version end,
    priority = (v_times ->> 'priority')::smallint,
    due_at = case when attempt = 0 then (v_times ->> 'dueAt')::timestamptz
      else greatest(due_at, (v_times ->> 'dueAt')::timestamptz) end,
    live_until = (v_times ->> 'liveUntil')::timestamptz,
    expires_at = (v_times ->> 'expiresAt')::timestamptz
  where id = p_message.id;
  update public.asks set expires_at = (v_times ->> 'expiresAt')::timestamptz where id = a.id;
  return to_jsonb(p_message.channel_id);
end $function$;

CREATE OR REPLACE FUNCTION app.channel_beyond (
  p_channel  uuid,
  p_template bigint
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select o.id from public.channels c
    join public.channels o on o.workspace_id = c.workspace_id and o.id <> c.id
    join public.whatsapp_templates t on t.id = p_template
    where c.id = p_channel and o.state = 'active' and (o.capabilities ->> 'templates')::boolean
      and coalesce(o.begin_locked_until, '-infinity') <= app.now()
      and app.template_content(t, o.id, '{}') is not null
    order by o.takes_first_contacts desc, o.created_at, o.id limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.channel_json (
  c public.channels
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
      'firstLastDay', case when c.daily_limit > 0
        then app.first_contacts_of_day(c.id, app.now()) end,
      'beginLockedUntil', case when c.begin_locked_until > app.now() then c.begin_locked_until end,
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
end $function$;

CREATE OR REPLACE FUNCTION app.channel_named (
  p_channels public.channels[],
  p_vendor   text,
  p_account  text,
  p_channel  uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
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
    if c.id = p_channel or (p_channel is null and c.uses_environment and c.state <> 'retired'
        and (c.capabilities ->> 'ownSecret')::boolean) then
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
end $function$;

CREATE OR REPLACE FUNCTION app.channel_proved (
  p_delivery jsonb,
  p_business text
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((select c.id from public.channels c
      left join public.channel_standing s on s.channel_id = c.id
      where p_delivery -> 'proved' ? c.id::text
      order by p_delivery ->> 'account' in (c.account, c.previous_account) desc nulls last,
        c.state = 'retired', s.business = p_business desc nulls last, c.created_at, c.id limit 1),
    (p_delivery ->> 'channel')::uuid);
end $function$;

CREATE OR REPLACE FUNCTION app.channel_to_write (
  p_contact  bigint,
  p_purpose  text,
  p_template bigint
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_channel uuid := app.channel_for(p_contact, p_purpose);
begin
  if exists (select from public.channels c where c.id = v_channel
      and c.begin_locked_until > app.now()) and app.is_stranger_to(v_channel, p_contact) then
    return coalesce(app.channel_beyond(v_channel, p_template), v_channel);
  end if;
  return v_channel;
end $function$;

CREATE OR REPLACE FUNCTION app.channel_tried (
  c           public.contacts,
  p_workspace uuid,
  p_template  text
)
  RETURNS uuid
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(app.channel_to_write(c.id, 'follow_up', app.template_id(p_workspace, p_template)),
    app.first_contact_channel(p_workspace))
$function$;

CREATE OR REPLACE FUNCTION app.channels_meant (
  p_channels public.channels[],
  p_vendor   text,
  p_line     jsonb,
  p_known    uuid
)
  RETURNS uuid[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.check_guards (
  p_workspace uuid,
  p_contact   public.contacts,
  p_ask       bigint,
  p_heard     timestamp with time zone,
  p_template  text,
  p_by_staff  boolean,
  p_facts     jsonb                    DEFAULT NULL::jsonb,
  p_purpose   text                     DEFAULT 'bill'::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(app.guard_by_past(p_workspace, p_contact, p_ask, p_heard, p_template, p_by_staff,
    p_facts, p_purpose), app.guard_by_window(p_workspace, p_contact, p_template));
end $function$;

CREATE OR REPLACE FUNCTION app.composer_json (
  c public.contacts
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_channel uuid := app.channel_for(c.id, 'manual');
begin
  return app.composer_offers(c.id, v_channel) || jsonb_build_object(
    'reason', app.reason_known(c.id),
    'guard', app.write_guard(c, v_channel, 'called', false),
    'window', app.window_json(v_channel, c.id, app.now()),
    'lastInAt', (select m.written_at from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' order by m.id desc limit 1),
    'channel', (select jsonb_build_object('id', x.id, 'name', x.name, 'vendor', x.vendor,
        'state', x.state, 'quotes', coalesce((x.capabilities ->> 'quotes')::boolean, false),
        'pauseReason', x.pause_reason, 'pausedAt', x.paused_at,
        'connectionStatus', x.connection_status, 'queued', (select count(*)
          from public.whatsapp_messages m where m.channel_id = x.id and m.status = 'queued'))
      from public.channels x where x.id = v_channel));
end $function$;

CREATE OR REPLACE FUNCTION app.configure_first_channel (
  c          public.channels,
  p_settings jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hours jsonb;
  -- The one that it is of already, where that is complete.
  v jsonb := coalesce(
    (select x from jsonb_array_elements(p_settings -> 'channels') x
      where x ->> 'vendor' = c.vendor),
    p_settings -> 'channels' -> 0, '{}');
begin
  update public.channels x set vendor = coalesce(v ->> 'vendor', x.vendor),
    name = case when v ->> 'vendor' <> x.vendor then coalesce(v ->> 'name', x.name) else x.name end,
    configured_at = app.now()
  where x.id = c.id returning * into c;
  perform app.first_pace(c.id, p_settings || v);
  perform app.follow_environment(c, v);
  update public.workspaces set default_country = coalesce(p_settings ->> 'defaultCountry',
    default_country)
  where id = c.workspace_id;
  v_hours := app.daily_hours(coalesce(p_settings ->> 'sendingFrom', '08:00'),
    coalesce(p_settings ->> 'sendingUntil', '21:00'));
  if v_hours <> app.setting(c.workspace_id, 'hours') then
    insert into public.workspace_settings (workspace_id, kind, version, value)
    values (c.workspace_id, 'hours', 1, v_hours) on conflict do nothing;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.contact_bsuid (
  p_contact bigint
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select value from public.contact_identities
    where contact_id = p_contact and kind = 'bsuid' order by learned_at desc, value limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.curbed (
  p_value jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_type text := p_value ->> 'type';
  v_chat jsonb := nullif(p_value -> 'chat', 'null');
begin
  if v_type in ('identity', 'renamed') or (v_type = 'preference'
      and p_value ->> 'marketing' is distinct from 'stop') then
    return jsonb_build_object('type', 'ignored', 'reason', 'unproved', 'detail', v_type);
  end if;
  if v_chat is not null then
    p_value := jsonb_set(p_value, '{chat}', '{"phone": null, "lid": null}'::jsonb
      || app.strongest_address(v_chat));
  end if;
  return p_value - '{newPhone,recipient,lid}'::text[];
end $function$;

CREATE OR REPLACE FUNCTION app.drop_api_requests (
  p_limit integer
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  delete from public.api_requests x where x.ctid = any (array(select y.ctid
    from public.api_requests y where y.created_at <= app.now() - interval '24 hours'
    order by y.created_at limit p_limit for update skip locked));
end $function$;

CREATE OR REPLACE FUNCTION app.effects_in_all (
  p_results jsonb[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((select r from unnest(p_results) with ordinality t (r, n)
      order by array_position(array['processed', 'ignored', 'duplicate'], r ->> 'outcome'), n
      limit 1), '{"outcome": "ignored", "reason": "empty"}')
    || jsonb_build_object('channels', (
      select coalesce(jsonb_agg(distinct r -> 'channel'), '[]') from unnest(p_results) r
      where jsonb_typeof(r -> 'channel') = 'string'));
end $function$;

CREATE OR REPLACE FUNCTION app.enqueue_ask (
  a       public.asks,
  p_facts jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    perform app.settle_attention(a.contact_id, 'sent', '{no_template}')
    where app.has_windows(a.workspace_id);
    return to_jsonb(app.queue_message(a, p_facts, v_times));
  end if;
  perform app.keep_ask(a);
  if v_guard ->> 'file' is not null then
    perform app.note_evidence(a.id, 'attachment', m.id, null, m.written_at)
    from public.whatsapp_messages m where m.id = (v_guard ->> 'file')::bigint;
  elsif v_guard ? 'isLater' then
    -- What answered that ask answers this one too.
    perform app.share_evidence(a.covered_by, a.id);
  elsif a.code = 'no_template' and not exists (select from public.attention x
      where x.contact_id = a.contact_id and x.kind = 'no_template' and x.settled_at is null) then
    perform app.note_attention(a.workspace_id, a.contact_id, 'no_template', app.now(),
      p_call => a.call_id, p_detail => a.decision ->> 'template');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.erase_messages (
  p_contact bigint,
  p_at      timestamp with time zone
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
      address = null, referral = null,
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
end $function$;

CREATE OR REPLACE FUNCTION app.errand_for (
  s public.whatsapp_template_states,
  t public.whatsapp_templates
)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_now timestamptz := app.now();
begin
  if s.errand is not null then
    perform app.refuse_template('on_its_way', 'It is on its way already.');
  elsif s.state in ('pending', 'in_appeal') then
    perform app.refuse_template('in_review', 'WhatsApp is still reviewing it.');
  elsif s.state = 'approved' and s.version = t.version and not s.drifted then
    perform app.refuse_template('unchanged', 'This version is approved already.');
  elsif s.state in ('draft', 'deleted') or s.vendor_id is null then
    return 'create';
  elsif s.state in ('disabled', 'archived') then
    perform app.refuse_template('new_name', 'Give it another name at WhatsApp: this one is over.');
  elsif s.state in ('approved', 'paused') and s.category <> t.category then
    perform app.refuse_template('category_fixed',
      'WhatsApp keeps the category of an approved text: give it another name.');
  elsif s.state = 'approved' and exists (select from unnest(s.edits) e (at)
      where e.at > v_now - interval '24 hours') then
    perform app.refuse_template('edit_day', 'It was changed within 24 hours: wait until then.');
  elsif s.state = 'approved' and (select count(*) from unnest(s.edits) e (at)
      where e.at > v_now - interval '30 days') >= 10 then
    perform app.refuse_template('edit_month', 'It was changed ten times in 30 days.');
  end if;
  return 'edit';
end $function$;

CREATE OR REPLACE FUNCTION app.facts_of (
  p_value jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select jsonb_strip_nulls(jsonb_set(
    p_value - '{type,ended,endedAtUtc,keys,unread,chat,account,line}'::text[]
      || jsonb_build_object('bsuid', p_value -> 'chat' -> 'bsuid'),
    '{phone,by}', p_value -> 'bodyKind'))
$function$;

CREATE OR REPLACE FUNCTION app.facts_of_message (
  m public.whatsapp_messages
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  a public.asks;
begin
  select * into a from public.asks x where x.id = m.ask_id;
  return case when a.id is not null then app.ask_facts(a)
    else (select app.writing_facts(c) from public.contacts c where c.id = m.contact_id)
      || jsonb_build_object('agentName', (select x.name from public.memberships x
        where x.workspace_id = m.workspace_id and x.user_id = m.sent_by)) end;
end $function$;

CREATE OR REPLACE FUNCTION app.fill_template (
  p_body       text,
  p_parameters jsonb
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select string_agg(part.text || coalesce(p_parameters ->> (part.n - 1)::integer, ''), ''
    order by part.n)
  from regexp_split_to_table(p_body, app.variable_pattern('(?:\|[^{}|]*)?'))
    with ordinality part (text, n)
$function$;

CREATE OR REPLACE FUNCTION app.first_contacts_of_day (
  p_channel uuid,
  p_at      timestamp with time zone
)
  RETURNS integer
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select count(distinct m.contact_id) from public.whatsapp_send_attempts a
    join public.whatsapp_messages m on m.id = a.message_id
    where a.channel_id = p_channel and a.outcome <> 'not_sent'
      and a.started_at > p_at - interval '24 hours'
      and not exists (select from public.whatsapp_messages o
        where o.conversation_id = m.conversation_id and o.id < m.id
          and (o.direction = 'in' or o.send_began_at is not null or o.purpose = 'typed')));
end $function$;

CREATE OR REPLACE FUNCTION app.first_pace (
  p_channel uuid,
  p_pace    jsonb
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  update public.channels set
    min_interval_ms = coalesce((p_pace ->> 'minIntervalMs')::integer, min_interval_ms),
    daily_limit = coalesce((p_pace ->> 'dailyLimit')::integer, daily_limit),
    jitter_ms = coalesce((p_pace ->> 'jitterMs')::integer, jitter_ms),
    warm_up_days = coalesce((p_pace ->> 'warmUpDays')::smallint, warm_up_days),
    max_in_flight = coalesce((p_pace ->> 'maxInFlight')::integer, max_in_flight)
  where id = p_channel
$function$;

CREATE OR REPLACE FUNCTION app.fit_windows (
  p_channel  public.channels,
  p_messages bigint[],
  p_at       timestamp with time zone
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_id bigint;
  v_ask bigint;
  v_kept bigint[] := '{}';
begin
  if (p_channel.capabilities ->> 'windowHours') is null then
    return p_messages;
  end if;
  foreach v_id in array p_messages loop
    if exists (select from public.whatsapp_messages m where m.id = v_id
        and case m.content ->> 'kind' when 'template' then not app.is_outdated(m)
          else app.may_write_freely(m.channel_id, m.contact_id, p_at) end)
        or app.to_template(v_id) then
      v_kept := v_kept || v_id;
      continue;
    end if;
    update public.whatsapp_messages m set status = 'failed', failed_at = p_at, ask_open = false,
      reason_code = case when m.content ->> 'kind' = 'template' then 'template_refused'
        else 'window_closed' end,
      reason = case when m.content ->> 'kind' = 'template'
        then 'Its reviewed text was changed while it waited, and cannot stand for it any more.'
        else 'The person wrote too long ago for a free text, and no reviewed text stands for it.'
        end
    where m.id = v_id returning case when m.purpose = 'follow_up' then m.ask_id end into v_ask;
    perform app.promote_covered(v_ask) where v_ask is not null;
  end loop;
  return v_kept;
end $function$;

CREATE OR REPLACE FUNCTION app.fits_beyond (
  m         public.whatsapp_messages,
  p_channel uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  t public.whatsapp_templates;
begin
  if app.may_write_freely(p_channel, m.contact_id, app.now()) then
    return true;
  end if;
  select * into t from public.whatsapp_templates x where x.id = m.template_id;
  return t.id is not null and app.template_content(t, p_channel, '{}') is not null
    and (m.purpose <> 'manual' or m.body is not distinct from
      app.ask_text(app.facts_of_message(m), t.body));
end $function$;

CREATE OR REPLACE FUNCTION app.fitting_content (
  p_template public.whatsapp_templates,
  p_channel  uuid,
  p_contact  bigint,
  p_facts    jsonb,
  p_values   jsonb                     DEFAULT NULL::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case when not app.may_write_freely(p_channel, p_contact, app.now())
    then app.template_content(p_template, p_channel, p_facts, p_values) end;
end $function$;

CREATE OR REPLACE FUNCTION app.follow_binding (
  m             public.whatsapp_messages,
  p_whatsapp_id text,
  p_at          timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_status public.whatsapp_statuses;
begin
  -- They have a LID then; the binding mostly brings it, else it is looked up.
  update public.contact_identities i set lookup_at = p_at
  where i.workspace_id = m.workspace_id and i.kind = 'phone' and i.value = m.recipient
    and i.lookup_at is null and i.lookup_tries = 0
    and not exists (select from public.contact_identities l where l.contact_id = i.contact_id
      and l.kind = 'lid');
  for v_status in select * from public.whatsapp_statuses
    where channel_id = m.channel_id and whatsapp_id = p_whatsapp_id order by rank
  loop
    perform app.apply_status(m.id, v_status.status, v_status.received_at, v_status.failure,
      v_status.error_text);
    if v_status.lid is not null and m.recipient is not null then
      perform app.resolve_contact(m.workspace_id, m.recipient, v_status.lid);
    end if;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.give_first_contacts (
  p_workspace uuid,
  p_vendor    text,
  p_new       uuid[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_channel uuid := (select c.id from public.channels c where c.id = any (p_new)
    and c.vendor = p_vendor and c.state <> 'retired');
begin
  if v_channel is null or exists (select from public.audit_log l where l.workspace_id = p_workspace
      and l.action = 'first_contacts_chosen') then
    return;
  end if;
  update public.channels c set takes_first_contacts = false
  where c.workspace_id = p_workspace and c.takes_first_contacts and c.id <> v_channel;
  update public.channels c set takes_first_contacts = true where c.id = v_channel;
end $function$;

CREATE OR REPLACE FUNCTION app.guard_by_cooldown (
  p_contact public.contacts,
  p_ask     bigint,
  p_heard   timestamp with time zone,
  p_open    bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
    and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
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
end $function$;

CREATE OR REPLACE FUNCTION app.guard_by_past (
  p_workspace uuid,
  p_contact   public.contacts,
  p_ask       bigint,
  p_heard     timestamp with time zone,
  p_template  text,
  p_by_staff  boolean,
  p_facts     jsonb,
  p_purpose   text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.guard_by_window (
  p_workspace uuid,
  p_contact   public.contacts,
  p_template  text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  t public.whatsapp_templates;
begin
  if not app.has_windows(p_workspace) then
    return null;
  end if;
  select * into t from public.whatsapp_templates x where x.workspace_id = p_workspace
    and x.key = p_template;
  if app.has_way(t, coalesce(app.channel_to_write(p_contact.id, 'follow_up', t.id),
      app.first_contact_channel(p_workspace)), p_contact.id) then
    return null;
  end if;
  return jsonb_build_object('code', 'no_template', 'reason', format(
    'WhatsApp takes a reviewed text only, and "%s" is not approved there.', p_template));
end $function$;

CREATE OR REPLACE FUNCTION app.guards_json (
  p_stop jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select jsonb_agg(jsonb_build_object('guard', g.code, 'passes', true) || case
    when g.code = p_stop ->> 'code'
    then p_stop - 'code' || '{"passes": false}' else '{}' end order by g.n)
  from unnest(array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal',
    'covered', 'asked_by_hand', 'cooldown', 'no_template']) with ordinality g (code, n)
  where p_stop is null or g.n <= array_position(
    array['opted_out', 'erased', 'blocked', 'not_set_up', 'bill_received', 'refusal', 'covered',
      'asked_by_hand', 'cooldown', 'no_template'], p_stop ->> 'code')
$function$;

CREATE OR REPLACE FUNCTION app.has_begun (
  p_channel uuid,
  p_contact bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (select from public.whatsapp_conversations v
    join public.whatsapp_messages m on m.conversation_id = v.id
    where v.channel_id = p_channel and v.contact_id = p_contact and m.direction = 'in');
end $function$;

CREATE OR REPLACE FUNCTION app.has_content (
  m public.whatsapp_messages
)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select num_nonnulls(m.body, m.content, m.media, m.push_name, m.recipient, m.address,
    m.referral,
    m.quoted_whatsapp_id,
    m.whatsapp_message_id, m.provider_message_id) > 0
$function$;

CREATE OR REPLACE FUNCTION app.has_way (
  p_template public.whatsapp_templates,
  p_channel  uuid,
  p_contact  bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return app.may_write_freely(p_channel, p_contact, app.now())
    or app.template_content(p_template, p_channel, '{}') is not null;
end $function$;

CREATE OR REPLACE FUNCTION app.has_windows (
  p_workspace uuid
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (select from public.channels c where c.workspace_id = p_workspace
    and (c.capabilities ->> 'windowHours') is not null);
end $function$;

CREATE OR REPLACE FUNCTION app.heed_failure (
  m      public.whatsapp_messages,
  p_code text,
  p_at   timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_code = 'not_on_whatsapp' then
    update public.contact_identities i set not_on_whatsapp_at = p_at
    where i.workspace_id = m.workspace_id and i.kind = 'phone' and i.value = m.recipient;
  elsif p_code = 'stopped_marketing' then
    perform app.note_marketing(m.contact_id, 'stop', p_at);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.hold_recipient (
  m    public.whatsapp_messages,
  p_at timestamp with time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_until timestamptz := p_at + make_interval(secs => power(4, least(m.retries, 6)));
begin
  update public.whatsapp_messages x set due_at = v_until
  where x.channel_id = m.channel_id and x.contact_id = m.contact_id and x.status = 'queued'
    and x.id <> m.id and x.due_at < v_until;
  return v_until;
end $function$;

CREATE OR REPLACE FUNCTION app.holds_role (
  p_workspace uuid,
  p_user      uuid,
  p_role      text
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_role text := (select m.role from public.memberships m
    where m.workspace_id = p_workspace and m.user_id = p_user);
begin
  if v_role is null then
    select k.role into v_role from app.program(p_user) k where k.workspace_id = p_workspace;
  end if;
  return v_role is not null and app.role_rank(v_role) >= app.role_rank(p_role);
end $function$;

CREATE OR REPLACE FUNCTION app.insight_asks (
  p_workspace uuid,
  p_from      timestamp with time zone,
  p_until     timestamp with time zone,
  p_agent     text,
  p_zone      text
)
  RETURNS TABLE (
    ask_id      bigint,
    contact_id  bigint,
    is_call     boolean,
    day         date,
    agent       text,
    asked_at    timestamp with time zone,
    delivered   boolean,
    read        boolean,
    answered_at timestamp with time zone,
    confirmed   boolean,
    refused_at  timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return query
    select a.id, a.contact_id, k.id is not null, (a.created_at at time zone p_zone)::date,
      coalesce(k.agent_name, k.agent_email, k.agent_id), m.asked_at,
      m.delivered or a.evidence is not null, m.read or a.evidence is not null,
      case when a.evidence is not null then coalesce(a.answered_at, a.confirmed_at) end,
      a.evidence is not distinct from 'confirmed', r.at
    from public.asks a left join public.cloudtalk_calls k on k.id = a.call_id
    cross join lateral (select min(x.send_began_at) as asked_at,
        coalesce(bool_or(x.status in ('delivered', 'read')), false) as delivered,
        coalesce(bool_or(x.status = 'read'), false) as read
      from public.whatsapp_messages x where x.ask_id = a.id and x.direction = 'out'
        and x.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')) m
    cross join lateral (select min(u.at) as at from (
        select s.at from public.contact_consents s where s.contact_id = a.contact_id
          and s.kind = 'stopped' and s.at >= m.asked_at
        union all
        select t.at from public.attention t where t.contact_id = a.contact_id
          and t.kind = 'refusal' and t.settled_how is distinct from 'not_refusal'
          and t.at >= m.asked_at) u) r
    where a.workspace_id = p_workspace and a.purpose = 'bill' and not a.is_twin
      and a.ready_at is not null and a.created_at >= p_from and a.created_at < p_until
      and (p_agent is null or coalesce(k.agent_name, k.agent_email, k.agent_id) = p_agent);
end $function$;

CREATE OR REPLACE FUNCTION app.insight_texts (
  p_workspace uuid,
  p_from      timestamp with time zone,
  p_until     timestamp with time zone,
  p_agent     text,
  p_zone      text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (with said as (
      select m.template_id, m.template_version, q.confirmed, q.answered_at, q.refused_at,
        row_number() over w = 1 as is_first, m.send_began_at as at,
        coalesce(lead(m.send_began_at) over w, 'infinity') as until
      from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q
      join public.whatsapp_messages m on m.ask_id = q.ask_id and m.direction = 'out'
        and m.send_began_at is not null
        and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
      window w as (partition by q.ask_id order by m.send_began_at, m.id)),
    answers as (select s.*, s.answered_at < s.until and (s.is_first or s.answered_at >= s.at)
      as is_answered from said s)
    select coalesce(jsonb_agg(to_jsonb(g) order by g.sent desc, g.key, g.version desc), '[]')
    from (select t.key, a.template_version as version, count(*) as sent,
        count(*) filter (where a.is_answered) as answered,
        count(*) filter (where a.is_answered and a.confirmed) as bill,
        count(*) filter (where a.refused_at >= a.at and a.refused_at < a.until
          and a.answered_at is null) as stopped
      from answers a left join public.whatsapp_templates t on t.id = a.template_id
      group by 1, 2) g);
end $function$;

CREATE OR REPLACE FUNCTION app.is_asked (
  p_status text
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return p_status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read');
end $function$;

CREATE OR REPLACE FUNCTION app.is_at_risk (
  s public.channel_standing
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(s.quality = 'red', false) or coalesce(s.standing <> 'ok', false);
end $function$;

CREATE OR REPLACE FUNCTION app.is_content (
  p_content jsonb
)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select coalesce(case p_content ->> 'kind'
    when 'text' then jsonb_typeof(p_content -> 'text') = 'string'
    when 'template' then jsonb_typeof(p_content -> 'name') = 'string'
      and jsonb_typeof(p_content -> 'language') = 'string'
      and jsonb_typeof(p_content -> 'parameters') = 'array'
    when 'media' then jsonb_typeof(p_content -> 'media') = 'object'
    when 'interactive' then p_content ->> 'interactive' in ('buttons', 'list')
      and jsonb_typeof(p_content -> 'body') = 'string'
      and jsonb_typeof(coalesce(p_content -> 'buttons', p_content -> 'sections')) = 'array'
    when 'reaction' then jsonb_typeof(p_content -> 'on') = 'string'
    when 'location' then jsonb_typeof(p_content -> 'latitude') = 'number'
      and jsonb_typeof(p_content -> 'longitude') = 'number'
    when 'contacts' then jsonb_typeof(p_content -> 'contacts') = 'array' end, false)
$function$;

CREATE OR REPLACE FUNCTION app.is_of_a_number (
  p_value   jsonb,
  p_account text
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_type text := p_value ->> 'type';
begin
  return v_type in ('inbound_message', 'message_edit', 'message_deleted', 'reaction', 'echo',
      'message_status', 'channel_status', 'found_message')
    or (p_account is not null and (v_type in ('preference', 'renamed')
      or (v_type = 'call_ended' and p_value ? 'chat')));
end $function$;

CREATE OR REPLACE FUNCTION app.is_of_erased (
  p_workspace uuid,
  p_value     jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
    when p_value ->> 'type' not in ('inbound_message', 'echo', 'identity', 'renamed', 'preference')
      then false
    when app.is_erased(p_workspace, 'phone', v_chat ->> 'phone') then true
    -- Whose number we know now is somebody else, or came back.
    when app.contact_by(p_workspace, 'phone', v_chat ->> 'phone') is not null then false
    when app.is_erased(p_workspace, 'lid', v_chat ->> 'lid')
      or app.is_erased(p_workspace, 'bsuid', v_chat ->> 'bsuid')
      or app.is_erased(p_workspace, 'parent_bsuid', v_chat ->> 'parentBsuid') then true
    -- A name changes hands: it says nothing of somebody whom we know by more than that.
    else app.is_erased(p_workspace, 'username', v_chat ->> 'username')
      and coalesce(app.contact_by(p_workspace, 'lid', v_chat ->> 'lid'), app.contact_by(p_workspace,
        'bsuid', v_chat ->> 'bsuid'),
        app.contact_by(p_workspace, 'username', v_chat ->> 'username')) is null end;
end $function$;

CREATE OR REPLACE FUNCTION app.is_outdated (
  m public.whatsapp_messages
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return m.content ->> 'kind' = 'template' and exists (select from public.whatsapp_template_states s
    where s.channel_id = m.channel_id and s.template_id = m.template_id and s.state = 'approved'
      and s.version <> m.template_version);
end $function$;

CREATE OR REPLACE FUNCTION app.is_stranger_to (
  p_channel uuid,
  p_contact bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return not exists (select from public.whatsapp_conversations v
    join public.whatsapp_messages m on m.conversation_id = v.id
    where v.channel_id = p_channel and v.contact_id = p_contact
      and (m.direction = 'in' or m.purpose = 'typed' or exists (
        select from public.whatsapp_send_attempts a where a.message_id = m.id
          and a.outcome <> 'not_sent')));
end $function$;

CREATE OR REPLACE FUNCTION app.is_their_word (
  m public.whatsapp_messages
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return m.direction = 'in' and not exists (select from public.attention a
    where a.message_id = m.id and a.kind = 'number_changed');
end $function$;

CREATE OR REPLACE FUNCTION app.is_told_by_hand (
  c public.channels
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return app.takes_templates(c)
    and coalesce((c.capabilities ->> 'templatesByHand')::boolean, false);
end $function$;

CREATE OR REPLACE FUNCTION app.join_persons (
  p_loser  public.contacts,
  p_winner public.contacts
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    push_name = coalesce(push_name, p_loser.push_name),
    marketing_stopped_at = least(marketing_stopped_at, p_loser.marketing_stopped_at),
    marketing_said_at = greatest(marketing_said_at, p_loser.marketing_said_at), time_zone = coalesce(time_zone,
      p_loser.time_zone),
    erased_at = least(erased_at, p_loser.erased_at),
    -- The earlier one: they have not been written to since.
    opted_out_at = case when opted_out_at is not null
      then least(opted_out_at, p_loser.opted_out_at) end,
    blocked_at = case when blocked_at is not null then least(blocked_at, p_loser.blocked_at) end
  where id = p_winner.id;
  update public.contacts set merged_into = p_winner.id where id = p_loser.id;
  return v_moved;
end $function$;

CREATE OR REPLACE FUNCTION app.join_threads (
  p_loser  bigint,
  p_winner bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_conversation public.whatsapp_conversations;
  v_target bigint;
begin
  for v_conversation in select * from public.whatsapp_conversations
    where contact_id = p_loser order by id loop
    v_target := app.conversation(v_conversation.workspace_id, v_conversation.channel_id, p_winner);
    update public.whatsapp_messages set conversation_id = v_target
      where conversation_id = v_conversation.id;
    update public.whatsapp_conversations t set
      window_until = greatest(t.window_until, v_conversation.window_until),
      free_until = greatest(t.free_until, v_conversation.free_until)
    where t.id = v_target;
    delete from public.whatsapp_conversations where id = v_conversation.id;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION app.keep_off_retired()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.channels c where c.id = new.channel_id and c.state = 'retired') then
    new.channel_id := coalesce(app.channel_for(new.contact_id, new.purpose), new.channel_id);
    new.conversation_id := app.conversation(new.workspace_id, new.channel_id, new.contact_id);
    new.content := case when new.content ->> 'kind' <> 'template' then new.content end;
    -- The other number knows no such message.
    new.quoted_whatsapp_id := null;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.known_category (
  p_name text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when lower(p_name) in ('utility', 'marketing', 'authentication')
    then lower(p_name) end;
end $function$;

CREATE OR REPLACE FUNCTION app.learn_addresses (
  p_workspace uuid,
  p_contact   bigint,
  p_lid       text,
  p_bsuid     text,
  p_parent    text   DEFAULT NULL::text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_contact bigint := p_contact;
  v_other bigint;
  v_kind text;
  v_value text;
begin
  for v_kind, v_value in select i.kind, i.value
    from (values ('lid', p_lid), ('bsuid', p_bsuid), ('parent_bsuid', p_parent)) i (kind, value)
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
end $function$;

CREATE OR REPLACE FUNCTION app.learn_line (
  p_workspace uuid,
  p_channel   uuid,
  p_line      jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.learn_recipient (
  p_message   bigint,
  p_recipient jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
  v_bsuid text := p_recipient ->> 'bsuid';
  v_parent text := p_recipient ->> 'parentBsuid';
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  if m.direction is distinct from 'out'
      or (app.contact_by(m.workspace_id, 'bsuid', v_bsuid) = m.contact_id and (v_parent is null
        or app.contact_by(m.workspace_id, 'parent_bsuid', v_parent) = m.contact_id))
      or app.is_erased_contact(m.contact_id) then
    return;
  end if;
  perform from public.contacts c where c.id = m.contact_id for update;
  perform app.learn_addresses(m.workspace_id, m.contact_id, null, v_bsuid, v_parent);
end $function$;

CREATE OR REPLACE FUNCTION app.leave_name (
  s public.whatsapp_template_states
)
  RETURNS public.whatsapp_template_states
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_new public.whatsapp_template_states;
begin
  update public.whatsapp_template_states x set template_id = null where x.id = s.id;
  insert into public.whatsapp_template_states (channel_id, template_id, workspace_id, state)
  values (s.channel_id, s.template_id, s.workspace_id, 'draft') returning * into v_new;
  return v_new;
end $function$;

CREATE OR REPLACE FUNCTION app.list_templates_soon (
  c public.channels
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into public.tasks as t (workspace_id, kind, key, payload)
  values (c.workspace_id, 'list_templates', c.id::text, jsonb_build_object('channel', c.id))
  on conflict (workspace_id, kind, key) do update set state = 'waiting', due_at = app.now(),
    tries = 0, ended_at = null, seen_by = null, seen_at = null
  where t.state <> 'running';
end $function$;

CREATE OR REPLACE FUNCTION app.listed_calls (
  p_workspace uuid,
  p_size      integer,
  p_before    bigint,
  p_from      timestamp with time zone,
  p_until     timestamp with time zone,
  p_agent     text,
  p_outcome   text,
  p_only      bigint[]
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_in_doubt bigint[] := case when p_outcome = 'problem' then array(
    select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace
      and (m.status = 'uncertain' or (m.status = 'failed' and m.acknowledged_at is null))
      and m.call_id is not null) end;
begin
  return array(
    select k.id from public.cloudtalk_calls k
    where k.workspace_id = p_workspace and (p_before is null or k.id < p_before)
      and (p_from is null or (k.created_at >= p_from and k.created_at < p_until))
      and (p_agent is null or coalesce(k.agent_name, k.agent_email, k.agent_id) = p_agent)
      and (p_only is null or k.id = any (p_only))
      and (p_outcome is distinct from 'answered' or k.electricity_bill_received)
      and (p_outcome is distinct from 'bill' or (k.electricity_bill_received
        and k.electricity_bill_evidence = 'confirmed'))
      and (v_in_doubt is null or k.id = any (v_in_doubt))
      and (p_outcome is null or p_outcome not in ('sent', 'none') or (p_outcome = 'sent') = exists (
        select from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'held', 'sent',
            'delivered', 'read') offset 0))
    order by k.id desc limit p_size);
end $function$;

CREATE OR REPLACE FUNCTION app.listed_row (
  c     public.channels,
  p_one jsonb
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_row bigint;
begin
  select s.id into v_row from public.whatsapp_template_states s
  where s.channel_id = c.id and (s.vendor_id = p_one ->> 'id'
    or (s.vendor_name = p_one ->> 'name' and s.language = p_one ->> 'language'))
  order by s.vendor_id = p_one ->> 'id' desc nulls last limit 1 for update;
  if v_row is null then
    insert into public.whatsapp_template_states (channel_id, workspace_id, vendor_id, vendor_name,
      language, state)
    values (c.id, c.workspace_id, p_one ->> 'id', p_one ->> 'name', p_one ->> 'language',
      p_one ->> 'state')
    returning id into v_row;
  end if;
  update public.whatsapp_template_states s set template_id = o.template_id, version = o.version,
    parameter_names = o.parameter_names, category_asked = o.category_asked
  from public.whatsapp_template_states o
  where s.id = v_row and s.template_id is null and o.workspace_id = c.workspace_id
    and o.vendor_id = p_one ->> 'id' and o.template_id is not null
    and not exists (select from public.whatsapp_template_states own
      where own.channel_id = c.id and own.template_id = o.template_id);
  return v_row;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_beginning (
  p_channel uuid,
  p_detail  text,
  p_at      timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
begin
  select * into c from public.channels x where x.id = p_channel;
  if c.begin_locked_until > p_at then
    return;
  end if;
  update public.channels x set
    begin_lock_tries = case when x.begin_locked_until > p_at - interval '3 days'
      then x.begin_lock_tries + 1 else 1 end,
    begin_locked_at = p_at, begin_lock_detail = left(p_detail, 500)
  where x.id = p_channel;
  update public.channels x set begin_locked_until = p_at + least(interval '7 days',
    interval '1 day' * power(2, least(x.begin_lock_tries - 1, 5)))
  where x.id = p_channel;
  perform app.move_beginnings(p_channel);
  perform app.note_attention(c.workspace_id, null, 'may_not_begin', p_at, p_detail => c.name)
  where not exists (select from public.attention a where a.workspace_id = c.workspace_id
    and a.kind = 'may_not_begin' and a.detail = c.name and a.settled_at is null);
end $function$;

CREATE OR REPLACE FUNCTION app.longest_overdue (
  c    public.channels,
  w    public.workspaces,
  p_at timestamp with time zone
)
  RETURNS TABLE (
    message_id bigint,
    call_id    bigint,
    own_due    timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 1
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
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
           and x.expires_at > p_at and app.may_leave_now(c, x.contact_id, p_at)
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
         and tried.first_at is not null and app.may_leave_now(c, m.contact_id, p_at)
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
end $function$;

CREATE OR REPLACE FUNCTION app.make_ask (
  p_contact         bigint,
  p_origin_kind     text,
  p_origin_id       bigint,
  p_reason_to_write text,
  p_terms           jsonb,
  p_purpose         text   DEFAULT 'bill'::text,
  p_facts           jsonb  DEFAULT '{}'::jsonb,
  p_user            uuid   DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  a.recipient := coalesce(app.contact_phone(a.contact_id), app.contact_bsuid(a.contact_id));
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
end $function$;

CREATE OR REPLACE FUNCTION app.may_leave_now (
  c         public.channels,
  p_contact bigint,
  p_at      timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(c.begin_locked_until, '-infinity') <= p_at or app.has_begun(c.id, p_contact);
end $function$;

CREATE OR REPLACE FUNCTION app.may_offer (
  c public.contacts
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$ begin return c.marketing_stopped_at is null and not app.is_unreachable(c); end $function$;

CREATE OR REPLACE FUNCTION app.may_write_freely (
  p_channel uuid,
  p_contact bigint,
  p_at      timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return app.window_hours(p_channel) is null
    or coalesce((select v.window_until > p_at from public.whatsapp_conversations v
      where v.channel_id = p_channel and v.contact_id = p_contact), false);
end $function$;

CREATE OR REPLACE FUNCTION app.messages_for_turn (
  p_channel public.channels,
  p_at      timestamp with time zone,
  w         public.workspaces,
  p_room    integer
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_busy bigint[] := array(select m.contact_id from public.whatsapp_send_attempts a
    join public.whatsapp_messages m on m.id = a.message_id
    where a.channel_id = p_channel.id and a.outcome = 'in_flight');
begin
  return array(
    select o.id from (
      select distinct on (m.contact_id) m.* from app.next_to_send(p_channel.id, p_at, w,
        array(select q.id from public.whatsapp_messages q where q.contact_id = any (v_busy)
          and q.channel_id = p_channel.id and q.direction = 'out' and q.status = 'queued'),
        4 * p_room) m
      order by m.contact_id, m.priority, m.due_at, m.id) o
    order by o.priority, o.due_at, o.id limit p_room);
end $function$;

CREATE OR REPLACE FUNCTION app.move_all_beginnings()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  perform app.move_beginnings(c.id) from public.channels c where c.begin_locked_until > app.now();
exception when others then
  raise warning 'first contacts of a locked channel: % %', sqlstate, sqlerrm;
end $function$;

CREATE OR REPLACE FUNCTION app.move_beginnings (
  p_channel uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  m record;
  v_moved integer := 0;
begin
  for m in
    select q.id, q.workspace_id, q.contact_id,
      app.channel_beyond(p_channel, q.template_id) as beyond
    from public.whatsapp_messages q
    where q.channel_id = p_channel and q.status = 'queued' and q.template_id is not null
      and app.is_stranger_to(p_channel, q.contact_id)
    order by q.id
  loop
    continue when m.beyond is null;
    update public.whatsapp_messages x set channel_id = m.beyond, content = null, retries = 0,
      quoted_whatsapp_id = null, reason_code = null, reason = null,
      conversation_id = app.conversation(m.workspace_id, m.beyond, m.contact_id)
    where x.id = m.id;
    v_moved := v_moved + 1;
  end loop;
  return v_moved;
end $function$;

CREATE OR REPLACE FUNCTION app.move_queue (
  p_from public.channels,
  p_to   uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_moved integer;
begin
  -- What was reviewed was so there: the claim sees what it may be here.
  update public.whatsapp_messages m set channel_id = p_to,
    content = case when m.content ->> 'kind' <> 'template' then m.content end,
    quoted_whatsapp_id = null,
    conversation_id = app.conversation(m.workspace_id, p_to, m.contact_id)
  where m.channel_id = p_from.id and m.status = 'queued';
  get diagnostics v_moved = row_count;
  return v_moved;
end $function$;

CREATE OR REPLACE FUNCTION app.my_workspaces()
  RETURNS SETOF uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  ROWS 1
  SET search_path TO ''
  AS $function$
begin
  return query select workspace_id from public.memberships where user_id = (select auth.uid());
  if not found then
    return query select k.workspace_id from app.own_program() k;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.my_workspaces_as (
  p_role text
)
  RETURNS SETOF uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return query select m.workspace_id from public.memberships m
    where m.user_id = (select auth.uid()) and app.role_rank(m.role) >= app.role_rank(p_role);
  if not found then
    return query select k.workspace_id from app.own_program() k
      where app.role_rank(k.role) >= app.role_rank(p_role);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.named_parameters (
  p_names  text[],
  p_values jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_object_agg(n.name, p_values -> (n.place - 1)::integer)
    from unnest(p_names) with ordinality n (name, place)
    where n.place <= jsonb_array_length(p_values));
end $function$;

CREATE OR REPLACE FUNCTION app.next_send_time (
  p_channel uuid,
  p_from    timestamp with time zone,
  w         public.workspaces,
  p_except  bigint[]
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.next_to_send (
  p_channel uuid,
  p_at      timestamp with time zone,
  w         public.workspaces,
  p_except  bigint[],
  p_limit   integer                  DEFAULT 1
)
  RETURNS SETOF public.whatsapp_messages
  LANGUAGE plpgsql
  STABLE
  ROWS 1
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  v_open boolean := app.in_sending_hours(p_at, w);
  v_zones text[] := app.own_zones(w);
  v_open_zones text[] := '{}';
  v_may_begin boolean := not exists (select from public.channels c where c.id = p_channel
    and c.begin_locked_until > p_at);
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
      and (v_may_begin or app.has_begun(p_channel, m.contact_id))
      and (m.reminder_of is null or not app.awaits_look(m.contact_id))
    order by m.priority, m.due_at, m.id limit p_limit;
end $function$;

CREATE OR REPLACE FUNCTION app.next_turn (
  p_channel   public.channels,
  p_at        timestamp with time zone,
  p_in_flight integer,
  OUT         opens_at timestamp with time zone,
  OUT         room integer
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_limit integer := app.daily_limit_at(p_channel, p_at);
  v_gap interval := app.slot_gap(p_channel);
  v_sends timestamptz[];
begin
  opens_at := greatest(p_at, p_channel.next_slot_at
    - case when v_gap is null then interval '0' else interval '200 milliseconds' end);
  -- The interval runs from an answer: where there is one, nothing is in flight beside it.
  room := case when p_channel.min_interval_ms + p_channel.jitter_ms > 0 then 1
    else p_channel.max_in_flight end - p_in_flight;
  if v_gap is not null then
    room := least(room, greatest(1, floor(extract(epoch from interval '250 milliseconds')
      / extract(epoch from v_gap))::integer));
  end if;
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
end $function$;

CREATE OR REPLACE FUNCTION app.note_chat_call (
  p_call    public.cloudtalk_calls,
  p_channel uuid,
  p_at      timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if p_channel is not null and p_call.contact_id is not null
      and not app.is_erased_contact(p_call.contact_id) then
    perform app.conversation(p_call.workspace_id, p_channel, p_call.contact_id);
    if p_call.direction = 'incoming' then
      perform app.open_window(p_channel, p_call.contact_id, p_at);
    end if;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.note_hold (
  p_channel public.channels,
  p_at      timestamp with time zone
)
  RETURNS public.channels
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  c public.channels := p_channel;
  v_limit integer := app.daily_limit_at(c, p_at);
  v_frees timestamptz := app.cap_frees_at(v_limit, app.recent_sends(c.id, v_limit, p_at));
  v_held timestamptz;
begin
  v_held := greatest(
    case when c.state = 'paused' then p_at end,
    case when v_frees > p_at then v_frees end,
    -- Who waited for the lock's end is late from there on.
    case when c.begin_locked_until <= p_at then c.begin_locked_until end,
    -- More than the pace asks for: the provider's retry_after.
    case when c.next_slot_at > p_at + app.lateness_gap(c) then c.next_slot_at end);
  if v_held > coalesce(c.held_until, '-infinity') then
    update public.channels set held_until = v_held where id = c.id returning * into c;
  end if;
  return c;
end $function$;

CREATE OR REPLACE FUNCTION app.note_marketing (
  p_contact bigint,
  p_word    text,
  p_at      timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  c public.contacts;
begin
  select * into c from public.contacts x where x.id = p_contact for update;
  if c.erased_at is not null or c.marketing_said_at > p_at
      or (c.marketing_said_at = p_at and p_word <> 'stop')
      or (c.marketing_stopped_at is not null) = (p_word = 'stop') then
    return false;
  end if;
  update public.contacts x set marketing_said_at = p_at,
    marketing_stopped_at = case p_word when 'stop' then p_at end
  where x.id = p_contact;
  insert into public.contact_consents (workspace_id, contact_id, kind, source, at)
  values (c.workspace_id, p_contact, case p_word when 'stop' then 'marketing_stopped'
    else 'marketing_resumed' end, 'preference', p_at);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.note_template_news (
  p_channel uuid,
  p_value   jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
  v_reason text := nullif(btrim(p_value ->> 'reason'), '');
  v_code text := coalesce(p_value ->> 'reasonCode',
    case when v_reason ~ '^[A-Z][A-Z_]+$' then v_reason end);
begin
  select * into c from public.channels x where x.id = p_channel;
  if c.id is null or coalesce(p_value ->> 'templateId', p_value ->> 'name') is null then
    return false;
  end if;
  update public.whatsapp_template_states s set
    vendor_id = coalesce(s.vendor_id, p_value ->> 'templateId'),
    state = coalesce(p_value ->> 'state', s.state),
    reason_code = case when p_value ? 'state' then nullif(v_code, 'NONE') else s.reason_code end,
    reason = case when p_value ? 'state' then left(nullif(v_reason, v_code), 500)
      else s.reason end,
    recommendation = case when p_value ? 'state'
      then left(nullif(btrim(p_value ->> 'recommendation'), ''), 500) else s.recommendation end,
    quality = coalesce(p_value ->> 'quality', s.quality),
    category = coalesce(app.known_category(p_value ->> 'category'), s.category),
    becomes_category = case when p_value ? 'becomesCategory'
      then app.known_category(p_value ->> 'becomesCategory')
      when p_value ? 'category' and not p_value ? 'state' then null else s.becomes_category end,
    becomes_at = case when p_value ? 'becomesCategory'
      then coalesce((p_value ->> 'becomesAt')::timestamptz, s.becomes_at)
      when p_value ? 'category' and not p_value ? 'state' then null else s.becomes_at end,
    told_at = app.now(), updated_at = app.now()
  where s.workspace_id = c.workspace_id and ((s.vendor_id = p_value ->> 'templateId'
      and (s.channel_id = c.id or ((p_value ->> 'unproved')::boolean is not true and exists (
        select from public.channels o where o.id = s.channel_id and o.vendor = c.vendor))))
    or (s.channel_id = c.id and s.vendor_id is null and s.vendor_name = p_value ->> 'name'
      and s.language = p_value ->> 'language'));
  if found then
    return true;
  elsif p_value ->> 'name' is null or coalesce(p_value ->> 'state', 'deleted') = 'deleted' then
    return false;
  end if;
  insert into public.whatsapp_template_states (channel_id, workspace_id, vendor_id, vendor_name,
    language, state, reason_code, category, told_at)
  values (c.id, c.workspace_id, p_value ->> 'templateId', p_value ->> 'name',
    p_value ->> 'language', p_value ->> 'state', nullif(v_code, 'NONE'),
    app.known_category(p_value ->> 'category'), app.now())
  on conflict do nothing;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.note_unconfirmed (
  p_channel uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_now timestamptz := app.now();
  v_heard timestamptz := (select max(m.sent_at) from (
    select x.sent_at from public.whatsapp_messages x join public.whatsapp_send_attempts a
      on a.message_id = x.id
    where a.channel_id = p_channel and a.outcome <> 'not_sent'
    order by a.started_at desc limit 20) m);
  v_noted integer;
begin
  perform app.note_undelivered(p_channel);
  update public.whatsapp_messages m set unconfirmed_at = v_now
  where m.id in (
    select x.id from public.whatsapp_send_attempts a join public.whatsapp_messages x
      on x.id = a.message_id
    where a.channel_id = p_channel and a.outcome <> 'not_sent'
      and a.started_at > v_now - interval '3 days'
      and a.started_at < v_now - interval '10 minutes' and x.status = 'accepted'
      and x.unconfirmed_at is null and x.accepted_at < v_heard);
  get diagnostics v_noted = row_count;
  return v_noted;
end $function$;

CREATE OR REPLACE FUNCTION app.note_undelivered (
  p_channel uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_now timestamptz := app.now();
  v_ask bigint;
  v_purpose text;
  v_noted integer := 0;
begin
  if not exists (select from public.channels c where c.id = p_channel
      and (c.capabilities ->> 'templates')::boolean) then
    return 0;
  end if;
  for v_ask, v_purpose in
    update public.whatsapp_messages m set status = 'failed', failed_at = v_now, ask_open = false,
      reason_code = 'not_delivered',
      reason = 'It did not reach the phone in time: it may be off, or WhatsApp gave up.'
    where m.id = any (array(select x.id from public.whatsapp_messages x
      where x.channel_id = p_channel and x.status in ('accepted', 'held', 'sent')
        and x.direction = 'out' and x.expires_at < v_now - interval '1 hour'
        and x.expires_at > v_now - interval '40 days'
      order by x.expires_at limit 500))
    returning m.ask_id, m.purpose
  loop
    v_noted := v_noted + 1;
    if v_purpose = 'follow_up' then
      perform app.promote_covered(v_ask);
    end if;
  end loop;
  return v_noted;
end $function$;

CREATE OR REPLACE FUNCTION app.note_unproved_start (
  m       public.whatsapp_messages,
  p_value jsonb
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if (p_value ->> 'unproved')::boolean and exists (select from public.contacts c
      where c.id = m.contact_id and c.opted_out_at is not null)
    and app.consent_word(m.workspace_id,
      array(select jsonb_array_elements_text(p_value -> 'consentKeys'))) = 'start'
  then
    perform app.look_at_message(m, 'unproved_start', app.written_of(p_value, app.now()), null);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.open_window (
  p_channel    uuid,
  p_contact    bigint,
  p_at         timestamp with time zone,
  p_free_hours integer                  DEFAULT NULL::integer
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hours double precision := app.window_hours(p_channel);
  v_until timestamptz := p_at + make_interval(secs => v_hours * 3600);
  v_free timestamptz := p_at + make_interval(hours => p_free_hours);
  v_conversation bigint;
begin
  if v_hours is null then
    return;
  end if;
  v_conversation := app.conversation((select c.workspace_id from public.channels c
    where c.id = p_channel), p_channel, p_contact);
  update public.whatsapp_conversations v set window_until = greatest(v.window_until, v_until),
    free_until = greatest(v.free_until, v_free)
  where v.id = v_conversation and (v.window_until is null or v.window_until < v_until
    or v_free > coalesce(v.free_until, '-infinity'));
end $function$;

CREATE OR REPLACE FUNCTION app.owe_again (
  p_contact bigint,
  p_asks    bigint[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  a public.asks;
begin
  update public.asks x set owed_since = app.now() where x.id = any (p_asks)
    and x.evidence = 'reply';
  select * into a from public.asks x where x.id = any (p_asks) and x.evidence = 'reply'
    and x.covered_by is null order by x.id desc limit 1;
  update public.whatsapp_messages f set ask_open = true
  where f.ask_id = a.id and f.purpose = 'follow_up'
    and f.status in ('accepted', 'held', 'sent', 'delivered', 'read') and not f.ask_open
    and not exists (select from public.asks o where o.contact_id = p_contact and o.is_open
      and o.purpose = a.purpose)
    and not exists (select from public.contacts c where c.id = p_contact
      and app.is_unreachable(c));
end $function$;

CREATE OR REPLACE FUNCTION app.own_program()
  RETURNS TABLE (
    id           uuid,
    workspace_id uuid,
    role         text,
    name         text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  ROWS 1
  SET search_path TO ''
  AS $function$ begin return query select * from app.program(auth.uid()); end $function$;

CREATE OR REPLACE FUNCTION app.parameters_given (
  p_body       text,
  p_facts      jsonb,
  p_parameters jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_known jsonb := app.text_variables(p_facts);
  v_own jsonb := app.template_parameters(p_body, v_known);
  v_unknown text;
begin
  if jsonb_typeof(p_parameters) = 'array' then
    if jsonb_array_length(p_parameters) <> jsonb_array_length(v_own) then
      raise exception using errcode = 'PT422', detail = 'parameters', message = format(
        'This text has %s variables, and %s parameters were given.', jsonb_array_length(v_own),
        jsonb_array_length(p_parameters));
    end if;
    return p_parameters;
  end if;
  if jsonb_typeof(p_parameters) = 'object' then
    select x.name into v_unknown from jsonb_object_keys(p_parameters) x (name)
    where not v_known ? x.name limit 1;
    if v_unknown is not null then
      raise exception using errcode = 'PT422', detail = 'parameters',
        message = format('Texts have no variable "%s".', v_unknown);
    end if;
    return app.template_parameters(p_body, v_known || p_parameters);
  end if;
  return v_own;
end $function$;

CREATE OR REPLACE FUNCTION app.part_consent (
  p_merge public.contact_merges
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  perform app.note_marketing(v_loser.id, 'stop', v_winner.marketing_said_at)
  where v_winner.marketing_stopped_at is not null;
  perform app.skip_unreachable(v_loser.id);
end $function$;

CREATE OR REPLACE FUNCTION app.part_rows (
  p_merge public.contact_merges
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  with moved as (
    update public.conversation_notes n set contact_id = p_merge.loser
    where n.contact_id = p_merge.winner and n.id in (select x::bigint
      from jsonb_array_elements_text(p_merge.moved -> 'notes') x)
    returning n.id)
  update public.note_mentions n set contact_id = p_merge.loser from moved where n.note_id = moved.id;
  update public.bill_verdicts v set contact_id = p_merge.loser
  where v.contact_id = p_merge.winner and v.message_id = any (v_messages);
  for v_channel in select distinct m.channel_id from public.whatsapp_messages m
    where m.id = any (v_messages) loop
    update public.whatsapp_messages m set contact_id = p_merge.loser,
      conversation_id = app.conversation(p_merge.workspace_id, v_channel, p_merge.loser)
    where m.id = any (v_messages) and m.channel_id = v_channel;
    perform app.window_by_messages(v_channel, p_merge.loser),
      app.window_by_messages(v_channel, p_merge.winner);
  end loop;
  delete from public.whatsapp_conversations v where v.contact_id = p_merge.winner
    and v.window_until is null and not exists (select from public.whatsapp_messages m where m.conversation_id = v.id);
end $function$;

CREATE OR REPLACE FUNCTION app.pick_messages (
  p_channel   public.channels,
  p_at        timestamp with time zone,
  w           public.workspaces,
  p_room      integer,
  p_in_flight integer
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_next bigint[];
  v_fitting bigint[] := '{}';
begin
  for _ in 1 .. 20 loop
    v_next := case when p_room = 1 and p_in_flight = 0
      then array(select m.id from app.next_to_send(p_channel.id, p_at, w, '{}') m)
      else app.messages_for_turn(p_channel, p_at, w, p_room) end;
    v_fitting := app.fit_windows(p_channel, v_next, p_at);
    exit when v_fitting <> '{}' or v_next = '{}';
  end loop;
  return v_fitting;
end $function$;

CREATE OR REPLACE FUNCTION app.placeholder_names (
  p_body text
)
  RETURNS text[]
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_names text[] := array(select f.found[1]
    from regexp_matches(p_body, '\{\{\s*(\w+)\s*\}\}', 'g') with ordinality f (found, n)
    order by f.n);
begin
  return case when cardinality(v_names) > 0 and v_names[1] !~ '^\d+$' then v_names end;
end $function$;

CREATE OR REPLACE FUNCTION app.problem_of (
  c          public.contacts,
  p_after_id bigint,
  p_after    timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(
    (select jsonb_build_object('detail', a.kind, 'message', a.message_id, 'since', a.at)
      from public.attention a where a.contact_id = c.id and a.settled_at is null
        and (p_after is null or a.created_at > p_after)
      order by a.kind <> 'refusal', a.at, a.id limit 1),
    (select jsonb_build_object('detail', case when m.status = 'failed' then
          case when m.reason_code in ('not_on_whatsapp', 'window_closed', 'not_delivered')
            then m.reason_code::text else 'failed' end
          when m.status = 'uncertain' then 'uncertain' else 'unconfirmed' end,
        'message', m.id, 'since', coalesce(m.failed_at, m.unconfirmed_at, m.send_began_at,
          m.created_at))
      from public.whatsapp_messages m
      where m.contact_id = c.id and m.direction = 'out' and m.id > p_after_id
        and (m.status in ('uncertain', 'accepted')
          or (m.status = 'failed' and m.acknowledged_at is null))
        and (m.status <> 'accepted' or m.unconfirmed_at is not null)
      order by m.id limit 1),
    case when not c.phone_known and c.dismissed_at is null and c.erased_at is null then
      (select jsonb_build_object('detail', 'who', 'message', m.id, 'since', m.written_at)
        from public.whatsapp_messages m where m.contact_id = c.id and m.direction = 'in'
          and m.id > p_after_id
        order by m.id desc limit 1) end);
end $function$;

CREATE OR REPLACE FUNCTION app.program (
  p_user uuid
)
  RETURNS TABLE (
    id           uuid,
    workspace_id uuid,
    role         text,
    name         text
  )
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  ROWS 1
  SET search_path TO ''
  AS $function$
begin
  return query select k.id, k.workspace_id, k.role, k.name from public.api_keys k
    where k.id = p_user and k.revoked_at is null;
end $function$;

CREATE OR REPLACE FUNCTION app.program_verbs()
  RETURNS text[]
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select array['whoami', 'inbox', 'send_manual', 'send_to_number', 'list_messages', 'message_list',
    'template_list', 'channel_list', 'read_settings', 'try_decision', 'consent_history',
    'note_consent_export', 'begin_export', 'export_page']
$function$;

CREATE OR REPLACE FUNCTION app.queue_consent_notice (
  p_contact bigint,
  p_kind    text,
  p_message bigint,
  p_at      timestamp with time zone
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_asked public.whatsapp_messages;
  v_setting jsonb;
  v_to text;
  v_id bigint;
begin
  select * into v_asked from public.whatsapp_messages where id = p_message;
  v_to := app.address_on(p_contact, v_asked.channel_id);
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
end $function$;

CREATE OR REPLACE FUNCTION app.queue_manual (
  c          public.contacts,
  p_channel  uuid,
  p_body     text,
  p_content  jsonb,
  p_template bigint,
  p_key      text,
  p_reason   text,
  p_quoted   text
)
  RETURNS public.whatsapp_messages
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
  v_is_live boolean := exists (select from public.whatsapp_messages x where x.contact_id = c.id
    and x.direction = 'in' and x.written_at > app.now() - interval '24 hours');
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body, content,
    status, template_id, template_version, recipient, priority, due_at, live_until, expires_at,
    sent_by, client_key, reason_to_write, quoted_whatsapp_id)
  values (c.workspace_id, p_channel, app.conversation(c.workspace_id, p_channel, c.id), c.id, 'out',
    'manual', 'text', p_body, p_content, 'queued',
    p_template, (select t.version from public.whatsapp_templates t where t.id = p_template),
    app.address_on(c.id, p_channel), -10, app.now(),
    case when v_is_live then app.now() + interval '24 hours' end,
    app.now() + interval '72 hours', auth.uid(), p_key,
    coalesce(p_reason, app.reason_known(c.id)), p_quoted)
  returning * into m;
  return m;
end $function$;

CREATE OR REPLACE FUNCTION app.queue_message (
  a       public.asks,
  p_facts jsonb,
  p_times jsonb
)
  RETURNS uuid
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_channel uuid := app.channel_to_write(a.contact_id, 'follow_up',
    app.template_id(a.workspace_id, a.decision ->> 'template'));
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
      status,
    ask_id, call_id, template_id, template_version, recipient, ask_open, priority, due_at,
    live_until, expires_at, request_id)
  select a.workspace_id, v_channel, app.conversation(a.workspace_id, v_channel, a.contact_id),
    a.contact_id, 'out', 'follow_up', app.ask_text(p_facts, t.body),
    app.fitting_content(t, v_channel, a.contact_id, p_facts), 'queued', a.id, a.call_id,
    t.id, t.version, a.recipient, true, (p_times ->> 'priority')::smallint,
    (p_times ->> 'dueAt')::timestamptz, (p_times ->> 'liveUntil')::timestamptz,
    (p_times ->> 'expiresAt')::timestamptz, a.request_id
  from public.whatsapp_templates t
  where t.workspace_id = a.workspace_id and t.key = a.decision ->> 'template';
  return v_channel;
end $function$;

CREATE OR REPLACE FUNCTION app.record_call (
  p_workspace uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone,
  p_channel   uuid                     DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  if app.is_erased(p_workspace, 'phone', p_value -> 'phone' ->> 'e164')
      or app.is_erased(p_workspace, 'bsuid', p_value -> 'chat' ->> 'bsuid') then
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
  perform app.note_chat_call(v_call, p_channel, coalesce(v_ended_at, p_heard));
  return jsonb_strip_nulls(jsonb_build_object('outcome', 'processed', 'call', v_call.id, 'channel',
    app.settle_call(v_call, v_is_another),
    'reason', case when v_facts ? 'erased' then 'erased' end));
end $function$;

CREATE OR REPLACE FUNCTION app.record_deletion (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  elsif (p_value ->> 'unproved')::boolean then
    perform app.look_at_message(m, 'unproved_deletion', app.written_of(p_value, p_heard), null);
    return '{"outcome": "ignored", "reason": "unproved", "detail": "deletion"}';
  end if;
  update public.whatsapp_messages set deleted_at = app.written_of(p_value, p_heard) where id = m.id;
  -- On the phone it stands no more.
  perform app.settle_attention(m.contact_id, 'deleted',
    array['view_once', 'undecryptable', 'unknown_kind', 'edit_unreadable'], m.id);
  return '{"outcome": "processed"}';
end $function$;

CREATE OR REPLACE FUNCTION app.record_edit (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  v_said := app.heed_consent(m.id, app.said_word(p_workspace, p_value), v_at);
  perform app.note_unproved_start(m, p_value);
  if (v_said ->> 'isStop')::boolean or (v_said ->> 'isRefusal')::boolean then
    perform app.withdraw_evidence(m.id, case when (v_said ->> 'isStop')::boolean
      then 'The customer changed this message into a stop.'
      else 'The customer changed this message into what looks like a refusal.' end);
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', v_said -> 'channel');
end $function$;

CREATE OR REPLACE FUNCTION app.record_inbound (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
      request_id, created_at, referral)
  values (
    v_id, p_workspace, p_channel, app.conversation(p_workspace, p_channel, v_contact), v_contact,
      'in', 'inbound',
    p_value ->> 'kind', p_value ->> 'text', nullif(p_value -> 'media', 'null'), 'received',
      p_value ->> 'whatsappId',
    p_value ->> 'quotedWhatsappId', p_value ->> 'pushName',
      (p_value ->> 'providerTimestamp')::timestamptz,
    app.chat_address(p_value -> 'chat'), p_value ->> 'evidence', p_request, p_heard,
    nullif(p_value -> 'referral', 'null'))
  returning * into v_message;
  perform app.open_window(p_channel, v_contact, v_message.written_at, case
    when v_message.referral is not null then 72 end)
  -- A changed number is WhatsApp's word, not theirs.
  where p_value ->> 'contentName' is distinct from 'system'
    and v_message.kind not in ('system', 'protocol');
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
end $function$;

CREATE OR REPLACE FUNCTION app.record_news (
  p_workspace uuid,
  p_channels  uuid[],
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.record_number_news (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.record_preference (
  p_workspace uuid,
  p_value     jsonb,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_contact bigint := app.resolve_chat(p_workspace, p_value -> 'chat');
begin
  if app.is_erased_contact(v_contact) then
    return '{"outcome": "ignored", "reason": "erased"}';
  elsif app.note_marketing(v_contact, p_value ->> 'marketing', app.written_of(p_value, p_heard))
    then
    return '{"outcome": "processed"}';
  end if;
  return '{"outcome": "duplicate"}';
end $function$;

CREATE OR REPLACE FUNCTION app.record_renamed (
  p_workspace uuid,
  p_value     jsonb,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_chat jsonb := p_value -> 'chat';
  v_bsuid text := p_value ->> 'bsuid';
  v_parent text := p_value ->> 'parentBsuid';
  v_known bigint := app.contact_by(p_workspace, 'bsuid', v_bsuid);
  v_contact bigint := coalesce(app.contact_by(p_workspace, 'phone', v_chat ->> 'phone'),
    app.contact_by(p_workspace, 'bsuid', v_chat ->> 'bsuid'),
    app.contact_by(p_workspace, 'parent_bsuid', v_chat ->> 'parentBsuid'));
begin
  if v_contact is null then
    return '{"outcome": "ignored", "reason": "no_chat"}';
  elsif v_contact = v_known and app.contact_bsuid(v_contact) = v_bsuid
      and (v_parent is null
        or app.contact_by(p_workspace, 'parent_bsuid', v_parent) = v_contact) then
    return '{"outcome": "duplicate"}';
  end if;
  perform from public.contacts c where c.id in (v_contact, v_known) order by c.id for update;
  v_contact := app.learn_addresses(p_workspace, v_contact, null, v_bsuid, v_parent);
  update public.contact_identities i set learned_at = app.now()
  where i.workspace_id = p_workspace and i.kind = 'bsuid' and i.value = v_bsuid
    and i.contact_id = v_contact;
  if not found then
    perform app.note_attention(p_workspace, v_contact, 'number_changed', p_heard,
      p_detail => concat_ws(' → ', app.contact_phone(v_contact), app.contact_phone(v_known)))
    where not exists (select from public.attention a where a.contact_id = v_contact
      and a.kind = 'number_changed' and a.settled_at is null);
  end if;
  return '{"outcome": "processed"}';
end $function$;

CREATE OR REPLACE FUNCTION app.record_status (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_whatsapp_id text := p_value ->> 'whatsappId';
  v_status text := p_value ->> 'status';
  v_error text := p_value ->> 'errorText';
  v_message bigint;
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
    if v_messages is not null then
      return case when app.apply_status(v_messages[1], v_status, p_heard, p_value ->> 'failure',
          v_error) then jsonb_build_object('outcome', 'processed')
        else jsonb_build_object('outcome', 'ignored', 'reason', 'status_not_higher') end;
    end if;
    -- Faster than our own settlement, which will look here.
    v_whatsapp_id := 'msgId:' || (p_value ->> 'providerMessageId');
  end if;
  insert into public.whatsapp_statuses (
    channel_id, workspace_id, whatsapp_id, status, rank, error_text, failure, lid,
      provider_timestamp, request_id, received_at)
  values (p_channel, p_workspace, v_whatsapp_id, v_status, app.status_rank(v_status),
    left(v_error, 500), p_value ->> 'failure', p_value ->> 'lid',
    (p_value ->> 'providerTimestamp')::timestamptz, p_request, p_heard)
  on conflict (channel_id, whatsapp_id, rank) do nothing;
  if not found then
    select request_id into v_first from public.whatsapp_statuses where channel_id = p_channel
      and whatsapp_id = v_whatsapp_id and rank = app.status_rank(v_status);
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', v_first);
  end if;
  select k.message_id, m.direction into v_message, v_direction
  from public.whatsapp_message_keys k left join public.whatsapp_messages m on m.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = v_whatsapp_id;
  if v_direction = 'in' then
    return jsonb_build_object('outcome', 'ignored', 'reason', 'inbound_status');
  end if;
  perform app.apply_status(v_message, v_status, p_heard, p_value ->> 'failure', v_error);
  if p_value ? 'recipient' then
    perform app.learn_recipient(v_message, p_value -> 'recipient');
  end if;
  return jsonb_build_object('outcome', 'processed');
end $function$;

CREATE OR REPLACE FUNCTION app.record_taken_back (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb,
  p_request   bigint,
  p_heard     timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_result jsonb := app.record_inbound(p_workspace, p_channel,
    p_value || '{"kind": "other", "evidence": null,
    "contentName": "taken_back", "look": "taken_back", "isStub": true}', p_request, p_heard);
begin
  if (p_value ->> 'unproved')::boolean then
    return v_result;
  end if;
  update public.whatsapp_messages m set deleted_at = app.written_of(p_value, p_heard)
  from public.whatsapp_message_keys k
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId'
    and m.id = k.message_id
    and m.direction = 'in' and m.deleted_at is null;
  return v_result;
end $function$;

CREATE OR REPLACE FUNCTION app.record_vendor_error (
  p_workspace uuid,
  p_channel   uuid,
  p_detail    text,
  p_request   bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.channel_incidents i where i.channel_id = p_channel
      and i.kind = 'vendor_error' and i.closed_at is null and i.detail = left(p_detail, 500)) then
    return '{"outcome": "duplicate"}';
  end if;
  insert into public.channel_incidents (workspace_id, channel_id, kind, detail, request_id)
  values (p_workspace, p_channel, 'vendor_error', left(p_detail, 500), p_request);
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $function$;

CREATE OR REPLACE FUNCTION app.refuse_by_facts (
  p_facts jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_problem text := coalesce(p_facts -> 'phone' ->> 'problem', case
    -- WhatsApp hides it, and reaches them all the same.
    when p_facts -> 'phone' ->> 'e164' is null and p_facts ->> 'bsuid' is null
      then 'withheld' end);
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
end $function$;

CREATE OR REPLACE FUNCTION app.refuse_template (
  p_detail  text,
  p_message text
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  raise exception using errcode = 'PT409', message = p_message, detail = p_detail;
end $function$;

CREATE OR REPLACE FUNCTION app.require_actor (
  p_workspace uuid,
  p_actor     uuid,
  p_role      text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if not app.holds_role(p_workspace, p_actor, p_role) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.require_role (
  p_workspace uuid,
  p_role      text
)
  RETURNS void
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if not app.holds_role(p_workspace, auth.uid(), p_role) then
    raise exception using errcode = '42501',
      message = 'You are not allowed to do this in this workspace.';
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.resolve_chat (
  p_workspace uuid,
  p_chat      jsonb
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_parent text := p_chat ->> 'parentBsuid';
  v_known bigint := app.contact_by(p_workspace, 'parent_bsuid', v_parent);
begin
  if v_parent is not null then
    -- Known at another business of the same owner: their id here is new.
    if v_known is not null and app.contact_by(p_workspace, 'phone', p_chat ->> 'phone') is null then
      perform app.learn_addresses(p_workspace, v_known, null, p_chat ->> 'bsuid');
    end if;
    v_known := app.resolve_contact(p_workspace, p_chat ->> 'phone', p_chat ->> 'lid',
      p_chat ->> 'bsuid', p_chat ->> 'username');
    return case when app.is_erased_contact(v_known) then v_known
      else app.learn_addresses(p_workspace, v_known, null, null, v_parent) end;
  end if;
  return app.resolve_contact(p_workspace, p_chat ->> 'phone', p_chat ->> 'lid', p_chat ->> 'bsuid',
    p_chat ->> 'username');
end $function$;

CREATE OR REPLACE FUNCTION app.retain_messages (
  p_workspace uuid,
  p_after     bigint,
  p_before    timestamp with time zone,
  p_limit     integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    edits = null, push_name = null, referral = null,
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
  delete from public.whatsapp_reactions r using public.whatsapp_messages m
  where m.id = r.message_id and m.workspace_id = p_workspace and m.id > p_after
    and m.id <= v_last and m.content_removed_at is not null;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last));
end $function$;

CREATE OR REPLACE FUNCTION app.reword (
  m    public.whatsapp_messages,
  p_at timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if m.whatsapp_message_id is not null or m.content ->> 'kind' = 'template'
      or not app.to_template(m.id) then
    return false;
  end if;
  update public.whatsapp_messages x set status = 'queued', due_at = greatest(x.due_at, p_at),
    reason_code = 'window_closed',
    reason = 'WhatsApp takes a reviewed text only: it leaves as that.'
  where x.id = m.id;
  perform app.reconsider(m.id, p_at);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.said_word (
  p_workspace uuid,
  p_value     jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_word text := app.consent_word(p_workspace,
    array(select jsonb_array_elements_text(p_value -> 'consentKeys')));
begin
  return case when v_word = 'start' and (p_value ->> 'contentName' = 'advertisement'
      or (p_value ->> 'unproved')::boolean) then null
    else v_word end;
end $function$;

CREATE OR REPLACE FUNCTION app.same_words (
  p_ours   text,
  p_theirs text
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return btrim(regexp_replace(p_ours, app.variable_pattern('(\|[^{}|]*)?'), '{}', 'g'))
    = btrim(regexp_replace(p_theirs, '\{\{\s*\w+\s*\}\}', '{}', 'g'));
end $function$;

CREATE OR REPLACE FUNCTION app.send_errand (
  s        public.whatsapp_template_states,
  p_errand text,
  p_name   text,
  t        public.whatsapp_templates
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.whatsapp_template_states x set errand = p_errand, errands = x.errands + 1,
    errand_code = null, errand_reason = null, vendor_name = p_name,
    language = coalesce(x.language, t.language),
    vendor_id = case when p_errand = 'create' then null else x.vendor_id end,
    state = case when p_errand = 'create' then 'draft' else x.state end,
    category_asked = case p_errand when 'remove' then x.category_asked else t.category end,
    submitted_at = app.now(), submitted_by = auth.uid(), updated_at = app.now()
  where x.id = s.id;
  perform app.queue_task(s.workspace_id, 'tell_templates', s.id || ':' || s.errands + 1,
    jsonb_build_object('state', s.id, 'errand', p_errand));
  perform app.log_action(s.workspace_id, auth.uid(),
    case p_errand when 'remove' then 'template_withdrawn' else 'template_submitted' end,
    'template', coalesce(t.key, p_name), jsonb_build_object('version', t.version));
end $function$;

CREATE OR REPLACE FUNCTION app.settle_accepted (
  p_kept    app.settlement[],
  p_channel uuid,
  p_at      timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
declare
  v_doubtful bigint[];
  v_bound bigint[] := app.bind_accepted(p_kept, p_channel);
begin
  -- The ordinary case in one update: each costs an entry in a dozen indexes. What a newer attempt
  -- has in hand, or has brought to its end, is not touched; but a late "accepted" cancels the
  -- resend that waits.
  with accepted as (
    update public.whatsapp_messages m set
      provider_message_id = k.outcome ->> 'providerMessageId',
      whatsapp_message_id = case when m.id = any (v_bound) then k.outcome ->> 'whatsappId'
        else m.whatsapp_message_id end,
      bind_at = case when m.whatsapp_message_id is null and k.outcome ->> 'whatsappId' is null
        and k.outcome ->> 'providerMessageId' is not null
                     then p_at + interval '30 seconds' end,
      status = case when m.status = 'sending' then app.accepted_as(k.outcome) else m.status end,
      accepted_at = case when m.status = 'sending' then coalesce(m.accepted_at, p_at)
        else m.accepted_at end
    from unnest(p_kept) k
    where m.id = k.message and k.outcome ->> 'kind' = 'accepted'
      and (m.attempt = k.attempt or m.status not in ('sending', 'accepted', 'held', 'sent',
        'delivered', 'read'))
    returning m.id, m.status)
  select array_agg(id) filter (where status not in ('accepted', 'held')) into v_doubtful
  from accepted;
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
  perform app.follow_binding(m, m.whatsapp_message_id, p_at)
  from public.whatsapp_messages m where m.id = any (v_bound);
  perform app.bind_message(k.message, k.outcome ->> 'whatsappId', null, p_at)
  from unnest(p_kept) k
  where k.outcome ->> 'whatsappId' is not null and k.message <> all (v_bound);
end $function$;

CREATE OR REPLACE FUNCTION app.settle_ask (
  a        public.asks,
  p_afresh boolean     DEFAULT false
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
      or a.code in ('not_ended', 'not_set_up', 'no_template') then
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
end $function$;

CREATE OR REPLACE FUNCTION app.settle_unaccepted (
  s         app.settlement,
  p_channel uuid,
  p_at      timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    if v_code <> 'window_closed' or not app.reword(v_message, p_at) then
      perform app.raise_status(s.message, 'failed', p_at, v_code, v_reason);
      perform app.heed_failure(v_message, v_code, p_at);
    end if;
  elsif v_kind = 'not_sent' and v_message.status in ('sending', 'uncertain') then
    v_retry := case
      -- The lock holds it, unless its person has written to us; then it is not tried over and over.
      when v_code = 'may_not_begin' then case when app.has_begun(p_channel, v_message.contact_id)
        then p_at + interval '1 hour' else v_message.due_at end
      when v_keeps_place then v_message.due_at
      when s.outcome ->> 'only' = 'recipient' then app.hold_recipient(v_message, p_at)
      when s.outcome ->> 'retryAfterMs' is not null
        then p_at + make_interval(secs => (s.outcome ->> 'retryAfterMs')::bigint / 1000.0)
      else p_at + app.back_off(interval '15 seconds', v_message.retries) end;
    update public.whatsapp_messages set
      status = 'queued', due_at = greatest(due_at, v_retry), reason_code = v_code,
        reason = v_reason,
      retries = retries + case when v_keeps_place then 0 else 1 end
    where id = s.message;
    perform app.reconsider(s.message, p_at);
    -- Now that it waits again it may be among what leaves from elsewhere.
    perform app.lock_beginning(p_channel, v_reason, p_at) where v_code = 'may_not_begin';
  elsif v_kind = 'uncertain' and v_message.status = 'sending' then
    update public.whatsapp_messages set status = 'uncertain', reason_code = v_code,
      reason = v_reason where id = s.message;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.shell_channel (
  c          public.channels,
  p_now      timestamp with time zone,
  p_midnight timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_limit integer := app.daily_limit_at(c, p_now);
  v_sends timestamptz[] := app.recent_sends(c.id, v_limit, p_now);
begin
  return jsonb_build_object('id', c.id, 'name', c.name, 'state', c.state,
    'pauseReason', c.pause_reason, 'connectionStatus', c.connection_status,
    'since', case c.state when 'paused' then c.paused_at else c.connection_status_at end,
    'beginLockedUntil', case when c.begin_locked_until > p_now then c.begin_locked_until end,
    'backAt', app.back_since(c, p_now),
    'sentToday', (select count(*) from public.whatsapp_send_attempts a
      where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at >= p_midnight),
    'dailyLimit', v_limit,
    'capFreesAt', case when v_limit > 0 and app.cap_frees_at(v_limit, v_sends) > p_now
      then app.cap_frees_at(v_limit, v_sends) end,
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'));
end $function$;

CREATE OR REPLACE FUNCTION app.slot_gap (
  p_channel public.channels
)
  RETURNS interval
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when p_channel.min_interval_ms + p_channel.jitter_ms = 0
    then interval '1015 milliseconds'
      / nullif((p_channel.capabilities ->> 'perSecond')::integer, 0) end;
end $function$;

CREATE OR REPLACE FUNCTION app.standing_json (
  s public.channel_standing
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case when s.channel_id is not null then jsonb_build_object('number', s.number,
    'quality', s.quality, 'qualityAt', s.quality_at, 'limit', s.people_limit,
    'limitAt', s.limit_at, 'standing', s.standing, 'standingAt', s.standing_at,
    'detail', s.detail, 'isAtRisk', app.is_at_risk(s)) end;
end $function$;

CREATE OR REPLACE FUNCTION app.status_rank (
  p_status text
)
  RETURNS integer
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case p_status
    when 'sending' then 1 when 'uncertain' then 1 when 'accepted' then 2
    -- Taken by the vendor, which keeps it back for a while.
    when 'held' then 3 when 'sent' then 4
    when 'failed' then 5 when 'delivered' then 6 when 'read' then 7 else 0 end;
end $function$;

CREATE OR REPLACE FUNCTION app.strongest_address (
  p_chat jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object(k.kind, p_chat -> k.kind)
    from unnest(array['phone', 'lid', 'bsuid', 'parentBsuid', 'username'])
      with ordinality k (kind, n)
    where p_chat ->> k.kind is not null order by k.n limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.take_kind (
  p_kind  text,
  p_lease interval,
  p_tries integer,
  p_most  integer
)
  RETURNS SETOF public.tasks
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
        and (w.key = 'default' or exists (select from app.task_kinds own
          where own.kind = p_kind and own.is_own))
      order by t.due_at, t.id limit p_most for update of t skip locked)
    update public.tasks t set state = 'running', attempt = t.attempt + 1, tries = t.tries + 1,
      tried_at = v_now, due_at = v_now + p_lease
    from due where t.id = due.id returning t.*;
end $function$;

CREATE OR REPLACE FUNCTION app.take_messages (
  p_channel  public.channels,
  p_messages bigint[],
  p_at       timestamp with time zone,
  p_worker   uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_claimed jsonb;
  v_lease interval := interval '60 seconds';
  v_gap interval := app.slot_gap(p_channel);
  v_slot timestamptz := greatest(p_at, p_channel.next_slot_at);
begin
  with taken as (
    update public.whatsapp_messages set
      status = 'sending', attempt = attempt + 1, send_began_at = coalesce(send_began_at, p_at),
        reason_code = null, reason = null
    where id = any (p_messages) and status = 'queued' returning id, attempt, recipient, body,
      content, quoted_whatsapp_id),
  tried as (
    insert into public.whatsapp_send_attempts (workspace_id, channel_id, message_id, attempt,
      started_at, lease_until)
    select p_channel.workspace_id, p_channel.id, id, attempt, p_at, p_at + v_lease from taken)
  select jsonb_agg(jsonb_build_object('id', id, 'attempt', attempt,
      'content', coalesce(content, jsonb_build_object('kind', 'text', 'text', body)))
    || app.whom_json(recipient, quoted_whatsapp_id)
    || case when v_gap is null then '{}'::jsonb else jsonb_build_object('startInMs',
      round(extract(epoch from v_slot - p_at
        + v_gap * (array_position(p_messages, id) - 1)) * 1000, 1)) end
    order by array_position(p_messages, id)) into v_claimed from taken;
  update public.channels set
    waiter_until = case when waiter = p_worker then null else waiter_until end,
    warm_up_began_at = coalesce(warm_up_began_at, p_at),
      next_slot_at = case when v_gap is null then p_at + app.pause_between(p_channel)
        else v_slot + v_gap * cardinality(p_messages) end
  where id = p_channel.id;
  return jsonb_build_object('action', 'claimed', 'messages', coalesce(v_claimed, '[]'),
    'access', app.access_json(p_channel)) || case when v_gap is null then '{}'::jsonb
      else jsonb_build_object('perSecond', p_channel.capabilities -> 'perSecond') end;
end $function$;

CREATE OR REPLACE FUNCTION app.takes_templates (
  c public.channels
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return c.state <> 'retired' and coalesce((c.capabilities ->> 'templates')::boolean, false);
end $function$;

CREATE OR REPLACE FUNCTION app.template_content (
  p_template public.whatsapp_templates,
  p_channel  uuid,
  p_facts    jsonb,
  p_values   jsonb                     DEFAULT NULL::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  s public.whatsapp_template_states;
  v_values jsonb;
begin
  select * into s from public.whatsapp_template_states x
  where x.channel_id = p_channel and x.template_id = p_template.id and x.state = 'approved'
    and x.version = p_template.version and not x.drifted;
  if s.id is null then
    return null;
  end if;
  v_values := coalesce(p_values,
    app.template_parameters(p_template.body, app.text_variables(p_facts)));
  return jsonb_strip_nulls(jsonb_build_object('kind', 'template',
    'name', coalesce(s.vendor_name, p_template.key), 'id', s.vendor_id,
    'language', coalesce(s.language, p_template.language), 'parameters', v_values,
    'named', app.named_parameters(s.parameter_names, v_values)));
end $function$;

CREATE OR REPLACE FUNCTION app.template_facts (
  k public.tasks
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  s public.whatsapp_template_states;
  t public.whatsapp_templates;
begin
  select * into s from public.whatsapp_template_states x
  where x.id = (k.payload ->> 'state')::bigint for update;
  select * into t from public.whatsapp_templates x where x.id = s.template_id;
  if s.errand is distinct from k.payload ->> 'errand'
      or k.key <> s.id || ':' || s.errands or (s.errand <> 'remove' and t.id is null) then
    return null;
  end if;
  return jsonb_build_object('channel', s.channel_id, 'errand', s.errand, 'id', s.vendor_id,
    'name', s.vendor_name, 'language', s.language, 'isAgain', k.tries > 1, 'version', t.version,
    'category', t.category, 'body', t.body, 'components', t.components,
    'ttlSeconds', t.ttl_seconds);
end $function$;

CREATE OR REPLACE FUNCTION app.template_id (
  p_workspace uuid,
  p_key       text
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select t.id from public.whatsapp_templates t where t.workspace_id = p_workspace
    and t.key = p_key);
end $function$;

CREATE OR REPLACE FUNCTION app.template_list_facts (
  k public.tasks
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object('channel', c.id, 'began', app.now()) from public.channels c
    where c.id = (k.payload ->> 'channel')::uuid and app.takes_templates(c));
end $function$;

CREATE OR REPLACE FUNCTION app.template_named (
  p_workspace uuid,
  p_name      text,
  p_language  text
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  t public.whatsapp_templates;
begin
  select x.* into t from public.whatsapp_templates x where x.workspace_id = p_workspace
    and (x.key = p_name or exists (select from public.whatsapp_template_states s
      where s.template_id = x.id and s.vendor_name = p_name))
  order by x.key = p_name desc,
    lower(left(x.language, 2)) = lower(left(p_language, 2)) desc nulls last, x.id limit 1;
  if t.id is null then
    raise exception using errcode = 'PT422', detail = 'template_name',
      message = 'There is no text with this name.';
  end if;
  -- it, it_IT and it-IT are one.
  if lower(left(p_language, 2)) <> lower(left(t.language, 2)) then
    raise exception using errcode = 'PT422', detail = 'language',
      message = format('This text is written in "%s".', t.language);
  end if;
  return t.key;
end $function$;

CREATE OR REPLACE FUNCTION app.template_parameters (
  p_body      text,
  p_variables jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  -- WhatsApp refuses line breaks and runs of blanks in them (docs, template messages).
  select coalesce(jsonb_agg(regexp_replace(coalesce(nullif(btrim(p_variables ->> f.found[1]), ''),
    f.found[2], ''), '\s+', ' ', 'g') order by f.n), '[]')
  from regexp_matches(p_body, app.variable_pattern('(?:\|([^{}|]*))?'), 'g')
    with ordinality f (found, n)
$function$;

CREATE OR REPLACE FUNCTION app.template_told (
  k        public.tasks,
  p_result jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  s public.whatsapp_template_states;
  r jsonb := p_result;
begin
  select * into s from public.whatsapp_template_states x
  where x.id = (k.payload ->> 'state')::bigint for update;
  if s.id is null or k.key <> s.id || ':' || s.errands then
    return null;
  end if;
  if r ->> 'kind' = 'retry' and k.tries >= 6 then
    r := r || '{"kind": "failed"}';
  end if;
  if r ->> 'kind' = 'failed' or r ? 'refused' then
    update public.whatsapp_template_states x set errand = null,
      errand_code = coalesce(r ->> 'refused', r ->> 'code'),
      errand_reason = left(r ->> 'message', 500), updated_at = app.now() where x.id = s.id;
    return r - array['refused', 'message'] || case when r ->> 'kind' = 'failed'
      then jsonb_build_object('message', r ->> 'message') else '{}' end;
  elsif r ->> 'kind' <> 'done' then
    return r;
  elsif s.errand = 'remove' and s.template_id is null then
    delete from public.whatsapp_template_states x where x.id = s.id;
    return r - array['names'];
  end if;
  update public.whatsapp_template_states x set errand = null, updated_at = app.now(),
    edits = case when s.errand = 'edit' and s.state = 'approved'
      then array(select e.at from unnest(s.edits) e (at)
        where e.at > app.now() - interval '30 days') || app.now() else s.edits end,
    vendor_id = coalesce(r ->> 'id', s.vendor_id),
    -- What the vendor told by itself since it was sent is newer than its answer.
    state = case when s.errand = 'remove' then 'deleted'
      when s.told_at > s.submitted_at then s.state else coalesce(r ->> 'state', 'pending') end,
    category = coalesce(app.known_category(r ->> 'category'), s.category),
    version = coalesce((r ->> 'version')::integer, s.version), drifted = false,
    ttl_seconds = (r ->> 'ttlSeconds')::integer,
    reason_code = null, reason = null, recommendation = null,
    parameter_names = case when jsonb_typeof(r -> 'names') = 'array'
      then array(select jsonb_array_elements_text(r -> 'names')) end
  where x.id = s.id;
  return r - array['names'];
end $function$;

CREATE OR REPLACE FUNCTION app.texts_in_use (
  p_workspace uuid
)
  RETURNS SETOF public.whatsapp_templates
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query select t.* from public.whatsapp_templates t where t.workspace_id = p_workspace
    and t.key in (select n.key from unnest(array['rules', 'reminders']) k (kind),
      app.templates_named(k.kind, app.setting(p_workspace, k.kind)) n)
    order by t.key;
end $function$;

CREATE OR REPLACE FUNCTION app.thread_json (
  p_contact bigint,
  p_before  bigint,
  p_size    integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  c public.contacts;
  v_messages jsonb;
  v_older boolean;
  v_from timestamptz;
  v_until timestamptz;
begin
  select * into c from public.contacts x where x.id = p_contact;
  if c.id is null then
    return null;
  elsif c.merged_into is not null then
    return jsonb_build_object('movedTo', c.merged_into);
  end if;
  v_messages := app.thread_messages(c.id, p_before, p_size + 1);
  v_older := jsonb_array_length(v_messages) > p_size;
  if v_older then
    v_messages := v_messages - p_size;
    v_from := (v_messages -> -1 ->> 'createdAt')::timestamptz;
  end if;
  v_until := case when p_before is not null then (select m.created_at
    from public.whatsapp_messages m where m.id = p_before) end;
  return jsonb_build_object('person', app.thread_person(c),
    'row', (select r.conversation from app.conversation_rows(array[c.id]) r),
    'messages', v_messages, 'older', case when v_older then v_messages -> -1 -> 'id' end,
    'calls', app.thread_calls(c.id, v_from, v_until),
    'notes', app.thread_notes(c.id, v_from, v_until),
    'readId', (select r.message_id from public.conversation_reads r where r.contact_id = c.id
      and r.user_id = auth.uid()),
    'composer', app.composer_json(c), 'here', app.others_here(c.id));
end $function$;

CREATE OR REPLACE FUNCTION app.thread_messages (
  p_contact bigint,
  p_before  bigint,
  p_size    integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_ids bigint[] := array(select m.id from public.whatsapp_messages m
    where m.contact_id = p_contact and (p_before is null or m.id < p_before)
    order by m.id desc limit p_size);
begin
  return (select coalesce(jsonb_agg(page.message || jsonb_strip_nulls(jsonb_build_object(
      'sentBy', m.sent_by, 'unconfirmedAt', m.unconfirmed_at, 'templateId', m.template_id,
      'acknowledgedAt', m.acknowledged_at, 'referral', m.referral, 'askId', m.ask_id, 'reminderStep', m.reminder_step,
      'quoted', app.quoted_words(m),
      'reactions', (select jsonb_agg(jsonb_build_object('emoji', x.emoji, 'direction',
        x.direction) order by x.direction) from public.whatsapp_reactions x
        where x.message_id = m.id and x.emoji is not null))) order by page.id desc), '[]')
    from app.messages_json(v_ids) page join public.whatsapp_messages m on m.id = page.id);
end $function$;

CREATE OR REPLACE FUNCTION app.threads_moved (
  p_from uuid,
  p_to   uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object('here', count(*) filter (where not x.is_moved),
      'moved', count(*) filter (where x.is_moved))
    from (select exists (select from public.whatsapp_conversations o
        where o.channel_id = p_to and o.contact_id = v.contact_id
          and (select max(m.id) from public.whatsapp_messages m where m.conversation_id = o.id)
            > (select max(m.id) from public.whatsapp_messages m
              where m.conversation_id = v.id)) as is_moved
      from public.whatsapp_conversations v join public.contacts k on k.id = v.contact_id
      where v.channel_id = p_from and k.merged_into is null and k.erased_at is null
        and exists (select from public.whatsapp_messages m
          where m.conversation_id = v.id)) x);
end $function$;

CREATE OR REPLACE FUNCTION app.to_template (
  p_message bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
  t public.whatsapp_templates;
  v_facts jsonb;
  v_content jsonb;
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  select * into t from public.whatsapp_templates x where x.id = m.template_id;
  if t.id is null or m.content ->> 'kind' = 'media' then
    return false;
  end if;
  v_facts := app.facts_of_message(m);
  v_content := app.template_content(t, m.channel_id, v_facts);
  if v_content is null
      or (m.purpose = 'manual' and m.body is distinct from app.ask_text(v_facts, t.body)) then
    return false;
  end if;
  update public.whatsapp_messages x set content = v_content, body = app.ask_text(v_facts, t.body),
    template_version = t.version
  where x.id = m.id;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.try_channel (
  c public.channels
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if c.pause_reason not in ('staff', 'restored') then
    perform app.resume_channel(c.id);
    update public.channels x set probe_count = c.probe_count where x.id = c.id;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.verb_call (
  p_verb text,
  p_args jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION app.waits_beyond (
  c public.channels
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select case when count(*) = 0 then '{}'
      else jsonb_build_object('nudge', jsonb_agg(o.id order by o.id)) end
    from public.channels o where o.workspace_id = c.workspace_id and o.id <> c.id
      and o.state = 'active' and exists (select from public.whatsapp_messages m
        where m.channel_id = o.id and m.status = 'queued'));
end $function$;

CREATE OR REPLACE FUNCTION app.watch_channel (
  p_channel uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    || app.watch_lateness(c, w, v_now) || app.watch_standing(c, v_now);
  return jsonb_build_object(
    'opened', (select count(*) from unnest(v_changes) x where x = 1),
    'closed', (select count(*) from unnest(v_changes) x where x = -1));
end $function$;

CREATE OR REPLACE FUNCTION app.watch_standing (
  p_channel public.channels,
  p_at      timestamp with time zone
)
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  s public.channel_standing;
begin
  select * into s from public.channel_standing x where x.channel_id = p_channel.id;
  return app.note_condition(p_channel.workspace_id, 'number_at_risk', p_channel.id::text,
    app.is_at_risk(s), app.is_at_risk(s),
    coalesce(case when s.standing <> 'ok' then s.standing_at else s.quality_at end, p_at),
    jsonb_build_object('channel', p_channel.name, 'vendor', p_channel.vendor,
      'reason', case when s.standing <> 'ok' then s.standing else 'low_quality' end,
      'detail', s.detail));
end $function$;

CREATE OR REPLACE FUNCTION app.weigh (
  m       public.whatsapp_messages,
  p_value jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_said jsonb := app.heed_consent(m.id, app.said_word(m.workspace_id, p_value), m.written_at);
begin
  perform app.note_unproved_start(m, p_value);
  -- A stop is no bill, and neither is the word that takes it back, nor a refusal; a file above it
  -- may be one.
  if m.evidence = 'attachment' or (m.evidence is not null and not (v_said ->> 'isStop')::boolean
      and not (v_said ->> 'isStart')::boolean and not (v_said ->> 'isRefusal')::boolean) then
    perform app.apply_evidence(m);
  end if;
  return v_said -> 'channel';
end $function$;

CREATE OR REPLACE FUNCTION app.whom_json (
  p_address text,
  p_quoted  text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return case when starts_with(p_address, '+') then jsonb_build_object('to', p_address)
      else jsonb_build_object('to', null, 'recipient', p_address) end
    || case when p_quoted is null then '{}' else jsonb_build_object('quoted', p_quoted) end;
end $function$;

CREATE OR REPLACE FUNCTION app.window_by_messages (
  p_channel uuid,
  p_contact bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.whatsapp_conversations v set window_until = (
    select max(m.written_at) + make_interval(secs => app.window_hours(p_channel) * 3600)
    from public.whatsapp_messages m where m.conversation_id = v.id and app.is_their_word(m))
  where v.channel_id = p_channel and v.contact_id = p_contact and v.window_until is not null;
  perform app.open_window(p_channel, p_contact, m.written_at)
  from public.whatsapp_messages m where m.channel_id = p_channel and m.contact_id = p_contact
    and app.is_their_word(m)
  order by m.written_at desc limit 1;
end $function$;

CREATE OR REPLACE FUNCTION app.window_hours (
  p_channel uuid
)
  RETURNS double precision
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select (c.capabilities ->> 'windowHours')::double precision from public.channels c
    where c.id = p_channel);
end $function$;

CREATE OR REPLACE FUNCTION app.window_json (
  p_channel uuid,
  p_contact bigint,
  p_at      timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v public.whatsapp_conversations;
begin
  if app.window_hours(p_channel) is null then
    return null;
  end if;
  select * into v from public.whatsapp_conversations x where x.channel_id = p_channel
    and x.contact_id = p_contact;
  return jsonb_build_object('open', coalesce(v.window_until > p_at, false),
    'until', v.window_until, 'freeUntil', case when v.free_until > p_at then v.free_until end);
end $function$;

CREATE OR REPLACE FUNCTION app.workspace_told (
  p_vendor  text,
  p_account text,
  p_channel uuid,
  p_default uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(
    (select c.workspace_id from public.channels c where c.id = p_channel),
    (select c.workspace_id from public.channels c where c.vendor = p_vendor
        and p_account in (c.account, c.previous_account)
      order by c.state = 'retired', c.account is distinct from p_account, c.created_at desc, c.id
      limit 1), p_default);
end $function$;

CREATE OR REPLACE FUNCTION app.would_leave (
  c         public.contacts,
  p_channel uuid,
  OUT       at timestamp with time zone,
  OUT       ahead integer
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  x public.channels;
  w public.workspaces;
  v_limit integer;
begin
  select * into x from public.channels k where k.id = p_channel;
  ahead := (select count(*) from (select from public.whatsapp_messages m
    where m.channel_id = p_channel and m.status = 'queued' and m.priority <= -10 limit 50) n);
  if x.id is null or x.state = 'paused' then
    return;
  end if;
  v_limit := app.daily_limit_at(x, app.now());
  at := greatest(app.now(), x.next_slot_at, app.cap_frees_at(v_limit,
      app.recent_sends(x.id, v_limit, app.now())))
    + make_interval(secs => ahead * (x.min_interval_ms + x.jitter_ms / 2) / 1000.0);
  if x.begin_locked_until > at and not app.has_begun(p_channel, c.id) then
    at := x.begin_locked_until;
  end if;
  if not exists (select from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' and m.written_at > app.now() - interval '24 hours') then
    select * into w from public.workspaces k where k.id = c.workspace_id;
    at := app.next_sending_time(at, app.hours_of(w, x), c.time_zone);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.write_guard (
  c          public.contacts,
  p_channel  uuid,
  p_reason   text,
  p_template boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case
    when c.erased_at is not null
      then '{"code": "erased", "reason": "The person asked for their data to be erased."}'::jsonb
    when c.blocked_at is not null
      then '{"code": "blocked", "reason": "The contact is blocked."}'
    when c.opted_out_at is not null
      then '{"code": "opted_out", "reason": "The contact asked not to be written to."}'
    when app.address_on(c.id, p_channel) is null
      then '{"code": "no_number", "reason": "WhatsApp hides this person''s number."}'
    when p_channel is null
      then '{"code": "not_set_up", "reason": "There is no WhatsApp number to write from."}'
    when coalesce(p_reason, app.reason_known(c.id)) is null
      then '{"code": "no_reason", "reason": "Say why we may write to this person."}'
    when not p_template and not app.may_write_freely(p_channel, c.id, app.now())
      then '{"code": "window_closed", "reason": "WhatsApp takes a free text only for a while after the person''s last message: choose a reviewed text."}'
    end;
end $function$;

CREATE OR REPLACE FUNCTION app.writer_of (
  p_workspace uuid,
  p_channel   uuid,
  p_value     jsonb
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_contact bigint;
  v_quoted bigint;
begin
  -- Even a second delivery may bring the pair of phone and LID that the first lacked.
  v_contact := app.resolve_chat(p_workspace, p_value -> 'chat');
  -- Only the person we wrote to can quote what we wrote: the quote tells whose LID this is.
  if p_value ->> 'quotedWhatsappId' is not null and p_value ->> 'unproved' is null then
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
end $function$;

CREATE OR REPLACE FUNCTION public.add_channel (
  channel jsonb,
  actor   uuid
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
  perform app.first_pace(c.id, channel -> 'pace');
  insert into public.channel_credentials (channel_id, workspace_id, sealed)
  values (c.id, v_workspace, channel ->> 'sealed');
  perform app.log_action(v_workspace, actor, 'channel_added', 'channel', c.id::text,
    jsonb_build_object('vendor', c.vendor));
  return c.id;
end $function$;

CREATE OR REPLACE FUNCTION public.adopt_template (
  state bigint,
  key   text,
  title text,
  body  text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  s public.whatsapp_template_states;
  v_text bigint;
begin
  select * into s from public.whatsapp_template_states x where x.id = adopt_template.state
    for update;
  perform app.require_role(s.workspace_id, 'manager');
  if s.template_id is not null or s.errand is not null then
    perform app.refuse_template('on_its_way', 'It is one of yours already.');
  elsif s.shown ->> 'unsupported' is not null or not app.template_is_valid(body)
      or app.same_words(body, s.shown ->> 'body') is not true then
    raise exception using errcode = 'PT422', detail = 'body',
      message = 'These are not the words that WhatsApp has.';
  elsif exists (select from public.whatsapp_templates t where t.workspace_id = s.workspace_id
      and t.key = adopt_template.key) then
    perform app.refuse_template('key_taken', 'There is a text with this key already.');
  end if;
  insert into public.whatsapp_templates (workspace_id, key, title, language, body, category,
    components, updated_by)
  values (s.workspace_id, adopt_template.key, nullif(btrim(adopt_template.title), ''),
    left(s.language, 2), adopt_template.body, s.category,
    nullif(s.shown -> 'components', 'null'), auth.uid())
  returning id into v_text;
  update public.whatsapp_template_states x set template_id = v_text, version = 1, drifted = false,
    parameter_names = app.placeholder_names(s.shown ->> 'body'), updated_at = app.now()
  where x.id = s.id;
  perform app.log_action(s.workspace_id, auth.uid(), 'template_adopted', 'template', key);
end $function$;

REVOKE ALL ON FUNCTION "public"."adopt_template"(bigint, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.allow_again (
  contact bigint,
  reason  text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_contact public.contacts;
begin
  select c.* into v_contact from public.contacts c where c.id = allow_again.contact;
  perform app.require_role(v_contact.workspace_id, 'admin');
  if btrim(coalesce(allow_again.reason, '')) = '' or length(allow_again.reason) > 500 then
    return false;
  end if;
  delete from public.erased_identities e
  where e.contact_id = v_contact.id and e.kind in ('phone', 'lid', 'bsuid', 'parent_bsuid',
    'username');
  if not found then
    return false;
  end if;
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'erasure_lifted', 'contact',
    v_contact.id::text,
    jsonb_build_object('reason', app.without_words(btrim(allow_again.reason), '{}')));
  return true;
end $function$;

CREATE OR REPLACE FUNCTION public.api_key_list (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'admin');
  return (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'role', k.role,
      'prefix', k.prefix, 'createdBy', k.created_by, 'createdAt', k.created_at, 'lastUsedAt',
      k.last_used_at, 'revokedAt', k.revoked_at)
      order by k.revoked_at is not null, k.created_at desc, k.id), '[]')
    from public.api_keys k where k.workspace_id = workspace
      and (k.revoked_at is null or k.revoked_at > app.now() - interval '30 days'));
end $function$;

REVOKE ALL ON FUNCTION "public"."api_key_list"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.as_program (
  key_hash text,
  verb     text,
  args     jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
end $function$;

REVOKE ALL ON FUNCTION "public"."as_program"(text, text, jsonb) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.channel_list (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id, 'name', c.name, 'vendor', c.vendor, 'account', c.account, 'state', c.state,
    'pauseReason', c.pause_reason, 'pausedAt', c.paused_at,
    'connectionStatus', c.connection_status, 'connectionStatusAt', c.connection_status_at,
    'beginLockedUntil', case when c.begin_locked_until > app.now() then c.begin_locked_until end,
    'beginLockedAt', c.begin_locked_at, 'beginLockDetail', c.begin_lock_detail,
    'isEnvironment', c.uses_environment, 'takesFirstContacts', c.takes_first_contacts,
    'showsRead', case when (c.capabilities ->> 'marksRead')::boolean then c.shows_read end,
    'credentialsSetAt', c.credentials_set_at, 'credentialsSetBy', c.credentials_set_by,
    'retiredAt', c.retired_at, 'retiredBy', c.retired_by,
    'standing', (select app.standing_json(s) from public.channel_standing s
      where s.channel_id = c.id),
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'),
    'pace', jsonb_build_object('minIntervalMs', c.min_interval_ms, 'jitterMs', c.jitter_ms,
      'dailyLimit', c.daily_limit, 'warmUpDays', c.warm_up_days, 'weekdayPace', c.weekday_pace,
      'hours', c.hours)) order by c.state = 'retired', c.created_at, c.id), '[]')
  from public.channels c where c.workspace_id = channel_list.workspace
$function$;

CREATE OR REPLACE FUNCTION public.channel_move (
  channel uuid,
  move_to uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
  o public.channels;
begin
  select x.* into c from public.channels x where x.id = channel;
  select x.* into o from public.channels x where x.id = move_to;
  perform app.require_role(c.workspace_id, 'manager');
  if o.workspace_id is distinct from c.workspace_id or o.id = c.id then
    raise exception using errcode = 'PT404', message = 'There is no such channel.';
  end if;
  return jsonb_build_object(
    'texts', case when (o.capabilities ->> 'windowHours') is not null then (
      select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'title', t.title,
          'isApproved', app.template_content(t, o.id, '{}') is not null) order by t.key), '[]')
      from app.texts_in_use(c.workspace_id) t) end,
    'waiting', (select jsonb_build_object('queued', count(*) filter (where m.status = 'queued'),
        'without', count(*) filter (where m.status = 'queued' and not app.fits_beyond(m, o.id)),
        'onTheirWay', count(*) filter (where m.status = 'sending'),
        'uncertain', count(*) filter (where m.status = 'uncertain'))
      from public.whatsapp_messages m where m.channel_id = c.id
        and m.status in ('queued', 'sending', 'uncertain')),
    'threads', app.threads_moved(c.id, o.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."channel_move"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.claim_messages (
  channel     uuid,
  max_wait_ms integer,
  worker      uuid    DEFAULT gen_random_uuid()
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
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
    v_messages := app.pick_messages(v_channel, v_now, v_workspace, v_turn.room, v_in_flight);
    -- What is due may be for people who are being written to.
    v_at := case when v_in_flight > 0 then v_now + interval '250 milliseconds' else v_at end;
  end if;
  return case when v_messages = '{}'
    then app.wait_for_turn(v_channel, v_now, v_at, v_workspace, max_wait_ms, worker)
    else app.take_messages(v_channel, v_messages, v_now, worker) end;
end $function$;

CREATE OR REPLACE FUNCTION public.configure_default_channel (
  settings jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_workspace uuid := (select w.id from public.workspaces w where w.key = 'default');
  v_first public.channels;
  v_new uuid[] := '{}';
  v jsonb;
begin
  perform app.keep_tombstone_key(settings ->> 'tombstoneSecret');
  perform app.lock_channels(v_workspace) where exists (select from public.channels c
    where c.workspace_id = v_workspace and c.uses_environment and c.configured_at is null)
    or exists (select from jsonb_array_elements(settings -> 'channels') x
      where not exists (select from public.channels c where c.workspace_id = v_workspace
        and c.vendor = x ->> 'vendor' and c.of_environment));
  select c.* into v_first from public.channels c where c.workspace_id = v_workspace
    and c.uses_environment and c.configured_at is null order by c.id limit 1;
  if v_first.id is not null then
    perform app.configure_first_channel(v_first, settings);
    v_new := v_new || v_first.id;
  end if;
  for v in select * from jsonb_array_elements(settings -> 'channels') loop
    v_new := v_new || app.add_environment_channel(v_workspace, settings || v);
    perform app.follow_environment(c, v) from public.channels c
    where c.workspace_id = v_workspace and c.vendor = v ->> 'vendor' and c.uses_environment;
  end loop;
  perform app.give_first_contacts(v_workspace, settings ->> 'firstContacts',
    array_remove(v_new, null));
  return v_first.id is not null;
end $function$;

CREATE OR REPLACE FUNCTION public.contact_page (
  contact         bigint,
  messages_before bigint DEFAULT NULL::bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
      'noOffersAt', c.marketing_stopped_at, 'erasedAt', c.erased_at, 'dismissedAt', c.dismissed_at, 'mergedInto', c.merged_into,
        'createdAt', c.created_at),
    'identities', (select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value,
      'learnedAt', i.learned_at)
        order by array_position(array['phone', 'lid', 'bsuid', 'parent_bsuid', 'username'], i.kind), i.learned_at,
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
end $function$;

CREATE OR REPLACE FUNCTION public.first_steps()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  w public.workspaces;
  v_called boolean;
begin
  select x.* into w from public.memberships m join public.workspaces x on x.id = m.workspace_id
  where m.user_id = auth.uid() order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  v_called := exists (select from public.cloudtalk_calls k where k.workspace_id = w.id);
  return jsonb_build_object(
    'received', v_called or exists (select from public.whatsapp_messages m
      where m.workspace_id = w.id),
    'channel', exists (select from public.channels c where c.workspace_id = w.id
      and c.state = 'active' and (c.connection_status = 'connected' or exists (
        select from public.whatsapp_messages m where m.channel_id = c.id and m.direction = 'out'
          and m.status in ('accepted', 'held', 'sent', 'delivered', 'read')))),
    'call', v_called,
    'text', w.text_read_at is not null or exists (select from public.whatsapp_templates t
      where t.workspace_id = w.id and t.updated_by is not null),
    'invite', w.invited_at is not null or (select count(*) > 1 from public.memberships m
      where m.workspace_id = w.id),
    'managers', app.names_from(w.id, '{manager,admin}'),
    'admins', app.names_from(w.id, '{admin}'));
end $function$;

CREATE OR REPLACE FUNCTION public.inbox (
  filters jsonb DEFAULT '{}'::jsonb,
  known   text  DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  w public.workspaces;
  v_now timestamptz := app.now();
  v_contact bigint := (filters ->> 'contact')::bigint;
  v_stamp text;
  v_here text := '';
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  if (filters ->> 'here')::boolean
      and exists (select from public.contacts c where c.id = v_contact) then
    v_here := md5(public.be_here(v_contact, coalesce((filters ->> 'typing')::boolean,
      false))::text);
  end if;
  v_stamp := app.monitor_stamp(v_now) || '~' || v_here;
  if known = v_stamp then
    return jsonb_build_object('unchanged', true);
  end if;
  return jsonb_build_object('now', v_now, 'stamp', v_stamp,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone),
    'counts', app.conversation_counts(w.id),
    'list', case when coalesce((filters ->> 'list')::boolean, true) then
      app.conversation_list(w.id, filters, least(greatest(coalesce(
        (filters ->> 'size')::integer, 30), 1), 100)) end,
    'thread', case when v_contact is not null then app.thread_json(v_contact,
      (filters ->> 'threadBefore')::bigint, least(greatest(coalesce(
        (filters ->> 'threadSize')::integer, 50), 1), 200)) end);
end $function$;

CREATE OR REPLACE FUNCTION public.keep_privacy (
  batch integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
  perform app.drop_unsent_attachments(batch);
  perform app.drop_api_requests(batch);
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
end $function$;

CREATE OR REPLACE FUNCTION public.lift_begin_lock (
  channel uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
begin
  select * into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  perform app.refuse_retired(c);
  update public.channels x set begin_locked_until = app.now()
  where x.id = c.id and x.begin_locked_until > app.now();
  update public.attention a set settled_at = app.now(), settled_by = auth.uid(),
    settled_how = 'seen'
  where a.workspace_id = c.workspace_id and a.kind = 'may_not_begin' and a.detail = c.name
    and a.settled_at is null;
  perform app.log_action(c.workspace_id, auth.uid(), 'begin_lock_lifted', 'channel', c.id::text);
end $function$;

REVOKE ALL ON FUNCTION "public"."lift_begin_lock"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.list_templates_now (
  workspace uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'manager');
  perform app.list_templates_soon(c) from public.channels c
  where c.workspace_id = list_templates_now.workspace and app.takes_templates(c)
    and not app.is_told_by_hand(c);
end $function$;

REVOKE ALL ON FUNCTION "public"."list_templates_now"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.make_api_key (
  workspace uuid,
  name      text,
  role      text,
  prefix    text,
  hash      text
)
  RETURNS uuid
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

REVOKE ALL ON FUNCTION "public"."make_api_key"(uuid, text, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.message_list (
  workspace uuid,
  page_size integer,
  before    bigint  DEFAULT NULL::bigint,
  direction text    DEFAULT NULL::text,
  phone     text    DEFAULT NULL::text,
  status    text    DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_contact bigint := case when phone is not null
    then coalesce(app.contact_by(workspace, 'phone', phone), 0) end;
  v_ids bigint[] := array(select m.id from public.whatsapp_messages m
    where m.workspace_id = workspace and (before is null or m.id < before)
      and (message_list.direction is null or m.direction = message_list.direction)
      and (v_contact is null or m.contact_id = v_contact)
      and (message_list.status is null or m.status = message_list.status)
    order by m.id desc limit least(greatest(page_size, 1), 200));
begin
  return (select coalesce(jsonb_agg(page.message order by page.id desc), '[]')
    from app.messages_json(v_ids) page);
end $function$;

REVOKE ALL ON FUNCTION "public"."message_list"(uuid, integer, bigint, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.note_template_approved (
  workspace        uuid,
  key              text,
  channel          uuid,
  expected_version integer,
  vendor_id        text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
  t public.whatsapp_templates;
  v_id text := btrim(note_template_approved.vendor_id);
begin
  perform app.require_role(workspace, 'manager');
  select * into c from public.channels x where x.id = note_template_approved.channel
    and x.workspace_id = note_template_approved.workspace;
  select * into t from public.whatsapp_templates x
  where x.workspace_id = note_template_approved.workspace
    and x.key = note_template_approved.key for no key update;
  if t.id is null or c.id is null then
    raise exception using errcode = 'PT404', message = 'There is no such text or channel.';
  elsif not app.is_told_by_hand(c) then
    raise exception using errcode = 'PT400', message = 'This channel''s vendor tells it itself.';
  elsif t.version <> expected_version then
    perform app.refuse_template('conflict', 'Somebody changed it meanwhile.');
  elsif v_id is null or v_id !~ '^[A-Za-z0-9_.:-]{1,200}$' then
    raise exception using errcode = 'PT422', detail = 'name',
      message = 'Write its id as the vendor shows it: letters, digits and _ only.';
  elsif exists (select from public.whatsapp_template_states o where o.channel_id = c.id
      and o.template_id is distinct from t.id and (o.vendor_id = v_id
        or (o.vendor_name = v_id and o.language = t.language))) then
    perform app.refuse_template('name_taken', 'Another text of this number has this id.');
  end if;
  insert into public.whatsapp_template_states as s (channel_id, template_id, workspace_id, state,
    vendor_id, vendor_name, language, version, category, submitted_at, submitted_by, told_at)
  values (c.id, t.id, t.workspace_id, 'approved', v_id, v_id, t.language, t.version, t.category,
    app.now(), auth.uid(), app.now())
  on conflict (channel_id, template_id) where template_id is not null do update
    set state = 'approved', vendor_id = v_id, vendor_name = v_id, language = t.language,
      version = t.version, category = t.category, drifted = false, errand = null,
      errand_code = null, errand_reason = null, reason_code = null, reason = null,
      submitted_at = app.now(), submitted_by = auth.uid(), told_at = app.now(),
      updated_at = app.now();
  perform app.log_action(workspace, auth.uid(), 'template_noted', 'template', t.key,
    jsonb_build_object('version', t.version, 'id', v_id));
end $function$;

REVOKE ALL ON FUNCTION "public"."note_template_approved"(uuid, text, uuid, integer, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.open_program (
  key_hash text,
  verb     text,
  args     jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

REVOKE ALL ON FUNCTION "public"."open_program"(text, text, jsonb) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.proposed_people (
  contact bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  c public.contacts;
  v_first timestamptz;
  v_words text[];
begin
  select * into c from public.contacts x where x.id = contact;
  perform app.require_role(c.workspace_id, 'agent');
  v_first := (select min(m.written_at) from public.whatsapp_messages m where m.contact_id = c.id
    and m.direction = 'in');
  if v_first is null or app.contact_phone(c.id) is not null then
    return '[]';
  end if;
  v_words := array(select w from unnest(string_to_array(app.fold(coalesce(c.name, c.push_name,
    '')), ' ')) w where length(w) >= 3);
  return (select coalesce(jsonb_agg(p.person order by p.is_alike desc, p.asked_at desc), '[]')
    from (select jsonb_build_object('contact', o.id, 'name', coalesce(o.name, o.push_name),
        'company', o.company, 'phone', app.contact_phone(o.id), 'askedAt', s.at) as person,
        s.at as asked_at, string_to_array(app.fold(concat_ws(' ', o.name, o.company,
          o.push_name)), ' ') && v_words as is_alike
      from (select m.contact_id, max(m.send_began_at) as at from public.channels h
        join public.whatsapp_send_attempts t on t.channel_id = h.id and t.outcome <> 'not_sent'
          and t.started_at > v_first - interval '6 hours' and t.started_at <= v_first
        join public.whatsapp_messages m on m.id = t.message_id
        where h.workspace_id = c.workspace_id and m.purpose in ('follow_up', 'reminder')
          and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
        group by m.contact_id) s
      join public.contacts o on o.id = s.contact_id and o.id <> c.id and o.merged_into is null
        and o.erased_at is null
      where not exists (select from public.contact_identities i where i.contact_id = o.id
          and i.kind = 'lid')
        and exists (select from public.asks a where a.contact_id = o.id and a.is_open
          and a.evidence is null)
      order by is_alike desc, asked_at desc limit 3) p);
end $function$;

CREATE OR REPLACE FUNCTION public.queue_template_lists()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
  v_queued integer := 0;
begin
  for c in select x.* from public.channels x where app.takes_templates(x)
      and not app.is_told_by_hand(x) loop
    if not exists (select from public.tasks t where t.workspace_id = c.workspace_id
        and t.kind = 'list_templates' and t.key = c.id::text
        and (t.state in ('waiting', 'running') or t.ended_at > app.now() - interval '1 hour')) then
      perform app.list_templates_soon(c);
      v_queued := v_queued + 1;
    end if;
  end loop;
  return v_queued;
end $function$;

REVOKE ALL ON FUNCTION "public"."queue_template_lists"() FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.read_to_show (
  contact bigint,
  typing  boolean DEFAULT false
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(contact);
  m public.whatsapp_messages;
begin
  -- require_role: in conversation_contact.
  select x.* into m from public.whatsapp_messages x where x.contact_id = c.id
    and x.direction = 'in' and x.whatsapp_message_id is not null order by x.id desc limit 1;
  if m.id is null or c.blocked_at is not null or c.erased_at is not null
      or not exists (select from public.channels h where h.id = m.channel_id and h.shows_read
        and h.state = 'active' and (h.capabilities ->> 'marksRead')::boolean) then
    return null;
  end if;
  update public.whatsapp_conversations v set read_shown = m.whatsapp_message_id,
    typing_shown_at = case when read_to_show.typing then app.now() else v.typing_shown_at end
  where v.id = m.conversation_id and (v.read_shown is distinct from m.whatsapp_message_id
    or (read_to_show.typing and coalesce(v.typing_shown_at < app.now() - interval '20 seconds',
      true)));
  return case when found then jsonb_build_object('channel', m.channel_id, 'whatsappId',
    m.whatsapp_message_id) end;
end $function$;

REVOKE ALL ON FUNCTION "public"."read_to_show"(bigint, boolean) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.record_delivery (
  delivery jsonb,
  effects  jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_began timestamptz := app.now();
  v_workspace uuid;
  v_id bigint;
  v_result jsonb;
  v_about jsonb;
begin
  delivery := delivery || jsonb_build_object('channel',
    app.channel_proved(delivery, effects -> 0 -> 'line' ->> 'business'));
  v_about := jsonb_build_object('account', delivery ->> 'account', 'channel',
    delivery ->> 'channel');
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
end $function$;

CREATE OR REPLACE FUNCTION public.record_probe (
  channel uuid,
  probe   jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_channel public.channels;
begin
  select * into v_channel from public.channels where id = channel for no key update;
  if probe ->> 'kind' = 'status' then
    update public.channels set connection_status = probe ->> 'status',
      connection_status_at = app.now() where id = channel;
    if probe ->> 'status' = 'connected' then
      perform app.try_channel(v_channel);
    elsif probe ->> 'status' not in ('connected', 'connecting') then
      perform app.pause_channel(channel, 'session_down', 'WhatsApp says: ' || (probe ->> 'status'),
        app.now())
      where v_channel.state = 'paused';
    end if;
  elsif (probe ->> 'untold')::boolean then
    perform app.try_channel(v_channel);
  elsif probe ->> 'kind' = 'refused' then
    perform app.pause_channel(channel, probe ->> 'pause', probe ->> 'message', app.now());
  end if;
  return (select state from public.channels where id = channel);
end $function$;

CREATE OR REPLACE FUNCTION public.record_templates (
  channel   uuid,
  templates jsonb,
  began     timestamp with time zone,
  is_last   boolean
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
  o jsonb;
  v_row bigint;
begin
  select * into c from public.channels x where x.id = record_templates.channel;
  for o in select x from jsonb_array_elements(templates) x loop
    v_row := app.listed_row(c, o);
    update public.whatsapp_template_states s set vendor_id = o ->> 'id',
      vendor_name = o ->> 'name', language = o ->> 'language', synced_at = app.now(),
      state = o ->> 'state', reason_code = nullif(o ->> 'reasonCode', 'NONE'),
      reason = case when s.state = o ->> 'state' then s.reason end,
      recommendation = case when s.state = o ->> 'state' then s.recommendation end,
      quality = coalesce(o ->> 'quality', s.quality),
      category = coalesce(app.known_category(o ->> 'category'), s.category),
      ttl_seconds = (o ->> 'ttlSeconds')::integer,
      shown = o - array['id', 'name', 'language', 'state', 'quality', 'reasonCode'],
      drifted = coalesce((select not app.same_words(t.body, o ->> 'body')
        from public.whatsapp_templates t where t.id = s.template_id and t.version = s.version),
        false)
    where s.id = v_row and s.errand is null and coalesce(s.told_at, '-infinity') < began
      and coalesce(s.submitted_at, '-infinity') < began;
    update public.whatsapp_template_states s set synced_at = app.now() where s.id = v_row;
  end loop;
  if is_last then
    delete from public.whatsapp_template_states s where s.channel_id = c.id
      and s.template_id is null and coalesce(s.synced_at, s.told_at, '-infinity') < began;
    update public.whatsapp_template_states s set state = 'deleted', updated_at = app.now()
    where s.channel_id = c.id and s.vendor_id is not null and s.errand is null
      and s.state <> 'deleted' and coalesce(s.synced_at, '-infinity') < began
      and coalesce(s.told_at, '-infinity') < began
      and coalesce(s.submitted_at, '-infinity') < began;
  end if;
  return jsonb_array_length(templates);
end $function$;

REVOKE ALL ON FUNCTION "public"."record_templates"(uuid, jsonb, timestamp WITH time zone, boolean) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.revoke_api_key (
  workspace uuid,
  key       uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
end $function$;

REVOKE ALL ON FUNCTION "public"."revoke_api_key"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.save_template (
  workspace        uuid,
  key              text,
  language         text,
  body             text,
  actor            uuid,
  expected_version integer DEFAULT NULL::integer,
  title            text    DEFAULT NULL::text,
  look             jsonb   DEFAULT NULL::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
    delete from public.whatsapp_template_states s
    where s.template_id = v_old.id and s.vendor_id is null;
    delete from public.whatsapp_templates t where t.id = v_old.id;
    perform app.log_action(workspace, actor, 'template_removed', 'settings', 'templates',
      jsonb_build_object('key', key));
    return jsonb_build_object('saved', true, 'version', 0);
  end if;
  if not app.template_is_valid(body) then
    return jsonb_build_object('saved', false, 'code', 'bad_variables');
  end if;
  look := coalesce(look, jsonb_build_object('category', v_old.category, 'components',
    v_old.components, 'ttlSeconds', v_old.ttl_seconds));
  insert into public.whatsapp_templates as t (workspace_id, key, language, body, title,
    category, components, ttl_seconds, updated_by)
  values (workspace, save_template.key, save_template.language, save_template.body,
    nullif(btrim(save_template.title), ''), look ->> 'category',
    nullif(look -> 'components', 'null'), (look ->> 'ttlSeconds')::integer, actor)
  on conflict on constraint whatsapp_templates_workspace_id_key_key do update
    set body = excluded.body, language = excluded.language, category = excluded.category,
      components = excluded.components, ttl_seconds = excluded.ttl_seconds,
      title = coalesce(excluded.title, t.title), updated_at = app.now(),
      version = t.version + (t.body <> excluded.body or t.language <> excluded.language
        or t.category is distinct from excluded.category
        or t.components is distinct from excluded.components
        or t.ttl_seconds is distinct from excluded.ttl_seconds)::integer,
      updated_by = excluded.updated_by
  returning t.version into v_version;
  perform app.log_action(workspace, actor, 'template_saved', 'settings', 'templates',
    jsonb_build_object('key', key, 'version', v_version));
  return jsonb_build_object('saved', true, 'version', v_version);
end $function$;

REVOKE ALL ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text, jsonb) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.send_manual (
  contact    bigint,
  body       text,
  key        text,
  seen       bigint  DEFAULT NULL::bigint,
  despite    boolean DEFAULT false,
  attachment uuid    DEFAULT NULL::uuid,
  template   text    DEFAULT NULL::text,
  reason     text    DEFAULT NULL::text,
  quoted     bigint  DEFAULT NULL::bigint,
  parameters jsonb   DEFAULT NULL::jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(contact);
  m public.whatsapp_messages;
  t public.whatsapp_templates;
  v_channel uuid;
  v_content jsonb;
  v_parameters jsonb;
  v_body text := left(btrim(body, E' \t\r\n'), 4097);
  v_guard jsonb;
  v_newest bigint;
begin
  -- require_role: in conversation_contact.
  perform app.lock_channels(c.workspace_id);
  select * into c from public.contacts x where x.id = c.id for update;
  select * into m from public.whatsapp_messages x where x.workspace_id = c.workspace_id
    and x.sent_by = auth.uid() and x.client_key = key;
  if m.id is not null then
    return app.sent_json(m) || '{"repeated": true}';
  end if;
  select * into t from public.whatsapp_templates x where x.workspace_id = c.workspace_id
    and x.key = template;
  v_channel := app.channel_to_write(c.id, 'manual', t.id);
  if template is not null then
    v_parameters := app.parameters_given(t.body, app.writing_facts(c), parameters);
    v_content := app.fitting_content(t, v_channel, c.id, app.writing_facts(c), v_parameters);
    v_body := coalesce(nullif(v_body, ''), case when parameters is null
      then app.ask_text(app.writing_facts(c), t.body)
      else app.fill_template(t.body, v_parameters) end);
  elsif attachment is not null then
    v_content := jsonb_strip_nulls(jsonb_build_object('kind', 'media', 'media',
      jsonb_build_object('attachment', attachment), 'caption', nullif(v_body, '')));
  end if;
  if coalesce(v_body, '') = '' and attachment is null or length(v_body) > 4096
      or coalesce(key, '') = '' or length(key) > 100 then
    raise exception using errcode = 'PT422', detail = 'text',
      message = 'A message has between 1 and 4,096 characters.';
  end if;
  v_guard := app.write_guard(c, v_channel, app.reason_given(reason),
    coalesce(v_content ->> 'kind' = 'template', false));
  v_newest := case when not despite then app.newer_than_seen(c.id, seen) end;
  if v_guard is not null then
    return v_guard || '{"sent": false}';
  elsif v_newest is not null then
    return jsonb_build_object('sent', false, 'code', 'newer', 'newest', v_newest, 'reason',
      'Something newer came while you were writing.');
  end if;
  m := app.queue_manual(c, v_channel, nullif(v_body, ''), v_content, t.id, key,
    app.reason_given(reason), (select q.whatsapp_message_id from public.whatsapp_messages q
      where q.id = quoted and q.contact_id = c.id and q.channel_id = v_channel));
  -- They asked by hand: what waits to ask the same does not leave.
  if app.speaks_of_bill(v_body) then
    perform app.judge_waiting(c.id);
  end if;
  perform app.log_action(c.workspace_id, auth.uid(), 'message_written', 'message', m.id::text,
    jsonb_build_object('contact', c.id));
  return app.sent_json(m);
end $function$;

REVOKE ALL ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, bigint, jsonb) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.send_to_number (
  workspace   uuid,
  phone       text,
  body        text  DEFAULT NULL::text,
  template    text  DEFAULT NULL::text,
  language    text  DEFAULT NULL::text,
  parameters  jsonb DEFAULT NULL::jsonb,
  reason      text  DEFAULT NULL::text,
  lead        text  DEFAULT NULL::text,
  key         text  DEFAULT NULL::text,
  fingerprint text  DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_contact bigint;
  v_answer jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if key is not null then
    v_answer := app.begin_request(workspace, key, fingerprint);
    if v_answer is not null then
      return v_answer || '{"repeated": true}';
    end if;
  end if;
  v_contact := coalesce(app.contact_by(workspace, 'phone', phone),
    public.open_person(workspace, phone));
  v_answer := public.send_manual(contact => v_contact, body => coalesce(body, ''),
    key => gen_random_uuid()::text, despite => true, parameters => parameters,
    template => case when template is not null
      then app.template_named(workspace, template, language) end,
    reason => coalesce(nullif(reason, ''), case when app.reason_known(v_contact) is not null
      then null when lead is not null then 'agreed' else 'customer' end));
  v_answer := v_answer - 'contact';
  if (v_answer ->> 'sent')::boolean then
    update public.api_requests r set answer = v_answer
    where r.workspace_id = workspace and r.user_id = auth.uid()
      and r.key = send_to_number.key;
  else
    -- Nothing was done: asked again, it is decided again.
    delete from public.api_requests r where r.workspace_id = workspace
      and r.user_id = auth.uid() and r.key = send_to_number.key;
  end if;
  return v_answer;
end $function$;

REVOKE ALL ON FUNCTION "public"."send_to_number"(uuid, text, text, text, text, jsonb, text, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.set_channel_shows_read (
  channel uuid,
  shown   boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  perform app.refuse_retired(c);
  update public.channels x set shows_read = coalesce(shown, true) where x.id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), case when shown then 'reads_shown'
    else 'reads_hidden' end, 'channel', c.id::text);
end $function$;

REVOKE ALL ON FUNCTION "public"."set_channel_shows_read"(uuid, boolean) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.settle_messages (
  channel     uuid,
  settlements jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  SET plan_cache_mode TO 'force_generic_plan'
  AS $function$
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
      else '{"settled": true}' end::jsonb || case when g.outcome ->> 'code' = 'may_not_begin'
        then app.waits_beyond(v_channel) else '{}' end order by g.n), '[]')
    from unnest(v_given) with ordinality g (message, attempt, outcome, n)
    left join unnest(v_kept) k on k.message = g.message and k.attempt = g.attempt
    left join public.whatsapp_messages m on m.id = g.message);
end $function$;

CREATE OR REPLACE FUNCTION public.staff_names()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(distinct jsonb_build_object('userId', s.user_id, 'email',
      s.email, 'role', s.role, 'name', s.name)), '[]')
    from public.memberships own cross join lateral (
      select m.user_id, u.email, m.role, app.member_name(m.name, u.email) as name
      from public.memberships m left join auth.users u on u.id = m.user_id
      where m.workspace_id = own.workspace_id
      union all
      select f.user_id, null, null, f.name from public.former_members f
      where f.workspace_id = own.workspace_id
      union all
      select k.id, null, null, k.name from public.api_keys k
      where k.workspace_id = own.workspace_id) s
    where own.user_id = auth.uid());
end $function$;

CREATE OR REPLACE FUNCTION public.submit_template (
  workspace        uuid,
  key              text,
  channel          uuid,
  expected_version integer,
  name             text    DEFAULT NULL::text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.channels;
  t public.whatsapp_templates;
  s public.whatsapp_template_states;
  v_name text;
begin
  perform app.require_role(workspace, 'manager');
  select * into c from public.channels x where x.id = submit_template.channel
    and x.workspace_id = submit_template.workspace;
  select * into t from public.whatsapp_templates x
  where x.workspace_id = submit_template.workspace and x.key = submit_template.key
    for no key update;
  if t.id is null or c.id is null then
    raise exception using errcode = 'PT404', message = 'There is no such text or channel.';
  elsif not app.takes_templates(c) or app.is_told_by_hand(c) then
    raise exception using errcode = 'PT400', message = 'This channel takes no templates.';
  elsif t.version <> expected_version then
    perform app.refuse_template('conflict', 'Somebody changed it meanwhile.');
  elsif t.category is null then
    perform app.refuse_template('no_category', 'Choose a category first.');
  end if;
  insert into public.whatsapp_template_states (channel_id, template_id, workspace_id, state)
  values (c.id, t.id, t.workspace_id, 'draft') on conflict do nothing;
  select * into s from public.whatsapp_template_states x where x.channel_id = c.id
    and x.template_id = t.id for update;
  v_name := coalesce(nullif(btrim(submit_template.name), ''), s.vendor_name,
    translate(t.key, '-', '_'));
  if v_name !~ '^[a-z0-9_]+$' or length(v_name) > 512 then
    raise exception using errcode = 'PT422', detail = 'name',
      message = 'Its name has small letters, digits and _ only.';
  elsif exists (select from public.whatsapp_template_states o where o.channel_id = c.id
      and o.id <> s.id and o.vendor_name = v_name
      and o.language = coalesce(s.language, t.language)) then
    perform app.refuse_template('name_taken', 'WhatsApp has another text of this name.');
  end if;
  if v_name <> s.vendor_name and s.vendor_id is not null and s.errand is null then
    s := app.leave_name(s);
  end if;
  perform app.send_errand(s, app.errand_for(s, t), v_name, t);
  return (select x.errand from public.whatsapp_template_states x where x.id = s.id);
end $function$;

REVOKE ALL ON FUNCTION "public"."submit_template"(uuid, text, uuid, integer, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.template_list (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'title', t.title, 'language',
      t.language, 'body', t.body, 'version', t.version, 'updatedAt', t.updated_at, 'updatedBy',
      t.updated_by,
      'variables', (select coalesce(jsonb_agg(f.found[1] order by f.n), '[]')
        from regexp_matches(t.body, '\{([a-z_]+)(?:\|[^{}|]*)?\}', 'g') with ordinality
          f (found, n)),
      'states', (select coalesce(jsonb_agg(jsonb_build_object('channel', s.channel_id, 'name',
          coalesce(s.vendor_name, t.key), 'state', s.state, 'reason', s.reason)
          order by s.updated_at), '[]')
        from public.whatsapp_template_states s where s.template_id = t.id
          and s.version = t.version))
      order by t.key collate "C"), '[]')
    from public.whatsapp_templates t where t.workspace_id = template_list.workspace);
end $function$;

REVOKE ALL ON FUNCTION "public"."template_list"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.template_shelf (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return jsonb_build_object('now', app.now(),
    'channels', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name,
        'vendor', c.vendor, 'byHand', app.is_told_by_hand(c), 'lastList', (select jsonb_build_object('endedAt', k.ended_at,
          'reason', case when k.state <> 'done' then k.reason end)
          from public.tasks k where k.workspace_id = c.workspace_id
            and k.kind = 'list_templates' and k.key = c.id::text))
        order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = template_shelf.workspace
        and app.takes_templates(c)),
    'states', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id,
        'channel', s.channel_id, 'key', t.key, 'current', s.version = t.version,
        'version', s.version, 'name', s.vendor_name, 'language', s.language, 'state', s.state,
        'isAtVendor', s.vendor_id is not null,
        'categoryAsked', s.category_asked, 'category', s.category,
        'becomes', s.becomes_category, 'becomesAt', s.becomes_at, 'quality', s.quality,
        'reasonCode', s.reason_code, 'reason', s.reason, 'recommendation', s.recommendation,
        'ttlSeconds', s.ttl_seconds, 'shown', s.shown, 'drifted', s.drifted, 'errand', s.errand,
        'errandCode', s.errand_code, 'errandReason', s.errand_reason,
        'submittedAt', s.submitted_at, 'syncedAt', s.synced_at)
        order by t.key, s.vendor_name, s.id), '[]')
      from public.whatsapp_template_states s
      join public.channels c on c.id = s.channel_id and app.takes_templates(c)
      left join public.whatsapp_templates t on t.id = s.template_id
      where s.workspace_id = template_shelf.workspace
        and (s.template_id is not null or s.state <> 'deleted')));
end $function$;

REVOKE ALL ON FUNCTION "public"."template_shelf"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.tick()
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_channel uuid;
  v_part jsonb;
  v_freed integer := 0;
  v_expired integer := 0;
  v_reminded integer := 0;
  v_channels uuid[] := '{}';
  v_probes uuid[] := '{}';
  v_errors text[] := '{}';
  v_is_restored boolean := false; v_binds jsonb;
begin
  -- At first: people are locked on the way.
  perform from public.channels order by id for no key update;
  perform app.move_all_beginnings();
  for v_channel in select id from public.channels order by id loop
    begin
      v_reminded := v_reminded + app.queue_reminders(v_channel);
      perform app.note_unconfirmed(v_channel);
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
end $function$;

CREATE OR REPLACE FUNCTION public.try_decision (
  workspace uuid,
  facts     jsonb  DEFAULT NULL::jsonb,
  rules     jsonb  DEFAULT NULL::jsonb,
  call      bigint DEFAULT NULL::bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
    select * into v_channel from public.channels x where x.id = app.channel_tried(c, w.id,
      v_decision ->> 'template');
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
end $function$;

CREATE OR REPLACE FUNCTION public.watch (
  deliver boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id uuid;
  v_changes jsonb[] := '{}';
  v_gone integer;
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
  where a.closed_at is null and a.kind in ('late', 'channel_down', 'auth_failed', 'cap_reached',
    'number_at_risk')
    and a.subject ~ '^[0-9a-f-]{36}$'
    and not exists (select from public.channels c where c.id::text = a.subject
      and c.state <> 'retired');
  get diagnostics v_gone = row_count;
  return jsonb_build_object(
    'opened', (select coalesce(sum((x ->> 'opened')::integer), 0) from unnest(v_changes) x),
    'closed', v_gone + (select coalesce(sum((x ->> 'closed')::integer), 0)
      from unnest(v_changes) x),
    'notices', app.due_notices(deliver));
end $function$;

CREATE OR REPLACE FUNCTION public.whoami()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((select jsonb_build_object('userId', m.user_id, 'workspace', w.id, 'role', m.role,
      'timeZone', w.time_zone, 'country', w.default_country, 'company', w.name, 'name', m.name)
    from public.workspaces w join public.memberships m on m.workspace_id = w.id
      and m.user_id = (select auth.uid())
    order by w.created_at, w.id limit 1),
    (select jsonb_build_object('userId', k.id, 'workspace', w.id, 'role', k.role, 'timeZone',
      w.time_zone, 'country', w.default_country, 'company', w.name, 'name', k.name)
    from app.own_program() k join public.workspaces w on w.id = k.workspace_id));
end $function$;

CREATE OR REPLACE FUNCTION public.withdraw_template (
  state bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  s public.whatsapp_template_states;
  t public.whatsapp_templates;
begin
  select * into s from public.whatsapp_template_states x where x.id = withdraw_template.state
    for update;
  perform app.require_role(s.workspace_id, 'manager');
  if exists (select from public.channels c where c.id = s.channel_id
      and app.is_told_by_hand(c)) then
    delete from public.whatsapp_template_states x where x.id = s.id;
    perform app.log_action(s.workspace_id, auth.uid(), 'template_forgotten', 'template',
      coalesce((select x.key from public.whatsapp_templates x where x.id = s.template_id),
        s.vendor_name), jsonb_build_object('version', s.version));
    return;
  elsif s.errand is not null then
    perform app.refuse_template('on_its_way', 'It is on its way already.');
  elsif s.vendor_id is null or s.state = 'deleted' then
    delete from public.whatsapp_template_states x where x.id = s.id;
    return;
  end if;
  select * into t from public.whatsapp_templates x where x.id = s.template_id;
  perform app.send_errand(s, 'remove', s.vendor_name, t);
end $function$;

REVOKE ALL ON FUNCTION "public"."withdraw_template"(bigint) FROM PUBLIC, "anon", "service_role";

ALTER DOMAIN "app"."reason_code"
  ADD CONSTRAINT "reason_code_check"
    CHECK
    ((VALUE = ANY (ARRAY['answered'::text, 'ask_closed'::text, 'ask_failed'::text, 'asked'::text, 'asked_by_hand'::text, 'bad_key'::text, 'bill_received'::text, 'blocked'::text,
    'channel_retired'::text,
    'connection_lost'::text,
    'consent_changed'::text,
    'cooldown'::text,
    'covered'::text,
    'default_rule'::text,
    'do_not_send'::text,
    'erased'::text,
    'expired'::text,
    'file_away'::text,
    'file_gone'::text,
    'fixed_line'::text,
    'internal'::text,
    'internal_call'::text,
    'invalid'::text,
    'may_not_begin'::text,
    'no_rule'::text,
    'no_template'::text,
    'not_begun'::text,
    'not_delivered'::text,
    'not_ended'::text,
    'not_now'::text,
    'not_on_whatsapp'::text,
    'not_set_up'::text,
    'opted_out'::text,
    'plan_ended'::text,
    'provider_failed'::text,
    'rate_limited'::text,
    'refusal'::text,
    'refused'::text,
    'reminders_off'::text,
    'resend'::text,
    'rule_send'::text,
    'rule_skip'::text,
    'same_call'::text,
    'server_error'::text,
    'session_down'::text,
    'staff_refused'::text,
    'staff_send'::text,
    'stopped_marketing'::text,
    'template_refused'::text,
    'text_removed'::text,
    'timeout'::text,
    'unanswered'::text,
    'unreachable'::text,
    'unreadable_answer'::text, 'unsupported_content'::text, 'voicemail'::text, 'window_closed'::text, 'withheld'::text, 'worker_died'::text, 'wrong_number'::text])));

ALTER TABLE "public"."alerts"
  ADD CONSTRAINT "alerts_kind_check"
    CHECK
    ((kind = ANY (ARRAY['late'::text, 'channel_down'::text, 'auth_failed'::text, 'cap_reached'::text, 'source_silent'::text, 'calls_lost'::text, 'job_failed'::text,
    'task_failed'::text, 'number_at_risk'::text])));

ALTER TABLE "public"."api_keys"
  ADD CONSTRAINT "api_keys_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."api_requests"
  ADD CONSTRAINT "api_requests_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."attention"
  ADD CONSTRAINT "attention_kind_check"
    CHECK
    ((kind = ANY (ARRAY['number_changed'::text, 'taken_back'::text, 'view_once'::text, 'undecryptable'::text, 'unknown_kind'::text, 'whatsapp_call'::text, 'edit_unreadable'::text,
    'file_refused'::text,
    'file_missed'::text,
    'refusal'::text,
    'call_unreadable'::text,
    'call_half_read'::text,
    'body_too_large'::text,
    'machine'::text, 'restored'::text, 'unknown_account'::text, 'unproved_deletion'::text, 'unproved_start'::text, 'no_template'::text, 'may_not_begin'::text])));

ALTER TABLE "public"."channel_incidents"
  ADD CONSTRAINT "channel_incidents_kind_check" CHECK ((kind = ANY (ARRAY['send_failed_unbound'::text, 'vendor_error'::text])));

ALTER TABLE "public"."channel_standing"
  ADD CONSTRAINT "channel_standing_channel_id_fkey" FOREIGN KEY (channel_id) REFERENCES public.channels(id) ON DELETE CASCADE;

ALTER TABLE "public"."channel_standing"
  ADD CONSTRAINT "channel_standing_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."contact_consents"
  ADD CONSTRAINT "contact_consents_kind_check"
    CHECK ((kind = ANY (ARRAY['stopped'::text, 'started'::text, 'blocked'::text, 'unblocked'::text, 'erased'::text, 'marketing_stopped'::text, 'marketing_resumed'::text])));

ALTER TABLE "public"."contact_consents"
  ADD CONSTRAINT "contact_consents_source_check" CHECK ((source = ANY (ARRAY['customer'::text, 'staff'::text, 'merge'::text, 'log'::text, 'preference'::text])));

ALTER TABLE "public"."contact_identities"
  ADD CONSTRAINT "contact_identities_kind_check" CHECK ((kind = ANY (ARRAY['phone'::text, 'lid'::text, 'bsuid'::text, 'parent_bsuid'::text, 'username'::text])));

ALTER TABLE "public"."erased_identities"
  ADD CONSTRAINT "erased_identities_kind_check"
    CHECK ((kind = ANY (ARRAY['phone'::text, 'lid'::text, 'bsuid'::text, 'parent_bsuid'::text, 'username'::text, 'call'::text, 'message'::text])));

ALTER TABLE "public"."webhook_requests"
  ADD CONSTRAINT "webhook_requests_ignored"
    CHECK
    (((outcome <> 'ignored'::text) OR (reason = ANY (ARRAY['already_known'::text, 'bot'::text, 'broadcast'::text, 'deletion'::text, 'edit'::text, 'empty'::text, 'erased'::text,
    'group'::text,
    'inbound_status'::text,
    'lid_conflict'::text,
    'linking_credential'::text,
    'may_be_another'::text,
    'newsletter'::text,
    'no_chat'::text,
    'no_message_id'::text,
    'not_a_call_end'::text,
    'not_a_message'::text,
    'outdated'::text,
    'own_number'::text,
    'poll_vote'::text,
    'protocol'::text,
    'reaction'::text,
    'receipt'::text,
    'status_not_higher'::text,
    'status_story'::text, 'stub'::text, 'unknown_account'::text, 'unknown_event'::text, 'unknown_status'::text, 'unproved'::text, 'whatsapp_call'::text]))));

ALTER TABLE "public"."whatsapp_messages"
  ADD CONSTRAINT "whatsapp_messages_referral_check" CHECK ((jsonb_typeof(referral) = 'object'::text));

ALTER TABLE "public"."whatsapp_messages"
  ADD CONSTRAINT "whatsapp_messages_status_check"
    CHECK
    ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'uncertain'::text, 'accepted'::text, 'held'::text, 'sent'::text, 'failed'::text, 'delivered'::text, 'read'::text,
    'skipped'::text, 'expired'::text, 'cancelled'::text, 'received'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_becomes_category_check" CHECK ((becomes_category = ANY (ARRAY['utility'::text, 'marketing'::text, 'authentication'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_category_asked_check" CHECK ((category_asked = ANY (ARRAY['utility'::text, 'marketing'::text, 'authentication'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_category_check" CHECK ((category = ANY (ARRAY['utility'::text, 'marketing'::text, 'authentication'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_errand_check" CHECK ((errand = ANY (ARRAY['create'::text, 'edit'::text, 'remove'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_pkey" PRIMARY KEY (id);

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_quality_check" CHECK ((quality = ANY (ARRAY['green'::text, 'yellow'::text, 'red'::text, 'unknown'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_shown_check" CHECK ((jsonb_typeof(shown) = 'object'::text));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_state_check"
    CHECK
    ((state = ANY (ARRAY['draft'::text, 'pending'::text, 'approved'::text, 'rejected'::text, 'paused'::text, 'disabled'::text, 'in_appeal'::text, 'archived'::text,
    'deleted'::text])));

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_template_id_fkey" FOREIGN KEY (template_id) REFERENCES public.whatsapp_templates(id) ON DELETE SET NULL;

ALTER TABLE "public"."whatsapp_template_states"
  ADD CONSTRAINT "whatsapp_template_states_ttl_seconds_check" CHECK (((ttl_seconds >= 30) AND (ttl_seconds <= 2592000)));

ALTER TABLE "public"."whatsapp_templates"
  ADD CONSTRAINT "whatsapp_templates_ttl_seconds_check" CHECK (((ttl_seconds >= 30) AND (ttl_seconds <= 43200)));

ALTER TABLE "public"."workspaces"
  ADD CONSTRAINT "workspaces_muted_alerts_check"
    CHECK
    ((muted_alerts <@ ARRAY['late'::text, 'channel_down'::text, 'auth_failed'::text, 'cap_reached'::text, 'source_silent'::text, 'calls_lost'::text, 'job_failed'::text,
    'task_failed'::text, 'number_at_risk'::text]));

CREATE VIEW "app"."personal_tables" WITH (security_invoker=true) AS  SELECT row_number() OVER () AS place,
    name,
    found_by,
    erasing,
    part,
    hidden,
    shown_by,
    retention
   FROM ( VALUES ('public.webhook_requests'::text,'x.id = any (app.requests_of($1))'::text,'app.erase_deliveries'::text,'deliveries'::text,NULL::text[],'app.export_deliveries'::text,'{events}'::text[]), ('public.channel_incidents'::text,NULL::text,'app.erase_refusals'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_statuses'::text,NULL::text,'app.erase_refusals'::text,'statuses'::text,NULL::text[],'app.export_statuses'::text,NULL::text[]), ('public.whatsapp_media'::text,'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'app.erase_files'::text,'files'::text,NULL::text[],'app.export_files'::text,'{media}'::text[]), ('public.attachments'::text,'case when x.message_id is null then x.contact_id = any ($1)
      else x.message_id = any (array(select m.id
        from public.whatsapp_messages m where m.contact_id = any ($1))) end'::text,'app.erase_files'::text,NULL::text,NULL::text[],NULL::text,'{media}'::text[]), ('public.attention'::text,'x.contact_id = any ($1)'::text,'detail = null,
      settled_at = coalesce(x.settled_at, $3), settled_how = coalesce(x.settled_how, ''erased'')'::text,'attention'::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_consents'::text,'x.contact_id = any ($1)'::text,'words = null, reason = null'::text,'consents'::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_merges'::text,'(x.winner = any ($1) or x.loser = any ($1))'::text,'reason = null, split_reason = null,
      moved = x.moved || ''{"identities": [], "winner": {}}'''::text,'merges'::text,NULL::text[],'app.export_merges'::text,NULL::text[]), ('public.audit_log'::text,NULL::text,'app.erase_log'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_reactions'::text,'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'delete'::text,'reactions'::text,'{request_id}'::text[],NULL::text,'{messages}'::text[]), ('public.api_requests'::text,'(x.answer ->> ''message'')::bigint = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_messages'::text,'x.contact_id = any ($1)'::text,'app.erase_texts'::text,'messages'::text,NULL::text[],NULL::text,'{messages}'::text[]), ('public.whatsapp_send_attempts'::text,'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'app.erase_texts'::text,'attempts'::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_message_keys'::text,NULL::text,'app.erase_texts'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.note_mentions'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_notes'::text,'x.contact_id = any ($1)'::text,'delete'::text,'notes'::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_reads'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_presence'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversations'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_conversations'::text,'x.contact_id = any ($1)'::text,'window_until = null, free_until = null'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.ask_decisions'::text,'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))'::text,'because = ''[]'', reason = app.without_words(x.reason, $2)'::text,'decisions'::text,NULL::text[],NULL::text,NULL::text[]), ('public.bill_evidence'::text,'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))'::text,'undo_reason = left(x.undo_reason, 0) || ''…'''::text,'evidence'::text,NULL::text[],NULL::text,NULL::text[]), ('public.bill_verdicts'::text,'x.contact_id = any ($1)'::text,'note = null'::text,'verdicts'::text,NULL::text[],NULL::text,NULL::text[]), ('public.asks'::text,'x.contact_id = any ($1)'::text,'app.erase_asks'::text,'asks'::text,NULL::text[],NULL::text,'{calls}'::text[]), ('public.tasks'::text,NULL::text,'app.erase_tasks'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.cloudtalk_calls'::text,'x.contact_id = any ($1)'::text,'app.erase_calls'::text,'calls'::text,NULL::text[],NULL::text,'{call_texts,calls}'::text[]), ('public.cloudtalk_call_keys'::text,NULL::text,'app.erase_calls'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.erased_identities'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.erasures'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_identities'::text,'x.contact_id = any ($1)'::text,'delete'::text,'identities'::text,'{lookup_at,lookup_tries}'::text[],'public.begin_export'::text,NULL::text[]), ('public.contacts'::text,'x.id = any ($1)'::text,'name = null, company = null, push_name = null,
      time_zone = null, erased_at = $3'::text,'person'::text,NULL::text[],'public.begin_export'::text,NULL::text[])) t(name, found_by, erasing, part, hidden, shown_by, retention);

CREATE VIEW "app"."task_kinds" WITH (security_invoker=true) AS  SELECT kind,
    facts_of,
    settled_by,
    is_own
   FROM ( VALUES ('fetch_file'::text,'app.file_facts'::text,'app.file_fetched'::text,false), ('write_back'::text,'app.write_back_facts'::text,'app.write_back_settled'::text,false), ('tell_templates'::text,'app.template_facts'::text,'app.template_told'::text,true), ('list_templates'::text,'app.template_list_facts'::text,NULL::text,true), ('send_summary'::text,'app.summary_facts'::text,NULL::text,false)) k(kind, facts_of, settled_by, is_own);

CREATE INDEX channel_standing_business ON public.channel_standing USING btree (business);

CREATE INDEX channel_standing_workspace ON public.channel_standing USING btree (workspace_id);

CREATE INDEX whatsapp_messages_undelivered ON public.whatsapp_messages USING btree (channel_id, expires_at)
  WHERE (status = ANY (ARRAY['accepted'::text, 'held'::text, 'sent'::text]));

CREATE UNIQUE INDEX whatsapp_template_states_name ON public.whatsapp_template_states USING btree (channel_id, vendor_name, LANGUAGE)
  WHERE (vendor_name IS NOT NULL);

CREATE UNIQUE INDEX whatsapp_template_states_text ON public.whatsapp_template_states USING btree (channel_id, template_id)
  WHERE (template_id IS NOT NULL);

CREATE UNIQUE INDEX whatsapp_template_states_vendor ON public.whatsapp_template_states USING btree (channel_id, vendor_id)
  WHERE (vendor_id IS NOT NULL);

CREATE INDEX whatsapp_template_states_workspace ON public.whatsapp_template_states USING btree (workspace_id, vendor_id);

CREATE TRIGGER channel_standing_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.channel_standing
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.whatsapp_messages DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN ((((old.status IS DISTINCT FROM new.status) AND ((old.unconfirmed_at IS
    NOT NULL) OR (old.status <> ALL (ARRAY['accepted'::text, 'sent'::text, 'delivered'::text])) OR (new.status <> ALL (ARRAY['sent'::text, 'delivered'::text, 'read'::text])))) OR
    (old.contact_id IS DISTINCT FROM new.contact_id) OR (old.deleted_at IS DISTINCT FROM new.deleted_at) OR (old.machine_reason IS DISTINCT FROM new.machine_reason) OR
    (old.machine_undone_at IS DISTINCT FROM new.machine_undone_at) OR (old.acknowledged_at IS DISTINCT FROM new.acknowledged_at) OR
    (old.unconfirmed_at IS DISTINCT FROM new.unconfirmed_at) OR (old.is_stop IS DISTINCT FROM new.is_stop) OR (old.is_start IS DISTINCT FROM new.is_start) OR
    (old.evidence IS DISTINCT FROM new.evidence) OR (old.awaits_content IS DISTINCT FROM new.awaits_content) OR (old.due_at IS DISTINCT FROM new.due_at)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE POLICY "admins_read" ON "public"."api_keys"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces_as('admin'::text) AS my_workspaces_as)));

CREATE POLICY "nobody_reads" ON "public"."api_requests"
  FOR SELECT
  TO "authenticated"
  USING (false);

CREATE POLICY "managers_read" ON "public"."audit_log"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces_as('manager'::text) AS my_workspaces_as)));

CREATE POLICY "members_read" ON "public"."channel_standing"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "managers_read" ON "public"."erased_identities"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces_as('manager'::text) AS my_workspaces_as)));

CREATE POLICY "managers_read" ON "public"."erasures"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces_as('manager'::text) AS my_workspaces_as)));

CREATE POLICY "managers_read" ON "public"."media_deletions"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces_as('manager'::text) AS my_workspaces_as)));

CREATE POLICY "managers_read" ON "public"."retention_passes"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces_as('manager'::text) AS my_workspaces_as)));

REVOKE ALL ON FUNCTION "app"."accepted_as"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."accepted_as"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."accepted_as"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."add_environment_channel"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."add_environment_channel"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."add_environment_channel"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."address_on"(bigint, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."address_on"(bigint, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."address_on"(bigint, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."address_on"(bigint, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."apply_news"(uuid, text, public.channels[], uuid, jsonb, uuid, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."apply_news"(uuid, text, public.channels[], uuid, jsonb, uuid, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."apply_news"(uuid, text, public.channels[], uuid, jsonb, uuid, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."apply_status"(bigint, text, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."apply_status"(bigint, text, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."apply_status"(bigint, text, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."apply_value"(uuid, uuid, text, jsonb, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."apply_value"(uuid, uuid, text, jsonb, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."apply_value"(uuid, uuid, text, jsonb, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."begin_request"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."begin_request"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."begin_request"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bind_accepted"(app.settlement[], uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."bind_accepted"(app.settlement[], uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bind_accepted"(app.settlement[], uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bind_message"(bigint, text, bigint, timestamp WITH time zone, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."bind_message"(bigint, text, bigint, timestamp WITH time zone, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bind_message"(bigint, text, bigint, timestamp WITH time zone, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."call_address"(public.cloudtalk_calls) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."call_address"(public.cloudtalk_calls) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."call_address"(public.cloudtalk_calls) TO "postgres";

REVOKE ALL ON FUNCTION "app"."caller_of"(uuid, jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."caller_of"(uuid, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."caller_of"(uuid, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channel_beyond"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."channel_beyond"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."channel_beyond"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channel_proved"(jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."channel_proved"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."channel_proved"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channel_to_write"(bigint, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."channel_to_write"(bigint, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."channel_to_write"(bigint, text, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channel_tried"(public.contacts, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."channel_tried"(public.contacts, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."channel_tried"(public.contacts, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channels_meant"(public.channels[], text, jsonb, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."channels_meant"(public.channels[], text, jsonb, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."channels_meant"(public.channels[], text, jsonb, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."composer_json"(public.contacts) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."composer_json"(public.contacts) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."composer_json"(public.contacts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."composer_json"(public.contacts) TO "postgres";

REVOKE ALL ON FUNCTION "app"."configure_first_channel"(public.channels, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."configure_first_channel"(public.channels, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."configure_first_channel"(public.channels, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."contact_bsuid"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."contact_bsuid"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."contact_bsuid"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."contact_bsuid"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."curbed"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."curbed"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."curbed"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."drop_api_requests"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."drop_api_requests"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."drop_api_requests"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."effects_in_all"(jsonb[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."effects_in_all"(jsonb[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."effects_in_all"(jsonb[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."errand_for"(public.whatsapp_template_states, public.whatsapp_templates) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."errand_for"(public.whatsapp_template_states, public.whatsapp_templates) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."errand_for"(public.whatsapp_template_states, public.whatsapp_templates) TO "postgres";

REVOKE ALL ON FUNCTION "app"."facts_of_message"(public.whatsapp_messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."facts_of_message"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."facts_of_message"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."fill_template"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."fill_template"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."fill_template"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."first_contacts_of_day"(uuid, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."first_contacts_of_day"(uuid, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."first_contacts_of_day"(uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."first_contacts_of_day"(uuid, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."first_pace"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."first_pace"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."first_pace"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."fit_windows"(public.channels, bigint[], timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."fit_windows"(public.channels, bigint[], timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."fit_windows"(public.channels, bigint[], timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."fits_beyond"(public.whatsapp_messages, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."fits_beyond"(public.whatsapp_messages, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."fits_beyond"(public.whatsapp_messages, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."fitting_content"(public.whatsapp_templates, uuid, bigint, jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."fitting_content"(public.whatsapp_templates, uuid, bigint, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."fitting_content"(public.whatsapp_templates, uuid, bigint, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."follow_binding"(public.whatsapp_messages, text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."follow_binding"(public.whatsapp_messages, text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."follow_binding"(public.whatsapp_messages, text, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."give_first_contacts"(uuid, text, uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."give_first_contacts"(uuid, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."give_first_contacts"(uuid, text, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."guard_by_past"(uuid, public.contacts, bigint, timestamp WITH time zone, text, boolean, jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."guard_by_past"(uuid, public.contacts, bigint, timestamp WITH time zone, text, boolean, jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."guard_by_past"(uuid, public.contacts, bigint, timestamp WITH time zone, text, boolean, jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."guard_by_window"(uuid, public.contacts, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."guard_by_window"(uuid, public.contacts, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."guard_by_window"(uuid, public.contacts, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."has_begun"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."has_begun"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."has_begun"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."has_way"(public.whatsapp_templates, uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."has_way"(public.whatsapp_templates, uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."has_way"(public.whatsapp_templates, uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."has_windows"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."has_windows"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."has_windows"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."heed_failure"(public.whatsapp_messages, text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."heed_failure"(public.whatsapp_messages, text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."heed_failure"(public.whatsapp_messages, text, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."hold_recipient"(public.whatsapp_messages, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."hold_recipient"(public.whatsapp_messages, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."hold_recipient"(public.whatsapp_messages, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."holds_role"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."holds_role"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."holds_role"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_at_risk"(public.channel_standing) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_at_risk"(public.channel_standing) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_at_risk"(public.channel_standing) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_at_risk"(public.channel_standing) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_of_a_number"(jsonb, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_of_a_number"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_of_a_number"(jsonb, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_outdated"(public.whatsapp_messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_outdated"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_outdated"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_stranger_to"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_stranger_to"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_stranger_to"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_their_word"(public.whatsapp_messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_their_word"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_their_word"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_told_by_hand"(public.channels) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."is_told_by_hand"(public.channels) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."is_told_by_hand"(public.channels) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_told_by_hand"(public.channels) TO "postgres";

REVOKE ALL ON FUNCTION "app"."known_category"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."known_category"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."known_category"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."learn_addresses"(uuid, bigint, text, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."learn_addresses"(uuid, bigint, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."learn_addresses"(uuid, bigint, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."learn_line"(uuid, uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."learn_line"(uuid, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."learn_line"(uuid, uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."learn_recipient"(bigint, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."learn_recipient"(bigint, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."learn_recipient"(bigint, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."leave_name"(public.whatsapp_template_states) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."leave_name"(public.whatsapp_template_states) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."leave_name"(public.whatsapp_template_states) TO "postgres";

REVOKE ALL ON FUNCTION "app"."list_templates_soon"(public.channels) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."list_templates_soon"(public.channels) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."list_templates_soon"(public.channels) TO "postgres";

REVOKE ALL ON FUNCTION "app"."listed_row"(public.channels, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."listed_row"(public.channels, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."listed_row"(public.channels, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_beginning"(uuid, text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_beginning"(uuid, text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_beginning"(uuid, text, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."may_leave_now"(public.channels, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."may_leave_now"(public.channels, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."may_leave_now"(public.channels, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."may_offer"(public.contacts) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."may_offer"(public.contacts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."may_offer"(public.contacts) TO "postgres";

REVOKE ALL ON FUNCTION "app"."may_write_freely"(uuid, bigint, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."may_write_freely"(uuid, bigint, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."may_write_freely"(uuid, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."may_write_freely"(uuid, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."move_all_beginnings"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."move_all_beginnings"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."move_all_beginnings"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."move_beginnings"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."move_beginnings"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."move_beginnings"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."my_workspaces_as"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."my_workspaces_as"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."my_workspaces_as"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."my_workspaces_as"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."named_parameters"(text[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."named_parameters"(text[], jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."named_parameters"(text[], jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_chat_call"(public.cloudtalk_calls, uuid, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_chat_call"(public.cloudtalk_calls, uuid, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_chat_call"(public.cloudtalk_calls, uuid, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_marketing"(bigint, text, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_marketing"(bigint, text, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_marketing"(bigint, text, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_template_news"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_template_news"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_template_news"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_undelivered"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_undelivered"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_undelivered"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_unproved_start"(public.whatsapp_messages, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_unproved_start"(public.whatsapp_messages, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_unproved_start"(public.whatsapp_messages, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."open_window"(uuid, bigint, timestamp WITH time zone, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."open_window"(uuid, bigint, timestamp WITH time zone, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."open_window"(uuid, bigint, timestamp WITH time zone, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."own_program"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."own_program"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."own_program"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."own_program"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."parameters_given"(text, jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."parameters_given"(text, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."parameters_given"(text, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."pick_messages"(public.channels, timestamp WITH time zone, public.workspaces, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."pick_messages"(public.channels, timestamp WITH time zone, public.workspaces, integer, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."pick_messages"(public.channels, timestamp WITH time zone, public.workspaces, integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."placeholder_names"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."placeholder_names"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."placeholder_names"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."program"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."program"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."program"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."program_verbs"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."program_verbs"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."program_verbs"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_call"(uuid, jsonb, bigint, timestamp WITH time zone, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_call"(uuid, jsonb, bigint, timestamp WITH time zone, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_call"(uuid, jsonb, bigint, timestamp WITH time zone, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_news"(uuid, uuid[], jsonb, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_news"(uuid, uuid[], jsonb, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_news"(uuid, uuid[], jsonb, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_number_news"(uuid, uuid, jsonb, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_number_news"(uuid, uuid, jsonb, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_number_news"(uuid, uuid, jsonb, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_preference"(uuid, jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_preference"(uuid, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_preference"(uuid, jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_renamed"(uuid, jsonb, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_renamed"(uuid, jsonb, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_renamed"(uuid, jsonb, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_vendor_error"(uuid, uuid, text, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_vendor_error"(uuid, uuid, text, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_vendor_error"(uuid, uuid, text, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."refuse_template"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."refuse_template"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."refuse_template"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."reword"(public.whatsapp_messages, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."reword"(public.whatsapp_messages, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reword"(public.whatsapp_messages, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."same_words"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."same_words"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."same_words"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."send_errand"(public.whatsapp_template_states, text, text, public.whatsapp_templates) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."send_errand"(public.whatsapp_template_states, text, text, public.whatsapp_templates) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."send_errand"(public.whatsapp_template_states, text, text, public.whatsapp_templates) TO "postgres";

REVOKE ALL ON FUNCTION "app"."slot_gap"(public.channels) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."slot_gap"(public.channels) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."slot_gap"(public.channels) TO "postgres";

REVOKE ALL ON FUNCTION "app"."standing_json"(public.channel_standing) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."standing_json"(public.channel_standing) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."standing_json"(public.channel_standing) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."standing_json"(public.channel_standing) TO "postgres";

REVOKE ALL ON FUNCTION "app"."strongest_address"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."strongest_address"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."strongest_address"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."takes_templates"(public.channels) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."takes_templates"(public.channels) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."takes_templates"(public.channels) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."takes_templates"(public.channels) TO "postgres";

REVOKE ALL ON FUNCTION "app"."template_content"(public.whatsapp_templates, uuid, jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."template_content"(public.whatsapp_templates, uuid, jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."template_content"(public.whatsapp_templates, uuid, jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."template_facts"(public.tasks) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."template_facts"(public.tasks) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."template_facts"(public.tasks) TO "postgres";

REVOKE ALL ON FUNCTION "app"."template_id"(uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."template_id"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."template_id"(uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."template_list_facts"(public.tasks) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."template_list_facts"(public.tasks) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."template_list_facts"(public.tasks) TO "postgres";

REVOKE ALL ON FUNCTION "app"."template_named"(uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."template_named"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."template_named"(uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."template_told"(public.tasks, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."template_told"(public.tasks, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."template_told"(public.tasks, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."texts_in_use"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."texts_in_use"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."texts_in_use"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."thread_json"(bigint, bigint, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."thread_json"(bigint, bigint, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."thread_json"(bigint, bigint, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."thread_json"(bigint, bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."threads_moved"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."threads_moved"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."threads_moved"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."to_template"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."to_template"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."to_template"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."try_channel"(public.channels) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."try_channel"(public.channels) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."try_channel"(public.channels) TO "postgres";

REVOKE ALL ON FUNCTION "app"."verb_call"(text, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."verb_call"(text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."verb_call"(text, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."waits_beyond"(public.channels) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."waits_beyond"(public.channels) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."waits_beyond"(public.channels) TO "postgres";

REVOKE ALL ON FUNCTION "app"."watch_standing"(public.channels, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."watch_standing"(public.channels, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."watch_standing"(public.channels, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."whom_json"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."whom_json"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."whom_json"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."window_by_messages"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."window_by_messages"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."window_by_messages"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."window_hours"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."window_hours"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."window_hours"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."window_hours"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."window_json"(uuid, bigint, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."window_json"(uuid, bigint, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."window_json"(uuid, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."window_json"(uuid, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."adopt_template"(bigint, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."adopt_template"(bigint, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."adopt_template"(bigint, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."api_key_list"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."api_key_list"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."api_key_list"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."as_program"(text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."as_program"(text, text, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."as_program"(text, text, jsonb) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."channel_move"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."channel_move"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."channel_move"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."lift_begin_lock"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."lift_begin_lock"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."lift_begin_lock"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_templates_now"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."list_templates_now"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."list_templates_now"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."make_api_key"(uuid, text, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."make_api_key"(uuid, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."make_api_key"(uuid, text, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."message_list"(uuid, integer, bigint, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."message_list"(uuid, integer, bigint, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."message_list"(uuid, integer, bigint, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_template_approved"(uuid, text, uuid, integer, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."note_template_approved"(uuid, text, uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_template_approved"(uuid, text, uuid, integer, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."open_program"(text, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_program"(text, text, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_program"(text, text, jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "public"."queue_template_lists"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."queue_template_lists"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."queue_template_lists"() TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."read_to_show"(bigint, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."read_to_show"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_to_show"(bigint, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "public"."record_templates"(uuid, jsonb, timestamp WITH time zone, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_templates"(uuid, jsonb, timestamp WITH time zone, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."record_templates"(uuid, jsonb, timestamp WITH time zone, boolean) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."revoke_api_key"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."revoke_api_key"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."revoke_api_key"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text, jsonb) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, bigint, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, bigint, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, bigint, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_to_number"(uuid, text, text, text, text, jsonb, text, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."send_to_number"(uuid, text, text, text, text, jsonb, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_to_number"(uuid, text, text, text, text, jsonb, text, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_channel_shows_read"(uuid, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."set_channel_shows_read"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_channel_shows_read"(uuid, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."submit_template"(uuid, text, uuid, integer, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."submit_template"(uuid, text, uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."submit_template"(uuid, text, uuid, integer, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."template_list"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."template_list"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."template_list"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."template_shelf"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."template_shelf"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."template_shelf"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_template"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."withdraw_template"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."withdraw_template"(bigint) TO "postgres";

REVOKE ALL ON TABLE "public"."api_keys" FROM "authenticated";

REVOKE ALL ("created_by") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("created_by") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("last_used_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("last_used_at") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("name") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("name") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("prefix") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("prefix") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("revoked_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("revoked_at") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("role") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("role") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ("workspace_id") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("workspace_id") ON TABLE "public"."api_keys" TO "authenticated";

REVOKE ALL ON TABLE "public"."api_keys" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."api_keys" TO "postgres";

REVOKE ALL ON TABLE "public"."api_keys" FROM "service_role";

GRANT SELECT ON TABLE "public"."api_keys" TO "service_role";

REVOKE ALL ON TABLE "public"."api_requests" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."api_requests" TO "postgres";

REVOKE ALL ON TABLE "public"."api_requests" FROM "service_role";

GRANT SELECT ON TABLE "public"."api_requests" TO "service_role";

REVOKE ALL ON TABLE "public"."channel_standing" FROM "authenticated";

GRANT SELECT ON TABLE "public"."channel_standing" TO "authenticated";

REVOKE ALL ON TABLE "public"."channel_standing" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."channel_standing" TO "postgres";

REVOKE ALL ON TABLE "public"."channel_standing" FROM "service_role";

GRANT SELECT ON TABLE "public"."channel_standing" TO "service_role";

CREATE INDEX api_keys_workspace ON public.api_keys USING btree (workspace_id, created_at);

REVOKE ALL ("created_at") ON TABLE "public"."api_keys" FROM "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."api_keys" TO "authenticated";

CREATE INDEX api_requests_age ON public.api_requests USING btree (created_at);

-- Whoever added a channel on the monitor is in the log; the others are the environment's.
update public.channels c set of_environment = true where not exists (select from public.audit_log l
  where l.action = 'channel_added' and l.subject_kind = 'channel' and l.subject_id = c.id::text);

-- Where texts leave for a day after the person's word only: that day, from what is stored.
select app.window_by_messages(v.channel_id, v.contact_id) from public.whatsapp_conversations v
join public.channels c on c.id = v.channel_id where c.capabilities ->> 'windowHours' is not null;
