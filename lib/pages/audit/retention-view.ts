import { html } from "hono/html";
import type { Format, Html } from "../shell/format.ts";
import type { PrivacyStatus } from "./read-audit.ts";
import type { AuditTexts } from "./texts.ts";

/** What is removed when, how far that has come, and what is still to do. */
export function retentionView(
  { passes, erasing, files }: PrivacyStatus,
  texts: AuditTexts,
  format: Format,
): Html {
  const t = texts.retention;
  const time = (iso: string | null) => (iso ? format.time(iso) : t.notYet);
  return html`<section id="retention" aria-labelledby="retention-title"><h2 id="retention-title">${t.title}</h2>
  <p class="quiet">${t.help}</p>
  <dl class="facts">${passes.map(
    ({ kind, days, lastRanAt, lastRemovedAt }) =>
      html`<div><dt>${t.kinds[kind] ?? kind}</dt><dd>${days === null ? t.forEver : t.days(days)}
      <span class="quiet">${t.ranAt}: ${time(lastRanAt)} · ${t.removedAt}: ${time(lastRemovedAt)}</span></dd></div>`,
  )}</dl>
  ${
    (erasing.length > 0 || files.waiting > 0) &&
    html`<p class="note">${erasing.length > 0 && t.erasing(erasing.length)} ${files.waiting > 0 && t.files(files.waiting)}</p>`
  }
  ${files.failing > 0 && html`<p class="note">${t.failing} <q lang="en">${files.lastError}</q></p>`}
  <p><a href="/monitor/settings/retention">${t.change}</a></p></section>`;
}
