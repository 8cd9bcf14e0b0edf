import { contactIdOf } from "./contact-id.ts";
import { type FinishedCall, OWN_LINE } from "./finished-call.ts";

/** Workflow Automation: a flat body the customer wrote; strings only, digits without `+`, no zone. */
export function workflowBody(call: FinishedCall): Record<string, string> {
  return {
    event: "call-ended",
    call_id: String(call.callId),
    call_uuid: call.uuid,
    external_number: (call.externalNumber ?? "").replace("+", ""),
    internal_number: OWN_LINE.number.slice(1),
    direction: call.direction,
    started_at: localText(call.startedAt),
    answered_at: localText(call.answeredAt),
    ended_at: localText(call.endedAt),
    waiting_time: String(call.waitingSeconds),
    talking_time: String(call.talkingSeconds),
    wrapup_time: "0",
    is_voicemail: String(call.outcome === "voicemail"),
    agent_id: call.answeredAt ? "700001" : "",
    agent_email: call.answeredAt ? "samuela@example.com" : "",
    agent_first_name: call.answeredAt ? "Samuela" : "",
    agent_last_name: call.answeredAt ? "Prova" : "",
    contact_id: call.contactName && call.externalNumber ? contactIdOf(call.externalNumber) : "",
    contact_name: call.contactName,
    recording_url: "",
    tag: "",
    disposition: "",
  };
}

function localText(time: number | null): string {
  return time === null ? "" : new Date(time).toISOString().slice(0, 19).replace("T", " ");
}
