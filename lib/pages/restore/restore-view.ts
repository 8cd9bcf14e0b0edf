import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { mayManage } from "../home/channel-button.ts";
import type { ChannelView, RestoreView } from "../home/snapshot.ts";
import { sayer, vendorQuote } from "../home/vendor-quote.ts";
import type { View } from "../home/view.ts";
import type { Html } from "../shell/format.ts";
import { restoreTexts } from "./texts.ts";

/** A channel that is held since a backup was put back: how far the comparison is, what it found, and what a person must know. */
export function restoreView(view: View, channel: ChannelView, restore: RestoreView): Html {
  const { language, format } = view;
  const t = restoreTexts[language];
  const isComparing = restore.state === "waiting" || restore.state === "reading";
  return html`<p>${t.since} ${format.time(restore.since)}.</p>
    <p>${t.states[restore.state]} ${restore.state === "reading" && t.progress(restore.read, restore.expected)}</p>
    ${failure(view, restore)}
    ${restore.state !== "no_log" && restore.read > 0 && html`<p>${t.found(restore.adopted, restore.unknown)}</p>`}
    ${restore.blank > 0 && html`<p>${t.blank(restore.blank)}</p>`}
    ${!isComparing && html`<p><strong>${restore.people > 0 ? t.risk(restore.people) : t.nobody}</strong></p>`}
    ${!isComparing && restore.state !== "done" && restore.people > 0 && html`<p>${t.byHand}</p>`}
    ${peopleList(view, restore)}
    ${!isComparing && mayManage(view) && releaseButton(view, channel, restore)}`;
}

function failure(view: View, { state, errorCode, error }: RestoreView): Html | null {
  if (state !== "failing") return null;
  return html`<p>${wordFor(restoreTexts[view.language].errors, errorCode)}</p>${vendorQuote(view, error, sayer(view))}`;
}

function peopleList({ language }: View, { list, people }: RestoreView): Html | null {
  if (people === 0) return null;
  const t = restoreTexts[language];
  return html`<details><summary>${t.people}: ${people}</summary><ul>
    ${list.map(
      ({ contactId, name, phone, isKnown }) =>
        html`<li><a href="/monitor/contacts/${contactId}">${name ?? phone}</a> ${name && phone} ${isKnown && html`<span class="quiet">${t.known}</span>`}</li>`,
    )}
    ${people > list.length && html`<li>${t.more(people - list.length)}</li>`}</ul></details>`;
}

/** With what was read: if others wait by then, it is shown anew. */
function releaseButton(view: View, channel: ChannelView, { people }: RestoreView): Html {
  return html`<form method="post" action="${view.action(`/channels/${channel.id}/release`)}">
    <button class="main" name="people" value="${people}">${restoreTexts[view.language].release(people)}</button></form>`;
}
