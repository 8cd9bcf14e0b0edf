import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import { signInTo } from "./next-page.ts";

export type SignInError = "wrong" | "tooMany" | "missing";

/** `next`: the page that comes after it; null for the first. */
export function signInPage(language: Language, next: string | null, error?: SignInError, email = ""): Html {
  const { signIn, product } = texts[language];
  const main = html`<section class="narrow">
  <h1>${signIn.title}</h1>
  ${error && html`<p class="problem" role="alert" id="sign-in-error">${signIn[error]}</p>`}
  <form method="post" action="${signInTo(next)}">
    <label for="email">${signIn.email}</label>
    <input id="email" name="email" type="email" autocomplete="username" required value="${email}"
      ${error && html`aria-describedby="sign-in-error"`}>
    <label for="password">${signIn.password}</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required>
    <button class="main">${signIn.submit}</button>
  </form>
  <p class="quiet">${signIn.help}</p>
</section>`;
  return documentView({
    language,
    title: `${signIn.title} · ${product}`,
    shell: null,
    layout: "page",
    main,
    otherLanguage: (code) => signInTo(next, { lang: code }),
  });
}
