-- What is sent: a text, a template of WhatsApp's, a file, or something to tap on. Rendered when it
-- is queued; `body` is how a person reads it.

-- A text at a vendor that reviews what begins a conversation; without a text of ours: one that only
-- the vendor has.
create table public.whatsapp_template_states (
  id bigint generated always as identity primary key,
  channel_id uuid not null references public.channels (id) on delete cascade,
  template_id bigint references public.whatsapp_templates (id) on delete set null,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- The vendor's own id and name of it, and the language as it writes it.
  vendor_id text,
  vendor_name text,
  language text,
  -- draft: the vendor has not taken it yet.
  state text not null check (state in ('draft', 'pending', 'approved', 'rejected', 'paused',
    'disabled', 'in_appeal', 'archived', 'deleted')),
  category_asked text check (category_asked in ('utility', 'marketing', 'authentication')),
  -- What the vendor made of it, and what it will make of it from then on.
  category text check (category in ('utility', 'marketing', 'authentication')),
  becomes_category text check (becomes_category in ('utility', 'marketing', 'authentication')),
  becomes_at timestamptz,
  quality text check (quality in ('green', 'yellow', 'red', 'unknown')),
  -- Why it is rejected or paused: the vendor's code, its words, and what it advises.
  reason_code text,
  reason text,
  recommendation text,
  -- The vendor gives up a message that it could not deliver for so long; null: its own default.
  ttl_seconds integer check (ttl_seconds between 30 and 2592000),
  -- Of the text: an approval holds for the version that was shown to the vendor.
  version integer not null default 1,
  -- The vendor's name for each variable, as they stand in the text; null: it counts them.
  parameter_names text[],
  -- As the vendor has it: {header, body, footer, buttons: [{kind, text, url}], unsupported}.
  shown jsonb check (jsonb_typeof(shown) = 'object'),
  -- The vendor's words are others than ours: changed there.
  drifted boolean not null default false,
  -- What is on its way to the vendor, and how often something was; why the last one was refused.
  errand text check (errand in ('create', 'edit', 'remove')),
  errands integer not null default 0,
  errand_code text,
  errand_reason text,
  -- When an approved one was changed: WhatsApp counts these.
  edits timestamptz[] not null default '{}',
  submitted_at timestamptz,
  submitted_by uuid,
  -- When the vendor said something of it by itself, and when it was last on its list.
  told_at timestamptz,
  synced_at timestamptz,
  updated_at timestamptz not null default app.now()
);
create unique index whatsapp_template_states_text on public.whatsapp_template_states (channel_id,
  template_id) where template_id is not null;
create unique index whatsapp_template_states_name on public.whatsapp_template_states (channel_id,
  vendor_name, language) where vendor_name is not null;
create unique index whatsapp_template_states_vendor on public.whatsapp_template_states (channel_id,
  vendor_id) where vendor_id is not null;
create index whatsapp_template_states_template on public.whatsapp_template_states (template_id);
create index whatsapp_template_states_workspace on public.whatsapp_template_states (workspace_id,
  vendor_id);

-- What stands for the variables of a text, in their order: {contact_name|cliente} is the name, or
-- "cliente".
create function app.template_parameters(p_body text, p_variables jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  -- WhatsApp refuses line breaks and runs of blanks in them (docs, template messages).
  select coalesce(jsonb_agg(regexp_replace(coalesce(nullif(btrim(p_variables ->> f.found[1]), ''),
    f.found[2], ''), '\s+', ' ', 'g') order by f.n), '[]')
  from regexp_matches(p_body, app.variable_pattern('(?:\|([^{}|]*))?'), 'g')
    with ordinality f (found, n)
$$;

-- The same under the vendor's names for them.
create function app.named_parameters(p_names text[], p_values jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return (select jsonb_object_agg(n.name, p_values -> (n.place - 1)::integer)
    from unnest(p_names) with ordinality n (name, place)
    where n.place <= jsonb_array_length(p_values));
end $$;

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
-- there; else null, the text itself. p_values: in place of what the facts make.
create function app.template_content(p_template public.whatsapp_templates, p_channel uuid,
  p_facts jsonb, p_values jsonb default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  s public.whatsapp_template_states;
  v_values jsonb;
begin
  select * into s from public.whatsapp_template_states x
  where x.channel_id = p_channel and x.template_id = p_template.id and x.state = 'approved'
    and x.version = p_template.version and not x.drifted;
  if s.id is null then
    return null;
  end if;
  v_values := coalesce(p_values,
    app.template_parameters(p_template.body, app.text_variables(p_facts)));
  return jsonb_strip_nulls(jsonb_build_object('kind', 'template',
    'name', coalesce(s.vendor_name, p_template.key), 'id', s.vendor_id,
    'language', coalesce(s.language, p_template.language), 'parameters', v_values,
    'named', app.named_parameters(s.parameter_names, v_values)));
end $$;

alter table public.whatsapp_template_states enable row level security;
create policy members_read on public.whatsapp_template_states for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.whatsapp_template_states to authenticated;
