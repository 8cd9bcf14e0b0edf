-- Whether somebody takes offers: less than whether they may be written to at all.

-- They pressed WhatsApp's switch, or a vendor refused an offer because they had. The newest word
-- holds; in doubt the stop. Lifting it lifts no stop of another kind.
create function app.note_marketing(p_contact bigint, p_word text, p_at timestamptz)
  returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  c public.contacts;
begin
  select * into c from public.contacts x where x.id = p_contact for update;
  if c.erased_at is not null or c.marketing_said_at > p_at
      or (c.marketing_said_at = p_at and p_word <> 'stop')
      or (c.marketing_stopped_at is not null) = (p_word = 'stop') then
    return false;
  end if;
  update public.contacts x set marketing_said_at = p_at,
    marketing_stopped_at = case p_word when 'stop' then p_at end
  where x.id = p_contact;
  insert into public.contact_consents (workspace_id, contact_id, kind, source, at)
  values (c.workspace_id, p_contact, case p_word when 'stop' then 'marketing_stopped'
    else 'marketing_resumed' end, 'preference', p_at);
  perform app.withdraw_reasons(p_contact, 'marketing', 'stop', p_at) where p_word = 'stop';
  return true;
end $$;

create function app.record_preference(p_workspace uuid, p_value jsonb, p_heard timestamptz)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_contact bigint := app.resolve_chat(p_workspace, p_value -> 'chat');
begin
  if app.is_erased_contact(v_contact) then
    return '{"outcome": "ignored", "reason": "erased"}';
  elsif app.note_marketing(v_contact, p_value ->> 'marketing', app.written_of(p_value, p_heard))
    then
    return '{"outcome": "processed"}';
  end if;
  return '{"outcome": "duplicate"}';
end $$;

-- Whether an offer may go to this person.
create function app.may_offer(c public.contacts) returns boolean
language plpgsql immutable set search_path = ''
as $$ begin return c.marketing_stopped_at is null and not app.is_unreachable(c); end $$;
