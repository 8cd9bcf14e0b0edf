-- The list of calls: dense, a page at a time, newest first.
create index cloudtalk_calls_day on public.cloudtalk_calls (workspace_id, created_at);
create index cloudtalk_calls_proved on public.cloudtalk_calls (workspace_id,
  electricity_bill_evidence, id desc) where electricity_bill_received;

-- Ids of a page. p_outcome: sent | none | answered | bill | problem. p_only: look at these only.
-- Planned for the filters it is given.
create function app.listed_calls(p_workspace uuid, p_size integer, p_before bigint,
  p_from timestamptz, p_until timestamptz, p_agent text, p_outcome text, p_only bigint[])
returns bigint[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_in_doubt bigint[] := case when p_outcome = 'problem' then array(
    select m.call_id from public.whatsapp_messages m where m.workspace_id = p_workspace
      and (m.status = 'uncertain' or (m.status = 'failed' and m.acknowledged_at is null))
      and m.call_id is not null) end;
begin
  return array(
    select k.id from public.cloudtalk_calls k
    where k.workspace_id = p_workspace and (p_before is null or k.id < p_before)
      and (p_from is null or (k.created_at >= p_from and k.created_at < p_until))
      and (p_agent is null or coalesce(k.agent_name, k.agent_email, k.agent_id) = p_agent)
      and (p_only is null or k.id = any (p_only))
      and (p_outcome is distinct from 'answered' or k.electricity_bill_received)
      and (p_outcome is distinct from 'bill' or (k.electricity_bill_received
        and k.electricity_bill_evidence = 'confirmed'))
      and (v_in_doubt is null or k.id = any (v_in_doubt))
      and (p_outcome is null or p_outcome not in ('sent', 'none') or (p_outcome = 'sent') = exists (
        select from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'
          and m.status in ('queued', 'sending', 'uncertain', 'accepted', 'held', 'sent',
            'delivered', 'read') offset 0))
    order by k.id desc limit p_size);
end $$;

-- Rows of the list, by id: who, when it ended, with whom of ours, what was sent, what came of it.
create function app.call_rows(p_ids bigint[]) returns table (id bigint, call jsonb)
language plpgsql stable rows 50 set search_path = ''
as $$
begin
  return query
    select k.id, jsonb_build_object('id', k.id, 'at', least(k.created_at, k.ended_heard_at),
      'contact', k.contact_id, 'name', coalesce(k.contact_name, c.name, c.push_name),
      'company', coalesce(k.company, c.company), 'phone', k.phone_number,
      'phoneRaw', k.phone_raw, 'agent', coalesce(k.agent_name, k.agent_email, k.agent_id),
      'direction', k.direction, 'seconds', k.talking_seconds, 'ended', k.ended,
      'shouldSend', k.should_send, 'code', k.should_send_code, 'reason', k.should_send_reason,
      'evidence', k.electricity_bill_evidence,
      'silence', case when c.id is not null then app.silence(c) end,
      'refused', exists (select from public.attention a where a.contact_id = k.contact_id
        and a.kind = 'refusal' and a.settled_at is null),
      'message', (select jsonb_build_object('id', m.id, 'status', m.status,
          'reasonCode', m.reason_code, 'reason', m.reason, 'acknowledged',
          m.acknowledged_at is not null, 'at', coalesce(m.send_began_at, m.due_at),
          'template', (select t.key from public.whatsapp_templates t where t.id = m.template_id))
        from public.whatsapp_messages m where m.call_id = k.id and m.purpose = 'follow_up'
        order by m.id desc limit 1))
    from public.cloudtalk_calls k left join public.contacts c on c.id = k.contact_id
    where k.id = any (p_ids);
end $$;

-- A page of calls. filters: {day: 2026-11-27, agent, outcome, q, before}. {now, rows, next, names}
-- names: of operators. Raises 42501 for who is no member.
create function public.call_list(workspace uuid, filters jsonb default '{}',
  page_size integer default 50) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_size integer := least(greatest(page_size, 1), 1000);
  v_zone text := (select w.time_zone from public.workspaces w where w.id = workspace);
  v_day date := case when pg_input_is_valid(filters ->> 'day', 'date')
    then (filters ->> 'day')::date end;
  v_q text := left(nullif(btrim(filters ->> 'q'), ''), 200);
  v_before bigint := substring(filters ->> 'before' from '^[1-9][0-9]{0,17}$')::bigint;
  v_ids bigint[];
  v_rows jsonb;
begin
  perform app.require_role(workspace, 'agent');
  v_ids := app.listed_calls(workspace, v_size + 1, v_before,
    v_day::timestamp at time zone v_zone, (v_day + 1)::timestamp at time zone v_zone,
    nullif(filters ->> 'agent', ''), nullif(filters ->> 'outcome', ''),
    case when v_q is not null then app.found_calls(workspace, 2000, v_before, 'all', v_q) end);
  select coalesce(jsonb_agg(r.call order by r.id desc), '[]') into v_rows
  from app.call_rows(v_ids[1:v_size]) r;
  return jsonb_build_object('now', app.now(), 'rows', v_rows,
    'next', case when cardinality(v_ids) > v_size then v_ids[v_size] end,
    'names', to_jsonb(app.agent_names(workspace)));
end $$;

grant execute on function
  app.listed_calls(uuid, integer, bigint, timestamptz, timestamptz, text, text, bigint[]),
  app.call_rows(bigint[]), public.call_list(uuid, jsonb, integer)
to authenticated;
