import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import { textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";

/** The text as it was last shown, sent to the reader's own phone. */
export function sendMeForm(
  { t }: Reader,
  {
    own,
    form,
    errors,
    phone,
  }: { own: string; form: URLSearchParams; errors: ReadonlyMap<string, string>; phone: string },
): Html {
  const words = t.templates;
  const view = { form: new URLSearchParams({ phone }), errors };
  const kept = ["key", "title", "language", "body", "version"].map(
    (name) => html`<input type="hidden" name="${name}" value="${form.get(name) ?? ""}">`,
  );
  return html`<form method="post" action="${own}" class="sheet" id="send-me"><h2>${words.sendMe}</h2>${kept}
<input type="hidden" name="attempt" value="${crypto.randomUUID()}">
${textField(view, { name: "phone", label: words.myPhone, hint: words.sendMeHelp, maxLength: 40, kind: "tel" })}
<div class="actions"><button name="do" value="send">${words.sendMe}</button></div></form>`;
}
