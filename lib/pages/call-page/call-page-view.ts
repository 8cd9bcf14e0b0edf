import type { Language } from "../../base/language.ts";
import type { Reader } from "../settings/reader-of.ts";
import type { Format, Html } from "../shell/format.ts";
import type { CallPageData } from "./read-call-page.ts";
import type { CallTexts } from "./texts.ts";

/** What every section of a call's page is drawn from. */
export interface CallPageView extends CallPageData {
  words: CallTexts;
  language: Language;
  format: Format;
  reader: Reader;
}

/** Null where there is nothing to show. May read more for itself. */
export type CallSection = (view: CallPageView) => Html | null | Promise<Html | null>;
