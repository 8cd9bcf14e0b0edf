import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** How it goes, for managers, and the table behind each part of it. */
export function insightsRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/insights",
    lazily(() => import("./show-insights.ts"), "showInsights"),
  );
  app.get(
    "/monitor/insights/export",
    lazily(() => import("./export-insights.ts"), "exportInsights"),
  );
}
