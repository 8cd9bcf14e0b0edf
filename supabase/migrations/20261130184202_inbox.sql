-- Whom each alert was told, kept while its columns move to a table of their own.
CREATE TEMP TABLE kept_notices AS
SELECT id, workspace_id, opening_told_at, opening_outcome, end_told_at, end_outcome, tries, next_try_at, last_error
FROM public.alerts WHERE opening_told_at IS NOT NULL OR tries > 0;

SET local check_function_bodies = off;

DROP TRIGGER "mirror" ON "public"."asks";

DROP INDEX "public"."alerts_untold";

DROP INDEX "public"."whatsapp_messages_asks";

DROP INDEX "public"."whatsapp_messages_typed";

DROP VIEW "app"."personal_tables";

DROP VIEW "app"."task_kinds";

ALTER DOMAIN "app"."reason_code"
  DROP CONSTRAINT "reason_code_check";

ALTER TABLE "public"."alerts"
  DROP CONSTRAINT "alerts_end_outcome_check";

ALTER TABLE "public"."alerts"
  DROP CONSTRAINT "alerts_opening_outcome_check";

ALTER TABLE "public"."whatsapp_messages"
  DROP CONSTRAINT "whatsapp_messages_purpose_check";

DROP FUNCTION "public"."add_member"(text, uuid, text);

DROP FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer);

DROP FUNCTION "public"."settle_alert"(uuid, text, text, text);

ALTER TABLE "public"."alerts"
  DROP COLUMN "end_outcome";

ALTER TABLE "public"."alerts"
  DROP COLUMN "end_told_at";

ALTER TABLE "public"."alerts"
  DROP COLUMN "last_error";

ALTER TABLE "public"."alerts"
  DROP COLUMN "next_try_at";

ALTER TABLE "public"."alerts"
  DROP COLUMN "opening_outcome";

ALTER TABLE "public"."alerts"
  DROP COLUMN "opening_told_at";

ALTER TABLE "public"."alerts"
  DROP COLUMN "tries";

CREATE TABLE "public"."alert_notices" (
  "alert_id"        uuid                     NOT NULL,
  "workspace_id"    uuid                     NOT NULL,
  "receiver"        text                     NOT NULL,
  "opening_told_at" timestamp with time zone,
  "opening_outcome" text,
  "end_told_at"     timestamp with time zone,
  "end_outcome"     text,
  "tries"           integer                  NOT NULL DEFAULT 0,
  "next_try_at"     timestamp with time zone,
  "last_error"      text,
  CONSTRAINT "alert_notices_end_outcome_check" CHECK ((end_outcome = ANY (ARRAY['delivered'::text, 'given_up'::text, 'gone'::text]))),
  CONSTRAINT "alert_notices_opening_outcome_check" CHECK ((opening_outcome = ANY (ARRAY['delivered'::text, 'given_up'::text, 'gone'::text]))),
  CONSTRAINT "alert_notices_pkey" PRIMARY KEY (alert_id, receiver),
  CONSTRAINT "alert_notices_receiver_check" CHECK ((receiver = ANY (ARRAY['webhook'::text, 'email'::text])))
);

ALTER TABLE "public"."alert_notices"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_notices" FROM "anon", "authenticated";

CREATE TABLE "public"."alert_receivers" (
  "workspace_id" uuid                     NOT NULL,
  "kind"         text                     NOT NULL,
  "sealed"       text                     NOT NULL,
  "shown"        jsonb                    NOT NULL,
  "set_by"       uuid,
  CONSTRAINT "alert_receivers_kind_check" CHECK ((kind = ANY (ARRAY['webhook'::text, 'email'::text]))),
  CONSTRAINT "alert_receivers_pkey" PRIMARY KEY (workspace_id, kind),
  CONSTRAINT "alert_receivers_sealed_check" CHECK ((sealed ~ '^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'::text)),
  CONSTRAINT "alert_receivers_shown_check" CHECK ((jsonb_typeof(shown) = 'object'::text)),
  "set_at"       timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."alert_receivers"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."alert_receivers" FROM "anon", "authenticated";

CREATE TABLE "public"."attachments" (
  "id"           uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "workspace_id" uuid                     NOT NULL,
  "contact_id"   bigint                   NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "message_id"   bigint,
  "kind"         text                     NOT NULL,
  "file_name"    text                     NOT NULL,
  "mime_type"    text                     NOT NULL,
  "size_bytes"   bigint                   NOT NULL,
  "sha256"       text                     NOT NULL,
  "path"         text,
  "is_kept"      boolean                  GENERATED ALWAYS AS ((path IS NOT NULL)) STORED NOT NULL,
  CONSTRAINT "attachments_file_name_check" CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200))),
  CONSTRAINT "attachments_kind_check" CHECK ((kind = ANY (ARRAY['image'::text, 'video'::text, 'audio'::text, 'document'::text]))),
  CONSTRAINT "attachments_message_id_key" UNIQUE (message_id),
  CONSTRAINT "attachments_pkey" PRIMARY KEY (id),
  CONSTRAINT "attachments_sha256_check" CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "attachments_size_bytes_check" CHECK ((size_bytes > 0)),
  "created_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."attachments"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."attachments" FROM "anon";

