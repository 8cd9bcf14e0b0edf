import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { ChannelView } from "./snapshot.ts";
import type { View } from "./view.ts";

/** Why nothing leaves just now, if so. A paused channel says it among what needs a person. */
export function sendingNote({ t, format, snapshot }: View, channel: ChannelView): Html | null {
  if (channel.state === "paused") return null;
  // An alert says it already.
  const isCapAlert = snapshot.alerts.some(
    ({ kind, subject, closedAt }) => kind === "cap_reached" && subject === channel.id && closedAt === null,
  );
  const capped = !isCapAlert && channel.dailyLimit > 0 && channel.sentLastDay >= channel.dailyLimit;
  if (capped && channel.capFreesAt && Date.parse(channel.capFreesAt) > Date.parse(snapshot.now)) {
    return html`${t.channel.capReached(channel.dailyLimit)} ${format.time(channel.capFreesAt)}.`;
  }
  const { isOpen, opensAt } = snapshot.workspace.hours;
  if (isOpen || channel.queued === 0) return null;
  return html`${t.channel.outOfHours}${opensAt && html` ${t.channel.resumesAt} ${format.time(opensAt)}.`}`;
}
