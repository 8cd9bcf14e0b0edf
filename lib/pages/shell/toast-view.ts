import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";
import { frameTexts } from "./frame-texts.ts";
import { icon } from "./icon.ts";

/** Takes back what was just done: a form's address under /monitor, and its fields. */
export interface Undo {
  action: string;
  fields?: Record<string, string>;
}

export interface Toast {
  text: string;
  undo?: Undo | undefined;
}

/**
 * What was just done, with the way back for ten seconds: the content of `#toast`, which every page has. It goes by style alone, and
 * stays while it is pointed at or has the focus.
 */
export function toastView(language: Language, { text, undo }: Toast): Html {
  if (!undo) return html`<p class="toast">${text}</p>`;
  return html`<form class="toast" method="post" action="${undo.action}"><span>${text}</span>${Object.entries(
    undo.fields ?? {},
  ).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button>${icon("undo", 16)}${frameTexts[language].toast.undo}</button></form>`;
}
