import { answerSummary } from "./answer-summary.ts";
import type { Exchange } from "./request-wasender.ts";

/** Like answerSummary, of an answer that holds customers' numbers and texts: what a 2xx says is never quoted. */
export function unreadableSummary(exchange: Exchange, apiKey: string): string {
  if (exchange.kind === "no_answer" || exchange.status < 200 || exchange.status > 299) {
    return answerSummary(exchange, apiKey);
  }
  const size = Buffer.byteLength(exchange.text);
  return `Wasender answered HTTP ${exchange.status} with ${size} bytes that cannot be understood.`;
}
