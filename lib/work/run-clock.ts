import { budgetMs, type DispatchReport, dispatch } from "../outbox/dispatch.ts";
import { outboxStore, type Tick } from "../outbox/outbox-store.ts";
import type { Services } from "../services.ts";
import { alertStore } from "./alerts/alert-store.ts";
import { type AlertReport, raiseAlerts } from "./alerts/raise-alerts.ts";
import { keepPrivacy, type PrivacyReport } from "./privacy/keep-privacy.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { nothingRetried, retryFailed } from "./retry-failed.ts";
import { runJob } from "./run-job.ts";

export interface ClockReport {
  freed: number;
  expired: number;
  reminded: number;
  retried: number;
  probed: number;
  resumed: number;
  bound: number;
  accepted: number;
  notSent: number;
  failed: number;
  uncertain: number;
  /** What was missed and found by asking, and of it what took effect at once. */
  found: number;
  healed: number;
  alerts: AlertReport;
  /** What was removed since it is kept no longer, or was erased; null when that failed. */
  privacy: PrivacyReport | null;
  /** The jobs of this tick that failed, by name: what they said is in the log. */
  failedJobs: string[];
}

const nothingReported: Omit<ClockReport, "alerts" | "failedJobs"> = {
  freed: 0,
  expired: 0,
  reminded: 0,
  retried: 0,
  probed: 0,
  resumed: 0,
  bound: 0,
  accepted: 0,
  notSent: 0,
  failed: 0,
  uncertain: 0,
  found: 0,
  healed: 0,
  privacy: null,
};

/**
 * What a tick may take, ms from its beginning: its function ends at 120 s (vercel.json), and pg_net waits 55 s for the
 * answer. Each part ends by itself; what is left over is the next tick's.
 */
const limitsMs = {
  freshRetries: 5_000,
  sends: 25_000,
  retries: 35_000,
  binds: 10_000,
  reconcile: { least: 5_000, most: 20_000, until: 45_000 },
  restore: { least: 5_000, until: 48_000 },
  privacy: 50_000,
  all: 105_000,
};
/** The vendor advises one to five requests at once (rate-limits). */
const lookupsAtOnce = 5;

const nothingTicked: Tick = {
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
 * One tick: what failed once, housekeeping, probes of paused channels, then every send that is due now; after these, the
 * other failed deliveries, joins of accepted messages to their WhatsApp id, what others failed to tell us, what a restored backup does not know, and alerts. Never naps before it
 * answers; what is due soon is left to a waiter in the background.
 *
 * Each part is a job of its own, with its own transactions: one that fails is logged and named in `failedJobs`, and the
 * others go on.
 */
export async function runClock(services: Services): Promise<ClockReport> {
  const began = performance.now();
  const { db } = services;
  const report: ClockReport = {
    ...nothingReported,
    alerts: { opened: 0, closed: 0, delivered: 0 },
    failedJobs: [],
  };
  const job = <Result>(name: string, work: () => Promise<Result>, otherwise: Result): Promise<Result> =>
    runJob(services, report.failedJobs, name, work, otherwise);
  const waitInBackground = (channel: string) =>
    services.background(() => {
      const untilMs = Math.min(performance.now() + budgetMs, began + limitsMs.all);
      return dispatch(services, channel, { mayWait: true, untilMs });
    });
  const sendAll = async (channels: Iterable<string>) => {
    for (const channel of channels) {
      const sent = await dispatch(services, channel, { mayWait: false, untilMs: began + limitsMs.sends });
      add(report, sent);
      if (sent.ended !== "idle") waitInBackground(channel);
    }
  };
  const retry = async (fresh: boolean, untilMs: number) => {
    const retried = await job("retries", () => retryFailed(services, { fresh, untilMs }), nothingRetried);
    report.retried += retried.healed;
    return retried;
  };
  // What failed once may be a STOP or an answer: it is heard before anything leaves, is reminded of, or expires. What fails on
  // and on waits until after.
  const heard = await retry(true, began + limitsMs.freshRetries);
  const tick = await job("housekeeping", () => outboxStore.tick(db), nothingTicked);
  for (const error of tick.errors) services.log.error({ error }, "the housekeeping of a channel failed");
  if (tick.errors.length > 0) report.failedJobs.push("channel");
  // Beside the rest, in the background: nothing waits for them.
  services.background(async () => (await import("./files/fetch-media.ts")).fetchMedia(services));
  services.background(async () => (await import("./write-back/tell-source.ts")).tellSource(services));
  const { freed, expired, reminded } = tick;
  Object.assign(report, { freed, expired, reminded, probed: tick.probes.length });
  const channels = new Set([...tick.channels, ...heard.channels]);
  for (const channel of tick.probes) {
    if ((await job("probe", () => probe(services, channel), "paused")) !== "active") continue;
    report.resumed += 1;
    channels.add(channel);
  }
  await sendAll(channels);
  const retried = await retry(false, began + limitsMs.retries);
  await sendAll(retried.channels);
  report.bound = await job("binds", () => bindAccepted(services, tick.binds), 0);
  const { least, most, until } = limitsMs.reconcile;
  const left = until - (performance.now() - began);
  const reconciled = await job(
    "reconcile",
    () => reconcile(services, { budgetMs: Math.min(most, Math.max(least, left)) }),
    null,
  );
  for (const channel of reconciled?.channels ?? []) waitInBackground(channel);
  report.found = reconciled?.found ?? 0;
  report.healed = reconciled?.healed ?? 0;
  // After the calls of the gap, whose messages the log may hold.
  if (tick.isRestored) await job("restore", () => compareHeld(services, began), 0);
  // After the sends: what they put right is no alert.
  report.alerts = await job("alerts", () => raiseAlerts(services), report.alerts);
  // What is removed can wait for the next tick; sends and alerts cannot.
  report.privacy = await job("privacy", () => keepPrivacy(services, began + limitsMs.privacy), null);
  // Last of all, so that no job is left out; people are told by the next tick.
  await job("jobs", () => alertStore.noteJobs(db, report.failedJobs), null);
  return report;
}

async function probe({ db, provider }: Services, channel: string): Promise<"active" | "paused"> {
  return outboxStore.recordProbe(db, channel, await provider.channelStatus());
}

/** Loaded when there is something to compare: hardly ever. */
async function compareHeld(services: Services, began: number): Promise<number> {
  const { least, until } = limitsMs.restore;
  const untilMs = Math.max(performance.now() + least, began + until);
  return (await import("./restore/compare-restored.ts")).compareRestored(services, untilMs);
}

/** Who has no turn has another tick, or reconciliation. */
async function bindAccepted({ db, provider }: Services, binds: Tick["binds"]): Promise<number> {
  const deadline = performance.now() + limitsMs.binds;
  let bound = 0;
  for (let first = 0; first < binds.length && performance.now() < deadline; first += lookupsAtOnce) {
    const infos = await Promise.all(
      binds.slice(first, first + lookupsAtOnce).map(async ({ message, providerMessageId }) => ({
        message,
        info: await provider.messageInfo(providerMessageId),
      })),
    );
    for (const { message, info } of infos) {
      if (info.kind === "found" && (await outboxStore.bind(db, message, info))) bound += 1;
    }
  }
  return bound;
}

function add(report: ClockReport, sent: DispatchReport): void {
  for (const key of ["accepted", "notSent", "failed", "uncertain"] as const) report[key] += sent[key];
}
