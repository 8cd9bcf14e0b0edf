-- The list of persons: everybody we know, whom we last spoke with first; and what is done with many
-- at once.
create index contacts_days on public.contacts (workspace_id, created_at desc, id desc)
  where merged_into is null;

-- Whether somebody comes from a call ('call') or wrote by themselves ('wrote').
create function app.came_by(p_contact bigint) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return case when exists (select from public.cloudtalk_calls k where k.contact_id = p_contact)
    then 'call' else 'wrote' end;
end $$;

-- A page of persons with a thread, after the row with this key; planned for its filters. p_owner:
-- 'none', or a member's id.
create function app.people_written(p_workspace uuid, p_size integer, p_at timestamptz, p_id bigint,
  p_filters jsonb, p_only bigint[]) returns table (contact_id bigint, at timestamptz)
language plpgsql stable rows 50 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_state text := p_filters ->> 'state';
  v_tag text := p_filters ->> 'tag';
  v_source text := p_filters ->> 'source';
  v_nobody boolean := coalesce(p_filters ->> 'owner' = 'none', false);
  v_owner uuid := case when pg_input_is_valid(p_filters ->> 'owner', 'uuid')
    then (p_filters ->> 'owner')::uuid end;
begin
  return query
    select k.contact_id, k.last_at from public.conversations k
    where k.workspace_id = p_workspace and (v_state is null or k.state = v_state)
      and (not v_nobody or k.owner is null) and (v_owner is null or k.owner = v_owner)
      and (v_tag is null or k.tags @> array[v_tag])
      and (v_source is null or app.came_by(k.contact_id) = v_source)
      and (p_only is null or k.contact_id = any (p_only))
      and (p_at is null or (k.last_at, k.contact_id) < (p_at, p_id))
    order by k.last_at desc, k.contact_id desc limit p_size;
end $$;

-- The same of those without a thread: nothing was ever sent to them or came from them. p_since: not
-- older than that.
create function app.people_unwritten(p_workspace uuid, p_size integer, p_at timestamptz,
  p_id bigint, p_filters jsonb, p_only bigint[], p_since timestamptz)
returns table (contact_id bigint, at timestamptz)
language plpgsql stable rows 50 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_source text := p_filters ->> 'source';
begin
  if coalesce(p_filters ->> 'state', 'none') <> 'none' or p_filters ? 'tag'
      or coalesce(p_filters ->> 'owner', 'none') <> 'none' then
    return;
  end if;
  return query
    select c.id, c.created_at from public.contacts c
    where c.workspace_id = p_workspace and c.merged_into is null and c.erased_at is null
      and (p_since is null or c.created_at >= p_since)
      and (p_only is null or c.id = any (p_only))
      and (p_at is null or (c.created_at, c.id) < (p_at, p_id))
      and not exists (select from public.conversations k where k.contact_id = c.id)
      and (v_source is null or app.came_by(c.id) = v_source)
    order by c.created_at desc, c.id desc limit p_size;
end $$;

-- Ids of a page, and the key of each. Who has no thread stands by when we first knew them, so that
-- only those of the page's own time are looked for.
create function app.people_ids(p_workspace uuid, p_size integer, p_at timestamptz, p_id bigint,
  p_filters jsonb, p_only bigint[]) returns table (contact_id bigint, at timestamptz)
language plpgsql stable rows 50 set search_path = ''
as $$
declare
  v_ids bigint[] := '{}';
  v_times timestamptz[] := '{}';
begin
  if p_filters ->> 'state' is distinct from 'none' then
    select array_agg(w.contact_id order by w.at desc, w.contact_id desc),
      array_agg(w.at order by w.at desc, w.contact_id desc) into v_ids, v_times
    from app.people_written(p_workspace, p_size, p_at, p_id, p_filters, p_only) w;
  end if;
  return query
    select x.contact_id, x.at from (
      select u.id as contact_id, u.at from unnest(v_ids, v_times) u (id, at)
      union all
      select w.contact_id, w.at from app.people_unwritten(p_workspace, p_size, p_at, p_id,
        p_filters, p_only, v_times[p_size]) w) x
    order by x.at desc, x.contact_id desc limit p_size;
end $$;

