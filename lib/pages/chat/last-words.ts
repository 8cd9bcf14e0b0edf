import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { type IconName, icon } from "../shell/icon.ts";
import type { ChatView } from "./chat-view.ts";
import type { ConversationRow, LastWords } from "./inbox.ts";
import { tickView } from "./ticks-view.ts";

const drawings: Record<string, IconName> = {
  image: "image",
  video: "image",
  sticker: "image",
  audio: "mic",
  document: "file",
  call: "call",
  contact: "user",
};

/** The last words of whoever spoke last: ours with ticks, a file with its drawing. */
export function lastWords(view: ChatView, row: ConversationRow): Html {
  const { w } = view;
  const { last } = row;
  if (!last) return html`<span class="none">${w.nothingSaid}</span>`;
  const problem = row.state === "problem" && row.about === last.id && wordFor(w.problemWords, row.detail);
  if (problem) return html`${problem}`;
  const ticks = last.direction === "out" && tickView(view, last.status);
  if (last.deleted) return html`${ticks}<i>${last.direction === "in" ? w.deletedByThem : w.deletedByUs}</i>`;
  const drawing = Object.hasOwn(drawings, last.kind) ? drawings[last.kind] : undefined;
  return html`${ticks}${drawing && icon(drawing, 16)}${saidOf(view, last)}`;
}

function saidOf({ w }: ChatView, { kind, body, fileName, seconds }: LastWords): string {
  const text = body?.replace(/\s+/g, " ").trim();
  if (kind === "text" && text) return text;
  const name = kind === "document" && fileName ? fileName : (wordFor(w.kinds, kind) ?? w.kinds.other!);
  const length = kind === "audio" && seconds ? `, ${clockLength(seconds)}` : "";
  if (!text) return `${name}${length}`;
  // A photo's caption says more than the word.
  return kind === "document" && fileName ? `${name} — ${text}` : text;
}

/** `0:09` */
export function clockLength(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
