-- The list of people, by view, and how many there are of each.

-- Inbound and written texts are found by their words; one big text that all get is not. With the
-- block of 16,384 ids that a row is in: a common word is looked for in the newest blocks first.
create index whatsapp_messages_said on public.whatsapp_messages using gin (
  to_tsvector('simple', app.fold(left(body, 2000))), (array[id >> 14]))
  where purpose in ('inbound', 'typed', 'manual') and body is not null;

-- What a person types, as prefixes of words; null where there is none.
create function app.words_query(p_search text) returns tsquery
language plpgsql immutable set search_path = ''
as $$
declare
  v_words text := (select string_agg(w || ':*', ' & ') from (
    select distinct w from regexp_split_to_table(app.fold(p_search), '[^[:alnum:]]+') w
    where length(w) >= 2 limit 8) d);
begin
  return case when v_words is not null then to_tsquery('simple', v_words) end;
end $$;

-- People in whose messages these words are: of the newest messages first, until there are enough.
create function app.said_by(p_workspace uuid, p_search text, p_most integer) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_query tsquery := app.words_query(p_search);
  v_top bigint;
  v_step bigint := 1;
  v_found bigint[] := '{}';
  v_blocks bigint[];
begin
  if v_query is null then
    return v_found;
  end if;
  v_top := (select m.id >> 14 from public.whatsapp_messages m where m.workspace_id = p_workspace
    order by m.id desc limit 1);
  while v_top >= 0 and cardinality(v_found) < p_most loop
    v_blocks := array(select generate_series(greatest(v_top - v_step + 1, 0), v_top));
    v_found := array(select distinct f.contact_id from (
      select m.contact_id from public.whatsapp_messages m
      where m.workspace_id = p_workspace and m.purpose in ('inbound', 'typed', 'manual')
        and m.body is not null and array[m.id >> 14] && v_blocks
        and to_tsvector('simple', app.fold(left(m.body, 2000))) @@ v_query limit 2000) f
      union select unnest(v_found));
    v_top := v_top - v_step;
    v_step := v_step * 4;
  end loop;
  return v_found;
end $$;

