import type { Context } from "hono";
import { isLanguage, type Language } from "../../base/language.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { type StaffSession, staffSession } from "../../web/staff-session.ts";
import { chooseLanguage, keepLanguage } from "./choose-language.ts";

export interface OpenedPage extends StaffSession {
  language: Language;
}

/**
 * How a page begins: who asks, and in which language. A switch of the language is kept, and leads to `own`, the page's address
 * without it, so that a link that is passed on speaks its reader's. Throws Problem `unauthorized`.
 */
export async function openPage(c: Context<AppEnv>, own: string): Promise<OpenedPage | Response> {
  const session = await staffSession(c);
  if (!isLanguage(c.req.query("lang"))) return { ...session, language: chooseLanguage(c) };
  keepLanguage(c);
  return c.redirect(own, 303);
}
