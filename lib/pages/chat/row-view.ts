import { html } from "hono/html";
import { type Html, readablePhone } from "../shell/format.ts";
import { initials } from "../shell/header-view.ts";
import { chatPath } from "./chat-filters.ts";
import type { ChatView } from "./chat-view.ts";
import { colleague } from "./colleague.ts";
import type { ConversationRow } from "./inbox.ts";
import { lastWords } from "./last-words.ts";
import { rowChip, silenceChip } from "./row-chip.ts";

/** A person as a row of the list: one link. */
export function rowView(view: ChatView, row: ConversationRow): Html {
  const { w, moments, filters, thread } = view;
  const name = rowName(view, row);
  const isOpen = thread?.person.id === row.contact;
  const isUnread = row.unread > 0;
  return html`<li id="row-${row.contact}" class="one ${isUnread && "unread"}"><a data-row href="${chatPath(filters, row.contact)}" ${
    isOpen && html`aria-current="page"`
  }><span class="face" aria-hidden="true">${initials(name) || "?"}</span>
<span class="name">${name}</span> ${moments.time(row.lastAt, moments.short(row.lastAt))}
<span class="words">${lastWords(view, row)}</span>
<span class="marks">${silenceChip(view, row)}${rowChip(view, row)}${
    isUnread &&
    html`<span class="count"><span aria-hidden="true">${row.unread}</span><span class="unseen">${w.unread(row.unread)}</span></span>`
  }${ownerMark(view, row)}</span></a></li>`;
}

/** As WhatsApp, CloudTalk or the number tells it. */
export function rowName({ w }: Pick<ChatView, "w">, { name, company, phone }: Named): string {
  return name || company || (phone ? readablePhone(phone) : w.unnamed);
}

interface Named {
  name: string | null;
  company: string | null;
  phone: string | null;
}

/** Whose it is, where it is not the reader's. */
function ownerMark(view: ChatView, { owner }: ConversationRow): Html | null {
  if (!owner || owner === view.me) return null;
  const name = colleague(view, owner);
  return html`<span class="whose" title="${name}"><span aria-hidden="true">${initials(name)}</span><span class="unseen">${view.w.ownerIs(name)}</span></span>`;
}
