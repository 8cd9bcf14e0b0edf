import { staffText } from "../staff-text.ts";
import { errorOf } from "../whatsapp/read-error.ts";
import type { Exchange } from "./request-graph.ts";

/** What came back, in one line for staff. */
export function answerSummary(exchange: Exchange, accessToken: string): string {
  if (exchange.kind === "no_answer") return `Meta did not answer: ${staffText(exchange.text, accessToken)}.`;
  const words = staffText(errorOf(exchange.body).words, accessToken);
  return `Meta answered HTTP ${exchange.status}${words && `: ${words}`}.`;
}
