import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { documentView, signOutButton } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { withFilters } from "./filters.ts";
import { pageTitle } from "./live-view.ts";
import { searchForm } from "./search-form.ts";
import type { View } from "./view.ts";

/** The whole page around the refreshed part, of which `ptag` is the hash. */
export function monitorPage(view: View, live: Html, ptag: string, notice: string | undefined): Html {
  const { t, language, snapshot, filters } = view;
  const said = wordFor(t.notices, notice) ?? wordFor(t.callCodes, notice);
  const header = html`<h1>${snapshot.workspace.name}</h1>${searchForm(view)}
  <p class="fresh" data-updated="${t.updatedAt}" data-zone="${snapshot.workspace.timeZone}"></p>${signOutButton(language)}`;
  const main = html`${said && html`<p class="notice" role="status" tabindex="-1">${said}</p>`}
<p class="lost" role="alert" data-text="${t.connectionLost}"></p>
<noscript><p class="note">${t.noScript}</p></noscript>
<p class="news" role="status" data-text="${t.news}"></p>
<div id="live" hx-get="${withFilters("/monitor/live", filters, { lang: language })}" hx-trigger="every 5s, visibilitychange from:document"
  hx-swap="innerMorph" hx-ptag="${ptag}">${live}</div>`;
  return documentView({
    language,
    title: pageTitle(view),
    header,
    main,
    live: true,
    section: "calls",
    otherLanguage: (code) => withFilters("/monitor", filters, { lang: code }),
  });
}
