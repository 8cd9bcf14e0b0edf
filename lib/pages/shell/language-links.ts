import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";
import { texts } from "./texts.ts";

const names = { it: "Italiano", en: "English" } satisfies Record<Language, string>;

/** The page in each language; the one it is in, as text. */
export function languageLinks(language: Language, otherLanguage: (language: Language) => string): Html {
  return html`<nav class="languages" aria-label="${texts[language].language}">${(["it", "en"] as const).map(
    (code) =>
      code === language
        ? html`<span aria-current="true" lang="${code}">${names[code]}</span> `
        : html`<a href="${otherLanguage(code)}" hreflang="${code}" lang="${code}">${names[code]}</a> `,
  )}</nav>`;
}
