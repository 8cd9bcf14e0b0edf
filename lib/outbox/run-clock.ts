import { type AlertReport, raiseAlerts } from "../alerts/raise-alerts.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import type { Services } from "../services.ts";
import { type DispatchReport, dispatch } from "./dispatch.ts";
import { outboxStore } from "./outbox-store.ts";

export interface ClockReport {
  freed: number;
  expired: number;
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
}

/**
 * One tick: housekeeping, probes of paused channels, joins of accepted messages to their WhatsApp id, then every send
 * that is due now, and last what others failed to tell us. Never naps before it answers; what is due soon is left to a waiter in the background.
 */
export async function runClock(services: Services): Promise<ClockReport> {
  const { db, provider } = services;
  const tick = await outboxStore.tick(db);
  const report: ClockReport = {
    freed: tick.freed,
    expired: tick.expired,
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
  };
  const channels = new Set(tick.channels);
  for (const channel of tick.probes) {
    const state = await outboxStore.recordProbe(db, channel, await provider.channelStatus());
    if (state === "active") {
      report.resumed += 1;
      channels.add(channel);
    }
  }
  const infos = await Promise.all(
    tick.binds.map(async ({ message, providerMessageId }) => ({
      message,
      info: await provider.messageInfo(providerMessageId),
    })),
  );
  for (const { message, info } of infos) {
    if (info.kind === "found" && (await outboxStore.bind(db, message, info))) report.bound += 1;
  }
  for (const channel of channels) {
    const sent = await dispatch(services, channel, { mayWait: false });
    add(report, sent);
    if (sent.ended !== "idle") services.background(() => dispatch(services, channel, { mayWait: true }));
  }
  const { found, healed, channels: woken } = await reconcile(services);
  for (const channel of woken) services.background(() => dispatch(services, channel, { mayWait: true }));
  return { ...report, found, healed, alerts: await alertsAfterAll(services) };
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

function add(report: ClockReport, sent: DispatchReport): void {
  for (const key of ["accepted", "notSent", "failed", "uncertain"] as const) report[key] += sent[key];
}
