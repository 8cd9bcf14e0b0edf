import type { Language } from "../../base/language.ts";
import { tasksEn } from "./texts-en.ts";
import { tasksIt } from "./texts-it.ts";

export type TaskTexts = typeof tasksIt;

export const taskTexts: Record<Language, TaskTexts> = { it: tasksIt, en: tasksEn };
