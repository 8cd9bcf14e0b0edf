import type { SendOutcome } from "../../model/provider.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import type { Exchange } from "../shared/exchange-json.ts";
import { staffText } from "../shared/staff-text.ts";
import { errorOf, meaningOf, type Sorted } from "./error-of.ts";

/** The four ways a send can end. What Cunnekt answers is not documented: without an id nobody knows whether it took the message. */
export function sortSend(exchange: Exchange, apiKey: string): SendOutcome {
  if (exchange.kind === "no_answer") return sortSilence(exchange, apiKey);
  const { status: httpStatus, body } = exchange;
  const id = httpStatus >= 200 && httpStatus <= 299 ? sentId(body) : null;
  // By this id its statuses name the message, WhatsApp's or not.
  if (id !== null) {
    return { kind: "accepted", providerMessageId: id, whatsappId: id, httpStatus, retryAfterMs: null };
  }
  const error = errorOf(body);
  const { means, text } = meaningOf(error.code) ?? byStatus(httpStatus);
  const words = staffText(error.words, apiKey);
  const code = error.code === null ? "" : `, code ${error.code}`;
  return { ...means, message: `${text} (HTTP ${httpStatus}${code}${words && `: ${words}`}).`, httpStatus };
}

/** Meta's shape, and those that callers of Cunnekt look for. */
function sentId(body: JsonRecord): string | null {
  const [message] = Array.isArray(body.messages) ? body.messages : [];
  const data = asRecord(body.data);
  const told = [asRecord(message).id, data.id, data.messageId, body.messageId, body.message_id, body.id];
  return told.map(idText).find((id) => id !== null) ?? null;
}

function idText(value: unknown): string | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : asText(value);
}

function byStatus(status: number): Sorted {
  if (status >= 500) {
    return { means: { kind: "uncertain", code: "server_error" }, text: "Cunnekt had an error of its own" };
  }
  if (status === 408)
    return { means: { kind: "uncertain", code: "timeout" }, text: "Cunnekt gave up waiting" };
  if (status === 401 || status === 403) {
    const means = { kind: "not_sent", code: "bad_key", pause: "bad_key", retryAfterMs: null } as const;
    return { means, text: "Cunnekt refuses the API key" };
  }
  if (status === 402) {
    const means = { kind: "not_sent", code: "plan_ended", pause: "plan_ended", retryAfterMs: null } as const;
    return { means, text: "Cunnekt wants a payment" };
  }
  if (status === 429) {
    const means = { kind: "not_sent", code: "rate_limited", pause: null, retryAfterMs: 60_000 } as const;
    return { means, text: "Cunnekt's rate limit was hit" };
  }
  if (status >= 400)
    return { means: { kind: "failed", code: "refused" }, text: "Cunnekt refuses the message" };
  const means = { kind: "uncertain", code: "unreadable_answer" } as const;
  return { means, text: "Cunnekt's answer has no id of the message" };
}

function sortSilence(exchange: Extract<Exchange, { kind: "no_answer" }>, apiKey: string): SendOutcome {
  const { failure, status: httpStatus } = exchange;
  const words = staffText(exchange.text, apiKey);
  if (failure === "bad_key" || failure === "unreachable") {
    const pause = failure === "bad_key" ? failure : null;
    const message = `Cunnekt ${pause ? "can't be asked" : "can't be reached"}: ${words}.`;
    return { kind: "not_sent", code: failure, message, httpStatus, retryAfterMs: null, pause };
  }
  const message = `Nobody knows whether Cunnekt took the message: ${words}.`;
  return { kind: "uncertain", code: failure, message, httpStatus };
}
