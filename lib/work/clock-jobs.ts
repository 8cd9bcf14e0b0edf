import { callRpc } from "../db/call-rpc.ts";
import { resealFormKeys } from "../inbox/reseal-form-keys.ts";
import { outboxStore } from "../outbox/outbox-store.ts";
import { providersOf } from "../outbox/providers-of.ts";
import { resealChannels } from "../outbox/reseal-channels.ts";
import { raiseAlerts } from "./alerts/raise-alerts.ts";
import { resealReceivers } from "./alerts/reseal-receivers.ts";
import { leadVendors } from "./leads/lead-desks.ts";
import { keepPrivacy } from "./privacy/keep-privacy.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { retryFailed } from "./retry-failed.ts";
import { runJob } from "./run-job.ts";
import { limitsMs, type RunningTick, sendDue, waitInBackground } from "./running-tick.ts";

export interface ClockJob {
  /** In the log, in `failedJobs`, and in an alert (alert-texts.ts has its words). */
  name: string;
  run(running: RunningTick): Promise<void>;
}

/** What a tick does, in this order; each keeps to its limit (running-tick.ts). */
export const clockJobs: readonly ClockJob[] = [
  // What failed once may be a STOP or an answer: it is heard before anything leaves, is reminded of, or expires. What fails on
  // and on waits until after.
  { name: "retries", run: (running) => retry(running, true, limitsMs.freshRetries) },
  { name: "housekeeping", run: housekeep },
  { name: "summaries", run: queueSummaries },
  { name: "templates", run: queueTemplateLists },
  { name: "leads", run: queueLeadLists },
  { name: "tasks", run: nudgeTasks },
  { name: "probe", run: probePaused },
  { name: "sends", run: sendDue },
  { name: "retries", run: (running) => retry(running, false, limitsMs.retries) },
  { name: "sends", run: sendDue },
  { name: "binds", run: bindAccepted },
  { name: "reconcile", run: reconcileMissed },
  // After the calls of the gap, whose messages the log may hold.
  { name: "restore", run: compareHeld },
  // After the sends: what they put right is no alert.
  { name: "alerts", run: alert },
  // What is removed can wait for the next tick; sends and alerts cannot.
  { name: "privacy", run: removeOld },
  { name: "reseal", run: reseal },
];

/** The vendor advises one to five requests at once (rate-limits). */
const lookupsAtOnce = 5;

async function retry({ services, began, report, channels }: RunningTick, fresh: boolean, limitMs: number) {
  const retried = await retryFailed(services, { fresh, untilMs: began + limitMs });
  report.retried += retried.healed;
  for (const channel of retried.channels) channels.add(channel);
}

async function housekeep(running: RunningTick): Promise<void> {
  const { services, report, channels } = running;
  const tick = await outboxStore.tick(services.db);
  running.tick = tick;
  for (const error of tick.errors) services.log.error({ error }, "the housekeeping of a channel failed");
  if (tick.errors.length > 0) report.failedJobs.push("channel");
  const { freed, expired, reminded } = tick;
  Object.assign(report, { freed, expired, reminded, probed: tick.probes.length });
  for (const channel of tick.channels) channels.add(channel);
}

/** Beside the rest, in the background: nothing waits for them. */
async function nudgeTasks({ services }: RunningTick): Promise<void> {
  services.background(async () => (await import("./tasks/run-tasks.ts")).runTasks(services));
}

async function queueSummaries({ services }: RunningTick): Promise<void> {
  await callRpc(services.db, "queue_summaries", {});
}

async function queueTemplateLists({ services }: RunningTick): Promise<void> {
  await callRpc(services.db, "queue_template_lists", {});
}

async function queueLeadLists({ services }: RunningTick): Promise<void> {
  const sources = leadVendors(services).map(({ leads }) => leads!.source);
  if (sources.length > 0) await callRpc(services.db, "queue_lead_lists", { sources });
}

async function probePaused({ services, report, tick, channels }: RunningTick): Promise<void> {
  const { db, providerOf } = services;
  for (const channel of tick.probes) {
    const probe = async () =>
      outboxStore.recordProbe(db, channel, await (await providerOf(channel)).channelStatus());
    if ((await runJob(services, report.failedJobs, "probe", probe, "paused")) !== "active") continue;
    report.resumed += 1;
    channels.add(channel);
  }
}

/** Who has no turn has another tick, or reconciliation. */
async function bindAccepted({ services, report, tick }: RunningTick): Promise<void> {
  const { binds } = tick;
  const providers = await providersOf(services, binds);
  const deadline = performance.now() + limitsMs.binds;
  for (let first = 0; first < binds.length && performance.now() < deadline; first += lookupsAtOnce) {
    const infos = await Promise.all(
      binds.slice(first, first + lookupsAtOnce).map(async ({ message, providerMessageId, channel }) => ({
        message,
        info: await providers.get(channel)!.messageInfo(providerMessageId),
      })),
    );
    for (const { message, info } of infos) {
      if (info.kind === "found" && (await outboxStore.bind(services.db, message, info))) report.bound += 1;
    }
  }
}

async function reconcileMissed(running: RunningTick): Promise<void> {
  const { services, began, report } = running;
  const { least, most, until } = limitsMs.reconcile;
  const left = until - (performance.now() - began);
  const reconciled = await reconcile(services, { budgetMs: Math.min(most, Math.max(least, left)) });
  for (const channel of reconciled.channels) waitInBackground(running, channel);
  report.found = reconciled.found;
  report.healed = reconciled.healed;
}

/** Loaded when there is something to compare: hardly ever. */
async function compareHeld({ services, began, tick }: RunningTick): Promise<void> {
  if (!tick.isRestored) return;
  const { least, until } = limitsMs.restore;
  const untilMs = Math.max(performance.now() + least, began + until);
  await (await import("./restore/compare-restored.ts")).compareRestored(services, untilMs);
}

async function alert({ services, report }: RunningTick): Promise<void> {
  report.alerts = await raiseAlerts(services);
}

async function removeOld({ services, began, report }: RunningTick): Promise<void> {
  report.privacy = await keepPrivacy(services, began + limitsMs.privacy);
}

async function reseal({ services }: RunningTick): Promise<void> {
  await resealChannels(services);
  await resealFormKeys(services);
  await resealReceivers(services);
}
