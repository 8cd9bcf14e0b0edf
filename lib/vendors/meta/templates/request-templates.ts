import type { JsonRecord } from "../../shared/as-record.ts";
import { type Exchange, exchangeJson } from "../../shared/exchange-json.ts";

export interface TemplateAccess {
  graphUrl: string;
  version: string;
  accessToken: string;
  /** The account that owns the texts: of all its numbers. */
  businessAccountId: string;
  fetch: typeof fetch;
  timeoutMs: number;
}

/** One call about an account's templates. Never throws. A page of them may be a few hundred KB. */
export function requestTemplates(
  { graphUrl, version, accessToken, fetch: through, timeoutMs }: TemplateAccess,
  method: "GET" | "POST" | "DELETE",
  path: string,
  json?: JsonRecord,
): Promise<Exchange> {
  const options = {
    apiUrl: graphUrl,
    headers: { authorization: `Bearer ${accessToken}` },
    fetch: through,
    timeoutMs,
    maxAnswerBytes: 2 * 1024 * 1024,
  };
  return exchangeJson(options, method, `/${version}${path}`, json);
}
