import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const one = "/monitor/contacts/:id{[0-9]{1,15}}";

/** The pages of contacts, loaded when somebody opens one. */
export function contactRoutes(app: Hono<AppEnv>): void {
  app.get(
    one,
    lazily(() => import("./show-contact.ts"), "showContact"),
  );
  app.post(
    `${one}/:verb{block|unblock|edit|dismiss|merge|link|split|reason|withdraw|confirm}`,
    lazily(() => import("./contact-actions.ts"), "changeContact"),
  );
}
