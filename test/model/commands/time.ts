import type { Model } from "../model.ts";
import type { World } from "../world.ts";
import { command } from "./command.ts";

/** Moments at which something changes; a command stops there, 1 ms before, or 1 ms after. */
export type Mark = "slot" | "interval" | "lease" | "cap" | "expiry" | "due" | "liveEnd" | "night" | "morning";

export const pass = command("pass", (m, w, ms: number) => passTime(m, w, ms));

export const passTo = command(
  "passTo",
  (m, w, mark: Mark, offset: number = 0) => passTime(m, w, marks[mark](m)! + offset - m.now),
  (m, mark: Mark, offset: number = 0) => {
    const at = marks[mark](m);
    return at !== null && Number.isFinite(at) && at + offset > m.now;
  },
);

export async function passTime(m: Model, w: World, ms: number): Promise<void> {
  if (!(ms > 0)) return;
  await w.shift(ms);
  m.now += ms;
}

const earliest = (times: number[]) => (times.length === 0 ? null : Math.min(...times));
const hour = 3_600_000;
/** The next time it is this hour in Rome. */
const next = (now: number, local: number) => {
  const at = Math.floor((now + hour) / (24 * hour)) * 24 * hour + (local - 1) * hour;
  return at > now ? at : at + 24 * hour;
};

const marks: Record<Mark, (m: Model) => number | null> = {
  slot: (m) => m.notBefore,
  // Where the slot would open if it ran from the claim, and not from the answer.
  interval: (m) => (m.attempts.at(-1)?.claimedAt ?? m.now) + m.setting.intervalMs,
  lease: (m) => m.attempts.find(({ known }) => known === "in_flight")?.leaseUntil ?? null,
  cap: (m) => earliest(m.attempts.map(({ claimedAt }) => claimedAt + 24 * hour).filter((at) => at > m.now)),
  expiry: (m) => earliest(queued(m).map(({ expiresAt }) => expiresAt!)),
  due: (m) =>
    earliest(
      queued(m)
        .map(({ dueAt }) => dueAt)
        .filter((at) => at > m.now),
    ),
  liveEnd: (m) =>
    earliest(
      queued(m)
        .map(({ liveUntil }) => liveUntil)
        .filter((at) => at > m.now),
    ),
  night: (m) => next(m.now, 21),
  morning: (m) => next(m.now, 8),
};

const queued = (m: Model) => m.rows.messages.filter(({ status }) => status === "queued");
