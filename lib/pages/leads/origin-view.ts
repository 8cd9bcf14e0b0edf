import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { LeadPage } from "./lead-page.ts";
import { sourceWords } from "./source-words.ts";
import { leadsTexts } from "./texts.ts";

/** Where it comes from, as its source told. */
export function originView({ language, lead }: LeadPage): Html {
  const t = leadsTexts[language].lead;
  const clicks = Object.entries(lead.clickIds).map(([name, id]) => `${name}: ${id}`);
  const facts: [string, string | null][] = [
    [t.source, sourceWords(language, lead.source)],
    [t.form, lead.form],
    [t.campaign, lead.campaign ?? lead.campaignId],
    [t.adset, lead.adset],
    [t.ad, lead.adName],
    [t.platform, lead.platform],
    [t.organic, lead.isOrganic === true ? t.yes : null],
    [t.externalId, lead.externalId],
    [t.clickIds, clicks.length > 0 ? clicks.join(", ") : null],
  ];
  return html`<section class="sheet"><h2>${t.origin}</h2><dl class="facts">${facts.map(
    ([term, value]) => value && html`<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;
}
