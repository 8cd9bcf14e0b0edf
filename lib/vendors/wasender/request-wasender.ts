import type { JsonRecord } from "../shared/as-record.ts";
import { type Exchange, type ExchangeOptions, exchangeJson } from "../shared/exchange-json.ts";

export type { Exchange };

export interface WasenderAccess extends Omit<ExchangeOptions, "headers"> {
  apiKey: string;
}

/** One HTTP call to Wasender. Never throws. */
export function requestWasender(
  { apiKey, ...access }: WasenderAccess,
  method: "GET" | "POST",
  path: string,
  json?: JsonRecord,
): Promise<Exchange> {
  return exchangeJson({ ...access, headers: { authorization: `Bearer ${apiKey}` } }, method, path, json);
}
