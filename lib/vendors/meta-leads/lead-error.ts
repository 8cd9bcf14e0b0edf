import { asRecord } from "../shared/as-record.ts";
import type { Exchange } from "../shared/graph/request-graph.ts";
import type { LeadRefusal } from "../vendor.ts";

const minute = 60_000;

/**
 * How a refusal of Graph's is to be met, by its code before its status: rates come as 400 (docs, error codes; retrieving leads). A
 * lead that is gone, or that we may not see, is told alike: code 100, subcode 33.
 */
export function leadError(answer: Exchange): Omit<LeadRefusal, "message"> {
  if (answer.kind === "no_answer") {
    return answer.failure === "bad_key"
      ? { kind: "retry", code: "bad_key", waitMs: null }
      : { kind: "retry", code: answer.failure, waitMs: null };
  }
  const { code, error_subcode: subcode } = asRecord(answer.body.error);
  if (typeof code !== "number") return { kind: "retry", code: "server_error", waitMs: null };
  // 4, 17, 32, 613: too many calls of the app, the person, the Page, the form; 80001…80014 by use case.
  if ([4, 17, 32, 613].includes(code) || (code >= 80_000 && code < 80_100)) {
    return { kind: "retry", code: "rate_limited", waitMs: 15 * minute };
  }
  if ([102, 190].includes(code)) return { kind: "retry", code: "bad_key", waitMs: null };
  if (code === 3 || code === 10 || (code >= 200 && code < 300) || (code === 100 && subcode === 33)) {
    return { kind: "retry", code: "no_permission", waitMs: null };
  }
  if (code === 100) return { kind: "failed", code: "lead_gone", waitMs: null };
  return { kind: "retry", code: "server_error", waitMs: null };
}
