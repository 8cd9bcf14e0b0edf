import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { templateTitle } from "../templates/template-title.ts";
import { reviewPath, templatesPath } from "../templates/templates-path.ts";
import { byHandView } from "./by-hand-view.ts";
import { phoneView } from "./phone-view.ts";
import type { ReviewedText, Shelf, WrittenTemplate } from "./read-shelf.ts";
import { reviewFields, shownOf } from "./review-form.ts";
import { stateView } from "./state-view.ts";
import { reviewTexts } from "./texts.ts";

export interface ReviewPageParts {
  reader: Reader;
  template: WrittenTemplate;
  shelf: Shelf;
  typed: URLSearchParams;
  errors?: Map<string, string>;
  notice?: string | null;
  problem?: string | null;
}

/** A text written for WhatsApp's reviewers: where it stands on each number, the form, and the phone beside it. */
export function reviewPage({
  reader,
  template,
  shelf,
  typed,
  errors = new Map(),
  notice,
  problem,
}: ReviewPageParts): Html {
  const { t: settings, language, member } = reader;
  const t = reviewTexts[language];
  const own = `${reviewPath}?key=${template.key}`;
  const of = (channel: string) =>
    shelf.states.find((one) => one.key === template.key && one.channel === channel);
  const asked = shelf.channels.filter(({ byHand }) => !byHand);
  return settingsDocument({
    language,
    member,
    title: t.title(templateTitle(settings, template)),
    intro: shelf.channels.length > 0 ? t.intro : t.none,
    path: own,
    back: { href: templatesPath, word: t.back },
    notice,
    live: true,
    scripts: ["insert-variable.js"],
    problem: problem ?? (errors.size > 0 ? `${settings.wrong(errors.size)} ${settings.kept}` : null),
    main: html`${shelf.channels.map((channel) => stateView(reader, channel, of(channel.id)))}
${shelf.channels.filter(({ byHand }) => byHand).map((channel) => byHandView(reader, channel, template, of(channel.id)))}
${asked.length > 0 && html`<form method="post" action="${reviewPath}/refresh?key=${template.key}"><button>${t.refresh}</button></form>`}
<form method="post" action="${own}" class="sheet writing" id="writing"><input type="hidden" name="version" value="${typed.get("version") ?? template.version}">
<div hx-post="${reviewPath}/preview" hx-trigger="input delay:400ms, change delay:400ms" hx-sync="this:replace" hx-target="#preview" hx-swap="outerHTML" hx-include="#writing">${reviewFields(reader, { form: typed, errors })}</div>
${phoneView(t, shownOf(typed))}
<div class="actions">${asked.map(({ id, name }) => html`<button class="main" name="do" value="${id}">${t.saveAndSend(name)}</button> `)}
<button name="do" value="save">${t.save}</button> <button name="do" value="preview">${t.tryPreview}</button></div></form>
${asked.map(({ id, name }) => removal(name, of(id)))}`,
  });

  function removal(channel: string, one: ReviewedText | undefined): Html | null {
    if (!one?.isAtVendor || one.errand || one.state === "deleted") return null;
    return html`<details class="guard"><summary>${t.remove(channel)}</summary><form method="post" action="${reviewPath}/remove?key=${template.key}">
<input type="hidden" name="state" value="${one.id}"><p>${t.removeHelp}</p><button class="main">${t.removeConfirm}</button></form></details>`;
  }
}
