import { html } from "hono/html";
import { type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { whyOf } from "./call-item.ts";
import { chatPath } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";
import { colleague } from "./colleague.ts";
import type { Thread } from "./inbox.ts";
import { rowName } from "./row-view.ts";

const historyShown = 8;

/** Who it is, beside the thread. */
export function personView(view: ChatView, thread: Thread): Html {
  const { w } = view;
  const { person } = thread;
  return html`<section id="person" class="person" aria-label="${w.person.label}"><div class="inner">
${view.shown === "person" ? html`<p class="back"><a href="${chatPath(view.filters, person.id)}">← ${w.person.back}</a></p><h1>${rowName(view, person)}</h1>` : html`<h2>${rowName(view, person)}</h2>`}
${person.phone && html`<p class="buttons"><a class="button" href="tel:${person.phone}">${icon("call", 16)} ${w.person.call}</a></p>`}
${personFacts(view, thread)}
<p><a href="/monitor/contacts/${person.id}">${w.person.more}</a></p></div></section>`;
}

/** What of it changes by itself. */
export function personFacts(view: ChatView, thread: Thread): Html {
  const { w } = view;
  return html`<div id="person-facts">${billPart(view, thread)}
<h2 class="part">${w.person.facts}</h2><dl class="facts">${factsOf(view, thread).map(
    ([term, fact]) => fact && html`<div><dt>${term}</dt><dd>${fact}</dd></div>`,
  )}</dl>
${historyPart(view, thread)}
<h2 class="part">${w.person.consent}</h2><p>${consentWords(view, thread)}</p></div>`;
}

function billPart({ w }: ChatView, { row, person }: Thread): Html {
  const bill = row?.bill ?? "none";
  const mood = bill === "confirmed" ? "done" : bill === "check" ? "bill" : "wait";
  return html`<h2 class="part">${w.person.bill}</h2><p><span class="chip ${mood}">${w.person.bills[bill]}</span>${
    bill === "check" &&
    html` <a href="/monitor/bills?state=check&amp;contact=${person.id}">${w.person.toCheck}</a>`
  }</p>`;
}

function factsOf(view: ChatView, { person, row }: Thread): [string, Html | string | null][] {
  const { w, moments, filters } = view;
  const tags = row?.tags ?? [];
  return [
    [
      w.person.phone,
      person.phones.length > 0
        ? html`${person.phones.map((phone) => html`<a href="tel:${phone}">${readablePhone(phone)}</a> `)}`
        : w.hiddenNumber,
    ],
    [w.person.company, person.company],
    [w.person.whatsappName, person.pushName === person.name ? null : person.pushName],
    [w.person.owner, row?.owner ? colleague(view, row.owner) : w.person.nobody],
    [w.person.callBack, row?.callBackAt ? moments.exact(row.callBackAt) : null],
    [
      w.person.tags,
      tags.length > 0
        ? html`${tags.map((tag) => html`<a class="chip" href="${chatPath({ ...filters, view: "all", q: null, before: null, tag })}">${tag}</a> `)}`
        : null,
    ],
    [w.person.known, moments.date(person.createdAt)],
  ];
}

/** Calls with what came of them, the newest first. */
function historyPart(view: ChatView, { calls }: Thread): Html | null {
  const { w, moments, format } = view;
  if (calls.length === 0) return null;
  return html`<h2 class="part">${w.person.history}</h2><ul class="history">${calls
    .slice(0, historyShown)
    .map(
      (call) =>
        html`<li>${icon(call.direction === "incoming" ? "phone-in" : "phone-out", 16)} <div><p><a href="#call-${call.id}">${
          call.talkingSeconds ? w.person.calledFor(format.duration(call.talkingSeconds)) : w.person.unanswered
        }</a></p>${
          call.message
            ? html`<p>${w.person.asked}</p>`
            : html`<p>${w.person.notAsked}: ${whyOf(view, call)}</p>`
        }</div> ${moments.time(call.endedAt, moments.short(call.endedAt))}</li>`,
    )}</ul>`;
}

function consentWords({ w, moments }: ChatView, { person }: Thread): string {
  if (person.silence === "erased") return w.person.erased;
  if (person.blockedAt) return w.person.blocked(moments.exact(person.blockedAt));
  if (person.optedOutAt) return w.person.optedOut(moments.exact(person.optedOutAt));
  return w.person.mayWrite;
}
