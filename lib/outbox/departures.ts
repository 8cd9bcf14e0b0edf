/** A second, and what an answer or an event loop may be late by on the way: no second over there sees more than one here. */
const windowMs = 1_015;

/** When the last sends of each channel left from this process, oldest first, on performance.now()'s scale. */
const left = new Map<string, number[]>();

/**
 * Waits for one's moment, and where more would leave within a second than the vendor allows, until there is room. `startAt`
 * is on performance.now()'s scale. The database gives the moments; this keeps them apart where a busy process lets several
 * of them pass and would make up for it at once.
 */
export async function departure(
  channel: string,
  { startAt, perSecond, sleep }: { startAt: number; perSecond: number; sleep: (ms: number) => Promise<void> },
): Promise<void> {
  const waits = startAt - performance.now();
  if (waits > 0) await sleep(waits);
  const log = left.get(channel) ?? [];
  left.set(channel, log);
  // Taken before it is waited for: whoever comes next counts it.
  const before = log[log.length - perSecond];
  const at = Math.max(performance.now(), before === undefined ? 0 : before + windowMs);
  log.push(at);
  if (log.length > 2 * perSecond) log.splice(0, log.length - perSecond);
  const more = at - performance.now();
  if (more > 0) await sleep(more);
}
