import { setTimeout as after } from "node:timers/promises";
import { DevFailure } from "./dev-failure.ts";

/** Polls GET /api/health until it answers 200; what it last said is in the failure. */
export async function waitUntilHealthy(url: string, signal: AbortSignal, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  let last = "no answer";
  while (performance.now() < deadline && !signal.aborted) {
    try {
      const response = await fetch(`${url}/api/health`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
      });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      last = (error as Error).message;
    }
    await after(100, undefined, { signal }).catch(() => {});
  }
  if (!signal.aborted) throw new DevFailure(`GET /api/health did not answer 200 but: ${last}.`);
}
