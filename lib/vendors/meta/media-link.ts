import type { MediaSource } from "../../model/domain-value.ts";
import type { LookupFailure, MediaLink } from "../../model/provider.ts";
import { asText } from "../shared/as-text.ts";
import { answerSummary } from "../shared/graph/answer-summary.ts";
import { type Exchange, type GraphAccess, requestGraph } from "../shared/graph/request-graph.ts";
import { errorOf } from "../shared/whatsapp/read-error.ts";

const metasHosts = /(^|\.)(fbsbx\.com|facebook\.com|whatsapp\.net|fbcdn\.net)$/;

/**
 * Where a customer's file can be had (docs, media): the address of the webhook while it lives, else `GET /{media-id}` names one for
 * five minutes. Both want the token, which goes to Meta's own hosts and to the configured one.
 */
export async function mediaLink(
  access: GraphAccess,
  phoneNumberId: string,
  source: MediaSource,
  now = Date.now(),
): Promise<MediaLink> {
  const id = asText(source.id);
  const told = hexOf(source.sha256);
  const isFresh = Date.parse(asText(source.urlUntil) ?? "") > now;
  const url = isFresh || id === null ? addressOf(source.url, access) : null;
  const ask = async () => {
    const path = `/${encodeURIComponent((id ?? "").toWellFormed())}?phone_number_id=${phoneNumberId}`;
    return readLink(await requestGraph(access, "GET", path), access, told);
  };
  if (url !== null) return { ...linkTo(url, access, [told]), ...(id !== null && { again: ask }) };
  if (id !== null) return ask();
  return { kind: "gone", message: "Meta named no id of the file, and its address leads elsewhere." };
}

function readLink(exchange: Exchange, access: GraphAccess, told: string | null): MediaLink {
  const message = answerSummary(exchange, access.accessToken);
  const failed = (code: LookupFailure["code"], waitMs: number | null = null): MediaLink => ({
    kind: "failed",
    failure: { code, message, waitMs },
  });
  if (exchange.kind === "no_answer") {
    return failed(exchange.failure === "bad_key" ? "unauthorized" : "unreachable");
  }
  const { status, body } = exchange;
  if (status === 200 && asText(body.url) !== null) {
    const url = addressOf(body.url, access);
    return url === null ? failed("unreadable") : linkTo(url, access, [told, hexOf(body.sha256)]);
  }
  const { code, subcode } = errorOf(body);
  if (code === 190 || code === 10 || code === 200 || status === 401) return failed("unauthorized");
  if (code === 4 || code === 80007 || status === 429) return failed("rate_limited", 60_000);
  // An id of the last seven days that is not there (Graph API: "Unsupported get request").
  if (code === 100 && subcode === 33) return { kind: "gone", message };
  return failed(status >= 500 ? "unreachable" : "unreadable");
}

/** Null for one that would show the token to somebody else. */
function addressOf(value: unknown, { graphUrl }: GraphAccess): string | null {
  const link = URL.parse(asText(value) ?? "");
  if (link === null) return null;
  const isMetas = link.protocol === "https:" && metasHosts.test(link.hostname);
  return isMetas || link.origin === URL.parse(graphUrl)?.origin ? link.href : null;
}

function linkTo(
  url: string,
  { accessToken }: GraphAccess,
  hashes: readonly (string | null)[],
): Extract<MediaLink, { kind: "link" }> {
  const sha256 = hashes.filter((hash) => hash !== null);
  return {
    kind: "link",
    url,
    headers: { authorization: `Bearer ${accessToken}` },
    ...(sha256.length > 0 && { sha256 }),
  };
}

/** Base64 in webhooks, hexadecimal elsewhere. */
function hexOf(value: unknown): string | null {
  const text = asText(value)?.trim() ?? "";
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const bytes = /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, "base64") : null;
  return bytes?.length === 32 ? bytes.toString("hex") : null;
}
