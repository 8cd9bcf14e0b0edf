import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { diagnosticsHead } from "./diagnostics-head.ts";
import { withFilters } from "./filters.ts";
import { homePath } from "./home-path.ts";
import { pageTitle } from "./live-view.ts";
import { searchForm } from "./search-form.ts";
import type { View } from "./view.ts";

/** The whole page around the refreshed part, of which `ptag` is the hash. */
export function monitorPage(
  view: View,
  shell: Shell,
  live: Html,
  ptag: string,
  notice: string | undefined,
): Html {
  const { t, language, snapshot, filters } = view;
  const said = wordFor(t.notices, notice) ?? wordFor(t.callCodes, notice);
  const main = html`<div class="wide">${diagnosticsHead(language, shell, "state")}
${said && html`<p class="notice" role="status" tabindex="-1">${said}</p>`}
<p class="lost" role="alert" data-text="${t.connectionLost}"></p>
<noscript><p class="note">${t.noScript}</p></noscript>
<div class="above">${searchForm(view)}
<p class="fresh" data-updated="${t.updatedAt}" data-zone="${snapshot.workspace.timeZone}"></p></div>
<p class="news" role="status" data-text="${t.news}"></p>
<div id="live" hx-get="${withFilters(`${homePath}/live`, filters, { lang: language })}" hx-trigger="every 5s, visibilitychange from:document"
  hx-swap="innerMorph" hx-ptag="${ptag}">${live}</div></div>`;
  return documentView({
    language,
    title: pageTitle(view),
    section: "settings",
    shell,
    layout: "page",
    main,
    style: "lists.css",
    live: true,
    scripts: ["monitor.js", "new-rows.js"],
    reload: 60,
    otherLanguage: (code) => withFilters(homePath, filters, { lang: code }),
  });
}
