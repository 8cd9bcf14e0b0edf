import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { billsPath } from "./bills-path.ts";
import { type BillsView, countWords, nameOf, type OpenFile } from "./bills-view.ts";
import { filePane } from "./file-pane.ts";
import { judgeView } from "./judge-view.ts";
import { sideView } from "./side-view.ts";
import { stripView } from "./strip-view.ts";

/** Left who waits, in the middle the file with its two keys, right whose it is. */
export function galleryView(view: BillsView, open: OpenFile): Html {
  const { t, place, bills, time } = view;
  const { person, file, next } = open;
  const said = person.words.at(-1);
  const at = bills.people.indexOf(person) + 1;
  return html`${stripView(view, open)}
<section class="look" aria-labelledby="open-title">
<header><h2 id="open-title">${nameOf(view, person)} ${file && html`<small>${time(file.at)}</small>`}</h2>
<p class="quiet figures">${t.place(at, countWords(t, bills.counts[place.state]))}</p></header>
${filePane(view, open)}
${file?.caption && html`<blockquote class="caption">${file.caption}</blockquote>`}
${!file?.caption && said && html`<blockquote class="on-phone">${said.text}</blockquote>`}
<div class="judge">${
    next !== null &&
    html`<a class="button quiet skip-on" href="${billsPath({ ...place, contact: next, file: null })}" data-key="s">${t.later} <kbd>S</kbd></a>`
  }${file && judgeView(view, open)}</div></section>
${sideView(view, person)}`;
}
