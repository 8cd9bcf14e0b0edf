import type { Language } from "../../base/language.ts";
import { auditEn } from "./texts-en.ts";
import { auditIt } from "./texts-it.ts";

export type AuditTexts = typeof auditIt;

export const auditTexts: Record<Language, AuditTexts> = { it: auditIt, en: auditEn };
