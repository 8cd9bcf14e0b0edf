import type { Context } from "hono";

/** `until`: the thread's page that ends before this message. */
export function untilOf(c: Context): number | null {
  const until = c.req.query("until") ?? "";
  return /^[1-9]\d{0,14}$/.test(until) ? Number(until) : null;
}
