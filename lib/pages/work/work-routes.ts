import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const one = "/monitor/c/:contact{[0-9]{1,15}}";

/** What staff do with a person. */
export function workRoutes(app: Hono<AppEnv>): void {
  app.post(
    `${one}/:verb{owner|call-back|handled|close|reopen|tag|untag|block|unblock|unread|undo}`,
    lazily(() => import("./change-conversation.ts"), "changeConversation"),
  );
  app.get(
    `${one}/tags`,
    lazily(() => import("./known-tags.ts"), "showKnownTags"),
  );
}
