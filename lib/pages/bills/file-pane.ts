import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { evidenceTexts } from "../evidence/texts.ts";
import type { Html } from "../shell/format.ts";
import { billsPath } from "./bills-path.ts";
import { type BillsView, nameOf, type OpenFile } from "./bills-view.ts";
import type { BillFile } from "./read-bills.ts";
import { isShownPicture, thumbView } from "./strip-view.ts";

/** The file itself, and the others of the same person. */
export function filePane(view: BillsView, open: OpenFile): Html {
  const { t, place } = view;
  const { person, files, file } = open;
  if (!file) return html`<p class="file-none">${t.noFile}</p>`;
  return html`${
    files.length > 1 &&
    html`<nav class="siblings" aria-label="${t.files}">${files.map(
      (other, n) =>
        html`<a href="${billsPath({ ...place, contact: person.contact, file: other.message })}" ${
          other === file && html`aria-current="true"`
        }>${thumbView(other)}<span class="unseen">${t.file(n + 1, files.length)}</span></a>`,
    )}</nav>`
  }${shownFile(view, open, file)}`;
}

function shownFile(view: BillsView, { person }: OpenFile, file: BillFile): Html {
  const { t, language } = view;
  const who = nameOf(view, person);
  const address = `/monitor/media/${file.message}`;
  const save = html`<a class="button quiet" href="${address}" download>${t.save}</a>`;
  if (file.state !== "stored") {
    const words = evidenceTexts[language];
    return html`<div class="file-none"><p><span class="chip warn">${wordFor(words.fileStates, file.state)}</span></p>
<p>${wordFor(words.fileHelp, file.reasonCode) ?? wordFor(words.fileHelp, file.state)}</p></div>`;
  }
  if (isShownPicture(file.mimeType)) {
    return html`<div class="photo" tabindex="0"><a href="${address}/view" class="whole"><img src="${address}/view" alt="${t.picture(who)}"></a></div>
<p class="tools"><span class="turns" hidden><button type="button" class="quiet" data-do="out" data-key="-">− <span class="unseen">${t.zoomOut}</span></button>
<button type="button" class="quiet" data-do="in" data-key="+">+ <span class="unseen">${t.zoomIn}</span></button>
<button type="button" class="quiet" data-do="turn" data-key="t">${t.turn} <kbd>T</kbd></button></span> ${save}</p>`;
  }
  if (file.mimeType === "application/pdf") {
    return html`<iframe class="pdf" src="${address}/view" title="${t.pdf(who)}" loading="lazy"></iframe>
<p class="tools"><a class="button" href="${address}/view" target="_blank" rel="noopener">${t.openPdf}</a> ${save}</p>`;
  }
  return html`<div class="file-none"><p>${file.fileName}</p><p>${t.noPreview}</p><p>${save}</p></div>`;
}
