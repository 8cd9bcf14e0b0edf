/** Runs `task` after `ms`; the returned function calls it off. */
export type Schedule = (task: () => void, ms: number) => () => void;

export interface Clock {
  now: () => number;
  schedule: Schedule;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (task, ms) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
