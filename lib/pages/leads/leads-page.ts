import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { Colleague } from "../shell/staff-name.ts";
import { filterForm } from "./filter-form.ts";
import { isNarrowed, type LeadFilters, leadsPath, noFilters } from "./lead-filters.ts";
import { leadRow } from "./lead-row.ts";
import type { LeadCounts, LeadList } from "./read-leads.ts";
import { leadsTexts } from "./texts.ts";
import { viewTabs } from "./view-tabs.ts";

export interface LeadsPage {
  language: Language;
  timeZone: string;
  filters: LeadFilters;
  list: LeadList;
  colleagues: Colleague[];
  /** Who looks. */
  me: string;
  /** May take the list away. */
  mayExport: boolean;
}

/** Everybody who asked to be contacted: what needs a hand, filters, rows, the way on. */
export function leadsPage(page: LeadsPage): Html {
  const { language, filters, list, mayExport } = page;
  const t = leadsTexts[language];
  return html`<div class="wide"><h1 class="page-title">${t.title}</h1>
${viewTabs(language, filters, "list")}
${lookView(language, list.counts, filters)}
${filterForm({ ...page, path: "/monitor/leads", choices: list.choices })}
${
  list.rows.length === 0
    ? html`<p class="empty">${
        isNarrowed(filters) ? html`${t.noMatch} <a href="/monitor/leads">${t.showAll}</a>` : t.none
      }</p>`
    : html`<table class="dense leads-list"><caption class="unseen">${t.title}</caption>
<thead><tr>${(["who", "phone", "state", "source", "campaign", "owner", "at", "speed"] as const).map(
        (column) => html`<th scope="col" class="${column}">${t.columns[column]}</th>`,
      )}</tr></thead>
<tbody>${list.rows.map((lead) => leadRow({ ...page, now: list.now }, lead))}</tbody></table>`
}
${
  (filters.before !== null || list.next !== null) &&
  html`<nav class="pages" aria-label="${t.pages}">${
    filters.before !== null && html`<a href="${leadsPath(filters)}">${t.newest}</a>`
  } ${
    list.next !== null && html`<a href="${leadsPath(filters, { before: String(list.next) })}">${t.older}</a>`
  }</nav>`
}
${
  mayExport &&
  html`<p class="take">${t.take} ${["xlsx", "csv"].map(
    (format) =>
      html`<a href="${leadsPath(filters, { format }, "/monitor/leads/export")}">${format === "csv" ? "CSV" : "Excel"}</a> `,
  )}</p>`
}</div>`;
}

/** What waits for a hand, and what to do about it. */
function lookView(language: Language, counts: LeadCounts, { state }: LeadFilters): Html | false {
  const t = leadsTexts[language];
  const shown = (["error", "waiting"] as const).filter((name) => counts[name] > 0);
  return (
    shown.length > 0 &&
    html`<section class="look" aria-label="${t.look.title}">${shown.map((name) => {
      const count = counts[name] > 100 ? t.more(100) : `${counts[name]}`;
      return html`<p>${icon(name === "error" ? "warn" : "clock", 16)} <a href="${leadsPath(noFilters, { state: name })}" ${
        state === name && html`aria-current="true"`
      }>${t.look[name](count)}</a> <span class="quiet">${name === "error" ? t.look.errorHelp : t.look.waitingHelp}${
        name === "error" && html` <a href="/monitor/settings/forms">${t.forms}</a>`
      }</span></p>`;
    })}</section>`
  );
}
