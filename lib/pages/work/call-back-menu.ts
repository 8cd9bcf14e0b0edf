import { html } from "hono/html";
import { whenWords } from "../composer/when-words.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { callBackChoices } from "./call-back-choices.ts";
import { workTexts } from "./texts.ts";
import { workForm } from "./work-form.ts";
import type { WorkParts } from "./work-parts.ts";

/** When to call them back: quick choices, and any day and time of the workspace's zone. */
export function callBackMenu(parts: WorkParts): Html {
  const { language, shell, thread } = parts;
  const t = workTexts[language];
  const { timeZone } = shell.workspace;
  const at = thread.row?.callBackAt ?? null;
  const label = at ? `${t.callBack} ${whenWords({ language, timeZone, now: shell.now }, at)}` : t.callBack;
  return html`<details class="menu call-back"><summary class="button" data-key="z">${icon("clock", 16)}<span>${label}</span></summary>
<div><p class="unseen">${t.callBackTitle}</p>${workForm(
    parts,
    "call-back",
    html`${callBackChoices(shell.now, timeZone).map(
      ({ name, value }) => html`<button class="quiet" name="at" value="${value}">${t.choices[name]}</button>`,
    )}${at && html`<button class="quiet" name="at" value="">${t.dontCall}</button>`}`,
  )}${workForm(
    parts,
    "call-back",
    html`<label for="call-back-at">${t.other}</label><input id="call-back-at" type="datetime-local" name="at" required><button>${t.set}</button>`,
  )}</div></details>`;
}
