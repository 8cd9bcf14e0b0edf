import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { dayOf } from "../shell/day-words.ts";
import { createFormat } from "../shell/format.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import type { InsightsView } from "./insights-view.ts";
import { periodOf } from "./period.ts";
import { readInsights } from "./read-insights.ts";
import { insightsTexts } from "./texts.ts";

/** What the address asks for, read for a manager. */
export async function openInsights(
  c: Context<AppEnv>,
): Promise<Response | { view: InsightsView; opened: OpenedPage }> {
  const agent = c.req.query("agent")?.slice(0, 200) || null;
  const isCompared = c.req.query("compare") !== "none";
  const asked = { period: c.req.query("period"), from: c.req.query("from"), to: c.req.query("to") };
  const query = new URL(c.req.url).searchParams;
  query.delete("lang");
  const opened = await openPage(c, `/monitor/insights${query.size > 0 ? `?${query}` : ""}`, "manager");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  const today = dayOf(timeZone, shell.now);
  const period = periodOf(asked, today);
  const data = await readInsights(client, id, period, { agent, isCompared });
  const format = createFormat(language, timeZone, data.now);
  const t = insightsTexts[language];
  return { view: { language, t, format, today, period, agent, isCompared, data }, opened };
}
