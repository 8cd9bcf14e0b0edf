import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { insightTables } from "./insight-tables.ts";
import type { InsightsView } from "./insights-view.ts";

/** When people write: the fuller the cell, the more of them. The figure stands in it. */
export function hoursView(view: InsightsView): Html {
  const { t, data } = view;
  if (data.hours.length === 0) return html`<p class="empty">${t.nothing}</p>`;
  const { header, rows } = insightTables.hours(view);
  const most = Math.max(...data.hours.map(({ people }) => people));
  return html`<table class="heat"><caption class="unseen">${t.titles.hours}</caption>
<thead><tr>${header.map((word) => html`<th scope="col">${word}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([hour, ...cells]) =>
      html`<tr><th scope="row">${hour}</th>${cells.map(
        (cell) =>
          html`<td class="heat-${Math.ceil((4 * Number(cell)) / most)}">${cell === 0 ? html`<span class="unseen">0</span>` : cell}</td>`,
      )}</tr>`,
  )}</tbody></table>`;
}
