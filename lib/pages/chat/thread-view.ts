import { html } from "hono/html";
import { composerView } from "../composer/composer-view.ts";
import type { Html } from "../shell/format.ts";
import { chatPath } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";
import { colleague } from "./colleague.ts";
import type { Thread } from "./inbox.ts";
import { looksView } from "./looks-view.ts";
import { threadHead } from "./thread-head.ts";
import { threadItems } from "./thread-items.ts";

/** The conversation with one person: its head, what waits for a decision, what was said, and the answer's box. */
export function threadView(view: ChatView, thread: Thread): Html {
  const { w } = view;
  return html`<section id="thread" class="thread" aria-label="${w.thread.label}">
${threadHead(view, thread)}
<div id="looks">${looksView(view, thread)}</div>
<div class="scroller" id="said" tabindex="0" role="region" aria-label="${w.thread.messages}"><div class="inner">
${olderLink(view, thread)}
<ol id="items" class="items">${threadItems(view, thread).map((item) => item.html)}</ol>
${isBlank(thread) && html`<p id="none" class="kind">${w.thread.none}</p>`}
${view.until !== null && html`<p class="pages"><a class="button" href="${chatPath(view.filters, thread.person.id)}">${w.thread.newest}</a></p>`}
</div></div>
<a id="to-end" class="held" href="#end" hidden>${w.newBelow}</a>
${hereView(view, thread)}
${composerOf(view, thread)}</section>`;
}

/** In the place of what is older; htmx puts it there, and nothing below moves. */
export function olderLink(view: ChatView, { person, older }: Thread): Html {
  const { w, filters } = view;
  if (older === null) return html`<p id="older" class="pages"></p>`;
  return html`<p id="older" class="pages"><a class="button" href="${chatPath(filters, person.id, { until: older })}"
  hx-get="/monitor/c/${person.id}/older?until=${older}" hx-target="#older" hx-swap="outerHTML">${w.thread.older}</a></p>`;
}

export function hereView(view: ChatView, { here }: Thread): Html {
  const { w } = view;
  const names = (of: typeof here) => of.map(({ userId }) => colleague(view, userId)).join(w.thread.and);
  const typing = here.filter((each) => each.typing);
  const looking = here.filter((each) => !each.typing);
  const said = [
    typing.length > 0 && w.thread.typing(names(typing)),
    looking.length > 0 && w.thread.here(names(looking)),
  ].filter(Boolean);
  return html`<p id="here" class="here" role="status">${said.join(" · ")}</p>`;
}

/** A fragment has none: the page's own stays. */
function composerOf({ language, inbox, colleagues, writing }: ChatView, thread: Thread): Html | null {
  const { now, workspace } = inbox;
  return writing
    ? composerView({ language, shell: { now, workspace }, thread, members: colleagues, ...writing })
    : null;
}

function isBlank({ messages, calls, notes }: Thread): boolean {
  return messages.length + calls.length + notes.length === 0;
}
