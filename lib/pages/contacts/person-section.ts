import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { consentChip } from "./consent-chip.ts";
import type { ContactView } from "./contact-view.ts";
import { editForm } from "./edit-form.ts";
import { identityText } from "./identity-text.ts";
import { reasonForm } from "./reason-form.ts";

/** Who it is, by which addresses we know them, and where they are. */
export function personSection(view: ContactView): Html {
  const { t, data, path } = view;
  const { contact, identities } = data;
  const words = t.person;
  const isUnmatched = contact.phone === null && !contact.erasedAt;
  const chip = consentChip(t, contact);
  const since = new Intl.DateTimeFormat(view.language, {
    dateStyle: "long",
    timeZone: data.timeZone,
  }).format(new Date(contact.createdAt));
  const facts: [string, Html | string | null][] = [
    ...identities.map((identity): [string, Html | string] => [
      wordFor(words.kinds, identity.kind) ?? identity.kind,
      identity.kind === "phone"
        ? html`<a class="phone" href="tel:${identity.value}">${identityText(identity)}</a>`
        : html`<code>${identityText(identity)}</code>`,
    ]),
    [words.whatsappName, contact.pushName === contact.name ? null : contact.pushName],
    [words.company, contact.company],
    [words.known, since],
  ];
  return html`<section id="person" aria-labelledby="person-title"><h2 id="person-title">${words.title}</h2>
  ${chip && html`<p class="line">${chip} ${contact.erasedAt && html`<span class="quiet">${words.erased}</span>`}</p>`}
  <dl class="facts">${facts.map(
    ([term, fact]) => fact && html`<div><dt>${term}</dt><dd>${fact}</dd></div>`,
  )}</dl>
  ${!contact.erasedAt && editForm(view)}
  ${
    isUnmatched &&
    (contact.dismissedAt
      ? html`<p class="quiet">${words.dismissed}</p>`
      : reasonForm({
          id: "dismiss",
          ask: words.dismiss,
          help: words.dismissHelp,
          confirm: words.dismissConfirm,
          action: path("/dismiss"),
          reason: null,
        }))
  }</section>`;
}
