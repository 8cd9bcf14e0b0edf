import { html } from "hono/html";
import { personPath } from "../composer/composer-parts.ts";
import { reasonChoice } from "../composer/reason-choice.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { OpenedPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";
import type { Found, FoundPerson } from "./find-people.ts";
import { foundView } from "./found-view.ts";
import { newMessageTexts } from "./texts.ts";

/** What was typed so far, and why it did not leave. */
export interface NewMessage {
  to: string;
  name: string;
  reason: string;
  text: string;
  template: string;
  /** Of the form: the same again is the same message. */
  key: string;
}

export interface NewMessageParts {
  opened: Pick<OpenedPage, "language" | "shell">;
  typed: NewMessage;
  found: Found | null;
  templates: readonly { key: string; title?: string | null }[];
  /** One sentence. */
  problem?: string | null;
  /** Perhaps the same person; with a button that sends all the same. */
  same?: FoundPerson | null;
}

/** To anybody: who, why, what. */
export function newMessagePage(parts: NewMessageParts): Html {
  const { opened, typed, found, problem, same } = parts;
  const { language, shell } = opened;
  const t = newMessageTexts[language];
  const main = html`<h1 class="page-title">${t.title}</h1><p class="page-intro quiet">${t.intro}</p>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<form class="new-message" method="post" action="/monitor/new" autocomplete="off"><input type="hidden" name="key" value="${typed.key}">
<label for="to">${t.to}</label><span class="line"><input id="to" name="to" value="${typed.to}" maxlength="80" required placeholder="${t.toPlaceholder}"
  autofocus aria-describedby="found" hx-get="/monitor/new/found" hx-trigger="input changed delay:250ms" hx-target="#found" hx-swap="outerHTML"><button class="quiet"
  formmethod="get" formnovalidate>${icon("search", 16)}${t.search}</button></span>
${foundView(language, typed.to, found)}
<label for="name">${t.name} <small>${t.nameHelp}</small></label><input id="name" name="name" value="${typed.name}" maxlength="200">
${reasonChoice(language, typed.reason || null, false)}
<label for="text">${t.text}</label><textarea id="text" name="text" rows="4">${typed.text}</textarea>
${templateChoice(parts)}
${
  same
    ? html`<p class="note" role="alert">${t.same(same.name ?? "")} <a href="${personPath(same.contact)}#composer">${t.open}</a></p>
<p><button class="main" name="sure" value="1">${icon("send", 16)}${t.sameSend}</button></p>`
    : html`<p><button class="main">${icon("send", 16)}${t.send}</button></p>`
}</form>`;
  return documentView({
    language,
    title: `${t.title} · ${texts[language].product}`,
    section: "chat",
    shell,
    layout: "page",
    main,
    style: ["composer.css"],
    live: true,
    otherLanguage: (code) => `/monitor/new?lang=${code}`,
  });
}

function templateChoice({ opened, typed, templates }: NewMessageParts): Html | null {
  const t = newMessageTexts[opened.language];
  if (templates.length === 0) return null;
  return html`<label for="template">${t.template}</label><select id="template" name="template"><option value="">${t.noTemplate}</option>${templates.map(
    ({ key, title }) =>
      html`<option value="${key}" ${key === typed.template && "selected"}>${title ?? key}</option>`,
  )}</select>`;
}
