import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { takeNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { billsPage } from "./bills-page.ts";
import { billsPath, billsPlace } from "./bills-path.ts";
import { dayTime } from "./day-time.ts";
import { readBills } from "./read-bills.ts";
import { billsTexts } from "./texts.ts";

const peopleShown = { gallery: 30, list: 50 };

/** The files that wait for a verdict, those that have one, and who still owes a bill; for every member. */
export async function showBills(c: Context<AppEnv>): Promise<Response> {
  const place = billsPlace((name) => c.req.query(name));
  const opened = await openPage(c, billsPath(place));
  if (opened instanceof Response) return opened;
  const { client, language, shell, member } = opened;
  const size = place.state === "owed" ? peopleShown.list : peopleShown.gallery;
  const [bills, colleagues] = await Promise.all([readBills(client, place, size), readColleagues(client)]);
  const time = dayTime(language, shell.workspace.timeZone, bills.now);
  const view = { language, t: billsTexts[language], time, me: member.userId, colleagues, place, bills };
  return c.html(billsPage(view, shell, takeNotice(c)));
}
