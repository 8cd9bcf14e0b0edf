import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole, type StaffRole } from "../../model/staff.ts";
import { privacyTexts } from "../privacy/texts.ts";
import type { Html } from "../shell/format.ts";
import type { ContactSection } from "./contact-view.ts";

/** Export for managers, erasing and its undoing for admins; nothing for who may do neither. */
export const privacySection: ContactSection = ({ language, data }) => {
  const { role, contact } = data;
  if (!hasRole(role, "manager")) return null;
  const t = privacyTexts[language];
  return html`<section id="privacy" aria-labelledby="privacy-title"><h2 id="privacy-title">${t.title}</h2>
  ${contact.erasedAt ? erasedView(contact.id, role, t) : heldView(contact.id, role, t)}</section>`;
};

type Texts = (typeof privacyTexts)[Language];

function heldView(contact: number, role: StaffRole, t: Texts): Html {
  return html`<p><a href="/api/contacts/${contact}/export" download>${t.exportIt}</a></p>
  <p class="quiet">${t.exportHelp}</p>
  ${
    hasRole(role, "admin")
      ? html`<p><a href="/monitor/contacts/${contact}/erase">${t.erase}</a></p>`
      : html`<p class="quiet">${t.adminErases}</p>`
  }`;
}

function erasedView(contact: number, role: StaffRole, t: Texts): Html {
  return html`<p><strong>${t.erasedOn}</strong> ${t.erasedHelp}</p>
  ${
    hasRole(role, "admin") &&
    html`<details class="guard" id="again"><summary>${t.again.ask}</summary>
    <form method="post" action="/monitor/contacts/${contact}/allow-again">
      <p>${t.again.help}</p>
      <label for="again-reason">${t.again.reason}</label>
      <input id="again-reason" name="reason" required maxlength="500" autocomplete="off">
      <button class="main">${t.again.confirm}</button></form></details>`
  }`;
}
