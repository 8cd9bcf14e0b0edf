import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

export function callRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/calls/:id{[0-9]{1,15}}",
    lazily(() => import("./show-call.ts"), "showCall"),
  );
}
