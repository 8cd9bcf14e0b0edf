import type { Language } from "../../base/language.ts";
import { en } from "./texts-en.ts";
import { it } from "./texts-it.ts";

/** Italian is the table that the other language must fill. */
export type LeadsTexts = typeof it;

export const leadsTexts: Record<Language, LeadsTexts> = { it, en };
