import type { ChannelProbe } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { answerRules } from "./answer-rules.ts";
import { answerSummary } from "./answer-summary.ts";
import { answerWords } from "./answer-words.ts";
import { connectionStatus } from "./connection-status.ts";
import type { Exchange } from "./request-wasender.ts";

/** `GET /status` answers `{status}` (Wasender docs, get-whatsapp-session-status), or wrapped like everything else. */
export function readChannelStatus(exchange: Exchange, apiKey: string): ChannelProbe {
  const message = answerSummary(exchange, apiKey);
  if (exchange.kind === "no_answer") {
    if (exchange.failure === "bad_key") return { kind: "refused", pause: "bad_key", message };
    return { kind: "unknown", message };
  }
  const { status: code, body, text } = exchange;
  if (code >= 200 && code <= 299) {
    const status = connectionStatus(body.status) ?? connectionStatus(asRecord(body.data).status);
    if (status !== null) return { kind: "status", status };
  }
  const answer = { status: code, refused: body.success === false, words: answerWords(body, text) };
  const { means } = answerRules.find(({ when }) => when(answer))!;
  if (means.kind === "not_sent" && (means.pause === "bad_key" || means.pause === "plan_ended")) {
    return { kind: "refused", pause: means.pause, message };
  }
  return { kind: "unknown", message };
}
