-- A submission and its ask.

-- Asks, or says why not, by the rules for leads. The channel, if something waits there now.
create function app.settle_lead(l public.leads) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  a public.asks;
begin
  perform app.lock_channels(l.workspace_id);
  a.id := nextval(pg_get_serial_sequence('public.asks', 'id'));
  a.workspace_id := l.workspace_id;
  a.contact_id := l.contact_id;
  a.origin_kind := 'lead';
  a.origin_id := l.id;
  a.purpose := 'bill';
  a.reason_to_write := app.lead_reason(l);
  a.recipient := coalesce(l.phone, app.contact_phone(l.contact_id),
    app.contact_bsuid(l.contact_id));
  a.facts := l.facts;
  if l.phone is null and a.recipient like '+%' then
    a.facts := a.facts || jsonb_build_object('phone', jsonb_build_object('e164', a.recipient,
      'raw', null, 'problem', null));
  end if;
  a.do_not_send := false;
  a.ready_at := l.submitted_at;
  a.created_at := app.now();
  a.request_id := l.request_id;
  a.lifted := '{}';
  a.any_hour := false;
  a.is_twin := false;
  a.decision := '{}';
  return app.settle_ask(a, true);
end $$;

-- What became of a submission: staff's word, else the bill, their answer, our message.
create function app.refresh_leads(p_contact bigint) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if not exists (select from public.leads l where l.contact_id = p_contact) then
    return;
  end if;
  update public.leads x set first_sent_at = n.sent, answered_at = n.answered, bill_at = n.bill,
    state = n.state
  from (
    select l.id, s.sent, s.answered, s.bill, case when l.outcome is not null then l.outcome
        when s.bill is not null then 'bill' when s.answered is not null then 'answered'
        when s.sent is not null then 'contacted' when s.queued then 'queued' else 'new' end as state
    from public.leads l, lateral (select
      (select min(m.send_began_at) from public.whatsapp_messages m
        where m.contact_id = p_contact and m.direction = 'out' and m.send_began_at >= l.submitted_at
          and m.status not in ('failed', 'cancelled', 'skipped', 'expired')) as sent,
      (select min(m.written_at) from public.whatsapp_messages m
        where m.contact_id = p_contact and app.wants_answer(m)
          and m.written_at >= l.submitted_at) as answered,
      (select min(a.evidence_at) from public.asks a where a.contact_id = p_contact
        and a.evidence in ('attachment', 'confirmed') and a.evidence_at >= l.submitted_at) as bill,
      exists (select from public.whatsapp_messages m where m.contact_id = p_contact
        and m.direction = 'out' and m.status in ('queued', 'sending')) as queued) s
    where l.contact_id = p_contact and l.status in ('created', 'duplicate')) n
  where x.id = n.id and (x.first_sent_at, x.answered_at, x.bill_at, x.state)
    is distinct from (n.sent, n.answered, n.bill, n.state);
end $$;
