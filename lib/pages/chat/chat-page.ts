import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { composerScript, composerStyle } from "../composer/composer-view.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import type { takeDone } from "../shell/notice.ts";
import { toastView } from "../shell/toast-view.ts";
import { chatPath, chatQuery } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";
import { listView } from "./list-view.ts";
import { personView } from "./person-view.ts";
import { rowName } from "./row-view.ts";
import { personPath } from "./thread-head.ts";
import { threadView } from "./thread-view.ts";

type Done = NonNullable<ReturnType<typeof takeDone>>;

/** The whole page: list, thread and person side by side where there is room. */
export function chatPage(view: ChatView, ptag: string, done: Done | undefined, worked: Html | null): Html {
  const { language, t, w, filters, thread, shell } = view;
  const said = wordFor(t.notices, done?.code) ?? wordFor(t.callCodes, done?.code);
  const contact = thread?.person.id ?? null;
  const more: Record<string, string | number> = contact === null ? {} : { page: view.shown, c: contact };
  if (view.until !== null) more.until = view.until;
  const main = html`<div class="chat of-${thread ? view.shown : "list"}">${!thread && html`<h1 class="unseen">${w.title}</h1>`}
${listView(view)}
${
  thread
    ? html`${view.shown === "thread" && threadView(view, thread)}${personView(view, thread)}`
    : html`<section class="thread nobody" aria-label="${w.thread.label}"><p>${w.choose}</p><p class="quiet">${w.chooseHelp}</p></section>`
}</div>
<p class="lost" id="lost" role="alert" data-text="${w.lost}" data-zone="${view.inbox.workspace.timeZone}"></p>
<div id="live" hx-get="/monitor/live?${chatQuery(filters, { ...more, lang: language })}" hx-trigger="every 5s, visibilitychange from:document, refresh" hx-include="#typing" hx-ptag="${ptag}"></div>`;
  return documentView({
    language,
    title: chatTitle(view),
    section: "chat",
    shell,
    layout: "panes",
    main,
    style: ["chat.css", composerStyle],
    live: true,
    scripts: ["chat.js", composerScript],
    toast: worked ?? (said ? toastView(language, { text: said, undo: done?.undo }) : null),
    otherLanguage: (code) => {
      const more = { lang: code };
      const isPerson = view.shown === "person" && contact !== null;
      return isPerson ? personPath(filters, contact, more) : chatPath(filters, contact, more);
    },
  });
}

/** `(2) Chat · Aftercall`: how many wrote that the reader has not read. */
export function chatTitle(view: ChatView): string {
  const { w, t, inbox, thread } = view;
  const { new: count } = inbox.counts;
  return `${count > 0 ? `(${w.many(count)}) ` : ""}${thread ? rowName(view, thread.person) : w.title} · ${t.product}`;
}
