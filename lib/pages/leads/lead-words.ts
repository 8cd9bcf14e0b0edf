import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import type { LeadState } from "./lead-filters.ts";
import type { LeadRow } from "./read-leads.ts";
import { leadsTexts } from "./texts.ts";

const colours: Record<LeadState, string> = {
  new: "",
  queued: "",
  contacted: "",
  answered: "reply",
  bill: "bill",
  won: "done",
  lost: "faint",
  error: "problem",
  waiting: "faint",
  test: "outline",
};

/** Where it stands, and what a person has to look at. */
export function leadChip(language: Language, { state, conflicts }: LeadRow): Html {
  const t = leadsTexts[language];
  return html`<span class="chip ${colours[state]}">${t.states[state]}</span>${
    conflicts > 0 && html` <span class="chip warn">${t.conflicts(conflicts)}</span>`
  }`;
}

/** A name, else the number or address, else that there is none. */
export function leadName(
  language: Language,
  { name, phone, email }: Pick<LeadRow, "name" | "phone" | "email">,
): string {
  return name ?? (phone ? readablePhone(phone) : (email ?? leadsTexts[language].nameless));
}

/** `38 s`, `4 min`, `2 h`, `3 giorni`. */
export function timeWords(language: Language, seconds: number): string {
  const { days } = leadsTexts[language].speed;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : days(Math.round(hours / 24));
}

/** How fast we were: a word, and a bar that is short for a minute and full for a day. */
export function speedView(language: Language, seconds: number | null): Html | null {
  if (seconds === null) return null;
  const mood = seconds <= 60 ? "good" : seconds <= 3600 ? "" : "slow";
  // A second is 0, a day is 100.
  const share = Math.min(100, Math.round((Math.log(Math.max(seconds, 1)) / Math.log(86_400)) * 100));
  return html`<span class="speed ${mood}"><meter min="0" max="100" value="${Math.max(share, 4)}" aria-hidden="true"></meter> ${timeWords(language, seconds)}</span>`;
}
