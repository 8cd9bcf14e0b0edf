import type { Context } from "hono";
import { html } from "hono/html";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { showRead } from "../../outbox/show-read.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { firstStartInstead } from "../first-start/show-first-start.ts";
import type { Html } from "../shell/format.ts";
import { takeDone } from "../shell/notice.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { noAccessPage } from "../sign-in/no-access-page.ts";
import { takeWorkToast } from "../work/kept-done.ts";
import { partial } from "./changes.ts";
import { type ChatFilters, chatFilters, chatPath, given } from "./chat-filters.ts";
import { chatPage } from "./chat-page.ts";
import { type ChatView, chatView } from "./chat-view.ts";
import { type InboxQuery, readInbox } from "./inbox.ts";
import { firstTag } from "./show-live.ts";
import { personPath } from "./thread-head.ts";
import { threadItems } from "./thread-items.ts";
import { olderLink } from "./thread-view.ts";
import { untilOf } from "./until-of.ts";

/** The list, with nobody open. */
export async function showList(c: Context<AppEnv>): Promise<Response> {
  const filters = chatFilters(c);
  const opened = await openPage(c, chatPath(filters));
  if (opened instanceof Response) return opened;
  const view = await readChat(c, opened, filters);
  if (view instanceof Response) return view;
  const instead = isBare(view) ? await firstStartInstead(c, opened) : null;
  return instead ?? c.html(pageOf(c, view));
}

/** Nobody to show, and nothing was asked for: perhaps nothing was ever received. */
function isBare({ filters, inbox: { list, counts } }: ChatView): boolean {
  const isAsked =
    filters.view !== "reply" || filters.q !== null || filters.owner !== null || filters.tag !== null;
  return !isAsked && list.rows.length === 0 && counts.waiting + counts.problem === 0;
}

/**
 * One person's thread, beside the list. Who opens it has read it: the page says so itself, as it must without a script too; what a
 * browser fetches ahead does not.
 */
export async function showThread(c: Context<AppEnv>): Promise<Response> {
  const filters = chatFilters(c);
  const contact = Number(c.req.param("id"));
  const opened = await openPage(c, chatPath(filters, contact));
  if (opened instanceof Response) return opened;
  const until = untilOf(c);
  const isAhead = /prefetch|prerender/.test(c.req.header("sec-purpose") ?? c.req.header("purpose") ?? "");
  const marks = !isAhead && until === null;
  const readUpTo = marks ? await markRead(opened, contact) : undefined;
  if (marks && readUpTo !== undefined) showRead(c.get("services"), opened.client, contact);
  const query = { contact, ...(until !== null && { threadBefore: until }), here: marks };
  const view = await readChat(c, opened, filters, query, { readUpTo, until });
  if (view instanceof Response) return view;
  return c.html(pageOf(c, view));
}

/** Who the person is, on a page of its own: where there is no room beside the thread. */
export async function showPerson(c: Context<AppEnv>): Promise<Response> {
  const filters = chatFilters(c);
  const contact = Number(c.req.param("id"));
  const opened = await openPage(c, personPath(filters, contact));
  if (opened instanceof Response) return opened;
  const view = await readChat(c, opened, filters, { contact }, { shown: "person" });
  return view instanceof Response ? view : c.html(pageOf(c, view));
}

function pageOf(c: Context<AppEnv>, view: ChatView): Html {
  const worked = takeWorkToast(c, view.language, view.shell);
  return chatPage(view, firstTag(view), takeDone(c), worked);
}

/** An older page of a thread, to be put above what is there. */
export async function showOlder(c: Context<AppEnv>): Promise<Response> {
  const filters = chatFilters(c);
  const contact = Number(c.req.param("id"));
  const opened = await openPage(c, chatPath(filters, contact));
  if (opened instanceof Response) return opened;
  const until = untilOf(c) ?? 0;
  const view = await readChat(c, opened, filters, { contact, threadBefore: until, list: false }, { until });
  if (view instanceof Response) return view;
  const items = threadItems(view, view.thread!);
  // Its last day is the first of what is there, and is marked here.
  const day = items.findLast(({ id }) => id.startsWith("day-"));
  return c.html(
    html`${olderLink(view, view.thread!)}<ol class="items">${items.map((item) => item.html)}</ol>${day && partial(`#${day.id}`, "delete")}`,
  );
}

/** How far had been read before; undefined where there is nobody to be read. */
async function markRead({ client }: OpenedPage, contact: number): Promise<number | null | undefined> {
  try {
    return await callRpc(client, "mark_read", { contact });
  } catch (error) {
    if (error instanceof Problem && error.code === "forbidden") return undefined;
    throw error;
  }
}

/** Throws Problem `not_found`; who was merged leads to whom they are now. */
async function readChat(
  c: Context<AppEnv>,
  { client, language, shell }: OpenedPage,
  filters: ChatFilters,
  query: InboxQuery = {},
  more: Partial<Pick<ChatView, "readUpTo" | "until" | "shown">> = {},
): Promise<ChatView | Response> {
  const services = c.get("services");
  const [inbox, colleagues] = await Promise.all([
    readInbox(client, { ...given(filters), ...query }),
    readColleagues(client),
  ]);
  if (inbox === null || inbox === "unchanged") return c.html(noAccessPage(language), 403);
  if (query.contact !== undefined && inbox.thread === null)
    throw new Problem("not_found", "There is no such person.");
  if (inbox.thread && "movedTo" in inbox.thread)
    return c.redirect(chatPath(filters, inbox.thread.movedTo), 303);
  const writing = { services, query: c.req.query() };
  return chatView({
    language,
    inbox,
    filters,
    shell,
    colleagues,
    writing,
    until: null,
    shown: "thread",
    ...more,
  });
}
