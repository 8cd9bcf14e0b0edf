import { html } from "hono/html";
import { withExamples } from "../../../model/template-parameters.ts";
import { findInTemplate } from "../../../settings/template-warnings.ts";
import type { Html } from "../../shell/format.ts";
import type { ReviewTexts } from "./texts.ts";

export interface Shown {
  body: string;
  isUtility: boolean;
  header: string;
  footer: string;
  buttons: { text: string; url: string }[];
}

/** The bubble as a customer sees it: title, text with example values, footer, buttons. */
export function bubbleView({ body, header, footer, buttons }: Omit<Shown, "isUtility">): Html {
  return html`<div class="phone"><div class="phone-bubble">
${header && html`<p class="phone-title">${header}</p>`}<p class="phone-body">${withExamples(body)}</p>
${footer && html`<p class="phone-footer">${footer}</p>`}</div>
${buttons.length > 0 && html`<ul class="phone-buttons">${buttons.map(({ text, url }) => html`<li>${url === "" ? "↩" : "↗"} ${text}</li>`)}</ul>`}</div>`;
}

/** The same with what the reviewers would say: the part of the page that changes while one writes. */
export function phoneView(t: ReviewTexts, shown: Shown): Html {
  const { faults, doubts, offers } = findInTemplate(shown.body, shown.isUtility);
  const isGood = faults.length + doubts.length === 0;
  return html`<section class="preview" id="preview" aria-live="polite"><h2>${t.preview}</h2>
${bubbleView(shown)}<p class="quiet">${t.previewOf}</p>
${isGood && html`<p class="yes">✓ ${t.allGood}</p>`}
${faults.length > 0 && html`<h3>${t.toFix}</h3><ul class="findings">${faults.map((code) => html`<li class="wrong">${t.faults[code]}</li>`)}</ul>`}
${doubts.length > 0 && html`<h3>${t.toThink}</h3><ul class="findings">${doubts.map((code) => html`<li>${t.doubts[code]}${code === "offers_something" && html` ${offers.map((word) => `«${word}»`).join(", ")}`}</li>`)}</ul>`}</section>`;
}
