import type { Alert } from "../../work/alerts/alert-store.ts";
import type { ChannelView, Snapshot } from "./snapshot.ts";

/** Channels that something paused, and no colleague: their own card says it, also before the clock has noticed. */
export function pausedByTrouble({ channels }: Snapshot): ChannelView[] {
  return channels.filter(({ state, pauseReason }) => state === "paused" && pauseReason !== "staff");
}

/** Open alerts that no card of a paused channel says already. */
export function ownAlerts(snapshot: Snapshot): Alert[] {
  const told = new Set(pausedByTrouble(snapshot).map(({ id }) => id));
  return snapshot.alerts.filter(
    ({ closedAt, kind, subject }) =>
      closedAt === null && !(told.has(subject) && (kind === "channel_down" || kind === "auth_failed")),
  );
}
