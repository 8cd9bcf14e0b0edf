import { randomBytes } from "node:crypto";
import { type FinishedCall, OWN_LINE } from "./finished-call.ts";

/** The native envelope. A withheld caller has no `external_number` at all. */
export function nativeBody(call: FinishedCall) {
  return {
    event_id: `evt_${randomBytes(12).toString("hex")}`,
    type: "call.ended",
    version: "v1",
    occurred_at: isoSeconds(call.endedAt),
    company_id: 100001,
    data: {
      call_id: call.callId,
      call_uuid: call.uuid,
      direction: call.direction,
      ...(call.externalNumber === null ? {} : { external_number: call.externalNumber }),
      internal_number: { number_e164: OWN_LINE.number, internal_name: OWN_LINE.name },
      started_at: isoSeconds(call.startedAt),
      ended_at: isoSeconds(call.endedAt),
      duration: call.talkingSeconds + call.waitingSeconds,
      talking_time: call.talkingSeconds,
      waiting_time: call.waitingSeconds,
      is_voicemail: call.outcome === "voicemail",
    },
  };
}

function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
