import type { Context } from "hono";
import { html } from "hono/html";
import { callRpc } from "../../../db/call-rpc.ts";
import { answerMeanings } from "../../../model/domain-value.ts";
import { hasRole } from "../../../model/staff.ts";
import type { ContactField } from "../../../settings/contact-fields-setting.ts";
import { readSetting } from "../../../settings/read-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { sourceWords } from "../../leads/source-words.ts";
import { leadsTexts } from "../../leads/texts.ts";
import type { Html } from "../../shell/format.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { formsTexts } from "./texts.ts";

const path = "/monitor/settings/forms";

interface ListedForm {
  id: number;
  source: string;
  formId: string;
  name: string | null;
  leads: number;
  errors: number;
  lastAt: string | null;
  answers: {
    name: string;
    label: string | null;
    /** What the reader took it for, and what the form's own mapping says. */
    as: string | null;
    meaning: string | null;
    samples: string[];
  }[];
}

/** Each form with its latest answers, and what they are taken for. */
export async function showForms(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const { language, member } = reader;
  const t = formsTexts[language];
  const [forms, fields] = await Promise.all([
    callRpc(member.client, "lead_form_list", { workspace: member.workspace }) as unknown as Promise<
      ListedForm[]
    >,
    readSetting(member, "contact_fields"),
  ]);
  const keyed = c
    .get("services")
    .vendors.flatMap(({ title, formKeys }) => (formKeys ? [{ title, formKeys }] : []));
  return c.html(
    settingsDocument({
      language,
      member,
      title: t.title,
      intro: t.intro,
      path,
      back: { href: "/monitor/settings", word: reader.t.back },
      notice: takeNotice(c) === "saved" ? t.saved : null,
      main: html`${
        hasRole(member.role, "admin") &&
        html`<p class="tools">${keyed.map(({ title, formKeys }) => html`<a class="button" href="${path}/${formKeys.slug}">${t.keys(title)}</a> `)}</p>`
      }${forms.length === 0 && html`<p class="empty">${t.none}</p>`}${forms.map((form) => formView(reader, form, fields.value.fields))}`,
    }),
  );
}

/** What was chosen for each answer; its leads in error are placed again. */
export async function saveForm(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c);
  const typed = await readForm(c);
  const names = typed.getAll("answer");
  const mapping = Object.fromEntries(names.map((name, n) => [name, typed.getAll("meaning")[n] ?? ""]));
  await callRpc(member.client, "save_lead_form", {
    form: Number(c.req.param("id")),
    mapping,
    name: typed.get("name") ?? "",
  });
  return leaveWithNotice(c, "saved", `${path}#form-${c.req.param("id")}`);
}

function formView({ language, member, format }: Reader, form: ListedForm, fields: ContactField[]): Html {
  const t = formsTexts[language];
  const mayEdit = hasRole(member.role, "manager");
  const { id, source, formId, name, leads, errors, lastAt } = form;
  return html`<form method="post" action="${path}/${id}/save" class="sheet" id="form-${id}"><h2>${name ?? formId} ${errors > 0 && html`<span class="chip bad">${t.errors(errors)}</span>`}</h2>
<p class="quiet">${sourceWords(language, source)} · <a href="/monitor/leads?form=${encodeURIComponent(formId)}">${t.leads(leads)}</a>${lastAt && html` · ${t.last} ${format.time(lastAt)}`}</p>
<fieldset class="whole" ${!mayEdit && "disabled"}><div class="field"><label for="name-${id}">${t.name}</label><input id="name-${id}" name="name" value="${name ?? ""}" maxlength="200" autocomplete="off"></div>
${form.answers.map((answer, n) => answerView(language, `${id}-${n}`, answer, fields))}
${mayEdit && html`<div class="actions"><button class="main">${t.save}</button></div>`}</fieldset></form>`;
}

function answerView(
  language: Reader["language"],
  id: string,
  { name, label, as, meaning, samples }: ListedForm["answers"][number],
  fields: ContactField[],
): Html {
  const t = formsTexts[language];
  const { meanings } = leadsTexts[language];
  const own: [string, string][] = fields.map(({ key, label }) => [`field:${key}`, t.own(label)]);
  const known: [string, string][] = answerMeanings.map((word) => [word, meanings[word] ?? word]);
  const guess = as === null ? t.unknown : t.guessed(meanings[as] ?? as);
  return html`<div class="field"><label for="meaning-${id}">${label ?? name}</label><input type="hidden" name="answer" value="${name}">
<select id="meaning-${id}" name="meaning"><option value="">${guess}</option>${[...known, ...own].map(
    ([value, word]) => html`<option value="${value}" ${value === meaning && "selected"}>${word}</option>`,
  )}</select><p class="quiet">${t.samples}: ${samples.map((sample) => `«${sample}»`).join(", ")}</p></div>`;
}
