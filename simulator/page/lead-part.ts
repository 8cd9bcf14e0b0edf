import { html } from "hono/html";
import { AD_VENDORS, FORM } from "../leads/pretend-lead.ts";
import type { Html, View } from "./view.ts";

const CHECKS = ["organic", "test", "twice", "refused"] as const;

/** Whose form it is: follows the phone that is shown. */
export function leadWithPart(view: View): Html {
  return html`<span data-key="with">${view.words.leadWith} <b>${view.customer.name}</b></span>`;
}

/** The ad's form, drawn once: what somebody is filling in is never drawn over. */
export function leadForm(view: View): Html {
  const { words } = view;
  return html`<form data-post="/control/lead" data-with-customer>
    <p class="note" data-part="leadWith">${leadWithPart(view)}</p>
    <fieldset class="chips">
      <legend>${words.leadAt}</legend>
      ${AD_VENDORS.map(
        (vendor, at) => html`<label><input type="radio" name="vendor" value="${vendor}"
          ${at === 0 ? "checked" : ""}><span>${vendor === "meta" ? "Meta" : "Google"}</span></label>`,
      )}
    </fieldset>
    <div class="pair">
      ${field(words.leadName, "name", "text", words.leadFromPhone)}
      ${field(words.leadPhone, "phone", "tel", words.leadFromPhone)}
    </div>
    ${field(words.leadEmail, "email", "text", "anna@example.com")}
    ${field(FORM.question, "answer", "text", "")}
    <label class="check"><input type="checkbox" name="consent" checked> ${words.leadConsent}</label>
    ${CHECKS.map(
      (name) =>
        html`<label class="check"><input type="checkbox" name="${name}"> ${words[`lead_${name}`]}</label>`,
    )}
    <button class="primary" type="submit">${words.leadSend}</button>
  </form>`;
}

function field(label: string, name: string, type: string, hint: string): Html {
  return html`<label class="field">${label}
    <input name="${name}" type="${type}" placeholder="${hint}" maxlength="200" autocomplete="off"></label>`;
}
