-- The texts that rules and reminders send, as managers write them. A message keeps the text that it
-- was rendered with.

-- The texts that a setting names, with where: {rules,1,then,template}.
create function app.templates_named(p_kind text, p_value jsonb)
  returns table (key text, path text[])
language sql immutable set search_path = ''
as $$
  select r.rule -> 'then' ->> 'template', array['rules', (r.n - 1)::text, 'then', 'template']
  from jsonb_array_elements(case when p_kind in ('rules', 'lead_rules') then p_value -> 'rules'
    else '[]' end) with ordinality r (rule, n)
  where r.rule -> 'then' ->> 'template' is not null
  union all
  select s.step ->> 'template', array['steps', (s.n - 1)::text, 'template']
  from jsonb_array_elements(case when p_kind = 'reminders' then p_value -> 'steps'
    else '[]' end) with ordinality s (step, n)
$$;

-- Saves a text over the version that the person saw (0: a new one), or removes it (body null).
-- {saved: true, version} or {saved: false, code}: conflict, bad_variables, or in_use with `by`, the
-- settings that name it. title: null leaves the one that there is; so does look, {category,
-- components, ttlSeconds}: what a vendor that reviews texts shows beside the body. A version is
-- another look or other words: an approval holds for one.
create function public.save_template(
  workspace uuid, key text, language text, body text, actor uuid,
    expected_version integer default null, title text default null, look jsonb default null)
  returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_old public.whatsapp_templates;
  v_used jsonb;
  v_version integer;
begin
  perform app.require_actor(workspace, actor, 'manager');
  -- As save_settings does, so that no rule takes up a text while it goes.
  perform from public.workspaces w where w.id = workspace for no key update;
  select t.* into v_old from public.whatsapp_templates t where t.workspace_id = workspace
    and t.key = save_template.key;
  if expected_version is not null and coalesce(v_old.version, 0) <> expected_version then
    return jsonb_build_object('saved', false, 'code', 'conflict', 'version',
      coalesce(v_old.version, 0));
  end if;
  if body is null then
    select jsonb_agg(distinct k.kind) into v_used
    from unnest(array['rules', 'lead_rules', 'reminders']) k (kind), app.templates_named(k.kind,
      app.setting(workspace, k.kind)) n
    where n.key = save_template.key;
    if v_used is not null then
      return jsonb_build_object('saved', false, 'code', 'in_use', 'by', v_used);
    end if;
    delete from public.whatsapp_template_states s
    where s.template_id = v_old.id and s.vendor_id is null;
    delete from public.whatsapp_templates t where t.id = v_old.id;
    perform app.log_action(workspace, actor, 'template_removed', 'settings', 'templates',
      jsonb_build_object('key', key));
    return jsonb_build_object('saved', true, 'version', 0);
  end if;
  if not app.template_is_valid(body) then
    return jsonb_build_object('saved', false, 'code', 'bad_variables');
  end if;
  look := coalesce(look, jsonb_build_object('category', v_old.category, 'components',
    v_old.components, 'ttlSeconds', v_old.ttl_seconds));
  insert into public.whatsapp_templates as t (workspace_id, key, language, body, title,
    category, components, ttl_seconds, updated_by)
  values (workspace, save_template.key, save_template.language, save_template.body,
    nullif(btrim(save_template.title), ''), look ->> 'category',
    nullif(look -> 'components', 'null'), (look ->> 'ttlSeconds')::integer, actor)
  on conflict on constraint whatsapp_templates_workspace_id_key_key do update
    set body = excluded.body, language = excluded.language, category = excluded.category,
      components = excluded.components, ttl_seconds = excluded.ttl_seconds,
      title = coalesce(excluded.title, t.title), updated_at = app.now(),
      version = t.version + (t.body <> excluded.body or t.language <> excluded.language
        or t.category is distinct from excluded.category
        or t.components is distinct from excluded.components
        or t.ttl_seconds is distinct from excluded.ttl_seconds)::integer,
      updated_by = excluded.updated_by
  returning t.version into v_version;
  perform app.log_action(workspace, actor, 'template_saved', 'settings', 'templates',
    jsonb_build_object('key', key, 'version', v_version));
  return jsonb_build_object('saved', true, 'version', v_version);
end $$;

-- A text as a customer would get it: with the values of the newest call whose customer has a name,
-- and the operator's own name where they have it sent to themselves (own).
-- {text, contactName, at}: the last two null where there is no call; null for a text that cannot be
-- saved.
create function public.preview_text(workspace uuid, body text, own boolean default false)
  returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  k public.cloudtalk_calls;
  v_facts jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if not app.template_is_valid(body) then
    return null;
  end if;
  select * into k from public.cloudtalk_calls c where c.workspace_id = preview_text.workspace
    and c.contact_name is not null order by c.id desc limit 1;
  v_facts := coalesce(k.facts, '{"contactName": "Mario Rossi", "agentName": "Giulia Ferri"}');
  if own then
    v_facts := v_facts || (select jsonb_strip_nulls(jsonb_build_object('agentName', m.name))
      from public.memberships m
      where m.workspace_id = preview_text.workspace and m.user_id = auth.uid());
  end if;
  return jsonb_build_object('text', app.render_template(body, app.text_variables(v_facts)),
    'contactName', k.contact_name, 'at', k.created_at);
end $$;

grant execute on function public.preview_text(uuid, text, boolean) to authenticated;
grant execute on function
  public.save_template(uuid, text, text, text, uuid, integer, text, jsonb)
to service_role;
