-- What a vendor tells of the texts that it reviews: by an event, or on its own list.

create function app.known_category(p_name text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case when lower(p_name) in ('utility', 'marketing', 'authentication')
    then lower(p_name) end;
end $$;

-- The same words, whatever stands for the variables: {name|x} here, {{1}} or {{name}} there.
create function app.same_words(p_ours text, p_theirs text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return btrim(regexp_replace(p_ours, app.variable_pattern('(\|[^{}|]*)?'), '{}', 'g'))
    = btrim(regexp_replace(p_theirs, '\{\{\s*\w+\s*\}\}', '{}', 'g'));
end $$;

-- The vendor's names of the variables in a text of its own, in their order; null where it counts.
create function app.placeholder_names(p_body text) returns text[]
language plpgsql immutable set search_path = ''
as $$
declare
  v_names text[] := array(select f.found[1]
    from regexp_matches(p_body, '\{\{\s*(\w+)\s*\}\}', 'g') with ordinality f (found, n)
    order by f.n);
begin
  return case when cardinality(v_names) > 0 and v_names[1] !~ '^\d+$' then v_names end;
end $$;

-- An event of a channel's account. Numbers of one account have their texts in common: what is told
-- of one holds for the same vendor's id on all of them, unless nothing proves it. True when we know
-- of it now.
create function app.note_template_news(p_channel uuid, p_value jsonb) returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  c public.channels;
  v_reason text := nullif(btrim(p_value ->> 'reason'), '');
  v_code text := coalesce(p_value ->> 'reasonCode',
    case when v_reason ~ '^[A-Z][A-Z_]+$' then v_reason end);
begin
  select * into c from public.channels x where x.id = p_channel;
  if c.id is null or coalesce(p_value ->> 'templateId', p_value ->> 'name') is null then
    return false;
  end if;
  update public.whatsapp_template_states s set
    vendor_id = coalesce(s.vendor_id, p_value ->> 'templateId'),
    state = coalesce(p_value ->> 'state', s.state),
    reason_code = case when p_value ? 'state' then nullif(v_code, 'NONE') else s.reason_code end,
    reason = case when p_value ? 'state' then left(nullif(v_reason, v_code), 500)
      else s.reason end,
    recommendation = case when p_value ? 'state'
      then left(nullif(btrim(p_value ->> 'recommendation'), ''), 500) else s.recommendation end,
    quality = coalesce(p_value ->> 'quality', s.quality),
    category = coalesce(app.known_category(p_value ->> 'category'), s.category),
    becomes_category = case when p_value ? 'becomesCategory'
      then app.known_category(p_value ->> 'becomesCategory')
      when p_value ? 'category' and not p_value ? 'state' then null else s.becomes_category end,
    becomes_at = case when p_value ? 'becomesCategory'
      then coalesce((p_value ->> 'becomesAt')::timestamptz, s.becomes_at)
      when p_value ? 'category' and not p_value ? 'state' then null else s.becomes_at end,
    told_at = app.now(), updated_at = app.now()
  where s.workspace_id = c.workspace_id and ((s.vendor_id = p_value ->> 'templateId'
      and (s.channel_id = c.id or ((p_value ->> 'unproved')::boolean is not true and exists (
        select from public.channels o where o.id = s.channel_id and o.vendor = c.vendor))))
    or (s.channel_id = c.id and s.vendor_id is null and s.vendor_name = p_value ->> 'name'
      and s.language = p_value ->> 'language'));
  if found then
    return true;
  elsif p_value ->> 'name' is null or coalesce(p_value ->> 'state', 'deleted') = 'deleted' then
    return false;
  end if;
  insert into public.whatsapp_template_states (channel_id, workspace_id, vendor_id, vendor_name,
    language, state, reason_code, category, told_at)
  values (c.id, c.workspace_id, p_value ->> 'templateId', p_value ->> 'name',
    p_value ->> 'language', p_value ->> 'state', nullif(v_code, 'NONE'),
    app.known_category(p_value ->> 'category'), app.now())
  on conflict do nothing;
  return true;
end $$;

-- The row of one on the vendor's list: known by its id, else by name and language. One that another
-- number of the same account has for a text of ours is that text's here too.
create function app.listed_row(c public.channels, p_one jsonb) returns bigint
language plpgsql volatile set search_path = ''
as $$
declare
  v_row bigint;
begin
  select s.id into v_row from public.whatsapp_template_states s
  where s.channel_id = c.id and (s.vendor_id = p_one ->> 'id'
    or (s.vendor_name = p_one ->> 'name' and s.language = p_one ->> 'language'))
  order by s.vendor_id = p_one ->> 'id' desc nulls last limit 1 for update;
  if v_row is null then
    insert into public.whatsapp_template_states (channel_id, workspace_id, vendor_id, vendor_name,
      language, state)
    values (c.id, c.workspace_id, p_one ->> 'id', p_one ->> 'name', p_one ->> 'language',
      p_one ->> 'state')
    returning id into v_row;
  end if;
  update public.whatsapp_template_states s set template_id = o.template_id, version = o.version,
    parameter_names = o.parameter_names, category_asked = o.category_asked
  from public.whatsapp_template_states o
  where s.id = v_row and s.template_id is null and o.workspace_id = c.workspace_id
    and o.vendor_id = p_one ->> 'id' and o.template_id is not null
    and not exists (select from public.whatsapp_template_states own
      where own.channel_id = c.id and own.template_id = o.template_id);
  return v_row;
end $$;

-- A page of the vendor's list, read since `began`: [{id, name, language, state, category, quality,
-- reasonCode, ttlSeconds, header, body, footer, buttons, unsupported}]. With the last one, what was
-- not on the list is gone there. What was told or sent meanwhile is newer than the list.
create function public.record_templates(channel uuid, templates jsonb, began timestamptz,
  is_last boolean) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  o jsonb;
  v_row bigint;
