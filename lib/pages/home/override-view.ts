import { liftedView, liftsOfCode } from "../decision/lifted-view.ts";
import type { Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import type { CallView } from "./snapshot.ts";
import type { View } from "./view.ts";

/** Messages of which nothing is on its way and nothing arrived. */
export const ended: ReadonlySet<string> = new Set(["failed", "skipped", "expired", "cancelled"]);
/** "Don't send" while the message waits, "send anyway" for a call that was not messaged; null where neither would do. */
export function overrideView(view: View, call: CallView): Html | null {
  if (call.message?.status === "queued") return overrideGuard(view, call.id, "dont_send", nameOf(call));
  const mayAsk =
    (call.message === null || ended.has(call.message.status)) &&
    call.phone !== null &&
    (call.phoneProblem === null || call.phoneProblem === "fixed_line") &&
    call.coveredBy === null &&
    !call.billReceived &&
    call.silence === null &&
    call.shouldSendCode !== "not_set_up";
  return mayAsk
    ? overrideGuard(view, call.id, "send", nameOf(call), "call", liftsOfCode(call.shouldSendCode))
    : null;
}

export function overrideGuard(
  view: View,
  callId: number,
  decision: "send" | "dont_send",
  who: string | null,
  place: "call" | "failed" = "call",
  lifts: readonly string[] = [],
): Html {
  const words = view.t.override[place === "failed" ? "retry" : decision];
  return guardView({
    id: `${place}-${decision}-${callId}`,
    ...words,
    who,
    action: view.action(`/calls/${callId}/override`),
    decision,
    fields: decision === "send" ? liftedView(view.language, lifts, view.snapshot.role) : null,
  });
}

function nameOf(call: CallView): string | null {
  return call.contactName ?? call.phone;
}
