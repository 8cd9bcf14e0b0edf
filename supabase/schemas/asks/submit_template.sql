-- Texts on their way to a vendor that reviews them: written, changed, removed, taken over.

create function app.refuse_template(p_detail text, p_message text) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  raise exception using errcode = 'PT409', message = p_message, detail = p_detail;
end $$;

create function app.takes_templates(c public.channels) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return c.state <> 'retired' and coalesce((c.capabilities ->> 'templates')::boolean, false);
end $$;

-- The vendor reviews texts and has no list of them to read: staff write what it approved.
create function app.is_told_by_hand(c public.channels) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return app.takes_templates(c)
    and coalesce((c.capabilities ->> 'templatesByHand')::boolean, false);
end $$;

-- What has to be done there for this version, if anything may. WhatsApp lets an approved one be
-- changed once in 24 hours and ten times in 30 days, and keeps its category (docs, templates).
create function app.errand_for(s public.whatsapp_template_states, t public.whatsapp_templates)
  returns text
language plpgsql volatile set search_path = ''
as $$
declare
  v_now timestamptz := app.now();
begin
  if s.errand is not null then
    perform app.refuse_template('on_its_way', 'It is on its way already.');
  elsif s.state in ('pending', 'in_appeal') then
    perform app.refuse_template('in_review', 'WhatsApp is still reviewing it.');
  elsif s.state = 'approved' and s.version = t.version and not s.drifted then
    perform app.refuse_template('unchanged', 'This version is approved already.');
  elsif s.state in ('draft', 'deleted') or s.vendor_id is null then
    return 'create';
  elsif s.state in ('disabled', 'archived') then
    perform app.refuse_template('new_name', 'Give it another name at WhatsApp: this one is over.');
  elsif s.state in ('approved', 'paused') and s.category <> t.category then
    perform app.refuse_template('category_fixed',
      'WhatsApp keeps the category of an approved text: give it another name.');
  elsif s.state = 'approved' and exists (select from unnest(s.edits) e (at)
      where e.at > v_now - interval '24 hours') then
    perform app.refuse_template('edit_day', 'It was changed within 24 hours: wait until then.');
  elsif s.state = 'approved' and (select count(*) from unnest(s.edits) e (at)
      where e.at > v_now - interval '30 days') >= 10 then
    perform app.refuse_template('edit_month', 'It was changed ten times in 30 days.');
  end if;
  return 'edit';
end $$;

-- Sends a text to be reviewed for one channel, as it is saved now: the clock or a nudge brings it
-- there. name: at the vendor; null: the one that it has, or its key. Answers create | edit.
create function public.submit_template(workspace uuid, key text, channel uuid,
  expected_version integer, name text default null) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  t public.whatsapp_templates;
  s public.whatsapp_template_states;
  v_name text;
begin
  perform app.require_role(workspace, 'manager');
  select * into c from public.channels x where x.id = submit_template.channel
    and x.workspace_id = submit_template.workspace;
  select * into t from public.whatsapp_templates x
  where x.workspace_id = submit_template.workspace and x.key = submit_template.key
    for no key update;
  if t.id is null or c.id is null then
    raise exception using errcode = 'PT404', message = 'There is no such text or channel.';
  elsif not app.takes_templates(c) or app.is_told_by_hand(c) then
    raise exception using errcode = 'PT400', message = 'This channel takes no templates.';
  elsif t.version <> expected_version then
    perform app.refuse_template('conflict', 'Somebody changed it meanwhile.');
  elsif t.category is null then
    perform app.refuse_template('no_category', 'Choose a category first.');
  end if;
  insert into public.whatsapp_template_states (channel_id, template_id, workspace_id, state)
  values (c.id, t.id, t.workspace_id, 'draft') on conflict do nothing;
  select * into s from public.whatsapp_template_states x where x.channel_id = c.id
    and x.template_id = t.id for update;
  v_name := coalesce(nullif(btrim(submit_template.name), ''), s.vendor_name,
    translate(t.key, '-', '_'));
  if v_name !~ '^[a-z0-9_]+$' or length(v_name) > 512 then
    raise exception using errcode = 'PT422', detail = 'name',
      message = 'Its name has small letters, digits and _ only.';
  elsif exists (select from public.whatsapp_template_states o where o.channel_id = c.id
      and o.id <> s.id and o.vendor_name = v_name
      and o.language = coalesce(s.language, t.language)) then
    perform app.refuse_template('name_taken', 'WhatsApp has another text of this name.');
  end if;
  if v_name <> s.vendor_name and s.vendor_id is not null and s.errand is null then
    s := app.leave_name(s);
  end if;
  perform app.send_errand(s, app.errand_for(s, t), v_name, t);
  return (select x.errand from public.whatsapp_template_states x where x.id = s.id);
