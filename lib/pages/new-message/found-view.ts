import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { personPath } from "../composer/composer-parts.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import type { Found } from "./find-people.ts";
import { newMessageTexts } from "./texts.ts";

/** What was found under the field, `#found`: people to open, or the number as it is read. */
export function foundView(language: Language, typed: string, found: Found | null): Html {
  const t = newMessageTexts[language];
  if (!found || typed === "") return html`<div id="found" role="status"></div>`;
  const { people, phone, isFixed } = found;
  const number = phone && readablePhone(phone);
  const isKnown = people.some((one) => one.phone === phone);
  return html`<div id="found" role="status">${
    number &&
    (isFixed
      ? html`<p class="note">${t.isFixed(number)}</p>`
      : html`<p class="quiet">${isKnown ? t.isMended(number) : t.isNew(number)}</p>`)
  }${people.length === 0 && !phone && html`<p class="quiet">${t.noOne(typed)}</p>`}${
    people.length > 0 &&
    html`<h2>${t.known}</h2><ul class="found">${people.map(
      (one) =>
        html`<li><a href="${personPath(one.contact)}#composer"><strong>${one.name ?? (one.phone ? readablePhone(one.phone) : t.open)}</strong>
<span class="quiet">${[one.company !== one.name && one.company, one.phone && readablePhone(one.phone)].filter(Boolean).join(" · ")}</span></a></li>`,
    )}</ul>`
  }</div>`;
}
