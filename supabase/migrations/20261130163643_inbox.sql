SET local check_function_bodies = off;

DROP INDEX "public"."whatsapp_messages_asks";

DROP INDEX "public"."whatsapp_messages_typed";

DROP VIEW "app"."personal_tables";

ALTER TABLE "public"."whatsapp_messages"
  DROP CONSTRAINT "whatsapp_messages_purpose_check";

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

ALTER TABLE "public"."memberships"
  ADD COLUMN "name" text;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "unconfirmed_at" timestamp WITH time zone;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "sent_by" uuid;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "client_key" text;

ALTER TABLE "public"."whatsapp_messages"
  ADD COLUMN "reason_to_write" text;

REVOKE ALL ON SEQUENCE "public"."conversation_notes_id_seq" FROM "anon";

REVOKE ALL ON SEQUENCE "public"."conversation_notes_id_seq" FROM "authenticated";

REVOKE ALL ON SEQUENCE "public"."conversation_notes_id_seq" FROM "service_role";

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

CREATE OR REPLACE FUNCTION app.attach (
  p_attachment uuid,
  p_message    bigint
)
  RETURNS void
  LANGUAGE sql
  SET search_path TO ''
  AS $function$ select $function$;

CREATE OR REPLACE FUNCTION app.attachment_content (
  p_workspace  uuid,
  p_attachment uuid,
  p_caption    text
)
  RETURNS jsonb
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select null::jsonb $function$;

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
  return jsonb_build_object('reason', app.reason_known(c.id),
    'guard', app.write_guard(c, v_channel, 'called', false, p_windows),
    'lastInAt', (select m.written_at from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' order by m.id desc limit 1),
    'channel', (select jsonb_build_object('id', x.id, 'name', x.name, 'vendor', x.vendor,
        'state', x.state, 'pauseReason', x.pause_reason, 'pausedAt', x.paused_at,
        'connectionStatus', x.connection_status, 'queued', (select count(*)
          from public.whatsapp_messages m where m.channel_id = x.id and m.status = 'queued'))
      from public.channels x where x.id = v_channel));
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
  v_cut bigint := greatest(r.handled_id, r.closed_id, 0);
  v_problem jsonb := app.problem_of(c, coalesce(r.closed_id, 0), r.closed_at);
  v_unanswered record;
  v_file record;
  v_moving record;
  v_ask timestamptz;
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
  elsif r.bill = 'check' and app.file_waits(c.id, r.closed_id) is not null then
    r.state := 'check';
    select * into v_file from public.whatsapp_messages m
    where m.id = app.file_waits(c.id, r.closed_id);
    r.about_message := v_file.id;
    r.since := v_file.written_at;
  elsif r.call_back_at is not null then
    r.state := 'call_back';
    r.since := r.call_back_at;
  elsif v_moving.id is not null then
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
  r.last_at := coalesce(r.last_at, r.owner_at, r.closed_at, r.call_back_at, app.now());
  return r;
end $function$;

CREATE OR REPLACE FUNCTION app.contact_bill (
  p_contact bigint
)
  RETURNS text
  LANGUAGE plpgsql
  STABLE
  SET search_path TO ''
  AS $function$
begin
  return (select case a.evidence when 'confirmed' then 'confirmed' when 'attachment' then 'check'
      when 'reply' then 'missing' else 'owed' end
    from public.asks a where a.contact_id = p_contact and (a.evidence is not null
      or exists (select from public.whatsapp_messages m where m.ask_id = a.id
        and app.is_asked(m.status)))
    order by a.id desc limit 1);
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
begin
  return jsonb_build_object(
    'reply', least(1001, (v_of ->> 'reply')::integer + (v_of ->> 'check')::integer
      + (v_of ->> 'call_back')::integer),
    'problem', v_of -> 'problem', 'check', v_of -> 'check', 'callBack', v_of -> 'call_back',
    'waiting', least(1001, (v_of ->> 'waiting')::integer + (v_of ->> 'queued')::integer),
    'mine', (select count(*) from (select from public.conversations k
      where k.workspace_id = p_workspace and k.owner = v_user
        and k.state not in ('closed', 'done') limit 1001) n),
    'new', (select count(*) from (select from public.conversations k
      where k.workspace_id = p_workspace
        and k.state in ('problem', 'reply', 'check', 'call_back')
        and k.last_in_id > coalesce((select r.message_id from public.conversation_reads r
          where r.user_id = v_user and r.contact_id = k.contact_id), 0) limit 1001) n),
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
  v_key text[] := regexp_match(p_filters ->> 'before', '^(-?[0-9.]{1,30})~([0-9]{1,18})$');
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
      and e.level = 'attachment' and e.undone_at is null and e.message_id > coalesce(p_after, 0));
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
  update public.conversations w set
    owner = coalesce(w.owner, l.owner), owner_by = coalesce(w.owner_by, l.owner_by),
    owner_at = coalesce(w.owner_at, l.owner_at),
    call_back_by = case when w.call_back_at is null then l.call_back_by else w.call_back_by end,
    call_back_at = coalesce(w.call_back_at, l.call_back_at),
    tags = (select coalesce(array_agg(distinct t), '{}') from (select unnest(w.tags || l.tags) as t
      order by 1 limit 20) u)
  where w.contact_id = p_winner;
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
      m.media -> 'seconds', 'at', case m.direction when 'in' then m.written_at
        else coalesce(m.send_began_at, m.created_at) end)
    from public.whatsapp_messages m where m.id = p_message);
