import { isSent } from "./is-sent.ts";
import type { CallRow } from "./read-calls.ts";

/** What came of a call: a key of the words, and the colour of its chip. */
export type CallOutcome =
  | "bill"
  | "check"
  | "refused"
  | "answered"
  | "failed"
  | "not_on_whatsapp"
  | "uncertain"
  | "queued"
  | "sent"
  | "delivered"
  | "read"
  | "none";

export const outcomeColour: Record<CallOutcome, string> = {
  bill: "done",
  check: "bill",
  refused: "problem",
  answered: "read",
  failed: "problem",
  not_on_whatsapp: "problem",
  uncertain: "problem",
  queued: "",
  sent: "",
  delivered: "",
  read: "",
  none: "faint",
};

export function callOutcome({ evidence, refused, message }: CallRow): CallOutcome {
  if (evidence === "confirmed") return "bill";
  if (evidence === "attachment") return "check";
  if (refused) return "refused";
  if (evidence === "reply") return "answered";
  if (!message) return "none";
  const { status, reasonCode, acknowledged } = message;
  if (status === "failed" && !acknowledged)
    return reasonCode === "not_on_whatsapp" ? "not_on_whatsapp" : "failed";
  if (status === "uncertain") return "uncertain";
  if (!isSent(status)) return "none";
  if (status === "queued") return "queued";
  return status === "read" || status === "delivered" ? status : "sent";
}
