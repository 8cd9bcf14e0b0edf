import type { LookupFailure, MediaLink } from "../../model/provider.ts";
import { asText } from "../shared/as-text.ts";
import { staffText } from "../shared/staff-text.ts";
import { answerWords } from "./answer-words.ts";
import type { Exchange } from "./request-wasender.ts";
import { retryAfter } from "./retry-after.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

/** WhatsApp's own answer to who comes too late, as gateways pass it on. */
const saysGone = /\b(404|410)\b|expired|no longer available/i;
/** What ended is not the file but what opens it, and that is mended by a person. */
const saysOurs = /\b(api[ _-]?key|token|session|subscription|plan|trial|account|route|endpoint)\b/i;

/**
 * `POST /decrypt-media`: `{success:true, publicUrl}`, a link that needs no login and lives for an hour; a failure is
 * `{success:false, error}`, whose HTTP code is not published (Wasender docs, decrypt-media-file).
 */
export function readMediaLink(exchange: Exchange, apiKey: string): MediaLink {
  const failed = (code: LookupFailure["code"], message: string, waitMs: number | null = null): MediaLink => ({
    kind: "failed",
    failure: { code, message, waitMs },
  });
  const message = unreadableSummary(exchange, apiKey);
  if (exchange.kind === "no_answer") {
    return failed(exchange.failure === "bad_key" ? "unauthorized" : "unreachable", message);
  }
  const { status, body, headers, text } = exchange;
  const words = staffText(answerWords(body, text), apiKey);
  // A page that says 404 is a gateway's, and passes.
  const isFileMissing = status === 404 && Object.keys(body).length > 0 && !saysOurs.test(words);
  if (status === 410 || isFileMissing) return { kind: "gone", message };
  if ([401, 402, 403].includes(status)) return failed("unauthorized", message);
  if (status === 429) return failed("rate_limited", message, retryAfter(body, headers, Date.now()));
  if (status === 408 || status >= 500) return failed("unreachable", message);
  const url = asText(body.publicUrl);
  if (status >= 200 && status < 300 && body.success !== false && url !== null) return { kind: "link", url };
  if (body.success !== false) return failed("unreadable", message);
  const told = `Wasender cannot open the file: ${words || "it does not say why"}.`;
  return saysGone.test(words) && !saysOurs.test(words)
    ? { kind: "gone", message: told }
    : failed("unreadable", told);
}
