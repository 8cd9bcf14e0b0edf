import type { Context } from "hono";
import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { openPage } from "../shell/open-page.ts";
import { texts as frame } from "../shell/texts.ts";
import { personPath } from "./composer-parts.ts";
import { composerStyle } from "./composer-view.ts";
import { contactOf } from "./contact-of.ts";
import { type Ready, readTexts } from "./read-texts.ts";
import { composerTexts } from "./texts.ts";

const most = 8;

/** `GET /monitor/c/{contact}/texts?q=`: texts that are ready, with this person's values; for the box's menu (`part=menu`) as options. */
export async function showTexts(c: Context<AppEnv>): Promise<Response> {
  const contact = contactOf(c);
  if (c.req.query("part") === "menu") {
    const { client } = await staffSession(c);
    const q = (c.req.query("q") ?? "").trim().slice(0, 80);
    return c.html(optionsView(matching(await readTexts(client, contact), q), q, chooseLanguage(c)));
  }
  const own = `${personPath(contact)}/texts`;
  const opened = await openPage(c, own);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const t = composerTexts[language];
  const texts = await readTexts(client, contact);
  return c.html(
    documentView({
      language,
      title: `${t.texts} · ${frame[language].product}`,
      section: "chat",
      shell,
      layout: "page",
      main: html`<p class="back"><a href="${personPath(contact)}">← ${t.back}</a></p>
<h1 class="page-title">${t.texts}</h1>
${texts.length === 0 ? html`<p class="empty">${t.noTexts}</p>` : html`<ul class="ready-list">${texts.map(line)}</ul>`}`,
      style: composerStyle,
      otherLanguage: (code) => `${own}?lang=${code}`,
    }),
  );

  function line({ mark, title, body }: Ready): Html {
    const use = `${personPath(contact)}/write?use=${encodeURIComponent(mark)}`;
    return html`<li><h2>${title}</h2><p class="said">${body}</p><a class="button" href="${use}">${t.use}<span class="unseen">: ${title}</span></a></li>`;
  }
}

/** Those whose mark begins so first, then those that have it anywhere. */
function matching(texts: Ready[], q: string): Ready[] {
  const sought = q.toLocaleLowerCase();
  const begins = texts.filter(({ mark }) => mark.toLocaleLowerCase().startsWith(sought));
  const has = texts.filter(
    (text) => !begins.includes(text) && `${text.title} ${text.body}`.toLocaleLowerCase().includes(sought),
  );
  return [...begins, ...has].slice(0, most);
}

function optionsView(texts: Ready[], q: string, language: Language): Html {
  if (texts.length === 0) return html`<p class="quiet">${composerTexts[language].noMatch(q)}</p>`;
  return html`${texts.map(
    ({ mark, title, body }, index) =>
      html`<div role="option" id="ready-${index}" aria-selected="${String(index === 0)}" data-body="${body}"><strong>/${mark}</strong> <span>${
        title !== mark && title
      }</span><span class="quiet">${body}</span></div>`,
  )}`;
}
