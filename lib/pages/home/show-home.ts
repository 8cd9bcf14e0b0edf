import { createHash } from "node:crypto";
import type { Context } from "hono";
import { html } from "hono/html";
import type { AppEnv } from "../../web/create-app.ts";
import { requestOrigin } from "../../web/request-origin.ts";
import { staffSession } from "../../web/staff-session.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { leaveTo } from "../shell/leave-to.ts";
import { takeNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { noAccessPage } from "../sign-in/no-access-page.ts";
import { withFilters } from "./filters.ts";
import { filtersOf } from "./filters-of.ts";
import { liveView, pageTitle } from "./live-view.ts";
import { monitorPage } from "./monitor-page.ts";
import { readSnapshot } from "./snapshot.ts";
import { createView } from "./view.ts";

/** The first page, whole. */
export async function showPage(c: Context<AppEnv>): Promise<Response> {
  const filters = filtersOf(c);
  const opened = await openPage(c, withFilters("/monitor", filters));
  if (opened instanceof Response) return opened;
  const { client, language } = opened;
  const snapshot = await readSnapshot(client, filters);
  if (!snapshot) return c.html(noAccessPage(language), 403);
  const view = createView(snapshot, filters, language, requestOrigin(c));
  const live = liveView(view);
  return c.html(monitorPage(view, live, hash(`${live}`), takeNotice(c)));
}

/** What htmx asks for every 5 s: the changed part, or a 304 with nothing (its extension hx-ptag compares). */
export async function showLive(c: Context<AppEnv>): Promise<Response> {
  const { client, renewed } = await staffSession(c);
  const filters = filtersOf(c);
  const snapshot = await readSnapshot(client, filters);
  if (!snapshot) return leaveTo(c, "/monitor");
  const view = createView(snapshot, filters, chooseLanguage(c), requestOrigin(c));
  const live = `${liveView(view)}`;
  const ptag = hash(live);
  c.header("hx-ptag", ptag);
  // Browsers may drop the cookies of a 304, and a renewed session must arrive.
  if (ptag === c.req.header("hx-ptag") && !renewed) return c.body(null, 304);
  return c.html(`${html`<title>${pageTitle(view)}</title>`}${live}`);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
