import { html } from "hono/html";
import type { MessageView } from "../../people/list-messages.ts";
import { purposeChip } from "../purposes/purpose-chip.ts";
import type { Html } from "../shell/format.ts";
import { personView } from "./person-view.ts";
import type { ChannelView, Snapshot } from "./snapshot.ts";
import { reasonText } from "./status-view.ts";
import type { View } from "./view.ts";

/** What waits on one channel, in the order of sending. */
export function queueView(view: View, channel: ChannelView): Html {
  const { t, snapshot } = view;
  const waiting = snapshot.queue.filter((message) => message.channelId === channel.id);
  const rest = channel.queued - waiting.length;
  return html`<h3 class="part">${t.queue.title}</h3>
    ${channel.queued === 0 && html`<p class="empty">${t.queue.none}</p>`}
    <ol class="queue">${waiting.map((message) => queueRow(view, channel, message))}</ol>
    ${rest > 0 && html`<p class="quiet">${t.queue.rest(rest)}</p>`}`;
}

function queueRow(view: View, channel: ChannelView, message: Snapshot["queue"][number]): Html {
  const { t, format } = view;
  const reason = reasonText(view, message);
  return html`<li id="queue-${message.id}"><b class="when">${expected(view, channel, message.expectedAt)}</b>
    <span>${personView(view, message)} ${purposeChip(view, message)}
    ${reason && html`<small>${reason}</small>`}
    ${expiresSoon(view, message) && html`<small>${t.queue.expires} ${format.time(message.expiresAt!)}</small>`}</span></li>`;
}

/** Said in the last day only: until then it is true of every row. */
function expiresSoon({ snapshot }: View, { expiresAt }: MessageView): boolean {
  return expiresAt !== null && Date.parse(expiresAt) - Date.parse(snapshot.now) < 86_400_000;
}

/** A turn that has come is "now": its time would move on with every look. The forecast's clock is read after `now`. */
function expected(
  { t, format, snapshot }: View,
  channel: ChannelView,
  expectedAt: string | null,
): Html | string {
  if (expectedAt === null) return t.queue.whenResumed;
  if (Date.parse(expectedAt) < Date.parse(snapshot.now) + 1000) return t.queue.now;
  return format.time(expectedAt, { seconds: channel.minIntervalMs < 60_000 });
}
