-- Who may do what. Writers are functions for the service; staff read under row-level security as themselves.
-- Tables are not reachable through the Data API without a grant (Supabase, since 30 October 2026); functions are
-- open to everyone unless revoked from public, anon and authenticated by name.

do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'contacts', 'contact_identities', 'channels', 'channel_incidents', 'webhook_requests', 'cloudtalk_calls',
    'cloudtalk_call_keys', 'whatsapp_templates', 'whatsapp_conversations', 'whatsapp_messages',
    'whatsapp_message_keys', 'whatsapp_statuses', 'whatsapp_send_attempts', 'memberships', 'reconcile_passes', 'alerts']
  loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format(
      'create policy members_read on public.%I for select to authenticated '
      'using (workspace_id in (select app.my_workspaces()))', v_table);
  end loop;
end $$;
alter table public.workspaces enable row level security;
create policy members_read on public.workspaces for select to authenticated using (id in (select app.my_workspaces()));

revoke all on all tables in schema public from public, anon, authenticated, service_role;
grant select on all tables in schema public to service_role;
grant select on
  public.workspaces, public.memberships, public.contacts, public.contact_identities, public.channels,
  public.channel_incidents, public.cloudtalk_calls, public.whatsapp_templates, public.whatsapp_conversations,
  public.whatsapp_messages, public.whatsapp_statuses, public.whatsapp_send_attempts, public.reconcile_passes, public.alerts to authenticated;
-- Not the bodies and headers: they hold more of the customer than an assistant needs.
grant select (id, workspace_id, source, origin, event_type, received_at, outcome, reason, detail, duplicate_of, duration_ms,
  tries, next_try_at, dead_lettered_at, replayed_at, replayed_by, replays, finding) on public.webhook_requests to authenticated;
grant select on app.events to authenticated;

revoke all on all functions in schema public from public, anon, authenticated, service_role;
revoke all on all functions in schema app from public, anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated, service_role;
alter default privileges in schema app revoke execute on functions from public;

grant usage on schema app to authenticated;
grant execute on function
  app.my_workspaces(), app.now(), app.contact_by(uuid, text, text), app.contact_phone(bigint),
  app.message_json(public.whatsapp_messages), app.call_json(public.cloudtalk_calls), app.channel_json(public.channels),
  app.name_pattern(text), app.phone_pattern(text), app.find_contacts(uuid, text),
  app.message_page(uuid, integer, bigint, text, bigint, text), app.call_page(uuid, integer, bigint, text, text),
  app.days_json(public.workspaces, timestamptz), app.queue_forecast(uuid, integer), app.recent_sends(uuid, integer, timestamptz),
  app.cap_frees_at(integer, timestamptz[]), app.daily_limit_at(public.channels, timestamptz), app.in_sending_hours(timestamptz, public.workspaces),
  app.next_sending_time(timestamptz, public.workspaces),
  app.next_send_time(uuid, timestamptz, public.workspaces, bigint[]),
  app.next_to_send(uuid, timestamptz, boolean, bigint[]), app.gaps_json(uuid, timestamptz), app.event_json(app.events), app.alerts_json(uuid, timestamptz)
  to authenticated;
grant execute on function
  public.monitor_snapshot(integer, jsonb), public.list_messages(uuid, integer, bigint, text, text),
  public.resolve_uncertain(bigint, text), public.override_call(bigint, text), public.acknowledge(text, bigint),
  public.set_channel_paused(uuid, boolean), public.event_page(integer, text, text, bigint), public.read_event(bigint),
  public.take_for_replay(bigint[]), public.events_to_replay(text, text, integer)
  to authenticated;
grant execute on function
  public.record_delivery(jsonb, jsonb), public.replay_delivery(bigint, jsonb, uuid), public.claim_message(uuid, integer, uuid),
  public.settle_message(bigint, integer, jsonb), public.tick(), public.bind_message(bigint, jsonb),
  public.record_probe(uuid, jsonb), public.configure_default_channel(jsonb), public.add_member(text, uuid, text),
  public.migration_version(), public.take_reconciliations(jsonb), public.finish_reconciliation(jsonb),
  public.unknown_calls(text, jsonb), public.watch(boolean), public.settle_alert(uuid, text, text, text)
  to service_role;
