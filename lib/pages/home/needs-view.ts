import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import { eventTexts } from "../events/event-texts.ts";
import type { Html } from "../shell/format.ts";
import { mostCounted } from "../shell/shown-count.ts";
import { writtenTime } from "../shell/written-time.ts";
import { failedCard } from "./failed-card.ts";
import { alertCount, needsCount } from "./needs-count.ts";
import { pausedView } from "./paused-view.ts";
import { seenButton } from "./seen-button.ts";
import type { ChannelView } from "./snapshot.ts";
import { uncertainView } from "./uncertain-view.ts";
import { sayer, vendorQuote } from "./vendor-quote.ts";
import type { View } from "./view.ts";

/** Of one kind: a bad night must not push the calls off the page. */
const cardsShown = 6;

/** What waits for a person, worst first. */
export function needsView(view: View): Html {
  const { t, snapshot } = view;
  const { totals, channels } = snapshot;
  const [uncertain, failed, unmatched] = [snapshot.uncertain, snapshot.failed, snapshot.unmatched].map(
    (messages) => messages.slice(0, cardsShown),
  ) as [MessageView[], MessageView[], MessageView[]];
  // On top, and in the list of what is to be looked at.
  const elsewhere = alertCount(snapshot) + totals.attention;
  return html`<section id="needs" class="needs" aria-labelledby="needs-title">
  <h2 id="needs-title">${t.needs.title}</h2>
  ${
    needsCount(snapshot) === elsewhere &&
    html`<p class="empty">${elsewhere + totals.rejectedEvents > 0 ? t.needs.noneElse : t.needs.none}</p>`
  }
  <ul class="cards">
    ${channels.filter((channel) => channel.pauseReason === "staff").map((channel) => pausedView(view, channel))}
    ${uncertain.map((message) => uncertainView(view, message))}
    ${olderCard(view, "uncertain", totals.uncertain - uncertain.length, t.needs.arrived)}
    ${failed.map((message) => failedCard(view, message))}
    ${olderCard(view, "failed", totals.failed - failed.length, t.needs.failed)}
    ${channels.flatMap((channel) => channel.incidents).map((incident) => incidentCard(view, incident))}
    ${unmatched.map((message) => unmatchedCard(view, message))}
    ${olderCard(view, "unmatched", totals.unmatched - unmatched.length, t.needs.unmatched)}
    ${
      totals.failedEvents > 0 &&
      html`<li class="card warn" id="needs-events">
      <h3>${t.needs.events(totals.failedEvents)}</h3><p>${t.needs.eventsHelp}</p>
      <p><a href="/monitor/events">${eventTexts[view.language].look}</a></p></li>`
    }
  </ul>
  ${rejectedNote(view)}
</section>`;
}

export function isUnmatched(message: MessageView): boolean {
  return message.direction === "in" && message.phone === null;
}

function unmatchedCard(view: View, message: MessageView): Html {
  const { t } = view;
  return html`<li class="card" id="unmatched-${message.contactId}">
    <h3>${t.needs.unmatched}</h3>
    <p><strong>${message.contactName ?? t.unknownName}</strong> · ${writtenTime(view, message)}</p>
    ${message.body && html`<p class="body clip">${message.body}</p>`}
    <p class="quiet">${t.needs.unmatchedHelp}</p>
    <div class="line"><a href="/monitor/contacts/${message.contactId}#join">${t.needs.link}</a>
    <form method="post" action="${view.action(`/contacts/${message.contactId}/dismiss`)}">
      <button class="quiet" name="from" value="monitor">${t.needs.dismiss}</button></form></div></li>`;
}

function incidentCard(view: View, incident: ChannelView["incidents"][number]): Html {
  const { t, format } = view;
  return html`<li class="card warn" id="incident-${incident.id}">
    <h3>${wordFor(t.needs.incidents, incident.kind) ?? t.needs.incident}</h3>
    <p>${format.time(incident.openedAt)}</p>
    ${vendorQuote(view, incident.detail, sayer(view))}
    <p class="quiet">${t.needs.incidentHelp}</p>
    ${seenButton(view, "incidents", incident.id)}</li>`;
}

/** Quietly: a sender's mistake, mostly, that somebody who can mend it should look at. */
function rejectedNote({ language, snapshot }: View): Html | null {
  const { rejectedEvents } = snapshot.totals;
  if (rejectedEvents === 0) return null;
  const t = eventTexts[language];
  return html`<p class="quiet" id="needs-rejected">${t.rejectedLately(rejectedEvents)}
    <a href="/monitor/events?outcome=rejected">${t.look}</a></p>`;
}

function olderCard(view: View, key: string, count: number, what: string): Html | null {
  if (count <= 0) return null;
  const { t } = view;
  // An unmatched writer has no call; their messages are those that came in.
  const [over, anchor] =
    key === "unmatched"
      ? [{ messages: "in" as const, messagesBefore: null }, "#messages"]
      : [{ calls: "needs" as const, callsBefore: null }, "#calls"];
  return html`<li class="card" id="older-${key}"><p><a href="${view.link({ search: null, ...over }, anchor)}">${key === "unmatched" && view.snapshot.totals.unmatched > mostCounted.unmatched ? t.needs.olderMany(t.moreThan(count - 1), what) : t.needs.older(count, what)}</a></p></li>`;
}
