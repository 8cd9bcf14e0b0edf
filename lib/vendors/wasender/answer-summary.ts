import { staffText } from "../shared/staff-text.ts";
import { answerWords } from "./answer-words.ts";
import type { Exchange } from "./request-wasender.ts";

/** What came back, in one line for staff. */
export function answerSummary(exchange: Exchange, apiKey: string): string {
  if (exchange.kind === "no_answer") return `Wasender did not answer: ${staffText(exchange.text, apiKey)}.`;
  const words = staffText(answerWords(exchange.body, exchange.text), apiKey);
  return `Wasender answered HTTP ${exchange.status}${words === "" ? "" : `: ${words}`}.`;
}
