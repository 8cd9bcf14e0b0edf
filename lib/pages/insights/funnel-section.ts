import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { steps } from "./insight-tables.ts";
import { differenceWords, type InsightsView, percent } from "./insights-view.ts";

/** From call to bill: how many people each step has, of how many, and beside the period before. */
export function funnelView(view: InsightsView): Html {
  const { t, data } = view;
  const { funnel, before } = data;
  const most = Math.max(funnel.called, 1);
  return html`<table class="funnel"><caption class="unseen">${t.titles.funnel}</caption>
<thead class="unseen"><tr><th scope="col">${t.step}</th><th scope="col">${t.drawing}</th><th scope="col">${t.people}</th><th scope="col">${t.ofBefore}</th>${
    before && html`<th scope="col">${t.difference}</th>`
  }</tr></thead>
<tbody>${steps.map(
    (step, n) => html`<tr><th scope="row">${t.steps[step]}</th>
<td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="10" rx="1"/><rect class="${step}" width="${((100 * funnel[step]) / most).toFixed(2)}" height="10" rx="1"/></svg></td>
<td class="number"><strong>${funnel[step]}</strong></td>
<td class="number share">${n > 0 && percent(funnel[step], funnel[steps[n - 1]!])}</td>
${before && html`<td class="number difference">${differenceWords(view, funnel[step], before.funnel[step])}</td>`}</tr>`,
  )}</tbody></table>
<p class="quiet">${t.funnelNote}</p>`;
}
