import { html } from "hono/html";
import type { MessageView } from "../messages/list-messages.ts";
import type { Html } from "./format.ts";
import { needsCount } from "./needs-count.ts";
import { pausedView } from "./paused-view.ts";
import { personView } from "./person-view.ts";
import { reasonText } from "./status-view.ts";
import { uncertainView } from "./uncertain-view.ts";
import type { View } from "./view.ts";

/** What waits for a person, worst first. */
export function needsView(view: View): Html {
  const { t, snapshot } = view;
  const { totals, channels } = snapshot;
  const failed = snapshot.messages.filter((message) => message.status === "failed");
  const unmatched = newestByContact(snapshot.messages.filter(isUnmatched));
  return html`<section id="needs" class="needs" aria-labelledby="needs-title">
  <h2 id="needs-title">${t.needs.title}</h2>
  ${needsCount(snapshot) === 0 && html`<p class="empty">${t.needs.none}</p>`}
  <ul class="cards">
    ${channels.filter((channel) => channel.state === "paused").map((channel) => pausedView(view, channel))}
    ${snapshot.uncertain.map((message) => uncertainView(view, message))}
    ${failed.map((message) => failedCard(view, message))}
    ${channels.flatMap((channel) => channel.incidents).map((incident) => incidentCard(view, incident))}
    ${unmatched.map((message) => unmatchedCard(view, message))}
    ${
      totals.deadLettered > 0 &&
      html`<li class="card warn" id="needs-events">
      <h3>${t.needs.events(totals.deadLettered)}</h3><p>${t.needs.eventsHelp}</p></li>`
    }
    ${olderCard(view, "failed", totals.failed - failed.length, t.needs.failed)}
    ${olderCard(view, "uncertain", totals.uncertain - snapshot.uncertain.length, t.needs.arrived)}
    ${olderCard(view, "unmatched", totals.unmatched - unmatched.length, t.needs.unmatched)}
  </ul>
</section>`;
}

export function isUnmatched(message: MessageView): boolean {
  return message.direction === "in" && message.phone === null;
}

function newestByContact(messages: MessageView[]): MessageView[] {
  return messages.filter(
    (message, i) => messages.findIndex((other) => other.contactId === message.contactId) === i,
  );
}

function failedCard(view: View, message: MessageView): Html {
  const { t, format } = view;
  return html`<li class="card bad" id="failed-${message.id}">
    <h3>${t.needs.failed}</h3>
    <p>${personView(view, message)} · ${format.time(message.failedAt ?? message.createdAt)}</p>
    <p>${reasonText(view, message)}</p>
    ${message.reason && html`<p class="quiet" lang="">${message.reason}</p>`}
    <p class="quiet">${t.needs.failedHelp}</p></li>`;
}

function unmatchedCard(view: View, message: MessageView): Html {
  const { t, format } = view;
  return html`<li class="card" id="unmatched-${message.contactId}">
    <h3>${t.needs.unmatched}</h3>
    <p><strong>${message.contactName ?? t.unknownName}</strong> · ${format.time(message.createdAt)}</p>
    ${message.body && html`<p class="body clip">${message.body}</p>`}
    <p class="quiet">${t.needs.unmatchedHelp}</p></li>`;
}

function incidentCard(
  { t, format }: View,
  incident: View["snapshot"]["channels"][number]["incidents"][number],
): Html {
  return html`<li class="card warn" id="incident-${incident.id}">
    <h3>${t.needs.incident}</h3>
    <p>${format.time(incident.openedAt)}${incident.detail && html` · <span lang="">${incident.detail}</span>`}</p>
    <p class="quiet">${t.needs.incidentHelp}</p></li>`;
}

function olderCard({ t }: View, key: string, count: number, what: string): Html | null {
  return count > 0
    ? html`<li class="card" id="older-${key}"><p>${t.needs.older(count, what)}</p></li>`
    : null;
}
