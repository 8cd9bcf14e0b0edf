import type { Services } from "../services.ts";
import { alertStore } from "./alerts/alert-store.ts";
import { clockJobs } from "./clock-jobs.ts";
import { type ClockReport, emptyReport } from "./clock-report.ts";
import { runJob } from "./run-job.ts";
import { nothingTicked, type RunningTick } from "./running-tick.ts";

export type { ClockReport } from "./clock-report.ts";

/**
 * One tick: the jobs of the list, in its order, each with its own transactions. One that fails is logged and named in
 * `failedJobs`, and the others go on. Never naps before it answers; what is due soon is left to a waiter in the background.
 */
export async function runClock(services: Services): Promise<ClockReport> {
  const running: RunningTick = {
    services,
    began: performance.now(),
    report: emptyReport(),
    tick: nothingTicked,
    channels: new Set(),
  };
  const { report } = running;
  for (const { name, run } of clockJobs) {
    await runJob(services, report.failedJobs, name, () => run(running), undefined);
  }
  // Last of all, so that no job is left out; people are told by the next tick.
  await runJob(
    services,
    report.failedJobs,
    "jobs",
    () => alertStore.noteJobs(services.db, report.failedJobs),
    null,
  );
  return report;
}
