import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { choiceField } from "../settings/fields.ts";
import type { Html } from "../shell/format.ts";
import { toldTexts } from "./texts.ts";
import { type Told, toldKinds } from "./told.ts";

/** How a member is told. public/monitor/told.js asks the browser's leave when the notification is ticked. */
export function toldForm(language: Language, chosen: Told["told"]): Html {
  const t = toldTexts[language];
  const form = new URLSearchParams(chosen.map((kind): [string, string] => ["told", kind]));
  return html`<form method="post" action="/monitor/me/told" class="sheet" id="told"><h2>${t.title}</h2>
<p class="quiet">${t.intro}</p>
${choiceField(
  { form, errors: new Map() },
  {
    name: "told",
    label: t.label,
    hint: t.noticeHelp,
    type: "checkbox",
    choices: toldKinds.map((kind): [string, string] => [kind, t[kind]]),
  },
)}
<p class="wrong" role="alert" id="told-denied" data-text="${t.denied}"></p>
<div class="actions"><button>${t.save}</button></div></form>`;
}
