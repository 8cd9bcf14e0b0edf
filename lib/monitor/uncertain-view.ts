import { html } from "hono/html";
import type { MessageView } from "../messages/list-messages.ts";
import type { Html } from "./format.ts";
import { personView } from "./person-view.ts";
import { reasonText } from "./status-view.ts";
import type { View } from "./view.ts";

/** A send of which nobody knows whether it arrived. Each answer asks once more, without a script. */
export function uncertainView(view: View, message: MessageView): Html {
  const { t, format } = view;
  const { needs } = t;
  return html`<li class="card warn" id="uncertain-${message.id}">
    <h3>${needs.arrived}</h3>
    <p>${personView(view, message)} · ${format.time(message.createdAt)}</p>
    <p>${reasonText(view, message)}</p>
    <p>${needs.arrivedHelp}</p>
    <div class="choices">
      ${choice(message, "sent", needs.yes, needs.yesHelp, needs.yesConfirm)}
      ${choice(message, "resend", needs.no, needs.noHelp, needs.noConfirm)}
    </div></li>`;
}

function choice(message: MessageView, decision: string, answer: string, help: string, confirm: string): Html {
  return html`<details id="${decision}-${message.id}" name="resolve-${message.id}">
    <summary>${answer}</summary>
    <form method="post" action="/monitor/messages/${message.id}/resolve">
      <p>${help}</p>
      <button class="main" name="decision" value="${decision}">${confirm}</button>
    </form></details>`;
}
