-- Who works here: names, roles, and how the source of calls names them.

-- Who left, so that what they did keeps its name.
create table public.former_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null,
  name text,
  left_at timestamptz not null default app.now(),
  primary key (workspace_id, user_id)
);

-- How colleagues read a member: the name, else what stands before the @ of the e-mail.
create function app.member_name(p_name text, p_email text) returns text
language sql immutable set search_path = ''
as $$ select coalesce(p_name, nullif(split_part(p_email, '@', 1), '')) $$;

-- Of a membership that ends, or begins again.
create function app.keep_former_member() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    delete from public.former_members f
    where f.workspace_id = new.workspace_id and f.user_id = new.user_id;
    return null;
  end if;
  insert into public.former_members (workspace_id, user_id, name)
  select old.workspace_id, old.user_id,
    app.member_name(old.name, (select u.email from auth.users u where u.id = old.user_id))
  from public.workspaces w where w.id = old.workspace_id
  on conflict on constraint former_members_pkey do update
    set name = excluded.name, left_at = excluded.left_at;
  return null;
end $$;
create trigger keep_former_member after insert or delete on public.memberships
  for each row execute function app.keep_former_member();

-- The member who is the agent of a call's facts: by e-mail, else by name; null where nobody or
-- several could be meant.
create function app.member_of_agent(p_workspace uuid, p_facts jsonb) returns uuid
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_email text := lower(nullif(btrim(p_facts ->> 'agentEmail'), ''));
  v_name text := nullif(btrim(p_facts ->> 'agentName'), '');
  v_found uuid[];
begin
  if v_email is not null then
    select array_agg(m.user_id) into v_found
    from public.memberships m left join auth.users u on u.id = m.user_id
    where m.workspace_id = p_workspace and v_email in (lower(u.email), lower(m.calls_as));
    if v_found is not null then
      return case when cardinality(v_found) = 1 then v_found[1] end;
    end if;
  end if;
  if v_name is null then
    return null;
  end if;
  select array_agg(m.user_id) into v_found from public.memberships m
  where m.workspace_id = p_workspace and app.same_name(
    case when strpos(m.calls_as, '@') > 0 then m.name else coalesce(m.calls_as, m.name) end,
    v_name);
  return case when cardinality(v_found) = 1 then v_found[1] end;
end $$;

