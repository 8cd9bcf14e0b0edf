import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import { textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { reviewPath } from "../templates/templates-path.ts";
import type { ReviewedText, ReviewingChannel, WrittenTemplate } from "./read-shelf.ts";
import { reviewTexts } from "./texts.ts";

/** Where the vendor tells nothing: what the text is called there, once it is approved, and the way to take that back. */
export function byHandView(
  { language }: Reader,
  channel: ReviewingChannel,
  { key, version }: Pick<WrittenTemplate, "key" | "version">,
  one: ReviewedText | undefined,
): Html {
  const t = reviewTexts[language].byHand;
  const view = { form: new URLSearchParams({ id: one?.name ?? "" }), errors: new Map<string, string>() };
  return html`<form method="post" action="${reviewPath}/approved?key=${key}" class="sheet"><h2>${t.title(channel.name)}</h2>
<input type="hidden" name="channel" value="${channel.id}"><input type="hidden" name="version" value="${version}">
<p>${t.help}</p>${textField(view, { name: "id", label: t.id, hint: t.idHelp, maxLength: 200 })}
<div class="actions"><button class="main">${t.press}</button></div></form>
${
  one &&
  html`<details class="guard"><summary>${t.forget}</summary><form method="post" action="${reviewPath}/remove?key=${key}">
<input type="hidden" name="state" value="${one.id}"><p>${t.forgetHelp}</p><button class="main">${t.forgetConfirm}</button></form></details>`
}`;
}
