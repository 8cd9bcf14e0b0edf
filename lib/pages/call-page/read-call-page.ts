import type { Because } from "../../asks/try-rules.ts";
import { callTable } from "../../db/call-table.ts";
import type { StaffMember } from "../../model/staff.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { ReasonKind } from "../../settings/reasons-setting.ts";
import type { Reason } from "../reasons/reason-line.ts";
import { type Colleague, readColleagues } from "../shell/staff-name.ts";

/** One call as its page shows it; times are ISO 8601. */
export interface CallDetail {
  id: number;
  contactId: number | null;
  contactName: string | null;
  company: string | null;
  phone: string | null;
  phoneRaw: string | null;
  phoneProblem: string | null;
  direction: string | null;
  agentName: string | null;
  internalNumber: string | null;
  talkingSeconds: number | null;
  tags: unknown;
  disposition: string | null;
  customFields: Record<string, unknown> | null;
  recordingUrl: string | null;
  cloudtalkId: string | null;
  createdAt: string;
  endedHeardAt: string | null;
  ended: boolean;
  shouldSend: boolean;
  code: string;
  reason: string;
  coveredBy: number | null;
  billReceived: boolean;
  billEvidence: "reply" | "attachment" | "confirmed" | null;
  billMessageId: number | null;
  billReceivedAt: string | null;
}

export interface CallDecision {
  decidedAt: string;
  send: boolean;
  code: string;
  ruleId: string | null;
  ruleName: string | null;
  reason: string;
  because: Because[];
  settingsVersion: number | null;
  userId: string | null;
}

export interface CallMessage {
  id: number;
  purpose: string;
  status: string;
  body: string | null;
  reasonCode: string | null;
  reason: string | null;
  dueAt: string | null;
  createdAt: string;
  /** The customer owes an answer to it. */
  askOpen: boolean;
  /** Who said that its ask is not repeated. */
  ask: { remindersStoppedBy: string | null } | null;
}

/** Why we may write because of the call; `reason` null: its row is gone, or none was found. */
export interface CallAsk {
  kind: ReasonKind;
  reason: Pick<Reason, "kind" | "byUs" | "words" | "place" | "at"> | null;
}

/** Why nothing may be written to the person now; null: it may. */
export type Silence = MessageView["silence"];

export interface CallPageData {
  call: CallDetail;
  silence: Silence;
  /** What its ask goes out for. */
  ask: CallAsk | null;
  /** Newest first. */
  decisions: CallDecision[];
  /** Oldest first. */
  messages: CallMessage[];
  /** Whose names may be shown. */
  colleagues: Colleague[];
}

const callColumns =
  "id, contactId:contact_id, contactName:contact_name, company, phone:phone_number, phoneRaw:phone_raw, " +
  "phoneProblem:phone_problem, direction, agentName:agent_name, internalNumber:internal_number, " +
  "talkingSeconds:talking_seconds, tags, disposition, customFields:custom_fields, recordingUrl:recording_url, " +
  "cloudtalkId:cloudtalk_call_id, createdAt:created_at, endedHeardAt:ended_heard_at, ended, " +
  "shouldSend:should_send, code:should_send_code, reason:should_send_reason, coveredBy:covered_by, " +
  "billReceived:electricity_bill_received, billEvidence:electricity_bill_evidence, " +
  "billMessageId:electricity_bill_message_id, billReceivedAt:electricity_bill_received_at";

/** Null when there is no such call in the workspaces of the caller. */
export async function readCallPage(
  { client }: Pick<StaffMember, "client">,
  id: number,
): Promise<CallPageData | null> {
  const [calls, decisions, messages, colleagues, asks] = await Promise.all([
    callTable<CallDetail[]>(client.from("cloudtalk_calls").select(callColumns).eq("id", id)),
    callTable<CallDecision[]>(
      client
        .from("ask_decisions")
        .select(
          "decidedAt:decided_at, send, code, ruleId:rule_id, ruleName:rule_name, reason, because, settingsVersion:settings_version, userId:user_id",
        )
        .eq("call_id", id)
        .order("id", { ascending: false }),
    ),
    callTable<CallMessage[]>(
      client
        .from("whatsapp_messages")
        .select(
          "id, purpose, status, body, reasonCode:reason_code, reason, dueAt:due_at, createdAt:created_at, " +
            "askOpen:ask_open, ask:asks(remindersStoppedBy:reminders_stopped_by)",
        )
        .eq("call_id", id)
        .order("id"),
    ),
    readColleagues(client),
    callTable<CallAsk[]>(
      client
        .from("asks")
        .select("kind:reason_to_write, reason:reasons_to_write(kind, byUs:by_us, words, place, at)")
        .eq("call_id", id),
    ),
  ]);
  const [call] = calls;
  if (!call) return null;
  const silence = await readSilence(client, call.contactId);
  return { call, silence, ask: asks[0] ?? null, decisions, messages, colleagues };
}

async function readSilence(client: StaffMember["client"], contactId: number | null): Promise<Silence> {
  if (contactId === null) return null;
  const [contact] = await callTable<Record<Exclude<Silence, null>, string | null>[]>(
    client
      .from("contacts")
      .select("erased:erased_at, blocked:blocked_at, opted_out:opted_out_at")
      .eq("id", contactId),
  );
  return (["erased", "blocked", "opted_out"] as const).find((why) => contact?.[why]) ?? null;
}
