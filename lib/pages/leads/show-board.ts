import type { Context } from "hono";
import { wordFor } from "../../base/language.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { takeDone } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { toastView } from "../shell/toast-view.ts";
import { boardPage } from "./board-page.ts";
import { leadFiltersOf, leadsPath } from "./lead-filters.ts";
import { readBoard } from "./read-leads.ts";
import { leadsTexts } from "./texts.ts";

const path = "/monitor/leads/board";

/** Leads by state, a column each. */
export async function showBoard(c: Context<AppEnv>): Promise<Response> {
  const filters = { ...leadFiltersOf((name) => c.req.query(name)), state: null, q: null, before: null };
  const opened = await openPage(c, leadsPath(filters, {}, path));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  const [board, colleagues] = await Promise.all([readBoard(client, id, filters), readColleagues(client)]);
  const done = takeDone(c);
  const t = leadsTexts[language];
  const text = wordFor(t.notices, done?.code);
  return c.html(
    documentView({
      language,
      title: `${t.board} · ${t.title} · ${texts[language].product}`,
      section: "leads",
      shell,
      layout: "page",
      style: ["tables.css", "leads.css"],
      main: boardPage({ language, timeZone, filters, board, colleagues, me: shell.me.userId }),
      toast: text ? toastView(language, { text, undo: done?.undo }) : null,
      otherLanguage: (lang) => leadsPath(filters, { lang }, path),
    }),
  );
}
