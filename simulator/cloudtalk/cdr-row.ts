import { contactIdOf } from "./contact-id.ts";
import { type FinishedCall, OWN_LINE } from "./finished-call.ts";

/** One row of `/calls/index.json`: text and integers mixed as in the vendor's examples, and no uuid. */
export function cdrRow(call: FinishedCall) {
  const answered = call.answeredAt !== null;
  const digits = call.externalNumber?.replace("+", "") ?? "";
  return {
    Cdr: {
      id: String(call.callId),
      billsec: String(call.talkingSeconds),
      type: call.direction,
      country_code: "39",
      public_external: digits === "" ? "" : Number(digits),
      public_internal: Number(OWN_LINE.number.slice(1)),
      recorded: false,
      is_voicemail: call.outcome === "voicemail",
      user_id: answered ? "700001" : null,
      talking_time: String(call.talkingSeconds),
      started_at: new Date(call.startedAt).toISOString(),
      answered_at: call.answeredAt === null ? null : new Date(call.answeredAt).toISOString(),
      ended_at: new Date(call.endedAt).toISOString(),
      waiting_time: call.waitingSeconds,
      wrapup_time: 0,
    },
    Contact:
      call.contactName && call.externalNumber
        ? { id: contactIdOf(call.externalNumber), name: call.contactName }
        : { id: null, name: null },
    CallNumber: { id: "600001", internal_name: OWN_LINE.name },
    Agent: answered ? { id: "700001", fullname: "Samuela Prova", email: "samuela@example.com" } : {},
    Notes: [],
    Tags: [],
    Ratings: [],
  };
}
