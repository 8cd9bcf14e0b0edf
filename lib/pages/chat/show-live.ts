import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { html } from "hono/html";
import { callRpc } from "../../db/call-rpc.ts";
import { showRead } from "../../outbox/show-read.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import type { Html } from "../shell/format.ts";
import { leaveTo } from "../shell/leave-to.ts";
import { readShell } from "../shell/shell.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { changes } from "./changes.ts";
import { chatFilters, chatPath, given } from "./chat-filters.ts";
import { chatTitle } from "./chat-page.ts";
import { type ChatTag, readTag, writeTag } from "./chat-tag.ts";
import { type ChatView, chatView } from "./chat-view.ts";
import { readInbox } from "./inbox.ts";
import { liveParts } from "./live-parts.ts";
import { rowView } from "./row-view.ts";
import { newMarkId, threadItems } from "./thread-items.ts";
import { untilOf } from "./until-of.ts";

/**
 * What htmx asks for every 5 s, with what the page shows in `hx-ptag`: 304 while nothing was written anywhere, 204 where nothing of
 * this page changed, else what did. `hidden`: the title alone, for a tab that nobody looks at.
 */
export async function showLive(c: Context<AppEnv>): Promise<Response> {
  const { client, renewed } = await staffSession(c);
  const isHidden = c.req.query("hidden") === "1";
  const known = isHidden ? nothing : readTag(c.req.header("hx-ptag"));
  // A page of an older build: it is made anew.
  if (!known) return c.body(null, 204, { "hx-refresh": "true" });
  const filters = chatFilters(c);
  const contact = Number(/^[1-9]\d{0,14}$/.exec(c.req.query("c") ?? "")?.[0] ?? 0) || null;
  const until = untilOf(c);
  const isTyping = !isHidden && c.req.query("typing") === "1";
  if (contact !== null && isTyping) showRead(c.get("services"), client, contact, true);
  const [inbox, shell, colleagues] = await Promise.all([
    readInbox(
      client,
      {
        ...given(filters),
        ...(contact && { contact, here: !isHidden, typing: isTyping }),
      },
      // Browsers may drop the cookies of a 304, and a renewed session must arrive.
      renewed ? null : known.stamp,
    ),
    readShell(client),
    readColleagues(client),
  ]);
  if (inbox === "unchanged") return c.body(null, 304);
  const isMoved = contact !== null && inbox?.thread && "movedTo" in inbox.thread;
  if (!inbox || !shell || isMoved || (contact !== null && !inbox.thread))
    return leaveTo(c, chatPath(filters, contact));
  const shown = c.req.query("page") === "person" ? "person" : "thread";
  const view = chatView({ language: chooseLanguage(c), inbox, filters, shell, colleagues, until, shown });
  if (isHidden) return c.json({ title: chatTitle(view), new: inbox.counts.new });
  if (await readWhatCame(client, view, known)) showRead(c.get("services"), client, view.thread!.person.id);
  const { parts, tag } = difference(view, known, c.req.query("hold") === "1");
  c.header("hx-ptag", writeTag(tag));
  if (parts.length === 0) return c.body(null, 204);
  return c.html(html`<title>${chatTitle(view)}</title>${parts}`);
}

const nothing: ChatTag = { stamp: null, rows: [], items: [], parts: [] };

/** What a page of this view shows, as its first tag. */
export function firstTag(view: ChatView): string {
  const { tag } = difference(view, nothing, false);
  return writeTag(tag);
}

function difference(view: ChatView, known: ChatTag, isStill: boolean): { parts: Html[]; tag: ChatTag } {
  const { inbox, thread, w, filters } = view;
  const rows = changes(
    known.rows,
    inbox.list.rows.map((row) => ({ id: `row-${row.contact}`, html: rowView(view, row) })),
    { container: "rows", still: isStill },
  );
  const isNewest = thread !== null && view.shown === "thread" && view.until === null;
  const items = changes(
    known.items,
    isNewest ? threadItems(view, thread).filter(({ id }) => id !== newMarkId) : [],
    { container: "items", slides: thread?.older !== null },
  );
  const others = liveParts(view);
  const held =
    rows.held > 0 && html`<a href="${chatPath(filters, thread?.person.id)}">${w.held(rows.held)}</a>`;
  const parts = changes(
    known.parts,
    [...others, { id: "held", html: html`<p id="held" class="held">${held}</p>` }],
    {
      container: "parts",
    },
  );
  return {
    parts: [...rows.partials, ...items.partials, ...parts.partials],
    tag: {
      // What is held comes with the next question, whether anything is written until then or not.
      stamp: rows.held > 0 ? null : inbox.stamp,
      rows: rows.shown,
      items: items.shown,
      parts: parts.shown,
    },
  };
}

/** What came while the thread was looked at is read; whether something did. */
async function readWhatCame(client: SupabaseClient, view: ChatView, known: ChatTag): Promise<boolean> {
  const { thread, inbox, until, shown } = view;
  if (!thread || until !== null || shown !== "thread" || !thread.row?.unread) return false;
  const had = new Set(known.items.map(({ id }) => id));
  const isNew = thread.messages.some(({ id, direction }) => direction === "in" && !had.has(`m-${id}`));
  if (!isNew) return false;
  await callRpc(client, "mark_read", { contact: thread.person.id });
  for (const row of [thread.row, ...inbox.list.rows]) if (row.contact === thread.person.id) row.unread = 0;
  inbox.counts.new = Math.max(0, inbox.counts.new - 1);
  return true;
}
