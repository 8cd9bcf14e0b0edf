import { html } from "hono/html";
import { staffRoles } from "../../../model/staff.ts";
import type { Html } from "../../shell/format.ts";
import { guardView } from "../../shell/guard-view.ts";
import { type Colleague, staffName } from "../../shell/staff-name.ts";
import { selectField, textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { ListedKey } from "./read-keys.ts";
import { programsTexts } from "./texts.ts";

export const programsPath = "/monitor/settings/programs";

export interface ProgramsPageParts {
  reader: Reader;
  keys: ListedKey[];
  colleagues: Colleague[];
  notice?: string | null;
  /** What was typed and cannot be saved. */
  typed?: { form: URLSearchParams; errors: ReadonlyMap<string, string> };
}

/** The keys of programs: made, looked through, revoked. */
export function programsPage({ reader, keys, colleagues, notice, typed }: ProgramsPageParts): Html {
  const { t, language, member, format } = reader;
  const words = programsTexts[language];
  const held = keys.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.filter(({ revokedAt }) => revokedAt !== null);
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path: programsPath,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem: typed ? t.wrong(typed.errors.size) : null,
    least: "admin",
    main: html`${makeForm()}
${keys.length === 0 && html`<p class="quiet">${words.none}</p>`}
${held.length > 0 && html`<ul class="templates">${held.map(card)}</ul>`}
${
  revoked.length > 0 &&
  html`<h2 class="group">${words.revokedTitle}</h2><ul class="templates">${revoked.map(card)}</ul>`
}`,
  });

  function makeForm(): Html {
    const view = typed ?? { form: new URLSearchParams({ role: "agent" }), errors: new Map() };
    const choices = staffRoles.map((role): [string, string] => [
      role,
      `${words.roles[role]} · ${words.rolesHelp[role]}`,
    ]);
    return html`<details class="sheet more" id="make" ${(typed || held.length === 0) && html`open`}><summary>${words.make}</summary>
<form method="post" action="${programsPath}"><p class="quiet">${words.makeHelp}</p>
${textField(view, { name: "name", label: words.name, hint: words.nameHelp, maxLength: 80 })}
${selectField(view, { name: "role", label: words.role, choices })}
<div class="actions"><button class="main">${words.create}</button></div></form></details>`;
  }

  function card(key: ListedKey): Html {
    const { id, name, role, prefix, createdBy, createdAt, lastUsedAt, revokedAt } = key;
    const by = createdBy && words.by(staffName(language, member.userId, createdBy, colleagues));
    return html`<li class="sheet" id="key-${id}"><h2>${name} <span class="chip plain">${words.roles[role]}</span></h2>
<dl class="facts"><div><dt>${words.key}</dt><dd><code>${prefix}…</code></dd></div>
<div><dt>${words.lastUsed}</dt><dd>${lastUsedAt ? format.time(lastUsedAt) : words.never}</dd></div>
<div><dt>${words.made}</dt><dd>${format.time(createdAt)} ${by}</dd></div>
${revokedAt && html`<div><dt>${words.revokedAt}</dt><dd>${format.time(revokedAt)}</dd></div>`}</dl>
${
  !revokedAt &&
  html`<div class="rule-tools">${guardView({
    id: `revoke-${id}`,
    ask: words.revoke,
    who: name,
    help: words.revokeHelp(name),
    confirm: words.revokeConfirm,
    action: `${programsPath}/${id}/revoke`,
    decision: "revoke",
  })}</div>`
}</li>`;
  }
}
