import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** The list of persons, what is done with many of them at once, and its files. */
export function peopleRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/people",
    lazily(() => import("./show-people.ts"), "showPeople"),
  );
  app.get(
    "/monitor/people/export",
    lazily(() => import("./export-people.ts"), "exportPeople"),
  );
  app.post(
    "/monitor/people/:verb{change|undo}",
    lazily(() => import("./people-actions.ts"), "changePeople"),
  );
  // Where the list was before.
  app.get("/monitor/contacts", (c) => {
    const { search } = new URL(c.req.url);
    return c.redirect(`/monitor/people${search}`, 303);
  });
}
