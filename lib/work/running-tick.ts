import { budgetMs, dispatch } from "../outbox/dispatch.ts";
import type { Tick } from "../outbox/outbox-store.ts";
import type { Services } from "../services.ts";
import type { ClockReport } from "./clock-report.ts";

/** What the jobs of one tick share. */
export interface RunningTick {
  services: Services;
  /** Of `performance.now()`. */
  began: number;
  report: ClockReport;
  /** What the housekeeping found. */
  tick: Tick;
  /** On which something may be due, until they have sent. */
  channels: Set<string>;
}

export const nothingTicked: Tick = {
  freed: 0,
  expired: 0,
  reminded: 0,
  channels: [],
  probes: [],
  binds: [],
  isRestored: false,
  errors: [],
};

/**
 * What a tick may take, ms from its beginning: its function ends at 120 s (vercel.json), and pg_net waits 55 s for the
 * answer. Each job ends by itself; what is left over is the next tick's.
 */
export const limitsMs = {
  freshRetries: 5_000,
  sends: 25_000,
  retries: 35_000,
  binds: 10_000,
  reconcile: { least: 5_000, most: 20_000, until: 45_000 },
  restore: { least: 5_000, until: 48_000 },
  privacy: 50_000,
  all: 105_000,
};

export function waitInBackground({ services, began }: RunningTick, channel: string): void {
  services.background(() => {
    const untilMs = Math.min(performance.now() + budgetMs, began + limitsMs.all);
    return dispatch(services, channel, { mayWait: true, untilMs });
  });
}

/** Every send that is due now on the channels so far. */
export async function sendDue(running: RunningTick): Promise<void> {
  const { services, began, report, channels } = running;
  for (const channel of channels) {
    channels.delete(channel);
    const sent = await dispatch(services, channel, { mayWait: false, untilMs: began + limitsMs.sends });
    for (const key of ["accepted", "notSent", "failed", "uncertain"] as const) report[key] += sent[key];
    if (sent.ended !== "idle") waitInBackground(running, channel);
  }
}
