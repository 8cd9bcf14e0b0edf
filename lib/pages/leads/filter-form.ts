import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { isNarrowed, type LeadFilters, leadStates } from "./lead-filters.ts";
import type { LeadChoices } from "./read-leads.ts";
import { sourceWords } from "./source-words.ts";
import { leadsTexts } from "./texts.ts";

export interface FilterParts {
  language: Language;
  /** Of the page that the form asks for. */
  path: string;
  filters: LeadFilters;
  choices: LeadChoices;
  colleagues: Colleague[];
  /** Who looks. */
  me: string;
  /** The board has a column for each state and finds nobody. */
  isBoard?: boolean;
}

type Choice = "source" | "campaign" | "form" | "state" | "owner" | "country" | "tag" | "field";

/** Which leads: each choice is in the page's address. */
export function filterForm(parts: FilterParts): Html {
  const { language, path, filters, choices, colleagues, me, isBoard } = parts;
  const t = leadsTexts[language];
  const plain = (values: string[]): [string, string][] => values.map((value) => [value, value]);
  return html`<form class="filter-bar" method="get" action="${path}">
${
  !isBoard &&
  html`<label class="unseen" for="leads-q">${t.search}</label><input id="leads-q" type="search" name="q" value="${filters.q ?? ""}" maxlength="80" autocomplete="off" placeholder="${t.search}">
${choice(
  "state",
  leadStates.map((state) => [state, t.states[state]]),
)}`
}
<details class="fold" ${isMoreChosen(filters) && "open"}><summary>${t.filters}</summary><span>${choice(
    "source",
    choices.sources.map((source) => [source, sourceWords(language, source)]),
  )}
${choice("campaign", plain(choices.campaigns))}
${choice(
  "form",
  choices.forms.map(({ formId, name }) => [formId, name]),
)}
${choice("owner", [
  [me, t.mine],
  ["none", t.nobodys],
  ...colleagues
    .filter(({ userId, role }) => userId !== me && role !== null)
    .map(({ userId }): [string, string] => [userId, colleagueName(language, userId, colleagues)]),
])}
${choice("country", plain(choices.countries))}
${choice("tag", plain(choices.tags))}
${choice(
  "field",
  choices.fields.map(({ key, label }) => [key, label]),
)}
${
  (choices.fields.length > 0 || filters.field !== null) &&
  html`<label class="unseen" for="leads-value">${t.value}</label><input id="leads-value" name="value" value="${filters.value ?? ""}" maxlength="200" autocomplete="off" placeholder="${t.value}">`
}
${day("from")}${day("to")}</span></details>
<button>${t.filter}</button>
${isNarrowed(filters) && html`<a class="button quiet" href="${path}">${t.clear}</a>`}</form>`;

  function choice(name: Choice, known: [value: string, word: string][]): Html | false {
    const chosen = filters[name];
    // What a link asks for stands in the list, whether the list knows it or not.
    const options: [string, string][] =
      chosen !== null && !known.some(([value]) => value === chosen) ? [[chosen, chosen], ...known] : known;
    return (
      options.length > 0 &&
      html`<label class="unseen" for="leads-${name}">${t.every[name]}</label><select id="leads-${name}" name="${name}"><option value="">${t.every[name]}</option>${options.map(
        ([value, word]) => html`<option value="${value}" ${value === chosen && "selected"}>${word}</option>`,
      )}</select>`
    );
  }

  function day(name: "from" | "to"): Html {
    return html`<label for="leads-${name}">${t[name]}</label><input id="leads-${name}" type="date" name="${name}" value="${filters[name] ?? ""}">`;
  }
}

/** On a phone the other filters are folded away, unless one is on. */
function isMoreChosen(filters: LeadFilters): boolean {
  return isNarrowed({ ...filters, q: null, state: null });
}
