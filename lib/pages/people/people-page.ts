import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { withQuery } from "../shell/with-query.ts";
import { type PeopleFilters, peoplePath, sources, states } from "./people-filters.ts";
import { personRow } from "./person-row.ts";
import type { PeopleList } from "./read-people.ts";
import { peopleTexts } from "./texts.ts";

export interface PeoplePage {
  language: Language;
  timeZone: string;
  filters: PeopleFilters;
  list: PeopleList;
  colleagues: Colleague[];
  /** Who looks. */
  me: string;
  /** May take the list away. */
  mayExport: boolean;
}

/** Everybody we know: filters, what is done with those chosen, rows, the way on. */
export function peoplePage(page: PeoplePage): Html {
  const { language, filters, list, mayExport } = page;
  const t = peopleTexts[language];
  const { columns } = t;
  const isNarrowed = Object.values({ ...filters, before: null }).some((value) => value !== null);
  return html`<div class="wide"><h1 class="page-title">${t.title}</h1>
${filterForm(page)}
${
  list.rows.length === 0
    ? html`<p class="empty">${isNarrowed ? html`${t.noMatch} <a href="/monitor/people">${t.showAll}</a>` : t.none}</p>`
    : html`<form method="post" action="/monitor/people/change">
<input type="hidden" name="back" value="${peoplePath(filters, { before: filters.before })}">
${changeBar(page)}
<table class="dense people-list"><caption class="unseen">${t.title}</caption>
<thead><tr><th scope="col" class="choose"><span class="unseen">${columns.choose}</span></th>${(["who", "phone", "state", "owner", "last", "next", "source", "tags"] as const).map((column) => html`<th scope="col" class="${column === "tags" ? "labels" : column}">${columns[column]}</th>`)}<th scope="col" class="card"><span class="unseen">${t.card}</span></th></tr></thead>
<tbody>${list.rows.map((person) => personRow({ ...page, now: list.now }, person))}</tbody></table></form>`
}
${pages(page)}
${
  mayExport &&
  html`<p class="take">${t.take} <a href="${exportPath(filters, "xlsx")}">Excel</a> <a href="${exportPath(filters, "csv")}">CSV</a></p>
<p class="take">${t.consents} <a href="/api/consent.xlsx">Excel</a> <a href="/api/consent.csv">CSV</a></p>`
}</div>`;
}

function filterForm({ language, filters, list, colleagues, me }: PeoplePage): Html {
  const t = peopleTexts[language];
  const tags = filters.tag && !list.tags.includes(filters.tag) ? [filters.tag, ...list.tags] : list.tags;
  return html`<form class="filter-bar" method="get" action="/monitor/people">
<label class="unseen" for="people-q">${t.search}</label><input id="people-q" type="search" name="q" value="${filters.q ?? ""}" maxlength="80" autocomplete="off" placeholder="${t.search}">
<details class="fold" ${!isFolded(filters) && "open"}><summary>${t.filters}</summary><span>${choice(
    "state",
    t.columns.state,
    t.everyState,
    states.map((state) => [state, t.states[state]]),
  )}
${choice("owner", t.columns.owner, t.everyOwner, [
  [me, t.mine],
  ["none", t.nobodys],
  ...colleagues
    .filter(({ userId, role }) => userId !== me && role !== null)
    .map(({ userId }): [string, string] => [userId, colleagueName(language, userId, colleagues)]),
])}
${
  tags.length > 0 &&
  choice(
    "tag",
    t.columns.tags,
    t.everyTag,
    tags.map((tag) => [tag, tag]),
  )
}
${choice(
  "source",
  t.columns.source,
  t.everySource,
  sources.map((source) => [source, t.sources[source]]),
)}</span></details>
<button>${t.filter}</button>
${Object.values({ ...filters, before: null }).some((value) => value !== null) && html`<a class="button quiet" href="/monitor/people">${t.clear}</a>`}</form>`;

  function choice(
    name: "state" | "owner" | "tag" | "source",
    label: string,
    every: string,
    options: [value: string, word: string][],
  ): Html {
    return html`<label class="unseen" for="people-${name}">${label}</label><select id="people-${name}" name="${name}"><option value="">${every}</option>${options.map(
      ([value, word]) =>
        html`<option value="${value}" ${filters[name] === value && "selected"}>${word}</option>`,
    )}</select>`;
  }
}

/** On a phone the other filters are folded away, unless one is on. */
function isFolded({ state, owner, tag, source }: PeopleFilters): boolean {
  return state === null && owner === null && tag === null && source === null;
}

/** What is done with all who are chosen. The tag first: Enter in its field presses the first button. */
function changeBar({ language, list, colleagues, me }: PeoplePage): Html {
  const t = peopleTexts[language].change;
  return html`<fieldset class="change-bar"><legend>${t.title}</legend>
<span><label class="unseen" for="change-tag">${t.tag}</label><input id="change-tag" name="tag" maxlength="40" autocomplete="off" list="known-tags" placeholder="${t.tag}"><datalist id="known-tags">${list.tags.map(
    (tag) => html`<option value="${tag}"></option>`,
  )}</datalist><button name="do" value="tag">${t.add}</button><button name="do" value="untag">${t.remove}</button></span>
<span><label class="unseen" for="change-owner">${t.owner}</label><select id="change-owner" name="owner"><option value="${me}">${t.me}</option>${colleagues
    .filter(({ userId, role }) => userId !== me && role !== null)
    .map(
      ({ userId }) => html`<option value="${userId}">${colleagueName(language, userId, colleagues)}</option>`,
    )}<option value="">${t.nobody}</option></select><button name="do" value="assign">${t.assign}</button></span></fieldset>`;
}

function pages({ language, filters, list }: PeoplePage): Html | false {
  const t = peopleTexts[language];
  return (
    (filters.before !== null || list.next !== null) &&
    html`<nav class="pages" aria-label="${t.pages}">${
      filters.before !== null && html`<a href="${peoplePath(filters)}">${t.newest}</a>`
    } ${list.next !== null && html`<a href="${peoplePath(filters, { before: list.next })}">${t.older}</a>`}</nav>`
  );
}

function exportPath(filters: PeopleFilters, format: string): string {
  return withQuery("/monitor/people/export", { ...filters, before: null, format });
}
