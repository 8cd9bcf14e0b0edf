-- Who keeps a message for a phone that is away tells nobody when it gives up: Meta tries for 30
-- days, or as long as the template says, and that end sends no webhook (docs, time to live).

create index whatsapp_messages_undelivered on public.whatsapp_messages (channel_id, expires_at)
  where status in ('accepted', 'held', 'sent');

-- What has not arrived an hour after it would have been too late is shown as not delivered. Arrives
-- it after all, its status says so. Of channels with reviewed texts: they tell of each arrival. How
-- many were noted, 500 at most.
create function app.note_undelivered(p_channel uuid) returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
  v_ask bigint;
  v_purpose text;
  v_noted integer := 0;
begin
  if not exists (select from public.channels c where c.id = p_channel
      and (c.capabilities ->> 'templates')::boolean) then
    return 0;
  end if;
  for v_ask, v_purpose in
    update public.whatsapp_messages m set status = 'failed', failed_at = v_now, ask_open = false,
      reason_code = 'not_delivered',
      reason = 'It did not reach the phone in time: it may be off, or WhatsApp gave up.'
    where m.id = any (array(select x.id from public.whatsapp_messages x
      where x.channel_id = p_channel and x.status in ('accepted', 'held', 'sent')
        and x.direction = 'out' and x.expires_at < v_now - interval '1 hour'
        and x.expires_at > v_now - interval '40 days'
      order by x.expires_at limit 500))
    returning m.ask_id, m.purpose
  loop
    v_noted := v_noted + 1;
    if v_purpose = 'follow_up' then
      perform app.promote_covered(v_ask);
    end if;
  end loop;
  return v_noted;
end $$;
