import { html } from "hono/html";
import type { Html } from "./format.ts";

/** What `public/monitor/icons.svg` has. */
export type IconName =
  | "chat"
  | "file"
  | "call"
  | "people"
  | "chart"
  | "gear"
  | "search"
  | "send"
  | "back"
  | "more"
  | "clip"
  | "mic"
  | "image"
  | "check"
  | "checks"
  | "clock"
  | "warn"
  | "note"
  | "tag"
  | "user"
  | "phone-in"
  | "phone-out"
  | "undo"
  | "close"
  | "plus"
  | "down";

/** A drawing beside a word, in the word's colour; 16, 20 or 24 px. Screen readers do not hear of it. */
export function icon(name: IconName, size: 16 | 20 | 24 = 20): Html {
  return html`<svg class="icon" width="${size}" height="${size}" aria-hidden="true"><use href="/monitor/icons.svg#${name}"/></svg>`;
}
