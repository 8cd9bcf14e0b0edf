import type { Model, Worker } from "../model.ts";
import { claim, settle, tick } from "../outbox.ts";
import { callProvider } from "./call-provider.ts";
import { command, pick } from "./command.ts";
import type { Fate } from "./fates.ts";
import { passTime } from "./time.ts";

/** Three workers, one verb at a time: a function may be frozen or die between any two of them. */

type Slots = Model["workers"];
const slots = (m: Model, is: (worker: Worker | null) => boolean) =>
  m.workers.map((_, n) => n).filter((n) => is(m.workers[n]!));
const free = (worker: Slots[number]): boolean => worker === null;
const claimed = (worker: Slots[number]): boolean => worker !== null && worker.answer === null;
const answered = (worker: Slots[number]): boolean => worker !== null && worker.answer !== null;
const busy = (worker: Slots[number]): boolean => worker !== null;
const some = (is: typeof free) => (m: Model) => slots(m, is).length > 0;

/** One of the workers that have nothing to do. */
export const claimNext = command(
  "claimNext",
  (m, w, n: number, maxWaitMs: number = 0) => {
    const worker = pick(slots(m, free), n);
    return claim(m, w, worker, maxWaitMs, `00000000-0000-4000-8000-00000000000${worker}`);
  },
  some(free),
);

/** The provider call of one that claimed. What comes of it is the fate; how long it takes, `ms`. */
export const send = command(
  "send",
  async (m, w, n: number, fate: Fate, ms: number = 0) => {
    const held = m.workers[pick(slots(m, claimed), n)]!;
    held.answer = callProvider(m, held, fate);
    await passTime(m, w, ms);
  },
  some(claimed),
);

/** One that has its answer settles; `times` when the settlement's own answer got lost (dispatch.ts tries three times). */
export const settleNow = command(
  "settleNow",
  async (m, w, n: number, times: number = 1) => {
    const worker = pick(slots(m, answered), n);
    const { message, attempt, answer } = m.workers[worker]!;
    for (let time = 0; time < times; time += 1) await settle(m, w, message, attempt, answer);
    m.workers[worker] = null;
  },
  some(answered),
);

/** After the claim or after the call: nobody will settle it. */
export const crash = command(
  "crash",
  async (m, _w, n: number) => {
    m.workers[pick(slots(m, busy), n)] = null;
  },
  some(busy),
);

/** Claim, send and settle in one breath, after a wait for the slot and for whoever is sending. */
export const leave = command("leave", async (m, w, fate: Fate = "accepted", waits: boolean = true) => {
  if (waits) await passTime(m, w, Math.max(m.notBefore, ...openLeases(m)) - m.now);
  const answer = await claim(m, w, null);
  if (answer.action !== "claimed") return;
  const worker: Worker = { ...answer.message, message: answer.message.id, claimedAt: m.now, answer: null };
  await settle(m, w, worker.message, worker.attempt, callProvider(m, worker, fate));
});

/** Claim and send, then frozen until another's tick finds the lease ended. Its settlement may still come. */
export const freeze = command(
  "freeze",
  async (m, w, fate: Fate) => {
    const worker = pick(slots(m, free), 0);
    await passTime(m, w, Math.max(m.notBefore, ...openLeases(m)) - m.now);
    const answer = await claim(m, w, worker);
    if (answer.action !== "claimed") return;
    m.workers[worker]!.answer = callProvider(m, m.workers[worker]!, fate);
    await passTime(m, w, 60_000);
    await tick(m, w);
  },
  some(free),
);

const openLeases = (m: Model) =>
  m.attempts.filter(({ known }) => known === "in_flight").map(({ leaseUntil }) => leaseUntil);

export const tickOnce = command("tickOnce", (m, w) => tick(m, w));
