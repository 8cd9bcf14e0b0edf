import { outboxStore } from "../outbox/outbox-store.ts";
import type { Services } from "../services.ts";

export interface Retried {
  /** Deliveries that took effect now. */
  healed: number;
  /** Channels on which something may wait to be sent since. */
  channels: Set<string>;
}

/** A few at a time: what is taken has a try counted, and what the time does not suffice for has lost it. */
const takenAtOnce = 5;

/**
 * Tries failed deliveries again until none is due or the time is over, each in its own transaction. One that cannot be
 * tried, such as one that the statement timeout cuts off, is logged; its try was counted when it was taken, so that it
 * is put aside after eight like any other, and keeps none from its own.
 */
export async function retryFailed(
  { db, log }: Services,
  { fresh, untilMs }: { fresh: boolean; untilMs: number },
): Promise<Retried> {
  const retried: Retried = { healed: 0, channels: new Set() };
  while (performance.now() < untilMs) {
    const requests = await outboxStore.takeFailed(db, takenAtOnce, fresh);
    if (requests.length === 0) break;
    for (const request of requests) {
      try {
        const { outcome, channels } = await outboxStore.retry(db, request);
        if (outcome !== null && outcome !== "failed") retried.healed += 1;
        for (const channel of channels) retried.channels.add(channel);
      } catch (error) {
        log.error({ request, err: error }, "a failed delivery could not be tried again");
      }
    }
  }
  return retried;
}
