import { html } from "hono/html";
import { type Html, readablePhone } from "./format.ts";
import type { View } from "./view.ts";

/** A name and a number, as far as they are known. */
export function personView({ t }: View, person: { contactName: string | null; phone: string | null }): Html {
  const phone = person.phone
    ? html`<a class="phone" href="tel:${person.phone}">${readablePhone(person.phone)}</a>`
    : html`<span class="phone">${t.noPhone}</span>`;
  return html`<span class="person">${person.contactName && html`<strong>${person.contactName}</strong> `}${phone}</span>`;
}
