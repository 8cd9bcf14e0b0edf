import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { withFilters } from "../home/filters.ts";
import { filtersOf } from "../home/filters-of.ts";
import { backOf } from "../home/home-paths.ts";

const cookieName = "aftercall-notice";
const scope = { path: "/monitor", httpOnly: true, sameSite: "Lax" } as const;

/**
 * Back to the page that the form was on, which then says once what came of it. By a cookie: in the address it would be
 * said again at each reload, and to everybody who gets the link.
 */
export function leaveWithNotice(
  c: Context,
  code: string,
  path = withFilters(backOf(c), filtersOf(c)),
): Response {
  setCookie(c, cookieName, code, { ...scope, maxAge: 60 });
  return c.redirect(path, 303);
}

/** The code of what was just done, or undefined. */
export function takeNotice(c: Context): string | undefined {
  const code = getCookie(c, cookieName);
  if (code !== undefined) deleteCookie(c, cookieName, scope);
  return code;
}
