import type { AlertReport } from "./alerts/raise-alerts.ts";
import type { PrivacyReport } from "./privacy/keep-privacy.ts";

/** What a tick did. */
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

export function emptyReport(): ClockReport {
  return {
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
    alerts: { opened: 0, closed: 0, delivered: 0 },
    privacy: null,
    failedJobs: [],
  };
}
