import { html } from "hono/html";
import { CUNNEKT_FAULTS, CUNNEKT_SHAPES } from "../world/switches.ts";
import type { Html, View } from "./view.ts";

/** How the pretend Cunnekt behaves. */
export function cunnektPart(view: View): Html {
  const { words } = view;
  const { switches } = view.sim.world;
  if (!view.sim.settings.cunnekt) return html`<p class="note" data-key="absent">${words.cunnektAbsent}</p>`;
  return html`<label class="field" data-key="fault">${words.cunnektFault}
      <select id="cunnektFault" name="cunnektFault" data-switch>${CUNNEKT_FAULTS.map(
        (fault) =>
          html`<option value="${fault}" ${fault === switches.cunnektFault ? "selected" : ""}>${words[`cf_${fault}`]}</option>`,
      )}</select></label>
    <label class="check" data-key="once"><input id="cunnektFaultOnce" type="checkbox" name="cunnektFaultOnce" data-switch
      ${switches.cunnektFaultOnce ? "checked" : ""}> ${words.cunnektFaultOnce}</label>
    <label class="field" data-key="shape">${words.cunnektShape}
      <select id="cunnektShape" name="cunnektShape" data-switch>${CUNNEKT_SHAPES.map(
        (shape) =>
          html`<option value="${shape}" ${shape === switches.cunnektShape ? "selected" : ""}>${words[`cs_${shape}`]}</option>`,
      )}</select></label>`;
}
