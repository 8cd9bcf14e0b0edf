import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { diagnosticsNav } from "../home/diagnostics-head.ts";
import { documentView } from "../shell/document.ts";
import { createFormat, type Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import { listSection } from "../shell/list-section.ts";
import type { Shell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";
import { eventTexts } from "./event-texts.ts";
import { type EventFilters, eventFilters, withEventFilters } from "./events-filters.ts";
import type { EventPage } from "./events-read.ts";
import { eventRow, isOpen, selectionForm } from "./events-row.ts";

export interface EventsPageParts {
  language: Language;
  shell: Shell;
  page: EventPage;
  filters: EventFilters;
  vendors: readonly Vendor[];
  /** What came of what was just done. */
  notice: Html | null;
}

/** How many one press tries at most. */
export const replayLimit = 200;

/** What the sources sent and what became of it, newest first, with the way to try again what had no effect. */
export function eventsPage({ language, shell, page, filters, vendors, notice }: EventsPageParts): Html {
  const t = eventTexts[language];
  const mayReplay = page.role !== "agent";
  const format = createFormat(language, page.timeZone, page.now);
  const link = (over: Partial<EventFilters>) =>
    withEventFilters("/monitor/events", { ...filters, before: null, ...over });
  const whole = filters.before === null && filters.source === null;
  const main = html`${diagnosticsNav(language, shell, "events")}
<h1 class="page-title">${t.title}</h1>
<p class="quiet page-intro">${t.intro}</p>
${notice}
<div class="board one">
${listSection({
  kind: "events",
  title: t.filters[filters.state],
  filters: [
    {
      label: t.which,
      choices: eventFilters.map((state) => ({
        word: t.filters[state],
        href: link({ state }),
        chosen: filters.state === state,
      })),
    },
    {
      label: t.from,
      choices: [null, ...vendors.filter(({ events }) => events)].map((vendor) => ({
        word: vendor?.words[language].source ?? t.anySource,
        href: link({ source: vendor?.name ?? null }),
        chosen: filters.source === (vendor?.name ?? null),
      })),
    },
  ],
  above: page.events.some(isOpen) && (mayReplay ? bulk() : html`<p class="quiet">${t.askManager}</p>`),
  rows: page.events.map((event) =>
    eventRow(event, { language, format, now: page.now, filters, vendors, mayReplay }),
  ),
  empty: html`<p class="empty">${filters.state === "open" && whole ? t.noneOpen : t.none}</p>`,
  pages: {
    label: t.pages,
    newest: filters.before === null ? null : { word: t.newest, href: link({}) },
    older: page.older === null ? null : { word: t.older, href: link({ before: page.older }) },
  },
})}
</div>`;
  return documentView({
    language,
    title: `${t.title} · ${texts[language].product}`,
    section: "settings",
    shell,
    layout: "page",
    main,
    style: ["lists.css", "events.css"],
    otherLanguage: (lang) => withEventFilters("/monitor/events", filters, { lang }),
  });

  function bulk(): Html {
    const { rejected, retrying, dead } = page.counts;
    const matching =
      { rejected, retrying, dead, open: 0, all: 0 }[filters.state] || rejected + retrying + dead;
    const action = withEventFilters("/monitor/events/replay", filters);
    return html`<div class="bulk">
    <form id="${selectionForm}" method="post" action="${action}">
      <button name="decision" value="selected">${t.retrySelected}</button></form>
    ${guardView({
      id: "replay-matching",
      ask: t.retryAll(matching),
      help: t.retryAllHelp(replayLimit),
      confirm: t.retryAllConfirm,
      action,
      decision: "matching",
    })}</div>`;
  }
}
