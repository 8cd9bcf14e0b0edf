import type { LookupFailure, MediaLink } from "../../model/provider.ts";
import { asText } from "../shared/as-text.ts";
import { errorOf } from "../shared/whatsapp/read-error.ts";
import { answerSummary } from "./answer-summary.ts";
import type { Exchange, GraphAccess } from "./request-graph.ts";

const metasHosts = /(^|\.)(fbsbx\.com|facebook\.com|whatsapp\.net|fbcdn\.net)$/;

/**
 * `GET /{media-id}`: `{url}`, which lives for five minutes and wants the token too (docs, media). The token goes to Meta's own
 * hosts, and to the configured one.
 */
export function readMediaLink(exchange: Exchange, { graphUrl, accessToken }: GraphAccess): MediaLink {
  const message = answerSummary(exchange, accessToken);
  const failed = (code: LookupFailure["code"], waitMs: number | null = null): MediaLink => ({
    kind: "failed",
    failure: { code, message, waitMs },
  });
  if (exchange.kind === "no_answer") {
    return failed(exchange.failure === "bad_key" ? "unauthorized" : "unreachable");
  }
  const { status, body } = exchange;
  const link = URL.parse(asText(body.url) ?? "");
  if (status === 200 && link) {
    const isOurs = metasHosts.test(link.hostname) || link.host === URL.parse(graphUrl)?.host;
    if (!isOurs) return failed("unreadable");
    return { kind: "link", url: link.href, headers: { authorization: `Bearer ${accessToken}` } };
  }
  const { code, subcode } = errorOf(body);
  if (code === 190 || code === 10 || code === 200 || status === 401) return failed("unauthorized");
  if (code === 4 || code === 80007 || status === 429) return failed("rate_limited", 60_000);
  // An id of the last seven days that is not there (Graph API: "Unsupported get request").
  if (code === 100 && subcode === 33) return { kind: "gone", message };
  return failed(status >= 500 ? "unreachable" : "unreadable");
}
