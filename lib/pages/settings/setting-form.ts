import type { Language } from "../../base/language.ts";
import type { SettingKind, SettingValue } from "../../settings/settings.ts";
import type { Html } from "../shell/format.ts";
import type { FormView } from "./form-view.ts";
import type { Reader } from "./reader-of.ts";
import type { SettingsTexts } from "./texts.ts";

/** One setting that is edited as a whole, in one form. */
export interface SettingForm<Kind extends SettingKind> {
  kind: Kind;
  least: "manager" | "admin";
  /** What holds, in one line. */
  summary(t: SettingsTexts, value: SettingValue<Kind>): string;
  /** The value as it stands in the inputs. */
  toForm(value: SettingValue<Kind>, language: Language): URLSearchParams;
  /** The value that was typed; what cannot be read is left for the schema to refuse. */
  fromForm(form: URLSearchParams): unknown;
  /** Errors that the schema cannot tell, by input: what could not even be read as a value. */
  misread?(form: URLSearchParams, t: SettingsTexts): Map<string, string>;
  /** The input in which a part of the value was typed. */
  inputOf(path: PropertyKey[], form: URLSearchParams): string;
  fields(view: FormView): Html;
  /** What is to be known before one chooses. */
  before?(reader: Reader): Promise<Html>;
}
