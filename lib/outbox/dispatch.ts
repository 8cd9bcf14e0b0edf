import type { Services } from "../services.ts";
import { type Claim, outboxStore, type Settlement } from "./outbox-store.ts";

export interface DispatchReport {
  accepted: number;
  notSent: number;
  failed: number;
  uncertain: number;
  /** How it ended: nothing to do, something due later, or out of time. */
  ended: "idle" | "later" | "out_of_time";
}

/**
 * How long one dispatcher works, ms: longer than the minute between two ticks, so that a waiter is always there to meet
 * the next slot, and below the function's 120 s (vercel.json) with room for a last send and its settlement.
 */
export const budgetMs = 75_000;
/** A send is not begun later than this after its claim was asked for, ms: its lease must outlive it. */
const freshClaimMs = 5_000;
/** A waiter asks so much before its slot, ms: the way to the database takes a part of it, which waits for the rest. */
const aheadMs = 20;
const settleTries = 3;

/**
 * Claims, sends and settles one message after the other until nothing is due.
 *
 * With `mayWait` the one dispatcher that the database elects sleeps until the next slot; without, and for all others,
 * it ends at once. Safe to run any number of times at once: the pace is the database's. `untilMs`, on performance.now()'s
 * scale, is when it begins nothing more; 75 s from now if not given.
 */
export async function dispatch(
  services: Services,
  channel: string,
  { mayWait, untilMs = performance.now() + budgetMs }: { mayWait: boolean; untilMs?: number },
): Promise<DispatchReport> {
  const report: DispatchReport = { accepted: 0, notSent: 0, failed: 0, uncertain: 0, ended: "idle" };
  const worker = crypto.randomUUID();
  try {
    while (performance.now() < untilMs) {
      const asked = performance.now();
      const claim: Claim = await outboxStore.claim(
        services.db,
        channel,
        mayWait ? untilMs - asked : 0,
        worker,
      );
      if (claim.action === "idle") return { ...report, ended: claim.nextAt ? "later" : "idle" };
      if (claim.action === "wait") {
        if (!mayWait) return { ...report, ended: "later" };
        await services.sleep(claim.ms > 2 * aheadMs ? claim.ms - aheadMs : claim.ms);
        continue;
      }
      const { id, attempt, to, text } = claim.message;
      const outcome: Settlement =
        performance.now() - asked > freshClaimMs
          ? { kind: "not_sent", code: "not_begun", message: "The claim came too late to begin the send." }
          : await services.provider.send({ to, text });
      count(report, outcome);
      await settle(services, id, attempt, outcome);
    }
    return { ...report, ended: "out_of_time" };
  } catch (error) {
    // A nudge: whatever is left stays in the queue, and an unsettled send becomes `uncertain` when its lease ends.
    services.log.error({ channel, err: error }, "dispatch stopped");
    return report;
  }
}

async function settle(
  services: Services,
  message: number,
  attempt: number,
  outcome: Settlement,
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await outboxStore.settle(services.db, message, attempt, outcome);
      return;
    } catch (error) {
      if (tried >= settleTries) throw error;
      await services.sleep(250 * 2 ** tried);
    }
  }
}

function count(report: DispatchReport, { kind }: Settlement): void {
  const counted = {
    accepted: "accepted",
    not_sent: "notSent",
    failed: "failed",
    uncertain: "uncertain",
  } as const;
  report[counted[kind]] += 1;
}
