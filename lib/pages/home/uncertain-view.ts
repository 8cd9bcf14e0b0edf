import { html } from "hono/html";
import type { MessageView } from "../../people/list-messages.ts";
import type { Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import { personView } from "./person-view.ts";
import { reasonText } from "./status-view.ts";
import type { View } from "./view.ts";

/** A send of which nobody knows whether it arrived. */
export function uncertainView(view: View, message: MessageView): Html {
  const { t, format } = view;
  const { needs } = t;
  const guard = (decision: string, ask: string, help: string, confirm: string) =>
    guardView({
      id: `${decision}-${message.id}`,
      name: `resolve-${message.id}`,
      ask,
      who: message.contactName ?? message.phone,
      help,
      confirm,
      action: view.action(`/messages/${message.id}/resolve`),
      decision,
    });
  return html`<li class="card warn" id="uncertain-${message.id}">
    <h3>${needs.arrived}</h3>
    <p>${personView(view, message)} · ${format.time(message.createdAt)}</p>
    <p>${reasonText(view, message)}</p>
    <p>${needs.arrivedHelp}</p>
    <div class="choices">
      ${guard("sent", needs.yes, needs.yesHelp, needs.yesConfirm)}
      ${guard("resend", needs.no, needs.noHelp, needs.noConfirm)}
    </div></li>`;
}
