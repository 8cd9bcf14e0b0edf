-- What staff do with a person: whose it is, to be called back, no answer needed, closed, tags.

-- What of a row a member may set, as `change` and `before` have it.
create function app.work_json(r public.conversations) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_build_object('owner', r.owner, 'callBackAt', r.call_back_at,
    'handledId', r.handled_id, 'closed', r.closed_at is not null, 'tags', to_jsonb(r.tags));
end $$;

-- The owner that a member names: null, or a member of the workspace. Raises PT422.
create function app.owner_named(p_workspace uuid, p_value jsonb) returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_owner uuid := case when pg_input_is_valid(p_value #>> '{}', 'uuid')
    then (p_value #>> '{}')::uuid end;
begin
  if p_value <> 'null' and not exists (select from public.memberships m
      where m.workspace_id = p_workspace and m.user_id = v_owner) then
    raise exception using errcode = 'PT422', detail = 'owner',
      message = 'This colleague is not a member here.';
  end if;
  return v_owner;
end $$;

create function app.tags_named(p_value jsonb) returns text[]
language plpgsql stable set search_path = ''
as $$
declare
  v_tags text[];
begin
  select array_agg(distinct t.tag) into v_tags
  from (select lower(btrim(x)) as tag from jsonb_array_elements_text(
    case jsonb_typeof(p_value) when 'array' then p_value else '[]' end) x) t where t.tag <> '';
  if cardinality(v_tags) > 20 or exists (select from unnest(v_tags) t where length(t) > 40) then
    raise exception using errcode = 'PT422', detail = 'tags',
      message = 'A person has at most 20 tags of 40 characters each.';
  end if;
  return coalesce(v_tags, '{}');
end $$;

-- Tags after a change of them: all of them, or one more or less.
create function app.tags_changed(p_tags text[], p_change jsonb) returns text[]
language plpgsql stable set search_path = ''
as $$
begin
  if p_change ? 'tags' then
    return app.tags_named(p_change -> 'tags');
  elsif p_change ? 'addTag' then
    return app.tags_named(to_jsonb(p_tags) || (p_change -> 'addTag'));
  end if;
  return array_remove(p_tags, lower(btrim(p_change ->> 'removeTag')));
end $$;

-- Tags that are in use where this person is, the most used first, up to fifty.
create function public.known_tags(contact bigint) returns text[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  return array(select t.tag from public.conversations k, unnest(k.tags) t (tag)
    where k.workspace_id = c.workspace_id and k.tags <> '{}'
    group by t.tag order by count(*) desc, t.tag limit 50);
end $$;

-- What of an undoing still undoes it: `after` is what its maker left behind; what somebody changed
-- since stays. Of tags the own ones go or come back, among those of colleagues.
create function app.still_undone(p_now jsonb, p_change jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_after jsonb := p_change -> 'after';
begin
  if jsonb_typeof(v_after) is distinct from 'object' then
    return p_change;
  end if;
  return (select coalesce(jsonb_object_agg(f.key, f.value), '{}')
      from jsonb_each(p_change - 'after' - 'tags') f
      where not v_after ? f.key or v_after -> f.key = p_now -> f.key)
    || case when p_change ? 'tags' then jsonb_build_object('tags', (
      select coalesce(jsonb_agg(distinct t.tag), '[]') from (
        select jsonb_array_elements_text(p_now -> 'tags') as tag
        union select jsonb_array_elements_text(p_change -> 'tags')) t
      where (p_change -> 'tags') ? t.tag and not coalesce((v_after -> 'tags') ? t.tag, false)
        or (p_now -> 'tags') ? t.tag and ((p_change -> 'tags') ? t.tag
          or not coalesce((v_after -> 'tags') ? t.tag, false))))
      else '{}' end;
end $$;

-- One change, or its undoing: {owner?: id | null, callBackAt?: time | null, handled?: true,
-- handledId?: id | null, closed?: boolean, tags?: [text], addTag?: text, removeTag?: text}. Answers
-- {before, after}, each of that shape: `before` given back undoes it; with `after` beside, only what
-- nobody changed since.
create function public.work_conversation(contact bigint, change jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.workable_contact(contact);
  r public.conversations;
  v_before jsonb;
  v_newest bigint;
begin
  -- require_role: in workable_contact.
  insert into public.conversations (contact_id, workspace_id) values (c.id, c.workspace_id)
  on conflict do nothing;
  select * into r from public.conversations x where x.contact_id = c.id for update;
  v_before := app.work_json(r);
  change := app.still_undone(v_before, change);
  select max(m.id) into v_newest from public.whatsapp_messages m where m.contact_id = c.id;
  if change ? 'owner' then
    r.owner := app.owner_named(c.workspace_id, change -> 'owner');
    r.owner_by := auth.uid();
    r.owner_at := app.now();
  end if;
  if change ? 'callBackAt' then
    r.call_back_at := app.time_named(c.workspace_id, change -> 'callBackAt');
    r.call_back_by := case when r.call_back_at is not null then auth.uid() end;
    if r.call_back_at is not null and not change ? 'handledId' then
      r.handled_id := greatest(r.handled_id, v_newest);
    end if;
  end if;
  if change ? 'handledId' then
    r.handled_id := case when change ->> 'handledId' is not null
      then least((change ->> 'handledId')::bigint, v_newest) end;
  elsif (change ->> 'handled')::boolean then
    r.handled_id := greatest(r.handled_id, v_newest);
  end if;
  if change ? 'closed' then
    r.closed_at := case when (change ->> 'closed')::boolean then app.now() end;
    r.closed_by := case when (change ->> 'closed')::boolean then auth.uid() end;
    r.closed_id := case when (change ->> 'closed')::boolean then coalesce(v_newest, 0) end;
    if (change ->> 'closed')::boolean and not change ? 'callBackAt' then
      r.call_back_at := null;
      r.call_back_by := null;
    end if;
  end if;
  r.tags := app.tags_changed(r.tags, change);
  update public.conversations x set (owner, owner_by, owner_at, call_back_at, call_back_by,
    handled_id, closed_at, closed_by, closed_id, tags)
    = (r.owner, r.owner_by, r.owner_at, r.call_back_at, r.call_back_by, r.handled_id,
      r.closed_at, r.closed_by, r.closed_id, r.tags)
  where x.contact_id = c.id;
  perform app.refresh_conversation(c.id, false);
  select * into r from public.conversations x where x.contact_id = c.id;
  perform app.log_action(c.workspace_id, auth.uid(), 'conversation_changed', 'contact',
    c.id::text, change);
  return jsonb_build_object('before', v_before, 'after', app.work_json(r), 'state', r.state);
end $$;

-- A time that a member names, in the workspace's zone where it has none; `+60`: in so many minutes;
-- or null. Raises PT422.
create function app.time_named(p_workspace uuid, p_value jsonb) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_text text := p_value #>> '{}';
begin
  if v_text is null then
    return null;
  elsif v_text ~ '^\+[0-9]{1,5}$' then
    return app.now() + make_interval(mins => v_text::integer);
  -- Neither words (`infinity`, `tomorrow`) nor years that a browser cannot read.
  elsif v_text !~ '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}' or v_text ~* 'bc'
      or not pg_input_is_valid(v_text, 'timestamptz') then
    raise exception using errcode = 'PT422', detail = 'callBackAt',
      message = 'This is no time. Write it like 2026-12-01T15:00.';
  end if;
  return case when v_text ~ '(Z|[+-]\d\d(:?\d\d)?)$' then v_text::timestamptz
    else v_text::timestamp at time zone (select w.time_zone from public.workspaces w
      where w.id = p_workspace) end;
end $$;

grant execute on function public.work_conversation(bigint, jsonb), public.known_tags(bigint)
to authenticated;

-- Two rows turned out to be one person: what staff did with the one holds of the other, where
-- nothing is there yet. Called before their messages are joined.
create function app.join_work(p_loser bigint, p_winner bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  l public.conversations;
  v_waits bigint;
  v_is_open boolean;
begin
  update public.conversation_notes n set contact_id = p_winner where n.contact_id = p_loser;
  update public.note_mentions n set contact_id = p_winner where n.contact_id = p_loser;
  insert into public.conversation_reads as r (workspace_id, user_id, contact_id, message_id, at)
  select o.workspace_id, o.user_id, p_winner, o.message_id, o.at
  from public.conversation_reads o where o.contact_id = p_loser
  on conflict (user_id, contact_id) do update
    set message_id = least(r.message_id, excluded.message_id);
  delete from public.conversation_reads r where r.contact_id = p_loser;
  select * into l from public.conversations x where x.contact_id = p_loser;
  if l.contact_id is null then
    return;
  end if;
  insert into public.conversations (contact_id, workspace_id)
  values (p_winner, l.workspace_id) on conflict do nothing;
  -- What waits of the one is not handled or closed by what was done with the other.
  select f.first_id into v_waits
  from app.unanswered_of(p_loser, greatest(l.handled_id, l.closed_id, l.settled_id, 0)) f;
  v_is_open := l.state in ('problem', 'reply', 'check');
  update public.conversations w set
    handled_id = case
      when v_waits is not null then least(greatest(w.handled_id, w.closed_id, w.settled_id),
        v_waits - 1)
      when w.unanswered = 0 then greatest(w.handled_id, w.closed_id, w.settled_id,
        l.handled_id, l.closed_id, l.settled_id)
      else w.handled_id end,
    closed_at = case when not v_is_open then w.closed_at end,
    closed_by = case when not v_is_open then w.closed_by end,
    closed_id = case when not v_is_open and w.closed_id is not null
      then greatest(w.closed_id, l.closed_id) end,
    settled_at = case when not v_is_open then w.settled_at end,
    settled_id = case when not v_is_open then w.settled_id end,
    owner = coalesce(w.owner, l.owner), owner_by = coalesce(w.owner_by, l.owner_by),
    owner_at = coalesce(w.owner_at, l.owner_at),
    call_back_by = case when w.call_back_at is null then l.call_back_by else w.call_back_by end,
    call_back_at = coalesce(w.call_back_at, l.call_back_at),
    tags = (select coalesce(array_agg(distinct t), '{}') from (select unnest(w.tags || l.tags) as t
      order by 1 limit 20) u)
  where w.contact_id = p_winner;
end $$;
