import type { Language } from "../../base/language.ts";
import { en } from "./texts-en.ts";
import { it } from "./texts-it.ts";

export type ContactTexts = typeof it;

export const contactTexts: Record<Language, ContactTexts> = { it, en };
