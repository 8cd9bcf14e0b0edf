-- What we write back to CloudTalk when a bill is in: a tag and an activity on the contact. Nothing
-- waits for it.

-- Called whenever the evidence of a call changes. Calls that share one ask share its bill: the
-- first of them that has it is told, the others are not told again. Without API keys nothing is
-- queued; whether there are any, the clock has written down.
create function app.queue_write_back(p_call bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_call public.cloudtalk_calls;
  v_ask bigint;
begin
  select * into v_call from public.cloudtalk_calls where id = p_call;
  v_ask := coalesce(v_call.covered_by, p_call);
  if app.evidence_rank(v_call.electricity_bill_evidence) < app.evidence_rank('attachment') then
    delete from public.tasks t where t.call_id = p_call and t.kind = 'write_back'
      and t.state in ('waiting', 'running');
  elsif not exists (select from public.tasks t join public.cloudtalk_calls k on k.id = t.call_id
      where t.kind = 'write_back' and k.id <> p_call and (k.id = v_ask or k.covered_by = v_ask))
    and exists (select from public.reconcile_passes p
      where p.workspace_id = v_call.workspace_id and p.kind = 'calls' and p.is_configured) then
    perform app.queue_task(v_call.workspace_id, 'write_back', p_call || ':' || what,
      jsonb_build_object('what', what), p_call => p_call)
    from unnest(array['tag', 'activity']) what;
  end if;
end $$;

-- {kind, externalId, contactId, phone, receivedAt}; null where the bill was taken back since. What
-- CloudTalk knows the activity by is the
-- number of our call, so that it is the same one however often it is written. contactId: the
-- contact at CloudTalk, where an event or an earlier try named it.
create function app.write_back_facts(t public.tasks) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('kind', t.payload -> 'what', 'externalId', t.call_id,
      'contactId', coalesce(t.payload ->> 'contactId',
        (select o.payload ->> 'contactId' from public.tasks o
          where o.call_id = t.call_id and o.kind = 'write_back' and o.payload ? 'contactId'
          limit 1),
        substring(coalesce(k.facts ->> 'contactId', k.facts -> 'customFields' ->> 'contact_id',
          k.facts -> 'customFields' ->> 'contactId',
          k.facts -> 'customFields' ->> 'contacts[0].id') from '^[0-9]{1,18}$')),
      'phone', k.phone_number, 'receivedAt', k.electricity_bill_received_at)
    from public.cloudtalk_calls k where k.id = t.call_id
      and app.evidence_rank(k.electricity_bill_evidence) >= app.evidence_rank('attachment'));
end $$;
