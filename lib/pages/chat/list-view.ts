import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { chatPath } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";
import { colleague } from "./colleague.ts";
import { emptyPart } from "./empty-view.ts";
import { rowView } from "./row-view.ts";
import { orderView, tabsView } from "./tabs-view.ts";

/** The people of a view, with its tabs, filters and the way to more. */
export function listView(view: ChatView): Html {
  const { w, filters, inbox } = view;
  const { rows, next } = inbox.list;
  return html`<section id="list" class="list" aria-label="${w.list}">
${tabsView(view)}
${narrowedView(view)}
<div class="under">${orderView(view)}${filterMenu(view)}</div>
<p id="held" class="held"></p>
<div class="scroller" id="rows-pane">
<ul id="rows" class="people">${rows.map((row) => rowView(view, row))}</ul>
${emptyPart(view)}
${
  (filters.before || next) &&
  html`<nav class="pages" aria-label="${w.list}">${
    filters.before && html`<a class="button" href="${chatPath({ ...filters, before: null })}">${w.newest}</a>`
  }${next && html`<a class="button" href="${chatPath({ ...filters, before: next })}">${w.older}</a>`}</nav>`
}</div></section>`;
}

/** What narrows the list, each with the way out of it. */
function narrowedView(view: ChatView): Html | null {
  const { w, filters } = view;
  const { q, owner, tag } = filters;
  const given: [string, object][] = [];
  if (q) given.push([w.found(q), { q: null }]);
  if (owner) given.push([w.ofOwner(colleague(view, owner)), { owner: null }]);
  if (tag) given.push([w.ofTag(tag), { tag: null }]);
  return given.length > 0
    ? html`<p class="narrowed">${given.map(
        ([word, without]) =>
          html`<a class="chip" href="${chatPath({ ...filters, before: null, ...without })}">${word} ${icon("close", 16)}<span class="unseen">${w.clear}</span></a> `,
      )}</p>`
    : null;
}

/** Whose people: for who has colleagues. */
function filterMenu(view: ChatView): Html | null {
  const { w, filters, colleagues } = view;
  if (colleagues.filter(({ role }) => role).length < 2) return null;
  const to = (owner: string | null) => chatPath({ ...filters, owner, before: null });
  return html`<details class="menu whom"><summary>${w.filter} ${icon("down", 16)}</summary><div class="sheet">
<a href="${to(null)}" ${filters.owner === null && html`aria-current="true"`}>${w.everybodys}</a>${colleagues
    .filter(({ role }) => role)
    .map(
      ({ userId }) =>
        html`<a href="${to(userId)}" ${filters.owner === userId && html`aria-current="true"`}>${w.ofOwner(colleague(view, userId))}</a>`,
    )}</div></details>`;
}
