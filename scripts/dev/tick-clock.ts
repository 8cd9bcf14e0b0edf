import { setTimeout as after } from "node:timers/promises";

/** In production the scheduler ticks every 60 s; here nobody should wait that long to see a story through. */
const everyMs = 10_000;

/** Ticks until aborted. A failure is told once, and once more when it is over. */
export async function tickClock(url: string, cronSecret: string, signal: AbortSignal): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    const problem = await tick(url, cronSecret, signal);
    if (signal.aborted) return;
    if (problem && !failing) console.error(`The clock's tick fails: ${problem} (told once).`);
    if (!problem && failing) console.error("The clock ticks again.");
    failing = problem !== null;
    await after(everyMs, undefined, { signal }).catch(() => {});
  }
}

async function tick(url: string, cronSecret: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(`${url}/api/clock`, {
      method: "POST",
      headers: { authorization: `Bearer ${cronSecret}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
    });
    const body = await response.text();
    return response.ok ? null : `/api/clock answered ${response.status} ${body.slice(0, 200)}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error
      ? cause.message || (cause as NodeJS.ErrnoException).code || message
      : message;
  }
}