end $$;

-- A manager says that this version of a text is approved at a vendor that tells nothing itself, and
-- what it is called there: its id, or its name. withdraw_template takes it back.
create function public.note_template_approved(workspace uuid, key text, channel uuid,
  expected_version integer, vendor_id text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  t public.whatsapp_templates;
  v_id text := btrim(note_template_approved.vendor_id);
begin
  perform app.require_role(workspace, 'manager');
  select * into c from public.channels x where x.id = note_template_approved.channel
    and x.workspace_id = note_template_approved.workspace;
  select * into t from public.whatsapp_templates x
  where x.workspace_id = note_template_approved.workspace
    and x.key = note_template_approved.key for no key update;
  if t.id is null or c.id is null then
    raise exception using errcode = 'PT404', message = 'There is no such text or channel.';
  elsif not app.is_told_by_hand(c) then
    raise exception using errcode = 'PT400', message = 'This channel''s vendor tells it itself.';
  elsif t.version <> expected_version then
    perform app.refuse_template('conflict', 'Somebody changed it meanwhile.');
  elsif v_id is null or v_id !~ '^[A-Za-z0-9_.:-]{1,200}$' then
    raise exception using errcode = 'PT422', detail = 'name',
      message = 'Write its id as the vendor shows it: letters, digits and _ only.';
  elsif exists (select from public.whatsapp_template_states o where o.channel_id = c.id
      and o.template_id is distinct from t.id and (o.vendor_id = v_id
        or (o.vendor_name = v_id and o.language = t.language))) then
    perform app.refuse_template('name_taken', 'Another text of this number has this id.');
  end if;
  insert into public.whatsapp_template_states as s (channel_id, template_id, workspace_id, state,
    vendor_id, vendor_name, language, version, category, submitted_at, submitted_by, told_at)
  values (c.id, t.id, t.workspace_id, 'approved', v_id, v_id, t.language, t.version, t.category,
    app.now(), auth.uid(), app.now())
  on conflict (channel_id, template_id) where template_id is not null do update
    set state = 'approved', vendor_id = v_id, vendor_name = v_id, language = t.language,
      version = t.version, category = t.category, drifted = false, errand = null,
      errand_code = null, errand_reason = null, reason_code = null, reason = null,
      submitted_at = app.now(), submitted_by = auth.uid(), told_at = app.now(),
      updated_at = app.now();
  perform app.log_action(workspace, auth.uid(), 'template_noted', 'template', t.key,
    jsonb_build_object('version', t.version, 'id', v_id));
end $$;

-- A text gets another name at the vendor: the one there stays as one that only the vendor has.
create function app.leave_name(s public.whatsapp_template_states)
  returns public.whatsapp_template_states
language plpgsql volatile set search_path = ''
as $$
declare
  v_new public.whatsapp_template_states;
begin
  update public.whatsapp_template_states x set template_id = null where x.id = s.id;
  insert into public.whatsapp_template_states (channel_id, template_id, workspace_id, state)
  values (s.channel_id, s.template_id, s.workspace_id, 'draft') returning * into v_new;
  return v_new;
end $$;

create function app.send_errand(s public.whatsapp_template_states, p_errand text, p_name text,
  t public.whatsapp_templates) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.whatsapp_template_states x set errand = p_errand, errands = x.errands + 1,
    errand_code = null, errand_reason = null, vendor_name = p_name,
    language = coalesce(x.language, t.language),
    vendor_id = case when p_errand = 'create' then null else x.vendor_id end,
    state = case when p_errand = 'create' then 'draft' else x.state end,
    category_asked = case p_errand when 'remove' then x.category_asked else t.category end,
    submitted_at = app.now(), submitted_by = auth.uid(), updated_at = app.now()
  where x.id = s.id;
  perform app.queue_task(s.workspace_id, 'tell_templates', s.id || ':' || s.errands + 1,
    jsonb_build_object('state', s.id, 'errand', p_errand));
  perform app.log_action(s.workspace_id, auth.uid(),
    case p_errand when 'remove' then 'template_withdrawn' else 'template_submitted' end,
    'template', coalesce(t.key, p_name), jsonb_build_object('version', t.version));
end $$;

-- Removes a text at the vendor; the text itself stays here. WhatsApp takes no other of its name for
-- 30 days. What staff only noted is forgotten.
create function public.withdraw_template(state bigint) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  s public.whatsapp_template_states;
  t public.whatsapp_templates;
begin
  select * into s from public.whatsapp_template_states x where x.id = withdraw_template.state
    for update;
  perform app.require_role(s.workspace_id, 'manager');
  if exists (select from public.channels c where c.id = s.channel_id
      and app.is_told_by_hand(c)) then
    delete from public.whatsapp_template_states x where x.id = s.id;
    perform app.log_action(s.workspace_id, auth.uid(), 'template_forgotten', 'template',
      coalesce((select x.key from public.whatsapp_templates x where x.id = s.template_id),
        s.vendor_name), jsonb_build_object('version', s.version));
    return;
  elsif s.errand is not null then
    perform app.refuse_template('on_its_way', 'It is on its way already.');
  elsif s.vendor_id is null or s.state = 'deleted' then
    delete from public.whatsapp_template_states x where x.id = s.id;
    return;
  end if;
  select * into t from public.whatsapp_templates x where x.id = s.template_id;
  perform app.send_errand(s, 'remove', s.vendor_name, t);
end $$;

-- A text that only the vendor has becomes one of ours: body says what stands for its variables.
create function public.adopt_template(state bigint, key text, title text, body text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  s public.whatsapp_template_states;
  v_text bigint;
begin
  select * into s from public.whatsapp_template_states x where x.id = adopt_template.state
    for update;
  perform app.require_role(s.workspace_id, 'manager');
  if s.template_id is not null or s.errand is not null then
    perform app.refuse_template('on_its_way', 'It is one of yours already.');
  elsif s.shown ->> 'unsupported' is not null or not app.template_is_valid(body)
      or app.same_words(body, s.shown ->> 'body') is not true then
    raise exception using errcode = 'PT422', detail = 'body',
      message = 'These are not the words that WhatsApp has.';
  elsif exists (select from public.whatsapp_templates t where t.workspace_id = s.workspace_id
      and t.key = adopt_template.key) then
    perform app.refuse_template('key_taken', 'There is a text with this key already.');
  end if;
  insert into public.whatsapp_templates (workspace_id, key, title, language, body, category,
    components, updated_by)
  values (s.workspace_id, adopt_template.key, nullif(btrim(adopt_template.title), ''),
    left(s.language, 2), adopt_template.body, s.category,
    nullif(s.shown -> 'components', 'null'), auth.uid())
  returning id into v_text;
  update public.whatsapp_template_states x set template_id = v_text, version = 1, drifted = false,
    parameter_names = app.placeholder_names(s.shown ->> 'body'), updated_at = app.now()
  where x.id = s.id;
  perform app.log_action(s.workspace_id, auth.uid(), 'template_adopted', 'template', key);
end $$;

-- What its worker is told of an errand; null where it is over.
create function app.template_facts(k public.tasks) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  s public.whatsapp_template_states;
  t public.whatsapp_templates;
begin
  select * into s from public.whatsapp_template_states x
  where x.id = (k.payload ->> 'state')::bigint for update;
  select * into t from public.whatsapp_templates x where x.id = s.template_id;
  if s.errand is distinct from k.payload ->> 'errand'
      or k.key <> s.id || ':' || s.errands or (s.errand <> 'remove' and t.id is null) then
    return null;
  end if;
  return jsonb_build_object('channel', s.channel_id, 'errand', s.errand, 'id', s.vendor_id,
    'name', s.vendor_name, 'language', s.language, 'isAgain', k.tries > 1, 'version', t.version,
    'category', t.category, 'body', t.body, 'components', t.components,
    'ttlSeconds', t.ttl_seconds);
end $$;

-- What the vendor made of it. result: {kind: done, id?, state?, category?, version, names} ·
-- {kind: done, refused: code, message} · as of every task. After six tries it is given up.
create function app.template_told(k public.tasks, p_result jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  s public.whatsapp_template_states;
  r jsonb := p_result;
begin
  select * into s from public.whatsapp_template_states x
  where x.id = (k.payload ->> 'state')::bigint for update;
  if s.id is null or k.key <> s.id || ':' || s.errands then
    return null;
  end if;
  if r ->> 'kind' = 'retry' and k.tries >= 6 then
    r := r || '{"kind": "failed"}';
  end if;
  if r ->> 'kind' = 'failed' or r ? 'refused' then
    update public.whatsapp_template_states x set errand = null,
      errand_code = coalesce(r ->> 'refused', r ->> 'code'),
      errand_reason = left(r ->> 'message', 500), updated_at = app.now() where x.id = s.id;
    return r - array['refused', 'message'] || case when r ->> 'kind' = 'failed'
      then jsonb_build_object('message', r ->> 'message') else '{}' end;
  elsif r ->> 'kind' <> 'done' then
    return r;
  elsif s.errand = 'remove' and s.template_id is null then
    delete from public.whatsapp_template_states x where x.id = s.id;
    return r - array['names'];
  end if;
  update public.whatsapp_template_states x set errand = null, updated_at = app.now(),
    edits = case when s.errand = 'edit' and s.state = 'approved'
      then array(select e.at from unnest(s.edits) e (at)
        where e.at > app.now() - interval '30 days') || app.now() else s.edits end,
    vendor_id = coalesce(r ->> 'id', s.vendor_id),
    -- What the vendor told by itself since it was sent is newer than its answer.
    state = case when s.errand = 'remove' then 'deleted'
      when s.told_at > s.submitted_at then s.state else coalesce(r ->> 'state', 'pending') end,
    category = coalesce(app.known_category(r ->> 'category'), s.category),
    version = coalesce((r ->> 'version')::integer, s.version), drifted = false,
    ttl_seconds = (r ->> 'ttlSeconds')::integer,
    reason_code = null, reason = null, recommendation = null,
    parameter_names = case when jsonb_typeof(r -> 'names') = 'array'
      then array(select jsonb_array_elements_text(r -> 'names')) end
  where x.id = s.id;
  return r - array['names'];
end $$;

-- Each channel's list is read once an hour, by one task of its own that is armed again.
create function public.queue_template_lists() returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  c public.channels;
  v_queued integer := 0;
begin
  for c in select x.* from public.channels x where app.takes_templates(x)
      and not app.is_told_by_hand(x) loop
    if not exists (select from public.tasks t where t.workspace_id = c.workspace_id
        and t.kind = 'list_templates' and t.key = c.id::text
        and (t.state in ('waiting', 'running') or t.ended_at > app.now() - interval '1 hour')) then
      perform app.list_templates_soon(c);
      v_queued := v_queued + 1;
    end if;
  end loop;
  return v_queued;
end $$;

create function app.list_templates_soon(c public.channels) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into public.tasks as t (workspace_id, kind, key, payload)
  values (c.workspace_id, 'list_templates', c.id::text, jsonb_build_object('channel', c.id))
  on conflict (workspace_id, kind, key) do update set state = 'waiting', due_at = app.now(),
    tries = 0, ended_at = null, seen_by = null, seen_at = null
  where t.state <> 'running';
end $$;

create function app.template_list_facts(k public.tasks) returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (select jsonb_build_object('channel', c.id, 'began', app.now()) from public.channels c
    where c.id = (k.payload ->> 'channel')::uuid and app.takes_templates(c));
end $$;

-- A manager has the lists read now.
create function public.list_templates_now(workspace uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  perform app.list_templates_soon(c) from public.channels c
  where c.workspace_id = list_templates_now.workspace and app.takes_templates(c)
    and not app.is_told_by_hand(c);
end $$;

-- Where each text stands at the vendors that review texts: {now, channels: [{id, name, vendor}],
-- states: [{id, channel, key, state, …}]}, those without a key only at the vendor.
create function public.template_shelf(workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('now', app.now(),
    'channels', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name,
        'vendor', c.vendor, 'byHand', app.is_told_by_hand(c), 'lastList', (select jsonb_build_object('endedAt', k.ended_at,
          'reason', case when k.state <> 'done' then k.reason end)
          from public.tasks k where k.workspace_id = c.workspace_id
            and k.kind = 'list_templates' and k.key = c.id::text))
        order by c.created_at, c.id), '[]')
      from public.channels c where c.workspace_id = template_shelf.workspace
        and app.takes_templates(c)),
    'states', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id,
        'channel', s.channel_id, 'key', t.key, 'current', s.version = t.version,
        'version', s.version, 'name', s.vendor_name, 'language', s.language, 'state', s.state,
        'isAtVendor', s.vendor_id is not null,
        'categoryAsked', s.category_asked, 'category', s.category,
        'becomes', s.becomes_category, 'becomesAt', s.becomes_at, 'quality', s.quality,
        'reasonCode', s.reason_code, 'reason', s.reason, 'recommendation', s.recommendation,
        'ttlSeconds', s.ttl_seconds, 'shown', s.shown, 'drifted', s.drifted, 'errand', s.errand,
        'errandCode', s.errand_code, 'errandReason', s.errand_reason,
        'submittedAt', s.submitted_at, 'syncedAt', s.synced_at)
        order by t.key, s.vendor_name, s.id), '[]')
      from public.whatsapp_template_states s
      join public.channels c on c.id = s.channel_id and app.takes_templates(c)
      left join public.whatsapp_templates t on t.id = s.template_id
      where s.workspace_id = template_shelf.workspace
        and (s.template_id is not null or s.state <> 'deleted')));
end $$;

grant execute on function app.takes_templates(public.channels),
  app.is_told_by_hand(public.channels),
  public.note_template_approved(uuid, text, uuid, integer, text),
  public.submit_template(uuid, text, uuid, integer, text), public.withdraw_template(bigint),
  public.adopt_template(bigint, text, text, text), public.list_templates_now(uuid),
  public.template_shelf(uuid)
to authenticated;
grant execute on function public.queue_template_lists() to service_role;
