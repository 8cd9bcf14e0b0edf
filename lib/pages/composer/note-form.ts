import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { type ComposerParts, type Draft, personPath } from "./composer-parts.ts";
import { memberName } from "./member-name.ts";
import { composerTexts } from "./texts.ts";

/** A note for colleagues; whom it calls is said by @name, or ticked. */
export function noteForm({ language, thread, members }: ComposerParts, draft: Draft | null): Html {
  const t = composerTexts[language];
  const path = personPath(thread.person.id);
  const names = members.flatMap(({ userId }) => memberName(members, userId) ?? []);
  return html`<form id="note" method="post" action="${path}/notes" hx-post="${path}/notes" hx-target="#composer" hx-swap="outerHTML"
  autocomplete="off"><label class="unseen" for="say-note">${t.note}</label>
${draft?.problem && draft.problem !== "newer" && html`<p class="composer-problem" role="alert">${t.problems[draft.problem]}</p>`}
<textarea id="say-note" name="text" rows="1" placeholder="${t.notePlaceholder}">${draft?.text}</textarea>
<div class="composer-bar"><span class="mentions quiet">${names.map(
    (name) => html`<button type="button" class="quiet" data-mention="${name}" hidden>@${name}</button> `,
  )}</span><button class="main send">${icon("note", 16)}${t.addNote}</button></div></form>`;
}
