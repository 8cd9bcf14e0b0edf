import type { Language } from "../../../../base/language.ts";
import { en } from "./texts-en.ts";
import { it, type MoveTexts } from "./texts-it.ts";

export const moveTexts: Record<Language, MoveTexts> = { it, en };
