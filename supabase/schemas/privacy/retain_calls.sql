-- What is kept of a call after its days: that it was, when, with whom of us, and what its decision
-- needs.

-- The customer's own fields that a rule asks for, in the form in which rules compare names. Every
-- version that still decides about a call counts: the newest, and the one before, which a person
-- may restore.
create function app.fields_of_rules(p_workspace uuid) returns text[]
language sql stable set search_path = ''
as $$
  select coalesce(array_agg(distinct app.plain_text(c ->> 'field')), '{}')
  from (
    select s.value from public.workspace_settings s
    where s.workspace_id = p_workspace and s.kind = 'rules' order by s.version desc limit 2) held,
    jsonb_array_elements(held.value -> 'rules') r, jsonb_array_elements(r -> 'when' -> 'custom') c
$$;

-- What a language model or a person wrote about the talk. Such fields are known by their names and
-- by their length: nobody decides by more than 200 characters.
create function app.is_call_text(p_name text, p_value jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select length(p_value #>> '{}') > 200
    or lower(p_name) ~
      '(transcri|trascri|summar|riassunt|sintesi|not[ei]|appunt|comment|sentiment|health|salute|diagnos)'
$$;

-- The facts after the term: p_all false takes the texts about the talk, true also the names, the
-- recording and each field that no rule asks for.
create function app.aged_facts(p_facts jsonb, p_kept text[], p_all boolean) returns jsonb
language sql immutable set search_path = ''
as $$
  select case when p_all then p_facts - '{contactName,company,recordingUrl,contactId}'::text[]
    else p_facts end
    || case when jsonb_typeof(p_facts -> 'customFields') = 'object'
      then jsonb_build_object('customFields', (
      select coalesce(jsonb_object_agg(f.key, f.value), '{}')
        from jsonb_each(p_facts -> 'customFields') f
      where app.plain_text(f.key) = any (p_kept)
        or not (p_all or app.is_call_text(f.key, f.value))))
    else '{}' end
$$;

-- Calls of one page: rows and what was decided stay, as do number, times, agent, tags and outcome.
create function app.retain_calls(
  p_workspace uuid, p_after bigint, p_before timestamptz, p_limit integer, p_all boolean)
    returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_stop bigint;
  v_last bigint;
  v_removed integer;
  v_kept text[] := app.fields_of_rules(p_workspace);
begin
  select max(page.id), min(page.id) filter (where page.created_at >= p_before) into v_last, v_stop
  from (select k.id, k.created_at from public.cloudtalk_calls k
    where k.workspace_id = p_workspace and k.id > p_after order by k.id limit p_limit) page;
  perform from public.cloudtalk_calls k
  where k.workspace_id = p_workspace and k.id > p_after and k.id < coalesce(v_stop, v_last + 1)
  order by k.id for update;
  update public.cloudtalk_calls k set facts = app.aged_facts(k.facts, v_kept, p_all),
    details_removed_at = case when p_all then app.now() else k.details_removed_at end
  where k.workspace_id = p_workspace and k.id > p_after and k.id < coalesce(v_stop, v_last + 1)
    and not k.facts ? 'erased' and (p_all or k.facts <> app.aged_facts(k.facts, v_kept, p_all));
  get diagnostics v_removed = row_count;
  if p_all then
    v_removed := v_removed + app.retain_asks(p_workspace, p_before, p_limit);
  end if;
  return jsonb_build_object('removed', v_removed, 'until', coalesce(v_stop - 1, v_last, p_after));
end $$;

-- What other origins told of a person, with the asks that they led to. A call's own row keeps its
-- facts, so there are few.
create function app.retain_asks(p_workspace uuid, p_before timestamptz, p_limit integer)
returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  v_removed integer;
begin
  update public.asks a set facts = '{}'
  where a.id in (select x.id from public.asks x
    where x.workspace_id = p_workspace and x.facts <> '{}' and x.created_at < p_before
    order by x.created_at limit p_limit);
  get diagnostics v_removed = row_count;
  return v_removed;
end $$;
