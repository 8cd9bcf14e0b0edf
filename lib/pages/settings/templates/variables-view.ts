import { html } from "hono/html";
import { templateVariables } from "../../../settings/template-setting.ts";
import type { Html } from "../../shell/format.ts";
import type { SettingsTexts } from "../texts.ts";

/** What a text may name. insert-variable.js makes buttons of them; without it they are read, and typed. */
export function variablesView({ templates: words }: SettingsTexts): Html {
  return html`<ul class="variables">${templateVariables.map((name) => {
    const text = `{${name}${words.fallbacks[name]}}`;
    return html`<li data-insert="${text}" data-into="body" data-said="${words.insert}"><code>${text}</code> <span>${words.names[name]}</span></li>`;
  })}</ul><p class="quiet">${words.variables}</p>`;
}
