import { html } from "hono/html";
import { leadSources } from "../../../settings/lead-rules-setting.ts";
import type { Html } from "../../shell/format.ts";
import type { Colleague } from "../../shell/staff-name.ts";
import { areaField, choiceField, selectField, tickField } from "../fields.ts";
import type { FormView } from "../form-view.ts";
import { leadTexts } from "./lead-texts.ts";
import { ruleTexts } from "./texts.ts";

/** What a rule for leads asks first. */
export function sourceFields(view: FormView): Html {
  const t = leadTexts[view.language];
  return choiceField(view, {
    type: "checkbox",
    name: "sources",
    label: t.sources,
    choices: leadSources.map((source) => [source, t.names[source]]),
  });
}

export const placeNames = ["forms", "campaigns", "ads", "countries", "consents", "contact"];

/** What it may ask beside the answers. */
export function placeFields(view: FormView): Html {
  const t = leadTexts[view.language];
  const words = ruleTexts[view.language].form;
  return html`${areaField(view, { name: "forms", label: t.forms, hint: words.perLine, rows: 2 })}
${areaField(view, { name: "campaigns", label: words.campaigns, hint: words.perLine, rows: 2 })}
${areaField(view, { name: "ads", label: t.ads, hint: words.perLine, rows: 2 })}
${areaField(view, { name: "countries", label: t.countries, hint: words.perLine, rows: 2 })}
${areaField(view, { name: "consents", label: t.consents, hint: t.consentsHelp, rows: 2 })}
${selectField(view, {
  name: "contact",
  label: words.contact,
  choices: [
    ["", words.contacts[""]],
    ["new", words.contacts.new],
    ["known", words.contacts.known],
  ],
})}`;
}

export function anyHourField(view: FormView): Html {
  return tickField(view, { name: "anyHour", label: leadTexts[view.language].anyHour });
}

/** Whose it becomes, and who is told. */
export function ownerFields(view: FormView, colleagues: readonly Colleague[]): Html {
  const t = leadTexts[view.language];
  return html`${selectField(view, {
    name: "assign",
    label: t.assign,
    choices: [
      ["", t.assigns[""]],
      ["round_robin", t.assigns.round_robin],
      ["nobody", t.assigns.nobody],
      ...colleagues
        .filter(({ role }) => role !== null)
        .map(({ userId, name, email }): [string, string] => [userId, name ?? email ?? userId]),
    ],
  })}
${tickField(view, { name: "notify", label: t.notify })}`;
}
