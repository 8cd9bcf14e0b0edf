import { html } from "hono/html";
import { decisionWords } from "../decision/decision-words.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { ChatView } from "./chat-view.ts";
import type { ThreadCall } from "./inbox.ts";
import { rowName } from "./row-view.ts";

/** A call as an event of the thread; where nothing was sent after it, why not. */
export function callItem(view: ChatView, call: ThreadCall): Html {
  const { w, moments } = view;
  const words = [callWords(view, call), call.disposition && `«${call.disposition}»`].filter(Boolean);
  const head = html`${icon(call.direction === "incoming" ? "phone-in" : "phone-out", 16)} ${moments.time(call.endedAt, moments.clock(call.endedAt))} · ${words.join(" · ")}`;
  const details = html`<a href="/monitor/calls/${call.id}">${w.call.details}</a>${
    call.recordingUrl && html` · <a href="${call.recordingUrl}" rel="noreferrer">${w.call.listen}</a>`
  }`;
  if (call.message || !call.ended)
    return html`<li class="event" id="call-${call.id}"><details id="of-call-${call.id}"><summary>${head}</summary><p>${details}</p></details></li>`;
  return html`<li class="event" id="call-${call.id}"><details id="of-call-${call.id}"><summary>${head} · ${w.call.noMessage} <u>${w.call.why}</u></summary>
<p>${whyOf(view, call)}</p><p>${details}</p></details></li>`;
}

function callWords(view: ChatView, call: ThreadCall): string {
  const { w, format, thread } = view;
  const isIncoming = call.direction === "incoming";
  const who = isIncoming
    ? thread
      ? rowName(view, thread.person)
      : w.call.customer
    : (call.agentName ?? w.call.agentless);
  const spoke = call.talkingSeconds ? format.duration(call.talkingSeconds) : w.call.unanswered;
  return `${w.call.called(who)}, ${spoke}`;
}

/** Why nothing was sent after this call, in the reader's words. */
export function whyOf({ language }: Pick<ChatView, "language">, call: ThreadCall): string {
  const { shouldSendCode, shouldSendReason, ruleName, because } = call;
  return decisionWords(language, { code: shouldSendCode, reason: shouldSendReason, ruleName, because });
}
