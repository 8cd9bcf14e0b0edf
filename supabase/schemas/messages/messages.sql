-- Conversations, messages in and out, and what is known of each send.

-- What a text may name, as a pattern with this of the fallback; lib/settings/template-setting.ts
-- has the same names.
create function app.variable_pattern(p_fallback text) returns text
language sql immutable set search_path = ''
as $$
  select '\{(contact_name|contact_first_name|agent_name|agent_first_name|company)'
    || p_fallback || '\}'
$$;

-- Refuses unknown variables and stray braces; {contact_name|cliente} carries a fallback.
create function app.template_is_valid(p_body text) returns boolean
language sql immutable set search_path = ''
as $$
  select length(p_body) between 1 and 4096
     and regexp_replace(p_body, app.variable_pattern('(\|[^{}|]*)?'), '', 'g') !~ '[{}]'
$$;

create table public.whatsapp_templates (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  key text not null,
  -- As people call it; null: by its key.
  title text check (title = btrim(title) and length(title) between 1 and 60),
  language text not null default 'it',
  body text not null,
  -- Of WhatsApp's own kinds, for vendors that review texts.
  category text check (category in ('utility', 'marketing', 'authentication')),
  -- Beside the body: header, footer, buttons, as WhatsApp has them.
  components jsonb check (jsonb_typeof(components) = 'array'),
  -- A vendor that reviews texts gives up one that it could not deliver for so long.
  ttl_seconds integer check (ttl_seconds between 30 and 43200),
  created_at timestamptz not null default app.now(),
  version integer not null default 1 check (version > 0),
  updated_at timestamptz not null default app.now(),
  updated_by uuid,
  unique (workspace_id, key),
  constraint whatsapp_templates_known_variables check (app.template_is_valid(body))
);

insert into public.whatsapp_templates (workspace_id, key, title, body)
select id, 'follow_up', 'Richiesta bolletta',
  $body$Buongiorno, sono {agent_first_name|Samuela} della Greengen Group.

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
      '^([^{]*)' || app.variable_pattern('(?:\|([^{}|]*))?') || '(.*)$');
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
  -- Until then a free text may leave, where the vendor takes one only for a while after the
  -- person's last word (app.open_window).
  window_until timestamptz,
  -- Until then what is written costs nothing: they came by an ad. It lifts no other rule.
  free_until timestamptz,
  created_at timestamptz not null default app.now(),
  -- WhatsApp id of the newest message of theirs that they see as read, and when they saw us write.
  read_shown text,
  typing_shown_at timestamptz,
  unique (channel_id, contact_id)
);
create index whatsapp_conversations_contact on public.whatsapp_conversations (contact_id);
create index whatsapp_conversations_workspace on public.whatsapp_conversations (workspace_id);

-- What is sent, rendered when it is queued; `body` is how a person reads it.
-- {kind: text, text} | {kind: template, name, language, parameters: [text], named?, components?}
-- | {kind: media, media: {attachment | url | id, …}, caption?} | {kind: interactive, interactive:
-- buttons | list, body, …} | {kind: reaction, on, emoji} | {kind: location, latitude, longitude, …}
-- | {kind: contacts, contacts: [{name, phones}]}; lib/model/content.ts has them whole.
create function app.is_content(p_content jsonb) returns boolean
language sql immutable set search_path = ''
as $$
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
$$;

create table public.whatsapp_messages (
  id bigint generated by default as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  channel_id uuid not null references public.channels (id) on delete cascade,
  conversation_id bigint not null references public.whatsapp_conversations (id),
  contact_id bigint not null references public.contacts (id),
  direction text not null check (direction in ('in', 'out')),
  -- follow_up, reminder (asks again), consent_notice (confirms a STOP or START, once): the outbox
  -- sends them, and manual: a member of staff wrote it here. typed: somebody wrote it on the linked
  -- phone. inbound: a person's message.
  purpose text not null check (purpose in ('follow_up', 'reminder', 'consent_notice', 'manual',
    'typed', 'inbound')),
  kind text not null default 'text',
  body text,
  -- What leaves, where that is no plain text (app.is_content); null: the text that `body` is.
  content jsonb,
  media jsonb,
  status text not null check (status in (
    'queued', 'sending', 'uncertain', 'accepted', 'held', 'sent', 'failed', 'delivered', 'read',
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
  -- Which version of that text made it; null of what was made before this was kept.
  template_version integer,
  -- E.164; where WhatsApp hides the number, their id at the vendor.
  recipient text,
  -- The contact owes us an answer to this; its ask is open then, one a contact and purpose.
  ask_open boolean not null default false,
  -- Lower leaves first: -10 what staff write, 0 a follow-up, 10 a reminder, 20 bulk, 30 a confirmation of consent.
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
  -- The vendor took it, later ones arrived, and of this one nothing was heard.
  unconfirmed_at timestamptz,
  -- Of what staff wrote: who, by which key of their page (the same again is the same message), and
  -- why we may write to this person.
  sent_by uuid,
  client_key text check (length(client_key) between 1 and 100),
  reason_to_write text,
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
  -- The advertisement or post that the person came from, as its vendor tells: {sourceType, sourceId,
  -- headline, clickId, sourceUrl}.
  referral jsonb check (jsonb_typeof(referral) = 'object'),
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

create unique index whatsapp_messages_client_key on public.whatsapp_messages (workspace_id,
  sent_by, client_key) where client_key is not null;
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
  -- Of a failure, where its vendor tells it in a way that we know: what raise_status gets.
  failure app.reason_code,
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
    when 'sending' then 1 when 'uncertain' then 1 when 'accepted' then 2
    -- Taken by the vendor, which keeps it back for a while.
    when 'held' then 3 when 'sent' then 4
    when 'failed' then 5 when 'delivered' then 6 when 'read' then 7 else 0 end;
end $$;

-- A follow-up the customer may have in hand.
create function app.is_asked(p_status text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read');
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
grant select on public.whatsapp_message_keys to authenticated;
grant select on public.whatsapp_statuses to authenticated;
grant select on public.whatsapp_send_attempts to authenticated;
