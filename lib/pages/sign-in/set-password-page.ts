import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { PasswordProblem } from "../../web/password-problem.ts";
import { setPasswordPath } from "../../web/staff-account.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import { passwordTexts } from "./password-texts.ts";

export interface SetPasswordParts {
  language: Language;
  /** What the link carries; null: nothing that can be one. */
  token: string | null;
  type: string;
  problem?: PasswordProblem | null;
}

/** Looking uses nothing up: programs that preview links open them too. */
export function setPasswordPage({ language, token, type, problem }: SetPasswordParts): Html {
  const t = passwordTexts[language];
  if (token === null) return expiredLinkPage(language);
  return page(
    language,
    t.title,
    `${setPasswordPath}?${new URLSearchParams({ token_hash: token, type })}`,
    html`<p>${t.intro}</p>
  <form method="post" action="${setPasswordPath}">
    <input type="hidden" name="token_hash" value="${token}"><input type="hidden" name="type" value="${type}">
    <label for="password">${t.password}</label>
    <input id="password" name="password" type="password" autocomplete="new-password" required
      aria-describedby="password-help${problem ? " password-error" : ""}" ${problem && html`aria-invalid="true"`}>
    ${problem && html`<p class="problem" role="alert" id="password-error">${t.problems[problem]}</p>`}
    <p class="quiet" id="password-help">${t.help}</p>
    <button class="main">${t.save}</button>
  </form>`,
  );
}

export function expiredLinkPage(language: Language): Html {
  const t = passwordTexts[language];
  return page(
    language,
    t.gone,
    setPasswordPath,
    html`<p>${t.goneHelp}</p><p><a href="/monitor/sign-in">${t.toSignIn}</a></p>`,
  );
}

function page(language: Language, title: string, path: string, main: Html): Html {
  return documentView({
    language,
    title: `${title} · ${texts[language].product}`,
    shell: null,
    layout: "page",
    main: html`<section class="narrow"><h1>${title}</h1>${main}</section>`,
    otherLanguage: (code) => `${path}${path.includes("?") ? "&" : "?"}lang=${code}`,
  });
}
