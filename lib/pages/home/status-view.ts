import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { Html } from "../shell/format.ts";
import type { View } from "./view.ts";

/** Ticks as WhatsApp draws them; the word beside them says the same. */
const ticks: Record<string, string> = { sent: "✓", delivered: "✓✓", read: "✓✓" };
const moods: Record<string, string> = {
  read: "read",
  delivered: "good",
  sent: "good",
  accepted: "plain",
  held: "plain",
  sending: "plain",
  queued: "plain",
  uncertain: "warn",
  failed: "bad",
  expired: "bad",
};

export function statusView({ t }: Pick<View, "t">, status: string): Html {
  const tick = wordFor(ticks, status);
  const word = wordFor(t.statuses, status) ?? status;
  return html`<span class="chip ${wordFor(moods, status) ?? "faint"}">${
    tick && html`<span aria-hidden="true">${tick}</span> `
  }${word}</span>`;
}

/** When the last tick came; a queued message's time is in the queue. */
export function statusTime({ format }: View, message: MessageView): Html | null {
  const at = message.readAt ?? message.deliveredAt ?? message.failedAt ?? message.sentAt;
  return at ? html`<span class="quiet">${format.time(at)}</span>` : null;
}

/** Why a message is where it is: our word for the code, else the sentence that was stored. */
export function reasonText(
  { t }: Pick<View, "t">,
  message: { reasonCode: string | null; reason: string | null },
): string | null {
  return (
    wordFor(t.reasonCodes, message.reasonCode) ?? wordFor(t.callCodes, message.reasonCode) ?? message.reason
  );
}
