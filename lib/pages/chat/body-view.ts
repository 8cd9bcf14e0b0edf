import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { attentionTexts } from "../attention/texts.ts";
import type { Html } from "../shell/format.ts";
import type { ChatView } from "./chat-view.ts";
import type { ThreadMessage } from "./inbox.ts";

/** Longer than this our own text folds: it is the same for everybody. */
const foldedFrom = 180;

/** What a message says, what it said before, and that it was taken back. */
export function bodyView(view: ChatView, message: ThreadMessage): Html {
  const { w } = view;
  const { deletedAt, direction } = message;
  return html`${deletedAt && html`<p class="gone-words">${direction === "in" ? w.deletedByThem : w.deletedByUs}</p>`}
${wordsOf(view, message)}${referralOf(view, message) ?? contentOf(view, message)}${editsOf(view, message)}`;
}

function wordsOf({ w }: ChatView, message: ThreadMessage): Html | null {
  const { body, kind, direction, deletedAt } = message;
  const bare = kind === "text" || message.file || message.media;
  const name = bare ? null : html`<p class="kind">${wordFor(w.kinds, kind) ?? w.kinds.other}</p>`;
  if (!body)
    return bare && !message.file && !message.media && !deletedAt
      ? html`<p class="kind">${w.thread.noText}</p>`
      : name;
  if (direction === "in" || message.purpose === "manual" || body.length < foldedFrom)
    return html`${name}<p class="said">${body}</p>`;
  return html`${name}<details class="fold" id="fold-${message.id}"><summary><span class="said">${body}</span><u>${w.thread.whole}</u></summary></details>`;
}

/** The advertisement that brought them here. Its words and address are the vendor's: only a web address is a link. */
function referralOf({ w }: ChatView, { referral }: ThreadMessage): Html | null {
  if (!referral) return null;
  const { sourceType, headline, sourceUrl, sourceId } = referral;
  const words = sourceType === "post" ? w.thread.fromPost : w.thread.fromAd;
  const name = headline ?? sourceId;
  const isWeb = sourceUrl !== null && /^https?:\/\//i.test(sourceUrl);
  const link = html` <a href="${sourceUrl}" target="_blank" rel="noopener noreferrer">${w.thread.openAd}</a>`;
  return html`<p class="kind referral">${words}${name && html` <q>${name}</q>`}${isWeb && link}</p>`;
}

/** What else it is: an advertisement's words, a sender's list. */
function contentOf({ language }: ChatView, { contentName }: ThreadMessage): Html | null {
  const word = wordFor(attentionTexts[language].contents, contentName);
  return word ? html`<p class="kind">${word}</p>` : null;
}

function editsOf({ w, moments }: ChatView, message: ThreadMessage): Html | null {
  const { editedAt, edits, editUnreadableAt } = message;
  if (editUnreadableAt) return html`<p class="kind">${w.thread.editUnreadable}</p>`;
  if (!editedAt) return null;
  const before = (edits ?? []).filter(({ body }) => body !== null);
  if (before.length === 0) return html`<p class="kind">${w.thread.edited} ${moments.exact(editedAt)}</p>`;
  return html`<details class="edits" id="edits-${message.id}"><summary>${w.thread.edited} ${moments.exact(editedAt)}</summary>${before.map(
    ({ body }) => html`<p>${w.thread.before} <q>${body}</q></p>`,
  )}</details>`;
}
