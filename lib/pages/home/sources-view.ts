import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { vendorNamed } from "../../vendors/vendors.ts";
import { eventTexts } from "../events/event-texts.ts";
import type { Html } from "../shell/format.ts";
import { gapsView } from "./gaps-view.ts";
import type { Snapshot } from "./snapshot.ts";
import { sayer } from "./vendor-quote.ts";
import type { View } from "./view.ts";

type Source = Snapshot["sources"][number];

/** When each source was last heard, and which of its events never came. */
export function sourcesView(view: View): Html {
  const { t, snapshot } = view;
  const whole = snapshot.sources.filter((source) => source.eventType === null);
  return html`<section id="sources" class="sources" aria-labelledby="sources-title">
  <h2 id="sources-title">${t.sources.title}</h2>
  <p class="quiet">${t.sources.intro}</p>
  ${whole.map((source) => sourcePart(view, source))}
  ${gapsView(view)}
  <h3 class="part">${t.sources.data}</h3>
  <p class="quiet">${t.sources.dataHelp} <a href="/monitor/sent-log">${t.log.title(sayer(view))}</a> ·
    <a href="/monitor/events?outcome=all">${eventTexts[view.language].all}</a></p>
</section>`;
}

function sourcePart(view: View, { source, lastHeardAt }: Source): Html {
  const { t } = view;
  const words = vendorNamed(view.vendors, source)?.words[view.language];
  const events = view.snapshot.sources.filter((other) => other.source === source && other.eventType !== null);
  return html`<h3 class="part">${words?.source ?? source}</h3>
  <ul class="heard">
    <li id="heard-${source}"><span>${t.sources.lastHeard}</span> ${heard(view, lastHeardAt)}
      ${!lastHeardAt && html`<small>${words?.never}</small>`}</li>
    ${
      lastHeardAt &&
      events.map(
        (event) => html`<li id="heard-${source}-${event.eventType}">
      <code>${event.eventType}</code> ${heard(view, event.lastHeardAt)}
      ${!event.lastHeardAt && html`<small>${wordFor(words?.heard ?? {}, event.eventType)}</small>`}</li>`,
      )
    }
  </ul>`;
}

function heard({ t, format }: View, at: string | null): Html {
  return at ? format.time(at) : html`<span class="chip warn">${t.sources.never}</span>`;
}
