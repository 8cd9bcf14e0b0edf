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
    'unknown_account', 'unknown_event', 'unknown_status', 'unproved', 'whatsapp_call')),
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
