import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";
import { frameTexts } from "./frame-texts.ts";
import { icon } from "./icon.ts";
import { languageLinks } from "./language-links.ts";
import { pillView } from "./pill-view.ts";
import type { Shell } from "./shell.ts";
import { texts } from "./texts.ts";

/** Above every page of who is signed in: whose it is, search, the number's state, a new message, and oneself. */
export function headerView(
  language: Language,
  shell: Shell,
  otherLanguage: (language: Language) => string,
  search = "",
): Html {
  const t = frameTexts[language];
  return html`<header class="masthead"><a class="brand" href="/monitor">${texts[language].product}</a>
<span class="company">${shell.workspace.name}</span>
<form class="seek" role="search" aria-label="${t.search}" method="get" action="/monitor">${icon("search", 16)}
<input id="q" type="search" name="q" value="${search}" maxlength="80" autocomplete="off" aria-label="${t.search}" placeholder="${t.search}" data-key="/">
<kbd aria-hidden="true">/</kbd></form>
${pillView(shell, language)}
<a class="button icon-only seek-open" href="#q" title="${t.find}">${icon("search")}<span class="unseen">${t.find}</span></a>
<a class="button main new" href="/monitor/new" title="${t.newMessage}" data-key="c">${icon("send", 16)}<span class="label">${t.newMessage}</span></a>
${meView(language, shell, otherLanguage)}</header>`;
}

function meView(language: Language, { me }: Shell, otherLanguage: (language: Language) => string): Html {
  const t = frameTexts[language];
  const name = me.name ?? me.email ?? "";
  return html`<details class="menu me"><summary title="${t.me(name)}"><span class="initials" aria-hidden="true">${initials(name)}</span><span
  class="unseen">${t.me(name)}</span></summary>
<div class="sheet"><p><strong>${name}</strong><br><span class="quiet">${me.email !== name && me.email} ${t.roles[me.role]}</span></p>
${languageLinks(language, otherLanguage)}
<p><a href="/monitor/me">${t.profile}</a></p>
<p><a href="/monitor/keys" data-key="?">${t.keys}</a></p>
${signOutButton(language)}</div></details>`;
}

/** Of the first two words, or of the one there is. */
export function initials(name: string): string {
  const [first = "", second] = name.split(/[\s._-]+/u).filter((word) => /\p{L}/u.test(word));
  const letters = second ? [/\p{L}/u.exec(first), /\p{L}/u.exec(second)] : [...first].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

export function signOutButton(language: Language): Html {
  return html`<form class="out" method="post" action="/monitor/sign-out">
    <button class="quiet">${texts[language].signOut}</button></form>`;
}
