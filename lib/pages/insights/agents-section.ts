import { html } from "hono/html";
import { callsPath } from "../calls/call-filters.ts";
import type { Html } from "../shell/format.ts";
import { type InsightsView, insightsPath, percent, roughly } from "./insights-view.ts";

/** What each operator's calls came to, and how long their people wait for a word. */
export function agentsView(view: InsightsView): Html {
  const { t, data } = view;
  if (data.agents.length === 0) return html`<p class="empty">${t.nothing}</p>`;
  const everybody = { day: null, agent: null, outcome: null, q: null, before: null };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${t.titles.agents}"><table><caption class="unseen">${t.titles.agents}</caption>
<thead><tr><th scope="col">${t.agent}</th>${[
    t.calls,
    t.steps.asked,
    t.steps.answered,
    t.steps.bill,
    t.median,
    t.waitingNow,
  ].map((word) => html`<th scope="col" class="number">${word}</th>`)}</tr></thead>
<tbody>${data.agents.map(
    ({ agent, calls, asked, answered, bill, replied, medianSeconds, waiting }) => html`<tr><th scope="row">${
      agent === null ? t.noAgent : html`<a href="${insightsPath(view, { agent })}">${agent}</a>`
    }</th>
<td class="number">${agent === null || calls === 0 ? calls : html`<a href="${callsPath({ ...everybody, agent })}">${calls}</a>`}</td>
<td class="number">${asked}</td>
<td class="number">${answered} <span class="quiet">${percent(answered, asked)}</span></td>
<td class="number">${bill} <span class="quiet">${percent(bill, asked)}</span></td>
<td class="number">${roughly(view, medianSeconds)} ${replied > 0 && html`<span class="quiet">${t.ofReplies(replied)}</span>`}</td>
<td class="number">${waiting > 0 ? html`<span class="chip reply">${waiting}</span>` : 0}</td></tr>`,
  )}</tbody></table></div>
<p class="quiet">${t.agentsNote}</p>`;
}
