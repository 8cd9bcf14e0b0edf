import { unreadableReasons } from "../base/problem.ts";

/**
 * Every stable code that is stored or answered, as values: types, words and checks come from them. The database holds those of
 * its columns by checks of its own; test/database/codes.test.ts compares the two.
 */

/** Where a message is. */
export const messageStatuses = [
  "queued",
  "sending",
  "uncertain",
  "accepted",
  "held",
  "sent",
  "failed",
  "delivered",
  "read",
  "skipped",
  "expired",
  "cancelled",
  "received",
] as const;
export type MessageState = (typeof messageStatuses)[number];

/** Why nobody can be messaged on a number. */
export const phoneProblems = ["withheld", "internal", "invalid", "fixed_line"] as const;
export type PhoneProblem = (typeof phoneProblems)[number];

/** How a send ended that was not accepted, by its kind: provably not sent, refused for good, nobody knows. */
export const sendCodes = {
  not_sent: [
    "rate_limited",
    "session_down",
    "bad_key",
    "plan_ended",
    "unreachable",
    "file_away",
    "may_not_begin",
  ],
  failed: [
    "not_on_whatsapp",
    "refused",
    "unsupported_content",
    "file_gone",
    "window_closed",
    "template_refused",
    "not_now",
    "stopped_marketing",
  ],
  uncertain: ["timeout", "connection_lost", "server_error", "unreadable_answer"],
} as const;

/** Why a call was or was not messaged: the rules' codes, and those that the recording adds. */
export const callCodes = [
  ...phoneProblems,
  "default_rule",
  "do_not_send",
  "unanswered",
  "voicemail",
  "internal_call",
  "asked",
  "rule_send",
  "rule_skip",
  "lead_gone",
  "no_address",
  "no_reason",
  "no_rule",
  "asked_by_hand",
  "cooldown",
  "not_on_whatsapp",
  "erased",
  "opted_out",
  "blocked",
  "not_set_up",
  "covered",
  "bill_received",
  "refusal",
  "no_template",
  "not_ended",
  "staff_send",
  "staff_refused",
] as const;
export type CallCode = (typeof callCodes)[number];

/** Why a message is where it is, or a call was or was not messaged: either may end up with the other's. */
export const reasonCodes = [
  ...new Set([
    ...callCodes,
    ...sendCodes.not_sent,
    ...sendCodes.failed,
    ...sendCodes.uncertain,
    "answered",
    "ask_closed",
    "ask_failed",
    "channel_retired",
    "consent_changed",
    "expired",
    "not_begun",
    "not_delivered",
    "provider_failed",
    "reminders_off",
    "resend",
    "same_call",
    "text_removed",
    "window_closed",
    "worker_died",
    "wrong_number",
  ] as const),
];

/** Why no message at all can leave, as a vendor says it. */
export const vendorPauses = ["bad_key", "plan_ended", "session_down"] as const;
export type PauseReason = (typeof vendorPauses)[number];
/** Why a channel is paused. */
export const pauseReasons = [...vendorPauses, "staff", "restored"] as const;
export type ChannelPause = (typeof pauseReasons)[number];

/** Why a reader finds nothing to do in what it read. */
export const ignoredByReader = [
  "unknown_event",
  "unknown_account",
  "not_a_call_end",
  "group",
  "status_story",
  "newsletter",
  "broadcast",
  "bot",
  "reaction",
  "edit",
  "deletion",
  "protocol",
  "poll_vote",
  "stub",
  "receipt",
  "whatsapp_call",
  "linking_credential",
  "own_number",
  "no_message_id",
  "no_chat",
  "unknown_status",
  "not_a_message",
] as const;
export type IgnoredReason = (typeof ignoredByReader)[number];
/** Why the recording had no effect. */
export const ignoredByDatabase = [
  "already_known",
  "empty",
  "erased",
  "inbound_status",
  "lid_conflict",
  "may_be_another",
  "outdated",
  "status_not_higher",
  "unproved",
] as const;
export const ignoredReasons = [...ignoredByReader, ...ignoredByDatabase] as const;

/** Why a delivery is kept unread. */
export const rejectionReasons = [
  ...unreadableReasons,
  "bad_json",
  "body_too_large",
  "internal",
  "not_identifiable",
  "nothing_kept",
  "unreadable",
  "unsupported_media_type",
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export const incidentKinds = ["send_failed_unbound", "vendor_error"] as const;
export const alertKinds = [
  "late",
  "channel_down",
  "auth_failed",
  "cap_reached",
  "source_silent",
  "calls_lost",
  "job_failed",
  "task_failed",
  "number_at_risk",
  "registry_due",
  "leads_at_risk",
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Why a person has to look at the phone: we could not take what somebody sent. */
export const looks = [
  "view_once",
  "undecryptable",
  "unknown_kind",
  "whatsapp_call",
  "number_changed",
] as const;
export type Look = (typeof looks)[number];
/** Whatever a person has to look at. */
export const attentionKinds = [
  ...looks,
  "taken_back",
  "edit_unreadable",
  "file_refused",
  "file_missed",
  "refusal",
  "call_unreadable",
  "call_half_read",
  "lead_unreadable",
  "body_too_large",
  "machine",
  "restored",
  "unknown_account",
  "unproved_deletion",
  "unproved_start",
  "no_template",
  "may_not_begin",
] as const;

/** How strongly a bill is shown, rising. */
export const evidenceLevels = ["reply", "attachment", "confirmed"] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];
export const evidenceSources = ["message", "staff", "ai"] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

/** What reconciliation asks for. */
export const passKinds = ["calls", "messages", "identities"] as const;
export type PassKind = (typeof passKinds)[number];
/** What it finds. */
export const findingKinds = ["call", "message", "identity"] as const;
export type FindingKind = (typeof findingKinds)[number];
/** Why a vendor told us nothing. */
export const lookupCodes = ["unauthorized", "rate_limited", "unreachable", "unreadable"] as const;
export type LookupCode = (typeof lookupCodes)[number];
export const passErrors = [...lookupCodes, "internal"] as const;

/** Wasender's session states (`GET /status`, `session.status`). */
export const connectionStatuses = [
  "connecting",
  "connected",
  "disconnected",
  "need_scan",
  "need_passkey",
  "logged_out",
  "expired",
] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** What overruling a call answers, beside the code of what became of it. */
export const overrideAnswers = ["already_sent", "reminders_again", "reminders_stopped", "no_phone"] as const;
export const taskStates = ["waiting", "running", "done", "failed"] as const;
export type TaskState = (typeof taskStates)[number];
export const fileStates = ["waiting", "stored", "missed", "refused"] as const;
