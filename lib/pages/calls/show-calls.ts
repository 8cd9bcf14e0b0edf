import type { Context } from "hono";
import { hasRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { createFormat } from "../shell/format.ts";
import { openPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";
import { callFiltersOf, callsPath } from "./call-filters.ts";
import { callsPage } from "./calls-page.ts";
import { readCalls } from "./read-calls.ts";
import { callsTexts } from "./texts.ts";

/** Calls, newest first, by day, operator, outcome or search. */
export async function showCalls(c: Context<AppEnv>): Promise<Response> {
  const filters = callFiltersOf((name) => c.req.query(name));
  const own = callsPath(filters, { before: filters.before });
  const opened = await openPage(c, own);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  const list = await readCalls(client, id, filters);
  return c.html(
    documentView({
      language,
      title: `${callsTexts[language].title} · ${texts[language].product}`,
      section: "calls",
      shell,
      layout: "page",
      style: "tables.css",
      main: callsPage({
        language,
        format: createFormat(language, timeZone, list.now),
        timeZone,
        filters,
        list,
        mayExport: hasRole(shell.me.role, "manager"),
      }),
      otherLanguage: (lang) => callsPath(filters, { before: filters.before, lang }),
    }),
  );
}
