import type { SentLog } from "../../model/provider.ts";
import type { RestoreTurn } from "./restore-store.ts";

/** A week of a number that sends without a pause; a count above is nonsense, or no week. */
const mostPages = 1_000;

interface NextPage {
  /** Null: the time in question is read. */
  next: number | null;
  step: 1 | -1;
  error?: { code: string; message: string; waitMs: null };
}

/**
 * Where to go on after a page. Whether the newest rows come first is not documented everywhere: the first
 * page tells. Read is from the young end to the old one: rows that come meanwhile make one come twice, and none be missed.
 */
export function nextLogPage(
  { page, step: known, from }: RestoreTurn,
  { messages, lastPage }: Extract<SentLog, { kind: "log" }>,
): NextPage {
  const last = Number.isInteger(lastPage) ? Math.max(1, lastPage) : 1;
  const step = known ?? (isNewestFirst(messages) ? 1 : -1);
  const isOlder =
    messages.length > 0 &&
    messages.every(({ createdAt }) => createdAt && Date.parse(createdAt) < Date.parse(from));
  // Of a log that begins with its oldest rows, the first page tells nothing of the end.
  const next = known === null && step === -1 ? last : isOlder ? null : page + step;
  const isOver = next === null || (step === 1 ? next > last : next < 2);
  if (isOver) return { next: null, step };
  const isEndless = step === 1 ? next > mostPages : last > mostPages && known === null;
  if (!isEndless) return { next, step };
  const message = `The provider's log has ${last} pages: more than can be compared.`;
  return { next, step, error: { code: "unreadable", message, waitMs: null } };
}

function isNewestFirst(rows: { createdAt: string | null }[]): boolean {
  const times = rows
    .map(({ createdAt }) => Date.parse(createdAt ?? ""))
    .filter((time) => !Number.isNaN(time));
  return times.length < 2 || times[0]! >= times.at(-1)!;
}
