import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** Files in conversations, shown where they stand: what customers sent, and what we did. */
export function mediaRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/media/:id{[0-9]{1,15}}/view",
    lazily(() => import("./view-media.ts"), "viewMedia"),
  );
}
