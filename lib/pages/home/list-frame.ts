import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { listSection } from "../shell/list-section.ts";
import type { Filters } from "./filters.ts";
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

/** One of the two lists of the first page, with what is being searched for. */
export function listFrame(view: View, { kind, choices, rows, empty, whole }: ListFrame): Html {
  const { t, filters, snapshot, link } = view;
  const words = t[kind];
  const anchor = `#${kind}`;
  const key = kind === "calls" ? "callsBefore" : "messagesBefore";
  const older = snapshot.older[kind];
  return listSection({
    kind,
    title: words.title,
    filters: [
      {
        label: words.filter,
        choices: choices.map(({ word, over, chosen }) => ({ word, href: link(over, anchor), chosen })),
      },
    ],
    above:
      filters.search &&
      html`<p class="found">${t.search.found} <strong>${filters.search}</strong>
    <a id="${kind}-clear" href="${link({ search: null, callsBefore: null, messagesBefore: null }, anchor)}">${t.search.clear}</a></p>`,
    rows,
    empty: whole ? empty : html`<p class="empty">${words.noMatch}</p>`,
    whole,
    pages: {
      label: words.pages,
      newest: filters[key] === null ? null : { word: words.newest, href: link({ [key]: null }, anchor) },
      older: older === null ? null : { word: words.older, href: link({ [key]: older }, anchor) },
    },
  });
}
