import { html } from "hono/html";
import type { MessageView } from "../../messages/list-messages.ts";
import type { Format, Html } from "../format.ts";
import type { Language } from "../texts.ts";
import { attentionTexts } from "./texts.ts";

/** That a message was changed or taken back, when, and what it said before. */
export function changeView(
  { language, format }: { language: Language; format: Format },
  message: MessageView,
): Html | null {
  const t = attentionTexts[language];
  const { deletedAt, editedAt, edits, editUnreadableAt, direction } = message;
  if (!deletedAt && !editedAt && !editUnreadableAt) return null;
  const before = (edits ?? []).filter(({ body }) => body !== null);
  return html`${deletedAt && html`<p class="line"><span class="chip warn">${direction === "in" ? t.deleted : t.withdrawn}</span> ${format.time(deletedAt)}</p>`}
    ${editUnreadableAt && html`<p class="line"><span class="chip warn">${t.editUnreadable}</span></p>`}
    ${editedAt && html`<p class="line"><span class="chip">${t.edited}</span> ${format.time(editedAt)}</p>`}
    ${before.map(({ body }) => html`<p class="quiet">${t.before} ${body}</p>`)}`;
}
