/** Work that a door left behind with `waitUntil`. */
export interface BackgroundWork {
  /** Resolves when all of it has ended, that which came meanwhile included. */
  settled(): Promise<void>;
}

/**
 * Gives `waitUntil` of @vercel/functions its meaning outside Vercel. It looks for a request's context under a
 * symbol on globalThis and does nothing without one (get-context.js, 3.9.9), so that the work would run but its
 * errors end the process.
 */
export function installBackgroundWork(report: (error: unknown) => void): BackgroundWork {
  const running = new Set<Promise<unknown>>();
  const waitUntil = (promise: Promise<unknown>) => {
    const work = Promise.resolve(promise)
      .catch(report)
      .finally(() => running.delete(work));
    running.add(work);
  };
  const context = { get: () => ({ waitUntil }) };
  (globalThis as Record<symbol, unknown>)[Symbol.for("@vercel/request-context")] = context;
  return {
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
