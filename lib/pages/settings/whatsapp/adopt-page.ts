import { html } from "hono/html";
import { placeholder, placeholdersIn } from "../../../model/template-parameters.ts";
import { lookOf } from "../../../settings/template-look.ts";
import { templateVariables } from "../../../settings/template-setting.ts";
import type { Html } from "../../shell/format.ts";
import { selectField, textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { reviewPath, templatesPath } from "../templates/templates-path.ts";
import { bubbleView } from "./phone-view.ts";
import type { ReviewedText } from "./read-shelf.ts";
import { reviewTexts } from "./texts.ts";

/** The vendor's words with our variables where it has its own: `{{1}}` → `{contact_name|cliente}`. */
export function adoptedBody(body: string, typed: URLSearchParams): string {
  let at = 0;
  return body.replace(placeholder, () => {
    at += 1;
    return `{${typed.get(`variable-${at}`)}|${(typed.get(`fallback-${at}`) ?? "").replace(/[{}|]/g, "").trim()}}`;
  });
}

export function adoptPage({
  reader,
  one,
  typed,
  errors = new Map(),
  problem,
}: {
  reader: Reader;
  one: ReviewedText;
  typed: URLSearchParams;
  errors?: Map<string, string>;
  problem?: string | null;
}): Html {
  const { t: settings, language, member } = reader;
  const t = reviewTexts[language];
  const words = settings.templates;
  const view = { form: typed, errors };
  const body = one.shown?.body ?? "";
  const path = `${reviewPath}/adopt?state=${one.id}`;
  const choices = templateVariables.map((name): [string, string] => [name, words.names[name]]);
  return settingsDocument({
    language,
    member,
    title: t.adoptTitle,
    intro: t.adoptHelp,
    path,
    back: { href: templatesPath, word: t.back },
    problem: problem ?? (errors.size > 0 ? settings.wrong(errors.size) : null),
    main: html`${bubbleView({ ...lookOf(one.shown?.components ?? []), body })}
<form method="post" action="${path}" class="sheet"><div class="pair">
${textField(view, { name: "key", label: t.key, hint: t.keyHelp, maxLength: 40 })}
${textField(view, { name: "title", label: words.titleLabel, hint: words.titleHelp, maxLength: 60 })}</div>
${placeholdersIn(body).map(
  (
    name,
    at,
  ) => html`<div class="pair">${selectField(view, { name: `variable-${at + 1}`, label: t.stands(name), choices })}
${textField(view, { name: `fallback-${at + 1}`, label: t.fallback(name), maxLength: 60 })}</div>`,
)}
<div class="actions"><button class="main">${t.adopt}</button></div></form>`,
  });
}
