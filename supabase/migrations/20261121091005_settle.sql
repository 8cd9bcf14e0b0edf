-- What becomes of a send: the answer is kept, the slot armed again, and what waits again is judged again.

-- A message that waits again meets what became known while it was on its way.
create function app.reconsider(p_message bigint, p_at timestamptz) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  k public.cloudtalk_calls;
  v_status text := 'cancelled';
  v_code text;
  v_reason text;
begin
  select * into m from public.whatsapp_messages where id = p_message;
  select * into k from public.cloudtalk_calls where id = m.call_id;
  if exists (select from public.whatsapp_send_attempts a where a.message_id = m.id and a.outcome = 'accepted') then
    perform app.raise_status(m.id, 'accepted', p_at, null, null);
    return;
  elsif exists (select from public.contacts c where c.id = m.contact_id and app.is_unreachable(c)
      and (m.purpose <> 'consent_notice' or c.blocked_at is not null or c.erased_at is not null)) then
    v_status := 'skipped';
    v_code := 'opted_out';
    v_reason := 'The contact asked not to be written to.';
  elsif m.purpose = 'consent_notice' then
    return;
  elsif m.purpose = 'reminder' then
    perform app.stop_reminders(f) from public.whatsapp_messages f where f.id = m.reminder_of;
    return;
  elsif m.resolved_by is null and not (k.decision ->> 'send')::boolean then
    v_code := k.decision ->> 'code';
    v_reason := k.decision ->> 'reason';
    update public.cloudtalk_calls set should_send = false, should_send_code = v_code, should_send_reason = v_reason where id = k.id;
  elsif app.evidence_rank(k.electricity_bill_evidence) >= app.evidence_rank('attachment') then
    v_code := 'bill_received';
    v_reason := 'The customer sent a file before we asked.';
  elsif exists (select from public.whatsapp_messages o
      where o.workspace_id = m.workspace_id and o.contact_id = m.contact_id and o.ask_open and o.id <> m.id) then
    v_code := 'covered';
    v_reason := 'A later call asks already.';
  end if;
  if v_code is null then
    update public.whatsapp_messages set ask_open = true where id = m.id and not ask_open;
    return;
  end if;
  update public.whatsapp_messages set status = v_status, ask_open = false, reason_code = v_code, reason = v_reason where id = m.id;
  if m.purpose = 'follow_up' and v_code not in ('opted_out', 'bill_received', 'covered') then
    perform app.promote_covered(m.call_id);
  end if;
end $$;

