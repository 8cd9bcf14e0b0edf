-- Reasons as staff see them, give them and take them back.

-- Of one person: {reasons: [app.reason_json, newest first, 100 at most], mayAsk: whether they may
-- be asked to confirm one, registry: [{number, checkedAt, isEnrolled}]}.
create function public.contact_reasons(contact bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  c public.contacts;
  w uuid;
begin
  select x.* into c from public.contacts x where x.id = contact;
  w := c.workspace_id;
  perform app.require_role(w, 'agent');
  return jsonb_build_object(
    'mayAsk', app.is_thread_open(c.id) and not app.is_unreachable(c),
    'reasons', (select coalesce(jsonb_agg(app.reason_json(r) order by r.at desc, r.id desc), '[]')
      from (select x.* from public.reasons_to_write x where x.contact_id = c.id
        order by x.at desc, x.id desc limit 100) r),
    'registry', (select coalesce(jsonb_agg(jsonb_build_object('number', i.value, 'checkedAt',
        n.checked_at, 'isEnrolled', coalesce(n.is_enrolled, false)) order by i.value), '[]')
      from public.contact_identities i left join public.registry_numbers n
        on n.workspace_id = i.workspace_id and n.number = i.value
      where i.contact_id = c.id and i.kind = 'phone' and i.value like '+39%'));
end $$;

-- A member's word for it: {reason}. What was refused for want of one is asked for then.
create function public.give_reason(contact bigint, purpose text, note text) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  c public.contacts := app.own_contact(contact, 'agent');
  v_note text := app.require_reason(note);
  v_id bigint;
begin
  if purpose is null or purpose not in ('service', 'marketing') then
    raise exception using errcode = 'PT400', message = 'The purpose is service or marketing.';
  end if;
  perform app.lock_channels(c.workspace_id);
  perform from public.contacts x where x.id = c.id for update;
  v_id := app.note_reason(c.id, purpose, 'staff', app.now(), p_user => auth.uid(),
    p_note => v_note);
  perform app.ask_for_reason(c.id) where purpose = 'service';
  perform app.log_action(c.workspace_id, auth.uid(), 'reason_given', 'contact', c.id::text,
    jsonb_build_object('purpose', purpose, 'reason', v_id));
  return v_id;
end $$;

-- It no longer holds. False: it had been taken back.
create function public.withdraw_reason(reason bigint, note text) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  r public.reasons_to_write;
  v_note text := app.require_reason(note);
  v_count integer;
begin
  select * into r from public.reasons_to_write x where x.id = reason;
  perform app.require_role(r.workspace_id, 'agent');
  perform app.lock_channels(r.workspace_id);
  perform from public.contacts c where c.id = r.contact_id for update;
  v_count := app.withdraw_reasons(r.contact_id, null, 'staff', app.now(), auth.uid(), r.id,
    v_note);
  if v_count > 0 then
    perform app.log_action(r.workspace_id, auth.uid(), 'reason_withdrawn', 'contact',
      r.contact_id::text, jsonb_build_object('reason', r.id));
  end if;
  return v_count > 0;
end $$;

-- What each choice of the setting `reasons` would have meant for the calls of the last 30 days:
-- {outgoing: asks that went to who we had called, agreed: of these with a reason of their own,
-- incoming: asks to who had called}.
create function public.reasons_effect(workspace uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'agent');
  return (select jsonb_build_object(
      'incoming', count(*) filter (where k.direction = 'incoming'),
      'outgoing', count(*) filter (where k.direction is distinct from 'incoming'),
      'agreed', count(*) filter (where k.direction is distinct from 'incoming'
        and (app.agreed_words(workspace, k.facts) is not null
          or (app.standing_reason(k.contact_id, 'service', null, true)).id is not null)))
    from public.asks a join public.cloudtalk_calls k on k.id = a.call_id
    where a.workspace_id = workspace and a.created_at > app.now() - interval '30 days'
      and (a.should_send or a.code = 'no_reason'));
end $$;

grant execute on function public.contact_reasons(bigint), public.give_reason(bigint, text, text),
  public.withdraw_reason(bigint, text), public.reasons_effect(uuid)
to authenticated;
