import type { Context } from "hono";

/** A page goes there by redirect; a fragment's redirect would be followed out of sight and swapped in. */
export function leaveTo(c: Context, path: string): Response {
  if (!c.req.header("hx-request")) return c.redirect(path, 303);
  c.header("hx-redirect", path);
  return c.body(null, 401);
}
