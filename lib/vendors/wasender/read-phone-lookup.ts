import type { PhoneLookup } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { readAddress } from "./read-address.ts";
import type { Exchange } from "./request-wasender.ts";
import { sortLookup } from "./sort-lookup.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

/**
 * `GET /lid-from-pn/{pn}`: `data.lid` is `<digits>@lid`; a failure is `{success:false,error}` (Wasender docs, contacts).
 * The number's own digits over again are no answer.
 */
export function readPhoneLookup(exchange: Exchange, phone: string, apiKey: string): PhoneLookup {
  const lookup = sortLookup(exchange, apiKey);
  if (lookup.kind !== "answer") return lookup;
  const address = readAddress(asRecord(lookup.body.data).lid);
  const isLid = address !== null && !address.plus && ["lid", "hosted.lid", null].includes(address.server);
  if (!isLid || phone === `+${address.digits}`) {
    return { kind: "unknown", message: unreadableSummary(exchange, apiKey) };
  }
  return { kind: "found", lid: `${address.digits}@lid` };
}
