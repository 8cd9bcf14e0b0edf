import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { texts } from "../shell/texts.ts";
import { insightsPage } from "./insights-page.ts";
import { insightsPath } from "./insights-view.ts";
import { openInsights } from "./open-insights.ts";

/** How it goes, for managers. */
export async function showInsights(c: Context<AppEnv>): Promise<Response> {
  const ready = await openInsights(c);
  if (ready instanceof Response) return ready;
  const { view, opened } = ready;
  return c.html(
    documentView({
      language: view.language,
      title: `${view.t.title} · ${texts[view.language].product}`,
      section: "insights",
      shell: opened.shell,
      layout: "page",
      style: ["tables.css", "insights.css"],
      main: insightsPage(view),
      otherLanguage: (lang) => insightsPath(view, { lang }),
    }),
  );
}
