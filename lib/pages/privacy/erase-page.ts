import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import { documentView } from "../shell/document.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";
import { privacyTexts } from "./texts.ts";

export const countNames = ["identities", "calls", "leads", "messages", "queued", "files", "events"] as const;

export interface ErasurePreview {
  contact: number;
  name: string | null;
  phone: string | null;
  erasedAt: string | null;
  counts: Record<(typeof countNames)[number], number>;
}

export interface ErasePageParts {
  language: Language;
  shell: Shell;
  preview: ErasurePreview;
  /** What was wrong with what was sent, and the reason that was typed. */
  problem?: string;
  reason?: string;
}

/** What an erasure would remove, and the form that does it: a reason, and the person's name or number typed. */
export function erasePage({ language, shell, preview, problem, reason = "" }: ErasePageParts): Html {
  const t = privacyTexts[language].page;
  const { contact, name, phone, counts } = preview;
  const path = `/monitor/contacts/${contact}/erase`;
  const known = [name && t.name(name), phone && t.phone(readablePhone(phone))].filter(
    (word) => word !== null,
  );
  const what = known.length > 0 ? known.join(` ${t.or} `) : t.number(contact);
  const said = wordFor(t.problems, problem);
  const main = html`<section class="narrow erase"><p class="back"><a href="/monitor/contacts/${contact}">← ${t.back}</a></p>
  <h1>${t.title}</h1>
  ${said && html`<p class="problem" role="alert" id="wrong">${said}</p>`}
  <p>${t.goes}</p>
  <ul>${countNames.map((key) => counts[key] > 0 && html`<li>${t.counts[key](counts[key])}</li>`)}</ul>
  <p>${t.stays}</p><p><strong>${t.irreversible}</strong></p>
  <form method="post" action="${path}">
    <label for="reason">${t.reason}</label>
    <input id="reason" name="reason" required maxlength="500" value="${reason}" autocomplete="off" aria-describedby="reason-hint">
    <p class="quiet" id="reason-hint">${t.reasonHelp}</p>
    <label for="typed">${t.typed(what)}</label>
    <input id="typed" name="typed" required maxlength="200" autocomplete="off" ${said && html`aria-describedby="wrong"`}>
    <button class="main danger">${t.confirm}</button></form></section>`;
  return documentView({
    language,
    title: `${t.title} · ${texts[language].product}`,
    section: "people",
    shell,
    layout: "page",
    main,
    style: ["lists.css", "privacy.css"],
    otherLanguage: (lang) => `${path}?lang=${lang}`,
  });
}