-- For `npm run staff`: a new member, or another role for one.
create function public.add_member(workspace text, user_id uuid, role text,
  name text default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
begin
  select id into v_workspace from public.workspaces where key = add_member.workspace;
  if v_workspace is null then
    raise exception using errcode = 'PT404', message = format('There is no workspace "%s".',
      add_member.workspace);
  end if;
  insert into public.memberships as m (workspace_id, user_id, role, name)
  values (v_workspace, add_member.user_id, add_member.role, nullif(btrim(add_member.name), ''))
  on conflict on constraint memberships_pkey do update set role = excluded.role,
    name = coalesce(excluded.name, m.name);
  return jsonb_build_object('workspace', add_member.workspace, 'userId', add_member.user_id, 'role',
    add_member.role);
end $$;

-- For `npm run staff`. False when the person was no member.
create function public.remove_member(workspace text, user_id uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if not exists (select from public.workspaces where key = remove_member.workspace) then
    raise exception using errcode = 'PT404', message = format('There is no workspace "%s".',
      remove_member.workspace);
  end if;
  delete from public.memberships m using public.workspaces w
  where w.id = m.workspace_id and w.key = remove_member.workspace
    and m.user_id = remove_member.user_id;
  return found;
end $$;

-- One at a time changes who is a member, and is asked again once the others are done: of two admins
-- who remove each other, the second is none any more.
create function app.lock_members(p_workspace uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform app.require_role(p_workspace, 'admin');
  perform from public.workspaces w where w.id = p_workspace for no key update;
  perform app.require_role(p_workspace, 'admin');
end $$;

create function app.member_row(p_workspace uuid, p_user uuid) returns public.memberships
language plpgsql stable security definer set search_path = ''
as $$
declare
  m public.memberships;
begin
  select x.* into m from public.memberships x
  where x.workspace_id = p_workspace and x.user_id = p_user;
  if m.user_id is null then
    raise exception using errcode = 'PT404', message = 'This person is no member.';
  end if;
  return m;
end $$;

-- An account that Auth knows becomes a member, in an admin's name.
create function public.invite_member(workspace uuid, user_id uuid, name text, role text,
  actor uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_actor(workspace, actor, 'admin');
  perform from public.workspaces w where w.id = workspace for no key update;
  perform app.require_actor(workspace, actor, 'admin');
  insert into public.memberships (workspace_id, user_id, role, name)
  values (workspace, invite_member.user_id, invite_member.role, btrim(invite_member.name))
  on conflict on constraint memberships_pkey do nothing;
  if not found then
    raise exception using errcode = 'PT409', message = 'This person is a member already.';
  end if;
  perform app.log_action(workspace, actor, 'member_added', 'member', invite_member.user_id::text,
    jsonb_build_object('role', invite_member.role));
end $$;

-- Name, name in calls and role of a colleague or, but for the role, of oneself.
create function public.change_member(workspace uuid, member uuid, name text, calls_as text,
  role text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  m public.memberships;
begin
  perform app.lock_members(workspace);
  m := app.member_row(workspace, member);
  if member = auth.uid() and role <> 'admin' then
    raise exception using errcode = 'PT409', detail = 'role',
      message = 'Another admin has to change your own role.';
  end if;
  update public.memberships x set name = btrim(change_member.name), role = change_member.role,
    calls_as = nullif(btrim(change_member.calls_as), '')
  where x.workspace_id = workspace and x.user_id = member;
  perform app.log_action(workspace, auth.uid(), 'member_changed', 'member', member::text,
    case when m.role <> change_member.role
      then jsonb_build_object('before', m.role, 'after', change_member.role) else '{}' end);
end $$;

-- Nobody removes themselves, so an admin stays. What they did keeps their name.
create function public.dismiss_member(workspace uuid, member uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.lock_members(workspace);
  perform app.member_row(workspace, member);
  if member = auth.uid() then
    raise exception using errcode = 'PT409', detail = 'self',
      message = 'Another admin has to remove you.';
  end if;
  delete from public.memberships m where m.workspace_id = workspace and m.user_id = member;
  perform app.log_action(workspace, auth.uid(), 'member_removed', 'member', member::text);
end $$;

-- An admin wants a link with which this member sets a password: whose e-mail it is for. Refused for
-- who belongs to another company too: its account is not this company's to open.
create function public.open_password_link(workspace uuid, member uuid) returns text
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.lock_members(workspace);
  perform app.member_row(workspace, member);
  if exists (select from public.memberships m
    where m.user_id = member and m.workspace_id <> workspace) then
    raise exception using errcode = 'PT409', detail = 'elsewhere',
      message = 'This person works for another company too: they change their password themselves.';
  end if;
  perform app.log_action(workspace, auth.uid(), 'password_link_made', 'member', member::text);
  return (select u.email from auth.users u where u.id = member);
end $$;

-- What people change of themselves; summaries null: as they were.
create function public.edit_me(workspace uuid, name text, language text, phone text,
  summaries text[] default null) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'agent');
  update public.memberships m set name = btrim(edit_me.name), language = edit_me.language,
    phone = edit_me.phone, summaries = coalesce(edit_me.summaries, m.summaries)
  where m.workspace_id = workspace and m.user_id = auth.uid();
  perform app.log_action(workspace, auth.uid(), 'member_changed', 'member', auth.uid()::text);
end $$;

-- {name, email, callsAs, language, phone, summaries, sendsMail} of who asks. sendsMail: whether the
-- company has e-mail to send summaries by.
create function public.read_me(workspace uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select jsonb_build_object('name', app.member_name(m.name, u.email), 'email', u.email,
      'callsAs', m.calls_as, 'language', m.language, 'phone', m.phone,
      'summaries', to_jsonb(m.summaries), 'sendsMail', exists (select from public.alert_receivers r
        where r.workspace_id = workspace and r.kind = 'email'))
    from public.memberships m left join auth.users u on u.id = m.user_id
    where m.workspace_id = workspace and m.user_id = auth.uid());
end $$;

-- Colleagues of the caller's workspaces, with a null role those who left, and programs:
-- [{userId, name, email, role}]. Auth's own table is not for staff to read.
create function public.staff_names() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(distinct jsonb_build_object('userId', s.user_id, 'email',
      s.email, 'role', s.role, 'name', s.name)), '[]')
    from public.memberships own cross join lateral (
      select m.user_id, u.email, m.role, app.member_name(m.name, u.email) as name
      from public.memberships m left join auth.users u on u.id = m.user_id
      where m.workspace_id = own.workspace_id
      union all
      select f.user_id, null, null, f.name from public.former_members f
      where f.workspace_id = own.workspace_id
      union all
      select k.id, null, null, k.name from public.api_keys k
      where k.workspace_id = own.workspace_id) s
    where own.user_id = auth.uid());
end $$;

-- Everybody of the company, for managers, by name:
-- [{userId, name, email, role, callsAs, lastSignInAt, since}]
create function public.member_list(workspace uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  return (select coalesce(jsonb_agg(jsonb_build_object('userId', m.user_id,
      'name', app.member_name(m.name, u.email), 'email', u.email, 'role', m.role,
      'callsAs', m.calls_as, 'lastSignInAt', u.last_sign_in_at, 'since', m.created_at)
      order by app.fold(app.member_name(m.name, u.email)), m.user_id), '[]')
    from public.memberships m left join auth.users u on u.id = m.user_id
    where m.workspace_id = workspace);
end $$;

alter table public.former_members enable row level security;
create policy members_read on public.former_members for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.former_members to authenticated;
grant execute on function
  public.staff_names(), public.member_list(uuid), public.read_me(uuid),
  public.change_member(uuid, uuid, text, text, text), public.dismiss_member(uuid, uuid),
  public.open_password_link(uuid, uuid), public.edit_me(uuid, text, text, text, text[])
to authenticated;
grant execute on function
  public.add_member(text, uuid, text, text), public.remove_member(text, uuid),
  public.invite_member(uuid, uuid, text, text, uuid)
to service_role;

-- What the company is called, and by whose clocks and numbers it goes.
create function public.edit_workspace(workspace uuid, name text, time_zone text,
  default_country text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  if not app.is_time_zone(time_zone) then
    raise exception using errcode = 'PT422', detail = 'timeZone',
      message = 'There is no such time zone.';
  end if;
  update public.workspaces w set name = btrim(edit_workspace.name),
    time_zone = edit_workspace.time_zone, default_country = edit_workspace.default_country
  where w.id = workspace;
  perform app.log_action(workspace, auth.uid(), 'company_changed', 'settings', 'company',
    jsonb_build_object('timeZone', edit_workspace.time_zone));
end $$;
grant execute on function public.edit_workspace(uuid, text, text, text) to authenticated;
