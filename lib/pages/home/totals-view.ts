import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { mostCounted, shownCount, shownNeeds } from "../shell/shown-count.ts";
import { daysChart } from "./days-chart.ts";
import { alertCount, needsCount } from "./needs-count.ts";
import type { View } from "./view.ts";

/** What is at stake, in three numbers and a fortnight. */
export function totalsView(view: View): Html {
  const { t, snapshot } = view;
  const { totals } = t;
  const needs = needsCount(snapshot);
  const queued = snapshot.channels.reduce((sum, channel) => sum + channel.queued, 0);
  const today = snapshot.days.at(-1)?.answered ?? 0;
  const calls = (filter: "answered" | "waiting") =>
    view.link({ calls: filter, callsBefore: null, search: null }, "#calls");
  return html`<section class="totals" aria-labelledby="totals-title">
  <h2 id="totals-title" class="unseen">${totals.title}</h2>
  <ul>
    ${tile("answered", calls("answered"), shownCount(t, snapshot.totals.answered, mostCounted.answered), totals.answered, today > 0 ? totals.today(today) : null)}
    ${tile("waiting", calls("waiting"), `${snapshot.totals.waiting}`, totals.waiting, queued > 0 ? totals.queued(queued) : null)}
    ${tile(needs > 0 ? "alarm" : "calm", alertCount(snapshot) > 0 ? "#alerts" : "#needs", shownNeeds(t, snapshot), totals.needs, needs > 0 ? null : totals.nothingNeeded)}
  </ul>
  ${daysChart(view)}
</section>`;
}

function tile(mood: string, target: string, count: string, label: string, note: string | null): Html {
  return html`<li class="tile ${mood}"><a href="${target}"><b>${count}</b> <span>${label}</span>
    ${note && html` <small>${note}</small>`}</a></li>`;
}
