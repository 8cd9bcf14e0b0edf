import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { decisionTexts } from "../decision/texts.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import type { CallPageView } from "./call-page-view.ts";

/** Who called whom, and all that CloudTalk said of it. */
export function factsSection({ call, words, language, format }: CallPageView): Html {
  const t = words.facts;
  const phone = call.phone ? readablePhone(call.phone) : (call.phoneRaw ?? texts[language].calls.anonymous);
  const tags = Array.isArray(call.tags) ? call.tags.map(String) : [];
  const custom = Object.entries(call.customFields ?? {}).map(
    ([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
  );
  const endedAt = [call.createdAt, call.endedHeardAt].filter((at) => at !== null).toSorted()[0]!;
  const facts: [string, Html | string | null][] = [
    [
      t.person,
      html`${call.contactName && html`<strong>${call.contactName}</strong> `}${
        call.phone
          ? html`<a class="phone" href="tel:${call.phone}">${phone}</a>`
          : html`<span class="phone">${phone}</span>`
      }${call.contactId && html` · <a href="/monitor/contacts/${call.contactId}">${t.person_page}</a>`}`,
    ],
    [t.company, call.company],
    [t.when, format.time(endedAt)],
    [t.direction, wordFor(decisionTexts[language].directions, call.direction) ?? call.direction],
    [t.duration, call.talkingSeconds === null ? null : format.duration(call.talkingSeconds)],
    [t.agent, call.agentName],
    [t.line, call.internalNumber],
    [t.tags, tags.join(", ") || null],
    [t.disposition, call.disposition],
    [t.custom, custom.join(" · ") || null],
    [t.cloudtalk, call.cloudtalkId],
    [t.recording, call.recordingUrl && html`<a href="${call.recordingUrl}" rel="noreferrer">${t.listen}</a>`],
  ];
  return html`<section class="sheet" id="facts" aria-labelledby="facts-title"><h2 id="facts-title">${t.title}</h2>
<dl class="facts">${facts.map(([term, fact]) => fact && html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl></section>`;
}
