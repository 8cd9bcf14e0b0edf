import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { settingsTexts } from "../settings/texts.ts";
import { documentView } from "../shell/document.ts";
import { createFormat, type Html } from "../shell/format.ts";
import { listSection } from "../shell/list-section.ts";
import type { Shell } from "../shell/shell.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { type AuditFilters, withAuditFilters } from "./audit-filters.ts";
import { auditRow } from "./audit-row.ts";
import type { AuditPage, PrivacyStatus } from "./read-audit.ts";
import { retentionView } from "./retention-view.ts";
import { auditTexts } from "./texts.ts";

export interface AuditPageParts {
  language: Language;
  shell: Shell;
  page: AuditPage;
  colleagues: Colleague[];
  status: PrivacyStatus;
  filters: AuditFilters;
}

const path = "/monitor/audit";

/** What staff did, newest first, and what is being removed. */
export function auditPage({ language, shell, page, colleagues, status, filters }: AuditPageParts): Html {
  const t = auditTexts[language];
  const format = createFormat(language, page.timeZone, page.now);
  const link = (over: Partial<AuditFilters>) => withAuditFilters(path, { ...filters, before: null, ...over });
  const main = html`<p class="back"><a href="/monitor/settings">← ${settingsTexts[language].back}</a></p>
<h1 class="page-title">${t.title}</h1>
<p class="quiet page-intro">${t.intro}</p>
<div class="board one">
${listSection({
  kind: "audit",
  title: t.entries,
  filters: [],
  above: filterForm(language, colleagues, filters),
  rows: page.entries.map((entry) =>
    auditRow(entry, { language, t, format, colleagues, userId: shell.me.userId }),
  ),
  empty: html`<p class="empty">${filters.person || filters.kind ? t.noMatch : t.none}</p>`,
  pages: {
    label: t.pages,
    newest: filters.before === null ? null : { word: t.newest, href: link({}) },
    older: page.older === null ? null : { word: t.older, href: link({ before: page.older }) },
  },
})}
${retentionView(status, t, format)}
</div>`;
  return documentView({
    language,
    title: `${t.title} · ${texts[language].product}`,
    section: "settings",
    shell,
    layout: "page",
    main,
    style: ["lists.css", "audit.css"],
    otherLanguage: (lang) => withAuditFilters(path, filters, { lang }),
  });
}

function filterForm(language: Language, colleagues: Colleague[], filters: AuditFilters): Html {
  const t = auditTexts[language];
  const people = colleagues.map(({ userId }): [string, string] => [
    userId,
    colleagueName(language, userId, colleagues),
  ]);
  return html`<form class="audit-filters" method="get" action="${path}">
  ${choice("person", t.person, t.anyone, people, filters.person)}
  ${choice("kind", t.kind, t.anything, Object.entries(t.kinds), filters.kind)}
  <button class="quiet">${t.show}</button>
  <a href="${withAuditFilters(`${path}.xlsx`, { ...filters, before: null })}" download>${t.downloadExcel}</a>
  <a href="${withAuditFilters(`${path}.csv`, { ...filters, before: null })}" download>${t.download}</a></form>`;
}

function choice(
  name: string,
  label: string,
  any: string,
  all: [string, string][],
  chosen: string | null,
): Html {
  return html`<label>${label} <select name="${name}"><option value="">${any}</option>${all.map(
    ([value, word]) => html`<option value="${value}" ${value === chosen && html`selected`}>${word}</option>`,
  )}</select></label>`;
}
