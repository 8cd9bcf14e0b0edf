import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";

const instead = { "/monitor/calls": "/monitor/diagnostics#calls", "/monitor/people": "/monitor/contacts" };

/** Where places of the rail lead until they have a page of their own. */
export function notYetRoutes(app: Hono<AppEnv>): void {
  for (const [path, other] of Object.entries(instead)) app.get(path, (c) => c.redirect(other, 303));
}
