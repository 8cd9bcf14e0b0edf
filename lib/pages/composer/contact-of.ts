import type { Context } from "hono";

/** The person whose address this is: `/monitor/c/{contact}/…`. */
export function contactOf(c: Context): number {
  return Number(c.req.param("contact"));
}
