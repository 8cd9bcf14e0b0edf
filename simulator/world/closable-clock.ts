import type { Clock } from "./clock.ts";

/** Calls off everything that still waits when it closes, so that no timer outlives the simulator. */
export function closableClock(clock: Clock): Clock & { close(): void } {
  const waiting = new Set<() => void>();
  return {
    now: clock.now,
    schedule(task, ms) {
      const callOff = clock.schedule(() => {
        waiting.delete(callOff);
        task();
      }, ms);
      waiting.add(callOff);
      return () => {
        waiting.delete(callOff);
        callOff();
      };
    },
    close() {
      for (const callOff of waiting) callOff();
      waiting.clear();
    },
  };
}
