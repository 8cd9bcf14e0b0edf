import type { Language } from "../../base/language.ts";
import { en } from "./frame-texts-en.ts";
import { it } from "./frame-texts-it.ts";

/** Italian is the table that the other language must fill. */
export type FrameTexts = typeof it;

export const frameTexts: Record<Language, FrameTexts> = { it, en };
