import { html } from "hono/html";
import { lastWords } from "../shell/day-words.ts";
import type { Html } from "../shell/format.ts";
import { colleagueName } from "../shell/staff-name.ts";
import type { LeadPage } from "./lead-page.ts";
import type { Conflict } from "./read-leads.ts";
import { leadsTexts } from "./texts.ts";

/** What the lead says otherwise than we know: nothing was overwritten, a person decides. */
export function conflictsView(page: LeadPage): Html | false {
  const t = leadsTexts[page.language].lead;
  const { conflictsAll } = page.lead;
  return (
    conflictsAll.length > 0 &&
    html`<section class="sheet"><h2>${t.conflicts}</h2><p class="quiet">${t.conflictsHelp}</p>
<ul class="conflicts">${conflictsAll.map((conflict) => conflictView(page, conflict))}</ul></section>`
  );
}

function conflictView({ language, timeZone, lead, colleagues }: LeadPage, conflict: Conflict): Html {
  const t = leadsTexts[language].lead;
  const { field, had, given, contact, settled, by, at } = conflict;
  const who = by ? colleagueName(language, by, colleagues) : "";
  const when = at ? lastWords(language, timeZone, lead.now, at) : "";
  return html`<li><strong>${t.fields[field]}</strong>: ${had && html`${t.had} «${had}», `}${t.given} «${given}». ${
    settled
      ? html`<span class="quiet">${settled === "taken" ? t.taken(who, when) : t.kept(who, when)}</span>`
      : html`${contact !== undefined && html`${t.otherPerson} <a href="/monitor/contacts/${contact}">${t.join}</a>`}
<form method="post" class="actions"><input type="hidden" name="field" value="${field}">${
          field !== "email" &&
          html`<button formaction="/monitor/leads/${lead.id}/take">${field === "phone" ? t.takePhone : t.take}</button> `
        }<button class="quiet" formaction="/monitor/leads/${lead.id}/keep">${t.keep}</button></form>`
  }</li>`;
}
