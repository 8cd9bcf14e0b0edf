import type { FinishedCall } from "./finished-call.ts";

/** A VoiceAgent result: field names are the agent author's, these are the ones seen in public. */
export function voiceAgentBody(call: FinishedCall, shouldSend: boolean) {
  return {
    data: {
      callId: String(call.callId),
      caller_number: call.externalNumber,
      call_result:
        call.outcome === "voicemail" ? "voicemail" : call.talkingSeconds > 0 ? "completed" : "no_answer",
      contactName: call.contactName,
      interestConfirmed: shouldSend,
      electricityBillReceived: false,
      shouldSend,
      reason: shouldSend ? "cliente interessato" : "cliente non interessato",
    },
  };
}
