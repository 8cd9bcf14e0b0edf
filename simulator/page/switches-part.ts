import { html } from "hono/html";
import { FAULTS } from "../world/switches.ts";
import type { Html, View } from "./view.ts";

const TOGGLES = ["sessionDown", "receivedOnly", "loseNextCall", "autoRead"] as const;

export function faultsPart(view: View): Html {
  const { words } = view;
  const { switches } = view.sim.world;
  return html`${FAULTS.map(
    (fault) => html`<label class="fault" data-key="${fault}">
      <input id="fault-${fault}" type="radio" name="fault" value="${fault}" data-switch
        ${fault === switches.fault ? "checked" : ""}>
      <span>${words[`fault_${fault}`]}</span><small>${words[`hint_${fault}`]}</small></label>`,
  )}
  <label class="check" data-key="once"><input id="faultOnce" type="checkbox" name="faultOnce" data-switch
    ${switches.faultOnce ? "checked" : ""}> ${words.faultOnce}</label>`;
}

export function switchesPart(view: View): Html {
  const { switches } = view.sim.world;
  return html`${TOGGLES.map(
    (name) => html`<label class="toggle ${name}" data-key="${name}">
      <input id="${name}" type="checkbox" role="switch" name="${name}" data-switch ${switches[name] ? "checked" : ""}>
      <span>${view.words[name]}</span></label>`,
  )}`;
}
