import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { documentView, signOutButton } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";

/** For an account that is no member of a workspace. */
export function noAccessPage(language: Language): Html {
  const { noAccess, product } = texts[language];
  const main = html`<section class="narrow"><h1>${noAccess.title}</h1>
  <p>${noAccess.text}</p><p>${noAccess.help}</p></section>`;
  const header = signOutButton(language);
  return documentView({
    language,
    title: `${noAccess.title} · ${product}`,
    header,
    main,
    otherLanguage: (code) => `/monitor?lang=${code}`,
  });
}
