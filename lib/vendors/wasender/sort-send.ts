import type { SendOutcome } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { staffText } from "../shared/staff-text.ts";
import { answerRules } from "./answer-rules.ts";
import { answerWords } from "./answer-words.ts";
import { asId } from "./read-key.ts";
import type { Exchange } from "./request-wasender.ts";
import { retryAfter, usedUp } from "./retry-after.ts";

/** The four ways a send can end, from what came back of it. */
export function sortSend(exchange: Exchange, apiKey: string, nowMs: number): SendOutcome {
  if (exchange.kind === "no_answer") return sortSilence(exchange, apiKey);
  const { status, headers, body, text } = exchange;
  const now = answeredAt(headers, nowMs);
  if (status >= 200 && status <= 299 && body.success === true) {
    const providerMessageId = asId(asRecord(body.data).msgId);
    return { kind: "accepted", providerMessageId, httpStatus: status, retryAfterMs: usedUp(headers, now) };
  }
  const words = answerWords(body, text);
  const rule = answerRules.find(({ when }) => when({ status, refused: body.success === false, words }))!;
  const message = `${rule.text} (HTTP ${status}${words === "" ? "" : `: ${staffText(words, apiKey)}`}).`;
  if (rule.means.kind !== "not_sent") return { ...rule.means, message, httpStatus: status };
  const retryAfterMs = rule.means.code === "rate_limited" ? retryAfter(body, headers, now) : null;
  return { ...rule.means, message, httpStatus: status, retryAfterMs };
}

/**
 * The answer's own time, ms: a wait told as a point in time is measured by the clock that told it, since a function's own
 * may be minutes off. A `Date` that is hours from ours is nobody's clock.
 */
function answeredAt(headers: Headers, nowMs: number): number {
  const told = Date.parse(headers.get("date") ?? "");
  return Math.abs(told - nowMs) <= 60 * 60 * 1000 ? told : nowMs;
}

function sortSilence(exchange: Extract<Exchange, { kind: "no_answer" }>, apiKey: string): SendOutcome {
  const { failure, status: httpStatus } = exchange;
  const words = staffText(exchange.text, apiKey);
  if (failure === "bad_key") {
    const message = `Wasender can't be asked: ${words}.`;
    return { kind: "not_sent", code: failure, message, httpStatus, retryAfterMs: null, pause: failure };
  }
  if (failure === "unreachable") {
    const message = `Wasender can't be reached: ${words}.`;
    return { kind: "not_sent", code: failure, message, httpStatus, retryAfterMs: null, pause: null };
  }
  const message = `Nobody knows whether Wasender took the message: ${words}.`;
  return { kind: "uncertain", code: failure, message, httpStatus };
}
