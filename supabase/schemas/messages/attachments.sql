-- Files that staff send: kept in the private bucket from when they are chosen, part of one message
-- once it is queued.

create table public.attachments (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- For whom it was chosen.
  contact_id bigint not null references public.contacts (id),
  user_id uuid not null,
  -- Null until it is queued. What is not within a day is removed.
  message_id bigint unique references public.whatsapp_messages (id) on delete set null
    deferrable initially deferred,
  -- As what WhatsApp shows it.
  kind text not null check (kind in ('image', 'video', 'audio', 'document')),
  file_name text not null check (length(file_name) between 1 and 200),
  -- Of its bytes.
  mime_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- In the bucket `media`; null when it is kept no longer.
  path text,
  is_kept boolean not null generated always as (path is not null) stored,
  created_at timestamptz not null default app.now()
);
create index attachments_workspace on public.attachments (workspace_id);
create index attachments_contact on public.attachments (contact_id);
create index attachments_unsent on public.attachments (created_at) where message_id is null;

-- Where its file is, and nothing else.
create function app.attachment_folder(a public.attachments) returns text
language plpgsql immutable set search_path = ''
as $$ begin return a.workspace_id || '/out/' || a.id; end $$;

-- The row comes before its file: whatever becomes of that, the row's end takes the folder with it.
-- file: {kind, fileName, mimeType, sizeBytes, sha256, ending}. {id, path}
create function public.add_attachment(contact bigint, actor uuid, file jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
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
end $$;

-- A message that is queued with {kind: media, media: {attachment}} takes it, once: PT404 for one
-- that is not this person's or is gone, PT409 for one that another message has. What the message
-- says of its file is the file's own.
create function app.take_attachment() returns trigger
language plpgsql set search_path = ''
as $$
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
end $$;
create trigger take_attachment before insert or update of content on public.whatsapp_messages
  for each row when (new.content #> '{media,attachment}' is not null)
  execute function app.take_attachment();

alter table public.attachments enable row level security;
create policy members_read on public.attachments for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
-- Not `path`: files are opened through view_media and open_media, which write down who did.
grant select (
  id, workspace_id, contact_id, user_id, message_id, kind, file_name, mime_type, size_bytes, sha256,
  is_kept, created_at
) on public.attachments to authenticated;
grant execute on function public.add_attachment(bigint, uuid, jsonb) to service_role;
