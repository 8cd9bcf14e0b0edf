import { areaField } from "./fields.ts";
import { linesIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

export const machinesForm: SettingForm<"machines"> = {
  kind: "machines",
  least: "manager",
  summary: (t, { phrases }) => t.pages.machines.summary(phrases.length),
  toForm: ({ phrases }) => new URLSearchParams({ phrases: phrases.join("\n") }),
  fromForm: (form) => ({ phrases: linesIn(form, "phrases") }),
  inputOf: () => "phrases",
  fields: (view) =>
    areaField(view, {
      name: "phrases",
      label: view.t.machines.phrases,
      hint: view.t.machines.help,
      rows: Math.max(6, linesIn(view.form, "phrases").length + 1),
    }),
};
