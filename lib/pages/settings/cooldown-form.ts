import { numberField } from "./fields.ts";
import { numberIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

export const cooldownForm: SettingForm<"cooldown"> = {
  kind: "cooldown",
  least: "manager",
  summary: (t, { hours }) => t.pages.cooldown.summary(hours),
  toForm: ({ hours }) => new URLSearchParams({ hours: String(hours) }),
  fromForm: (form) => ({ hours: numberIn(form, "hours") }),
  inputOf: () => "hours",
  fields: (view) =>
    numberField(view, { name: "hours", label: view.t.cooldown.hours, hint: view.t.cooldown.help }),
};
