-- What an admin asks for, and what the clock does until it is done.

-- Calls keep their times, their length, who took them and what was decided.
create function app.erase_calls(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_calls bigint[] := array(select k.id from public.cloudtalk_calls k
    where k.contact_id = any (p_contacts) order by k.id for update);
begin
  insert into public.erased_identities (workspace_id, kind, digest, contact_id, subject_id)
  select k.workspace_id, 'call', app.identity_digest(k.workspace_id, 'call', k.key), e.contact_id,
    k.call_id
  from public.cloudtalk_call_keys k, public.erasures e
  where k.call_id = any (v_calls) and k.key not like 'erased:%' and e.id = p_erasure
  on conflict do nothing;
  update public.cloudtalk_call_keys k set key = 'erased:' || app.identity_digest(k.workspace_id,
    'call', k.key)
  where k.call_id = any (v_calls) and k.key not like 'erased:%';
  update public.cloudtalk_calls k set facts = app.without_person(k.facts) - 'callId'
  where k.id = any (v_calls);
end $$;

-- Asks keep what was decided, and their mirrors on the calls with them; nobody is named.
create function app.erase_asks(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_asks bigint[] := array(select a.id from public.asks a
    where a.contact_id = any (p_contacts) order by a.id for update);
begin
  update public.asks a set facts = '{}', recipient = null,
    decision = (select coalesce(jsonb_object_agg(d.key, case when d.key = 'reason'
        then to_jsonb(app.without_words(d.value #>> '{}', p_words)) else d.value end), '{}')
          from jsonb_each(a.decision) d
      where d.key in ('send', 'code', 'reason', 'ruleId', 'ruleName', 'template',
        'settingsVersion')),
    reason = app.without_words(a.reason, p_words)
  where a.id = any (v_asks);
end $$;

-- The deliveries of their calls and messages. Before these: it is by their ids that they are found.
create function app.erase_deliveries(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.erase_events(app.requests_of(p_contacts), e.needles, e.asked_at)
  from public.erasures e where e.id = p_erasure;
end $$;

-- A refusal in the provider's own words, which nobody could tell whose it was, and their LIDs.
create function app.erase_refusals(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  e public.erasures;
begin
  select * into e from public.erasures x where x.id = p_erasure;
  update public.channel_incidents i set detail = null where i.workspace_id = e.workspace_id
    and app.has_needle(i.detail, e.needles);
  update public.whatsapp_statuses s set error_text = null
  where s.workspace_id = e.workspace_id and s.error_text is not null
    and app.has_needle(s.error_text, e.needles);
  update public.whatsapp_statuses s set lid = null
  from public.contact_identities i
  where i.contact_id = any (p_contacts) and i.kind = 'lid' and s.workspace_id = e.workspace_id
    and s.lid = i.value;
end $$;

-- Files, theirs and those we sent them: their folders are emptied by the clock.
create function app.erase_files(p_contacts bigint[], p_erasure bigint, p_words text[])
  returns void
language plpgsql volatile set search_path = ''
as $$
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
end $$;

-- What colleagues wrote about them, where who did what is written down.
create function app.erase_log(p_contacts bigint[], p_erasure bigint, p_words text[]) returns void
language plpgsql volatile set search_path = ''
as $$
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
end $$;

-- Their messages, with the keys and the attempts of these.
create function app.erase_texts(p_contacts bigint[], p_erasure bigint, p_words text[]) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.erase_messages(c, e.asked_at)
  from public.erasures e, unnest(p_contacts) c where e.id = p_erasure;
end $$;

-- The deliveries that made these contacts' calls, submissions and messages, or changed them.
create function app.requests_of(p_contacts bigint[]) returns bigint[]
language sql stable set search_path = ''
as $$
  with calls as (select k.id, k.request_id from public.cloudtalk_calls k
    where k.contact_id = any (p_contacts)),
  messages as (
    select m.id, m.request_id, m.channel_id, m.whatsapp_message_id, m.provider_message_id
    from public.whatsapp_messages m where m.contact_id = any (p_contacts))
  select coalesce(array_agg(distinct request_id), '{}') from (
    select request_id from calls
    union all select l.request_id from public.leads l where l.contact_id = any (p_contacts)
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
$$;

-- {identities, calls, leads, messages, events, files, queued}: what an erasure would remove. Other
-- deliveries that name the person are found by the clock later, and are not counted.
create function app.erasure_counts(p_contacts bigint[]) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'identities', (select count(*) from public.contact_identities i
      where i.contact_id = any (p_contacts)),
    'calls', (select count(*) from public.cloudtalk_calls k where k.contact_id = any (p_contacts)),
    'leads', (select count(*) from public.leads l where l.contact_id = any (p_contacts)),
    'messages', (select count(*) from public.whatsapp_messages m
      where m.contact_id = any (p_contacts)),
    'queued', (select count(*) from public.whatsapp_messages m where m.contact_id = any (p_contacts)
      and m.status = 'queued'),
    'files', (select count(*) from public.whatsapp_messages m
      join public.whatsapp_media f on f.message_id = m.id
      where m.contact_id = any (p_contacts) and f.state in ('waiting', 'stored')),
    'events', (select count(*) from public.webhook_requests r
      where r.id = any (app.requests_of(p_contacts)) and r.payload_removed_at is null))
$$;

-- What must be typed to erase this person: a name, or a number, as the page shows them; '#12' where
-- nothing is known.
create function app.is_named(p_contacts bigint[], p_typed text) returns boolean
language sql stable set search_path = ''
as $$
  with said as (
    select app.fold(p_typed) as words, btrim(app.phone_pattern(p_typed), '%') as digits),
  known as (
    select n.name from public.contacts c
    cross join lateral (values (c.name), (c.push_name)) n (name) where c.id = any (p_contacts)
      and btrim(n.name) <> ''),
  addresses as (select i.kind, i.value from public.contact_identities i
    where i.contact_id = any (p_contacts))
  select exists (select from known where app.same_name(known.name, p_typed))
    or exists (select from addresses a, said where a.kind = 'phone' and length(said.digits) >= 8
      and right(a.value, length(said.digits)) = said.digits
      and length(a.value) - length(said.digits) <= 4)
    or (not exists (select from known) and not exists (select from addresses a
      where a.kind = 'phone')
      and exists (select from said where said.words = any (select '#' || c
        from unnest(p_contacts) c)))
$$;

-- What would go, for the page that asks before: {contact, name, phone, erasedAt, counts}. 42501 for
-- who is no admin.
create function public.preview_erasure(contact bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_root public.contacts;
begin
  select c.* into v_root from public.contacts c where c.id = app.root_contact(contact);
  perform app.require_role(v_root.workspace_id, 'admin');
  return jsonb_build_object('contact', v_root.id, 'erasedAt', v_root.erased_at,
    'name', coalesce(nullif(btrim(v_root.name), ''), nullif(btrim(v_root.push_name), '')), 'phone',
      app.contact_phone(v_root.id),
    'counts', app.erasure_counts(app.merged_set(v_root.id)));
end $$;

-- Erases a person for good, everywhere. `typed` is their name or number as a confirmation. Sums
-- stay: the rows of their calls and messages do, and name nobody. {erased: true, erasure, counts}
-- or {erased: false, code}: no_reason (or more than 500 characters), not_theirs (what was typed),
-- already_erased. 42501 for who is no admin.
create function public.erase_contact(contact bigint, reason text, typed text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_root public.contacts;
  v_all bigint[];
  v_erasure jsonb;
begin
  select c.* into v_root from public.contacts c
    where c.id = app.root_contact(erase_contact.contact);
  perform app.require_role(v_root.workspace_id, 'admin');
  if btrim(coalesce(erase_contact.reason, '')) = '' or length(erase_contact.reason) > 500 then
    return '{"erased": false, "code": "no_reason"}';
  end if;
  -- In the order of tick, which locks them all by id; then messages, then contacts.
  perform app.lock_channels(v_root.workspace_id);
  select c.* into v_root from public.contacts c
    where c.id = app.root_contact(erase_contact.contact);
  v_all := app.merged_set(v_root.id);
  perform from public.whatsapp_messages m where m.contact_id = any (v_all) order by m.id for update;
  perform from public.contacts c where c.id = any (v_all) order by c.id for update;
  if v_root.erased_at is not null then
    return '{"erased": false, "code": "already_erased"}';
  elsif not coalesce(app.is_named(v_all, erase_contact.typed), false) then
    return '{"erased": false, "code": "not_theirs"}';
  end if;
  v_erasure := app.erase_person(v_root.id, v_root.id, auth.uid(), btrim(erase_contact.reason));
  perform app.log_action(v_root.workspace_id, auth.uid(), 'contact_erased', 'contact',
    v_root.id::text, v_erasure - 'erasure');
  return v_erasure - 'reason' || '{"erased": true}';
end $$;

-- The erasure itself, under the locks of the workspace's channels. p_root: a contact that is merged
-- into no other; p_known: the erased row that its addresses lead to from now on, its own or the one
-- that it turned out to be. {erasure, reason, counts}
create function app.erase_person(p_root bigint, p_known bigint, p_by uuid, p_reason text)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_workspace uuid := (select c.workspace_id from public.contacts c where c.id = p_root);
  v_all bigint[] := app.merged_set(p_root);
  v_needles text[];
  v_words text[];
  v_counts jsonb;
  v_reason text;
  v_erasure bigint;
begin
  v_counts := app.erasure_counts(v_all);
  v_needles := array(select distinct app.needle(i.kind, i.value) from public.contact_identities i
    where i.contact_id = any (v_all));
  v_words := array(select distinct w from (
      select unnest(array[c.name, c.push_name, c.company] || regexp_split_to_array(concat_ws(' ',
        c.name, c.push_name), '\s+')) as w
      from public.contacts c where c.id = any (v_all)
      union all select i.value from public.contact_identities i where i.contact_id = any (v_all)) x
    where w is not null order by w desc);
  v_reason := app.without_words(p_reason, v_words);

  insert into public.erased_identities (workspace_id, kind, digest, contact_id)
  select i.workspace_id, i.kind, app.identity_digest(i.workspace_id, i.kind, i.value), p_known
  from public.contact_identities i where i.contact_id = any (v_all)
  on conflict (workspace_id, kind, digest) do update set contact_id = excluded.contact_id,
    erased_at = excluded.erased_at;
  insert into public.erasures (workspace_id, contact_id, asked_by, reason, counts, asked_at,
    needles, scan_before)
  -- Ids above the newest: of deliveries that are being recorded at this moment.
  select v_workspace, p_root, p_by, v_reason, v_counts, v_now, v_needles,
    coalesce(max(r.id), 0) + 1000
  from public.webhook_requests r
  returning id into v_erasure;
  perform app.erase_rows(v_all, v_erasure, v_words);
  perform app.note_consent(p_root, 'erased', 'staff', p_user => p_by, p_at => v_now);
  return jsonb_build_object('erasure', v_erasure, 'reason', v_reason, 'counts', v_counts);
end $$;

-- What app.is_of_erased says yes to has no effect but one: an address that came with an erased one
-- is that person's too. It is known from now on, and what they wrote by it before goes as well. One
-- of somebody with a number is that somebody's.
create function app.ignore_erased(p_workspace uuid, p_value jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_chat jsonb := coalesce(nullif(p_value -> 'chat', 'null'), p_value);
  v_erased bigint := coalesce(app.erased_contact(p_workspace, 'phone', v_chat ->> 'phone'),
    app.erased_contact(p_workspace, 'lid', v_chat ->> 'lid'), app.erased_contact(p_workspace,
      'bsuid', v_chat ->> 'bsuid'));
  v_kind text;
  v_value text;
  v_holder bigint;
begin
  for v_kind, v_value in select a.kind, v_chat ->> a.kind
    from unnest(array['lid', 'bsuid', 'username']) a (kind)
    where v_erased is not null and p_value ->> 'type' in ('inbound_message', 'echo', 'identity')
      and v_chat ->> a.kind is not null
        and not app.is_erased(p_workspace, a.kind, v_chat ->> a.kind)
  loop
    v_holder := app.contact_by(p_workspace, v_kind, v_value);
    if v_holder is null then
      insert into public.erased_identities (workspace_id, kind, digest, contact_id)
      values (p_workspace, v_kind, app.identity_digest(p_workspace, v_kind, v_value), v_erased)
        on conflict do nothing;
    elsif v_kind <> 'username' and app.contact_phone(v_holder) is null then
      perform app.erase_person(v_holder, v_erased, e.asked_by,
        'The same person, by another address.')
      from public.erasures e where e.contact_id = v_erased order by e.id limit 1;
    end if;
  end loop;
  return '{"outcome": "ignored", "reason": "erased"}';
end $$;

-- They come back on their own wish: their addresses may be stored again, by the next call or
-- message. What was erased stays so. False without a reason (or with more than 500 characters), and
-- where nothing was to be lifted.
create function public.allow_again(contact bigint, reason text) returns boolean
language plpgsql security definer set search_path = ''
as $$
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
    'username', 'email');
  if not found then
    return false;
  end if;
  perform app.log_action(v_contact.workspace_id, auth.uid(), 'erasure_lifted', 'contact',
    v_contact.id::text,
    jsonb_build_object('reason', app.without_words(btrim(allow_again.reason), '{}')));
  return true;
end $$;

grant execute on function
  public.preview_erasure(bigint), public.erase_contact(bigint, text, text),
  public.allow_again(bigint, text)
to authenticated;
