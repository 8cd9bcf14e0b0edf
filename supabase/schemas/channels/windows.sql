-- How long a free text may leave: some vendors take one only for so many hours after the person's
-- last message or call (capabilities.windowHours), and a reviewed text at any time. One window a
-- channel and person, kept beside the thread.

-- Null: the vendor takes a text at any time.
create function app.window_hours(p_channel uuid) returns double precision
language plpgsql stable set search_path = ''
as $$
begin
  return (select (c.capabilities ->> 'windowHours')::double precision from public.channels c
    where c.id = p_channel);
end $$;

-- Whether some number of the workspace has windows at all.
create function app.has_windows(p_workspace uuid) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from public.channels c where c.workspace_id = p_workspace
    and (c.capabilities ->> 'windowHours') is not null);
end $$;

-- The person wrote or called at p_at, by the vendor's clock: what is told days late opens nothing,
-- and nothing closes what a later word opened. p_free_hours: they came by an ad, and what is
-- written costs nothing for so long.
create function app.open_window(p_channel uuid, p_contact bigint, p_at timestamptz,
  p_free_hours integer default null) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_hours double precision := app.window_hours(p_channel);
  v_until timestamptz := p_at + make_interval(secs => v_hours * 3600);
  v_free timestamptz := p_at + make_interval(hours => p_free_hours);
  v_conversation bigint;
begin
  if v_hours is null then
    return;
  end if;
  v_conversation := app.conversation((select c.workspace_id from public.channels c
    where c.id = p_channel), p_channel, p_contact);
  update public.whatsapp_conversations v set window_until = greatest(v.window_until, v_until),
    free_until = greatest(v.free_until, v_free)
  where v.id = v_conversation and (v.window_until is null or v.window_until < v_until
    or v_free > coalesce(v.free_until, '-infinity'));
end $$;

