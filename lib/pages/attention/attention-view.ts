import { html } from "hono/html";
import type { View } from "../home/view.ts";
import type { Html } from "../shell/format.ts";
import { mostCounted, shownCount } from "../shell/shown-count.ts";
import { attentionCard } from "./attention-card.ts";
import { attentionTexts } from "./texts.ts";

/** More would push the calls off the page. */
const cardsShown = 12;

/** What somebody has to look at on the phone: on the first page, or nothing. */
export function attentionView(view: View): Html | null {
  const { snapshot, language } = view;
  const count = snapshot.totals.attention;
  if (count === 0) return null;
  const t = attentionTexts[language];
  const shown = snapshot.attention.slice(0, cardsShown);
  return html`<section id="look" class="needs" aria-labelledby="look-title">
  <h2 id="look-title">${t.title} (${shownCount(view.t, count, mostCounted.attention)})</h2>
  <p class="quiet">${t.help}</p>
  <ul class="looks">${shown.map((item) => attentionCard(view, item, view.action(`/attention/${item.id}/seen`), true))}</ul>
  ${count > shown.length && html`<p class="quiet">${t.older(count - shown.length)}</p>`}</section>`;
}
