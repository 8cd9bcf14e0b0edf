import { html } from "hono/html";
import type { Html } from "../shell/format.ts";

export interface ReasonForm {
  /** Of the whole page. */
  id: string;
  ask: string;
  help: string;
  confirm: string;
  action: string;
  /** What the reason's field is called; null where none is asked for. */
  reason: string | null;
  isRequired?: boolean;
  /** Sent along. */
  hidden?: Record<string, string | number>;
}

/** A decision that asks once more before it is done, and why, without a script. */
export function reasonForm(form: ReasonForm): Html {
  const { id, ask, help, confirm, action, reason, isRequired = false, hidden = {} } = form;
  return html`<details class="guard" id="${id}"><summary>${ask}</summary>
  <form class="reason" method="post" action="${action}">
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <p>${help}</p>
    ${
      reason &&
      html`<label for="${id}-reason">${reason}</label>
    <input id="${id}-reason" name="reason" maxlength="500" autocomplete="off" ${isRequired && html`required`}>`
    }
    <button class="main">${confirm}</button>
  </form></details>`;
}
