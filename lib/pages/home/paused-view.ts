import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { vendorNamed } from "../../vendors/vendors.ts";
import { restoreView } from "../restore/restore-view.ts";
import { type Html, isOver } from "../shell/format.ts";
import { channelButton, mayManage } from "./channel-button.ts";
import type { ChannelView } from "./snapshot.ts";
import { vendorQuote } from "./vendor-quote.ts";
import { vendorWords } from "./vendor-words.ts";
import type { View } from "./view.ts";

/** A paused channel: why, since when, what to do. */
export function pausedView(view: View, channel: ChannelView): Html {
  const { t, format } = view;
  const vendor = vendorNamed(view.vendors, channel.vendor);
  const { reasons = {}, remedies = {} } = vendor?.words[view.language] ?? {};
  const why = wordFor(reasons, channel.pauseReason) ?? wordFor(t.channel.reasons, channel.pauseReason);
  const todo = wordFor(remedies, channel.pauseReason) ?? wordFor(t.channel.todo, channel.pauseReason);
  return html`<li class="card bad" id="paused-${channel.id}">
    <h3>${t.channel.pausedTitle(channel.name)}</h3>
    <p><strong>${why}</strong>
      ${channel.queued > 0 && html` ${t.channel.pausedQueue(channel.queued)}`}</p>
    ${channel.restore ? restoreView(view, channel, channel.restore) : html`<p>${todo}</p>`}
    <p class="quiet">${channel.pausedAt && html`${t.channel.pausedSince} ${format.time(channel.pausedAt)}.`}
      ${connectionText(view, channel)} ${probeText(view, channel)}</p>
    ${vendorQuote(view, vendorWords(channel.pauseDetail), vendor?.title ?? channel.vendor)}
    ${mayManage(view) ? !channel.restore && channelButton(view, channel) : html`<p class="quiet">${t.channel.askManager}</p>`}</li>`;
}

/** What keeps the number from being connected, where WhatsApp said. */
function connectionText({ t }: View, { pauseReason, connectionStatus }: ChannelView): string | null {
  if (pauseReason !== "session_down" || connectionStatus === "connected") return null;
  const word = wordFor(t.channel.connections, connectionStatus);
  return word && `${t.channel.connection}: ${word}.`;
}

/** The clock looks once a minute: a moment that has come is not the moment of the look. */
function probeText({ t, format, snapshot }: View, { probeAt }: ChannelView): Html | null {
  if (!probeAt) return null;
  return html`${t.channel.probe} ${isOver(probeAt, snapshot.now) ? t.channel.probeSoon : format.time(probeAt)}.`;
}
