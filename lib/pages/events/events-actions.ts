import type { Context } from "hono";
import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { replayDeliveries } from "../../inbox/replay-deliveries.ts";
import { triedIn } from "../../inbox/replay-report.ts";
import { rereadDeliveries } from "../../inbox/reread-deliveries.ts";
import { rereadIn } from "../../inbox/reread-report.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffMember } from "../../web/staff-member.ts";
import { staffSession } from "../../web/staff-session.ts";
import type { Html } from "../shell/format.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { noAccessPage } from "../sign-in/no-access-page.ts";
import { eventDetail } from "./events-detail.ts";
import { type EventFilters, readEventFilters, withEventFilters } from "./events-filters.ts";
import { leaveWithReport, noticeView, takeReport } from "./events-notice.ts";
import { eventsPage, replayLimit } from "./events-page.ts";
import { readEvent, readEventPage } from "./events-read.ts";
import { leaveWithReread, takeReread } from "./reread-notice.ts";
import { rereadTexts } from "./reread-texts.ts";

const listPath = "/monitor/events";

/** The list of events. */
export async function showEvents(c: Context<AppEnv>): Promise<Response> {
  const filters = filtersOf(c);
  const opened = await openPage(c, withEventFilters(listPath, filters));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const page = await readEventPage(client, filters);
  if (!page) return c.html(noAccessPage(language), 403);
  const { vendors } = c.get("services");
  return c.html(eventsPage({ language, shell, page, filters, vendors, notice: takeNotices(c, language) }));
}

/** One event with what it said, for managers. */
export async function showEvent(c: Context<AppEnv>): Promise<Response> {
  const filters = filtersOf(c);
  const id = idOf(c);
  const opened = await openPage(c, withEventFilters(`${listPath}/${id}`, filters));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const [event, colleagues] = await Promise.all([readEvent(client, id), readColleagues(client)]);
  if (!event) throw noSuchEvent();
  const { vendors } = c.get("services");
  return c.html(
    eventDetail({ language, shell, event, filters, vendors, colleagues, notice: takeNotices(c, language) }),
  );
}

/** "Try again" on one. */
export async function replayEvent(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const report = await replayDeliveries(c.get("services"), client, [idOf(c)]);
  if (triedIn(report) === 0) throw noSuchEvent();
  const path = c.req.query("from") === "detail" ? `${listPath}/${idOf(c)}` : listPath;
  return leaveWithReport(c, withEventFilters(path, filtersOf(c)), report);
}

/** "Read again" on one. */
export async function rereadEvent(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c, "manager");
  const report = await rereadDeliveries(c.get("services"), member, [idOf(c)]);
  if (rereadIn(report) + report.left === 0) throw noSuchEvent();
  const path = c.req.query("from") === "detail" ? `${listPath}/${idOf(c)}` : listPath;
  return leaveWithReread(c, withEventFilters(path, filtersOf(c)), report);
}

/** "Try the selected again" and "Try all that match". */
export async function replayEvents(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const form = await c.req.formData();
  const filters = filtersOf(c);
  const back = withEventFilters(listPath, filters);
  if (form.get("decision") === "matching") {
    const { ids, left } = await (callRpc(client, "events_to_replay", {
      state: filters.state === "all" ? "open" : filters.state,
      source: filters.source,
      most: replayLimit,
    }) as Promise<{ ids: number[]; left: number }>);
    const report = await replayDeliveries(c.get("services"), client, ids);
    return leaveWithReport(c, back, { ...report, left: report.left + left });
  }
  if (form.get("decision") !== "selected") {
    throw new Problem("bad_request", "The decision is one of: selected, matching.");
  }
  const ids = form.getAll("id").map(Number);
  if (ids.length > replayLimit || !ids.every((id) => Number.isSafeInteger(id) && id > 0)) {
    throw new Problem("bad_request", `Select at most ${replayLimit} events of the page.`);
  }
  if (ids.length === 0) return leaveWithReport(c, back, "nothing_selected");
  return leaveWithReport(c, back, await replayDeliveries(c.get("services"), client, ids));
}

function takeNotices(c: Context, language: Language): Html | null {
  const reread = takeReread(c, language);
  if (!reread) return takeReport(c, language);
  const { said, call } = reread;
  return noticeView(
    html`${said} ${call !== null && html`<a href="/monitor/calls/${call}">${rereadTexts[language].call}</a>`}`,
  );
}

function filtersOf(c: Context<AppEnv>): EventFilters {
  return readEventFilters(new URL(c.req.url).searchParams, c.get("services").vendors);
}

function idOf(c: Context): number {
  return Number(c.req.param("id"));
}

function noSuchEvent(): Problem {
  return new Problem("not_found", "There is no such event.");
}
