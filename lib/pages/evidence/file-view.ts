import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import type { FileView } from "../../people/list-messages.ts";
import type { Html } from "../shell/format.ts";
import { evidenceTexts } from "./texts.ts";

/** The way to a customer's file, or why there is none and what to do; null where the message has none. */
export function fileView(
  language: Language,
  message: number,
  file: FileView | null | undefined,
): Html | null {
  if (!file) return null;
  const t = evidenceTexts[language];
  if (file.state === "stored") {
    return html`<a class="file" href="/monitor/media/${message}" download>${t.open}</a>`;
  }
  const help = wordFor(t.fileHelp, file.reasonCode) ?? wordFor(t.fileHelp, file.state);
  return html`<span class="chip ${file.state === "waiting" ? "faint" : "warn"}">${
    wordFor(t.fileStates, file.state) ?? file.state
  }</span> <span class="quiet">${help}</span>`;
}
