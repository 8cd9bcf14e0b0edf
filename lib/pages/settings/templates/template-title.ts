import { wordFor } from "../../../base/language.ts";
import type { Template } from "../../../settings/read-templates.ts";
import type { SettingsTexts } from "../texts.ts";

/** What people call a text: its title, or the words for its key. */
export function templateTitle(
  { templates }: SettingsTexts,
  { key, title }: Pick<Template, "key" | "title">,
): string {
  return title ?? wordFor(templates.titles, key) ?? key;
}
