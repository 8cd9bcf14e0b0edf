/** What the exposed schema has, and who may use it: a table or a function that is not in here fails the tests of access. */
export type Least = "agent" | "manager" | "admin";

/** Who may read the rows of their own company. `nobody`: the service only. */
export const tables: Record<string, Least | "nobody"> = {
  alerts: "agent",
  attention: "agent",
  audit_log: "manager",
  bill_evidence: "agent",
  call_decisions: "agent",
  channel_incidents: "agent",
  channels: "agent",
  cloudtalk_call_keys: "nobody",
  cloudtalk_calls: "agent",
  cloudtalk_tasks: "agent",
  contact_consents: "nobody",
  contact_identities: "agent",
  contact_merges: "agent",
  contacts: "agent",
  erased_identities: "nobody",
  erasures: "manager",
  media_deletions: "manager",
  memberships: "agent",
  reconcile_passes: "agent",
  restore_checks: "agent",
  retention_passes: "manager",
  webhook_requests: "agent",
  whatsapp_conversations: "agent",
  whatsapp_media: "agent",
  whatsapp_message_keys: "nobody",
  whatsapp_messages: "agent",
  whatsapp_send_attempts: "agent",
  whatsapp_statuses: "agent",
  whatsapp_templates: "agent",
  workspace_settings: "agent",
  workspaces: "agent",
};

export interface Call {
  /** Below it, and for strangers: refused (42501). `own`: each sees what is theirs, and nothing of another company. */
  least: Least | "own";
  args: string;
  /** What must have been called before, by the same person. */
  first?: string;
  /** It changes something, so it must leave a row in the log of what staff did. */
  writes?: true;
}
/**
 * The only functions of the exposed schema that staff may call; all of them check or filter by membership. {name} stands
 * for a row of the company.
 */
export const staffFunctions: Record<string, Call> = {
  acknowledge: { least: "agent", args: "'message', {failed}", writes: true },
  allow_again: { least: "admin", args: "{erased}, 'vuole tornare'", writes: true },
  audit_page: { least: "own", args: "10, null, null, null" },
  begin_export: { least: "manager", args: "{contact}", writes: true },
  call_lifts: { least: "agent", args: "{call}" },
  confirm_bill: { least: "agent", args: "{call}, null", writes: true },
  consent_history: { least: "manager", args: "{workspace}, null, null, 10", writes: true },
  contact_list: { least: "own", args: "'Marisa', null, 10" },
  contact_page: { least: "own", args: "{contact}" },
  dismiss_contact: { least: "agent", args: "{hidden}", writes: true },
  edit_contact: { least: "agent", args: "{contact}, 'Europe/Rome'", writes: true },
  erase_contact: { least: "admin", args: "{contact}, 'richiesta', 'Marisa'", writes: true },
  event_page: { least: "own", args: "10, 'all', null, null" },
  events_to_replay: { least: "manager", args: "'open', null, 10" },
  export_page: { least: "manager", args: "{contact}, 'calls', 0, 10", first: "begin_export({contact})" },
  field_samples: { least: "manager", args: "{workspace}, 10", writes: true },
  link_contact: { least: "agent", args: "{hidden}, '+393339990001'", writes: true },
  list_messages: { least: "own", args: "{workspace}, 50, null, null, null" },
  merge_contacts: { least: "manager", args: "{contact}, {other}, 'la stessa persona'", writes: true },
  monitor_snapshot: { least: "own", args: "50" },
  note_consent_export: { least: "manager", args: "{workspace}", writes: true },
  note_session: { least: "own", args: "'signed_in'" },
  open_media: { least: "agent", args: "{file}", writes: true },
  override_call: { least: "agent", args: "{call}, 'dont_send'", writes: true },
  preview_erasure: { least: "admin", args: "{contact}" },
  privacy_status: { least: "own", args: "" },
  read_event: { least: "manager", args: "{event}", writes: true },
  read_settings: { least: "own", args: "{workspace}, 'cooldown'" },
  release_restored: { least: "manager", args: "{held}, 0", writes: true },
  reminders_ahead: { least: "agent", args: "{call}" },
  resolve_uncertain: { least: "agent", args: "{uncertain}, 'sent'", writes: true },
  set_channel_paused: { least: "manager", args: "{channel}, true", writes: true },
  set_contact_blocked: { least: "agent", args: "{contact}, true, 'insulta'", writes: true },
  split_contact: { least: "manager", args: "{merge}, 'erano due'", writes: true },
  staff_names: { least: "own", args: "" },
  take_for_replay: { least: "manager", args: "array[{event}]::bigint[]", writes: true },
  try_decision: { least: "agent", args: "{workspace}, '{}', null, null" },
  undo_bill: { least: "agent", args: "{proved}, 'era un altro'", writes: true },
  undo_machine: { least: "agent", args: "{machine}", writes: true },
  whoami: { least: "own", args: "" },
};
/** For the server side alone. */
export const serviceFunctions = [
  "add_member",
  "bind_message",
  "claim_messages",
  "clock_state",
  "configure_default_channel",
  "deployment_facts",
  "field_mapping",
  "finish_cloudtalk_task",
  "finish_media",
  "finish_reconciliation",
  "finish_restore_page",
  "keep_privacy",
  "migration_version",
  "record_delivery",
  "record_probe",
  "remove_member",
  "replay_delivery",
  "retry_event",
  "save_settings",
  "save_template",
  "settle_alert",
  "settle_deletion",
  "settle_messages",
  "take_cloudtalk_tasks",
  "take_failed_events",
  "take_media",
  "take_reconciliations",
  "take_restore_check",
  "tick",
  "unknown_calls",
  "note_jobs",
  "watch",
];
