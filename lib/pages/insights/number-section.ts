import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import type { InsightsView } from "./insights-view.ts";

/** How the numbers do: what left, how near the daily limit, what failed and why, who asked to stop. */
export function numberView({ t, language, data: { number } }: InsightsView): Html {
  const words = texts[language];
  return html`<dl class="health">${number.channels.map(
    ({ name, sent, mostInADay, dailyLimit }) => html`<div><dt>${name}</dt>
<dd>${t.sentCount(sent)} · ${dailyLimit > 0 ? t.fullest(mostInADay, dailyLimit) : t.fullestFree(mostInADay)}
${
  dailyLimit > 0 &&
  html`<svg class="cap" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="6"/><rect class="${mostInADay >= dailyLimit ? "full" : "used"}" width="${Math.min(100, (100 * mostInADay) / dailyLimit).toFixed(2)}" height="6"/></svg>`
}</dd></div>`,
  )}
<div><dt>${t.stops}</dt><dd>${t.stopsCount(number.stops)}</dd></div></dl>
<h3>${t.failures}</h3>
${
  number.failures.length === 0
    ? html`<p class="quiet">${t.noFailures}</p>`
    : html`<table><caption class="unseen">${t.failures}</caption><thead class="unseen"><tr><th scope="col">${t.what}</th><th scope="col">${t.count}</th></tr></thead><tbody>${number.failures.map(
        ({ code, count }) =>
          html`<tr><th scope="row">${wordFor(words.reasonCodes, code) ?? wordFor(words.callCodes, code) ?? code}</th><td class="number">${count}</td></tr>`,
      )}</tbody></table>`
}`;
}
