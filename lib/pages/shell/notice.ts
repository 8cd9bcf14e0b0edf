import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod/mini";
import { withFilters } from "../home/filters.ts";
import { filtersOf } from "../home/filters-of.ts";
import { homePath } from "../home/home-path.ts";
import { ownPage } from "../sign-in/next-page.ts";
import type { Undo } from "./toast-view.ts";

const cookieName = "aftercall-notice";
const undoShape = z.object({ action: z.string(), fields: z.optional(z.record(z.string(), z.string())) });
const scope = { path: "/monitor", httpOnly: true, sameSite: "Lax" } as const;

/**
 * Back to the page that the form was on, which then says once what came of it. By a cookie: in the address it would be
 * said again at each reload, and to everybody who gets the link.
 */
export function leaveWithNotice(c: Context, code: string, path = backOf(c)): Response {
  setCookie(c, cookieName, code, { ...scope, maxAge: 60 });
  return c.redirect(path, 303);
}

/** The page that a form was on, as it says in `next`. */
export function backOf(c: Context): string {
  return ownPage(c.req.query("next")) ?? withFilters(homePath, filtersOf(c));
}

/** The code of what was just done, or undefined. */
export function takeNotice(c: Context): string | undefined {
  return takeDone(c)?.code;
}

/** The same with the way to take it back, for a page that shows a toast: `toastView(language, {text: words[code], undo})`. */
export function takeDone(c: Context): { code: string; undo: Undo | undefined } | undefined {
  const kept = getCookie(c, cookieName);
  if (kept === undefined) return undefined;
  deleteCookie(c, cookieName, scope);
  const [, code = kept, undo] = /^(\w+) (\{.*\})$/s.exec(kept) ?? [];
  return { code, undo: undo === undefined ? undefined : readUndo(undo) };
}

/** A cookie can come from elsewhere on the same domain: only a form of ours is drawn of it. */
function readUndo(text: string): Undo | undefined {
  try {
    const { action, fields } = undoShape.parse(JSON.parse(text));
    const page = ownPage(action);
    return page === null ? undefined : { action: page, fields };
  } catch {
    return undefined;
  }
}

/** Back to `path`, which then says once what was done, with the way to take it back. */
export function leaveWithUndo(c: Context, code: string, path: string, undo: Undo): Response {
  setCookie(c, cookieName, `${code} ${JSON.stringify(undo)}`, { ...scope, maxAge: 60 });
  return c.redirect(path, 303);
}
