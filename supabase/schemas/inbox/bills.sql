-- The page of bills: files to be judged, with whose they are; and who still owes one.

create index conversations_bill on public.conversations (workspace_id, bill, last_at, contact_id)
  where bill is not null;
-- The files of a person are few among what they wrote.
create index whatsapp_messages_files on public.whatsapp_messages (contact_id, id desc)
  where evidence = 'attachment';

-- A verdict on a file that nobody asked for changes nothing else of its person.
create constraint trigger conversation_new after insert on public.bill_verdicts
  deferrable initially deferred for each row execute function app.conversation_changed();
create constraint trigger conversation_moves after update on public.bill_verdicts
  deferrable initially deferred for each row
  when ((old.undone_at, old.contact_id) is distinct from (new.undone_at, new.contact_id))
  execute function app.conversation_changed();

-- Ids of a page of people, after the one with this key. check and owed: who waits longest first.
-- ok: whose last word is newest. no: judged last first; p_id is its verdict then.
create function app.bill_ids(p_workspace uuid, p_state text, p_size integer, p_at timestamptz,
  p_id bigint) returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  if p_state = 'no' then
    return array(select v.contact_id from public.bill_verdicts v
      where v.workspace_id = p_workspace and v.undone_at is null and v.verdict = 'bad'
        and (p_id is null or v.id < p_id)
        and not exists (select from public.bill_verdicts o where o.contact_id = v.contact_id
          and o.undone_at is null and o.verdict = 'bad' and o.id > v.id)
      order by v.id desc limit p_size);
  elsif p_state = 'ok' then
    return array(select k.contact_id from public.conversations k
      where k.workspace_id = p_workspace and k.bill = 'confirmed'
        and (p_at is null or (k.last_at, k.contact_id) < (p_at, p_id))
      order by k.last_at desc, k.contact_id desc limit p_size);
  end if;
  return array(select k.contact_id
    from unnest(case p_state when 'owed' then '{owed,missing}' else '{check}' end::text[]) b (bill)
    cross join lateral (select x.contact_id, x.last_at from public.conversations x
      where x.workspace_id = p_workspace and x.bill = b.bill
        and (p_at is null or (x.last_at, x.contact_id) > (p_at, p_id))
      order by x.last_at, x.contact_id limit p_size) k
    order by k.last_at, k.contact_id limit p_size);
end $$;

-- How many people there are of each, counted up to a thousand (a thousand and one: more).
create function app.bill_counts(p_workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_of jsonb := (select jsonb_object_agg(b.bill, (select count(*) from (
      select from public.conversations k where k.workspace_id = p_workspace and k.bill = b.bill
      limit 1001) n))
    from unnest('{owed,missing,check,confirmed}'::text[]) b (bill));
begin
  return jsonb_build_object('check', v_of -> 'check', 'ok', v_of -> 'confirmed',
    'owed', least(1001, (v_of ->> 'owed')::integer + (v_of ->> 'missing')::integer),
    'no', (select count(*) from (select distinct v.contact_id from public.bill_verdicts v
      where v.workspace_id = p_workspace and v.undone_at is null and v.verdict = 'bad'
      limit 1001) n));
end $$;

-- The newest files that a person sent, twelve at most, in the order they came.
create function app.bill_files(p_contact bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('message', m.id, 'kind', m.kind,
      'fileName', m.media ->> 'fileName', 'caption', left(m.body, 500), 'at', m.written_at,
      'state', coalesce(f.state, 'missed'), 'reasonCode', f.reason_code, 'mimeType', f.mime_type,
      'verdict', v.verdict, 'wrong', v.kind, 'judgedBy', v.user_id, 'judgedAt', v.at)
      order by m.id), '[]')
    from (select x.id, x.kind, x.media, x.body, x.written_at from public.whatsapp_messages x
      where x.contact_id = p_contact and x.direction = 'in' and x.evidence = 'attachment'
      order by x.id desc limit 12) m
    left join public.whatsapp_media f on f.message_id = m.id
    left join public.bill_verdicts v on v.message_id = m.id and v.undone_at is null);
end $$;

