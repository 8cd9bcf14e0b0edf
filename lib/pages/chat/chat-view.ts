import type { Language } from "../../base/language.ts";
import type { ComposerParts } from "../composer/composer-parts.ts";
import { createFormat, type Format } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import type { Colleague } from "../shell/staff-name.ts";
import { texts as commonTexts, type Texts } from "../shell/texts.ts";
import { type ChatFilters, chatPath } from "./chat-filters.ts";
import type { Inbox, Thread } from "./inbox.ts";
import { type Moments, moments } from "./moments.ts";
import { type ChatTexts, chatTexts } from "./texts.ts";

/** What every part of Chat is drawn from. */
export interface ChatView {
  language: Language;
  w: ChatTexts;
  /** The words of all pages. */
  t: Texts;
  format: Format;
  moments: Moments;
  inbox: Inbox;
  thread: Thread | null;
  filters: ChatFilters;
  shell: Shell;
  me: string;
  colleagues: readonly Colleague[];
  /** What the reader had read when the page was opened; undefined: not to be marked. */
  readUpTo?: number | null;
  /** What the box under the thread needs beside; undefined where no page is drawn. */
  writing?: Pick<ComposerParts, "services" | "query">;
  /** An older page of the thread, which ends before this message. */
  until: number | null;
  /** What stands beside the list, where a person is open. */
  shown: "thread" | "person";
}

export function chatView(
  parts: Omit<ChatView, "w" | "t" | "format" | "moments" | "me" | "thread">,
): ChatView {
  const { language, inbox, shell } = parts;
  const { timeZone } = inbox.workspace;
  return {
    ...parts,
    w: chatTexts[language],
    t: commonTexts[language],
    format: createFormat(language, timeZone, inbox.now),
    moments: moments(language, timeZone, inbox.now),
    thread: inbox.thread && "person" in inbox.thread ? inbox.thread : null,
    me: shell.me.userId,
  };
}

/** This page, for forms to lead back to. */
export function hereOf({ filters, thread }: ChatView): string {
  return chatPath(filters, thread?.person.id ?? null);
}

/** Where a form of this page goes, with the way back. */
export function actionOf(view: ChatView, path: string): string {
  return `/monitor${path}?next=${encodeURIComponent(hereOf(view))}`;
}
