import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { toldTexts } from "./texts.ts";
import { type Told, toldKinds } from "./told.ts";

/** How a member is told. public/monitor/told.js asks the browser's leave when the notification is ticked. */
export function toldForm(language: Language, chosen: Told["told"]): Html {
  const t = toldTexts[language];
  return html`<form method="post" action="/monitor/me/told" class="sheet" id="told"><h2>${t.title}</h2>
<p class="quiet">${t.intro}</p>
${toldKinds.map(
  (kind) =>
    html`<p><label class="check"><input type="checkbox" name="told" value="${kind}" ${
      chosen.includes(kind) && html`checked`
    } ${kind === "notice" && html`aria-describedby="told-notice"`}> ${t[kind]}</label></p>`,
)}
<p class="quiet" id="told-notice">${t.noticeHelp}</p>
<p class="problem" role="alert" id="told-denied" data-text="${t.denied}"></p>
<div class="actions"><button>${t.save}</button></div></form>`;
}
