import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { billsPath } from "./bills-path.ts";
import { type BillsView, nameOf, type OpenFile } from "./bills-view.ts";
import type { BillFile } from "./read-bills.ts";

/** Everybody of this list, with a small picture of their files. */
export function stripView(view: BillsView, open: OpenFile): Html {
  const { t, time, place, bills } = view;
  return html`<nav class="strip" aria-label="${t.people}"><ul>${bills.people.map((person) => {
    const isOpen = person === open.person;
    const shown = person.files.at(-1);
    return html`<li><a data-row href="${billsPath({ ...place, contact: person.contact, file: null })}" ${
      isOpen && html`aria-current="true"`
    }>${shown ? thumbView(shown) : html`<span class="thumb">${icon("check", 24)}</span>`}<span class="words"><b>${nameOf(view, person)}</b>
<small>${shown ? time(shown.at) : time(person.lastAt)}${person.files.length > 1 && html` · ${t.manyFiles(person.files.length)}`}</small></span></a></li>`;
  })}</ul>
${
  (place.before || bills.next) &&
  html`<p class="turns">${place.before && html`<a href="${billsPath({ state: place.state })}">${t.first}</a>`}
${bills.next && html`<a href="${billsPath({ state: place.state, before: bills.next })}">${t.next}</a>`}</p>`
}</nav>`;
}

/** A photo as it is; of all else its kind. */
export function thumbView({ message, state, mimeType }: BillFile): Html {
  const isPicture = state === "stored" && isShownPicture(mimeType);
  return html`<span class="thumb">${
    isPicture
      ? html`<img src="/monitor/media/${message}/view" alt="" loading="lazy" width="48" height="48">`
      : icon(state === "stored" ? "file" : "warn", 24)
  }</span>`;
}

/** What browsers draw: a phone's HEIC they do not. */
export function isShownPicture(mimeType: string | null): boolean {
  return ["image/jpeg", "image/png", "image/webp", "image/gif"].includes(mimeType ?? "");
}
