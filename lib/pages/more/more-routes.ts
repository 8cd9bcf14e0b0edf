import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** What a phone's bar has no room for, and the help of keys. */
export function moreRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/more",
    lazily(() => import("./show-more.ts"), "showMore"),
  );
  app.get(
    "/monitor/keys",
    lazily(() => import("./show-keys.ts"), "showKeys"),
  );
}
