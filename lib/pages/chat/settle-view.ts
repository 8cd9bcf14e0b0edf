import { html } from "hono/html";
import { reasonText } from "../home/status-view.ts";
import type { Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import { actionOf, type ChatView } from "./chat-view.ts";
import type { ThreadMessage } from "./inbox.ts";

/** What a person has to say of a message of ours that failed, is in doubt, or has not left yet. */
export function settleView(view: ChatView, message: ThreadMessage): Html | null {
  const { w } = view;
  const { id, status, direction } = message;
  if (direction !== "out") return null;
  if (status === "uncertain")
    return settled(w.settle.uncertain, html`${arrived(view, id)}${resend(view, message)}`);
  if (status === "accepted" && message.unconfirmedAt) return settled(w.settle.unconfirmed, arrived(view, id));
  if (status === "failed" && !message.acknowledgedAt) {
    return settled(
      reasonText(view, message) ?? w.settle.failed,
      html`<form method="post" action="${actionOf(view, `/messages/${id}/seen`)}"><button>${w.settle.seen}</button></form>${retry(view, message)}`,
    );
  }
  if (status === "queued" && message.callId !== null && message.purpose === "follow_up") {
    return html`<form class="settle" method="post" action="${actionOf(view, `/calls/${message.callId}/override`)}"><button name="decision" value="dont_send">${w.thread.dontSend}</button></form>`;
  }
  const why = ["skipped", "expired", "cancelled", "failed"].includes(status) && reasonText(view, message);
  return why ? html`<p class="why">${why}</p>` : null;
}

function settled(words: string, buttons: Html): Html {
  return html`<div class="settle"><p>${words}</p><div class="buttons">${buttons}</div></div>`;
}

function arrived(view: ChatView, id: number): Html {
  return html`<form method="post" action="${actionOf(view, `/messages/${id}/resolve`)}"><button name="decision" value="sent">${view.w.settle.arrived}</button></form>`;
}

function resend(view: ChatView, { id }: ThreadMessage): Html {
  const { settle } = view.w;
  return guardView({
    id: `resend-${id}`,
    ask: settle.notArrived,
    help: settle.resendHelp,
    confirm: settle.resendConfirm,
    action: actionOf(view, `/messages/${id}/resolve`),
    decision: "resend",
  });
}

function retry(view: ChatView, { id, callId, purpose }: ThreadMessage): Html | null {
  if (callId === null || purpose !== "follow_up") return null;
  const { settle } = view.w;
  return guardView({
    id: `retry-${id}`,
    ask: settle.retry,
    help: settle.retryHelp,
    confirm: settle.retryConfirm,
    action: actionOf(view, `/calls/${callId}/override`),
    decision: "send",
  });
}
