import { asRecord } from "../../shared/as-record.ts";
import { asText } from "../../shared/as-text.ts";
import { answerSummary } from "../../shared/graph/answer-summary.ts";
import type { Exchange } from "../../shared/graph/request-graph.ts";
import { staffText } from "../../shared/staff-text.ts";
import { errorOf } from "../../shared/whatsapp/read-error.ts";
import type { TemplateAnswer } from "../../vendor.ts";
import { categoryOf, stateOf } from "./read-template.ts";
import { passingCodes, templateErrors } from "./template-errors.ts";

/** What came of writing, changing or removing one: `{id, status, category}`, `{success: true}`, or an error. */
export function sortTemplateAnswer(exchange: Exchange, accessToken: string): TemplateAnswer {
  const summary = answerSummary(exchange, accessToken);
  if (exchange.kind === "no_answer") {
    const code = exchange.failure === "bad_key" ? "unauthorized" : exchange.failure;
    return { kind: "retry", code, message: summary, waitMs: null };
  }
  const { status, body } = exchange;
  if (status >= 200 && status <= 299) {
    return {
      kind: "done",
      id: asText(body.id),
      state: stateOf(body.status),
      category: categoryOf(body.category),
    };
  }
  const { code, subcode } = errorOf(body);
  const refusal = templateErrors[subcode ?? 0] ?? templateErrors[code ?? 0];
  if (refusal)
    return { kind: "refused", code: refusal, message: ownWords(body.error, accessToken) || summary };
  const passing = code === null ? undefined : passingCodes[code];
  if (passing) return { kind: "retry", ...passing, message: summary };
  if (status >= 500 || status === 429 || code === 1 || code === 2) {
    return { kind: "retry", code: "server_error", message: summary, waitMs: null };
  }
  if (status === 401 || status === 403)
    return { kind: "retry", code: "unauthorized", message: summary, waitMs: null };
  return { kind: "refused", code: "refused", message: ownWords(body.error, accessToken) || summary };
}

/** Made for people: `error_user_title` and `error_user_msg`, in the language of the account. */
function ownWords(value: unknown, accessToken: string): string {
  const error = asRecord(value);
  const told = [asText(error.error_user_title), asText(error.error_user_msg)].filter((text) => text !== null);
  return staffText(told.join(": "), accessToken);
}
