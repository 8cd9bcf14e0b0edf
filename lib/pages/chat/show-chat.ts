import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { takeNotice } from "../shell/notice.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { noAccessPage } from "../sign-in/no-access-page.ts";
import { type ChatFilters, chatFilters, chatPath } from "./chat-filters.ts";
import { chatPage } from "./chat-page.ts";
import { type ChatView, chatView } from "./chat-view.ts";
import { type InboxQuery, readInbox } from "./inbox.ts";

/** The list, with nobody open. */
export async function showList(c: Context<AppEnv>): Promise<Response> {
  const filters = chatFilters(c);
  const opened = await openPage(c, chatPath(filters));
  if (opened instanceof Response) return opened;
  const view = await readChat(c, opened, filters);
  return view instanceof Response ? view : c.html(chatPage(view, "", takeNotice(c)));
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
  const view = await readChat(
    c,
    opened,
    filters,
    { contact, ...(until !== null && { threadBefore: until }), here: marks },
    readUpTo,
    until,
  );
  if (view instanceof Response) return view;
  return c.html(chatPage(view, "", takeNotice(c)));
}

/** `until`: the thread's page that ends before this message. */
export function untilOf(c: Context): number | null {
  const until = c.req.query("until") ?? "";
  return /^[1-9]\d{0,14}$/.test(until) ? Number(until) : null;
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
  readUpTo: number | null | undefined = undefined,
  until: number | null = null,
): Promise<ChatView | Response> {
  const [inbox, colleagues] = await Promise.all([
    readInbox(client, { ...given(filters), ...query }),
    readColleagues(client),
  ]);
  if (inbox === null || inbox === "unchanged") return c.html(noAccessPage(language), 403);
  if (query.contact !== undefined && inbox.thread === null)
    throw new Problem("not_found", "There is no such person.");
  if (inbox.thread && "movedTo" in inbox.thread)
    return c.redirect(chatPath(filters, inbox.thread.movedTo), 303);
  return chatView({ language, inbox, filters, shell, colleagues, readUpTo, until });
}

/** What of the filters is given. */
export function given(filters: ChatFilters): InboxQuery {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null));
}
