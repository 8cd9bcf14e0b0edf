-- Finding the calls and messages of a page: by filters, and by a part of a name or number.
-- Supabase keeps extensions in a schema of this name; anywhere else it is made.
create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;

-- Each write of a name waits in the index's list of what is pending, which each search reads: it is
-- kept short. With a name goes the block of 2,048 ids that its row is in: a common name is then
-- looked for in the newest blocks only.
create index contacts_names on public.contacts using gin (
  search_text extensions.gin_trgm_ops, (array[id >> 11])) with (gin_pending_list_limit = 64);
create index contact_identities_phones on public.contact_identities using gin (
  value extensions.gin_trgm_ops, (array[contact_id >> 11])) with (gin_pending_list_limit = 64)
    where kind = 'phone';
create index cloudtalk_calls_names on public.cloudtalk_calls using gin (
  search_text extensions.gin_trgm_ops, (array[id >> 11])) with (gin_pending_list_limit = 64);
create index cloudtalk_calls_numbers on public.cloudtalk_calls using gin (
  phone_raw extensions.gin_trgm_ops, phone_number extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 64) where contact_id is null;

-- Ids of a page of messages, newest first: of those before and after these ids, of one contact or
-- of several. Planned for the filters it is given: one plan for all of them would read every
-- message of the workspace.
create function app.message_ids(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_contact bigint,
  p_search text default null, p_contacts bigint[] default null, p_after bigint default null)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
begin
  return array(
    select m.id from public.whatsapp_messages m
    where m.workspace_id = p_workspace
      and (p_before is null or m.id < p_before)
      and (p_after is null or m.id > p_after)
      and (p_direction is null or m.direction = p_direction)
      and (p_contact is null or m.contact_id = p_contact)
      and (p_contacts is null or m.contact_id = any (p_contacts))
      -- `offset 0`, here and below: one look a row. Else Postgres reads all there is, to look it up
      -- in memory.
      and (p_search is null
        or exists (select from public.contacts c where c.id = m.contact_id
          and c.search_text like all (v_words) offset 0)
        or exists (select from public.contact_identities i
          where i.contact_id = m.contact_id and i.kind = 'phone' and i.value like v_phone offset 0))
    order by m.id desc limit p_size);
end $$;

-- The same of calls. p_among: look at these only.
create function app.call_ids(
  p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text default null, p_among bigint[] default null, p_after bigint default null)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_raw text := app.name_pattern(p_search);
  v_phone text := app.phone_pattern(p_search);
  -- The calls of a short list, found from its messages: from the calls, all of them would be looked
  -- at.
  v_listed bigint[] := case p_filter
    when 'waiting' then array(
      select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace
        and m.ask_open)
    when 'needs' then array(
      select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace
        -- In the words of its index.
        and (m.status = 'uncertain' or (m.status = 'failed' and m.acknowledged_at is null))) end;
begin
  return array(
    select k.id from public.cloudtalk_calls k
    where k.workspace_id = p_workspace
      and (p_before is null or k.id < p_before)
      and (p_after is null or k.id > p_after)
      and (p_among is null or k.id = any (p_among))
      and (p_filter <> 'answered' or k.electricity_bill_received)
      and (v_listed is null or k.id = any (v_listed))
      and (p_filter <> 'not_messaged' or not exists (
        select from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'held', 'sent',
            'delivered', 'read') offset 0))
      and (p_search is null or k.search_text like all (v_words)
        or (k.contact_id is null and (k.phone_raw ilike v_raw or k.phone_number like v_phone))
        or exists (select from public.contacts c where c.id = k.contact_id
          and c.search_text like all (v_words) offset 0)
        or exists (select from public.contact_identities i
          where i.contact_id = k.contact_id and i.kind = 'phone' and i.value like v_phone offset 0))
    order by k.id desc limit p_size);
end $$;

-- The blocks that these ids are in.
create function app.blocks(p_from bigint, p_until bigint) returns bigint[]
language sql immutable parallel safe set search_path = ''
as $$ select array(select generate_series(greatest(p_from, 0) >> 11,
  greatest(p_until, 0) >> 11)) $$;

