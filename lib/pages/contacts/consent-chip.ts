import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { ContactTexts } from "./texts.ts";

interface Person {
  optedOutAt: string | null;
  blockedAt: string | null;
  erasedAt: string | null;
}

/** Why nothing may go to this person; null when it may. */
export function consentChip(t: ContactTexts, { optedOutAt, blockedAt, erasedAt }: Person): Html | null {
  if (erasedAt) return html`<span class="chip faint">${t.states.erased}</span>`;
  if (blockedAt) return html`<span class="chip bad">${t.states.blocked}</span>`;
  return optedOutAt ? html`<span class="chip warn">${t.states.optedOut}</span>` : null;
}
