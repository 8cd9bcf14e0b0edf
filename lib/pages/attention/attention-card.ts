import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Format, Html } from "../shell/format.ts";
import type { AttentionView } from "./attention-item.ts";
import { attentionTexts } from "./texts.ts";

/** Of a number, and of no person. */
const ofNumbers = ["restored", "unknown_account", "may_not_begin"];

/** Who, what, when it was written, what to do, and the button that says it was done. */
export function attentionCard(
  { language, format }: { language: Language; format: Format },
  item: AttentionView,
  action: string,
  withPerson: boolean,
): Html {
  const t = attentionTexts[language];
  const words = (Object.hasOwn(t.kinds, item.kind) && t.kinds[item.kind as keyof typeof t.kinds]) || t.other;
  const name = item.contactName ?? item.phone;
  const who =
    item.contactId === null
      ? t.nobody
      : html`<a class="who" href="/monitor/contacts/${item.contactId}">${name ?? t.nobody}</a>${
          item.contactName !== null && item.phone !== null && html` <span class="quiet">${item.phone}</span>`
        }`;
  // Both numbers of who has another one; other details are the providers' words.
  const buttons =
    item.kind === "refusal"
      ? html`<form method="post" action="${action.replace("/seen", "/refusal")}"><button class="quiet" name="decision" value="stop">${t.refusal.stop}</button>
      <button class="quiet" name="decision" value="continue">${t.refusal.continue}</button></form>`
      : html`<form method="post" action="${action}"><button class="quiet">${t.seen}</button></form>`;
  const numbers = item.kind === "number_changed" ? item.detail : null;
  return html`<li class="look" id="look-${item.id}">
    <p class="what">${withPerson && !ofNumbers.includes(item.kind) && html`<strong>${who}</strong> · `}<b>${words.title}</b>
      <span class="quiet">${format.time(item.at)}</span></p>
    ${buttons}
    <p class="todo">${numbers && html`<span>${numbers}</span> `}${words.todo}</p></li>`;
}
