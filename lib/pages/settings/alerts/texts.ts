import type { Language } from "../../../base/language.ts";
import { alertsEn } from "./texts-en.ts";
import { type AlertsTexts, alertsIt } from "./texts-it.ts";

export const alertsTexts: Record<Language, AlertsTexts> = { it: alertsIt, en: alertsEn };
