import { html } from "hono/html";
import type { Saved } from "../../../settings/read-setting.ts";
import type { Template } from "../../../settings/read-templates.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { ruleFields } from "./rule-form.ts";
import { ruleSentence } from "./rule-sentence.ts";
import { rulesPath } from "./rules-page.ts";
import { ruleTexts } from "./texts.ts";

export interface RuleEditorParts {
  reader: Reader;
  saved: Saved<"rules">;
  templates: Template[];
  typed: URLSearchParams;
  errors?: Map<string, string>;
  conflict?: boolean;
  problem?: Html | null;
}

/** One rule in a form. */
export function ruleEditor(parts: RuleEditorParts): Html {
  const { reader, saved, templates, typed, errors = new Map(), conflict } = parts;
  const { t, language, member } = reader;
  const words = ruleTexts[language].form;
  const id = typed.get("id") ?? "";
  const now = saved.value.rules.find((rule) => rule.id === id);
  const problem =
    parts.problem ??
    (conflict
      ? html`<p><strong>${t.conflict}</strong> ${t.conflictHelp} <q>${now ? ruleSentence(language, now) : ruleTexts[language].notices.gone}</q></p>`
      : errors.size > 0
        ? html`<p><strong>${t.wrong(errors.size)}</strong> ${t.kept}</p>`
        : null);
  return settingsDocument({
    language,
    member,
    title: id ? words.editTitle : words.newTitle,
    intro: id ? undefined : words.newHelp,
    path: `${rulesPath}/edit${id ? `?id=${id}` : ""}`,
    back: { href: rulesPath, word: t.pages.rules.title },
    problem,
    main: html`<form method="post" action="${rulesPath}/edit" class="sheet">
<input type="hidden" name="version" value="${saved.version}"><input type="hidden" name="id" value="${id}">
${ruleFields({ t, language, form: typed, errors, templates, timeZone: member.timeZone })}
<div class="actions"><button class="main" name="do" value="save">${words.save}</button>
<button name="do" value="try">${words.tryFirst}</button></div></form>`,
  });
}
