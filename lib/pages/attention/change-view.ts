import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { Format, Html } from "../shell/format.ts";
import { attentionTexts } from "./texts.ts";

function contentOf(words: Record<string, string>, name: string | null | undefined): string | null {
  return name && Object.hasOwn(words, name) ? words[name]! : null;
}

/** That a message was changed or taken back, when, and what it said before. */
export function changeView(
  { language, format }: { language: Language; format: Format },
  message: MessageView,
): Html | null {
  const t = attentionTexts[language];
  const { deletedAt, editedAt, edits, editUnreadableAt, direction } = message;
  const content = contentOf(t.contents, message.contentName);
  if (!deletedAt && !editedAt && !editUnreadableAt && content === null) return null;
  const before = (edits ?? []).filter(({ body }) => body !== null);
  return html`${content && html`<p class="line"><span class="chip">${content}</span></p>`}
    ${deletedAt && html`<p class="line"><span class="chip warn">${direction === "in" ? t.deleted : t.withdrawn}</span> ${format.time(deletedAt)}</p>`}
    ${editUnreadableAt && html`<p class="line"><span class="chip warn">${t.editUnreadable}</span></p>`}
    ${editedAt && html`<p class="line"><span class="chip">${t.edited}</span> ${format.time(editedAt)}</p>`}
    ${before.map(({ body }) => html`<p class="quiet">${t.before} ${body}</p>`)}`;
}
