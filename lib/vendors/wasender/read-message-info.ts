import type { MessageInfo } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { answerSummary } from "./answer-summary.ts";
import { messageStatus } from "./message-status.ts";
import { readChat } from "./read-chat.ts";
import { readKey } from "./read-key.ts";
import type { Exchange } from "./request-wasender.ts";

/**
 * `GET /messages/{msgId}/info`, the only documented bridge from the numeric msgId to WhatsApp's id
 * (Wasender docs, get-message-info). Without such an id, or with the msgId in its place, it is too early.
 */
export function readMessageInfo(exchange: Exchange, providerMessageId: string, apiKey: string): MessageInfo {
  if (exchange.kind === "answer" && exchange.status >= 200 && exchange.status <= 299) {
    const data = asRecord(exchange.body.data);
    const { id, fields } = readKey(data);
    if (exchange.body.success !== false && id !== null && id !== providerMessageId) {
      return {
        kind: "found",
        whatsappId: id,
        status: messageStatus(data.status),
        chat: readChat(fields, true),
      };
    }
  }
  return { kind: "not_yet", message: answerSummary(exchange, apiKey) };
}
