import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Format, Html } from "./format.ts";
import { texts } from "./texts.ts";

interface Times {
  /** As its vendor tells, never later than createdAt. */
  writtenAt: string;
  /** When we heard of it. */
  createdAt: string;
}

/** When it was written; with when it arrived, where that was more than a minute later. */
export function writtenTime(
  { language, format }: { language: Language; format: Format },
  { writtenAt, createdAt }: Times,
): Html {
  if (!wasLate({ writtenAt, createdAt })) return format.time(writtenAt);
  const t = texts[language].messages;
  return html`<span class="late">${t.written} ${format.time(writtenAt)}, ${t.arrived} ${format.time(createdAt)}</span>`;
}

export function wasLate({ writtenAt, createdAt }: Times): boolean {
  return Date.parse(createdAt) - Date.parse(writtenAt) > 60_000;
}

/**
 * A page of messages, the last written first: what a person wrote stands where they wrote it, ours keep the order in which we
 * made them. The page itself is cut by id, so what is heard very late stands on the page of its arrival.
 */
export function byWritten<Message extends Times & { id: number; direction: "in" | "out" }>(
  messages: readonly Message[],
): Message[] {
  const at = ({ direction, writtenAt, createdAt }: Message) =>
    Date.parse(direction === "in" ? writtenAt : createdAt);
  return messages.toSorted((a, b) => at(b) - at(a) || b.id - a.id);
}
