import { html } from "hono/html";
import type { Decision } from "../../asks/try-rules.ts";
import { type Language, wordFor } from "../../base/language.ts";
import type { Format, Html } from "../shell/format.ts";
import { decisionWords } from "./decision-words.ts";
import { mark, stepsView } from "./steps-view.ts";
import { decisionTexts } from "./texts.ts";

/** What would happen and why: the verdict, when it would leave, the text, and each step to it. */
export function decisionView(language: Language, format: Format, decision: Decision): Html {
  const t = decisionTexts[language];
  const times: [string, string | null][] = decision.send
    ? [
        [t.due, decision.dueAt],
        [t.leaves, decision.leavesAt],
        [t.expires, decision.expiresAt],
      ]
    : [];
  const steps = stepsView(language, decision);
  return html`<p class="verdict"><span class="chip ${decision.send ? "good" : "warn"}">${decision.send ? t.send : t.dontSend}</span>
  ${decisionWords(language, decision)}</p>
${
  decision.send &&
  html`<dl class="facts">${decision.template && html`<div><dt>${t.template}</dt><dd>${decision.template}</dd></div>`}
  ${times.map(([term, at]) => at && html`<div><dt>${term}</dt><dd>${format.time(at)}</dd></div>`)}</dl>`
}
${decision.send && decision.text && html`<h3>${t.text}</h3><blockquote class="bubble">${decision.text}</blockquote>`}
${decision.staffDecision && html`<p class="note">${t.byPerson}</p>`}
${steps && html`<h3>${t.steps}</h3>${steps}`}
${
  decision.guards.length > 0 &&
  html`<h3>${t.guards}</h3><ul>${decision.guards.map(
    ({ guard, passes }) =>
      html`<li class="check">${mark(language, passes)} <span>${wordFor(t.guardNames, guard) ?? guard}</span></li>`,
  )}</ul>`
}`;
}
