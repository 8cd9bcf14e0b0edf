import { html } from "hono/html";
import { areaField, choiceField, textField } from "./fields.ts";
import { linesIn } from "./read-form.ts";
import { lawView } from "./reasons-law.ts";
import type { SettingForm } from "./setting-form.ts";

export const reasonsForm: SettingForm<"reasons"> = {
  kind: "reasons",
  least: "manager",
  summary: (t, { outboundCalls }) => t.pages.reasons.summary(outboundCalls === "allowed"),
  before: lawView,
  toForm: ({ outboundCalls, agreedTags, agreedField, lists }) =>
    new URLSearchParams({
      outboundCalls,
      agreedTags: agreedTags.join("\n"),
      field: agreedField?.field ?? "",
      value: agreedField?.value ?? "",
      lists,
    }),
  fromForm: (form) => {
    const field = form.get("field")?.trim() ?? "";
    const value = form.get("value")?.trim() ?? "";
    return {
      outboundCalls: form.get("outboundCalls"),
      agreedTags: linesIn(form, "agreedTags"),
      ...((field !== "" || value !== "") && { agreedField: { field, value } }),
      lists: form.get("lists"),
    };
  },
  inputOf: ([first, second]) => String(first === "agreedField" ? (second ?? "field") : first),
  fields: (view) => {
    const t = view.t.reasons;
    return html`${choiceField(view, {
      type: "radio",
      name: "outboundCalls",
      label: t.outbound,
      hint: t.outboundHelp,
      choices: [
        ["agreed_only", t.agreedOnly],
        ["allowed", t.allowed],
      ],
    })}
${areaField(view, { name: "agreedTags", label: t.tags, hint: t.tagsHelp, rows: 3 })}
<fieldset class="field"><legend>${t.field}</legend><p class="quiet">${t.fieldHelp}</p><div class="pair">
${textField(view, { name: "field", label: t.fieldName, maxLength: 200 })}
${textField(view, { name: "value", label: t.fieldValue, maxLength: 200 })}</div></fieldset>
${choiceField(view, {
  type: "radio",
  name: "lists",
  label: t.lists,
  hint: t.listsHelp,
  choices: [
    ["agreed_only", t.agreedOnly],
    ["allowed", t.listsAllowed],
  ],
})}`;
  },
};
