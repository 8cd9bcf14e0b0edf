-- Whether anything that the first page shows may have changed since it was last asked for: the
-- transaction that last wrote. In a sequence, so that no writer waits for another; it is moved
-- before its writer commits.
create sequence app.monitor_stamp;

create function app.move_monitor_stamp() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- None where the statement found no row to change.
  v_xid bigint := pg_current_xact_id_if_assigned()::text::bigint;
begin
  -- Never back: the younger may still be at work.
  if v_xid > (select s.last_value from app.monitor_stamp s) then
    perform setval('app.monitor_stamp', v_xid);
  end if;
  return null;
end $$;

do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'workspaces', 'memberships', 'workspace_settings', 'channels', 'channel_incidents', 'channel_standing', 'contacts',
    'contact_identities', 'webhook_requests', 'cloudtalk_calls', 'whatsapp_messages', 'attention',
    'whatsapp_media', 'whatsapp_send_attempts', 'whatsapp_templates', 'reconcile_passes', 'alerts',
    'restore_checks', 'conversations', 'conversation_notes', 'note_mentions',
    'conversation_reads', 'bill_verdicts', 'whatsapp_reactions', 'leads', 'contact_consents']
  loop
    execute format('create trigger %1$s_moves_stamp after insert or update or delete or truncate '
      'on public.%1$I for each statement when ((pg_current_xact_id_if_assigned()::text::bigint '
      '> pg_sequence_last_value(''app.monitor_stamp'')) is not false) '
      'execute function app.move_monitor_stamp()', v_table);
  end loop;
end $$;

-- What a page made now is good for: as long as this stays the same. Null while that transaction is
-- not one that this statement sees, or another before it is at work. It ends with the minute: what
-- is shown goes by the time too.
create function app.monitor_stamp(p_now timestamptz) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_last bigint := (select s.last_value from app.monitor_stamp s);
begin
  if v_last >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint then
    return null;
  end if;
  return v_last || '.' || floor(extract(epoch from p_now) / 60)::bigint;
end $$;

grant select on sequence app.monitor_stamp to authenticated;
grant execute on function app.monitor_stamp(timestamptz) to authenticated;
