import { html } from "hono/html";
import type { Filters } from "./filters.ts";
import type { Html } from "./format.ts";
import type { View } from "./view.ts";

export interface ListFrame {
  kind: "calls" | "messages";
  /** One link a filter: its word, and what it shows. */
  choices: { word: string; over: Partial<Filters>; chosen: boolean }[];
  rows: Html[];
  /** Said when there is nothing at all. */
  empty: Html;
  /** Nothing is filtered out and the newest are shown: only then is what was not seen before really new. */
  whole: boolean;
}

/** A list newest first: its filters, its rows, and the way to older ones. */
export function listFrame(view: View, { kind, choices, rows, empty, whole }: ListFrame): Html {
  const { t, filters } = view;
  const words = t[kind];
  const anchor = `#${kind}`;
  return html`<section id="${kind}" class="${kind}" aria-labelledby="${kind}-title">
  <h2 id="${kind}-title">${words.title}</h2>
  <nav class="filters" aria-label="${words.filter}">${choices.map(
    ({ word, over, chosen }, i) =>
      html`<a id="${kind}-filter-${i}" href="${view.link(over, anchor)}" ${chosen && html`aria-current="true"`}>${word}</a> `,
  )}</nav>
  ${
    filters.search &&
    html`<p class="found">${t.search.found} <strong>${filters.search}</strong>
    <a id="${kind}-clear" href="${view.link({ search: null, callsBefore: null, messagesBefore: null }, anchor)}">${t.search.clear}</a></p>`
  }
  ${rows.length === 0 && (whole ? empty : html`<p class="empty">${words.noMatch}</p>`)}
  <ul class="rows" ${whole && html`data-kind="${kind}"`}>${rows}</ul>
  ${pages(view, kind, anchor)}
</section>`;
}

function pages(
  { t, filters, snapshot, link }: View,
  kind: "calls" | "messages",
  anchor: string,
): Html | null {
  const key = kind === "calls" ? "callsBefore" : "messagesBefore";
  const older = snapshot.older[kind];
  if (filters[key] === null && older === null) return null;
  return html`<nav class="pages" aria-label="${t[kind].pages}">
    ${filters[key] !== null && html`<a id="${kind}-newest" href="${link({ [key]: null }, anchor)}">${t[kind].newest}</a>`}
    ${older !== null && html`<a id="${kind}-older" href="${link({ [key]: older }, anchor)}">${t[kind].older}</a>`}
  </nav>`;
}
