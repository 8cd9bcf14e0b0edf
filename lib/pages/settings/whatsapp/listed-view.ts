import { html } from "hono/html";
import { wordFor } from "../../../base/language.ts";
import { lookOf } from "../../../settings/template-look.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { reviewPath } from "../templates/templates-path.ts";
import { bubbleView } from "./phone-view.ts";
import type { Shelf } from "./read-shelf.ts";
import { standingOf } from "./state-view.ts";
import { reviewTexts } from "./texts.ts";

/** What the vendors have and we do not. Null where there is nothing. */
export function listedView({ language }: Reader, { states, channels }: Shelf, mayEdit: boolean): Html | null {
  const t = reviewTexts[language];
  const listed = states.filter(({ key }) => key === null);
  if (listed.length === 0) return null;
  const channelName = (id: string) => channels.find((channel) => channel.id === id)?.name ?? "";
  return html`<section aria-labelledby="only-there"><h2 id="only-there">${t.onlyThere}</h2><p class="quiet">${t.onlyThereIntro}</p>
<ul class="templates">${listed.map((one) => {
    const { word, kind } = standingOf(t, one);
    const unsupported = wordFor(t.unsupported, one.shown?.unsupported);
    const canTake = mayEdit && one.shown?.body && !unsupported && !one.errand;
    return html`<li class="sheet"><details><summary><code>${one.name}</code> <span class="chip plain">${one.language}</span>
  <span class="chip ${kind}">${word}</span> <span class="quiet">${channelName(one.channel)}</span></summary>
  ${one.shown?.body && bubbleView({ ...lookOf(one.shown.components ?? []), body: one.shown.body })}
  ${unsupported && html`<p class="quiet">${unsupported}</p>`}
  ${canTake && html`<p><a class="button" href="${reviewPath}/adopt?state=${one.id}">${t.adopt}<span class="unseen">: ${one.name}</span></a></p>`}</details></li>`;
  })}</ul></section>`;
}
