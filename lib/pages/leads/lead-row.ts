import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { lastWords } from "../shell/day-words.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { leadChip, leadName, speedView } from "./lead-words.ts";
import type { LeadRow } from "./read-leads.ts";
import { sourceWords } from "./source-words.ts";

export interface RowParts {
  language: Language;
  timeZone: string;
  now: string;
  colleagues: Colleague[];
}

/** One lead in a line: who, how it stands, where from, whose, when, and how fast we were. */
export function leadRow({ language, timeZone, now, colleagues }: RowParts, lead: LeadRow): Html {
  const { id, phone, email, company, owner, source, campaign, form, at, seconds } = lead;
  const name = leadName(language, lead);
  const moment = `${new Date(at).toISOString().slice(0, 16)}Z`;
  return html`<tr id="lead-${id}">
<td class="who"><a data-row href="/monitor/leads/${id}">${name}</a>${company && company !== name && html` <span class="quiet">${company}</span>`}</td>
<td class="phone">${phone ? html`<a href="tel:${phone}">${readablePhone(phone)}</a>` : html`<span class="quiet">${email}</span>`}</td>
<td class="state">${leadChip(language, lead)}</td>
<td class="source">${sourceWords(language, source)}</td>
<td class="campaign">${campaign ?? form}</td>
<td class="owner">${owner && colleagueName(language, owner, colleagues)}</td>
<td class="at"><time datetime="${moment}">${lastWords(language, timeZone, now, at)}</time></td>
<td class="speed">${speedView(language, seconds)}</td></tr>`;
}
