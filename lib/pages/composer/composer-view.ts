import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { answerForm } from "./answer-form.ts";
import { filesForm } from "./attach-menu.ts";
import type { ComposerParts } from "./composer-parts.ts";
import { draftOf } from "./draft-of.ts";
import { noteForm } from "./note-form.ts";
import { refusedView } from "./refused-view.ts";
import { seenView } from "./seen-view.ts";
import { composerTexts } from "./texts.ts";

export { seenView };

/** What a page with a composer loads, under /monitor/. */
export const composerStyle = "composer.css";
export const composerScript = "composer.js";

/**
 * The box under a thread, `#composer`: an answer to the person or a note for colleagues; where nothing may be written, why. A live
 * page renews `#seen` (seenView) with what it adds, includes `#typing` in what it asks, and leaves the rest alone.
 */
export function composerView(parts: ComposerParts): Html {
  const { language, thread } = parts;
  const t = composerTexts[language];
  const draft = parts.draft ?? draftOf(parts);
  return html`<section id="composer" class="composer" aria-label="${t.label}" data-contact="${thread.person.id}">
<div class="composer-tabs">${tab("answer", "r", !draft?.note)}${tab("note", "n", draft?.note === true)}</div>
<div class="composer-answer">${refusedView(parts, draft) ?? html`${answerForm(parts, draft)}${filesForm(parts, draft)}`}</div>
<div class="composer-note">${noteForm(parts, draft?.note ? draft : null)}</div>
${seenView(thread.messages[0]?.id)}<input type="hidden" id="typing" name="typing" value=""></section>`;

  function tab(name: "answer" | "note", key: string, isChosen: boolean): Html {
    return html`<input type="radio" class="unseen" name="composer-tab" id="tab-${name}" ${isChosen && "checked"}><label for="tab-${name}"
      data-key="${key}" data-field="${name === "answer" ? "say" : "say-note"}">${t.tabs[name]}</label>`;
  }
}
