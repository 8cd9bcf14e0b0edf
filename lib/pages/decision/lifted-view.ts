import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import { hasRole, type StaffRole } from "../../model/staff.ts";
import type { Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";

/** What a press of "send anyway" passes over, named; and for managers, whether it waits for the sending hours. */
export function liftedView(language: Language, lifts: readonly string[], role: StaffRole | null): Html {
  const t = texts[language].override.lifted;
  const words = texts[language].callCodes;
  return html`${
    lifts.length > 0 &&
    html`<p>${t.title}</p><ul class="lifted">${lifts.map(
      (code) =>
        html`<li>${wordFor(words, code) ?? code}<input type="hidden" name="lifts" value="${code}"></li>`,
    )}</ul>`
  }
${
  role && hasRole(role, "manager")
    ? html`<label class="choice"><input type="checkbox" name="any_hour" value="on"> ${t.anyHour}</label>`
    : html`<p class="quiet">${t.hours}</p>`
}`;
}

/** Of a call in a list: what its row says. What else stands in the way is named on the call's own page. */
export function liftsOfCode(code: string): string[] {
  return ["default_rule", "rule_send", "staff_send"].includes(code) ? [] : [code];
}
