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
    'whatsapp_message_keys', 'whatsapp_statuses', 'whatsapp_send_attempts', 'memberships', 'reconcile_passes', 'alerts',
    'contact_consents', 'contact_merges', 'attention', 'restore_checks',
    'workspace_settings', 'call_decisions', 'bill_evidence', 'whatsapp_media', 'cloudtalk_tasks']
  loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format(
      'create policy members_read on public.%I for select to authenticated '
      'using (workspace_id in (select app.my_workspaces()))', v_table);
  end loop;
end $$;
-- What was done, and what is being removed, is for who manages a workspace.
do $$
declare
  v_table text;
begin
  foreach v_table in array array['audit_log', 'erasures', 'media_deletions', 'retention_passes', 'erased_identities'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format(
      'create policy managers_read on public.%I for select to authenticated '
      'using (workspace_id in (select app.my_workspaces_as(''manager'')))', v_table);
  end loop;
end $$;
alter table public.workspaces enable row level security;
create policy members_read on public.workspaces for select to authenticated using (id in (select app.my_workspaces()));

revoke all on all tables in schema public from public, anon, authenticated, service_role;
grant select on all tables in schema public to service_role;
grant select on
  public.workspaces, public.memberships, public.contacts, public.contact_identities, public.channels,
  public.channel_incidents, public.cloudtalk_calls, public.whatsapp_templates, public.whatsapp_conversations,
  public.whatsapp_messages, public.whatsapp_statuses, public.whatsapp_send_attempts, public.reconcile_passes, public.alerts,
  public.audit_log, public.workspace_settings, public.call_decisions to authenticated;
-- Not the bodies and headers: they hold more of the customer than an assistant needs.
grant select (id, workspace_id, source, origin, event_type, received_at, outcome, reason, detail, duplicate_of, duration_ms,
  tries, next_try_at, dead_lettered_at, replayed_at, replayed_by, replays, finding, mapping_version, call_id)
  on public.webhook_requests to authenticated;
grant select on public.erasures, public.media_deletions, public.retention_passes to authenticated;
grant select on app.events to authenticated;
grant select on public.bill_evidence, public.cloudtalk_tasks to authenticated;
-- Not `source`: it opens a file for whoever has it.
grant select (message_id, workspace_id, state, reason_code, reason, expires_at, tries, next_try_at, mime_type, size_bytes,
  sha256, stored_at, created_at) on public.whatsapp_media to authenticated;

revoke all on all functions in schema public from public, anon, authenticated, service_role;
revoke all on all functions in schema app from public, anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated, service_role;
alter default privileges in schema app revoke execute on functions from public;

grant usage on schema app to authenticated;
grant execute on function app.my_workspaces_as(text) to authenticated;
grant execute on function
  app.my_workspaces(), app.now(), app.default_setting(text), app.setting(uuid, text), app.contact_by(uuid, text, text),
  app.may_have_twin(text), app.phone_twins(text), app.contact_by_twin(uuid, text), app.contact_phone(bigint),
  app.silence(public.contacts), app.messages_json(bigint[]), app.calls_json(bigint[]), app.channel_json(public.channels),
  app.restore_json(uuid), app.restore_state(public.restore_checks), app.restore_expected(public.restore_checks),
  app.held_people(uuid, timestamptz), app.restore_overlap(),
  app.name_pattern(text), app.phone_pattern(text), app.word_patterns(text), app.fold(text), app.fold_any(text),
  app.search_text(text, text, text),
  app.message_ids(uuid, integer, bigint, text, bigint, text, bigint[], bigint),
  app.call_ids(uuid, integer, bigint, text, text, bigint[], bigint),
  app.found_messages(uuid, integer, bigint, text, text), app.found_calls(uuid, integer, bigint, text, text),
  app.message_page(uuid, integer, bigint, text, bigint, text), app.call_page(uuid, integer, bigint, text, text),
  app.days_json(public.workspaces, timestamptz), app.my_queue_forecast(uuid, integer), app.recent_sends(uuid, integer, timestamptz),
  app.cap_frees_at(integer, timestamptz[]), app.daily_limit_at(public.channels, timestamptz), app.in_sending_hours(timestamptz, public.workspaces, text),
  app.sending_window(timestamptz, public.workspaces, text), app.windows_on(date, jsonb), app.is_italian_holiday(date), app.easter(integer),
  app.is_closed_day(date, jsonb),
  app.first_instant(timestamp, text), app.daily_hours(text, text), app.hours_json(public.workspaces, timestamptz), app.own_zones(public.workspaces),
  app.next_sending_time(timestamptz, public.workspaces, text),
  app.next_send_time(uuid, timestamptz, public.workspaces, bigint[]),
  app.awaits_look(bigint), app.field_mapping_version(uuid), app.was_read_before_mapping(app.events),
  app.next_to_send(uuid, timestamptz, public.workspaces, bigint[], integer), app.gaps_json(uuid, timestamptz), app.attention_json(uuid, integer), app.event_json(app.events), app.alerts_json(uuid, timestamptz)
  to authenticated;
grant execute on function
  public.monitor_snapshot(integer, jsonb), public.list_messages(uuid, integer, bigint, text, text),
  public.resolve_uncertain(bigint, text), public.override_call(bigint, text, text[], boolean),
  public.call_lifts(bigint), public.reminders_ahead(bigint), public.try_decision(uuid, jsonb, jsonb, bigint), public.acknowledge(text, bigint),
  public.set_channel_paused(uuid, boolean), public.release_restored(uuid, integer), public.event_page(integer, text, text, bigint), public.read_event(bigint),
  public.take_for_replay(bigint[]), public.events_to_replay(text, text, integer), public.events_to_reread(integer),
  public.whoami(), public.read_settings(uuid, text, integer), public.field_samples(uuid, integer),
  public.confirm_bill(bigint, bigint), public.undo_bill(bigint, text, bigint), public.open_media(bigint), public.undo_machine(bigint)
  to authenticated;
grant execute on function
  public.record_delivery(jsonb, jsonb), public.replay_delivery(bigint, jsonb, uuid),
  public.take_for_reread(bigint[], uuid), public.reread_delivery(bigint, jsonb, uuid), public.keep_readings(bigint[], integer, uuid),
  public.claim_messages(uuid, integer, uuid),
  public.settle_messages(uuid, jsonb), public.tick(), public.bind_message(bigint, jsonb),
  public.take_restore_check(boolean), public.finish_restore_page(bigint, jsonb),
  public.take_failed_events(integer, boolean), public.retry_event(bigint), public.clock_state(),
  public.record_probe(uuid, jsonb), public.configure_default_channel(jsonb), public.add_member(text, uuid, text),
  public.migration_version(), public.take_reconciliations(jsonb), public.finish_reconciliation(jsonb),
  public.unknown_calls(text, jsonb), public.watch(boolean), public.note_jobs(text[]), public.settle_alert(uuid, text, text, text),
  public.save_settings(uuid, text, jsonb, integer, uuid), public.field_mapping(text),
  public.save_template(uuid, text, text, text, uuid, integer),
  public.take_media(integer), public.finish_media(bigint, integer, jsonb),
  public.take_cloudtalk_tasks(integer), public.finish_cloudtalk_task(bigint, integer, jsonb)
  to service_role;
grant execute on function
  public.preview_erasure(bigint), public.erase_contact(bigint, text, text), public.allow_again(bigint, text),
  public.begin_export(bigint), public.export_page(bigint, text, bigint, integer), public.note_consent_export(uuid),
  public.staff_names(), public.audit_page(integer, uuid, text, bigint), public.privacy_status(), public.note_session(text)
  to authenticated;
grant execute on function public.keep_privacy(integer), public.settle_deletion(bigint, text) to service_role;
-- Not the consents: what one reads of them goes through functions that write it down.
grant select on public.contact_merges, public.attention, public.restore_checks to authenticated;
grant execute on function
  app.require_role(uuid, text), app.merged_set(bigint), app.consents_json(bigint[]),
  app.consent_ids(uuid, bigint[], bigint, integer), app.retention_days(uuid, text), app.note_reading(uuid, text, text, text, jsonb), app.contacts_json(bigint[]),
  app.found_contacts(uuid, integer, bigint, text),
  public.contact_page(bigint, bigint), public.contact_list(text, bigint, integer),
  public.consent_history(uuid, bigint, bigint, integer), public.set_contact_blocked(bigint, boolean, text),
  public.edit_contact(bigint, text), public.dismiss_contact(bigint), public.merge_contacts(bigint, bigint, text),
  public.link_contact(bigint, text), public.split_contact(bigint, text)
  to authenticated;
