import { html } from "hono/html";
import { bubbleView } from "./bubble-view.ts";
import { callItem } from "./call-item.ts";
import type { Drawn } from "./changes.ts";
import type { ChatView } from "./chat-view.ts";
import type { Thread, ThreadMessage } from "./inbox.ts";
import { leadItem } from "./lead-item.ts";
import { noteItem } from "./note-item.ts";

interface Placed extends Drawn {
  at: string;
  /** Of two at one moment the first that was made stands first. */
  order: number;
  message?: ThreadMessage;
}

/** Messages, calls, forms and notes as they came, with a mark where a day begins, and where what was not read yet does. */
export function threadItems(view: ChatView, thread: Thread): Drawn[] {
  const placed: Placed[] = [
    ...thread.messages.map((message) => ({
      id: `m-${message.id}`,
      at: momentOf(message),
      order: message.id,
      message,
      html: bubbleView(view, message),
    })),
    ...thread.calls.map((call) => ({
      id: `call-${call.id}`,
      at: call.endedAt,
      order: -1,
      html: callItem(view, call),
    })),
    // Who wrote first did so by the message that stands here.
    ...thread.leads
      .filter(({ source }) => source !== "whatsapp")
      .map((lead) => ({ id: `lead-${lead.id}`, at: lead.at, order: -1, html: leadItem(view, lead) })),
    ...thread.notes.map((note) => ({
      id: `note-${note.id}`,
      at: note.at,
      order: Number.MAX_SAFE_INTEGER,
      html: noteItem(view, note),
    })),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.order - b.order);
  const firstNew = firstUnread(view, placed);
  const items: Drawn[] = [];
  let day = "";
  for (const { id, at, html: drawn } of placed) {
    const own = view.moments.key(at);
    if (own !== day) items.push(dayMark(view, own, at));
    day = own;
    if (id === firstNew) items.push(newMark(view));
    items.push({ id, html: drawn });
  }
  return items;
}

/** Where theirs stands: when they wrote it. Where ours does: when it left, or was made. */
function momentOf({ direction, writtenAt, createdAt, acceptedAt, sentAt }: ThreadMessage): string {
  return direction === "in" ? writtenAt : (sentAt ?? acceptedAt ?? createdAt);
}

function firstUnread({ readUpTo }: ChatView, placed: Placed[]): string | undefined {
  if (readUpTo === undefined) return undefined;
  const isNew = ({ message }: Placed) => message?.direction === "in" && message.id > (readUpTo ?? 0);
  // All of it is new to who opens the page for the first time: no mark says that.
  const first = placed.findIndex(isNew);
  return first > 0 && (readUpTo ?? 0) > 0 ? placed[first]!.id : undefined;
}

function dayMark({ moments }: ChatView, key: string, at: string): Drawn {
  return {
    id: `day-${key}`,
    html: html`<li class="mark" id="day-${key}">${moments.time(at, moments.longDay(at))}</li>`,
  };
}

/** Its id is of no row: a refresh leaves it where it is. */
export const newMarkId = "new-mark";

function newMark({ w }: ChatView): Drawn {
  return {
    id: newMarkId,
    html: html`<li class="mark unseen-from" id="${newMarkId}">${w.thread.newFrom}</li>`,
  };
}
