import { html } from "hono/html";
import type { Html } from "./format.ts";
import { needsCount } from "./needs-count.ts";
import type { View } from "./view.ts";

/** What is at stake, in three numbers. */
export function totalsView(view: View): Html {
  const { t, snapshot } = view;
  const needs = needsCount(snapshot);
  const queued = snapshot.channels.reduce((sum, channel) => sum + channel.queued, 0);
  return html`<section class="totals" aria-labelledby="totals-title">
  <h2 id="totals-title" class="unseen">${t.totals.title}</h2>
  <ul aria-live="polite">
    ${tile("answered", "#calls", snapshot.totals.answered, t.totals.answered, null)}
    ${tile("waiting", "#calls", snapshot.totals.waiting, t.totals.waiting, queued > 0 ? t.totals.queued(queued) : null)}
    ${tile(needs > 0 ? "alarm" : "calm", "#needs", needs, t.totals.needs, needs > 0 ? null : t.totals.nothingNeeded)}
  </ul>
</section>`;
}

function tile(mood: string, target: string, count: number, label: string, note: string | null): Html {
  return html`<li class="tile ${mood}" aria-atomic="true"><a href="${target}"><b>${count}</b> <span>${label}</span>
    ${note && html` <small>${note}</small>`}</a></li>`;
}
