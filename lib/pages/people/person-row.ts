import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { lastWords } from "../shell/day-words.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { peoplePath } from "./people-filters.ts";
import { nextStep, stateChip } from "./person-state.ts";
import type { PersonRow } from "./read-people.ts";
import { peopleTexts } from "./texts.ts";

export interface RowParts {
  language: Language;
  timeZone: string;
  now: string;
  colleagues: Colleague[];
}

const noFilters = { state: null, owner: null, tag: null, source: null, q: null, before: null };

/** One person in a line: chosen or not, who, how it stands, whose, and what is next. */
export function personRow(parts: RowParts, person: PersonRow): Html {
  const { language, timeZone, now, colleagues } = parts;
  const t = peopleTexts[language];
  const name = personName(language, person);
  const { contact, phone, company, owner, tags, lastAt, source } = person;
  const moment = `${new Date(lastAt).toISOString().slice(0, 16)}Z`;
  return html`<tr id="person-${contact}">
<td class="choose"><label><input type="checkbox" name="contact" value="${contact}"><span class="unseen">${t.choose(name)}</span></label></td>
<td class="who"><a data-row href="/monitor/c/${contact}">${name}</a>${company && company !== name && html` <span class="quiet">${company}</span>`}</td>
<td class="phone">${phone ? html`<a href="tel:${phone}">${readablePhone(phone)}</a>` : html`<span class="quiet">${t.noPhone}</span>`}</td>
<td class="state">${stateChip(language, person)}</td>
<td class="owner">${owner && colleagueName(language, owner, colleagues)}</td>
<td class="last"><time datetime="${moment}">${lastWords(language, timeZone, now, lastAt)}</time></td>
<td class="next">${nextStep(language, timeZone, now, person)}</td>
<td class="source">${t.sources[source]}</td>
<td class="labels">${tags.map(
    (tag) => html`<a class="chip" href="${peoplePath({ ...noFilters, tag })}">${tag}</a> `,
  )}</td>
<td class="card"><a href="/monitor/contacts/${contact}" title="${t.card}">${icon("user", 16)}<span class="unseen">${t.card}: ${name}</span></a></td></tr>`;
}

/** A name, else the number, else that there is none. */
export function personName(
  language: Language,
  { name, phone, silence }: Pick<PersonRow, "name" | "phone" | "silence">,
): string {
  if (silence === "erased") return texts[language].erasedName;
  return name ?? (phone ? readablePhone(phone) : texts[language].unknownName);
}
