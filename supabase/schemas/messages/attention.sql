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
    'call_unreadable', 'call_half_read', 'lead_unreadable', 'body_too_large', 'machine', 'restored',
    'unknown_account', 'unproved_deletion', 'unproved_start', 'no_template', 'may_not_begin')),
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
