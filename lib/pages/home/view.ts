import type { Language } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { createFormat, type Format } from "../shell/format.ts";
import { type Texts, texts } from "../shell/texts.ts";
import { type Filters, withFilters } from "./filters.ts";
import { homePath } from "./home-path.ts";
import type { Snapshot } from "./snapshot.ts";

/** What every part of the page is drawn from. */
export interface View {
  t: Texts;
  language: Language;
  format: Format;
  snapshot: Snapshot;
  filters: Filters;
  vendors: readonly Vendor[];
  /** `https://host`, for the addresses that staff paste into other products. */
  origin: string;
  /** The address of this page with some filters changed. */
  link(over: Partial<Filters>, anchor?: string): string;
  /** Where a form goes: it carries the filters along, so that its answer shows the same again. */
  action(path: string): string;
}

export function createView(
  snapshot: Snapshot,
  filters: Filters,
  language: Language,
  origin: string,
  vendors: readonly Vendor[],
): View {
  return {
    t: texts[language],
    language,
    format: createFormat(language, snapshot.workspace.timeZone, snapshot.now),
    snapshot,
    filters,
    vendors,
    origin,
    link: (over, anchor = "") => `${withFilters(homePath, { ...filters, ...over })}${anchor}`,
    action: (below) => withFilters(`/monitor${below}`, filters),
  };
}
