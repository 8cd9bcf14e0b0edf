import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { lastWords } from "../shell/day-words.ts";
import type { Html } from "../shell/format.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { filterForm } from "./filter-form.ts";
import { type LeadFilters, leadsPath } from "./lead-filters.ts";
import { leadName, speedView } from "./lead-words.ts";
import type { LeadBoard, LeadRow } from "./read-leads.ts";
import { sourceWords } from "./source-words.ts";
import { leadsTexts } from "./texts.ts";
import { viewTabs } from "./view-tabs.ts";

interface BoardPage {
  language: Language;
  timeZone: string;
  filters: LeadFilters;
  board: LeadBoard;
  colleagues: Colleague[];
  me: string;
}

/** Always there, and those that only stand where somebody is in them. */
const always = ["new", "queued", "contacted", "answered", "bill", "won", "lost"] as const;
const whereAny = ["error", "waiting"] as const;

/** A column for each state, with the newest of it, and the way to the rest. */
export function boardPage(page: BoardPage): Html {
  const { language, filters, board } = page;
  const t = leadsTexts[language];
  const shown = [...whereAny.filter((state) => board.columns[state].length > 0), ...always];
  return html`<div class="wide"><h1 class="page-title">${t.title}</h1>
${viewTabs(language, filters, "board")}
${filterForm({ ...page, path: "/monitor/leads/board", choices: board.choices, isBoard: true })}
<div class="leads-board" tabindex="0" role="group" aria-label="${t.board}">${shown.map((state) => {
    const rows = board.columns[state];
    const isWhole = Object.values(filters).every((value) => value === null);
    const count = board.counts[state];
    const words = count > 1000 ? t.more(1000) : `${count}`;
    return html`<section aria-labelledby="column-${state}"><h2 id="column-${state}">${t.states[state]}${
      isWhole && html` <span class="quiet">${words}</span>`
    }</h2>
${rows.length === 0 && html`<p class="quiet">${t.emptyColumn}</p>`}
<ul>${rows.map((lead) => cardView(page, lead))}</ul>
${rows.length >= 12 && html`<p><a href="${leadsPath(filters, { state })}">${t.moreOf(t.states[state])}</a></p>`}</section>`;
  })}</div></div>`;
}

function cardView({ language, timeZone, filters, board, colleagues }: BoardPage, lead: LeadRow): Html {
  const t = leadsTexts[language];
  const { id, source, campaign, owner, at, seconds, outcome, conflicts } = lead;
  const name = leadName(language, lead);
  const back = leadsPath(filters, {}, "/monitor/leads/board");
  const move = (verb: "won" | "lost" | "reopen", word: string, said: string) =>
    html`<button class="quiet" formaction="/monitor/leads/${id}/${verb}" aria-label="${said}">${word}</button>`;
  return html`<li id="lead-${id}"><a class="who" href="/monitor/leads/${id}">${name}</a>
<span class="quiet">${[campaign ?? sourceWords(language, source), lastWords(language, timeZone, board.now, at), owner && colleagueName(language, owner, colleagues)].filter(Boolean).join(" · ")}</span>
${speedView(language, seconds)}
${conflicts > 0 && html`<span class="chip warn">${t.conflicts(conflicts)}</span>`}
<form method="post" action="/monitor/leads/${id}/reopen"><input type="hidden" name="next" value="${back}">${
    outcome
      ? move("reopen", t.reopen, `${t.reopen}: ${name}`)
      : html`${move("won", t.won, t.wonOf(name))}${move("lost", t.lost, t.lostOf(name))}`
  }</form></li>`;
}
