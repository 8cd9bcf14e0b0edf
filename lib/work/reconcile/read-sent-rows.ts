import type { Provider, SentLog, SentMessage } from "../../model/provider.ts";

/** Each page is one request of the personal token, of which no limit is published. */
const mostPages = 5;
/** Of a log of ours; a count above is nonsense. */
const mostLastPage = 10_000;

/**
 * The rows of the provider's log since a time, as far as five pages reach. Whether the newest come first is not documented
 * by every vendor: the first page tells. A failure of any page is the answer, and so is `deadline` (of
 * `performance.now()`): half of what was asked for could make one row seem the only one.
 */
export async function readSentRows(
  sentLog: NonNullable<Provider["sentLog"]>,
  since: Date,
  deadline = Number.POSITIVE_INFINITY,
): Promise<SentMessage[] | Extract<SentLog, { kind: "failed" }>> {
  if (performance.now() > deadline) return outOfTime;
  const first = await sentLog(1);
  if (first.kind === "failed") return first;
  const rows = [...first.messages];
  const isNewestFirst = timeOf(first.messages[0]) >= timeOf(first.messages.at(-1));
  const isOldEnough = (page: SentMessage[]) => page.some((row) => timeOf(row) < since.getTime());
  if (isNewestFirst && isOldEnough(first.messages)) return rows;
  for (const page of otherPages(first.lastPage, isNewestFirst)) {
    if (performance.now() > deadline) return outOfTime;
    const log = await sentLog(page);
    if (log.kind === "failed") return log;
    rows.push(...log.messages);
    if (isOldEnough(log.messages)) break;
  }
  return rows;
}

const outOfTime: Extract<SentLog, { kind: "failed" }> = {
  kind: "failed",
  reason: "timeout",
  message: "The log of sends took too long to read.",
  httpStatus: null,
};

/** From the log's young end, without its first page. */
function otherPages(lastPage: number, isNewestFirst: boolean): number[] {
  const last = Number.isInteger(lastPage) && lastPage <= mostLastPage ? lastPage : 1;
  const pages = Array.from({ length: mostPages - 1 }, (_, i) => (isNewestFirst ? i + 2 : last - i));
  return pages.filter((page) => page >= 2 && page <= last);
}

/** A row without a time tells nothing of the order. */
function timeOf(row: SentMessage | undefined): number {
  return Date.parse(row?.createdAt ?? "") || Number.POSITIVE_INFINITY;
}
