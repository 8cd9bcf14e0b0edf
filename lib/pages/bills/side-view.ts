import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { type BillsView, nameOf } from "./bills-view.ts";
import type { BillPerson } from "./read-bills.ts";

/** Whose file it is: who, their words, what was asked, and the way to them. */
export function sideView(view: BillsView, person: BillPerson): Html {
  const { t, time } = view;
  const { phone, company, name, silence, words, asked, call } = person;
  return html`<aside class="whose" aria-labelledby="whose-title"><h2 id="whose-title" class="unseen">${t.person}</h2>
<p class="who"><b>${nameOf(view, person)}</b>${name && company && html`<br>${company}`}
${silence && html`<br><span class="chip">${wordFor(t.silence, silence)}</span>`}</p>
<p class="ways-to">${phone && html`<a class="button" href="tel:${phone}">${icon("call", 16)}${t.phone(readablePhone(phone))}</a>`}
<a class="button" href="/monitor/c/${person.contact}">${icon("chat", 16)}${t.thread}</a></p>
<h3>${t.theirWords}</h3>${
    words.length === 0
      ? html`<p class="quiet">${t.noWords}</p>`
      : html`<ul class="words">${words.map(({ text, at }) => html`<li><blockquote>${text}</blockquote><small>${time(at)}</small></li>`)}</ul>`
  }
<h3>${t.askedTitle}</h3>${
    asked
      ? html`<blockquote class="ours">${asked.text}</blockquote><small>${time(asked.at)}</small>`
      : html`<p class="quiet">${t.notAsked}</p>`
  }
${
  call &&
  html`<h3>${t.call}</h3><p><a href="/monitor/calls/${call.id}">${time(call.at)}</a> ${call.agent && html`<span class="quiet">${t.calledBy(call.agent)}</span>`}</p>`
}</aside>`;
}
