import { html } from "hono/html";
import { dayWords } from "../shell/day-words.ts";
import type { Html } from "../shell/format.ts";
import { everyDay, insightTables } from "./insight-tables.ts";
import type { InsightsView } from "./insights-view.ts";
import type { DayCounts } from "./read-insights.ts";
import { tableBehind } from "./table-view.ts";

/** From the foot of a column to its top. */
const kinds = ["bill", "answered", "waiting", "refused"] as const;
/** More days than that are drawn by the week. */
const mostColumns = 62;

/** Who was asked on each day, by what came of it since. */
export function daysView(view: InsightsView): Html {
  const { t, language, today } = view;
  const days = everyDay(view);
  const columns = days.length > mostColumns ? byWeek(days) : days;
  const totals = columns.map((counts) => kinds.reduce((sum, kind) => sum + counts[kind], 0));
  const most = Math.max(...totals, 1);
  const day = (date: string) => dayWords(language, date, { today });
  const isByWeek = columns !== days;
  return html`<figure class="columns"><figcaption>${kinds.map((kind) => html`<span class="key ${kind}">${t.became[kind]}</span>`)}</figcaption>
<div class="plot"><span class="top" aria-hidden="true">${most}</span>
<svg viewBox="0 0 ${columns.length * 10} 100" preserveAspectRatio="none" role="img" aria-label="${t.daysLabel(
    days.length,
    totals.reduce((a, b) => a + b, 0),
  )}">${columns.map((counts, n) => column(counts, n))}</svg></div>
<p class="ends" aria-hidden="true"><span>${day(days[0]!.day)}</span>${days.length > 1 && html`<span>${day(days.at(-1)!.day)}</span>`}</p></figure>
${isByWeek && html`<p class="quiet">${t.byWeek}</p>`}
${tableBehind(t.asTable, t.titles.days, insightTables.days(view))}`;

  function column(counts: DayCounts, n: number): Html {
    let foot = 100;
    const said = `${isByWeek ? t.weekFrom(day(counts.day)) : day(counts.day)}: ${kinds.map((kind) => `${t.became[kind]} ${counts[kind]}`).join(", ")}`;
    return html`<g>${kinds.map((kind) => {
      const height = (100 * counts[kind]) / most;
      foot -= height;
      return (
        height > 0 &&
        html`<rect class="${kind}" x="${n * 10 + 1}" y="${foot.toFixed(2)}" width="8" height="${height.toFixed(2)}"/>`
      );
    })}<rect class="day" x="${n * 10}" y="0" width="10" height="100"><title>${said}</title></rect></g>`;
  }
}

function byWeek(days: DayCounts[]): DayCounts[] {
  const weeks: DayCounts[] = [];
  days.forEach((counts, n) => {
    if (n % 7 === 0) weeks.push({ ...counts });
    else for (const kind of kinds) weeks.at(-1)![kind] += counts[kind];
  });
  return weeks;
}
