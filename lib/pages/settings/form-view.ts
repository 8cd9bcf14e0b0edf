import type { Language } from "../../base/language.ts";
import type { Template } from "../../settings/read-templates.ts";
import type { Colleague } from "../shell/staff-name.ts";
import type { SettingsTexts } from "./texts.ts";

/** What the inputs of a form are drawn from: what was typed, or what holds. */
export interface FormView {
  t: SettingsTexts;
  language: Language;
  form: URLSearchParams;
  /** By the input's name: what is wrong with it. */
  errors: ReadonlyMap<string, string>;
  /** Which texts may be chosen. */
  templates: Template[];
  timeZone: string;
  /** Who may be chosen. */
  colleagues?: readonly Colleague[];
}
