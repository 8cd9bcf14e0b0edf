import { html } from "hono/html";
import { attentionTexts } from "../attention/texts.ts";
import type { Html } from "../shell/format.ts";
import { actionOf, type ChatView } from "./chat-view.ts";
import type { Person, Thread } from "./inbox.ts";

/** What of this person waits until somebody has decided or looked. */
export function looksView(view: ChatView, { person, row }: Thread): Html | null {
  const { w } = view;
  const isUnknown = row?.state === "problem" && row.detail === "who";
  if (person.attention.length === 0 && !isUnknown) return null;
  return html`<section class="looks" aria-label="${w.look.title}">${person.attention.map((item) => lookView(view, item))}${
    isUnknown &&
    html`<div class="look"><p><b>${w.look.who}</b> ${w.look.whoHelp}</p><div class="buttons"><a class="button" href="/monitor/contacts/${person.id}#join">${w.look.link}</a></div></div>`
  }</section>`;
}

function lookView(view: ChatView, item: Person["attention"][number]): Html {
  const { w, language, moments } = view;
  const t = attentionTexts[language];
  const words = (Object.hasOwn(t.kinds, item.kind) && t.kinds[item.kind as keyof typeof t.kinds]) || t.other;
  // Both numbers of who has another one; other details are the providers' words.
  const numbers = item.kind === "number_changed" && item.detail;
  return html`<div class="look" id="look-${item.id}"><p><b>${words.title}</b> <small>${moments.time(item.at, moments.exact(item.at))}</small> ${numbers} ${words.todo}</p>
<div class="buttons">${
    item.kind === "refusal"
      ? html`<form method="post" action="${actionOf(view, `/attention/${item.id}/refusal`)}"><button name="decision" value="stop">${t.refusal.stop}</button>
<button name="decision" value="continue">${t.refusal.continue}</button></form>`
      : html`<form method="post" action="${actionOf(view, `/attention/${item.id}/seen`)}"><button>${w.look.seen}</button></form>`
  }</div></div>`;
}
