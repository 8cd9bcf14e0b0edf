import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { wordFor } from "../../base/language.ts";
import { reasonText } from "../home/status-view.ts";
import { type Format, type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { texts } from "../shell/texts.ts";
import { callName } from "./call-name.ts";
import { callOutcome, outcomeColour } from "./call-outcome.ts";
import { isSent } from "./is-sent.ts";
import type { CallRow } from "./read-calls.ts";
import { callsTexts } from "./texts.ts";

/** One call in a line: when, who, with whom of ours, how long, what came of it, what was sent or why nothing. */
export function callRow(language: Language, format: Format, call: CallRow): Html {
  const t = callsTexts[language];
  const outcome = callOutcome(call);
  const name = callName(language, call);
  const direction = call.direction === "incoming" ? "incoming" : "outgoing";
  const company = call.company && call.company !== call.name && call.silence !== "erased" && call.company;
  const number = call.name && call.silence !== "erased" && call.phone && readablePhone(call.phone);
  return html`<tr id="call-${call.id}">
<td class="at"><a href="/monitor/calls/${call.id}" title="${t.open}">${timeOf(format, call.at)}<span class="unseen"> ${t.open}</span></a></td>
<td class="who">${icon(direction === "incoming" ? "phone-in" : "phone-out", 16)}<span class="unseen">${t.directions[direction]}: </span>${
    call.contact === null
      ? html`<span>${name}</span>`
      : html`<a data-row href="/monitor/c/${call.contact}">${name}</a>`
  }${(company || number) && html` <span class="quiet">${company || number}</span>`}</td>
<td class="agent">${call.agent}</td>
<td class="number">${call.seconds === null ? "" : format.duration(call.seconds)}</td>
<td class="outcome"><span class="chip ${outcomeColour[outcome]}">${outcomeWords(language, format, call)}</span></td>
<td class="sent">${sentView(language, format, call)}</td></tr>`;
}

/** The same as a cell of a table that is handed out. */
export function outcomeWords(language: Language, format: Format, call: CallRow): string {
  const t = callsTexts[language];
  const outcome = callOutcome(call);
  if (outcome === "queued" && call.message?.at) return t.due(format.timeOfDay(call.message.at));
  return t.chips[outcome];
}

/** Why nothing was sent; null where something was, or will be. */
export function whyNothing(language: Language, call: CallRow): string | null {
  const t = texts[language];
  if (call.message && isSent(call.message.status)) return null;
  if (call.message) return reasonText({ t }, call.message);
  return wordFor(t.callCodes, call.code) ?? call.reason;
}

export function templateName(language: Language, key: string | null): string {
  const t = callsTexts[language];
  return key === null ? t.someText : (wordFor(t.templates, key) ?? key);
}

function sentView(language: Language, format: Format, call: CallRow): Html {
  const why = whyNothing(language, call);
  if (why !== null || !call.message) return html`<span class="why" title="${why ?? ""}">${why}</span>`;
  const { template, at, status } = call.message;
  return html`<span>${templateName(language, template)}${
    at && status !== "queued" && html` <span class="quiet">${timeOf(format, at)}</span>`
  }</span>`;
}

function timeOf(format: Format, iso: string): Html {
  return html`<time datetime="${new Date(iso).toISOString().slice(0, 16)}Z">${format.timeOfDay(iso)}</time>`;
}
