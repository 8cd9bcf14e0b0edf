import { html } from "hono/html";
import { numberField, selectField, tickField } from "./fields.ts";
import { numberIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

const steps = [1, 2] as const;

/** A step counts when something was written in it. */
function isGiven(form: URLSearchParams, step: number): boolean {
  return Boolean(form.get(`afterDays${step}`)?.trim() || form.get(`template${step}`));
}

export const remindersForm: SettingForm<"reminders"> = {
  kind: "reminders",
  least: "manager",
  summary: (t, { enabled, steps }) =>
    t.pages.reminders.summary(enabled ? steps.map(({ afterDays }) => afterDays) : []),
  toForm({ enabled, steps }) {
    const form = new URLSearchParams();
    if (enabled) form.set("enabled", "on");
    for (const [i, { afterDays, template }] of steps.entries()) {
      form.set(`afterDays${i + 1}`, String(afterDays));
      form.set(`template${i + 1}`, template);
    }
    return form;
  },
  fromForm: (form) => ({
    enabled: form.has("enabled"),
    steps: steps
      .filter((step) => isGiven(form, step))
      .map((step) => ({
        afterDays: numberIn(form, `afterDays${step}`),
        template: form.get(`template${step}`) ?? "",
      })),
  }),
  inputOf([, index, name], form) {
    const given = steps.filter((step) => isGiven(form, step));
    return index === undefined ? "enabled" : `${String(name)}${given[Number(index)] ?? 1}`;
  },
  fields: (view) => {
    const t = view.t.reminders;
    const choices: [string, string][] = [
      ["", t.none],
      ...view.templates.map(({ key }): [string, string] => [key, key]),
    ];
    return html`${tickField(view, { name: "enabled", label: t.enabled })}
${steps.map(
  (step) => html`<fieldset><legend>${t.step(step)}</legend>
  ${numberField(view, { name: `afterDays${step}`, label: t.after(step), hint: t.afterHelp })}
  ${selectField(view, { name: `template${step}`, label: t.template, choices })}</fieldset>`,
)}`;
  },
};
