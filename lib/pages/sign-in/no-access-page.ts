import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { signOutButton } from "../shell/header-view.ts";
import { texts } from "../shell/texts.ts";

/** For an account that is no member of a workspace. */
export function noAccessPage(language: Language): Html {
  const { noAccess, product } = texts[language];
  const main = html`<section class="narrow"><h1>${noAccess.title}</h1>
  <p>${noAccess.text}</p><p>${noAccess.help}</p>${signOutButton(language)}</section>`;
  return documentView({
    language,
    title: `${noAccess.title} · ${product}`,
    shell: null,
    layout: "page",
    main,
    otherLanguage: (code) => `/monitor?lang=${code}`,
  });
}
