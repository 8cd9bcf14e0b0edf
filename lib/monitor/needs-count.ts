import type { Snapshot } from "./snapshot.ts";

/** How many things wait for a person: the number in the page's title and on top of it. */
export function needsCount({ totals, channels }: Snapshot): number {
  const ofChannels = channels.map(
    (channel) => channel.incidents.length + (channel.state === "paused" ? 1 : 0),
  );
  const events = totals.failedEvents > 0 ? 1 : 0;
  return ofChannels.reduce((sum, n) => sum + n, totals.uncertain + totals.failed + totals.unmatched + events);
}
