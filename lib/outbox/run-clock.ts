import { type AlertReport, raiseAlerts } from "../alerts/raise-alerts.ts";
import { keepPrivacy, type PrivacyReport } from "../privacy/keep-privacy.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import type { Services } from "../services.ts";
import { budgetMs, type DispatchReport, dispatch } from "./dispatch.ts";
import { outboxStore, type Tick } from "./outbox-store.ts";

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
}

/**
 * What a tick may take, ms from its beginning: its function ends at 120 s (vercel.json), and pg_net waits 55 s for the
 * answer. Each part ends by itself; what is left over is the next tick's.
 */
const limitsMs = {
  sends: 25_000,
  binds: 10_000,
  reconcile: { least: 5_000, most: 20_000, until: 45_000 },
  privacy: 50_000,
  all: 105_000,
};
/** The vendor advises one to five requests at once (rate-limits). */
const lookupsAtOnce = 5;

/**
 * One tick: housekeeping, probes of paused channels, then every send that is due now; after these, joins of accepted messages
 * to their WhatsApp id, what others failed to tell us, and alerts. Never naps before it answers; what is due soon is
 * left to a waiter in the background.
 */
export async function runClock(services: Services): Promise<ClockReport> {
  const began = performance.now();
  const { db, provider } = services;
  const waitInBackground = (channel: string) =>
    services.background(() => {
      const untilMs = Math.min(performance.now() + budgetMs, began + limitsMs.all);
      return dispatch(services, channel, { mayWait: true, untilMs });
    });
  const tick = await outboxStore.tick(db);
  for (const error of tick.errors) services.log.error({ error }, "the housekeeping of a channel failed");
  // Beside the rest, in the background: nothing waits for them.
  services.background(async () => (await import("../media/fetch-media.ts")).fetchMedia(services));
  services.background(async () => (await import("../evidence/tell-cloudtalk.ts")).tellCloudtalk(services));
  const report: ClockReport = {
    freed: tick.freed,
    expired: tick.expired,
    reminded: tick.reminded,
    retried: tick.retried,
    probed: tick.probes.length,
    resumed: 0,
    bound: 0,
    accepted: 0,
    notSent: 0,
    failed: 0,
    uncertain: 0,
    found: 0,
    healed: 0,
    alerts: { opened: 0, closed: 0, delivered: 0 },
    privacy: null,
  };
  const channels = new Set(tick.channels);
  for (const channel of tick.probes) {
    const state = await outboxStore.recordProbe(db, channel, await provider.channelStatus());
    if (state === "active") {
      report.resumed += 1;
      channels.add(channel);
    }
  }
  for (const channel of channels) {
    const sent = await dispatch(services, channel, { mayWait: false, untilMs: began + limitsMs.sends });
    add(report, sent);
    if (sent.ended !== "idle") waitInBackground(channel);
  }
  report.bound = await bindAccepted(services, tick.binds);
  const { least, most, until } = limitsMs.reconcile;
  const left = until - (performance.now() - began);
  const {
    found,
    healed,
    channels: woken,
  } = await reconcile(services, {
    budgetMs: Math.min(most, Math.max(least, left)),
  });
  for (const channel of woken) waitInBackground(channel);
  const alerts = await alertsAfterAll(services);
  return {
    ...report,
    found,
    healed,
    alerts,
    privacy: await privacyAfterAll(services, began + limitsMs.privacy),
  };
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

/** After the sends: what they put right is no alert. A failure of its own spoils no tick. */
async function alertsAfterAll(services: Services): Promise<AlertReport> {
  try {
    return await raiseAlerts(services);
  } catch (error) {
    services.log.error({ err: error }, "alerts were not raised");
    return { opened: 0, closed: 0, delivered: 0 };
  }
}

/** What is removed can wait for the next tick; sends and alerts cannot. */
async function privacyAfterAll(services: Services, untilMs: number): Promise<PrivacyReport | null> {
  try {
    return await keepPrivacy(services, untilMs);
  } catch (error) {
    services.log.error({ err: error }, "what is kept no longer was not removed");
    return null;
  }
}

function add(report: ClockReport, sent: DispatchReport): void {
  for (const key of ["accepted", "notSent", "failed", "uncertain"] as const) report[key] += sent[key];
}