-- Whom a search means: by name, company, number, and by what was said. Definer, as found_contacts
-- is; ids only.
create function app.found_people(p_workspace uuid, p_search text, p_most integer)
returns bigint[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- require_role: in found_contacts.
  return array(select distinct x from unnest(
    app.found_contacts(p_workspace, p_most, null, p_search)
    || app.said_by(p_workspace, p_search, p_most)) x);
end $$;

-- Ids of a page of a view, the longest waiting first (or the newest, of `all`, `mine` and
-- `closed`), after the row with this key. Planned for the view it is given.
create function app.conversation_ids(p_workspace uuid, p_view text, p_size integer,
  p_at timestamptz, p_contact bigint, p_owner uuid, p_tag text, p_only bigint[],
  p_user uuid) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_states text[] := case p_view when 'reply' then '{call_back,check,reply}'::text[]
    when 'new' then '{call_back,check,problem,reply}'::text[]
    when 'waiting' then '{queued,waiting}'::text[] when 'problem' then '{problem}'::text[]
    when 'closed' then '{closed,done}'::text[] end;
  v_now timestamptz := app.now();
  v_owner uuid := case when p_view = 'mine' then p_user else p_owner end;
begin
  if p_view in ('all', 'mine', 'closed') then
    return array(select k.contact_id from public.conversations k
      where k.workspace_id = p_workspace
        and (v_owner is null or k.owner = v_owner) and (p_tag is null or p_tag = any (k.tags))
        and (v_states is null or k.state = any (v_states))
        and (p_view <> 'mine' or k.state not in ('closed', 'done'))
        and (p_only is null or k.contact_id = any (p_only))
        and (p_at is null or (k.last_at, k.contact_id) < (p_at, p_contact))
      order by k.last_at desc, k.contact_id desc limit p_size);
  end if;
  return array(select k.contact_id from unnest(v_states) s (state)
    cross join lateral (select x.contact_id, x.sort_at from public.conversations x
      where x.workspace_id = p_workspace and x.state = s.state
        and (x.state <> 'call_back' or x.call_back_at <= v_now)
        and (p_view <> 'new' or x.last_in_id > coalesce((select r.message_id
          from public.conversation_reads r where r.user_id = p_user
            and r.contact_id = x.contact_id), 0))
        and (v_owner is null or x.owner = v_owner) and (p_tag is null or p_tag = any (x.tags))
        and (p_only is null or x.contact_id = any (p_only))
        and (p_at is null or (x.sort_at, x.contact_id) > (p_at, p_contact))
      order by x.sort_at, x.contact_id limit p_size) k
    order by k.sort_at, k.contact_id limit p_size);
end $$;

-- How many of each, counted up to a thousand (a thousand and one: more): {reply, mine, waiting,
-- problem, new, newSince, check, callBack, mentions}. reply: ours to answer, to check or to call
-- now. new: where they wrote since the caller last read; newSince: the first of these words.
create function app.conversation_counts(p_workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_now timestamptz := app.now();
  v_of jsonb := (select jsonb_object_agg(s.state, (select count(*) from (
      select from public.conversations k where k.workspace_id = p_workspace and k.state = s.state
        and (k.state <> 'call_back' or k.call_back_at <= v_now) limit 1001) n))
    from unnest('{problem,reply,check,call_back,queued,waiting}'::text[]) s (state));
  v_new record;
begin
  select count(*) as n, min(f.last_in_at) as since into v_new
  from (select k.last_in_at from public.conversations k
    where k.workspace_id = p_workspace and k.state in ('problem', 'reply', 'check', 'call_back')
      and k.last_in_id > coalesce((select r.message_id from public.conversation_reads r
        where r.user_id = v_user and r.contact_id = k.contact_id), 0) limit 1001) f;
  return jsonb_build_object(
    'reply', least(1001, (v_of ->> 'reply')::integer + (v_of ->> 'check')::integer
      + (v_of ->> 'call_back')::integer),
    'problem', v_of -> 'problem', 'check', v_of -> 'check', 'callBack', v_of -> 'call_back',
    'waiting', least(1001, (v_of ->> 'waiting')::integer + (v_of ->> 'queued')::integer),
    'mine', (select count(*) from (select from public.conversations k
      where k.workspace_id = p_workspace and k.owner = v_user
        and k.state not in ('closed', 'done') limit 1001) n),
    'new', v_new.n, 'newSince', v_new.since,
    'mentions', (select count(*) from (select from public.note_mentions n
      where n.workspace_id = p_workspace and n.user_id = v_user and n.seen_at is null
        limit 1001) n));
end $$;

-- The last words of a thread, as its row shows them.
create function app.last_words(p_message bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('id', m.id, 'direction', m.direction, 'purpose', m.purpose,
      'kind', m.kind, 'body', left(m.body, 160), 'status', m.status, 'deleted',
      m.deleted_at is not null, 'fileName', m.media ->> 'fileName', 'seconds',
      m.media -> 'durationSeconds', 'dueAt', m.due_at, 'readAt', m.read_at,
      'at', case m.direction when 'in' then m.written_at
        else coalesce(m.send_began_at, m.created_at) end)
    from public.whatsapp_messages m where m.id = p_message);
end $$;

-- Rows as lists show them, by id: {contact, name, company, phone, state, detail, about, since, bill,
-- unread, unanswered, last, lastAt, sortAt, owner, callBackAt, tags, silence}. unread: what they
-- wrote since the caller last read, up to 99.
create function app.conversation_rows(p_ids bigint[])
returns table (contact_id bigint, conversation jsonb)
language plpgsql stable rows 40 set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return query
    select k.contact_id, jsonb_build_object('contact', k.contact_id,
      'name', coalesce(c.name, c.push_name), 'company', c.company,
      'phone', (select i.value from public.contact_identities i
        where i.contact_id = k.contact_id and i.kind = 'phone' order by i.learned_at,
          i.value limit 1),
      'state', k.state, 'detail', k.detail, 'about', k.about_message, 'since', k.since,
      'bill', k.bill, 'unanswered', k.unanswered,
      'unread', (select count(*) from (select from public.whatsapp_messages m
        where m.contact_id = k.contact_id and m.direction = 'in'
          and m.id > coalesce(r.message_id, 0) and m.id <= k.last_in_id
          order by m.id desc limit 99) n),
      'last', app.last_words(k.last_message_id), 'lastAt', k.last_at, 'sortAt', k.sort_at,
      'owner', k.owner, 'callBackAt', k.call_back_at, 'closedAt', k.closed_at,
      'tags', to_jsonb(k.tags), 'silence', app.silence(c))
    from public.conversations k join public.contacts c on c.id = k.contact_id
    left join public.conversation_reads r on r.contact_id = k.contact_id and r.user_id = v_user
    where k.contact_id = any (p_ids);
end $$;

-- A page of people. filters: {view: reply | mine | waiting | problem | new | all | closed |
-- mentions, q, owner, tag, before}. before: `next` of the page before. {rows, next}
create function app.conversation_list(p_workspace uuid, p_filters jsonb, p_size integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_view text := coalesce(p_filters ->> 'view', 'reply');
  v_key text[] := regexp_match(p_filters ->> 'before', '^(-?[0-9]{1,11}(?:\.[0-9]{1,9})?)~([0-9]{1,18})$');
  v_q text := left(nullif(btrim(p_filters ->> 'q'), ''), 200);
  v_only bigint[] := case when v_q is not null then app.found_people(p_workspace, v_q, 400)
    when v_view = 'mentions' then app.mentioned_in(p_workspace) end;
  v_ids bigint[];
  v_rows jsonb;
begin
  v_view := case when v_q is not null or v_view = 'mentions' then 'all' else v_view end;
  v_ids := app.conversation_ids(p_workspace, v_view, p_size + 1,
    to_timestamp(v_key[1]::double precision), v_key[2]::bigint,
    case when pg_input_is_valid(p_filters ->> 'owner', 'uuid')
      then (p_filters ->> 'owner')::uuid end,
    p_filters ->> 'tag', v_only, auth.uid());
  select coalesce(jsonb_agg(r.conversation order by array_position(v_ids, r.contact_id)), '[]')
  into v_rows from app.conversation_rows(v_ids[1:p_size]) r;
  return jsonb_build_object('rows', v_rows, 'next', case when cardinality(v_ids) > p_size then (
    select extract(epoch from case when v_view in ('all', 'mine', 'closed') then k.last_at
      else k.sort_at end)::text || '~' || k.contact_id
    from public.conversations k where k.contact_id = v_ids[p_size]) end);
end $$;

-- People in whose notes the caller is mentioned, the newest hundred.
create function app.mentioned_in(p_workspace uuid) returns bigint[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(select distinct n.contact_id from (select x.contact_id
    from public.note_mentions x where x.user_id = auth.uid() and x.workspace_id = p_workspace
    order by x.note_id desc limit 100) n);
end $$;

grant execute on function
  app.words_query(text), app.said_by(uuid, text, integer), app.found_people(uuid, text, integer),
  app.conversation_ids(uuid, text, integer, timestamptz, bigint, uuid, text, bigint[], uuid),
  app.conversation_counts(uuid), app.last_words(bigint), app.conversation_rows(bigint[]),
  app.conversation_list(uuid, jsonb, integer), app.mentioned_in(uuid),
  app.wants_answer(public.whatsapp_messages), app.reason_known(bigint),
  app.write_guard(public.contacts, uuid, text, boolean),
  app.channel_for(bigint, text), app.first_contact_channel(uuid)
to authenticated;
