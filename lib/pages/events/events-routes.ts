import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** With the parsers of all sources, to try again what they could not read: loaded when somebody opens the list. */
const events = () => import("./events-actions.ts");

export function eventsRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/events", lazily(events, "showEvents"));
  app.get("/monitor/events/:id{[0-9]{1,15}}", lazily(events, "showEvent"));
  app.post("/monitor/events/replay", lazily(events, "replayEvents"));
  app.post("/monitor/events/:id{[0-9]{1,15}}/replay", lazily(events, "replayEvent"));
  app.post("/monitor/events/:id{[0-9]{1,15}}/reread", lazily(events, "rereadEvent"));
}
