import { html } from "hono/html";
import type { Html } from "../format.ts";
import type { Language } from "../texts.ts";
import type { ContactView } from "./contact-view.ts";

/** What customers in Italy speak, mostly; ISO 639-1. */
export const contactLanguages = [
  "it", "en", "de", "fr", "es", "ro", "sq", "ar", "zh", "uk", "ru", "pt", "pl", "sl", "hr", "bn", "hi", "pa", "ur", "tl",
]; // biome-ignore format: one list

/** The person's own time zone and language, where they differ from everybody's. */
export function editForm({ t, language, data, path }: ContactView): Html {
  const { contact, timeZone } = data;
  const words = t.person;
  const names = new Intl.DisplayNames(language, { type: "language" });
  const known = [contact.timeZone, contact.language && names.of(contact.language)].filter(Boolean).join(", ");
  return html`<details class="guard" id="edit"><summary>${words.edit}: ${known || words.asEverybody}</summary>
  <form class="reason" method="post" action="${path("/edit")}">
    <p>${words.editHelp}</p>
    <label for="edit-zone">${words.timeZone}</label>
    <input id="edit-zone" name="timeZone" list="time-zones" maxlength="60" autocomplete="off" autocapitalize="none"
      spellcheck="false" value="${contact.timeZone ?? ""}" placeholder="${words.everyones(timeZone)}">
    <datalist id="time-zones">${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value="${zone}">`)}</datalist>
    <label for="edit-language">${words.language}</label>
    <select id="edit-language" name="language"><option value="">${words.asEverybody}</option>${sorted(
      language,
      contact.language,
    ).map(
      ([code, name]) =>
        html`<option value="${code}" ${code === contact.language && html`selected`}>${name}</option>`,
    )}</select>
    <button class="main">${words.save}</button>
  </form></details>`;
}

function sorted(language: Language, own: string | null): [string, string][] {
  const names = new Intl.DisplayNames(language, { type: "language" });
  const codes = [...new Set(own ? [...contactLanguages, own] : contactLanguages)];
  return codes
    .map((code): [string, string] => [code, names.of(code) ?? code])
    .sort(([, a], [, b]) => a.localeCompare(b, language));
}
