import type { Context } from "hono";
import { wordFor } from "../../base/language.ts";
import { hasRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { takeDone } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { toastView } from "../shell/toast-view.ts";
import { leadFiltersOf, leadsPath } from "./lead-filters.ts";
import { leadsPage } from "./leads-page.ts";
import { readLeads } from "./read-leads.ts";
import { leadsTexts } from "./texts.ts";

/** Leads by source, campaign, form, state, owner, country, tag, field, day or search. */
export async function showLeads(c: Context<AppEnv>): Promise<Response> {
  const filters = leadFiltersOf((name) => c.req.query(name));
  const { before } = filters;
  const opened = await openPage(c, leadsPath(filters, { before }));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  const [list, colleagues] = await Promise.all([readLeads(client, id, filters), readColleagues(client)]);
  const done = takeDone(c);
  const text = wordFor(leadsTexts[language].notices, done?.code);
  return c.html(
    documentView({
      language,
      title: `${leadsTexts[language].title} · ${texts[language].product}`,
      section: "leads",
      shell,
      layout: "page",
      style: ["tables.css", "leads.css"],
      main: leadsPage({
        language,
        timeZone,
        filters,
        list,
        colleagues,
        me: shell.me.userId,
        mayExport: hasRole(shell.me.role, "manager"),
      }),
      toast: text ? toastView(language, { text, undo: done?.undo }) : null,
      otherLanguage: (lang) => leadsPath(filters, { before, lang }),
    }),
  );
}
