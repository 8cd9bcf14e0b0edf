import type { Language } from "../../base/language.ts";
import { en } from "./texts-en.ts";
import { it } from "./texts-it.ts";

/** Italian is the table that the other language must fill. */
export type ChatTexts = typeof it;

export const chatTexts: Record<Language, ChatTexts> = { it, en };
