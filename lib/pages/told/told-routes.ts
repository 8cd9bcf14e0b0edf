import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const actions = () => import("./told-actions.ts");

export function toldRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/told", lazily(actions, "showTold"));
  app.post("/monitor/me/told", lazily(actions, "chooseTold"));
}
