import { readPhone } from "../../contacts/phone.ts";
import type { LidLookup } from "../provider.ts";
import { asRecord } from "./as-record.ts";
import { readAddress } from "./read-address.ts";
import type { Exchange } from "./request-wasender.ts";
import { sortLookup } from "./sort-lookup.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

/** Where a person's phone stands; groups, newsletters and broadcasts have digits too. */
const phoneServers: (string | null)[] = ["s.whatsapp.net", "c.us", null];

/**
 * `GET /pn-from-lid/{lid}`: `data.pn` is a JID; a failure is `{success:false,error}` (Wasender docs, contacts). A `pn` that
 * is no valid number, or the LID's own digits over again, is no answer: cutting `@lid` off made phantom contacts elsewhere.
 */
export function readLidLookup(exchange: Exchange, lid: string, apiKey: string): LidLookup {
  const lookup = sortLookup(exchange, apiKey);
  if (lookup.kind !== "answer") return lookup;
  const address = readAddress(asRecord(lookup.body.data).pn);
  const e164 =
    address !== null && phoneServers.includes(address.server)
      ? readPhone(`+${address.digits}`, "IT").e164
      : null;
  if (e164 === null || lid.startsWith(`${address?.digits}@`)) {
    return { kind: "unknown", message: unreadableSummary(exchange, apiKey) };
  }
  return { kind: "found", phone: e164 };
}
