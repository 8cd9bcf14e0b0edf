import { readPhone } from "../../model/phone.ts";
import type { LidLookup } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { isPhoneServer, jidPhone } from "./jid-phone.ts";
import { type Address, readAddress } from "./read-address.ts";
import type { Exchange } from "./request-wasender.ts";
import { sortLookup } from "./sort-lookup.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

/**
 * `GET /pn-from-lid/{lid}`: `data.pn` is a JID; a failure is `{success:false,error}` (Wasender docs, contacts). A
 * group, bare digits that are no valid number, or the LID's own digits over again, is no answer: cutting `@lid` off made phantom contacts elsewhere.
 */
export function readLidLookup(exchange: Exchange, lid: string, apiKey: string): LidLookup {
  const lookup = sortLookup(exchange, apiKey);
  if (lookup.kind !== "answer") return lookup;
  const address = readAddress(asRecord(lookup.body.data).pn);
  const e164 = address === null ? null : phoneOf(address);
  if (e164 === null || lid.startsWith(`${address?.digits}@`)) {
    return { kind: "unknown", message: unreadableSummary(exchange, apiKey) };
  }
  return { kind: "found", phone: e164 };
}

function phoneOf(address: Address): string | null {
  if (isPhoneServer(address.server) || address.plus) return jidPhone(address);
  return address.server === null ? readPhone(`+${address.digits}`, "IT").e164 : null;
}
