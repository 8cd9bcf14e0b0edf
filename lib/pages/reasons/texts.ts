import type { Language } from "../../base/language.ts";
import { en } from "./texts-en.ts";
import { it, type ReasonTexts } from "./texts-it.ts";

export type { ReasonTexts };
export const reasonTexts: Record<Language, ReasonTexts> = { it, en };
