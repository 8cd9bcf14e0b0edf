import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { composerTexts } from "./texts.ts";

const reasons = ["called", "agreed", "customer"] as const;

/** Why we may write to somebody of whom nothing says so yet. */
export function reasonChoice(language: Language, chosen: string | null = null, isRequired = true): Html {
  const t = composerTexts[language].reasons;
  return html`<fieldset class="reasons"><legend>${t.title}</legend>${reasons.map(
    (reason) =>
      html`<label><input type="radio" name="reason" value="${reason}" ${isRequired && "required"} ${reason === chosen && "checked"}> ${t[reason]}</label>`,
  )}</fieldset>`;
}
