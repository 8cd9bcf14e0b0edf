import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { programsPath } from "./programs-page.ts";
import { programsTexts } from "./texts.ts";

/** A new key: in this answer only. */
export function keyPage({ language, member }: Reader, name: string, key: string, origin: string): Html {
  const words = programsTexts[language];
  return settingsDocument({
    language,
    member,
    title: words.newTitle(name),
    path: programsPath,
    back: { href: programsPath, word: words.back },
    least: "admin",
    scripts: ["copy.js"],
    main: html`<section class="sheet"><p>${words.newHelp}</p>
<div class="field"><label for="key">${words.key}</label>
<textarea id="key" rows="2" readonly autofocus spellcheck="false">${key}</textarea></div>
<p class="copy" data-copies="key" data-word="${words.copy}" data-done="${words.copied}"></p>
<p>${words.newUse}</p>
<pre tabindex="0"><code>curl ${origin}/api/whatsapp/messages \\
  -H "Authorization: Bearer ${key.slice(0, 16)}…"</code></pre>
<p class="quiet">${words.newLost}</p></section>`,
  });
}
