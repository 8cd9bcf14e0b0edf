import type { Clock } from "./clock.ts";

export interface ManualClock extends Clock {
  /** Moves the time on and runs what falls due, in order. */
  advance(ms: number): void;
  /** How many tasks still wait. */
  waiting(): number;
}

/** A clock for tests: nothing happens until somebody says so. */
export function manualClock(start = Date.UTC(2026, 10, 16, 11, 0, 0)): ManualClock {
  let time = start;
  let tasks: { due: number; task: () => void }[] = [];
  return {
    now: () => time,
    schedule(task, ms) {
      const entry = { due: time + ms, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const next = tasks.filter((entry) => entry.due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        tasks = tasks.filter((entry) => entry !== next);
        time = Math.max(time, next.due);
        next.task();
      }
      time = end;
    },
    waiting: () => tasks.length,
  };
}
