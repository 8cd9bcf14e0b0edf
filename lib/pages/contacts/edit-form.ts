import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { ContactView } from "./contact-view.ts";

/** The person's own time zone, where it differs from everybody's. */
export function editForm({ t, data, path }: ContactView): Html {
  const { contact, timeZone } = data;
  const words = t.person;
  return html`<details class="guard" id="edit"><summary>${words.edit}: ${contact.timeZone ?? words.asEverybody}</summary>
  <form class="reason" method="post" action="${path("/edit")}">
    <p>${words.editHelp}</p>
    <label for="edit-zone">${words.timeZone}</label>
    <input id="edit-zone" name="timeZone" list="time-zones" maxlength="60" autocomplete="off" autocapitalize="none"
      spellcheck="false" value="${contact.timeZone ?? ""}" placeholder="${words.everyones(timeZone)}">
    <datalist id="time-zones">${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value="${zone}">`)}</datalist>
    <button class="main">${words.save}</button>
  </form></details>`;
}
