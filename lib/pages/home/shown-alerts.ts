import type { Alert } from "../../work/alerts/alert-store.ts";
import type { ChannelView, Snapshot } from "./snapshot.ts";

/** Channels that something paused, and no colleague: their own card says it, also before the clock has noticed. */
export function pausedByTrouble({ channels }: Snapshot): ChannelView[] {
  return channels.filter(({ state, pauseReason }) => state === "paused" && pauseReason !== "staff");
}

/**
 * Of a number that is connected again: the alert is closed some minutes later, so that one that comes and goes is told once, but
 * whoever looks sees what is.
 */
export function isBack({ channels }: Snapshot, { closedAt, kind, subject }: Alert): boolean {
  const channel = channels.find(({ id }) => id === subject);
  const isWell = channel?.state === "active" && channel.connectionStatus === "connected";
  return closedAt === null && kind === "channel_down" && isWell;
}

/** Open alerts of what is so now, and that no card of a paused channel says already. */
export function ownAlerts(snapshot: Snapshot): Alert[] {
  const told = new Set(pausedByTrouble(snapshot).map(({ id }) => id));
  return snapshot.alerts.filter(
    (alert) =>
      alert.closedAt === null &&
      !isBack(snapshot, alert) &&
      !(told.has(alert.subject) && (alert.kind === "channel_down" || alert.kind === "auth_failed")),
  );
}
