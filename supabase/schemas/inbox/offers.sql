-- What a composer offers: texts that are ready, and when a text would leave.

-- When a text that is written now would leave: null while its number is paused. ahead: texts of
-- staff that wait before it.
create function app.would_leave(c public.contacts, p_channel uuid, out at timestamptz,
  out ahead integer)
language plpgsql stable set search_path = ''
as $$
declare
  x public.channels;
  w public.workspaces;
  v_limit integer;
begin
  select * into x from public.channels k where k.id = p_channel;
  ahead := (select count(*) from (select from public.whatsapp_messages m
    where m.channel_id = p_channel and m.status = 'queued' and m.priority <= -10 limit 50) n);
  if x.id is null or x.state = 'paused' then
    return;
  end if;
  v_limit := app.daily_limit_at(x, app.now());
  at := greatest(app.now(), x.next_slot_at, app.cap_frees_at(v_limit,
      app.recent_sends(x.id, v_limit, app.now())))
    + make_interval(secs => ahead * (x.min_interval_ms + x.jitter_ms / 2) / 1000.0);
  if x.begin_locked_until > at and not app.has_begun(p_channel, c.id) then
    at := x.begin_locked_until;
  end if;
  if not exists (select from public.whatsapp_messages m where m.contact_id = c.id
      and m.direction = 'in' and m.written_at > app.now() - interval '24 hours') then
    select * into w from public.workspaces k where k.id = c.workspace_id;
    at := app.next_sending_time(at, app.hours_of(w, x), c.time_zone);
  end if;
end $$;

-- Texts that are ready, with this person's values: {answers: [{shortcut, title, body}], texts:
-- [{key, title, body, reviewed}]}. reviewed: WhatsApp takes it at any time on this channel.
create function app.ready_texts(c public.contacts, p_channel uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_facts jsonb := app.writing_facts(c);
begin
  return jsonb_build_object(
    'answers', (select coalesce(jsonb_agg(jsonb_build_object('shortcut', a.shortcut,
        'title', a.title, 'body', app.ask_text(v_facts, a.body)) order by a.position, a.id), '[]')
      from public.ready_answers a where a.workspace_id = c.workspace_id),
    'texts', (select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'title', t.title,
        'body', app.ask_text(v_facts, t.body),
        'reviewed', app.template_content(t, p_channel, v_facts) is not null) order by t.key), '[]')
      from public.whatsapp_templates t where t.workspace_id = c.workspace_id));
end $$;

-- The same for who writes to this person.
create function public.texts_for(contact bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(contact);
begin
  -- require_role: in conversation_contact.
  return app.ready_texts(c, app.channel_for(c.id, 'manual'));
end $$;

-- Beside the composer of a person's page: {leavesAt, ahead, answers: the first three, reviewed:
-- [{key, body}]}.
create function app.composer_offers(p_contact bigint, p_channel uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  c public.contacts := app.conversation_contact(p_contact);
  v_texts jsonb := app.ready_texts(c, p_channel);
  v_leaves record;
begin
  -- require_role: in conversation_contact.
  select * into v_leaves from app.would_leave(c, p_channel);
  return jsonb_build_object('leavesAt', v_leaves.at, 'ahead', v_leaves.ahead,
    'answers', jsonb_path_query_array(v_texts, '$.answers[0 to 2]'),
    'reviewed', jsonb_path_query_array(v_texts, '$.texts[*] ? (@.reviewed == true)'));
end $$;

grant execute on function public.texts_for(bigint), app.composer_offers(bigint, uuid)
to authenticated;
