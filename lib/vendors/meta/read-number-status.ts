import type { ConnectionStatus } from "../../model/codes.ts";
import type { ChannelProbe } from "../../model/provider.ts";
import { asText } from "../shared/as-text.ts";
import { answerSummary } from "../shared/graph/answer-summary.ts";
import type { Exchange } from "../shared/graph/request-graph.ts";
import { errorOf } from "../shared/whatsapp/read-error.ts";
import { sortSend } from "./sort-send.ts";

/** A number's `status` (docs, phone numbers). A flagged one sends; a restricted one does until it meets its limit. */
const statuses: Record<string, ConnectionStatus> = {
  CONNECTED: "connected",
  FLAGGED: "connected",
  RESTRICTED: "connected",
  RATE_LIMITED: "connected",
  PENDING: "connecting",
  MIGRATED: "disconnected",
  DISCONNECTED: "disconnected",
  UNVERIFIED: "disconnected",
  DELETED: "disconnected",
  BANNED: "disconnected",
};

/** `GET /{phone-number-id}?fields=status`. */
export function readNumberStatus(exchange: Exchange, accessToken: string): ChannelProbe {
  const message = answerSummary(exchange, accessToken);
  if (exchange.kind === "no_answer") {
    return exchange.failure === "bad_key"
      ? { kind: "refused", pause: "bad_key", message }
      : { kind: "unknown", message };
  }
  const status = asText(exchange.body.status)?.toUpperCase() ?? "";
  if (exchange.status === 200 && Object.hasOwn(statuses, status)) {
    return { kind: "status", status: statuses[status]! };
  }
  if (errorOf(exchange.body).code === null && exchange.status !== 401) return { kind: "unknown", message };
  // The same codes as of a send, since they are about the token and the account.
  const refusal = sortSend(exchange, accessToken);
  if (refusal.kind !== "not_sent" || refusal.pause === null) return { kind: "unknown", message };
  return refusal.pause === "session_down"
    ? { kind: "status", status: "disconnected" }
    : { kind: "refused", pause: refusal.pause, message };
}
