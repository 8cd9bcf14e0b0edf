import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { showList, showOlder, showPerson, showThread } from "./show-chat.ts";
import { showLive } from "./show-live.ts";

const one = "/monitor/c/:id{[0-9]{1,15}}";

/** Where staff work: the list of people, and the thread with one. */
export function chatRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor", showList);
  app.get("/monitor/live", showLive);
  app.get(one, showThread);
  app.get(`${one}/person`, showPerson);
  app.get(`${one}/older`, showOlder);
}
