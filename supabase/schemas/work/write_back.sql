-- What we write back to CloudTalk once a bill is confirmed: a tag and an activity on the contact;
-- both are corrected when the confirmation is taken back. Nothing waits for it.

-- One task a call and kind tells and untells, so that the two never overtake each other. Its
-- payload: what · told: whether CloudTalk has it (yes, maybe, no) · saying: what the last try was
-- to tell · contactId.

-- The calls that share one ask, and so its bill.
create function app.calls_of_bill(p_call bigint) returns bigint[]
language plpgsql stable set search_path = ''
as $$
declare
  v_first bigint := (select coalesce(k.covered_by, k.id) from public.cloudtalk_calls k
    where k.id = p_call);
begin
  return array(select k.id from public.cloudtalk_calls k where k.id = v_first
    or k.covered_by = v_first);
end $$;

-- Whether CloudTalk is to have it.
create function app.is_bill_confirmed(p_calls bigint[]) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.cloudtalk_calls k where k.id = any (p_calls)
    and k.electricity_bill_evidence = 'confirmed');
end $$;

-- What CloudTalk has of a task. Those that ended before `told` was kept have told.
create function app.told_of(t public.tasks) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(t.payload ->> 'told', case when t.state = 'done' then 'yes' else 'no' end);
end $$;

-- Called whenever the evidence of a call changes. Of calls that share one ask the first that has
-- its bill confirmed is told, the others are not told again. Without API keys nothing is queued;
-- whether there are any, the clock has written down. What has not left is withdrawn.
create function app.queue_write_back(p_call bigint) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_calls bigint[] := app.calls_of_bill(p_call);
  v_confirmed boolean := app.is_bill_confirmed(v_calls);
  v_wanted text := case when v_confirmed then 'yes' else 'no' end;
  v_workspace uuid := (select k.workspace_id from public.cloudtalk_calls k where k.id = p_call);
begin
  if not v_confirmed then
    delete from public.tasks t where t.call_id = any (v_calls) and t.kind = 'write_back'
      and t.state = 'waiting' and app.told_of(t) = 'no';
  end if;
  -- One that is running is looked at when its try ends.
  update public.tasks t set
    state = case when app.told_of(t) = v_wanted then 'done' else 'waiting' end,
    ended_at = case when app.told_of(t) = v_wanted then coalesce(t.ended_at, app.now()) end,
    due_at = app.now(), tries = 0, reason_code = null, reason = null, seen_by = null,
    seen_at = null, payload = t.payload || jsonb_build_object('told', app.told_of(t))
  where t.call_id = any (v_calls) and t.kind = 'write_back' and t.state <> 'running'
    and (app.told_of(t) <> v_wanted) = (t.state in ('done', 'failed'));
  if v_confirmed and not exists (select from public.tasks t where t.call_id = any (v_calls)
      and t.kind = 'write_back')
    and exists (select from public.reconcile_passes p
      where p.workspace_id = v_workspace and p.kind = 'calls' and p.is_configured) then
    perform app.queue_task(v_workspace, 'write_back', p_call || ':' || what,
      jsonb_build_object('what', what), p_call => p_call)
    from unnest(array['tag', 'activity']) what;
  end if;
end $$;

-- {kind, isIn, externalId, contactId, phone, at}; null where CloudTalk has what it is to have.
-- isIn: the bill is confirmed, or no longer. What CloudTalk knows the activity by is the number of
-- our call, so that it is the same one however often it is written. contactId: the contact at
-- CloudTalk, where an event or an earlier try named it. From here on it may have been told.
create function app.write_back_facts(t public.tasks) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_confirmed boolean := app.is_bill_confirmed(app.calls_of_bill(t.call_id));
begin
  if app.told_of(t) = (case when v_confirmed then 'yes' else 'no' end) then
    return null;
  end if;
  update public.tasks x set payload = x.payload
    || jsonb_build_object('saying', v_confirmed, 'told', 'maybe') where x.id = t.id;
  return (select jsonb_build_object('kind', t.payload -> 'what', 'isIn', v_confirmed,
      'externalId', t.call_id,
      'contactId', coalesce(t.payload ->> 'contactId',
        (select o.payload ->> 'contactId' from public.tasks o
          where o.call_id = t.call_id and o.kind = 'write_back' and o.payload ? 'contactId'
          limit 1),
        substring(coalesce(k.facts ->> 'contactId', k.facts -> 'customFields' ->> 'contact_id',
          k.facts -> 'customFields' ->> 'contactId',
          k.facts -> 'customFields' ->> 'contacts[0].id') from '^[0-9]{1,18}$')),
      'phone', k.phone_number, 'at', coalesce(case when v_confirmed
        then (select a.confirmed_at from public.asks a where a.call_id = k.id) end, app.now()))
    from public.cloudtalk_calls k where k.id = t.call_id);
end $$;

-- What CloudTalk has after a try; and once more at once where the bill was confirmed or taken back
-- meanwhile. Of a contact that it no longer has there is nothing to take back.
create function app.write_back_settled(t public.tasks, p_result jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_saying boolean := coalesce((t.payload ->> 'saying')::boolean, true);
  v_confirmed boolean := app.is_bill_confirmed(app.calls_of_bill(t.call_id));
  v_told text;
  v_result jsonb := p_result;
begin
  if not v_saying and p_result ->> 'code' = 'no_contact' then
    v_result := '{"kind": "done"}';
  end if;
  v_told := case
    when v_result ->> 'kind' = 'done' then case when v_saying then 'yes' else 'no' end
    -- It said no: nothing has changed there.
    when v_result ->> 'kind' = 'failed' then case when v_saying then 'no' else 'yes' end
    else 'maybe' end;
  v_result := v_result || jsonb_build_object('payload', coalesce(v_result -> 'payload', '{}')
    || jsonb_build_object('told', v_told));
  if v_saying = v_confirmed or v_told = 'maybe' then
    return v_result;
  end if;
  return v_result || '{"code": null, "message": null}' || case
    when v_told = case when v_confirmed then 'yes' else 'no' end then '{"kind": "done"}'::jsonb
    else '{"kind": "retry", "everyMs": 0}' end;
end $$;