end $function$;

CREATE OR REPLACE FUNCTION app.member_of_agent (
  p_workspace uuid,
  p_facts     jsonb
)
  RETURNS uuid
  LANGUAGE sql
  STABLE
  SET search_path TO ''
  AS $function$ select null::uuid $function$;

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
  perform app.join_work(p_loser, p_winner);
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
    status, template_id, recipient, priority, due_at, live_until, expires_at, sent_by, client_key,
    reason_to_write, quoted_whatsapp_id)
  values (c.workspace_id, p_channel, app.conversation(c.workspace_id, p_channel, c.id), c.id, 'out',
    'manual', coalesce(p_content -> 'media' ->> 'kind', 'text'), p_body, p_content, 'queued',
    p_template, app.contact_phone(c.id), -10, app.now(),
    case when v_is_live then app.now() + interval '24 hours' end,
    app.now() + interval '72 hours', auth.uid(), p_key,
    coalesce(p_reason, app.reason_known(c.id)), p_quoted)
  returning * into m;
  return m;
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
    r.closed_at := null;
    r.closed_by := null;
    r.closed_id := null;
  end if;
  r.computed_by := case when p_last then v_xid else 0 end;
  update public.conversations x set (state, detail, about_message, since, sort_at, bill,
    last_message_id, last_at, last_in_id, last_in_at, unanswered, owner, owner_at, call_back_at,
    call_back_by, closed_at, closed_by, closed_id, computed_by)
    = (r.state, r.detail, r.about_message, r.since, r.sort_at, r.bill, r.last_message_id,
      r.last_at, r.last_in_id, r.last_in_at, r.unanswered, r.owner, r.owner_at, r.call_back_at,
      r.call_back_by, r.closed_at, r.closed_by, r.closed_id, r.computed_by)
  where x.contact_id = p_contact;
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
  return (select coalesce(jsonb_agg(page.call order by page.id desc), '[]')
    from app.calls_json(v_ids) page);
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
      'quoted', app.quoted_words(m))) order by page.id desc), '[]')
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
  elsif not pg_input_is_valid(v_text, 'timestamptz') then
    raise exception using errcode = 'PT422', detail = 'callBackAt',
      message = 'This is no time. Write it like 2026-12-01T15:00.';
  end if;
  return case when v_text ~ '(Z|[+-]\d\d(:?\d\d)?)$' then v_text::timestamptz
    else v_text::timestamp at time zone (select w.time_zone from public.workspaces w
      where w.id = p_workspace) end;
end $function$;

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
      'company', c.company, 'agentName', (select m.name from public.memberships m
        where m.workspace_id = c.workspace_id and m.user_id = auth.uid())));
