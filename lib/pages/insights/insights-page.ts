import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { agentsView } from "./agents-section.ts";
import { daysView } from "./days-section.ts";
import { funnelView } from "./funnel-section.ts";
import { hoursView } from "./hours-section.ts";
import { insightTables, type Part, parts } from "./insight-tables.ts";
import {
  differenceWords,
  type InsightsView,
  insightsPath,
  percent,
  roughly,
  spanWords,
} from "./insights-view.ts";
import { numberView } from "./number-section.ts";
import { presets } from "./period.ts";
import { tableView } from "./table-view.ts";

const drawn: Record<Part, (view: InsightsView) => Html> = {
  funnel: funnelView,
  days: daysView,
  agents: agentsView,
  hours: hoursView,
  texts: (view) =>
    view.data.texts.length === 0
      ? html`<p class="empty">${view.t.nothing}</p>`
      : tableView(view.t.titles.texts, insightTables.texts(view)),
  number: numberView,
};

/** A period at a glance, then part by part, each with its table to take away. */
export function insightsPage(view: InsightsView): Html {
  const { t, period, agent, isCompared } = view;
  return html`<div class="wide insights"><h1 class="page-title">${t.title}</h1>
<nav class="tabs" aria-label="${t.period}">${presets.map(
    (preset) =>
      html`<a href="${insightsPath({ ...view, period: { ...period, preset } })}" ${period.preset === preset && html`aria-current="true"`}>${t.presets[preset]}</a>`,
  )}</nav>
${filterForm(view)}
<p class="quiet">${t.shown(spanWords(view, period))}${agent !== null && html` · ${t.onlyOf(agent)}`}${
    isCompared && html` · ${t.comparedWith(spanWords(view, period.before))}`
  } · <a href="${insightsPath(view, { compare: isCompared ? "none" : null })}">${isCompared ? t.dontCompare : t.compare}</a></p>
${figures(view)}
<div class="parts">${parts.map(
    (
      part,
    ) => html`<section id="${part}" class="part-${part}" aria-labelledby="${part}-title"><h2 id="${part}-title">${t.titles[part]}</h2>
${t.helps[part] && html`<p class="quiet">${t.helps[part]}</p>`}
${drawn[part](view)}
<p class="take">${t.take} ${["xlsx", "csv"].map(
      (format) =>
        html`<a href="${insightsPath(view, { part, format }, "/monitor/insights/export")}">${format === "csv" ? "CSV" : "Excel"}<span class="unseen">: ${t.titles[part]}</span></a> `,
    )}</p></section>`,
  )}</div></div>`;
}

function filterForm({ t, period, agent, isCompared, today, data }: InsightsView): Html {
  const names = agent !== null && !data.names.includes(agent) ? [agent, ...data.names] : data.names;
  return html`<form class="filter-bar" method="get" action="/monitor/insights">
${!isCompared && html`<input type="hidden" name="compare" value="none">`}
<label for="insights-from">${t.from}</label><input id="insights-from" type="date" name="from" value="${period.from}" max="${today}" required>
<label for="insights-to">${t.to}</label><input id="insights-to" type="date" name="to" value="${period.to}" max="${today}" required>
<label class="unseen" for="insights-agent">${t.agent}</label><select id="insights-agent" name="agent"><option value="">${t.everyAgent}</option>${names.map(
    (name) => html`<option value="${name}" ${name === agent && "selected"}>${name}</option>`,
  )}</select><button>${t.show}</button></form>`;
}

/** The four figures that a manager looks for first. */
function figures(view: InsightsView): Html {
  const { t, data } = view;
  const { funnel, before, medianSeconds } = data;
  const share = (of: typeof funnel) => percent(of.answered, of.asked);
  const tiles: [word: string, figure: string | number, beside: string | null | false][] = [
    [t.figures.asked, funnel.asked, before && differenceWords(view, funnel.asked, before.funnel.asked)],
    [t.figures.answered, share(funnel), before && before.funnel.asked > 0 && t.was(share(before.funnel))],
    [t.figures.bill, funnel.bill, before && differenceWords(view, funnel.bill, before.funnel.bill)],
    [
      t.figures.median,
      roughly(view, medianSeconds),
      before && before.medianSeconds !== null && t.was(roughly(view, before.medianSeconds)),
    ],
  ];
  return html`<dl class="figures">${tiles.map(
    ([word, figure, beside]) =>
      html`<div><dt>${word}</dt><dd><b>${figure}</b> ${beside && html`<span class="quiet">${beside}</span>`}</dd></div>`,
  )}</dl>`;
}
