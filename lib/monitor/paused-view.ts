import { html } from "hono/html";
import { channelButton, mayManage } from "./channel-button.ts";
import type { Html } from "./format.ts";
import type { ChannelView } from "./snapshot.ts";
import { wordFor } from "./texts.ts";
import type { View } from "./view.ts";

/** A paused channel: why, since when, what to do. */
export function pausedView(view: View, channel: ChannelView): Html {
  const { t, format } = view;
  return html`<li class="card bad" id="paused-${channel.id}">
    <h3>${t.channel.pausedTitle(channel.name)}</h3>
    <p><strong>${wordFor(t.channel.reasons, channel.pauseReason) ?? channel.pauseDetail}</strong>
      ${channel.queued > 0 && html` ${t.channel.pausedQueue(channel.queued)}`}</p>
    <p>${wordFor(t.channel.todo, channel.pauseReason)}</p>
    <p class="quiet">${channel.pausedAt && html`${t.channel.pausedSince} ${format.time(channel.pausedAt)}.`}
      ${channel.probeAt && html` ${t.channel.probe} ${format.time(channel.probeAt)}.`}
      ${channel.pauseReason !== "staff" && channel.pauseDetail && html` <span lang="">${channel.pauseDetail}</span>`}</p>
    ${mayManage(view) ? channelButton(view, channel) : html`<p class="quiet">${t.channel.askManager}</p>`}</li>`;
}
