import { html } from "hono/html";
import type { Vendor } from "../../../vendors/vendor.ts";
import type { Html } from "../../shell/format.ts";
import { guardView } from "../../shell/guard-view.ts";
import { type Colleague, staffName } from "../../shell/staff-name.ts";
import { textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { ListedFormKey } from "./read-form-keys.ts";
import { formKeysTexts } from "./texts.ts";

export function formKeysPath({ formKeys }: Vendor): string {
  return `/monitor/settings/forms/${formKeys!.slug}`;
}

export interface FormKeysPageParts {
  reader: Reader;
  vendor: Vendor;
  keys: ListedFormKey[];
  colleagues: Colleague[];
  /** Where its forms post to. */
  address: string;
  /** The environment has a key for all forms. */
  hasCommon: boolean;
  /** A new key can be sealed. */
  canSeal: boolean;
  notice?: string | null;
  /** What was typed and cannot be saved. */
  typed?: { form: URLSearchParams; errors: ReadonlyMap<string, string> };
}

/** Where a vendor's lead forms post to, and the keys by which each proves itself: made, looked through, retired. */
export function formKeysPage(parts: FormKeysPageParts): Html {
  const { reader, vendor, keys, colleagues, notice, typed, canSeal, address, hasCommon } = parts;
  const { t, language, member, format } = reader;
  const words = formKeysTexts[language];
  const path = formKeysPath(vendor);
  const held = keys.filter(({ retiredAt }) => retiredAt === null);
  const retired = keys.filter(({ retiredAt }) => retiredAt !== null);
  return settingsDocument({
    language,
    member,
    title: words.title(vendor.title),
    intro: words.intro,
    path,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem: typed ? t.wrong(typed.errors.size) : null,
    least: "admin",
    scripts: ["copy.js"],
    main: html`<section class="sheet"><p>${vendor.words[language].connect}</p>
<div class="field"><label for="address">${words.address}</label>
<textarea id="address" rows="2" readonly spellcheck="false">${address}</textarea></div>
<p class="copy" data-copies="address" data-word="${words.copy}" data-done="${words.copied}"></p>
${hasCommon && html`<p class="quiet">${words.common}</p>`}</section>
${canSeal ? makeForm() : html`<p class="note">${words.noKeys}</p>`}
${keys.length === 0 && html`<p class="quiet">${words.none}</p>`}
${held.length > 0 && html`<ul class="templates">${held.map(card)}</ul>`}
${
  retired.length > 0 &&
  html`<h2 class="group">${words.retiredTitle}</h2><ul class="templates">${retired.map(card)}</ul>`
}`,
  });

  function makeForm(): Html {
    const view = typed ?? { form: new URLSearchParams(), errors: new Map() };
    return html`<details class="sheet more" id="make" ${(typed || held.length === 0) && html`open`}><summary>${words.make}</summary>
<form method="post" action="${path}"><p class="quiet">${words.makeHelp}</p>
${textField(view, { name: "name", label: words.name, hint: words.nameHelp, maxLength: 80 })}
<div class="actions"><button class="main">${words.create}</button></div></form></details>`;
  }

  function card({ id, name, createdBy, createdAt, lastUsedAt, formId, retiredAt }: ListedFormKey): Html {
    const by = createdBy && words.by(staffName(language, member.userId, createdBy, colleagues));
    return html`<li class="sheet" id="key-${id}"><h2>${name}</h2>
<dl class="facts"><div><dt>${words.lastUsed}</dt><dd>${lastUsedAt ? format.time(lastUsedAt) : words.never}</dd></div>
${formId && html`<div><dt>${words.form}</dt><dd><code>${formId}</code></dd></div>`}
<div><dt>${words.made}</dt><dd>${format.time(createdAt)} ${by}</dd></div>
${retiredAt && html`<div><dt>${words.retiredAt}</dt><dd>${format.time(retiredAt)}</dd></div>`}</dl>
${
  !retiredAt &&
  html`<div class="rule-tools">${guardView({
    id: `retire-${id}`,
    ask: words.retire,
    who: name,
    help: words.retireHelp(name),
    confirm: words.retireConfirm,
    action: `${path}/${id}/retire`,
    decision: "retire",
  })}</div>`
}</li>`;
  }
}
