import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { windowWords } from "../composer/window-words.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { actionsView } from "../work/actions-view.ts";
import { type ChatFilters, chatPath, chatQuery } from "./chat-filters.ts";
import { type ChatView, hereOf } from "./chat-view.ts";
import type { ConversationRow, Thread } from "./inbox.ts";
import { rowName } from "./row-view.ts";

/** Who it is, what is next, and what can be done. */
export function threadHead(view: ChatView, thread: Thread): Html {
  const { w, filters } = view;
  const { person } = thread;
  const { language, shell } = view;
  const when = { language, timeZone: shell.workspace.timeZone, now: shell.now };
  const under = [
    person.company !== rowName(view, person) && person.company,
    phoneWords(view, thread),
    windowWords(when, thread.composer.window),
  ].filter(Boolean);
  return html`<header class="thread-head"><a class="button quiet icon-only back-to-list" href="${chatPath(filters)}" title="${w.thread.back}">${icon("back")}<span class="unseen">${w.thread.back}</span></a>
<div class="who"><h1>${rowName(view, person)}</h1><p>${under.join(" · ")}</p></div>
${stateView(view, thread)}
${
  person.phone &&
  html`<a class="button icon-only" href="tel:${person.phone}" title="${w.thread.call}">${icon("call")}<span class="unseen">${w.thread.call}</span></a>`
}
${actionsOf(view, thread)}
<a class="button quiet icon-only to-person" href="${personPath(view.filters, person.id)}" title="${w.thread.more}">${icon("more")}<span class="unseen">${w.thread.more}</span></a></header>`;
}

/** What one may do with the person, as it is now. */
export function actionsOf(view: ChatView, thread: Thread): Html {
  const { language, shell, colleagues } = view;
  return actionsView({ language, shell, thread, members: colleagues, next: hereOf(view) });
}

export function personPath(filters: ChatFilters, contact: number, more: Record<string, string> = {}): string {
  const query = chatQuery(filters, more);
  return `/monitor/c/${contact}/person${query && `?${query}`}`;
}

/** The next step with this person, as a chip. */
export function stateView(view: ChatView, { row }: Thread): Html {
  return html`<span id="state">${row && row.state !== "closed" && html`<span class="chip ${moodOf(row)}">${stateWords(view, row)}</span>`}</span>`;
}

function phoneWords({ w }: ChatView, { person }: Thread): string {
  return person.phone ? readablePhone(person.phone) : w.hiddenNumber;
}

function moodOf({ state }: ConversationRow): string {
  const moods: Record<string, string> = {
    problem: "problem",
    reply: "reply",
    call_back: "reply",
    check: "bill",
    done: "done",
  };
  return wordFor(moods, state) ?? "wait";
}

function stateWords({ w, moments }: ChatView, row: ConversationRow): string {
  if (row.state === "problem") return wordFor(w.problems, row.detail) ?? w.lookAt;
  if (row.state === "reply") return w.states.reply(moments.age(row.since));
  if (row.state === "call_back") return w.states.call_back(moments.exact(row.callBackAt ?? row.since));
  return w.states[row.state];
}
