import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { type Html, isOver } from "../shell/format.ts";
import type { ChatView } from "./chat-view.ts";
import type { ConversationRow } from "./inbox.ts";

type Parts = Pick<ChatView, "w" | "moments" | "inbox">;

/** Whoever waits longer than a day is told of, read or not. */
const longWait = 1;

/** The one chip of a row: what its state is, in a word or two; null where the unread count says it. */
export function rowChip(view: Parts, row: ConversationRow): Html | null {
  const said = chipOf(view, row);
  return said && html`<span class="chip ${said.mood}">${said.words}</span>`;
}

/** That nothing may be written to this person: beside the chip. */
export function silenceChip({ w }: Pick<ChatView, "w">, row: Pick<ConversationRow, "silence">): Html | null {
  return row.silence && html`<span class="chip outline">${w.chips.noWriting}</span>`;
}

function chipOf(view: Parts, row: ConversationRow): { mood: string; words: string } | null {
  const { w, moments, inbox } = view;
  switch (row.state) {
    case "problem":
      return { mood: "problem", words: wordFor(w.problems, row.detail) ?? w.lookAt };
    case "reply":
      if (row.bill === "check") return { mood: "bill", words: w.chips.bill };
      if (row.unread > 0 && moments.daysAgo(row.since) <= longWait) return null;
      return { mood: "reply", words: moments.age(row.since) };
    case "check":
      return { mood: "bill", words: w.chips.bill };
    case "call_back":
      return { mood: "reply", words: moments.exact(row.callBackAt ?? row.since) };
    case "queued":
      return {
        mood: "wait",
        words: isOver(row.since, inbox.now) ? w.chips.queued : w.chips.leaves(moments.short(row.since)),
      };
    case "waiting":
      return { mood: "wait", words: waitingWords(view, row) };
    case "done":
      return { mood: "done", words: w.chips.done };
    case "closed":
      return row.closedAt ? { mood: "wait", words: w.chips.closed } : null;
  }
}

/** `letto ven, 2° giorno`: what became of the ask, and for how many days we have waited. */
function waitingWords({ w, moments }: Parts, { detail, last, since }: ConversationRow): string {
  if (detail === "missing") return w.chips.missing;
  const isRead = last?.direction === "out" && (last.status === "read" || last.status === "played");
  const said = isRead
    ? w.chips.read(moments.day(last.readAt ?? last.at))
    : (last?.direction === "out" && wordFor(w.chips.waiting, last.status)) || w.chips.waits;
  const days = moments.daysAgo(since);
  return days > 0 ? w.chips.nthDay(said, days + 1) : said;
}
