import { Problem } from "../../base/problem.ts";
import type { CallEnded } from "../../model/domain-value.ts";

/** A body that names no call, no number and no time is about nothing. */
export function requireFact(call: CallEnded, hasTemplateText: boolean): void {
  const { callId, callUuid, phone, startedAt, answeredAt, endedAt, talkingSeconds } = call;
  const facts = [callId, callUuid, phone.raw, startedAt, answeredAt, endedAt, talkingSeconds];
  if (facts.some((fact) => fact !== null)) return;
  throw new Problem(
    "unreadable",
    hasTemplateText
      ? "The body holds {{…}} text instead of values; pick the variables from CloudTalk's own list."
      : "The body names no call, number or time; send at least call_id and external_number.",
    { reason: hasTemplateText ? "unfilled_placeholders" : "no_facts" },
  );
}
