import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { vendorNamed } from "../../vendors/vendors.ts";
import { type Format, type Html, isOver } from "../shell/format.ts";
import { type EventTexts, eventTexts } from "./event-texts.ts";
import { type EventFilters, withEventFilters } from "./events-filters.ts";
import type { EventState, EventView } from "./events-read.ts";
import { eventReason } from "./events-reason.ts";
import { rereadTexts } from "./reread-texts.ts";

export interface EventRowParts {
  vendors: readonly Vendor[];
  language: Language;
  format: Format;
  /** ISO 8601: a try that is overdue comes any moment. */
  now: string;
  filters: EventFilters;
  /** A manager or an admin looks at it. */
  mayReplay: boolean;
}

/** The form that the ticks of the rows belong to. */
export const selectionForm = "replay";

const moods: Record<EventState, string> = {
  processed: "good",
  ignored: "faint",
  duplicate: "faint",
  rejected: "bad",
  retrying: "warn",
  dead: "bad",
};

/** Whether it has had no effect, and may be tried again. */
export function isOpen({ state }: Pick<EventView, "state">): boolean {
  return state === "rejected" || state === "retrying" || state === "dead";
}

export function stateChip(t: EventTexts, state: EventState): Html {
  return html`<span class="chip ${moods[state]}">${t.states[state]}</span>`;
}

export function eventName(
  language: Language,
  event: Pick<EventView, "source" | "eventType" | "origin">,
  vendors: readonly Vendor[],
): Html {
  const t = eventTexts[language];
  return html`<strong>${vendorNamed(vendors, event.source)?.words[language].source ?? event.source}</strong>
    ${event.eventType ? html`<code>${event.eventType}</code>` : html`<span class="quiet">${t.unnamed}</span>`}
    ${event.origin === "reconciled" && html`<span class="chip plain">${t.reconciled}</span>`}`;
}

/** One delivery: when, from whom, what became of it and why, how often it was tried and when it is again. */
export function eventRow(event: EventView, parts: EventRowParts): Html {
  const { language, format, now, filters, mayReplay } = parts;
  const t = eventTexts[language];
  const offered = mayReplay && isOpen(event);
  const failed = isOpen(event) || event.replayedAt !== null;
  return html`<li class="row" id="event-${event.id}">
    <div class="head">${
      offered &&
      html`<label class="tick"><span class="unseen">${t.select(event.id)}</span><input type="checkbox"
        form="${selectionForm}" name="id" value="${event.id}"></label>`
    }<span class="person">${eventName(language, event, parts.vendors)}</span> ${format.time(event.receivedAt)}</div>
    <div class="line">${stateChip(t, event.state)} ${failed && html`<span class="quiet">${triesText(t, format, event, now)}</span>`}
      ${
        offered &&
        html`<form method="post" action="${withEventFilters(`/monitor/events/${event.id}/replay`, filters)}">
        <button class="quiet">${t.retry}<span class="unseen">: ${t.number(event.id)}</span></button></form>`
      }</div>
    ${reasonView(t, event)}
    ${mayReplay && rereadView(language, event, withEventFilters(`/monitor/events/${event.id}/reread`, filters))}
    ${mayReplay && detailView(t, event)}
    ${
      (event.replayedAt || mayReplay) &&
      html`<p class="quiet">${replayedText(t, format, event)} ${
        mayReplay &&
        html`<a href="${withEventFilters(`/monitor/events/${event.id}`, filters)}">${t.open}<span
          class="unseen">: ${t.number(event.id)}</span></a>`
      }</p>`
    }</li>`;
}

/** That it was read with an older mapping, and the way to mend it. */
export function rereadView(
  language: Language,
  { id, mayReread }: Pick<EventView, "id" | "mayReread">,
  action: string,
): Html | null {
  const t = rereadTexts[language];
  if (!mayReread) return null;
  return html`<div class="line"><span class="quiet">${t.older}</span>
    <form method="post" action="${action}"><button class="quiet">${t.again}<span
      class="unseen">: ${eventTexts[language].number(id)}</span></button></form></div>`;
}

export function triesText(t: EventTexts, format: Format, event: EventView, now: string): Html {
  const when = event.nextTryAt
    ? html` · ${t.next} ${isOver(event.nextTryAt, now) ? t.soon : format.time(event.nextTryAt)}`
    : event.deadLetteredAt
      ? html` · ${t.gaveUp} ${format.time(event.deadLetteredAt)}`
      : null;
  return html`${t.tries(event.tries)}${when}`;
}

function replayedText(t: EventTexts, format: Format, { replayedAt, replayedByMe }: EventView): Html | null {
  if (!replayedAt) return null;
  return html`${replayedByMe ? t.byMe : t.byOther} ${format.time(replayedAt)} ·`;
}

export function reasonView(t: EventTexts, event: EventView): Html | null {
  const why = eventReason(t, event);
  const first = event.duplicateOf !== null && t.firstOne(event.duplicateOf);
  return why || first ? html`<p class="why">${why} ${first}</p>` : null;
}

/** What was kept beside the reason, for who can mend it: another's words are quoted, ours are told by the reason. */
export function detailView(t: EventTexts, { state, eventType, detail }: EventView): Html | null {
  if (!detail || state === "rejected") return null;
  if (state === "retrying" || state === "dead") {
    return html`<p class="quiet">${t.databaseSays} <q lang="en">${detail}</q></p>`;
  }
  // Mostly it is the event's name over again.
  if (eventType && detail.startsWith(eventType)) return null;
  return html`<p class="quiet">${t.technical} <code>${detail}</code></p>`;
}
