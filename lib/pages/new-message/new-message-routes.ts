import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const load = () => import("./new-message.ts");

/** A message to anybody. */
export function newMessageRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/new", lazily(load, "showNewMessage"));
  app.post("/monitor/new", lazily(load, "postNewMessage"));
  app.get("/monitor/new/found", lazily(load, "showFound"));
}
