import type { JsonRecord } from "../as-record.ts";
import { type Exchange, exchangeJson } from "../exchange-json.ts";

export type { Exchange };

export interface GraphAccess {
  /** `https://graph.facebook.com` */
  graphUrl: string;
  /** `v26.0` */
  version: string;
  accessToken: string;
  fetch: typeof fetch;
  timeoutMs: number;
  /** 64 KiB unless told. */
  maxAnswerBytes?: number;
}

/** One HTTP call to the Graph API. Never throws. */
export function requestGraph(
  { graphUrl, version, accessToken, ...rest }: GraphAccess,
  method: "GET" | "POST",
  path: string,
  json?: JsonRecord | FormData,
): Promise<Exchange> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return exchangeJson({ ...rest, apiUrl: graphUrl, headers }, method, `/${version}${path}`, json);
}
