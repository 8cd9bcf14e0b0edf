import { parseJson } from "../../events/parse-json.ts";
import { type ListedCall, readListedCall } from "./read-listed-call.ts";
import { type CloudtalkAccess, type CloudtalkExchange, requestCloudtalk } from "./request-cloudtalk.ts";

/** Why CloudTalk's list cannot be read just now. */
export interface ListFailure {
  code: "unauthorized" | "rate_limited" | "unreachable" | "unreadable";
  /** One sentence for staff, without the key. */
  message: string;
  /** How long to stay away, ms, where CloudTalk says so. */
  waitMs: number | null;
}

export type CallList =
  | { kind: "page"; calls: ListedCall[]; lastPage: number }
  | { kind: "failed"; failure: ListFailure };

export interface CallWindow {
  from: Date;
  until: Date;
  defaultCountry: string;
}

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
  const failure = readFailure(exchange);
  if (failure) return { kind: "failed", failure };
  const { data, pageCount } = responseData(exchange);
  if (!Array.isArray(data)) {
    const message = "CloudTalk's answer to the list of calls cannot be understood.";
    return { kind: "failed", failure: { code: "unreadable", message, waitMs: null } };
  }
  const calls = data.flatMap((row) => readListedCall(row, defaultCountry) ?? []);
  const lastPage = Number(pageCount);
  return { kind: "page", calls, lastPage: Number.isInteger(lastPage) ? lastPage : page };
}

/** The HTTP code and `responseData.status` both tell of a failure, and need not agree (fact sheet 2.2). */
function readFailure(exchange: CloudtalkExchange): ListFailure | null {
  if (exchange.kind === "no_answer") {
    return { code: "unreachable", message: `CloudTalk did not answer: ${exchange.text}.`, waitMs: null };
  }
  const told = Number(responseData(exchange).status);
  const status = exchange.status === 200 && told >= 300 && told <= 599 ? told : exchange.status;
  const failed = (code: ListFailure["code"], message: string, waitMs: number | null = null) => ({
    code,
    message,
    waitMs,
  });
  if (status === 200) return null;
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
function waitOf({ headers }: { headers: Headers }): number {
  const reset = Number(headers.get("x-cloudtalkapi-resettime"));
  const wait = reset > 1e9 ? reset * 1000 - Date.now() : reset * 1000;
  return Math.min(Math.max(wait || 60_000, 1_000), 3_600_000);
}

function responseData(exchange: CloudtalkExchange): Record<string, unknown> {
  try {
    const body = exchange.kind === "answer" ? parseJson(exchange.text) : null;
    const data = (body as { responseData?: unknown } | null)?.responseData;
    return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function utcText(time: Date): string {
  return time.toISOString().slice(0, 19).replace("T", " ");
}