-- outcome: {kind: accepted | not_sent | failed | uncertain, providerMessageId?, code?, message?, httpStatus?,
-- retryAfterMs?, pause?}. Guarded by the attempt: a stale worker changes nothing but its own attempt's row.
create function public.settle_message(message bigint, attempt integer, outcome jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_kind text := outcome ->> 'kind';
  v_code text := outcome ->> 'code';
  v_reason text := left(outcome ->> 'message', 500);
  v_attempt public.whatsapp_send_attempts;
  v_channel public.channels;
  v_message public.whatsapp_messages;
  v_now timestamptz;
  v_retry timestamptz;
  v_is_stale boolean;
begin
  select c.* into v_channel from public.channels c join public.whatsapp_messages m on m.channel_id = c.id
  where m.id = message for update of c;
  v_now := app.now();
  select * into v_message from public.whatsapp_messages where id = message for update;
  update public.whatsapp_send_attempts a set
    outcome = v_kind, code = v_code, detail = v_reason, http_status = (settle_message.outcome ->> 'httpStatus')::integer,
    finished_at = v_now
  where a.message_id = message and a.attempt = settle_message.attempt
    and (a.outcome = 'in_flight' or (a.outcome = 'uncertain' and a.code = 'worker_died'))
  returning * into v_attempt;
  if v_attempt.id is null then
    return '{"settled": false, "reason": "already_settled"}';
  end if;
  -- The spacing holds at the provider: it runs from the answer, not from the claim.
  update public.channels set next_slot_at = case
      -- No call was made; but whoever came after a lease that had ended armed the slot for theirs.
      when v_code = 'not_begun' then next_slot_at
      else greatest(next_slot_at, v_now + greatest(app.pause_between(v_channel),
        make_interval(secs => coalesce((outcome ->> 'retryAfterMs')::bigint, 0) / 1000.0))) end,
    probe_count = case when v_kind = 'accepted' then 0 else probe_count end
  where id = v_channel.id;
  if outcome ->> 'pause' is not null then
    perform app.pause_channel(v_channel.id, outcome ->> 'pause', v_reason, v_now);
  end if;
  if v_kind = 'not_sent' then
    update public.whatsapp_messages set send_began_at = (select min(a.started_at) from public.whatsapp_send_attempts a
      where a.message_id = message and a.outcome <> 'not_sent') where id = message;
  end if;
  v_is_stale := v_message.attempt <> settle_message.attempt;
  -- A late "accepted" cancels the resend that waits; one that is on its way, or has left, is not touched.
  if v_is_stale and (v_kind <> 'accepted' or v_message.status in ('sending', 'accepted', 'sent', 'delivered', 'read')) then
    return '{"settled": false, "reason": "stale"}';
  end if;
  -- Whatever became of this attempt: an earlier one did arrive at the provider.
  if v_kind in ('failed', 'uncertain') and exists (select from public.whatsapp_send_attempts a
      where a.message_id = message and a.outcome = 'accepted') then
    perform app.raise_status(message, 'accepted', v_now, null, null);
    return '{"settled": true}';
  end if;

  if v_kind = 'accepted' then
    update public.whatsapp_messages m set
      provider_message_id = settle_message.outcome ->> 'providerMessageId',
      bind_at = case when m.whatsapp_message_id is null and settle_message.outcome ->> 'providerMessageId' is not null
                     then v_now + interval '30 seconds' end,
      -- The ordinary case in one update: each costs an entry in a dozen indexes.
      status = case when m.status = 'sending' then 'accepted' else m.status end,
      accepted_at = case when m.status = 'sending' then coalesce(m.accepted_at, v_now) else m.accepted_at end
    where m.id = message;
    if v_message.status <> 'sending' then
      -- Also over `queued`: a resend that a person pressed meanwhile is cancelled by this.
      perform app.raise_status(message, 'accepted', v_now, null, null);
    end if;
    perform app.raise_status(message, s.status, s.received_at, 'provider_failed', s.error_text)
    from public.whatsapp_statuses s
    where s.channel_id = v_channel.id and s.whatsapp_id = 'msgId:' || (outcome ->> 'providerMessageId');
  elsif v_kind = 'failed' and v_message.whatsapp_message_id is null then
    -- A message that has its WhatsApp id left, whatever the answer says.
    perform app.raise_status(message, 'failed', v_now, v_code, v_reason);
  elsif v_kind = 'not_sent' and v_message.status in ('sending', 'uncertain') then
    v_retry := case when v_code = 'not_begun' or outcome ->> 'pause' is not null then v_message.due_at else v_now end + case
      when v_code = 'not_begun' or outcome ->> 'pause' is not null then interval '0'
      when outcome ->> 'retryAfterMs' is not null then make_interval(secs => (outcome ->> 'retryAfterMs')::bigint / 1000.0)
      else app.back_off(interval '15 seconds', v_message.retries) end;
    update public.whatsapp_messages set
      status = 'queued', due_at = greatest(due_at, v_retry), reason_code = v_code, reason = v_reason,
      retries = retries + case when v_code = 'not_begun' or outcome ->> 'pause' is not null then 0 else 1 end
    where id = message;
    perform app.reconsider(message, v_now);
  elsif v_kind = 'uncertain' and v_message.status = 'sending' then
    update public.whatsapp_messages set status = 'uncertain', reason_code = v_code, reason = v_reason where id = message;
  end if;
  return case when v_is_stale then '{"settled": false, "reason": "stale"}' else '{"settled": true}' end::jsonb;
end $$;
