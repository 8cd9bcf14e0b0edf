import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { requestOrigin } from "./request-origin.ts";

/** A browser's session counts from our own pages only. Throws Problem `forbidden`. */
export function requireOwnPage(c: Context): void {
  if (c.req.header("authorization") || c.req.header("origin") === requestOrigin(c)) return;
  throw new Problem("forbidden", "Send an API key or an access token: Authorization: Bearer …");
}
