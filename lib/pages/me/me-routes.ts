import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const actions = () => import("./me-actions.ts");

export function meRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/me", lazily(actions, "showMe"));
  app.post("/monitor/me", lazily(actions, "saveMe"));
  app.post("/monitor/me/password", lazily(actions, "changeMyPassword"));
}
