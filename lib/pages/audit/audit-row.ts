import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import { evidenceTexts } from "../evidence/texts.ts";
import { alertsTexts } from "../settings/alerts/texts.ts";
import { answersTexts } from "../settings/answers/texts.ts";
import { companyTexts } from "../settings/company/texts.ts";
import { mappingTexts } from "../settings/mapping/texts.ts";
import { settingsTexts } from "../settings/texts.ts";
import type { Format, Html } from "../shell/format.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import type { AuditEntry } from "./read-audit.ts";
import type { AuditTexts } from "./texts.ts";

export interface AuditRowParts {
  language: Language;
  t: AuditTexts;
  format: Format;
  colleagues: Colleague[];
  /** Who looks. */
  userId: string;
}

/** One thing that somebody did: who, what, to what, when. */
export function auditRow(entry: AuditEntry, parts: AuditRowParts): Html {
  const { language, t, format } = parts;
  return html`<li class="row" id="audit-${entry.id}">
    <div class="head"><span class="person"><strong>${personName(entry.userId, parts)}</strong>
      ${wordFor(t.actions, entry.action) ?? html`<code>${entry.action}</code>`}</span> ${format.time(entry.at)}</div>
    <p class="quiet">${subjectView(entry, parts)} ${detailView(language, entry, t)}</p></li>`;
}

/** By name also who looks: a log is read as one of everybody. */
function personName(id: string | null, { language, t, colleagues, userId }: AuditRowParts): string {
  if (id === null) return t.nobody;
  const name = colleagueName(language, id, colleagues);
  return id === userId ? `${name} (${t.me})` : name;
}

const paths: Record<string, string> = {
  call: "/monitor/calls",
  contact: "/monitor/contacts",
  event: "/monitor/events",
  lead: "/monitor/leads",
};

function subjectView({ kind, subject }: AuditEntry, { language, t, colleagues }: AuditRowParts): Html {
  const word = wordFor(t.kinds, kind) ?? kind;
  if (kind === "settings" && subject !== null) return settingView(language, word, subject);
  // Programs are told as colleagues are.
  if ((kind === "member" || kind === "api_key") && subject !== null)
    return html`${word}: ${colleagueName(language, subject, colleagues)}`;
  // A channel's or key's id says nothing to people; a row's number does.
  const name =
    subject === null || kind === "channel" || kind === "lead_form_key" ? word : `${word} ${subject}`;
  const path = paths[kind];
  return path && subject ? html`<a href="${path}/${subject}">${name}</a>` : html`${name}`;
}

/** As its own page is called. */
function settingView(language: Language, word: string, subject: string): Html {
  const { pages } = settingsTexts[language];
  const [title, page] =
    subject === "field_mapping"
      ? [mappingTexts[language].title, "fields"]
      : subject === "answers"
        ? [answersTexts[language].title, subject]
        : subject === "alerts"
          ? [alertsTexts[language].title, subject]
          : subject === "company"
            ? [companyTexts[language].title, subject]
            : [pages[subject as keyof typeof pages]?.title ?? subject, subject];
  return html`<a href="/monitor/settings/${page}">${word}: ${title}</a>`;
}

/** What is known by name, as `reason: …`; the rest is in the CSV. */
function detailView(language: Language, { detail }: AuditEntry, t: AuditTexts): Html | null {
  const known = Object.entries(detail).filter(([key, value]) => key in t.details && value !== null);
  if (known.length === 0) return null;
  const parts = known.map(([key, value]) => {
    const said =
      key === "counts" ? Object.values(value as Record<string, number>).reduce((a, b) => a + b, 0) : value;
    if (said === true) return t.details[key];
    if (key === "lifted" && Array.isArray(said))
      return `${t.details[key]}: ${said.map((code) => codeWords(language, t, key, String(code))).join("; ")}`;
    return `${t.details[key]}: ${typeof said === "object" ? JSON.stringify(said) : codeWords(language, t, key, String(said))}`;
  });
  return html` · ${parts.join(" · ")}`;
}

/** A code that the database keeps, as people say it. */
function codeWords(language: Language, t: AuditTexts, key: string, said: string): string {
  const tables: Record<string, Record<string, string>> = {
    decision: t.decisions,
    answer: { ...texts[language].notices, ...texts[language].callCodes },
    lifted: texts[language].callCodes,
    level: evidenceTexts[language].proofs,
  };
  const table = tables[key];
  return ((table && wordFor(table, said)) ?? said).replace(/\.$/, "");
}
