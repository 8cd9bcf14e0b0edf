import type { Context } from "hono";
import { hasRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { takeNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { peopleFiltersOf, peoplePath } from "./people-filters.ts";
import { toastOf } from "./people-notice.ts";
import { peoplePage } from "./people-page.ts";
import { readPeople } from "./read-people.ts";
import { peopleTexts } from "./texts.ts";

/** Everybody we know, by state, owner, tag, origin or search. */
export async function showPeople(c: Context<AppEnv>): Promise<Response> {
  const filters = peopleFiltersOf((name) => c.req.query(name));
  const own = peoplePath(filters, { before: filters.before });
  const opened = await openPage(c, own);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  const [list, colleagues] = await Promise.all([readPeople(client, id, filters), readColleagues(client)]);
  return c.html(
    documentView({
      language,
      title: `${peopleTexts[language].title} · ${texts[language].product}`,
      section: "people",
      shell,
      layout: "page",
      style: "tables.css",
      main: peoplePage({
        language,
        timeZone,
        filters,
        list,
        colleagues,
        me: shell.me.userId,
        mayExport: hasRole(shell.me.role, "manager"),
      }),
      toast: toastOf(language, takeNotice(c), own),
      otherLanguage: (lang) => peoplePath(filters, { before: filters.before, lang }),
    }),
  );
}