-- Rows of the list, by id: those of conversations, with `source` and `calls` (up to 100) beside;
-- state null: without a thread.
create function app.people_rows(p_ids bigint[]) returns table (contact_id bigint, person jsonb)
language plpgsql stable rows 50 set search_path = ''
as $$
begin
  return query
    select c.id, jsonb_build_object('contact', c.id, 'name', coalesce(c.name, c.push_name),
        'company', c.company, 'phone', app.contact_phone(c.id), 'state', null, 'detail', null,
        'since', c.created_at, 'bill', null, 'unread', 0, 'unanswered', 0, 'owner', null,
        'lastAt', c.created_at, 'callBackAt', null, 'tags', '[]'::jsonb,
        'silence', app.silence(c))
      || coalesce(r.conversation, '{}') || jsonb_build_object('source', app.came_by(c.id),
        'calls', (select count(*) from (select from public.cloudtalk_calls k
          where k.contact_id = c.id limit 100) n))
    from public.contacts c
    left join app.conversation_rows(p_ids) r on r.contact_id = c.id
    where c.id = any (p_ids);
end $$;

-- The tags that are in use, of the thousand people whom we last spoke with.
create function app.tags_used(p_workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(t.tag order by t.tag), '[]') from (
    select distinct unnest(k.tags) as tag from (select x.tags from public.conversations x
      where x.workspace_id = p_workspace and x.tags <> '{}' order by x.last_at desc
      limit 1000) k limit 100) t);
end $$;

-- A page of persons. filters: {state (none: without a thread), owner (an id, or none), tag, source
-- (call, wrote), q, before}. {now, rows, next, tags}. Raises 42501 for who is no member.
create function public.people_list(workspace uuid, filters jsonb default '{}',
  page_size integer default 50) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_size integer := least(greatest(page_size, 1), 500);
  v_filters jsonb := (select coalesce(jsonb_object_agg(f.key, f.value), '{}')
    from jsonb_each(filters) f where f.value <> '""' and f.value <> 'null');
  v_key text[] := regexp_match(filters ->> 'before', '^(-?[0-9]{1,11}(?:\.[0-9]{1,9})?)~([0-9]{1,18})$');
  v_q text := left(nullif(btrim(filters ->> 'q'), ''), 200);
  v_ids bigint[];
  v_times timestamptz[];
  v_rows jsonb;
begin
  perform app.require_role(workspace, 'agent');
  select array_agg(p.contact_id order by p.at desc, p.contact_id desc),
    array_agg(p.at order by p.at desc, p.contact_id desc) into v_ids, v_times
  from app.people_ids(workspace, v_size + 1, to_timestamp(v_key[1]::double precision),
    v_key[2]::bigint, v_filters,
    case when v_q is not null then app.found_people(workspace, v_q, 400) end) p;
  select coalesce(jsonb_agg(r.person order by array_position(v_ids, r.contact_id)), '[]')
  into v_rows from app.people_rows(v_ids[1:v_size]) r;
  return jsonb_build_object('now', app.now(), 'rows', v_rows, 'tags', app.tags_used(workspace),
    'next', case when cardinality(v_ids) > v_size
      then extract(epoch from v_times[v_size])::text || '~' || v_ids[v_size] end);
end $$;

