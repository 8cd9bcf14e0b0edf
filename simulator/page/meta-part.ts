import { html } from "hono/html";
import { QUALITIES } from "../graph/account.ts";
import type { Template } from "../graph/templates/template.ts";
import { META_FAULTS } from "../world/switches.ts";
import type { Html, View } from "./view.ts";

const TOGGLES = [
  "metaLimits",
  "metaClosedLater",
  "metaNewestFirst",
  "metaTwice",
  "metaOldVersion",
  "metaSlowReview",
] as const;

/** What happens at a press: the word on it, and what is told the control API beside the customer. */
const ACTS = [
  ["act_ring", { do: "ring" }],
  ["act_pref-stop", { do: "preference", marketing: "stop" }],
  ["act_pref-resume", { do: "preference", marketing: "resume" }],
  ["act_new-number", { do: "new-number" }],
  ["act_restrict", { do: "account", restricted: true }],
  ["act_free", { do: "account", restricted: false }],
  ["act_error", { do: "error" }],
  ["act_handshake", { do: "handshake" }],
] as const;

/** How the pretend Meta behaves, and what it may do by itself. */
export function metaPart(view: View): Html {
  const { words } = view;
  const { switches, meta } = view.sim.world;
  if (!view.sim.settings.meta) return html`<p class="note" data-key="absent">${words.metaAbsent}</p>`;
  return html`<label class="field" data-key="fault">${words.metaFault}
      <select id="metaFault" name="metaFault" data-switch>${META_FAULTS.map(
        (fault) =>
          html`<option value="${fault}" ${fault === switches.metaFault ? "selected" : ""}>${words[`mf_${fault}`]}</option>`,
      )}</select></label>
    <label class="check" data-key="once"><input id="metaFaultOnce" type="checkbox" name="metaFaultOnce" data-switch
      ${switches.metaFaultOnce ? "checked" : ""}> ${words.metaFaultOnce}</label>
    ${TOGGLES.map(
      (name) => html`<label class="toggle" data-key="${name}">
      <input id="${name}" type="checkbox" role="switch" name="${name}" data-switch ${switches[name] ? "checked" : ""}>
      <span>${words[name]}</span></label>`,
    )}
    <label class="field" data-key="quality">${words.numberQuality}
      <select id="numberQuality" name="quality" data-meta="number-quality">${QUALITIES.map(
        (quality) =>
          html`<option value="${quality}" ${quality === meta.quality ? "selected" : ""}>${words[`q_${quality}`]}</option>`,
      )}</select></label>
    <h3 data-key="acts">${words.metaActs}</h3>
    <div class="acts" data-key="act-buttons">${ACTS.map(([word, order]) => act(words[word], order))}</div>
    <h3 data-key="templates">${words.templates}</h3>
    ${meta.templates.length === 0 ? html`<p class="note" data-key="none">${words.templatesNone}</p>` : ""}
    ${meta.templates.map((template) => templateRow(view, template))}`;
}

function templateRow({ words }: View, template: Template): Html {
  const { id, name, language, status, category, components } = template;
  const states = (["APPROVED", "REJECTED", "PAUSED", "DISABLED"] as const).filter(
    (state) => state !== status,
  );
  return html`<details class="template" data-key="template-${id}"><summary><b>${name}</b> <small>${language} · ${category} ·
      ${words[`ts_${status}`]}</small></summary>
    <p class="note">${components
      .map(({ text }) => text)
      .filter(Boolean)
      .join(" · ")}</p>
    <div class="acts">${states.map((state) =>
      act(words[`do_${state}`], {
        do: "template-status",
        template: id,
        status: state,
        ...(state === "REJECTED" && { reason: "INCORRECT_CATEGORY" }),
      }),
    )}${act(words.do_category, { do: "template-category", template: id, category: "MARKETING", warning: true })}${act(
      words.do_quality,
      { do: "template-quality", template: id, quality: "RED" },
    )}</div></details>`;
}

function act(label: string, order: object): Html {
  return html`<button type="button" data-post="/control/meta" data-with-customer data-order="${JSON.stringify(order)}">${label}</button>`;
}
