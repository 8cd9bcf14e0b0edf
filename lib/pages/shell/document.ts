import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";
import { navigation, type Section } from "./navigation.ts";
import { texts } from "./texts.ts";

export interface DocumentParts {
  language: Language;
  title: string;
  /** Right of the product's name. */
  header?: Html | null;
  main: Html;
  /** Whether the page refreshes itself. */
  live?: boolean;
  /** Whether it has the lists. */
  wide?: boolean;
  /** A style sheet of its own, under /monitor/. */
  style?: string;
  /** Which of the header's links leads here. */
  section?: Section;
  /** Of this page in the other language. */
  otherLanguage: (language: Language) => string;
}

/**
 * No eval, no inline script, no inline style: the pages run under `script-src 'self'; style-src 'self'`.
 * morphIgnore keeps what a person has unfolded and the marks of what is new; noSwap keeps an error's body out of the page (htmx 4 swaps 4xx and 5xx).
 */
const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  history: false,
  morphIgnore: ["data-htmx-powered", "open", "data-new"],
  noSwap: [204, 304, "4xx", "5xx"],
});

/** The frame of every page. */
export function documentView({
  language,
  title,
  header,
  main,
  live,
  wide = live,
  style,
  section,
  otherLanguage,
}: DocumentParts): Html {
  const t = texts[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/monitor/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/monitor/theme.css">
${
  wide &&
  html`<link rel="stylesheet" href="/monitor/overview.css">
<link rel="stylesheet" href="/monitor/rows.css">
<link rel="stylesheet" href="/monitor/forms.css">`
}
${style && html`<link rel="stylesheet" href="/monitor/${style}">`}
${
  live &&
  html`<meta name="htmx-config" content="${htmxConfig}">
<script src="/monitor/vendor/htmx.min.js" defer></script>
<script src="/monitor/vendor/hx-ptag.min.js" defer></script>
<script src="/monitor/monitor.js" defer></script>
<script src="/monitor/new-rows.js" type="module"></script>
<noscript><meta http-equiv="refresh" content="60"></noscript>`
}
</head>
<body>
<a class="skip" href="#main">${t.skip}</a>
<header>
  <a class="brand" href="/monitor">${t.product}</a>${header}${header && navigation(language, section)}
  <nav class="languages" aria-label="${t.language}">${languageLink("it", "Italiano")} ${languageLink("en", "English")}</nav>
</header>
<main id="main" tabindex="-1">${main}</main>
</body>
</html>`;

  function languageLink(code: Language, name: string): Html {
    return code === language
      ? html`<span aria-current="true" lang="${code}"><span aria-hidden="true">${code.toUpperCase()}</span><span
          class="unseen">${name}</span></span>`
      : html`<a href="${otherLanguage(code)}" hreflang="${code}" lang="${code}"><span aria-hidden="true">${code.toUpperCase()}</span><span class="unseen">${name}</span></a>`;
  }
}

export function signOutButton(language: Language): Html {
  return html`<form class="out" method="post" action="/monitor/sign-out">
    <button class="quiet">${texts[language].signOut}</button></form>`;
}
