import { html } from "hono/html";
import type { Format, Html } from "../format.ts";
import { wordFor } from "../texts.ts";
import type { AuditEntry, Colleague } from "./read-audit.ts";
import type { AuditTexts } from "./texts.ts";

export interface AuditRowParts {
  t: AuditTexts;
  format: Format;
  colleagues: Colleague[];
  /** Who looks. */
  userId: string;
}

/** One thing that somebody did: who, what, to what, when. */
export function auditRow(entry: AuditEntry, { t, format, colleagues, userId }: AuditRowParts): Html {
  return html`<li class="row" id="audit-${entry.id}">
    <div class="head"><span class="person"><strong>${personName(entry.userId, t, colleagues, userId)}</strong>
      ${wordFor(t.actions, entry.action) ?? html`<code>${entry.action}</code>`}</span> ${format.time(entry.at)}</div>
    <p class="quiet">${subjectView(entry, t)} ${detailView(entry, t)}</p></li>`;
}

export function personName(id: string | null, t: AuditTexts, colleagues: Colleague[], me: string): string {
  if (id === null) return t.nobody;
  const email = colleagues.find(({ userId }) => userId === id)?.email;
  const name = email ?? t.gone(id.slice(0, 8));
  return id === me ? `${name} (${t.me})` : name;
}

const paths: Record<string, string> = {
  call: "/monitor/calls",
  contact: "/monitor/contacts",
  event: "/monitor/events",
  settings: "/monitor/settings",
};

function subjectView({ kind, subject }: AuditEntry, t: AuditTexts): Html {
  const word = wordFor(t.kinds, kind) ?? kind;
  // A channel's id says nothing to people; a setting's name and a row's number do.
  const name = subject === null || kind === "channel" ? word : `${word} ${subject}`;
  const path = paths[kind];
  return path && subject ? html`<a href="${path}/${subject}">${name}</a>` : html`${name}`;
}

/** What is known by name, as `reason: …`; the rest is in the CSV. */
function detailView({ detail }: AuditEntry, t: AuditTexts): Html | null {
  const known = Object.entries(detail).filter(([key, value]) => key in t.details && value !== null);
  if (known.length === 0) return null;
  const texts = known.map(([key, value]) => {
    const said =
      key === "counts" ? Object.values(value as Record<string, number>).reduce((a, b) => a + b, 0) : value;
    return `${t.details[key]}: ${typeof said === "object" ? JSON.stringify(said) : String(said)}`;
  });
  return html` · ${texts.join(" · ")}`;
}
