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

-- The file of a message, a customer's or ours, and whose company's: {state, path, mimeType,
-- sizeBytes, sha256, fileName}; state missed: kept no longer.
create function app.file_of(p_message bigint, out workspace uuid, out file jsonb)
language plpgsql stable set search_path = ''
as $$
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
end $$;

-- A member saves a file; who did is written down. As app.file_of.
create function public.open_media(message bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_found record := app.file_of(message);
begin
  perform app.require_role(v_found.workspace, 'agent');
  if v_found.file ->> 'state' = 'stored' then
    perform app.log_action(v_found.workspace, auth.uid(), 'media_opened', 'media', message::text);
  end if;
  return v_found.file;
end $$;

-- Each picture of a thread, and each part of a film, is asked for by itself: of a file and a
-- member, the first of the day in UTC is written down.
create index audit_log_viewed on public.audit_log (user_id, subject_id, at)
  where action = 'media_opened';

-- A member sees the file of a message in the thread. As app.file_of.
create function public.view_media(message bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
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
end $$;

alter table public.whatsapp_media enable row level security;
create policy members_read on public.whatsapp_media for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not `source`: it opens a file for whoever has it.
grant select (
  message_id, workspace_id, state, reason_code, reason, expires_at, mime_type, size_bytes, sha256,
  stored_at, created_at
) on public.whatsapp_media to authenticated;
grant execute on function public.open_media(bigint), public.view_media(bigint) to authenticated;
