/** What came of trying deliveries again. */
export interface ReplayReport {
  /** How many ended as what; `already` had their effect before: by their source, the clock or another person. */
  counts: Record<ReplayOutcome, number>;
  /** Of those still rejected or failed: how many for each reason. */
  reasons: Record<string, number>;
  /** Not tried yet, for want of time or room: press again. */
  left: number;
}

export const replayOutcomes = ["processed", "ignored", "duplicate", "rejected", "failed", "already"] as const;
export type ReplayOutcome = (typeof replayOutcomes)[number];

export function emptyReport(): ReplayReport {
  return {
    counts: { processed: 0, ignored: 0, duplicate: 0, rejected: 0, failed: 0, already: 0 },
    reasons: {},
    left: 0,
  };
}

export function triedIn({ counts }: ReplayReport): number {
  return replayOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
}
