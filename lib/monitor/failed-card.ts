import { html } from "hono/html";
import type { MessageView } from "../messages/list-messages.ts";
import type { Html } from "./format.ts";
import { overrideGuard } from "./override-view.ts";
import { personView } from "./person-view.ts";
import { seenButton } from "./seen-button.ts";
import { reasonText } from "./status-view.ts";
import { wordFor } from "./texts.ts";
import type { View } from "./view.ts";

/** A message that did not arrive: why, and what to do about it. */
export function failedCard(view: View, message: MessageView): Html {
  const { t, format } = view;
  const known = wordFor(t.reasonCodes, message.reasonCode) !== null;
  return html`<li class="card bad" id="failed-${message.id}">
    <h3>${t.needs.failed}</h3>
    <p>${personView(view, message)} · ${format.time(message.failedAt ?? message.createdAt)}</p>
    <p>${reasonText(view, message)}</p>
    ${known && message.reason && html`<p class="quiet" lang="">${message.reason}</p>`}
    <p class="quiet">${t.needs.failedHelp}</p>
    <div class="choices">
      ${seenButton(view, "messages", message.id)}
      ${message.callId && overrideGuard(view, message.callId, "send", message.contactName ?? message.phone, "failed")}
    </div></li>`;
}
