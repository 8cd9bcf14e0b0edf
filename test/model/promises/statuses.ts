import { Broken, type Step } from "../act.ts";
import { type Attempt, attemptsOf, type Model, rankOf } from "../model.ts";
import type { MessageRow } from "../rows.ts";

const waiting = ["queued", "skipped", "expired", "cancelled"];

/** I5, I10: a message's status is the highest rank of all that is known of it, or it waits. */
export function statuses(m: Model, { after }: Step): void {
  for (const row of after.messages) {
    if (row.direction === "in") continue;
    const expected = expectedRank(m, row);
    const rank = rankOf(row.status);
    if (rank !== expected || (rank === 0 && !waiting.includes(row.status)))
      throw new Broken("I5 I10", `message ${row.id} is ${row.status}, known of it is rank ${expected}`);
  }
}

function expectedRank(m: Model, row: MessageRow): number {
  const told = [row.whatsappId, row.providerId && `provider:${row.providerId}`, `row:${row.id}`].map((id) =>
    id ? (m.told.get(id) ?? 0) : 0,
  );
  const own = row.purpose === "typed" ? rankOf("sent") : fromAttempts(m, row.id);
  return Math.max(...told, own, m.resolvedSent.has(row.id) ? rankOf("sent") : 0);
}

/**
 * What our own sends tell. One that the provider accepted counts, whatever became of those after it; only a refusal that
 * was known first stands, since the rank never falls: the provider's own word of a delivery undoes it.
 */
function fromAttempts(m: Model, message: number): number {
  const all = attemptsOf(m, message);
  const last = all.at(-1);
  if (!last) return 0;
  if (last.known === "in_flight") return rankOf("sending");
  const isAccepted = (a: Attempt) =>
    a.known === "accepted" && !(last.known === "failed" && !last.isOverruled && last.knownIn < a.knownIn);
  if (all.some(isAccepted)) return rankOf("accepted");
  if (last.isOverruled) return rankOf("uncertain");
  if (last.known === "failed") return rankOf("failed");
  const isResent = m.resends.some((r) => r.message === message && r.attempt === last.attempt);
  return last.known === "not_sent" || isResent ? 0 : rankOf("uncertain");
}
