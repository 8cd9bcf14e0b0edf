import type { Context } from "hono";
import { wordFor } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { takeDone } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { toastView } from "../shell/toast-view.ts";
import { leadPage } from "./lead-page.ts";
import { leadName } from "./lead-words.ts";
import { readLead } from "./read-leads.ts";
import { leadsTexts } from "./texts.ts";

/** One lead: how it stands, what it said, where it comes from, and what to do. */
export async function showLead(c: Context<AppEnv>): Promise<Response> {
  const id = Number(c.req.param("id"));
  const opened = await openPage(c, `/monitor/leads/${id}`);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const [lead, colleagues] = await Promise.all([readLead(client, id), readColleagues(client)]);
  if (lead === null) throw new Problem("not_found", "There is no such lead.");
  const done = takeDone(c);
  const t = leadsTexts[language];
  const text = wordFor(t.notices, done?.code);
  return c.html(
    documentView({
      language,
      title: `${leadName(language, lead)} · ${t.title} · ${texts[language].product}`,
      section: "leads",
      shell,
      layout: "page",
      style: ["lists.css", "settings.css", "leads.css"],
      main: leadPage({ language, timeZone: shell.workspace.timeZone, lead, colleagues, me: shell.me.userId }),
      toast: text ? toastView(language, { text, undo: done?.undo }) : null,
      otherLanguage: (lang) => `/monitor/leads/${id}?lang=${lang}`,
    }),
  );
}
