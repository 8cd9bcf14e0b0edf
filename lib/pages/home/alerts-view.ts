import { html } from "hono/html";
import type { Alert } from "../../work/alerts/alert-store.ts";
import { alertWords } from "../../work/alerts/alert-texts.ts";
import type { Html } from "../shell/format.ts";
import { pausedView } from "./paused-view.ts";
import { isBack, ownAlerts, pausedByTrouble } from "./shown-alerts.ts";
import type { View } from "./view.ts";

/** What is wrong with the machinery, on top: since when, what to do, and where. Null when all is and was well. */
export function alertsView(view: View): Html | null {
  const { snapshot } = view;
  const words = alertWords[view.language];
  const paused = pausedByTrouble(snapshot);
  const open = ownAlerts(snapshot);
  const back = snapshot.alerts.filter((alert) => isBack(snapshot, alert));
  const over = snapshot.alerts.filter(({ closedAt }) => closedAt !== null);
  if (paused.length + open.length + back.length + over.length === 0) return null;
  return html`<section id="alerts" class="alerts" aria-labelledby="alerts-title">
  <h2 id="alerts-title" class="unseen">${words.title}</h2>
  ${
    paused.length + open.length > 0 &&
    html`<ul class="cards">
    ${paused.map((channel) => pausedView(view, channel))}
    ${open.map((alert) => alertCard(view, alert))}
  </ul>`
  }
  ${back.map((alert) => backRow(view, alert))}
  ${
    over.length > 0 &&
    html`<details id="alerts-over"><summary>${words.overLastDay(over.length)}</summary>
    <ul>${over.map((alert) => overRow(view, alert))}</ul></details>`
  }
</section>`;
}

function alertCard(view: View, alert: Alert): Html {
  const words = alertWords[view.language];
  const { format } = view;
  return html`<li class="card ${alert.kind === "cap_reached" ? "warn" : "bad"}" id="alert-${alert.id}">
    <h3>${words.what(alert, view.vendors)}</h3>
    <p><strong>${words.since} ${format.time(alert.since)}.</strong>${freesAt(view, alert)}</p>
    <p>${words.todo(alert, view.vendors)}</p>
    ${place(view, alert)}</li>`;
}

function freesAt(view: View, { kind, subject }: Alert): Html | null {
  const frees = view.snapshot.channels.find(({ id }) => id === subject)?.capFreesAt;
  if (kind !== "cap_reached" || !frees || Date.parse(frees) <= Date.parse(view.snapshot.now)) return null;
  return html` ${alertWords[view.language].freesAt} ${view.format.time(frees)}.`;
}

function place({ language }: View, { kind, subject, facts }: Alert): Html | null {
  const words = alertWords[language];
  if (kind === "source_silent") return html`<p><a href="#heard-${subject}">${words.toSources}</a></p>`;
  if (kind === "calls_lost")
    return html`<p><a href="/monitor/events?outcome=rejected">${words.toEvents}</a></p>`;
  if (kind === "task_failed") return html`<p><a href="/monitor/tasks?state=failed">${words.toTasks}</a></p>`;
  if (kind === "registry_due")
    return html`<p><a href="/monitor/settings/registry">${words.toRegistry}</a></p>`;
  return facts.reason === "unauthorized"
    ? null
    : html`<p><a href="#channel-${subject}">${words.toQueue}</a></p>`;
}

function backRow({ language, format, snapshot }: View, { id, subject }: Alert): Html {
  const channel = snapshot.channels.find((each) => each.id === subject);
  return html`<p class="notice" id="alert-${id}">${channel?.name} ${alertWords[language].back} ${
    channel?.connectionStatusAt && format.timeOfDay(channel.connectionStatusAt)
  }.</p>`;
}

function overRow(view: View, alert: Alert): Html {
  const { language, format } = view;
  const words = alertWords[language];
  return html`<li id="alert-${alert.id}">${words.what(alert, view.vendors)} · ${words.since} ${format.time(alert.since)} · ${words.over}: ${format.time(alert.closedAt!)}</li>`;
}
