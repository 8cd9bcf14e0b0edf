import { html } from "hono/html";
import { wordFor } from "../../../base/language.ts";
import { hasRole } from "../../../model/staff.ts";
import type { ChannelVendor } from "../../../outbox/channel-vendors.ts";
import type { Html } from "../../shell/format.ts";
import { type Colleague, staffName } from "../../shell/staff-name.ts";
import { texts } from "../../shell/texts.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { ListedChannel } from "./read-channels.ts";
import { isDown, reconnectView } from "./reconnect-view.ts";
import { standingFacts, standingNote } from "./standing-view.ts";
import { channelTexts } from "./texts.ts";

export const channelsPath = "/monitor/settings/channels";

export interface ChannelsPageParts {
  reader: Reader;
  channels: ListedChannel[];
  vendors: readonly ChannelVendor[];
  colleagues: Colleague[];
  /** Credentials can be sealed. */
  hasKeys: boolean;
  notice?: string | null;
}

/** Every number of the company: where it is, what it does, and since when it has its credentials. */
export function channelsPage({
  reader,
  channels,
  vendors,
  colleagues,
  hasKeys,
  notice,
}: ChannelsPageParts): Html {
  const { t, language, member } = reader;
  const words = channelTexts[language];
  const mayAdd = hasRole(member.role, "admin");
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path: channelsPath,
    back: { href: "/monitor/settings", word: t.back },
    notice: wordFor(words.notices, notice ?? null),
    main: html`${mayAdd && (hasKeys ? html`<p class="tools">${vendors.map(addLink)}</p>` : html`<p class="note">${words.noKeys}</p>`)}
<ul class="templates">${channels.map(
      (channel) => html`<li class="sheet"><h2>${channel.name} ${chips(reader, channel)}</h2>
${channelFacts(reader, { channel, vendors, colleagues })}
<p><a class="button" href="${channelsPath}/${channel.id}">${words.open}<span class="unseen">: ${channel.name}</span></a></p></li>`,
    )}</ul>`,
  });

  function addLink({ name, title }: ChannelVendor): Html {
    return html`<a class="button" href="${channelsPath}/add?vendor=${name}">${words.addTo(title)}</a> `;
  }
}

export function chips(
  { language }: Reader,
  { state, takesFirstContacts, beginLockedUntil }: ListedChannel,
): Html {
  const words = channelTexts[language];
  const tone = { active: "good", paused: "bad", retired: "plain" }[state];
  return html`<span class="chip ${tone}">${words.states[state]}</span>
${beginLockedUntil && html`<span class="chip wait">${words.mayNotBegin}</span>`}
${takesFirstContacts && html`<span class="chip plain">${words.firstContacts}</span>`}`;
}

export function channelFacts(
  reader: Reader,
  {
    channel,
    vendors,
    colleagues,
  }: Pick<ChannelsPageParts, "vendors" | "colleagues"> & { channel: ListedChannel },
): Html {
  const { language, format, member } = reader;
  const words = channelTexts[language];
  const t = texts[language].channel;
  const who = (id: string | null) =>
    id && html` ${words.by} ${staffName(language, member.userId, id, colleagues)}`;
  const title = vendors.find(({ name }) => name === channel.vendor)?.title ?? channel.vendor;
  return html`<dl class="facts">
<div><dt>${words.vendor}</dt><dd>${title}</dd></div>
<div><dt>${words.account}</dt><dd>${channel.account ?? words.accountUnknown}</dd></div>
<div><dt>${words.connection}</dt><dd>${wordFor(t.connections, channel.connectionStatus) ?? words.connectionUnknown}${
    channel.connectionStatusAt &&
    html` <span class="quiet">${words.since} ${format.time(channel.connectionStatusAt)}</span>`
  }</dd></div>
${channel.standing && standingFacts(reader, channel.standing)}
<div><dt>${words.pace}</dt><dd>${words.paceText(String(channel.pace.minIntervalMs / 1000), channel.pace.dailyLimit)}</dd></div>
<div><dt>${words.queued}</dt><dd>${channel.queued}</dd></div>
<div><dt>${words.credentials}</dt><dd>${
    channel.credentialsSetAt
      ? html`${words.setAt} ${format.time(channel.credentialsSetAt)}${who(channel.credentialsSetBy)}`
      : words.fromEnvironment
  }</dd></div>
${channel.retiredAt && html`<div><dt>${words.retiredAt}</dt><dd>${format.time(channel.retiredAt)}${who(channel.retiredBy)}</dd></div>`}
</dl>
${channel.standing && standingNote(reader, channel.standing)}
${
  channel.beginLockedUntil &&
  html`<p class="note">${words.mayNotBeginSince} ${format.time(channel.beginLockedAt!)}. ${words.mayNotBeginHelp} ${format.time(channel.beginLockedUntil)}.</p>`
}
${isDown(channel) && reconnectView({ language, member }, channel, colleagues)}
${channel.pauseReason && html`<p class="note">${wordFor(t.reasons, channel.pauseReason)} ${wordFor(t.todo, channel.pauseReason)}</p>`}`;
}