-- Contacts by the indexes of names and numbers: no more than p_most of each, of these blocks or
-- (null) of all.
create function app.contacts_in(
  p_workspace uuid, p_words text[], p_phone text, p_blocks bigint[], p_most integer)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return array(
    (select c.id from public.contacts c where c.workspace_id = p_workspace
      and (p_blocks is null or array[c.id >> 11] && p_blocks)
      and c.search_text like p_words[1] and c.search_text like coalesce(p_words[2], p_words[1])
      and c.search_text like all (p_words) limit p_most)
    union
    (select i.contact_id from public.contact_identities i
      where i.workspace_id = p_workspace and i.kind = 'phone' and i.value like p_phone
        and (p_blocks is null or array[i.contact_id >> 11] && p_blocks) limit p_most));
end $$;

-- Of these people, those whom a search means.
create function app.contacts_among(p_people bigint[], p_words text[], p_phone text) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return array(
    select c.id from public.contacts c where c.id = any (p_people)
      and (c.search_text like all (p_words)
      or exists (select from public.contact_identities i
        where i.contact_id = c.id and i.kind = 'phone' and i.value like p_phone offset 0)));
end $$;

-- Who is found, when they are not common among the newest: one by a whole number. Null: a page is
-- then soon full of them, and they are not all read. The newest sixteen thousand people tell that
-- without the long lists of an index.
create function app.few_contacts(p_workspace uuid, p_search text) returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_whole bigint := app.contact_by(p_workspace, 'phone', '+' || btrim(v_phone, '%'));
  v_newest bigint := (select c.id from public.contacts c
    where c.workspace_id = p_workspace order by c.id desc limit 1);
  v_found bigint[];
begin
  if v_whole is not null then
    return array[v_whole];
  -- Two letters have no trigram, between two per cent signs: names are read until there are many.
  elsif length(v_words[1]) between 3 and 4 then
    v_found := app.contacts_in(p_workspace, v_words, v_phone, null, 501);
    return case when cardinality(v_found) <= 500 then v_found end;
  end if;
  -- Several words at once are rarely common: all are asked for, once.
  if v_words[2] is null and (cardinality(app.contacts_in(
      p_workspace, v_words, v_phone, app.blocks(v_newest - 2048, v_newest), 101)) > 20
    or cardinality(app.contacts_in(
      p_workspace, v_words, v_phone, app.blocks(v_newest - 14336, v_newest - 4096), 101)) > 60) then
    return null;
  end if;
  v_found := app.contacts_in(p_workspace, v_words, v_phone, null, 8001);
  return case when cardinality(v_found) <= 8000 then v_found end;
end $$;

-- Messages of those whom a search means, newest first, looked for among all: for names that many
-- have.
create function app.walk_messages(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_search text)
    returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_above bigint := p_before;
  v_step integer := 1000;
  v_low bigint;
  v_count integer;
  v_people bigint[];
  v_found bigint[] := '{}';
begin
  loop
    select array_agg(distinct page.contact_id), min(page.id), count(*) into v_people, v_low, v_count
    from (select m.id, m.contact_id from public.whatsapp_messages m
      where m.workspace_id = p_workspace and (v_above is null or m.id < v_above)
        and (p_direction is null or m.direction = p_direction) order by m.id desc
          limit v_step) page;
    v_people := app.contacts_among(v_people, v_words, v_phone);
    if cardinality(v_people) > 0 then
      v_found := v_found || app.message_ids(
        p_workspace, p_size - cardinality(v_found), v_above, p_direction, null, null, v_people,
          v_low - 1);
    end if;
    exit when cardinality(v_found) >= p_size or v_count < v_step;
    v_above := v_low;
    v_step := least(v_step * 2, 8000);
  end loop;
  return v_found;
end $$;

-- Calls of these contacts, and calls that say the name or number themselves: between two ids, or
-- (null) all there are.
create function app.calls_of(p_workspace uuid, p_search text, p_contacts bigint[], p_from bigint,
  p_until bigint)
returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_raw text := app.name_pattern(p_search);
  v_phone text := app.phone_pattern(p_search);
  -- Of two letters no index knows more than the block.
  v_blocks bigint[] := case when p_from is not null and length(v_words[1]) > 4
    then app.blocks(p_from, p_until) end;