end $function$;

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
  c public.contacts := app.conversation_contact(contact);
  v_body text := btrim(body, E' \t\n\r');
  v_id bigint;
begin
  -- require_role: in conversation_contact.
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
  if v_contact is not null and (filters ->> 'here')::boolean then
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
end $function$;

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
    return app.sent_json(m);
  end if;
  v_channel := app.channel_for(c.id, 'manual');
  if template is not null then
    select * into t from public.whatsapp_templates x where x.workspace_id = c.workspace_id
      and x.key = template;
    v_content := app.template_content(t, v_channel, app.writing_facts(c));
    v_body := coalesce(nullif(v_body, ''), app.ask_text(app.writing_facts(c), t.body));
  elsif attachment is not null then
    v_content := app.attachment_content(c.workspace_id, attachment, nullif(v_body, ''));
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
  m := app.queue_manual(c, v_channel, v_body, v_content, t.id, key, app.reason_given(reason),
    (select q.whatsapp_message_id from public.whatsapp_messages q where q.id = quoted
      and q.contact_id = c.id));
  if attachment is not null then
    perform app.attach(attachment, m.id);
  end if;
  -- They asked by hand: what waits to ask the same does not leave.
  if app.speaks_of_bill(v_body) then
    perform app.judge_waiting(c.id);
  end if;
  perform app.log_action(c.workspace_id, auth.uid(), 'message_written', 'message', m.id::text,
    jsonb_build_object('contact', c.id));
  return app.sent_json(m);
end $function$;

REVOKE ALL ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) FROM PUBLIC, "anon", "service_role";

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
  c public.contacts := app.conversation_contact(contact);
  r public.conversations;
  v_before jsonb;
  v_newest bigint;
begin
  -- require_role: in conversation_contact.
  insert into public.conversations (contact_id, workspace_id) values (c.id, c.workspace_id)
  on conflict do nothing;
  select * into r from public.conversations x where x.contact_id = c.id for update;
  v_before := app.work_json(r);
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
    r.handled_id := (change ->> 'handledId')::bigint;
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
  if change ? 'tags' then
    r.tags := app.tags_named(change -> 'tags');
  end if;
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

ALTER TABLE "public"."note_mentions"
  ADD CONSTRAINT "note_mentions_contact_id_fkey" FOREIGN KEY (contact_id) REFERENCES public.contacts(id) ON DELETE CASCADE;

ALTER TABLE "public"."note_mentions"
  ADD CONSTRAINT "note_mentions_note_id_fkey" FOREIGN KEY (note_id) REFERENCES public.conversation_notes(id) ON DELETE CASCADE;

ALTER TABLE "public"."note_mentions"
  ADD CONSTRAINT "note_mentions_workspace_id_fkey" FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;

ALTER TABLE "public"."whatsapp_messages"
  ADD CONSTRAINT "whatsapp_messages_client_key_check" CHECK (((length(client_key) >= 1) AND (length(client_key) <= 100)));

ALTER TABLE "public"."whatsapp_messages"
  ADD CONSTRAINT "whatsapp_messages_purpose_check"
    CHECK ((purpose = ANY (ARRAY['follow_up'::text, 'reminder'::text, 'consent_notice'::text, 'manual'::text, 'typed'::text, 'inbound'::text])));

