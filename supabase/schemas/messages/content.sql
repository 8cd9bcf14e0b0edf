-- What is sent: a text, a template of WhatsApp's, a file, or something to tap on. Rendered when it
-- is queued; `body` is how a person reads it.

-- The state of a text at a vendor that reviews what begins a conversation.
create table public.whatsapp_template_states (
  channel_id uuid not null references public.channels (id) on delete cascade,
  template_id bigint not null references public.whatsapp_templates (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- The vendor's own id and name of it.
  vendor_id text,
  vendor_name text,
  state text not null check (state in ('pending', 'approved', 'rejected', 'paused', 'disabled')),
  -- Of the vendor, for staff: why it is rejected or paused.
  reason text,
  -- Of the text: an approval holds for the version that was shown to the vendor.
  version integer not null default 1,
  updated_at timestamptz not null default app.now(),
  primary key (channel_id, template_id)
);
create index whatsapp_template_states_template on public.whatsapp_template_states (template_id);
create index whatsapp_template_states_workspace on public.whatsapp_template_states (workspace_id);

-- What stands for the variables of a text, in their order: {contact_name|cliente} is the name, or
-- "cliente".
create function app.template_parameters(p_body text, p_variables jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_agg(coalesce(nullif(btrim(p_variables ->> f.found[1]), ''), f.found[2], '')
    order by f.n), '[]')
  from regexp_matches(p_body, app.variable_pattern('(?:\|([^{}|]*))?'), 'g')
    with ordinality f (found, n)
$$;

-- The same where a program gives them: an array in their order, or {variable: value} over what we
-- know. Raises PT422.
create function app.parameters_given(p_body text, p_facts jsonb, p_parameters jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_known jsonb := app.text_variables(p_facts);
  v_own jsonb := app.template_parameters(p_body, v_known);
  v_unknown text;
begin
  if jsonb_typeof(p_parameters) = 'array' then
    if jsonb_array_length(p_parameters) <> jsonb_array_length(v_own) then
      raise exception using errcode = 'PT422', detail = 'parameters', message = format(
        'This text has %s variables, and %s parameters were given.', jsonb_array_length(v_own),
        jsonb_array_length(p_parameters));
    end if;
    return p_parameters;
  end if;
  if jsonb_typeof(p_parameters) = 'object' then
    select x.name into v_unknown from jsonb_object_keys(p_parameters) x (name)
    where not v_known ? x.name limit 1;
    if v_unknown is not null then
      raise exception using errcode = 'PT422', detail = 'parameters',
        message = format('Texts have no variable "%s".', v_unknown);
    end if;
    return app.template_parameters(p_body, v_known || p_parameters);
  end if;
  return v_own;
end $$;

-- A text with these for its variables, in their order.
create function app.fill_template(p_body text, p_parameters jsonb) returns text
language sql immutable set search_path = ''
as $$
  select string_agg(part.text || coalesce(p_parameters ->> (part.n - 1)::integer, ''), ''
    order by part.n)
  from regexp_split_to_table(p_body, app.variable_pattern('(?:\|[^{}|]*)?'))
    with ordinality part (text, n)
$$;

-- What a text becomes on a channel: a template where the vendor has approved this version of it
-- there; else null, the text itself.
create function app.template_content(p_template public.whatsapp_templates, p_channel uuid,
  p_facts jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select jsonb_strip_nulls(jsonb_build_object('kind', 'template',
      'name', coalesce(s.vendor_name, p_template.key), 'language', p_template.language,
      'parameters', app.template_parameters(p_template.body, app.text_variables(p_facts)),
      'components', p_template.components))
    from public.whatsapp_template_states s
    where s.channel_id = p_channel and s.template_id = p_template.id and s.state = 'approved'
      and s.version = p_template.version);
end $$;

-- A vendor tells what has become of a text that it reviews. True when something changed.
create function app.note_template_state(p_channel uuid, p_template bigint, p_vendor_id text,
  p_vendor_name text, p_state text, p_reason text) returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.whatsapp_template_states as s (channel_id, template_id, workspace_id,
    vendor_id, vendor_name, state, reason, version)
  select p_channel, t.id, t.workspace_id, p_vendor_id, p_vendor_name, p_state, left(p_reason, 500),
    t.version
  from public.whatsapp_templates t join public.channels c on c.id = p_channel
    and c.workspace_id = t.workspace_id
  where t.id = p_template
  on conflict (channel_id, template_id) do update set vendor_id = excluded.vendor_id,
    vendor_name = excluded.vendor_name, state = excluded.state, reason = excluded.reason,
    version = excluded.version, updated_at = app.now()
  where (s.vendor_id, s.vendor_name, s.state, s.reason, s.version) is distinct from
    (excluded.vendor_id, excluded.vendor_name, excluded.state, excluded.reason, excluded.version);
  return found;
end $$;

alter table public.whatsapp_template_states enable row level security;
create policy members_read on public.whatsapp_template_states for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.whatsapp_template_states to authenticated;
