import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { reasonText, statusView } from "../home/status-view.ts";
import type { Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import type { CallPageView } from "./call-page-view.ts";
import type { CallMessage } from "./read-call-page.ts";
import { remindersChoice } from "./reminders-choice.ts";

/** What was sent because of this call, and what it brought. */
export async function messagesSection(view: CallPageView): Promise<Html> {
  const { messages, words, language, format } = view;
  const t = words.messages;
  const all = { t: texts[language] };
  return html`<section class="sheet" id="messages" aria-labelledby="messages-title"><h2 id="messages-title">${t.title}</h2>
${messages.length === 0 && html`<p class="empty">${t.none}</p>`}
<ul class="rows">${messages.map(row)}</ul>
${await remindersChoice(view)}</section>`;

  function row(message: CallMessage): Html {
    const { id, purpose, status, body, dueAt, createdAt } = message;
    const reason = reasonText(all, message);
    return html`<li class="row" id="message-${id}"><div class="head"><span class="person">${wordFor(t.purposes, purpose) ?? purpose}</span> ${format.time(createdAt)}</div>
  <p class="line">${statusView(all, status)} ${status === "queued" && dueAt && html`<span class="quiet">${t.due} ${format.time(dueAt)}</span>`}</p>
  ${reason && html`<p class="why">${reason}</p>`}
  ${body && html`<blockquote class="bubble">${body}</blockquote>`}</li>`;
  }
}
