import { html } from "hono/html";
import type { Vendor } from "../../../vendors/vendor.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { formKeysPath } from "./form-keys-page.ts";
import { formKeysTexts } from "./texts.ts";

/** A new key of a form: in this answer only. */
export function formKeyPage({ language, member }: Reader, vendor: Vendor, name: string, key: string): Html {
  const words = formKeysTexts[language];
  const path = formKeysPath(vendor);
  return settingsDocument({
    language,
    member,
    title: words.newTitle(name),
    path,
    back: { href: path, word: words.back },
    least: "admin",
    scripts: ["copy.js"],
    main: html`<section class="sheet"><p>${words.newHelp}</p>
<div class="field"><label for="key">${words.key}</label>
<textarea id="key" rows="2" readonly autofocus spellcheck="false">${key}</textarea></div>
<p class="copy" data-copies="key" data-word="${words.copy}" data-done="${words.copied}"></p>
<p>${words.newUse}</p>
<p class="quiet">${words.newLost}</p></section>`,
  });
}
