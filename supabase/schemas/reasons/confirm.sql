-- The person confirms in the thread what a reason says: then it is proven. Asked only where they
-- wrote themselves: a first message that asks for consent is marketing itself (Cassazione, ord.
-- 9920 of 28 March 2022).

-- 'yes' or 'no' where a text is nothing but that; else null.
create function app.yes_or_no(p_text text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_text text := btrim(regexp_replace(app.fold(left(p_text, 60)), '[^a-z0-9]+', ' ', 'g'));
begin
  return case
    when v_text in ('si', 'si grazie', 'si certo', 'si va bene', 'si ok', 'certo', 'certamente',
      'confermo', 'si confermo', 'va bene', 'ok', 'okay', 'daccordo', 'd accordo', 'si daccordo',
      'yes', 'yes please', 'sure', 'ok grazie', 'va bene grazie', 'sisi', 'si si', 'acconsento')
      then 'yes'
    when v_text in ('no', 'no grazie', 'non confermo', 'non acconsento', 'assolutamente no',
      'no thanks', 'no thank you', 'direi di no', 'meglio di no', 'no no') then 'no' end;
end $$;

-- What is asked, in the person's language as far as we know it: Italian.
create function app.confirm_text(r public.reasons_to_write) returns text
language plpgsql stable set search_path = ''
as $$
declare
  w public.workspaces;
  v_day text;
begin
  select * into w from public.workspaces x where x.id = r.workspace_id;
  v_day := to_char(r.at at time zone w.time_zone, 'DD/MM/YYYY');
  return format(E'Il %s %s.\n\nConferma? Risponda SÌ per confermare, NO per toglierlo.', v_day, case
    when r.words is not null and r.kind in ('consent', 'form', 'listed')
      then format(E'ha dato a %s questo consenso:\n\n«%s»', w.name, left(r.words, 3000))
    when r.purpose = 'marketing'
      then format('ha accettato di ricevere offerte di %s su WhatsApp', w.name)
    else format('ha accettato che %s le scriva qui su WhatsApp', w.name) end);
end $$;

-- Asks them in the thread, as the member who presses (the log has it as a message of theirs). {sent, …} as send_manual answers, or {sent:
-- false, code}: not_open: they have not written there lately; settled: confirmed or taken back.
create function public.ask_to_confirm(reason bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  r public.reasons_to_write;
  v_answer jsonb;
begin
  select * into r from public.reasons_to_write x where x.id = reason;
  perform app.require_role(r.workspace_id, 'agent');
  perform app.lock_channels(r.workspace_id);
  perform from public.contacts c where c.id = r.contact_id for update;
  select * into r from public.reasons_to_write x where x.id = reason for update;
  if r.confirmed_at is not null or r.withdrawn_at is not null
      or r.asked_at > app.now() - interval '24 hours' then
    return '{"sent": false, "code": "settled"}';
  elsif not app.is_thread_open(r.contact_id) then
    return '{"sent": false, "code": "not_open"}';
  end if;
  v_answer := public.send_manual(r.contact_id, app.confirm_text(r),
    format('confirm:%s:%s', r.id, extract(epoch from app.now())::bigint), null, true);
  if (v_answer ->> 'sent')::boolean then
    update public.reasons_to_write x set asked_at = app.now(),
      asked_message_id = (v_answer ->> 'message')::bigint where x.id = r.id;
  end if;
  return v_answer;
end $$;

-- Whether they wrote within the last day: they began it, or answered.
create function app.is_thread_open(p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.whatsapp_messages m where m.contact_id = p_contact
    and app.wants_answer(m) and m.written_at > app.now() - interval '24 hours');
end $$;

-- Their answer to our question: to its quote, or the next thing that they wrote.
create function app.heed_confirmation(m public.whatsapp_messages) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  r public.reasons_to_write;
  v_word text := app.yes_or_no(m.body);
begin
  if v_word is null or m.kind <> 'text' then
    return;
  end if;
  select x.* into r from public.reasons_to_write x
  join public.whatsapp_messages q on q.id = x.asked_message_id
  where x.contact_id = m.contact_id and x.confirmed_at is null and x.withdrawn_at is null
    and q.attempt > 0 and x.asked_at <= m.written_at + interval '1 second'
    and x.asked_at > app.now() - interval '30 days'
    and case when m.quoted_whatsapp_id is not null
      then m.quoted_whatsapp_id = q.whatsapp_message_id and m.channel_id = q.channel_id
      else not exists (select from public.whatsapp_messages y where y.contact_id = m.contact_id
        and y.id > q.id and y.id <> m.id and (y.direction = 'in'
          or y.status not in ('failed', 'cancelled', 'skipped', 'expired'))) end
  order by x.asked_at desc, x.id desc limit 1;
  if r.id is null then
    return;
  elsif v_word = 'yes' then
    update public.reasons_to_write x set confirmed_at = m.written_at, confirmed_message_id = m.id
    where x.id = r.id;
  else
    perform app.withdraw_reasons(m.contact_id, null, 'no', greatest(m.written_at, r.at),
      p_reason => r.id);
  end if;
end $$;

grant execute on function public.ask_to_confirm(bigint) to authenticated;
