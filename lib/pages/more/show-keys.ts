import type { Context } from "hono";
import { html } from "hono/html";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { frameTexts } from "../shell/frame-texts.ts";
import { openPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";

/** Every key and what it does. */
export async function showKeys(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, "/monitor/keys");
  if (opened instanceof Response) return opened;
  const { language, shell } = opened;
  const t = frameTexts[language].keysPage;
  const main = html`<h1 class="page-title">${t.title}</h1>
<p class="quiet page-intro">${t.intro}</p>
<dl class="keys">${Object.entries(t.keys).map(([keys, words]) => {
    const [first, second] = keys.split(" ");
    const between = first === "g" ? t.next : t.or;
    return html`<div><dt><kbd>${first}</kbd>${second && html` ${between} <kbd>${second}</kbd>`}</dt><dd>${words}</dd></div>`;
  })}</dl>`;
  return c.html(
    documentView({
      language,
      title: `${t.title} · ${texts[language].product}`,
      section: "more",
      shell,
      layout: "page",
      main,
      otherLanguage: (code) => `/monitor/keys?lang=${code}`,
    }),
  );
}
