import { html } from "hono/html";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";
import { billStates, billsPath } from "./bills-path.ts";
import { type BillsView, countWords, openFile } from "./bills-view.ts";
import { galleryView } from "./gallery-view.ts";
import { judgedToast } from "./judged-toast.ts";
import { owedView } from "./owed-view.ts";

/** The page: a list of its four at the head, below it files to look at, or whom to call. */
export function billsPage(view: BillsView, shell: Shell, notice: string | undefined): Html {
  const { language, t, place } = view;
  const isList = place.state === "owed";
  const open = isList ? null : openFile(view);
  const main = isList
    ? html`<div class="wide">${headView(view)}${owedView(view)}</div>`
    : html`<div class="bills ${open ? "" : "none"}">${headView(view)}${open ? galleryView(view, open) : emptyView(view)}</div>`;
  return documentView({
    language,
    title: `${t.title}: ${t.states[place.state]} · ${texts[language].product}`,
    section: "bills",
    shell,
    layout: isList ? "page" : "panes",
    main,
    style: "bills.css",
    scripts: ["bills.js"],
    toast: judgedToast(language, notice),
    otherLanguage: (code) => `${billsPath(place)}&lang=${code}`,
  });
}

function headView({ t, place, bills }: BillsView): Html {
  const saved = (ending: string) => `/monitor/bills/${place.state}.${ending}`;
  return html`<div class="head"><h1>${t.title}</h1>
<nav class="tabs" aria-label="${t.which}">${billStates.map(
    (state) =>
      html`<a href="${billsPath({ state })}" ${state === place.state && html`aria-current="page"`}>${t.states[state]} <span class="figures">${countWords(t, bills.counts[state])}</span></a>`,
  )}</nav>
<details class="menu"><summary>${t.saveList}</summary><div>${
    place.state !== "owed" && html`<a href="${saved("zip")}" download>${t.zip}</a>`
  }<a href="${saved("xlsx")}" download>${t.excel}</a><a href="${saved("csv")}" download>${t.csv}</a></div></details></div>`;
}

function emptyView({ t, place, bills }: BillsView): Html {
  const { owed } = bills.counts;
  return html`<div class="empty"><p>${t.empty[place.state]}</p>${
    place.state === "check" &&
    owed > 0 &&
    html`<p>${t.emptyOwed(countWords(t, owed))} <a href="${billsPath({ state: "owed" })}">${t.toOwed}</a></p>`
  }</div>`;
}
