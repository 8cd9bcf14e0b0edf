import type { SentMessage } from "../../model/provider.ts";
import type { UnboundMessage } from "./reconcile-store.ts";

/** The two clocks need not agree, and a queue at the provider may hold a message back, ms. */
const before = 60_000;
const after = 10 * 60_000;

type Sent = Omit<UnboundMessage, "channel">;

export interface LogMatch<Message> {
  message: Message;
  /** The one that tells most of it. */
  row: SentMessage;
  /** How many of its attempts have a row. */
  attempts: number;
}

/**
 * Which rows of the provider's log are which of our uncertain sends: same recipient, same text, logged within a minute
 * before to ten minutes after the call. Where a row may be another message's, rivals included, or there are more rows than
 * attempts, nothing is guessed. That it failed is known only when every attempt has its failed row: one may have arrived.
 */
export function matchSentLog<Message extends Sent>(
  messages: Message[],
  rows: SentMessage[],
): LogMatch<Message>[] {
  const taken = new Set(messages.map(({ providerMessageId }) => providerMessageId));
  const free = rows.filter(({ id }) => id !== "" && !taken.has(id));
  // The log moves while it is paged: a row may come twice.
  const each = [...new Map(free.map((row) => [row.id, row])).values()];
  const ownersOf = (row: SentMessage) => messages.filter((message) => fits(message, row));
  return messages.flatMap((message) => {
    if (message.isRival) return [];
    const own = each.filter((row) => fits(message, row)).toSorted((a, b) => timeOf(a) - timeOf(b));
    if (own.length === 0 || own.length > message.attempts.length) return [];
    if (own.some((row) => ownersOf(row).length > 1)) return [];
    const last = (wanted: string) => own.findLast(({ status }) => status === wanted);
    const left = last("sent") ?? last("in_progress");
    if (left) return [{ message, row: left, attempts: own.length }];
    const isFailed = own.every(({ status }) => status === "failed") && haveOneEach(message.attempts, own);
    return isFailed ? [{ message, row: own.at(-1)!, attempts: own.length }] : [];
  });
}

function fits(message: Sent, row: SentMessage): boolean {
  return (
    row.to !== null &&
    row.text === message.text &&
    digits(row.to) === digits(message.to) &&
    message.attempts.some((began) => isAround(row, began))
  );
}

/** Rows come in the order of their attempts. */
function haveOneEach(attempts: string[], rows: SentMessage[]): boolean {
  const began = attempts.toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return began.length === rows.length && began.every((time, i) => isAround(rows[i]!, time));
}

function isAround(row: SentMessage, began: string): boolean {
  return timeOf(row) >= Date.parse(began) - before && timeOf(row) <= Date.parse(began) + after;
}

function timeOf(row: SentMessage): number {
  return Date.parse(row.createdAt ?? "");
}

/** `+39…`, `39…` and `39…@s.whatsapp.net` are one address. */
function digits(address: string): string {
  return address.replace(/@.*$/, "").replace(/\D/g, "");
}
