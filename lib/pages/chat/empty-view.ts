import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { chatPath } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";

/** Under the rows: nothing, or why there are none. */
export function emptyPart(view: ChatView): Html {
  return html`<div id="empty">${view.inbox.list.rows.length === 0 && emptyView(view)}</div>`;
}

/** Why a list is empty, and what there is to do. */
function emptyView({ w, filters, inbox }: ChatView): Html {
  const { empty } = w;
  if (filters.q !== null)
    return html`<p>${empty.search(filters.q)}</p><p><a class="button" href="/monitor/new">${empty.writeNew}</a></p>`;
  if (filters.owner !== null || filters.tag !== null) return html`<p>${empty.filtered}</p>`;
  if (filters.view !== "reply") return html`<p>${empty[filters.view]}</p>`;
  const { waiting } = inbox.counts;
  return html`<p>${empty.reply(w.many(waiting))}</p>${
    waiting > 0 &&
    html`<p><a class="button" href="${chatPath({ ...filters, view: "waiting" })}">${empty.toWaiting}</a></p>`
  }`;
}
