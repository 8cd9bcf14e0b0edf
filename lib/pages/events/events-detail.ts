import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { documentView } from "../shell/document.ts";
import { createFormat, type Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { type Colleague, staffName } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { eventTexts } from "./event-texts.ts";
import { type EventFilters, withEventFilters } from "./events-filters.ts";
import type { EventDetail } from "./events-read.ts";
import { detailView, eventName, isOpen, reasonView, rereadView, stateChip, triesText } from "./events-row.ts";
import { rereadTexts } from "./reread-texts.ts";

export interface EventDetailParts {
  language: Language;
  shell: Shell;
  event: EventDetail;
  filters: EventFilters;
  vendors: readonly Vendor[];
  /** Whose names may be shown. */
  colleagues: Colleague[];
  /** What came of what was just done. */
  notice: Html | null;
}

/** Characters: a phone takes long over the 4 MiB that a body may have, and nobody reads it. */
const shownLength = 100_000;

/** One delivery with what it said, for managers. */
export function eventDetail(parts: EventDetailParts): Html {
  const { language, shell, event, filters, vendors, colleagues, notice } = parts;
  const t = eventTexts[language];
  const format = createFormat(language, event.timeZone, event.now);
  const said = event.body === null ? event.rawBody : JSON.stringify(event.body, null, 2);
  const own = `/monitor/events/${event.id}`;
  const by = (userId: string) => staffName(language, event.replayedByMe ? userId : null, userId, colleagues);
  const facts: [string, Html | string | null][] = [
    [t.facts.outcome, stateChip(t, event.state)],
    [
      t.facts.why,
      event.reason || event.duplicateOf ? html`${reasonView(t, event)}${detailView(t, event)}` : null,
    ],
    [t.facts.received, format.time(event.receivedAt, { seconds: true })],
    [t.facts.tried, triesText(t, format, event, event.now)],
    [
      t.facts.replayed,
      event.replayedAt &&
        html`${format.time(event.replayedAt, { seconds: true })} ${event.replayedBy && `${t.facts.by} ${by(event.replayedBy)}`}`,
    ],
    [t.facts.contentType, event.contentType],
    [t.facts.reference, event.requestId && html`<code>${event.requestId}</code>`],
  ];
  const main = html`<p class="back"><a href="${withEventFilters("/monitor/events", filters)}">← ${t.toList}</a></p>
<h1 class="page-title">${t.number(event.id)}</h1>
${notice}
<div class="board one">
<section id="event" aria-labelledby="event-title"><h2 id="event-title">${eventName(language, event, vendors)}</h2>
  <dl class="facts">${facts.map(
    ([term, fact]) => fact && html`<div><dt>${term}</dt><dd>${fact}</dd></div>`,
  )}</dl>
  ${
    isOpen(event) &&
    html`<form method="post" action="${withEventFilters(`${own}/replay`, filters, { from: "detail" })}">
    <button class="main">${t.retry}</button></form>`
  }
  ${said !== null && rereadView(language, event, withEventFilters(`${own}/reread`, filters, { from: "detail" }))}
  ${event.callId !== null && html`<p><a href="/monitor/calls/${event.callId}">${rereadTexts[language].call}</a></p>`}</section>
<section id="said" aria-labelledby="said-title"><h2 id="said-title">${t.said}</h2>
  ${
    said === null
      ? html`<p class="empty">${t.notKept}</p>`
      : html`<p class="quiet">${t.saidHelp} ${said.length > shownLength && t.cut(shownLength / 1000)}</p>
  <pre class="payload" tabindex="0" role="group" aria-labelledby="said-title" translate="no">${said.slice(0, shownLength)}</pre>`
  }</section>
</div>`;
  return documentView({
    language,
    title: `${t.number(event.id)} · ${texts[language].product}`,
    section: "settings",
    shell,
    layout: "page",
    main,
    style: ["lists.css", "events.css"],
    otherLanguage: (lang) => withEventFilters(own, filters, { lang }),
  });
}
