import type { Context } from "hono";
import { isLanguage, type Language } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import { hasRole, type StaffMember, type StaffRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { type StaffSession, staffSession } from "../../web/staff-session.ts";
import { noAccessPage } from "../sign-in/no-access-page.ts";
import { chooseLanguage, keepLanguage } from "./choose-language.ts";
import { readShell, type Shell } from "./shell.ts";

/** Who looks at a page, with what is drawn around it. */
export interface PageMember extends StaffMember {
  shell: Shell;
}

export interface OpenedPage extends StaffSession {
  language: Language;
  shell: Shell;
  /** The same person as the functions of the settings and lists ask for them. */
  member: PageMember;
}

/**
 * How a page begins: who asks, in which language, and the frame's facts. A switch of the language is kept, and leads to `own`, the
 * page's address without it, so that a link that is passed on speaks its reader's. An account of no workspace gets the page that
 * says so. Throws Problem `unauthorized`, `forbidden` below the role `least`.
 */
export async function openPage(
  c: Context<AppEnv>,
  own: string,
  least: StaffRole = "agent",
): Promise<OpenedPage | Response> {
  const session = await staffSession(c);
  if (isLanguage(c.req.query("lang"))) {
    keepLanguage(c);
    return c.redirect(own, 303);
  }
  const language = chooseLanguage(c);
  const shell = await readShell(session.client);
  if (!shell) return c.html(noAccessPage(language), 403);
  return { ...session, language, shell, member: memberOf(session, shell, least) };
}

/** Throws Problem `forbidden` below the role `least`. */
export function memberOf({ client }: StaffSession, shell: Shell, least: StaffRole = "agent"): PageMember {
  const { me, workspace } = shell;
  if (!hasRole(me.role, least)) {
    throw new Problem("forbidden", `This needs the role "${least}" or higher. Ask an admin.`);
  }
  const { userId, role, name } = me;
  return { client, userId, role, name, workspace: workspace.id, timeZone: workspace.timeZone, shell };
}
