import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { addDays, dayOf, dayWords } from "../shell/day-words.ts";
import type { Format, Html } from "../shell/format.ts";
import { withQuery } from "../shell/with-query.ts";
import { type CallFilters, callsPath, outcomes } from "./call-filters.ts";
import { callRow } from "./call-row.ts";
import type { CallList, CallRow } from "./read-calls.ts";
import { callsTexts } from "./texts.ts";

export interface CallsPage {
  language: Language;
  format: Format;
  timeZone: string;
  filters: CallFilters;
  list: CallList;
  /** May take the list away. */
  mayExport: boolean;
}

/** The list: filters, days, rows, the way on. */
export function callsPage(page: CallsPage): Html {
  const { language, filters, list, mayExport } = page;
  const t = callsTexts[language];
  const isNarrowed = Boolean(filters.day || filters.agent || filters.outcome || filters.q);
  return html`<div class="wide"><h1 class="page-title">${t.title}</h1>
<nav class="tabs" aria-label="${t.which}">${[null, ...outcomes].map(
    (outcome) =>
      html`<a href="${callsPath(filters, { outcome })}" ${filters.outcome === outcome && html`aria-current="true"`}>${
        t.outcomes[outcome ?? "all"]
      }</a>`,
  )}</nav>
${filterForm(page)}
${
  list.rows.length === 0
    ? html`<p class="empty">${isNarrowed ? html`${t.noMatch} <a href="/monitor/calls">${t.showAll}</a>` : t.none}</p>`
    : html`<table class="dense calls-list"><caption class="unseen">${t.title}</caption>
<thead><tr>${(["at", "who", "agent", "seconds", "outcome", "sent"] as const).map((column) => html`<th scope="col" class="${column === "seconds" ? "number" : column}">${t.columns[column]}</th>`)}</tr></thead>
${byDay(page).map(
  ([
    date,
    rows,
  ]) => html`<tbody><tr class="day"><th scope="rowgroup" colspan="6">${dayHead(page, date)}</th></tr>
${rows.map((call) => callRow(language, page.format, call))}</tbody>`,
)}</table>`
}
${pages(page)}
${
  mayExport &&
  html`<p class="take">${t.take} <a href="${exportPath(filters, "xlsx")}">Excel</a> <a href="${exportPath(filters, "csv")}">CSV</a></p>`
}</div>`;
}

function filterForm({ language, timeZone, filters, list }: CallsPage): Html {
  const t = callsTexts[language];
  const today = dayOf(timeZone, list.now);
  const day = filters.day ?? today;
  const names = filters.agent && !list.names.includes(filters.agent) ? [filters.agent] : [];
  return html`<form class="filter-bar" method="get" action="/monitor/calls">
${filters.outcome && html`<input type="hidden" name="outcome" value="${filters.outcome}">`}
<span class="day-steps"><a class="button" href="${callsPath(filters, { day: addDays(day, -1) })}" title="${t.dayBefore}">‹<span class="unseen"> ${t.dayBefore}</span></a>
<label class="unseen" for="calls-day">${t.day}</label><input id="calls-day" type="date" name="day" value="${filters.day ?? ""}" max="${today}">
${
  day < today &&
  html`<a class="button" href="${callsPath(filters, { day: addDays(day, 1) })}" title="${t.dayAfter}">›<span class="unseen"> ${t.dayAfter}</span></a>`
}</span>
<label class="unseen" for="calls-agent">${t.columns.agent}</label><select id="calls-agent" name="agent"><option value="">${t.everyAgent}</option>${[
    ...names,
    ...list.names,
  ].map(
    (name) => html`<option value="${name}" ${name === filters.agent && "selected"}>${name}</option>`,
  )}</select>
<label class="unseen" for="calls-q">${t.search}</label><input id="calls-q" type="search" name="q" value="${filters.q ?? ""}" maxlength="80" autocomplete="off" placeholder="${t.search}">
<button>${t.filter}</button>
${(filters.day || filters.agent || filters.q) && html`<a class="button quiet" href="${callsPath({ ...filters, day: null, agent: null, q: null })}">${t.clear}</a>`}</form>`;
}

function pages({ language, filters, list }: CallsPage): Html | false {
  const t = callsTexts[language];
  return (
    (filters.before !== null || list.next !== null) &&
    html`<nav class="pages" aria-label="${t.pages}">${
      filters.before !== null && html`<a href="${callsPath(filters)}">${t.newest}</a>`
    } ${list.next !== null && html`<a href="${callsPath(filters, { before: String(list.next) })}">${t.older}</a>`}</nav>`
  );
}

function exportPath(filters: CallFilters, format: string): string {
  return withQuery("/monitor/calls/export", { ...filters, before: null, format });
}

/** Rows as they come, cut where the day changes. */
function byDay({ timeZone, list }: CallsPage): [date: string, rows: CallRow[]][] {
  const days: [string, CallRow[]][] = [];
  for (const row of list.rows) {
    const date = dayOf(timeZone, row.at);
    if (days.at(-1)?.[0] !== date) days.push([date, []]);
    days.at(-1)![1].push(row);
  }
  return days;
}

function dayHead({ language, timeZone, list }: CallsPage, date: string): string {
  const today = dayOf(timeZone, list.now);
  const words = dayWords(language, date, { long: true, today });
  return date === today ? `${callsTexts[language].today}, ${words}` : words;
}
