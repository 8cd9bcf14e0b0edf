import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** The list of calls and its files, loaded when somebody opens one. */
export function callsRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/calls",
    lazily(() => import("./show-calls.ts"), "showCalls"),
  );
  app.get(
    "/monitor/calls/export",
    lazily(() => import("./export-calls.ts"), "exportCalls"),
  );
}
