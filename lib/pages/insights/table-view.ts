import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { InsightTable } from "./insight-tables.ts";

/** A table as it is read; all but the first column are figures. */
export function tableView(caption: string, { header, rows }: InsightTable): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption class="unseen">${caption}</caption>
<thead><tr>${header.map((word, n) => html`<th scope="col" class="${n > 0 && "number"}">${word}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td class="number">${cell ?? "–"}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** The same behind a drawing. */
export function tableBehind(word: string, caption: string, table: InsightTable): Html {
  return html`<details class="behind"><summary>${word}</summary>${tableView(caption, table)}</details>`;
}
