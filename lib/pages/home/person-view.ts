import { html } from "hono/html";
import type { MessageView } from "../../people/list-messages.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import type { View } from "./view.ts";

/** A name and a number, as far as they are known; the name leads to the person's page. */
export function personView(
  { t }: Pick<View, "t">,
  person: {
    contactName: string | null;
    phone: string | null;
    contactId?: number | null;
    silence?: MessageView["silence"];
  },
): Html {
  if (person.silence === "erased")
    return html`<span class="person"><a class="who" href="/monitor/contacts/${person.contactId}">${t.erasedName}</a></span>`;
  const phone = person.phone
    ? html`<a class="phone" href="tel:${person.phone}">${readablePhone(person.phone)}</a>`
    : html`<span class="phone">${t.noPhone}</span>`;
  const name = isNumber(person.contactName, person.phone) ? null : person.contactName;
  const { contactId } = person;
  const who = contactId
    ? html`<a class="who" href="/monitor/contacts/${contactId}">${name ?? t.contact}</a> `
    : name && html`<strong>${name}</strong> `;
  return html`<span class="person">${who}${phone}</span>`;
}

/** CloudTalk names a customer whom it does not know by their number. */
function isNumber(name: string | null, phone: string | null): boolean {
  return name !== null && phone !== null && name.replace(/[\s()+./-]/g, "") === phone.slice(1);
}