-- Whether a free text may leave to this person at p_at: always where the vendor has no windows.
create function app.may_write_freely(p_channel uuid, p_contact bigint, p_at timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return app.window_hours(p_channel) is null
    or coalesce((select v.window_until > p_at from public.whatsapp_conversations v
      where v.channel_id = p_channel and v.contact_id = p_contact), false);
end $$;

-- For who writes: {open, until, freeUntil}; null where the vendor has no windows.
create function app.window_json(p_channel uuid, p_contact bigint, p_at timestamptz) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v public.whatsapp_conversations;
begin
  if app.window_hours(p_channel) is null then
    return null;
  end if;
  select * into v from public.whatsapp_conversations x where x.channel_id = p_channel
    and x.contact_id = p_contact;
  return jsonb_build_object('open', coalesce(v.window_until > p_at, false),
    'until', v.window_until, 'freeUntil', case when v.free_until > p_at then v.free_until end);
end $$;

-- A changed number comes as a message, and is WhatsApp's word.
create function app.is_their_word(m public.whatsapp_messages) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return m.direction = 'in' and not exists (select from public.attention a
    where a.message_id = m.id and a.kind = 'number_changed');
end $$;

-- After two people were parted: each one's window by what they wrote themselves. Calls are not
-- among it, so it may be shut too early, never too late.
create function app.window_by_messages(p_channel uuid, p_contact bigint) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_conversations v set window_until = (
    select max(m.written_at) + make_interval(secs => app.window_hours(p_channel) * 3600)
    from public.whatsapp_messages m where m.conversation_id = v.id and app.is_their_word(m))
  where v.channel_id = p_channel and v.contact_id = p_contact and v.window_until is not null;
  perform app.open_window(p_channel, p_contact, m.written_at)
  from public.whatsapp_messages m where m.channel_id = p_channel and m.contact_id = p_contact
    and app.is_their_word(m)
  order by m.written_at desc limit 1;
end $$;

-- What a text becomes for this person now: null, the text itself, where it may leave; else the
-- reviewed one, null too where there is none (app.has_way tells the two apart).
create function app.fitting_content(p_template public.whatsapp_templates, p_channel uuid,
  p_contact bigint, p_facts jsonb, p_values jsonb default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when not app.may_write_freely(p_channel, p_contact, app.now())
    then app.template_content(p_template, p_channel, p_facts, p_values) end;
end $$;

-- Whether this text can leave to this person now, in one form or the other.
create function app.has_way(p_template public.whatsapp_templates, p_channel uuid,
  p_contact bigint) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return app.may_write_freely(p_channel, p_contact, app.now())
    or app.template_content(p_template, p_channel, '{}') is not null;
end $$;

-- What its text may name, as when it was queued.
create function app.facts_of_message(m public.whatsapp_messages) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  a public.asks;
begin
  select * into a from public.asks x where x.id = m.ask_id;
  return case when a.id is not null then app.ask_facts(a)
    else (select app.writing_facts(c) from public.contacts c where c.id = m.contact_id)
      || jsonb_build_object('agentName', (select x.name from public.memberships x
        where x.workspace_id = m.workspace_id and x.user_id = m.sent_by)) end;
end $$;

-- A text whose window closed while it waited becomes its reviewed text. False where it has none on
-- its channel, or where a person wrote other words. Any other reason to keep it is the caller's.
create function app.to_template(p_message bigint) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  t public.whatsapp_templates;
  v_facts jsonb;
  v_content jsonb;
begin
  select * into m from public.whatsapp_messages x where x.id = p_message;
  select * into t from public.whatsapp_templates x where x.id = m.template_id;
  if t.id is null or m.content ->> 'kind' = 'media' then
    return false;
  end if;
  v_facts := app.facts_of_message(m);
  v_content := app.template_content(t, m.channel_id, v_facts);
  if v_content is null
      or (m.purpose = 'manual' and m.body is distinct from app.ask_text(v_facts, t.body)) then
    return false;
  end if;
  update public.whatsapp_messages x set content = v_content, body = app.ask_text(v_facts, t.body),
    template_version = t.version
  where x.id = m.id;
  return true;
end $$;

-- A reviewed text that waits, and of which the vendor has approved another version since: under its
-- name leave other words than were written down.
create function app.is_outdated(m public.whatsapp_messages) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return m.content ->> 'kind' = 'template' and exists (select from public.whatsapp_template_states s
    where s.channel_id = m.channel_id and s.template_id = m.template_id and s.state = 'approved'
      and s.version <> m.template_version);
end $$;

-- Of what the claim would hand out, what may leave as it is or as a reviewed text. The rest fails
-- in sight: the vendor would only refuse it.
create function app.fit_windows(p_channel public.channels, p_messages bigint[], p_at timestamptz)
returns bigint[]
language plpgsql volatile set search_path = ''
as $$
declare
  v_id bigint;
  v_ask bigint;
  v_kept bigint[] := '{}';
begin
  if (p_channel.capabilities ->> 'windowHours') is null then
    return p_messages;
  end if;
  foreach v_id in array p_messages loop
    if exists (select from public.whatsapp_messages m where m.id = v_id
        and case m.content ->> 'kind' when 'template' then not app.is_outdated(m)
          else app.may_write_freely(m.channel_id, m.contact_id, p_at) end)
        or app.to_template(v_id) then
      v_kept := v_kept || v_id;
      continue;
    end if;
    update public.whatsapp_messages m set status = 'failed', failed_at = p_at, ask_open = false,
      reason_code = case when m.content ->> 'kind' = 'template' then 'template_refused'
        else 'window_closed' end,
      reason = case when m.content ->> 'kind' = 'template'
        then 'Its reviewed text was changed while it waited, and cannot stand for it any more.'
        else 'The person wrote too long ago for a free text, and no reviewed text stands for it.'
        end
    where m.id = v_id returning case when m.purpose = 'follow_up' then m.ask_id end into v_ask;
    perform app.promote_covered(v_ask) where v_ask is not null;
  end loop;
  return v_kept;
end $$;

-- What this turn hands out. What was next and cannot leave any more makes room for the one behind
-- it: of twenty rounds, since the next claim goes on.
create function app.pick_messages(p_channel public.channels, p_at timestamptz,
  w public.workspaces, p_room integer, p_in_flight integer)
returns bigint[]
language plpgsql volatile set search_path = ''
as $$
declare
  v_next bigint[];
  v_fitting bigint[] := '{}';
begin
  for _ in 1 .. 20 loop
    v_next := case when p_room = 1 and p_in_flight = 0
      then array(select m.id from app.next_to_send(p_channel.id, p_at, w, '{}') m)
      else app.messages_for_turn(p_channel, p_at, w, p_room) end;
    v_fitting := app.fit_windows(p_channel, v_next, p_at);
    exit when v_fitting <> '{}' or v_next = '{}';
  end loop;
  return v_fitting;
end $$;

grant execute on function
  app.window_hours(uuid), app.may_write_freely(uuid, bigint, timestamptz),
  app.window_json(uuid, bigint, timestamptz)
to authenticated;
