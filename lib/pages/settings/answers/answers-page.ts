import { html } from "hono/html";
import { hasRole } from "../../../model/staff.ts";
import type { Html } from "../../shell/format.ts";
import { areaField, textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { ReadyAnswer } from "./read-answers.ts";
import { answersTexts } from "./texts.ts";

export const answersPath = "/monitor/settings/answers";

export interface AnswersPageParts {
  reader: Reader;
  answers: ReadyAnswer[];
  notice?: string | null;
  /** What was typed and cannot be saved, over which answer; `` for a new one. */
  typed?: { form: URLSearchParams; errors: ReadonlyMap<string, string>; before: string };
}

/** Every ready answer, each in a form of its own for who may change it. */
export function answersPage({ reader, answers, notice, typed }: AnswersPageParts): Html {
  const { t, language, member } = reader;
  const words = answersTexts[language];
  const mayEdit = hasRole(member.role, "manager");
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path: answersPath,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem: typed ? `${t.wrong(typed.errors.size)} ${t.kept}` : null,
    main: html`${answers.length === 0 && html`<p class="empty">${words.none}</p>`}
<ul class="templates">${answers.map(card)}</ul>
${mayEdit && html`<details class="sheet more" id="new" ${typed?.before === "" && html`open`}><summary>${words.add}</summary>${form("")}</details>`}`,
  });

  function card(answer: ReadyAnswer): Html {
    const { shortcut, title, body } = answer;
    return html`<li class="sheet" id="answer-${shortcut}"><h2>${title} <span class="chip plain">/${shortcut}</span></h2>
<blockquote class="bubble">${body}</blockquote>
${
  mayEdit &&
  html`<details class="more" ${typed?.before === shortcut && html`open`}><summary>${words.edit}<span class="unseen">: ${title}</span></summary>${form(shortcut, answer)}
<details class="guard"><summary>${words.remove}<span class="unseen">: ${title}</span></summary><form method="post" action="${answersPath}">
<input type="hidden" name="before" value="${shortcut}"><p>${words.removeHelp}</p>
<button class="main" name="do" value="remove">${words.removeConfirm}</button></form></details></details>`
}</li>`;
  }

  function form(before: string, answer?: ReadyAnswer): Html {
    const view =
      typed?.before === before
        ? { ...typed, id: before || "new" }
        : { form: new URLSearchParams({ ...answer }), errors: new Map(), id: before || "new" };
    return html`<form method="post" action="${answersPath}"><input type="hidden" name="before" value="${before}">
<div class="pair">${textField(view, { name: "title", label: words.name, maxLength: 60 })}
${textField(view, { name: "shortcut", label: words.shortcut, hint: words.shortcutHelp, maxLength: 30 })}</div>
${areaField(view, { name: "body", label: words.body, rows: 4 })}
<div class="actions"><button class="main" name="do" value="save">${t.save}</button></div></form>`;
  }
}
