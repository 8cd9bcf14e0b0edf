import { parseJson } from "../../base/parse-json.ts";
import type { CallList, CallWindow, ListFailure } from "../vendor.ts";
import { readListedCall } from "./read-listed-call.ts";
import { type CloudtalkAccess, type CloudtalkExchange, requestCloudtalk } from "./request-cloudtalk.ts";

/** The most rows a page may have (CloudTalk OpenAPI 1.7): one operation out of the company's 60 a minute. */
const rowsAPage = 1000;

/**
 * One page, from 1, of `GET /calls/index.json`: `responseData{itemsCount,pageCount,pageNumber,limit,data}`. The order of
 * its rows is not documented. Dates in the query are UTC, `YYYY-MM-DD HH:MM:SS`. Never throws.
 */
export async function listCalls(
  access: CloudtalkAccess,
  { from, until, defaultCountry }: CallWindow,
  page: number,
): Promise<CallList> {
  const query = new URLSearchParams({
    date_from: utcText(from),
    date_to: utcText(until),
    limit: String(rowsAPage),
    page: String(page),
  });
  const exchange = await requestCloudtalk(access, `/calls/index.json?${query}`);
  const answered = responseData(exchange);
  const failure = readFailure(exchange, answered);
  if (failure) return { kind: "failed", failure };
  const { data, pageCount } = answered;
  const calls = (data as unknown[]).flatMap((row) => readListedCall(row, defaultCountry) ?? []);
  const lastPage = Number(pageCount);
  // Behind an empty page there is nothing, whatever the count says.
  const isLast = calls.length === 0 && (data as unknown[]).length === 0;
  return { kind: "page", calls, lastPage: Number.isInteger(lastPage) && !isLast ? lastPage : page };
}

/** The HTTP code and `responseData.status` both tell of a failure, and need not agree (fact sheet 2.2). */
function readFailure(exchange: CloudtalkExchange, answered: Record<string, unknown>): ListFailure | null {
  if (exchange.kind === "no_answer") {
    const message = `CloudTalk did not answer: ${exchange.text}.`;
    return { code: "unreachable", message, waitMs: null, httpStatus: null };
  }
  const told = Number(answered.status);
  const status = exchange.status === 200 && told >= 300 && told <= 599 ? told : exchange.status;
  const failed = (code: ListFailure["code"], message: string, waitMs: number | null = null) => ({
    code,
    message,
    waitMs,
    httpStatus: status,
  });
  if (status === 200) {
    if (!exchange.isCut && Array.isArray(answered.data)) return null;
    // Never quoted: it holds customers.
    const size = `${exchange.isCut ? "more than " : ""}${Buffer.byteLength(exchange.text)} bytes`;
    return failed("unreadable", `CloudTalk's list of calls came as ${size} that cannot be understood.`);
  }
  if (status === 401 || status === 403) {
    return failed(
      "unauthorized",
      `CloudTalk refuses the API key (HTTP ${status}): check CLOUDTALK_API_ID and CLOUDTALK_API_KEY.`,
    );
  }
  if (status === 429) {
    return failed("rate_limited", "CloudTalk's limit of 60 calls a minute is used up.", waitOf(exchange));
  }
  if (status >= 500) return failed("unreachable", `CloudTalk has an error of its own (HTTP ${status}).`);
  return failed("unreadable", `CloudTalk refuses the list of calls (HTTP ${status}).`);
}

/** `X-CloudTalkAPI-ResetTime` is unix seconds; there is no Retry-After. A minute without it, an hour at most. */
export function waitOf({ headers }: { headers: Headers }): number {
  const reset = Number(headers.get("x-cloudtalkapi-resettime"));
  const wait = reset > 1e9 ? reset * 1000 - Date.now() : reset * 1000;
  return Math.min(Math.max(wait || 60_000, 1_000), 3_600_000);
}

export function responseData(exchange: CloudtalkExchange): Record<string, unknown> {
  try {
    const body = exchange.kind === "answer" && !exchange.isCut ? parseJson(exchange.text) : null;
    const data = (body as { responseData?: unknown } | null)?.responseData;
    return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function utcText(time: Date): string {
  return time.toISOString().slice(0, 19).replace("T", " ");
}
