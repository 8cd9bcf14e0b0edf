import { html } from "hono/html";
import { hasRole } from "../../../model/staff.ts";
import type { Html } from "../../shell/format.ts";
import { guardView } from "../../shell/guard-view.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { inviteFields, memberFields } from "./member-fields.ts";
import type { ListedMember } from "./read-members.ts";
import { peopleTexts } from "./texts.ts";

export const peoplePath = "/monitor/settings/people";

export interface PeoplePageParts {
  reader: Reader;
  members: ListedMember[];
  notice?: string | null;
  problem?: string | null;
  /** What was typed and cannot be saved, and of whom; null: of an invitation. */
  typed?: { form: URLSearchParams; errors: ReadonlyMap<string, string>; member: string | null };
}

/** Everybody who comes in; admins change, invite and remove. */
export function peoplePage({ reader, members, notice, problem, typed }: PeoplePageParts): Html {
  const { t, language, member: me, format } = reader;
  const words = peopleTexts[language];
  const mayChange = hasRole(me.role, "admin");
  return settingsDocument({
    language,
    member: me,
    title: words.title,
    intro: words.intro,
    path: peoplePath,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem: problem ?? (typed ? t.wrong(typed.errors.size) : null),
    least: "admin",
    main: html`${mayChange && inviteForm()}
<ul class="templates">${members.map(card)}</ul>`,
  });

  function inviteForm(): Html {
    const isOpen = typed?.member === null;
    const view = isOpen ? typed : { form: new URLSearchParams({ role: "agent" }), errors: new Map() };
    return html`<details class="sheet more" id="invite" ${isOpen && html`open`}><summary>${words.invite}</summary>
<form method="post" action="${peoplePath}"><p class="quiet">${words.inviteHelp}</p>
${inviteFields(words, view)}
<div class="actions"><button class="main">${words.send}</button></div></form></details>`;
  }

  function card(one: ListedMember): Html {
    const { userId, name, email, role, callsAs, lastSignInAt } = one;
    return html`<li class="sheet" id="member-${userId}"><h2>${name ?? userId.slice(0, 8)}
<span class="chip plain">${words.roles[role]}</span>${userId === me.userId && html` <span class="quiet">(${words.you})</span>`}</h2>
<dl class="facts"><div><dt>${words.email}</dt><dd>${email ?? "–"}</dd></div>
<div><dt>${words.lastSignIn}</dt><dd>${lastSignInAt ? format.time(lastSignInAt) : words.never}</dd></div>
${callsAs && html`<div><dt>${words.callsAs}</dt><dd>${callsAs}</dd></div>`}</dl>
${mayChange && tools(one)}</li>`;
  }

  function tools(one: ListedMember): Html {
    const path = `${peoplePath}/${one.userId}`;
    const isTyped = typed?.member === one.userId;
    const form = new URLSearchParams({ name: one.name ?? "", callsAs: one.callsAs ?? "", role: one.role });
    const view = { ...(isTyped ? typed : { form, errors: new Map<string, string>() }), id: one.userId };
    const isMe = one.userId === me.userId;
    const guard = (kind: "link" | "remove", ask: string, help: string, confirm: string) =>
      guardView({
        id: `${kind}-${one.userId}`,
        ask,
        who: one.name,
        help,
        confirm,
        action: `${path}/${kind}`,
        decision: kind,
      });
    return html`<details class="more" ${isTyped && html`open`}><summary>${words.change}<span class="unseen">: ${one.name}</span></summary>
<form method="post" action="${path}">${memberFields(words, view, { isMe })}
<div class="actions"><button class="main">${t.save}</button></div></form></details>
<div class="rule-tools">${guard("link", words.newLink, words.newLinkHelp, words.newLinkConfirm)}
${!isMe && guard("remove", words.remove, words.removeHelp(one.name ?? ""), words.removeConfirm)}</div>`;
  }
}
