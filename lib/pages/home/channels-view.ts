import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Format, Html } from "../shell/format.ts";
import { channelButton, mayManage } from "./channel-button.ts";
import { queueView } from "./queue-view.ts";
import { sendingNote } from "./sending-note.ts";
import type { ChannelView } from "./snapshot.ts";
import type { View } from "./view.ts";

/** Each channel: its state, pace and cap, and what is about to leave through it. */
export function channelsView(view: View): Html {
  return html`<section id="queue" class="channel" aria-labelledby="queue-title">
  <h2 id="queue-title">${view.t.channel.title}</h2>
  ${view.snapshot.channels.map((channel) => channelPart(view, channel))}
</section>`;
}

function channelPart(view: View, channel: ChannelView): Html {
  const { t, format } = view;
  const paused = channel.state === "paused";
  const note = sendingNote(view, channel);
  return html`<div id="channel-${channel.id}">
    <div class="line"><strong>${channel.name}</strong>
      <span class="chip ${paused ? "bad" : "good"}">${paused ? t.channel.paused : t.channel.active}</span>
      ${!paused && mayManage(view) && channelButton(view, channel)}</div>
    ${note && html`<p class="note">${note}</p>`}
    ${channel.beginLockedUntil && html`<p class="note">${t.channel.mayNotBegin(format.timeText(channel.beginLockedUntil))}</p>`}
    <dl class="facts">
      <div><dt>${t.channel.connection}</dt>
        <dd>${wordFor(t.channel.connections, channel.connectionStatus) ?? t.channel.never}</dd></div>
      <div><dt>${t.channel.pace}</dt><dd>${
        channel.minIntervalMs > 0
          ? t.channel.paceText(interval(channel.minIntervalMs, format))
          : t.channel.paceNone
      }</dd></div>
      ${hoursView(view)}
      <div><dt>${t.channel.cap}</dt><dd>${capView(view, channel)}</dd></div>
    </dl>
    ${queueView(view, channel)}
  </div>`;
}

function hoursView({ t, snapshot }: View): Html {
  const { isAlways, today } = snapshot.workspace.hours;
  if (isAlways) return html`<div><dt>${t.channel.hours}</dt><dd>${t.channel.always}</dd></div>`;
  const windows = today.map(({ from, until }) => `${from}–${until}`).join(", ");
  return html`<div><dt>${t.channel.hoursToday}</dt><dd>${windows || t.channel.closedToday}</dd></div>`;
}

function capView({ t }: View, { sentLastDay, firstLastDay, dailyLimit, warmUp }: ChannelView): Html {
  if (dailyLimit === 0) return html`${t.channel.capNone(sentLastDay)}`;
  const percent = Math.min(100, Math.round((sentLastDay / dailyLimit) * 100));
  return html`${t.channel.capText(sentLastDay, dailyLimit)}${firstLastDay !== null && firstLastDay > 0 && html`, ${t.channel.firstToday(firstLastDay)}`}${warmUp && html` ${t.channel.warmUp(warmUp.days, warmUp.fullLimit)}`}
    <svg class="bar ${percent >= 100 ? "full" : ""}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" class="rail" /><rect width="${percent}" height="4" class="used" /></svg>`;
}

/** "60 s" reads better after "one every" than "1 min". */
function interval(milliseconds: number, format: Format): string {
  return milliseconds < 120_000 ? format.seconds(milliseconds / 1000) : format.duration(milliseconds / 1000);
}
