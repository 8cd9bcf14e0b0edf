import type { Context } from "hono";
import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { createFormat, type Format, type Html, readablePhone } from "../shell/format.ts";
import { listSection } from "../shell/list-section.ts";
import { openPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";
import { noAccessPage } from "../sign-in/no-access-page.ts";
import { consentChip } from "./consent-chip.ts";
import { contactName } from "./contact-name.ts";
import { type ContactRow, readContacts } from "./read-contacts.ts";
import { contactTexts } from "./texts.ts";

/** People, newest first, found by a part of a name or number. */
export async function showContacts(c: Context<AppEnv>): Promise<Response> {
  const search = (c.req.query("q") ?? "").trim().slice(0, 80) || null;
  const given = c.req.query("before") ?? "";
  const before = /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null;
  const link = (over: { q?: string | null; before?: number | null; lang?: string }) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries({ q: search, before, ...over })) {
      if (value) params.set(name, String(value));
    }
    return `/monitor/contacts${params.size > 0 ? `?${params}` : ""}`;
  };
  const opened = await openPage(c, link({}));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const list = await readContacts(client, { search, before });
  if (!list) return c.html(noAccessPage(language), 403);
  const t = contactTexts[language];
  const format = createFormat(language, list.timeZone, list.now);
  const main = html`<h1 class="page-title">${t.title}</h1>
<p class="quiet page-intro">${t.intro}</p>
<form class="find" role="search" method="get" action="/monitor/contacts">
  <label class="unseen" for="contacts-q">${t.search}</label>
  <input type="search" id="contacts-q" name="q" value="${search ?? ""}" maxlength="80" autocomplete="off" placeholder="${t.search}">
  <button>${t.submit}</button></form>
<div class="board one">${listSection({
    kind: "contacts",
    title: t.list,
    filters: [],
    above:
      search &&
      html`<p class="found">${t.found} <strong>${search}</strong> · <a href="${link({ q: null, before: null })}">${t.clear}</a></p>`,
    rows: list.contacts.map((contact) => contactRow(language, format, contact)),
    empty: html`<p class="empty">${search ? t.noneFound : t.none}</p>`,
    pages: {
      label: t.pages,
      newest: before === null ? null : { word: t.newest, href: link({ before: null }) },
      older: list.older === null ? null : { word: t.older, href: link({ before: list.older }) },
    },
  })}
${hasRole(list.role, "manager") && html`<p><a href="/api/consent.xlsx">${t.exportExcel}</a> · <a href="/api/consent.csv">${t.exportAll}</a></p>`}</div>`;
  return c.html(
    documentView({
      language,
      title: `${t.title} · ${texts[language].product}`,
      section: "people",
      shell,
      layout: "page",
      main,
      style: ["lists.css", "contacts.css"],
      otherLanguage: (lang) => link({ lang }),
    }),
  );
}

function contactRow(language: Language, format: Format, contact: ContactRow): Html {
  const t = contactTexts[language];
  const { id, name, phone, company, calls, erasedAt, lastMessageAt } = contact;
  const facts = [
    phone ? name && readablePhone(phone) : !erasedAt && t.noPhone,
    company,
    calls > 0 && t.calls(calls),
  ];
  return html`<li class="row" id="contact-${id}"><p class="line"><a class="who" data-row href="/monitor/contacts/${id}">${contactName(language, contact)}</a> ${consentChip(t, contact)}</p>
  <p class="quiet">${facts.filter(Boolean).join(" · ")}${
    lastMessageAt && html`${facts.some(Boolean) && " · "}${t.lastMessage} ${format.time(lastMessageAt)}`
  }</p></li>`;
}
