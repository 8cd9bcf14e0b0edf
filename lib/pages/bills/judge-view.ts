import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { staffName } from "../shell/staff-name.ts";
import type { BillsView, OpenFile } from "./bills-view.ts";
import { wrongKinds } from "./read-bills.ts";
import { readyAnswers } from "./ready-answers.ts";

/** The two keys; for a file that has its verdict, that, and the way back. */
export function judgeView(view: BillsView, { person, file, next }: OpenFile): Html {
  const { t, place, time, language, me, colleagues } = view;
  const action = `/monitor/bills/${file!.message}`;
  const hidden = html`<input type="hidden" name="state" value="${place.state}"><input type="hidden" name="before" value="${
    place.before ?? ""
  }"><input type="hidden" name="next" value="${next ?? ""}"><input type="hidden" name="seen" value="${person.newest ?? ""}">`;
  const said =
    file!.verdict &&
    html`<p class="said"><span class="chip ${file!.verdict === "good" ? "done" : "problem"}">${
      file!.wrong ? `${t.notBill}: ${t.wrong[file!.wrong].toLowerCase()}` : t.good
    }</span> <span class="quiet">${t.by(staffName(language, me, file!.judgedBy ?? "", colleagues))}, ${time(file!.judgedAt!)}</span></p>
<form method="post" action="${action}">${hidden}<button name="decision" value="undo" data-key="u">${t.undo}</button></form>`;
  return html`${said}
${
  file!.verdict !== "bad" &&
  html`<details class="reasons"><summary class="button" data-key="x">${t.notBill} <kbd>X</kbd></summary>
<form method="post" action="${action}">${hidden}<p><b>${t.why}</b></p>
<ul>${wrongKinds.map(
    (kind, n) =>
      html`<li><button name="decision" value="${kind}" data-key="${n + 1}"><kbd>${n + 1}</kbd> ${t.wrong[kind]}</button> <q lang="it">${readyAnswers[kind]}</q></li>`,
  )}</ul>
${
  person.silence === null &&
  html`<p class="write"><input type="checkbox" id="write" name="write" value="1" data-key="r"> <label for="write">${t.write} <kbd>R</kbd></label></p>`
}</form></details>`
}
${
  file!.verdict !== "good" &&
  html`<form method="post" action="${action}">${hidden}<button class="main" name="decision" value="good" data-key="b">${t.isBill} <kbd>B</kbd></button></form>`
}`;
}