-- One change of many people: {owner: id | null}, {addTag: text} or {removeTag: text}; each is
-- a change of theirs, and a row of the log. {changed, undo}: `undo` given to undo_people takes all
-- of them back.
create function public.change_people(workspace uuid, contacts bigint[], change jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_undo uuid := gen_random_uuid();
  v_changed integer := 0;
  v_id bigint;
  v_tags text[];
  v_owner uuid;
  v_new jsonb;
  v_old jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if cardinality(contacts) > 500 then
    raise exception using errcode = 'PT422', detail = 'contacts',
      message = 'At most 500 people are changed at once.';
  end if;
  -- As what is delivered of several people at once: no circle.
  perform app.lock_channels(workspace);
  for v_id in select c.id from public.contacts c where c.id = any (contacts)
      and c.workspace_id = workspace and c.merged_into is null and c.erased_at is null
      order by c.id loop
    perform from public.contacts c where c.id = v_id for key share;
    select k.tags, k.owner into v_tags, v_owner from public.conversations k
    where k.contact_id = v_id for update;
    v_old := case when change ? 'owner' then jsonb_build_object('owner', v_owner)
      else jsonb_build_object('tags', to_jsonb(coalesce(v_tags, '{}'))) end;
    v_new := case when change ? 'owner' then jsonb_build_object('owner', change -> 'owner')
      when change ? 'addTag' then jsonb_build_object('tags', to_jsonb(app.tags_named(
        to_jsonb(v_tags || (change ->> 'addTag')))))
      else jsonb_build_object('tags', to_jsonb(array_remove(coalesce(v_tags, '{}'),
        lower(btrim(change ->> 'removeTag'))))) end;
    continue when v_new = v_old;
    perform public.work_conversation(v_id, v_new || jsonb_build_object('together', v_undo,
      'was', v_old));
    v_changed := v_changed + 1;
  end loop;
  -- log_action: in work_conversation, for each.
  return jsonb_build_object('changed', v_changed, 'undo', v_undo);
end $$;

-- Takes back what its caller did with many people in the last ten minutes, but for what colleagues
-- changed since. How many.
create function public.undo_people(workspace uuid, undo uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_row record;
  v_undone integer := 0;
begin
  perform app.require_role(workspace, 'agent');
  perform app.lock_channels(workspace);
  -- log_action: in work_conversation, for each.
  for v_row in select a.subject_id::bigint as contact, a.detail -> 'was' as was,
        a.detail - 'was' - 'together' as did
      from public.audit_log a
      where a.workspace_id = undo_people.workspace and a.user_id = auth.uid()
        and a.at > app.now() - interval '10 minutes' and a.action = 'conversation_changed'
        and a.detail ->> 'together' = undo::text order by 1 loop
    if not exists (select from public.contacts c where c.id = v_row.contact
        and (c.merged_into is not null or c.erased_at is not null)) then
      perform public.work_conversation(v_row.contact, v_row.was
        || jsonb_build_object('after', v_row.did));
      v_undone := v_undone + 1;
    end if;
  end loop;
  return v_undone;
end $$;

-- Who somebody without a number may be: people whom we wrote to in the hours before they first
-- wrote, who owe an answer and of whom no hidden number is known. Whose name has a word of theirs
-- first, then whom we wrote to last. [{contact, name, company, phone, askedAt}], at most three.
create function public.proposed_people(contact bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  c public.contacts;
  v_first timestamptz;
  v_words text[];
begin
  select * into c from public.contacts x where x.id = contact;
  perform app.require_role(c.workspace_id, 'agent');
  v_first := (select min(m.written_at) from public.whatsapp_messages m where m.contact_id = c.id
    and m.direction = 'in');
  if v_first is null or app.contact_phone(c.id) is not null then
    return '[]';
  end if;
  v_words := array(select w from unnest(string_to_array(app.fold(coalesce(c.name, c.push_name,
    '')), ' ')) w where length(w) >= 3);
  return (select coalesce(jsonb_agg(p.person order by p.is_alike desc, p.asked_at desc), '[]')
    from (select jsonb_build_object('contact', o.id, 'name', coalesce(o.name, o.push_name),
        'company', o.company, 'phone', app.contact_phone(o.id), 'askedAt', s.at) as person,
        s.at as asked_at, string_to_array(app.fold(concat_ws(' ', o.name, o.company,
          o.push_name)), ' ') && v_words as is_alike
      from (select m.contact_id, max(m.send_began_at) as at from public.channels h
        join public.whatsapp_send_attempts t on t.channel_id = h.id and t.outcome <> 'not_sent'
          and t.started_at > v_first - interval '6 hours' and t.started_at <= v_first
        join public.whatsapp_messages m on m.id = t.message_id
        where h.workspace_id = c.workspace_id and m.purpose in ('follow_up', 'reminder')
          and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
        group by m.contact_id) s
      join public.contacts o on o.id = s.contact_id and o.id <> c.id and o.merged_into is null
        and o.erased_at is null
      where not exists (select from public.contact_identities i where i.contact_id = o.id
          and i.kind = 'lid')
        and exists (select from public.asks a where a.contact_id = o.id and a.is_open
          and a.evidence is null)
      order by is_alike desc, asked_at desc limit 3) p);
end $$;

grant execute on function app.came_by(bigint),
  app.people_written(uuid, integer, timestamptz, bigint, jsonb, bigint[]),
  app.people_unwritten(uuid, integer, timestamptz, bigint, jsonb, bigint[], timestamptz),
  app.people_ids(uuid, integer, timestamptz, bigint, jsonb, bigint[]),
  app.people_rows(bigint[]), app.tags_used(uuid), public.people_list(uuid, jsonb, integer),
  public.change_people(uuid, bigint[], jsonb), public.undo_people(uuid, uuid),
  public.proposed_people(bigint)
to authenticated;

-- A manager takes a list with names and numbers away: written down. what: calls | people | leads.
create function public.note_list_export(workspace uuid, what text) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  if what is null or what not in ('calls', 'people', 'leads') then
    raise exception using errcode = 'PT400', message = 'What is taken away: calls, people, or leads.';
  end if;
  perform app.log_action(workspace, auth.uid(), what || '_exported', 'contact', null);
  return true;
end $$;
grant execute on function public.note_list_export(uuid, text) to authenticated;