CREATE TABLE "public"."bill_verdicts" (
  "id"           bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "contact_id"   bigint                   NOT NULL,
  "message_id"   bigint                   NOT NULL,
  "verdict"      text                     NOT NULL,
  "kind"         text,
  "note"         text,
  "user_id"      uuid                     NOT NULL,
  "undone_at"    timestamp with time zone,
  "undone_by"    uuid,
  CONSTRAINT "bill_verdicts_check1" CHECK (((undone_at IS NULL) = (undone_by IS NULL))),
  CONSTRAINT "bill_verdicts_check" CHECK (((verdict = 'bad'::text) = (kind IS NOT NULL))),
  CONSTRAINT "bill_verdicts_kind_check" CHECK ((kind = ANY (ARRAY['gas'::text, 'old'::text, 'unreadable'::text, 'other'::text]))),
  CONSTRAINT "bill_verdicts_note_check" CHECK (((length(note) >= 1) AND (length(note) <= 500))),
  CONSTRAINT "bill_verdicts_pkey" PRIMARY KEY (id),
  CONSTRAINT "bill_verdicts_verdict_check" CHECK ((verdict = ANY (ARRAY['good'::text, 'bad'::text]))),
  "at"           timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."bill_verdicts"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."bill_verdicts" FROM "anon";

CREATE TABLE "public"."conversation_notes" (
  "id"           bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "contact_id"   bigint                   NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "body"         text                     NOT NULL,
  "deleted_at"   timestamp with time zone,
  CONSTRAINT "conversation_notes_body_check" CHECK (((length(body) >= 1) AND (length(body) <= 4000))),
  CONSTRAINT "conversation_notes_pkey" PRIMARY KEY (id),
  "created_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."conversation_notes"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."conversation_notes" FROM "anon";

CREATE TABLE "public"."conversation_presence" (
  "contact_id"   bigint                   NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "typed_at"     timestamp with time zone,
  CONSTRAINT "conversation_presence_pkey" PRIMARY KEY (contact_id, user_id),
  "at"           timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."conversation_presence"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."conversation_presence" FROM "anon";

CREATE TABLE "public"."conversation_reads" (
  "workspace_id" uuid                     NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "contact_id"   bigint                   NOT NULL,
  "message_id"   bigint                   NOT NULL,
  CONSTRAINT "conversation_reads_pkey" PRIMARY KEY (user_id, contact_id),
  "at"           timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."conversation_reads"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "anon";

CREATE TABLE "public"."conversations" (
  "contact_id"      bigint                   NOT NULL,
  "workspace_id"    uuid                     NOT NULL,
  "state"           text                     NOT NULL DEFAULT 'closed'::text,
  "detail"          text,
  "about_message"   bigint,
  "bill"            text,
  "last_message_id" bigint,
  "last_in_id"      bigint,
  "last_in_at"      timestamp with time zone,
  "unanswered"      integer                  NOT NULL DEFAULT 0,
  "owner"           uuid,
  "owner_by"        uuid,
  "owner_at"        timestamp with time zone,
  "call_back_at"    timestamp with time zone,
  "call_back_by"    uuid,
  "handled_id"      bigint,
  "closed_at"       timestamp with time zone,
  "closed_by"       uuid,
  "closed_id"       bigint,
  "settled_id"      bigint,
  "settled_at"      timestamp with time zone,
  "tags"            text[]                   NOT NULL DEFAULT '{}'::text[],
  "computed_by"     bigint                   NOT NULL DEFAULT 0,
  CONSTRAINT "conversations_bill_check" CHECK ((bill = ANY (ARRAY['owed'::text, 'missing'::text, 'check'::text, 'confirmed'::text]))),
  CONSTRAINT "conversations_check1" CHECK (((call_back_at IS NULL) OR (call_back_by IS NOT NULL))),
  CONSTRAINT "conversations_check" CHECK (((closed_at IS NULL) = (closed_id IS NULL))),
  CONSTRAINT "conversations_pkey" PRIMARY KEY (contact_id),
  CONSTRAINT "conversations_state_check"
    CHECK ((state = ANY (ARRAY['problem'::text, 'reply'::text, 'check'::text, 'call_back'::text, 'queued'::text, 'waiting'::text, 'done'::text, 'closed'::text]))),
  CONSTRAINT "conversations_tags_check" CHECK ((cardinality(tags) <= 20)),
  "since"           timestamp with time zone NOT NULL DEFAULT app.now(),
  "sort_at"         timestamp with time zone NOT NULL DEFAULT app.now(),
  "last_at"         timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."conversations"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."conversations" FROM "anon";

CREATE TABLE "public"."former_members" (
  "workspace_id" uuid                     NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "name"         text,
  CONSTRAINT "former_members_pkey" PRIMARY KEY (workspace_id, user_id),
  "left_at"      timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."former_members"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."former_members" FROM "anon";

CREATE TABLE "public"."note_mentions" (
  "note_id"      bigint                   NOT NULL,
  "user_id"      uuid                     NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "contact_id"   bigint                   NOT NULL,
  "seen_at"      timestamp with time zone,
  CONSTRAINT "note_mentions_pkey" PRIMARY KEY (note_id, user_id)
);

ALTER TABLE "public"."note_mentions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."note_mentions" FROM "anon";

CREATE TABLE "public"."ready_answers" (
  "id"           bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "shortcut"     text                     NOT NULL,
  "title"        text                     NOT NULL,
  "body"         text                     NOT NULL,
  "position"     integer                  NOT NULL DEFAULT 0,
  "updated_by"   uuid,
  CONSTRAINT "ready_answers_pkey" PRIMARY KEY (id),
  CONSTRAINT "ready_answers_shortcut_check" CHECK ((shortcut ~ '^[a-z0-9][a-z0-9-]{0,29}$'::text)),
  CONSTRAINT "ready_answers_shortcut" UNIQUE (workspace_id, shortcut),
  CONSTRAINT "ready_answers_title_check" CHECK (((title = btrim(title)) AND ((length(title) >= 1) AND (length(title) <= 60)))),
  "updated_at"   timestamp with time zone NOT NULL DEFAULT app.now()
);

ALTER TABLE "public"."ready_answers"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."ready_answers" FROM "anon";

CREATE TABLE "public"."whatsapp_reactions" (
  "id"           bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "workspace_id" uuid                     NOT NULL,
  "message_id"   bigint                   NOT NULL,
  "direction"    text                     NOT NULL,
  "emoji"        text,
  "reacted_at"   timestamp with time zone NOT NULL,
  "request_id"   bigint,
  CONSTRAINT "whatsapp_reactions_direction_check" CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  CONSTRAINT "whatsapp_reactions_emoji_check" CHECK (((length(emoji) >= 1) AND (length(emoji) <= 64))),
  CONSTRAINT "whatsapp_reactions_message_id_direction_key" UNIQUE (message_id, direction),
  CONSTRAINT "whatsapp_reactions_pkey" PRIMARY KEY (id)
);

ALTER TABLE "public"."whatsapp_reactions"
  ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE "public"."whatsapp_reactions" FROM "anon";

ALTER TABLE "public"."asks"
  ADD COLUMN "answered_at" timestamp WITH time zone;

ALTER TABLE "public"."asks"
  ADD COLUMN "confirmed_at" timestamp WITH time zone;

ALTER TABLE "public"."asks"
  ADD COLUMN "owed_since" timestamp WITH time zone;

ALTER TABLE "public"."bill_evidence"
  ADD COLUMN "is_rejected" boolean NOT NULL DEFAULT false;

ALTER TABLE "public"."bill_evidence"
  ADD COLUMN "counts_as" text GENERATED ALWAYS AS (
CASE
    WHEN is_rejected THEN 'reply'::text
    ELSE level
END) STORED NOT NULL;

ALTER TABLE "public"."memberships"
  ADD COLUMN "name" text;

ALTER TABLE "public"."memberships"
  ADD COLUMN "calls_as" text;

ALTER TABLE "public"."memberships"
  ADD COLUMN "language" text;

ALTER TABLE "public"."memberships"
  ADD COLUMN "phone" text;

ALTER TABLE "public"."memberships"
  ADD COLUMN "told" text[] NOT NULL DEFAULT '{}'::text[];

ALTER TABLE "public"."memberships"
  ADD COLUMN "summaries" text[] NOT NULL DEFAULT '{}'::text[];

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "template_version" integer;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "unconfirmed_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "sent_by" uuid;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "client_key" text;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "reason_to_write" text;

ALTER TABLE "public"."whatsapp_templates"
  ADD COLUMN "title" text;

ALTER TABLE "public"."workspaces"
  ADD COLUMN "text_read_at" timestamp WITH time zone;

ALTER TABLE "public"."workspaces"
  ADD COLUMN "invited_at" timestamp WITH time zone;

ALTER TABLE "public"."workspaces"
  ADD COLUMN "muted_alerts" text[] NOT NULL DEFAULT '{}'::text[];

REVOKE ALL ON SEQUENCE "public"."bill_verdicts_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."bill_verdicts_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."bill_verdicts_id_seq" FROM "service_role";

REVOKE ALL ON SEQUENCE "public"."conversation_notes_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."conversation_notes_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."conversation_notes_id_seq" FROM "service_role";

REVOKE ALL ON SEQUENCE "public"."ready_answers_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."ready_answers_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."ready_answers_id_seq" FROM "service_role";

REVOKE ALL ON SEQUENCE "public"."whatsapp_reactions_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."whatsapp_reactions_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."whatsapp_reactions_id_seq" FROM "service_role";

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
    status, ask_id, call_id, template_id, template_version, recipient, priority, due_at, expires_at,
    reminder_of, reminder_step)
  select f.workspace_id, f.channel_id, f.conversation_id, f.contact_id, 'out', 'reminder',
    app.ask_text(app.ask_facts(k), p_template.body),
    app.template_content(p_template, f.channel_id, app.ask_facts(k)), 'queued', f.ask_id, f.call_id,
    p_template.id, p_template.version, f.recipient, 10, a.accepted_at + p_after,
    a.accepted_at + p_after + app.reminder_lifetime(), f.id, p_step
  from public.whatsapp_messages a
  join public.whatsapp_messages f on f.id = coalesce(a.reminder_of, a.id)
  join public.asks k on k.id = f.ask_id
  where a.id = any (p_messages)
  on conflict (reminder_of, reminder_step) where reminder_of is not null do nothing;
  get diagnostics v_added = row_count;
  return v_added;
end $function$;

CREATE OR REPLACE FUNCTION app.agent_first_name (
  p_name text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_first text := split_part(btrim(p_name), ' ', 1);
begin
  if strpos(v_first, '@') > 0 then
    return initcap(nullif(split_part(split_part(v_first, '@', 1), '.', 1), ''));
  end if;
  return coalesce(app.contact_first_name(p_name), nullif(v_first, ''));
end $function$;

CREATE OR REPLACE FUNCTION app.agent_names (
  p_workspace uuid
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_found text[] := '{}';
  v_next text := '';
begin
  while cardinality(v_found) < 200 loop
    select coalesce(k.agent_name, k.agent_email, k.agent_id) into v_next
    from public.cloudtalk_calls k where k.workspace_id = p_workspace
      and coalesce(k.agent_name, k.agent_email, k.agent_id) > v_next
    order by coalesce(k.agent_name, k.agent_email, k.agent_id) limit 1;
    exit when v_next is null;
    v_found := v_found || v_next;
  end loop;
  return v_found;
end $function$;

CREATE OR REPLACE FUNCTION app.agents_of (
  p_workspace uuid,
  p_contacts  bigint[]
)
  RETURNS TABLE (
    contact_id bigint,
    agent      text
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 100
  SET search_path TO ''
  AS $function$
begin
  return query
    with members as materialized (
      select n.name, app.member_of_agent(p_workspace, (select k.facts
        from public.cloudtalk_calls k where k.workspace_id = p_workspace
          and coalesce(k.agent_name, k.agent_email, k.agent_id) = n.name
        order by k.id desc limit 1)) as user_id
      from unnest(app.agent_names(p_workspace)) n (name))
    select p.id, coalesce((select o.name from members o where o.user_id = v.owner limit 1),
      (select coalesce(k.agent_name, k.agent_email, k.agent_id) from public.cloudtalk_calls k
        where k.contact_id = p.id order by k.id desc limit 1))
    from unnest(p_contacts) p (id) left join public.conversations v on v.contact_id = p.id;
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
      'message_deleted', 'reaction', 'echo', 'message_status', 'channel_status', 'found_message')
    then
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
      when 'reaction' then app.record_reaction(p_workspace, v_channel, v_value, p_request, p_heard)
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
end $function$;

CREATE OR REPLACE FUNCTION app.asked_by_hand (
  p_contact bigint,
  p_since   timestamp with time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select max(m.written_at) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose in ('typed', 'manual')
      and m.created_at > p_since and m.written_at > p_since
      and m.status not in ('failed', 'cancelled', 'skipped', 'expired')
      and m.deleted_at is null and app.speaks_of_bill(m.body));
end $function$;

CREATE OR REPLACE FUNCTION app.asked_last (
  p_contact bigint
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select max(coalesce(m.send_began_at, m.created_at)) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose in ('follow_up', 'reminder')
      and app.is_asked(m.status));
end $function$;

CREATE OR REPLACE FUNCTION app.asks_of_file (
  m public.whatsapp_messages
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_asks bigint[] := array(
    select a.id from public.asks a join public.bill_evidence e on e.ask_id = a.id
      and e.message_id = m.id and e.undone_at is null
    where a.contact_id = m.contact_id group by a.id order by a.id);
begin
  if v_asks <> '{}' then
    return v_asks;
  end if;
  return array(select a.id from public.asks a where a.contact_id = m.contact_id
    and a.purpose = 'bill' order by a.id desc limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.attachment_folder (
  a public.attachments
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$ begin return a.workspace_id || '/out/' || a.id; end $function$;

CREATE OR REPLACE FUNCTION app.back_since (
  c     public.channels,
  p_now timestamp with time zone
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if c.state <> 'active' or c.connection_status is distinct from 'connected'
      or c.connection_status_at <= p_now - interval '30 minutes' then
    return null;
  end if;
  return (select c.connection_status_at from public.alerts a
    where a.workspace_id = c.workspace_id and a.kind = 'channel_down' and a.subject = c.id::text
      and a.since < c.connection_status_at
      and coalesce(a.closed_at, 'infinity') > p_now - interval '1 hour'
    limit 1);
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
      and m.status in ('sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read')
    order by m.id desc limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.bill_counts (
  p_workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_of jsonb := (select jsonb_object_agg(b.bill, (select count(*) from (
      select from public.conversations k where k.workspace_id = p_workspace and k.bill = b.bill
      limit 1001) n))
    from unnest('{owed,missing,check,confirmed}'::text[]) b (bill));
begin
  return jsonb_build_object('check', v_of -> 'check', 'ok', v_of -> 'confirmed',
    'owed', least(1001, (v_of ->> 'owed')::integer + (v_of ->> 'missing')::integer),
    'no', (select count(*) from (select distinct v.contact_id from public.bill_verdicts v
      where v.workspace_id = p_workspace and v.undone_at is null and v.verdict = 'bad'
      limit 1001) n));
end $function$;

CREATE OR REPLACE FUNCTION app.bill_files (
  p_contact bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('message', m.id, 'kind', m.kind,
      'fileName', m.media ->> 'fileName', 'caption', left(m.body, 500), 'at', m.written_at,
      'state', coalesce(f.state, 'missed'), 'reasonCode', f.reason_code, 'mimeType', f.mime_type,
      'verdict', v.verdict, 'wrong', v.kind, 'judgedBy', v.user_id, 'judgedAt', v.at)
      order by m.id), '[]')
    from (select x.id, x.kind, x.media, x.body, x.written_at from public.whatsapp_messages x
      where x.contact_id = p_contact and x.direction = 'in' and x.evidence = 'attachment'
      order by x.id desc limit 12) m
    left join public.whatsapp_media f on f.message_id = m.id
    left join public.bill_verdicts v on v.message_id = m.id and v.undone_at is null);
end $function$;

CREATE OR REPLACE FUNCTION app.bill_ids (
  p_workspace uuid,
  p_state     text,
  p_size      integer,
  p_at        timestamp with time zone,
  p_id        bigint
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  if p_state = 'no' then
    return array(select v.contact_id from public.bill_verdicts v
      where v.workspace_id = p_workspace and v.undone_at is null and v.verdict = 'bad'
        and (p_id is null or v.id < p_id)
        and not exists (select from public.bill_verdicts o where o.contact_id = v.contact_id
          and o.undone_at is null and o.verdict = 'bad' and o.id > v.id)
      order by v.id desc limit p_size);
  elsif p_state = 'ok' then
    return array(select k.contact_id from public.conversations k
      where k.workspace_id = p_workspace and k.bill = 'confirmed'
        and (p_at is null or (k.last_at, k.contact_id) < (p_at, p_id))
      order by k.last_at desc, k.contact_id desc limit p_size);
  end if;
  return array(select k.contact_id
    from unnest(case p_state when 'owed' then '{owed,missing}' else '{check}' end::text[]) b (bill)
    cross join lateral (select x.contact_id, x.last_at from public.conversations x
      where x.workspace_id = p_workspace and x.bill = b.bill
        and (p_at is null or (x.last_at, x.contact_id) > (p_at, p_id))
      order by x.last_at, x.contact_id limit p_size) k
    order by k.last_at, k.contact_id limit p_size);
end $function$;

CREATE OR REPLACE FUNCTION app.bill_people (
  p_ids bigint[]
)
  RETURNS TABLE (
    contact_id bigint,
    person     jsonb
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 40
  SET search_path TO ''
  AS $function$
begin
  return query
    select k.contact_id, jsonb_build_object('contact', k.contact_id,
      'name', coalesce(c.name, c.push_name), 'company', c.company,
      'phone', (select i.value from public.contact_identities i
        where i.contact_id = k.contact_id and i.kind = 'phone' order by i.learned_at,
          i.value limit 1),
      'bill', k.bill, 'silence', app.silence(c), 'asked', app.bill_asked(k.contact_id),
      'last', app.last_words(k.last_message_id), 'lastAt', k.last_at, 'newest', k.last_in_id,
      'call', (select jsonb_build_object('id', x.id, 'at', least(x.created_at, x.ended_heard_at),
          'agent', x.agent_name)
        from public.cloudtalk_calls x where x.contact_id = k.contact_id order by x.id desc limit 1),
      'words', (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'text', w.body,
          'at', w.written_at) order by w.id), '[]')
        from (select m.id, left(m.body, 500) as body, m.written_at
          from public.whatsapp_messages m where m.contact_id = k.contact_id
            and m.direction = 'in' and m.kind = 'text' and m.body is not null
          order by m.id desc limit 4) w),
      'files', app.bill_files(k.contact_id))
    from public.conversations k join public.contacts c on c.id = k.contact_id
    where k.contact_id = any (p_ids);
end $function$;

CREATE OR REPLACE FUNCTION app.call_rows (
  p_ids bigint[]
)
  RETURNS TABLE (
    id   bigint,
    call jsonb
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 50
  SET search_path TO ''
  AS $function$
begin
  return query
    select k.id, jsonb_build_object('id', k.id, 'at', least(k.created_at, k.ended_heard_at),
      'contact', k.contact_id, 'name', coalesce(k.contact_name, c.name, c.push_name),
      'company', coalesce(k.company, c.company), 'phone', k.phone_number,
      'phoneRaw', k.phone_raw, 'agent', coalesce(k.agent_name, k.agent_email, k.agent_id),
      'direction', k.direction, 'seconds', k.talking_seconds, 'ended', k.ended,
      'shouldSend', k.should_send, 'code', k.should_send_code, 'reason', k.should_send_reason,
      'evidence', k.electricity_bill_evidence,
      'silence', case when c.id is not null then app.silence(c) end,
      'refused', exists (select from public.attention a where a.contact_id = k.contact_id
        and a.kind = 'refusal' and a.settled_at is null),
      'message', (select jsonb_build_object('id', m.id, 'status', m.status,
          'reasonCode', m.reason_code, 'reason', m.reason, 'acknowledged',
          m.acknowledged_at is not null, 'at', coalesce(m.send_began_at, m.due_at),
          'template', (select t.key from public.whatsapp_templates t where t.id = m.template_id))
        from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'
        order by m.id desc limit 1))
    from public.cloudtalk_calls k left join public.contacts c on c.id = k.contact_id
    where k.id = any (p_ids);
end $function$;

CREATE OR REPLACE FUNCTION app.calls_of_bill (
  p_call bigint
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_first bigint := (select coalesce(k.covered_by, k.id) from public.cloudtalk_calls k
    where k.id = p_call);
begin
  return array(select k.id from public.cloudtalk_calls k where k.id = v_first
    or k.covered_by = v_first);
end $function$;

CREATE OR REPLACE FUNCTION app.came_by (
  p_contact bigint
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case when exists (select from public.cloudtalk_calls k where k.contact_id = p_contact)
    then 'call' else 'wrote' end;
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
      else app.template_content(v_template, channel_id, p_facts) end,
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

CREATE OR REPLACE FUNCTION app.composer_json (
  c         public.contacts,
  p_windows jsonb
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
    'guard', app.write_guard(c, v_channel, 'called', false, p_windows),
    'lastInAt', (select m.written_at from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' order by m.id desc limit 1),
    'channel', (select jsonb_build_object('id', x.id, 'name', x.name, 'vendor', x.vendor,
        'state', x.state, 'pauseReason', x.pause_reason, 'pausedAt', x.paused_at,
        'connectionStatus', x.connection_status, 'queued', (select count(*)
          from public.whatsapp_messages m where m.channel_id = x.id and m.status = 'queued'))
      from public.channels x where x.id = v_channel));
end $function$;

CREATE OR REPLACE FUNCTION app.composer_offers (
  p_contact bigint,
  p_channel uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(p_contact);
  v_texts jsonb := app.ready_texts(c, p_channel);
  v_leaves record;
begin
  -- require_role: in conversation_contact.
  select * into v_leaves from app.would_leave(c, p_channel);
  return jsonb_build_object('leavesAt', v_leaves.at, 'ahead', v_leaves.ahead,
    'answers', jsonb_path_query_array(v_texts, '$.answers[0 to 2]'),
    'reviewed', jsonb_path_query_array(v_texts, '$.texts[*] ? (@.reviewed == true)'));
end $function$;

CREATE OR REPLACE FUNCTION app.computed_conversation (
  c public.contacts,
  r public.conversations
)
  RETURNS public.conversations
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_settled bigint := greatest(r.closed_id, r.settled_id, 0);
  v_cut bigint := greatest(r.handled_id, v_settled);
  v_problem jsonb := app.problem_of(c, v_settled, greatest(r.closed_at, r.settled_at));
  v_unanswered record;
  v_file record;
  v_moving record;
  v_ask timestamptz;
  v_last timestamptz := r.last_at;
begin
  r := app.newest_of(c.id, r);
  r.bill := app.contact_bill(c.id);
  select f.n, f.first_id, f.since into v_unanswered
  from app.unanswered_of(c.id, v_cut) f;
  r.unanswered := v_unanswered.n;
  r.about_message := null;
  r.detail := null;
  select m.id, m.due_at into v_moving from public.whatsapp_messages m
  where m.contact_id = c.id and m.direction = 'out' and m.status in ('queued', 'sending')
  order by m.id desc limit 1;
  if v_problem is not null then
    r.state := 'problem';
    r.detail := v_problem ->> 'detail';
    r.about_message := (v_problem ->> 'message')::bigint;
    r.since := (v_problem ->> 'since')::timestamptz;
  elsif v_unanswered.n > 0 then
    r.state := 'reply';
    r.about_message := v_unanswered.first_id;
    r.since := v_unanswered.since;
  elsif r.bill = 'check' and app.file_waits(c.id, v_settled) is not null then
    r.state := 'check';
    select * into v_file from public.whatsapp_messages m
    where m.id = app.file_waits(c.id, v_settled);
    r.about_message := v_file.id;
    r.since := v_file.written_at;
  elsif r.call_back_at is not null then
    r.state := 'call_back';
    r.since := r.call_back_at;
  elsif v_moving.id > v_settled then
    r.state := 'queued';
    r.about_message := v_moving.id;
    r.since := v_moving.due_at;
  else
    v_ask := app.asked_last(c.id);
    if r.bill = 'confirmed' and r.closed_at is null then
      r.state := 'done';
    elsif r.bill in ('owed', 'missing') and not app.is_unreachable(c)
        and (r.closed_at is null or v_ask > r.closed_at) then
      r.state := 'waiting';
      r.detail := r.bill;
    else
      r.state := 'closed';
    end if;
    r.since := coalesce(case when r.state = 'waiting' then v_ask end, r.last_at, r.since);
  end if;
  r.sort_at := case r.state when 'call_back' then r.since - interval '100 years'
    else r.since end;
  r.last_at := coalesce(r.last_at, r.owner_at, r.closed_at, v_last);
  return r;
end $function$;

CREATE OR REPLACE FUNCTION app.confirm_ask (
  a         public.asks,
  p_message bigint,
  p_user    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  perform app.note_verdict(m, 'good', p_user) from public.whatsapp_messages m
  where m.id = p_message and m.evidence = 'attachment';
end $function$;

CREATE OR REPLACE FUNCTION app.contact_bill (
  p_contact bigint
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_evidence text;
begin
  select a.evidence into v_evidence from public.asks a
  where a.contact_id = p_contact and a.purpose = 'bill'
    and (a.evidence is not null or app.may_have_arrived(a.id))
  order by a.id desc limit 1;
  if found then
    return case v_evidence when 'confirmed' then 'confirmed' when 'attachment' then 'check'
      when 'reply' then 'missing' else 'owed' end;
  end if;
  return (select 'confirmed' from public.bill_verdicts v where v.contact_id = p_contact
    and v.undone_at is null and v.verdict = 'good' limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.contact_changed()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.refresh_conversation(new.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.contact_first_name (
  p_name text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_words text[] := string_to_array(btrim(regexp_replace(p_name, '\s+', ' ', 'g')), ' ');
  v_plain text := translate(app.fold(p_name), '.', '');
begin
  if p_name is null or v_plain ~ ('\m(srls?|spa|snc|sas|soc|societa|ditta|azienda|az|agr|'
    || 'agricola|coop|cooperativa|impresa|studio|cascina|cantina|cantine|villa|hotel|albergo|'
    || 'agriturismo|ristorante|bar|vivaio|caseificio|fattoria|tenuta|podere|condominio|comune|'
    || 'parrocchia|figli|fratelli|flli|f lli|group|gmbh|ltd)\M') then
    return null;
  end if;
  return (select case when w.word = upper(w.word) then initcap(w.word) else w.word end
    from unnest(v_words) with ordinality w (word, n)
    where app.fold(w.word) = any (app.given_names())
      and coalesce(app.fold(v_words[w.n - 1]), '') !~ '^(de|di|da|del|della|dello|dei|dal|la|lo|li)$'
    order by w.n limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.conversation_changed()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op <> 'DELETE' and new.contact_id is not null then
    perform app.refresh_conversation(new.contact_id);
  end if;
  if tg_op <> 'INSERT' and old.contact_id is not null
      and (tg_op = 'DELETE' or old.contact_id is distinct from new.contact_id) then
    perform app.refresh_conversation(old.contact_id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.conversation_contact (
  p_contact bigint,
  p_role    text   DEFAULT 'agent'::text
)
  RETURNS public.contacts
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  c public.contacts;
begin
  select * into c from public.contacts x where x.id = app.root_contact(p_contact);
  perform app.require_role(c.workspace_id, p_role);
  return c;
end $function$;

CREATE OR REPLACE FUNCTION app.conversation_counts (
  p_workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_user uuid := auth.uid();
  v_now timestamptz := app.now();
  v_of jsonb := (select jsonb_object_agg(s.state, (select count(*) from (
      select from public.conversations k where k.workspace_id = p_workspace and k.state = s.state
        and (k.state <> 'call_back' or k.call_back_at <= v_now) limit 1001) n))
    from unnest('{problem,reply,check,call_back,queued,waiting}'::text[]) s (state));
  v_new record;
begin
  select count(*) as n, min(f.last_in_at) as since into v_new
  from (select k.last_in_at from public.conversations k
    where k.workspace_id = p_workspace and k.state in ('problem', 'reply', 'check', 'call_back')
      and k.last_in_id > coalesce((select r.message_id from public.conversation_reads r
        where r.user_id = v_user and r.contact_id = k.contact_id), 0) limit 1001) f;
  return jsonb_build_object(
    'reply', least(1001, (v_of ->> 'reply')::integer + (v_of ->> 'check')::integer
      + (v_of ->> 'call_back')::integer),
    'problem', v_of -> 'problem', 'check', v_of -> 'check', 'callBack', v_of -> 'call_back',
    'waiting', least(1001, (v_of ->> 'waiting')::integer + (v_of ->> 'queued')::integer),
    'mine', (select count(*) from (select from public.conversations k
      where k.workspace_id = p_workspace and k.owner = v_user
        and k.state not in ('closed', 'done') limit 1001) n),
    'new', v_new.n, 'newSince', v_new.since,
    'mentions', (select count(*) from (select from public.note_mentions n
      where n.workspace_id = p_workspace and n.user_id = v_user and n.seen_at is null
        limit 1001) n));
end $function$;

CREATE OR REPLACE FUNCTION app.conversation_ids (
  p_workspace uuid,
  p_view      text,
  p_size      integer,
  p_at        timestamp with time zone,
  p_contact   bigint,
  p_owner     uuid,
  p_tag       text,
  p_only      bigint[],
  p_user      uuid
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_states text[] := case p_view when 'reply' then '{call_back,check,reply}'::text[]
    when 'new' then '{call_back,check,problem,reply}'::text[]
    when 'waiting' then '{queued,waiting}'::text[] when 'problem' then '{problem}'::text[]
    when 'closed' then '{closed,done}'::text[] end;
  v_now timestamptz := app.now();
  v_owner uuid := case when p_view = 'mine' then p_user else p_owner end;
begin
  if p_view in ('all', 'mine', 'closed') then
    return array(select k.contact_id from public.conversations k
      where k.workspace_id = p_workspace
        and (v_owner is null or k.owner = v_owner) and (p_tag is null or p_tag = any (k.tags))
        and (v_states is null or k.state = any (v_states))
        and (p_view <> 'mine' or k.state not in ('closed', 'done'))
        and (p_only is null or k.contact_id = any (p_only))
        and (p_at is null or (k.last_at, k.contact_id) < (p_at, p_contact))
      order by k.last_at desc, k.contact_id desc limit p_size);
  end if;
  return array(select k.contact_id from unnest(v_states) s (state)
    cross join lateral (select x.contact_id, x.sort_at from public.conversations x
      where x.workspace_id = p_workspace and x.state = s.state
        and (x.state <> 'call_back' or x.call_back_at <= v_now)
        and (p_view <> 'new' or x.last_in_id > coalesce((select r.message_id
          from public.conversation_reads r where r.user_id = p_user
            and r.contact_id = x.contact_id), 0))
        and (v_owner is null or x.owner = v_owner) and (p_tag is null or p_tag = any (x.tags))
        and (p_only is null or x.contact_id = any (p_only))
        and (p_at is null or (x.sort_at, x.contact_id) > (p_at, p_contact))
      order by x.sort_at, x.contact_id limit p_size) k
    order by k.sort_at, k.contact_id limit p_size);
end $function$;

CREATE OR REPLACE FUNCTION app.conversation_list (
  p_workspace uuid,
  p_filters   jsonb,
  p_size      integer
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_view text := coalesce(p_filters ->> 'view', 'reply');
  v_key text[] := regexp_match(p_filters ->> 'before', '^(-?[0-9]{1,11}(?:\.[0-9]{1,9})?)~([0-9]{1,18})$');
  v_q text := left(nullif(btrim(p_filters ->> 'q'), ''), 200);
  v_only bigint[] := case when v_q is not null then app.found_people(p_workspace, v_q, 400)
    when v_view = 'mentions' then app.mentioned_in(p_workspace) end;
  v_ids bigint[];
  v_rows jsonb;
begin
  v_view := case when v_q is not null or v_view = 'mentions' then 'all' else v_view end;
  v_ids := app.conversation_ids(p_workspace, v_view, p_size + 1,
    to_timestamp(v_key[1]::double precision), v_key[2]::bigint,
    case when pg_input_is_valid(p_filters ->> 'owner', 'uuid')
      then (p_filters ->> 'owner')::uuid end,
    p_filters ->> 'tag', v_only, auth.uid());
  select coalesce(jsonb_agg(r.conversation order by array_position(v_ids, r.contact_id)), '[]')
  into v_rows from app.conversation_rows(v_ids[1:p_size]) r;
  return jsonb_build_object('rows', v_rows, 'next', case when cardinality(v_ids) > p_size then (
    select extract(epoch from case when v_view in ('all', 'mine', 'closed') then k.last_at
      else k.sort_at end)::text || '~' || k.contact_id
    from public.conversations k where k.contact_id = v_ids[p_size]) end);
end $function$;

CREATE OR REPLACE FUNCTION app.conversation_rows (
  p_ids bigint[]
)
  RETURNS TABLE (
    contact_id   bigint,
    conversation jsonb
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 40
  SET search_path TO ''
  AS $function$
declare
  v_user uuid := auth.uid();
begin
  return query
    select k.contact_id, jsonb_build_object('contact', k.contact_id,
      'name', coalesce(c.name, c.push_name), 'company', c.company,
      'phone', (select i.value from public.contact_identities i
        where i.contact_id = k.contact_id and i.kind = 'phone' order by i.learned_at,
          i.value limit 1),
      'state', k.state, 'detail', k.detail, 'about', k.about_message, 'since', k.since,
      'bill', k.bill, 'unanswered', k.unanswered,
      'unread', (select count(*) from (select from public.whatsapp_messages m
        where m.contact_id = k.contact_id and m.direction = 'in'
          and m.id > coalesce(r.message_id, 0) and m.id <= k.last_in_id
          order by m.id desc limit 99) n),
      'last', app.last_words(k.last_message_id), 'lastAt', k.last_at, 'sortAt', k.sort_at,
      'owner', k.owner, 'callBackAt', k.call_back_at, 'closedAt', k.closed_at,
      'tags', to_jsonb(k.tags), 'silence', app.silence(c))
    from public.conversations k join public.contacts c on c.id = k.contact_id
    left join public.conversation_reads r on r.contact_id = k.contact_id and r.user_id = v_user
    where k.contact_id = any (p_ids);
end $function$;

CREATE OR REPLACE FUNCTION app.count_refusal (
  p_message   bigint,
  p_is_answer boolean
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
begin
  if not p_is_answer then
    update public.whatsapp_messages x set evidence = nullif(x.evidence, 'reply')
    where x.id = p_message;
    perform app.withdraw_evidence(p_message, 'Somebody took back that it is an answer.');
    return;
  end if;
  -- What was taken back with an undo is proved again.
  delete from public.bill_evidence e where e.message_id = p_message and e.source = 'message'
    and e.level = 'reply' and e.undone_at is not null and e.undone_by is null;
  update public.whatsapp_messages x set evidence = 'reply'
  where x.id = p_message and x.evidence is null and not x.is_stop
    and x.content_removed_at is null returning x.* into m;
  if m.id is not null then
    perform app.apply_evidence(m);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.drop_unsent_attachments (
  p_limit integer
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  with gone as (
    delete from public.attachments a where a.message_id is null and a.id = any (array(
      select x.id from public.attachments x
      where x.message_id is null and x.created_at < app.now() - interval '1 day'
      order by x.created_at limit p_limit))
    returning a.*)
  insert into public.media_deletions (workspace_id, folder)
  select a.workspace_id, app.attachment_folder(a) from gone a;
end $function$;

CREATE OR REPLACE FUNCTION app.due_for_reminder (
  p_channel uuid,
  p_step    integer,
  p_from    timestamp with time zone,
  p_until   timestamp with time zone
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
        and not k.do_not_send and app.is_owed(k)
        and not app.has_answered(a.contact_id, greatest(a.send_began_at, k.owed_since))
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
      and not k.do_not_send and app.is_owed(k)
      and not app.has_answered(f.contact_id, greatest(f.send_began_at, k.owed_since))
      and not app.awaits_look(f.contact_id)
    order by a.accepted_at limit 100);
end $function$;

CREATE OR REPLACE FUNCTION app.due_notices (
  p_environment boolean
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_hour_ago timestamptz := app.now() - interval '1 hour';
  v_notices jsonb;
begin
  insert into public.alert_notices (alert_id, workspace_id, receiver)
  select a.id, a.workspace_id, r.kind
  from public.workspaces w join public.alerts a on a.workspace_id = w.id
  cross join lateral app.receivers_of(w.id, p_environment) r
  where (a.closed_at is null or (a.closed_at > v_hour_ago and a.opened_at > v_hour_ago))
    and a.kind <> all (w.muted_alerts)
    and not exists (select from public.alert_notices n
      where n.alert_id = a.id and n.receiver = r.kind)
  on conflict do nothing;
  with due as (
    select n.alert_id, n.receiver, r.sealed
    from public.alert_notices n join public.alerts a on a.id = n.alert_id
    join public.workspaces w on w.id = a.workspace_id
    join lateral app.receivers_of(w.id, p_environment) r on r.kind = n.receiver
    where (n.opening_told_at is null or (n.opening_outcome = 'delivered'
      and n.end_told_at is null))
      and n.tries < 8 and coalesce(n.next_try_at, '-infinity') <= app.now()
      and a.kind <> all (w.muted_alerts)
      and case when n.opening_told_at is null
        then a.closed_at is null or a.opened_at > v_hour_ago or n.tries > 0
        else a.closed_at > v_hour_ago or (a.closed_at is not null and n.tries > 0) end
    order by a.opened_at, n.receiver limit 20 for update of n skip locked),
  taken as (
    update public.alert_notices n set tries = n.tries + 1,
      next_try_at = app.now() + interval '1 minute' * power(2, n.tries)
    from due where n.alert_id = due.alert_id and n.receiver = due.receiver
    returning n.*, due.sealed)
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', a.id, 'receiver', t.receiver, 'sealed', t.sealed, 'phase', p.phase,
    'webhookId', format('alert_%s_%s', a.id, p.phase),
    'kind', a.kind, 'subject', a.subject, 'facts', a.facts,
    'since', a.since, 'openedAt', a.opened_at, 'closedAt', a.closed_at,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'country', w.default_country,
      'timeZone', w.time_zone))
    order by a.opened_at, t.receiver), '[]') into v_notices
  from taken t join public.alerts a on a.id = t.alert_id
  join public.workspaces w on w.id = a.workspace_id
  cross join lateral (select case when t.opening_told_at is null then 'opened'
    else 'closed' end as phase) p;
  return v_notices;
end $function$;

CREATE OR REPLACE FUNCTION app.erase_files (
  p_contacts bigint[],
  p_erasure  bigint,
  p_words    text[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  insert into public.media_deletions (workspace_id, folder, erasure_id, asked_at, due_at)
  select e.workspace_id, e.workspace_id || '/' || m.id, e.id, e.asked_at, e.asked_at
  from public.whatsapp_messages m join public.whatsapp_media f on f.message_id = m.id
  join public.erasures e on e.id = p_erasure
  where m.contact_id = any (p_contacts) and f.state in ('waiting', 'stored');
  delete from public.whatsapp_media f using public.whatsapp_messages m
  where m.id = f.message_id and m.contact_id = any (p_contacts);
  with gone as (
    delete from public.attachments a
    where case when a.message_id is null then a.contact_id = any (p_contacts)
      else a.message_id in (select m.id from public.whatsapp_messages m
        where m.contact_id = any (p_contacts)) end
    returning a.*)
  insert into public.media_deletions (workspace_id, folder, erasure_id, asked_at, due_at)
  select e.workspace_id, app.attachment_folder(a), e.id, e.asked_at, e.asked_at
  from gone a join public.erasures e on e.id = p_erasure;
end $function$;

CREATE OR REPLACE FUNCTION app.erase_log (
  p_contacts bigint[],
  p_erasure  bigint,
  p_words    text[]
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.audit_log a
  set detail = a.detail - '{reason,name,number,words,note,tags,addTag,removeTag,was}'::text[]
  from public.erasures e
  where e.id = p_erasure and a.workspace_id = e.workspace_id
    and ((a.subject_kind = 'contact' and a.subject_id = any (p_contacts::text[]))
      or (a.subject_kind = 'call' and a.subject_id in (select k.id::text
        from public.cloudtalk_calls k where k.contact_id = any (p_contacts)))
      or (a.subject_kind in ('message', 'media')
        and a.subject_id in (select m.id::text from public.whatsapp_messages m
          where m.contact_id = any (p_contacts))));
end $function$;

CREATE OR REPLACE FUNCTION app.expected_at (
  p_message bigint
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  if m.status <> 'queued' then
    return null;
  end if;
  return (select f.expected_at from app.queue_forecast(m.channel_id, (
      select count(*)::integer from (select from public.whatsapp_messages q
        where q.channel_id = m.channel_id and q.status = 'queued'
          and (q.priority, q.due_at, q.id) <= (m.priority, m.due_at, m.id) limit 50) ahead)) f
    where f.message_id = m.id);
end $function$;

CREATE OR REPLACE FUNCTION app.export_files (
  p_contacts bigint[],
  p_after    bigint,
  p_size     integer
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select coalesce(jsonb_agg(page.row order by page.id), '[]') from (
    select m.id, to_jsonb(f) - '{workspace_id,source}'::text[]
      || jsonb_build_object('id', m.id, 'fileName', m.media -> 'fileName') as row
    from public.whatsapp_messages m join public.whatsapp_media f on f.message_id = m.id
    where m.contact_id = any (p_contacts) and m.id > p_after
    union all
    select m.id, to_jsonb(a) - '{workspace_id,contact_id,file_name}'::text[]
      || jsonb_build_object('id', m.id, 'fileName', a.file_name)
    from public.whatsapp_messages m join public.attachments a on a.message_id = m.id
    where m.contact_id = any (p_contacts) and m.id > p_after
    order by 1 limit p_size) page
$function$;

CREATE OR REPLACE FUNCTION app.file_of (
  p_message bigint,
  OUT       workspace uuid,
  OUT       file jsonb
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  select f.workspace_id, jsonb_build_object('state', f.state, 'path', f.path,
    'mimeType', f.mime_type, 'sizeBytes', f.size_bytes, 'sha256', f.sha256,
    'fileName', (select m.media ->> 'fileName' from public.whatsapp_messages m
      where m.id = p_message))
  into workspace, file from public.whatsapp_media f where f.message_id = p_message;
  if workspace is null then
    select a.workspace_id, jsonb_build_object('state', case when a.path is null then 'missed'
      else 'stored' end, 'path', a.path, 'mimeType', a.mime_type, 'sizeBytes', a.size_bytes,
      'sha256', a.sha256, 'fileName', a.file_name)
    into workspace, file from public.attachments a where a.message_id = p_message;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.file_waits (
  p_contact bigint,
  p_after   bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select min(e.message_id) from public.asks a join public.bill_evidence e on e.ask_id = a.id
    where a.contact_id = p_contact and a.evidence is distinct from 'confirmed'
      and e.counts_as = 'attachment' and e.undone_at is null and e.message_id > coalesce(p_after, 0));
end $function$;

CREATE OR REPLACE FUNCTION app.found_people (
  p_workspace uuid,
  p_search    text,
  p_most      integer
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  -- require_role: in found_contacts.
  return array(select distinct x from unnest(
    app.found_contacts(p_workspace, p_most, null, p_search)
    || app.said_by(p_workspace, p_search, p_most)) x);
end $function$;

CREATE OR REPLACE FUNCTION app.given_names()
  RETURNS text[]
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select string_to_array(regexp_replace(btrim($names$
    adriana adriano alberto aldo alessandra alessandro alessia alessio alfredo alice andrea
    angela angelo anna antonella antonia antonio barbara beatrice bruno carla carlo carmela
    carmelo caterina cesare chiara cinzia claudia claudio cristian cristiana cristina
    daniela daniele dario davide debora diego domenico donatella edoardo elena eleonora
    elisa elisabetta emanuela emanuele emilia emma enrica enrico enzo erica ernesto ettore
    eva fabio fabrizio federica federico filippo flavia flavio francesca francesco franco
    gabriele gabriella giacomo gianluca gianni giorgia giorgio giovanna giovanni giulia
    giuliano giulio giuseppe giuseppina grazia greta guido ilaria irene ivan jacopo laura
    leonardo lidia liliana linda lorenzo loredana luca lucia luciano luigi luisa manuel
    manuela marcella marcello marco margherita maria marina mario marta martina massimo
    matteo mattia maurizio mauro michela michele mirko monica nadia nicola nicole nicolo
    noemi oscar paola paolo pasquale patrizia piero pietro raffaele raffaella renata renato
    riccardo rita roberta roberto rocco romano rosa rosanna rosario samuela samuele sandra
    sandro sara serena sergio silvia silvio simona simone sofia sonia stefania stefano
    susanna teresa tiziana tommaso umberto valentina valeria valerio vanessa vera veronica
    vincenzo virginia vito vittoria vittorio viviana walter john james robert michael
    william david thomas charles daniel matthew anthony steven paul kevin brian george
    edward mary jennifer elizabeth susan jessica sarah karen nancy lisa margaret betty
    sandra ashley emily donna michelle kate jane peter simon andrew chris alex sam tom ben
    jack
  $names$, E' \n'), '\s+', ' ', 'g'), ' ')
$function$;

CREATE OR REPLACE FUNCTION app.guard_by_hand (
  p_contact public.contacts
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_hours integer;
begin
  if not exists (select from public.whatsapp_messages m where m.contact_id = p_contact.id
    and m.purpose in ('typed', 'manual')) then
    return null;
  end if;
  v_hours := (app.setting(p_contact.workspace_id, 'cooldown') ->> 'hours')::integer;
  if v_hours > 0 and app.asked_by_hand(p_contact.id,
      app.now() - make_interval(hours => v_hours)) is not null then
    return jsonb_build_object('code', 'asked_by_hand', 'reason', format(
      'A colleague wrote to them of the bill on the phone, less than %s hours ago.', v_hours));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.guard_by_words (
  p_contact public.contacts,
  p_ask     bigint,
  p_heard   timestamp with time zone,
  p_facts   jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_said record := app.said_since(p_contact, p_facts, p_heard);
begin
  if v_said.file is not null then
    return jsonb_build_object('code', 'bill_received', 'reason',
      'The customer sent a file before we asked.', 'file', v_said.file);
  elsif exists (select from public.asks a
      where a.contact_id = p_contact.id and a.id is distinct from p_ask
        and a.evidence in ('attachment', 'confirmed'))
      or exists (select from public.bill_verdicts v where v.contact_id = p_contact.id
        and v.undone_at is null and v.verdict = 'good') then
    return '{"code": "bill_received", "reason": "The customer''s bill is here already."}';
  elsif v_said.refused then
    return
      '{"code": "refusal", "reason": "The customer wrote what looks like a refusal: a person decides."}';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.insight_agents (
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
declare
  v_waiting bigint[] := array(select k.contact_id from public.conversations k
    where k.workspace_id = p_workspace and k.state in ('reply', 'check')
    union all select k.contact_id from public.conversations k where k.workspace_id = p_workspace
      and k.state = 'call_back' and k.call_back_at <= app.now());
begin
  return (with made as (
      select q.agent, count(*) filter (where q.is_call) as calls,
        count(distinct q.contact_id) filter (where q.asked_at is not null) as asked,
        count(distinct q.contact_id) filter (where q.asked_at is not null
          and q.answered_at is not null) as answered,
        count(distinct q.contact_id) filter (where q.asked_at is not null and q.confirmed) as bill
      from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q group by q.agent),
    heard as materialized (select * from app.insight_replies(p_workspace, p_from, p_until)),
    whose as materialized (select * from app.agents_of(p_workspace,
      array(select h.contact_id from heard h union select unnest(v_waiting)))),
    replies as (select w.agent, count(*) as replied, percentile_cont(0.5) within group (
        order by extract(epoch from greatest(h.replied_at - h.since, interval '0'))) as median
      from heard h join whose w using (contact_id) group by w.agent),
    waits as (select w.agent, count(*) as waiting from whose w
      where w.contact_id = any (v_waiting) group by w.agent),
    names as (select m.agent from made m union select r.agent from replies r
      union select s.agent from waits s)
    select coalesce(jsonb_agg(jsonb_build_object('agent', n.agent, 'calls', coalesce(m.calls, 0),
        'asked', coalesce(m.asked, 0), 'answered', coalesce(m.answered, 0),
        'bill', coalesce(m.bill, 0), 'replied', coalesce(r.replied, 0),
        'medianSeconds', round(r.median), 'waiting', coalesce(s.waiting, 0))
      order by n.agent nulls last), '[]')
    from names n left join made m on m.agent is not distinct from n.agent
    left join replies r on r.agent is not distinct from n.agent
    left join waits s on s.agent is not distinct from n.agent
    where p_agent is null or n.agent = p_agent);
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
        and x.status in ('sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read')) m
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

CREATE OR REPLACE FUNCTION app.insight_days (
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
  return (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]') from (
    select q.day, count(*) filter (where q.confirmed) as bill,
      count(*) filter (where not q.confirmed and q.answered_at is not null) as answered,
      count(*) filter (where q.answered_at is null and q.refused_at is null) as waiting,
      count(*) filter (where q.answered_at is null and q.refused_at is not null) as refused
    from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q
    where q.asked_at is not null group by q.day) d);
end $function$;

CREATE OR REPLACE FUNCTION app.insight_funnel (
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
  return (select jsonb_build_object('calls', count(*) filter (where q.is_call),
      'called', count(distinct q.contact_id),
      'asked', count(distinct q.contact_id) filter (where q.asked_at is not null),
      'delivered', count(distinct q.contact_id) filter (where q.asked_at is not null
        and q.delivered),
      'read', count(distinct q.contact_id) filter (where q.asked_at is not null and q.read),
      'answered', count(distinct q.contact_id) filter (where q.asked_at is not null
        and q.answered_at is not null),
      'bill', count(distinct q.contact_id) filter (where q.asked_at is not null and q.confirmed),
      'refused', count(distinct q.contact_id) filter (where q.asked_at is not null
        and q.answered_at is null and q.refused_at is not null))
    from app.insight_asks(p_workspace, p_from, p_until, p_agent, p_zone) q);
end $function$;

CREATE OR REPLACE FUNCTION app.insight_hours (
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
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return (with heard as materialized (
      select distinct m.contact_id, date_trunc('hour', m.written_at at time zone p_zone) as at
      from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.direction = 'in' and m.written_at >= p_from
        and m.written_at < p_until and app.wants_answer(m)
        and not exists (select from public.attention t where t.message_id = m.id
          and t.kind = 'refusal' and t.settled_how is distinct from 'not_refusal')),
    theirs as (select h.* from heard h where p_agent is null or h.contact_id in (
      select w.contact_id from app.agents_of(p_workspace,
        array(select distinct x.contact_id from heard x)) w where w.agent = p_agent))
    select coalesce(jsonb_agg(jsonb_build_object('weekday', g.weekday, 'hour', g.hour, 'people',
      g.people) order by g.weekday, g.hour), '[]')
    from (select extract(isodow from t.at)::integer as weekday,
        extract(hour from t.at)::integer as hour, count(*) as people
      from theirs t group by 1, 2) g);
end $function$;

CREATE OR REPLACE FUNCTION app.insight_median (
  p_workspace uuid,
  p_from      timestamp with time zone,
  p_until     timestamp with time zone,
  p_agent     text
)
  RETURNS numeric
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (with heard as materialized (select * from app.insight_replies(p_workspace, p_from,
      p_until))
    select round(percentile_cont(0.5) within group (order by extract(epoch from greatest(
      h.replied_at - h.since, interval '0')))::numeric)
    from heard h where p_agent is null or h.contact_id in (select w.contact_id
      from app.agents_of(p_workspace, array(select distinct x.contact_id from heard x)) w
      where w.agent = p_agent));
end $function$;

CREATE OR REPLACE FUNCTION app.insight_number (
  p_workspace uuid,
  p_from      timestamp with time zone,
  p_until     timestamp with time zone,
  p_zone      text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return jsonb_build_object(
    'channels', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name,
        'sent', s.sent, 'mostInADay', s.most, 'dailyLimit', app.daily_limit_at(c, app.now()))
        order by c.created_at, c.id), '[]')
      from public.channels c cross join lateral (
        select coalesce(sum(d.n), 0) as sent, coalesce(max(d.n), 0) as most from (
          select count(*) as n from public.whatsapp_send_attempts a
          where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at >= p_from
            and a.started_at < p_until
          group by (a.started_at at time zone p_zone)::date) d) s
      where c.workspace_id = p_workspace and (c.state <> 'retired' or s.sent > 0)),
    'failures', (select coalesce(jsonb_agg(to_jsonb(f) order by f.count desc, f.code), '[]')
      from (select coalesce(m.reason_code, 'provider_failed') as code,
          count(distinct m.id) as count
        from public.channels c join public.whatsapp_send_attempts a on a.channel_id = c.id
          and a.outcome <> 'not_sent' and a.started_at >= p_from and a.started_at < p_until
        join public.whatsapp_messages m on m.id = a.message_id
          and m.status in ('failed', 'uncertain')
        where c.workspace_id = p_workspace group by 1) f),
    'stops', (select count(distinct s.contact_id) from public.contact_consents s
      where s.workspace_id = p_workspace and s.kind = 'stopped' and s.source = 'customer'
        and s.at >= p_from and s.at < p_until));
end $function$;

CREATE OR REPLACE FUNCTION app.insight_replies (
  p_workspace uuid,
  p_from      timestamp with time zone,
  p_until     timestamp with time zone
)
  RETURNS TABLE (
    contact_id bigint,
    since      timestamp with time zone,
    replied_at timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 500
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
begin
  return query
    select m.contact_id, min(m.written_at), min(o.at)
    from public.whatsapp_messages m
    cross join lateral (select x.id, coalesce(x.send_began_at, x.created_at) as at
      from public.whatsapp_messages x
      where x.contact_id = m.contact_id and x.purpose in ('manual', 'typed') and x.id > m.id
        and x.status not in ('failed', 'cancelled', 'skipped', 'expired')
      order by x.id limit 1) o
    where m.workspace_id = p_workspace and m.direction = 'in' and m.written_at >= p_from
      and m.written_at < p_until and app.wants_answer(m)
    group by m.contact_id, o.id;
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
        and m.status in ('sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read')
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

CREATE OR REPLACE FUNCTION app.is_bill_confirmed (
  p_calls bigint[]
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (select from public.cloudtalk_calls k where k.id = any (p_calls)
    and k.electricity_bill_evidence = 'confirmed');
end $function$;

CREATE OR REPLACE FUNCTION app.is_owed (
  a public.asks
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$ begin return a.evidence is null or (a.evidence = 'reply' and a.owed_since is not null);
end $function$;

CREATE OR REPLACE FUNCTION app.is_rejected (
  p_message bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (select from public.bill_verdicts v where v.message_id = p_message
    and v.undone_at is null and v.verdict = 'bad');
end $function$;

CREATE OR REPLACE FUNCTION app.join_work (
  p_loser  bigint,
  p_winner bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  l public.conversations;
  v_waits bigint;
  v_is_open boolean;
begin
  update public.conversation_notes n set contact_id = p_winner where n.contact_id = p_loser;
  update public.note_mentions n set contact_id = p_winner where n.contact_id = p_loser;
  insert into public.conversation_reads as r (workspace_id, user_id, contact_id, message_id, at)
  select o.workspace_id, o.user_id, p_winner, o.message_id, o.at
  from public.conversation_reads o where o.contact_id = p_loser
  on conflict (user_id, contact_id) do update
    set message_id = least(r.message_id, excluded.message_id);
  delete from public.conversation_reads r where r.contact_id = p_loser;
  select * into l from public.conversations x where x.contact_id = p_loser;
  if l.contact_id is null then
    return;
  end if;
  insert into public.conversations (contact_id, workspace_id)
  values (p_winner, l.workspace_id) on conflict do nothing;
  -- What waits of the one is not handled or closed by what was done with the other.
  select f.first_id into v_waits
  from app.unanswered_of(p_loser, greatest(l.handled_id, l.closed_id, l.settled_id, 0)) f;
  v_is_open := l.state in ('problem', 'reply', 'check');
  update public.conversations w set
    handled_id = case
      when v_waits is not null then least(greatest(w.handled_id, w.closed_id, w.settled_id),
        v_waits - 1)
      when w.unanswered = 0 then greatest(w.handled_id, w.closed_id, w.settled_id,
        l.handled_id, l.closed_id, l.settled_id)
      else w.handled_id end,
    closed_at = case when not v_is_open then w.closed_at end,
    closed_by = case when not v_is_open then w.closed_by end,
    closed_id = case when not v_is_open and w.closed_id is not null
      then greatest(w.closed_id, l.closed_id) end,
    settled_at = case when not v_is_open then w.settled_at end,
    settled_id = case when not v_is_open then w.settled_id end,
    owner = coalesce(w.owner, l.owner), owner_by = coalesce(w.owner_by, l.owner_by),
    owner_at = coalesce(w.owner_at, l.owner_at),
    call_back_by = case when w.call_back_at is null then l.call_back_by else w.call_back_by end,
    call_back_at = coalesce(w.call_back_at, l.call_back_at),
    tags = (select coalesce(array_agg(distinct t), '{}') from (select unnest(w.tags || l.tags) as t
      order by 1 limit 20) u)
  where w.contact_id = p_winner;
end $function$;

CREATE OR REPLACE FUNCTION app.keep_former_member()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  if tg_op = 'INSERT' then
    delete from public.former_members f
    where f.workspace_id = new.workspace_id and f.user_id = new.user_id;
    return null;
  end if;
  insert into public.former_members (workspace_id, user_id, name)
  select old.workspace_id, old.user_id,
    app.member_name(old.name, (select u.email from auth.users u where u.id = old.user_id))
  from public.workspaces w where w.id = old.workspace_id
  on conflict on constraint former_members_pkey do update
    set name = excluded.name, left_at = excluded.left_at;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION app.last_words (
  p_message bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object('id', m.id, 'direction', m.direction, 'purpose', m.purpose,
      'kind', m.kind, 'body', left(m.body, 160), 'status', m.status, 'deleted',
      m.deleted_at is not null, 'fileName', m.media ->> 'fileName', 'seconds',
      m.media -> 'durationSeconds', 'dueAt', m.due_at, 'readAt', m.read_at,
      'at', case m.direction when 'in' then m.written_at
        else coalesce(m.send_began_at, m.created_at) end)
    from public.whatsapp_messages m where m.id = p_message);
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
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'sent', 'delivered',
            'read') offset 0))
    order by k.id desc limit p_size);
end $function$;

CREATE OR REPLACE FUNCTION app.lock_file (
  p_message bigint
)
  RETURNS public.whatsapp_messages
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
begin
  select * into m from public.whatsapp_messages where id = p_message;
  perform app.require_role(m.workspace_id, 'agent');
  perform app.lock_channels(m.workspace_id);
  select * into m from public.whatsapp_messages where id = p_message for update;
  if m.direction <> 'in' or m.evidence is distinct from 'attachment'
      or app.is_erased_contact(m.contact_id) then
    raise exception using errcode = 'PT409',
      message = 'This message has no file that could be a bill.';
  end if;
  return m;
end $function$;

CREATE OR REPLACE FUNCTION app.lock_members (
  p_workspace uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(p_workspace, 'admin');
  perform from public.workspaces w where w.id = p_workspace for no key update;
  perform app.require_role(p_workspace, 'admin');
end $function$;

CREATE OR REPLACE FUNCTION app.mark_rejected (
  m          public.whatsapp_messages,
  p_rejected boolean
)
  RETURNS bigint[]
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  with marked as (
    update public.bill_evidence e set is_rejected = p_rejected
    from public.asks a where a.id = e.ask_id and a.contact_id = m.contact_id
      and e.message_id = m.id and e.level = 'attachment' and e.is_rejected <> p_rejected
    returning e.ask_id)
  select array_agg(ask_id order by ask_id) from marked
$function$;

CREATE OR REPLACE FUNCTION app.may_have_arrived (
  p_ask bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (select from public.whatsapp_messages m
    where m.ask_id = p_ask and m.direction = 'out' and m.send_began_at is not null
      and (app.is_asked(m.status) or m.status in ('queued', 'skipped', 'expired', 'cancelled')
        or (m.status = 'failed' and exists (select from public.whatsapp_send_attempts s
          where s.message_id = m.id and s.attempt < m.attempt
            and s.outcome in ('uncertain', 'accepted')))));
end $function$;

CREATE OR REPLACE FUNCTION app.meant_by (
  p_messages bigint[],
  p_text     text
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_text text := translate(coalesce(p_text, ''), ' +-.()/', '');
begin
  if v_text !~ '[0-9]{8,}' then
    return p_messages;
  end if;
  return (select array_agg(m.id) from public.whatsapp_messages m where m.id = any (p_messages)
    and strpos(v_text, ltrim(m.recipient, '+')) > 0);
end $function$;

CREATE OR REPLACE FUNCTION app.member_name (
  p_name  text,
  p_email text
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$ select coalesce(p_name, nullif(split_part(p_email, '@', 1), '')) $function$;

CREATE OR REPLACE FUNCTION app.member_of_agent (
  p_workspace uuid,
  p_facts     jsonb
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_email text := lower(nullif(btrim(p_facts ->> 'agentEmail'), ''));
  v_name text := nullif(btrim(p_facts ->> 'agentName'), '');
  v_found uuid[];
begin
  if v_email is not null then
    select array_agg(m.user_id) into v_found
    from public.memberships m left join auth.users u on u.id = m.user_id
    where m.workspace_id = p_workspace and v_email in (lower(u.email), lower(m.calls_as));
    if v_found is not null then
      return case when cardinality(v_found) = 1 then v_found[1] end;
    end if;
  end if;
  if v_name is null then
    return null;
  end if;
  select array_agg(m.user_id) into v_found from public.memberships m
  where m.workspace_id = p_workspace and app.same_name(
    case when strpos(m.calls_as, '@') > 0 then m.name else coalesce(m.calls_as, m.name) end,
    v_name);
  return case when cardinality(v_found) = 1 then v_found[1] end;
end $function$;

CREATE OR REPLACE FUNCTION app.member_row (
  p_workspace uuid,
  p_user      uuid
)
  RETURNS public.memberships
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  m public.memberships;
begin
  select x.* into m from public.memberships x
  where x.workspace_id = p_workspace and x.user_id = p_user;
  if m.user_id is null then
    raise exception using errcode = 'PT404', message = 'This person is no member.';
  end if;
  return m;
end $function$;

CREATE OR REPLACE FUNCTION app.mentioned_in (
  p_workspace uuid
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return array(select distinct n.contact_id from (select x.contact_id
    from public.note_mentions x where x.user_id = auth.uid() and x.workspace_id = p_workspace
    order by x.note_id desc limit 100) n);
end $function$;

CREATE OR REPLACE FUNCTION app.merge_contacts (
  p_loser  bigint,
  p_winner bigint,
  p_user   uuid   DEFAULT NULL::uuid,
  p_reason text   DEFAULT NULL::text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  v_moved := v_moved || jsonb_build_object('notes', (select coalesce(jsonb_agg(n.id order by n.id),
    '[]') from public.conversation_notes n where n.contact_id = p_loser));
  perform app.join_work(p_loser, p_winner);
  update public.bill_verdicts set contact_id = p_winner where contact_id = p_loser;
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
end $function$;

CREATE OR REPLACE FUNCTION app.messages_json (
  p_ids bigint[]
)
  RETURNS TABLE (
    id      bigint,
    message jsonb
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 40
  SET search_path TO ''
  AS $function$
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
      'file', case when m.media is null then null when m.direction = 'in' then (
        select jsonb_build_object('state', f.state, 'reasonCode', f.reason_code, 'mimeType',
          f.mime_type, 'sizeBytes', f.size_bytes)
        from public.whatsapp_media f where f.message_id = m.id)
      else (
        select jsonb_build_object('state', case when a.is_kept then 'stored' else 'missed' end,
          'reasonCode', case when not a.is_kept then 'removed' end, 'mimeType', a.mime_type,
          'sizeBytes', a.size_bytes)
        from public.attachments a where a.message_id = m.id) end,
      'askOpen', m.ask_open, 'createdAt', m.created_at, 'writtenAt', m.written_at,
      'dueAt', m.due_at, 'expiresAt', m.expires_at, 'acceptedAt', m.accepted_at,
      'sentAt', m.sent_at, 'deliveredAt', m.delivered_at, 'readAt', m.read_at, 'failedAt',
        m.failed_at)
    from public.whatsapp_messages m join public.contacts c on c.id = m.contact_id
    where m.id = any (p_ids);
end $function$;

CREATE OR REPLACE FUNCTION app.mirror_ask (
  a public.asks
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update public.cloudtalk_calls k set
    decision = a.decision, should_send = a.should_send, should_send_code = a.code,
    should_send_reason = a.reason, staff_decision = a.staff_decision, decided_by = a.decided_by,
    staff_any_hour = a.any_hour, is_twin = a.is_twin,
    covered_by = case when a.covered_by is not null
      then (select o.call_id from public.asks o where o.id = a.covered_by) end,
    electricity_bill_received = a.evidence is not null, electricity_bill_evidence = a.evidence,
    electricity_bill_message_id = a.evidence_message_id,
    electricity_bill_received_at = least(a.answered_at, a.confirmed_at)
  where k.id = a.call_id;
end $function$;

CREATE OR REPLACE FUNCTION app.names_from (
  p_workspace uuid,
  p_roles     text[]
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(x.name order by x.name), '[]')
    from app.shell_members(p_workspace) x where x.role = any (p_roles) and x.name is not null);
end $function$;

CREATE OR REPLACE FUNCTION app.newer_than_seen (
  p_contact bigint,
  p_seen    bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select min(m.id) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.id > p_seen
      and ((m.direction = 'in' and app.wants_answer(m))
        or (m.purpose in ('typed', 'manual') and m.sent_by is distinct from auth.uid()
          and m.status not in ('cancelled', 'failed', 'skipped', 'expired'))));
end $function$;

CREATE OR REPLACE FUNCTION app.newest_of (
  p_contact bigint,
  INOUT     r public.conversations
)
  RETURNS public.conversations
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  select m.id, case m.direction when 'in' then m.written_at
      else coalesce(m.send_began_at, m.created_at) end
  into r.last_message_id, r.last_at
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.status not in ('cancelled', 'skipped')
  order by m.id desc limit 1;
  select m.id, m.written_at into r.last_in_id, r.last_in_at
  from public.whatsapp_messages m
  where m.contact_id = p_contact and m.direction = 'in' and app.wants_answer(m)
  order by m.id desc limit 1;
end $function$;

CREATE OR REPLACE FUNCTION app.note_consent (
  p_contact bigint,
  p_kind    text,
  p_source  text,
  p_message bigint                   DEFAULT NULL::bigint,
  p_user    uuid                     DEFAULT NULL::uuid,
  p_reason  text                     DEFAULT NULL::text,
  p_at      timestamp with time zone DEFAULT NULL::timestamp WITH time zone
)
  RETURNS uuid
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  from public.whatsapp_messages m where m.contact_id = p_contact
    and m.purpose in ('follow_up', 'reminder', 'consent_notice', 'manual');
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
end $function$;

CREATE OR REPLACE FUNCTION app.note_evidence (
  p_ask     bigint,
  p_level   text,
  p_message bigint,
  p_user    uuid,
  p_at      timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  a public.asks;
  v_rejected boolean := p_level = 'attachment' and app.is_rejected(p_message);
  v_counts text := case when v_rejected then 'reply' else p_level end;
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
    user_id, at, is_rejected)
  values (a.workspace_id, p_ask, a.call_id, p_level, case when p_user is null then 'message'
    else 'staff' end, p_message, p_user, p_at, v_rejected)
  on conflict (ask_id, message_id) where source = 'message' do nothing;
  if not found then
    return false;
  end if;
  -- Of the strongest level the first counts: one that is weaker or later changes nothing, and all
  -- rows need not be read.
  return (app.evidence_rank(a.evidence) < app.evidence_rank(v_counts)
      or (a.evidence = v_counts and a.evidence_at > p_at)
      or a.evidence is null
      or (p_level <> 'confirmed' and (a.answered_at is null or a.answered_at > p_at)))
    and app.refresh_evidence(p_ask);
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

CREATE OR REPLACE FUNCTION app.note_verdict (
  m         public.whatsapp_messages,
  p_verdict text,
  p_user    uuid,
  p_kind    text                     DEFAULT NULL::text,
  p_note    text                     DEFAULT NULL::text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.bill_verdicts v where v.message_id = m.id and v.undone_at is null
      and v.verdict = p_verdict and v.kind is not distinct from p_kind
      and v.note is not distinct from p_note) then
    return false;
  end if;
  perform app.take_back_verdict(m, p_user);
  insert into public.bill_verdicts (workspace_id, contact_id, message_id, verdict, kind, note,
    user_id)
  values (m.workspace_id, m.contact_id, m.id, p_verdict, p_kind, p_note, p_user);
  -- Who judges what we could not fetch has looked on the phone.
  perform app.settle_attention(m.contact_id, 'judged', array['file_refused', 'file_missed'], m.id);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION app.operator_of (
  p_contact bigint
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select app.member_of_agent(k.workspace_id, k.facts) from public.cloudtalk_calls k
    where k.contact_id = p_contact order by k.id desc limit 1);
end $function$;

CREATE OR REPLACE FUNCTION app.others_here (
  p_contact bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('userId', p.user_id,
      'typing', coalesce(p.typed_at > app.now() - interval '20 seconds', false))
      order by p.user_id), '[]')
    from public.conversation_presence p
    where p.contact_id = p_contact and p.user_id <> auth.uid()
      and p.at > app.now() - interval '20 seconds');
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
    and f.status in ('accepted', 'sent', 'delivered', 'read') and not f.ask_open
    and not exists (select from public.asks o where o.contact_id = p_contact and o.is_open
      and o.purpose = a.purpose)
    and not exists (select from public.contacts c where c.id = p_contact
      and app.is_unreachable(c));
end $function$;

CREATE OR REPLACE FUNCTION app.owner_named (
  p_workspace uuid,
  p_value     jsonb
)
  RETURNS uuid
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_owner uuid := case when pg_input_is_valid(p_value #>> '{}', 'uuid')
    then (p_value #>> '{}')::uuid end;
begin
  if p_value <> 'null' and not exists (select from public.memberships m
      where m.workspace_id = p_workspace and m.user_id = v_owner) then
    raise exception using errcode = 'PT422', detail = 'owner',
      message = 'This colleague is not a member here.';
  end if;
  return v_owner;
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
  end loop;
  delete from public.whatsapp_conversations v where v.contact_id = p_merge.winner
    and not exists (select from public.whatsapp_messages m where m.conversation_id = v.id);
end $function$;

CREATE OR REPLACE FUNCTION app.people_ids (
  p_workspace uuid,
  p_size      integer,
  p_at        timestamp with time zone,
  p_id        bigint,
  p_filters   jsonb,
  p_only      bigint[]
)
  RETURNS TABLE (
    contact_id bigint,
    at         timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 50
  SET search_path TO ''
  AS $function$
declare
  v_ids bigint[] := '{}';
  v_times timestamptz[] := '{}';
begin
  if p_filters ->> 'state' is distinct from 'none' then
    select array_agg(w.contact_id order by w.at desc, w.contact_id desc),
      array_agg(w.at order by w.at desc, w.contact_id desc) into v_ids, v_times
    from app.people_written(p_workspace, p_size, p_at, p_id, p_filters, p_only) w;
  end if;
  return query
    select x.contact_id, x.at from (
      select u.id as contact_id, u.at from unnest(v_ids, v_times) u (id, at)
      union all
      select w.contact_id, w.at from app.people_unwritten(p_workspace, p_size, p_at, p_id,
        p_filters, p_only, v_times[p_size]) w) x
    order by x.at desc, x.contact_id desc limit p_size;
end $function$;

CREATE OR REPLACE FUNCTION app.people_rows (
  p_ids bigint[]
)
  RETURNS TABLE (
    contact_id bigint,
    person     jsonb
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 50
  SET search_path TO ''
  AS $function$
begin
  return query
    select c.id, jsonb_build_object('contact', c.id, 'name', coalesce(c.name, c.push_name),
        'company', c.company, 'phone', app.contact_phone(c.id), 'state', null, 'detail', null,
        'since', c.created_at, 'bill', null, 'unread', 0, 'unanswered', 0, 'owner', null,
        'lastAt', c.created_at, 'callBackAt', null, 'tags', '[]'::jsonb,
        'silence', app.silence(c))
      || coalesce(r.conversation, '{}') || jsonb_build_object('source', app.came_by(c.id),
        'calls', (select count(*) from (select from public.cloudtalk_calls k
          where k.contact_id = c.id limit 100) n))
    from public.contacts c
    left join app.conversation_rows(p_ids) r on r.contact_id = c.id
    where c.id = any (p_ids);
end $function$;

CREATE OR REPLACE FUNCTION app.people_unwritten (
  p_workspace uuid,
  p_size      integer,
  p_at        timestamp with time zone,
  p_id        bigint,
  p_filters   jsonb,
  p_only      bigint[],
  p_since     timestamp with time zone
)
  RETURNS TABLE (
    contact_id bigint,
    at         timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 50
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_source text := p_filters ->> 'source';
begin
  if coalesce(p_filters ->> 'state', 'none') <> 'none' or p_filters ? 'tag'
      or coalesce(p_filters ->> 'owner', 'none') <> 'none' then
    return;
  end if;
  return query
    select c.id, c.created_at from public.contacts c
    where c.workspace_id = p_workspace and c.merged_into is null and c.erased_at is null
      and (p_since is null or c.created_at >= p_since)
      and (p_only is null or c.id = any (p_only))
      and (p_at is null or (c.created_at, c.id) < (p_at, p_id))
      and not exists (select from public.conversations k where k.contact_id = c.id)
      and (v_source is null or app.came_by(c.id) = v_source)
    order by c.created_at desc, c.id desc limit p_size;
end $function$;

CREATE OR REPLACE FUNCTION app.people_written (
  p_workspace uuid,
  p_size      integer,
  p_at        timestamp with time zone,
  p_id        bigint,
  p_filters   jsonb,
  p_only      bigint[]
)
  RETURNS TABLE (
    contact_id bigint,
    at         timestamp with time zone
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 50
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_state text := p_filters ->> 'state';
  v_tag text := p_filters ->> 'tag';
  v_source text := p_filters ->> 'source';
  v_nobody boolean := coalesce(p_filters ->> 'owner' = 'none', false);
  v_owner uuid := case when pg_input_is_valid(p_filters ->> 'owner', 'uuid')
    then (p_filters ->> 'owner')::uuid end;
begin
  return query
    select k.contact_id, k.last_at from public.conversations k
    where k.workspace_id = p_workspace and (v_state is null or k.state = v_state)
      and (not v_nobody or k.owner is null) and (v_owner is null or k.owner = v_owner)
      and (v_tag is null or k.tags @> array[v_tag])
      and (v_source is null or app.came_by(k.contact_id) = v_source)
      and (p_only is null or k.contact_id = any (p_only))
      and (p_at is null or (k.last_at, k.contact_id) < (p_at, p_id))
    order by k.last_at desc, k.contact_id desc limit p_size;
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
          case when m.reason_code = 'not_on_whatsapp' then 'not_on_whatsapp' else 'failed' end
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
    app.contact_phone(c.id), -10, app.now(),
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
  v_channel uuid := app.channel_for(a.contact_id, 'follow_up');
begin
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, content,
      status,
    ask_id, call_id, template_id, template_version, recipient, ask_open, priority, due_at,
    live_until, expires_at, request_id)
  select a.workspace_id, v_channel, app.conversation(a.workspace_id, v_channel, a.contact_id),
    a.contact_id, 'out', 'follow_up', app.ask_text(p_facts, t.body),
    app.template_content(t, v_channel, p_facts), 'queued', a.id, a.call_id,
    t.id, t.version, a.recipient, true, (p_times ->> 'priority')::smallint,
    (p_times ->> 'dueAt')::timestamptz, (p_times ->> 'liveUntil')::timestamptz,
    (p_times ->> 'expiresAt')::timestamptz, a.request_id
  from public.whatsapp_templates t
  where t.workspace_id = a.workspace_id and t.key = a.decision ->> 'template';
  return v_channel;
end $function$;

CREATE OR REPLACE FUNCTION app.queue_write_back (
  p_call bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_calls bigint[] := app.calls_of_bill(p_call);
  v_confirmed boolean := app.is_bill_confirmed(v_calls);
  v_wanted text := case when v_confirmed then 'yes' else 'no' end;
  v_workspace uuid := (select k.workspace_id from public.cloudtalk_calls k where k.id = p_call);
begin
  if not v_confirmed then
    delete from public.tasks t where t.call_id = any (v_calls) and t.kind = 'write_back'
      and t.state = 'waiting' and app.told_of(t) = 'no';
  end if;
  -- One that is running is looked at when its try ends.
  update public.tasks t set
    state = case when app.told_of(t) = v_wanted then 'done' else 'waiting' end,
    ended_at = case when app.told_of(t) = v_wanted then coalesce(t.ended_at, app.now()) end,
    due_at = app.now(), tries = 0, reason_code = null, reason = null, seen_by = null,
    seen_at = null, payload = t.payload || jsonb_build_object('told', app.told_of(t))
  where t.call_id = any (v_calls) and t.kind = 'write_back' and t.state <> 'running'
    and (app.told_of(t) <> v_wanted) = (t.state in ('done', 'failed'));
  if v_confirmed and not exists (select from public.tasks t where t.call_id = any (v_calls)
      and t.kind = 'write_back')
    and exists (select from public.reconcile_passes p
      where p.workspace_id = v_workspace and p.kind = 'calls' and p.is_configured) then
    perform app.queue_task(v_workspace, 'write_back', p_call || ':' || what,
      jsonb_build_object('what', what), p_call => p_call)
    from unnest(array['tag', 'activity']) what;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.quoted_words (
  m public.whatsapp_messages
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if m.quoted_whatsapp_id is null then
    return null;
  end if;
  return (select jsonb_build_object('id', q.id, 'direction', q.direction, 'kind', q.kind,
      'body', left(q.body, 200))
    from public.whatsapp_message_keys k join public.whatsapp_messages q on q.id = k.message_id
    where k.channel_id = m.channel_id and k.whatsapp_id = m.quoted_whatsapp_id
      and q.contact_id = m.contact_id);
end $function$;

CREATE OR REPLACE FUNCTION app.ready_texts (
  c         public.contacts,
  p_channel uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_facts jsonb := app.writing_facts(c);
begin
  return jsonb_build_object(
    'answers', (select coalesce(jsonb_agg(jsonb_build_object('shortcut', a.shortcut,
        'title', a.title, 'body', app.ask_text(v_facts, a.body)) order by a.position, a.id), '[]')
      from public.ready_answers a where a.workspace_id = c.workspace_id),
    'texts', (select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'title', t.title,
        'body', app.ask_text(v_facts, t.body),
        'reviewed', app.template_content(t, p_channel, v_facts) is not null) order by t.key), '[]')
      from public.whatsapp_templates t where t.workspace_id = c.workspace_id));
end $function$;

CREATE OR REPLACE FUNCTION app.reason_given (
  p_reason text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  if nullif(p_reason, '') not in ('called', 'agreed', 'customer') then
    raise exception using errcode = 'PT422', detail = 'reason',
      message = 'The reason is one of: called, agreed, customer.';
  end if;
  return nullif(p_reason, '');
end $function$;

CREATE OR REPLACE FUNCTION app.reason_known (
  p_contact bigint
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return case
    when exists (select from public.whatsapp_messages m where m.contact_id = p_contact
      and m.direction = 'in') then 'wrote_first'
    when exists (select from public.cloudtalk_calls k where k.contact_id = p_contact
      and k.talking_seconds > 0) then 'called'
    else (select m.reason_to_write from public.whatsapp_messages m where m.contact_id = p_contact
      and m.reason_to_write is not null order by m.id desc limit 1) end;
end $function$;

CREATE OR REPLACE FUNCTION app.receivers_of (
  p_workspace   uuid,
  p_environment boolean
)
  RETURNS TABLE (
    kind   text,
    sealed text
  )
  LANGUAGE plpgsql
  STABLE
  ROWS 2
  SET search_path TO ''
  AS $function$
begin
  return query
    select r.kind, r.sealed from public.alert_receivers r where r.workspace_id = p_workspace
    union all
    select 'webhook', null where p_environment and not exists (
      select from public.alert_receivers r
      where r.workspace_id = p_workspace and r.kind = 'webhook');
end $function$;

CREATE OR REPLACE FUNCTION app.reconsider (
  p_message bigint,
  p_at      timestamp with time zone
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
  elsif m.purpose in ('consent_notice', 'manual') then
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
end $function$;

CREATE OR REPLACE FUNCTION app.record_echo (
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
      or (m.contact_id = coalesce(v_phone_contact, v_lid_contact)
        and app.says_the_same(m, p_value)))
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
  v_said := app.heed_consent(m.id, app.consent_word(p_workspace,
    array(select jsonb_array_elements_text(p_value -> 'consentKeys'))), v_at);
  if (v_said ->> 'isStop')::boolean or (v_said ->> 'isRefusal')::boolean then
    perform app.withdraw_evidence(m.id, case when (v_said ->> 'isStop')::boolean
      then 'The customer changed this message into a stop.'
      else 'The customer changed this message into what looks like a refusal.' end);
  end if;
  return jsonb_build_object('outcome', 'processed', 'channel', v_said -> 'channel');
end $function$;

CREATE OR REPLACE FUNCTION app.record_reaction (
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
  r public.whatsapp_reactions;
  v_at timestamptz := app.written_of(p_value, p_heard);
begin
  select x.* into m from public.whatsapp_message_keys k
    join public.whatsapp_messages x on x.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId' for update of x;
  if m.id is null or m.content_removed_at is not null then
    return '{"outcome": "ignored", "reason": "reaction"}';
  end if;
  select * into r from public.whatsapp_reactions x
  where x.message_id = m.id and x.direction = p_value ->> 'direction';
  if r.reacted_at > v_at then
    return '{"outcome": "ignored", "reason": "outdated"}';
  elsif r.emoji = p_value ->> 'emoji' or (r.id is not null and r.emoji is null
      and p_value ->> 'emoji' is null) then
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', r.request_id);
  end if;
  insert into public.whatsapp_reactions (workspace_id, message_id, direction, emoji, reacted_at,
    request_id)
  values (p_workspace, m.id, p_value ->> 'direction', p_value ->> 'emoji', v_at, p_request)
  on conflict (message_id, direction) do update set emoji = excluded.emoji,
    reacted_at = excluded.reacted_at, request_id = excluded.request_id;
  return '{"outcome": "processed"}';
end $function$;

CREATE OR REPLACE FUNCTION app.record_unnamed_failure (
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
  v_messages := app.meant_by(v_messages, p_value ->> 'errorText');
  if cardinality(v_messages) is distinct from 1 then
    insert into public.channel_incidents (workspace_id, channel_id, kind, detail, request_id)
    values (p_workspace, p_channel, 'send_failed_unbound', left(p_value ->> 'errorText', 500),
      p_request);
    return '{"outcome": "processed"}';
  end if;
  return jsonb_build_object('message', v_messages[1]);
end $function$;

CREATE OR REPLACE FUNCTION app.refresh_conversation (
  p_contact bigint,
  p_last    boolean DEFAULT true
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  c public.contacts;
  r public.conversations;
  v_xid bigint := pg_current_xact_id()::text::bigint;
begin
  select * into r from public.conversations x where x.contact_id = p_contact for update;
  if r.computed_by = v_xid and p_last then
    return;
  end if;
  select * into c from public.contacts x where x.id = p_contact;
  if c.id is null or c.merged_into is not null or c.erased_at is not null then
    delete from public.conversations x where x.contact_id = p_contact;
    return;
  end if;
  if r.contact_id is null then
    if not exists (select from public.whatsapp_messages m where m.contact_id = p_contact) then
      return;
    end if;
    insert into public.conversations (contact_id, workspace_id) values (p_contact, c.workspace_id)
    on conflict do nothing;
    select * into r from public.conversations x where x.contact_id = p_contact for update;
  end if;
  if r.call_back_at is not null and app.was_called_back(p_contact, r.call_back_at) then
    r.call_back_at := null;
    r.call_back_by := null;
  end if;
  if r.owner is null and r.owner_by is null then
    r.owner := app.operator_of(p_contact);
    r.owner_at := case when r.owner is not null then app.now() end;
  end if;
  r := app.computed_conversation(c, r);
  -- What came after it was closed opened it.
  if r.closed_at is not null and r.state <> 'closed' then
    r.settled_at := r.closed_at;
    r.settled_id := greatest(r.settled_id, r.closed_id);
    r.closed_at := null;
    r.closed_by := null;
    r.closed_id := null;
  end if;
  r.computed_by := case when p_last then v_xid else 0 end;
  update public.conversations x set (state, detail, about_message, since, sort_at, bill,
    last_message_id, last_at, last_in_id, last_in_at, unanswered, owner, owner_at, call_back_at,
    call_back_by, closed_at, closed_by, closed_id, settled_at, settled_id, computed_by)
    = (r.state, r.detail, r.about_message, r.since, r.sort_at, r.bill, r.last_message_id,
      r.last_at, r.last_in_id, r.last_in_at, r.unanswered, r.owner, r.owner_at, r.call_back_at,
      r.call_back_by, r.closed_at, r.closed_by, r.closed_id, r.settled_at, r.settled_id,
      r.computed_by)
  where x.contact_id = p_contact;
end $function$;

CREATE OR REPLACE FUNCTION app.refresh_evidence (
  p_ask bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  a public.asks;
  v_top public.bill_evidence;
  v_answered timestamptz;
  v_confirmed timestamptz;
begin
  select * into a from public.asks where id = p_ask for update;
  select * into v_top from public.bill_evidence e where e.ask_id = p_ask and e.undone_at is null
  order by app.evidence_rank(e.counts_as) desc, e.at, e.id limit 1;
  select min(e.at) filter (where e.level <> 'confirmed'),
    min(e.at) filter (where e.level = 'confirmed') into v_answered, v_confirmed
  from public.bill_evidence e where e.ask_id = p_ask and e.undone_at is null;
  if (a.evidence, a.evidence_message_id, a.evidence_at, a.answered_at, a.confirmed_at)
      is not distinct from (v_top.counts_as, v_top.message_id, v_top.at, v_answered, v_confirmed)
  then
    return false;
  end if;
  update public.asks set evidence = v_top.counts_as, evidence_message_id = v_top.message_id,
    evidence_at = v_top.at, answered_at = v_answered, confirmed_at = v_confirmed
  where id = p_ask;
  if a.call_id is not null then
    perform app.queue_write_back(a.call_id);
  end if;
  return app.evidence_rank(v_top.counts_as) > app.evidence_rank(a.evidence);
end $function$;

CREATE OR REPLACE FUNCTION app.reminders_ahead (
  f    public.whatsapp_messages,
  p_at timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_setting jsonb := app.setting(f.workspace_id, 'reminders');
  r public.whatsapp_messages;
  v_step jsonb;
begin
  if not f.ask_open or not (v_setting ->> 'enabled')::boolean
    or exists (select from public.asks k where k.id = f.ask_id and (k.do_not_send
        or not app.is_owed(k) or app.has_answered(f.contact_id, greatest(f.send_began_at,
          k.owed_since))))
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
end $function$;

CREATE OR REPLACE FUNCTION app.rename_by_call (
  p_call public.cloudtalk_calls,
  p_old  public.cloudtalk_calls
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
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
    content = app.template_content(t, m.channel_id, p_call.facts), template_version = t.version
  from public.whatsapp_templates t
  where m.call_id = p_call.id and m.purpose = 'follow_up' and m.status = 'queued'
    and m.send_began_at is null
    and t.id = m.template_id
    and (p_call.contact_name, p_call.company, p_call.agent_name)
      is distinct from (p_old.contact_name, p_old.company, p_old.agent_name);
end $function$;

CREATE OR REPLACE FUNCTION app.render_template (
  p_body      text,
  p_variables jsonb
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_done text := '';
  v_rest text := p_body;
  v_match text[];
begin
  loop
    v_match := regexp_match(v_rest,
      '^([^{]*)' || app.variable_pattern('(?:\|([^{}|]*))?') || '(.*)$');
    exit when v_match is null;
    v_done := v_done || v_match[1] || coalesce(nullif(btrim(p_variables ->> v_match[2]), ''),
      v_match[3], '');
    v_rest := v_match[4];
  end loop;
  return v_done || v_rest;
end $function$;

CREATE OR REPLACE FUNCTION app.reopen_refusal (
  a public.attention
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if a.settled_how = 'not_refusal' then
    perform app.count_refusal(a.message_id, false);
  elsif exists (select from public.contact_consents s where s.contact_id = a.contact_id
      and s.kind = 'stopped' and s.source = 'staff' and s.message_id = a.message_id
      and s.id = (select max(x.id) from public.contact_consents x
        where x.contact_id = a.contact_id and x.kind in ('stopped', 'started'))) then
    perform app.note_consent(a.contact_id, 'started', 'staff', a.message_id, auth.uid());
  end if;
  update public.attention x set settled_at = null, settled_by = null, settled_how = null
  where x.id = a.id;
  perform app.judge_waiting(a.contact_id);
end $function$;

CREATE OR REPLACE FUNCTION app.requests_of (
  p_contacts bigint[]
)
  RETURNS bigint[]
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
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
    union all select x.request_id from public.whatsapp_reactions x where x.message_id in (select id
      from messages)
    union all select x.request_id from public.whatsapp_message_keys x join messages m
      on x.channel_id = m.channel_id and x.whatsapp_id = m.whatsapp_message_id
    union all select x.request_id from public.whatsapp_statuses x join messages m
      on x.channel_id = m.channel_id and x.whatsapp_id in (m.whatsapp_message_id,
        'msgId:' || m.provider_message_id)) r
  where request_id is not null
$function$;

CREATE OR REPLACE FUNCTION app.retain_media (
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
    from old where f.message_id = old.id),
  sent as (
    update public.attachments a set path = null
    where a.workspace_id = p_workspace and a.message_id > p_after and a.message_id <= v_last
      and a.message_id < coalesce(v_stop, v_last + 1) and a.path is not null returning a.*)
  insert into public.media_deletions (workspace_id, folder)
  select p_workspace, p_workspace || '/' || old.id from old
  union all select p_workspace, app.attachment_folder(a) from sent a;
  get diagnostics v_removed = row_count;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
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
  delete from public.whatsapp_reactions r using public.whatsapp_messages m
  where m.id = r.message_id and m.workspace_id = p_workspace and m.id > p_after
    and m.id <= v_last and m.content_removed_at is not null;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last));
end $function$;

CREATE OR REPLACE FUNCTION app.said_by (
  p_workspace uuid,
  p_search    text,
  p_most      integer
)
  RETURNS bigint[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  SET plan_cache_mode TO 'force_custom_plan'
  AS $function$
declare
  v_query tsquery := app.words_query(p_search);
  v_top bigint;
  v_step bigint := 1;
  v_found bigint[] := '{}';
  v_blocks bigint[];
begin
  if v_query is null then
    return v_found;
  end if;
  v_top := (select m.id >> 14 from public.whatsapp_messages m where m.workspace_id = p_workspace
    order by m.id desc limit 1);
  while v_top >= 0 and cardinality(v_found) < p_most loop
    v_blocks := array(select generate_series(greatest(v_top - v_step + 1, 0), v_top));
    v_found := array(select distinct f.contact_id from (
      select m.contact_id from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.purpose in ('inbound', 'typed', 'manual')
        and m.body is not null and array[m.id >> 14] && v_blocks
        and to_tsvector('simple', app.fold(left(m.body, 2000))) @@ v_query limit 2000) f
      union select unnest(v_found));
    v_top := v_top - v_step;
    v_step := v_step * 4;
  end loop;
  return v_found;
end $function$;

CREATE OR REPLACE FUNCTION app.said_since (
  p_contact public.contacts,
  p_facts   jsonb,
  p_heard   timestamp with time zone,
  OUT       file bigint,
  OUT       refused boolean
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
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
        and not app.is_rejected(m.id)
      order by m.written_at, m.id limit 1),
    exists (select from public.attention a
      where a.contact_id = p_contact.id and a.kind = 'refusal' and a.settled_at is null)
    or exists (select from public.attention a
      where a.contact_id = p_contact.id and a.kind = 'refusal'
        and a.settled_how is distinct from 'not_refusal'
        and a.at >= p_heard - interval '24 hours'
        and a.at + interval '1 second' > coalesce(
          app.began_at(p_facts, p_heard, (select z.name from zone z)), p_heard))
  into file, refused;
end $function$;

CREATE OR REPLACE FUNCTION app.says_the_same (
  m       public.whatsapp_messages,
  p_value jsonb
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if m.content ->> 'kind' = 'media' then
    return m.kind = p_value ->> 'kind'
      and coalesce(m.content ->> 'caption', '') = coalesce(p_value ->> 'text', '');
  end if;
  return m.body = p_value ->> 'text';
end $function$;

CREATE OR REPLACE FUNCTION app.search_text (
  p_first  text,
  p_second text,
  p_third  text
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  PARALLEL SAFE
  SET search_path TO ''
  AS $function$
declare
  v_text text := concat_ws(E'\n', app.fold(p_first), app.fold(p_second), app.fold(p_third));
begin
  return nullif(v_text || case when strpos(v_text, ' ') > 0
    then E'\n' || replace(v_text, ' ', '') else '' end, '');
end $function$;

CREATE OR REPLACE FUNCTION app.sent_json (
  m public.whatsapp_messages
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return jsonb_build_object('sent', true, 'message', m.id, 'status', m.status,
    'expectedAt', app.expected_at(m.id), 'channel', m.channel_id, 'contact', m.contact_id);
end $function$;

CREATE OR REPLACE FUNCTION app.share_evidence (
  p_from bigint,
  p_to   bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  if exists (select from public.bill_evidence e where e.ask_id = p_to) then
    return;
  end if;
  insert into public.bill_evidence (workspace_id, ask_id, call_id, level, source, message_id,
    user_id, at, is_rejected)
  select e.workspace_id, p_to, (select a.call_id from public.asks a where a.id = p_to), e.level,
    e.source, e.message_id, e.user_id, e.at, e.is_rejected
  from public.bill_evidence e where e.ask_id = p_from and e.undone_at is null order by e.id;
  perform app.refresh_evidence(p_to);
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
    'backAt', app.back_since(c, p_now),
    'sentToday', (select count(*) from public.whatsapp_send_attempts a
      where a.channel_id = c.id and a.outcome <> 'not_sent' and a.started_at >= p_midnight),
    'dailyLimit', v_limit,
    'capFreesAt', case when v_limit > 0 and app.cap_frees_at(v_limit, v_sends) > p_now
      then app.cap_frees_at(v_limit, v_sends) end,
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'));
end $function$;

CREATE OR REPLACE FUNCTION app.shell_counts (
  p_workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return app.conversation_counts(p_workspace) || jsonb_build_object('check', (
    select count(*) from (select from public.conversations k
      where k.workspace_id = p_workspace and k.bill = 'check' limit 1001) n));
end $function$;

CREATE OR REPLACE FUNCTION app.shell_members (
  p_workspace uuid
)
  RETURNS TABLE (
    user_id uuid,
    email   text,
    name    text,
    role    text
  )
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return query select m.user_id, u.email::text,
    app.member_name(m.name, u.email::text), m.role
  from public.memberships m left join auth.users u on u.id = m.user_id
  where m.workspace_id = p_workspace;
end $function$;

CREATE OR REPLACE FUNCTION app.skip_unreachable (
  p_contact bigint
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$
  update public.whatsapp_messages m set status = 'skipped', ask_open = false,
    reason_code = case when c.erased_at is not null or c.blocked_at is not null then 'blocked'
      else 'opted_out' end,
    reason = case when c.erased_at is not null or c.blocked_at is not null
      then 'The contact is blocked or erased.'
      else 'The contact asked not to be written to.' end
  from public.contacts c
  where c.id = p_contact and m.contact_id = p_contact and m.status = 'queued'
    -- In the words of an index: all that the outbox sends.
    and m.purpose in ('follow_up', 'reminder', 'consent_notice', 'manual')
      and not app.may_receive(c, m.purpose)
$function$;

CREATE OR REPLACE FUNCTION app.still_undone (
  p_now    jsonb,
  p_change jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_after jsonb := p_change -> 'after';
begin
  if jsonb_typeof(v_after) is distinct from 'object' then
    return p_change;
  end if;
  return (select coalesce(jsonb_object_agg(f.key, f.value), '{}')
      from jsonb_each(p_change - 'after' - 'tags') f
      where not v_after ? f.key or v_after -> f.key = p_now -> f.key)
    || case when p_change ? 'tags' then jsonb_build_object('tags', (
      select coalesce(jsonb_agg(distinct t.tag), '[]') from (
        select jsonb_array_elements_text(p_now -> 'tags') as tag
        union select jsonb_array_elements_text(p_change -> 'tags')) t
      where (p_change -> 'tags') ? t.tag and not coalesce((v_after -> 'tags') ? t.tag, false)
        or (p_now -> 'tags') ? t.tag and ((p_change -> 'tags') ? t.tag
          or not coalesce((v_after -> 'tags') ? t.tag, false))))
      else '{}' end;
end $function$;

CREATE OR REPLACE FUNCTION app.summary_at (
  p_local time without time zone
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$ select case when p_local >= '18:30' then 'evening' when p_local >= '08:30' then 'morning'
  end $function$;

CREATE OR REPLACE FUNCTION app.summary_facts (
  t public.tasks
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  w public.workspaces;
  m public.memberships;
  v_local timestamp;
  v_email text;
  v_sealed text;
  v_said jsonb;
begin
  select x.* into w from public.workspaces x where x.id = t.workspace_id;
  v_local := app.now() at time zone w.time_zone;
  select x.* into m from public.memberships x where x.workspace_id = t.workspace_id
    and x.user_id = (t.payload ->> 'user')::uuid and t.payload ->> 'summary' = any (x.summaries);
  select u.email into v_email from auth.users u where u.id = m.user_id;
  select r.sealed into v_sealed from public.alert_receivers r
  where r.workspace_id = w.id and r.kind = 'email';
  if v_email is null or v_sealed is null or v_local::date <> (t.payload ->> 'day')::date
    or app.summary_at(v_local::time) is distinct from t.payload ->> 'summary' then
    return null;
  end if;
  v_said := app.summary_of(m, app.first_instant(v_local::date + 1 + time '00:00', w.time_zone));
  if (v_said ->> 'waiting')::integer + (v_said ->> 'check')::integer
    + (v_said ->> 'problem')::integer + (v_said ->> 'mentions')::integer
    + jsonb_array_length(v_said -> 'callBack') = 0 then
    return null;
  end if;
  return v_said || jsonb_build_object('workspace', w.id, 'sealed', v_sealed, 'key',
    format('summary_%s', t.id), 'email', v_email, 'name', app.member_name(m.name, v_email),
    'language', coalesce(m.language, case when w.default_country = 'IT' then 'it' else 'en' end),
    'summary', t.payload ->> 'summary', 'timeZone', w.time_zone);
end $function$;

CREATE OR REPLACE FUNCTION app.summary_of (
  m       public.memberships,
  p_until timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_rows jsonb;
begin
  with own as (
    select k.state, k.sort_at, k.call_back_at, coalesce(c.name, c.push_name, '…' || right((
        select i.value from public.contact_identities i
        where i.contact_id = k.contact_id and i.kind = 'phone' order by i.learned_at, i.value
        limit 1), 4), '?') as name
    from public.conversations k join public.contacts c on c.id = k.contact_id
    where k.workspace_id = m.workspace_id
      and (k.state in ('problem', 'reply', 'check') or k.call_back_at < p_until)
      and k.state not in ('closed', 'done')
      and (app.role_rank(m.role) >= 2 or k.owner is null or k.owner = m.user_id))
  select jsonb_build_object(
    'waiting', count(*) filter (where o.state = 'reply'),
    'names', coalesce((select jsonb_agg(n.name order by n.sort_at) from (
      select x.name, x.sort_at from own x where x.state = 'reply'
      order by x.sort_at limit 8) n), '[]'),
    'check', count(*) filter (where o.state = 'check'),
    'problem', count(*) filter (where o.state = 'problem'),
    'callBack', coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'at',
        n.call_back_at) order by n.call_back_at) from (
      select x.name, x.call_back_at from own x where x.call_back_at < p_until
      order by x.call_back_at limit 8) n), '[]'))
  into v_rows from own o;
  return v_rows || jsonb_build_object('mentions', (select count(*) from public.note_mentions n
    where n.workspace_id = m.workspace_id and n.user_id = m.user_id and n.seen_at is null));
end $function$;

CREATE OR REPLACE FUNCTION app.tags_changed (
  p_tags   text[],
  p_change jsonb
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  if p_change ? 'tags' then
    return app.tags_named(p_change -> 'tags');
  elsif p_change ? 'addTag' then
    return app.tags_named(to_jsonb(p_tags) || (p_change -> 'addTag'));
  end if;
  return array_remove(p_tags, lower(btrim(p_change ->> 'removeTag')));
end $function$;

CREATE OR REPLACE FUNCTION app.tags_named (
  p_value jsonb
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_tags text[];
begin
  select array_agg(distinct t.tag) into v_tags
  from (select lower(btrim(x)) as tag from jsonb_array_elements_text(
    case jsonb_typeof(p_value) when 'array' then p_value else '[]' end) x) t where t.tag <> '';
  if cardinality(v_tags) > 20 or exists (select from unnest(v_tags) t where length(t) > 40) then
    raise exception using errcode = 'PT422', detail = 'tags',
      message = 'A person has at most 20 tags of 40 characters each.';
  end if;
  return coalesce(v_tags, '{}');
end $function$;

CREATE OR REPLACE FUNCTION app.tags_used (
  p_workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(t.tag order by t.tag), '[]') from (
    select distinct unnest(k.tags) as tag from (select x.tags from public.conversations x
      where x.workspace_id = p_workspace and x.tags <> '{}' order by x.last_at desc
      limit 1000) k limit 100) t);
end $function$;

CREATE OR REPLACE FUNCTION app.take_attachment()
  RETURNS TRIGGER
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  a public.attachments;
begin
  select x.* into a from public.attachments x
  where x.id = (new.content #>> '{media,attachment}')::uuid for update;
  if a.path is null or a.workspace_id <> new.workspace_id
      or app.root_contact(a.contact_id) <> app.root_contact(new.contact_id) then
    raise exception using errcode = 'PT404',
      message = 'This file is not here any more: attach it again.';
  elsif a.message_id <> new.id then
    raise exception using errcode = 'PT409', message = 'This file was sent already.';
  end if;
  update public.attachments x set message_id = new.id where x.id = a.id;
  new.kind := a.kind;
  new.media := jsonb_build_object('mimeType', a.mime_type, 'fileName', a.file_name, 'sizeBytes',
    a.size_bytes, 'durationSeconds', null);
  new.content := jsonb_set(new.content, '{media}', jsonb_build_object('attachment', a.id, 'kind',
    a.kind, 'fileName', a.file_name, 'mimeType', a.mime_type));
  return new;
end $function$;

CREATE OR REPLACE FUNCTION app.take_back_verdict (
  m      public.whatsapp_messages,
  p_user uuid
)
  RETURNS public.bill_verdicts
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v public.bill_verdicts;
  v_asks bigint[];
  v_ask bigint;
begin
  update public.bill_verdicts x set undone_at = app.now(), undone_by = p_user
  where x.message_id = m.id and x.undone_at is null returning * into v;
  if v.verdict = 'good' then
    with undone as (
      update public.bill_evidence e set undone_at = app.now(), undone_by = p_user,
        undo_reason = 'The verdict on this file was taken back.'
      from public.asks a where a.id = e.ask_id and a.contact_id = m.contact_id
        and e.message_id = m.id and e.level = 'confirmed' and e.undone_at is null
      returning e.ask_id)
    select array_agg(ask_id order by ask_id) into v_asks from undone;
  elsif v.verdict = 'bad' then
    v_asks := app.mark_rejected(m, false);
    update public.asks set owed_since = null where id = any (v_asks);
    update public.whatsapp_messages x set ask_open = false where x.contact_id = m.contact_id
      and x.ask_open and x.ask_id = any (v_asks);
  end if;
  foreach v_ask in array coalesce(v_asks, '{}') loop
    perform app.refresh_evidence(v_ask);
  end loop;
  return v;
end $function$;

CREATE OR REPLACE FUNCTION app.template_is_valid (
  p_body text
)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select length(p_body) between 1 and 4096
     and regexp_replace(p_body, app.variable_pattern('(\|[^{}|]*)?'), '', 'g') !~ '[{}]'
$function$;

CREATE OR REPLACE FUNCTION app.template_parameters (
  p_body      text,
  p_variables jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select coalesce(jsonb_agg(coalesce(nullif(btrim(p_variables ->> f.found[1]), ''), f.found[2], '')
    order by f.n), '[]')
  from regexp_matches(p_body, app.variable_pattern('(?:\|([^{}|]*))?'), 'g')
    with ordinality f (found, n)
$function$;

CREATE OR REPLACE FUNCTION app.text_variables (
  p_facts jsonb
)
  RETURNS jsonb
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select jsonb_build_object('contact_name', p_facts -> 'contactName',
    'contact_first_name', app.contact_first_name(p_facts ->> 'contactName'),
    'agent_name', p_facts -> 'agentName',
    'agent_first_name', app.agent_first_name(p_facts ->> 'agentName'),
    'company', p_facts -> 'company')
$function$;

CREATE OR REPLACE FUNCTION app.thread_calls (
  p_contact bigint,
  p_from    timestamp with time zone,
  p_until   timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_ids bigint[] := array(select k.id from public.cloudtalk_calls k where k.contact_id = p_contact
      and (p_from is null or k.created_at >= p_from)
      and (p_until is null or k.created_at < p_until)
    order by k.id desc limit 50);
begin
  return (select coalesce(jsonb_agg(page.call || jsonb_build_object('disposition', k.disposition,
      'recordingUrl', k.recording_url) order by page.id desc), '[]')
    from app.calls_json(v_ids) page join public.cloudtalk_calls k on k.id = page.id);
end $function$;

CREATE OR REPLACE FUNCTION app.thread_json (
  p_contact bigint,
  p_before  bigint,
  p_size    integer,
  p_windows jsonb
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
    'composer', app.composer_json(c, p_windows), 'here', app.others_here(c.id));
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
      'acknowledgedAt', m.acknowledged_at, 'askId', m.ask_id, 'reminderStep', m.reminder_step,
      'quoted', app.quoted_words(m),
      'reactions', (select jsonb_agg(jsonb_build_object('emoji', x.emoji, 'direction',
        x.direction) order by x.direction) from public.whatsapp_reactions x
        where x.message_id = m.id and x.emoji is not null))) order by page.id desc), '[]')
    from app.messages_json(v_ids) page join public.whatsapp_messages m on m.id = page.id);
end $function$;

CREATE OR REPLACE FUNCTION app.thread_notes (
  p_contact bigint,
  p_from    timestamp with time zone,
  p_until   timestamp with time zone
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'userId', n.user_id,
      'body', n.body, 'at', n.created_at, 'mentions', (select coalesce(jsonb_agg(x.user_id), '[]')
        from public.note_mentions x where x.note_id = n.id)) order by n.id desc), '[]')
    from (select x.* from public.conversation_notes x where x.contact_id = p_contact
      and x.deleted_at is null and (p_from is null or x.created_at >= p_from)
      and (p_until is null or x.created_at < p_until) order by x.id desc limit 50) n);
end $function$;

CREATE OR REPLACE FUNCTION app.thread_person (
  c public.contacts
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return jsonb_build_object('id', c.id, 'name', coalesce(c.name, c.push_name),
    'company', c.company, 'pushName', c.push_name, 'phone', app.contact_phone(c.id),
    'phones', (select coalesce(jsonb_agg(i.value order by i.learned_at, i.value), '[]')
      from public.contact_identities i where i.contact_id = c.id and i.kind = 'phone'),
    'timeZone', c.time_zone, 'createdAt', c.created_at, 'silence', app.silence(c),
    'optedOutAt', c.opted_out_at, 'blockedAt', c.blocked_at,
    'attention', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind,
        'detail', a.detail, 'at', a.at, 'messageId', a.message_id, 'callId', a.call_id)
        order by a.id), '[]') from public.attention a where a.contact_id = c.id
        and a.settled_at is null),
    'asks', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'callId', a.call_id,
        'state', a.state, 'code', a.code, 'reason', a.reason, 'shouldSend', a.should_send,
        'evidence', a.evidence, 'evidenceAt', a.evidence_at,
        'evidenceMessageId', a.evidence_message_id, 'isOpen', a.is_open,
        'staffDecision', a.staff_decision, 'createdAt', a.created_at) order by a.id desc), '[]')
      from (select x.* from public.asks x where x.contact_id = c.id order by x.id desc limit 20) a));
end $function$;

CREATE OR REPLACE FUNCTION app.time_named (
  p_workspace uuid,
  p_value     jsonb
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_text text := p_value #>> '{}';
begin
  if v_text is null then
    return null;
  elsif v_text ~ '^\+[0-9]{1,5}$' then
    return app.now() + make_interval(mins => v_text::integer);
  -- Neither words (`infinity`, `tomorrow`) nor years that a browser cannot read.
  elsif v_text !~ '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}' or v_text ~* 'bc'
      or not pg_input_is_valid(v_text, 'timestamptz') then
    raise exception using errcode = 'PT422', detail = 'callBackAt',
      message = 'This is no time. Write it like 2026-12-01T15:00.';
  end if;
  return case when v_text ~ '(Z|[+-]\d\d(:?\d\d)?)$' then v_text::timestamptz
    else v_text::timestamp at time zone (select w.time_zone from public.workspaces w
      where w.id = p_workspace) end;
end $function$;

CREATE OR REPLACE FUNCTION app.told_of (
  t public.tasks
)
  RETURNS text
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce(t.payload ->> 'told', case when t.state = 'done' then 'yes' else 'no' end);
end $function$;

CREATE OR REPLACE FUNCTION app.tried_text (
  p_workspace uuid,
  p_template  text,
  p_facts     jsonb
)
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$
  select app.render_template(t.body, app.text_variables(p_facts))
  from public.whatsapp_templates t where t.workspace_id = p_workspace and t.key = p_template
$function$;

CREATE OR REPLACE FUNCTION app.unanswered_of (
  p_contact  bigint,
  p_after_id bigint,
  OUT        n integer,
  OUT        first_id bigint,
  OUT        since timestamp with time zone
)
  RETURNS record
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_ours bigint := (select max(m.id) from public.whatsapp_messages m
    where m.contact_id = p_contact and m.purpose in ('typed', 'manual')
      and m.status not in ('failed', 'cancelled', 'skipped', 'expired'));
begin
  select count(*), min(x.id), min(x.written_at) into n, first_id, since
  from (select m.id, m.written_at from public.whatsapp_messages m
    where m.contact_id = p_contact and m.direction = 'in'
      and m.id > greatest(p_after_id, v_ours) and app.wants_answer(m)
      and (m.evidence is distinct from 'attachment' or not exists (
        select from public.asks a join public.bill_evidence e on e.ask_id = a.id
        where a.contact_id = p_contact and e.message_id = m.id))
    order by m.id desc limit 100) x;
end $function$;

CREATE OR REPLACE FUNCTION app.variable_pattern (
  p_fallback text
)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
  select '\{(contact_name|contact_first_name|agent_name|agent_first_name|company)'
    || p_fallback || '\}'
$function$;

CREATE OR REPLACE FUNCTION app.wants_answer (
  m public.whatsapp_messages
)
  RETURNS boolean
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return m.direction = 'in' and m.deleted_at is null and not m.is_stop and not m.is_start
    and not m.awaits_content
    and (m.machine_reason is null or m.machine_undone_at is not null)
    and m.kind not in ('reaction', 'system', 'protocol');
end $function$;

CREATE OR REPLACE FUNCTION app.was_called_back (
  p_contact bigint,
  p_at      timestamp with time zone
)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return exists (select from public.cloudtalk_calls k where k.contact_id = p_contact and k.ended
    and k.talking_seconds > 0 and k.created_at > p_at - interval '30 minutes');
end $function$;

CREATE OR REPLACE FUNCTION app.words_query (
  p_search text
)
  RETURNS tsquery
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
declare
  v_words text := (select string_agg(w || ':*', ' & ') from (
    select distinct w from regexp_split_to_table(app.fold(p_search), '[^[:alnum:]]+') w
    where length(w) >= 2 limit 8) d);
begin
  return case when v_words is not null then to_tsquery('simple', v_words) end;
end $function$;

CREATE OR REPLACE FUNCTION app.work_json (
  r public.conversations
)
  RETURNS jsonb
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path TO ''
  AS $function$
begin
  return jsonb_build_object('owner', r.owner, 'callBackAt', r.call_back_at,
    'handledId', r.handled_id, 'closed', r.closed_at is not null, 'tags', to_jsonb(r.tags));
end $function$;

CREATE OR REPLACE FUNCTION app.workable_contact (
  p_contact bigint
)
  RETURNS public.contacts
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(p_contact);
begin
  -- require_role: in conversation_contact.
  loop
    select * into c from public.contacts x where x.id = c.id for key share;
    exit when c.merged_into is null;
    c.id := app.root_contact(c.id);
  end loop;
  if c.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased. Nothing can be changed.';
  end if;
  return c;
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
  if not exists (select from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' and m.written_at > app.now() - interval '24 hours') then
    select * into w from public.workspaces k where k.id = c.workspace_id;
    at := app.next_sending_time(at, app.hours_of(w, x), c.time_zone);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION app.write_back_facts (
  t public.tasks
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_confirmed boolean := app.is_bill_confirmed(app.calls_of_bill(t.call_id));
begin
  if app.told_of(t) = (case when v_confirmed then 'yes' else 'no' end) then
    return null;
  end if;
  update public.tasks x set payload = x.payload
    || jsonb_build_object('saying', v_confirmed, 'told', 'maybe') where x.id = t.id;
  return (select jsonb_build_object('kind', t.payload -> 'what', 'isIn', v_confirmed,
      'externalId', t.call_id,
      'contactId', coalesce(t.payload ->> 'contactId',
        (select o.payload ->> 'contactId' from public.tasks o
          where o.call_id = t.call_id and o.kind = 'write_back' and o.payload ? 'contactId'
          limit 1),
        substring(coalesce(k.facts ->> 'contactId', k.facts -> 'customFields' ->> 'contact_id',
          k.facts -> 'customFields' ->> 'contactId',
          k.facts -> 'customFields' ->> 'contacts[0].id') from '^[0-9]{1,18}$')),
      'phone', k.phone_number, 'at', coalesce(case when v_confirmed
        then (select a.confirmed_at from public.asks a where a.call_id = k.id) end, app.now()))
    from public.cloudtalk_calls k where k.id = t.call_id);
end $function$;

CREATE OR REPLACE FUNCTION app.write_back_settled (
  t        public.tasks,
  p_result jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
declare
  v_saying boolean := coalesce((t.payload ->> 'saying')::boolean, true);
  v_confirmed boolean := app.is_bill_confirmed(app.calls_of_bill(t.call_id));
  v_told text;
  v_result jsonb := p_result;
begin
  if not v_saying and p_result ->> 'code' = 'no_contact' then
    v_result := '{"kind": "done"}';
  end if;
  v_told := case
    when v_result ->> 'kind' = 'done' then case when v_saying then 'yes' else 'no' end
    -- It said no: nothing has changed there.
    when v_result ->> 'kind' = 'failed' then case when v_saying then 'no' else 'yes' end
    else 'maybe' end;
  v_result := v_result || jsonb_build_object('payload', coalesce(v_result -> 'payload', '{}')
    || jsonb_build_object('told', v_told));
  if v_saying = v_confirmed or v_told = 'maybe' then
    return v_result;
  end if;
  return v_result || '{"code": null, "message": null}' || case
    when v_told = case when v_confirmed then 'yes' else 'no' end then '{"kind": "done"}'::jsonb
    else '{"kind": "retry", "everyMs": 0}' end;
end $function$;

CREATE OR REPLACE FUNCTION app.write_guard (
  c          public.contacts,
  p_channel  uuid,
  p_reason   text,
  p_template boolean,
  p_windows  jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_hours numeric := (p_windows ->> (select x.vendor from public.channels x
    where x.id = p_channel))::numeric;
begin
  return case
    when c.erased_at is not null
      then '{"code": "erased", "reason": "The person asked for their data to be erased."}'::jsonb
    when c.blocked_at is not null
      then '{"code": "blocked", "reason": "The contact is blocked."}'
    when c.opted_out_at is not null
      then '{"code": "opted_out", "reason": "The contact asked not to be written to."}'
    when app.contact_phone(c.id) is null
      then '{"code": "no_number", "reason": "WhatsApp hides this person''s number."}'
    when p_channel is null
      then '{"code": "not_set_up", "reason": "There is no WhatsApp number to write from."}'
    when coalesce(p_reason, app.reason_known(c.id)) is null
      then '{"code": "no_reason", "reason": "Say why we may write to this person."}'
    when v_hours is not null and not p_template and not exists (
      select from public.whatsapp_messages m where m.contact_id = c.id and m.direction = 'in'
        and m.channel_id = p_channel and m.written_at > app.now() - make_interval(
          secs => v_hours::double precision * 3600))
      then '{"code": "window_closed", "reason": "WhatsApp takes a free text only for a while after the person''s last message: choose a reviewed text."}'
    end;
end $function$;

CREATE OR REPLACE FUNCTION app.writing_facts (
  c public.contacts
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return coalesce((select k.facts from public.cloudtalk_calls k where k.contact_id = c.id
      order by k.id desc limit 1), '{}')
    || jsonb_strip_nulls(jsonb_build_object('contactName', coalesce(c.name, c.push_name),
      'company', c.company))
    || jsonb_build_object('agentName', (select m.name from public.memberships m
      where m.workspace_id = c.workspace_id and m.user_id = auth.uid()));
end $function$;

CREATE OR REPLACE FUNCTION public.acknowledge (
  kind text,
  item bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
    if exists (select from public.attention a where a.id = item and a.kind = 'refusal'
        and a.settled_at is null) then
      raise exception using errcode = 'PT409',
        message = 'Say what it is: they want no more messages, or it was no refusal.';
    end if;
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
end $function$;

CREATE OR REPLACE FUNCTION public.add_attachment (
  contact bigint,
  actor   uuid,
  file    jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts;
  a public.attachments;
begin
  -- An erasure comes before it, or takes it too.
  select x.* into c from public.contacts x where x.id = app.root_contact(contact) for key share;
  perform app.require_actor(c.workspace_id, actor, 'agent');
  if c.erased_at is not null then
    raise exception using errcode = 'PT409',
      message = 'This person was erased: nothing can be sent to them.';
  end if;
  insert into public.attachments (workspace_id, contact_id, user_id, kind, file_name, mime_type,
    size_bytes, sha256)
  values (c.workspace_id, c.id, actor, file ->> 'kind', file ->> 'fileName', file ->> 'mimeType',
    (file ->> 'sizeBytes')::bigint, file ->> 'sha256')
  returning * into a;
  update public.attachments x set path = app.attachment_folder(a) || '/' || a.sha256
    || coalesce('.' || nullif(file ->> 'ending', ''), '')
  where x.id = a.id returning * into a;
  perform app.log_action(a.workspace_id, actor, 'file_attached', 'contact', c.id::text,
    jsonb_build_object('attachment', a.id));
  return jsonb_build_object('id', a.id, 'path', a.path);
end $function$;

REVOKE ALL ON FUNCTION "public"."add_attachment"(bigint, uuid, jsonb) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.add_member (
  workspace text,
  user_id   uuid,
  role      text,
  name      text DEFAULT NULL::text
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_workspace uuid;
begin
  select id into v_workspace from public.workspaces where key = add_member.workspace;
  if v_workspace is null then
    raise exception using errcode = 'PT404', message = format('There is no workspace "%s".',
      add_member.workspace);
  end if;
  insert into public.memberships as m (workspace_id, user_id, role, name)
  values (v_workspace, add_member.user_id, add_member.role, nullif(btrim(add_member.name), ''))
  on conflict on constraint memberships_pkey do update set role = excluded.role,
    name = coalesce(excluded.name, m.name);
  return jsonb_build_object('workspace', add_member.workspace, 'userId', add_member.user_id, 'role',
    add_member.role);
end $function$;

REVOKE ALL ON FUNCTION "public"."add_member"(text, uuid, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.add_note (
  contact  bigint,
  body     text,
  mentions uuid[] DEFAULT '{}'::uuid[]
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.workable_contact(contact);
  v_body text := btrim(body, E' \t\n\r');
  v_id bigint;
begin
  -- require_role: in workable_contact.
  if v_body is null or v_body = '' or length(v_body) > 4000 then
    raise exception using errcode = 'PT422', detail = 'body',
      message = 'A note has between 1 and 4,000 characters.';
  end if;
  insert into public.conversation_notes (workspace_id, contact_id, user_id, body)
  values (c.workspace_id, c.id, auth.uid(), v_body) returning id into v_id;
  insert into public.note_mentions (note_id, user_id, workspace_id, contact_id)
  select v_id, m.user_id, c.workspace_id, c.id from public.memberships m
  where m.workspace_id = c.workspace_id and m.user_id = any (mentions)
    and m.user_id <> auth.uid();
  insert into public.conversations (contact_id, workspace_id) values (c.id, c.workspace_id)
  on conflict do nothing;
  perform app.refresh_conversation(c.id, false);
  perform app.log_action(c.workspace_id, auth.uid(), 'note_added', 'contact', c.id::text,
    jsonb_build_object('note', v_id));
  return v_id;
end $function$;

REVOKE ALL ON FUNCTION "public"."add_note"(bigint, text, uuid[]) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.alert_settings (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'manager');
  return jsonb_build_object(
    'muted', (select to_jsonb(w.muted_alerts) from public.workspaces w where w.id = workspace),
    'receivers', (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'shown', r.shown,
        'setAt', r.set_at, 'setBy', r.set_by) order by r.kind desc), '[]')
      from public.alert_receivers r where r.workspace_id = workspace));
end $function$;

REVOKE ALL ON FUNCTION "public"."alert_settings"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.be_here (
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
begin
  -- require_role: in conversation_contact.
  insert into public.conversation_presence as p (contact_id, user_id, workspace_id, typed_at)
  values (c.id, auth.uid(), c.workspace_id, case when typing then app.now() end)
  on conflict (contact_id, user_id) do update
    set at = app.now(), typed_at = coalesce(excluded.typed_at, p.typed_at);
  return app.others_here(c.id);
end $function$;

REVOKE ALL ON FUNCTION "public"."be_here"(bigint, boolean) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.bills_page (
  state     text,
  before    text    DEFAULT NULL::text,
  page_size integer DEFAULT 30,
  contact   bigint  DEFAULT NULL::bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  w public.workspaces;
  v_size integer := least(greatest(coalesce(page_size, 30), 1), 200);
  v_key text[] := regexp_match(before, '^(-?[0-9]{1,11}(?:\.[0-9]{1,9})?)~([0-9]{1,18})$');
  v_ids bigint[];
  v_people jsonb;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  v_ids := app.bill_ids(w.id, bills_page.state, v_size + 1, to_timestamp(v_key[1]::double precision),
    v_key[2]::bigint);
  select coalesce(jsonb_agg(p.person order by p.contact_id = any (v_ids[1:v_size]),
    array_position(v_ids, p.contact_id)), '[]')
  into v_people from app.bill_people(v_ids[1:v_size] || contact) p;
  return jsonb_build_object('now', app.now(), 'counts', app.bill_counts(w.id), 'people', v_people,
    'next', case when cardinality(v_ids) > v_size then (
      select case bills_page.state when 'no' then '0~' || (select max(v.id) from public.bill_verdicts v
          where v.contact_id = k.contact_id and v.undone_at is null and v.verdict = 'bad')
        else extract(epoch from k.last_at)::text || '~' || k.contact_id end
      from public.conversations k where k.contact_id = v_ids[v_size]) end);
end $function$;

REVOKE ALL ON FUNCTION "public"."bills_page"(text, text, integer, bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.call_list (
  workspace uuid,
  filters   jsonb   DEFAULT '{}'::jsonb,
  page_size integer DEFAULT 50
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_size integer := least(greatest(page_size, 1), 1000);
  v_zone text := (select w.time_zone from public.workspaces w where w.id = workspace);
  v_day date := case when pg_input_is_valid(filters ->> 'day', 'date')
    then (filters ->> 'day')::date end;
  v_q text := left(nullif(btrim(filters ->> 'q'), ''), 200);
  v_before bigint := substring(filters ->> 'before' from '^[1-9][0-9]{0,17}$')::bigint;
  v_ids bigint[];
  v_rows jsonb;
begin
  perform app.require_role(workspace, 'agent');
  v_ids := app.listed_calls(workspace, v_size + 1, v_before,
    v_day::timestamp at time zone v_zone, (v_day + 1)::timestamp at time zone v_zone,
    nullif(filters ->> 'agent', ''), nullif(filters ->> 'outcome', ''),
    case when v_q is not null then app.found_calls(workspace, 2000, v_before, 'all', v_q) end);
  select coalesce(jsonb_agg(r.call order by r.id desc), '[]') into v_rows
  from app.call_rows(v_ids[1:v_size]) r;
  return jsonb_build_object('now', app.now(), 'rows', v_rows,
    'next', case when cardinality(v_ids) > v_size then v_ids[v_size] end,
    'names', to_jsonb(app.agent_names(workspace)));
end $function$;

REVOKE ALL ON FUNCTION "public"."call_list"(uuid, jsonb, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.cancel_manual (
  message bigint
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  m public.whatsapp_messages;
begin
  select * into m from public.whatsapp_messages x where x.id = message;
  perform app.require_role(m.workspace_id, 'agent');
  perform app.lock_channels(m.workspace_id);
  update public.whatsapp_messages x set status = 'cancelled', reason_code = 'staff_refused',
    reason = 'Staff asked not to send it.'
  where x.id = message and x.purpose = 'manual' and x.status = 'queued';
  if found then
    perform app.log_action(m.workspace_id, auth.uid(), 'message_withdrawn', 'message',
      message::text);
  end if;
  return (select x.status from public.whatsapp_messages x where x.id = message);
end $function$;

REVOKE ALL ON FUNCTION "public"."cancel_manual"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.change_member (
  workspace uuid,
  member    uuid,
  name      text,
  calls_as  text,
  role      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  m public.memberships;
begin
  perform app.lock_members(workspace);
  m := app.member_row(workspace, member);
  if member = auth.uid() and role <> 'admin' then
    raise exception using errcode = 'PT409', detail = 'role',
      message = 'Another admin has to change your own role.';
  end if;
  update public.memberships x set name = btrim(change_member.name), role = change_member.role,
    calls_as = nullif(btrim(change_member.calls_as), '')
  where x.workspace_id = workspace and x.user_id = member;
  perform app.log_action(workspace, auth.uid(), 'member_changed', 'member', member::text,
    case when m.role <> change_member.role
      then jsonb_build_object('before', m.role, 'after', change_member.role) else '{}' end);
end $function$;

REVOKE ALL ON FUNCTION "public"."change_member"(uuid, uuid, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.change_people (
  workspace uuid,
  contacts  bigint[],
  change    jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_undo uuid := gen_random_uuid();
  v_changed integer := 0;
  v_id bigint;
  v_tags text[];
  v_owner uuid;
  v_new jsonb;
  v_old jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if cardinality(contacts) > 500 then
    raise exception using errcode = 'PT422', detail = 'contacts',
      message = 'At most 500 people are changed at once.';
  end if;
  -- As what is delivered of several people at once: no circle.
  perform app.lock_channels(workspace);
  for v_id in select c.id from public.contacts c where c.id = any (contacts)
      and c.workspace_id = workspace and c.merged_into is null and c.erased_at is null
      order by c.id loop
    perform from public.contacts c where c.id = v_id for key share;
    select k.tags, k.owner into v_tags, v_owner from public.conversations k
    where k.contact_id = v_id for update;
    v_old := case when change ? 'owner' then jsonb_build_object('owner', v_owner)
      else jsonb_build_object('tags', to_jsonb(coalesce(v_tags, '{}'))) end;
    v_new := case when change ? 'owner' then jsonb_build_object('owner', change -> 'owner')
      when change ? 'addTag' then jsonb_build_object('tags', to_jsonb(app.tags_named(
        to_jsonb(v_tags || (change ->> 'addTag')))))
      else jsonb_build_object('tags', to_jsonb(array_remove(coalesce(v_tags, '{}'),
        lower(btrim(change ->> 'removeTag'))))) end;
    continue when v_new = v_old;
    perform public.work_conversation(v_id, v_new || jsonb_build_object('together', v_undo,
      'was', v_old));
    v_changed := v_changed + 1;
  end loop;
  -- log_action: in work_conversation, for each.
  return jsonb_build_object('changed', v_changed, 'undo', v_undo);
end $function$;

REVOKE ALL ON FUNCTION "public"."change_people"(uuid, bigint[], jsonb) FROM PUBLIC, "anon", "service_role";

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
    'isEnvironment', c.uses_environment, 'takesFirstContacts', c.takes_first_contacts,
    'credentialsSetAt', c.credentials_set_at, 'credentialsSetBy', c.credentials_set_by,
    'retiredAt', c.retired_at, 'retiredBy', c.retired_by,
    'queued', (select count(*) from public.whatsapp_messages m where m.channel_id = c.id
      and m.status = 'queued'),
    'pace', jsonb_build_object('minIntervalMs', c.min_interval_ms, 'jitterMs', c.jitter_ms,
      'dailyLimit', c.daily_limit, 'warmUpDays', c.warm_up_days, 'weekdayPace', c.weekday_pace,
      'hours', c.hours)) order by c.state = 'retired', c.created_at, c.id), '[]')
  from public.channels c where c.workspace_id = channel_list.workspace
$function$;

CREATE OR REPLACE FUNCTION public.choose_told (
  workspace uuid,
  told      text[]
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'agent');
  update public.memberships m set told = choose_told.told
  where m.workspace_id = workspace and m.user_id = auth.uid();
  perform app.log_action(workspace, auth.uid(), 'member_changed', 'member', auth.uid()::text);
end $function$;

REVOKE ALL ON FUNCTION "public"."choose_told"(uuid, text[]) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.confirm_file (
  message bigint
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- require_role: in there.
  m public.whatsapp_messages := app.lock_file(message);
  v_asks bigint[];
  v_is_new boolean := app.note_verdict(m, 'good', auth.uid());
  a public.asks;
begin
  v_asks := app.asks_of_file(m);
  for a in select * from public.asks x where x.id = any (v_asks) order by x.id for update loop
    if a.evidence is distinct from 'confirmed' then
      perform app.confirm_ask(a, m.id, auth.uid());
      v_is_new := true;
    end if;
  end loop;
  if v_is_new then
    perform app.log_action(m.workspace_id, auth.uid(), 'file_confirmed', 'message', message::text);
  end if;
  return 'confirmed';
end $function$;

REVOKE ALL ON FUNCTION "public"."confirm_file"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.dismiss_member (
  workspace uuid,
  member    uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.lock_members(workspace);
  perform app.member_row(workspace, member);
  if member = auth.uid() then
    raise exception using errcode = 'PT409', detail = 'self',
      message = 'Another admin has to remove you.';
  end if;
  delete from public.memberships m where m.workspace_id = workspace and m.user_id = member;
  perform app.log_action(workspace, auth.uid(), 'member_removed', 'member', member::text);
end $function$;

REVOKE ALL ON FUNCTION "public"."dismiss_member"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.edit_me (
  workspace uuid,
  name      text,
  language  text,
  phone     text,
  summaries text[] DEFAULT NULL::text[]
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'agent');
  update public.memberships m set name = btrim(edit_me.name), language = edit_me.language,
    phone = edit_me.phone, summaries = coalesce(edit_me.summaries, m.summaries)
  where m.workspace_id = workspace and m.user_id = auth.uid();
  perform app.log_action(workspace, auth.uid(), 'member_changed', 'member', auth.uid()::text);
end $function$;

REVOKE ALL ON FUNCTION "public"."edit_me"(uuid, text, text, text, text[]) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.edit_workspace (
  workspace       uuid,
  name            text,
  time_zone       text,
  default_country text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'manager');
  if not app.is_time_zone(time_zone) then
    raise exception using errcode = 'PT422', detail = 'timeZone',
      message = 'There is no such time zone.';
  end if;
  update public.workspaces w set name = btrim(edit_workspace.name),
    time_zone = edit_workspace.time_zone, default_country = edit_workspace.default_country
  where w.id = workspace;
  perform app.log_action(workspace, auth.uid(), 'company_changed', 'settings', 'company',
    jsonb_build_object('timeZone', edit_workspace.time_zone));
end $function$;

REVOKE ALL ON FUNCTION "public"."edit_workspace"(uuid, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.expected_time (
  message bigint
)
  RETURNS timestamp WITH time zone
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role((select m.workspace_id from public.whatsapp_messages m
    where m.id = message), 'agent');
  return app.expected_at(message);
end $function$;

REVOKE ALL ON FUNCTION "public"."expected_time"(bigint) FROM PUBLIC, "anon", "service_role";

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
          and m.status in ('accepted', 'sent', 'delivered', 'read')))),
    'call', v_called,
    'text', w.text_read_at is not null or exists (select from public.whatsapp_templates t
      where t.workspace_id = w.id and t.updated_by is not null),
    'invite', w.invited_at is not null or (select count(*) > 1 from public.memberships m
      where m.workspace_id = w.id),
    'managers', app.names_from(w.id, '{manager,admin}'),
    'admins', app.names_from(w.id, '{admin}'));
end $function$;

REVOKE ALL ON FUNCTION "public"."first_steps"() FROM PUBLIC, "anon", "service_role";

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
        (filters ->> 'threadSize')::integer, 50), 1), 200),
      coalesce(filters -> 'windows', '{}')) end);
end $function$;

REVOKE ALL ON FUNCTION "public"."inbox"(jsonb, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.insights (
  workspace    uuid,
  since        date,
  until        date,
  agent        text DEFAULT NULL::text,
  before_since date DEFAULT NULL::date,
  before_until date DEFAULT NULL::date
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_zone text;
  v_from timestamptz;
  v_until timestamptz;
  v_before timestamptz;
  v_before_end timestamptz;
begin
  perform app.require_role(workspace, 'manager');
  if since > until or until - since > 366 or before_until - before_since > 366 then
    raise exception using errcode = 'PT422', detail = 'until',
      message = 'A period ends after it began, and has 366 days at most.';
  end if;
  select w.time_zone into v_zone from public.workspaces w where w.id = workspace;
  v_from := since::timestamp at time zone v_zone;
  v_until := (until + 1)::timestamp at time zone v_zone;
  v_before := before_since::timestamp at time zone v_zone;
  v_before_end := (before_until + 1)::timestamp at time zone v_zone;
  return jsonb_build_object('now', app.now(), 'names', to_jsonb(app.agent_names(workspace)),
    'funnel', app.insight_funnel(workspace, v_from, v_until, agent, v_zone),
    'days', app.insight_days(workspace, v_from, v_until, agent, v_zone),
    'agents', app.insight_agents(workspace, v_from, v_until, agent, v_zone),
    'hours', app.insight_hours(workspace, v_from, v_until, agent, v_zone),
    'texts', app.insight_texts(workspace, v_from, v_until, agent, v_zone),
    'number', app.insight_number(workspace, v_from, v_until, v_zone),
    'medianSeconds', app.insight_median(workspace, v_from, v_until, agent),
    'before', case when before_until >= before_since then jsonb_build_object(
      'funnel', app.insight_funnel(workspace, v_before, v_before_end, agent, v_zone),
      'medianSeconds', app.insight_median(workspace, v_before, v_before_end, agent)) end);
end $function$;

REVOKE ALL ON FUNCTION "public"."insights"(uuid, date, date, text, date, date) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.invite_member (
  workspace uuid,
  user_id   uuid,
  name      text,
  role      text,
  actor     uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_actor(workspace, actor, 'admin');
  perform from public.workspaces w where w.id = workspace for no key update;
  perform app.require_actor(workspace, actor, 'admin');
  insert into public.memberships (workspace_id, user_id, role, name)
  values (workspace, invite_member.user_id, invite_member.role, btrim(invite_member.name))
  on conflict on constraint memberships_pkey do nothing;
  if not found then
    raise exception using errcode = 'PT409', message = 'This person is a member already.';
  end if;
  perform app.log_action(workspace, actor, 'member_added', 'member', invite_member.user_id::text,
    jsonb_build_object('role', invite_member.role));
end $function$;

REVOKE ALL ON FUNCTION "public"."invite_member"(uuid, uuid, text, text, uuid) FROM PUBLIC, "anon", "authenticated";

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

CREATE OR REPLACE FUNCTION public.known_tags (
  contact bigint
)
  RETURNS text[]
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  return array(select t.tag from public.conversations k, unnest(k.tags) t (tag)
    where k.workspace_id = c.workspace_id and k.tags <> '{}'
    group by t.tag order by count(*) desc, t.tag limit 50);
end $function$;

REVOKE ALL ON FUNCTION "public"."known_tags"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.mark_read (
  contact bigint,
  message bigint DEFAULT NULL::bigint
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(contact);
  v_before bigint;
  v_newest bigint := coalesce(message, (select max(m.id) from public.whatsapp_messages m
    where m.contact_id = c.id), 0);
begin
  -- require_role: in conversation_contact.
  select r.message_id into v_before from public.conversation_reads r
  where r.user_id = auth.uid() and r.contact_id = c.id;
  if v_before is null or v_before < v_newest then
    insert into public.conversation_reads as r (workspace_id, user_id, contact_id, message_id)
    values (c.workspace_id, auth.uid(), c.id, v_newest)
    on conflict (user_id, contact_id) do update
      set message_id = greatest(r.message_id, excluded.message_id), at = app.now();
  end if;
  update public.note_mentions n set seen_at = app.now()
  where n.user_id = auth.uid() and n.contact_id = c.id and n.seen_at is null;
  return v_before;
end $function$;

REVOKE ALL ON FUNCTION "public"."mark_read"(bigint, bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.mark_unread (
  contact bigint
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  update public.conversation_reads r set at = app.now(), message_id = coalesce((
      select k.last_in_id - 1 from public.conversations k where k.contact_id = c.id), 0)
  where r.user_id = auth.uid() and r.contact_id = c.id;
end $function$;

REVOKE ALL ON FUNCTION "public"."mark_unread"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.member_list (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'manager');
  return (select coalesce(jsonb_agg(jsonb_build_object('userId', m.user_id,
      'name', app.member_name(m.name, u.email), 'email', u.email, 'role', m.role,
      'callsAs', m.calls_as, 'lastSignInAt', u.last_sign_in_at, 'since', m.created_at)
      order by app.fold(app.member_name(m.name, u.email)), m.user_id), '[]')
    from public.memberships m left join auth.users u on u.id = m.user_id
    where m.workspace_id = workspace);
end $function$;

REVOKE ALL ON FUNCTION "public"."member_list"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.mute_alerts (
  workspace uuid,
  kinds     text[]
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'admin');
  update public.workspaces w set muted_alerts = coalesce(kinds, '{}') where w.id = workspace;
  perform app.log_action(workspace, auth.uid(), 'alerts_chosen', 'settings', 'alerts');
end $function$;

REVOKE ALL ON FUNCTION "public"."mute_alerts"(uuid, text[]) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.note_alert_test (
  workspace uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'admin');
  perform app.log_action(workspace, auth.uid(), 'alerts_tested', 'settings', 'alerts');
end $function$;

REVOKE ALL ON FUNCTION "public"."note_alert_test"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.note_bills_export (
  workspace uuid,
  what      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'agent');
  perform app.log_action(workspace, auth.uid(), 'bills_exported', 'bills', left(what, 20));
end $function$;

REVOKE ALL ON FUNCTION "public"."note_bills_export"(uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.note_list_export (
  workspace uuid,
  what      text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'manager');
  if what is null or what not in ('calls', 'people') then
    raise exception using errcode = 'PT400', message = 'What is taken away: calls, or people.';
  end if;
  perform app.log_action(workspace, auth.uid(), what || '_exported', 'contact', null);
  return true;
end $function$;

REVOKE ALL ON FUNCTION "public"."note_list_export"(uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.open_media (
  message bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_found record := app.file_of(message);
begin
  perform app.require_role(v_found.workspace, 'agent');
  if v_found.file ->> 'state' = 'stored' then
    perform app.log_action(v_found.workspace, auth.uid(), 'media_opened', 'media', message::text);
  end if;
  return v_found.file;
end $function$;

CREATE OR REPLACE FUNCTION public.open_password_link (
  workspace uuid,
  member    uuid
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.lock_members(workspace);
  perform app.member_row(workspace, member);
  if exists (select from public.memberships m
    where m.user_id = member and m.workspace_id <> workspace) then
    raise exception using errcode = 'PT409', detail = 'elsewhere',
      message = 'This person works for another company too: they change their password themselves.';
  end if;
  perform app.log_action(workspace, auth.uid(), 'password_link_made', 'member', member::text);
  return (select u.email from auth.users u where u.id = member);
end $function$;

REVOKE ALL ON FUNCTION "public"."open_password_link"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.open_person (
  workspace uuid,
  phone     text,
  name      text DEFAULT NULL::text
)
  RETURNS bigint
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_contact bigint;
begin
  perform app.require_role(workspace, 'agent');
  if phone is null or phone !~ '^\+[1-9][0-9]{5,14}$' then
    raise exception using errcode = 'PT422', detail = 'phone',
      message = 'This is not a phone number. Write it like +393331234567.';
  end if;
  perform app.lock_channels(workspace);
  v_contact := app.resolve_contact(workspace, phone, null,
    p_name => left(nullif(btrim(name), ''), 200));
  perform app.log_action(workspace, auth.uid(), 'person_opened', 'contact', v_contact::text);
  return v_contact;
end $function$;

REVOKE ALL ON FUNCTION "public"."open_person"(uuid, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.people_list (
  workspace uuid,
  filters   jsonb   DEFAULT '{}'::jsonb,
  page_size integer DEFAULT 50
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  v_size integer := least(greatest(page_size, 1), 500);
  v_filters jsonb := (select coalesce(jsonb_object_agg(f.key, f.value), '{}')
    from jsonb_each(filters) f where f.value <> '""' and f.value <> 'null');
  v_key text[] := regexp_match(filters ->> 'before', '^(-?[0-9]{1,11}(?:\.[0-9]{1,9})?)~([0-9]{1,18})$');
  v_q text := left(nullif(btrim(filters ->> 'q'), ''), 200);
  v_ids bigint[];
  v_times timestamptz[];
  v_rows jsonb;
begin
  perform app.require_role(workspace, 'agent');
  select array_agg(p.contact_id order by p.at desc, p.contact_id desc),
    array_agg(p.at order by p.at desc, p.contact_id desc) into v_ids, v_times
  from app.people_ids(workspace, v_size + 1, to_timestamp(v_key[1]::double precision),
    v_key[2]::bigint, v_filters,
    case when v_q is not null then app.found_people(workspace, v_q, 400) end) p;
  select coalesce(jsonb_agg(r.person order by array_position(v_ids, r.contact_id)), '[]')
  into v_rows from app.people_rows(v_ids[1:v_size]) r;
  return jsonb_build_object('now', app.now(), 'rows', v_rows, 'tags', app.tags_used(workspace),
    'next', case when cardinality(v_ids) > v_size
      then extract(epoch from v_times[v_size])::text || '~' || v_ids[v_size] end);
end $function$;

REVOKE ALL ON FUNCTION "public"."people_list"(uuid, jsonb, integer) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.preview_text (
  workspace uuid,
  body      text,
  own       boolean DEFAULT false
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  k public.cloudtalk_calls;
  v_facts jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if not app.template_is_valid(body) then
    return null;
  end if;
  select * into k from public.cloudtalk_calls c where c.workspace_id = preview_text.workspace
    and c.contact_name is not null order by c.id desc limit 1;
  v_facts := coalesce(k.facts, '{"contactName": "Mario Rossi", "agentName": "Giulia Ferri"}');
  if own then
    v_facts := v_facts || (select jsonb_strip_nulls(jsonb_build_object('agentName', m.name))
      from public.memberships m
      where m.workspace_id = preview_text.workspace and m.user_id = auth.uid());
  end if;
  return jsonb_build_object('text', app.render_template(body, app.text_variables(v_facts)),
    'contactName', k.contact_name, 'at', k.created_at);
end $function$;

REVOKE ALL ON FUNCTION "public"."preview_text"(uuid, text, boolean) FROM PUBLIC, "anon", "service_role";

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
          and m.status in ('sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read')
        group by m.contact_id) s
      join public.contacts o on o.id = s.contact_id and o.id <> c.id and o.merged_into is null
        and o.erased_at is null
      where not exists (select from public.contact_identities i where i.contact_id = o.id
          and i.kind = 'lid')
        and exists (select from public.asks a where a.contact_id = o.id and a.is_open
          and a.evidence is null)
      order by is_alike desc, asked_at desc limit 3) p);
end $function$;

REVOKE ALL ON FUNCTION "public"."proposed_people"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.queue_summaries()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  r record;
  v_queued integer := 0;
begin
  for r in
    select m.workspace_id, m.user_id, s.summary, l.at::date as day,
      format('%s:%s:%s', l.at::date, s.summary, m.user_id) as key
    from public.workspaces w
    cross join lateral (select app.now() at time zone w.time_zone as at) l
    cross join lateral (select app.summary_at(l.at::time) as summary) s
    join public.memberships m on m.workspace_id = w.id and s.summary = any (m.summaries)
    -- Tasks are taken of this one (app.take_kind).
    where w.key = 'default' and app.windows_on(l.at::date, w.sending_hours) <> '[]'
      and exists (select from public.alert_receivers a
        where a.workspace_id = w.id and a.kind = 'email')
  loop
    if not exists (select from public.tasks t where t.workspace_id = r.workspace_id
      and t.kind = 'send_summary' and t.key = r.key) then
      perform app.queue_task(r.workspace_id, 'send_summary', r.key, jsonb_build_object(
        'user', r.user_id, 'summary', r.summary, 'day', r.day));
      v_queued := v_queued + 1;
    end if;
  end loop;
  return v_queued;
end $function$;

REVOKE ALL ON FUNCTION "public"."queue_summaries"() FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.read_me (
  workspace uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  return (select jsonb_build_object('name', app.member_name(m.name, u.email), 'email', u.email,
      'callsAs', m.calls_as, 'language', m.language, 'phone', m.phone,
      'summaries', to_jsonb(m.summaries), 'sendsMail', exists (select from public.alert_receivers r
        where r.workspace_id = workspace and r.kind = 'email'))
    from public.memberships m left join auth.users u on u.id = m.user_id
    where m.workspace_id = workspace and m.user_id = auth.uid());
end $function$;

REVOKE ALL ON FUNCTION "public"."read_me"(uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.receiver_access (
  workspace uuid DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
  select coalesce(jsonb_agg(jsonb_build_object('workspace', r.workspace_id, 'kind', r.kind,
    'sealed', r.sealed) order by r.workspace_id, r.kind), '[]')
  from public.alert_receivers r where workspace is null or r.workspace_id = workspace
$function$;

REVOKE ALL ON FUNCTION "public"."receiver_access"(uuid) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.reject_file (
  message bigint,
  kind    text,
  note    text   DEFAULT NULL::text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- require_role: in there.
  m public.whatsapp_messages := app.lock_file(message);
  v_note text := nullif(btrim(note), '');
  v_asks bigint[];
  v_ask bigint;
begin
  if kind is null or kind not in ('gas', 'old', 'unreadable', 'other') then
    raise exception using errcode = 'PT400',
      message = 'The kind is one of: gas, old, unreadable, other.';
  elsif length(v_note) > 500 then
    raise exception using errcode = 'PT400', message = 'A note has at most 500 characters.';
  end if;
  if app.note_verdict(m, 'bad', auth.uid(), kind, v_note) then
    v_asks := app.mark_rejected(m, true);
    foreach v_ask in array coalesce(v_asks, '{}') loop
      perform app.refresh_evidence(v_ask);
    end loop;
    perform app.owe_again(m.contact_id, v_asks);
    perform app.log_action(m.workspace_id, auth.uid(), 'file_rejected', 'message', message::text,
      jsonb_build_object('kind', kind));
  end if;
  return coalesce(app.contact_bill(m.contact_id), 'none');
end $function$;

REVOKE ALL ON FUNCTION "public"."reject_file"(bigint, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.remove_alert_receiver (
  workspace uuid,
  kind      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, 'admin');
  delete from public.alert_receivers r
  where r.workspace_id = workspace and r.kind = remove_alert_receiver.kind;
  perform app.log_action(workspace, auth.uid(), 'alert_receiver_removed', 'settings', 'alerts');
end $function$;

REVOKE ALL ON FUNCTION "public"."remove_alert_receiver"(uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.remove_note (
  note bigint
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  n public.conversation_notes;
begin
  select * into n from public.conversation_notes x where x.id = note for update;
  perform app.require_role(n.workspace_id, 'agent');
  if n.deleted_at is not null then
    return false;
  elsif n.user_id <> auth.uid() then
    raise exception using errcode = '42501', message = 'Only who wrote a note takes it back.';
  end if;
  update public.conversation_notes x set deleted_at = app.now(), body = '…' where x.id = note;
  delete from public.note_mentions m where m.note_id = note;
  perform app.log_action(n.workspace_id, auth.uid(), 'note_removed', 'contact',
    n.contact_id::text, jsonb_build_object('note', note));
  return true;
end $function$;

REVOKE ALL ON FUNCTION "public"."remove_note"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.reseal_receiver (
  workspace uuid,
  kind      text,
  before    text,
  sealed    text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  update public.alert_receivers r set sealed = reseal_receiver.sealed
  where r.workspace_id = workspace and r.kind = reseal_receiver.kind and r.sealed = before;
  return found;
end $function$;

REVOKE ALL ON FUNCTION "public"."reseal_receiver"(uuid, text, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.resolve_uncertain (
  message  bigint,
  decision text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_message public.whatsapp_messages;
begin
  select m.* into v_message from public.whatsapp_messages m where m.id = message;
  perform app.require_role(v_message.workspace_id, 'agent');
  perform app.lock_channels(v_message.workspace_id);
  select * into v_message from public.whatsapp_messages m where m.id = message for update;
  if v_message.status <> 'uncertain' and (v_message.status <> 'accepted'
      or v_message.unconfirmed_at is null or decision = 'resend') then
    return v_message.status;
  end if;
  if decision = 'sent' then
    update public.whatsapp_messages set resolved_by = auth.uid() where id = message;
    -- When it left, not when somebody said so.
    perform app.raise_status(message, 'sent', coalesce(v_message.send_began_at, app.now()), null,
      null);
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
end $function$;

CREATE OR REPLACE FUNCTION public.save_ready_answer (
  workspace uuid,
  before    text,
  shortcut  text,
  title     text,
  body      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_id bigint;
begin
  perform app.require_role(workspace, 'manager');
  perform from public.workspaces w where w.id = save_ready_answer.workspace for no key update;
  select a.id into v_id from public.ready_answers a
  where a.workspace_id = save_ready_answer.workspace and a.shortcut = before;
  if before is not null and v_id is null then
    raise exception using errcode = 'PT404', message = 'There is no such answer.';
  end if;
  if exists (select from public.ready_answers a where a.id is distinct from v_id
    and a.workspace_id = save_ready_answer.workspace
    and a.shortcut = save_ready_answer.shortcut) then
    raise exception using errcode = 'PT409', detail = 'shortcut',
      message = 'Another answer has this shortcut.';
  end if;
  if shortcut is null then
    delete from public.ready_answers a where a.id = v_id;
  elsif v_id is null then
    insert into public.ready_answers (workspace_id, shortcut, title, body, position, updated_by)
    values (workspace, shortcut, btrim(title), body, (select coalesce(max(a.position), 0) + 1
      from public.ready_answers a where a.workspace_id = save_ready_answer.workspace), auth.uid());
  else
    update public.ready_answers a set shortcut = save_ready_answer.shortcut,
      title = btrim(save_ready_answer.title), body = save_ready_answer.body,
      updated_at = app.now(), updated_by = auth.uid()
    where a.id = v_id;
  end if;
  perform app.log_action(workspace, auth.uid(), case when shortcut is null
    then 'ready_answer_removed' else 'ready_answer_saved' end, 'settings', 'answers',
    jsonb_build_object('key', coalesce(shortcut, before)));
end $function$;

REVOKE ALL ON FUNCTION "public"."save_ready_answer"(uuid, text, text, text, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.save_template (
  workspace        uuid,
  key              text,
  language         text,
  body             text,
  actor            uuid,
  expected_version integer DEFAULT NULL::integer,
  title            text    DEFAULT NULL::text
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
    delete from public.whatsapp_templates t where t.id = v_old.id;
    perform app.log_action(workspace, actor, 'template_removed', 'settings', 'templates',
      jsonb_build_object('key', key));
    return jsonb_build_object('saved', true, 'version', 0);
  end if;
  if not app.template_is_valid(body) then
    return jsonb_build_object('saved', false, 'code', 'bad_variables');
  end if;
  insert into public.whatsapp_templates as t (workspace_id, key, language, body, title,
    updated_by)
  values (workspace, save_template.key, save_template.language, save_template.body,
    nullif(btrim(save_template.title), ''), actor)
  on conflict on constraint whatsapp_templates_workspace_id_key_key do update
    set body = excluded.body, language = excluded.language, version = t.version + 1,
      title = coalesce(excluded.title, t.title),
      updated_at = app.now(),
      updated_by = excluded.updated_by
  returning t.version into v_version;
  perform app.log_action(workspace, actor, 'template_saved', 'settings', 'templates',
    jsonb_build_object('key', key, 'version', v_version));
  return jsonb_build_object('saved', true, 'version', v_version);
end $function$;

REVOKE ALL ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.send_manual (
  contact    bigint,
  body       text,
  key        text,
  seen       bigint  DEFAULT NULL::bigint,
  despite    boolean DEFAULT false,
  attachment uuid    DEFAULT NULL::uuid,
  template   text    DEFAULT NULL::text,
  reason     text    DEFAULT NULL::text,
  windows    jsonb   DEFAULT '{}'::jsonb,
  quoted     bigint  DEFAULT NULL::bigint
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
  v_channel := app.channel_for(c.id, 'manual');
  if template is not null then
    select * into t from public.whatsapp_templates x where x.workspace_id = c.workspace_id
      and x.key = template;
    v_content := app.template_content(t, v_channel, app.writing_facts(c));
    v_body := coalesce(nullif(v_body, ''), app.ask_text(app.writing_facts(c), t.body));
  elsif attachment is not null then
    v_content := jsonb_strip_nulls(jsonb_build_object('kind', 'media', 'media',
      jsonb_build_object('attachment', attachment), 'caption', nullif(v_body, '')));
  end if;
  if coalesce(v_body, '') = '' and attachment is null or length(v_body) > 4096
      or coalesce(key, '') = '' or length(key) > 100 then
    raise exception using errcode = 'PT422', detail = 'text',
      message = 'A message has between 1 and 4,096 characters.';
  end if;
  v_guard := app.write_guard(c, v_channel, app.reason_given(reason), v_content ->> 'kind'
    = 'template', windows);
  v_newest := case when not despite then app.newer_than_seen(c.id, seen) end;
  if v_guard is not null then
    return v_guard || '{"sent": false}';
  elsif v_newest is not null then
    return jsonb_build_object('sent', false, 'code', 'newer', 'newest', v_newest, 'reason',
      'Something newer came while you were writing.');
  end if;
  m := app.queue_manual(c, v_channel, nullif(v_body, ''), v_content, t.id, key,
    app.reason_given(reason), (select q.whatsapp_message_id from public.whatsapp_messages q
      where q.id = quoted and q.contact_id = c.id));
  -- They asked by hand: what waits to ask the same does not leave.
  if app.speaks_of_bill(v_body) then
    perform app.judge_waiting(c.id);
  end if;
  perform app.log_action(c.workspace_id, auth.uid(), 'message_written', 'message', m.id::text,
    jsonb_build_object('contact', c.id));
  return app.sent_json(m);
end $function$;

REVOKE ALL ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.set_alert_receiver (
  workspace uuid,
  kind      text,
  sealed    text,
  shown     jsonb,
  actor     uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_actor(workspace, actor, 'admin');
  insert into public.alert_receivers (workspace_id, kind, sealed, shown, set_by)
  values (workspace, set_alert_receiver.kind, set_alert_receiver.sealed,
    set_alert_receiver.shown, actor)
  on conflict on constraint alert_receivers_pkey do update set sealed = excluded.sealed,
    shown = excluded.shown, set_at = excluded.set_at, set_by = excluded.set_by;
  perform app.log_action(workspace, actor, 'alert_receiver_set', 'settings', 'alerts');
end $function$;

REVOKE ALL ON FUNCTION "public"."set_alert_receiver"(uuid, text, text, jsonb, uuid) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.settle_alert (
  alert    uuid,
  receiver text,
  phase    text,
  outcome  text,
  detail   text DEFAULT NULL::text
)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_end text;
begin
  select case when outcome in ('delivered', 'gone') then outcome when n.tries >= 8
    then 'given_up' end into v_end
  from public.alert_notices n
  where n.alert_id = alert and n.receiver = settle_alert.receiver for update;
  update public.alert_notices n set
    last_error = case when outcome = 'delivered' then null else left(detail, 500) end,
    opening_told_at = case when phase = 'opened' and v_end is not null then app.now()
      else n.opening_told_at end,
    opening_outcome = case when phase = 'opened' and v_end is not null then v_end
      else n.opening_outcome end,
    end_told_at = case when phase = 'closed' and v_end is not null then app.now()
      else n.end_told_at end,
    end_outcome = case when phase = 'closed' and v_end is not null then v_end
      else n.end_outcome end,
    tries = case when phase = 'opened' and v_end is not null then 0 else n.tries end,
    next_try_at = case when v_end is not null then null else n.next_try_at end
  where n.alert_id = alert and n.receiver = settle_alert.receiver
    and case phase when 'opened' then n.opening_told_at is null when 'closed'
      then n.end_told_at is null end;
  return found;
end $function$;

REVOKE ALL ON FUNCTION "public"."settle_alert"(uuid, text, text, text, text) FROM PUBLIC, "anon", "authenticated";

CREATE OR REPLACE FUNCTION public.settle_first_step (
  workspace uuid,
  step      text
)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
begin
  perform app.require_role(workspace, case step when 'invite' then 'admin' else 'manager' end);
  if step is null or step not in ('text', 'invite') then
    raise exception using errcode = 'PT422', detail = 'step',
      message = 'The step is one of: text, invite.';
  end if;
  update public.workspaces w set
    text_read_at = case step when 'text' then app.now() else w.text_read_at end,
    invited_at = case step when 'invite' then app.now() else w.invited_at end
  where w.id = workspace;
  perform app.log_action(workspace, auth.uid(), 'first_step_settled', 'settings', step);
end $function$;

REVOKE ALL ON FUNCTION "public"."settle_first_step"(uuid, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.settle_refusal (
  item     bigint,
  decision text
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  a public.attention;
begin
  select * into a from public.attention x where x.id = item and x.kind = 'refusal';
  perform app.require_role(a.workspace_id, 'agent');
  if decision is null or decision not in ('stop', 'continue', 'undo') then
    raise exception using errcode = 'PT400',
      message = 'The decision is one of: stop, continue, undo.';
  end if;
  perform app.lock_channels(a.workspace_id);
  select * into a from public.attention x where x.id = item for update;
  if app.is_erased_contact(a.contact_id)
      or (decision <> 'undo' and a.settled_at is not null)
      or (decision = 'undo'
        and coalesce(a.settled_how, '') not in ('staff_stopped', 'not_refusal')) then
    return 'settled';
  elsif decision = 'undo' then
    perform app.reopen_refusal(a);
  else
    update public.attention x set settled_at = app.now(), settled_by = auth.uid(),
      settled_how = case decision when 'stop' then 'staff_stopped' else 'not_refusal' end
    where x.id = a.id;
    if decision = 'stop' then
      perform app.note_consent(a.contact_id, 'stopped', 'staff', a.message_id, auth.uid());
    else
      perform app.count_refusal(a.message_id, true);
    end if;
  end if;
  perform app.log_action(a.workspace_id, auth.uid(), case decision
    when 'stop' then 'refusal_stopped' when 'continue' then 'refusal_lifted'
    else 'refusal_undone' end, 'contact',
    a.contact_id::text);
  return decision;
end $function$;

REVOKE ALL ON FUNCTION "public"."settle_refusal"(bigint, text) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.shell (
  workspace uuid DEFAULT NULL::uuid
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  w public.workspaces;
  v_me record;
  v_now timestamptz := app.now();
begin
  select x.* into w from public.memberships m join public.workspaces x on x.id = m.workspace_id
  where m.user_id = auth.uid() and x.id = coalesce(workspace, x.id)
  order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  select * into v_me from app.shell_members(w.id) x where x.user_id = auth.uid();
  return jsonb_build_object('now', v_now,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone),
    'me', jsonb_build_object('userId', v_me.user_id, 'email', v_me.email, 'name', v_me.name,
      'role', v_me.role),
    'resumers', case when v_me.role = 'agent' then (select coalesce(jsonb_agg(x.name
        order by x.role desc, x.name), '[]')
      from app.shell_members(w.id) x where x.role <> 'agent' and x.name is not null)
      else '[]' end,
    'channels', (select coalesce(jsonb_agg(app.shell_channel(app.paced(c, v_now), v_now,
        date_trunc('day', v_now, w.time_zone)) order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = w.id and c.state <> 'retired'),
    'counts', app.shell_counts(w.id));
end $function$;

REVOKE ALL ON FUNCTION "public"."shell"(uuid) FROM PUBLIC, "anon", "service_role";

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
      where f.workspace_id = own.workspace_id) s
    where own.user_id = auth.uid());
end $function$;

CREATE OR REPLACE FUNCTION public.texts_for (
  contact bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  return app.ready_texts(c, app.channel_for(c.id, 'manual'));
end $function$;

REVOKE ALL ON FUNCTION "public"."texts_for"(bigint) FROM PUBLIC, "anon", "service_role";

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
  v_is_restored boolean := false;
  v_binds jsonb;
begin
  -- At first: people are locked on the way.
  perform from public.channels order by id for no key update;
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

CREATE OR REPLACE FUNCTION public.told()
  RETURNS jsonb
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
declare
  m public.memberships;
  v_counts jsonb;
begin
  select x.* into m from public.memberships x join public.workspaces w on w.id = x.workspace_id
  where x.user_id = auth.uid() order by w.created_at, w.id limit 1;
  if m.user_id is null then
    return null;
  end if;
  v_counts := app.conversation_counts(m.workspace_id);
  return jsonb_build_object('new', v_counts -> 'new', 'reply', v_counts -> 'reply', 'problem',
    v_counts -> 'problem', 'told', to_jsonb(m.told));
end $function$;

REVOKE ALL ON FUNCTION "public"."told"() FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.undo_bill (
  call   bigint DEFAULT NULL::bigint,
  reason text   DEFAULT NULL::text,
  proof  bigint DEFAULT NULL::bigint,
  ask    bigint DEFAULT NULL::bigint
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
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
  order by app.evidence_rank(e.counts_as) desc, e.at, e.id limit 1;
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
  if v_proof.level = 'confirmed' then
    update public.bill_verdicts v set undone_at = app.now(), undone_by = auth.uid()
    where v.message_id = v_proof.message_id and v.undone_at is null and v.verdict = 'good';
  end if;
  select x.evidence into v_level from public.asks x where x.id = a.id;
  perform app.log_bill(a, 'bill_undone', jsonb_build_object('from', v_proof.level, 'to', v_level));
  return coalesce(v_level, 'none');
end $function$;

CREATE OR REPLACE FUNCTION public.undo_file (
  message bigint
)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  -- require_role: in there.
  m public.whatsapp_messages := app.lock_file(message);
  v public.bill_verdicts := app.take_back_verdict(m, auth.uid());
begin
  if v.id is not null then
    perform app.log_action(m.workspace_id, auth.uid(), 'file_undone', 'message', message::text,
      jsonb_build_object('from', coalesce(v.kind, v.verdict)));
  end if;
  return coalesce(app.contact_bill(m.contact_id), 'none');
end $function$;

REVOKE ALL ON FUNCTION "public"."undo_file"(bigint) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.undo_people (
  workspace uuid,
  undo      uuid
)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_row record;
  v_undone integer := 0;
begin
  perform app.require_role(workspace, 'agent');
  perform app.lock_channels(workspace);
  -- log_action: in work_conversation, for each.
  for v_row in select a.subject_id::bigint as contact, a.detail -> 'was' as was,
        a.detail - 'was' - 'together' as did
      from public.audit_log a
      where a.workspace_id = undo_people.workspace and a.user_id = auth.uid()
        and a.at > app.now() - interval '10 minutes' and a.action = 'conversation_changed'
        and a.detail ->> 'together' = undo::text order by 1 loop
    if not exists (select from public.contacts c where c.id = v_row.contact
        and (c.merged_into is not null or c.erased_at is not null)) then
      perform public.work_conversation(v_row.contact, v_row.was
        || jsonb_build_object('after', v_row.did));
      v_undone := v_undone + 1;
    end if;
  end loop;
  return v_undone;
end $function$;

REVOKE ALL ON FUNCTION "public"."undo_people"(uuid, uuid) FROM PUBLIC, "anon", "service_role";

CREATE OR REPLACE FUNCTION public.view_media (
  message bigint
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  v_found record := app.file_of(message);
begin
  perform app.require_role(v_found.workspace, 'agent');
  if v_found.file ->> 'state' = 'stored' and not exists (select from public.audit_log a
      where a.user_id = auth.uid() and a.subject_id = message::text and a.action = 'media_opened'
        and a.workspace_id = v_found.workspace
        and a.at >= date_trunc('day', app.now(), 'UTC')) then
    perform app.log_action(v_found.workspace, auth.uid(), 'media_opened', 'media', message::text);
  end if;
  return v_found.file;
end $function$;

REVOKE ALL ON FUNCTION "public"."view_media"(bigint) FROM PUBLIC, "anon", "service_role";

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
  where a.closed_at is null and a.kind in ('late', 'channel_down', 'auth_failed', 'cap_reached')
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
  return (select jsonb_build_object('userId', m.user_id, 'workspace', w.id, 'role', m.role,
    'timeZone', w.time_zone, 'name', m.name)
    from public.workspaces w join public.memberships m on m.workspace_id = w.id
      and m.user_id = (select auth.uid())
    order by w.created_at, w.id limit 1);
end $function$;

CREATE OR REPLACE FUNCTION public.work_conversation (
  contact bigint,
  change  jsonb
)
  RETURNS jsonb
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path TO ''
  AS $function$
declare
  c public.contacts := app.workable_contact(contact);
  r public.conversations;
  v_before jsonb;
  v_newest bigint;
begin
  -- require_role: in workable_contact.
  insert into public.conversations (contact_id, workspace_id) values (c.id, c.workspace_id)
  on conflict do nothing;
  select * into r from public.conversations x where x.contact_id = c.id for update;
  v_before := app.work_json(r);
  change := app.still_undone(v_before, change);
  select max(m.id) into v_newest from public.whatsapp_messages m where m.contact_id = c.id;
  if change ? 'owner' then
    r.owner := app.owner_named(c.workspace_id, change -> 'owner');
    r.owner_by := auth.uid();
    r.owner_at := app.now();
  end if;
  if change ? 'callBackAt' then
    r.call_back_at := app.time_named(c.workspace_id, change -> 'callBackAt');
    r.call_back_by := case when r.call_back_at is not null then auth.uid() end;
    if r.call_back_at is not null and not change ? 'handledId' then
      r.handled_id := greatest(r.handled_id, v_newest);
    end if;
  end if;
  if change ? 'handledId' then
    r.handled_id := case when change ->> 'handledId' is not null
      then least((change ->> 'handledId')::bigint, v_newest) end;
  elsif (change ->> 'handled')::boolean then
    r.handled_id := greatest(r.handled_id, v_newest);
  end if;
  if change ? 'closed' then
    r.closed_at := case when (change ->> 'closed')::boolean then app.now() end;
    r.closed_by := case when (change ->> 'closed')::boolean then auth.uid() end;
    r.closed_id := case when (change ->> 'closed')::boolean then coalesce(v_newest, 0) end;
    if (change ->> 'closed')::boolean and not change ? 'callBackAt' then
      r.call_back_at := null;
      r.call_back_by := null;
    end if;
  end if;
  r.tags := app.tags_changed(r.tags, change);
  update public.conversations x set (owner, owner_by, owner_at, call_back_at, call_back_by,
    handled_id, closed_at, closed_by, closed_id, tags)
    = (r.owner, r.owner_by, r.owner_at, r.call_back_at, r.call_back_by, r.handled_id,
      r.closed_at, r.closed_by, r.closed_id, r.tags)
  where x.contact_id = c.id;
  perform app.refresh_conversation(c.id, false);
  select * into r from public.conversations x where x.contact_id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), 'conversation_changed', 'contact',
    c.id::text, change);
  return jsonb_build_object('before', v_before, 'after', app.work_json(r), 'state', r.state);
end $function$;

REVOKE ALL ON FUNCTION "public"."work_conversation"(bigint, jsonb) FROM PUBLIC, "anon", "service_role";

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
    'no_rule'::text,
    'not_begun'::text,
    'not_ended'::text,
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
    'text_removed'::text,
    'timeout'::text,
    'unanswered'::text,
    'unreachable'::text, 'unreadable_answer'::text, 'unsupported_content'::text, 'voicemail'::text, 'withheld'::text, 'worker_died'::text, 'wrong_number'::text])));

ALTER TABLE "public"."alert_notices"
  ADD CONSTRAINT "alert_notices_alert_id_fkey" FOREIGN KEY (alert_id) REFERENCES public.alerts(id) ON DELETE CASCADE;

ALTER TABLE "public"."alert_notices"
  ADD CONSTRAINT "alert_notices_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."alert_receivers"
  ADD CONSTRAINT "alert_receivers_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."attachments"
  ADD CONSTRAINT "attachments_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id);

ALTER TABLE "public"."attachments"
  ADD CONSTRAINT "attachments_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.whatsapp_messages(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE "public"."attachments"
  ADD CONSTRAINT "attachments_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."bill_verdicts"
  ADD CONSTRAINT "bill_verdicts_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."bill_verdicts"
  ADD CONSTRAINT "bill_verdicts_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.whatsapp_messages(id) ON DELETE CASCADE;

ALTER TABLE "public"."bill_verdicts"
  ADD CONSTRAINT "bill_verdicts_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversation_notes"
  ADD CONSTRAINT "conversation_notes_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversation_notes"
  ADD CONSTRAINT "conversation_notes_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversation_presence"
  ADD CONSTRAINT "conversation_presence_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversation_presence"
  ADD CONSTRAINT "conversation_presence_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversation_reads"
  ADD CONSTRAINT "conversation_reads_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversation_reads"
  ADD CONSTRAINT "conversation_reads_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversations"
  ADD CONSTRAINT "conversations_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."conversations"
  ADD CONSTRAINT "conversations_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."former_members"
  ADD CONSTRAINT "former_members_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_calls_as_check" CHECK (((calls_as = btrim(calls_as)) AND ((length(calls_as) >= 1) AND (length(calls_as) <= 120))));

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_language_check" CHECK ((language = ANY (ARRAY['it'::text, 'en'::text])));

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_name_check" CHECK (((name = btrim(name)) AND ((length(name) >= 1) AND (length(name) <= 80))));

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_phone_check" CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text));

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_summaries_check" CHECK ((summaries <@ ARRAY['morning'::text, 'evening'::text]));

ALTER TABLE "public"."memberships"
  ADD CONSTRAINT "memberships_told_check" CHECK ((told <@ ARRAY['sound'::text, 'notice'::text]));

ALTER TABLE "public"."note_mentions"
  ADD CONSTRAINT "note_mentions_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."note_mentions"
  ADD CONSTRAINT "note_mentions_note_id_fkey" FOREIGN KEY (note_id) REFERENCES public.conversation_notes(id) ON DELETE CASCADE;

ALTER TABLE "public"."note_mentions"
  ADD CONSTRAINT "note_mentions_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."ready_answers"
  ADD CONSTRAINT "ready_answers_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."whatsapp_messages"
  ADD CONSTRAINT "whatsapp_messages_client_key_check" CHECK (((length(client_key) >= 1) AND (length(client_key) <= 100)));

ALTER TABLE "public"."whatsapp_messages"
  ADD CONSTRAINT "whatsapp_messages_purpose_check"
    CHECK ((purpose = ANY (ARRAY['follow_up'::text, 'reminder'::text, 'consent_notice'::text, 'manual'::text, 'typed'::text, 'inbound'::text])));

ALTER TABLE "public"."whatsapp_reactions"
  ADD CONSTRAINT "whatsapp_reactions_message_id_fkey" FOREIGN KEY (message_id) REFERENCES public.whatsapp_messages(id) ON DELETE CASCADE;

ALTER TABLE "public"."whatsapp_reactions"
  ADD CONSTRAINT "whatsapp_reactions_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."whatsapp_templates"
  ADD CONSTRAINT "whatsapp_templates_title_check" CHECK (((title = btrim(title)) AND ((length(title) >= 1) AND (length(title) <= 60))));

ALTER TABLE "public"."workspaces"
  ADD CONSTRAINT "workspaces_muted_alerts_check"
    CHECK
    ((muted_alerts <@ ARRAY['late'::text, 'channel_down'::text, 'auth_failed'::text, 'cap_reached'::text, 'source_silent'::text, 'calls_lost'::text, 'job_failed'::text,
    'task_failed'::text]));

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
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'delete'::text,'reactions'::text,'{request_id}'::text[],NULL::text,'{messages}'::text[]), ('public.whatsapp_messages'::text,'x.contact_id = any ($1)'::text,'app.erase_texts'::text,'messages'::text,NULL::text[],NULL::text,'{messages}'::text[]), ('public.whatsapp_send_attempts'::text,'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'app.erase_texts'::text,'attempts'::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_message_keys'::text,NULL::text,'app.erase_texts'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.note_mentions'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_notes'::text,'x.contact_id = any ($1)'::text,'delete'::text,'notes'::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_reads'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_presence'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversations'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_conversations'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.ask_decisions'::text,'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))'::text,'because = ''[]'', reason = app.without_words(x.reason, $2)'::text,'decisions'::text,NULL::text[],NULL::text,NULL::text[]), ('public.bill_evidence'::text,'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))'::text,'undo_reason = left(x.undo_reason, 0) || ''…'''::text,'evidence'::text,NULL::text[],NULL::text,NULL::text[]), ('public.bill_verdicts'::text,'x.contact_id = any ($1)'::text,'note = null'::text,'verdicts'::text,NULL::text[],NULL::text,NULL::text[]), ('public.asks'::text,'x.contact_id = any ($1)'::text,'app.erase_asks'::text,'asks'::text,NULL::text[],NULL::text,'{calls}'::text[]), ('public.tasks'::text,NULL::text,'app.erase_tasks'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.cloudtalk_calls'::text,'x.contact_id = any ($1)'::text,'app.erase_calls'::text,'calls'::text,NULL::text[],NULL::text,'{call_texts,calls}'::text[]), ('public.cloudtalk_call_keys'::text,NULL::text,'app.erase_calls'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.erased_identities'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.erasures'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_identities'::text,'x.contact_id = any ($1)'::text,'delete'::text,'identities'::text,'{lookup_at,lookup_tries}'::text[],'public.begin_export'::text,NULL::text[]), ('public.contacts'::text,'x.id = any ($1)'::text,'name = null, company = null, push_name = null,
      time_zone = null, erased_at = $3'::text,'person'::text,NULL::text[],'public.begin_export'::text,NULL::text[])) t(name, found_by, erasing, part, hidden, shown_by, retention);

CREATE VIEW "app"."task_kinds" WITH (security_invoker=true) AS  SELECT kind,
    facts_of,
    settled_by
   FROM ( VALUES ('fetch_file'::text,'app.file_facts'::text,'app.file_fetched'::text), ('write_back'::text,'app.write_back_facts'::text,'app.write_back_settled'::text), ('send_summary'::text,'app.summary_facts'::text,NULL::text)) k(kind, facts_of, settled_by);

CREATE INDEX alert_notices_untold ON public.alert_notices USING btree (next_try_at)
  WHERE ((opening_told_at IS NULL) OR ((opening_outcome = 'delivered'::text) AND (end_told_at IS NULL)));

CREATE INDEX alert_notices_workspace ON public.alert_notices USING btree (workspace_id);

CREATE INDEX asks_days ON public.asks USING btree (workspace_id, created_at);

CREATE INDEX attachments_contact ON public.attachments USING btree (contact_id);

CREATE INDEX attachments_workspace ON public.attachments USING btree (workspace_id);

CREATE INDEX audit_log_viewed ON public.audit_log USING btree (user_id, subject_id, at)
  WHERE (action = 'media_opened'::text);

CREATE INDEX bill_verdicts_bad ON public.bill_verdicts USING btree (workspace_id, id DESC)
  WHERE ((undone_at IS NULL) AND (verdict = 'bad'::text));

CREATE INDEX bill_verdicts_contact ON public.bill_verdicts USING btree (contact_id, id DESC);

CREATE INDEX bill_verdicts_message ON public.bill_verdicts USING btree (message_id);

CREATE UNIQUE INDEX bill_verdicts_standing ON public.bill_verdicts USING btree (message_id)
  WHERE (undone_at IS NULL);

CREATE INDEX bill_verdicts_workspace ON public.bill_verdicts USING btree (workspace_id);

CREATE INDEX cloudtalk_calls_agent ON public.cloudtalk_calls USING btree (workspace_id, COALESCE(agent_name, agent_email, agent_id), id DESC);

CREATE INDEX cloudtalk_calls_day ON public.cloudtalk_calls USING btree (workspace_id, created_at);

CREATE INDEX cloudtalk_calls_proved ON public.cloudtalk_calls USING btree (workspace_id, electricity_bill_evidence, id DESC)
  WHERE electricity_bill_received;

CREATE INDEX contacts_days ON public.contacts USING btree (workspace_id, created_at DESC, id DESC)
  WHERE (merged_into IS NULL);

CREATE INDEX conversation_notes_contact ON public.conversation_notes USING btree (contact_id, id DESC);

CREATE INDEX conversation_notes_workspace ON public.conversation_notes USING btree (workspace_id);

CREATE INDEX conversation_presence_workspace ON public.conversation_presence USING btree (workspace_id);

CREATE INDEX conversation_reads_contact ON public.conversation_reads USING btree (contact_id);

CREATE INDEX conversation_reads_workspace ON public.conversation_reads USING btree (workspace_id);

CREATE INDEX conversations_new ON public.conversations USING btree (workspace_id, last_in_id)
  WHERE (state = ANY (ARRAY['problem'::text, 'reply'::text, 'check'::text, 'call_back'::text]));

CREATE INDEX conversations_tags ON public.conversations USING gin (tags)
  WHERE (tags <> '{}'::text[]);

CREATE INDEX note_mentions_contact ON public.note_mentions USING btree (contact_id);

CREATE INDEX note_mentions_user ON public.note_mentions USING btree (user_id, note_id DESC);

CREATE INDEX note_mentions_waiting ON public.note_mentions USING btree (user_id, workspace_id)
  WHERE (seen_at IS NULL);

CREATE INDEX note_mentions_workspace ON public.note_mentions USING btree (workspace_id);

CREATE INDEX whatsapp_messages_asks ON public.whatsapp_messages USING btree (contact_id)
  WHERE (purpose = ANY (ARRAY['follow_up'::text, 'reminder'::text, 'consent_notice'::text, 'manual'::text]));

CREATE INDEX whatsapp_messages_by_hand ON public.whatsapp_messages USING btree (contact_id, id)
  WHERE (purpose = ANY (ARRAY['manual'::text, 'typed'::text]));

CREATE UNIQUE INDEX whatsapp_messages_client_key ON public.whatsapp_messages USING btree (workspace_id, sent_by, client_key)
  WHERE (client_key IS NOT NULL);

CREATE INDEX whatsapp_messages_files ON public.whatsapp_messages USING btree (contact_id, id DESC)
  WHERE (evidence = 'attachment'::text);

CREATE INDEX whatsapp_messages_heard ON public.whatsapp_messages USING btree (workspace_id, written_at) INCLUDE (contact_id)
  WHERE (direction = 'in'::text);

CREATE INDEX whatsapp_messages_moving ON public.whatsapp_messages USING btree (contact_id, id DESC)
  WHERE
    ((direction = 'out'::text) AND ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'uncertain'::text, 'accepted'::text])) OR ((status = 'failed'::text) AND (acknowledged_at
    IS NULL))));

CREATE INDEX whatsapp_messages_typed ON public.whatsapp_messages USING btree (contact_id, created_at)
  WHERE (purpose = ANY (ARRAY['typed'::text, 'manual'::text]));

CREATE INDEX whatsapp_reactions_request ON public.whatsapp_reactions USING btree (request_id)
  WHERE (request_id IS NOT NULL);

CREATE INDEX whatsapp_reactions_workspace ON public.whatsapp_reactions USING btree (workspace_id);

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.asks DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN
    (((old.evidence IS DISTINCT FROM new.evidence) OR (old.evidence_at IS DISTINCT FROM new.evidence_at) OR (old.is_open IS DISTINCT FROM new.is_open) OR (old.contact_id IS
    DISTINCT FROM new.contact_id) OR (old.should_send IS DISTINCT FROM new.should_send)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.asks DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE TRIGGER mirror
  AFTER UPDATE ON public.asks
  FOR EACH ROW
  WHEN (((new.call_id IS
    NOT NULL) AND
    ((new.decision IS DISTINCT FROM old.decision) OR (new.should_send IS DISTINCT FROM old.should_send) OR ((new.code)::text IS DISTINCT FROM (old.code)::text) OR (new.reason IS
    DISTINCT FROM old.reason) OR (new.staff_decision IS DISTINCT FROM old.staff_decision) OR (new.decided_by IS DISTINCT FROM old.decided_by) OR
    (new.any_hour IS DISTINCT FROM old.any_hour) OR (new.is_twin IS DISTINCT FROM old.is_twin) OR (new.covered_by IS DISTINCT FROM old.covered_by) OR
    (new.evidence IS DISTINCT FROM old.evidence) OR (new.evidence_message_id IS DISTINCT FROM old.evidence_message_id) OR (new.answered_at IS DISTINCT FROM old.answered_at) OR
    (new.confirmed_at IS DISTINCT FROM old.confirmed_at))))
  EXECUTE FUNCTION app.ask_changed();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.attention DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN (((old.settled_at IS DISTINCT FROM new.settled_at) OR (old.contact_id IS DISTINCT FROM new.contact_id)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.attention DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE TRIGGER bill_verdicts_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.bill_verdicts
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.bill_verdicts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN (((old.undone_at IS DISTINCT FROM new.undone_at) OR (old.contact_id IS DISTINCT FROM new.contact_id)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.bill_verdicts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.contacts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN
    (((old.opted_out_at IS DISTINCT FROM new.opted_out_at) OR (old.blocked_at IS DISTINCT FROM new.blocked_at) OR (old.erased_at IS DISTINCT FROM new.erased_at) OR (old.merged_into
    IS DISTINCT FROM new.merged_into) OR (old.dismissed_at IS DISTINCT FROM new.dismissed_at) OR (old.phone_known IS DISTINCT FROM new.phone_known)))
  EXECUTE FUNCTION app.contact_changed();

CREATE TRIGGER conversation_notes_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.conversation_notes
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE TRIGGER conversation_reads_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.conversation_reads
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE TRIGGER conversations_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.conversations
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE TRIGGER keep_former_member
  AFTER INSERT OR DELETE ON public.memberships
  FOR EACH ROW
  EXECUTE FUNCTION app.keep_former_member();

CREATE TRIGGER note_mentions_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.note_mentions
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE CONSTRAINT TRIGGER conversation_gone
  AFTER DELETE ON public.whatsapp_messages DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.whatsapp_messages DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN
    (((old.status IS DISTINCT FROM new.status) OR (old.contact_id IS DISTINCT FROM new.contact_id) OR (old.deleted_at IS DISTINCT FROM new.deleted_at) OR (old.machine_reason IS
    DISTINCT FROM new.machine_reason) OR (old.machine_undone_at IS DISTINCT FROM new.machine_undone_at) OR (old.acknowledged_at IS DISTINCT FROM new.acknowledged_at) OR
    (old.unconfirmed_at IS DISTINCT FROM new.unconfirmed_at) OR (old.is_stop IS DISTINCT FROM new.is_stop) OR (old.is_start IS DISTINCT FROM new.is_start) OR
    (old.evidence IS DISTINCT FROM new.evidence) OR (old.awaits_content IS DISTINCT FROM new.awaits_content) OR (old.due_at IS DISTINCT FROM new.due_at)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.whatsapp_messages DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE TRIGGER take_attachment
  BEFORE INSERT OR UPDATE OF content ON public.whatsapp_messages
  FOR EACH ROW
  WHEN (((new.content #> '{media,attachment}'::text[]) IS NOT NULL))
  EXECUTE FUNCTION app.take_attachment();

CREATE TRIGGER whatsapp_reactions_moves_stamp
  AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.whatsapp_reactions
  FOR EACH STATEMENT
  WHEN (((((pg_current_xact_id_if_assigned())::text)::bigint > pg_sequence_last_value('app.monitor_stamp'::regclass)) IS NOT FALSE))
  EXECUTE FUNCTION app.move_monitor_stamp();

CREATE POLICY "nobody_reads" ON "public"."alert_notices"
  FOR SELECT
  TO "authenticated"
  USING (false);

CREATE POLICY "nobody_reads" ON "public"."alert_receivers"
  FOR SELECT
  TO "authenticated"
  USING (false);

CREATE POLICY "members_read" ON "public"."attachments"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."bill_verdicts"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."conversation_notes"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."conversation_presence"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "own_read" ON "public"."conversation_reads"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) AND (workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces))));

CREATE POLICY "members_read" ON "public"."conversations"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."former_members"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."note_mentions"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."ready_answers"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

CREATE POLICY "members_read" ON "public"."whatsapp_reactions"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

REVOKE ALL ON FUNCTION "app"."agent_first_name"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."agent_first_name"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."agent_first_name"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."agent_first_name"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."agent_names"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."agent_names"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."agent_names"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."agent_names"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."agents_of"(uuid, bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."agents_of"(uuid, bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."agents_of"(uuid, bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."asked_last"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."asked_last"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."asked_last"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."asks_of_file"(public.whatsapp_messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."asks_of_file"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."asks_of_file"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."attachment_folder"(public.attachments) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."attachment_folder"(public.attachments) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."attachment_folder"(public.attachments) TO "postgres";

REVOKE ALL ON FUNCTION "app"."back_since"(public.channels, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."back_since"(public.channels, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."back_since"(public.channels, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bill_asked"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."bill_asked"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."bill_asked"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bill_asked"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bill_counts"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."bill_counts"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."bill_counts"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bill_counts"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bill_files"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."bill_files"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."bill_files"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bill_files"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bill_ids"(uuid, text, integer, timestamp WITH time zone, bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."bill_ids"(uuid, text, integer, timestamp WITH time zone, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."bill_ids"(uuid, text, integer, timestamp WITH time zone, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bill_ids"(uuid, text, integer, timestamp WITH time zone, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."bill_people"(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."bill_people"(bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."bill_people"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."bill_people"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."call_rows"(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."call_rows"(bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."call_rows"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."call_rows"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."calls_of_bill"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."calls_of_bill"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."calls_of_bill"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."came_by"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."came_by"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."came_by"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."came_by"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channel_for"(bigint, text) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "app"."channel_for"(bigint, text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."composer_json"(public.contacts, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."composer_json"(public.contacts, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."composer_json"(public.contacts, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."composer_json"(public.contacts, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."composer_offers"(bigint, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."composer_offers"(bigint, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."composer_offers"(bigint, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."composer_offers"(bigint, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."computed_conversation"(public.contacts, public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."computed_conversation"(public.contacts, public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."computed_conversation"(public.contacts, public.conversations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."contact_bill"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."contact_bill"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."contact_bill"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."contact_changed"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."contact_changed"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."contact_changed"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."contact_first_name"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."contact_first_name"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."contact_first_name"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."contact_first_name"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."conversation_changed"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."conversation_changed"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."conversation_changed"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."conversation_contact"(bigint, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."conversation_contact"(bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."conversation_contact"(bigint, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."conversation_counts"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."conversation_counts"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."conversation_counts"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."conversation_counts"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."conversation_ids"(uuid, text, integer, timestamp WITH time zone, bigint, uuid, text, bigint[], uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."conversation_ids"(uuid, text, integer, timestamp WITH time zone, bigint, uuid, text, bigint[], uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."conversation_ids"(uuid, text, integer, timestamp WITH time zone, bigint, uuid, text, bigint[], uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."conversation_ids"(uuid, text, integer, timestamp WITH time zone, bigint, uuid, text, bigint[], uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."conversation_list"(uuid, jsonb, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."conversation_list"(uuid, jsonb, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."conversation_list"(uuid, jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."conversation_list"(uuid, jsonb, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."conversation_rows"(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."conversation_rows"(bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."conversation_rows"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."conversation_rows"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."count_refusal"(bigint, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."count_refusal"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."count_refusal"(bigint, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."drop_unsent_attachments"(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."drop_unsent_attachments"(integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."drop_unsent_attachments"(integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."due_notices"(boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."due_notices"(boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."due_notices"(boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."expected_at"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."expected_at"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."expected_at"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."file_of"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."file_of"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."file_of"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."file_waits"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."file_waits"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."file_waits"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."first_contact_channel"(uuid) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "app"."first_contact_channel"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."found_people"(uuid, text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."found_people"(uuid, text, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."found_people"(uuid, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."found_people"(uuid, text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."given_names"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."given_names"() TO "authenticated";

REVOKE ALL ON FUNCTION "app"."given_names"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."given_names"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_agents"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_agents"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_agents"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_asks"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_asks"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_asks"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_days"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_days"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_days"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_funnel"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_funnel"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_funnel"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_hours"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_hours"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_hours"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_median"(uuid, timestamp WITH time zone, timestamp WITH time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_median"(uuid, timestamp WITH time zone, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_median"(uuid, timestamp WITH time zone, timestamp WITH time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_number"(uuid, timestamp WITH time zone, timestamp WITH time zone, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_number"(uuid, timestamp WITH time zone, timestamp WITH time zone, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_number"(uuid, timestamp WITH time zone, timestamp WITH time zone, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_replies"(uuid, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_replies"(uuid, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_replies"(uuid, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."insight_texts"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."insight_texts"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."insight_texts"(uuid, timestamp WITH time zone, timestamp WITH time zone, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_bill_confirmed"(bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_bill_confirmed"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_bill_confirmed"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_owed"(public.asks) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_owed"(public.asks) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_owed"(public.asks) TO "postgres";

REVOKE ALL ON FUNCTION "app"."is_rejected"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."is_rejected"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."is_rejected"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."join_work"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."join_work"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."join_work"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."keep_former_member"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."keep_former_member"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."keep_former_member"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."last_words"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."last_words"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."last_words"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."last_words"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."listed_calls"(uuid, integer, bigint, timestamp WITH time zone, timestamp WITH time zone, text, text, bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."listed_calls"(uuid, integer, bigint, timestamp WITH time zone, timestamp WITH time zone, text, text, bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."listed_calls"(uuid, integer, bigint, timestamp WITH time zone, timestamp WITH time zone, text, text, bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."listed_calls"(uuid, integer, bigint, timestamp WITH time zone, timestamp WITH time zone, text, text, bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_file"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_file"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_file"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."lock_members"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."lock_members"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."lock_members"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."mark_rejected"(public.whatsapp_messages, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."mark_rejected"(public.whatsapp_messages, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."mark_rejected"(public.whatsapp_messages, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."may_have_arrived"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."may_have_arrived"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."may_have_arrived"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."meant_by"(bigint[], text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."meant_by"(bigint[], text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."meant_by"(bigint[], text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."member_name"(text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."member_name"(text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."member_name"(text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."member_of_agent"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."member_of_agent"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."member_of_agent"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."member_row"(uuid, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."member_row"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."member_row"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."mentioned_in"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."mentioned_in"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."mentioned_in"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."mentioned_in"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."names_from"(uuid, text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."names_from"(uuid, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."names_from"(uuid, text[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."newer_than_seen"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."newer_than_seen"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."newer_than_seen"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."newest_of"(bigint, public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."newest_of"(bigint, public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."newest_of"(bigint, public.conversations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_unconfirmed"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_unconfirmed"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_unconfirmed"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_verdict"(public.whatsapp_messages, text, uuid, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_verdict"(public.whatsapp_messages, text, uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_verdict"(public.whatsapp_messages, text, uuid, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."operator_of"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."operator_of"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."operator_of"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."others_here"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."others_here"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."others_here"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."others_here"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."owe_again"(bigint, bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."owe_again"(bigint, bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."owe_again"(bigint, bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."owner_named"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."owner_named"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."owner_named"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_ids"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."people_ids"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."people_ids"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_ids"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_rows"(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."people_rows"(bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."people_rows"(bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_rows"(bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_unwritten"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[], timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."people_unwritten"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[], timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."people_unwritten"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[], timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_unwritten"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[], timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."people_written"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."people_written"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."people_written"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."people_written"(uuid, integer, timestamp WITH time zone, bigint, jsonb, bigint[]) TO "postgres";

REVOKE ALL ON FUNCTION "app"."problem_of"(public.contacts, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."problem_of"(public.contacts, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."problem_of"(public.contacts, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."queue_manual"(public.contacts, uuid, text, jsonb, bigint, text, text, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."queue_manual"(public.contacts, uuid, text, jsonb, bigint, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."queue_manual"(public.contacts, uuid, text, jsonb, bigint, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."quoted_words"(public.whatsapp_messages) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."quoted_words"(public.whatsapp_messages) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."quoted_words"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."quoted_words"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."ready_texts"(public.contacts, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."ready_texts"(public.contacts, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."ready_texts"(public.contacts, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."reason_given"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."reason_given"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reason_given"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."reason_known"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."reason_known"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."reason_known"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reason_known"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."receivers_of"(uuid, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."receivers_of"(uuid, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."receivers_of"(uuid, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."record_reaction"(uuid, uuid, jsonb, bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."record_reaction"(uuid, uuid, jsonb, bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."record_reaction"(uuid, uuid, jsonb, bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."refresh_conversation"(bigint, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."refresh_conversation"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."refresh_conversation"(bigint, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."reopen_refusal"(public.attention) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."reopen_refusal"(public.attention) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reopen_refusal"(public.attention) TO "postgres";

REVOKE ALL ON FUNCTION "app"."said_by"(uuid, text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."said_by"(uuid, text, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."said_by"(uuid, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."said_by"(uuid, text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."says_the_same"(public.whatsapp_messages, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."says_the_same"(public.whatsapp_messages, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."says_the_same"(public.whatsapp_messages, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."sent_json"(public.whatsapp_messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sent_json"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sent_json"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shell_channel"(public.channels, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shell_channel"(public.channels, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shell_channel"(public.channels, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shell_counts"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shell_counts"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shell_counts"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."shell_members"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."shell_members"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."shell_members"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."still_undone"(jsonb, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."still_undone"(jsonb, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."still_undone"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."summary_at"(time WITHOUT time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."summary_at"(time WITHOUT time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."summary_at"(time WITHOUT time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."summary_facts"(public.tasks) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."summary_facts"(public.tasks) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."summary_facts"(public.tasks) TO "postgres";

REVOKE ALL ON FUNCTION "app"."summary_of"(public.memberships, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."summary_of"(public.memberships, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."summary_of"(public.memberships, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tags_changed"(text[], jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."tags_changed"(text[], jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tags_changed"(text[], jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tags_named"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."tags_named"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tags_named"(jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tags_used"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."tags_used"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."tags_used"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tags_used"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."take_attachment"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."take_attachment"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."take_attachment"() TO "postgres";

REVOKE ALL ON FUNCTION "app"."take_back_verdict"(public.whatsapp_messages, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."take_back_verdict"(public.whatsapp_messages, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."take_back_verdict"(public.whatsapp_messages, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."thread_calls"(bigint, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."thread_calls"(bigint, timestamp WITH time zone, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."thread_calls"(bigint, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."thread_calls"(bigint, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."thread_json"(bigint, bigint, integer, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."thread_json"(bigint, bigint, integer, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."thread_json"(bigint, bigint, integer, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."thread_json"(bigint, bigint, integer, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."thread_messages"(bigint, bigint, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."thread_messages"(bigint, bigint, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."thread_messages"(bigint, bigint, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."thread_messages"(bigint, bigint, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."thread_notes"(bigint, timestamp WITH time zone, timestamp WITH time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."thread_notes"(bigint, timestamp WITH time zone, timestamp WITH time zone) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."thread_notes"(bigint, timestamp WITH time zone, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."thread_notes"(bigint, timestamp WITH time zone, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."thread_person"(public.contacts) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."thread_person"(public.contacts) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."thread_person"(public.contacts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."thread_person"(public.contacts) TO "postgres";

REVOKE ALL ON FUNCTION "app"."time_named"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."time_named"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."time_named"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."told_of"(public.tasks) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."told_of"(public.tasks) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."told_of"(public.tasks) TO "postgres";

REVOKE ALL ON FUNCTION "app"."unanswered_of"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."unanswered_of"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."unanswered_of"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."variable_pattern"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."variable_pattern"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."variable_pattern"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."wants_answer"(public.whatsapp_messages) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."wants_answer"(public.whatsapp_messages) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."wants_answer"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."wants_answer"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."was_called_back"(bigint, timestamp WITH time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."was_called_back"(bigint, timestamp WITH time zone) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."was_called_back"(bigint, timestamp WITH time zone) TO "postgres";

REVOKE ALL ON FUNCTION "app"."words_query"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."words_query"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."words_query"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."words_query"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."work_json"(public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."work_json"(public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."work_json"(public.conversations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."workable_contact"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."workable_contact"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."workable_contact"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."would_leave"(public.contacts, uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."would_leave"(public.contacts, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."would_leave"(public.contacts, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."write_back_settled"(public.tasks, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."write_back_settled"(public.tasks, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."write_back_settled"(public.tasks, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."writing_facts"(public.contacts) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."writing_facts"(public.contacts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."writing_facts"(public.contacts) TO "postgres";

REVOKE ALL ON FUNCTION "public"."add_attachment"(bigint, uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_attachment"(bigint, uuid, jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_attachment"(bigint, uuid, jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "public"."add_member"(text, uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_member"(text, uuid, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_member"(text, uuid, text, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."add_note"(bigint, text, uuid[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."add_note"(bigint, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_note"(bigint, text, uuid[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."alert_settings"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."alert_settings"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."alert_settings"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."be_here"(bigint, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."be_here"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."be_here"(bigint, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."bills_page"(text, text, integer, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."bills_page"(text, text, integer, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."bills_page"(text, text, integer, bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."call_list"(uuid, jsonb, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."call_list"(uuid, jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."call_list"(uuid, jsonb, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_manual"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."cancel_manual"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_manual"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."change_member"(uuid, uuid, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."change_member"(uuid, uuid, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."change_member"(uuid, uuid, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."change_people"(uuid, bigint[], jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."change_people"(uuid, bigint[], jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."change_people"(uuid, bigint[], jsonb) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."choose_told"(uuid, text[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."choose_told"(uuid, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."choose_told"(uuid, text[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."confirm_file"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."confirm_file"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."confirm_file"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."dismiss_member"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."dismiss_member"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."dismiss_member"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."edit_me"(uuid, text, text, text, text[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."edit_me"(uuid, text, text, text, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."edit_me"(uuid, text, text, text, text[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."edit_workspace"(uuid, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."edit_workspace"(uuid, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."edit_workspace"(uuid, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."expected_time"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."expected_time"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."expected_time"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."first_steps"() TO "authenticated";

REVOKE ALL ON FUNCTION "public"."first_steps"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."first_steps"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."inbox"(jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."inbox"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."inbox"(jsonb, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."insights"(uuid, date, date, text, date, date) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."insights"(uuid, date, date, text, date, date) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."insights"(uuid, date, date, text, date, date) TO "postgres";

REVOKE ALL ON FUNCTION "public"."invite_member"(uuid, uuid, text, text, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."invite_member"(uuid, uuid, text, text, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."invite_member"(uuid, uuid, text, text, uuid) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."known_tags"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."known_tags"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."known_tags"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_read"(bigint, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."mark_read"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_read"(bigint, bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_unread"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."mark_unread"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_unread"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."member_list"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."member_list"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."member_list"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."mute_alerts"(uuid, text[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."mute_alerts"(uuid, text[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mute_alerts"(uuid, text[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_alert_test"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."note_alert_test"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_alert_test"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_bills_export"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."note_bills_export"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_bills_export"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_list_export"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."note_list_export"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."note_list_export"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_password_link"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."open_password_link"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_password_link"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_person"(uuid, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."open_person"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_person"(uuid, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."people_list"(uuid, jsonb, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."people_list"(uuid, jsonb, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."people_list"(uuid, jsonb, integer) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."preview_text"(uuid, text, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."preview_text"(uuid, text, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."preview_text"(uuid, text, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."proposed_people"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."proposed_people"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."proposed_people"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."queue_summaries"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."queue_summaries"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."queue_summaries"() TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."read_me"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."read_me"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."read_me"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "public"."receiver_access"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."receiver_access"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."receiver_access"(uuid) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."reject_file"(bigint, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."reject_file"(bigint, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."reject_file"(bigint, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_alert_receiver"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."remove_alert_receiver"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_alert_receiver"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_note"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."remove_note"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_note"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."reseal_receiver"(uuid, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."reseal_receiver"(uuid, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."reseal_receiver"(uuid, text, text, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."save_ready_answer"(uuid, text, text, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."save_ready_answer"(uuid, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_ready_answer"(uuid, text, text, text, text) TO "postgres";

REVOKE ALL ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."save_template"(uuid, text, text, text, uuid, integer, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "public"."set_alert_receiver"(uuid, text, text, jsonb, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_alert_receiver"(uuid, text, text, jsonb, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."set_alert_receiver"(uuid, text, text, jsonb, uuid) TO "service_role";

REVOKE ALL ON FUNCTION "public"."settle_alert"(uuid, text, text, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_alert"(uuid, text, text, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_alert"(uuid, text, text, text, text) TO "service_role";

GRANT EXECUTE ON FUNCTION "public"."settle_first_step"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."settle_first_step"(uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_first_step"(uuid, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_refusal"(bigint, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."settle_refusal"(bigint, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."settle_refusal"(bigint, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."shell"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."shell"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."shell"(uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."texts_for"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."texts_for"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."texts_for"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."told"() TO "authenticated";

REVOKE ALL ON FUNCTION "public"."told"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."told"() TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."undo_file"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."undo_file"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."undo_file"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."undo_people"(uuid, uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."undo_people"(uuid, uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."undo_people"(uuid, uuid) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."view_media"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."view_media"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."view_media"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."work_conversation"(bigint, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."work_conversation"(bigint, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."work_conversation"(bigint, jsonb) TO "postgres";

REVOKE ALL ON TABLE "public"."alert_notices" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."alert_notices" TO "postgres";

REVOKE ALL ON TABLE "public"."alert_notices" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_notices" TO "service_role";

REVOKE ALL ON TABLE "public"."alert_receivers" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."alert_receivers" TO "postgres";

REVOKE ALL ON TABLE "public"."alert_receivers" FROM "service_role";

GRANT SELECT ON TABLE "public"."alert_receivers" TO "service_role";

REVOKE ALL ON TABLE "public"."attachments" FROM "authenticated";

REVOKE ALL ("contact_id") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("contact_id") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("file_name") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("file_name") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("id") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("id") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("is_kept") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("is_kept") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("kind") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("kind") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("message_id") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("message_id") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("mime_type") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("mime_type") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("sha256") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("sha256") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("size_bytes") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("size_bytes") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("user_id") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("user_id") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ("workspace_id") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("workspace_id") ON TABLE "public"."attachments" TO "authenticated";

REVOKE ALL ON TABLE "public"."attachments" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."attachments" TO "postgres";

REVOKE ALL ON TABLE "public"."attachments" FROM "service_role";

GRANT SELECT ON TABLE "public"."attachments" TO "service_role";

REVOKE ALL ON TABLE "public"."bill_verdicts" FROM "authenticated";

GRANT SELECT ON TABLE "public"."bill_verdicts" TO "authenticated";

REVOKE ALL ON TABLE "public"."bill_verdicts" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."bill_verdicts" TO "postgres";

REVOKE ALL ON TABLE "public"."bill_verdicts" FROM "service_role";

GRANT SELECT ON TABLE "public"."bill_verdicts" TO "service_role";

REVOKE ALL ON TABLE "public"."conversation_notes" FROM "authenticated";

GRANT SELECT ON TABLE "public"."conversation_notes" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversation_notes" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."conversation_notes" TO "postgres";

REVOKE ALL ON TABLE "public"."conversation_notes" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversation_notes" TO "service_role";

REVOKE ALL ON TABLE "public"."conversation_presence" FROM "authenticated";

GRANT SELECT ON TABLE "public"."conversation_presence" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversation_presence" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."conversation_presence" TO "postgres";

REVOKE ALL ON TABLE "public"."conversation_presence" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversation_presence" TO "service_role";

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "authenticated";

GRANT SELECT ON TABLE "public"."conversation_reads" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."conversation_reads" TO "postgres";

REVOKE ALL ON TABLE "public"."conversation_reads" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversation_reads" TO "service_role";

REVOKE ALL ON TABLE "public"."conversations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."conversations" TO "authenticated";

REVOKE ALL ON TABLE "public"."conversations" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."conversations" TO "postgres";

REVOKE ALL ON TABLE "public"."conversations" FROM "service_role";

GRANT SELECT ON TABLE "public"."conversations" TO "service_role";

REVOKE ALL ON TABLE "public"."former_members" FROM "authenticated";

GRANT SELECT ON TABLE "public"."former_members" TO "authenticated";

REVOKE ALL ON TABLE "public"."former_members" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."former_members" TO "postgres";

REVOKE ALL ON TABLE "public"."former_members" FROM "service_role";

GRANT SELECT ON TABLE "public"."former_members" TO "service_role";

REVOKE ALL ON TABLE "public"."note_mentions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."note_mentions" TO "authenticated";

REVOKE ALL ON TABLE "public"."note_mentions" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."note_mentions" TO "postgres";

REVOKE ALL ON TABLE "public"."note_mentions" FROM "service_role";

GRANT SELECT ON TABLE "public"."note_mentions" TO "service_role";

REVOKE ALL ON TABLE "public"."ready_answers" FROM "authenticated";

GRANT SELECT ON TABLE "public"."ready_answers" TO "authenticated";

REVOKE ALL ON TABLE "public"."ready_answers" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."ready_answers" TO "postgres";

REVOKE ALL ON TABLE "public"."ready_answers" FROM "service_role";

GRANT SELECT ON TABLE "public"."ready_answers" TO "service_role";

REVOKE ALL ON TABLE "public"."whatsapp_message_keys" FROM "authenticated";

GRANT SELECT ON TABLE "public"."whatsapp_message_keys" TO "authenticated";

REVOKE ALL ON TABLE "public"."whatsapp_reactions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."whatsapp_reactions" TO "authenticated";

REVOKE ALL ON TABLE "public"."whatsapp_reactions" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."whatsapp_reactions" TO "postgres";

REVOKE ALL ON TABLE "public"."whatsapp_reactions" FROM "service_role";

GRANT SELECT ON TABLE "public"."whatsapp_reactions" TO "service_role";

CREATE INDEX attachments_unsent ON public.attachments USING btree (created_at)
  WHERE (message_id IS NULL);

REVOKE ALL ("created_at") ON TABLE "public"."attachments" FROM "authenticated";

GRANT SELECT ("created_at") ON TABLE "public"."attachments" TO "authenticated";

CREATE INDEX conversations_state ON public.conversations USING btree (workspace_id, state, sort_at, contact_id);

CREATE INDEX conversations_bill ON public.conversations USING btree (workspace_id, bill, last_at, contact_id)
  WHERE (bill IS NOT NULL);

CREATE INDEX conversations_last ON public.conversations USING btree (workspace_id, last_at DESC, contact_id);

CREATE INDEX conversations_owner ON public.conversations USING btree (workspace_id, OWNER, last_at DESC, contact_id)
  WHERE (OWNER IS NOT NULL);

ALTER TABLE "public"."ready_answers"
  ADD CONSTRAINT "ready_answers_body_check" CHECK (app.template_is_valid(body));

CREATE INDEX whatsapp_messages_said ON public.whatsapp_messages USING gin (to_tsvector('simple'::regconfig, app.fold("left"(body, 2000))), (ARRAY[(id >> 14)]))
  WHERE ((purpose = ANY (ARRAY['inbound'::text, 'typed'::text, 'manual'::text])) AND (body IS NOT NULL));

-- When each ask was answered and confirmed, from its proofs.
UPDATE public.asks a SET answered_at = e.answered, confirmed_at = e.confirmed
FROM (
  SELECT ask_id, min(at) FILTER (WHERE level <> 'confirmed') AS answered,
    min(at) FILTER (WHERE level = 'confirmed') AS confirmed
  FROM public.bill_evidence WHERE undone_at IS NULL GROUP BY ask_id) e
WHERE e.ask_id = a.id;

-- A row for each person that there was anything with.
SELECT app.refresh_conversation(c.id)
FROM public.contacts c
WHERE EXISTS (SELECT FROM public.whatsapp_messages m WHERE m.contact_id = c.id);

-- The first text has a title. Where nobody ever changed it, whoever called is named in it.
UPDATE public.whatsapp_templates SET title = 'Richiesta bolletta' WHERE key = 'follow_up';
UPDATE public.whatsapp_templates
SET body = replace(body, 'sono Samuela della Greengen Group.', 'sono {agent_first_name|Samuela} della Greengen Group.')
WHERE key = 'follow_up' AND version = 1 AND updated_by IS NULL;

-- Answers to begin with.
insert into public.ready_answers (workspace_id, shortcut, title, body, position)
select w.id, a.shortcut, a.title, a.body, a.position
from public.workspaces w cross join (values
  (1, 'agosto', 'Va bene agosto', 'Sì, va benissimo anche quella di agosto. La aspetto, grazie!'),
  (2, 'ultima', 'Serve l''ultima',
    'Grazie! Mi servirebbe però l''ultima bolletta arrivata, con tutte le pagine. '
      || 'Me la può mandare quando la trova?'),
  (3, 'foto', 'Foto più nitida',
    'Grazie! Nella foto non riesco a leggere tutto: me ne può mandare una più nitida, '
      || 'o il PDF se ce l''ha?'),
  (4, 'richiamo', 'La richiamo', 'Certo, la richiamo io. A che ora le va bene?'),
  (5, 'ricevuta', 'Grazie, ricevuta',
    'Ricevuta, grazie mille! La guardiamo e le facciamo sapere al più presto.')
) a (position, shortcut, title, body)
where w.key = 'default';

INSERT INTO public.alert_notices (alert_id, workspace_id, receiver, opening_told_at, opening_outcome, end_told_at, end_outcome, tries, next_try_at, last_error)
SELECT id, workspace_id, 'webhook', opening_told_at, opening_outcome, end_told_at, end_outcome, tries, next_try_at, last_error FROM kept_notices;
DROP TABLE kept_notices;

-- search_text knows names without their blanks.
UPDATE public.contacts SET name = name WHERE search_text LIKE '% %';
UPDATE public.cloudtalk_calls SET facts = facts WHERE search_text LIKE '% %';
