import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const actions = () => import("./show-first-start.ts");

export function firstStartRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/start", lazily(actions, "showFirstStart"));
  app.post("/monitor/start/:step", lazily(actions, "settleFirstStep"));
}
