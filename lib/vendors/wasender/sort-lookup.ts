import type { LookupFailure } from "../../model/provider.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import type { Exchange } from "./request-wasender.ts";
import { retryAfter } from "./retry-after.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

export type Lookup =
  | { kind: "answer"; body: JsonRecord }
  | { kind: "unknown"; message: string }
  | { kind: "failed"; failure: LookupFailure };

/** What `/pn-from-lid` and `/lid-from-pn` answered: a failure that would meet the next lookup too, a plain no, or a body. */
export function sortLookup(exchange: Exchange, apiKey: string): Lookup {
  const message = unreadableSummary(exchange, apiKey);
  const failed = (code: LookupFailure["code"], waitMs: number | null = null): Lookup => ({
    kind: "failed",
    failure: { code, message, waitMs },
  });
  if (exchange.kind === "no_answer") {
    return failed(exchange.failure === "bad_key" ? "unauthorized" : "unreachable");
  }
  const { status, body, headers } = exchange;
  if ([401, 402, 403].includes(status)) return failed("unauthorized");
  if (status === 429) return failed("rate_limited", retryAfter(body, headers, Date.now()));
  if (status >= 500) return failed("unreachable");
  if (status >= 300 || body.success === false) return { kind: "unknown", message };
  return { kind: "answer", body };
}
