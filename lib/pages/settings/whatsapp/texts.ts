import type { Language } from "../../../base/language.ts";
import { reviewEn } from "./texts-en.ts";
import { type ReviewTexts, reviewIt } from "./texts-it.ts";

export type { ReviewTexts };
export const reviewTexts: Record<Language, ReviewTexts> = { it: reviewIt, en: reviewEn };
