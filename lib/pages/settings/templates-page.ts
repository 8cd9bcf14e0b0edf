import { html } from "hono/html";
import { hasRole } from "../../model/staff.ts";
import type { Template } from "../../settings/read-templates.ts";
import type { Html } from "../shell/format.ts";
import { areaField, textField } from "./fields.ts";
import type { Reader } from "./reader-of.ts";
import { settingsDocument } from "./settings-document.ts";
import { type Preview, previewView } from "./templates/preview-view.ts";
import { sendMeForm } from "./templates/send-me-form.ts";
import { templateTitle } from "./templates/template-title.ts";
import { templatesPath } from "./templates/templates-path.ts";
import { variablesView } from "./templates/variables-view.ts";
import { listedView } from "./whatsapp/listed-view.ts";
import type { Shelf } from "./whatsapp/read-shelf.ts";
import { stateChips } from "./whatsapp/state-view.ts";
import { reviewTexts } from "./whatsapp/texts.ts";

export interface TemplatesPageParts {
  reader: Reader;
  templates: Template[];
  /** By key: names of the rules, and of what else sends it. */
  users: Map<string, string[]>;
  /** Where they stand at vendors that review texts. */
  shelf: Shelf;
  notice?: string | null;
}

/** Every text that may be sent, and who sends it. */
export function templatesPage({ reader, templates, users, shelf, notice }: TemplatesPageParts): Html {
  const { t, language, member } = reader;
  const mayEdit = hasRole(member.role, "manager");
  const reviewed = shelf.channels.length > 0;
  return settingsDocument({
    language,
    member,
    title: t.pages.templates.title,
    intro: t.pages.templates.intro,
    path: templatesPath,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    main: html`${mayEdit && html`<p class="tools"><a class="button main" href="${templatesPath}/edit">${t.templates.add}</a></p>`}
${templates.length === 0 && html`<p class="empty">${t.templates.none}</p>`}
<ul class="templates">${templates.map(row)}</ul>
${listedView(reader, shelf, mayEdit)}`,
  });

  function row(template: Template): Html {
    const { key, language: spoken, body } = template;
    const by = users.get(key) ?? [];
    const title = templateTitle(t, template);
    return html`<li class="sheet" id="text-${key}"><h2>${title} <span class="chip plain">${t.templates.languages[spoken] ?? spoken}</span></h2>
  <blockquote class="bubble" lang="${spoken}">${body}</blockquote>
  <p class="quiet">${by.length > 0 ? `${t.templates.usedBy} ${by.join(", ")}.` : t.templates.unused}</p>
  ${reviewed && stateChips(reader, shelf, key)}
  ${
    mayEdit &&
    html`<p class="tools"><a class="button" href="${templatesPath}/edit?key=${key}">${t.templates.edit}<span class="unseen">: ${title}</span></a>
  ${reviewed && html`<a class="button" href="${templatesPath}/whatsapp?key=${key}">${reviewTexts[language].link}<span class="unseen">: ${title}</span></a>`}</p>`
  }</li>`;
  }
}

export interface TemplatePageParts {
  reader: Reader;
  /** Null: a new one. */
  template: Template | null;
  typed: URLSearchParams;
  /** How a customer gets it; null: it cannot be saved. */
  preview: Preview | null;
  /** Where the reader has texts sent to look at, as it was typed. */
  phone: string;
  errors?: Map<string, string>;
  notice?: string | null;
  problem?: string | null;
}

/** One text in a form, with how a customer gets it. */
export function templatePage({
  reader,
  template,
  typed,
  preview,
  phone,
  errors = new Map(),
  notice,
  problem,
}: TemplatePageParts): Html {
  const { t, language, member } = reader;
  const words = t.templates;
  const view = { form: typed, errors };
  const path = `${templatesPath}/edit`;
  const own = template ? `${path}?key=${template.key}` : path;
  const version = html`<input type="hidden" name="version" value="${template?.version ?? 0}">`;
  return settingsDocument({
    language,
    member,
    title: template ? templateTitle(t, template) : words.add,
    path: own,
    back: { href: templatesPath, word: t.pages.templates.title },
    notice,
    live: true,
    scripts: ["insert-variable.js"],
    problem: problem ?? (errors.size > 0 ? `${t.wrong(errors.size)} ${t.kept}` : null),
    main: html`<form method="post" action="${own}" class="sheet">${version}
${
  template
    ? html`<input type="hidden" name="key" value="${template.key}">`
    : textField(view, { name: "key", label: words.key, hint: words.keyHelp, maxLength: 40 })
}
<div class="pair">${textField(view, { name: "title", label: words.titleLabel, hint: words.titleHelp, maxLength: 60 })}
${textField(view, { name: "language", label: words.language, maxLength: 2 })}</div>
<div hx-post="${templatesPath}/preview" hx-trigger="input changed delay:400ms from:#body" hx-target="#preview" hx-swap="outerHTML" hx-include="#body">
${areaField(view, { name: "body", label: words.body, rows: 12 })}</div>
${variablesView(t)}
<div class="actions"><button class="main" name="do" value="save">${t.save}</button>
<button name="do" value="preview">${words.previewButton}</button></div></form>
${previewView(t, preview)}
${sendMeForm(reader, { own, form: typed, errors, phone })}
${
  template &&
  html`<details class="guard"><summary>${words.remove}</summary><form method="post" action="${own}">${version}
  <input type="hidden" name="key" value="${template.key}"><p>${words.removeHelp}</p>
  <button class="main" name="do" value="remove">${words.removeConfirm}</button></form></details>`
}`,
  });
}
