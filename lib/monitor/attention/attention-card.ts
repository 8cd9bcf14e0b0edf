import { html } from "hono/html";
import type { Format, Html } from "../format.ts";
import type { Language } from "../texts.ts";
import type { AttentionView } from "./attention-item.ts";
import { attentionTexts } from "./texts.ts";

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
  return html`<li class="card warn" id="look-${item.id}">
    <h3>${words.title}</h3>
    <p>${withPerson && html`<strong>${who}</strong> · `}${t.written} ${format.time(item.at)}</p>
    <p class="quiet">${words.todo}</p>
    <form method="post" action="${action}"><button class="quiet">${t.seen}</button></form></li>`;
}
