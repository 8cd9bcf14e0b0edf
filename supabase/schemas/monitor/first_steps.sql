-- What a company does before anything happens here, and what of it is done.

-- Names of members with this role or a higher one, for who may not do a step.
create function app.names_from(p_workspace uuid, p_roles text[]) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(x.name order by x.name), '[]')
    from app.shell_members(p_workspace) x where x.role = any (p_roles) and x.name is not null);
end $$;

-- Of the caller's company: {received, channel, call, text, invite, managers [name], admins [name]}.
-- received: a call or a message came, so that there is more to show than steps. channel: a number
-- that is connected, or sent. Null for who is no member. Definer: it reads names.
create function public.first_steps() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  w public.workspaces;
  v_called boolean;
begin
  select x.* into w from public.memberships m join public.workspaces x on x.id = m.workspace_id
  where m.user_id = auth.uid() order by x.created_at, x.id limit 1;
  if w.id is null then
    return null;
  end if;
  v_called := exists (select from public.cloudtalk_calls k where k.workspace_id = w.id);
  return jsonb_build_object(
    'received', v_called or exists (select from public.whatsapp_messages m
      where m.workspace_id = w.id),
    'channel', exists (select from public.channels c where c.workspace_id = w.id
      and c.state = 'active' and (c.connection_status = 'connected' or exists (
        select from public.whatsapp_messages m where m.channel_id = c.id and m.direction = 'out'
          and m.status in ('accepted', 'held', 'sent', 'delivered', 'read')))),
    'call', v_called,
    'text', w.text_read_at is not null or exists (select from public.whatsapp_templates t
      where t.workspace_id = w.id and t.updated_by is not null),
    'invite', w.invited_at is not null or (select count(*) > 1 from public.memberships m
      where m.workspace_id = w.id),
    'managers', app.names_from(w.id, '{manager,admin}'),
    'admins', app.names_from(w.id, '{admin}'));
end $$;

-- A step is done as it is: `text`, said by a manager, or `invite`, said by an admin.
create function public.settle_first_step(workspace uuid, step text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, case step when 'invite' then 'admin' else 'manager' end);
  if step is null or step not in ('text', 'invite') then
    raise exception using errcode = 'PT422', detail = 'step',
      message = 'The step is one of: text, invite.';
  end if;
  update public.workspaces w set
    text_read_at = case step when 'text' then app.now() else w.text_read_at end,
    invited_at = case step when 'invite' then app.now() else w.invited_at end
  where w.id = workspace;
  perform app.log_action(workspace, auth.uid(), 'first_step_settled', 'settings', step);
end $$;

grant execute on function public.first_steps(), public.settle_first_step(uuid, text)
to authenticated;
