import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

export function logRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/sent-log",
    lazily(() => import("./show-log.ts"), "showLog"),
  );
}
