import type { Context } from "hono";
import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import { readPhone } from "../../model/phone.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { createFormat } from "../shell/format.ts";
import { takeNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import { contactName } from "./contact-name.ts";
import { contactSections } from "./contact-sections.ts";
import type { ContactView } from "./contact-view.ts";
import { readContact } from "./read-contact.ts";
import { readContacts } from "./read-contacts.ts";
import { readProposed } from "./read-proposed.ts";
import { contactTexts } from "./texts.ts";

/** One person: who, what we may send, what was said, and what was done about them. */
export async function showContact(c: Context<AppEnv>): Promise<Response> {
  const own = `/monitor/contacts/${Number(c.req.param("id"))}`;
  const opened = await openPage(c, own);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const before = c.req.query("messagesBefore") ?? "";
  const messagesBefore = /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null;
  const [data, colleagues] = await Promise.all([
    readContact(client, Number(c.req.param("id")), messagesBefore),
    readColleagues(client),
  ]);
  if (!data) throw new Problem("not_found", "There is no such contact.");
  // Old links lead to who it turned out to be.
  if (data.contact.mergedInto) return c.redirect(`/monitor/contacts/${data.contact.mergedInto}`, 303);
  const t = contactTexts[language];
  const search = (c.req.query("q") ?? "").trim().slice(0, 80);
  const view: ContactView = {
    client,
    t,
    common: texts[language],
    language,
    format: createFormat(language, data.timeZone, data.now),
    data,
    colleagues,
    messagesBefore,
    join: search === "" ? null : await find(),
    proposed: data.contact.phone === null ? await readProposed(client, data.contact.id) : [],
    path: (below = "") => `${own}${below}`,
  };
  const sections = await Promise.all(contactSections.map((section) => section(view)));
  const name = contactName(language, { ...data.contact, name: data.contact.name ?? data.contact.pushName });
  const notice = wordFor(t.notices, takeNotice(c));
  return c.html(
    documentView({
      language,
      title: `${name} · ${texts[language].product}`,
      section: "people",
      shell,
      layout: "page",
      main: html`<p class="back"><a href="/monitor/people">← ${t.toList}</a></p>
<h1 class="page-title">${name}</h1>
${notice && html`<p class="notice" role="status" tabindex="-1">${notice}</p>`}
<div class="board one person-page">${sections}</div>`,
      style: ["lists.css", "contacts.css"],
      otherLanguage: (lang) => `${own}?lang=${lang}`,
    }),
  );

  async function find(): Promise<ContactView["join"]> {
    const list = await readContacts(client, { search, before: null, size: 10 });
    const { e164 } = readPhone(search, data!.defaultCountry);
    return { search, found: list?.contacts ?? [], phone: e164 };
  }
}
