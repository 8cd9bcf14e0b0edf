import type { Provider, SentLog, SentMessage } from "../providers/provider.ts";

/** Each page is one request of the personal token, of which no limit is published. */
const mostPages = 5;

/**
 * The rows of the provider's log since a time, as far as five pages reach. Whether the newest come first is not documented
 * (Wasender docs, get-message-logs): the first page tells. A failure of any page is the answer.
 */
export async function readSentRows(
  sentLog: NonNullable<Provider["sentLog"]>,
  since: Date,
): Promise<SentMessage[] | Extract<SentLog, { kind: "failed" }>> {
  const first = await sentLog(1);
  if (first.kind === "failed") return first;
  const rows = [...first.messages];
  const isNewestFirst = timeOf(first.messages[0]) >= timeOf(first.messages.at(-1));
  const others = Array.from({ length: Math.max(0, first.lastPage - 1) }, (_, i) => i + 2);
  const isOldEnough = (page: SentMessage[]) => page.some((row) => timeOf(row) < since.getTime());
  if (isNewestFirst && isOldEnough(first.messages)) return rows;
  for (const page of (isNewestFirst ? others : others.toReversed()).slice(0, mostPages - 1)) {
    const log = await sentLog(page);
    if (log.kind === "failed") return log;
    rows.push(...log.messages);
    if (isOldEnough(log.messages)) break;
  }
  return rows;
}

/** A row without a time tells nothing of the order. */
function timeOf(row: SentMessage | undefined): number {
  return Date.parse(row?.createdAt ?? "") || Number.POSITIVE_INFINITY;
}
