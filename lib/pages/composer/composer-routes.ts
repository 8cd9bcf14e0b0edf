import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const one = "/monitor/c/:contact{[0-9]{1,15}}";
const notes = () => import("./post-note.ts");

/** What is written to a person, and about them. */
export function composerRoutes(app: Hono<AppEnv>): void {
  app.post(
    `${one}/messages`,
    lazily(() => import("./post-message.ts"), "postMessage"),
  );
  app.post(
    `${one}/messages/:message{[0-9]{1,15}}/cancel`,
    lazily(() => import("./withdraw-message.ts"), "withdrawMessage"),
  );
  app.post(
    `${one}/files`,
    lazily(() => import("./post-files.ts"), "postFiles"),
  );
  app.post(`${one}/notes`, lazily(notes, "postNote"));
  app.post(`${one}/notes/:note{[0-9]{1,15}}/remove`, lazily(notes, "removeNote"));
  app.get(
    `${one}/texts`,
    lazily(() => import("./show-texts.ts"), "showTexts"),
  );
  app.get(
    `${one}/write`,
    lazily(() => import("./show-write.ts"), "showWrite"),
  );
}
