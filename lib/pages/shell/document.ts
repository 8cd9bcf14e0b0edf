import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";
import { headerView } from "./header-view.ts";
import { languageLinks } from "./language-links.ts";
import { navigation, type Section } from "./navigation.ts";
import type { Shell } from "./shell.ts";
import { texts } from "./texts.ts";

export interface DocumentParts {
  language: Language;
  title: string;
  /** Which place of the rail the page is in. */
  section?: Section | "more";
  /** Null for who is not signed in, or of no workspace: nothing but the product's name stands above. */
  shell: Shell | null;
  /** `panes`: main fills the height under the header, and its parts scroll by themselves. `page`: centred, of readable width. */
  layout: "panes" | "page";
  main: Html;
  /** Style sheets of its own, under /monitor/. */
  style?: string | string[];
  /** Modules of its own, under /monitor/. */
  scripts?: string[];
  /** Whether htmx is there. */
  live?: boolean;
  /** Reloaded by a browser without scripts, after so many seconds. */
  reload?: number;
  /** What was just done: a toastView. */
  toast?: Html | null;
  /** What was searched for, to stand in the box again. */
  search?: string | undefined;
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
export function documentView(parts: DocumentParts): Html {
  const { language, title, section, shell, layout, main, toast, search, otherLanguage } = parts;
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
${headOf(parts)}
</head>
<body class="${shell ? `framed ${layout}` : "bare"}">
<a class="skip" href="#main">${t.skip}</a>
${
  shell
    ? html`${headerView(language, shell, otherLanguage, search)}
${navigation(language, shell, section)}`
    : html`<header class="masthead"><a class="brand" href="/monitor">${t.product}</a>${languageLinks(language, otherLanguage)}</header>`
}
<main id="main" tabindex="-1">${main}</main>
<div id="toast" role="status">${toast}</div>
</body>
</html>`;
}

function headOf({ shell, style = [], scripts = [], live, reload }: DocumentParts): Html {
  const modules = shell ? ["keys.js", "told.js", ...scripts] : scripts;
  return html`${[style].flat().map((file) => html`<link rel="stylesheet" href="/monitor/${file}">`)}
${
  live &&
  html`<meta name="htmx-config" content="${htmxConfig}">
<script src="/monitor/vendor/htmx.min.js" defer></script>
<script src="/monitor/vendor/hx-ptag.min.js" defer></script>`
}
${modules.map((file) => html`<script src="/monitor/${file}" type="module"></script>`)}
${reload && html`<noscript><meta http-equiv="refresh" content="${reload}"></noscript>`}`;
}
