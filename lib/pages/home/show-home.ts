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
import { homePath } from "./home-path.ts";
import { liveTag, readLiveTag } from "./live-tag.ts";
import { liveView, pageTitle } from "./live-view.ts";
import { monitorPage } from "./monitor-page.ts";
import { readSnapshot } from "./snapshot.ts";
import { sourcesInUse } from "./sources-in-use.ts";
import { createView } from "./view.ts";

/** The first page, whole. */
export async function showPage(c: Context<AppEnv>): Promise<Response> {
  const filters = filtersOf(c);
  const opened = await openPage(c, withFilters(homePath, filters));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const services = c.get("services");
  const { vendors } = services;
  const snapshot = await readSnapshot(client, filters, vendors);
  if (!snapshot) return c.html(noAccessPage(language), 403);
  const shown = sourcesInUse(snapshot, services);
  const view = createView(shown, filters, language, requestOrigin(c), vendors);
  const live = liveView(view);
  const tag = liveTag(snapshot.stamp, `${live}`);
  return c.html(monitorPage(view, shell, live, tag, takeNotice(c)));
}

/** What htmx asks for every 5 s: the changed part, or a 304 with nothing (its extension hx-ptag compares). */
export async function showLive(c: Context<AppEnv>): Promise<Response> {
  const { client, renewed } = await staffSession(c);
  const filters = filtersOf(c);
  const had = readLiveTag(c.req.header("hx-ptag"));
  const services = c.get("services");
  const { vendors } = services;
  // Browsers may drop the cookies of a 304, and a renewed session must arrive.
  const snapshot = await readSnapshot(client, filters, vendors, renewed ? null : had.stamp);
  if (snapshot === "unchanged") return c.body(null, 304);
  if (!snapshot) return leaveTo(c, homePath);
  const shown = sourcesInUse(snapshot, services);
  const view = createView(shown, filters, chooseLanguage(c), requestOrigin(c), vendors);
  const live = `${liveView(view)}`;
  const tag = liveTag(snapshot.stamp, live);
  c.header("hx-ptag", tag);
  // A 304 brings no new tag: without the new stamp all of it would be made again each time.
  if (had.hash === readLiveTag(tag).hash && snapshot.stamp === null && !renewed) return c.body(null, 304);
  return c.html(`${html`<title>${pageTitle(view)}</title>`}${live}`);
}
