import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { texts } from "../shell/texts.ts";
import { billsPath } from "./bills-path.ts";
import { type BillsView, nameOf } from "./bills-view.ts";
import type { BillPerson } from "./read-bills.ts";

/** Who was asked and has sent no bill, the longest silent first: one press calls or opens the thread. */
export function owedView(view: BillsView): Html {
  const { t, place, bills } = view;
  if (bills.people.length === 0) return html`<p class="empty">${t.empty.owed}</p>`;
  return html`<ul class="owed">${bills.people.map((person) => owedRow(view, person))}</ul>
${
  (place.before || bills.next) &&
  html`<p class="turns">${place.before && html`<a class="button" href="${billsPath({ state: "owed" })}">${t.first}</a>`}
${bills.next && html`<a class="button" href="${billsPath({ state: "owed", before: bills.next })}">${t.next}</a>`}</p>`
}`;
}

function owedRow(view: BillsView, person: BillPerson): Html {
  const { t, time } = view;
  const { contact, phone, bill, silence, asked, company, name } = person;
  return html`<li id="owed-${contact}"><a class="who" data-row href="/monitor/c/${contact}"><b>${nameOf(view, person)}</b>${
    name && company && html` <span class="quiet">${company}</span>`
  }<span class="last">${lastWords(view, person)}</span></a>
<span class="state"><span class="chip ${bill === "missing" ? "reply" : ""}">${wordFor(t.owedStates, bill)}</span>${
    silence && html` <span class="chip">${wordFor(t.silence, silence)}</span>`
  }<small>${asked && html`${t.owed.since} ${time(asked.at)}`}</small></span>
${phone ? html`<a class="button tel" href="tel:${phone}" title="${t.phone(readablePhone(phone))}">${icon("call", 16)}<span>${readablePhone(phone)}</span></a>` : html`<span></span>`}</li>`;
}

function lastWords({ t, language, time }: BillsView, { last }: BillPerson): Html | null {
  if (!last) return null;
  const said = last.body?.replace(/\s+/g, " ").trim() || wordFor(texts[language].messages.kinds, last.kind);
  return html`${last.direction === "out" && html`${t.us} `}${said} · ${time(last.at)}`;
}
