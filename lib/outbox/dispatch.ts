import type { Outgoing } from "../model/content.ts";
import type { Provider, SendOutcome } from "../model/provider.ts";
import type { Services } from "../services.ts";
import { contentToSend, type Ready } from "./attachments/content-to-send.ts";
import { withoutLink } from "./attachments/without-link.ts";
import { departure } from "./departures.ts";
import { Flying } from "./flying.ts";
import { type Claim, type ClaimedMessage, outboxStore, type Settlement } from "./outbox-store.ts";

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
const notBegun = {
  kind: "not_sent",
  code: "not_begun",
  message: "The claim came too late to begin the send.",
} as const;

/**
 * Claims, sends and settles what is due until nothing is: one message after the other where the channel has a pace, else
 * as many at once as the database hands out.
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
  const flying = new Flying();
  try {
    while (performance.now() < untilMs) {
      flying.check();
      const asked = performance.now();
      const claim: Claim = await outboxStore.claim(
        services.db,
        channel,
        mayWait ? untilMs - asked : 0,
        worker,
      );
      if (claim.action === "idle") {
        // What comes back from them may be next.
        if (await flying.land()) continue;
        return { ...report, ended: claim.nextAt ? "later" : "idle" };
      }
      if (claim.action === "wait") {
        if (!mayWait) return { ...report, ended: "later" };
        await services.sleep(claim.ms > 2 * aheadMs ? claim.ms - aheadMs : claim.ms);
        continue;
      }
      const provider = await providerFor(services, channel, claim);
      const sent = sendAll(services, { channel, provider, asked }, claim, report);
      // By the second: the next are claimed while these are on their way.
      if (claim.perSecond) flying.add(sent);
      else await sent;
    }
    await flying.land();
    flying.check();
    return { ...report, ended: "out_of_time" };
  } catch (error) {
    await flying.land();
    // A nudge: whatever is left stays in the queue, and an unsettled send becomes `uncertain` when its lease ends.
    services.log.error({ channel, err: error }, "dispatch stopped");
    return report;
  }
}

/** What sends them. Where that cannot be told, none of them has begun: they wait again, in no doubt. */
async function providerFor(
  services: Services,
  channel: string,
  { access, messages }: Extract<Claim, { action: "claimed" }>,
): Promise<Provider> {
  try {
    return await services.providerOf(channel, access);
  } catch (error) {
    const back = messages.map(({ id, attempt }) => ({ message: id, attempt, outcome: notBegun }));
    await settle(services, channel, back);
    throw error;
  }
}

/** Sends all at once. Each answer is kept as it comes; those that come while others are being kept go together. */
async function sendAll(
  services: Services,
  { channel, provider, asked }: { channel: string; provider: Provider; asked: number },
  { messages, perSecond }: { messages: ClaimedMessage[]; perSecond?: number },
  report: DispatchReport,
): Promise<void> {
  const told = performance.now();
  let answered: Settlement[] = [];
  let settling: Promise<unknown> = Promise.resolve();
  const settleAnswered = () => {
    const settlements = answered;
    answered = [];
    return settlements.length > 0 ? settle(services, channel, settlements) : undefined;
  };
  const sends = messages.map(async ({ id, attempt, content, startInMs = 0, ...whom }) => {
    const ready = await contentToSend(services, content);
    if (perSecond) {
      await departure(channel, { startAt: told + startInMs, perSecond, sleep: services.sleep });
    }
    const isFresh = performance.now() - asked <= freshClaimMs;
    const outcome = isFresh
      ? await send(provider, { ...whom, reference: `${id}.${attempt}` }, ready)
      : notBegun;
    count(report, outcome);
    answered.push({ message: id, attempt, outcome });
    settling = settling.then(settleAnswered, settleAnswered);
    await settling;
  });
  const failed = (await Promise.allSettled(sends)).find(({ status }) => status === "rejected");
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

async function send(provider: Provider, to: Omit<Outgoing, "content">, ready: Ready): Promise<SendOutcome> {
  if ("outcome" in ready) return ready.outcome;
  return withoutLink(await provider.send({ ...to, content: ready.content }), ready.link);
}

async function settle(services: Services, channel: string, settlements: Settlement[]): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      const settled = await outboxStore.settle(services.db, channel, settlements);
      for (const other of new Set(settled.flatMap(({ nudge = [] }) => nudge)))
        services.background(() => dispatch(services, other, { mayWait: true }));
      return;
    } catch (error) {
      if (tried >= settleTries) {
        if (settlements.length === 1) throw error;
        // One that cannot be kept must not take the others with it.
        for (const one of settlements) await settle(services, channel, [one]).catch(() => {});
        throw error;
      }
      await services.sleep(250 * 2 ** tried);
    }
  }
}

function count(report: DispatchReport, { kind }: Settlement["outcome"]): void {
  const counted = {
    accepted: "accepted",
    not_sent: "notSent",
    failed: "failed",
    uncertain: "uncertain",
  } as const;
  report[counted[kind]] += 1;
}
