-- What the pages of contacts show. Read with the caller's rights under row-level security; what
-- searches answers ids only.

-- Consent as staff see it, newest first: of one person, what was said before a merge included, or
-- of the whole workspace.
create function app.consents_json(p_ids bigint[]) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'contactId', s.contact_id, 'contactName', coalesce(c.name, c.push_name), 'phone',
      app.contact_phone(coalesce(c.merged_into, c.id)),
    'kind', s.kind, 'source', s.source, 'messageId', s.message_id, 'userId', s.user_id, 'words',
      s.words,
    'reason', s.reason, 'noticeId', s.notice_id,
    'noticeStatus', (select m.status from public.whatsapp_messages m where m.id = s.notice_id),
      'at', s.at)
    order by s.id desc), '[]')
  from public.contact_consents s join public.contacts c on c.id = s.contact_id
  where s.id = any (p_ids) and s.workspace_id in (select m.workspace_id from public.memberships m
    where m.user_id = auth.uid())
$$;

-- Ids of a page of it, newest first; p_contacts null: of everybody. Definer: nobody reads the table
-- itself.
create function app.consent_ids(p_workspace uuid, p_contacts bigint[], p_before bigint,
  p_limit integer)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(p_workspace, case when p_contacts is null then 'manager'
    else 'agent' end);
  if p_contacts is null then
    return array(select s.id from public.contact_consents s
      where s.workspace_id = p_workspace and (p_before is null or s.id < p_before)
      order by s.id desc limit p_limit);
  end if;
  return array(select s.id from public.contact_consents s
    where s.contact_id = any (p_contacts) and s.workspace_id = p_workspace
      and (p_before is null or s.id < p_before)
    order by s.id desc limit p_limit);
end $$;

-- A page of the history of consent. contact: null for everybody's, which is for managers, and
-- written down once an hour. Answers null when there is no such contact.
create function public.consent_history(workspace uuid, contact bigint, before bigint,
  page_size integer) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_size integer := least(greatest(page_size, 1), 1000);
begin
  if contact is null then
    perform app.require_role(workspace, 'manager');
    perform app.note_reading(workspace, 'consents_exported', 'contact', null);
    return app.consents_json(app.consent_ids(workspace, null, before, v_size));
  elsif not exists (select from public.contacts c where c.id = contact
    and c.workspace_id = workspace) then
    return null;
  end if;
  return app.consents_json(app.consent_ids(workspace, app.merged_set(contact), before, v_size));
end $$;

-- Of these, the ids of a page of contacts, newest first.
create function app.contact_rows(p_ids bigint[], p_size integer, p_before bigint) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select c.id from public.contacts c
    where c.id = any (p_ids) and c.merged_into is null and (p_before is null or c.id < p_before)
    order by c.id desc limit p_size);
end $$;

-- Ids of a page of contacts, newest first; p_search is a part of a name or number, for finding
-- only. Definer, as found_messages is: an index of patterns is not used under row-level security.
create function app.found_contacts(p_workspace uuid, p_size integer, p_before bigint, p_search text)
  returns bigint[]
language plpgsql stable security definer set search_path = ''
  set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_top bigint := coalesce(p_before - 1, (
    select c.id from public.contacts c where c.workspace_id = p_workspace order by c.id desc
      limit 1));
  v_width integer := 2048;
  v_found bigint[] := '{}';
  v_page bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  if app.contact_by(p_workspace, 'phone', '+' || btrim(v_phone, '%')) is not null then
    return app.contact_rows(app.few_contacts(p_workspace, p_search), p_size, p_before);
  end if;
  -- Two letters have no trigram, between two per cent signs; most of them fill a page at once.
  if length(v_words[1]) between 3 and 4 then
    return array(
      select c.id from public.contacts c
      where c.workspace_id = p_workspace and c.merged_into is null
        and (p_before is null or c.id < p_before)
        and (c.search_text like all (v_words) or exists (select from public.contact_identities i
          where i.contact_id = c.id and i.kind = 'phone' and i.value like v_phone offset 0))
      order by c.id desc limit p_size);
  end if;
  -- Several words at once are rarely common: all are asked for, once.
  if v_words[2] is not null then
    v_page := app.contacts_in(p_workspace, v_words, v_phone, null, 501);
    if cardinality(v_page) <= 500 then
      return app.contact_rows(v_page, p_size, p_before);
    end if;
  end if;
  -- From the newest on, in ever larger pieces; what does not soon fill a page is looked for in all
  -- at once.
  loop
    v_found := v_found
      || app.contacts_in(p_workspace, v_words, v_phone, app.blocks(v_top - v_width + 1, v_top),
        null);
    v_top := ((v_top - v_width + 1) & -2048) - 1;
    if cardinality(v_found) >= p_size or v_top is null or v_top <= 0 then
      v_page := app.contact_rows(v_found, p_size, p_before);
      exit when cardinality(v_page) = p_size or v_top is null or v_top <= 0;
    end if;
    if v_width = 12288 then
      v_page := app.contacts_in(p_workspace, v_words, v_phone, null, 501);
      if cardinality(v_page) <= 500 then
        return app.contact_rows(v_page, p_size, p_before);
      end if;
    end if;
    v_width := case v_width when 2048 then 12288 else 16384 end;
  end loop;
  return v_page;
end $$;

create function app.contacts_json(p_ids bigint[]) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id, 'name', coalesce(c.name, c.push_name), 'company', c.company, 'phone',
      app.contact_phone(c.id),
    'optedOutAt', c.opted_out_at, 'blockedAt', c.blocked_at, 'erasedAt', c.erased_at, 'createdAt',
      c.created_at,
    'calls', (select count(*) from (select from public.cloudtalk_calls k
      where k.contact_id = c.id limit 100) n),
    -- What is heard late may have been written before the others.
    'lastMessageAt', (select max(m.at) from (
      select case x.direction when 'in' then x.written_at else x.created_at end as at
        from public.whatsapp_messages x
      where x.contact_id = c.id order by x.id desc limit 20) m)) order by c.id desc), '[]')
  from public.contacts c where c.id = any (p_ids)
$$;

-- A page of contacts; one more than asked for when there are older ones. {now, timeZone, role,
-- contacts}; null for a member of no workspace.
create function public.contact_list(search text, before bigint, page_size integer) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  v_size integer := least(greatest(page_size, 1), 200);
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  return jsonb_build_object('now', app.now(), 'timeZone', w.time_zone,
    'role', (select m.role from public.memberships m where m.workspace_id = w.id
      and m.user_id = (select auth.uid())),
    'contacts', app.contacts_json(case when search is not null
      then app.found_contacts(w.id, v_size + 1, before, search)
      else array(select c.id from public.contacts c
        where c.workspace_id = w.id and c.merged_into is null and (before is null or c.id < before)
        order by c.id desc limit v_size + 1) end));
end $$;

-- All that is known of one person, and the newest of their calls and messages. `mergedInto` is the
-- row to look at instead. Null when there is none that the caller may see.
create function public.contact_page(contact bigint, messages_before bigint default null)
  returns jsonb
language plpgsql stable set search_path = ''
as $$
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
end $$;

grant execute on function
  app.consents_json(bigint[]), app.consent_ids(uuid, bigint[], bigint, integer),
  app.contacts_json(bigint[]), app.found_contacts(uuid, integer, bigint, text),
  public.contact_page(bigint, bigint), public.contact_list(text, bigint, integer),
  public.consent_history(uuid, bigint, bigint, integer)
to authenticated;
