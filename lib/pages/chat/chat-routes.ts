import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { showList, showThread } from "./show-chat.ts";

/** Where staff work: the list of people, and the thread with one. */
export function chatRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor", showList);
  app.get("/monitor/c/:id{[0-9]{1,15}}", showThread);
}
