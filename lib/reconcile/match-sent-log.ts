import type { SentMessage } from "../providers/provider.ts";
import type { UnboundMessage } from "./reconcile-store.ts";

/** The two clocks need not agree, and a queue at the provider may hold a message back, ms. */
const before = 60_000;
const after = 10 * 60_000;

export interface LogMatch {
  message: UnboundMessage;
  row: SentMessage;
}

/**
 * Which rows of the provider's log are which of our uncertain sends: same recipient, same text, logged within a minute
 * before to ten minutes after the call. Only where one row and one message have nobody else: nothing is guessed.
 */
export function matchSentLog(messages: UnboundMessage[], rows: SentMessage[]): LogMatch[] {
  const pairs = messages.flatMap((message) =>
    rows.filter((row) => fits(message, row)).map((row) => ({ message, row })),
  );
  return pairs.filter(
    (pair) =>
      !pairs.some((other) => other !== pair && (other.message === pair.message || other.row === pair.row)),
  );
}

function fits(message: UnboundMessage, row: SentMessage): boolean {
  if (row.id === "" || row.createdAt === null || row.to === null || row.text !== message.text) return false;
  const at = Date.parse(row.createdAt);
  return (
    digits(row.to) === digits(message.to) &&
    message.attempts.some((began) => at >= Date.parse(began) - before && at <= Date.parse(began) + after)
  );
}

/** `+39…`, `39…` and `39…@s.whatsapp.net` are one address. */
function digits(address: string): string {
  return address.replace(/@.*$/, "").replace(/\D/g, "");
}
