import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { messageLink } from "./row-link.ts";
import type { CallView } from "./snapshot.ts";
import type { View } from "./view.ts";

/** Whether the bill came, what says so, or that we wait for it. */
export function billView(view: View, call: CallView): Html | null {
  const { t, format } = view;
  if (call.billReceived) {
    const word = wordFor(t.calls.bill, call.billEvidence) ?? call.billEvidence;
    const at = call.billReceivedAt && html`<span class="quiet">${format.time(call.billReceivedAt)}</span>`;
    const evidence = html`<span class="chip bill">${word}</span>`;
    const linked = call.billMessageId
      ? html`<a href="${messageLink(view, call.billMessageId, call.phone)}">${evidence}</a>`
      : evidence;
    return html`${linked} ${at}`;
  }
  const waiting = call.coveredBy !== null || call.message?.askOpen;
  return waiting ? html`<span class="chip plain">${t.calls.billWaiting}</span>` : null;
}
