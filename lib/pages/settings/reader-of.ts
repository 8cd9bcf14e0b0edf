import type { Context } from "hono";
import type { Language } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import type { StaffRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { chooseLanguage, keepLanguage } from "../shell/choose-language.ts";
import { createFormat, type Format } from "../shell/format.ts";
import { memberOf, type PageMember } from "../shell/open-page.ts";
import { readShell } from "../shell/shell.ts";
import { type SettingsTexts, settingsTexts } from "./texts.ts";

/** Who looks, in which words, with which clock. */
export interface Reader {
  member: PageMember;
  language: Language;
  t: SettingsTexts;
  format: Format;
}

/** The signed-in reader of a page. Throws Problem: `unauthorized`, `forbidden` for a member of no workspace or of a lower role. */
export async function readerOf(c: Context<AppEnv>, least?: StaffRole): Promise<Reader> {
  const session = await staffSession(c);
  const shell = await readShell(session.client);
  if (!shell) {
    throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
  }
  const member = memberOf(session, shell, least);
  keepLanguage(c);
  const language = chooseLanguage(c);
  return {
    member,
    language,
    t: settingsTexts[language],
    format: createFormat(language, member.timeZone, new Date().toISOString()),
  };
}
