import { html } from "hono/html";
import { hasRole } from "../../model/staff.ts";
import type { Saved } from "../../settings/read-setting.ts";
import type { Template } from "../../settings/read-templates.ts";
import type { SettingValue } from "../../settings/settings.ts";
import type { Html } from "../shell/format.ts";
import type { Colleague } from "../shell/staff-name.ts";
import { lastSaved } from "./last-saved.ts";
import type { Reader } from "./reader-of.ts";
import type { SettingForm } from "./setting-form.ts";
import type { FormKind } from "./setting-forms.ts";
import { settingsDocument } from "./settings-document.ts";

export interface SettingPageParts<Kind extends FormKind> {
  reader: Reader;
  form: SettingForm<Kind>;
  /** What holds. */
  saved: Saved<Kind>;
  templates: Template[];
  /** Whose names may be shown. */
  colleagues: Colleague[];
  /** What was typed, where it could not be saved. */
  typed?: URLSearchParams;
  errors?: Map<string, string>;
  conflict?: boolean;
  notice?: string | null;
  /** Above the form. */
  before?: Html;
}

/** One setting in one form; for those who may not change it, to read. */
export function settingPage<Kind extends FormKind>(parts: SettingPageParts<Kind>): Html {
  const {
    reader,
    form,
    saved,
    templates,
    colleagues,
    typed,
    errors = new Map(),
    conflict,
    notice,
    before,
  } = parts;
  const { t, language, member } = reader;
  const { title, intro } = t.pages[form.kind];
  const path = `/monitor/settings/${form.kind}`;
  const mayEdit = hasRole(member.role, form.least);
  const value = saved.value as SettingValue<Kind>;
  const view = {
    t,
    language,
    form: typed ?? form.toForm(value, language),
    errors,
    templates,
    timeZone: member.timeZone,
    colleagues,
  };
  const problem = conflict
    ? html`<p><strong>${t.conflict}</strong> ${t.conflictHelp} <q>${form.summary(t, value)}</q>.</p>`
    : errors.size > 0
      ? html`<p><strong>${t.wrong(errors.size)}</strong> ${t.kept}</p>`
      : null;
  return settingsDocument({
    language,
    member,
    title,
    intro,
    path,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem,
    least: form.least,
    main: html`${before}<form method="post" action="${path}" class="sheet">
<fieldset class="whole" ${!mayEdit && html`disabled`}>
${mayEdit && html`<input type="hidden" name="version" value="${saved.version}">`}
${form.fields(view)}
${mayEdit && html`<div class="actions"><button class="main">${t.save}</button></div>`}
</fieldset></form>
<p class="quiet">${lastSaved(reader, saved, colleagues)}</p>`,
  });
}
