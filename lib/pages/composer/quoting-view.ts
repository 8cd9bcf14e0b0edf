import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { type ComposerParts, type Draft, personPath } from "./composer-parts.ts";
import { composerTexts } from "./texts.ts";

/** Above the box, the message that is being answered, with the way to drop it. composer.js fills it where a thread's message is chosen. */
export function quotingView({ language, thread }: ComposerParts, draft: Draft | null): Html {
  const t = composerTexts[language].quoting;
  const id = draft?.quoted ?? null;
  const message = thread.messages.find((each) => each.id === id);
  const words = message ? message.body?.slice(0, 200) || t.noWords : id === null ? "" : t.earlier;
  const who = message && (message.direction === "out" ? t.us : t.them);
  return html`<div id="quoting" class="quoting" ${id === null && "hidden"} data-none="${t.noWords}"><input type="hidden" name="quoted" value="${id ?? ""}"><p><b>${who}</b> <span>${words}</span></p>
<a class="button quiet icon-only" href="${personPath(thread.person.id)}#composer" data-drop title="${t.drop}">${icon("close", 16)}<span class="unseen">${t.drop}</span></a></div>`;
}

/** The id of a message, as a form or an address has it; null for none. */
export function readQuoted(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
