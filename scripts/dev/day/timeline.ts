export interface Timeline {
  /** Puts something to be done at that time; what is put for the same time is done in that order. */
  put(at: Date, work: () => Promise<void>): void;
  /** When the next is to be done; null when nothing is left. */
  next(): Date | null;
  /** Does the next. */
  step(): Promise<void>;
}

export function timeline(): Timeline {
  const waiting: { at: Date; work: () => Promise<void> }[] = [];
  return {
    put(at, work) {
      const place = waiting.findLastIndex((each) => each.at <= at);
      waiting.splice(place + 1, 0, { at, work });
    },
    next: () => waiting[0]?.at ?? null,
    step: async () => waiting.shift()?.work(),
  };
}
