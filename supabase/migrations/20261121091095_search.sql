-- Finding the calls and messages of a page: by filters, and by a part of a name or number.
-- Supabase keeps extensions in a schema of this name; anywhere else it is made.
create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;

-- Each write of a name waits in the index's list of what is pending, which each search reads: it is kept short.
create index contacts_names on public.contacts using gin (search_text extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 64);
create index contact_identities_phones on public.contact_identities using gin (value extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 64) where kind = 'phone';
create index cloudtalk_calls_names on public.cloudtalk_calls using gin (search_text extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 64);
create index cloudtalk_calls_numbers on public.cloudtalk_calls using gin (
  phone_raw extensions.gin_trgm_ops, phone_number extensions.gin_trgm_ops)
  with (gin_pending_list_limit = 64) where contact_id is null;

-- Ids of a page of messages, newest first: of those before and after these ids, of one contact or of several.
-- Planned for the filters it is given: one plan for all of them would read every message of the workspace.
create function app.message_ids(
  p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_contact bigint,
  p_search text default null, p_contacts bigint[] default null, p_after bigint default null) returns bigint[]
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
      -- `offset 0`, here and below: one look a row. Else Postgres reads all there is, to look it up in memory.
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
  p_search text default null, p_among bigint[] default null, p_after bigint default null) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_raw text := app.name_pattern(p_search);
  v_phone text := app.phone_pattern(p_search);
  -- The calls of a short list, found from its messages: from the calls, all of them would be looked at.
  v_listed bigint[] := case p_filter
    when 'waiting' then array(
      select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace and m.ask_open)
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
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'sent', 'delivered', 'read') offset 0))
      and (p_search is null or k.search_text like all (v_words)
        or (k.contact_id is null and (k.phone_raw ilike v_raw or k.phone_number like v_phone))
        or exists (select from public.contacts c where c.id = k.contact_id
          and c.search_text like all (v_words) offset 0)
        or exists (select from public.contact_identities i
          where i.contact_id = k.contact_id and i.kind = 'phone' and i.value like v_phone offset 0))
    order by k.id desc limit p_size);
end $$;

-- Contacts by the indexes of names and numbers: one by a whole number; null when there are more than p_most.
create function app.find_contacts(p_workspace uuid, p_search text, p_most integer) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_whole bigint := app.contact_by(p_workspace, 'phone', '+' || btrim(v_phone, '%'));
  v_found bigint[];
begin
  if v_whole is not null then
    return array[v_whole];
  end if;
  v_found := array(
    (select c.id from public.contacts c where c.workspace_id = p_workspace
      and c.search_text like v_words[1] and c.search_text like coalesce(v_words[2], v_words[1])
      and c.search_text like all (v_words) limit p_most + 1)
    union
    (select i.contact_id from public.contact_identities i
      where i.workspace_id = p_workspace and i.kind = 'phone' and i.value like v_phone limit p_most + 1));
  return case when cardinality(v_found) <= p_most then v_found end;
end $$;

-- Calls by their contacts and by what they say themselves; null when there are more than p_most, or of more contacts.
create function app.find_calls(p_workspace uuid, p_search text, p_most_contacts integer, p_most integer) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_words text[] := app.word_patterns(p_search);
  v_raw text := app.name_pattern(p_search);
  v_phone text := app.phone_pattern(p_search);
  v_contacts bigint[] := app.find_contacts(p_workspace, p_search, p_most_contacts);
  v_found bigint[];
begin
  if v_contacts is null then
    return null;
  end if;
  v_found := array(
    (select k.id from public.cloudtalk_calls k
      where k.contact_id = any (v_contacts) and k.workspace_id = p_workspace limit p_most + 1)
    union all
    (select k.id from public.cloudtalk_calls k
      where k.workspace_id = p_workspace and k.search_text like v_words[1]
        and k.search_text like coalesce(v_words[2], v_words[1])
        and k.search_text like all (v_words) limit p_most + 1)
    union all
    (select k.id from public.cloudtalk_calls k where k.workspace_id = p_workspace and k.contact_id is null
      and (k.phone_raw ilike v_raw or k.phone_number like v_phone) limit p_most + 1));
  return case when cardinality(v_found) <= p_most then v_found end;
end $$;

-- A search takes about as long in a long history as in a short one: who is common is among the newest rows, who is rare is
-- found by index, and who is neither by looking on through the rows, of which a few thousand fill a page.
-- Definer: `ilike` is not leakproof, so under row-level security no index of patterns is used. Hence the look at the
-- caller's role, and ids only: what they stand for is read as the caller.
create function app.found_messages(p_workspace uuid, p_size integer, p_before bigint, p_direction text, p_search text)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_after bigint;
  v_found bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  v_after := (app.message_ids(p_workspace, 200, p_before, p_direction, null))[200];
  v_found := app.message_ids(p_workspace, p_size, p_before, p_direction, null, p_search, null, v_after - 1);
  if v_after is null or cardinality(v_found) = p_size then
    return v_found;
  end if;
  return app.message_ids(
    p_workspace, p_size, p_before, p_direction, null, p_search, app.find_contacts(p_workspace, p_search, 500));
end $$;

create function app.found_calls(p_workspace uuid, p_size integer, p_before bigint, p_filter text, p_search text)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_after bigint;
  v_found bigint[];
begin
  perform app.require_role(p_workspace, 'agent');
  v_after := (app.call_ids(p_workspace, 200, p_before, 'all'))[200];
  v_found := app.call_ids(p_workspace, p_size, p_before, p_filter, p_search, null, v_after - 1);
  if v_after is null or cardinality(v_found) = p_size then
    return v_found;
  end if;
  return app.call_ids(
    p_workspace, p_size, p_before, p_filter, p_search, app.find_calls(p_workspace, p_search, 500, 2000));
end $$;
