import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { tableAnswer } from "../shell/table-answer.ts";
import { insightTables, parts } from "./insight-tables.ts";
import { openInsights } from "./open-insights.ts";

/** The table behind one part of the page. */
export async function exportInsights(c: Context<AppEnv>): Promise<Response> {
  const part = parts.find((known) => known === c.req.query("part"));
  if (!part) throw new Problem("not_found", "There is no such table.");
  const ready = await openInsights(c);
  if (ready instanceof Response) return ready;
  const { view, opened } = ready;
  const { header, rows } = insightTables[part](view);
  return tableAnswer(c, {
    name: `${view.t.files[part]}-${view.period.from}-${view.period.to}`,
    header,
    rows,
    widths: header.map((_, n) => (n === 0 ? 40 : 16)),
    timeZone: opened.shell.workspace.timeZone,
  });
}
