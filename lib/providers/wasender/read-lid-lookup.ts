import { readPhone } from "../../contacts/phone.ts";
import type { LidLookup, LookupFailure } from "../provider.ts";
import { asRecord } from "./as-record.ts";
import { readAddress } from "./read-address.ts";
import type { Exchange } from "./request-wasender.ts";
import { retryAfter } from "./retry-after.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

/** Where a person's phone stands; groups, newsletters and broadcasts have digits too. */
const phoneServers: (string | null)[] = ["s.whatsapp.net", "c.us", null];

/**
 * `GET /pn-from-lid/{lid}`: `data.pn` is a JID; a failure is `{success:false,error}` (Wasender docs, contacts). A `pn` that
 * is no valid number, or the LID's own digits over again, is no answer: cutting `@lid` off made phantom contacts elsewhere.
 */
export function readLidLookup(exchange: Exchange, lid: string, apiKey: string): LidLookup {
  const message = unreadableSummary(exchange, apiKey);
  const failed = (code: LookupFailure["code"], waitMs: number | null = null): LidLookup => ({
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
  const address = readAddress(asRecord(body.data).pn);
  const isPhone = address !== null && phoneServers.includes(address.server);
  if (status >= 300 || body.success === false || !isPhone) {
    return { kind: "unknown", message };
  }
  const { e164 } = readPhone(`+${address.digits}`, "IT");
  if (e164 === null || lid.startsWith(`${address.digits}@`)) return { kind: "unknown", message };
  return { kind: "found", phone: e164 };
}
