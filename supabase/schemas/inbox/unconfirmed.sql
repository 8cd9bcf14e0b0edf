-- A message that the vendor took, and of which nothing was heard though later ones arrived: somebody
-- has to look at the phone.

-- Ten minutes: what arrives does so within seconds. Where nothing later arrived either, the phone
-- is away or statuses are not told, and no single message is in doubt. How many were noted.
create function app.note_unconfirmed(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_heard timestamptz := (select max(m.sent_at) from (
    select x.sent_at from public.whatsapp_messages x join public.whatsapp_send_attempts a
      on a.message_id = x.id
    where a.channel_id = p_channel and a.outcome <> 'not_sent'
    order by a.started_at desc limit 20) m);
  v_noted integer;
begin
  perform app.note_undelivered(p_channel);
  update public.whatsapp_messages m set unconfirmed_at = v_now
  where m.id in (
    select x.id from public.whatsapp_send_attempts a join public.whatsapp_messages x
      on x.id = a.message_id
    where a.channel_id = p_channel and a.outcome <> 'not_sent'
      and a.started_at > v_now - interval '3 days'
      and a.started_at < v_now - interval '10 minutes' and x.status = 'accepted'
      and x.unconfirmed_at is null and x.accepted_at < v_heard);
  get diagnostics v_noted = row_count;
  return v_noted;
end $$;
