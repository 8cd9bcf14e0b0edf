-- A message that looks like a refusal stops everything until a person says what it is.

-- The message of a refusal counts as an answer, or no longer.
create function app.count_refusal(p_message bigint, p_is_answer boolean) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  if not p_is_answer then
    update public.whatsapp_messages x set evidence = nullif(x.evidence, 'reply')
    where x.id = p_message;
    perform app.withdraw_evidence(p_message, 'Somebody took back that it is an answer.');
    return;
  end if;
  -- What was taken back with an undo is proved again.
  delete from public.bill_evidence e where e.message_id = p_message and e.source = 'message'
    and e.level = 'reply' and e.undone_at is not null and e.undone_by is null;
  update public.whatsapp_messages x set evidence = 'reply'
  where x.id = p_message and x.evidence is null and not x.is_stop
    and x.content_removed_at is null returning x.* into m;
  if m.id is not null then
    perform app.apply_evidence(m);
  end if;
end $$;

-- Takes back what a person said of it: the card is open again, and what was skipped or closed
-- meanwhile stays so.
create function app.reopen_refusal(a public.attention) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if a.settled_how = 'not_refusal' then
    perform app.count_refusal(a.message_id, false);
  elsif exists (select from public.contact_consents s where s.contact_id = a.contact_id
      and s.kind = 'stopped' and s.source = 'staff' and s.message_id = a.message_id
      and s.id = (select max(x.id) from public.contact_consents x
        where x.contact_id = a.contact_id and x.kind in ('stopped', 'started'))) then
    perform app.note_consent(a.contact_id, 'started', 'staff', a.message_id, auth.uid());
  end if;
  update public.attention x set settled_at = null, settled_by = null, settled_how = null
  where x.id = a.id;
  perform app.judge_waiting(a.contact_id);
end $$;

-- item: of what is to be looked at. decision: stop (they want no more messages: as their own STOP,
-- which START takes back) | continue (it was no refusal: it counts as an answer) | undo. Answers
-- the decision, or `settled` where there was nothing to decide.
create function public.settle_refusal(item bigint, decision text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  a public.attention;
begin
  select * into a from public.attention x where x.id = item and x.kind = 'refusal';
  perform app.require_role(a.workspace_id, 'agent');
  if decision is null or decision not in ('stop', 'continue', 'undo') then
    raise exception using errcode = 'PT400',
      message = 'The decision is one of: stop, continue, undo.';
  end if;
  perform app.lock_channels(a.workspace_id);
  select * into a from public.attention x where x.id = item for update;
  if app.is_erased_contact(a.contact_id)
      or (decision <> 'undo' and a.settled_at is not null)
      or (decision = 'undo'
        and coalesce(a.settled_how, '') not in ('staff_stopped', 'not_refusal')) then
    return 'settled';
  elsif decision = 'undo' then
    perform app.reopen_refusal(a);
  else
    update public.attention x set settled_at = app.now(), settled_by = auth.uid(),
      settled_how = case decision when 'stop' then 'staff_stopped' else 'not_refusal' end
    where x.id = a.id;
    if decision = 'stop' then
      perform app.note_consent(a.contact_id, 'stopped', 'staff', a.message_id, auth.uid());
    else
      perform app.count_refusal(a.message_id, true);
    end if;
  end if;
  perform app.log_action(a.workspace_id, auth.uid(), case decision
    when 'stop' then 'refusal_stopped' when 'continue' then 'refusal_lifted'
    else 'refusal_undone' end, 'contact',
    a.contact_id::text);
  return decision;
end $$;

grant execute on function public.settle_refusal(bigint, text) to authenticated;