begin
  return array(
    (select k.id from public.cloudtalk_calls k where k.contact_id = any (p_contacts)
      and (p_from is null or k.id between p_from and p_until))
    union all
    (select k.id from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and (p_from is null or k.id between p_from and p_until)
        and (v_blocks is null or array[k.id >> 11] && v_blocks)
        and k.search_text like v_words[1] and k.search_text like coalesce(v_words[2], v_words[1])
        and k.search_text like all (v_words))
    union all
    (select k.id from public.cloudtalk_calls k where k.workspace_id = p_workspace
      and k.contact_id is null
      and (p_from is null or k.id between p_from and p_until)
      and (k.phone_raw ilike v_raw or k.phone_number like v_phone)));
end $$;

create function app.walk_calls(p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text)
returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_above bigint := p_before;
  v_step integer := 1000;
  v_low bigint;
  v_high bigint;
  v_count integer;
  v_people bigint[];
  v_found bigint[] := '{}';
begin
  loop
    select array_agg(distinct page.contact_id), min(page.id), max(page.id), count(*)
    into v_people, v_low, v_high, v_count
    from (select k.id, k.contact_id from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and (v_above is null or k.id < v_above)
      order by k.id desc limit v_step) page;
    exit when v_count = 0;
    v_found := v_found || app.call_ids(p_workspace, p_size - cardinality(v_found), v_above,
      p_filter, null,
      app.calls_of(p_workspace, p_search, app.contacts_among(v_people, v_words, v_phone), v_low,
        v_high));
    exit when cardinality(v_found) >= p_size or v_count < v_step;
    v_above := v_low;
    v_step := least(v_step * 2, 8000);
  end loop;
  return v_found;
end $$;

-- A search takes about as long in a long history as in a short one: who is common is among the
-- newest rows, who is rare is found by index, and who is neither by looking on through the rows, of
-- which a few thousand fill a page. Definer: `ilike` is not leakproof, so under row-level security
-- no index of patterns is used. Hence the look at the caller's role, and ids only: what they stand
-- for is read as the caller.
create function app.found_messages(p_workspace uuid, p_size integer, p_before bigint,
  p_direction text, p_search text)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_after bigint;
  v_found bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  v_after := (app.message_ids(p_workspace, 200, p_before, p_direction, null))[200];
  v_found := app.message_ids(p_workspace, p_size, p_before, p_direction, null, p_search, null,
    v_after - 1);
  if v_after is null or cardinality(v_found) = p_size then
    return v_found;
  end if;
  v_found := app.few_contacts(p_workspace, p_search);
  if v_found is null then
    return app.walk_messages(p_workspace, p_size, p_before, p_direction, p_search);
  end if;
  return array(
    select m.id from unnest(v_found) found (contact)
    cross join lateral (select x.id from public.whatsapp_messages x
      where x.contact_id = found.contact and (p_before is null or x.id < p_before)
        and (p_direction is null or x.direction = p_direction) order by x.id desc limit p_size) m
    order by m.id desc limit p_size);
end $$;

create function app.found_calls(p_workspace uuid, p_size integer, p_before bigint, p_filter text,
  p_search text)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_after bigint;
  v_found bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  -- Of these there are few, whatever the history.
  if p_filter in ('waiting', 'needs') then
    return app.call_ids(p_workspace, p_size, p_before, p_filter, p_search);
  end if;
  v_after := (app.call_ids(p_workspace, 200, p_before, 'all'))[200];
  v_found := app.call_ids(p_workspace, p_size, p_before, p_filter, p_search, null, v_after - 1);
  if v_after is null or cardinality(v_found) = p_size then
    return v_found;
  end if;
  v_found := app.few_contacts(p_workspace, p_search);
  if v_found is null then
    return app.walk_calls(p_workspace, p_size, p_before, p_filter, p_search);
  end if;
  v_found := array(select distinct k.id
    from unnest(app.calls_of(p_workspace, p_search, v_found, null, null)) k (id)
    where p_before is null or k.id < p_before order by k.id desc limit case p_filter when 'all'
      then p_size end);
  return app.call_ids(p_workspace, p_size, p_before, p_filter, null, v_found);
end $$;

grant execute on function
  app.message_ids(uuid, integer, bigint, text, bigint, text, bigint[], bigint),
  app.call_ids(uuid, integer, bigint, text, text, bigint[], bigint),
  app.found_messages(uuid, integer, bigint, text, text),
  app.found_calls(uuid, integer, bigint, text, text)
to authenticated;
