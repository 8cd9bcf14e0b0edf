import type { SendOutcome } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import type { Exchange } from "../shared/graph/request-graph.ts";
import { staffText } from "../shared/staff-text.ts";
import { type ErrorMeaning, ruleOf } from "../shared/whatsapp/error-rules.ts";
import { errorOf, type GraphError } from "../shared/whatsapp/read-error.ts";

type Answer = Extract<Exchange, { kind: "answer" }>;
interface Sorted {
  means: ErrorMeaning;
  text: string;
}

/** The four ways a send can end, from what came back of it: by Meta's code, and by the status where there is none. */
export function sortSend(exchange: Exchange, accessToken: string): SendOutcome {
  if (exchange.kind === "no_answer") return sortSilence(exchange, accessToken);
  const { status: httpStatus, body } = exchange;
  const taken = sentMessage(exchange);
  if (taken !== null) {
    const { id, held } = taken;
    const ids = { providerMessageId: id, whatsappId: id };
    return { kind: "accepted", ...ids, ...(held && { held }), httpStatus, retryAfterMs: null };
  }
  const error = errorOf(body);
  const { means, text } = byCode(error) ?? byStatus(httpStatus);
  const words = staffText(error.words, accessToken);
  const code = error.code === null ? "" : `, code ${error.code}`;
  return { ...means, message: `${text} (HTTP ${httpStatus}${code}${words && `: ${words}`}).`, httpStatus };
}

/**
 * `{messages: [{id: "wamid.…", message_status?}]}`: it is taken. `held_for_quality_assessment` and `paused` go later, or fail with
 * 132015 (docs, portfolio pacing and template pacing).
 */
function sentMessage({ status, body }: Answer): { id: string; held?: true } | null {
  if (status < 200 || status > 299) return null;
  const [first] = Array.isArray(body.messages) ? body.messages : [];
  const message = asRecord(first);
  const id = asText(message.id);
  const isHeld = /^(held|paused)/i.test(asText(message.message_status) ?? "");
  return id === null ? null : { id, ...(isHeld && { held: true }) };
}

function byCode({ code, subcode }: GraphError): Sorted | null {
  if (code === null) return null;
  // "Unsupported post request. Object with ID … does not exist" (Graph API).
  const told = code === 100 && subcode === 33 ? 33 : code;
  return ruleOf(told);
}

function byStatus(status: number): Sorted {
  const refused: Sorted = { means: { kind: "failed", code: "refused" }, text: "Meta refuses the message" };
  if (status >= 500) {
    return { means: { kind: "uncertain", code: "server_error" }, text: "Meta had an error of its own" };
  }
  if (status === 408) return { means: { kind: "uncertain", code: "timeout" }, text: "Meta gave up waiting" };
  if (status === 401) {
    const means = { kind: "not_sent", code: "bad_key", pause: "bad_key", retryAfterMs: null } as const;
    return { means, text: "Meta refuses the access token" };
  }
  if (status === 429) {
    const means = { kind: "not_sent", code: "rate_limited", pause: null, retryAfterMs: 60_000 } as const;
    return { means, text: "Meta's rate limit was hit" };
  }
  if (status >= 400) return refused;
  const means = { kind: "uncertain", code: "unreadable_answer" } as const;
  return { means, text: "Meta's answer does not say whether it took the message" };
}

function sortSilence(exchange: Extract<Exchange, { kind: "no_answer" }>, accessToken: string): SendOutcome {
  const { failure, status: httpStatus } = exchange;
  const words = staffText(exchange.text, accessToken);
  if (failure === "bad_key" || failure === "unreachable") {
    const pause = failure === "bad_key" ? failure : null;
    const message = `Meta ${pause ? "can't be asked" : "can't be reached"}: ${words}.`;
    return { kind: "not_sent", code: failure, message, httpStatus, retryAfterMs: null, pause };
  }
  const message = `Nobody knows whether Meta took the message: ${words}.`;
  return { kind: "uncertain", code: failure, message, httpStatus };
}
