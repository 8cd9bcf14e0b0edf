/** What came of reading deliveries again with the mapping that holds now. */
export interface RereadReport {
  counts: Record<RereadOutcome, number>;
  /** How many of them have something to send now. */
  asked: number;
  /** The call of the last one that has one. */
  call: number | null;
  /** Not read yet, for want of time or because something came meanwhile: press again. */
  left: number;
}

export const rereadOutcomes = [
  "changed",
  "same",
  "unreadable",
  "already",
  "gone",
  "erased",
  "failed",
] as const;
export type RereadOutcome = (typeof rereadOutcomes)[number];

export function emptyReread(): RereadReport {
  return {
    counts: { changed: 0, same: 0, unreadable: 0, already: 0, gone: 0, erased: 0, failed: 0 },
    asked: 0,
    call: null,
    left: 0,
  };
}

export function rereadIn({ counts }: RereadReport): number {
  return rereadOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
}