begin
  select * into c from public.channels x where x.id = record_templates.channel;
  for o in select x from jsonb_array_elements(templates) x loop
    v_row := app.listed_row(c, o);
    update public.whatsapp_template_states s set vendor_id = o ->> 'id',
      vendor_name = o ->> 'name', language = o ->> 'language', synced_at = app.now(),
      state = o ->> 'state', reason_code = nullif(o ->> 'reasonCode', 'NONE'),
      reason = case when s.state = o ->> 'state' then s.reason end,
      recommendation = case when s.state = o ->> 'state' then s.recommendation end,
      quality = coalesce(o ->> 'quality', s.quality),
      category = coalesce(app.known_category(o ->> 'category'), s.category),
      ttl_seconds = (o ->> 'ttlSeconds')::integer,
      shown = o - array['id', 'name', 'language', 'state', 'quality', 'reasonCode'],
      drifted = coalesce((select not app.same_words(t.body, o ->> 'body')
        from public.whatsapp_templates t where t.id = s.template_id and t.version = s.version),
        false)
    where s.id = v_row and s.errand is null and coalesce(s.told_at, '-infinity') < began
      and coalesce(s.submitted_at, '-infinity') < began;
    update public.whatsapp_template_states s set synced_at = app.now() where s.id = v_row;
  end loop;
  if is_last then
    delete from public.whatsapp_template_states s where s.channel_id = c.id
      and s.template_id is null and coalesce(s.synced_at, s.told_at, '-infinity') < began;
    update public.whatsapp_template_states s set state = 'deleted', updated_at = app.now()
    where s.channel_id = c.id and s.vendor_id is not null and s.errand is null
      and s.state <> 'deleted' and coalesce(s.synced_at, '-infinity') < began
      and coalesce(s.told_at, '-infinity') < began
      and coalesce(s.submitted_at, '-infinity') < began;
  end if;
  return jsonb_array_length(templates);
end $$;

grant execute on function public.record_templates(uuid, jsonb, timestamptz, boolean)
to service_role;
