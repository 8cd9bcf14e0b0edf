import { html } from "hono/html";
import { choiceField } from "../settings/fields.ts";
import type { Reader } from "../settings/reader-of.ts";
import { settingsDocument } from "../settings/settings-document.ts";
import type { Html } from "../shell/format.ts";
import type { RegistryAnswers } from "./read-answers.ts";
import { registryTexts } from "./texts.ts";

export const registryPath = "/monitor/settings/registry";

/** What `registry_state` answers; times are ISO 8601. */
export interface RegistryState {
  due: number;
  asked: number;
  checked: number;
  enrolled: number;
  checkedAt: string | null;
  marketing: number;
  stale: number;
}

interface Shown {
  state: RegistryState;
  notice?: string | null;
  problem?: string | null;
  unread?: RegistryAnswers["unread"];
}

/** The registry in two steps: the numbers out, its answer in. */
export function registryPage(reader: Reader, { state, notice, problem, unread = [] }: Shown): Html {
  const { language, member, t: common, format } = reader;
  const t = registryTexts[language];
  const facts: [string, Html | string | number][] = [
    [t.due, state.due],
    [t.asked, state.asked],
    [t.checked, state.checked],
    [t.enrolled, state.enrolled],
    [t.last, state.checkedAt ? format.time(state.checkedAt) : t.never],
    [t.marketing, state.marketing],
    [t.stale, state.stale],
  ];
  return settingsDocument({
    language,
    member,
    title: t.title,
    intro: t.intro,
    path: registryPath,
    back: { href: "/monitor/settings", word: common.back },
    notice: notice ?? null,
    problem: problem
      ? html`<p><strong>${problem}</strong></p>${
          unread.length > 0 &&
          html`<ul>${unread.slice(0, 20).map(({ line, text }) => html`<li>${t.badLine(line, text)}</li>`)}</ul>`
        }`
      : null,
    main: html`<section class="sheet" aria-labelledby="registry-now"><h2 id="registry-now">${t.now}</h2>
<dl class="facts">${facts.map(([word, value]) => html`<dt>${word}</dt><dd>${value}</dd>`)}</dl>
<p class="quiet">${t.law}</p></section>
<form method="post" action="${registryPath}/export" class="sheet"><h2>${t.first}</h2>
${
  state.due > 0
    ? html`<p>${t.firstHelp}</p><div class="actions"><button class="main">${t.download} (${state.due})</button></div>`
    : html`<p>${t.nothing}</p>`
}</form>
<form method="post" action="${registryPath}" class="sheet" enctype="multipart/form-data"><h2>${t.second}</h2>
<p>${t.secondHelp}</p>
<div class="field"><label for="answer-file">${t.file}</label>
<input type="file" id="answer-file" name="file" accept=".csv,.txt,text/csv,text/plain"></div>
<div class="field"><label for="answer-text">${t.paste}</label><textarea id="answer-text" name="text" rows="4"></textarea></div>
${choiceField(
  { form: new URLSearchParams({ shape: "enrolled" }), errors: new Map() },
  {
    name: "shape",
    label: t.shape,
    type: "radio",
    choices: [
      ["enrolled", t.shapes.enrolled],
      ["outcome", t.shapes.outcome],
    ],
  },
)}
<div class="actions"><button class="main">${t.upload}</button></div></form>`,
  });
}
