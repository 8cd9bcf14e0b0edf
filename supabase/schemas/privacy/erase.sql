-- A person is erased: what was theirs goes, the rows that sums are made of stay without them.

-- One row a person who was erased: what is still to do, until it is done.
create table public.erasures (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  contact_id bigint not null references public.contacts (id) on delete cascade,
  asked_by uuid not null,
  -- As the admin wrote it, without the person's names and numbers.
  reason text not null,
  -- What there was: {identities, calls, leads, messages, events, files, queued}.
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
  -- In the bucket `media`: <workspace>/<message id>, or <workspace>/out/<attachment>
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
-- has. A username or a business-scoped id only as a whole value: there are people called `text`. An
-- e-mail in any case.
create function app.needle(p_kind text, p_value text) returns text
language sql immutable set search_path = ''
as $$
  select case p_kind
    when 'phone' then case when length(p_value) >= 12 then right(p_value, 9)
      else substr(p_value, 2) end
    when 'lid' then split_part(p_value, '@', 1)
    when 'username' then 'username:' || p_value when 'email' then 'email:' || p_value
    else to_json(p_value)::text end
$$;

create function app.has_needle(p_text text, p_needles text[]) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return exists (select from unnest(p_needles) n
    where case when n like 'email:%' then strpos(lower(p_text), substr(n, 7)) > 0
      when n like 'username:%'
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
    m.referral,
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
end $$;

alter table public.erasures enable row level security;
create policy managers_read on public.erasures for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
alter table public.media_deletions enable row level security;
create policy managers_read on public.media_deletions for select to authenticated
  using (workspace_id in (select app.my_workspaces_as('manager')));
grant select on public.erasures to authenticated;
grant select on public.media_deletions to authenticated;
