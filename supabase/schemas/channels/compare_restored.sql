-- After a restore: what the provider's log of sends knows and the backup does not. What left is no
-- longer to leave, what was asked counts as asked. Stops are in no log of sends: only a person
-- lets the rest go.

-- waiting: not begun (the calls of the gap are fetched first) · reading · failing: the log cannot
-- be read just now, and people compare · no_log: there is none, or no key for it · done.
create function app.restore_state(r public.restore_checks) returns text
language sql immutable set search_path = ''
as $$
  select case
    when r.id is null or not coalesce(r.has_log, true) then 'no_log'
    when r.ended_at is not null then 'done'
    when r.error_code = 'unauthorized' or r.failures >= 3 then 'failing'
    when r.pages_read = 0 then 'waiting'
    else 'reading' end
$$;

-- Whether the comparison is on its way: whoever let the channel go now would not know what it
-- finds.
create function app.restore_is_read(p_channel uuid) returns boolean
language sql stable set search_path = ''
as $$
  select coalesce((select app.restore_state(r) in ('waiting', 'reading')
    from public.restore_checks r
    where r.channel_id = p_channel and r.released_at is null), false)
$$;

-- About how many rows there are, by the share of the time that was read. Null before the first
-- page.
create function app.restore_expected(r public.restore_checks) returns integer
language sql immutable set search_path = ''
as $$
  select case when r.ended_at is not null then r.rows_read
    when r.pages_read > 0 and r.reached < r.held_at then greatest(r.rows_read,
      least(r.log_total, ceil(r.rows_read
      * extract(epoch from r.held_at - (r.since - app.restore_overlap()))
      / greatest(extract(epoch from r.held_at - r.reached), 1)))::integer) end
$$;

-- Whom the channel would write to if it were let go: the people of its queue.
create function app.held_people(p_channel uuid, p_at timestamptz) returns setof bigint
language sql stable set search_path = ''
as $$
  select distinct m.contact_id from public.whatsapp_messages m
  where m.channel_id = p_channel and m.status = 'queued' and m.expires_at > p_at
$$;

