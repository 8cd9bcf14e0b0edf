import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { answerForm } from "./answer-form.ts";
import type { ComposerParts, Draft } from "./composer-parts.ts";
import { composerTexts } from "./texts.ts";
import { dayWords } from "./when-words.ts";

/** In place of the box, where nothing may be written; what was typed stays to be copied. Null where one may write. */
export function refusedView(parts: ComposerParts, draft: Draft | null): Html | null {
  const { language, thread, shell } = parts;
  const { guard, reviewed } = thread.composer;
  if (!guard) return null;
  const t = composerTexts[language];
  const { optedOutAt, blockedAt } = thread.person;
  const when = { language, timeZone: shell.workspace.timeZone, now: shell.now };
  if (guard.code === "window_closed" && reviewed.length > 0) {
    return html`<p class="composer-refused">${t.choosePrepared}</p>${answerForm(parts, draft, reviewed)}${kept(draft)}`;
  }
  const words =
    guard.code === "opted_out" && optedOutAt
      ? `${t.stoppedOn(dayWords(when, optedOutAt))} ${t.startAgain}`
      : guard.code === "blocked" && blockedAt
        ? t.blockedOn(dayWords(when, blockedAt))
        : t.refused[guard.code];
  return html`<p class="composer-refused">${words}</p>${kept(draft)}`;
}

function kept(draft: Draft | null): Html | null {
  return draft && !draft.note && draft.text !== ""
    ? html`<blockquote class="composer-kept">${draft.text}</blockquote>`
    : null;
}
