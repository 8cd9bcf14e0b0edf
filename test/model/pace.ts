import { type Attempt, countedSends, inSendingHours, type Model } from "./model.ts";
import type { MessageRow } from "./rows.ts";

/** What the promises allow one claim to do now. */
export interface Expected {
  /** The message that must be handed out; null when none may. */
  message: number | null;
  why: string;
  /** Expiry makes room for covered calls in the same breath: which of them is next is not foreseen here. */
  mayBeAnother: boolean;
}

/** I6, I7, I11, I12, the sending hours, pause and order, as one pure function over the queue. */
export function expectedClaim(m: Model): Expected {
  const nothing = (why: string) => ({ message: null, why, mayBeAnother: false });
  if (m.paused) return nothing(`paused: ${m.paused}`);
  if (m.attempts.some(({ known }) => known === "in_flight")) return nothing("a send is in flight");
  if (m.now < m.notBefore) return nothing(`the slot opens in ${m.notBefore - m.now} ms`);
  if (m.setting.dailyLimit > 0 && countedSends(m) >= m.setting.dailyLimit)
    return nothing("the cap is reached");
  const expiring = m.rows.messages.some((row) => row.status === "queued" && row.expiresAt! <= m.now);
  const [next] = m.rows.messages.filter((row) => mayLeave(m, row)).sort(byTurn);
  return {
    message: next?.id ?? null,
    why: next ? "its turn" : "nothing is due",
    mayBeAnother: expiring,
  };
}

function mayLeave(m: Model, row: MessageRow): boolean {
  return (
    row.status === "queued" &&
    row.dueAt <= m.now &&
    row.expiresAt! > m.now &&
    (inSendingHours(m.now) || row.liveUntil > m.now) &&
    (row.purpose === "consent_notice" || !m.rows.contacts.find(({ id }) => id === row.contact)!.out)
  );
}

const byTurn = (a: MessageRow, b: MessageRow) => a.priority - b.priority || a.dueAt - b.dueAt || a.id - b.id;

/** I8: what every claim and tick does first. The slot runs from the lease's end. */
export function endLeases(m: Model): Attempt[] {
  const ended = m.attempts.filter(({ known, leaseUntil }) => known === "in_flight" && leaseUntil <= m.now);
  for (const attempt of ended) {
    attempt.known = "died";
    attempt.knownIn = m.step;
    hold(m, attempt.leaseUntil + m.setting.intervalMs);
  }
  return ended;
}

export function hold(m: Model, until: number): void {
  m.notBefore = Math.max(m.notBefore, until);
}

/** Settlements that count: the first of an attempt, and one more after its lease ended. */
export const isOpen = ({ known }: Attempt): boolean => known === "in_flight" || known === "died";
