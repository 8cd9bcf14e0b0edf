import { html } from "hono/html";
import type { MessageView } from "../../people/list-messages.ts";
import type { Html } from "../shell/format.ts";
import { overrideGuard } from "./override-view.ts";
import { personView } from "./person-view.ts";
import { seenButton } from "./seen-button.ts";
import { reasonText } from "./status-view.ts";
import { sayer, vendorQuote } from "./vendor-quote.ts";
import { vendorWords } from "./vendor-words.ts";
import type { View } from "./view.ts";

/** What is noted where WhatsApp reports a failure without a word. */
const nothingSaid = "WhatsApp reports an error.";

/** A message that did not arrive: why, and what to do about it. */
export function failedCard(view: View, message: MessageView): Html {
  const { t, format } = view;
  return html`<li class="card bad" id="failed-${message.id}">
    <h3>${t.needs.failed}</h3>
    <p>${personView(view, message)} · ${format.time(message.failedAt ?? message.createdAt)}</p>
    <p>${reasonText(view, message)}</p>
    ${vendorQuote(view, saidOf(message), sayer(view))}
    <p class="quiet">${t.needs.failedHelp}</p>
    <div class="choices">
      ${seenButton(view, "messages", message.id)}
      ${message.callId && overrideGuard(view, message.callId, "send", message.contactName ?? message.phone, "failed")}
    </div></li>`;
}

/** A failure that comes later is kept in the vendor's words alone. */
function saidOf({ reasonCode, reason }: MessageView): string | null {
  return vendorWords(reason) ?? (reasonCode === "provider_failed" && reason !== nothingSaid ? reason : null);
}
