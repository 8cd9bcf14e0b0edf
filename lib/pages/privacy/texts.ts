import type { Language } from "../../base/language.ts";
import { privacyEn } from "./texts-en.ts";
import { privacyIt } from "./texts-it.ts";

export type PrivacyTexts = typeof privacyIt;

export const privacyTexts: Record<Language, PrivacyTexts> = { it: privacyIt, en: privacyEn };
