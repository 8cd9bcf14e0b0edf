import { ownAlerts, pausedByTrouble } from "./shown-alerts.ts";
import type { Snapshot } from "./snapshot.ts";

/** How many things wait for a person: the number in the page's title and on top of it. */
export function needsCount(snapshot: Snapshot): number {
  const { totals, channels } = snapshot;
  const ofChannels = channels.map(
    (channel) => channel.incidents.length + (channel.state === "paused" ? 1 : 0),
  );
  const events = totals.failedEvents > 0 ? 1 : 0;
  return ofChannels.reduce(
    (sum, n) => sum + n,
    ownAlerts(snapshot).length +
      totals.uncertain +
      totals.failed +
      totals.unmatched +
      totals.attention +
      events,
  );
}

/** How many of them the alerts on top say. */
export function alertCount(snapshot: Snapshot): number {
  return pausedByTrouble(snapshot).length + ownAlerts(snapshot).length;
}
