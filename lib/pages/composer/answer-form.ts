import { html } from "hono/html";
import { type Html, readablePhone } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { attachMenu } from "./attach-menu.ts";
import { type ComposerParts, type Draft, personPath, type ReadyText } from "./composer-parts.ts";
import { leavesView } from "./leaves-view.ts";
import { memberName } from "./member-name.ts";
import { quotingView } from "./quoting-view.ts";
import { reasonChoice } from "./reason-choice.ts";
import { type ComposerTexts, composerTexts } from "./texts.ts";
import { windowWords } from "./window-words.ts";

/** The form that sends. `reviewed`: only one of these may leave. Its key is its own: sent twice, it is one message. */
export function answerForm(
  parts: ComposerParts,
  draft: Draft | null,
  reviewed: readonly ReadyText[] | null = null,
): Html {
  const { language, thread } = parts;
  const t = composerTexts[language];
  const { person, composer } = thread;
  const path = personPath(person.id);
  const name = person.name ?? (person.phone ? readablePhone(person.phone) : "");
  const when = { language, timeZone: parts.shell.workspace.timeZone, now: parts.shell.now };
  const window = windowWords(when, composer.window);
  const isNewer = draft?.problem === "newer";
  return html`<form id="answer" method="post" action="${path}/messages" hx-post="${path}/messages" hx-target="#composer" hx-swap="outerHTML"
  autocomplete="off"><input type="hidden" name="key" value="${crypto.randomUUID()}">
${problemView(parts, draft, t)}
${!reviewed && quotingView(parts, draft)}
${composer.reason === null && reasonChoice(language, draft?.reason)}
${
  reviewed
    ? html`<label for="template">${t.choose}</label><select id="template" name="template">${reviewed.map(
        ({ key, body }) => html`<option value="${key}">${body}</option>`,
      )}</select>`
    : html`<label class="unseen" for="say">${t.to(name)}</label>
<textarea id="say" name="text" rows="1" placeholder="${t.placeholder}"
  data-texts="${path}/texts" aria-autocomplete="list" aria-controls="ready">${draft?.note ? "" : draft?.text}</textarea>
<div id="ready" class="ready" role="listbox" aria-label="${t.texts}" hidden></div>`
}
<p id="unsent" class="composer-problem" role="alert" data-text="${t.problems.failed}"></p>
<div class="composer-bar">${!reviewed && attachMenu(parts)}
${!reviewed && html`<a class="button quiet texts" href="${path}/texts">${icon("note", 16)}<span>${t.texts}</span></a>`}
<span class="leaves quiet">${leavesView(parts)}${window && html` · <span class="window">${window}</span>`}</span>
<button class="main send" ${isNewer && html`name="despite" value="1"`}>${icon("send", 16)}${isNewer ? t.sendDespite : t.send}</button></div>
${!reviewed && chips(parts)}</form>`;
}

/** The first ready answers, under the box. */
function chips({ thread: { person, composer } }: ComposerParts): Html | null {
  return composer.answers.length === 0
    ? null
    : html`<p class="answers">${composer.answers.map(
        ({ shortcut, title, body }) =>
          html`<a href="${personPath(person.id)}?answer=${encodeURIComponent(shortcut)}#composer" title="${body}" data-body="${body}">/${title}</a>`,
      )}</p>`;
}

function problemView({ thread, members }: ComposerParts, draft: Draft | null, t: ComposerTexts): Html | null {
  if (!draft?.problem || draft.note) return null;
  if (draft.problem !== "newer") {
    return html`<p class="composer-problem" role="alert">${t.problems[draft.problem]}</p>`;
  }
  const newest = thread.messages.find(({ id }) => id === draft.newest);
  const said = newest?.body?.slice(0, 200) ?? null;
  const name = memberName(members, newest?.sentBy) ?? t.colleague;
  return html`<p class="composer-problem" role="alert">${
    said === null
      ? t.newer.some
      : newest!.direction === "in"
        ? t.newer.theirs(said)
        : t.newer.colleague(name, said)
  }</p>`;
}
