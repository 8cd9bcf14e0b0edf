-- A company leaves one number for another, step by step, each with a verb of its own. Here is how
-- far it is, by the rows.

-- The texts that rules and reminders send.
create function app.texts_in_use(p_workspace uuid) returns setof public.whatsapp_templates
language plpgsql stable set search_path = ''
as $$
begin
  return query select t.* from public.whatsapp_templates t where t.workspace_id = p_workspace
    and t.key in (select n.key from unnest(array['rules', 'reminders']) k (kind),
      app.templates_named(k.kind, app.setting(p_workspace, k.kind)) n)
    order by t.key;
end $$;

-- Whether what waits can leave from the other number as it is, or as a reviewed text.
create function app.fits_beyond(m public.whatsapp_messages, p_channel uuid) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  t public.whatsapp_templates;
begin
  if app.may_write_freely(p_channel, m.contact_id, app.now()) then
    return true;
  end if;
  select * into t from public.whatsapp_templates x where x.id = m.template_id;
  return t.id is not null and app.template_content(t, p_channel, '{}') is not null
    and (m.purpose <> 'manual' or m.body is not distinct from
      app.ask_text(app.facts_of_message(m), t.body));
end $$;

-- People with a thread on the one, and how many of these have gone on on the other.
create function app.threads_moved(p_from uuid, p_to uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_build_object('here', count(*) filter (where not x.is_moved),
      'moved', count(*) filter (where x.is_moved))
    from (select exists (select from public.whatsapp_conversations o
        where o.channel_id = p_to and o.contact_id = v.contact_id
          and (select max(m.id) from public.whatsapp_messages m where m.conversation_id = o.id)
            > (select max(m.id) from public.whatsapp_messages m
              where m.conversation_id = v.id)) as is_moved
      from public.whatsapp_conversations v join public.contacts k on k.id = v.contact_id
      where v.channel_id = p_from and k.merged_into is null and k.erased_at is null
        and exists (select from public.whatsapp_messages m
          where m.conversation_id = v.id)) x);
end $$;

-- How far the move from a number to another is: {texts: [{key, title, isApproved}], null where the
-- other takes any text; waiting: {queued, without, onTheirWay, uncertain}; threads: {here, moved}}.
-- without: of the queued those that the other could not send. For managers.
create function public.channel_move(channel uuid, move_to uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  c public.channels;
  o public.channels;
begin
  select x.* into c from public.channels x where x.id = channel;
  select x.* into o from public.channels x where x.id = move_to;
  perform app.require_role(c.workspace_id, 'manager');
  if o.workspace_id is distinct from c.workspace_id or o.id = c.id then
    raise exception using errcode = 'PT404', message = 'There is no such channel.';
  end if;
  return jsonb_build_object(
    'texts', case when (o.capabilities ->> 'windowHours') is not null then (
      select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'title', t.title,
          'isApproved', app.template_content(t, o.id, '{}') is not null) order by t.key), '[]')
      from app.texts_in_use(c.workspace_id) t) end,
    'waiting', (select jsonb_build_object('queued', count(*) filter (where m.status = 'queued'),
        'without', count(*) filter (where m.status = 'queued' and not app.fits_beyond(m, o.id)),
        'onTheirWay', count(*) filter (where m.status = 'sending'),
        'uncertain', count(*) filter (where m.status = 'uncertain'))
      from public.whatsapp_messages m where m.channel_id = c.id
        and m.status in ('queued', 'sending', 'uncertain')),
    'threads', app.threads_moved(c.id, o.id));
end $$;

grant execute on function public.channel_move(uuid, uuid) to authenticated;
