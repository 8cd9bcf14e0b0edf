import type { Context } from "hono";
import type { Language } from "../../base/language.ts";
import type { StaffMember, StaffRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffMember } from "../../web/staff-member.ts";
import { chooseLanguage, keepLanguage } from "../shell/choose-language.ts";
import { createFormat, type Format } from "../shell/format.ts";
import { type SettingsTexts, settingsTexts } from "./texts.ts";

/** Who looks, in which words, with which clock. */
export interface Reader {
  member: StaffMember;
  language: Language;
  t: SettingsTexts;
  format: Format;
}

/** The signed-in reader of a page. Throws Problem: `unauthorized`, `forbidden` for a member of no workspace or of a lower role. */
export async function readerOf(c: Context<AppEnv>, least?: StaffRole): Promise<Reader> {
  const member = await staffMember(c, least);
  keepLanguage(c);
  const language = chooseLanguage(c);
  return {
    member,
    language,
    t: settingsTexts[language],
    format: createFormat(language, member.timeZone, new Date().toISOString()),
  };
}
