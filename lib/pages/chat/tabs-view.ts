import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { type ChatFilters, chatPath, type ListView, tabs } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";

/** The views with how many are in them; the one shown is the current. */
export function tabsView(view: ChatView): Html {
  const { w, filters, inbox } = view;
  const { counts } = inbox;
  const shown: ListView[] =
    counts.mentions > 0 || filters.view === "mentions" ? ["mentions", ...tabs] : [...tabs];
  const counted: Partial<Record<ListView, number>> = counts;
  const isSearch = filters.q !== null;
  return html`<nav id="views" class="views" aria-label="${w.views}">${shown.map((name) => {
    const count = counted[name];
    const isCurrent = !isSearch && name === filters.view;
    return html`<a id="view-${name}" class="${name}" href="${chatPath(of(filters, name))}" ${isCurrent && html`aria-current="page"`}>${w.tabs[name]}${
      count !== undefined && count > 0 && html` <b>${w.many(count)}</b>`
    }</a>`;
  })}</nav>`;
}

/** How many are new, and in which order they stand. */
export function orderView(view: ChatView): Html {
  const { w, filters, inbox, moments } = view;
  const { new: count, newSince } = inbox.counts;
  const isOldest = filters.q === null && ["reply", "problem", "waiting", "new"].includes(filters.view);
  return html`<p id="order" class="order">${
    count > 0 &&
    newSince &&
    html`<a href="${chatPath(of(filters, "new"))}">${w.newSince(w.many(count), moments.short(newSince))}</a>`
  } <span>${isOldest ? w.oldestFirst : w.newestFirst}</span></p>`;
}

function of(filters: ChatFilters, view: ListView): ChatFilters {
  return { ...filters, view, q: null, before: null };
}
