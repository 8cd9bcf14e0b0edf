import { createFormat, type Format } from "./format.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Language, type Texts, texts } from "./texts.ts";

/** What every part of the page is drawn from. */
export interface View {
  t: Texts;
  language: Language;
  format: Format;
  snapshot: Snapshot;
  /** `https://host`, for the addresses that staff paste into other products. */
  origin: string;
}

export function createView(snapshot: Snapshot, language: Language, origin: string): View {
  const format = createFormat(language, snapshot.workspace.timeZone, snapshot.now);
  return { t: texts[language], language, format, snapshot, origin };
}
