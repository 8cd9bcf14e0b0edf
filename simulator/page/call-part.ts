import { html } from "hono/html";
import { VIAS } from "../cloudtalk/end-call.ts";
import { OUTCOMES } from "../cloudtalk/finished-call.ts";
import type { Html, View } from "./view.ts";

/** Who the call is with: follows the phone that is shown. */
export function callWithPart(view: View): Html {
  return html`<span data-key="with">${view.words.callWith} <b>${view.customer.name}</b></span>`;
}

/** A form that is drawn once: what somebody is filling in is never drawn over. */
export function callForm(view: View): Html {
  const { words } = view;
  return html`<form data-post="/control/call" data-with-customer>
    <p class="note" data-part="callWith">${callWithPart(view)}</p>
    <fieldset class="chips">
      <legend>${words.outcome}</legend>
      ${OUTCOMES.map(
        (outcome) => html`<label><input type="radio" name="outcome" value="${outcome}"
          ${outcome === "answered" ? "checked" : ""}><span>${words[`outcome_${outcome}`]}</span></label>`,
      )}
    </fieldset>
    <label class="field">${words.via}
      <select name="via">${VIAS.map((via) => html`<option value="${via}">${words[`via_${via}`]}</option>`)}</select>
    </label>
    <label class="check only-voiceagent"><input type="checkbox" name="shouldSend" checked> ${words.shouldSend}</label>
    <div class="pair">
      <label class="field">${words.talking}
        <input name="talkingSeconds" type="number" inputmode="numeric" min="0" max="86400" value="206">
      </label>
      <label class="field">${words.callOther}
        <input name="phone" type="tel" placeholder="+39…" pattern="\\+\\d{8,15}" autocomplete="off"
          title="${words.callOtherHint}">
      </label>
    </div>
    <label class="check"><input type="checkbox" name="twice"> ${words.twice}</label>
    <label class="check"><input type="checkbox" name="lastCall"> ${words.lastCall}</label>
    <button class="primary" type="submit">${words.endCall}</button>
  </form>`;
}