CREATE VIEW "app"."personal_tables" WITH (security_invoker=true) AS  SELECT row_number() OVER () AS place,
    name,
    found_by,
    erasing,
    part,
    hidden,
    shown_by,
    retention
   FROM ( VALUES ('public.webhook_requests'::text,'x.id = any (app.requests_of($1))'::text,'app.erase_deliveries'::text,'deliveries'::text,NULL::text[],'app.export_deliveries'::text,'{events}'::text[]), ('public.channel_incidents'::text,NULL::text,'app.erase_refusals'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_statuses'::text,NULL::text,'app.erase_refusals'::text,'statuses'::text,NULL::text[],'app.export_statuses'::text,NULL::text[]), ('public.whatsapp_media'::text,'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'app.erase_files'::text,'files'::text,NULL::text[],'app.export_files'::text,'{media}'::text[]), ('public.attention'::text,'x.contact_id = any ($1)'::text,'detail = null,
      settled_at = coalesce(x.settled_at, $3), settled_how = coalesce(x.settled_how, ''erased'')'::text,'attention'::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_consents'::text,'x.contact_id = any ($1)'::text,'words = null, reason = null'::text,'consents'::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_merges'::text,'(x.winner = any ($1) or x.loser = any ($1))'::text,'reason = null, split_reason = null,
      moved = x.moved || ''{"identities": [], "winner": {}}'''::text,'merges'::text,NULL::text[],'app.export_merges'::text,NULL::text[]), ('public.audit_log'::text,NULL::text,'app.erase_log'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_messages'::text,'x.contact_id = any ($1)'::text,'app.erase_texts'::text,'messages'::text,NULL::text[],NULL::text,'{messages}'::text[]), ('public.whatsapp_send_attempts'::text,'x.message_id = any (array(select m.id
      from public.whatsapp_messages m where m.contact_id = any ($1)))'::text,'app.erase_texts'::text,'attempts'::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_message_keys'::text,NULL::text,'app.erase_texts'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.note_mentions'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_notes'::text,'x.contact_id = any ($1)'::text,'delete'::text,'notes'::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_reads'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversation_presence'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.conversations'::text,'x.contact_id = any ($1)'::text,'delete'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.whatsapp_conversations'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.ask_decisions'::text,'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))'::text,'because = ''[]'', reason = app.without_words(x.reason, $2)'::text,'decisions'::text,NULL::text[],NULL::text,NULL::text[]), ('public.bill_evidence'::text,'x.ask_id = any (array(select a.id
      from public.asks a where a.contact_id = any ($1)))'::text,'undo_reason = left(x.undo_reason, 0) || ''…'''::text,'evidence'::text,NULL::text[],NULL::text,NULL::text[]), ('public.asks'::text,'x.contact_id = any ($1)'::text,'app.erase_asks'::text,'asks'::text,NULL::text[],NULL::text,'{calls}'::text[]), ('public.tasks'::text,NULL::text,'app.erase_tasks'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.cloudtalk_calls'::text,'x.contact_id = any ($1)'::text,'app.erase_calls'::text,'calls'::text,NULL::text[],NULL::text,'{call_texts,calls}'::text[]), ('public.cloudtalk_call_keys'::text,NULL::text,'app.erase_calls'::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.erased_identities'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.erasures'::text,'x.contact_id = any ($1)'::text,NULL::text,NULL::text,NULL::text[],NULL::text,NULL::text[]), ('public.contact_identities'::text,'x.contact_id = any ($1)'::text,'delete'::text,'identities'::text,'{lookup_at,lookup_tries}'::text[],'public.begin_export'::text,NULL::text[]), ('public.contacts'::text,'x.id = any ($1)'::text,'name = null, company = null, push_name = null,
      time_zone = null, erased_at = $3'::text,'person'::text,NULL::text[],'public.begin_export'::text,NULL::text[])) t(name, found_by, erasing, part, hidden, shown_by, retention);

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

CREATE UNIQUE INDEX whatsapp_messages_client_key ON public.whatsapp_messages USING btree (workspace_id, sent_by, client_key)
  WHERE (client_key IS NOT NULL);

CREATE INDEX whatsapp_messages_moving ON public.whatsapp_messages USING btree (contact_id, id DESC)
  WHERE
    ((direction = 'out'::text) AND ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'uncertain'::text, 'accepted'::text])) OR ((status = 'failed'::text) AND (acknowledged_at
    IS NULL))));

