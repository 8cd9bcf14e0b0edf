import { html } from "hono/html";
import type { ChannelVendor } from "../../../outbox/channel-vendors.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";

/**
 * Inputs made from what the vendor asks for. A secret that was typed is never written back into the page, not even where
 * another field was wrong.
 */
export function credentialFields(
  { language, t }: Reader,
  { numbers }: ChannelVendor,
  { form, errors }: { form: URLSearchParams; errors: ReadonlyMap<string, string> },
): Html[] {
  return numbers.credentials.map(({ name, isSecret, isOptional, words }) => {
    const id = `credential-${name}`;
    const { label, hint } = words[language];
    const error = errors.get(id);
    return html`<div class="field"><label for="${id}">${label}${isOptional && ` (${t.optional})`}</label>
  <input type="${isSecret ? "password" : "text"}" id="${id}" name="${id}" autocomplete="${isSecret ? "new-password" : "off"}" spellcheck="false"
    value="${isSecret ? "" : (form.get(id) ?? "")}" aria-describedby="${id}-hint${error ? ` ${id}-error` : ""}" ${error && html`aria-invalid="true"`}>
  ${error && html`<p class="wrong" id="${id}-error">${error}</p>`}
  <p class="quiet" id="${id}-hint">${hint}</p></div>`;
  });
}
