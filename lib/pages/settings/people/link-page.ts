import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { peoplePath } from "./people-page.ts";
import { peopleTexts } from "./texts.ts";

/** The link with which somebody sets a password: in this answer only. */
export function linkPage({ language, member }: Reader, name: string, link: string): Html {
  const words = peopleTexts[language];
  return settingsDocument({
    language,
    member,
    title: words.linkTitle(name),
    path: peoplePath,
    back: { href: peoplePath, word: words.back },
    least: "admin",
    main: html`<section class="sheet"><p>${words.linkHelp}</p>
<div class="field"><label for="link">${words.link}</label>
<textarea id="link" rows="3" readonly autofocus spellcheck="false">${link}</textarea></div>
<p class="quiet">${words.linkOnce}</p></section>`,
  });
}
