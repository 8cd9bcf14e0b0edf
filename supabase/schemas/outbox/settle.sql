-- What becomes of a send: the answer is kept, the slot armed again, and what waits again is judged
-- again.

-- A message that waits again meets what became known while it was on its way.
create function app.reconsider(p_message bigint, p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  k public.asks;
  v_code text;
  v_reason text;
begin
  select * into m from public.whatsapp_messages where id = p_message;
  select * into k from public.asks where id = m.ask_id;
  if exists (select from public.whatsapp_send_attempts a where a.message_id = m.id
    and a.outcome = 'accepted') then
    perform app.raise_status(m.id, 'accepted', p_at, null, null);
    return;
  end if;
  perform app.skip_unreachable(m.contact_id);
  if exists (select from public.whatsapp_messages s where s.id = m.id and s.status = 'skipped') then
    return;
  elsif m.purpose in ('consent_notice', 'manual') then
    return;
  elsif m.purpose = 'reminder' then
    perform app.stop_reminders(f) from public.whatsapp_messages f where f.id = m.reminder_of;
    return;
  elsif m.resolved_by is null and not (k.decision ->> 'send')::boolean then
    v_code := k.decision ->> 'code';
    v_reason := k.decision ->> 'reason';
    update public.asks set should_send = false, code = v_code, reason = v_reason where id = k.id;
  elsif app.evidence_rank(k.evidence) >= app.evidence_rank('attachment') then
    v_code := 'bill_received';
    v_reason := 'The customer sent a file before we asked.';
  elsif exists (select from public.asks o where o.contact_id = m.contact_id and o.is_open
      and o.purpose = k.purpose and o.id <> k.id) then
    v_code := 'covered';
    v_reason := 'A later call asks already.';
  end if;
  if v_code is null then
    update public.whatsapp_messages set ask_open = true where id = m.id and not ask_open;
    return;
  end if;
  update public.whatsapp_messages set status = 'cancelled', ask_open = false, reason_code = v_code,
    reason = v_reason where id = m.id;
  if m.purpose = 'follow_up' and v_code not in ('bill_received', 'covered') then
    perform app.promote_covered(m.ask_id);
  end if;
end $$;

-- An attempt turns out to have been accepted after a newer one, a resend by a person, was refused:
-- it is with the provider, and the refusal said nothing of it. What the vendor reports of the
-- message itself stays.
create function app.accept_late(p_message bigint, p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_messages m set status = 'accepted', accepted_at = coalesce(m.accepted_at,
    p_at),
    failed_at = null, reason_code = null, reason = null,
    ask_open = m.purpose = 'follow_up' and app.may_reopen(m.ask_id, m.contact_id)
  where m.id = p_message and m.status = 'failed' and m.reason_code is distinct
    from 'provider_failed' and not exists (select from public.whatsapp_statuses t
      where t.channel_id = m.channel_id and t.whatsapp_id = m.whatsapp_message_id
        and t.status = 'failed');
end $$;

create type app.settlement as (message bigint, attempt integer, outcome jsonb);

-- What becomes of a send that was not accepted. Its channel is locked, the answer kept.
create function app.settle_unaccepted(s app.settlement, p_channel uuid, p_at timestamptz)
  returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_kind text := s.outcome ->> 'kind';
  v_code text := s.outcome ->> 'code';
  v_reason text := left(s.outcome ->> 'message', 500);
  -- No call was made, or the channel is at fault: the message keeps its place, and it costs no try.
  v_keeps_place boolean := s.outcome ->> 'code' = 'not_begun' or s.outcome ->> 'pause' is not null;
  v_message public.whatsapp_messages;
  v_retry timestamptz;
begin
  if s.outcome ->> 'pause' is not null then
    perform app.pause_channel(p_channel, s.outcome ->> 'pause', v_reason, p_at);
  end if;
  if v_kind = 'not_sent' then
    update public.whatsapp_messages set send_began_at = (select min(a.started_at)
      from public.whatsapp_send_attempts a
      where a.message_id = s.message and a.outcome <> 'not_sent') where id = s.message;
  end if;
  select * into v_message from public.whatsapp_messages where id = s.message;
  if v_message.attempt <> s.attempt then
    return;
  end if;
  -- Whatever became of this attempt: an earlier one did arrive at the provider.
  if v_kind in ('failed', 'uncertain') and exists (select from public.whatsapp_send_attempts a
      where a.message_id = s.message and a.outcome = 'accepted') then
    perform app.raise_status(s.message, 'accepted', p_at, null, null);
  elsif v_kind = 'failed' and v_message.whatsapp_message_id is null then
    -- A message that has its WhatsApp id left, whatever the answer says.
    if v_code <> 'window_closed' or not app.reword(v_message, p_at) then
      perform app.raise_status(s.message, 'failed', p_at, v_code, v_reason);
      perform app.heed_failure(v_message, v_code, p_at);
    end if;
  elsif v_kind = 'not_sent' and v_message.status in ('sending', 'uncertain') then
    v_retry := case
      -- The lock holds it, unless its person has written to us; then it is not tried over and over.
      when v_code = 'may_not_begin' then case when app.has_begun(p_channel, v_message.contact_id)
        then p_at + interval '1 hour' else v_message.due_at end
      when v_keeps_place then v_message.due_at
      when s.outcome ->> 'only' = 'recipient' then app.hold_recipient(v_message, p_at)
      when s.outcome ->> 'retryAfterMs' is not null
        then p_at + make_interval(secs => (s.outcome ->> 'retryAfterMs')::bigint / 1000.0)
      else p_at + app.back_off(interval '15 seconds', v_message.retries) end;
    update public.whatsapp_messages set
      status = 'queued', due_at = greatest(due_at, v_retry), reason_code = v_code,
        reason = v_reason,
      retries = retries + case when v_keeps_place then 0 else 1 end
    where id = s.message;
    perform app.reconsider(s.message, p_at);
    -- Now that it waits again it may be among what leaves from elsewhere.
    perform app.lock_beginning(p_channel, v_reason, p_at) where v_code = 'may_not_begin';
  elsif v_kind = 'uncertain' and v_message.status = 'sending' then
    update public.whatsapp_messages set status = 'uncertain', reason_code = v_code,
      reason = v_reason where id = s.message;
  end if;
end $$;

-- Taken, or taken and kept back for a while.
create function app.accepted_as(p_outcome jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case when (p_outcome ->> 'held')::boolean then 'held' else 'accepted' end;
end $$;

-- Messages in hand whose answer has WhatsApp's own id, all at once: they are known by it from here
-- on. Answers which; another may be known by such an id already (app.bind_message).
create function app.bind_accepted(p_kept app.settlement[], p_channel uuid) returns bigint[]
language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_bound bigint[];
begin
  with bound as (
    insert into public.whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id)
    select p_channel, m.workspace_id, k.outcome ->> 'whatsappId', m.id
    from unnest(p_kept) k join public.whatsapp_messages m on m.id = k.message
    where k.outcome ->> 'kind' = 'accepted' and k.outcome ->> 'whatsappId' is not null
      and m.attempt = k.attempt and m.status = 'sending' and m.whatsapp_message_id is null
    on conflict (channel_id, whatsapp_id) do nothing returning message_id)
  select array_agg(message_id) into v_bound from bound;
  return coalesce(v_bound, '{}');
end $$;

-- What the provider took.
create function app.settle_accepted(p_kept app.settlement[], p_channel uuid, p_at timestamptz)
  returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_doubtful bigint[];
  v_bound bigint[] := app.bind_accepted(p_kept, p_channel);
begin
  -- The ordinary case in one update: each costs an entry in a dozen indexes. What a newer attempt
  -- has in hand, or has brought to its end, is not touched; but a late "accepted" cancels the
  -- resend that waits.
  with accepted as (
    update public.whatsapp_messages m set
      provider_message_id = k.outcome ->> 'providerMessageId',
      whatsapp_message_id = case when m.id = any (v_bound) then k.outcome ->> 'whatsappId'
        else m.whatsapp_message_id end,
      bind_at = case when m.whatsapp_message_id is null and k.outcome ->> 'whatsappId' is null
        and k.outcome ->> 'providerMessageId' is not null
                     then p_at + interval '30 seconds' end,
      status = case when m.status = 'sending' then app.accepted_as(k.outcome) else m.status end,
      accepted_at = case when m.status = 'sending' then coalesce(m.accepted_at, p_at)
        else m.accepted_at end
    from unnest(p_kept) k
    where m.id = k.message and k.outcome ->> 'kind' = 'accepted'
      and (m.attempt = k.attempt or m.status not in ('sending', 'accepted', 'held', 'sent',
        'delivered', 'read'))
    returning m.id, m.status)
  select array_agg(id) filter (where status not in ('accepted', 'held')) into v_doubtful
  from accepted;
  -- Also over `queued`: a resend that a person pressed meanwhile is cancelled by this.
  perform app.raise_status(id, 'accepted', p_at, null, null) from unnest(v_doubtful) id;
  perform app.accept_late(k.message, p_at) from unnest(p_kept) k
    join unnest(v_doubtful) d (message) on d.message = k.message
  join public.whatsapp_messages m on m.id = k.message and m.attempt > k.attempt;
  perform app.raise_status(m.id, t.status, t.received_at, 'provider_failed', t.error_text)
  from unnest(p_kept) k join public.whatsapp_messages m on m.id = k.message
  join public.whatsapp_statuses t on t.channel_id = p_channel
    and t.whatsapp_id = 'msgId:' || m.provider_message_id
  where k.outcome ->> 'kind' = 'accepted' and m.provider_message_id = k.outcome
    ->> 'providerMessageId';
  -- Where the answer has WhatsApp's own id, nothing need be asked for later.
  perform app.follow_binding(m, m.whatsapp_message_id, p_at)
  from public.whatsapp_messages m where m.id = any (v_bound);
  perform app.bind_message(k.message, k.outcome ->> 'whatsappId', null, p_at)
  from unnest(p_kept) k
  where k.outcome ->> 'whatsappId' is not null and k.message <> all (v_bound);
end $$;

-- settlements: [{message, attempt, outcome: {kind: accepted | not_sent | failed | uncertain,
-- providerMessageId?, whatsappId?, held?, code?, message?, httpStatus?, retryAfterMs?, pause?,
-- only?}}], all of one channel. Answers one {settled, reason?, nudge?} for each, in their order;
-- nudge: other channels, which what may not begin here leaves from now. Guarded by the attempt: a
-- stale worker changes nothing but its own attempt's row.
create function public.settle_messages(channel uuid, settlements jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  v_channel public.channels;
  v_now timestamptz;
  v_given app.settlement[];
  v_kept app.settlement[];
  v_slot timestamptz;
begin
  if jsonb_path_exists(settlements, '$[*] ? (@.outcome.kind != "accepted")') then
    -- What waits again, or has failed, may make another of this person's leave.
    perform app.lock_channels(c.workspace_id) from public.channels c where c.id = channel;
  end if;
  select * into v_channel from public.channels where id = channel for no key update;
  v_now := app.now();
  v_given := array(select row(g.message, g.attempt, g.outcome)::app.settlement
    from jsonb_to_recordset(settlements) g (message bigint, attempt integer, outcome jsonb));
  perform from public.whatsapp_messages m where m.id in (select g.message from unnest(v_given) g)
    order by m.id for update;
  with kept as (
    update public.whatsapp_send_attempts a set
      outcome = g.outcome ->> 'kind', code = g.outcome ->> 'code',
        detail = left(g.outcome ->> 'message', 500),
      http_status = (g.outcome ->> 'httpStatus')::integer, finished_at = v_now
    from unnest(v_given) g
    where a.message_id = g.message and a.attempt = g.attempt and a.channel_id = channel
      and (a.outcome = 'in_flight' or (a.outcome = 'uncertain' and a.code = 'worker_died'))
    returning g.message, g.attempt, g.outcome)
  select array_agg(row(k.message, k.attempt, k.outcome)::app.settlement),
    -- The spacing holds at the provider: it runs from the answer, not from the claim. Where no call
    -- was made nothing is armed: whoever came after a lease that had ended armed the slot for
    -- theirs.
    max(v_now + greatest(app.pause_between(v_channel),
      make_interval(secs => coalesce((k.outcome ->> 'retryAfterMs')::bigint, 0) / 1000.0)))
      filter (where k.outcome ->> 'code' is distinct from 'not_begun')
  into v_kept, v_slot from kept k;
  if v_kept is not null then
    update public.channels c set next_slot_at = greatest(c.next_slot_at, v_slot),
      probe_count = case when exists (select from unnest(v_kept) k
        where k.outcome ->> 'kind' = 'accepted') then 0
        else c.probe_count end
    where c.id = channel;
    perform app.settle_accepted(v_kept, channel, v_now);
    perform app.settle_unaccepted(k, channel, v_now) from unnest(v_kept) k
      where k.outcome ->> 'kind' <> 'accepted';
  end if;
  return (
    select coalesce(jsonb_agg(case
      when k.message is null then '{"settled": false, "reason": "already_settled"}'
      when m.attempt <> g.attempt then '{"settled": false, "reason": "stale"}'
      else '{"settled": true}' end::jsonb || case when g.outcome ->> 'code' = 'may_not_begin'
        then app.waits_beyond(v_channel) else '{}' end order by g.n), '[]')
    from unnest(v_given) with ordinality g (message, attempt, outcome, n)
    left join unnest(v_kept) k on k.message = g.message and k.attempt = g.attempt
    left join public.whatsapp_messages m on m.id = g.message);
end $$;

grant execute on function public.settle_messages(uuid, jsonb) to service_role;
