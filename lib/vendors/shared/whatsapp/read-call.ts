import type { DomainValue } from "../../../model/domain-value.ts";
import type { JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { isSomebody, readPerson } from "./read-person.ts";
import { readTime } from "./read-time.ts";

/**
 * `calls[]` (docs, calling): a call on WhatsApp, told when it is over (`terminate`). Times and a duration are there only where
 * somebody answered. `ourNumber`: `metadata.display_phone_number`.
 */
export function readCall(
  call: JsonRecord,
  contacts: readonly JsonRecord[],
  ourNumber: string | null,
): DomainValue {
  const id = asText(call.id);
  const detail = asText(call.event)?.slice(0, 100).toWellFormed() ?? "call";
  if (id === null || call.event !== "terminate") return { type: "ignored", reason: "whatsapp_call", detail };
  const isOurs = call.direction === "BUSINESS_INITIATED";
  const { chat, name } = readPerson(
    isOurs
      ? { waId: call.to, userId: call.to_user_id, parentId: call.to_parent_user_id }
      : { waId: call.from, userId: call.from_user_id, parentId: call.from_parent_user_id },
    contacts,
  );
  if (!isSomebody(chat)) return { type: "ignored", reason: "no_chat", look: "whatsapp_call" };
  const seconds = secondsOf(call.duration);
  const began = readTime(call.start_time);
  const ended = readTime(call.end_time) ?? readTime(call.timestamp);
  const answered = seconds > 0 || (began !== null && call.status === "COMPLETED");
  return {
    type: "call_ended",
    bodyKind: "whatsapp",
    chat,
    ended: true,
    callId: id,
    callUuid: null,
    keys: [`id:${id}`],
    direction: isOurs ? "outgoing" : "incoming",
    phone: { e164: chat.phone, raw: chat.phone, problem: null },
    internalNumber: ourNumber,
    contactName: name,
    company: null,
    agentId: null,
    agentName: null,
    agentEmail: null,
    startedAt: began,
    answeredAt: answered ? began : null,
    endedAt: ended,
    ...(ended !== null && { endedAtUtc: ended }),
    talkingSeconds: answered ? seconds : 0,
    waitingSeconds: null,
    isVoicemail: null,
    answered,
    unansweredStatus: answered ? null : "missed",
    doNotSend: false,
    tags: null,
    disposition: null,
    campaign: null,
    recordingUrl: null,
    customFields: {},
  };
}

function secondsOf(value: unknown): number {
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds > 0 && seconds < 200_000 ? Math.round(seconds) : 0;
}
