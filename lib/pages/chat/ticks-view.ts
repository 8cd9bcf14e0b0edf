import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { type IconName, icon } from "../shell/icon.ts";
import type { ChatView } from "./chat-view.ts";

const drawings: Record<string, IconName> = {
  queued: "clock",
  sending: "clock",
  uncertain: "warn",
  accepted: "check",
  held: "clock",
  sent: "check",
  delivered: "checks",
  read: "checks",
  played: "checks",
  failed: "warn",
  expired: "close",
  skipped: "close",
  cancelled: "close",
};
const moods: Record<string, string> = { read: "read", played: "read", failed: "bad", uncertain: "bad" };

/** What became of a message of ours, as WhatsApp draws it; the word is for screen readers. */
export function tickView({ w }: Pick<ChatView, "w">, status: string): Html {
  return html`<span class="tick ${wordFor(moods, status)}">${drawn(status)}<span class="unseen">${
    wordFor(w.ticks, status) ?? status
  }: </span></span>`;
}

/** The same with the word beside it. */
export function tickWithWord({ w }: Pick<ChatView, "w">, status: string): Html {
  return html`<span class="tick ${wordFor(moods, status)}">${drawn(status)} ${wordFor(w.ticks, status) ?? status}</span>`;
}

function drawn(status: string): Html {
  return icon(Object.hasOwn(drawings, status) ? drawings[status]! : "clock", 16);
}
