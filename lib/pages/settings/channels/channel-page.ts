import { html } from "hono/html";
import { wordFor } from "../../../base/language.ts";
import { hasRole } from "../../../model/staff.ts";
import type { ChannelVendor } from "../../../outbox/channel-vendors.ts";
import type { Html } from "../../shell/format.ts";
import type { Colleague } from "../../shell/staff-name.ts";
import { selectField, textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { channelFacts, channelsPath, chips } from "./channels-page.ts";
import { credentialFields } from "./credential-fields.ts";
import { moveTexts } from "./move/texts.ts";
import { paceFields, paceToForm } from "./pace-form.ts";
import type { ListedChannel } from "./read-channels.ts";
import { channelTexts } from "./texts.ts";

export interface ChannelPageParts {
  reader: Reader;
  channel: ListedChannel;
  channels: ListedChannel[];
  vendors: readonly ChannelVendor[];
  colleagues: Colleague[];
  hasKeys: boolean;
  notice?: string | null;
  problem?: string | null;
  /** What was typed and cannot be saved. */
  typed?: URLSearchParams;
  errors?: ReadonlyMap<string, string>;
}

/** One number, and everything that may be done with it. */
export function channelPage(parts: ChannelPageParts): Html {
  const { reader, channel, vendors, notice, problem, typed, errors = new Map() } = parts;
  const { t, language, member } = reader;
  const words = channelTexts[language];
  const path = `${channelsPath}/${channel.id}`;
  const vendor = vendors.find(({ name }) => name === channel.vendor);
  const isInUse = channel.state !== "retired";
  const mayEdit = hasRole(member.role, "manager");
  return settingsDocument({
    language,
    member,
    title: channel.name,
    path,
    back: { href: channelsPath, word: words.title },
    notice: wordFor(words.notices, notice ?? null),
    problem: problem ?? (errors.size > 0 ? `${t.wrong(errors.size)} ${t.kept}` : null),
    main: html`<section class="sheet"><p>${chips(reader, channel)}</p>
${channelFacts(reader, parts)}
${mayEdit && isInUse && tools()}</section>
${mayEdit && renameForm()}
${mayEdit && isInUse && paceForm()}
${hasRole(member.role, "admin") && isInUse && vendor && credentialsForm(vendor)}
${hasRole(member.role, "admin") && isInUse && retireForm()}`,
  });

  function button(action: string, word: string): Html {
    return html`<form method="post" action="${path}/${action}"><button>${word}</button></form>`;
  }

  function tools(): Html {
    const isPaused = channel.state === "paused";
    // What a restored backup holds is let go on the first page, which says whom it concerns.
    return html`<div class="rule-tools">${button("test", words.test)}
${channel.pauseReason !== "restored" && button(isPaused ? "resume" : "pause", isPaused ? words.resume : words.pause)}
${channel.beginLockedUntil && button("lift", words.lift)}
<a class="button" href="${path}/move">${moveTexts[language].link}</a>
${!channel.takesFirstContacts && button("first", words.chooseFirst)}
${channel.showsRead !== null && button(channel.showsRead ? "hide-read" : "show-read", channel.showsRead ? words.hideRead : words.showRead)}</div>
<p class="quiet">${words.testHelp} ${words.firstContactsHelp} ${channel.showsRead !== null && words.readHelp}</p>`;
  }

  function renameForm(): Html {
    const view = { form: typed ?? new URLSearchParams({ name: channel.name }), errors };
    if (!view.form.has("name")) view.form.set("name", channel.name);
    return html`<form method="post" action="${path}/name" class="sheet">
${textField(view, { name: "name", label: words.name, maxLength: 60 })}
<div class="actions"><button>${words.rename}</button></div></form>`;
  }

  function paceForm(): Html {
    const form = typed?.has("minInterval") ? typed : paceToForm(channel.pace);
    return html`<form method="post" action="${path}/pace" class="sheet"><h2>${words.pace}</h2>
${paceFields(reader, words, { form, errors })}
<div class="actions"><button class="main">${words.savePace}</button></div></form>`;
  }

  function credentialsForm(at: ChannelVendor): Html {
    if (!parts.hasKeys) return html`<p class="note">${words.noKeys}</p>`;
    const view = { form: typed ?? new URLSearchParams(), errors };
    return html`<form method="post" action="${path}/credentials" class="sheet"><h2>${words.credentials}</h2>
<p class="quiet">${channel.isEnvironment ? words.environmentHelp : words.credentialsHelp}</p>
${credentialFields(reader, at, view)}
<div class="actions"><button class="main">${words.saveCredentials}</button></div></form>`;
  }

  function retireForm(): Html {
    const others = parts.channels.filter(({ id, state }) => id !== channel.id && state !== "retired");
    const view = { form: new URLSearchParams(), errors: new Map<string, string>() };
    const choices: [string, string][] = [
      ["cancel", words.cancelQueue],
      ...others.map(({ id, name }): [string, string] => [id, words.moveQueue(name)]),
    ];
    return html`<details class="guard sheet"><summary>${words.retire}</summary>
<form method="post" action="${path}/retire"><p>${words.retireHelp}</p>
${selectField(view, { name: "queue", label: words.queueTo, choices })}
<button>${words.retireConfirm}</button></form></details>`;
  }
}
