-- Reconciliation: what was missed while the outside was away is asked for, and recorded as an event
-- of our own.

-- One row a pass: when it runs next, how far it has looked, how the last one ended. What was found
-- is counted from the events themselves (webhook_requests, origin reconciled).
create table public.reconcile_passes (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- calls: a vendor's list of calls. messages: sends nobody heard of again. identities: the phones
  -- behind LIDs.
  kind text not null check (kind in ('calls', 'messages', 'identities')),
  -- Whether we have the keys for all of it.
  is_configured boolean not null default false,
  -- calls: whose list it is, as last seen.
  vendor text,
  -- Our first tick: what ended before that is not ours.
  since timestamptz,
  next_at timestamptz,
  last_began_at timestamptz,
  last_ended_at timestamptz,
  last_succeeded_at timestamptz,
  -- Of the last one: a stable code (unauthorized, rate_limited, unreachable, unreadable, internal)
  -- and a sentence.
  last_error_code text,
  last_error text,
  -- calls: everything before this was read; the window being read, and its next page.
  looked_until timestamptz,
  window_from timestamptz,
  window_until timestamptz,
  window_page integer,
  -- How often that page could not be read.
  window_failures integer not null default 0,
  primary key (workspace_id, kind)
);
-- The keys in the environment are those of the default workspace.
insert into public.reconcile_passes (workspace_id, kind)
select w.id, k.kind from public.workspaces w, (values ('calls'), ('messages'),
  ('identities')) k (kind)
where w.key = 'default';

create index contact_identities_lookup on public.contact_identities (workspace_id, kind, lookup_at)
  where lookup_at is not null;

create function app.note_finding(p_request bigint, p_finding jsonb) returns void
language sql volatile set search_path = ''
as $$ update public.webhook_requests set finding = p_finding where id = p_request
  and origin = 'reconciled' $$;

