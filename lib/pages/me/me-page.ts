import { html } from "hono/html";
import { choiceField, selectField, textField } from "../settings/fields.ts";
import type { Reader } from "../settings/reader-of.ts";
import { settingsDocument } from "../settings/settings-document.ts";
import type { Html } from "../shell/format.ts";
import { passwordTexts } from "../sign-in/password-texts.ts";
import type { Told } from "../told/told.ts";
import { toldForm } from "../told/told-form.ts";
import { type Me, summaries } from "./read-me.ts";
import { meTexts } from "./texts.ts";

export const mePath = "/monitor/me";

export interface MePageParts {
  reader: Reader;
  me: Me;
  told: Told["told"];
  typed: URLSearchParams;
  errors?: ReadonlyMap<string, string>;
  notice?: string | null;
}

/** What everybody changes of themselves. */
export function mePage({ reader, me, told, typed, errors = new Map(), notice }: MePageParts): Html {
  const { language, member, t } = reader;
  const words = meTexts[language];
  const view = { form: typed, errors };
  return settingsDocument({
    language,
    member,
    title: words.title,
    path: mePath,
    back: null,
    notice,
    problem: errors.size > 0 ? t.wrong(errors.size) : null,
    least: "agent",
    main: html`<form method="post" action="${mePath}" class="sheet">
<dl class="facts"><div><dt>${words.email}</dt><dd>${me.email}</dd></div>
${me.callsAs && html`<div><dt>${words.callsAs}</dt><dd>${me.callsAs}</dd></div>`}</dl>
${textField(view, { name: "name", label: words.name, hint: words.nameHelp, maxLength: 80 })}
${selectField(view, {
  name: "language",
  label: words.language,
  choices: [
    ["it", "Italiano"],
    ["en", "English"],
  ],
})}
${textField(view, { name: "phone", label: words.phone, hint: words.phoneHelp, maxLength: 40, kind: "tel" })}
${choiceField(view, {
  name: "summaries",
  label: words.summaries,
  hint: me.sendsMail ? words.summariesHelp : `${words.summariesHelp} ${words.noMail}`,
  type: "checkbox",
  choices: summaries.map((one) => [one, words.summary[one]]),
})}
<div class="actions"><button class="main">${words.save}</button></div></form>
${toldForm(language, told)}
${passwordForm()}`,
  });

  function passwordForm(): Html {
    const p = passwordTexts[language];
    return html`<form method="post" action="${mePath}/password" class="sheet"><h2>${words.password}</h2>
<input type="text" name="username" value="${me.email}" autocomplete="username" hidden>
${field("current", p.current, "current-password")}
${field("password", p.password, "new-password", p.help)}
<div class="actions"><button>${words.changePassword}</button></div></form>`;
  }

  function field(name: string, label: string, autocomplete: string, hint?: string): Html {
    const error = errors.get(name);
    const told = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
    return html`<div class="field"><label for="${name}">${label}</label>
<input type="password" id="${name}" name="${name}" autocomplete="${autocomplete}" required
  ${told && html`aria-describedby="${told}"`} ${error && html`aria-invalid="true"`}>
${error && html`<p class="wrong" id="${name}-error">${error}</p>`}
${hint && html`<p class="quiet" id="${name}-hint">${hint}</p>`}</div>`;
  }
}
