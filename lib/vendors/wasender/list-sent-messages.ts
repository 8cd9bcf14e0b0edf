import { parseJson } from "../../base/parse-json.ts";
import type { SentLog } from "../../model/provider.ts";
import { asRecord, isRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { staffText } from "../shared/staff-text.ts";
import { requestWasender } from "./request-wasender.ts";
import { unreadableSummary } from "./unreadable-summary.ts";

export interface LogAccess {
  apiUrl: string;
  /** The account's personal access token: the session's API key is refused here (fact sheet 1.1). */
  personalToken: string;
  sessionId: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

const perPage = 20;
/** A text has up to 4,096 characters, six bytes each where it is escaped: 20 rows are half of this. */
const maxAnswerBytes = 1024 * 1024;

/** One page of `GET /whatsapp-sessions/{id}/message-logs`, a Laravel paginator. Never throws. */
export async function listSentMessages(access: LogAccess, page: number): Promise<SentLog> {
  const { personalToken: apiKey, apiUrl, sessionId, timeoutMs = 3_000 } = access;
  const exchange = await requestWasender(
    {
      apiUrl,
      apiKey,
      timeoutMs,
      maxAnswerBytes,
      fetch: access.fetch ?? ((...call) => globalThis.fetch(...call)),
    },
    "GET",
    `/whatsapp-sessions/${encodeURIComponent(sessionId)}/message-logs?page=${page}&per_page=${perPage}`,
  );
  const message = unreadableSummary(exchange, apiKey);
  if (exchange.kind === "no_answer") {
    const { failure } = exchange;
    const reason = failure === "bad_key" ? "refused" : failure === "timeout" ? "timeout" : "unreachable";
    return { kind: "failed", reason, message, httpStatus: null };
  }
  const httpStatus = exchange.status;
  if (httpStatus >= 500) return { kind: "failed", reason: "unreachable", message, httpStatus };
  if (httpStatus !== 200) return { kind: "failed", reason: "refused", message, httpStatus };
  // Other answers of Wasender wrap their data once more.
  const body = Array.isArray(exchange.body.data) ? exchange.body : asRecord(exchange.body.data);
  if (!Array.isArray(body.data)) return { kind: "failed", reason: "unreadable", message, httpStatus };
  return {
    kind: "log",
    messages: body.data.filter(isRecord).map((row) => ({
      id: typeof row.id === "number" ? String(row.id) : (asText(row.id) ?? ""),
      to: asText(row.to),
      text: contentText(row.content),
      status: asText(row.status) ?? "unknown",
      failedReason: asText(row.failed_reason) && staffText(asText(row.failed_reason)!, apiKey),
      createdAt: readTime(row.created_at),
    })),
    lastPage: typeof body.last_page === "number" ? body.last_page : page,
    total: typeof body.total === "number" && Number.isInteger(body.total) ? body.total : null,
  };
}

/** `content` is what was posted, as a JSON string: text, or the caption and name of a file. */
function contentText(content: unknown): string | null {
  const text = asText(content);
  if (text === null) return null;
  try {
    const posted = asRecord(parseJson(text));
    return asText(posted.text) ?? asText(posted.fileName) ?? text;
  } catch {
    return text;
  }
}

function readTime(value: unknown): string | null {
  const time = Date.parse(asText(value) ?? "");
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
