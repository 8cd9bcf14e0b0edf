-- What programs send and read by a number, without knowing our ids.

-- What was asked for under a name of the program's own, and what came of it. Kept for 24 hours.
create table public.api_requests (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null,
  key text not null check (length(key) between 1 and 100),
  -- SHA-256 of the request, in hex.
  fingerprint text not null,
  -- Ids, a state and a time: nobody's words or number. The key may be anything.
  answer jsonb,
  created_at timestamptz not null default app.now(),
  primary key (workspace_id, user_id, key)
);
create index api_requests_age on public.api_requests (created_at);
alter table public.api_requests enable row level security;
create policy nobody_reads on public.api_requests for select to authenticated using (false);

-- Up to so many that are past their day.
create function app.drop_api_requests(p_limit integer) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  delete from public.api_requests x where x.ctid = any (array(select y.ctid
    from public.api_requests y where y.created_at <= app.now() - interval '24 hours'
    order by y.created_at limit p_limit for update skip locked));
end $$;

-- Begins a request; null, or what was answered to the same one before. Who comes while the same is
-- at work waits here for its end. Raises PT422 where the same key named another request.
create function app.begin_request(p_workspace uuid, p_key text, p_fingerprint text) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  r public.api_requests;
begin
  if length(p_key) not between 1 and 100 or coalesce(p_fingerprint, '') = '' then
    raise exception using errcode = 'PT422', detail = 'Idempotency-Key',
      message = 'The Idempotency-Key has 1 to 100 characters.';
  end if;
  loop
    insert into public.api_requests (workspace_id, user_id, key, fingerprint)
    values (p_workspace, auth.uid(), p_key, p_fingerprint)
    on conflict on constraint api_requests_pkey do update set fingerprint = excluded.fingerprint,
      answer = null, created_at = excluded.created_at
    where api_requests.created_at <= app.now() - interval '24 hours';
    if found then
      return null;
    end if;
    select x.* into r from public.api_requests x where x.workspace_id = p_workspace
      and x.user_id = auth.uid() and x.key = p_key;
    -- Gone: the other one was refused.
    continue when r.key is null;
    if r.fingerprint <> p_fingerprint then
      raise exception using errcode = 'PT422', detail = 'Idempotency-Key',
        message = 'This Idempotency-Key named another request: use a new one.';
    end if;
    return r.answer;
  end loop;
end $$;

-- The text that a program names: by its key, or as the number's vendor calls it. Raises PT422.
create function app.template_named(p_workspace uuid, p_name text, p_language text) returns text
language plpgsql stable set search_path = ''
as $$
declare
  t public.whatsapp_templates;
begin
  select x.* into t from public.whatsapp_templates x where x.workspace_id = p_workspace
    and (x.key = p_name or exists (select from public.whatsapp_template_states s
      where s.template_id = x.id and s.vendor_name = p_name))
  order by x.key = p_name desc,
    lower(left(x.language, 2)) = lower(left(p_language, 2)) desc nulls last, x.id limit 1;
  if t.id is null then
    raise exception using errcode = 'PT422', detail = 'template_name',
      message = 'There is no text with this name.';
  end if;
  -- it, it_IT and it-IT are one.
  if lower(left(p_language, 2)) <> lower(left(t.language, 2)) then
    raise exception using errcode = 'PT422', detail = 'language',
      message = format('This text is written in "%s".', t.language);
  end if;
  return t.key;
end $$;

-- Writes to a number, as send_manual does to a person: body, or template with its parameters.
-- reason: why we may write; else what is known of the person, else 'agreed' for a lead of the
-- program's, else 'customer'. key, fingerprint: the same again is the same message, for 24 hours.
-- {sent: true, message, status, expectedAt, channel, repeated?} or {sent: false, code, reason}.
create function public.send_to_number(workspace uuid, phone text, body text default null,
  template text default null, language text default null, parameters jsonb default null,
  reason text default null, lead text default null,
  key text default null, fingerprint text default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_contact bigint;
  v_answer jsonb;
begin
  perform app.require_role(workspace, 'agent');
  if key is not null then
    v_answer := app.begin_request(workspace, key, fingerprint);
    if v_answer is not null then
      return v_answer || '{"repeated": true}';
    end if;
  end if;
  v_contact := coalesce(app.contact_by(workspace, 'phone', phone),
    public.open_person(workspace, phone));
  v_answer := public.send_manual(contact => v_contact, body => coalesce(body, ''),
    key => gen_random_uuid()::text, despite => true, parameters => parameters,
    template => case when template is not null
      then app.template_named(workspace, template, language) end,
    reason => coalesce(nullif(reason, ''), case when app.reason_known(v_contact) is not null
      then null when lead is not null then 'agreed' else 'customer' end));
  v_answer := v_answer - 'contact';
  if (v_answer ->> 'sent')::boolean then
    update public.api_requests r set answer = v_answer
    where r.workspace_id = workspace and r.user_id = auth.uid()
      and r.key = send_to_number.key;
  else
    -- Nothing was done: asked again, it is decided again.
    delete from public.api_requests r where r.workspace_id = workspace
      and r.user_id = auth.uid() and r.key = send_to_number.key;
  end if;
  return v_answer;
end $$;

-- Newest first, as list_messages; status: of these only.
create function public.message_list(workspace uuid, page_size integer, before bigint default null,
  direction text default null, phone text default null, status text default null) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_contact bigint := case when phone is not null
    then coalesce(app.contact_by(workspace, 'phone', phone), 0) end;
  v_ids bigint[] := array(select m.id from public.whatsapp_messages m
    where m.workspace_id = workspace and (before is null or m.id < before)
      and (message_list.direction is null or m.direction = message_list.direction)
      and (v_contact is null or m.contact_id = v_contact)
      and (message_list.status is null or m.status = message_list.status)
    order by m.id desc limit least(greatest(page_size, 1), 200));
begin
  return (select coalesce(jsonb_agg(page.message order by page.id desc), '[]')
    from app.messages_json(v_ids) page);
end $$;

-- The company's texts by key, with what a vendor says of those that it reviews: [{key, title,
-- language, body, version, updatedAt, updatedBy, variables, states: [{channel, name, state,
-- reason}]}]. variables: in their order, one for each place.
create function public.template_list(workspace uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'title', t.title, 'language',
      t.language, 'body', t.body, 'version', t.version, 'updatedAt', t.updated_at, 'updatedBy',
      t.updated_by,
      'variables', (select coalesce(jsonb_agg(f.found[1] order by f.n), '[]')
        from regexp_matches(t.body, '\{([a-z_]+)(?:\|[^{}|]*)?\}', 'g') with ordinality
          f (found, n)),
      'states', (select coalesce(jsonb_agg(jsonb_build_object('channel', s.channel_id, 'name',
          coalesce(s.vendor_name, t.key), 'state', s.state, 'reason', s.reason)
          order by s.updated_at), '[]')
        from public.whatsapp_template_states s where s.template_id = t.id
          and s.version = t.version))
      order by t.key collate "C"), '[]')
    from public.whatsapp_templates t where t.workspace_id = template_list.workspace);
end $$;

grant execute on function
  public.send_to_number(uuid, text, text, text, text, jsonb, text, text, text, text),
  public.message_list(uuid, integer, bigint, text, text, text), public.template_list(uuid)
to authenticated;
