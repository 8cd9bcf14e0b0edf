-- Which field of a customer-written body is which: what the entry point reads, and samples to
-- decide it by.

create function app.field_mapping_version(p_workspace uuid) returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((select s.version from public.workspace_settings s
    where s.workspace_id = p_workspace and s.kind = 'field_mapping' order by s.version desc
      limit 1), 0);
end $$;

-- {version, fields}
create function public.field_mapping(workspace_key text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select app.setting(w.id, 'field_mapping') || jsonb_build_object('version',
    app.field_mapping_version(w.id))
    from public.workspaces w where w.key = workspace_key);
end $$;

-- The newest bodies that came from CloudTalk and were kept, newest first, for managers:
-- [{id, receivedAt, outcome, reason, contentType, body, rawBody}]. Duplicates keep none.
create function public.field_samples(workspace uuid, page_size integer) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform app.require_role(workspace, 'manager');
  perform app.note_reading(workspace, 'samples_read', 'event', null);
  return (select coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'receivedAt', s.received_at, 'outcome', s.outcome, 'reason', s.reason,
      'contentType', s.content_type, 'body', s.body, 'rawBody', s.raw_body)
        order by s.received_at desc, s.id desc), '[]')
    from (
      select r.* from public.webhook_requests r
      where r.workspace_id = workspace and r.source = 'cloudtalk' and r.origin = 'webhook'
        and (r.body is not null or r.raw_body is not null)
        and not r.headers ?| array['svix-id', 'svix-signature', 'webhook-signature']
      order by r.received_at desc limit least(greatest(page_size, 1), 50)) s);
end $$;

grant execute on function
  app.field_mapping_version(uuid), public.field_samples(uuid, integer)
to authenticated;
grant execute on function public.field_mapping(text) to service_role;
