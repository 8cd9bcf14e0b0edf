import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { areaField, textField, tickField } from "./fields.ts";
import type { FormView } from "./form-view.ts";
import { linesIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

const kinds = ["stop", "start"] as const;
const always = ["it", "en"];

export const consentForm: SettingForm<"consent"> = {
  kind: "consent",
  least: "manager",
  summary: (t, { stopWords, confirm }) =>
    t.pages.consent.summary(Object.values(stopWords).flat().length, confirm),
  toForm({ stopWords, startWords, confirm, confirmation }) {
    const form = new URLSearchParams();
    for (const code of new Set([...always, ...Object.keys(stopWords), ...Object.keys(startWords)])) {
      form.append("language", code);
      form.set(`stop-${code}`, (stopWords[code] ?? []).join("\n"));
      form.set(`start-${code}`, (startWords[code] ?? []).join("\n"));
    }
    if (confirm) form.set("confirm", "on");
    form.set("stopText", confirmation.stop);
    form.set("startText", confirmation.start);
    return form;
  },
  fromForm(form) {
    const another = form.get("another")?.trim() ?? "";
    const wordsOf = (kind: string) => {
      const lists = new Map(form.getAll("language").map((code) => [code, linesIn(form, `${kind}-${code}`)]));
      const more = linesIn(form, `${kind}-another`);
      if (more.length > 0) lists.set(another, [...(lists.get(another) ?? []), ...more]);
      return Object.fromEntries(
        [...lists].filter(([code, words]) => words.length > 0 || always.includes(code)),
      );
    };
    return {
      stopWords: wordsOf("stop"),
      startWords: wordsOf("start"),
      confirm: form.has("confirm"),
      confirmation: { stop: form.get("stopText") ?? "", start: form.get("startText") ?? "" },
    };
  },
  misread(form, t) {
    const typed = ["stop-another", "start-another"].some((name) => linesIn(form, name).length > 0);
    const code = form.get("another")?.trim() ?? "";
    const isBad = (typed || code !== "") && !/^[a-z]{2}$/.test(code);
    return new Map(isBad ? [["another", t.consent.badCode]] : []);
  },
  inputOf([first, second], form) {
    if (first === "confirmation") return `${String(second)}Text`;
    const kind = first === "startWords" ? "start" : "stop";
    const code = String(second ?? "it");
    return form.getAll("language").includes(code) ? `${kind}-${code}` : `${kind}-another`;
  },
  fields: (view) => {
    const t = view.t.consent;
    return html`${kinds.map((kind) => wordLists(view, kind))}
<fieldset><legend>${t.another}</legend>
  ${textField(view, { name: "another", label: t.code, hint: t.anotherHelp, maxLength: 2 })}
  ${kinds.map((kind) => areaField(view, { name: `${kind}-another`, label: t[kind], rows: 2 }))}</fieldset>
${tickField(view, { name: "confirm", label: t.confirm })}
${areaField(view, { name: "stopText", label: t.stopText, rows: 3 })}
${areaField(view, { name: "startText", label: t.startText, rows: 3 })}`;
  },
};

function wordLists(view: FormView, kind: "stop" | "start"): Html {
  const t = view.t.consent;
  return html`<fieldset><legend>${t[kind]}</legend><p class="quiet">${t.help}</p>
  <div class="pair">${view.form.getAll("language").map((code) => {
    const rows = Math.max(3, linesIn(view.form, `${kind}-${code}`).length + 1);
    const label = t.languages[code] ?? t.otherLanguage(code);
    return html`${kind === "stop" && html`<input type="hidden" name="language" value="${code}">`}
    ${areaField(view, { name: `${kind}-${code}`, label, rows })}`;
  })}</div></fieldset>`;
}
