import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";

/** For what is never written back into a page. */
export function secretField({
  name,
  label,
  hint,
  error,
}: {
  name: string;
  label: string;
  hint?: string;
  error: string | undefined;
}): Html {
  const told = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return html`<div class="field"><label for="${name}">${label}</label>
<input type="password" id="${name}" name="${name}" autocomplete="new-password" spellcheck="false"
  ${told && html`aria-describedby="${told}"`} ${error && html`aria-invalid="true"`}>
${error && html`<p class="wrong" id="${name}-error">${error}</p>`}
${hint && html`<p class="quiet" id="${name}-hint">${hint}</p>`}</div>`;
}
