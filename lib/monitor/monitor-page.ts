import { html } from "hono/html";
import { documentView, signOutButton } from "./document.ts";
import type { Html } from "./format.ts";
import { pageTitle } from "./live-view.ts";
import { wordFor } from "./texts.ts";
import type { View } from "./view.ts";

/** The whole page around the refreshed part, of which `ptag` is the hash. */
export function monitorPage(view: View, live: Html, ptag: string, notice: string | undefined): Html {
  const { t, language, snapshot } = view;
  const said = wordFor(t.notices, notice);
  const header = html`<h1>${snapshot.workspace.name}</h1>
  <p class="fresh" data-updated="${t.updatedAt}" data-zone="${snapshot.workspace.timeZone}"></p>${signOutButton(language)}`;
  const main = html`${said && html`<p class="notice" role="status">${said}</p>`}
<p class="lost" role="alert" data-text="${t.connectionLost}"></p>
<noscript><p class="note">${t.noScript}</p></noscript>
<div id="live" hx-get="/monitor/live?lang=${language}" hx-trigger="every 5s, visibilitychange from:document"
  hx-swap="innerMorph" hx-ptag="${ptag}">${live}</div>`;
  return documentView({ language, title: pageTitle(view), header, main, live: true, path: "/monitor" });
}
