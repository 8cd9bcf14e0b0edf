import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { Format, Html } from "../shell/format.ts";
import { machineTexts } from "./texts.ts";

/** That a machine wrote it, why we think so, and the button that says otherwise; null for a person's. */
export function machineView(
  { language, format }: { language: Language; format: Format },
  { machine, machineUndoneAt }: Pick<MessageView, "machine" | "machineUndoneAt">,
  action: string,
): Html | null {
  const t = machineTexts[language];
  if (machineUndoneAt) {
    return html`<p class="line"><span class="chip faint">${t.undone}</span> ${format.time(machineUndoneAt)}</p>`;
  }
  if (!machine) return null;
  return html`<div class="line"><span class="chip faint">${t.chip}</span> <span class="quiet">${t.reasons[machine]}</span>
  <form method="post" action="${action}"><button class="quiet">${t.undo}</button></form></div>`;
}
