import { html } from "hono/html";
import type { Html } from "./format.ts";

export interface Guard {
  /** Of the whole page; the same after each refresh, so that what is open stays open. */
  id: string;
  /** Of several with one name, one is open at a time. */
  name?: string;
  ask: string;
  /** Said to screen readers only: whom it is about. */
  who?: string | null;
  help: string;
  confirm: string;
  action: string;
  decision: string;
  /** What else the form asks. */
  fields?: Html | null;
}

/** A decision that asks once more before it is done, without a script. */
export function guardView({ id, name, ask, who, help, confirm, action, decision, fields }: Guard): Html {
  return html`<details class="guard" id="${id}" ${name && html`name="${name}"`}>
    <summary>${ask}${who && html`<span class="unseen">: ${who}</span>`}</summary>
    <form method="post" action="${action}">
      <p>${help}</p>
      ${fields}
      <button class="main" name="decision" value="${decision}">${confirm}</button>
    </form></details>`;
}
