import { type Language, wordFor } from "../../base/language.ts";
import { sourceTexts } from "./source-texts.ts";

/** Of a source that this monitor has no name for, its own. */
export function sourceWords(language: Language, source: string): string {
  return wordFor(sourceTexts[language].sources, source) ?? source.replaceAll("_", " ");
}
