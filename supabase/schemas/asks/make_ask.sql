-- Asks that no call led to.

-- Asks somebody for something, if nothing keeps it from going out. p_terms: {template,
-- delayMinutes, priority, expiresAfterHours}, as a rule has them. p_facts: what its origin told of
-- the person. p_user: the member of staff who asks. {ask, send, code, reason, channel}: channel if
-- something waits there now.
create function app.make_ask(
  p_contact bigint, p_origin_kind text, p_origin_id bigint, p_reason_to_write text, p_terms jsonb,
  p_purpose text default 'bill', p_facts jsonb default '{}', p_user uuid default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
  v_channel jsonb;
begin
  select c.workspace_id, c.id into a.workspace_id, a.contact_id
  from public.contacts c where c.id = app.root_contact(p_contact);
  perform app.lock_channels(a.workspace_id);
  a.id := nextval(pg_get_serial_sequence('public.asks', 'id'));
  a.origin_kind := p_origin_kind;
  a.origin_id := p_origin_id;
  a.purpose := p_purpose;
  a.reason_to_write := p_reason_to_write;
  a.recipient := coalesce(app.contact_phone(a.contact_id), app.contact_bsuid(a.contact_id));
  a.facts := p_facts;
  a.do_not_send := coalesce((p_facts ->> 'doNotSend')::boolean, false);
  a.ready_at := app.now();
  a.created_at := app.now();
  a.decided_by := p_user;
  a.lifted := '{}';
  a.any_hour := false;
  a.is_twin := false;
  a.decision := app.ask_terms(p_terms, p_user is not null);
  v_channel := app.settle_ask(a, true);
  select * into a from public.asks x where x.id = a.id;
  return jsonb_build_object('ask', a.id, 'send', a.should_send, 'code', a.code, 'reason', a.reason,
    'channel', v_channel);
end $$;

-- The decision that an origin's terms are, before anything stands in their way. Nobody has just
-- hung up: it keeps to the hours.
create function app.ask_terms(p_terms jsonb, p_by_staff boolean) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_object('send', true, 'because', '[]'::jsonb, 'template', 'follow_up',
      'delayMinutes', 0, 'priority', 'bulk', 'expiresAfterHours', 72, 'anyHour', false)
    || p_terms
    || case when p_by_staff
      then '{"code": "staff_send", "reason": "Staff asked to send it."}'
      else '{"code": "asked", "reason": "What led to it asks for it."}' end::jsonb
$$;
