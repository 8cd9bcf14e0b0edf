import { html } from "hono/html";
import type { Html } from "./format.ts";

export interface ListSection {
  /** Of the section, and the start of the ids of what is in it. */
  kind: string;
  title: Html | string;
  /** One row of links each. */
  filters: { label: string; choices: { word: string; href: string; chosen: boolean }[] }[];
  /** Between the filters and the rows. */
  above?: Html | null | false | "";
  rows: Html[];
  /** Instead of rows. */
  empty: Html;
  /** Nothing is filtered out and the newest are shown: only then is what was not seen before really new. */
  whole?: boolean;
  pages: { label: string; newest: Link | null; older: Link | null };
}

interface Link {
  word: string;
  href: string;
}

/** A list newest first: its filters, its rows, and the way to older ones. */
export function listSection({ kind, title, filters, above, rows, empty, whole, pages }: ListSection): Html {
  const { label, newest, older } = pages;
  return html`<section id="${kind}" class="${kind}" aria-labelledby="${kind}-title">
  <h2 id="${kind}-title">${title}</h2>
  ${filters.map(
    ({ label, choices }, n) =>
      html`<nav class="filters" aria-label="${label}">${choices.map(
        ({ word, href, chosen }, i) =>
          html`<a id="${kind}-filter${n > 0 ? n : ""}-${i}" href="${href}" ${chosen && html`aria-current="true"`}>${word}</a> `,
      )}</nav>`,
  )}
  ${above}
  ${rows.length === 0 && empty}
  <ul class="rows" ${whole && html`data-kind="${kind}"`}>${rows}</ul>
  ${
    (newest || older) &&
    html`<nav class="pages" aria-label="${label}">
    ${newest && html`<a id="${kind}-newest" href="${newest.href}">${newest.word}</a>`}
    ${older && html`<a id="${kind}-older" href="${older.href}">${older.word}</a>`}
  </nav>`
  }
</section>`;
}
