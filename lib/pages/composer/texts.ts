import type { Language } from "../../base/language.ts";
import { composerEn } from "./texts-en.ts";
import { composerIt } from "./texts-it.ts";

/** Italian is the table that the other language must fill. */
export type ComposerTexts = typeof composerIt;

export const composerTexts: Record<Language, ComposerTexts> = { it: composerIt, en: composerEn };
