import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { fileView } from "../evidence/file-view.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { ChatView } from "./chat-view.ts";
import type { ThreadMessage } from "./inbox.ts";
import { clockLength } from "./last-words.ts";
import { rowName } from "./row-view.ts";

const photo = /^image\/(jpeg|png|webp|gif)$/;
const sound = /^audio\/(ogg|mpeg|mp4)$/;

/** A file where it stands: a photo to be seen, a voice to be heard, a PDF to be opened; or why it is not here. */
export function fileInThread(view: ChatView, message: ThreadMessage): Html | null {
  const { file, media, kind } = message;
  const { w } = view;
  if (!file) {
    const name = media && (media.fileName ?? wordFor(w.kinds, kind) ?? w.kinds.other);
    return name ? html`<p class="kind">${name}</p>` : null;
  }
  const verdict = verdictOf(view, message);
  if (file.state !== "stored")
    return html`<p class="kind">${nameOf(view, message)}</p><p class="file-state">${fileView(view.language, message.id, file)}</p>`;
  return html`<div class="file">${shownFile(view, message)}</div>${verdict && html`<p class="verdict">${verdict}</p>`}`;
}

function shownFile(view: ChatView, message: ThreadMessage): Html {
  const { w, thread, moments } = view;
  const type = message.file?.mimeType ?? "";
  const at = `/monitor/media/${message.id}/view`;
  if (photo.test(type)) {
    const who = thread ? rowName(view, thread.person) : w.thread.them;
    const words = w.file.photo(who, moments.exact(message.writtenAt));
    return html`<a class="photo" href="${at}" target="_blank" rel="noopener"><img src="${at}" width="260" height="195" loading="lazy" decoding="async" alt="${words}"></a>`;
  }
  if (sound.test(type)) {
    const seconds = message.media?.durationSeconds;
    return html`<p class="kind">${icon("mic", 16)} ${w.kinds.audio}${seconds && `, ${clockLength(seconds)}`}</p><audio controls preload="none" src="${at}"></audio>`;
  }
  if (type === "video/mp4")
    return html`<video controls preload="none" width="260" height="195" src="${at}"></video>`;
  const isPdf = type === "application/pdf";
  return html`<p class="paper">${icon("file", 20)} <span><b>${nameOf(view, message)}</b> <small>${
    message.file?.sizeBytes && view.format.bytes(message.file.sizeBytes)
  }</small></span></p>
<p class="ways-to">${isPdf && html`<a href="${at}" target="_blank" rel="noopener">${w.file.open}</a> `}<a href="/monitor/media/${message.id}" download>${w.file.save}</a></p>${
    isPdf &&
    html`<details class="pdf" id="pdf-${message.id}"><summary>${w.file.showHere}</summary><iframe src="${at}" loading="lazy" title="${nameOf(view, message)}"></iframe></details>`
  }`;
}

function nameOf({ w }: ChatView, { media, kind }: ThreadMessage): string {
  return media?.fileName ?? wordFor(w.kinds, kind) ?? w.kinds.other!;
}

/** What a file is to the bill that we asked for. */
function verdictOf({ w, thread }: ChatView, message: ThreadMessage): Html | null {
  const asks = thread?.person.asks ?? [];
  const isConfirmed = asks.some(
    ({ evidence, evidenceMessageId }) => evidence === "confirmed" && evidenceMessageId === message.id,
  );
  if (isConfirmed) return html`<span class="chip done">${w.file.confirmed}</span>`;
  if (message.evidence !== "attachment" || thread?.row?.bill !== "check") return null;
  return html`<a class="chip bill" href="/monitor/bills?state=check&amp;contact=${thread.person.id}">${w.file.check}</a>`;
}
