import { html } from "hono/html";
import { seenView } from "../composer/seen-view.ts";
import { badgeView } from "../shell/badges-view.ts";
import { pillView } from "../shell/pill-view.ts";
import type { Drawn } from "./changes.ts";
import type { ChatView } from "./chat-view.ts";
import { emptyPart } from "./empty-view.ts";
import { looksView } from "./looks-view.ts";
import { personFacts } from "./person-view.ts";
import { orderView, tabsView } from "./tabs-view.ts";
import { actionsOf, stateView } from "./thread-head.ts";
import { hereView } from "./thread-view.ts";

/** What of the page changes by itself, beside the rows and the thread: each by its id. What is unfolded stays so. */
export function liveParts(view: ChatView): Drawn[] {
  const { language, shell, inbox, thread } = view;
  const counts = { ...shell.counts, reply: inbox.counts.reply };
  const parts: Drawn[] = [
    { id: "pill", html: pillView(shell, language) },
    { id: "badge-chat", html: badgeView({ counts }, language, "chat") },
    { id: "badge-bills", html: badgeView({ counts }, language, "bills") },
    { id: "views", html: tabsView(view) },
    { id: "order", html: orderView(view) },
    { id: "empty", html: emptyPart(view) },
  ];
  if (!thread) return parts;
  if (view.shown === "thread")
    parts.push(
      { id: "state", html: stateView(view, thread) },
      { id: "actions", html: actionsOf(view, thread) },
      { id: "looks", html: html`<div id="looks">${looksView(view, thread)}</div>` },
      { id: "here", html: hereView(view, thread) },
      { id: "seen", html: seenView(thread.messages[0]?.id) },
    );
  parts.push({ id: "person-facts", html: personFacts(view, thread) });
  return parts;
}