CREATE INDEX whatsapp_messages_typed ON public.whatsapp_messages USING btree (contact_id, created_at)
  WHERE (purpose = ANY (ARRAY['typed'::text, 'manual'::text]));

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.asks DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN
    ((((((old.evidence IS DISTINCT FROM new.evidence) OR (old.evidence_at IS DISTINCT FROM new.evidence_at)) OR (old.is_open IS DISTINCT FROM new.is_open)) OR (old.contact_id IS
    DISTINCT FROM new.contact_id)) OR (old.should_send IS DISTINCT FROM new.should_send)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.asks DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.attention DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN (((old.settled_at IS DISTINCT FROM new.settled_at) OR (old.contact_id IS DISTINCT FROM new.contact_id)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.attention DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_moves
  AFTER UPDATE ON public.contacts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN
    (((((((old.opted_out_at IS DISTINCT FROM new.opted_out_at) OR (old.blocked_at IS DISTINCT FROM new.blocked_at)) OR (old.erased_at IS DISTINCT FROM new.erased_at)) OR
    (old.merged_into IS DISTINCT FROM new.merged_into)) OR (old.dismissed_at IS DISTINCT FROM new.dismissed_at)) OR (old.phone_known IS DISTINCT FROM new.phone_known)))
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
    (((((((((((((old.status IS DISTINCT FROM new.status) OR (old.contact_id IS DISTINCT FROM new.contact_id)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)) OR
    (old.machine_reason IS DISTINCT FROM new.machine_reason)) OR (old.machine_undone_at IS DISTINCT FROM new.machine_undone_at)) OR
    (old.acknowledged_at IS DISTINCT FROM new.acknowledged_at)) OR (old.unconfirmed_at IS DISTINCT FROM new.unconfirmed_at)) OR (old.is_stop IS DISTINCT FROM new.is_stop)) OR
    (old.is_start IS DISTINCT FROM new.is_start)) OR (old.evidence IS DISTINCT FROM new.evidence)) OR (old.awaits_content IS DISTINCT FROM new.awaits_content)) OR
    (old.due_at IS DISTINCT FROM new.due_at)))
  EXECUTE FUNCTION app.conversation_changed();

CREATE CONSTRAINT TRIGGER conversation_new
  AFTER INSERT ON public.whatsapp_messages DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION app.conversation_changed();

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

CREATE POLICY "members_read" ON "public"."note_mentions"
  FOR SELECT
  TO "authenticated"
  USING ((workspace_id IN ( SELECT app.my_workspaces() AS my_workspaces)));

REVOKE ALL ON FUNCTION "app"."asked_last"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."asked_last"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."asked_last"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."attach"(uuid, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."attach"(uuid, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."attach"(uuid, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."attachment_content"(uuid, uuid, text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."attachment_content"(uuid, uuid, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."attachment_content"(uuid, uuid, text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."channel_for"(bigint, text) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "app"."channel_for"(bigint, text) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."composer_json"(public.contacts, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."composer_json"(public.contacts, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."composer_json"(public.contacts, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."composer_json"(public.contacts, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."computed_conversation"(public.contacts, public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."computed_conversation"(public.contacts, public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."computed_conversation"(public.contacts, public.conversations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."contact_bill"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."contact_bill"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."contact_bill"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."contact_changed"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."contact_changed"() FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."contact_changed"() TO "postgres";

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

REVOKE ALL ON FUNCTION "app"."expected_at"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."expected_at"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."expected_at"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."file_waits"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."file_waits"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."file_waits"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."first_contact_channel"(uuid) FROM "authenticated";

GRANT EXECUTE ON FUNCTION "app"."first_contact_channel"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."found_people"(uuid, text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."found_people"(uuid, text, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."found_people"(uuid, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."found_people"(uuid, text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."join_work"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."join_work"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."join_work"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."last_words"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."last_words"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."last_words"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."last_words"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."member_of_agent"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."member_of_agent"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."member_of_agent"(uuid, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."mentioned_in"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."mentioned_in"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."mentioned_in"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."mentioned_in"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."newer_than_seen"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."newer_than_seen"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."newer_than_seen"(bigint, bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."newest_of"(bigint, public.conversations) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."newest_of"(bigint, public.conversations) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."newest_of"(bigint, public.conversations) TO "postgres";

REVOKE ALL ON FUNCTION "app"."note_unconfirmed"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."note_unconfirmed"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."note_unconfirmed"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "app"."operator_of"(bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."operator_of"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."operator_of"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."others_here"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."others_here"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."others_here"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."others_here"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."owner_named"(uuid, jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."owner_named"(uuid, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."owner_named"(uuid, jsonb) TO "postgres";

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

REVOKE ALL ON FUNCTION "app"."reason_given"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."reason_given"(text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reason_given"(text) TO "postgres";

REVOKE ALL ON FUNCTION "app"."reason_known"(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."reason_known"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."reason_known"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."reason_known"(bigint) TO "postgres";

REVOKE ALL ON FUNCTION "app"."refresh_conversation"(bigint, boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."refresh_conversation"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."refresh_conversation"(bigint, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "app"."said_by"(uuid, text, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."said_by"(uuid, text, integer) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."said_by"(uuid, text, integer) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."said_by"(uuid, text, integer) TO "postgres";

REVOKE ALL ON FUNCTION "app"."sent_json"(public.whatsapp_messages) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."sent_json"(public.whatsapp_messages) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."sent_json"(public.whatsapp_messages) TO "postgres";

REVOKE ALL ON FUNCTION "app"."tags_named"(jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."tags_named"(jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."tags_named"(jsonb) TO "postgres";

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

REVOKE ALL ON FUNCTION "app"."unanswered_of"(bigint, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."unanswered_of"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."unanswered_of"(bigint, bigint) TO "postgres";

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

REVOKE ALL ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."write_guard"(public.contacts, uuid, text, boolean, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "app"."writing_facts"(public.contacts) FROM PUBLIC;

REVOKE ALL ON FUNCTION "app"."writing_facts"(public.contacts) FROM "postgres";

GRANT EXECUTE ON FUNCTION "app"."writing_facts"(public.contacts) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_note"(bigint, text, uuid[]) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."add_note"(bigint, text, uuid[]) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."add_note"(bigint, text, uuid[]) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."be_here"(bigint, boolean) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."be_here"(bigint, boolean) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."be_here"(bigint, boolean) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_manual"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."cancel_manual"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."cancel_manual"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."expected_time"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."expected_time"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."expected_time"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."inbox"(jsonb, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."inbox"(jsonb, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."inbox"(jsonb, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_read"(bigint, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."mark_read"(bigint, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_read"(bigint, bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_unread"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."mark_unread"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."mark_unread"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_person"(uuid, text, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."open_person"(uuid, text, text) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."open_person"(uuid, text, text) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_note"(bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."remove_note"(bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."remove_note"(bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."send_manual"(bigint, text, text, bigint, boolean, uuid, text, text, jsonb, bigint) TO "postgres";

GRANT EXECUTE ON FUNCTION "public"."work_conversation"(bigint, jsonb) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."work_conversation"(bigint, jsonb) FROM "postgres";

GRANT EXECUTE ON FUNCTION "public"."work_conversation"(bigint, jsonb) TO "postgres";

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

REVOKE ALL ON TABLE "public"."note_mentions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."note_mentions" TO "authenticated";

REVOKE ALL ON TABLE "public"."note_mentions" FROM "postgres";

GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."note_mentions" TO "postgres";

REVOKE ALL ON TABLE "public"."note_mentions" FROM "service_role";

GRANT SELECT ON TABLE "public"."note_mentions" TO "service_role";

CREATE INDEX conversations_state ON public.conversations USING btree (workspace_id, state, sort_at, contact_id);

CREATE INDEX conversations_last ON public.conversations USING btree (workspace_id, last_at DESC, contact_id);

CREATE INDEX conversations_owner ON public.conversations USING btree (workspace_id, OWNER, last_at DESC, contact_id)
  WHERE (OWNER IS NOT NULL);

CREATE INDEX whatsapp_messages_said ON public.whatsapp_messages USING gin (to_tsvector('simple'::regconfig, app.fold("left"(body, 2000))), (ARRAY[(id >> 14)]))
  WHERE ((purpose = ANY (ARRAY['inbound'::text, 'typed'::text, 'manual'::text])) AND (body IS NOT NULL));