-- What was asked of a person last: {at, text}.
create function app.bill_asked(p_contact bigint) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('at', m.send_began_at, 'text', left(m.body, 1000))
    from public.whatsapp_messages m where m.contact_id = p_contact and m.purpose = 'follow_up'
      and m.send_began_at is not null
      and m.status in ('sending', 'uncertain', 'accepted', 'held', 'sent', 'delivered', 'read')
    order by m.id desc limit 1);
end $$;

-- People as the page shows them: {contact, name, company, phone, bill, silence, asked, last, call,
-- words, newest, files}. words: the last few that they wrote; newest: their last message.
create function app.bill_people(p_ids bigint[])
returns table (contact_id bigint, person jsonb)
language plpgsql stable rows 40 set search_path = ''
as $$
begin
  return query
    select k.contact_id, jsonb_build_object('contact', k.contact_id,
      'name', coalesce(c.name, c.push_name), 'company', c.company,
      'phone', (select i.value from public.contact_identities i
        where i.contact_id = k.contact_id and i.kind = 'phone' order by i.learned_at,
          i.value limit 1),
      'bill', k.bill, 'silence', app.silence(c), 'asked', app.bill_asked(k.contact_id),
      'last', app.last_words(k.last_message_id), 'lastAt', k.last_at, 'newest', k.last_in_id,
      'call', (select jsonb_build_object('id', x.id, 'at', least(x.created_at, x.ended_heard_at),
          'agent', x.agent_name)
        from public.cloudtalk_calls x where x.contact_id = k.contact_id order by x.id desc limit 1),
      'words', (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'text', w.body,
          'at', w.written_at) order by w.id), '[]')
        from (select m.id, left(m.body, 500) as body, m.written_at
          from public.whatsapp_messages m where m.contact_id = k.contact_id
            and m.direction = 'in' and m.kind = 'text' and m.body is not null
          order by m.id desc limit 4) w),
      'files', app.bill_files(k.contact_id))
    from public.conversations k join public.contacts c on c.id = k.contact_id
    where k.contact_id = any (p_ids);
end $$;

-- The page. state: check | ok | no | owed. before: `next` of the page before. contact: somebody who
-- is shown wherever they stand: first where they are not on this page. {now, counts, people, next}
create function public.bills_page(state text, before text default null, page_size integer default 30,
  contact bigint default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  v_size integer := least(greatest(coalesce(page_size, 30), 1), 200);
  v_key text[] := regexp_match(before, '^(-?[0-9]{1,11}(?:\.[0-9]{1,9})?)~([0-9]{1,18})$');
  v_ids bigint[];
  v_people jsonb;
begin
  select x.* into w from public.workspaces x order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  v_ids := app.bill_ids(w.id, bills_page.state, v_size + 1, to_timestamp(v_key[1]::double precision),
    v_key[2]::bigint);
  select coalesce(jsonb_agg(p.person order by p.contact_id = any (v_ids[1:v_size]),
    array_position(v_ids, p.contact_id)), '[]')
  into v_people from app.bill_people(v_ids[1:v_size] || contact) p;
  return jsonb_build_object('now', app.now(), 'counts', app.bill_counts(w.id), 'people', v_people,
    'next', case when cardinality(v_ids) > v_size then (
      select case bills_page.state when 'no' then '0~' || (select max(v.id) from public.bill_verdicts v
          where v.contact_id = k.contact_id and v.undone_at is null and v.verdict = 'bad')
        else extract(epoch from k.last_at)::text || '~' || k.contact_id end
      from public.conversations k where k.contact_id = v_ids[v_size]) end);
end $$;

-- A member takes the list, or its files, away.
create function public.note_bills_export(workspace uuid, what text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'agent');
  perform app.log_action(workspace, auth.uid(), 'bills_exported', 'bills', left(what, 20));
end $$;

grant execute on function
  app.bill_ids(uuid, text, integer, timestamptz, bigint), app.bill_counts(uuid),
  app.bill_files(bigint), app.bill_asked(bigint), app.bill_people(bigint[]),
  public.bills_page(text, text, integer, bigint), public.note_bills_export(uuid, text)
to authenticated;
