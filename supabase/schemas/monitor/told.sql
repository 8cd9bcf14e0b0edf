-- What a page that nobody looks at tells its reader.

-- Of the caller: how many wrote that they have not read, whom we owe an answer, what went wrong,
-- each up to 1,001, and how they are told of the first: {new, reply, problem, told}. Null for who is
-- no member.
create function public.told() returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  m public.memberships;
  v_counts jsonb;
begin
  select x.* into m from public.memberships x join public.workspaces w on w.id = x.workspace_id
  where x.user_id = auth.uid() order by w.created_at, w.id limit 1;
  if m.user_id is null then
    return null;
  end if;
  v_counts := app.conversation_counts(m.workspace_id);
  return jsonb_build_object('new', v_counts -> 'new', 'reply', v_counts -> 'reply', 'problem',
    v_counts -> 'problem', 'told', to_jsonb(m.told));
end $$;

-- told: of sound and notice, what the caller wants.
create function public.choose_told(workspace uuid, told text[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'agent');
  update public.memberships m set told = choose_told.told
  where m.workspace_id = workspace and m.user_id = auth.uid();
  perform app.log_action(workspace, auth.uid(), 'member_changed', 'member', auth.uid()::text);
end $$;

grant execute on function public.told(), public.choose_told(uuid, text[]) to authenticated;
