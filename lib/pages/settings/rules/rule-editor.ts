import { html } from "hono/html";
import type { Template } from "../../../settings/read-templates.ts";
import type { Html } from "../../shell/format.ts";
import type { Colleague } from "../../shell/staff-name.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { SavedRules } from "./read-rules.ts";
import { callRules, type RuleFamily, wordsOf } from "./rule-family.ts";
import { ruleFields } from "./rule-form.ts";
import { ruleSentence } from "./rule-sentence.ts";

export interface RuleEditorParts {
  reader: Reader;
  family: RuleFamily;
  saved: SavedRules;
  /** Whose a lead may become. */
  colleagues: Colleague[];
  templates: Template[];
  typed: URLSearchParams;
  errors?: Map<string, string>;
  conflict?: boolean;
  problem?: Html | null;
}

/** One rule in a form. */
export function ruleEditor(parts: RuleEditorParts): Html {
  const { reader, family, saved, colleagues, templates, typed, errors = new Map(), conflict } = parts;
  const { t, language, member } = reader;
  const all = wordsOf(language, family);
  const words = all.form;
  const id = typed.get("id") ?? "";
  const now = saved.value.rules.find((rule) => rule.id === id);
  const problem =
    parts.problem ??
    (conflict
      ? html`<p><strong>${t.conflict}</strong> ${t.conflictHelp} <q>${now ? ruleSentence(language, now, family) : all.notices.gone}</q></p>`
      : errors.size > 0
        ? html`<p><strong>${t.wrong(errors.size)}</strong> ${t.kept}</p>`
        : null);
  return settingsDocument({
    language,
    member,
    title: id ? words.editTitle : words.newTitle,
    intro: id ? undefined : words.newHelp,
    path: `${family.path}/edit${id ? `?id=${id}` : ""}`,
    back: { href: family.path, word: t.pages[family.kind].title },
    problem,
    main: html`<form method="post" action="${family.path}/edit" class="sheet">
<input type="hidden" name="version" value="${saved.version}"><input type="hidden" name="id" value="${id}">
${ruleFields({ t, language, form: typed, errors, templates, timeZone: member.timeZone }, family, colleagues)}
<div class="actions"><button class="main" name="do" value="save">${words.save}</button>
${family === callRules && html`<button name="do" value="try">${words.tryFirst}</button>`}</div></form>`,
  });
}
