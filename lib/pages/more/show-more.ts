import type { Context } from "hono";
import { html } from "hono/html";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { frameTexts } from "../shell/frame-texts.ts";
import { signOutButton } from "../shell/header-view.ts";
import { icon } from "../shell/icon.ts";
import { languageLinks } from "../shell/language-links.ts";
import { placesBehindMore } from "../shell/navigation.ts";
import { openPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";

/** The places that a phone's bar has no room for, and oneself. */
export async function showMore(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, "/monitor/more");
  if (opened instanceof Response) return opened;
  const { language, shell } = opened;
  const t = frameTexts[language];
  const otherLanguage = (code: string) => `/monitor/more?lang=${code}`;
  const { name, email, role } = shell.me;
  const main = html`<h1 class="page-title">${t.morePage.title}</h1>
<ul class="ways">${placesBehindMore(shell).map(
    ({ section, path, icon: drawing }) => html`<li><a href="${path}">${icon(drawing)} ${t[section]}</a></li>`,
  )}
<li><a href="/monitor/keys">${icon("more")} ${t.keys}</a></li></ul>
<section aria-labelledby="me-title"><h2 id="me-title">${name ?? email}</h2>
<p class="quiet">${shell.workspace.name} · ${t.roles[role]}</p>
<p><a href="/monitor/me">${t.profile}</a></p>
${languageLinks(language, otherLanguage)}
${signOutButton(language)}</section>`;
  return c.html(
    documentView({
      language,
      title: `${t.morePage.title} · ${texts[language].product}`,
      section: "more",
      shell,
      layout: "page",
      main,
      otherLanguage,
    }),
  );
}