-- The window of calls to read: {from, until, page, notBefore}; null when there is none yet. A
-- webhook may be on its way for three minutes (CloudTalk posts "ended" after the agent's wrap-up),
-- and its list lags behind: hence the overlap.
create function app.calls_window(p public.reconcile_passes, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_since timestamptz := coalesce(p.since, p_now);
  v_first timestamptz := greatest(v_since, p_now - interval '24 hours');
begin
  -- A window of which some pages were read is read to its end first.
  if coalesce(p.window_page, 1) = 1 then
    p.window_page := 1;
    p.window_until := p_now - interval '3 minutes';
    -- Calls that nobody could be written to any more help nobody: seven days back at most.
    p.window_from := greatest(coalesce(p.looked_until, v_first) - interval '2 hours',
      p_now - interval '7 days');
    if p.window_until <= v_first and p.looked_until is null then
      return null;
    end if;
    update public.reconcile_passes set window_from = p.window_from, window_until = p.window_until,
      window_page = 1
    where workspace_id = p.workspace_id and kind = p.kind;
  end if;
  return jsonb_build_object('from', p.window_from, 'until', p.window_until, 'page', p.window_page,
    'notBefore', case when p.looked_until is null then v_first else v_since end);
end $$;

-- Other sends of the same text to the same number, of which the provider's log has rows that look
-- the same, and when they were tried. One that has the provider's id and was tried once has its row
-- already.
create function app.rivals_of(m public.whatsapp_messages)
returns table (id bigint, provider_message_id text, attempts timestamptz[])
language sql stable set search_path = ''
as $$
  select o.id, o.provider_message_id,
    case when o.provider_message_id is null or cardinality(t.began) > 1 then t.began else '{}' end
  from public.whatsapp_messages o, lateral (
    select array(select a.started_at from public.whatsapp_send_attempts a
      where a.message_id = o.id and a.outcome <> 'not_sent' order by a.attempt) as began) t
  where o.contact_id = m.contact_id and o.channel_id = m.channel_id and o.direction = 'out'
    and o.attempt > 0
    and o.id <> m.id and o.recipient = m.recipient and o.body = m.body
$$;

-- Sends without a WhatsApp id that are due to be looked up: accepted ones that the tick gave up,
-- and, with the provider's log at hand, uncertain ones that have no provider's id; with them their
-- rivals. p_logs: the channels whose log is at hand. [{message, channel, providerMessageId, to,
-- text, attempts: [time], isRival}]
create function app.take_unbound(p_workspace uuid, p_logs uuid[], p_now timestamptz)
  returns jsonb
language sql volatile set search_path = ''
as $$
  with due as (
    select m.id from public.channels c join public.whatsapp_messages m on m.channel_id = c.id
    where c.workspace_id = p_workspace and m.direction = 'out' and m.whatsapp_message_id is null
      and m.attempt > 0
      and m.send_began_at > p_now - interval '7 days' and m.bind_at is null
      and (m.reconcile_at is null or m.reconcile_at <= p_now)
      and case when m.provider_message_id is null then m.channel_id = any (p_logs)
                 and m.status = 'uncertain'
               else m.status in ('accepted', 'sent') end
      and app.is_unbound(m)
    order by m.reconcile_at nulls first, m.id limit 20 for update of m skip locked),
  taken as (
    update public.whatsapp_messages m set reconcile_tries = m.reconcile_tries + 1,
      reconcile_at = p_now + least(interval '24 hours', case when m.provider_message_id is null
        then interval '5 minutes' * power(3, m.reconcile_tries)
          else interval '6 hours' * power(2, m.reconcile_tries) end)
    from due where m.id = due.id returning m.*),
  given as (
    select t.id, t.channel_id, t.provider_message_id, t.recipient, t.body, false as is_rival,
      array(select a.started_at from public.whatsapp_send_attempts a
        where a.message_id = t.id and a.outcome = 'uncertain' order by a.attempt) as attempts
    from taken t
    union all
    select distinct on (r.id) r.id, t.channel_id, r.provider_message_id, t.recipient, t.body, true,
      r.attempts
    from taken t, app.rivals_of(t) r
    where t.provider_message_id is null and not exists (select from taken o where o.id = r.id
      and o.provider_message_id is null))
  select coalesce(jsonb_agg(jsonb_build_object(
    'message', g.id, 'channel', g.channel_id, 'providerMessageId', g.provider_message_id,
    'to', g.recipient, 'text', g.body, 'attempts', g.attempts, 'isRival', g.is_rival)
      order by g.id), '[]')
  from given g
$$;

-- LIDs without a phone that are due: after 1 minute, then three times as long each time, up to a
-- day; ten times.
create function app.take_lids(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_lids jsonb;
begin
  -- Waits for nobody here: it holds messages already, and a merge takes both.
  with known as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'lid' and i.lookup_at <= p_now
      and app.contact_phone(i.contact_id) is not null for update skip locked)
  update public.contact_identities i set lookup_at = null
  from known where i.workspace_id = p_workspace and i.kind = 'lid' and i.value = known.value;
  with due as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'lid' and i.lookup_at <= p_now
    order by i.lookup_at limit 5 for update skip locked),
  taken as (
    update public.contact_identities i set lookup_tries = i.lookup_tries + 1,
      lookup_at = case when i.lookup_tries < 9
        then p_now + least(interval '1 minute' * power(3, i.lookup_tries), interval '1 day') end
    from due where i.workspace_id = p_workspace and i.kind = 'lid' and i.value = due.value
      returning i.value)
  select coalesce(jsonb_agg(value order by value), '[]') into v_lids from taken;
  return v_lids;
end $$;

-- Numbers that we wrote to whose LID is not known, as many as asked for: after ten minutes, then
-- three times as long each time, up to a day; six times. Due since the message was bound, see
-- bind_message.
create function app.take_phones(p_workspace uuid, p_most integer, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_phones jsonb;
begin
  with known as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.lookup_at <= p_now
      and (exists (select from public.contact_identities l where l.contact_id = i.contact_id
        and l.kind = 'lid')
        or not exists (select from public.whatsapp_messages m
          where m.contact_id = i.contact_id and m.recipient = i.value
            and m.whatsapp_message_id is not null))
    order by i.lookup_at limit 100 for update skip locked)
  update public.contact_identities i set lookup_at = null
  from known where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = known.value;
  with due as (
    select i.value from public.contact_identities i
    where i.workspace_id = p_workspace and i.kind = 'phone' and i.lookup_at <= p_now
      and not exists (select from public.contact_identities l where l.contact_id = i.contact_id
        and l.kind = 'lid')
    order by i.lookup_at limit p_most for update skip locked),
  taken as (
    update public.contact_identities i set lookup_tries = i.lookup_tries + 1,
      lookup_at = case when i.lookup_tries < 5
        then p_now + least(interval '10 minutes' * power(3, i.lookup_tries), interval '1 day') end
    from due where i.workspace_id = p_workspace and i.kind = 'phone' and i.value = due.value
      returning i.value)
  select coalesce(jsonb_agg(value order by value), '[]') into v_phones from taken;
  return v_phones;
end $$;

-- Where an address is asked for: on the channel of that person's thread, else on any that can; on
-- one that is retired, whose key may be refused by now, only where there is no other.
create function app.lookup_channel(p_workspace uuid, p_address text, p_able uuid[]) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (select c.id from public.channels c
    cross join lateral (select max(v.id) as newest from public.contact_identities i
      join public.whatsapp_conversations v on v.contact_id = i.contact_id
      where i.workspace_id = p_workspace and i.kind in ('lid', 'phone') and i.value = p_address
        and v.channel_id = c.id) thread
    where c.workspace_id = p_workspace and c.id = any (p_able)
    order by c.state = 'retired', thread.newest desc nulls last, c.created_at, c.id limit 1);
end $$;

-- What is due now, moved forward before anybody begins: two ticks at once never both do it, and
-- what dies is due again. able: {calls, logs: [channel], identities: [channel]}: what we have the
-- keys for; of calls the vendor's name. {beganAt, calls: window | null, messages: [..], identities:
-- [{address, channel}]}: five at most, writers whom we do not know first.
create function public.take_reconciliations(able jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_logs uuid[] := array(select jsonb_array_elements_text(able -> 'logs'));
  v_lookups uuid[] := array(select c.id from public.channels c
    join public.workspaces w on w.id = c.workspace_id
    where w.key = 'default' and able -> 'identities' ? c.id::text);
  v_pass public.reconcile_passes;
  v_is_able boolean;
  v_work jsonb;
  v_due jsonb := jsonb_build_object('beganAt', v_now, 'calls', null, 'messages', '[]'::jsonb,
    'identities', '[]'::jsonb);
begin
  for v_pass in
    select p.* from public.reconcile_passes p join public.workspaces w on w.id = p.workspace_id
    where w.key = 'default' and (p.next_at is null or p.next_at <= v_now)
      for update of p skip locked
  loop
    v_is_able := case v_pass.kind when 'calls' then able ->> 'calls' is not null
      when 'messages' then v_logs <> '{}' else v_lookups <> '{}' end;
    v_work := case
      when v_pass.kind = 'messages' then app.take_unbound(v_pass.workspace_id, v_logs, v_now)
      when not v_is_able then null
      when v_pass.kind = 'calls' then app.calls_window(v_pass, v_now)
      else app.take_lids(v_pass.workspace_id, v_now) end;
    if v_pass.kind = 'identities' and v_is_able then
      v_work := v_work || app.take_phones(v_pass.workspace_id, 5 - jsonb_array_length(v_work),
        v_now);
      v_work := (select coalesce(jsonb_agg(jsonb_build_object('address', a.address, 'channel',
          app.lookup_channel(v_pass.workspace_id, a.address, v_lookups)) order by a.n), '[]')
        from jsonb_array_elements_text(v_work) with ordinality a (address, n));
    end if;
    v_due := v_due || case when v_work is null then '{}'
      else jsonb_build_object(v_pass.kind, v_work) end;
    update public.reconcile_passes set
      is_configured = v_is_able, vendor = case kind when 'calls'
        then coalesce(able ->> 'calls', vendor) end, since = coalesce(since, v_now),
        last_began_at = v_now,
      -- A little less than five minutes and one: ticks are not exact.
      next_at = v_now + case kind when 'calls' then interval '285 seconds'
        else interval '45 seconds' end,
      -- With nothing to look up it has ended.
      last_ended_at = case when coalesce(v_work, '[]') = '[]' then v_now else last_ended_at end,
      last_error_code = case when v_is_able or kind = 'messages' then last_error_code end,
      last_error = case when v_is_able or kind = 'messages' then last_error end
    where workspace_id = v_pass.workspace_id and kind = v_pass.kind;
  end loop;
  return v_due;
end $$;

-- result: {kind, beganAt, error?: {code, message, waitMs?}, nextPage?, isPageRefused?}. nextPage:
-- the window is not read to its end. A later page that is refused, or fails three times, may be
-- gone for good: the window begins again.
create function public.finish_reconciliation(result jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_error jsonb := nullif(result -> 'error', 'null');
  v_page integer := (result ->> 'nextPage')::integer;
  v_is_failure boolean := v_page > 1 and v_error ->> 'code' not in ('unauthorized', 'rate_limited');
  v_is_refused boolean := v_page > 1 and coalesce((result ->> 'isPageRefused')::boolean, false);
begin
  update public.reconcile_passes p set
    last_ended_at = v_now,
    last_succeeded_at = case when v_error is null then v_now else p.last_succeeded_at end,
    last_error_code = v_error ->> 'code', last_error = left(v_error ->> 'message', 500),
    next_at = case
      when v_error is not null
        then greatest(p.next_at,
        v_now + make_interval(secs => coalesce((v_error ->> 'waitMs')::numeric, 0) / 1000.0))
      when v_page is not null then v_now + interval '45 seconds'
      else p.next_at end,
    looked_until = case when v_error is null and v_page is null
      then coalesce(p.window_until, p.looked_until) else p.looked_until end,
    window_page = case when v_is_refused or (v_is_failure and p.window_failures >= 2) then null
      else v_page end,
    window_failures = case
      when v_error is null or v_is_refused or (v_is_failure and p.window_failures >= 2) then 0
      when v_is_failure then p.window_failures + 1 else p.window_failures end
  from public.workspaces w
  where w.id = p.workspace_id and w.key = 'default' and p.kind = result ->> 'kind'
    -- One that was thought dead and comes back late changes nothing.
    and p.last_began_at = (result ->> 'beganAt')::timestamptz;
  return found;
end $$;

-- Which of these calls nobody told us of. calls: [{id, phone, endedAt}]. One whose webhook brought
-- no id is known by its number and time: a template may leave out the call's id, and CloudTalk's
-- list has no uuid.
create function public.unknown_calls(workspace text, calls jsonb) returns text[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(array_agg(c.id), '{}')
  from public.workspaces w, jsonb_to_recordset(calls) c (id text, phone text, "endedAt" timestamptz)
  where w.key = workspace
    and not exists (select from public.cloudtalk_call_keys k where k.workspace_id = w.id
      and k.key = 'id:' || c.id)
    and app.erased_subject(w.id, 'call', array['id:' || c.id]) is null
    and not exists (select from public.cloudtalk_calls o
      where o.contact_id = app.contact_by(w.id, 'phone', c.phone) and o.cloudtalk_call_id is null
        and o.ended_heard_at between c."endedAt" - interval '5 minutes'
          and c."endedAt" + interval '1 hour')
$$;

-- A send of ours that the provider tells about: {message, providerMessageId, whatsappId, status,
-- errorText, lid, loggedAt?, attempts?}. attempts: how many of its calls this speaks for.
create function app.record_found_message(
  p_workspace uuid, p_channel uuid, p_value jsonb, p_request bigint, p_heard timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_message public.whatsapp_messages;
  v_provider_id text := p_value ->> 'providerMessageId';
  v_status text := p_value ->> 'status';
  v_is_bound boolean := false;
  v_is_raised boolean := false;
begin
  select * into v_message from public.whatsapp_messages
  where id = (p_value ->> 'message')::bigint and channel_id = p_channel
    and direction = 'out' for update;
  if v_message.id is null or v_message.whatsapp_message_id is not null
    -- A person asked to send it again: only that it arrived changes this.
    or (v_status = 'failed' and v_message.status not in ('uncertain', 'accepted', 'sent'))
    or (v_message.provider_message_id is null and exists (select from public.whatsapp_messages o
      where o.channel_id = p_channel and o.provider_message_id = v_provider_id))
  then
    return '{"outcome": "ignored", "reason": "already_known"}';
  end if;
  if v_message.provider_message_id is null and exists (
    select from app.rivals_of(v_message) r, unnest(r.attempts) began
    where (p_value ->> 'loggedAt')::timestamptz between began - interval '1 minute'
      and began + interval '10 minutes')
  then
    -- One that left while we read the log.
    return '{"outcome": "ignored", "reason": "may_be_another"}';
  end if;
  if v_status = 'failed' and (select count(*) from public.whatsapp_send_attempts a
      where a.message_id = v_message.id and a.outcome in ('in_flight', 'accepted', 'uncertain'))
    > coalesce((p_value ->> 'attempts')::integer, 1)
  then
    -- The other attempt may have arrived.
    if p_value ->> 'whatsappId' is null then
      return '{"outcome": "ignored", "reason": "may_be_another"}';
    end if;
    v_status := null;
  end if;
  if v_message.provider_message_id is null and v_provider_id is not null then
    -- The next tick asks for its WhatsApp id.
    update public.whatsapp_messages set provider_message_id = v_provider_id,
      bind_at = case when v_status <> 'failed' then p_heard end where id = v_message.id;
    v_is_bound := true;
  end if;
  if p_value ->> 'whatsappId' is not null then
    v_is_bound := app.bind_message(v_message.id, p_value ->> 'whatsappId', p_request, p_heard);
  end if;
  if v_status is not null then
    v_is_raised := app.raise_status(v_message.id, v_status, p_heard, 'provider_failed',
      p_value ->> 'errorText');
  end if;
  if not v_is_bound and not v_is_raised then
    return '{"outcome": "ignored", "reason": "already_known"}';
  end if;
  if p_value ->> 'lid' is not null then
    perform app.resolve_contact(p_workspace, v_message.recipient, p_value ->> 'lid');
  end if;
  perform app.note_finding(p_request, jsonb_build_object(
    'message', v_message.id, 'call', v_message.call_id, 'happenedAt', v_message.send_began_at));
  return jsonb_build_object('outcome', 'processed', 'channel', p_channel);
end $$;

-- The phone behind a LID: {lid, phone}. The two become one contact, and what it wrote is looked at
-- again.
create function app.record_identity(p_workspace uuid, p_value jsonb, p_request bigint) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_hidden bigint := app.contact_by(p_workspace, 'lid', p_value ->> 'lid');
  v_word public.whatsapp_messages;
  v_contact bigint;
begin
  if app.contact_phone(v_hidden) is not null then
    return '{"outcome": "ignored", "reason": "already_known"}';
  end if;
  if exists (select from public.contact_identities i
    where i.contact_id = app.contact_by(p_workspace, 'phone', p_value ->> 'phone')
      and i.kind = 'lid'
      and i.value <> p_value ->> 'lid')
  then
    -- A person has one LID: whose word this is, nobody guesses. The answer would be the same
    -- tomorrow.
    update public.contact_identities set lookup_at = null
    where workspace_id = p_workspace and kind = 'lid' and value = p_value ->> 'lid';
    return '{"outcome": "ignored", "reason": "lid_conflict"}';
  end if;
  select * into v_word from public.whatsapp_messages where contact_id = v_hidden
    and direction = 'in' order by id desc limit 1;
  v_contact := app.resolve_contact(p_workspace, p_value ->> 'phone', p_value ->> 'lid');
  perform app.note_finding(p_request, jsonb_build_object(
    'message', v_word.id, 'contact', v_contact, 'happenedAt', v_word.created_at));
  return '{"outcome": "processed"}';
end $$;

-- What the monitor shows of all this. Nothing here changes from minute to minute: the page is
-- compared by its hash.
create function app.gaps_json(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'passes', (select coalesce(jsonb_agg(jsonb_build_object(
          'kind', p.kind, 'isConfigured', p.is_configured, 'errorCode', p.last_error_code, 'error',
            p.last_error,
          'okAt', case when p.last_error_code is not null then p.last_succeeded_at end,
          'lateSince', case when p.next_at < p_now - interval '10 minutes' then p.last_began_at end)
          order by p.kind), '[]')
        from public.reconcile_passes p where p.workspace_id = p_workspace and p.since is not null),
      -- Of 30 days, up to a thousand: it is counted each five seconds.
      'found', (select count(*) from public.webhook_requests r where r.id = any (v.newest)
        and r.outcome in ('processed', 'failed') and r.received_at > p_now - interval '30 days'),
      'healed', (select count(*) from public.webhook_requests r where r.id = any (v.newest)
        and r.outcome = 'processed' and r.received_at > p_now - interval '30 days'),
      'findings', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', f.id, 'kind', f.kind, 'foundAt', f.received_at, 'happenedAt',
            f.finding -> 'happenedAt', 'isHealed', f.outcome = 'processed',
          'callId', k.id, 'messageId', m.id, 'contactName', coalesce(k.contact_name, c.name,
            m.push_name),
          'phone', coalesce(app.contact_phone(c.id), k.phone_number)) order by f.id desc), '[]')
        from (
          select r.id, split_part(r.event_type, '.', 2) as kind, r.received_at, r.finding, r.outcome
          from public.webhook_requests r where r.workspace_id = p_workspace
            and r.origin = 'reconciled'
            and r.outcome in ('processed', 'failed') order by r.id desc limit 8) f
        left join public.cloudtalk_calls k on k.id = (f.finding ->> 'call')::bigint
        left join public.whatsapp_messages m on m.id = (f.finding ->> 'message')::bigint
        left join public.contacts c on c.id = coalesce(k.contact_id, m.contact_id,
          (f.finding ->> 'contact')::bigint)))
    from (select array(select r.id from public.webhook_requests r
      where r.workspace_id = p_workspace and r.origin = 'reconciled' order by r.id desc
        limit 1000) as newest) v);
end $$;

alter table public.reconcile_passes enable row level security;
create policy members_read on public.reconcile_passes for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.reconcile_passes to authenticated;
grant execute on function app.gaps_json(uuid, timestamptz) to authenticated;
grant execute on function
  public.take_reconciliations(jsonb), public.finish_reconciliation(jsonb),
  public.unknown_calls(text, jsonb)
to service_role;
