import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { machineView } from "../machines/machine-view.ts";
import { type Html, isOver } from "../shell/format.ts";
import { wasLate } from "../shell/written-time.ts";
import { bodyView } from "./body-view.ts";
import { chatPath } from "./chat-filters.ts";
import { actionOf, type ChatView } from "./chat-view.ts";
import { colleague } from "./colleague.ts";
import { fileInThread } from "./file-in-thread.ts";
import type { ThreadMessage } from "./inbox.ts";
import { settleView } from "./settle-view.ts";
import { tickWithWord } from "./ticks-view.ts";

/** Nothing of these arrived anywhere. */
const goneStatuses = ["skipped", "cancelled", "expired"];

/** A message as a bubble: what it answers, what it brings, what it says, and what became of it. */
export function bubbleView(view: ChatView, message: ThreadMessage): Html {
  const { w } = view;
  const isOurs = message.direction === "out";
  const kinds = `${isOurs ? "ours" : "theirs"}${goneStatuses.includes(message.status) ? " gone" : ""}`;
  return html`<li class="bubble ${kinds}" id="m-${message.id}"><span class="unseen">${isOurs ? w.thread.us : w.thread.them}:</span>
${quotedView(view, message)}${fileInThread(view, message)}${bodyView(view, message)}
${machineView(view, message, actionOf(view, `/messages/${message.id}/person`))}
<p class="meta">${metaView(view, message)}${quoteLink(view, message)}</p>${reactionsView(message)}${settleView(view, message)}</li>`;
}

function quotedView({ w }: ChatView, { quoted, quotedWhatsappId }: ThreadMessage): Html | null {
  if (!quoted) return quotedWhatsappId ? html`<p class="quoted">${w.thread.quotedGone}</p>` : null;
  const words = quoted.body || (wordFor(w.kinds, quoted.kind) ?? w.kinds.other!);
  return html`<a class="quoted" href="#m-${quoted.id}"><b>${quoted.direction === "out" ? w.thread.us : w.thread.them}</b> ${words}</a>`;
}

/** Answers this one: where WhatsApp knows it, on the number that answers leave from. */
function quoteLink(
  { w, thread, filters }: ChatView,
  { id, whatsappId, channelId, deletedAt }: ThreadMessage,
) {
  const channel = thread?.composer.channel;
  const may = channel?.quotes && channel.id === channelId && !thread?.composer.guard;
  if (!may || !whatsappId || deletedAt) return null;
  return html` <a class="quote" href="${chatPath(filters, thread!.person.id, { quote: id })}#composer" data-quote="${id}">${w.thread.quote}</a>`;
}

function metaView(view: ChatView, message: ThreadMessage): Html {
  const { w, moments } = view;
  const { direction, writtenAt, createdAt, isStop, status } = message;
  if (direction === "in") {
    const late = wasLate(message) && html` · ${view.t.messages.arrived} ${moments.exact(createdAt)}`;
    return html`${isStop && html`<span class="chip problem">${w.thread.stop}</span> `}${moments.time(writtenAt, moments.clock(writtenAt))}${late}`;
  }
  const at = message.sentAt ?? message.acceptedAt ?? createdAt;
  return html`${sayerOf(view, message)} · ${moments.time(at, moments.clock(at))} ${tickWithWord(view, status)}${
    status === "queued" && html` · ${leavesWords(view, message)}`
  }`;
}

/** What it is for, or who wrote it. */
function sayerOf(view: ChatView, { purpose, sentBy }: ThreadMessage): string {
  if (sentBy) return sentBy === view.me ? view.w.thread.you : colleague(view, sentBy);
  return wordFor(view.w.thread.purposes, purpose) ?? purpose;
}

function leavesWords({ w, moments, inbox, thread }: ChatView, { dueAt }: ThreadMessage): string {
  if (dueAt && !isOver(dueAt, inbox.now)) return w.thread.leaves(moments.short(dueAt));
  return thread?.composer.channel?.state === "paused" ? w.thread.leavesBack : w.thread.leavesSoon;
}

function reactionsView({ reactions = [] }: ThreadMessage): Html | null {
  return reactions.length > 0
    ? html`<p class="reactions">${reactions.map(({ emoji }) => html`<span>${emoji}</span>`)}</p>`
    : null;
}
