import type { Language } from "../../base/language.ts";
import { workEn } from "./texts-en.ts";
import { workIt } from "./texts-it.ts";

/** Italian is the table that the other language must fill. */
export type WorkTexts = typeof workIt;

export const workTexts: Record<Language, WorkTexts> = { it: workIt, en: workEn };