-- The check that is due, moved forward before anybody begins: two ticks at once never read the
-- same page, and what dies is due again. logs: the channels whose log of sends we have the keys
-- for. {check, channel, page, step, from}, or null. The calls of the gap come first, ten minutes at
-- most: a message of theirs that is in the log is theirs.
create function public.take_restore_check(logs uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  r public.restore_checks;
  v_now timestamptz := app.now();
begin
  update public.restore_checks x set has_log = false where x.channel_id <> all (logs)
    and x.released_at is null and x.ended_at is null and x.has_log is distinct from false;
  select x.* into r from public.restore_checks x join public.channels c on c.id = x.channel_id
  where x.channel_id = any (logs) and c.pause_reason = 'restored' and x.released_at is null
    and x.ended_at is null and (x.next_at is null or x.next_at <= v_now)
  order by x.id limit 1 for update of x skip locked;
  if r.id is null then
    return null;
  elsif r.pages_read = 0 and r.held_at > v_now - interval '10 minutes' and exists (
      select from public.reconcile_passes p where p.workspace_id = r.workspace_id
        and p.kind = 'calls'
        and p.is_configured and (p.looked_until < r.held_at - interval '5 minutes'
          or p.looked_until is null)) then
    update public.restore_checks set has_log = true where id = r.id;
    return null;
  end if;
  update public.restore_checks set has_log = true, next_at = v_now + interval '20 seconds'
    where id = r.id;
  return jsonb_build_object('check', r.id, 'channel', r.channel_id, 'page', coalesce(r.page, 1),
    'step', r.step, 'from', r.since - app.restore_overlap());
end $$;

-- Blanks are no difference: a provider may trim.
create function app.plain_words(p_text text) returns text
language sql immutable set search_path = ''
as $$ select btrim(regexp_replace(p_text, '\s+', ' ', 'g')) $$;

-- Before this the message cannot have left, whatever the log holds. One that was queued since the
-- restore, for a call of the gap that was found again, may have left since that call.
create function app.not_before(m public.whatsapp_messages, p_held timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  k public.cloudtalk_calls;
  v_zone text;
begin
  if m.created_at < p_held then
    return m.created_at;
  elsif m.purpose = 'reminder' then
    return m.due_at;
  end if;
  select * into k from public.cloudtalk_calls where id = m.call_id;
  if k.id is null then
    return m.created_at;
  end if;
  select w.time_zone into v_zone from public.workspaces w where w.id = m.workspace_id;
  return least(m.created_at, app.began_at(k.facts, k.ended_heard_at, v_zone),
    app.told_time(k.facts ->> 'startedAt', v_zone, k.ended_heard_at),
    app.told_time(k.facts ->> 'endedAt', v_zone, k.ended_heard_at));
end $$;

-- What the log says of a message, as if its send had been heard of then.
create function app.note_logged(p_message bigint, p_row jsonb, p_code text) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := (p_row ->> 'createdAt')::timestamptz;
  m public.whatsapp_messages;
begin
  update public.whatsapp_messages set attempt = attempt + 1, provider_message_id = p_row ->> 'id',
    body = p_row ->> 'text', content = null, send_began_at = coalesce(send_began_at, v_at),
    bind_at = app.now(),
    reason_code = null, reason = null
  where id = p_message returning * into m;
  insert into public.whatsapp_send_attempts (
    workspace_id, channel_id, message_id, attempt, started_at, lease_until, finished_at,
    outcome, code)
  values (m.workspace_id, m.channel_id, m.id, m.attempt, v_at, v_at, v_at, 'accepted', p_code);
  perform app.raise_status(m.id, case when p_row ->> 'status' = 'sent' then 'sent'
    else 'accepted' end,
    v_at, null, null);
  perform app.raise_status(m.id, s.status, s.received_at, 'provider_failed', s.error_text)
  from public.whatsapp_statuses s
  where s.channel_id = m.channel_id and s.whatsapp_id = 'msgId:' || m.provider_message_id;
end $$;

-- A send that the backup does not know becomes a message of its own, as an ask: it counts for the
-- cooldown and the day's limit. A confirmation of a stop says that they said stop. Answers null
-- where nothing of that person is kept.
create function app.record_logged(r public.restore_checks, p_phone text, p_row jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint;
  v_message bigint;
  v_at timestamptz := (p_row ->> 'createdAt')::timestamptz;
  v_notices jsonb := app.setting(r.workspace_id, 'consent') -> 'confirmation';
  v_notice text := (select n.key from jsonb_each_text(v_notices) n
    where app.plain_words(n.value) = app.plain_words(p_row ->> 'text') limit 1);
begin
  if app.is_erased(r.workspace_id, 'phone', p_phone) then
    return null;
  end if;
  v_contact := app.resolve_contact(r.workspace_id, p_phone, null);
  insert into public.whatsapp_messages (
    workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
    recipient, created_at)
  values (r.workspace_id, r.channel_id, app.conversation(r.workspace_id, r.channel_id, v_contact),
    v_contact, 'out', case when v_notice is null then 'follow_up' else 'consent_notice' end,
    p_row ->> 'text', 'accepted', p_phone, v_at)
  returning id into v_message;
  perform app.note_logged(v_message, p_row, 'restored_unknown');
  -- They said it after the last word that the backup knows; in doubt the stop wins.
  if v_notice = 'stop' and not exists (select from public.contact_consents s
      where s.contact_id = v_contact and s.kind = 'started' and s.at > v_at) then
    perform app.note_consent(v_contact, 'stopped', 'log', p_at => v_at);
    update public.contact_consents s set notice_id = v_message
    where s.contact_id = v_contact and s.source = 'log' and s.notice_id is null;
  end if;
  return v_message;
end $$;

-- One row of the log, under the channel's lock: {id, to, text, status, createdAt}. Answers what it
-- was: old · blank · other (no person's number) · failed · known · doubtful (an uncertain send of
-- ours, which reconciliation settles) · adopted · unknown.
create function app.compare_logged(r public.restore_checks, p_row jsonb) returns text
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := (p_row ->> 'createdAt')::timestamptz;
  v_phone text := '+' || regexp_replace(split_part(p_row ->> 'to', '@', 1), '\D', '', 'g');
  v_words text := app.plain_words(p_row ->> 'text');
  v_contact bigint := app.contact_by(r.workspace_id, 'phone', v_phone);
  v_message bigint;
begin
  if v_at < r.since - app.restore_overlap() then
    return 'old';
  elsif exists (select from public.whatsapp_messages m
      where m.channel_id = r.channel_id and m.provider_message_id = p_row ->> 'id') then
    return 'known';
  elsif v_at is null or p_row ->> 'to' is null or p_row ->> 'text' is null
    or p_row ->> 'id' = '' then
    return 'blank';
  elsif v_phone !~ '^\+[1-9]\d{6,14}$' or p_row ->> 'to' ~ '@(g\.us|lid|newsletter|broadcast)$' then
    return 'other';
  elsif p_row ->> 'status' = 'failed' then
    return 'failed';
  elsif exists (select from public.whatsapp_messages m
    join public.whatsapp_send_attempts a on a.message_id = m.id
      where m.contact_id = v_contact and m.channel_id = r.channel_id
        and m.provider_message_id is null
        and a.outcome <> 'not_sent' and app.plain_words(m.body) = v_words
        and v_at between a.started_at - interval '1 minute'
          and a.started_at + interval '10 minutes') then
    return 'doubtful';
  end if;
  select m.id into v_message from public.whatsapp_messages m
  where m.contact_id = v_contact and m.channel_id = r.channel_id and m.status = 'queued'
    and app.plain_words(m.body) = v_words
    and app.not_before(m, r.held_at) <= v_at + interval '1 minute'
  order by m.due_at, m.id limit 1 for update;
  if v_message is not null then
    perform app.note_logged(v_message, p_row, 'restored_queued');
    return 'adopted';
  end if;
  return case when app.record_logged(r, v_phone, p_row) is null then 'erased' else 'unknown' end;
end $$;

-- A send that the backup does not know, when the whole log is read. Somebody for whom a message
-- waits that could have left by then got it, in other words. Else it may be the reminder of an ask
-- that the backup knows.
create function app.place_logged(r public.restore_checks, m public.whatsapp_messages) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_row jsonb := jsonb_build_object('id', m.provider_message_id, 'text', m.body, 'createdAt',
    m.send_began_at,
    'status', case m.status when 'accepted' then 'accepted' else 'sent' end);
  v_waiting bigint;
  f public.whatsapp_messages;
  v_step integer;
begin
  select q.id into v_waiting from public.whatsapp_messages q
  where q.contact_id = m.contact_id and q.channel_id = m.channel_id and q.status = 'queued'
    and q.purpose in ('follow_up', 'reminder')
    and app.not_before(q, r.held_at) <= m.send_began_at + interval '1 minute'
  order by q.due_at, q.id limit 1 for update;
  if v_waiting is not null then
    delete from public.whatsapp_messages where id = m.id;
    perform app.note_logged(v_waiting, v_row, 'restored_queued');
    return;
  end if;
  select x.* into f from public.whatsapp_messages x
  where x.contact_id = m.contact_id and x.purpose = 'follow_up' and x.ask_id is not null
    and app.is_asked(x.status)
    and x.send_began_at < m.send_began_at order by x.send_began_at desc limit 1;
  v_step := (select coalesce(max(x.reminder_step), 0) + 1 from public.whatsapp_messages x
    where x.reminder_of = f.id);
  if f.id is not null and v_step <= 2 and app.plain_words(m.body) <> app.plain_words(f.body) then
    update public.whatsapp_messages set purpose = 'reminder', reminder_of = f.id,
      reminder_step = v_step, ask_id = f.ask_id, call_id = f.call_id where id = m.id;
  end if;
end $$;

-- The log is read: what it knows and we do not finds its place, oldest first, and what waits is
-- judged again by it.
create function app.settle_restored(r public.restore_checks) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  v_contacts bigint[] := '{}';
  v_contact bigint;
begin
  for m in select x.* from public.whatsapp_send_attempts a
    join public.whatsapp_messages x on x.id = a.message_id
    where a.channel_id = r.channel_id and a.started_at >= r.since - app.restore_overlap()
      and a.outcome <> 'not_sent' and a.code = 'restored_unknown' and x.purpose = 'follow_up'
        and x.ask_id is null
    order by a.started_at, x.id for update of x
  loop
    perform app.place_logged(r, m);
    v_contacts := v_contacts || m.contact_id;
  end loop;
  for v_contact in select distinct c from unnest(v_contacts) c order by c loop
    perform app.judge_waiting(v_contact);
  end loop;
end $$;

-- result: {page, rows: [{id, to, text, status, createdAt}], next: page | null, step, total} ·
-- {page, error: {code, message, waitMs}}. One page is compared whole or not at all. False where
-- the page is not the one to be read: somebody else did.
create function public.finish_restore_page(held bigint, result jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  r public.restore_checks;
  v_now timestamptz;
  v_error jsonb := nullif(result -> 'error', 'null');
  v_rows jsonb := coalesce(result -> 'rows', '[]');
  v_said text[];
begin
  perform app.lock_channels(x.workspace_id) from public.restore_checks x where x.id = held;
  select x.* into r from public.restore_checks x where x.id = held for update;
  v_now := app.now();
  if r.id is null or r.released_at is not null or r.ended_at is not null
      or coalesce(r.page, 1) <> (result ->> 'page')::integer then
    return false;
  elsif v_error is not null then
    update public.restore_checks set failures = failures + 1, error_code = v_error ->> 'code',
      error = left(v_error ->> 'message', 500),
        next_at = v_now + greatest(app.back_off(interval '30 seconds', r.failures),
        make_interval(secs => coalesce((v_error ->> 'waitMs')::numeric, 0) / 1000.0))
    where id = r.id;
    return true;
  end if;
  v_said := array(select app.compare_logged(r, g.row)
    from jsonb_array_elements(v_rows) with ordinality g (row, n) order by g.n);
  update public.restore_checks set page = (result ->> 'next')::integer,
    step = (result ->> 'step')::smallint,
    pages_read = pages_read + 1, log_total = (result ->> 'total')::integer,
    rows_read = rows_read + cardinality(array_remove(v_said, 'old')),
    rows_blank = rows_blank + cardinality(array_positions(v_said, 'blank')),
    -- The first page of a log that begins with its oldest rows says nothing of how far it is.
    reached = case when (result ->> 'step')::integer = 1 or r.page is not null then least(reached,
      (select min((g ->> 'createdAt')::timestamptz) from jsonb_array_elements(v_rows) g)) end,
    next_at = v_now + interval '20 seconds', failures = 0, error_code = null, error = null,
    ended_at = case when result ->> 'next' is null then v_now end
  where id = r.id returning * into r;
  perform app.settle_restored(r) where r.ended_at is not null;
  return true;
end $$;

-- A manager lets the channel go, having read what nobody can know and whom it concerns: `people`,
-- as the page showed it. Answers resumed, or why not: settled (it is not held), comparing, changed
-- (others wait now).
create function public.release_restored(channel uuid, people integer) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_people integer;
begin
  select x.* into c from public.channels x where x.id = channel for no key update;
  perform app.require_role(c.workspace_id, 'manager');
  v_people := (select count(*) from app.held_people(channel, app.now()));
  if c.pause_reason is distinct from 'restored' then
    return 'settled';
  elsif app.restore_is_read(channel) then
    return 'comparing';
  elsif v_people is distinct from people then
    return 'changed';
  end if;
  perform app.resume_by_staff(c);
  perform app.log_action(c.workspace_id, auth.uid(), 'channel_resumed', 'channel', channel::text,
    jsonb_build_object('after', 'restored', 'people', v_people));
  return 'resumed';
end $$;

-- For the page: how far it is, what was found, and who would be written to, at most twenty by
-- name. isKnown: we had written to each other before, so they may have said stop since.
create function app.restore_json(p_channel uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with held as (select r.* from public.restore_checks r where r.channel_id = p_channel
      and r.released_at is null),
    found as (select a.code, count(*) as n from held r
      join public.whatsapp_send_attempts a on a.channel_id = r.channel_id
        and a.started_at >= r.since - app.restore_overlap() and a.outcome <> 'not_sent'
        and a.code in ('restored_queued', 'restored_unknown') group by 1),
    people as (select p.contact, row_number() over (order by p.contact) as n
      from app.held_people(p_channel, (select app.now())) p (contact))
    select jsonb_build_object('state', app.restore_state(r), 'since', r.since, 'read', r.rows_read,
      'expected', app.restore_expected(r), 'blank', r.rows_blank,
      'errorCode', r.error_code, 'error', r.error,
      'adopted', coalesce((select n from found where code = 'restored_queued'), 0),
      'unknown', coalesce((select n from found where code = 'restored_unknown'), 0),
      'people', (select count(*) from people),
      'list', (select coalesce(jsonb_agg(jsonb_build_object('contactId', c.id,
          'name', coalesce(nullif(btrim(c.name), ''), nullif(btrim(c.push_name), '')),
          'phone', app.contact_phone(c.id),
          'isKnown', exists (select from public.whatsapp_messages m
            where m.contact_id = c.id and (m.direction = 'in' or m.purpose = 'typed'
              or m.attempt > 0))) order by p.n), '[]')
        from people p join public.contacts c on c.id = p.contact where p.n <= 20))
    from held r);
end $$;

revoke all on function app.restore_state(public.restore_checks), app.restore_is_read(uuid),
  app.restore_expected(public.restore_checks), app.held_people(uuid, timestamptz),
    app.plain_words(text),
  app.not_before(public.whatsapp_messages, timestamptz), app.note_logged(bigint, jsonb, text),
  app.record_logged(public.restore_checks, text, jsonb),
  app.compare_logged(public.restore_checks, jsonb),
  app.place_logged(public.restore_checks, public.whatsapp_messages),
    app.settle_restored(public.restore_checks),
  app.restore_json(uuid) from public, anon, authenticated, service_role;

grant execute on function
  app.restore_json(uuid), app.restore_state(public.restore_checks),
  app.restore_expected(public.restore_checks), app.held_people(uuid, timestamptz),
  public.release_restored(uuid, integer)
to authenticated;
grant execute on function
  public.take_restore_check(uuid[]), public.finish_restore_page(bigint, jsonb)
to service_role;
